//! What an edition in the archive has printed, by figure.

use crate::domain::Figure;
use crate::project::{ArchivedEdition, ArchivedValue, Project};

/// The figures of an edition that the project's lists still know, with what was printed of each.
pub(super) fn figures<'a>(
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
pub(super) fn value(figure: &Figure, archived: ArchivedValue) -> ArchivedValue {
    match (figure, archived) {
        (Figure::Days(_), ArchivedValue::NoBase) => ArchivedValue::TooFew,
        (_, archived) => archived,
    }
}
