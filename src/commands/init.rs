//! `init DIR`: a new project that holds nothing of the sample: settings with a line of German for each key an office needs
//! first, an empty record of its network, and folders for what it adds.

use super::Exit;
use crate::domain::{Period, ReportPeriod};
use crate::locale::date_iso;
use crate::project::ARCHIVE;
use crate::publish::{self, PublishError, is_free, start_project};
use crate::render::Artifact;
use std::path::Path;
use thiserror::Error;

/// The files of a new project. The settings come last: a folder without them is no project.
const FILES: [(&str, &str); 3] = [
    (".gitignore", include_str!("../../templates/project/gitignore")),
    ("network.toml", include_str!("../../templates/project/network.toml")),
    ("report.toml", include_str!("../../templates/project/report.toml")),
];

/// The folders of a new project, with nothing in them.
const FOLDERS: [&str; 3] = [ARCHIVE, "chapters", "exports"];

/// Why there is no new project.
#[derive(Debug, Error)]
pub enum InitError {
    /// The folder is a project.
    #[error(
        "in `{0}` liegt schon ein Projekt; `init` ändert es nicht. Geben Sie einen leeren oder neuen Ordner an, oder prüfen Sie das Projekt mit: krm-report check {0}"
    )]
    ProjectThere(String),
    /// The folder is not empty.
    #[error(
        "der Ordner `{0}` ist nicht leer; geben Sie einen leeren oder neuen an, oder räumen Sie beiseite, was darin liegt"
    )]
    NotEmpty(String),
    /// Nothing says which year the report is about.
    #[error(
        "über welches Jahr soll berichtet werden? Nennen Sie es: krm-report init {0} --year 2025, oder im Namen des Ordners: krm-report init bericht-2025"
    )]
    NoYear(String),
    /// There is no such year.
    #[error("über das Jahr {0} lässt sich nicht berichten; nennen Sie eines wie --year 2025")]
    Year(i16),
    /// The folder cannot be read.
    #[error("`{path}`: Lesen ist nicht möglich: {}", publish::why(source))]
    Unreadable {
        /// The path.
        path: String,
        /// The reason.
        source: std::io::Error,
    },
    /// The project could not be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

impl InitError {
    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::ProjectThere(_) | Self::NotEmpty(_) | Self::NoYear(_) | Self::Year(_) => {
                Exit::Usage
            }
            Self::Unreadable { .. } | Self::Publish(_) => Exit::Io,
        }
    }
}

/// Makes a new project in a folder that is new or empty, on a year or the one in the folder's name. Gives what to do next.
///
/// # Errors
/// When the folder is not empty, no year is known, or the project cannot be written.
pub fn init(folder: &Path, year: Option<i16>) -> Result<String, InitError> {
    let shown = as_argument(folder);
    let free =
        is_free(folder).map_err(|source| InitError::Unreadable { path: shown.clone(), source })?;
    if !free {
        return Err(match folder.join("report.toml").exists() {
            true => InitError::ProjectThere(shown),
            false => InitError::NotEmpty(shown),
        });
    }
    let period = match year {
        Some(year) => ReportPeriod::new(year).ok_or(InitError::Year(year))?,
        None => year_in_name(folder).ok_or_else(|| InitError::NoYear(shown.clone()))?,
    };
    let office_id = office_id().map_err(|source| InitError::Unreadable {
        path: shown.clone(),
        source: std::io::Error::other(source.to_string()),
    })?;
    let files = FILES.map(|(name, text)| Artifact {
        path: name.to_owned(),
        bytes: filled(text, period, &office_id).into_bytes(),
    });
    start_project(folder, &FOLDERS, &files)?;
    Ok(next_steps(&shown, period))
}

/// A text of a new project, about this year. The day of the exports nobody knows yet: of those made later, the check tells.
fn filled(text: &str, period: ReportPeriod, office_id: &str) -> String {
    let (_, last) = period.bounds(Period::Year);
    text.replace("{year}", &period.name())
        .replace("{as_of}", &date_iso(last))
        .replace("{office_id}", office_id)
}

/// What an office is known by from now on. By chance, so that no two offices have the same.
fn office_id() -> Result<String, getrandom::Error> {
    Ok(format!("buero_{:08x}", getrandom::u32()?))
}

/// The year that the name of a folder ends with: `bericht-2025`.
fn year_in_name(folder: &Path) -> Option<ReportPeriod> {
    let path = std::path::absolute(folder).ok()?;
    let name = path.file_name()?.to_str()?;
    let (before, year) = name.split_at_checked(name.len().checked_sub(4)?)?;
    if before.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    ReportPeriod::new(year.parse().ok()?)
}

/// A folder as one writes it in a call.
fn as_argument(folder: &Path) -> String {
    let path = folder.display().to_string().replace('\\', "/");
    match path.contains(char::is_whitespace) {
        true => format!("\"{path}\""),
        false => path,
    }
}

fn next_steps(folder: &str, period: ReportPeriod) -> String {
    format!(
        "`{folder}` ist angelegt, für einen Bericht über das Jahr {}. Als Nächstes:\n  1. Legen Sie die Exporte Ihrer Datenbank in seinen Ordner `exports`, ohne sie vorher zu öffnen.\n  2. Tragen Sie in seiner Datei `report.toml` ein, wer berichtet und woran Ihre Fälle zu erkennen sind.\n  3. Prüfen Sie: krm-report check {folder}\n",
        period.name()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_is_the_number_at_the_end_of_the_folders_name() {
        let year = |name: &str| year_in_name(Path::new(name)).map(|period| period.year());
        assert_eq!(year("berichte/bericht-2025"), Some(2025));
        assert_eq!(year("2025"), Some(2025));
        assert_eq!(year("bericht"), None);
        assert_eq!(year("bericht-0025"), None);
        assert_eq!(year("akte-12025"), None);
        assert_eq!(year("grün"), None);
        assert_eq!(year(""), None);
    }
}
