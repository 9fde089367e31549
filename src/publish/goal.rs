//! Whether a folder may be written: it is ours or new, and no part of the project; and what was changed in it by hand.

use super::error::{PublishError, io};
use super::{MANIFEST, manifest};
use crate::render::sha256_hex;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// Refuses a folder in the project; `option` is how another is given.
pub(super) fn check_outside(
    folder: &Path,
    project: &Path,
    option: &'static str,
) -> Result<(), PublishError> {
    match is_within(folder, project)? {
        true => Err(PublishError::InProject(folder.display().to_string(), option)),
        false => Ok(()),
    }
}

/// Whether a folder is another or lies below it, also through `..` and links.
///
/// # Errors
/// When a folder on the way cannot be seen.
pub fn is_within(folder: &Path, other: &Path) -> Result<bool, PublishError> {
    Ok(resolved(folder)?.starts_with(resolved(other)?))
}

/// Whether a folder is empty or does not exist.
///
/// # Errors
/// When it cannot be read, or is no folder.
pub fn is_free(folder: &Path) -> Result<bool, std::io::Error> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// A path without `..` and links, as far as it is there.
fn resolved(path: &Path) -> Result<PathBuf, PublishError> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).map_err(io(path, "Lesen"))?.components() {
        match part {
            Component::ParentDir => {
                // Resolve links before going up, as the system would.
                plain = real(&plain)?.unwrap_or(plain);
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    for there in plain.ancestors() {
        if let Some(real) = real(there)? {
            let rest = plain.strip_prefix(there).unwrap_or(Path::new(""));
            return Ok(real.join(rest));
        }
    }
    Ok(plain)
}

/// A path without links; `None` where nothing is there.
fn real(path: &Path) -> Result<Option<PathBuf>, PublishError> {
    match path.canonicalize() {
        Ok(real) => Ok(Some(real)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io(path, "Lesen")(error)),
    }
}

/// Whether two paths lead to the same folder.
pub(super) fn is_same(one: &Path, other: &Path) -> Result<bool, PublishError> {
    match same_file::is_same_file(one, other) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(one == other),
        other => other.map_err(io(one, "Lesen")),
    }
}

/// Refuses an internal folder among what may be published.
pub(super) fn check_apart(internal: &Path, output: &Path) -> Result<(), PublishError> {
    match is_within(internal, output)? {
        true => Err(PublishError::InternalWithin(internal.display().to_string())),
        false => Ok(()),
    }
}

/// Refuses to leave an internal folder where none may be.
pub(super) fn check_absent(folder: &Path) -> Result<(), PublishError> {
    match folder.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(io(folder, "Lesen")(error)),
        Ok(_) => Err(PublishError::InternalBeside(folder.display().to_string())),
    }
}

/// What an earlier run wrote into a folder.
#[derive(Default)]
pub(super) struct Earlier {
    /// The names of its files.
    pub(super) files: BTreeSet<String>,
    /// Those that are not as they were written.
    pub(super) changed: Vec<PathBuf>,
}

/// Refuses a folder with something that its manifest does not list.
pub(super) fn check(folder: &Path) -> Result<Earlier, PublishError> {
    let foreign = |name: String| Err(PublishError::Foreign(folder.display().to_string(), name));
    match folder.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Earlier::default()),
        Err(error) => return Err(io(folder, "Lesen")(error)),
        Ok(there) if !there.is_dir() => return foreign(folder.display().to_string()),
        Ok(_) => {}
    }
    let marker = folder.join(MANIFEST);
    // A manifest that cannot be read is no sign that the folder is somebody else's.
    let text = match std::fs::read_to_string(&marker) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidData) => {
            String::new()
        }
        Err(error) => return Err(io(&marker, "Lesen")(error)),
    };
    let listed = manifest::listed_files(&text);
    let mut changed = Vec::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|error| io(folder, "Lesen")(error.into()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = inside.to_string_lossy().replace('\\', "/");
        if name == MANIFEST {
            if !manifest::is_ours(&text) {
                return foreign(name);
            }
            continue;
        }
        let Some(hash) = listed.get(&name) else { return foreign(name) };
        let bytes = std::fs::read(entry.path()).map_err(io(entry.path(), "Lesen"))?;
        if sha256_hex(&bytes) != *hash {
            changed.push(entry.into_path());
        }
    }
    Ok(Earlier { files: listed.keys().cloned().collect(), changed })
}
