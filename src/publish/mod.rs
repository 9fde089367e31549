//! Artifacts → output folder. All or nothing: everything is written beside the goal first and then
//! moved into place; a failure leaves the last good output untouched. Changes no content.

mod archive;
mod manifest;
mod swap;

pub use archive::add_to_archive;
pub use manifest::FileHash;

use crate::render::Artifact;
use manifest::Manifest;
use std::path::{Component, Path, PathBuf};
use thiserror::Error;

/// Name of the file that marks a folder as ours.
pub const MANIFEST: &str = "manifest.json";

/// What a report's folders are called and said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Folder name within the output folder: `2017`, `2017-intranet`; the internal one ends in `-internal`.
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
        "der Ordner `{0}` enthält etwas, das nicht von krm-report stammt (`{1}`); er wird nicht überschrieben. Räumen Sie es beiseite, oder geben Sie mit --output einen leeren oder neuen Ordner an"
    )]
    Foreign(String, String),
    /// The goal lies in the project folder.
    #[error(
        "der Ausgabeordner `{0}` liegt im Projektordner; geben Sie mit --output einen anderen an"
    )]
    InProject(String),
    /// The swap failed, and so did putting the former output back.
    #[error(
        "`{goal}` ließ sich nach einem Fehler nicht zurückverschieben: {source}; der frühere Inhalt liegt in `{kept}`"
    )]
    NotRestored {
        /// Where the former output stood.
        goal: String,
        /// Where it is now.
        kept: String,
        /// The reason.
        source: std::io::Error,
    },
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
        if let Some(foreign) = foreign_entry(&folder)? {
            return Err(PublishError::Foreign(folder.display().to_string(), foreign));
        }
    }
    Ok(())
}

fn internal_name(edition: &Edition) -> String {
    format!("{}-internal", edition.name)
}

/// Whether `output` is the project folder or lies below it, also through `..` and links.
pub fn is_within(output: &Path, project: &Path) -> bool {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(output).unwrap_or_else(|_| output.to_owned()).components() {
        match part {
            Component::ParentDir => {
                // Resolve links before going up, as the system would.
                plain = plain.canonicalize().unwrap_or(plain);
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    let existing = plain.ancestors().find_map(|path| path.canonicalize().ok());
    match (existing, project.canonicalize()) {
        (Some(output), Ok(project)) => output.starts_with(project),
        _ => false,
    }
}

/// Something in a folder that its manifest does not list, if there is anything.
fn foreign_entry(folder: &Path) -> Result<Option<String>, PublishError> {
    let manifest = std::fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    let listed = manifest::listed_files(&manifest);
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name();
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => {
                let path = folder.display().to_string();
                let source = error.into();
                return Err(PublishError::Io { path, action: "Lesen", source });
            }
        };
        let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = inside.to_string_lossy().replace('\\', "/");
        if entry.depth() == 0 && !entry.file_type().is_dir() {
            return Ok(Some(folder.display().to_string()));
        }
        if !entry.file_type().is_dir() && name != MANIFEST && !listed.contains(&name) {
            return Ok(Some(name));
        }
        if name == MANIFEST && !manifest::is_ours(&manifest) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

fn is_missing(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}
