//! Interim reports: on a period that is not over, up to the day of the data.

use crate::support::Sandbox;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// A day as exports write it, in the form that sorts: `15.08.2017` → `20170815`.
fn sortable(day: &[u8]) -> Vec<u8> {
    let mut parts: Vec<&[u8]> = day.split(|byte| *byte == b'.').collect();
    parts.reverse();
    parts.concat()
}

/// Leaves of the exports what a database would have given out on a day, as `JJJJMMTT`: nothing received or completed after it.
/// Columns: case number, day of receipt, then other days of which the last is that of completion.
fn exported_on(sandbox: &Sandbox, day: &str, days: std::ops::Range<usize>) {
    let mut files: Vec<_> = fs::read_dir(sandbox.path("input/exports")).unwrap().collect();
    files.sort_by_key(|file| file.as_ref().unwrap().path());
    let mut known = BTreeSet::new();
    for file in files {
        let path = file.unwrap().path();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .has_headers(false)
            .flexible(true)
            .from_path(&path)
            .unwrap();
        let records: Vec<csv::ByteRecord> = reader.byte_records().map(Result::unwrap).collect();
        let mut writer =
            csv::WriterBuilder::new().delimiter(b';').flexible(true).from_path(&path).unwrap();
        let is_late = |field: &[u8]| {
            field.len() == 10
                && field[0].is_ascii_digit()
                && sortable(field) > day.as_bytes().to_vec()
        };
        for record in records {
            if record.get(1).is_some_and(is_late) {
                continue;
            }
            let fields = record.iter().enumerate().map(|(at, field)| match field {
                field if days.contains(&at) && is_late(field) => &b""[..],
                field => field,
            });
            let cut: csv::ByteRecord = fields.collect();
            let is_reopened = cut.get(days.end - 1) != record.get(days.end - 1);
            // A later state of a case that an earlier file holds open is not there yet.
            if known.insert(record[0].to_vec()) || !is_reopened {
                writer.write_byte_record(&cut).unwrap();
            }
        }
        writer.flush().unwrap();
    }
}

/// The sample as its exports were on 15 August 2017, with that day as the report's.
fn sample_in_august() -> Sandbox {
    let sandbox = Sandbox::new();
    exported_on(&sandbox, "20170815", 2..4);
    sandbox.edit("report.toml", "as_of = 2018-05-02", "as_of = 2017-08-15");
    // The sample's own chapter speaks of its year.
    sandbox
        .write("chapters/05b-published-base.md", "# Anmerkung\n\nEs sind {{ count() }} Fälle.\n");
    sandbox
}

/// The small project with an own property as its export was on a day.
fn small_on(day: &str) -> Sandbox {
    let sandbox = Sandbox::case("tests/cases/own_properties");
    exported_on(&sandbox, &day.replace('-', ""), 2..3);
    sandbox.edit("report.toml", "as_of = 2025-01-31", &format!("as_of = {day}"));
    sandbox
}

fn figures(sandbox: &Sandbox, folder: &str) -> BTreeMap<String, Value> {
    let data = sandbox.read(&format!("output/{folder}/data/figures.json"));
    let data: Value = serde_json::from_str(&data).unwrap();
    let figures = data["figures"].as_array().unwrap().iter();
    figures.map(|it| (it["id"].as_str().unwrap().to_owned(), it["value"].clone())).collect()
}

fn page(sandbox: &Sandbox, folder: &str) -> String {
    sandbox.read(&format!("output/{folder}/report.md")).replace('\u{a0}', " ")
}

#[test]
fn an_interim_report_says_up_to_when_it_counts_and_is_compared_with_nothing() {
    let sandbox = sample_in_august();
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("0 Warnungen"), "no export is missing: {}", run.stderr);
    assert!(run.stdout.contains("15.08.2017 (Zwischenstand)"), "{}", run.stdout);
    let page = page(&sandbox, "2017-interim");
    for words in [
        "# Jahresbericht 2017 der Ombudsstelle – Zwischenstand bis 15. August 2017",
        "- Berichtszeitraum: 1. Januar bis 15. August 2017",
        "**Zwischenstand.** Dieser Bericht reicht bis zum 15. August 2017 und umfasst damit das Jahr 2017 nicht ganz. Was an diesem Tag nicht erledigt war, zählt als offen.",
        "Zusammen mit dem Bericht über das ganze Jahr könnte er kleine Zahlen verraten; er wird deshalb nicht freigegeben und darf das Haus nicht verlassen.",
        "Vom 1. Januar bis zum 15. August 2017 gingen bei der Ombudsstelle 158 Kundenreaktionen ein.",
        "Fälle, die am 15. August 2017 offen waren",
        "| 2. Halbjahr (bis 15. August) |",
        "| August (bis 15. August) |",
        r"\* = August (bis 15. August).",
        "*Die Zahlen dieses Kapitels reichen bis zum 15. August 2017.*",
        "- **Zwischenstand:** Der Bericht reicht bis zum 15. August 2017.",
        "Netzwerkaktivitäten im Verlauf",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    for words in
        ["September", "Vorjahr", "Vergleich mit", "Jahresende", "im Jahr", "Berichtsjahr", "n.e."]
    {
        assert!(!page.contains(words), "{words}\n{page}");
    }
    let run = sandbox.run(&["explain", "change:2016/cases"]);
    assert!(run.code == 2 && run.stderr.contains("wird nicht verglichen"), "{}", run.stderr);
}

