//! The one file that is written into a project folder: what an edition has printed, in `archive/`.
//! Never replaces a file.

use super::PublishError;
use crate::render::Artifact;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a new file of the archive below the project folder; returns its path.
///
/// # Errors
/// When the file exists or cannot be written; then there is no new file.
pub fn add_to_archive(project: &Path, artifact: &Artifact) -> Result<PathBuf, PublishError> {
    let goal = project.join(&artifact.path);
    let folder = goal.parent().unwrap_or(project);
    fs::create_dir_all(folder).map_err(io(folder, "Anlegen"))?;
    if goal.exists() {
        let exists = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
        return Err(io(&goal, "Anlegen")(exists));
    }
    // Beside the goal first: a file that was cut off must not count as an edition.
    let name = goal.file_name().unwrap_or_default().to_string_lossy();
    let staged = folder.join(format!(".{name}-{}", std::process::id()));
    let written = fs::write(&staged, &artifact.bytes)
        .map_err(io(&staged, "Schreiben"))
        .and_then(|()| fs::rename(&staged, &goal).map_err(io(&goal, "Verschieben")));
    if written.is_err() {
        let _ = fs::remove_file(&staged);
    }
    written.map(|()| goal)
}

fn io(path: &Path, action: &'static str) -> impl FnOnce(std::io::Error) -> PublishError {
    let path = path.display().to_string();
    move |source| PublishError::Io { path, action, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_archive_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let artifact =
            |text: &str| Artifact { path: "archive/2017.json".to_owned(), bytes: text.into() };
        let path = add_to_archive(folder.path(), &artifact("first")).unwrap();
        assert!(add_to_archive(folder.path(), &artifact("second")).is_err());
        assert_eq!(fs::read_to_string(path).unwrap(), "first");
        assert_eq!(fs::read_dir(folder.path().join("archive")).unwrap().count(), 1);
    }
}
