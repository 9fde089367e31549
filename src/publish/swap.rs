//! Writing folders beside their goal and moving them into place.

use super::PublishError;
use crate::render::Artifact;
use std::fs;
use std::path::{Path, PathBuf};

/// Where new folders are written and old ones kept until the swap is done; each process has its
/// own, so that two builds at once do not meet.
fn staging(output: &Path) -> PathBuf {
    output.join(format!(".krm-report-staging-{}", std::process::id()))
}

/// Replaces folders of `output` by new ones, all or none.
pub(super) fn replace(
    output: &Path,
    folders: &[(String, &[Artifact])],
) -> Result<(), PublishError> {
    let staging = staging(output);
    make(&staging)?;
    let result = write_all(&staging, folders).and_then(|()| swap_all(output, &staging, folders));
    let _ = fs::remove_dir_all(&staging);
    result
}

fn write_all(staging: &Path, folders: &[(String, &[Artifact])]) -> Result<(), PublishError> {
    for (name, artifacts) in folders {
        let folder = staging.join("new").join(name);
        make(&folder)?;
        for artifact in *artifacts {
            let path = folder.join(&artifact.path);
            if let Some(parent) = path.parent() {
                make(parent)?;
            }
            fs::write(&path, &artifact.bytes).map_err(io(&path, "Schreiben"))?;
        }
    }
    Ok(())
}

fn swap_all(
    output: &Path,
    staging: &Path,
    folders: &[(String, &[Artifact])],
) -> Result<(), PublishError> {
    let old = staging.join("old");
    make(&old)?;
    let mut done: Vec<(PathBuf, PathBuf)> = Vec::new();
    for (name, _) in folders {
        let goal = output.join(name);
        let kept = old.join(name);
        let result = move_aside(&goal, &kept).and_then(|()| {
            fs::rename(staging.join("new").join(name), &goal).map_err(io(&goal, "Verschieben"))
        });
        done.push((goal, kept));
        if let Err(error) = result {
            restore(&done);
            return Err(error);
        }
    }
    Ok(())
}

fn move_aside(goal: &Path, kept: &Path) -> Result<(), PublishError> {
    match fs::rename(goal, kept) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(io(goal, "Verschieben")),
    }
}

/// Puts the old folders back.
fn restore(done: &[(PathBuf, PathBuf)]) {
    for (goal, kept) in done {
        if kept.exists() {
            let _ = fs::remove_dir_all(goal);
            let _ = fs::rename(kept, goal);
        }
    }
}

fn make(folder: &Path) -> Result<(), PublishError> {
    fs::create_dir_all(folder).map_err(io(folder, "Anlegen"))
}

fn io(path: &Path, action: &'static str) -> impl FnOnce(std::io::Error) -> PublishError {
    let path = path.display().to_string();
    move |source| PublishError::Io { path, action, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact(path: &str, text: &str) -> Artifact {
        Artifact { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn a_new_edition_leaves_no_file_of_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let first = [artifact("a.txt", "1"), artifact("deep/b.txt", "1")];
        replace(folder.path(), &[("x".to_owned(), &first)]).unwrap();
        let second = [artifact("a.txt", "2")];
        replace(folder.path(), &[("x".to_owned(), &second)]).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("x/a.txt")).unwrap(), "2");
        assert!(!folder.path().join("x/deep").exists());
        assert!(!staging(folder.path()).exists());
    }

    #[test]
    fn when_one_folder_cannot_be_moved_all_old_ones_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let old = [artifact("a.txt", "old")];
        replace(folder.path(), &[("x".to_owned(), &old)]).unwrap();
        let new = [artifact("a.txt", "new")];
        // The second name is no folder name: its parent does not exist.
        let folders: [(String, &[Artifact]); 2] =
            [("x".to_owned(), &new), ("missing/y".to_owned(), &new)];
        assert!(replace(folder.path(), &folders).is_err());
        assert_eq!(fs::read_to_string(folder.path().join("x/a.txt")).unwrap(), "old");
    }
}
