//! Writing folders beside their goal and moving them into place.

use super::PublishError;
use crate::render::Artifact;
use std::fs;
use std::path::{Path, PathBuf};

/// The most leftovers of crashed builds that are stepped around.
const MAX_LEFTOVERS: u32 = 1000;

/// Replaces folders of `output` by new ones, all or none.
pub(super) fn replace(
    output: &Path,
    folders: &[(String, &[Artifact])],
) -> Result<(), PublishError> {
    let staging = new_staging(output)?;
    if let Err(error) = write_all(&staging, folders) {
        let _ = fs::remove_dir_all(&staging);
        return Err(error);
    }
    let result = swap_all(output, &staging, folders);
    // What could not be put back is kept where it is; the error names the place.
    if !matches!(result, Err(PublishError::NotRestored { .. })) {
        let _ = fs::remove_dir_all(&staging);
    }
    result
}

/// A folder of our own to write new folders into and keep old ones in until the swap is done. A
/// leftover of a crashed build is never reused.
fn new_staging(output: &Path) -> Result<PathBuf, PublishError> {
    make(output)?;
    for number in 0..MAX_LEFTOVERS {
        let staging = output.join(format!(".krm-report-staging-{}-{number}", std::process::id()));
        match fs::create_dir(&staging) {
            Ok(()) => return Ok(staging),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(io(&staging, "Anlegen")(error)),
        }
    }
    let error = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
    Err(io(output, "Anlegen eines Zwischenordners")(error))
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

/// What has been done with one goal.
struct Step {
    goal: PathBuf,
    kept: PathBuf,
    placed: bool,
}

fn swap_all(
    output: &Path,
    staging: &Path,
    folders: &[(String, &[Artifact])],
) -> Result<(), PublishError> {
    let old = staging.join("old");
    make(&old)?;
    let mut steps: Vec<Step> = Vec::new();
    for (name, _) in folders {
        let (goal, kept) = (output.join(name), old.join(name));
        let new = staging.join("new").join(name);
        let result = move_aside(&goal, &kept)
            .and_then(|()| fs::rename(new, &goal).map_err(io(&goal, "Verschieben")));
        steps.push(Step { goal, kept, placed: result.is_ok() });
        if let Err(error) = result {
            restore(&steps)?;
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

/// Takes new folders away again and puts the old ones back.
fn restore(steps: &[Step]) -> Result<(), PublishError> {
    for step in steps {
        if step.placed {
            fs::remove_dir_all(&step.goal).map_err(io(&step.goal, "Zurücknehmen"))?;
        }
        if step.kept.exists() {
            fs::rename(&step.kept, &step.goal).map_err(|source| PublishError::NotRestored {
                goal: step.goal.display().to_string(),
                kept: step.kept.display().to_string(),
                source,
            })?;
        }
    }
    Ok(())
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
        assert_eq!(leftovers(folder.path()), 0);
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
        assert_eq!(leftovers(folder.path()), 0);
    }

    #[test]
    fn a_first_build_that_fails_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let new = [artifact("a.txt", "new")];
        let folders: [(String, &[Artifact]); 2] =
            [("x".to_owned(), &new), ("missing/y".to_owned(), &new)];
        assert!(replace(folder.path(), &folders).is_err());
        assert!(!folder.path().join("x").exists());
        assert_eq!(leftovers(folder.path()), 0);
    }

    #[test]
    fn a_leftover_of_a_crashed_build_is_not_reused() {
        let folder = tempfile::tempdir().unwrap();
        let leftover = new_staging(folder.path()).unwrap();
        fs::create_dir_all(leftover.join("new/x")).unwrap();
        fs::write(leftover.join("new/x/stale.txt"), "stale").unwrap();
        replace(folder.path(), &[("x".to_owned(), &[artifact("a.txt", "1")])]).unwrap();
        assert!(!folder.path().join("x/stale.txt").exists());
    }

    fn leftovers(folder: &Path) -> usize {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().starts_with(".krm-report")).count()
    }
}
