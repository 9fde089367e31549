//! What an edition in the archive has printed, by figure.

use crate::domain::Figure;
use crate::project::{ArchivedEdition, ArchivedValue, Project};

/// The figures of an edition that the project's lists still know, with what was printed of each.
pub(super) fn figures<'a>(
    edition: &'a ArchivedEdition,
    project: &'a Project,
) -> impl Iterator<Item = (Figure, ArchivedValue)> + 'a {
    let figures = edition.content.figures.iter();
    figures.filter_map(|(id, value)| Some((Figure::parse(id, &project.taxonomy).ok()?, *value)))
}
