//! Findings of this stage, in one voice. What was found may be the very number that must not be
//! seen, so it is shown on request only.

use super::expected::Expected;
use super::isolation::Breach;
use crate::diagnostic::{Finding, FindingCode, Findings, Place, Secret};
use crate::disclosure::PublishedValue;
use std::collections::BTreeMap;

/// What to do when the cause is not known to be the office's.
const HELP: &str = "kommt die Stelle aus einer eigenen Vorlage in `templates/`, ändern Sie dort; sonst ist es ein Fehler des Programms: melden Sie ihn. `--show-values` zeigt, was dort steht";

/// One artifact, what it is held against, and the findings about it.
pub(super) struct Telling<'a> {
    pub(super) artifact: &'a str,
    pub(super) expected: &'a Expected<'a>,
    pub(super) findings: &'a mut Findings,
}

impl Telling<'_> {
    /// Something else than a published value stands in its place.
    pub(super) fn differs_from(&mut self, place: &str, value: PublishedValue, found: &str) {
        let shown = self.expected.figures.shown(value);
        match value {
            PublishedValue::Masked => self.leaks(place, &shown, found),
            _ => self.differs(place, &shown, found),
        }
    }

    /// A number that no published figure and no text of the report accounts for. `context` is the
    /// text around it without the number.
    pub(super) fn unaccounted(&mut self, place: &str, context: &str, found: &str) {
        let message = format!(
            "in `{}` steht eine Zahl, die zu keiner veröffentlichten Kennzahl gehört: {place}, „{context}“",
            self.artifact
        );
        let finding = Finding::new(FindingCode::NumberUnaccounted, message)
            .expected("nur Kennzahlen des Berichts und Texte aus Kapiteln und `report.toml`")
            .help("in einer eigenen Vorlage in `templates/` dürfen keine Zahlen stehen: Anschrift und Telefon gehören in `report.contact`, Maße in `style.css`. Sonst ist es ein Fehler des Programms: melden Sie ihn. `--show-values` zeigt die Zahl");
        self.push(finding, found);
    }

    /// Something else than the published figure stands in its place.
    pub(super) fn differs(&mut self, place: &str, expected: &str, found: &str) {
        let message =
            format!("in `{}` steht nicht, was veröffentlicht werden soll: {place}", self.artifact);
        self.push(
            Finding::new(FindingCode::NumberDiffers, message).expected(expected).help(HELP),
            found,
        );
    }

    /// A masked place says more than that it is masked.
    pub(super) fn leaks(&mut self, place: &str, expected: &str, found: &str) {
        let message = format!(
            "in `{}` steht an einer geheim gehaltenen Stelle mehr als das Zeichen: {place}",
            self.artifact
        );
        self.push(
            Finding::new(FindingCode::MaskLeaks, message).expected(expected).help(HELP),
            found,
        );
    }

    /// The page does something, or loads something from elsewhere. It is told where one of the office's own `templates` has it.
    pub(super) fn breach(&mut self, breach: &Breach, templates: &BTreeMap<String, String>) {
        let message = format!("in `{}` steht `{}`", self.artifact, breach.what);
        let finding = Finding::new(FindingCode::PageNotAlone, message)
            .expected("eine Seite, in der nichts läuft, die nichts von anderswo lädt und deren Zeichen alle zu sehen sind")
            .help("nehmen Sie es aus der eigenen Vorlage in `templates/`; ein Bild gehört als `theme.logo` in die Seite. Haben Sie keine eigene Vorlage, ist es ein Fehler des Programms: melden Sie ihn");
        let found = templates.iter().find_map(|(name, text)| {
            let at = text.to_ascii_lowercase().find(&breach.written.to_ascii_lowercase())?;
            Some(Place::in_text(&format!("templates/{name}"), text, at, breach.written.len()))
        });
        self.findings.push(match found {
            Some((place, snippet)) => finding.at(place).snippet(snippet),
            None => finding,
        });
    }

    /// The artifact cannot be read back.
    pub(super) fn unreadable(&mut self, why: &str) {
        let message = format!("`{}` lässt sich nicht zurücklesen: {why}", self.artifact);
        self.findings.push(Finding::new(FindingCode::ArtifactUnreadable, message).help(HELP));
    }

    fn push(&mut self, finding: Finding, found: &str) {
        let secret = Secret { value: Some(found.to_owned()), ..Secret::default() };
        self.findings.push(finding.secret(secret));
    }
}
