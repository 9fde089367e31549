//! `[[edition]]`: the same report for other readers, who may have all the others as well.

use crate::support::{Sandbox, assert_same_files, files, root, sealed};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The sample project with these editions.
fn with_editions(editions: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let report = sandbox.read("input/report.toml");
    sandbox.write("report.toml", &format!("{report}\n{editions}"));
    sandbox
}

const BOARD: &str = "
[[edition]]
id = \"board\"
label = \"Beirat\"
without_chapters = [\"08-submitters.md\"]
";

const INTRANET: &str = "
[[edition]]
id = \"intranet\"
label = \"Intranet\"
disclosure = { threshold = 4, mark = \"*\" }
";

/// Status and value of every figure of a built edition.
fn figures(sandbox: &Sandbox, folder: &str) -> BTreeMap<String, (String, Value)> {
    let data = sandbox.read(&format!("output/{folder}/data/figures.json"));
    let data: Value = serde_json::from_str(&data).unwrap();
    let figures = data["figures"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    figures.map(|it| (text(&it["id"]), (text(&it["status"]), it["value"].clone()))).collect()
}

fn succeed(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let run = sandbox.run(arguments);
    assert_eq!(run.code, 0, "{arguments:?}\n{}", run.stderr);
    run.stderr
}

fn archive(sandbox: &Sandbox) -> Vec<String> {
    files(&sandbox.path("input/archive")).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn an_edition_leaves_out_chapters_and_has_a_folder_and_a_line_of_its_own() {
    let sandbox = with_editions(BOARD);
    succeed(&sandbox, &["build", "--edition", "board"]);
    assert!(!sandbox.path("output/2017").exists());
    assert!(sandbox.path("output/2017-board-internal/disclosure.json").exists());
    let page = sandbox.read("output/2017-board/index.html");
    let head = page.split("<main").next().unwrap();
    assert!(head.contains("Ausgabe") && head.contains("Beirat"));
    assert!(
        sandbox.read("output/2017-board/manifest.json").contains("\"edition\": \"2017-board\"")
    );
    assert!(!sandbox.path("output/2017-board/data/submitter_groups.csv").exists());
    sandbox.build();
    assert!(sandbox.path("output/2017/data/submitter_groups.csv").exists());
    let (all, fewer) = (figures(&sandbox, "2017"), figures(&sandbox, "2017-board"));
    assert!(fewer.len() < all.len() && fewer.keys().all(|id| all.contains_key(id)));
}

#[test]
fn the_plain_report_knows_nothing_of_editions() {
    let sandbox = with_editions(&format!("{BOARD}{INTRANET}"));
    sandbox.build();
    let plain = |folder: &Path| {
        let mut files = files(folder);
        files.retain(|(name, _)| !["manifest.json", "tables.xlsx"].contains(&name.as_str()));
        files
    };
    let committed = plain(&root().join("output/2017"));
    let built = plain(&sandbox.path("output/2017"));
    assert_eq!(committed.len(), built.len());
    for ((name, expected), (_, found)) in committed.iter().zip(&built) {
        assert!(expected == found, "{name} differs");
    }
}

#[test]
fn an_edition_is_the_same_bytes_in_every_folder_and_again() {
    let (first, second) = (with_editions(INTRANET), with_editions(INTRANET));
    succeed(&first, &["build", "--edition", "intranet"]);
    succeed(&second, &["build", "--edition", "intranet"]);
    succeed(&second, &["build", "--edition", "intranet"]);
    for folder in ["output/2017-intranet", "output/2017-intranet-internal"] {
        assert_same_files(&first.path(folder), &second.path(folder));
    }
}

#[test]
fn a_folder_of_an_edition_that_is_not_ours_is_not_replaced() {
    let sandbox = with_editions(BOARD);
    std::fs::create_dir_all(sandbox.path("output/2017-board")).unwrap();
    std::fs::write(sandbox.path("output/2017-board/notes.txt"), "own").unwrap();
    let run = sandbox.run(&["build", "--edition", "board"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert_eq!(sandbox.read("output/2017-board/notes.txt"), "own");
}

#[test]
fn an_unknown_edition_is_wrong_usage_and_the_known_ones_are_named() {
    let sandbox = with_editions(&format!("{BOARD}{INTRANET}"));
    for command in [&["build"][..], &["check"], &["release"], &["explain", "cases"]] {
        let run = sandbox.run(&[command, &["--edition", "intranett"]].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains("die Ausgabe `intranett` gibt es nicht"), "{}", run.stderr);
        assert!(run.stderr.contains("board, intranet"), "{}", run.stderr);
        assert!(run.stderr.contains("meinten Sie `intranet`?"), "{}", run.stderr);
    }
    let report = sandbox.read("input/report.toml");
    let (before, _) = report.split_once("[[edition]]").unwrap();
    let (_, lists) = report.split_once("[lists]").unwrap();
    let lists = lists.split_once("[[edition]]").unwrap().0;
    sandbox.write("report.toml", &format!("{before}[lists]{lists}"));
    let run = sandbox.run(&["check", "--edition", "board"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("beschreibt keine"), "{}", run.stderr);
}

#[test]
fn slips_in_an_edition_are_told_also_when_another_is_built() {
    for (edition, told) in [
        (BOARD.replace("08-submitters", "08-submiters"), "meinten Sie `08-submitters.md`?"),
        (BOARD.replace("\"board\"", "\"internal\""), "kann keine Kennung einer Ausgabe sein"),
        (BOARD.replace("\"board\"", "\"2018\""), "kann keine Kennung einer Ausgabe sein"),
        (BOARD.replace("\"board\"", "\"the-board\""), "kann keine Kennung einer Ausgabe sein"),
        (BOARD.replace("Beirat", " "), "`label` ist leer"),
        (format!("{BOARD}{BOARD}"), "steht zweimal da"),
        (INTRANET.replace("threshold = 4", "threshold = 0"), "der Schwellenwert ist nicht möglich"),
        (INTRANET.replace("mark", "marke"), "kein bekannter Schlüssel"),
        (INTRANET.replace("threshold = 4", "base = 10"), "gerundet wird hier nicht"),
    ] {
        let run = with_editions(&edition).run(&["check"]);
        assert_eq!(run.code, 2, "{edition}\n{}", run.stderr);
        assert!(run.stderr.contains(told), "{edition}\n{}", run.stderr);
        assert!(run.stderr.contains("report.toml:"), "{}", run.stderr);
    }
    // What is wrong with the plain policy is told once.
    let sandbox = with_editions(&format!("{BOARD}{INTRANET}"));
    sandbox.edit("report.toml", "mark = \".\"", "mark = \"x\"");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.stderr.matches("kein Geheimhaltungszeichen").count(), 1, "{}", run.stderr);
}

#[test]
fn each_edition_is_released_and_corrected_under_its_own_name() {
    let sandbox = with_editions(BOARD);
    let run = succeed(&sandbox, &["release"]);
    assert!(run.contains("archive/2017.json"), "{run}");
    let run = sandbox.run(&["release", "--edition", "board", "--correction"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("noch nichts freigegeben"), "{}", run.stderr);
    let run = succeed(&sandbox, &["release", "--edition", "board"]);
    assert!(run.contains("archive/2017-board.json"), "{run}");
    let run = succeed(&sandbox, &["release", "--edition", "board"]);
    assert!(run.contains("bereits freigegeben"), "{run}");
    assert_eq!(archive(&sandbox), ["2015.json", "2016.json", "2017-board.json", "2017.json"]);

    sandbox.edit("report.toml", "[\"08-submitters.md\"]", "[\"09-network.md\"]");
    let run = sandbox.run(&["release", "--edition", "board"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("`archive/2017-board.json` hält eine andere"), "{}", run.stderr);
    succeed(&sandbox, &["release", "--edition", "board", "--correction"]);
    assert!(sandbox.path("input/archive/2017-board-2.json").exists());
    // The plain report is still what it was.
    assert!(succeed(&sandbox, &["release"]).contains("bereits freigegeben"));
    assert_same_files(&root().join("output/2017/data"), &sandbox.path("output/2017/data"));

    let renamed = sandbox.read("input/archive/2017-board.json");
    sandbox.write("archive/2017-other.json", &renamed);
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("die Ausgabe ist nicht die im Namen der Datei"), "{}", run.stderr);
}

#[test]
fn a_stricter_edition_keeps_open_what_a_looser_one_has_printed_and_says_so() {
    let sandbox = with_editions(INTRANET);
    succeed(&sandbox, &["build", "--edition", "intranet"]);
    let alone = figures(&sandbox, "2017-intranet");
    let method = sandbox.read("output/2017-intranet/report.md");
    assert!(!method.contains("Was eine andere Ausgabe"), "it is the only one");
    succeed(&sandbox, &["release"]);
    succeed(&sandbox, &["release", "--edition", "intranet"]);
    let plain = figures(&sandbox, "2017");
    let after = figures(&sandbox, "2017-intranet");
    let masked = |it: &BTreeMap<String, (String, Value)>| -> Vec<String> {
        let masked = it.iter().filter(|(_, (status, _))| status == "masked");
        masked.map(|(id, _)| id.clone()).collect()
    };
    assert!(masked(&alone).len() > masked(&plain).len(), "it is stricter");
    let is_compared = |id: &str| id.starts_with("earlier:") || id.starts_with("change");
    for (id, (status, value)) in after.iter().filter(|(id, _)| !is_compared(id)) {
        assert_eq!((status, value), (&plain[id].0, &plain[id].1), "{id}");
    }
    let method = sandbox.read("output/2017-intranet/report.md");
    assert!(method.contains("dort sind schon Anzahlen ab 3 veröffentlicht oder"), "{method}");
    let record = sandbox.read("output/2017-intranet-internal/disclosure.json");
    assert!(!record.contains("\"protected\": false"));
}

#[test]
fn a_looser_edition_keeps_the_signs_of_a_stricter_one() {
    let sandbox = with_editions(INTRANET);
    succeed(&sandbox, &["release", "--edition", "intranet"]);
    sandbox.build();
    let (strict, plain) = (figures(&sandbox, "2017-intranet"), figures(&sandbox, "2017"));
    for (id, (status, _)) in strict.iter().filter(|(_, (status, _))| status == "masked") {
        assert_eq!(plain[id].0, *status, "{id}");
    }
}

#[test]
fn editions_that_differ_by_few_cases_tell_the_same_of_them() {
    let sandbox = with_editions(BOARD);
    let edition = json!({
        "format_version": 1, "program": "krm-report 0.1.0", "year": 2017, "edition": "intranet",
        "as_of": "2018-05-02", "office": "Ombudsstelle", "threshold": 3,
        "figures": { "cases:category=complaint": { "count": 274 } },
    });
    sandbox.write("archive/2017-intranet.json", &edition.to_string());
    let run = sandbox.run(&["build", "--edition", "board"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Hinweis[K405]"), "{}", run.stderr);
    assert_eq!(figures(&sandbox, "2017-board")["cases:category=complaint"].1, json!("274"));
    assert!(run.stderr.contains("archive/2017-intranet.json"), "{}", run.stderr);
}

#[test]
fn a_rounded_edition_needs_no_exemptions_and_is_not_released_beside_an_exact_one() {
    let rounded = INTRANET.replace("threshold = 4", "method = \"rounding\", base = 5");
    let sandbox = with_editions(&rounded);
    succeed(&sandbox, &["build", "--edition", "intranet"]);
    assert!(sandbox.read("output/2017-intranet/index.html").contains("Gerundete Zahlen"));
    succeed(&sandbox, &["release"]);
    let run = sandbox.run(&["release", "--edition", "intranet"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("Fehler[K408]"), "{}", run.stderr);
    assert!(!sandbox.path("input/archive/2017-intranet.json").exists());
}

#[test]
fn an_edition_that_masks_nothing_is_not_released() {
    let sandbox = with_editions(&INTRANET.replace("threshold = 4", "threshold = 1"));
    let run = sandbox.run(&["release", "--edition", "intranet"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("nichts geheim gehalten"), "{}", run.stderr);
}

#[test]
fn an_earlier_year_is_compared_by_its_plain_report_or_else_by_the_same_edition() {
    let of_edition = |sandbox: &Sandbox, edition: &str, cases: u64| {
        let mut archived: Value =
            serde_json::from_str(&sandbox.read("input/archive/2016.json")).unwrap();
        archived["edition"] = json!(edition);
        archived["figures"]["cases"] = json!({ "count": cases });
        sandbox.write(&format!("archive/2016-{edition}.json"), &sealed(&archived));
    };
    let compared = |sandbox: &Sandbox, edition: &[&str], folder: &str| {
        succeed(sandbox, &[&["build"], edition].concat());
        figures(sandbox, folder)["earlier:2016/cases"].1.clone()
    };
    let sandbox = with_editions(BOARD);
    let board = ["--edition", "board"];
    of_edition(&sandbox, "board", 230);
    of_edition(&sandbox, "annex", 220);
    assert_ne!(compared(&sandbox, &board, "2017-board"), json!("230"));
    sandbox.remove("archive/2016.json");
    assert_eq!(compared(&sandbox, &board, "2017-board"), json!("230"));
    assert_eq!(compared(&sandbox, &[], "2017"), json!("220"));
}

#[test]
fn a_brief_edition_keeps_its_sentences_and_asks_for_nothing_that_the_plain_report_does_not() {
    let sandbox = with_editions("");
    let brief = |sandbox: &Sandbox| {
        succeed(sandbox, &["build", "--edition", "short"]);
        sandbox.read("output/2017-short/report.md")
    };
    let page = brief(&sandbox);
    for kept in [
        "Häufige Probleme und Konflikte",
        "Kommunale Leistungen",
        "Sicht der Leistungsberechtigten",
        "Sicht der Fachleute",
        "Bewertung der Beschwerden",
        "Ergebnis und Klärung",
        "Netzwerkarbeit",
        "Vergleich mit früheren Jahren",
    ] {
        assert!(page.contains(kept), "{kept}");
    }
    assert!(!page.contains("In einfachen Worten"));
    sandbox.build();
    let (all, fewer) = (figures(&sandbox, "2017"), figures(&sandbox, "2017-short"));
    assert!(fewer.len() < all.len());
    assert!(fewer.iter().all(|(id, value)| all.get(id) == Some(value)));
    let report = sandbox.read("input/report.toml");
    sandbox.write("report.toml", &report.replace("brief = true", "brief = false"));
    assert!(brief(&sandbox).len() > 2 * page.len());
}

#[test]
fn what_only_a_brief_edition_prints_is_protected_with_the_plain_report() {
    let sandbox = with_editions("");
    let own = "# Eigenes\n\n{% if report.brief %}{{ table(id=\"categories\") }}{% else %}Text.{% endif %}\n";
    sandbox.write("chapters/03-reactions.md", own);
    sandbox.write(
        "report.toml",
        &sandbox.read("input/report.toml").replace("\"03-reactions.md\", ", ""),
    );
    sandbox.build();
    succeed(&sandbox, &["build", "--edition", "short"]);
    assert!(!sandbox.path("output/2017/data/categories.csv").exists());
    assert!(sandbox.path("output/2017-short/data/categories.csv").exists());
    let (plain, short) = (figures(&sandbox, "2017"), figures(&sandbox, "2017-short"));
    let both = plain.iter().filter_map(|(id, value)| Some((id, value, short.get(id)?)));
    both.for_each(|(id, plain, short)| assert_eq!(plain, short, "{id}"));
}
