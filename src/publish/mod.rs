//! Artifacts → output folder. All or nothing: everything is written beside the goal first and then
//! moved into place; a failure or a power cut leaves the last good output or the new one, whole. Changes no content.

mod archive;
mod disk;
mod error;
mod goal;
mod lock;
mod manifest;
mod placing;
#[cfg(test)]
mod power_cuts;
mod project;

pub use archive::{add_file, add_to_archive};
pub use error::{PublishError, why};
pub use goal::{is_free, is_within};
pub use lock::Lock;
pub use manifest::FileHash;
pub use placing::Leftover;
pub use project::start_project;

use crate::render::Artifact;
use disk::{Disk, RealDisk};
use manifest::Manifest;
use placing::{Folder, Staged};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Name of the file that marks a folder as ours.
pub const MANIFEST: &str = "manifest.json";

/// What a report's folders are called and said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Folder name within the output folder: `2017`, `2017-intranet`; the internal one ends in `-internal`.
    pub name: String,
    /// Title of the report.
    pub title: String,
    /// The report's date, ISO.
    pub as_of: String,
    /// `draft` or `final`.
    pub status: &'static str,
    /// Hashes of the configuration files.
    pub configuration: Vec<FileHash>,
}

/// Where the folder comes that must stay in the office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Internal {
    /// Beside the public one.
    #[default]
    Beside,
    /// Into another folder.
    Within(PathBuf),
    /// There is none.
    Nowhere,
}

/// Where a report is written.
#[derive(Clone, Debug)]
pub struct Goal {
    /// The output folder.
    pub output: PathBuf,
    /// Where the internal folder comes.
    pub internal: Internal,
}

impl Goal {
    /// With the internal folder beside the public one.
    pub fn new(output: impl Into<PathBuf>) -> Self {
        Self { output: output.into(), internal: Internal::Beside }
    }
}

/// An output folder that nobody else is writing into, until it is dropped.
#[derive(Debug)]
pub struct Output {
    output: PathBuf,
    /// The folder the internal one comes into; `None` where there is none.
    internal: Option<PathBuf>,
    _locks: Vec<Lock>,
}

/// What there is to tell of an output folder before it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noticed {
    /// What runs that were broken off had left.
    pub leftovers: Vec<Leftover>,
    /// Files that were changed, added to or taken from an earlier output by hand; they will be replaced.
    pub changed: Vec<PathBuf>,
    /// The names of the public files of an earlier output.
    pub files: BTreeSet<String>,
}

impl Output {
    /// Takes an output folder for itself, waiting for another run; clears up what runs before have left, and checks that
    /// the edition may be written, before the long work.
    ///
    /// # Errors
    /// When a folder is not ours, lies in the project, or cannot be written.
    pub fn open(
        goal: &Goal,
        project: &Path,
        edition: &Edition,
    ) -> Result<(Self, Noticed), PublishError> {
        let output = absolute(&goal.output)?;
        goal::check_outside(&goal.output, project, "--output")?;
        let lock = Lock::of_output(&output)?;
        let internal = match &goal.internal {
            Internal::Beside => Some(output.clone()),
            Internal::Nowhere => None,
            Internal::Within(folder) => {
                goal::check_outside(folder, project, "--internal")?;
                let folder = absolute(folder)?;
                match goal::is_same(&folder, &output)? {
                    true => Some(output.clone()),
                    false => {
                        goal::check_apart(&folder, &output)?;
                        Some(folder)
                    }
                }
            }
        };
        drop(lock);
        let (locks, leftovers) = take([&output].into_iter().chain(&internal))?;
        let opened = Self { output, internal, _locks: locks };
        let internal_name = internal_name(edition);
        if opened.internal.as_ref() != Some(&opened.output) {
            goal::check_absent(&opened.output.join(&internal_name))?;
        }
        let earlier = goal::check(&opened.output.join(&edition.name))?;
        let mut changed = earlier.changed;
        if let Some(folder) = &opened.internal {
            changed.extend(goal::check(&folder.join(&internal_name))?.changed);
        }
        Ok((opened, Noticed { leftovers, changed, files: earlier.files }))
    }

