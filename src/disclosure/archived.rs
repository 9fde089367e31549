//! What an edition in the archive has printed, by figure.

use crate::domain::{Count, Days, Figure, ReportPeriod, Share};
use crate::project::{ArchivedEdition, ArchivedValue, Project};

/// The figures of an edition that the project's lists still know, as figures of the report's own period, with what was
/// printed of each. What the two periods do not share is not among them.
pub(super) fn figures<'a>(
    edition: &'a ArchivedEdition,
    project: &'a Project,
) -> impl Iterator<Item = (Figure, ArchivedValue)> + 'a {
    let (theirs, ours) = (edition.period(), project.settings.period);
    as_printed(edition, project).filter_map(move |(figure, value)| {
        Some((if theirs == ours { figure } else { translated(&figure, theirs, ours)? }, value))
    })
}

/// A figure of a report on another period as a figure of this one; `None` where this period does not hold that time.
fn translated(figure: &Figure, theirs: ReportPeriod, ours: ReportPeriod) -> Option<Figure> {
    let of_count = |count: &Count| -> Option<Count> {
        let period = ours.translate(theirs, count.period)?;
        Some(Count { period, ..count.clone() })
    };
    match figure {
        Figure::Count(count) => of_count(count).map(Figure::Count),
        Figure::Share(share) => {
            let (part, base) = (of_count(share.part())?, of_count(share.base())?);
            let is_of_part = part.period != base.period;
            Some(Figure::Share(match is_of_part {
                true => Share::during(base, part.period),
                false => Share::new(base, &part.filter),
            }))
        }
        Figure::Days(days) => Some(Figure::Days(Days { of: of_count(&days.of)?, ..days.clone() })),
        Figure::Ledger(_) | Figure::Compared(_) => None,
    }
}

/// The figures of an edition in its own words.
pub(super) fn as_printed<'a>(
    edition: &'a ArchivedEdition,
    project: &'a Project,
) -> impl Iterator<Item = (Figure, ArchivedValue)> + 'a {
    let figures = edition.content.figures.iter();
    figures.filter_map(|(id, archived)| {
        let figure = Figure::parse(id, &project.taxonomy).ok()?;
        let value = value(&figure, *archived);
        Some((figure, value))
    })
}

/// What was printed of a figure. That a statistic has no case follows from their number, which stands beside it: until then it is one
/// of too few.
fn value(figure: &Figure, archived: ArchivedValue) -> ArchivedValue {
    match (figure, archived) {
        (Figure::Days(_), ArchivedValue::NoBase) => ArchivedValue::TooFew,
        (_, archived) => archived,
    }
}
