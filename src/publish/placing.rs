//! Writing folders beside their goals and moving them into place, all or none, whenever the power fails.
//!
//! A staging folder in the same place holds the new folders (`new/`) and takes the old ones (`old/`). When all new ones
//! are safe on the disk, a journal beside them lists the moves: from then on the new edition stands, whatever happens; the
//! next run does what is left of the moves. Without a journal a staging folder is a leftover, and the old edition stands.

use super::disk::Disk;
use super::error::{PublishError, io};
use crate::render::Artifact;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What the names of staging folders begin with.
const STAGING: &str = ".krm-report-staging";

/// The list of moves, in a staging folder.
const JOURNAL: &str = "journal.json";

/// A folder to be published.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folder<'a> {
    /// The folder it comes into.
    pub(super) within: &'a Path,
    /// Its name there.
    pub(super) name: &'a str,
    /// What it holds.
    pub(super) artifacts: &'a [Artifact],
    /// Whether only its owner may open it.
    pub(super) is_private: bool,
}

/// Folders that are written and safe, beside their goals.
#[derive(Debug)]
pub(super) struct Staged {
    places: Vec<Place>,
}

/// Where a folder comes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    within: PathBuf,
    name: String,
}

/// The names of the folders of an edition, the ones beside the journal and those elsewhere by the folder they come into.
#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    here: Vec<String>,
    elsewhere: Vec<(PathBuf, String)>,
}

impl Place {
    fn staging(&self) -> PathBuf {
        self.within.join(STAGING)
    }

    fn staged(&self) -> PathBuf {
        self.staging().join("new").join(&self.name)
    }

    fn kept(&self) -> PathBuf {
        self.staging().join("old").join(&self.name)
    }

    fn goal(&self) -> PathBuf {
        self.within.join(&self.name)
    }
}

/// What an earlier run that was broken off has left, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// A new edition stood ready; it is in place now.
    Completed(PathBuf),
    /// Files of an edition that was not finished; they are removed.
    Removed(PathBuf),
}

/// Writes folders beside their goals, safe from power cuts. Nothing is left of them after an error.
pub(super) fn stage(disk: &impl Disk, folders: &[Folder<'_>]) -> Result<Staged, PublishError> {
    let place = |folder: &Folder<'_>| Place {
        within: folder.within.to_owned(),
        name: folder.name.to_owned(),
    };
    let staged = Staged { places: folders.iter().map(place).collect() };
    let written = staged.stagings().iter().try_for_each(|staging| make_staging(disk, staging));
    let written = written.and_then(|()| {
        folders.iter().zip(&staged.places).try_for_each(|(folder, at)| write(disk, folder, at))
    });
    match written {
        Ok(()) => Ok(staged),
        Err(error) => {
            staged.discard(disk)?;
            Err(error)
        }
    }
}

/// They may hold exact values, so nobody else can open them.
fn make_staging(disk: &impl Disk, staging: &Path) -> Result<(), PublishError> {
    for folder in [staging.to_owned(), staging.join("new"), staging.join("old")] {
        disk.make(&folder, true).map_err(io(&folder, "Anlegen"))?;
    }
    disk.sync(staging).map_err(io(staging, "Sichern"))?;
    let within = parent(staging);
    disk.sync(within).map_err(io(within, "Sichern"))
}

fn write(disk: &impl Disk, folder: &Folder<'_>, place: &Place) -> Result<(), PublishError> {
    let new = place.staged();
    // All is written before any of it is synced: a disk then has one thing to do in place of many.
    let mut made: Vec<PathBuf> = vec![new.clone()];
    disk.make(&new, folder.is_private).map_err(io(&new, "Anlegen"))?;
    for artifact in folder.artifacts {
        let path = new.join(&artifact.path);
        let mut missing: Vec<&Path> =
            path.ancestors().skip(1).take_while(|it| !made.iter().any(|made| made == it)).collect();
        missing.reverse();
        for within in missing {
            disk.make(within, folder.is_private).map_err(io(within, "Anlegen"))?;
            made.push(within.to_owned());
        }
        disk.write(&path, &artifact.bytes, folder.is_private).map_err(io(&path, "Schreiben"))?;
        made.push(path);
    }
    made.push(parent(&new).to_owned());
    disk.sync_all(&made).map_err(io(&new, "Sichern"))
}

impl Staged {
    /// Moves all folders into place. After an error the old ones are back, or the next run completes the moves.
    pub(super) fn place(self, disk: &impl Disk) -> Result<(), PublishError> {
        if let Err(error) = self.commit(disk) {
            self.discard(disk)?;
            return Err(error);
        }
        if let Err(error) = complete(disk, &self.places) {
            restore(disk, &self.places)?;
            self.discard(disk)?;
            return Err(error);
        }
        self.discard(disk).map_err(|error| PublishError::LeftBehind(Box::new(error)))
    }

    /// Removes the staging folders.
    pub(super) fn discard(&self, disk: &impl Disk) -> Result<(), PublishError> {
        self.stagings().iter().try_for_each(|staging| remove(disk, staging))
    }

    /// The staging folders, the one with the journal first.
    fn stagings(&self) -> Vec<PathBuf> {
        let mut stagings: Vec<PathBuf> = self.places.iter().map(Place::staging).collect();
        stagings.dedup();
        stagings
    }

