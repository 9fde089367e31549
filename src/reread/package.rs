//! The description of the data files: its texts are the report's, and it holds no number of its own but the sizes and
//! hashes of the files. That it describes them is shown by tests.

use super::number::{has_number, normal};
use super::telling::Telling;
use super::texts::numbers;
use serde_json::Value;

/// Holds the texts of `datapackage.json` against the report.
pub(super) fn check(text: &str, telling: &mut Telling<'_>) {
    match serde_json::from_str(text) {
        Ok(package) => words(&package, "", telling),
        Err(error) => telling.unreadable(&error.to_string()),
    }
}

/// Everything that is said: names of keys, texts, numbers.
fn words(value: &Value, key: &str, telling: &mut Telling<'_>) {
    let place = format!("Schlüssel `{key}`");
    match value {
        Value::Object(object) => {
            for (key, value) in
                object.iter().filter(|(key, _)| !["bytes", "hash"].contains(&key.as_str()))
            {
                if has_number(key) {
                    telling.unaccounted("Schlüssel", "", key);
                }
                words(value, key, telling);
            }
        }
        Value::Array(values) => {
            values.iter().for_each(|value| words(value, key, telling));
        }
        Value::Number(number) => telling.unaccounted(&place, "", &number.to_string()),
        Value::String(text) => {
            for paragraph in text.split("\n\n").map(normal) {
                numbers(&paragraph, &place, telling);
            }
        }
        Value::Bool(_) | Value::Null => {}
    }
}
