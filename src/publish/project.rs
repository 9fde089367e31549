//! A new project folder, as `init` makes it. Never replaces a file.

use super::archive::add_file;
use super::error::{PublishError, io};
use crate::render::Artifact;
use std::path::Path;

/// Writes a new project: these folders, empty, and these files, in their order.
///
/// # Errors
/// When something cannot be made or written, or a file is there already.
pub fn start_project(
    project: &Path,
    folders: &[&str],
    files: &[Artifact],
) -> Result<(), PublishError> {
    for folder in folders {
        let folder = project.join(folder);
        std::fs::create_dir_all(&folder).map_err(io(&folder, "Anlegen"))?;
    }
    for file in files {
        add_file(&project.join(&file.path), &file.bytes, false)?;
    }
    Ok(())
}
