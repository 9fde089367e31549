//! Reports on a run of whole months (`from`, `to`): what they count, how they are named, what they are compared with, and what they
//! have to do with other reports on the same time.

use crate::expected::assert_all;
use crate::support::Sandbox;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// An office of five cases a month from January 2022 on to April 2024, each done after forty days.
fn office(period: &str) -> Sandbox {
    let sandbox = Sandbox::case("tests/cases/sentences");
    let report = format!(
        "format_version = 1\n[report]\ntitle = \"Bericht\"\noffice = \"Ombudsstelle\"\norganisation = \"Haus\"\noffice_id = \"haus_ombudsstelle\"\n{period}opened_on = 2022-01-01\nas_of = 2024-07-01\nstatus = \"final\"\n[exports]\ncomplete = {{ from = 2022-01-01, to = 2024-04-30 }}\n[scope]\nall = true\n[lists]\ncategory = [{{ id = \"complaint\", label = \"Beschwerde\", plural = \"Beschwerden\" }}]\n"
    );
    let mut export = String::from("Fallnummer;Eingangsdatum;Erledigt am;Art\n");
    for at in 0..140 {
        let (month, day) = (at / 5, at % 5 * 6 + 1);
        let received = jiff::civil::date(2022, 1, day as i8);
        let received = received.checked_add(jiff::Span::new().months(month)).unwrap();
        let closed = received.checked_add(jiff::Span::new().days(40)).unwrap();
        writeln!(export, "{};{received};{closed};Beschwerde", at + 1).unwrap();
    }
    sandbox.write("report.toml", &report).write("exports/all.csv", &export);
    sandbox
}

/// The sample as a report on another period.
fn sample_of(period: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "year = 2017\n", period);
    // The sample's own chapter speaks of its year.
    sandbox.write("chapters/05b-published-base.md", "# Anmerkung\n\nEin Satz.\n");
    sandbox
}

const EIGHT: &str = "from = 2017-03-01\nto = 2017-10-31\n";

fn page(sandbox: &Sandbox, folder: &str) -> String {
    sandbox.read(&format!("output/{folder}/report.md")).replace('\u{a0}', " ")
}

/// The numbers of published counts by id.
fn counts(sandbox: &Sandbox, folder: &str) -> BTreeMap<String, u64> {
    let data = sandbox.read(&format!("output/{folder}/data/figures.json"));
    let data: Value = serde_json::from_str(&data).unwrap();
    let figures = data["figures"].as_array().unwrap().iter();
    let number = |it: &Value| it["value"].as_str().and_then(|value| value.parse().ok());
    figures.filter_map(|it| Some((it["id"].as_str().unwrap().to_owned(), number(it)?))).collect()
}

