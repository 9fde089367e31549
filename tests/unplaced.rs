//! Tables and charts of an office that no chapter shows are told, with what to write.

use crate::support::Sandbox;

/// A table of the office, and a chart of it.
fn office(chapter: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let report = sandbox.read("input/report.toml");
    let own = "\n[[table]]\nid = \"mine\"\ntitle = \"Eigenes\"\nrows = \"channel\"\ncolumns = [\"total\"]\n\n[[chart]]\nid = \"drawn\"\ntitle = \"Eigenes\"\nform = \"bars\"\ntable = \"mine\"\n";
    sandbox.write("report.toml", &(report + own)).write("chapters/20-own.md", chapter);
    sandbox
}

#[test]
fn what_no_chapter_shows_is_told_with_its_line_and_what_to_write() {
    let sandbox = office("# Eigenes\n\n{% if known(chart=\"drawn\") %}Ein Satz.{% endif %}\n");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = sandbox.read("input/report.toml");
    let line = report.lines().position(|line| line == "id = \"drawn\"").unwrap() + 1;
    for told in [
        "Warnung[K014]: das Diagramm `drawn` steht in keinem Kapitel und fehlt deshalb im Bericht",
        &format!("report.toml:{line}"),
        "`{{ chart(id=\"drawn\") }}` in einem Kapitel, allein in einem Absatz",
    ] {
        assert!(run.stderr.contains(told), "{told}\n{}", run.stderr);
    }
    assert!(!run.stderr.contains("`mine`"), "the chart brings its table: {}", run.stderr);
}

#[test]
fn what_a_chapter_of_any_edition_shows_is_not_missed() {
    let sandbox = office("# Eigenes\n\n{{ chart(id=\"drawn\") }}\n");
    let without =
        "\n[[edition]]\nid = \"other\"\nlabel = \"Kurz\"\nwithout_chapters = [\"20-own.md\"]\n";
    let report = sandbox.read("input/report.toml");
    sandbox.write("report.toml", &(report + without));
    for arguments in [&["check"][..], &["check", "--edition", "other"]] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(!run.stderr.contains("K014"), "{}", run.stderr);
    }
}

#[test]
fn one_in_place_of_a_table_of_the_program_stands_where_that_stands() {
    let sandbox = Sandbox::new();
    let own = "\n[[table]]\nid = \"channels\"\ntitle = \"Wege\"\nrows = \"channel\"\ncolumns = [\"total\"]\n";
    let report = sandbox.read("input/report.toml");
    sandbox.write("report.toml", &(report + own));
    assert!(!sandbox.run(&["check"]).stderr.contains("K014"));
    sandbox.write("chapters/08-submitters.md", "");
    let told = "die Tabelle `channels` steht in keinem Kapitel";
    assert!(sandbox.run(&["check"]).stderr.contains(told));
}
