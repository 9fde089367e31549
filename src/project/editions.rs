//! `[[edition]]`: the report for particular readers (Ausgabe für einen Leserkreis), without some of its
//! chapters or with another policy of disclosure control. An edition is a changed [`Project`], made
//! once; later stages know nothing else of it.

use super::chapters::{Chapter, is_default};
use super::disclosure_policy::{self, DisclosurePolicy};
use super::lists::{IDENTIFIER, is_identifier};
use super::toml_file::TomlFile;
use super::{Project, raw};
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::{INTERIM, ReportPeriod, Taxonomy, nearest};

/// What follows the period in the names of other folders: that which stays in the office, and that of an interim report.
const RESERVED: [&str; 2] = ["internal", INTERIM];

/// An edition for particular readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its name in commands, folders and the archive.
    pub id: String,
    /// Its name on page one.
    pub label: String,
    /// The chapters it leaves out, by file name.
    pub without_chapters: Vec<String>,
    /// Whether its chapters have their short form.
    pub brief: bool,
    /// What it may publish.
    pub disclosure: DisclosurePolicy,
}

impl Project {
    /// The project as the report of one of its editions is made from it.
    ///
    /// # Errors
    /// When `report.toml` describes no edition of that name.
    pub fn into_edition(mut self, id: &str) -> Result<Self, Box<Finding>> {
        let Some(edition) = self.editions.iter().find(|edition| edition.id == id).cloned() else {
            let known: Vec<&str> = self.editions.iter().map(|it| it.id.as_str()).collect();
            return Err(Box::new(unknown(id, &known)));
        };
        self.chapters_together = together(
            &self.chapters,
            &self.editions,
            self.disclosure.protects_like(&edition.disclosure),
            &edition.disclosure,
        );
        let left_out =
            self.chapters.iter().filter(|chapter| edition.without_chapters.contains(&chapter.name));
        let files: Vec<String> = left_out.map(|chapter| chapter.file.clone()).collect();
        self.chapters = edition.chapters(&self.chapters);
        self.sources.retain(|(name, _)| !files.contains(name));
        self.disclosure = edition.disclosure.clone();
        self.edition = Some(edition);
        Ok(self)
    }

    /// The identifier of the edition; `None` for the plain report.
    pub fn edition_id(&self) -> Option<&str> {
        self.edition.as_ref().map(|edition| edition.id.as_str())
    }

    /// The name of the report's folder: `2017`, or `2017-intranet` for an edition.
    pub fn folder_name(&self) -> String {
        edition_stem(self.settings.period, self.edition_id())
    }
}

impl Edition {
    /// The chapters it has, of all of the project.
    fn chapters(&self, all: &[Chapter]) -> Vec<Chapter> {
        let kept = all.iter().filter(|chapter| !self.without_chapters.contains(&chapter.name));
        kept.map(|chapter| Chapter { brief: self.brief, ..chapter.clone() }).collect()
    }
}

/// The chapters of all editions under one protection, each in every form that one of them has; `has_plain` says that the plain
/// report is one of them.
pub(super) fn together(
    chapters: &[Chapter],
    editions: &[Edition],
    has_plain: bool,
    protection: &DisclosurePolicy,
) -> Vec<Chapter> {
    let alike = editions.iter().filter(|edition| protection.protects_like(&edition.disclosure));
    let of_editions: Vec<Chapter> = alike.flat_map(|edition| edition.chapters(chapters)).collect();
    let forms = chapters
        .iter()
        .flat_map(|chapter| [false, true].map(|brief| Chapter { brief, ..chapter.clone() }));
    forms.filter(|form| has_plain && !form.brief || of_editions.contains(form)).collect()
}

/// What the files and folders of an edition are called: `2017`, `2017-intranet`.
pub(super) fn edition_stem(period: ReportPeriod, edition: Option<&str>) -> String {
    match edition {
        None => period.name(),
        Some(edition) => format!("{}-{edition}", period.name()),
    }
}

/// Whether a name can be that of an edition. It holds no hyphen, so that it stands apart from year and
/// number in the names of files and folders.
pub(super) fn is_edition_id(text: &str) -> bool {
    is_identifier(text) && !RESERVED.contains(&text)
}

