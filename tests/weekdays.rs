//! Cases by the day of the week on which they came in, in tables and charts of an office's own.

use crate::support::Sandbox;
use jiff::ToSpan;
use jiff::civil::date;
use std::fmt::Write;

const TABLES: &str = "
[[table]]
id = \"weekdays\"
title = \"Fälle nach Wochentagen\"
rows = \"weekday\"
columns = [\"earlier_if_any\", \"total\", \"share\"]

[[table]]
id = \"kinds\"
title = \"Art nach Wochentagen\"
rows = \"category\"
columns = [\"weekday\", \"weekday_group\", \"total\"]

[[chart]]
id = \"weekdays\"
title = \"Fälle nach Wochentagen\"
form = \"columns\"
table = \"weekdays\"
headline = \"Am {rows} kamen die meisten\"
";

const CHAPTER: &str = "# Woche

{{ chart(id=\"weekdays\") }}

{{ table(id=\"weekdays\") }}

{{ table(id=\"kinds\") }}

Am Wochenende: {{ count(weekday_group=\"weekend\", one=\"Fall\", many=\"Fälle\") }}. Fristen der Montage: {{ count(weekday=\"monday\", target=\"met\", one=\"Fall\", many=\"Fälle\") }}.
";

/// So many complaints on each day of the second week of January and of May 2017, and as much praise on the Mondays.
fn office(of_days: [i32; 7]) -> Sandbox {
    let sandbox = Sandbox::case("tests/cases/sentences");
    let mut export = String::from("Fallnummer;Eingangsdatum;Erledigt am;Art;Bemerkung\n");
    let mut number = 0;
    for monday in [date(2017, 1, 9), date(2017, 5, 8)] {
        for (at, cases) in (0..).zip(of_days) {
            let day = monday.checked_add(i64::from(at).days()).unwrap();
            let kinds = ["Beschwerde", "Lob"].into_iter().take(if at == 0 { 2 } else { 1 });
            for kind in kinds.flat_map(|kind| (0..cases).map(move |_| kind)) {
                number += 1;
                writeln!(export, "{number};{day};{day};{kind};Ombudsstelle").unwrap();
            }
        }
    }
    let report = sandbox.read("input/report.toml");
    let (settings, _) = report.split_once("\n[[table]]").unwrap();
    sandbox
        .write("report.toml", &format!("{settings}{TABLES}"))
        .write("exports/all.csv", &export)
        .write("chapters/20-week.md", CHAPTER);
    sandbox
}

fn page(sandbox: &Sandbox, year: &str) -> String {
    sandbox.read(&format!("output/{year}/report.md")).replace('\u{a0}', " ")
}

#[test]
fn cases_are_counted_by_the_day_of_the_week_of_their_receipt() {
    let sandbox = office([5, 4, 6, 3, 2, 0, 2]);
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = page(&sandbox, "2017");
    for words in [
        "Am Montag kamen die meisten (20 Fälle)",
        "| Wochentag des Eingangs | 2017 | Anteil in % |",
        "| Montag | 20 |",
        "| Mittwoch | 12 |",
        "| Samstag | – | – |",
        "| Sonntag | 4 |",
        "| Art der Kundenreaktion | Montag | Dienstag | Mittwoch | Donnerstag | Freitag | Samstag | Sonntag | Montag bis Freitag | Wochenende | insgesamt |",
        "| Lob | 10 | – | – | – | – | – | – | 10 | – | 10 |",
        "Am Wochenende: 4 Fälle. Fristen der Montage: 20 Fälle.",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let run = sandbox.run(&["explain", "cases:weekday=sunday"]);
    assert!(run.stdout.contains("Wochentag des Eingangs: Sonntag"), "{}", run.stdout);
}

#[test]
fn small_days_are_told_by_parts_of_the_week() {
    let sandbox = office([10, 10, 10, 1, 10, 1, 1]);
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = page(&sandbox, "2017");
    let told = "erscheint gröber („Wochenteil des Eingangs“ statt „Wochentag des Eingangs“)";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    for words in ["| Montag bis Freitag | 102 |", "| Wochenende | 4 |"] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!page.contains("\n| Samstag |"), "{page}");
}

#[test]
fn a_release_is_compared_with_by_the_year_that_follows() {
    let sandbox = office([5, 4, 6, 3, 3, 3, 3]);
    let run = sandbox.run(&["release"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let export = sandbox.read("input/exports/all.csv").replace(";2017-", ";2018-");
    let export = export.replace("\n", "\n8");
    sandbox
        .edit("report.toml", "year = 2017", "year = 2018")
        .edit("report.toml", "as_of = 2018-05-02", "as_of = 2019-05-02")
        .edit("report.toml", "to = 2017-12-31", "to = 2018-12-31")
        .write("exports/2018.csv", export.trim_end_matches('8'))
        .build();
    let page = page(&sandbox, "2018");
    let head = "| Wochentag des Eingangs | 2017 | 2018 | Anteil in % |";
    // The ninth of January 2018 is a Tuesday.
    for words in [head, "| Dienstag | 8 | 20 |"] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}

#[test]
fn a_condition_of_the_whole_report_asks_for_no_day() {
    let sandbox = office([5, 4, 6, 3, 3, 3, 3]);
    sandbox.edit("report.toml", "[scope]", "[scope]\nwhere = \"weekday=monday\"");
    let run = sandbox.run(&["check"]);
    assert!(run.code == 2 && run.stderr.contains("K002"), "{}", run.stderr);
}
