//! The gallery: a project whose report has every block in every state. It is looked at in the browser; here, that
//! the states are there and that all of it survives being built.

use crate::support::Sandbox;

#[test]
fn every_block_is_there_in_every_state() {
    let sandbox = Sandbox::gallery();
    sandbox.build();
    let (page, text) =
        (sandbox.read("output/2024/index.html"), sandbox.read("output/2024/report.md"));
    for (state, sign) in [
        ("a draft", "class=\"draft-mark\""),
        ("a chapter in Leichte Sprache", "lang=\"de-simple\""),
        ("a nested row", "<tr class=\"nested\">"),
        ("a group", "<tr class=\"group\">"),
        ("a wide table", "class=\"exhibit table wide widest\""),
        ("a masked cell", "<span class=\"spoken\">nicht veröffentlicht</span>"),
        ("a zero", "<span class=\"spoken\">nichts vorhanden</span>"),
        ("too few cases", "<span class=\"spoken\">zu wenige Fälle für eine Angabe</span>"),
        ("no number possible", "<span class=\"spoken\">Angabe nicht sinnvoll</span>"),
        ("markup in a label", "&lt;b&gt;Zeichen&lt;/b&gt; &amp;"),
        ("a withheld table", "aus Gründen der Geheimhaltung nicht veröffentlicht"),
        ("a masked mark", "class=\"x\""),
        ("a chart with more rows than bars", "Gezeigt sind die ersten Zeilen"),
        ("a correction", "10.\u{a0}Februar\u{a0}2025"),
        ("a statement", "Erklärung zur Barrierefreiheit"),
        ("a quotation", "<blockquote>"),
    ] {
        assert!(page.contains(sign), "{state}");
    }
    for form in ["Balkendiagramm", "Säulendiagramm", "Farbtabelle", "Zeitstrahl", "Gestapelte"] {
        assert!(page.contains(form), "{form}");
    }
    let headline = "Am häufigsten ging es um „Unterkunftskosten";
    assert!(text.contains(headline), "{text}");
    assert!(text.contains("Ein einziger Balken**"), "one bar has no headline");
}
