//! Properties that an office adds by `[[dimension]]`: read, counted, protected, archived and refused like the standard ones.

use crate::support::Sandbox;
use serde_json::Value;
use std::collections::BTreeMap;

const PROJECT: &str = "tests/cases/own_properties";

/// The export's cases of the office, each as its cells by heading.
fn cases(sandbox: &Sandbox) -> Vec<BTreeMap<String, String>> {
    let text = sandbox.read("input/exports/2024.csv");
    let mut lines = text.lines().map(|line| line.split(';').map(str::to_owned));
    let header: Vec<String> = lines.next().unwrap().collect();
    let rows = lines.map(|cells| header.iter().cloned().zip(cells).collect());
    rows.filter(|row: &BTreeMap<String, String>| row["Bemerkung"] == "Ombudsstelle").collect()
}

#[test]
fn every_published_number_of_a_property_of_the_office_is_what_its_export_says() {
    let sandbox = Sandbox::case(PROJECT);
    sandbox.build();
    let cases = cases(&sandbox);
    let holds = |column: &str, value: &str| {
        let is_held =
            |case: &&BTreeMap<String, String>| case[column].split(", ").any(|held| held == value);
        cases.iter().filter(is_held).count()
    };
    let closed = |case: &&BTreeMap<String, String>| case["Erledigt am"].ends_with("2024");
    let apology = cases.iter().filter(closed).filter(|case| case["Abhilfe"].contains("Entsch"));
    let data: Value = serde_json::from_str(&sandbox.read("output/2024/data/figures.json")).unwrap();
    let figures: BTreeMap<&str, &Value> = data["figures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|figure| (figure["id"].as_str().unwrap(), &figure["value"]))
        .collect();
    let team = |name| holds("Bearbeitendes Team", name);
    for (id, expected) in [
        ("cases:legal_area=sgb2", holds("Rechtskreis", "SGB II")),
        ("cases:team=t411", team("Team 411")),
        ("cases:department=north", team("Team 411") + team("Team 412")),
        ("cases.closed:remedy=apology", apology.count()),
    ] {
        assert_eq!(figures[id].as_str(), Some(expected.to_string().as_str()), "{id}");
    }
    assert!(data.to_string().contains("\"masked\""), "small numbers are there to be protected");
    let page = sandbox.read("output/2024/report.md");
    for words in ["| Rechtskreis | 2024 |", "| **Abteilung Nord** |", "| Neuer Bescheid |"] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn a_release_records_them_and_the_next_year_is_compared() {
    let sandbox = Sandbox::case(PROJECT);
    assert_eq!(sandbox.run(&["release", "--output", "released"]).code, 0);
    let archived: Value = serde_json::from_str(&sandbox.read("input/archive/2024.json")).unwrap();
    assert_eq!(archived["definitions"]["lists"]["team"][0]["group"], "north");
    assert!(archived["figures"]["cases:team=t411"].is_object());
    let next = sandbox.read("input/exports/2024.csv").replace(".2025;", ".2026;");
    let next = next.replace(".2024;", ".2025;").replace("\n2024", "\n2025");
    let table = "\n[[table]]\nid = \"years\"\ntitle = \"Fälle nach Team\"\nrows = \"team\"\ncolumns = [\"earlier\", \"total\", \"change\"]\n";
    sandbox
        .write("exports/2025.csv", &next)
        .edit("report.toml", "year = 2024", "year = 2025")
        .edit("report.toml", "as_of = 2025-01-31", "as_of = 2026-01-31")
        .edit("report.toml", "\n[[chart]]", &format!("{table}\n[[chart]]"))
        .write("chapters/21-jahre.md", "# Jahre\n\n{{ table(id=\"years\") }}\n")
        .build();
    let page = sandbox.read("output/2025/report.md");
    assert!(page.contains("| Team | 2024 | 2025 | Veränderung gegenüber 2024 |"), "{page}");
}

#[test]
fn a_value_that_no_list_has_and_a_missing_one_are_told_at_their_place() {
    let sandbox = Sandbox::case(PROJECT);
    sandbox
        .edit("report.toml", "label = \"Rechtskreis\"", "label = \"Rechtskreis\"\nrequired = true")
        .edit("exports/2024.csv", ";Team 411;", ";Team 999;");
    let run = sandbox.run(&["check", "--message-format", "json"]);
    assert_eq!(run.code, 1);
    let told: Vec<Value> = run
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|it| it["code"].is_string())
        .collect();
    let has = |code: &str, column: &str| {
        told.iter().any(|it| it["code"] == code && it["column_name"] == column)
    };
    assert!(has("K202", "Bearbeitendes Team"), "{told:?}");
    assert!(has("K201", "Rechtskreis"), "{told:?}");
}

#[test]
fn a_file_without_its_column_is_told_and_an_office_without_it_goes_on() {
    let sandbox = Sandbox::case(PROJECT);
    let text = sandbox.read("input/exports/2024.csv");
    let without = |text: &str| {
        let cells = text.lines().map(|line| {
            let mut cells: Vec<&str> = line.split(';').collect();
            cells.remove(5);
            cells.join(";")
        });
        cells.collect::<Vec<_>>().join("\n") + "\n"
    };
    sandbox.write("exports/2024.csv", &without(&text));
    let run = sandbox.run(&["build", "--output", "output"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("K150") && run.stderr.contains("Rechtskreis"), "{}", run.stderr);
    let page = sandbox.read("output/2024/report.md");
    assert!(!page.contains("| SGB II |"), "what nobody records is no table of zeros");
    // Half of the cases from a file without the column.
    let lines: Vec<&str> = text.lines().collect();
    let (first, second) = lines[1..].split_at(75);
    let with_header = |rows: &[&str]| format!("{}\n{}\n", lines[0], rows.join("\n"));
    sandbox.write("exports/2024.csv", &with_header(first));
    sandbox.write("exports/other.csv", &without(&with_header(second)));
    let run = sandbox.run(&["check"]);
    assert!(run.code == 1 && run.stderr.contains("K151"), "{}", run.stderr);
}

#[test]
fn a_declaration_that_cannot_be_meant_is_refused_at_its_place() {
    for (from, to, told) in [
        ("id = \"legal_area\"", "id = \"outcome\"", "`outcome` bedeutet schon etwas anderes"),
        ("id = \"legal_area\"", "id = \"month\"", "`month` bedeutet schon etwas anderes"),
        ("id = \"legal_area\"", "id = \"Rechtskreis\"", "`Rechtskreis` kann keine Kennung sein"),
        ("id = \"legal_area\"", "id = \"team\"", "die Kennung `team` steht zweimal da"),
        ("label = \"Rechtskreis\"", "label = \" \"", "`legal_area` hat kein `label`"),
        (
            "columns = [\"Bearbeitendes Team\", \"Team\"]",
            "columns = [\"Abhilfe\"]",
            "die Überschrift `Abhilfe` gehört schon zu `team`",
        ),
        ("\nremedy = [", "\nremedie = [", "`remedie` ist hier kein bekannter Schlüssel"),
        ("\nremedy = [", "\nremedie = [", "die Liste `remedy` hat keine Werte"),
        (
            ", group = \"north\" },\n  { id = \"t412\"",
            " },\n  { id = \"t412\"",
            "gehört zu keiner Gruppe",
        ),
    ] {
        let sandbox = Sandbox::case(PROJECT);
        sandbox.edit("report.toml", from, to);
        let run = sandbox.run(&["check"]);
        assert_eq!(run.code, 2, "{to}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{to}: {}", run.stderr);
        assert!(run.stderr.contains("report.toml:"), "{to}: {}", run.stderr);
    }
}

#[test]
fn inspect_and_strip_know_them() {
    let sandbox = Sandbox::case(PROJECT);
    let file = "input/exports/2024.csv";
    let run = sandbox.run(&["inspect", file, "--project", "input", "--to", "jsonl"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let first: Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(first["team"].as_str().map(|it| it.starts_with("Team ")), Some(true), "{first}");
    let with_remedy = run.stdout.lines().find(|line| line.contains("\"remedy\"")).unwrap();
    let with_remedy: Value = serde_json::from_str(with_remedy).unwrap();
    assert!(with_remedy["remedy"].is_array(), "{with_remedy}");
}

#[test]
fn lines_of_a_case_may_differ_in_all_that_a_case_can_have_several_of() {
    let sandbox = Sandbox::case("examples/offices/housing");
    let file = "input/exports/feststellungen.csv";
    let run = sandbox.run(&["inspect", file, "--project", "input", "--to", "jsonl"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let cases: Vec<Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |case: &Value, field: &str| case[field].as_array().map_or(0, Vec::len);
    let largest = cases.iter().max_by_key(|case| of(case, "topics")).unwrap();
    assert!(of(largest, "topics") == 18 && of(largest, "finding") > 1, "{largest}");
    // The first line of a case may have no remedy where a further one has.
    let text = sandbox.read(file);
    let lines = |id: &str| text.lines().filter(|line| line.starts_with(id)).collect::<Vec<_>>();
    let later = cases.iter().find(|case| {
        let lines = lines(case["case_id"].as_str().unwrap());
        lines[0].ends_with(';') && of(case, "remedy") > 0
    });
    assert!(later.is_some());
    // Without personal data it is the same.
    sandbox.build();
    assert_eq!(sandbox.run(&["strip", file, "--to", "stripped", "--project", "input"]).code, 0);
    let stripped = sandbox.read("stripped/feststellungen.csv");
    sandbox.write("exports/feststellungen.csv", &stripped);
    assert_eq!(sandbox.run(&["build", "--output", "again"]).code, 0);
    let figures = "2023/data/figures.json";
    assert_eq!(
        sandbox.read(&format!("output/{figures}")),
        sandbox.read(&format!("again/{figures}"))
    );
    // What a case can have only one of is still a contradiction.
    let one = lines("WO/").into_iter().find(|line| line.contains(";privat;")).unwrap();
    let other = one.replace(";privat;", ";kommunal;");
    sandbox
        .write("exports/feststellungen.csv", &text.replacen(one, &format!("{one}\r\n{other}"), 1));
    let run = sandbox.run(&["check"]);
    assert!(run.code == 1 && run.stderr.contains("K209"), "{}", run.stderr);
}
