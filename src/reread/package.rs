//! The description of the data files: what it says of each file is so, its texts are the report's, and it
//! holds no number of its own.

use super::expected::{Expected, ExpectedTable};
use super::number::{has_number, normal};
use super::telling::Telling;
use super::texts::numbers;
use crate::disclosure::PublishedValue;
use crate::render::Artifact;
use crate::report::Document;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Holds `datapackage.json` against the report and the files beside it.
pub(super) fn check(
    bytes: &[u8],
    artifacts: &[Artifact],
    document: &Document,
    expected: &Expected<'_>,
    telling: &mut Telling<'_>,
) {
    let mut package: Value = match serde_json::from_slice(bytes) {
        Ok(package) => package,
        Err(error) => return telling.unreadable(&error.to_string()),
    };
    let resources = package.get("resources").and_then(Value::as_array);
    let resources: Vec<&Value> = resources.into_iter().flatten().collect();
    let files = artifacts.iter().filter_map(|artifact| {
        let name = artifact.path.strip_prefix("data/")?;
        (name != "datapackage.json").then_some((name, artifact))
    });
    let mut described = Vec::new();
    for (name, file) in files {
        let of_file = |resource: &&&Value| text(resource, "path") == name;
        let found: Vec<&&Value> = resources.iter().filter(of_file).collect();
        match found.as_slice() {
            [resource] => file_facts(name, resource, file, telling),
            _ => telling.differs(
                &format!("Beschreibung von `{name}`"),
                "genau eine",
                &found.len().to_string(),
            ),
        }
        described.push(name);
    }
    for resource in &resources {
        let path = text(resource, "path");
        if !described.contains(&path) {
            telling.differs("Beschreibung einer Datei", "eine Datei des Berichts", path);
        }
        let id = path.strip_suffix(".csv").unwrap_or_default();
        if let Some(table) = expected.tables.iter().find(|table| table.id == id) {
            schema(resource, table, expected, telling);
        }
    }
    // Size and hash have been held against the file; nothing else may be a number.
    let resources = package.get_mut("resources").and_then(Value::as_array_mut);
    for resource in resources.into_iter().flatten().filter_map(Value::as_object_mut) {
        resource.remove("bytes");
        resource.remove("hash");
    }
    let known = Known::new(document);
    words(&package, "", &known, expected, telling);
}

/// What the package may repeat of the report.
struct Known<'a> {
    document: &'a Document,
    /// The definitions of all figures.
    definitions: Vec<String>,
}

impl<'a> Known<'a> {
    fn new(document: &'a Document) -> Self {
        let definitions = document.figures.iter().map(|entry| normal(&entry.definition));
        Self { document, definitions: definitions.collect() }
    }

    /// A text without the definition of a figure that it ends with.
    fn without_definition<'t>(&self, text: &'t str) -> &'t str {
        let rests = self.definitions.iter().filter_map(|it| text.strip_suffix(it.as_str()));
        rests.min_by_key(|rest| rest.len()).unwrap_or(text)
    }
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Name, size and hash of a file.
fn file_facts(name: &str, resource: &Value, file: &Artifact, telling: &mut Telling<'_>) {
    let mut differs = |key: &str, is_so: bool| {
        if !is_so {
            let found = resource.get(key).map(Value::to_string).unwrap_or_default();
            telling.differs(&format!("`{key}` von `{name}`"), "wie die Datei", &found);
        }
    };
    let stem = name.strip_suffix(".csv").unwrap_or(name);
    differs("name", text(resource, "name") == stem);
    let bytes = resource.get("bytes").and_then(Value::as_u64);
    differs("bytes", bytes == u64::try_from(file.bytes.len()).ok());
    let hash: String = Sha256::digest(&file.bytes).iter().map(|it| format!("{it:02x}")).collect();
    differs("hash", text(resource, "hash") == format!("sha256:{hash}"));
}

/// The columns are those of the table, of a type all their values have, and every sign that stands in a
/// cell is declared to be no value.
fn schema(
    resource: &Value,
    table: &ExpectedTable,
    expected: &Expected<'_>,
    telling: &mut Telling<'_>,
) {
    let place = |what: &str| format!("{what}, Tabelle `{}`", table.id);
    let list = |key: &str| {
        let list = resource.get("schema").and_then(|schema| schema.get(key));
        list.and_then(Value::as_array).into_iter().flatten()
    };
    let names: Vec<&str> = list("fields").map(|field| text(field, "name")).collect();
    let keys: Vec<&str> = ["id", "label"]
        .into_iter()
        .chain(table.columns.iter().map(|(_, key)| key.as_str()))
        .collect();
    if names != keys {
        return telling.differs(&place("Spalten"), &keys.join(","), &names.join(","));
    }
    let missing: Vec<&str> = list("missingValues").filter_map(Value::as_str).collect();
    for (position, field) in list("fields").skip(2).enumerate() {
        let kind = text(field, "type");
        let cells = table.rows.iter().filter_map(|row| row.cells.get(position));
        for cell in cells {
            let value = cell.figure.as_ref().map(|(_, value)| *value);
            let fits = match (value, expected.figures.sign_in_data(value)) {
                (_, Some(sign)) => missing.contains(&sign),
                (Some(PublishedValue::Count(_) | PublishedValue::Change { .. }), None) => {
                    ["integer", "number"].contains(&kind)
                }
                _ => kind == "number",
            };
            if !fits {
                let name = format!("Typ der Spalte `{}`", text(field, "name"));
                return telling.differs(&place(&name), "einer, den alle ihre Werte haben", kind);
            }
        }
    }
}

/// Everything that is said: names of keys, texts, numbers.
fn words(
    value: &Value,
    key: &str,
    known: &Known<'_>,
    expected: &Expected<'_>,
    telling: &mut Telling<'_>,
) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                if has_number(key) {
                    telling.unaccounted("Schlüssel", "", key);
                }
                words(value, key, known, expected, telling);
            }
        }
        Value::Array(values) => {
            values.iter().for_each(|value| words(value, key, known, expected, telling));
        }
        Value::Number(number) => {
            telling.unaccounted(&format!("Schlüssel `{key}`"), "", &number.to_string());
        }
        Value::String(text) => {
            let head = &known.document.head;
            let is_known = match key {
                "name" | "path" => is_name(text, known.document),
                "created" => text.strip_suffix("T00:00:00Z") == Some(head.as_of_iso.as_str()),
                "encoding" => text == "utf-8",
                _ => false,
            };
            if !is_known {
                let place = format!("Schlüssel `{key}`");
                for paragraph in text.split("\n\n").map(normal).filter(|it| has_number(it)) {
                    numbers(known.without_definition(&paragraph), &place, expected, telling);
                }
            }
        }
        Value::Bool(_) | Value::Null => {}
    }
}

/// The names of the package, of the files and of the columns, and the address of the licence.
fn is_name(name: &str, document: &Document) -> bool {
    let tables = document.tables();
    let of_table = |id: &str| tables.iter().any(|table| table.id == id);
    let columns = tables.iter().flat_map(|table| &table.columns);
    let licence = document.head.licence.as_deref().unwrap_or_default();
    !has_number(name)
        || licence.contains(name)
        || name.strip_prefix("krm-report-") == Some(document.head.name.as_str())
        || of_table(name.strip_suffix(".csv").unwrap_or(name))
        || columns.into_iter().any(|column| column.key == name)
}
