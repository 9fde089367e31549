//! The manifest of an output folder: what is in it and what made it. The public one holds hashes
//! of outputs, configuration and program version; nothing about input files, because a hash of a
//! small table can be guessed.

use super::{Edition, MANIFEST};
use crate::render::{Artifact, sha256_hex};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Marks a manifest as written by this program.
const GENERATOR: &str = "krm-report";

/// A file's hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHash {
    /// Path, with `/`.
    pub path: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Manifest<'a> {
    generator: &'static str,
    format_version: u32,
    version: &'static str,
    kind: &'static str,
    title: &'a str,
    edition: &'a str,
    as_of: &'a str,
    status: &'a str,
    configuration: &'a [FileHash],
    files: Vec<FileHash>,
}

#[derive(Deserialize)]
struct Marker {
    generator: String,
    #[serde(default)]
    files: Vec<FileHash>,
}

impl<'a> Manifest<'a> {
    pub(super) fn public(edition: &'a Edition, artifacts: &[Artifact]) -> Self {
        Self::new(edition, artifacts, "public")
    }

    pub(super) fn internal(edition: &'a Edition, artifacts: &[Artifact]) -> Self {
        Self::new(edition, artifacts, "internal: must not leave the office")
    }

    fn new(edition: &'a Edition, artifacts: &[Artifact], kind: &'static str) -> Self {
        let mut files: Vec<FileHash> = artifacts
            .iter()
            .map(|artifact| FileHash {
                path: artifact.path.clone(),
                sha256: sha256_hex(&artifact.bytes),
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self {
            generator: GENERATOR,
            format_version: 1,
            version: env!("CARGO_PKG_VERSION"),
            kind,
            title: &edition.title,
            edition: &edition.name,
            as_of: &edition.as_of,
            status: edition.status,
            configuration: &edition.configuration,
            files,
        }
    }

    pub(super) fn artifact(&self) -> Artifact {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        Artifact { path: MANIFEST.to_owned(), bytes }
    }
}

/// Whether a manifest's text was written by this program.
pub(super) fn is_ours(text: &str) -> bool {
    serde_json::from_str::<Marker>(text).is_ok_and(|marker| marker.generator == GENERATOR)
}

/// The files a manifest of ours lists, with their hashes; none for any other text.
pub(super) fn listed_files(text: &str) -> BTreeMap<String, String> {
    let marker = serde_json::from_str::<Marker>(text).ok();
    let ours = marker.filter(|marker| marker.generator == GENERATOR);
    let files = ours.into_iter().flat_map(|marker| marker.files);
    files.map(|file| (file.path, file.sha256)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_manifest_marks_a_folder_as_ours() {
        assert!(is_ours("{\"generator\": \"krm-report\", \"files\": []}"));
        assert!(!is_ours("{\"generator\": \"other\"}"));
        assert!(!is_ours(""));
    }
}