    /// Writes both folders of an edition beside their goals.
    ///
    /// # Errors
    /// When they cannot be written; then nothing is left of them.
    pub fn stage(
        self,
        edition: &Edition,
        public: &[Artifact],
        internal: &[Artifact],
    ) -> Result<StagedOutput, PublishError> {
        let mut public = public.to_vec();
        let mut internal = internal.to_vec();
        public.push(Manifest::public(edition, &public).artifact());
        internal.push(Manifest::internal(edition, &internal).artifact());
        let internal_name = internal_name(edition);
        let mut folders = vec![Folder {
            within: &self.output,
            name: &edition.name,
            artifacts: &public,
            is_private: false,
        }];
        if let Some(within) = &self.internal {
            let name = &internal_name;
            folders.push(Folder { within, name, artifacts: &internal, is_private: true });
        }
        let staged = placing::stage(&RealDisk, &folders)?;
        Ok(StagedOutput { folder: self.output.join(&edition.name), staged, _output: self })
    }
}

/// An edition that is written and safe, but not in its place.
#[derive(Debug)]
pub struct StagedOutput {
    /// The public folder.
    folder: PathBuf,
    staged: Staged,
    _output: Output,
}

impl StagedOutput {
    /// Puts it into place; gives the public folder.
    ///
    /// # Errors
    /// When a folder cannot be moved; then the last good output is back, or the next run completes the new one.
    pub fn place(self) -> Result<PathBuf, PublishError> {
        self.staged.place(&RealDisk)?;
        Ok(self.folder)
    }

    /// Gives it up.
    ///
    /// # Errors
    /// When what was written cannot be removed.
    pub fn discard(self) -> Result<(), PublishError> {
        self.staged.discard(&RealDisk)
    }
}

/// Locks folders, and those that hold another part of an edition that stands ready in them, and clears up what earlier runs have left there.
fn take<'a>(
    folders: impl Iterator<Item = &'a PathBuf>,
) -> Result<(Vec<Lock>, Vec<Leftover>), PublishError> {
    // By all names they have; locked by one of them.
    let mut names: BTreeSet<PathBuf> = folders.cloned().collect();
    let mut locked = names.clone();
    loop {
        // In one order for all, so that no two runs wait for each other.
        let locks: Result<Vec<Lock>, _> = locked.iter().map(|of| Lock::of_output(of)).collect();
        let locks = locks?;
        let further = placing::elsewhere(&RealDisk, &names)?;
        if further.is_empty() {
            let within: Vec<&Path> = names.iter().map(PathBuf::as_path).collect();
            return Ok((locks, placing::recover(&RealDisk, &within)?));
        }
        for folder in further {
            let mut is_locked = false;
            for other in &locked {
                is_locked |= goal::is_same(other, &folder)?;
            }
            if !is_locked {
                locked.insert(folder.clone());
            }
            names.insert(folder);
        }
    }
}

/// Writes files into a folder that is new or empty: all of them, or none. Gives what earlier runs had left beside it.
///
/// # Errors
/// When they cannot be written.
pub fn place_folder(folder: &Path, artifacts: &[Artifact]) -> Result<Vec<Leftover>, PublishError> {
    let folder = absolute(folder)?;
    let name = folder.file_name().and_then(|name| name.to_str());
    let (Some(within), Some(name)) = (folder.parent(), name) else {
        return Err(error::io(&folder, "Anlegen")(std::io::ErrorKind::AlreadyExists.into()));
    };
    let _lock = Lock::of_output(within)?;
    // Another run may have been quicker.
    if !RealDisk.entries(&folder).map_err(error::io(&folder, "Lesen"))?.is_empty() {
        return Err(error::io(&folder, "Anlegen")(std::io::ErrorKind::AlreadyExists.into()));
    }
    let leftovers = placing::recover(&RealDisk, &[within])?;
    let folder = Folder { within, name, artifacts, is_private: false };
    placing::stage(&RealDisk, &[folder])?.place(&RealDisk)?;
    Ok(leftovers)
}

fn absolute(path: &Path) -> Result<PathBuf, PublishError> {
    std::path::absolute(path).map_err(error::io(path, "Lesen"))
}

fn internal_name(edition: &Edition) -> String {
    format!("{}-internal", edition.name)
}
