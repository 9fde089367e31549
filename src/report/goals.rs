//! Where links lead: the anchors of the finished report, and what comes of a link that has no goal in it.

use super::RESERVED_ANCHORS;
use super::document::{Block, Chapter, ChapterLink, ChartData, Inline, visit};
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::nearest;
use std::collections::BTreeSet;

/// So many links are told; more of them have one reason.
const MOST_TOLD: usize = 50;

/// Makes text of every link to an anchor that the report does not have, and tells those that a chapter has typed. Gives back the links
/// to files, of which only those who write them know.
pub(super) fn check(
    chapters: &mut [Chapter],
    links: Vec<ChapterLink>,
    findings: &mut Findings,
) -> Vec<ChapterLink> {
    let anchors = anchors(chapters);
    let (inside, files): (Vec<_>, Vec<_>) =
        links.into_iter().partition(|link| link.href.is_empty() || link.href.starts_with('#'));
    let dead = inside.into_iter().filter(|link| !leads_to(&link.href, &anchors));
    for link in dead.take(MOST_TOLD) {
        let name = link.href.trim_start_matches('#');
        let meant = nearest(name, anchors.iter().map(String::as_str));
        let meant = meant.map(|anchor| format!("meinten Sie `#{anchor}`? ")).unwrap_or_default();
        let message = match link.href.as_str() {
            "" => "der Link hat kein Ziel; er ist im Bericht nur Text".to_owned(),
            href => format!("`{href}` gibt es im Bericht nicht; der Link ist dort nur Text"),
        };
        let help = format!(
            "{meant}Kapitel heißen wie ihre Dateien ohne Zahl davor (`#topics`), Tabellen und Diagramme `#table-…` und `#chart-…`; {{{{ ref(table=\"…\") }}}} nennt auch die Nummer"
        );
        findings.push(Finding::new(FindingCode::DeadLink, message).at(link.place).help(help));
    }
    for chapter in chapters {
        unlink(&mut chapter.title, &anchors);
        unlink_blocks(&mut chapter.blocks, &anchors);
    }
    files
}

fn leads_to(href: &str, anchors: &BTreeSet<String>) -> bool {
    !href.is_empty() && href.strip_prefix('#').is_none_or(|anchor| anchors.contains(anchor))
}

fn anchors(chapters: &[Chapter]) -> BTreeSet<String> {
    let mut anchors: BTreeSet<String> = RESERVED_ANCHORS.map(str::to_owned).into();
    for chapter in chapters {
        anchors.extend([chapter.id.clone(), format!("{}-title", chapter.id)]);
        visit(&chapter.blocks, &mut |block| match block {
            Block::Heading { id, .. } => anchors.extend([id.clone()]),
            Block::Table(table) => anchors.extend([format!("table-{}", table.id)]),
            Block::Chart(chart) => {
                anchors.extend([format!("chart-{}", chart.id)]);
                if let ChartData::Own(table) = &chart.data {
                    anchors.extend([format!("table-{}", table.id)]);
                }
            }
            _ => {}
        });
    }
    anchors
}

fn unlink_blocks(blocks: &mut [Block], anchors: &BTreeSet<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => unlink(content, anchors),
            Block::List { items, .. } => {
                items.iter_mut().for_each(|item| unlink_blocks(item, anchors));
            }
            Block::Quote(blocks) => unlink_blocks(blocks, anchors),
            Block::PlainTable(table) => {
                table.rows.iter_mut().flatten().for_each(|cell| unlink(cell, anchors));
            }
            _ => {}
        }
    }
}

fn unlink(content: &mut Vec<Inline>, anchors: &BTreeSet<String>) {
    for inline in std::mem::take(content) {
        match inline {
            Inline::Link { href, content: inner } if !leads_to(&href, anchors) => {
                content.extend(inner);
            }
            mut inline => {
                match &mut inline {
                    Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) => {
                        unlink(inner, anchors);
                    }
                    Inline::Footnote { content: Some(blocks), .. } => {
                        unlink_blocks(blocks, anchors)
                    }
                    _ => {}
                }
                content.push(inline);
            }
        }
    }
}
