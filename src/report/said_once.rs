//! What holds for several tables and charts of a chapter is said once: a table folds under the chart of it, their source stands
//! at the chapter's end, and a note where it is first needed.

use super::document::{Block, Chart, ChartData, Table};
use std::collections::BTreeSet;

/// A chapter's blocks with each thing said once.
pub(super) fn once(blocks: Vec<Block>) -> Vec<Block> {
    let mut blocks = folded(blocks);
    let mut sources = BTreeSet::new();
    let mut exhibits = 0;
    each(&mut blocks, &mut |exhibit| {
        exhibits += 1;
        sources.insert(match exhibit {
            Exhibit::Table(table) => table.source.clone(),
            Exhibit::Chart(chart) => chart.source.clone(),
        });
    });
    let common = sources.pop_first().filter(|_| sources.is_empty() && exhibits > 1);
    let mut said: BTreeSet<String> = BTreeSet::new();
    each(&mut blocks, &mut |exhibit| match exhibit {
        Exhibit::Table(table) => brief(table, common.is_none(), &mut said),
        Exhibit::Chart(chart) => {
            if common.is_some() {
                chart.shown_source.clear();
            }
            if let ChartData::Own(table) = &mut chart.data {
                brief(table, false, &mut said);
                if table.subtitle == chart.subtitle {
                    table.shown_subtitle.clear();
                }
            }
        }
    });
    blocks.extend(common.map(|source| Block::Source(format!("{source}."))));
    blocks
}

/// Leaves out of a table's texts what has been said.
fn brief(table: &mut Table, shows_source: bool, said: &mut BTreeSet<String>) {
    if !shows_source {
        table.shown_source.clear();
    }
    // A note that is folded away was not said to everybody.
    if !table.is_detail {
        table.shown_notes.retain(|note| note.is_of_signs || said.insert(note.text.clone()));
    }
}

/// The table behind a chart of it becomes a part of the chart.
fn folded(blocks: Vec<Block>) -> Vec<Block> {
    let mut kept: Vec<Block> = Vec::new();
    for block in blocks {
        match (kept.last_mut(), block) {
            (Some(Block::Chart(chart)), Block::Table(table)) if matches!(&chart.data, ChartData::Elsewhere(id, _) if *id == table.id) =>
            {
                chart.data = ChartData::Own(table);
            }
            (_, block) => kept.push(block),
        }
    }
    kept
}

enum Exhibit<'b> {
    Table(&'b mut Table),
    Chart(&'b mut Chart),
}

/// Visits tables and charts in order, a chart with its own table as one.
fn each(blocks: &mut [Block], visit: &mut impl FnMut(Exhibit<'_>)) {
    for block in blocks {
        match block {
            Block::Table(table) => visit(Exhibit::Table(table)),
            Block::Chart(chart) => visit(Exhibit::Chart(chart)),
            Block::List { items, .. } => items.iter_mut().for_each(|item| each(item, visit)),
            Block::Quote(blocks) => each(blocks, visit),
            _ => {}
        }
    }
}
