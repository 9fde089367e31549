//! The rules for sentences that stand only where the numbers have something to say: one file a rule.
//!
//! All of them see published figures alone and follow the same customs. A masked figure is never
//! written around: without it there is no sentence, or the part that needs it is left out. Zero has words
//! of its own or none. Of equals all are named, or none. Below [`SMALL_BASE`] there is no percentage, since
//! a single case would move it by more than a reader expects.

mod change;
mod forms;
mod largest;
mod ranked;
mod received;
mod told;

pub(super) use change::{Way, way};
pub(super) use largest::{first_part, headline, within_target};
pub(super) use ranked::ranked;
pub(super) use told::limits;

use super::document::Inline;
use super::printed::PrintedFigure;
use super::table::FilledTable;
use super::{Context, Exhibits, given_up, missing};
use crate::disclosure::{PublishedFigure, PublishedValue};
use crate::domain::{Figure, Unit};
use crate::locale::enumeration;
use crate::plan::{Noun, Sentence};

/// Smallest base of a percentage in a sentence, in cases.
pub(super) const SMALL_BASE: u64 = 20;

/// The smallest base of a percentage in a sentence of a report, in cases.
pub(super) fn smallest_base(context: &Context<'_>) -> u64 {
    SMALL_BASE.max(context.project.disclosure.smallest_rounded_base())
}

/// The sentence with its full stop; `None` where there is nothing to say.
pub(super) fn sentence(
    sentence: &Sentence,
    context: &Context<'_>,
    exhibits: &Exhibits<'_>,
) -> Option<Vec<Inline>> {
    let mut words = match sentence {
        // These are parts of a sentence of the chapter, or end as it ends them.
        Sentence::Told { figure, text } => return told::words(figure, text, context),
        Sentence::Ranked { table, first, text } => {
            return ranked::words((table, *first, text), context, exhibits);
        }
        Sentence::Note { table, of, text: words } => {
            let table = exhibits.tables.get(table.as_str())?;
            return table.shows(*of).then(|| vec![text(words)]);
        }
        Sentence::Received { all, halves } => received::words(all, halves.as_ref(), context),
        Sentence::NotRecorded => missing::sentence(context),
        Sentence::GivenUp => given_up::sentence(context),
        Sentence::Largest { table, text, is_plain } => {
            let table = exhibits.tables.get(table.as_str())?;
            largest::words(text, *is_plain, table, context)
        }
        Sentence::Share { share, part, base, undecided, forms } => {
            forms::share(share, (part, base), undecided, forms, context)
        }
        Sentence::Change(change) => change::words(change, context),
        Sentence::Days { days, forms } => forms::days(days, forms, context),
        Sentence::Count { count, forms } => forms::count(count, forms, context),
    }?;
    words.push(text("."));
    Some(words)
}

/// What could change the order of rows.
#[derive(Clone, Copy, Debug, Default)]
struct Limits {
    /// The exports do not record all cases.
    unrecorded: bool,
    /// For as many cases nothing is stated.
    unstated: bool,
    /// Of as many cases it is not decided whether they are of the kind.
    undecided: bool,
    /// Numbers are not published.
    masked: bool,
}

impl Limits {
    /// What is said of them behind a ranking.
    fn words(self) -> Option<String> {
        let all = [
            (self.unrecorded, "erfasst"),
            (self.unstated, "angegeben"),
            (self.undecided, "entschieden"),
            (self.masked, "veröffentlicht"),
        ];
        let words = enumeration(all.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word));
        (!words.is_empty()).then(|| format!(", soweit {words}"))
    }
}

/// What is said behind rows of which some stand for groups of what the table was meant to name.
fn as_groups<'l>(
    table: &FilledTable<'_>,
    mut named: impl Iterator<Item = &'l str>,
) -> Option<&'static str> {
    named.any(|label| table.is_joined(label)).then_some(", zu Gruppen zusammengefasst")
}

/// How far it is open which cases of a whole are of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decided {
    /// Of all it is decided.
    All,
    /// Of some it is not, or nobody may know.
    Some,
    /// Of none it is.
    None,
}

/// How far it is decided, by the published numbers of undecided cases and of all.
pub(super) fn decided(undecided: &[Figure], base: Option<u64>, context: &Context<'_>) -> Decided {
    match number_of(undecided, context) {
        Some(0) => Decided::All,
        open if open.is_some() && open >= base => Decided::None,
        _ => Decided::Some,
    }
}

/// How many undecided cases there are; `None` where one of their numbers is not published.
fn number_of(undecided: &[Figure], context: &Context<'_>) -> Option<u64> {
    let count = |figure: &Figure| match context.published(figure).map(PublishedFigure::value) {
        Some(PublishedValue::Count(count)) => Some(count),
        // A value that no export can have.
        None | Some(PublishedValue::NotRecorded) => Some(0),
        Some(_) => None,
    };
    undecided.iter().map(count).sum()
}

fn text(words: impl Into<String>) -> Inline {
    Inline::Text(words.into())
}

/// A published figure as a number alone.
fn number(figure: &Figure, context: &Context<'_>) -> Option<PrintedFigure> {
    context.published(figure).map(|figure| context.printer().prose(figure, None))
}

/// What a unit is called behind a number.
fn noun(unit: Unit) -> Noun {
    let (one, many) = match unit {
        Unit::Cases => ("Fall", "Fälle"),
        Unit::Mentions => ("Nennung", "Nennungen"),
        Unit::Activities => ("Aktivität", "Aktivitäten"),
    };
    Noun { one: one.to_owned(), many: many.to_owned() }
}

/// Text with figures in place of marks, each of which stands in it once.
fn filled(words: &str, figures: &[(&str, &PrintedFigure)]) -> Vec<Inline> {
    let mut parts = vec![text(words)];
    for (mark, figure) in figures {
        let filled = parts.into_iter().flat_map(|part| match &part {
            Inline::Text(words) => match words.split_once(mark) {
                Some((before, after)) => {
                    vec![text(before), Inline::Figure((*figure).clone()), text(after)]
                }
                None => vec![part],
            },
            _ => vec![part],
        });
        parts = filled.collect();
    }
    parts.retain(|part| !matches!(part, Inline::Text(words) if words.is_empty()));
    parts
}
