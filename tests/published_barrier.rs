//! What is masked stays masked in every artifact. (That no other stage can make a published figure
//! is shown by the `compile_fail` examples in `src/disclosure/mod.rs`.)

use crate::support::{Sandbox, files};

#[test]
fn a_masked_cell_carries_its_sign_and_words_and_no_number() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let figures = sandbox.read("output/2017/data/figures.json");
    let figures: serde_json::Value = serde_json::from_str(&figures).unwrap();
    let page = sandbox.read("output/2017/index.html");
    let masked: Vec<&str> = figures["figures"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|figure| figure["status"] == "masked")
        .map(|figure| figure["id"].as_str().unwrap())
        .collect();
    assert!(!masked.is_empty(), "the sample shows masking");
    for id in masked {
        for (at, found) in page.match_indices(&format!("data-figure=\"{id}\">")) {
            let cell = &page[at + found.len()..];
            assert!(
                cell.starts_with("<span aria-hidden=\"true\">.</span><span class=\"spoken\">nicht veröffentlicht</span>")
                    || cell.starts_with("nicht veröffentlicht")
                    || cell.starts_with("eine nicht veröffentlichte"),
                "{id}: {:.120}",
                cell
            );
        }
    }
}

#[test]
fn the_exempt_figure_is_printed_and_its_crossings_are_not() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "chapters/20-crossing.md",
        "# Kreuzung\n\nJahr {{ count(category=\"praise\") }}, Telefon und mehr {{ count(category=\"praise\", support=\"own\") }}.\n",
    );
    sandbox.build();
    let report = sandbox.read("output/2017/report.md");
    assert!(report.contains("Jahr 1, Telefon und mehr nicht veröffentlicht."), "{report:.0}");
}

#[test]
fn no_remark_no_name_and_no_case_id_leaves_intake() {
    let sandbox = Sandbox::new();
    sandbox.build();
    for folder in ["output/2017", "output/2017-internal"] {
        for (name, bytes) in files(&sandbox.path(folder)) {
            let text = String::from_utf8_lossy(&bytes);
            for personal in ["Beispielperson", "KRM-2017-", "bittet um"] {
                assert!(!text.contains(personal), "{folder}/{name} holds `{personal}`");
            }
        }
    }
}

#[test]
fn page_one_says_that_secondary_masking_is_not_proven() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let page = sandbox.read("output/2017/index.html");
    let head = page.split("<main").next().unwrap();
    assert!(head.contains("Geheimhaltung: Gegensperrung nicht geprüft"));
    assert!(head.contains("erfundenen Daten"), "the sample says that it is synthetic");
}