    /// Writes the journal: the moment from which on the new edition stands.
    fn commit(&self, disk: &impl Disk) -> Result<(), PublishError> {
        let Some(first) = self.places.first() else { return Ok(()) };
        let (here, elsewhere): (Vec<&Place>, Vec<&Place>) =
            self.places.iter().partition(|place| place.within == first.within);
        let journal = Journal {
            here: here.into_iter().map(|place| place.name.clone()).collect(),
            elsewhere: elsewhere
                .into_iter()
                .map(|place| (place.within.clone(), place.name.clone()))
                .collect(),
        };
        let staging = first.staging();
        let file = staging.join(JOURNAL);
        let text =
            serde_json::to_vec(&journal).map_err(|error| io(&file, "Schreiben")(error.into()))?;
        // A journal that was cut off is none: it gets its name when it is whole.
        let unnamed = staging.join("journal.new");
        disk.write(&unnamed, &text, true).map_err(io(&unnamed, "Schreiben"))?;
        disk.sync(&unnamed).map_err(io(&unnamed, "Sichern"))?;
        disk.rename(&unnamed, &file).map_err(io(&file, "Verschieben"))?;
        disk.sync(&staging).map_err(io(&staging, "Sichern"))
    }
}

/// Does the moves that have not been done.
fn complete(disk: &impl Disk, places: &[Place]) -> Result<(), PublishError> {
    for place in places {
        let (new, goal) = (place.staged(), place.goal());
        if !disk.exists(&new).map_err(io(&new, "Lesen"))? {
            continue;
        }
        if disk.exists(&goal).map_err(io(&goal, "Lesen"))? {
            disk.rename(&goal, &place.kept()).map_err(io(&goal, "Verschieben"))?;
        }
        disk.rename(&new, &goal).map_err(io(&goal, "Verschieben"))?;
    }
    places
        .iter()
        .try_for_each(|place| disk.sync(&place.within).map_err(io(&place.within, "Sichern")))
}

/// Takes new folders away again and puts the old ones back. The journal is there until that is done.
fn restore(disk: &impl Disk, places: &[Place]) -> Result<(), PublishError> {
    for place in places {
        let (new, goal, kept) = (place.staged(), place.goal(), place.kept());
        let undo = || -> std::io::Result<()> {
            if !disk.exists(&new)? && disk.exists(&goal)? {
                disk.rename(&goal, &new)?;
            }
            if disk.exists(&kept)? {
                disk.rename(&kept, &goal)?;
            }
            disk.sync(&place.within)
        };
        undo().map_err(|source| PublishError::NotRestored {
            goal: goal.display().to_string(),
            kept: kept.display().to_string(),
            source,
        })?;
    }
    Ok(())
}

/// The folders beyond these that hold a part of an edition that stands ready in one of them: only with them it can be put into place.
pub(super) fn elsewhere(
    disk: &impl Disk,
    within: &BTreeSet<PathBuf>,
) -> Result<BTreeSet<PathBuf>, PublishError> {
    let mut found = BTreeSet::new();
    for folder in within {
        let Some(journal) = journal(disk, folder)? else { continue };
        for (within_other, name) in journal.elsewhere {
            let place = Place { within: within_other, name };
            let staged = place.staged();
            let is_there = disk.exists(&staged).map_err(io(&staged, "Lesen"))?;
            if is_there && is_name(&place.name) && !within.contains(&place.within) {
                found.insert(place.within);
            }
        }
    }
    Ok(found)
}

/// The journal in a folder, where there is one.
fn journal(disk: &impl Disk, within: &Path) -> Result<Option<Journal>, PublishError> {
    let file = within.join(STAGING).join(JOURNAL);
    let Some(text) = disk.read(&file).map_err(io(&file, "Lesen"))? else { return Ok(None) };
    let damaged = |_| PublishError::JournalDamaged(file.display().to_string());
    serde_json::from_slice(&text).map(Some).map_err(damaged)
}

/// Clears up what earlier runs have left in these folders, which nobody else may be writing: completes an edition that
/// stood ready, and removes what was not finished. Of an edition that has a part in another folder, that part stays.
pub(super) fn recover(disk: &impl Disk, within: &[&Path]) -> Result<Vec<Leftover>, PublishError> {
    let mut found = Vec::new();
    for folder in within {
        let Some(journal) = journal(disk, folder)? else { continue };
        let here = journal.here.into_iter().map(|name| ((*folder).to_owned(), name));
        let places: Vec<Place> = here
            .chain(journal.elsewhere)
            .map(|(within, name)| Place { within, name })
            .filter(|place| within.contains(&place.within.as_path()) && is_name(&place.name))
            .collect();
        complete(disk, &places)?;
        found.extend(places.iter().map(|place| Leftover::Completed(place.goal())));
        Staged { places }.discard(disk)?;
    }
    for folder in within {
        for entry in disk.entries(folder).map_err(io(folder, "Lesen"))? {
            let name = entry.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(STAGING) {
                remove(disk, &entry)?;
                found.push(Leftover::Removed(entry));
            }
        }
    }
    Ok(found)
}

/// Whether a text is the name of something in a folder, and leads nowhere else.
fn is_name(text: &str) -> bool {
    let mut parts = Path::new(text).components();
    matches!((parts.next(), parts.next()), (Some(std::path::Component::Normal(_)), None))
}

/// Removes a staging folder, if it is there. The journal goes first, so that half of what it lists is not taken for all.
fn remove(disk: &impl Disk, staging: &Path) -> Result<(), PublishError> {
    if !disk.exists(staging).map_err(io(staging, "Lesen"))? {
        return Ok(());
    }
    let journal = staging.join(JOURNAL);
    if disk.exists(&journal).map_err(io(&journal, "Lesen"))? {
        disk.remove_file(&journal).map_err(io(&journal, "Entfernen"))?;
        disk.sync(staging).map_err(io(staging, "Sichern"))?;
    }
    disk.remove(staging).map_err(io(staging, "Entfernen"))
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}
