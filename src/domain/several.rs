//! The values a case holds where it can have several, in little memory.

use super::ValueCode;

/// So many topics need no memory of their own; few cases have more.
const FEW: usize = 3;

/// The topics of a case, the bodies contacted for it, and its values of properties the office has added, each without
/// repeats and in list order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Several {
    /// All values, where they do not fit below; nothing stands there then.
    more: Option<Box<More>>,
    topics: Few<FEW>,
    body: Few<1>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct More {
    topics: Vec<ValueCode>,
    clarified_with: Vec<ValueCode>,
    /// By position of the property, up to the last that has a value.
    own: Vec<Vec<ValueCode>>,
}

/// A few values, "not stated" behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Few<const N: usize>([ValueCode; N]);

impl<const N: usize> Few<N> {
    fn new(codes: &[ValueCode]) -> Option<Self> {
        let mut few = Self::default();
        few.0.get_mut(..codes.len())?.copy_from_slice(codes);
        Some(few)
    }

    fn codes(&self) -> &[ValueCode] {
        let end = self.0.iter().position(|code| *code == ValueCode::NOT_STATED);
        self.0.get(..end.unwrap_or(N)).unwrap_or_default()
    }
}

impl<const N: usize> Default for Few<N> {
    fn default() -> Self {
        Self([ValueCode::NOT_STATED; N])
    }
}

impl Several {
    /// A copy of these topics and bodies, none of which is "not stated".
    pub fn new(topics: &[ValueCode], clarified_with: &[ValueCode]) -> Self {
        Self::of(topics, clarified_with, Vec::new())
    }

    fn of(
        topics: &[ValueCode],
        clarified_with: &[ValueCode],
        mut own: Vec<Vec<ValueCode>>,
    ) -> Self {
        let last = own.iter().rposition(|codes| !codes.is_empty());
        own.truncate(last.map_or(0, |last| last + 1));
        match (Few::new(topics), Few::new(clarified_with)) {
            (Some(topics), Some(body)) if own.is_empty() => Self { more: None, topics, body },
            _ => Self {
                more: Some(Box::new(More {
                    topics: topics.to_vec(),
                    clarified_with: clarified_with.to_vec(),
                    own,
                })),
                ..Self::default()
            },
        }
    }

    /// The topics.
    pub fn topics(&self) -> &[ValueCode] {
        self.more.as_ref().map_or(self.topics.codes(), |more| &more.topics)
    }

    /// The bodies contacted.
    pub fn clarified_with(&self) -> &[ValueCode] {
        self.more.as_ref().map_or(self.body.codes(), |more| &more.clarified_with)
    }

    /// The values of the office's property at a position.
    pub fn own(&self, position: usize) -> &[ValueCode] {
        let more = self.more.as_ref();
        more.and_then(|more| more.own.get(position)).map_or(&[], Vec::as_slice)
    }

    /// All values of the office's properties, by position.
    pub fn all_own(&self) -> &[Vec<ValueCode>] {
        self.more.as_ref().map_or(&[], |more| &more.own)
    }

    /// The same with these topics.
    #[must_use]
    pub fn with_topics(&self, topics: &[ValueCode]) -> Self {
        Self::of(topics, self.clarified_with(), self.all_own().to_vec())
    }

    /// The same with these bodies.
    #[must_use]
    pub fn with_clarified_with(&self, bodies: &[ValueCode]) -> Self {
        Self::of(self.topics(), bodies, self.all_own().to_vec())
    }

    /// The same with these values of the office's property at a position.
    #[must_use]
    pub fn with_own(&self, position: usize, codes: &[ValueCode]) -> Self {
        let mut own = self.all_own().to_vec();
        own.resize(own.len().max(position + 1), Vec::new());
        if let Some(place) = own.get_mut(position) {
            *place = codes.to_vec();
        }
        Self::of(self.topics(), self.clarified_with(), own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_values_comes_back_in_little_memory() {
        assert_eq!(size_of::<Several>(), 16);
        for (topics, bodies) in (0..6).flat_map(|topics| (0..4).map(move |bodies| (topics, bodies)))
        {
            let codes = |number| (0..number).map(ValueCode::new).collect::<Vec<_>>();
            let several = Several::new(&codes(topics), &codes(bodies));
            assert_eq!(several.topics(), codes(topics));
            assert_eq!(several.clarified_with(), codes(bodies));
            assert_eq!(several, Several::new(&codes(topics), &codes(bodies)));
            let own = several.with_own(2, &codes(2));
            assert_eq!((own.topics(), own.clarified_with()), (&*codes(topics), &*codes(bodies)));
            assert_eq!((own.own(0), own.own(2), own.own(3)), (&[][..], &*codes(2), &[][..]));
            assert_eq!(
                own.with_own(2, &[]),
                several,
                "without a value it is as if there were none"
            );
        }
    }
}
