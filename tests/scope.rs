//! `[scope]`: an office that is the whole house, an office that says nothing of it, and a report that leaves cases out.

use super::support::{Sandbox, assert_is_committed, files};
use std::fmt::Write;

/// A project of an office to which all cases of its exports belong; `scope` is what stands in place of `[scope]`.
fn office(scope: &str) -> Sandbox {
    let sandbox = Sandbox::case("tests/cases/whole_house");
    sandbox.edit("report.toml", "[scope]\nall = true", scope);
    sandbox.write("exports/2017.csv", &export("", |_| String::new(), 12));
    sandbox
}

/// 96 cases, of which every so many is withdrawn, with a further column.
fn export(heading: &str, cell: impl Fn(usize) -> String, withdrawn: usize) -> String {
    let mut export = format!("Fallnummer;Eingangsdatum;Erledigt am;Art;Ergebnis{heading}\n");
    for case in 1..=96 {
        let kind = if case % 5 < 2 { "Lob" } else { "Beschwerde" };
        let outcome = match case {
            case if case % withdrawn == 0 => "zurückgezogen",
            case if case % 3 == 0 => "abgeholfen",
            case if case % 7 == 0 => "",
            _ => "beraten",
        };
        let month = case % 12 + 1;
        let _ = writeln!(
            export,
            "{case:04};05.{month:02}.2017;17.{month:02}.2017;{kind};{outcome}{}",
            cell(case)
        );
    }
    export
}

/// All files of the report as one text.
fn published(sandbox: &Sandbox) -> String {
    let files = files(&sandbox.path("output/2017"));
    files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect()
}

/// What only an office says that is a part of its house.
const OF_A_PART: [&str; 9] = [
    "Teilmenge",
    "Darunter sind",
    "darunter an die Ombudsstelle",
    "Merkmal",
    "nur Fälle der Ombudsstelle",
    "neben den Fällen",
    "Hinweis auf die Ombudsstelle",
    "outside_scope",
    "krm_and_ombuds",
];

