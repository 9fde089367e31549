//! What is said of a chapter's markup, with the line of the chapter as it was written.

use super::Reader;
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::plan::{Piece, TableOrChart, pieces};

impl Reader<'_> {
    pub(super) fn misplaced_block(&mut self) {
        let message =
            "eine Tabelle, ein Diagramm oder eine Liste steht nicht in einem eigenen Absatz";
        let help = "setzen Sie den Aufruf allein in einen Absatz, ohne Überschrift, Link, Tabelle oder Hervorhebung";
        let finding = Finding::new(FindingCode::UnknownRequest, message).at(self.place(self.at));
        self.findings.push(finding.help(help));
    }

    /// A reference to what no chapter shows.
    pub(super) fn unplaced(&mut self, to: &TableOrChart) {
        let (what, call) = match to {
            TableOrChart::Table(id) => {
                (format!("die Tabelle `{id}`"), format!("table(id=\"{id}\")"))
            }
            TableOrChart::Chart(id) => {
                (format!("das Diagramm `{id}`"), format!("chart(id=\"{id}\")"))
            }
        };
        let message = format!(
            "{what} steht in keinem Kapitel dieser Ausgabe; an der Stelle steht nur der Titel"
        );
        let help =
            format!("setzen Sie {{{{ {call} }}}} in ein Kapitel, oder lassen Sie den Verweis weg");
        let finding =
            Finding::new(FindingCode::DeadLink, message).at(self.place(self.at)).help(help);
        self.findings.push(finding);
    }

    /// Markup that is left out.
    pub(super) fn unsafe_markup(&mut self, offset: usize, message: &str) {
        let place = self.place(offset);
        self.findings.push(
            Finding::new(FindingCode::UnsafeMarkup, message)
                .at(place)
                .expected("Markdown ohne HTML; Links mit http, https, mailto oder relativ"),
        );
    }

    /// Markup that this program does not know.
    pub(super) fn unknown_markup(&mut self, offset: usize, message: &str) {
        let place = self.place(offset);
        let finding = Finding::new(FindingCode::UnsafeMarkup, message).at(place).expected(
            "Überschriften, Listen, Tabellen, Fußnoten, Links, **fett**, *kursiv*, ~~gestrichen~~",
        );
        self.findings.push(finding);
    }

    /// The line of the chapter that what stands at an offset comes from.
    pub(super) fn place(&self, offset: usize) -> Place {
        let line = line_in(&self.chapter.source, &self.chapter.markdown, offset);
        Place::line(&self.chapter.file, u32::try_from(line).unwrap_or(u32::MAX))
    }
}

/// The number of the line in a source that a line of what became of it comes from: the nearest one with the same words, or else the
/// one of the same number.
fn line_in(source: &str, markdown: &str, offset: usize) -> usize {
    let number = markdown.get(..offset).unwrap_or_default().matches('\n').count();
    let line = markdown.lines().nth(number).unwrap_or_default();
    let texts = pieces(line).into_iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.trim()),
        Piece::Request(_) => None,
    });
    let words = texts.max_by_key(|text| text.len()).unwrap_or_default();
    if source.lines().nth(number).is_some_and(|line| line.contains(words)) {
        return number + 1;
    }
    let same = source.lines().enumerate().filter(|(_, line)| line.contains(words));
    let nearest = same.map(|(at, _)| at).min_by_key(|at| at.abs_diff(number));
    nearest.unwrap_or(number) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_again_where_statements_have_left() {
        let source = "# A\n{% if true %}\n{{\n count()\n}}\n[x](y)\n\n[z](y)\n";
        let markdown = "# A\n\n\u{e000}1\u{e001}\n[x](y)\n\n[z](y)\n";
        let at = |words: &str| line_in(source, markdown, markdown.find(words).unwrap());
        assert_eq!((at("[x]"), at("[z]"), at("# A")), (6, 8, 1));
    }
}
