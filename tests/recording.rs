//! Reports of exports that do not say everything: `tests/cases/recording` holds a project a folder, with what its report says
//! and does not say.

use crate::expected::{assert_all, plain};
use crate::support::{Run, Sandbox, root};
use std::fs;

/// The report of the year after, with all of its cases beside those of the year that was released.
fn year_after(sandbox: &Sandbox) -> String {
    let whole = fs::read_to_string(
        root().join("tests/cases/recording/office-opened-in-year/exports/a.csv"),
    );
    let whole = whole.unwrap().replace(".2017;", ".2018;").replace("\nF", "\nG");
    sandbox.write("exports/b.csv", &whole);
    sandbox.edit("report.toml", "year = 2017", "year = 2018");
    sandbox.edit("report.toml", "as_of = 2018-05-02", "as_of = 2019-05-02");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    plain(&sandbox.read("output/2018/report.md"))
}

#[test]
fn no_report_states_what_its_exports_do_not_record() {
    assert_all("tests/cases/recording");
}

#[test]
fn a_figure_that_is_not_recorded_is_no_number_in_any_data_file() {
    let sandbox = Sandbox::case("tests/cases/recording/half-year-missing");
    assert_eq!(sandbox.run(&["build", "--format", "html,md,csv,json,xlsx"]).code, 0);
    let months = sandbox.read("output/2017/data/months.csv");
    assert!(months.contains("\nmonth_07,Juli,n.e.\n"), "{months}");
    assert!(months.contains("\ntotal,insgesamt,63\n"), "{months}");
    let figures: serde_json::Value =
        serde_json::from_str(&sandbox.read("output/2017/data/figures.json")).unwrap();
    let july = figures["figures"].as_array().unwrap().iter().find(|it| it["id"] == "cases:month=7");
    let july = july.unwrap();
    assert_eq!((&july["status"], july.get("value")), (&"not_recorded".into(), None));
    let package = sandbox.read("output/2017/data/datapackage.json");
    assert!(package.contains("\"n.e.\""), "the sign is no missing value");
}

#[test]
fn changes_against_a_whole_year_are_not_stated_of_a_part() {
    let sandbox = Sandbox::case("tests/cases/recording/half-year-missing");
    sandbox.write(
        "archive/2016.json",
        r#"{"format_version":1,"program":"krm-report 0.1.0","year":2016,"as_of":"2017-05-02","office":"Ombudsstelle","threshold":3,"figures":{"cases":{"count":140}}}"#,
    );
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = plain(&sandbox.read("output/2017/report.md"));
    assert!(!report.contains("gesunken") && !report.contains("−77"), "{report}");
    assert!(report.contains("| x | x |"), "{report}");
}

#[test]
fn changes_against_an_earlier_year_that_was_covered_in_part_are_not_stated() {
    let sandbox = Sandbox::case("tests/cases/recording/half-year-missing");
    let released = sandbox.run(&["release"]);
    assert_eq!(released.code, 0, "{}", released.stderr);
    let archived = sandbox.read("input/archive/2017.json");
    assert!(
        archived.contains("\"2017-06-25\"") && archived.contains("\"2017-12-31\""),
        "{archived}"
    );
    let report = year_after(&sandbox);
    assert!(report.contains("| x | x |"), "{report}");
    assert!(report.contains("Im Bericht 2017 fehlt die Zeit Juli bis Dezember 2017"), "{report}");
}

