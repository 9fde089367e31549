//! What the exports leave unsaid in a part of one file: a list that was not kept all year, a site without assessments, completions
//! that begin late, exports that were made too soon. Each would be printed as fact, and each looks like something healthy.

use crate::support::Sandbox;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::fmt::Write as _;

/// A case of two years with one on most days, as the office would enter it.
#[derive(Clone)]
struct Row {
    number: usize,
    received: Date,
    closed: Option<Date>,
    category: &'static str,
    assessment: &'static str,
    site: &'static str,
}

impl Row {
    fn is_of(&self, year: i16) -> bool {
        self.received.year() == year
    }
}

/// The cases as they stand on 20 January 2018: two of three are complaints, half of them justified; it takes up to 37 days.
fn cases() -> Vec<Row> {
    let days = date(2016, 1, 1).series(1.day()).take_while(|day| day.year() < 2018);
    let rows = days.enumerate().filter(|(at, _)| at % 7 < 5).map(|(at, received)| {
        let took = i32::try_from(at * 11 % 37).unwrap();
        let closed = received.checked_add(took.days()).unwrap();
        let closed = Some(closed).filter(|day| *day <= date(2018, 1, 20));
        let category = ["Beschwerde", "Beschwerde", "Anregung", "Beschwerde", "Lob"][at % 5];
        let is_assessed = category == "Beschwerde" && closed.is_some();
        Row {
            number: at,
            received,
            closed,
            category,
            assessment: match at % 4 {
                _ if !is_assessed => "",
                0 | 3 => "begründet",
                _ => "unbegründet",
            },
            site: if at % 3 == 0 { "West" } else { "Nord" },
        }
    });
    rows.collect()
}

/// What `build` says of exports with these cases, each with its name, and the report.
fn built(exports: &[(String, Vec<Row>)]) -> (String, String) {
    let sandbox = Sandbox::case("tests/cases/silent_parts");
    for (name, rows) in exports {
        let mut csv =
            "Fallnummer;Eingangsdatum;Erledigt am;Art;Anliegen;Bewertung;Standort\n".to_owned();
        for row in rows {
            let closed = row.closed.map(|day| day.strftime("%d.%m.%Y").to_string());
            let _ = writeln!(
                csv,
                "F{};{};{};{};Umzug;{};{}",
                row.number,
                row.received.strftime("%d.%m.%Y"),
                closed.unwrap_or_default(),
                row.category,
                row.assessment,
                row.site
            );
        }
        sandbox.write(&format!("exports/{name}.csv"), &csv);
    }
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = sandbox.read("output/2017/report.md").replace('\u{a0}', " ");
    (run.stderr, report)
}

/// The same of one export a year, with its cases changed by the office's way of working.
fn changed(mut change: impl FnMut(&mut Row) -> bool) -> (String, String) {
    let mut rows = cases();
    rows.retain_mut(|row| change(row));
    let of =
        |year: i16| (year.to_string(), rows.iter().filter(|it| it.is_of(year)).cloned().collect());
    built(&[of(2016), of(2017)])
}

/// Whether something is said of what the exports record.
fn warns(findings: &str) -> bool {
    findings.lines().any(|line| line.starts_with("Warnung[K15"))
}

#[test]
fn whole_exports_are_read_without_a_word() {
    let (findings, report) = changed(|_| true);
    assert!(!warns(&findings), "{findings}");
    assert!(report.contains("waren am Jahresende offen"), "{report}");
}

#[test]
fn monthly_exports_of_which_each_was_made_too_soon_are_told_together() {
    let all = cases();
    let month = |year: i16, month: i8| {
        let made = date(year, month, 1).last_of_month().checked_add(4.days()).unwrap();
        let mut rows: Vec<Row> = all.clone();
        rows.retain(|it| it.is_of(year) && it.received.month() == month);
        for row in &mut rows {
            row.closed = row.closed.filter(|day| *day <= made);
        }
        (format!("{year}-{month:02}"), rows)
    };
    let year = |year: i16| (1..=12).map(move |at| (year, at));
    let of_2016 = ("2016".to_owned(), all.iter().filter(|it| it.is_of(2016)).cloned().collect());
    let exports: Vec<_> =
        [of_2016].into_iter().chain(year(2017).map(|(year, at)| month(year, at))).collect();
    let (findings, report) = built(&exports);
    assert_eq!(findings.matches("Warnung[K153]").count(), 1, "{findings}");
    assert!(findings.matches("hier ebenso").count() >= 9, "{findings}");
    assert!(!report.contains("am Jahresende offen"), "{report}");
}

#[test]
fn completions_that_begin_in_july_leave_no_open_cases_to_tell() {
    let (findings, report) = changed(|row| {
        row.closed = row.closed.filter(|day| *day >= date(2017, 7, 1));
        true
    });
    let findings = findings.replace('\u{a0}', " ");
    assert!(findings.contains("Januar bis Juni 2017 ist kein Fall erledigt"), "{findings}");
    assert!(!report.contains("am Jahresende offen"), "{report}");
}

#[test]
fn a_clerk_who_was_away_for_five_weeks_has_lost_no_completion() {
    let away = |day: &Date| (date(2017, 7, 10)..=date(2017, 8, 14)).contains(day);
    let (findings, report) = changed(|row| {
        row.closed = row.closed.map(|day| if away(&day) { date(2017, 8, 16) } else { day });
        true
    });
    assert!(!warns(&findings), "{findings}");
    assert!(report.contains("waren am Jahresende offen"), "{report}");
}