fn unknown(id: &str, known: &[&str]) -> Finding {
    let finding =
        Finding::new(FindingCode::ConfigReference, format!("die Ausgabe `{id}` gibt es nicht"));
    let finding = match known {
        [] => finding.expected("keine Ausgabe: `report.toml` beschreibt keine"),
        known => finding.expected(known.join(", ")),
    };
    match nearest(id, known.iter().copied()) {
        Some(name) => finding.help(format!("meinten Sie `{name}`?")),
        None => {
            finding.help("beschreiben Sie sie unter `[[edition]]`, oder lassen Sie --edition weg")
        }
    }
}

/// The editions, each with a policy of its own.
pub(super) fn check(
    report: &TomlFile<raw::Report>,
    chapters: &[Chapter],
    taxonomy: &Taxonomy,
    findings: &mut Findings,
) -> Vec<Edition> {
    // What is wrong under `[disclosure]` would be told again for each edition.
    let mut of_plain = Findings::default();
    let plain = disclosure_policy::check(report, &report.disclosure, taxonomy, &mut of_plain);
    let mut editions: Vec<Edition> = Vec::new();
    for raw in &report.editions {
        let id = raw.id.get_ref();
        if !is_edition_id(id) {
            findings.push(
                report
                    .wrong(&raw.id, format!("`{id}` kann keine Kennung einer Ausgabe sein"))
                    .expected(format!("{IDENTIFIER}, `{}`", RESERVED.join("`, `"))),
            );
        }
        if editions.iter().any(|edition| edition.id == *id) {
            findings.push(report.wrong(&raw.id, format!("die Ausgabe `{id}` steht zweimal da")));
        }
        let label = raw.label.get_ref().trim();
        let merged = merged(&report.disclosure, &raw.disclosure);
        let disclosure = match of_plain.has_errors() {
            true => plain.clone(),
            false => disclosure_policy::check(report, &merged, taxonomy, findings),
        };
        editions.push(Edition {
            id: id.clone(),
            label: label.to_owned(),
            without_chapters: without_chapters(report, raw, chapters, findings),
            brief: raw.brief,
            disclosure,
        });
    }
    editions
}

/// What `[disclosure]` says where the edition says nothing else.
fn merged(plain: &raw::Disclosure, edition: &raw::EditionDisclosure) -> raw::Disclosure {
    let mut merged = plain.clone();
    if edition.threshold.is_some() {
        merged.threshold.clone_from(&edition.threshold);
    }
    if edition.mark.is_some() {
        merged.mark.clone_from(&edition.mark);
    }
    if edition.base.is_some() {
        merged.base.clone_from(&edition.base);
    }
    if let Some(method) = &edition.method {
        merged.method = Some(method.clone());
        // The base and the exemptions of the plain report belong to its method.
        merged.base.clone_from(&edition.base);
        if method.get_ref() == "rounding" {
            merged.exempt.clear();
        }
    }
    merged
}

fn without_chapters(
    report: &TomlFile<raw::Report>,
    raw: &raw::Edition,
    chapters: &[Chapter],
    findings: &mut Findings,
) -> Vec<String> {
    let known = || chapters.iter().map(|chapter| chapter.name.as_str());
    let mut names = Vec::new();
    for name in &raw.without_chapters {
        let text = name.get_ref();
        // A default chapter that an empty file drops is left out already.
        if known().any(|chapter| chapter == text) || is_default(text) {
            names.push(text.clone());
            continue;
        }
        let message = format!("das Kapitel `{text}` gibt es nicht");
        let finding =
            report.unknown(name, message).expected(known().collect::<Vec<_>>().join(", "));
        findings.push(match nearest(text, known()) {
            Some(name) => finding.help(format!("meinten Sie `{name}`?")),
            None => finding.help("haben Sie es gelöscht, löschen Sie auch seinen Namen hier"),
        });
    }
    if !names.is_empty() && known().all(|chapter| names.iter().any(|name| name == chapter)) {
        let message = format!("die Ausgabe `{}` hat kein Kapitel", raw.id.get_ref());
        findings.push(report.wrong(&raw.id, message));
    }
    names
}
