//! Texts that are too long for their place and reach beyond the paper: a word of three hundred letters in the head of a narrow
//! column. The page shows them; on paper a part is missing, and that is told.

use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst_layout::PagedDocument;

/// How much of a text is quoted.
const QUOTED: usize = 40;
/// Text beyond the edge by less than this, in points, is whole for all that can be seen.
const UNSEEN: f64 = 1.0;

/// A finding for each page with such texts, at the place where the project has the first of them.
pub(super) fn findings(document: &PagedDocument, sources: &[(String, String)]) -> Findings {
    let mut findings = Findings::default();
    for (page, number) in document.pages().iter().zip(1..) {
        let size = Point::new(page.frame.width(), page.frame.height());
        let mut beyond = Vec::new();
        collect(&page.frame, Transform::identity(), size, &mut beyond);
        let Some(first) = beyond.first() else { continue };
        let quoted: String = first.chars().take(QUOTED).collect();
        let message = format!(
            "im PDF reicht ein Text auf Seite {number} über den Rand des Papiers, und was dort stünde, fehlt: „{quoted}…“"
        );
        let finding = Finding::new(FindingCode::TextBeyondPaper, message)
            .help("kürzen Sie den Text, oder teilen Sie lange Wörter durch Bindestriche");
        findings.push(match place(first, sources) {
            Some(place) => finding.at(place),
            None => finding.at(Place::file("annex.pdf")),
        });
    }
    findings
}

fn collect(frame: &Frame, moved: Transform, size: Point, found: &mut Vec<String>) {
    for (point, item) in frame.items() {
        let here = moved.pre_concat(Transform::translate(point.x, point.y));
        match item {
            FrameItem::Group(group) => {
                collect(&group.frame, here.pre_concat(group.transform), size, found);
            }
            FrameItem::Text(text) if !text.text.trim().is_empty() => {
                let ends = [Point::zero(), Point::with_x(text.width())];
                let is_within = |end: Point| {
                    let end = end.transform(here);
                    let along = |at: f64, most: f64| (-UNSEEN..=most + UNSEEN).contains(&at);
                    along(end.x.to_pt(), size.x.to_pt()) && along(end.y.to_pt(), size.y.to_pt())
                };
                if !ends.into_iter().all(is_within) {
                    found.push(text.text.to_string());
                }
            }
            _ => {}
        }
    }
}

/// Where the project has a text, or the line of it that was set.
fn place(text: &str, sources: &[(String, String)]) -> Option<Place> {
    let text = text.trim_end_matches(['-', '\u{ad}', '\u{2010}']);
    sources.iter().find_map(|(file, source)| {
        let at = source.find(text)?;
        Some(Place::in_text(file, source, at, text.len()).0)
    })
}
