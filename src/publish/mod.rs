//! Artifacts → output folder. All or nothing: everything is written beside the goal first and then
//! moved into place; a failure leaves the last good output untouched. Changes no content.

mod manifest;
mod swap;

pub use manifest::{FileHash, sha256_hex};

use crate::render::Artifact;
use manifest::Manifest;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Name of the file that marks a folder as ours.
pub const MANIFEST: &str = "manifest.json";

/// What a report's folders are called and said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Folder name within the output folder: `2017`; the internal one is `2017-internal`.
    pub name: String,
    /// Title of the report.
    pub title: String,
    /// The report's date, ISO.
    pub as_of: String,
    /// `draft` or `final`.
    pub status: &'static str,
    /// Hashes of the configuration files.
    pub configuration: Vec<FileHash>,
}

/// Why nothing was published.
#[derive(Debug, Error)]
pub enum PublishError {
    /// The goal holds something that is not ours.
    #[error(
        "der Ordner `{0}` enthält Dateien, die nicht von krm-report stammen; er wird nicht überschrieben. Geben Sie mit --output einen leeren oder neuen Ordner an"
    )]
    Foreign(String),
    /// The goal lies in the project folder.
    #[error(
        "der Ausgabeordner `{0}` liegt im Projektordner; geben Sie mit --output einen anderen an"
    )]
    InProject(String),
    /// Reading or writing failed.
    #[error("`{path}`: {action} ist nicht möglich: {source}")]
    Io {
        /// The path.
        path: String,
        /// What was tried, as a German noun: `Anlegen`.
        action: &'static str,
        /// The reason.
        source: std::io::Error,
    },
}

/// Writes both folders of an edition; returns the path of the public one.
///
/// # Errors
/// When a folder cannot be written, is not ours, or lies in the project.
pub fn publish(
    output: &Path,
    project: &Path,
    edition: &Edition,
    public: &[Artifact],
    internal: &[Artifact],
) -> Result<PathBuf, PublishError> {
    check_goal(output, project, edition)?;
    let mut public = public.to_vec();
    let mut internal = internal.to_vec();
    public.push(Manifest::public(edition, &public).artifact());
    internal.push(Manifest::internal(edition, &internal).artifact());
    let folders =
        [(edition.name.clone(), public.as_slice()), (internal_name(edition), internal.as_slice())];
    swap::replace(output, &folders)?;
    Ok(output.join(&edition.name))
}

/// Checks that the goal may be written, before the long work.
///
/// # Errors
/// When a folder is not ours, or lies in the project.
pub fn check_goal(output: &Path, project: &Path, edition: &Edition) -> Result<(), PublishError> {
    if is_within(output, project) {
        return Err(PublishError::InProject(output.display().to_string()));
    }
    for name in [edition.name.clone(), internal_name(edition)] {
        let folder = output.join(name);
        if !is_free_or_ours(&folder)? {
            return Err(PublishError::Foreign(folder.display().to_string()));
        }
    }
    Ok(())
}

fn internal_name(edition: &Edition) -> String {
    format!("{}-internal", edition.name)
}

/// Whether `output` is the project folder or lies below it, as far as both exist.
fn is_within(output: &Path, project: &Path) -> bool {
    let existing = output.ancestors().find_map(|path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        path.canonicalize().ok()
    });
    match (existing, project.canonicalize()) {
        (Some(output), Ok(project)) => output.starts_with(project),
        _ => false,
    }
}

fn is_free_or_ours(folder: &Path) -> Result<bool, PublishError> {
    let mut entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        Err(source) => {
            let path = folder.display().to_string();
            return Err(PublishError::Io { path, action: "Lesen", source });
        }
    };
    if entries.next().is_none() {
        return Ok(true);
    }
    let manifest = std::fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    Ok(manifest::is_ours(&manifest))
}
