//! The length a mark may have in a chart: a number that has passed disclosure control.

/// A non-negative number that may be drawn. Only `disclosure` can make one, so a chart cannot
/// show what the tables mask.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Magnitude(f64);

impl Magnitude {
    /// Called by `disclosure` alone, for figures whose value is printed.
    pub(in crate::disclosure) fn new(value: f64) -> Self {
        Self(value)
    }

    /// The number itself, in the unit of the figure (cases, mentions, days, activities).
    pub fn get(self) -> f64 {
        self.0
    }

    /// A magnitude for the tests of other stages.
    #[cfg(test)]
    pub(crate) fn for_test(value: f64) -> Self {
        Self(value)
    }
}
