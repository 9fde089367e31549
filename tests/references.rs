//! Reference figures (`[[reference]]`): cases per thousand of what is counted elsewhere.

use super::support::Sandbox;
use serde_json::Value;
use std::collections::BTreeMap;

const HOUSEHOLDS: &str = "\n[[reference]]\nid = \"households\"\nlabel = \"Bedarfsgemeinschaften\"\nsource = \"Statistik der Bundesagentur für Arbeit\"\nvalues = { \"2015\" = 23100, \"2016\" = 22400, \"2017\" = 21900 }\n";

fn sample(references: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let report = sandbox.read("input/report.toml");
    sandbox.write("report.toml", &format!("{report}{references}"));
    sandbox
}

fn figures(sandbox: &Sandbox) -> BTreeMap<String, Value> {
    let data = sandbox.read("output/2017/data/figures.json");
    let data: Value = serde_json::from_str(&data).unwrap();
    let figures = data["figures"].as_array().unwrap().iter();
    figures.map(|it| (it["id"].as_str().unwrap().to_owned(), it.clone())).collect()
}

#[test]
fn cases_are_told_per_thousand_beside_those_of_earlier_years() {
    let sandbox = sample(HOUSEHOLDS);
    let own = "{{ rate(reference=\"households\", category=\"complaint\") }} Beschwerden kamen auf tausend.";
    sandbox.write("chapters/13-eigenes.md", &format!("# Eigenes\n\n{own}\n")).build();
    let figures = figures(&sandbox);
    // 286 of 21,900: 13.06.
    let rate = &figures["rate:2017/households/cases"];
    assert_eq!((&rate["value"], &rate["unit"]), (&"13.1".into(), &"per_thousand".into()), "{rate}");
    assert_eq!((&rate["part"], &rate["decimals"]), (&"cases".into(), &1.into()), "{rate}");
    let definition = rate["definition"].as_str().unwrap().replace('\u{a0}', " ");
    assert!(definition.ends_with("je 1000 Bedarfsgemeinschaften (2017: 21 900; Quelle: Statistik der Bundesagentur für Arbeit)") || definition.contains("21\u{202f}900"), "{definition}");
    let of_2016: u64 = figures["earlier:2016/cases"]["value"].as_str().unwrap().parse().unwrap();
    let before = (of_2016 * 10_000 / 224 + 5) / 10;
    let told = figures["rate:2016/households/cases"]["value"].as_str().unwrap().replace('.', "");
    assert!(told.parse::<u64>().unwrap().abs_diff(before / 10) <= 1, "{told} {before}");
    let page = sandbox.read("output/2017/report.md").replace('\u{a0}', " ");
    for words in [
        "Kundenreaktionen je 1000 Bedarfsgemeinschaften",
        "| je 1000 Bedarfsgemeinschaften | 2015 | 2016 | 2017 |",
        "Quelle: Statistik der Bundesagentur für Arbeit.",
        "12,6 Beschwerden kamen auf tausend",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let run = sandbox.run(&["explain", "rate:2017/households/cases"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn a_rate_of_a_number_that_is_withheld_is_withheld() {
    let sandbox = sample(HOUSEHOLDS);
    let masked = |id: &str, figures: &BTreeMap<String, Value>| figures[id]["status"] == "masked";
    let small = "topic=relocation,month=3";
    sandbox.write(
        "chapters/13-eigenes.md",
        "# Eigenes\n\n{{ count(topic=\"relocation\", month=3) }} und {{ rate(reference=\"households\", topic=\"relocation\", month=3) }}\n",
    );
    // As few as can be told apart.
    sandbox.edit("report.toml", "threshold = 3", "threshold = 8");
    sandbox.build();
    let figures = figures(&sandbox);
    let count = format!("cases:{small}");
    assert!(masked(&count, &figures), "{}", figures[&count]);
    let rate = format!("rate:2017/households/{count}");
    assert!(masked(&rate, &figures), "{}", figures[&rate]);
}

#[test]
fn what_cannot_be_a_reference_is_told_at_its_place() {
    for (from, to, told) in [
        ("\"households\"", "\"topics\"", "`topics` bedeutet schon etwas anderes"),
        ("\"2017\" = 21900", "\"2017\" = 0", "die Zahl für 2017 ist nicht möglich"),
        ("\"2015\"", "\"Jahr\"", "`Jahr` ist kein Jahr"),
        ("\"Bedarfsgemeinschaften\"", "\" \"", "hat kein `label`"),
    ] {
        let run = sample(&HOUSEHOLDS.replacen(from, to, 1)).run(&["check"]);
        assert_eq!(run.code, 2, "{to}: {}", run.stderr);
        assert!(run.stderr.contains(told) && run.stderr.contains("K002"), "{to}: {}", run.stderr);
    }
}

#[test]
fn without_the_number_of_the_year_there_is_a_report_and_its_rate_is_not_recorded() {
    let sandbox = sample(&HOUSEHOLDS.replace(", \"2017\" = 21900", ""));
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told = "Warnung[K013]: für 2017 fehlt die Zahl der Bezugsgröße `households`";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    let figures = figures(&sandbox);
    assert_eq!(figures["rate:2017/households/cases"]["status"], "not_recorded");
    assert!(!figures["rate:2016/households/cases"]["value"].is_null());
    let page = sandbox.read("output/2017/report.md").replace('\u{a0}', " ");
    let row =
        page.lines().find(|line| line.starts_with("| eingegangen | ") && line.contains("n.e."));
    assert!(row.is_some(), "{page}");
    let sentence = "Für 2017 liegt ihre Zahl nicht vor; wie viele Fälle auf je 1000 kamen, ist deshalb nicht erfasst.";
    assert!(page.contains(sentence), "{page}");
}