#[test]
fn eight_months_count_what_the_year_counts_in_them_and_are_named_by_the_first_and_last() {
    let (year, months) = (Sandbox::new(), sample_of(EIGHT));
    year.build();
    months.build();
    let (of_year, of_months) = (counts(&year, "2017"), counts(&months, "2017-03_2017-10"));
    let sum: u64 = (3..=10).map(|month| of_year[&format!("cases:month={month}")]).sum();
    assert_eq!(of_months["cases"], sum);
    assert_eq!(of_months["cases:month=8"], of_year["cases:month=8"]);
    assert_eq!(
        of_months["cases.carried_forward"] + of_months["cases"],
        of_months["cases.closed"] + of_months["cases.open"]
    );
    assert!(!of_months.contains_key("cases:month=11"));
    let page = page(&months, "2017-03_2017-10");
    for words in [
        "- Berichtszeitraum: März bis Oktober 2017\n",
        "Von März bis Oktober 2017 gingen bei der Ombudsstelle",
        "Fälle, die am 31. Oktober 2017 offen waren",
        "Kundenreaktionen nach Monaten",
        "| März |",
        "Zu Beginn des Zeitraums",
        // A column for each month would be too many.
        "| Kundenreaktionen | Fälle |\n",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    for words in ["Halbjahr", "| Februar |", "im Jahr 2017", "Vergleich mit früheren", "Vorjahr"] {
        assert!(!page.contains(words), "{words}\n{page}");
    }
    assert_eq!(page.matches("nach Monaten**").count(), 1, "the same rows make one table");
}

#[test]
fn months_are_asked_for_in_a_call_and_those_of_a_year_or_quarter_are_that() {
    let sandbox = sample_of("period = \"2017-07/2017-09\"\n");
    sandbox.build();
    assert!(page(&sandbox, "2017-Q3").contains("im 3. Quartal 2017"));
    let run = sandbox.run(&["build", "--period", "2017-05/2017-05"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = page(&sandbox, "2017-05_2017-05");
    assert!(page.contains("Im Mai 2017 gingen bei der Ombudsstelle"), "{page}");
}

#[test]
fn they_are_compared_with_the_same_months_of_the_year_before_alone() {
    let sandbox = sample_of("from = 2016-08-01\nto = 2016-11-30\n");
    let run = sandbox.run(&["release"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let before = counts(&sandbox, "2016-08_2016-11")["cases"];
    let run = sandbox.run(&["build", "--period", "2017-08/2017-11"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = page(&sandbox, "2017-08_2017-11");
    let told = format!("Von August bis November 2016 waren es {before};");
    for words in [&told, "| August bis November 2016 |", "Vergleich mit früheren Zeiträumen"] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let run = sandbox.run(&["build", "--period", "2017-08/2017-10"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = self::page(&sandbox, "2017-08_2017-10");
    assert!(!page.contains("Vergleich mit früheren"), "other months are not like these: {page}");
}

#[test]
fn eighteen_months_are_told_by_half_years_with_their_years_and_the_next_report_follows_on_them() {
    let sandbox = office("from = 2022-01-01\nto = 2023-06-30\n");
    let run = sandbox.run(&["release"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let first = counts(&sandbox, "2022-01_2023-06");
    assert_eq!((first["cases"], first["cases:half_year=3"]), (90, 30));
    assert_eq!(first["cases:month=13"], 5);
    let page = page(&sandbox, "2022-01_2023-06");
    for words in [
        "Von Januar 2022 bis Juni 2023 gingen",
        "| 1. Halbjahr 2022 |",
        "| 1. Halbjahr 2023 |",
        "| Januar 2023 |",
        "Monat, Halbjahr und Zeitraum",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(sandbox.read("input/archive/2022-01_2023-06.json").contains("2022-01_2023-06"));

    let run = sandbox.run(&["release", "--period", "2023-07/2024-04"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("K407"), "{}", run.stderr);
    let second = counts(&sandbox, "2023-07_2024-04");
    assert_eq!(second["cases.carried_forward"], first["cases.open"]);
    assert!(second["cases.carried_forward"] > 0);
    assert!(!self::page(&sandbox, "2023-07_2024-04").contains("Vergleich mit früheren"));

    // What is released within it, or around it, is protected with it; what shares a part of it is refused.
    for (period, code) in
        [("2022-01/2024-06", 0), ("2022-03/2022-09", 0), ("2023", 2), ("2023-06/2023-08", 2)]
    {
        let run = sandbox.run(&["check", "--period", period]);
        assert_eq!(run.code, code, "{period}: {}", run.stderr);
        assert_eq!(run.stderr.contains("keiner enthält den anderen ganz"), code == 2, "{period}");
    }
}

#[test]
fn projects_on_eight_eighteen_and_sixty_months_are_told_as_expected() {
    assert_all("tests/cases/months");
}

#[test]
fn before_their_end_they_are_an_interim_report() {
    let sandbox = office("from = 2024-01-01\nto = 2024-10-31\n");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = page(&sandbox, "2024-01_2024-10-interim");
    let words = "Dieser Bericht reicht bis zum 1. Juli 2024 und umfasst damit den Zeitraum von Januar bis Oktober 2024 nicht ganz.";
    assert!(page.contains(words), "{page}");
}

#[test]
fn a_time_that_is_no_period_is_refused_with_what_to_do() {
    for (period, told) in [
        ("from = 2022-01-15\nto = 2022-10-31\n", "nennen Sie den Tag unter `opened_on`"),
        ("from = 2022-03-01\n", "`from` und `to` gehören zusammen"),
        ("from = 2022-10-01\nto = 2022-03-31\n", "endet vor seinem Beginn"),
        ("from = 2016-01-01\nto = 2022-06-30\n", "länger als sechs Jahre"),
        ("from = 2022-03-01\nto = 2023-08-31\n", "year_begins = 3"),
        ("year = 2022\nfrom = 2022-03-01\nto = 2022-08-31\n", "`year` oder `period` sagt es auch"),
        ("period = \"2022-03/2022-13\"\n", "nicht möglich"),
    ] {
        let run = office(period).run(&["check"]);
        assert_eq!(run.code, 2, "{period}: {}", run.stderr);
        assert!(
            run.stderr.contains("K002") && run.stderr.contains(told),
            "{period}: {}",
            run.stderr
        );
    }
    let run = office("year_begins = 3\nfrom = 2022-03-01\nto = 2023-08-31\n").run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}
