//! The template engine's errors as findings, each at the place where it stands.

use super::messages;
use super::tags::Tag;
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::plan::functions::REQUEST_ERROR;
use std::ops::Range;
use tera::ErrorKind;

/// A file that the engine runs.
pub(super) struct TemplateFile<'a> {
    /// How a finding names it.
    pub(super) path: String,
    pub(super) source: &'a str,
    /// What to do about whatever is wrong in it.
    pub(super) help: String,
}

/// A finding with the place of what is wrong, where that is known.
type Located = (Finding, Option<Range<usize>>);

impl TemplateFile<'_> {
    /// What an error of the engine is about.
    pub(super) fn findings(&self, error: &tera::Error, tags: &[Tag<'_>]) -> Vec<Located> {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                vec![self.finding(report.message(), Some(report.span().range.clone()))]
            }
            other => self.unknown_names(&other.to_string(), tags),
        }
    }

    /// Functions, filters and tests that do not exist: the engine tells all of them in one text,
    /// the tags know where they stand.
    fn unknown_names(&self, message: &str, tags: &[Tag<'_>]) -> Vec<Located> {
        let mut found: Vec<Located> = Vec::new();
        for (kind, name) in messages::unknown_names(message) {
            let words = tags.iter().flat_map(|tag| &tag.words).filter(|word| word.text == name);
            let mut ranges = words.map(|word| word.start..word.start + name.len());
            let range =
                ranges.find(|range| !found.iter().any(|(_, known)| known.as_ref() == Some(range)));
            found.push(self.finding(&format!("Unknown {kind} `{name}`"), range));
        }
        if found.is_empty() {
            found.push(self.finding(message, None));
        }
        found
    }

    fn finding(&self, message: &str, range: Option<Range<usize>>) -> Located {
        let (code, message) = match message.split_once(REQUEST_ERROR) {
            Some((_, request)) => (FindingCode::UnknownRequest, request.to_owned()),
            None => (FindingCode::Template, messages::translate(message)),
        };
        let finding = Finding::new(code, message).help(&self.help);
        let finding = match &range {
            Some(range) => {
                let (place, snippet) =
                    Place::in_text(&self.path, self.source, range.start, range.len());
                finding.at(place).snippet(snippet)
            }
            None => finding.at(Place::file(&self.path)),
        };
        (finding, range)
    }
}
