//! Texts that are too long for their place and reach beyond the paper: a word of three hundred letters in the head of a narrow
//! column. The page shows them; on paper a part is missing, and that is told.

use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::is_invisible;
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst_layout::PagedDocument;

/// How much of a text is quoted.
const QUOTED: usize = 40;
/// A text of fewer letters could stand anywhere.
const FEWEST: usize = 3;
/// So many of them are looked at.
const LOOKED_AT: usize = 500;
/// Text beyond the edge by less than this, in points, is whole for all that can be seen.
const UNSEEN: f64 = 1.0;

/// A finding where there are such texts: at the text of the project that has most lines of them, as that one drives the others out.
pub(super) fn findings(document: &PagedDocument, sources: &[(String, String)]) -> Findings {
    let mut beyond = Vec::new();
    for (page, number) in document.pages().iter().zip(1_usize..) {
        let size = Point::new(page.frame.width(), page.frame.height());
        let mut of_page = Vec::new();
        collect(&page.frame, Transform::identity(), size, &mut of_page);
        beyond.extend(of_page.into_iter().map(|text| (number, text)));
    }
    beyond.truncate(LOOKED_AT);
    let own = beyond.iter().filter_map(|(page, text)| Some((page, text, place(text, sources)?)));
    let own: Vec<(&usize, &String, Place)> = own.collect();
    let is_same = |one: &Place, other: &Place| {
        (&one.file, one.line, one.column) == (&other.file, other.line, other.column)
    };
    let lines = |place: &Place| own.iter().filter(|(.., other)| is_same(place, other)).count();
    let own = own.iter().max_by_key(|(.., place)| lines(place)).cloned();
    let first = beyond.first().map(|(page, text)| (page, text, Place::file("annex.pdf")));
    let mut findings = Findings::default();
    if let Some((page, text, place)) = own.or(first) {
        let quoted: String = text.chars().take(QUOTED).collect();
        let message = format!(
            "im PDF reicht Text auf Seite {page} über den Rand des Papiers, und was dort stünde, fehlt: „{quoted}“"
        );
        let help = "kürzen Sie den Text, oder teilen Sie lange Wörter durch Bindestriche";
        let finding = Finding::new(FindingCode::TextBeyondPaper, message);
        findings.push(finding.at(place).help(help));
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
                    found.push(text.text.chars().filter(|c| !is_invisible(*c)).collect());
                }
            }
            _ => {}
        }
    }
}

/// Where the project has a text, or the line of it that was set.
fn place(text: &str, sources: &[(String, String)]) -> Option<Place> {
    let text = text.trim().trim_end_matches('-');
    if text.chars().count() < FEWEST {
        return None;
    }
    sources.iter().find_map(|(file, source)| {
        let at = source.find(text)?;
        Some(Place::in_text(file, source, at, text.len()).0)
    })
}