#[test]
fn a_list_that_was_not_kept_for_a_time_or_at_a_site_is_not_recorded_there() {
    for (part, of_part) in [
        (
            ", die vom ",
            (|row| row.received < date(2017, 7, 1) && row.is_of(2017)) as fn(&Row) -> bool,
        ),
        ("vom Standort „West“", |row| row.site == "West"),
    ] {
        let (findings, report) = changed(|row| {
            if of_part(row) {
                row.assessment = "";
            }
            true
        });
        assert!(
            findings.contains("[K155]: „Bewertung“ ist bei allen Fällen"),
            "{part}: {findings}"
        );
        assert!(findings.contains(part), "{part}: {findings}");
        assert!(report.contains("zu denen „Bewertung“ erfasst ist"), "{part}: {report}");
    }
}

#[test]
fn a_kind_or_site_of_which_no_case_is_ever_completed_leaves_no_stock() {
    for of_part in
        [(|row: &Row| row.category == "Lob") as fn(&Row) -> bool, |row| row.site == "West"]
    {
        let (findings, report) = changed(|row| {
            row.closed = row.closed.filter(|_| !of_part(row));
            true
        });
        assert!(findings.contains("der Tag der Erledigung ist bei allen Fällen"), "{findings}");
        assert!(!report.contains("am Jahresende offen"), "{report}");
    }
}

#[test]
fn a_site_or_kind_that_only_the_year_before_had_may_be_missing() {
    for (what, of_part) in [
        ("vom Standort „West“", (|row: &Row| row.site == "West") as fn(&Row) -> bool),
        ("der Art „Anregung“", |row| row.category == "Anregung"),
    ] {
        let (findings, report) = changed(|row| !(row.is_of(2017) && of_part(row)));
        assert!(findings.contains(&format!("keinen Fall {what}")), "{findings}");
        assert!(report.contains("vielleicht unvollständig"), "{what}: {report}");
        assert!(!report.contains("gab es keine"), "{what}: {report}");
    }
}

#[test]
fn exports_of_completed_cases_alone_do_not_say_that_none_is_open() {
    let (findings, report) = changed(|row| row.closed.is_some_and(|day| day.year() < 2018));
    assert!(findings.contains("kein Fall der Exporte ist offen, obwohl"), "{findings}");
    assert!(!report.contains("Kein Fall war am Jahresende offen"), "{report}");
}

#[test]
fn exports_of_completed_cases_alone_are_known_also_where_they_were_made_after_the_last_receipt() {
    // Six cases a day; the last of them came in three weeks before.
    let six = |row: Row| (0..6).map(move |at| Row { number: row.number * 6 + at, ..row.clone() });
    let mut rows: Vec<Row> = cases().into_iter().flat_map(six).collect();
    rows.retain(|row| row.closed.is_some_and(|day| day <= date(2018, 1, 18)));
    let (findings, report) = built(&[("alle".to_owned(), rows.clone())]);
    assert!(findings.contains("kein Fall der Exporte ist offen, obwohl"), "{findings}");
    assert!(report.contains("enthalten keinen offenen Fall"), "{report}");
    assert!(!report.contains("am Jahresende offen"), "{report}");
    // Once all of them are done none is missing.
    let done = cases().into_iter().flat_map(six).map(|mut row| {
        row.closed = row.closed.or_else(|| row.received.checked_add(36.days()).ok());
        row
    });
    let (findings, _) = built(&[("alle".to_owned(), done.collect())]);
    assert!(!warns(&findings), "{findings}");
}

#[test]
fn a_kind_that_is_missing_is_no_zero_and_no_part_of_a_whole() {
    let (_, report) = changed(|row| !(row.is_of(2017) && row.category == "Lob"));
    assert!(report.contains("| Lob | n.e. | n.e. |"), "{report}");
    assert!(report.contains("Zu „Lob“ enthalten die Exporte keinen Fall"), "{report}");
    // A few of the year before are no sign of more.
    let mut few = 0;
    let (findings, report) = changed(|row| {
        few += usize::from(row.category == "Lob");
        row.category != "Lob" || few < 6
    });
    assert!(!warns(&findings), "{findings}");
    assert!(report.contains("| Lob | – |"), "{report}");
}

#[test]
fn days_of_completion_that_are_all_alike_are_asked_about() {
    for (days, said) in [(14, "14 Tage nach dem Eingang"), (0, "am Tag des Eingangs")] {
        let (findings, _) = changed(|row| {
            row.closed = row.closed.and(row.received.checked_add(days.days()).ok());
            true
        });
        let asked = format!("Hinweis[K157]: fast alle erledigten Fälle sind {said} erledigt");
        assert!(findings.contains(&asked), "{findings}");
    }
    let (findings, report) = changed(|row| {
        let moved = row.received < date(2017, 11, 1);
        row.closed = if moved { row.closed.and(date(2017, 11, 2).into()) } else { row.closed };
        true
    });
    assert!(findings.contains("ist bei der Hälfte der erledigten Fälle oder mehr"), "{findings}");
    assert!(!report.contains("innerhalb der Zielfrist"), "{report}");
}

#[test]
fn none_of_a_part_of_the_year_is_not_none_of_the_year() {
    let (findings, report) = changed(|row| {
        row.assessment =
            if row.assessment == "begründet" { "unbegründet" } else { row.assessment };
        row.received < date(2017, 7, 1)
    });
    assert!(warns(&findings), "{findings}");
    assert!(!report.contains("keine als begründet bewertet"), "{report}");
}
