//! The few things that are done to a disk when a report is put in its place, so that a test can cut the power after
//! each of them.

use crate::project::files::is_folder;
use std::io;
use std::path::{Path, PathBuf};

/// A place where files are kept. The content of a file and the names in a folder (new, moved, removed) survive a power
/// cut from the next [`Disk::sync`] of it on.
pub(super) trait Disk {
    /// Makes one folder; it is no failure that it is there. A private one only its owner can open.
    fn make(&self, folder: &Path, is_private: bool) -> io::Result<()>;
    /// Makes a new file.
    fn write(&self, file: &Path, bytes: &[u8], is_private: bool) -> io::Result<()>;
    /// Makes what is in a file or folder survive a power cut.
    fn sync(&self, path: &Path) -> io::Result<()>;
    /// The same of several at once. After an error some are not safe.
    fn sync_all(&self, paths: &[PathBuf]) -> io::Result<()> {
        paths.iter().try_for_each(|path| self.sync(path))
    }
    /// Gives a file or folder another place on the same disk. Fails where a folder with content is there.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a folder with all that is in it.
    fn remove(&self, folder: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, file: &Path) -> io::Result<()>;
    /// Whether there is something.
    fn exists(&self, path: &Path) -> io::Result<bool>;
    /// What is in a file; `None` where there is none.
    fn read(&self, file: &Path) -> io::Result<Option<Vec<u8>>>;
    /// All that is directly in a folder, in order; none where there is no folder.
    fn entries(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;
}

/// So many files are synced at once.
const AT_ONCE: usize = 16;

/// The disk of this machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct RealDisk;

impl Disk for RealDisk {
    fn make(&self, folder: &Path, is_private: bool) -> io::Result<()> {
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        if is_private {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        #[cfg(not(unix))]
        let _ = is_private;
        match builder.recursive(false).create(folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if is_folder(folder)? {
                    Ok(())
                } else {
                    Err(error)
                }
            }
            other => other,
        }
    }

    fn write(&self, file: &Path, bytes: &[u8], is_private: bool) -> io::Result<()> {
        use std::io::Write;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if is_private {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        #[cfg(not(unix))]
        let _ = is_private;
        options.open(file)?.write_all(bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        if cfg!(unix) {
            return std::fs::File::open(path)?.sync_all();
        }
        // Other systems keep names without being asked, open no folder, and sync only what is open for writing.
        match is_folder(path)? {
            true => Ok(()),
            false => std::fs::OpenOptions::new().write(true).open(path)?.sync_all(),
        }
    }

    // A disk that is asked for many things at once does them with one write of its journal.
    fn sync_all(&self, paths: &[PathBuf]) -> io::Result<()> {
        let part = paths.len().div_ceil(AT_ONCE).max(1);
        std::thread::scope(|scope| {
            let parts = paths
                .chunks(part)
                .map(|part| scope.spawn(move || part.iter().try_for_each(|path| self.sync(path))));
            let running: Vec<_> = parts.collect();
            running.into_iter().try_for_each(|part| {
                part.join().unwrap_or_else(|_| Err(io::Error::other("ein Teil brach ab")))
            })
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, folder: &Path) -> io::Result<()> {
        std::fs::remove_dir_all(folder)
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        std::fs::remove_file(file)
    }

    fn exists(&self, path: &Path) -> io::Result<bool> {
        match path.symlink_metadata() {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn read(&self, file: &Path) -> io::Result<Option<Vec<u8>>> {
        match std::fs::read(file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let entries = match std::fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(entry?.path());
        }
        paths.sort();
        Ok(paths)
    }
}