#[test]
fn an_office_that_is_the_whole_house_is_never_told_of_as_a_part_of_it() {
    for scope in ["[scope]\nall = true", ""] {
        let sandbox = office(scope);
        let run = sandbox.run(&["build", "--deny-warnings"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{scope}");
        assert!(run.stdout.contains("96 der Ombudsstelle;"), "{}", run.stdout);
        let text = published(&sandbox);
        assert!(text.contains("96"));
        for words in OF_A_PART {
            assert!(!text.contains(words), "{words} ({scope})");
        }
    }
}

#[test]
fn a_remark_is_neither_needed_nor_judged_and_still_tells_repeats() {
    let sandbox = office("[scope]\nall = true");
    let bare = sandbox.run(&["build"]);
    let remarks = |case: usize| match case {
        4 => ";#NV".to_owned(),
        case if case % 3 == 0 => ";".to_owned(),
        case => format!(";Obmudsstelle {case}"),
    };
    sandbox.write("exports/2017.csv", &export(";Bemerkung", remarks, 12));
    let run = sandbox.run(&["build", "--deny-warnings"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(bare.stdout.lines().next(), run.stdout.lines().next());
    let twice = |remark: &str| {
        let rows = "0001;05.02.2017;17.02.2017;Lob;beraten;gleich\n";
        let other = rows.replace("gleich", remark);
        sandbox.write(
            "exports/2017.csv",
            &format!("Fallnummer;Eingangsdatum;Erledigt am;Art;Ergebnis;Bemerkung\n{rows}{other}"),
        );
        sandbox.run(&["check"]).stderr
    };
    assert!(twice("gleich").contains("K218"), "{}", twice("gleich"));
    assert!(!twice("anders").contains("K218"), "{}", twice("anders"));
}

#[test]
fn where_nothing_is_said_a_column_that_could_tell_the_scope_is_a_question() {
    let sandbox = office("");
    for (heading, cell) in [(";Bemerkung", ";x"), (";Ombudsstelle (ja/nein)", ";ja")] {
        sandbox.write("exports/2017.csv", &export(heading, |_| cell.to_owned(), 12));
        let run = sandbox.run(&["check"]);
        assert_eq!(run.code, 1);
        for part in ["K118", "all = true", "markers = ["] {
            assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
        }
    }
}

#[test]
fn an_answer_that_says_no_where_all_cases_are_the_offices_is_told() {
    let sandbox = office("[scope]\nall = true");
    let answer = |case: usize| if case == 3 { ";nein" } else { ";ja" }.to_owned();
    sandbox.write("exports/2017.csv", &export(";Ombudsstelle (ja/nein)", answer, 12));
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Warnung[K219]"), "{}", run.stderr);
    assert!(run.stdout.starts_with("Fälle         96 "), "{}", run.stdout);
    let all = |_: usize| ";ja".to_owned();
    sandbox.write("exports/2017.csv", &export(";Ombudsstelle (ja/nein)", all, 12));
    assert_eq!(sandbox.run(&["check", "--deny-warnings"]).code, 0);
}

#[test]
fn what_stands_beside_all_or_names_no_marker_is_a_finding() {
    for (scope, code, said) in [
        ("[scope]\nall = true\nmarkers = [\"Ombudsstelle\"]", "K002", "entweder `all = true` oder"),
        ("[scope]\nall = true\nexceptions = [\"x\"]", "K002", "entweder `all = true` oder"),
        ("[scope]\nmarkers = []", "K002", "ohne Merkmal gehört kein Fall dazu"),
        ("[scope]\nall = false", "K002", "ohne Merkmal gehört kein Fall dazu"),
        ("[scope]\nall = true\nwhere = \"\"", "K002", "nennt keine Bedingung"),
        ("[scope]\nall = true\nwhere = \"outcome=gone\"", "K002", "gone"),
        ("[scope]\nall = true\nwhere = \"half_year=1\"", "K002", "keinen Teil des Jahres"),
        ("[scope]\nall = true\nwhere = \"target=met\"", "K002", "kann danach nicht fragen"),
        ("[scope]\nall = true\nwhere = \"activity_kind!=x\"", "K002", "activity_kind"),
    ] {
        let run = office(scope).run(&["check"]);
        assert_eq!(run.code, 2, "{scope}: {}", run.stderr);
        assert!(run.stderr.contains(code) && run.stderr.contains(said), "{scope}: {}", run.stderr);
    }
}

#[test]
fn a_marker_that_tells_nothing_is_a_warning_with_what_to_do() {
    let sandbox = office("[scope]\nmarkers = [\"OS\"]");
    sandbox.write("exports/2017.csv", &export(";Bemerkung", |_| ";OS".to_owned(), 12));
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("K008") && run.stderr.contains("all = true"), "{}", run.stderr);

    let sandbox = office("[scope]\nmarkers = [\"Vorgang\"]");
    let often = |of: usize| {
        let cell = |case| if case % of == 0 { ";Rückruf" } else { ";Vorgang" }.to_owned();
        sandbox.write("exports/2017.csv", &export(";Bemerkung", cell, 12));
        sandbox.run(&["check"]).stderr
    };
    let said = often(32);
    assert!(said.contains("K008") && said.contains("all = true"), "{said}");
    assert!(!often(8).contains("K008"));
    // Where other cases have no remark at all the marker tells them apart.
    let cell = |case| if case % 4 == 0 { ";" } else { ";Vorgang" }.to_owned();
    sandbox.write("exports/2017.csv", &export(";Bemerkung", cell, 12));
    assert!(!sandbox.run(&["check"]).stderr.contains("K008"));
}

#[test]
fn strip_answers_yes_and_the_stripped_exports_give_the_same_report() {
    for scope in ["[scope]\nall = true", ""] {
        let sandbox = office(scope);
        sandbox.build();
        let run = sandbox.run(&["strip", "input/exports/2017.csv", "--to", "stripped"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let stripped = sandbox.read("stripped/2017.csv");
        assert!(stripped.lines().skip(1).all(|line| line.ends_with(";ja")), "{stripped}");
        let again = office("[scope]\nall = true");
        again.write("exports/2017.csv", &stripped).build();
        let cases = |sandbox: &Sandbox| sandbox.read("output/2017/report.md");
        assert_eq!(cases(&sandbox), cases(&again));
    }
    let run = office("[scope]\nall = true").run(&[
        "inspect",
        "input/exports/2017.csv",
        "--project",
        "input",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn a_condition_of_the_whole_report_leaves_cases_out_and_says_so() {
    let sandbox = office("[scope]\nall = true\nwhere = \"outcome!=withdrawn\"");
    let run = sandbox.run(&["build", "--deny-warnings"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for words in ["88 der Ombudsstelle", "outcome!=withdrawn; deshalb nicht gezählt: 8"] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    let text = sandbox.read("output/2017/report.md");
    for words in [
        "für die gilt: Ergebnis: nicht „zurückgezogen“",
        "nach der Bedingung des Berichts nicht gezählt",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // A row of nothing would say that nobody has withdrawn a case.
    assert!(!text.contains("| zurückgezogen"), "{text}");
    // What is left are the cases of an export without the others.
    let left = |text: &str| -> String {
        text.lines()
            .filter(|line| !line.contains("zurückgezogen"))
            .fold(String::new(), |all, it| all + it + "\n")
    };
    let bare = office("[scope]\nall = true");
    bare.write("exports/2017.csv", &left(&export("", |_| String::new(), 12))).build();
    let tables = |sandbox: &Sandbox| sandbox.read("output/2017/data/outcomes.csv");
    let kept: String = left(&tables(&bare));
    assert_eq!(kept, tables(&sandbox));
}

#[test]
fn few_cases_that_the_condition_leaves_out_are_not_told() {
    let sandbox = office("[scope]\nall = true\nwhere = \"outcome!=withdrawn\"");
    sandbox.write("exports/2017.csv", &export("", |_| String::new(), 48)).build();
    let text = published(&sandbox);
    assert!(!text.contains("Datensätze: nach der Bedingung des Berichts nicht gezählt"));
    let figures: serde_json::Value =
        serde_json::from_str(&sandbox.read("output/2017/data/figures.json")).unwrap();
    let ledger = figures["figures"].as_array().unwrap().iter().filter(|it| {
        let id = it["id"].as_str().unwrap();
        id.starts_with("ledger.") && id != "ledger.records:rejected"
    });
    assert!(ledger.clone().count() > 5);
    assert!(ledger.clone().all(|it| it.get("value").is_none()), "{ledger:?}");
}

#[test]
fn another_condition_or_another_scope_than_in_the_year_before_is_a_break() {
    for (then, now, is_break) in [
        ("all = true", "all = true", false),
        ("all = true", "all = true\nwhere = \"outcome!=withdrawn\"", true),
        (
            "all = true\nwhere = \"outcome != withdrawn\"",
            "all = true\nwhere = \"outcome!=withdrawn\"",
            false,
        ),
    ] {
        let sandbox = office(&format!("[scope]\n{then}"));
        let run = sandbox.run(&["release"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let next = export("", |_| String::new(), 12).replace(".2017", ".2018");
        sandbox.write("exports/2018.csv", &next.replace("\n0", "\n1"));
        sandbox.edit("report.toml", "year = 2017", "year = 2018");
        sandbox.edit("report.toml", "as_of = 2018-05-02", "as_of = 2019-05-02");
        sandbox.edit("report.toml", "to = 2017-12-31", "to = 2018-12-31");
        sandbox.edit("report.toml", then, now);
        sandbox.build();
        let text = sandbox.read("output/2018/report.md");
        let words = "Welche Fälle gezählt werden, war 2017 anders bestimmt";
        assert_eq!(text.contains(words), is_break, "{then} → {now}: {text}");
    }
}

#[test]
fn conditions_know_what_is_not_meant_and_figures_keep_one_name() {
    let sandbox = office("[scope]\nall = true");
    let text = "[[table]]\nid = \"own\"\ntitle = \"Eigene\"\nrows = [{ label = \"ohne Lob\", conditions = \"category!=praise\" }, { label = \"ohne beide\", conditions = \"outcome!=withdrawn+advised\" }]\ncolumns = [\"total\"]\ntotal = false\n\n[lists]\n";
    sandbox.edit("report.toml", "[lists]\n", text);
    sandbox.write("chapters/20-own.md", "# Eigenes\n\n{{ table(id=\"own\") }}\n").build();
    let register = sandbox.read("output/2017/data/figures.json");
    assert!(register.contains("cases:category=complaint+not_stated"), "{register}");
    assert!(register.contains("cases:outcome=changed+not_stated"), "{register}");
}

#[test]
fn the_sample_is_as_it_was() {
    let sandbox = Sandbox::new();
    sandbox.build();
    assert_is_committed(&sandbox.path("output/2017"));
}
