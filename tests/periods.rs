//! Reports on a half-year or a quarter: what they count, how they are named, and what they have to do with reports on the
//! year they lie in.

use crate::support::Sandbox;
use krm_report::domain::Recording;
use serde_json::Value;
use std::collections::BTreeMap;

/// The sample as a report on another period.
fn sample_of(period: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "year = 2017", &format!("period = \"{period}\""));
    sandbox
}

/// The values of published figures by id; masked ones have none.
fn figures(sandbox: &Sandbox, folder: &str) -> BTreeMap<String, Value> {
    let data = sandbox.read(&format!("output/{folder}/data/figures.json"));
    let data: Value = serde_json::from_str(&data).unwrap();
    let figures = data["figures"].as_array().unwrap().iter();
    figures.map(|it| (it["id"].as_str().unwrap().to_owned(), it["value"].clone())).collect()
}

#[test]
fn a_half_year_counts_what_the_report_on_its_year_counts_in_it() {
    let year = Sandbox::new();
    year.build();
    let year = figures(&year, "2017");
    let mut compared = 0;
    for (period, part) in [("2017-H1", "half_year=1"), ("2017-H2", "half_year=2")] {
        let sandbox = sample_of(period);
        sandbox.build();
        for (id, value) in figures(&sandbox, period) {
            let of_year = match id.split_once(':') {
                None => format!("{id}:{part}"),
                Some((head, conditions)) => format!("{head}:{conditions},{part}"),
            };
            if let Some(of_year) = year.get(&of_year).filter(|it| !it.is_null() && !value.is_null())
            {
                assert_eq!(value, *of_year, "{period}: {id}");
                compared += 1;
            }
        }
    }
    assert!(compared > 20, "{compared} figures stand in both");
}

#[test]
fn its_words_and_tables_are_those_of_a_half_year() {
    let sandbox = sample_of("2017-H1");
    // The sample's own chapter speaks of its year.
    sandbox.write("chapters/05b-published-base.md", "# Anmerkung\n\nEin Satz.\n").build();
    let page = sandbox.read("output/2017-H1/report.md");
    for words in [
        "Berichtshalbjahr: 1.\u{a0}Halbjahr\u{a0}2017",
        "Kundenreaktionen nach Quartalen",
        "| 1.\u{a0}Quartal |",
        "eingegangen 1.\u{a0}Halbjahr\u{a0}2017",
    ] {
        let plain = |text: &str| text.replace('\u{a0}', " ");
        assert!(plain(&page).contains(&plain(words)), "{words}\n{page}");
    }
    for words in ["3.\u{a0}Quartal", "2.\u{a0}Halbjahr", "Juli", "im Jahr 2017 "] {
        assert!(!page.contains(words), "{words}");
    }
}

#[test]
fn a_quarter_is_divided_into_months() {
    let sandbox = sample_of("2017-Q3");
    sandbox.build();
    let page = sandbox.read("output/2017-Q3/report.md");
    for words in ["Kundenreaktionen nach Monaten", "| Juli |", "| September |"] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!page.contains("| Oktober |"));
    let is_table = |line: &&str| line.starts_with("**Tabelle") && line.contains("nach Monaten");
    assert_eq!(page.lines().filter(is_table).count(), 1, "the same rows make one table");
}

#[test]
fn no_figure_of_any_form_of_a_table_counts_another_time_or_the_period_by_another_name() {
    for name in ["2017", "2017-H1", "2017-H2", "2017-Q3"] {
        let sandbox = sample_of(name);
        // The sample's own chapter and its archive speak of the year.
        sandbox.write("chapters/05b-published-base.md", "# Anmerkung\n\nEin Satz.\n");
        let (project, findings) = krm_report::project::load(&sandbox.path("input"));
        let project = project.unwrap_or_else(|| panic!("{findings:?}"));
        let (plan, _) = krm_report::plan::make(&project, &Recording::default());
        let figures = plan.figures_of_all_forms();
        let of_other_times: Vec<String> = figures
            .iter()
            .filter(|figure| !project.settings.period.holds_figure(figure))
            .map(|figure| figure.id(&project.taxonomy))
            .collect();
        assert!(of_other_times.is_empty(), "{name}: {of_other_times:?}");
        assert!(figures.len() > 100, "{name}: {}", figures.len());
    }
}

#[test]
fn earlier_cases_of_a_half_year_come_from_earlier_half_years() {
    let sandbox = sample_of("2017-H2");
    sandbox.build();
    let page = sandbox.read("output/2017-H2/report.md");
    assert!(page.contains("Datensätze: aus früheren Halbjahren, nur für den Bestand"), "{page}");
    assert!(!page.contains("aus früheren Jahren"));
}

