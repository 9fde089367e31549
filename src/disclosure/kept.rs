//! What an earlier edition has masked stays masked, so that the same year gives the same report again.

use super::registry::{Before, Item, Registry, Row, stands_for};
use super::relations::is_within;
use crate::domain::{Figure, Taxonomy};
use std::collections::BTreeSet;

/// The rows that stay masked. A row is masked where its own count is, whatever else is made of it now, or else where all that is
/// made of it is; and so is the same number under another name, as that of a group of one value.
pub(super) fn kept_rows(registry: &Registry, taxonomy: &Taxonomy) -> BTreeSet<usize> {
    let rows = || 0..registry.rows().len();
    let stays = |item: &Item| item.earlier == Some(Before::Masked) && item.cost.is_some();
    let is_told = |item: &Item| matches!(item.earlier, Some(Before::Printed | Before::Changed));
    let any_told = |row: usize| registry.items_of(row).any(|(_, item)| is_told(item));
    let all_are = |row: usize, are: &dyn Fn(&Item) -> bool| {
        let mut items = registry.items_of(row).map(|(_, item)| are(item)).peekable();
        items.peek().is_some() && items.all(|is_so| is_so)
    };
    let kept = |row: &usize| {
        let mut own = registry
            .items_of(*row)
            .filter(|(_, item)| matches!(item.figure, Figure::Count(_)) && stands_for(item, *row));
        match own.next() {
            Some((_, item)) => stays(item) && !any_told(*row),
            None => all_are(*row, &stays),
        }
    };
    let mut all: BTreeSet<usize> = rows().filter(kept).collect();
    let row = |at: usize| registry.rows().get(at);
    let is_same = |one: usize, other: usize| match (row(one), row(other)) {
        (Some(Row::Count(one)), Some(Row::Count(other))) => {
            is_within(one, other, taxonomy) && is_within(other, one, taxonomy)
        }
        _ => false,
    };
    let same: Vec<usize> = rows()
        .filter(|row| {
            !all.contains(row)
                && all_are(*row, &|item| item.cost.is_some())
                && !any_told(*row)
                && all.iter().any(|other| is_same(*row, *other))
        })
        .collect();
    all.extend(same);
    all
}
