//! One writer at a time: whoever writes into a folder holds a lock on it, and others wait. The system frees it when a
//! process ends, however it ends.

use super::PublishError;
use super::disk::{Disk, RealDisk};
use super::error::io;
use crate::project::files::is_folder;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file that is locked. It is there while somebody holds the lock.
const LOCK: &str = ".krm-report.lock";

/// How often the file may be taken away by others while one waits for it.
const MAX_TRIES: u32 = 10_000;

/// A lock on a folder; free again when dropped. The folder is made for it, and taken away again where nothing came into
/// it.
#[derive(Debug)]
pub struct Lock {
    file: PathBuf,
    held: Option<File>,
    /// Folders that were made for it, the innermost first.
    made: Vec<PathBuf>,
}

impl Lock {
    /// Locks a folder that is there, or is made; waits for whoever holds it. A disk that knows no locks gives one that
    /// holds nobody off.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub(super) fn of_output(folder: &Path) -> Result<Self, PublishError> {
        let mut made = Vec::new();
        for folder in folder.ancestors().filter(|folder| !folder.as_os_str().is_empty()) {
            if RealDisk.exists(folder).map_err(io(folder, "Lesen"))? {
                break;
            }
            made.push(folder.to_owned());
        }
        let mut lock = Self { file: folder.join(LOCK), held: None, made };
        lock.take(|| make(folder).map_err(io(folder, "Anlegen")))?;
        Ok(lock)
    }

    /// Locks a project for `release`; its folder is never made.
    ///
    /// # Errors
    /// When the folder is gone or cannot be written.
    pub fn of_project(folder: &Path) -> Result<Self, PublishError> {
        let mut lock = Self { file: folder.join(LOCK), held: None, made: Vec::new() };
        lock.take(|| match is_folder(folder).map_err(io(folder, "Lesen"))? {
            true => Ok(()),
            false => Err(PublishError::ProjectGone(folder.display().to_string())),
        })?;
        Ok(lock)
    }

    fn take(&mut self, prepare: impl Fn() -> Result<(), PublishError>) -> Result<(), PublishError> {
        for _ in 0..MAX_TRIES {
            prepare()?;
            let opened =
                OpenOptions::new().write(true).create(true).truncate(false).open(&self.file);
            let file = match opened {
                // Whoever held it took the folder away again.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                other => other.map_err(io(&self.file, "Anlegen"))?,
            };
            match file.lock() {
                Err(error) if error.kind() == ErrorKind::Unsupported => {}
                other => other.map_err(io(&self.file, "Sperren"))?,
            }
            // While we waited, the holder may have taken the file away, and another made a new one.
            let is_current = match same_file::Handle::from_path(&self.file) {
                Ok(current) => {
                    let ours = file.try_clone().and_then(same_file::Handle::from_file);
                    ours.map_err(io(&self.file, "Lesen"))? == current
                }
                Err(error) if error.kind() == ErrorKind::NotFound => false,
                Err(error) => return Err(io(&self.file, "Lesen")(error)),
            };
            if is_current {
                self.held = Some(file);
                return Ok(());
            }
        }
        Err(io(&self.file, "Sperren")(ErrorKind::ResourceBusy.into()))
    }
}

/// Makes a folder with all above it. Whoever held a lock on it may take one of them away at the same time: then it is not there, and
/// that is no error, since the lock is tried again.
fn make(folder: &Path) -> std::io::Result<()> {
    let Err(error) = std::fs::create_dir_all(folder) else { return Ok(()) };
    match error.kind() {
        ErrorKind::NotFound => Ok(()),
        ErrorKind::AlreadyExists => match std::fs::symlink_metadata(folder) {
            Ok(there) if !there.is_dir() => Err(error),
            Err(unseen) if unseen.kind() != ErrorKind::NotFound => Err(unseen),
            _ => Ok(()),
        },
        _ => Err(error),
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // What cannot be taken away is harmless: it is a file without content, or an empty folder.
        if self.held.is_some() {
            drop(std::fs::remove_file(&self.file));
        }
        for folder in &self.made {
            if std::fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn only_one_holds_a_lock() {
        let folder = tempfile::tempdir().unwrap();
        let goal = folder.path().join("a/b");
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..25 {
                        let lock = Lock::of_output(&goal).unwrap();
                        let now = inside.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(now, Ordering::SeqCst);
                        std::thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), 1);
    }

    #[test]
    fn nothing_is_left_of_a_lock_and_of_the_folders_that_were_made_for_it() {
        let folder = tempfile::tempdir().unwrap();
        drop(Lock::of_output(&folder.path().join("a/b")).unwrap());
        assert!(!folder.path().join("a").exists());
        drop(Lock::of_output(folder.path()).unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_project_that_is_gone_is_not_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("input");
        assert!(matches!(Lock::of_project(&gone), Err(PublishError::ProjectGone(_))));
        assert!(!gone.exists());
    }
}
