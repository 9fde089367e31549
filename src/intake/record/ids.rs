//! Case numbers in the order they were read, in little memory: of each only what it does not share with the start of
//! the one before. Exports are mostly sorted by case number, so that is two or three letters.

/// A length that does not fit into a byte: four more bytes tell it.
const LONG: u8 = u8::MAX;

/// A short one with a hyphen may be a date: `mar-17`.
const SHORT: usize = 8;

/// Case numbers. Not printable: they are personal.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Ids {
    /// Of each: how much it shares, the length of the rest, the rest.
    bytes: Vec<u8>,
    last: Vec<u8>,
    /// Whether one begins with a zero or has signs that a spreadsheet may have put there.
    pub(crate) any_unusual: bool,
}

impl Ids {
    pub(crate) fn push(&mut self, id: &[u8]) {
        let shared = id.iter().zip(&self.last).take_while(|(a, b)| a == b).count();
        let shared = u8::try_from(shared).unwrap_or(u8::MAX);
        let rest = id.get(usize::from(shared)..).unwrap_or_default();
        self.bytes.push(shared);
        match u8::try_from(rest.len()) {
            Ok(length) if length != LONG => self.bytes.push(length),
            _ => {
                self.bytes.push(LONG);
                let length = u32::try_from(rest.len()).unwrap_or(u32::MAX);
                self.bytes.extend(length.to_le_bytes());
            }
        }
        self.bytes.extend_from_slice(rest);
        self.last.truncate(usize::from(shared));
        self.last.extend_from_slice(rest);
        let may_be_date = id.len() <= SHORT || id.first().is_some_and(u8::is_ascii_digit);
        self.any_unusual |= id.first() == Some(&b'0')
            || rest.iter().any(|byte| {
                matches!(byte, b' ' | b'.' | b',' | b'\'' | b'/') || (*byte == b'-' && may_be_date)
            });
    }

    /// Goes through them from the first.
    pub(crate) fn walk(&self) -> Walk<'_> {
        Walk { rest: &self.bytes, id: Vec::new() }
    }
}

/// Gives one case number after the other.
pub(crate) struct Walk<'i> {
    rest: &'i [u8],
    id: Vec<u8>,
}

impl Walk<'_> {
    /// The next one; empty behind the last.
    pub(crate) fn next(&mut self) -> &[u8] {
        let (shared, length, rest) = match self.rest {
            [shared, LONG, a, b, c, d, rest @ ..] => {
                (*shared, u32::from_le_bytes([*a, *b, *c, *d]) as usize, rest)
            }
            [shared, length, rest @ ..] => (*shared, usize::from(*length), rest),
            _ => return &[],
        };
        let (own, rest) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        self.rest = rest;
        self.id.truncate(usize::from(shared));
        self.id.extend_from_slice(own);
        &self.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_number_comes_back_in_order() {
        let long = "x".repeat(70_000);
        let longer = format!("{long}y");
        let all = [
            "krm-0001",
            "krm-0002",
            "krm-0002",
            "",
            "ä1",
            "ö1",
            "0",
            &long[..300],
            &long[..255],
            &long,
            &longer,
            "1",
        ];
        let mut ids = Ids::default();
        all.iter().for_each(|id| ids.push(id.as_bytes()));
        let mut walk = ids.walk();
        for id in all {
            assert_eq!(walk.next(), id.as_bytes());
        }
        assert!(walk.next().is_empty());
        assert!(ids.any_unusual);
    }

    #[test]
    fn sorted_case_numbers_take_little_memory() {
        let mut ids = Ids::default();
        (0..10_000).for_each(|number| ids.push(format!("KRM-2017-{number:06}").as_bytes()));
        assert!(ids.bytes.len() < 10_000 * 13 / 4);
    }
}