#[test]
fn what_is_over_counts_as_in_a_report_of_its_own_and_the_stock_is_that_of_the_day() {
    let sandbox = sample_in_august();
    sandbox.build();
    let interim = figures(&sandbox, "2017-interim");
    let run = sandbox.run(&["build", "--period", "2017-H1"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let mut compared = 0;
    for (id, value) in figures(&sandbox, "2017-H1") {
        let of_part = match id.split_once(':') {
            None => format!("{id}:half_year=1"),
            Some((head, conditions)) => format!("{head}:{conditions},half_year=1"),
        };
        if let Some(of_part) = interim.get(&of_part).filter(|it| !it.is_null() && !value.is_null())
        {
            assert_eq!(value, *of_part, "{id}");
            compared += 1;
        }
    }
    assert!(compared > 5, "{compared} figures stand in both");
    let number = |id: &str| interim[id].as_str().unwrap().parse::<u64>().unwrap();
    let before = number("cases.carried_forward") + number("cases");
    assert_eq!(before, number("cases.closed") + number("cases.open"));
    assert_eq!(interim["cases.open"], interim["cases.open:half_year=2"], "that goes up to the day");
    assert!(!interim.keys().any(|id| id.contains("month=9") || id.contains("quarter=4")));
}

#[test]
fn an_option_makes_it_as_the_configuration_does_and_leaves_the_whole_year_in_its_place() {
    let sandbox = Sandbox::case("tests/cases/own_properties");
    sandbox.build();
    let whole = sandbox.read("output/2024/report.md");
    exported_on(&sandbox, "20240815", 2..3);
    let run = sandbox.run(&["build", "--as-of", "2024-08-15"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let by_file = small_on("2024-08-15");
    by_file.build();
    assert_eq!(page(&sandbox, "2024-interim"), page(&by_file, "2024-interim"));
    assert_eq!(sandbox.read("output/2024/report.md"), whole);
}

#[test]
fn an_interim_report_of_any_day_is_built_and_names_no_part_that_has_not_begun() {
    for (day, is_there, is_not) in [
        ("2024-01-01", "am 1. Januar 2024", "Februar"),
        ("2024-01-20", "bis zum 20. Januar 2024", "Februar"),
        ("2024-02-29", "| Februar |", "März"),
        ("2024-05-20", "| 2. Quartal (bis 20. Mai) |", "Halbjahr |"),
        ("2024-06-30", "| 2. Quartal |", "3. Quartal"),
        ("2024-07-01", "2. Halbjahr (bis 1. Juli)", "August"),
        ("2024-12-30", "| Dezember (bis 30. Dezember) |", "im Jahr 2024 "),
    ] {
        let sandbox = small_on(day);
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 0, "{day}: {}", run.stderr);
        let page = page(&sandbox, "2024-interim");
        assert!(page.contains(is_there), "{day}: {is_there}\n{page}");
        assert!(!page.contains(is_not), "{day}: {is_not}\n{page}");
    }
    let sandbox = small_on("2024-12-31");
    sandbox.build();
    let page = page(&sandbox, "2024");
    assert!(!page.contains("Zwischenstand"), "on its last day a year is over: {page}");
}

#[test]
fn a_half_year_has_an_interim_report_of_its_own() {
    let sandbox = small_on("2024-08-15");
    let run = sandbox.run(&["build", "--period", "2024-H2"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = page(&sandbox, "2024-H2-interim");
    for words in [
        "Berichtszeitraum: 1. Juli bis 15. August 2024",
        "umfasst damit das 2. Halbjahr 2024 nicht ganz",
        "mit früheren Halbjahren wird nicht verglichen",
        "| August (bis 15. August) |",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!page.contains("3. Quartal"), "that is all of it: {page}");
}

#[test]
fn a_chapter_that_names_a_part_to_come_is_told_to_ask_for_it() {
    let sandbox = small_on("2024-05-20");
    sandbox.write("chapters/90-halves.md", "# Hälften\n\n{{ count(half_year=2) }} Fälle.\n");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("ein Zwischenstand endet mit seinem Stand"), "{}", run.stderr);
    let asked = "# Hälften\n\n{% if known(half_year=\"2\") %}{{ count(half_year=2) }}{% endif %} Noch nicht.\n";
    sandbox.write("chapters/90-halves.md", asked).build();
    for id in ["cases:half_year=2", "cases:half_year=1", "cases:month=9"] {
        let run = sandbox.run(&["explain", id]);
        assert_eq!(run.code, 2, "{id} is not zero, it is no part of it: {}", run.stdout);
    }
}

#[test]
fn a_table_of_the_offices_own_keeps_what_it_does_not_compare() {
    let sandbox = small_on("2024-08-15");
    let table = "[[table]]\nid = \"by_year\"\ntitle = \"Fälle nach Jahren\"\nrow_header = \"Fälle\"\nrows = [{ label = \"eingegangen\" }]\ncolumns = [\"earlier\", \"total\", \"change\"]\ntotal = false\n\n[[dimension]]";
    sandbox.edit("report.toml", "[[dimension]]", table);
    sandbox.write("chapters/90-years.md", "# Jahre\n\n{{ table(id=\"by_year\") }}\n");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = page(&sandbox, "2024-interim");
    assert!(page.contains("| Fälle | 1. Januar bis 15. August 2024 |"), "{page}");
}

#[test]
fn an_export_that_ends_before_the_day_leaves_the_rest_not_recorded_and_never_zero() {
    let sandbox = Sandbox::new();
    exported_on(&sandbox, "20170630", 2..4);
    sandbox.edit("report.toml", "as_of = 2018-05-02", "as_of = 2017-08-15");
    sandbox.write("chapters/05b-published-base.md", "# Anmerkung\n\nEin Satz.\n");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told = "aus der Zeit 01.07.2017 bis 15.08.2017 enthalten die Exporte keinen Eingang";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    let page = page(&sandbox, "2017-interim");
    for words in ["| Juli | n.e. |", "| August | n.e. |", "für die Zeit Juli bis Mitte August 2017"]
    {
        assert!(page.contains(words), "{words}\n{page}");
    }
    for words in ["offen waren", "zählt als offen", "Offen ist ein Fall"] {
        assert!(!page.contains(words), "nobody knows how many were open: {page}");
    }
}

#[test]
fn an_interim_report_is_not_released_and_not_made_of_a_time_of_which_more_is() {
    let sandbox = small_on("2024-08-15");
    let run = sandbox.run(&["release", "--output", "output"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for words in ["Zwischenstand (bis 15.\u{a0}August\u{a0}2024)", "Es wurde nichts geschrieben"] {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
    assert!(!sandbox.path("output").exists() && !sandbox.path("input/archive").exists());
    let half = sandbox.run(&["release", "--output", "output", "--period", "2024-H1"]);
    assert_eq!(half.code, 0, "{}", half.stderr);
    sandbox.build();
    let run = sandbox.run(&["check", "--as-of", "2024-05-31"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for words in [
        "hat mehr von derselben Zeit erzählt",
        "archive/2024-H1.json",
        "ab 30.\u{a0}Juni\u{a0}2024",
    ] {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
}

#[test]
fn an_edition_cannot_have_the_name_of_the_folder_of_an_interim_report() {
    let sandbox = Sandbox::case("tests/cases/own_properties");
    let edition = "[[edition]]\nid = \"interim\"\nlabel = \"Intern\"\n\n[[dimension]]";
    sandbox.edit("report.toml", "[[dimension]]", edition);
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("kann keine Kennung einer Ausgabe sein"), "{}", run.stderr);
}

#[test]
fn cases_that_may_still_keep_the_target_are_told_beside_those_that_did() {
    let sandbox = sample_in_august();
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pending = figures(&sandbox, "2017-interim")["cases:target=pending"].clone();
    let said = format!("Bei {} läuft die Frist noch.", pending.as_str().unwrap());
    let report = sandbox.read("output/2017-interim/report.md").replace('\u{a0}', " ");
    assert_eq!(report.matches(&said).count(), 2, "{said}: {report}");
}
