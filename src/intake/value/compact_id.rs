//! A case number in 16 bytes: nearly all are short enough to need no memory of their own.

/// Letters and digits that fit.
const SHORT: usize = 14;

/// A case number. Not printable: it is personal.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CompactId(Held);

#[derive(Clone, PartialEq, Eq)]
enum Held {
    /// Padded with NUL, which no text of an export holds.
    Short(u8, [u8; SHORT]),
    Long(Box<Box<str>>),
}

impl CompactId {
    pub(crate) fn new(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match bytes.get_mut(..text.len()) {
            Some(place) => {
                place.copy_from_slice(text.as_bytes());
                Self(Held::Short(u8::try_from(text.len()).unwrap_or_default(), bytes))
            }
            None => Self(Held::Long(Box::new(text.into()))),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        match &self.0 {
            Held::Short(length, bytes) => bytes
                .get(..usize::from(*length))
                .and_then(|bytes| std::str::from_utf8(bytes).ok())
                .unwrap_or_default(),
            Held::Long(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_number_of_any_length_comes_back() {
        assert_eq!(size_of::<CompactId>(), 16);
        for text in ["", "0", "krm-2017-00293", "krm-2017-002931", "äöüäöüä", "äöüäöüäö"]
        {
            assert_eq!(CompactId::new(text).as_str(), text);
        }
        assert!(CompactId::new("1") != CompactId::new("01"));
    }
}
