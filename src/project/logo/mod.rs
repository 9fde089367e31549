//! The logo: a picture of the project folder that is proven to be one, and to stand alone. It is shown by browsers and set into
//! the PDF, so it may be no program, load nothing, and unfold into nothing that its size does not tell.

mod png;
mod svg;

use super::files;
use super::raw;
use super::toml_file::{TomlFile, why_unreadable};
use crate::diagnostic::Findings;
use std::path::{Component, Path};

/// A logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Media type: `image/svg+xml` or `image/png`.
    pub media_type: &'static str,
    /// The picture as it is shown.
    pub bytes: Vec<u8>,
    /// What it shows, for readers who do not see it.
    pub alternative: String,
}

/// Largest logo in bytes: the page stays a quick download.
const MOST_BYTES: u64 = 64 * 1024;

/// Proves that bytes are a picture of a kind, and gives the picture.
type Check = fn(&[u8]) -> Result<Vec<u8>, Refused>;

/// Why a picture is refused, and what was expected.
struct Refused(String, &'static str);

impl Refused {
    fn new(why: impl Into<String>, expected: &'static str) -> Self {
        Self(why.into(), expected)
    }
}

pub(super) fn check(
    folder: &Path,
    report: &TomlFile<raw::Report>,
    findings: &mut Findings,
) -> Option<Logo> {
    let file = report.theme.logo.as_ref()?;
    let name = file.get_ref();
    match read(folder, name, report.theme.logo_alt.as_deref()) {
        Ok(logo) => Some(logo),
        Err(Refused(why, expected)) => {
            let finding = report.wrong(file, why);
            findings.push(finding.expected(expected));
            None
        }
    }
}

fn read(folder: &Path, name: &str, alternative: Option<&str>) -> Result<Logo, Refused> {
    let (media_type, check): (_, Check) = match name.to_ascii_lowercase().rsplit_once('.') {
        Some((_, "svg")) => ("image/svg+xml", svg::picture),
        Some((_, "png")) => ("image/png", png::picture),
        _ => {
            let why = format!("`{name}` ist kein Bild");
            return Err(Refused::new(why, "eine Datei .svg oder .png im Projektordner"));
        }
    };
    let alternative = alternative.filter(|text| !text.trim().is_empty()).ok_or_else(|| {
        let expected = "logo_alt = \"…\": was zu sehen ist, für alle, die es nicht sehen";
        Refused::new("das Logo hat keine Beschreibung", expected)
    })?;
    let bytes = check(&content(folder, name)?)
        .map_err(|Refused(why, expected)| Refused(format!("`{name}` {why}"), expected))?;
    Ok(Logo { media_type, bytes, alternative: alternative.to_owned() })
}

/// The bytes of a file that lies in the project, not among its exports, also where links lead.
fn content(folder: &Path, name: &str) -> Result<Vec<u8>, Refused> {
    const EXPECTED: &str = "eine Datei im Projektordner, nicht unter `exports`";
    let unreadable =
        |error: std::io::Error| Refused(format!("`{name}` {}", why_unreadable(&error).0), EXPECTED);
    let is_below = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    let path = folder.join(name);
    if !files::is_own(folder, &path).map_err(unreadable)? || !is_below {
        return Err(Refused(format!("`{name}` liegt nicht, wo ein Logo liegen darf"), EXPECTED));
    }
    let file = files::open(&path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.len() > MOST_BYTES {
        return Err(Refused::new(format!("`{name}` ist zu groß"), "höchstens 64 KiB"));
    }
    files::bytes(&path).map_err(unreadable)
}
