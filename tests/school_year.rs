//! Reports on a year that begins in another month than January: what they count, how they are named, and what they are compared
//! with.

use crate::support::Sandbox;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// The sample as a report on a period of years that begin in August, without its archive of calendar years.
fn sample_of(period: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let of = format!("year_begins = 8\nperiod = \"{period}\"");
    sandbox.edit("report.toml", "year = 2017", &of);
    for file in ["2015.json", "2016.json"] {
        fs::remove_file(sandbox.path("input/archive").join(file)).unwrap();
    }
    // The sample's own chapter speaks of its year.
    sandbox.write("chapters/05b-published-base.md", "# Anmerkung\n\nEin Satz.\n");
    sandbox
}

fn page(sandbox: &Sandbox, folder: &str) -> String {
    sandbox.read(&format!("output/{folder}/report.md")).replace('\u{a0}', " ")
}

/// How many different cases the exports received from a day to another, both as `JJJJMMTT`.
fn recount(sandbox: &Sandbox, from: &str, to: &str) -> usize {
    let mut cases = BTreeSet::new();
    for file in fs::read_dir(sandbox.path("input/exports")).unwrap() {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(b';').from_path(file.unwrap().path()).unwrap();
        for record in reader.byte_records().map(Result::unwrap) {
            let day = String::from_utf8(record[1].to_vec()).unwrap();
            let day: String = day.split('.').rev().collect();
            if (from..=to).contains(&day.as_str()) {
                cases.insert(record[0].to_vec());
            }
        }
    }
    cases.len()
}

#[test]
fn a_school_year_counts_from_its_first_month_on_and_is_named_by_both_calendar_years() {
    let sandbox = sample_of("2016/17");
    let run = sandbox.run(&["build", "--message-format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    let summary: Value = serde_json::from_str(run.stdout.lines().last().unwrap()).unwrap();
    let house =
        summary["summary"]["cases_of_house"].as_u64().or(summary["cases_of_house"].as_u64());
    let house = usize::try_from(house.unwrap_or_else(|| panic!("{summary}"))).unwrap();
    assert_eq!(house, recount(&sandbox, "20160801", "20170731"));
    let page = page(&sandbox, "2016_17");
    for words in [
        "- Berichtsjahr: 2016/17",
        "Im Jahr 2016/17 gingen bei der Ombudsstelle",
        "eingegangen 2016/17 (n =",
        "| Kundenreaktionen | 1. Halbjahr | 2. Halbjahr | 2016/17 |",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let row = |month: &str| page.find(&format!("| {month} |")).unwrap_or_else(|| panic!("{month}"));
    assert!(row("August") < row("Dezember") && row("Dezember") < row("Januar"));
    assert!(row("Januar") < row("Juli"));
    let chart = sandbox.read("output/2016_17/charts/network.svg");
    assert!(chart.find("Aug.").unwrap() < chart.find("Jan.").unwrap(), "the axis begins in August");
}

#[test]
fn its_months_and_quarters_are_numbered_from_its_beginning() {
    let sandbox = sample_of("2016/17");
    for (id, told) in [
        ("cases.krm:month=1", "eingegangen August\u{a0}2016"),
        ("cases.krm:month=6", "eingegangen Januar\u{a0}2017"),
        ("cases.krm:quarter=4", "eingegangen 4.\u{a0}Quartal\u{a0}2016/17"),
        ("cases.open", "offen am Ende des Tages 31.07.2017"),
    ] {
        let run = sandbox.run(&["explain", id]);
        assert!(run.stdout.contains(told), "{id}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_year_that_does_not_begin_as_the_configuration_says_is_told_at_its_place() {
    for (to, told) in [
        ("period = \"2016/17\"", "year_begins = 8"),
        ("year_begins = 8\nyear = 2017", "`year` ist ein Kalenderjahr"),
        ("year_begins = 8\nperiod = \"2017\"", "\"2016/17-H1\""),
        ("year_begins = 8\nperiod = \"2016/18\"", "dieser Berichtszeitraum ist nicht möglich"),
        ("year_begins = 8\nperiod = \"2016_17\"", "dieser Berichtszeitraum ist nicht möglich"),
        ("year_begins = 13\nperiod = \"2016/17\"", "eine Zahl von 1 bis 12"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.edit("report.toml", "year = 2017", to);
        let run = sandbox.run(&["check"]);
        assert_eq!(run.code, 2, "{to}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{to}: {}", run.stderr);
    }
    let sandbox = sample_of("2016/17");
    let run = sandbox.run(&["check", "--period", "2016/17-H3"]);
    assert!(run.code == 2 && run.stderr.contains("--> --period"), "{}", run.stderr);
}

#[test]
fn a_report_on_a_calendar_year_that_shares_a_part_with_it_cannot_be_protected_together() {
    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "year = 2017", "year_begins = 8\nperiod = \"2016/17\"");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for words in ["archive/2016.json", "überschneidet sich mit dem des Berichts"] {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
    assert!(!run.stderr.contains("archive/2015.json"), "that shares nothing: {}", run.stderr);
}

#[test]
fn it_is_archived_under_its_name_and_compared_with_the_same_part_of_earlier_school_years() {
    let sandbox = sample_of("2016/17-Q1");
    let run = sandbox.run(&["release", "--output", "output"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let archived = sandbox.read("input/archive/2016_17-Q1.json");
    let archived: Value = serde_json::from_str(&archived).unwrap();
    assert_eq!(
        (&archived["year"], &archived["begins"], &archived["part"]),
        (&2016.into(), &8.into(), &"Q1".into())
    );
    let run = sandbox.run(&["build", "--period", "2017/18-Q1"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = page(&sandbox, "2017_18-Q1");
    for words in [
        "Vergleich mit früheren Quartalen",
        "| 1. Quartal 2016/17 |",
        "Im 1. Quartal 2016/17 waren es",
        "Veränderung gegenüber 2016/17",
        "Quartale 2016/17 und 2017/18",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let data = sandbox.read("output/2017_18-Q1/data/figures.json").replace('\u{a0}', " ");
    assert!(data.contains("(wie im Bericht 1. Quartal 2016/17 veröffentlicht)"), "{data}");
    // The same report again is the one that was released.
    let run = sandbox.run(&["release", "--output", "output"]);
    assert!(run.stderr.contains("bereits freigegeben"), "{}", run.stderr);
}

#[test]
fn an_interim_report_on_a_school_year_reaches_over_the_new_year() {
    let sandbox = sample_of("2017/18");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = page(&sandbox, "2017_18-interim");
    for words in [
        "Berichtszeitraum: 1. August 2017 bis 2. Mai 2018",
        "umfasst damit das Jahr 2017/18 nicht ganz",
        "Vom 1. August 2017 bis zum 2. Mai 2018",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(page.contains("| Januar | n.e. |"), "the exports end with the year: {page}");
    assert!(!page.contains("| Mai | 0 |") && !page.contains("| Juni |"), "{page}");
}
