//! What is in a folder of the project.

use std::io::{Error, ErrorKind};
use std::path::Path;

/// The names in a folder, in order, without what editors and file managers leave behind; none where there is no folder.
///
/// # Errors
/// When the folder or an entry of it cannot be read: what is only half known is not known.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_left = name.starts_with(['.', '~']) || name.ends_with('~') || name == "Thumbs.db";
        if !is_left {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
