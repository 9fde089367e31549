//! A few values of one dimension, as a case holds them.

use super::Code;
use std::fmt;
use std::ops::Deref;

/// So many values need no memory of their own; few cases have more.
const FEW: usize = 3;

/// Values of a case in a dimension that can have several. Reads like a slice.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Codes(Held);

/// Up to [`FEW`] values are always held as `Few`, padded alike, so that equal values are equal in form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Held {
    Few(u8, [Code; FEW]),
    Many(Box<[Code]>),
}

impl Codes {
    /// A copy of these values.
    pub fn new(codes: &[Code]) -> Self {
        let mut few = [Code::NOT_STATED; FEW];
        match (few.get_mut(..codes.len()), u8::try_from(codes.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(codes);
                Self(Held::Few(length, few))
            }
            _ => Self(Held::Many(codes.into())),
        }
    }
}

impl Default for Codes {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Deref for Codes {
    type Target = [Code];

    fn deref(&self) -> &[Code] {
        match &self.0 {
            Held::Few(length, codes) => codes.get(..usize::from(*length)).unwrap_or_default(),
            Held::Many(codes) => codes,
        }
    }
}

impl FromIterator<Code> for Codes {
    fn from_iter<I: IntoIterator<Item = Code>>(codes: I) -> Self {
        Self::new(&codes.into_iter().collect::<Vec<_>>())
    }
}

impl fmt::Debug for Codes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_values_comes_back_in_little_memory() {
        assert_eq!(size_of::<Codes>(), 16);
        for number in 0..6 {
            let codes: Vec<Code> = (0..number).map(Code::new).collect();
            assert_eq!(*Codes::new(&codes), *codes);
            assert_eq!(codes.iter().copied().collect::<Codes>(), Codes::new(&codes));
        }
    }
}