#[test]
fn a_release_of_a_half_year_is_known_to_the_report_on_the_year() {
    let sandbox = Sandbox::case("tests/cases/own_properties");
    sandbox.edit("report.toml", "year = 2024", "period = \"2024-H1\"");
    let run = sandbox.run(&["release", "--output", "output"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let archived: Value =
        serde_json::from_str(&sandbox.read("input/archive/2024-H1.json")).unwrap();
    assert_eq!((&archived["year"], &archived["part"]), (&2024.into(), &"H1".into()));
    let half = figures(&sandbox, "2024-H1");
    sandbox.edit("report.toml", "period = \"2024-H1\"", "year = 2024").build();
    let year = figures(&sandbox, "2024");
    assert!(year.contains_key("cases"), "how many cases there were is told in any case");
    for (id, value) in half {
        let of_year = match id.split_once(':') {
            None => format!("{id}:half_year=1"),
            Some((head, conditions)) => format!("{head}:{conditions},half_year=1"),
        };
        let Some(of_year) = year.get(&of_year) else { continue };
        assert_eq!(value, *of_year, "what was printed stays printed, what was masked masked: {id}");
    }
}

#[test]
fn the_year_keeps_its_tables_after_its_half_years_are_released() {
    for halves in [&["2017-H1"][..], &["2017-H2"], &["2017-H1", "2017-H2"]] {
        let sandbox = Sandbox::new();
        for half in halves {
            let run = sandbox.run(&["release", "--period", half, "--output", "output"]);
            assert_eq!(run.code, 0, "{half}: {}", run.stderr);
        }
        sandbox.build();
        let year = figures(&sandbox, "2017");
        for id in ["cases:category=complaint", "cases:channel=letter", "cases:support=own"] {
            let value = year.get(id);
            assert!(value.is_some_and(Value::is_string), "{halves:?}, {id}: {value:?}");
        }
    }
}

#[test]
fn the_second_half_year_begins_with_the_stock_of_the_first() {
    let sandbox = sample_of("2017-H1");
    assert_eq!(sandbox.run(&["release", "--output", "output"]).code, 0);
    let first = figures(&sandbox, "2017-H1");
    sandbox.edit("report.toml", "2017-H1", "2017-H2").build();
    let second = figures(&sandbox, "2017-H2");
    assert_eq!(first["cases.open"], second["cases.carried_forward"]);
}

#[test]
fn a_period_that_cannot_be_meant_is_told_at_its_place() {
    for (to, told) in [
        ("period = \"2017-H3\"", "dieser Berichtszeitraum ist nicht möglich"),
        ("year = 2017\nperiod = \"2017-H1\"", "`year` und `period` sagen beide"),
        ("period = \"2018-H2\"", "der Stand liegt vor dem Beginn des Berichtszeitraums"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.edit("report.toml", "year = 2017", to);
        let run = sandbox.run(&["check"]);
        assert_eq!(run.code, 2, "{to}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{to}: {}", run.stderr);
    }
    let sandbox = sample_of("2017-H1");
    sandbox.write("chapters/90-other.md", "# Anderes\n\n{{ count(half_year=2) }} Fälle.\n");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("nicht im Berichtszeitraum liegt"), "{}", run.stderr);
}

#[test]
fn a_run_may_name_another_period_and_day_than_the_configuration() {
    let (by_option, by_file) = (Sandbox::new(), sample_of("2017-H1"));
    let own = "# Anmerkung\n\nEin Satz.\n";
    by_option.write("chapters/05b-published-base.md", own);
    by_file.write("chapters/05b-published-base.md", own).edit(
        "report.toml",
        "as_of = 2018-05-02",
        "as_of = 2018-06-01",
    );
    let time = ["--period", "2017-H1", "--as-of", "2018-06-01"];
    for command in ["check", "build"] {
        let run = by_option.run(&[&[command], &time[..]].concat());
        assert_eq!(run.code, 0, "{command}: {}", run.stderr);
    }
    by_file.build();
    for file in ["report.md", "index.html", "data/figures.json"] {
        let of = |sandbox: &Sandbox| sandbox.read(&format!("output/2017-H1/{file}"));
        assert_eq!(of(&by_option), of(&by_file), "{file}");
    }
    let explain = |sandbox: &Sandbox, time: &[&str]| {
        sandbox.run(&[&["explain", "cases:category=complaint"], time].concat()).stdout
    };
    let explained = explain(&by_option, &time);
    assert!(explained.contains("eingegangen 1.\u{a0}Halbjahr\u{a0}2017"), "{explained}");
    assert_eq!(explained, explain(&by_file, &[]));
    let run = by_option.run(&[&["release", "--output", "released"], &time[..]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(by_option.read("input/archive/2017-H1.json").contains("\"as_of\": \"2018-06-01\""));
}

#[test]
fn what_an_option_says_is_checked_as_if_it_stood_in_the_file_and_told_at_the_option() {
    let sandbox = Sandbox::new();
    for (options, place, told) in [
        (["--period", "2017-H3"], "--period", "dieser Berichtszeitraum ist nicht möglich"),
        (["--period", ""], "--period", "dieser Berichtszeitraum ist nicht möglich"),
        (["--as-of", "31.12.2017"], "--as-of", "ist kein Datum"),
        (["--as-of", "2017-02-29"], "--as-of", "ist kein Datum"),
        (["--as-of", "2016-12-31"], "--as-of", "der Stand liegt vor"),
        (["--period", "2019"], "report.toml:", "der Stand liegt vor"),
    ] {
        for command in [&["check"][..], &["build"], &["release"], &["explain", "cases"]] {
            let run = sandbox.run(&[command, &options].concat());
            assert_eq!(run.code, 2, "{command:?} {options:?}: {}", run.stderr);
            assert!(run.stderr.contains(told), "{command:?} {options:?}: {}", run.stderr);
            let at = format!("--> {place}");
            assert!(run.stderr.contains(&at), "{command:?} {options:?}: {}", run.stderr);
        }
    }
    assert!(!sandbox.path("output").exists() && !sandbox.path("input/archive/2019.json").exists());
}

#[test]
fn machines_are_given_no_file_for_a_fault_of_an_option() {
    let sandbox = Sandbox::new();
    let of =
        |format| sandbox.run(&["check", "--as-of", "gestern", "--message-format", format]).stdout;
    let log: Value = serde_json::from_str(&of("sarif")).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert!(result["message"]["text"].as_str().unwrap().contains("--as-of gestern"), "{result}");
    assert!(result.get("locations").is_none(), "{result}");
    let command = of("github");
    assert!(command.starts_with("::error title=K002::"), "{command}");
    assert!(of("json").contains("\"file\":\"--as-of\""), "{}", of("json"));
}
