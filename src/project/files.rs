//! Files that others have put into place: only regular ones are opened. A pipe may never end, and a device has no end.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;

/// A path in print, with `/` on every system.
pub fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// Opens a regular file, or what a link to one leads to.
///
/// # Errors
/// When it cannot be opened; with `IsADirectory` for a folder, with `InvalidInput` for a pipe, a socket or a device.
pub fn open(path: &Path) -> Result<File, Error> {
    // Opening a pipe would wait for somebody to write into it.
    let kind = std::fs::metadata(path)?.file_type();
    if kind.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if !kind.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    File::open(path)
}

/// Whether a path leads to a folder; one that leads nowhere does not.
///
/// # Errors
/// When nobody can tell: what cannot be seen is not nothing.
pub fn is_folder(path: &Path) -> Result<bool, Error> {
    match path.metadata() {
        Ok(there) => Ok(there.is_dir()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether a file of the project lies in it, and not among its exports, also where links lead: what is printed as it is could hand out
/// the text of persons or a file of the machine otherwise.
///
/// # Errors
/// When there is no such file.
pub(super) fn is_own(project: &Path, path: &Path) -> Result<bool, Error> {
    let project = project.canonicalize()?;
    let path = path.canonicalize()?;
    Ok(path.strip_prefix(&project).is_ok_and(|path| !path.starts_with("exports")))
}

/// The text of a file of the project that is printed as it is.
///
/// # Errors
/// As for [`text`]; with [`Elsewhere`] within when it is not the project's own.
pub(super) fn own_text(project: &Path, path: &Path) -> Result<String, Error> {
    // A pipe or a device is told as one.
    open(path)?;
    if is_own(project, path)? { text(path) } else { Err(Error::other(Elsewhere)) }
}

/// A link leads out of the project, or to an export.
#[derive(Debug)]
pub(super) struct Elsewhere;

impl std::error::Error for Elsewhere {}

impl std::fmt::Display for Elsewhere {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .write_str("eine Verknüpfung, die aus dem Projektordner oder zu einem Export führt")
    }
}

/// The content of a regular file.
///
/// # Errors
/// As for [`open`], and when it cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The content of a regular file in UTF-8.
///
/// # Errors
/// As for [`bytes`]; with `InvalidData` when it is not UTF-8.
pub fn text(path: &Path) -> Result<String, Error> {
    String::from_utf8(bytes(path)?).map_err(|_| ErrorKind::InvalidData.into())
}

/// Why a file cannot be opened, in words that are the same on every system.
pub fn reason(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::NotFound => "nicht gefunden",
        ErrorKind::PermissionDenied => "keine Berechtigung",
        ErrorKind::NotADirectory => "kein Ordner",
        ErrorKind::InvalidInput => "keine Datei, sondern etwas wie eine Pipe oder ein Gerät",
        ErrorKind::AlreadyExists => "gibt es schon",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "kein Platz mehr",
        ErrorKind::ReadOnlyFilesystem => "der Datenträger ist schreibgeschützt",
        _ => "Fehler des Datenträgers",
    }
}
