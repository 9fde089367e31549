//! Files that others have put into place: only regular ones are opened. A pipe may never end, and a device has no end.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;

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
        ErrorKind::InvalidInput => "keine Datei, sondern etwas wie eine Pipe oder ein Gerät",
        _ => "Lesefehler",
    }
}
