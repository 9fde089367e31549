//! Bad input gets a finding with its place, the exit code that belongs to it, and the former
//! output stays.

use crate::support::{Sandbox, assert_same_files};
use std::fs;

/// Builds the sample, breaks it, and checks that the next build fails as it should and leaves the
/// output as it was.
fn fails(break_it: impl FnOnce(&Sandbox), code: i32, words: &[&str]) {
    let sandbox = Sandbox::new();
    sandbox.build();
    let before = tempfile::tempdir().unwrap();
    for (name, bytes) in crate::support::files(&sandbox.path("output")) {
        let path = before.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    break_it(&sandbox);
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    for word in words {
        assert!(run.stderr.contains(word), "`{word}` is not in\n{}", run.stderr);
    }
    assert_same_files(before.path(), &sandbox.path("output"));
    assert!(!run.stderr.contains("Beispielperson"), "{}", run.stderr);
}

#[test]
fn a_missing_mandatory_column_is_told_with_the_file() {
    fails(
        |sandbox| {
            sandbox.edit_export("2017-H1.csv", "Eingangsdatum", "Datum XY");
        },
        1,
        &["K106", "exports/2017-H1.csv", "Eingangsdatum"],
    );
}

#[test]
fn what_a_file_that_is_not_read_may_hold_is_not_called_missing() {
    let sandbox = Sandbox::case("tests/cases/recording/no-earlier-export");
    let run = sandbox.run(&["check"]);
    assert!(run.stderr.contains("K154"), "{}", run.stderr);
    sandbox.write("exports/2016.csv", "V1;03.11.2016;05.11.2016;Beschwerde;Ombudsstelle\n");
    let run = sandbox.run(&["check"]);
    assert!(run.code == 1 && run.stderr.contains("K106"), "{}", run.stderr);
    assert!(!run.stderr.contains("K154"), "{}", run.stderr);
}

#[test]
fn an_unknown_category_is_told_with_line_column_and_the_known_ones() {
    fails(
        |sandbox| {
            sandbox.edit_export("2017-H1.csv", ";Beschwerde;", ";Beschwehrde;");
        },
        1,
        &["K202", "exports/2017-H1.csv:", "Beschwehrde", "Beschwerde"],
    );
}

#[test]
fn an_impossible_date_is_told_with_line_and_column() {
    fails(
        |sandbox| {
            let path = sandbox.path("input/exports/2017-H1.csv");
            let bytes = fs::read(&path).unwrap();
            let first_line = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
            let id_end =
                first_line + bytes[first_line..].iter().position(|byte| *byte == b';').unwrap() + 1;
            let mut edited = bytes.clone();
            edited.splice(id_end..id_end + 10, *b"30.02.2017");
            fs::write(path, edited).unwrap();
        },
        1,
        &["K204", "exports/2017-H1.csv:2", "Eingangsdatum", "30.02.2017"],
    );
}

#[test]
fn two_contradicting_rows_of_one_case_are_told_with_both_places() {
    fails(
        |sandbox| {
            let path = sandbox.path("input/exports/2017-H2.csv");
            let bytes = fs::read(&path).unwrap();
            let text = encoding_rs::WINDOWS_1252.decode(&bytes).0.into_owned();
            let row =
                text.lines().find(|line| line.contains(";Beschwerde;") && !line.contains('"'));
            let row = row.expect("a row on one line").replace(";Beschwerde;", ";Lob;");
            let mut edited = bytes;
            edited.extend(encoding_rs::WINDOWS_1252.encode(&row).0.iter());
            edited.extend(b"\r\n");
            fs::write(path, edited).unwrap();
        },
        1,
        &["K209", "exports/2017-H2.csv:", "Art"],
    );
}

#[test]
fn a_missing_report_toml_is_a_matter_of_configuration() {
    fails(
        |sandbox| {
            sandbox.remove("report.toml");
        },
        2,
        &["K004", "report.toml"],
    );
}

#[test]
fn the_day_of_an_export_that_does_not_exist_is_told() {
    fails(
        |sandbox| {
            let days = "[exports.exported_on]\n\"2017-H1.csv\" = 2017-07-03\n\"2017-H3.csv\" = 2018-01-15\n\n[scope]\n";
            sandbox.edit("report.toml", "[scope]\n", days);
        },
        2,
        &["K003", "report.toml", "2017-H3.csv"],
    );
    fails(
        |sandbox| {
            let days = "[exports.exported_on]\n\"2017-H1.csv\" = 2017-07-03T10:00:00\n\n[scope]\n";
            sandbox.edit("report.toml", "[scope]\n", days);
        },
        2,
        &["K002", "report.toml:", "2018-01-15"],
    );
}

#[test]
fn a_sign_that_cannot_quote_is_refused() {
    fails(
        |sandbox| {
            sandbox.edit("report.toml", "[exports]\n", "[exports]\nquote = \"´\"\n");
        },
        2,
        &["K002", "report.toml:", "Anführungszeichen"],
    );
}

#[test]
fn a_wrong_key_is_shown_with_its_line() {
    fails(
        |sandbox| {
            sandbox.edit("report.toml", "threshold = 3", "treshold = 3");
        },
        2,
        &["K001", "treshold", "report.toml:", "^^^", "threshold"],
    );
}

#[test]
fn all_errors_of_a_chapter_are_told_at_once_with_their_places() {
    fails(
        |sandbox| {
            sandbox.write(
                "chapters/20-own.md",
                "# Eigenes\n\n{{ count(categroy=\"complaint\") }}\n\n{{ table(id=\"topic\") }}\n\n{{ share(assessment=\"justified\") }}\n\n{{ unknown }}\n",
            );
        },
        1,
        &[
            "chapters/20-own.md:3",
            "chapters/20-own.md:5",
            "meinten Sie `topics`",
            "chapters/20-own.md:7",
            "dem Anteil fehlt die Basis",
            "chapters/20-own.md:9",
        ],
    );
}

#[test]
fn a_chapter_cannot_compare_figures() {
    fails(
        |sandbox| {
            sandbox.write(
                "chapters/20-own.md",
                "# Eigenes\n\n{% if count(category=\"praise\") == 1 %}Ein Lob{% endif %}\n",
            );
        },
        1,
        &["K305", "chapters/20-own.md:3"],
    );
}

#[test]
fn errors_in_exports_and_chapters_are_told_in_one_run() {
    fails(
        |sandbox| {
            sandbox.edit_export("2017-H1.csv", ";Beschwerde;", ";Beschwehrde;");
            sandbox.write("chapters/20-own.md", "# Eigenes\n\n{{ table(id=\"topic\") }}\n");
        },
        1,
        &["K202", "K302"],
    );
}

#[test]
fn an_output_folder_that_cannot_be_made_is_a_matter_of_the_disk() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("file"), "x").unwrap();
    let run = sandbox.run(&["build", "--output", "file/below"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("file/below"), "{}", run.stderr);
}