#[test]
fn explain_says_that_a_figure_is_not_recorded() {
    let sandbox = Sandbox::case("tests/cases/recording/columns-missing");
    let run = sandbox.run(&["explain", "cases:assessment=justified"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("nicht erfasst"), "{}", run.stdout);
    assert!(!run.stdout.contains("Wert         0"), "{}", run.stdout);
}

#[test]
fn data_files_say_which_part_of_the_year_is_not_whole() {
    let sandbox = Sandbox::case("tests/cases/recording/month-missing");
    sandbox.edit(
        "report.toml",
        "[disclosure]",
        "[[table]]\nid = \"quarters\"\ntitle = \"Nach Quartalen\"\nrows = \"quarter\"\ncolumns = [\"total\", \"category\"]\n\n[[chart]]\nid = \"quarters\"\ntitle = \"Nach Quartalen\"\nform = \"columns\"\ntable = \"quarters\"\n\n[disclosure]",
    );
    sandbox.write(
        "chapters/20-own.md",
        "# Eigenes\n\n{{ chart(id=\"quarters\") }}\n\n{{ table(id=\"quarters\") }}\n",
    );
    let run = sandbox.run(&["build", "--format", "html,md,csv,json,xlsx"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let support = sandbox.read("output/2017/data/support.csv");
    assert!(
        support.starts_with("id,label,half_year_1_incomplete,half_year_2,total_incomplete"),
        "{support}"
    );
    let quarters = plain(&sandbox.read("output/2017/data/quarters.csv"));
    assert!(quarters.contains("\nquarter_2,2. Quartal (ohne Mai),"), "{quarters}");
    assert!(quarters.contains("\nquarter_3,3. Quartal,"), "{quarters}");
    let drawing = plain(&sandbox.read("output/2017/charts/quarters.svg"));
    assert!(drawing.contains("ohne Mai"), "{drawing}");
    let figures = plain(&sandbox.read("output/2017/data/figures.json"));
    assert!(figures.contains("eingegangen 2. Quartal 2017, ohne Mai"), "{figures}");
}

#[test]
fn a_case_before_the_office_opened_is_told_and_the_day_is_not() {
    let sandbox = Sandbox::case("tests/cases/recording/office-opened-in-year");
    sandbox.edit("report.toml", "opened_on = 2017-01-01", "opened_on = 2017-05-15");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains("vor dem 15.05.2017 sind Fälle der Ombudsstelle"),
        "{}",
        run.stderr
    );
    let report = plain(&sandbox.read("output/2017/report.md"));
    assert!(!report.contains("besteht seit") && report.contains("| Januar |"), "{report}");
    // It proves nothing of the years before, either.
    assert!(run.stderr.contains("K154") && !report.contains("offen zu Beginn"), "{report}");
}

#[test]
fn the_year_after_the_first_one_of_an_office_is_not_compared_with_it() {
    let sandbox = Sandbox::case("tests/cases/recording/office-opened-in-may");
    let released = sandbox.run(&["release"]);
    assert_eq!(released.code, 0, "{}", released.stderr);
    let report = year_after(&sandbox);
    let head = "2017 (ohne Januar bis Mitte Mai)";
    assert!(report.contains(head) && report.contains("| x | x |"), "{report}");
    assert!(!report.contains("gestiegen") && !report.contains("Kein ganzes Jahr"), "{report}");
}

#[test]
fn the_summary_and_the_method_chapter_name_the_same_as_missing() {
    for (case, all) in [
        ("columns-missing", &["Tag der Erledigung", "Thema", "Bewertung", "Einreichende"][..]),
        ("closings-empty-in-a-file", &["Tag der Erledigung (nur zum Teil enthalten)"]),
        ("no-earlier-export", &["Fälle aus früheren Jahren"]),
    ] {
        let sandbox = Sandbox::case(&format!("tests/cases/recording/{case}"));
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.contains("der Bestand ist nicht erfasst"), "{case}: {}", run.stdout);
        let line = run.stdout.lines().find(|line| line.starts_with("Nicht erfasst"));
        assert_eq!(line, Some(format!("Nicht erfasst {}", all.join(", ")).as_str()), "{case}");
        let report = plain(&sandbox.read("output/2017/report.md"));
        let sentence = report.lines().find(|line| line.contains("und deshalb nicht ausgewertet:"));
        let sentence = sentence.unwrap().replace(['„', '“'], "");
        assert!(all.iter().all(|name| sentence.contains(name)), "{case}: {sentence}");
    }
}

#[test]
fn explain_refuses_a_comparison_with_a_year_that_the_archive_does_not_have() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    for kind in ["earlier", "change", "change_percent"] {
        let run = sandbox.run(&["explain", &format!("{kind}:2016/cases")]);
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert!(
            run.stderr.contains("im Archiv ist kein Bericht des Jahres 2016"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn explain_says_that_a_field_is_recorded_of_every_case() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    for id in [
        "cases:assessment=not_recorded",
        "share:assessment=not_recorded/total",
        "cases:support=not_recorded,category=complaint",
    ] {
        let run = sandbox.run(&["explain", id]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.contains(id), "{}", run.stdout);
        assert!(run.stdout.contains("von keinem Fall ist sie nicht erfasst"), "{}", run.stdout);
        assert!(!run.stdout.contains("ohne Angabe"), "{}", run.stdout);
    }
    // Of a field that no export has, nothing is known.
    let run = sandbox.run(&["explain", "cases:topic=not_recorded"]);
    assert!(run.stdout.contains("Wert         nicht erfasst"), "{}", run.stdout);
}

#[test]
fn what_leaves_a_table_is_named_once_whether_it_is_a_row_or_a_column_of_shares() {
    let sandbox = Sandbox::case("tests/cases/recording/columns-missing");
    sandbox.edit(
        "report.toml",
        "[disclosure]",
        "[[table]]\nid = \"mixed\"\ntitle = \"Gemischt\"\ntotal = false\nrows = [{ label = \"Eingang\" }, { label = \"begründet\", conditions = \"assessment=justified\" }]\ncolumns = [\"total\", { label = \"begründet\", conditions = \"assessment=justified\" }, { label = \"Quote\", share = \"assessment=justified\" }]\n\n[disclosure]",
    );
    sandbox.write("chapters/20-own.md", "# Eigenes\n\n{{ table(id=\"mixed\") }}\n");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = plain(&sandbox.read("output/2017/report.md"));
    assert!(report.contains("nicht aufgeführt: begründet und Quote."), "{report}");
}

#[test]
fn a_share_of_all_cases_is_known_though_the_rows_are_recorded_in_part() {
    let sandbox = Sandbox::case("tests/cases/recording/column-in-some-files");
    sandbox.edit(
        "report.toml",
        "[disclosure]",
        "[[table]]\nid = \"mixed\"\ntitle = \"Gemischt\"\nrows = \"assessment\"\ncolumns = [\"total\", \"share\", { label = \"Lob in %\", share = \"category=praise\" }]\n\n[disclosure]",
    );
    sandbox.write("chapters/20-own.md", "# Eigenes\n\n{{ table(id=\"mixed\") }}\n");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let table = sandbox.read("output/2017/data/mixed.csv");
    let total = table.lines().find(|line| line.starts_with("total,")).unwrap();
    let cells: Vec<&str> = total.split(',').collect();
    assert!(cells[3] == "x" && cells[4].parse::<f64>().is_ok(), "{table}");
}

#[test]
fn explain_says_that_there_was_no_office_yet() {
    let sandbox = Sandbox::case("tests/cases/recording/office-opened-in-may");
    let run = sandbox.run(&["explain", "cases:month=4"]);
    assert!(run.stdout.contains("Die Ombudsstelle gab es noch nicht"), "{}", run.stdout);
    let run = sandbox.run(&["explain", "cases.krm:month=4"]);
    assert!(run.stdout.contains("Wert         5"), "{}", run.stdout);
}

#[test]
fn explain_tells_the_share_that_the_report_prints_of_a_list_only_some_exports_have() {
    let sandbox = Sandbox::case("tests/cases/recording/list-recorded-per-site");
    let run = sandbox.run(&["explain", "share:site=south/total"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told = plain(&run.stdout);
    assert!(told.contains("60 von 105, das sind 57,1 %"), "{told}");
    assert!(told.contains("Gedruckt     ja"), "{told}");
    let run = sandbox.run(&["explain", "cases:site=north"]);
    assert!(run.stdout.contains("Wert         nicht erfasst"), "{}", run.stdout);
}

/// A case after its release, with masking and with so many carried cases that they may be told.
fn released(case: &str) -> (Sandbox, Run) {
    let sandbox = Sandbox::case(&format!("tests/cases/recording/{case}"));
    sandbox.edit("report.toml", "threshold = 1", "threshold = 3");
    let head = "Fallnummer;Eingangsdatum;Erledigt am;Art;Anliegen;Bewertung;Einreicher;Erfasserbemerkung\n";
    let carried = (1..=5).map(|number| {
        format!(
            "V{number};2{number}.12.2016;09.01.2017;Beschwerde;Miete;begründet;Kunde;Ombudsstelle\n"
        )
    });
    sandbox.write("exports/vorjahr.csv", &(head.to_owned() + &carried.collect::<String>()));
    let run = sandbox.run(&["release"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    (sandbox, run)
}

#[test]
fn a_gap_of_the_house_alone_stands_in_the_summary_and_in_the_archive() {
    let (sandbox, released) = released("house-ends-in-may");
    let line = released.stdout.lines().find(|line| line.starts_with("Nicht erfasst"));
    assert!(line.unwrap().ends_with("2017 (übrige Eingänge des Hauses)"), "{}", released.stdout);
    let archived: serde_json::Value =
        serde_json::from_str(&sandbox.read("input/archive/2017.json")).unwrap();
    assert_eq!(archived["not_covered_of_house"][0][1], "2017-12-31");
    assert_eq!(archived.get("not_covered"), None);
}

#[test]
fn changes_against_a_year_some_of_whose_files_ended_early_are_not_stated() {
    let (sandbox, _) = released("file-ends-in-september");
    let report = year_after(&sandbox);
    assert!(
        report.contains("Im Bericht 2017 deckten nicht alle Exporte das ganze Jahr ab"),
        "{report}"
    );
    assert!(!report.contains("gestiegen") && !report.contains("gesunken"), "{report}");
}

#[test]
fn a_list_that_a_column_of_a_table_asks_for_is_named_on_page_one() {
    let sandbox = Sandbox::case("tests/cases/recording/list-of-no-table-missing");
    sandbox.edit(
        "report.toml",
        "[disclosure]",
        "[[table]]\nid = \"own\"\ntitle = \"Eigene\"\nrows = \"category\"\ncolumns = [\"total\", { label = \"Nord\", conditions = \"site=north\" }]\n\n[disclosure]",
    );
    sandbox.build();
    let report = plain(&sandbox.read("output/2017/report.md"));
    assert!(
        report.contains("**Nicht alles ist erfasst.** In den Exporten nicht enthalten"),
        "{report}"
    );
}

#[test]
fn the_method_chapter_says_what_a_case_in_several_files_is() {
    let of = |entry: &str| {
        let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
        sandbox.edit("report.toml", "[scope]", &format!("[exports]\n{entry}\n\n[scope]"));
        sandbox.build();
        plain(&sandbox.read("output/2017/report.md"))
    };
    let once = "Ein Fall, der in mehreren Dateien steht, zählt einmal";
    let by_row = of("case_id = \"row\"");
    assert!(by_row.contains("steht einer in mehreren, zählt er mehrmals."), "{by_row}");
    assert!(!by_row.contains(once), "{by_row}");
    let dated = of("columns = { state = [\"Letzte Änderung\"] }");
    let last = format!("{once}; maßgeblich ist der letzte Stand, den sie enthalten.");
    assert!(dated.contains(&last), "{dated}");
}

#[test]
fn of_equal_headings_a_finding_names_the_one_that_is_not_read() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    let export = "Fallnummer;Eingangsdatum;Art;Urteil;Urteil;Erfasserbemerkung\n";
    let row = |n: usize| format!("F{n};05.05.2017;Beschwerde;begründet;unbegründet;Ombudsstelle\n");
    sandbox.write("exports/a.csv", &(export.to_owned() + &(1..20).map(row).collect::<String>()));
    let columns = "[exports.columns]\nassessment = [\"Urteil#2\"]\n\n[scope]";
    sandbox.edit("report.toml", "[scope]", columns);
    let run = sandbox.run(&["check"]);
    assert!(
        run.stderr.contains("unter `exports.ignore` in report.toml: \"Urteil#1\""),
        "{}",
        run.stderr
    );
}

#[test]
fn a_heading_that_several_files_have_is_one_finding() {
    let sandbox = Sandbox::case("tests/cases/recording/monthly-exports-with-empty-columns");
    for month in 1..=12 {
        let file = format!("exports/nord/{month:02}.csv");
        let export = sandbox.read(&format!("input/{file}"));
        let export = export.replace("Erledigt am", "Abschluss").replace("Anliegen", "Sonstiges");
        sandbox.write(&file, &export);
    }
    let run = sandbox.run(&["check"]);
    let about = |code: &str| run.stderr.lines().filter(|line| line.contains(code)).count();
    assert_eq!((about("[K109]"), about("[K152]")), (0, 2), "{}", run.stderr);
    assert!(run.stderr.contains("(in 12 Dateien)"), "{}", run.stderr);
    assert!(run.stderr.contains("exports/nord/12.csv: hier ebenso"), "{}", run.stderr);
    let run = sandbox.run(&["check", "--message-format", "json"]);
    let places = run.stdout.lines().filter(|line| line.contains("K152")).map(|line| {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        finding["places"].as_array().map(Vec::len)
    });
    assert!(places.into_iter().all(|places| places == Some(12)), "{}", run.stdout);
}

#[test]
fn an_empty_column_is_told_with_what_follows_and_what_to_do() {
    let sandbox = Sandbox::case("tests/cases/recording/completions-lost-in-one-export");
    let run = sandbox.run(&["check"]);
    assert!(run.stderr.contains("enthält er zu Recht nur offene Fälle"), "{}", run.stderr);
    assert!(run.stderr.contains("entfällt deshalb im Bericht"), "{}", run.stderr);
    let complete = "[exports]\ncomplete = { from = 2016-01-01, to = 2017-12-31 }\n\n[scope]";
    sandbox.edit("report.toml", "[scope]", complete);
    let run = sandbox.run(&["check"]);
    assert!(run.stderr.contains("ihre Fälle gelten als offen"), "{}", run.stderr);
}

#[test]
fn what_was_entered_after_an_export_is_told_at_the_tables_and_in_the_method_chapter() {
    let sandbox = Sandbox::case("tests/cases/recording/half-year-export-made-in-july");
    sandbox.build();
    let report = plain(&sandbox.read("output/2017/report.md"));
    let told = "Von Fällen, die erst nach dem Export erledigt wurden, fehlt";
    assert_eq!(report.matches(&format!("{told} auch")).count(), 2, "{report}");
    assert!(report.contains(&format!("{told} „Bewertung“.")), "{report}");
}

#[test]
fn an_office_without_cases_at_the_start_of_the_year_may_have_begun_later() {
    let sandbox = Sandbox::case("tests/cases/recording/office-opened-in-may");
    sandbox.edit("report.toml", "opened_on = 2017-05-15\n", "");
    let mut text = String::from("Fallnummer;Eingangsdatum;Erledigt am;Art;Erfasserbemerkung\n");
    for (month, day) in (1..=12).flat_map(|month| (1..=28).map(move |day| (month, day))) {
        let remark = if month < 5 { "Teamleitung" } else { "Ombudsstelle" };
        text.push_str(&format!("F{month}-{day};{day}.{month}.2017;;Beschwerde;{remark}\n"));
    }
    sandbox.write("exports/a.csv", &text);
    let run = sandbox.run(&["check"]);
    let asked = "begann die Ombudsstelle erst danach, nennen Sie den Tag unter [report]: opened_on";
    assert!(run.stderr.contains(asked), "{}", run.stderr);
}

#[test]
fn cases_without_completion_are_all_open_only_in_a_short_time_that_the_office_calls_complete() {
    let sandbox = Sandbox::case("tests/cases/recording/office-opened-in-may");
    sandbox.edit("report.toml", "opened_on = 2017-05-15\n", "");
    let export = |days: &[u8], months: &[u8]| {
        let head = "Fallnummer;Eingangsdatum;Erledigt am;Art;Erfasserbemerkung\n";
        let row = |month: &u8, day: &u8| {
            format!("F{month}-{day};{day}.{month}.2017;;Beschwerde;Ombudsstelle\n")
        };
        let rows = months.iter().flat_map(|month| days.iter().map(move |day| row(month, day)));
        head.to_owned() + &rows.collect::<String>()
    };
    let is_told_as_missing = || {
        let run = sandbox.run(&["check"]);
        let told = run.stderr.lines().any(|line| {
            line.contains("[K150]")
                && line.contains("„Tag der Erledigung“")
                && line.contains("leer")
        });
        (told, run.stderr)
    };
    let december: Vec<u8> = (1..=24).collect();
    sandbox.write("exports/a.csv", &export(&december, &[12]));
    assert!(is_told_as_missing().0, "{}", is_told_as_missing().1);
    let complete = "[exports]\ncomplete = { from = 2016-01-01, to = 2017-12-31 }\n\n[scope]";
    sandbox.edit("report.toml", "[scope]", complete);
    assert!(!is_told_as_missing().0, "{}", is_told_as_missing().1);
    sandbox.write("exports/a.csv", &export(&december, &[4, 8, 12]));
    assert!(is_told_as_missing().0, "{}", is_told_as_missing().1);
}
