//! The files that are written into a project folder: what an edition has printed, in `archive/`, and the key of `strip`.
//! Never replaces a file, and writes all of one or nothing.

use super::disk::{Disk, RealDisk};
use super::error::{PublishError, io};
use crate::project::files::is_folder;
use crate::render::Artifact;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes a new file of the archive below the project folder, safe from power cuts; returns its path.
///
/// # Errors
/// When the project folder is gone, or the file exists or cannot be written; then there is no new file.
pub fn add_to_archive(project: &Path, artifact: &Artifact) -> Result<PathBuf, PublishError> {
    let goal = project.join(&artifact.path);
    let folder = goal.parent().unwrap_or(project);
    if !is_folder(project).map_err(io(project, "Lesen"))? {
        return Err(PublishError::ProjectGone(project.display().to_string()));
    }
    RealDisk.make(folder, false).map_err(io(folder, "Anlegen"))?;
    add_file(&goal, &artifact.bytes, false)?;
    RealDisk.sync(project).map_err(io(project, "Sichern"))?;
    Ok(goal)
}

/// Writes a new file into a folder that is there, safe from power cuts, for whoever holds the lock of the project. A private one
/// only its owner can read.
///
/// # Errors
/// When the file exists or cannot be written; then there is no new file.
pub fn add_file(goal: &Path, bytes: &[u8], is_private: bool) -> Result<(), PublishError> {
    let folder = goal.parent().unwrap_or(goal);
    let name = format!(".{}", goal.file_name().unwrap_or_default().display());
    // Beside the goal first: a file that was cut off must not count for one. What a run left there that was broken off goes.
    let left = folder.join(format!("{name}.tmp"));
    if RealDisk.exists(&left).map_err(io(&left, "Lesen"))? {
        RealDisk.remove_file(&left).map_err(io(&left, "Entfernen"))?;
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(&name).suffix(".tmp").rand_bytes(0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = if is_private { 0o600 } else { 0o644 };
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = is_private;
    let mut staged = builder.tempfile_in(folder).map_err(io(folder, "Schreiben"))?;
    let written = staged.write_all(bytes).and_then(|()| staged.as_file().sync_all());
    written.map_err(io(staged.path(), "Schreiben"))?;
    staged.persist_noclobber(goal).map_err(|error| io(goal, "Anlegen")(error.error))?;
    RealDisk.sync(folder).map_err(io(folder, "Sichern"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn artifact(text: &str) -> Artifact {
        Artifact { path: "archive/2017.json".to_owned(), bytes: text.into() }
    }

    #[test]
    fn a_file_of_the_archive_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = add_to_archive(folder.path(), &artifact("first")).unwrap();
        assert!(add_to_archive(folder.path(), &artifact("second")).is_err());
        assert_eq!(fs::read_to_string(path).unwrap(), "first");
        assert_eq!(fs::read_dir(folder.path().join("archive")).unwrap().count(), 1);
    }

    #[test]
    fn a_project_that_vanished_is_not_made_anew_for_its_archive() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("input");
        assert!(matches!(
            add_to_archive(&gone, &artifact("first")),
            Err(PublishError::ProjectGone(_))
        ));
        assert!(!gone.exists());
    }
}