#[test]
fn a_folder_that_is_not_ours_is_not_touched() {
    let sandbox = Sandbox::new();
    fs::create_dir_all(sandbox.path("output/2017")).unwrap();
    fs::write(sandbox.path("output/2017/thesis.txt"), "mine").unwrap();
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("nicht von krm-report"), "{}", run.stderr);
    assert_eq!(sandbox.read("output/2017/thesis.txt"), "mine");
    assert!(!sandbox.path("output/2017-internal").exists());
}

#[test]
fn output_is_never_written_into_the_project_folder() {
    let sandbox = Sandbox::new();
    for output in ["input/new/out", "nope/../input/out"] {
        let run = sandbox.run(&["build", "--output", output]);
        assert_eq!(run.code, 2, "{output}: {}", run.stderr);
    }
    assert!(!sandbox.path("input/new").exists() && !sandbox.path("input/out").exists());
}

#[test]
fn a_file_of_somebody_else_in_our_folder_is_not_lost() {
    let sandbox = Sandbox::new();
    sandbox.build();
    fs::write(sandbox.path("output/2017/data/notiz.txt"), "mine").unwrap();
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("data/notiz.txt"), "{}", run.stderr);
    assert_eq!(sandbox.read("output/2017/data/notiz.txt"), "mine");
}
