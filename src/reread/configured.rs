//! The texts of the office's configuration: names, titles and notes that had their numbers before anything was counted.

use super::lines::Lines;
use crate::project::Project;

/// Lets the report say what its configuration says, wherever that comes to stand.
pub(super) fn gather(project: &Project, lines: &mut Lines) {
    for (_, text) in &project.sources {
        // What cannot be read has not made a project.
        if let Ok(table) = text.trim_start_matches('\u{feff}').parse::<toml::Table>() {
            texts(&toml::Value::Table(table), lines);
        }
    }
}

fn texts(value: &toml::Value, lines: &mut Lines) {
    match value {
        toml::Value::String(text) => lines.name(text),
        toml::Value::Array(values) => values.iter().for_each(|value| texts(value, lines)),
        toml::Value::Table(table) => {
            for (key, value) in table {
                lines.name(key);
                texts(value, lines);
            }
        }
        _ => {}
    }
}
