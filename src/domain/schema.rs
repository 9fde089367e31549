//! All properties a project's cases can have: the standard ones and those of the office.

use super::{Dimension, Field, OwnProperty, OwnTarget, Reference};

/// The properties of a project. The default: the standard ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    own: Vec<&'static OwnProperty>,
    targets: Vec<&'static OwnTarget>,
    references: Vec<&'static Reference>,
}

impl Schema {
    /// The standard properties and these, in the order of their positions.
    pub fn new(own: Vec<&'static OwnProperty>) -> Self {
        Self { own, ..Self::default() }
    }

    /// Those of the office.
    pub fn own(&self) -> &[&'static OwnProperty] {
        &self.own
    }

    /// The same with deadlines of the office.
    #[must_use]
    pub fn with_targets(self, targets: Vec<&'static OwnTarget>) -> Self {
        Self { targets, ..self }
    }

    /// The same with reference figures.
    #[must_use]
    pub fn with_references(self, references: Vec<&'static Reference>) -> Self {
        Self { references, ..self }
    }

    /// The reference figures.
    pub fn references(&self) -> &[&'static Reference] {
        &self.references
    }

    /// The deadlines of the office.
    pub fn targets(&self) -> &[&'static OwnTarget] {
        &self.targets
    }

    /// Whether figures rest on a day: that of acknowledgement only where a deadline does.
    pub fn asks_for(&self, day: Field) -> bool {
        day == Field::ClosedOn || self.targets.iter().any(|target| target.until == day)
    }

    /// All dimensions, in a fixed order.
    pub fn dimensions(&self) -> impl Iterator<Item = Dimension> {
        let own = self.own.iter().flat_map(|property| property.dimensions());
        let targets = self.targets.iter().map(|target| Dimension::OwnTarget(target));
        Dimension::ALL.into_iter().chain(own.map(Dimension::Own)).chain(targets)
    }

    /// The dimension with this identifier.
    pub fn dimension(&self, id: &str) -> Option<Dimension> {
        self.dimensions().find(|dimension| dimension.id() == id)
    }

    /// All fields of an export, in the order of the canonical table.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().chain(self.own.iter().map(|property| Field::Own(property)))
    }

    /// The fields of which a case can have several values.
    pub fn several(&self) -> impl Iterator<Item = Field> {
        self.fields().filter(|field| field.has_several())
    }

    /// The field with this identifier.
    pub fn field(&self, id: &str) -> Option<Field> {
        self.fields().find(|field| field.id() == id)
    }
}
