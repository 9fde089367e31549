//! The office's own page templates and style sheet in `templates/`, in place of the standard ones.

use super::files;
use super::toml_file::unreadable;
use crate::diagnostic::{FindingCode, Findings};
use std::collections::BTreeMap;
use std::path::Path;

/// The files that can be replaced.
const NAMES: [&str; 6] =
    ["page.html", "embed.html", "table.html", "chart.html", "style.css", "annex.typ"];

pub(super) fn read(folder: &Path, findings: &mut Findings) -> BTreeMap<String, String> {
    let mut templates = BTreeMap::new();
    for name in NAMES {
        match files::own_text(folder, &folder.join("templates").join(name)) {
            Ok(text) => {
                templates.insert(name.to_owned(), text);
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                let file = format!("templates/{name}");
                findings.push(unreadable(FindingCode::Template, "die Vorlage", &file, &error));
            }
        }
    }
    templates
}
