//! How far disclosure control goes for a year.

use crate::project::Project;

/// How far protection goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    /// Masks; tables that masks cannot protect are withheld.
    #[default]
    Masks,
    /// What became of the records is withheld, too, and other years may have values that are listed and do not occur, and
    /// another number of cases outside the report.
    WithoutLedger,
    /// Signs may stand for zeros, too, and what signs cannot protect is withheld figure by figure.
    MaskedZeros,
    /// Nothing is published but what is no secret.
    TotalsOnly,
}

impl Measure {
    /// All of them, the one that gives up least first.
    pub(super) const ALL: [Self; 4] =
        [Self::Masks, Self::WithoutLedger, Self::MaskedZeros, Self::TotalsOnly];

    /// The name in records.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Masks => "masks",
            Self::WithoutLedger => "without_ledger",
            Self::MaskedZeros => "masked_zeros",
            Self::TotalsOnly => "totals_only",
        }
    }

    /// The measure of that name; the last one for a name that is none.
    pub(super) fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|it| it.name() == name).unwrap_or(Self::TotalsOnly)
    }

    /// Whether its signs may stand for zeros and so tell nothing.
    pub(super) fn signs_tell_nothing(self) -> bool {
        self >= Self::MaskedZeros
    }

    /// Whether other years may be made of examples, too.
    pub(super) fn has_examples(self) -> bool {
        self > Self::Masks
    }

    /// Whether what became of the records is published.
    pub(super) fn has_ledger(self) -> bool {
        self == Self::Masks
    }

    /// The project under a policy of its own, where the measure has one.
    pub(super) fn applied_to(self, project: &Project) -> Option<Project> {
        (self == Self::MaskedZeros).then(|| {
            let mut project = project.clone();
            project.disclosure.masks_zeros = true;
            project
        })
    }
}
