//! `init DIR`: a new project that holds nothing of the sample: settings with a line of German for each key an office needs
//! first, from its exports where it names some, an empty record of its network, and folders for what it adds.

use super::Exit;
use super::suggestion::{EMPTY_SETTINGS, Suggestion, period_keys, with};
use crate::diagnostic::Finding;
use crate::domain::{Period, ReportPeriod, Taxonomy};
use crate::locale::{date_iso, year_label};
use crate::project::{ARCHIVE, Project, files};
use crate::publish::{self, PublishError, is_free, start_project};
use crate::render::Artifact;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The files of a new project besides its settings.
const FILES: [(&str, &str); 2] = [
    (".gitignore", include_str!("../../templates/project/gitignore")),
    ("network.toml", include_str!("../../templates/project/network.toml")),
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
    /// A file is no export.
    #[error("`{0}` ist kein Export: {what}{help}", what = .1.message, help = help(.1))]
    NoExport(String, Box<Finding>),
    /// Two exports have one name.
    #[error("zwei Exporte heißen `{0}`; geben Sie ihnen verschiedene Namen")]
    SameName(String),
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
            Self::ProjectThere(_)
            | Self::NotEmpty(_)
            | Self::NoYear(_)
            | Self::Year(_)
            | Self::NoExport(..)
            | Self::SameName(_) => Exit::Usage,
            Self::Unreadable { .. } | Self::Publish(_) => Exit::Io,
        }
    }
}

/// Makes a new project in a folder that is new or empty, on a year, the one in the folder's name, or the period that exports
/// `from` elsewhere are about; they are copied into it, and its settings say how they are read. Gives what to do next.
///
/// # Errors
/// When the folder is not empty, no year is known, an export cannot be read, or the project cannot be written.
pub fn init(folder: &Path, year: Option<i16>, from: &[PathBuf]) -> Result<String, InitError> {
    let shown = as_argument(folder);
    let unreadable = |path: &str, source| InitError::Unreadable { path: path.to_owned(), source };
    if !is_free(folder).map_err(|source| unreadable(&shown, source))? {
        return Err(match folder.join("report.toml").exists() {
            true => InitError::ProjectThere(shown),
            false => InitError::NotEmpty(shown),
        });
    }
    let (suggestion, exports) = suggested(from)?;
    let period = match year {
        Some(year) => ReportPeriod::new(year).ok_or(InitError::Year(year))?,
        None => {
            let (named, found) = (year_in_name(folder), suggestion.period());
            // A folder named for a school year has one of its two calendar years in its name.
            let is_meant = |found: &ReportPeriod| {
                !found.is_of_calendar() && named.is_none_or(|named| found.overlaps(named))
            };
            (found.filter(is_meant).or(named).or(found))
                .ok_or_else(|| InitError::NoYear(shown.clone()))?
        }
    };
    let office_id = office_id()
        .map_err(|source| unreadable(&shown, std::io::Error::other(source.to_string())))?;
    let settings = match from.is_empty() {
        true => EMPTY_SETTINGS.to_owned(),
        false => with(EMPTY_SETTINGS, &suggestion),
    };
    let as_of = date_iso(suggestion.as_of(period));
    let filled = |text: &str| {
        let text = text.replace("year = {year}\n", &format!("{}\n", period_keys(period)));
        let text = match period.part() {
            Some(Period::Year) => text,
            _ => text.replace("\"Jahresbericht {year}\"", "\"Halbjahresbericht {year}\""),
        };
        // A day has a calendar year, a title or period the year as it is called.
        let year = year_label(period, period.year());
        text.replace("bericht {year}\"", &format!("bericht {year}\""))
            .replace("{year}-H1", &format!("{year}-H1"))
            .replace("{year}", &period.year().to_string())
            .replace("{as_of}", &as_of)
            .replace("{office_id}", &office_id)
    };
    let artifact = |(name, text): (&str, &str)| Artifact {
        path: name.to_owned(),
        bytes: filled(text).into_bytes(),
    };
    let mut files: Vec<Artifact> = FILES.into_iter().map(artifact).collect();
    files.extend(exports);
    // The settings come last: a folder without them is no project.
    files.push(artifact(("report.toml", &settings)));
    start_project(folder, &FOLDERS, &files)?;
    Ok(next_steps(&shown, period, from.is_empty()))
}

/// What a finding advises.
fn help(finding: &Finding) -> String {
    finding.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default()
}

/// What exports suggest, and their copies.
fn suggested(from: &[PathBuf]) -> Result<(Suggestion, Vec<Artifact>), InitError> {
    let bare = Project::unconfigured(Taxonomy::default());
    let mut suggestion = Suggestion::new(false);
    let mut copies: Vec<Artifact> = Vec::new();
    for path in from {
        let shown = files::shown(path);
        let bytes = files::bytes(path)
            .map_err(|source| InitError::Unreadable { path: shown.clone(), source })?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|| shown.clone());
        suggestion
            .add((&name, &bytes), &bare)
            .map_err(|finding| InitError::NoExport(shown, finding))?;
        let path = format!("exports/{name}");
        if copies.iter().any(|copy| copy.path == path) {
            return Err(InitError::SameName(name));
        }
        copies.push(Artifact { path, bytes });
    }
    Ok((suggestion, copies))
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
    let path = files::shown(folder);
    match path.contains(char::is_whitespace) {
        true => format!("\"{path}\""),
        false => path,
    }
}

fn next_steps(folder: &str, period: ReportPeriod, is_empty: bool) -> String {
    let first = match is_empty {
        true => format!(
            "  1. Legen Sie die Exporte Ihrer Datenbank in seinen Ordner `exports`, ohne sie vorher zu öffnen.\n  2. Tragen Sie in seiner Datei `report.toml` ein, wer berichtet und woran Ihre Fälle zu erkennen sind; unter [words], wie Büro und Haus heißen, wenn es keine Ombudsstelle eines Jobcenters ist.\n  3. Prüfen Sie: krm-report check {folder}\n"
        ),
        false => format!(
            "  1. Lesen Sie seine Datei `report.toml`: Spalten, Zeitraum und Listen sind aus den Exporten geraten.\n  2. Tragen Sie dort ein, wer berichtet und, wenn es noch nicht dasteht, woran Ihre Fälle zu erkennen sind; unter [words], wie Büro und Haus heißen, wenn es keine Ombudsstelle eines Jobcenters ist.\n  3. Prüfen Sie: krm-report check {folder}\n"
        ),
    };
    format!(
        "`{folder}` ist angelegt, für einen Bericht über {}. Als Nächstes:\n{first}",
        match period.part() {
            Some(Period::Year) => format!("das Jahr {}", year_label(period, period.year())),
            _ => format!("den Zeitraum {}", period.name()),
        }
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
