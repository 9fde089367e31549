//! `data/` is a data package: every file and every column is described, and every cell is a value of its
//! column's type or a sign that is declared to be none.

use crate::support::{Sandbox, root};
use krm_report::render::sha256_hex;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("no `{key}` in {value}"))
}

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("no `{key}` in {value}"))
}

/// Checks a folder `data/`; the signs that stand in it in place of numbers.
fn check(data: &Path) -> BTreeSet<String> {
    let package = fs::read_to_string(data.join("datapackage.json")).unwrap();
    let package: Value = serde_json::from_str(&package).unwrap();
    let resources = list(&package, "resources");
    let described: BTreeSet<&str> = resources.iter().map(|it| text(it, "path")).collect();
    assert_eq!(described.len(), resources.len(), "each file once");
    let files = fs::read_dir(data).unwrap().map(|entry| entry.unwrap().file_name());
    let mut files: BTreeSet<String> = files.map(|name| name.into_string().unwrap()).collect();
    assert!(files.remove("datapackage.json"));
    assert!(files.iter().eq(described.iter()), "{files:?} {described:?}");
    for resource in resources {
        let bytes = fs::read(data.join(text(resource, "path"))).unwrap();
        assert_eq!(resource["bytes"].as_u64().unwrap(), bytes.len() as u64, "{resource}");
        assert_eq!(text(resource, "hash"), format!("sha256:{}", sha256_hex(&bytes)), "{resource}");
    }
    let tables = resources.iter().filter(|it| text(it, "profile") == "tabular-data-resource");
    tables.flat_map(|table| check_table(&data.join(text(table, "path")), table)).collect()
}

fn check_table(file: &Path, resource: &Value) -> BTreeSet<String> {
    let (fields, name) = (list(&resource["schema"], "fields"), file.display());
    let missing: Vec<&str> =
        list(&resource["schema"], "missingValues").iter().map(|it| it.as_str().unwrap()).collect();
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_path(file).unwrap();
    let mut rows = rows.records().map(Result::unwrap);
    let names = fields.iter().map(|field| text(field, "name"));
    assert!(rows.next().unwrap().iter().eq(names), "{name}");
    let (mut ids, mut signs) = (BTreeSet::new(), BTreeSet::new());
    for row in rows {
        assert!(ids.insert(row[0].to_owned()), "{name}: `{}` twice", &row[0]);
        for (cell, field) in row.iter().zip(fields) {
            let is_value = match text(field, "type") {
                "integer" => cell.parse::<i64>().is_ok(),
                "number" => cell.parse::<f64>().is_ok(),
                "string" => !missing.contains(&cell),
                other => panic!("{name}: type {other}"),
            };
            if !is_value {
                assert!(missing.contains(&cell), "{name}: `{cell}` in {field}");
                signs.insert(cell.to_owned());
            }
        }
    }
    for field in fields {
        assert!(!text(field, "title").is_empty() && !text(field, "description").is_empty());
    }
    signs
}

#[test]
fn every_file_of_the_sample_is_described_and_every_cell_is_what_it_is_said_to_be() {
    let signs = check(&root().join("output/2017/data"));
    assert!([".", "/", "n.v.", "x"].into_iter().eq(signs.iter()), "{signs:?}");
}

#[test]
fn a_report_with_every_kind_of_table_is_described_too() {
    let sandbox = Sandbox::gallery();
    let signs = check(&sandbox.build().path("output/2024/data"));
    assert!(signs.contains("/") && signs.contains("."), "{signs:?}");
}

#[test]
fn a_description_that_is_not_so_is_found() {
    let sandbox = Sandbox::new();
    let data = sandbox.build().path("output/2017/data");
    let path = data.join("datapackage.json");
    let right = fs::read_to_string(&path).unwrap();
    check(&data);
    let share = "\"name\": \"share_percent\",\n            \"type\": \"";
    for (from, to) in [
        ("\"bytes\": ", "\"bytes\": 1"),
        ("sha256:2", "sha256:3"),
        ("\"path\": \"months.csv\"", "\"path\": \"more.csv\""),
        ("\"name\": \"half_year_1\"", "\"name\": \"half\""),
        (&format!("{share}number"), &format!("{share}integer")),
        ("          \".\",\n", ""),
    ] {
        let wrong = right.replace(from, to);
        assert_ne!(right, wrong, "{from}");
        fs::write(&path, wrong).unwrap();
        assert!(catch_unwind(|| check(&data)).is_err(), "{from} became {to}");
    }
}

#[test]
fn the_package_says_who_when_and_on_which_terms() {
    let sandbox = Sandbox::new();
    let licence = "Datenlizenz (https://www.govdata.de/dl-de/by-2-0).";
    sandbox.edit("report.toml", "[report]", &format!("[report]\nlicence = \"{licence}\""));
    assert_eq!(sandbox.run(&["build", "--format", "csv"]).code, 0);
    let package: Value =
        serde_json::from_str(&sandbox.read("output/2017/data/datapackage.json")).unwrap();
    assert_eq!(text(&package, "name"), "krm-report-2017");
    assert_eq!(text(&package, "created"), "2018-05-02T00:00:00Z");
    assert_eq!(text(&package["contributors"][1], "role"), "publisher");
    assert_eq!(text(&package["licenses"][0], "path"), "https://www.govdata.de/dl-de/by-2-0");
    assert_eq!(text(&package["licenses"][0], "title"), licence);
    let figures = list(&package, "resources").iter().any(|it| text(it, "path") == "figures.json");
    assert!(!figures, "a file that was not written is not described");
}

#[test]
fn a_group_and_its_value_with_the_same_identifier_have_keys_of_their_own() {
    let sandbox = Sandbox::new();
    let report = sandbox.read("input/report.toml");
    let named = report.replacen("id = \"housing_costs\"", "id = \"housing\"", 1);
    assert_ne!(report, named);
    sandbox.write("report.toml", &named);
    let run = sandbox.run(&["build", "--format", "csv"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    check(&sandbox.path("output/2017/data"));
    assert!(sandbox.read("output/2017/data/municipal_topics.csv").contains("\nhousing_2,Kosten"));
}

#[test]
fn a_table_without_a_total_explains_its_columns_by_a_row_with_a_number_in_its_name() {
    let sandbox = Sandbox::new();
    let mut config = sandbox.read("input/report.toml");
    for (rows, at) in [("half_year", 1), ("quarter", 2)] {
        config.push_str(&format!("\n[[table]]\nid = \"own_{at}\"\ntitle = \"Zeit\"\nrows = \"{rows}\"\ncolumns = [\"total\"]\ntotal = false\n"));
    }
    sandbox.write("report.toml", &config);
    let chapter = "# Eigenes\n\n{{ table(id=\"own_1\") }}\n\n{{ table(id=\"own_2\") }}\n";
    sandbox.write("chapters/90-own.md", chapter);
    sandbox.build();
    let package = sandbox.read("output/2017/data/datapackage.json").replace('\u{a0}', " ");
    for row in ["1. Halbjahr", "1. Quartal"] {
        assert!(package.contains(&format!("Zeile „{row}“")), "{row}");
    }
}
