//! Characters of several bytes: how many of a file are valid UTF-8, and how many are broken.

/// How many characters of several bytes are valid UTF-8, and how many broken ones there are. A line end parts no
/// character, so the sums over the lines of a file are those of the file.
pub(crate) fn balance(bytes: &[u8]) -> (u64, u64) {
    let (mut valid, mut invalid) = (0, 0);
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        let skipped = match rest.first_chunk::<8>() {
            Some(eight) if eight.is_ascii() => 8,
            _ if first.is_ascii() => 1,
            _ => {
                let (length, is_valid) = multibyte(rest);
                valid += u64::from(is_valid);
                invalid += u64::from(!is_valid);
                length
            }
        };
        rest = rest.get(skipped..).unwrap_or_default();
    }
    (valid, invalid)
}

/// The length of the character of several bytes that begins here, or of its unbroken beginning, at least 1; and
/// whether it is one. (The standard library starts anew at each broken one, which costs many times more.)
fn multibyte(bytes: &[u8]) -> (usize, bool) {
    let further = |at: usize, among: std::ops::RangeInclusive<u8>| {
        bytes.get(at).is_some_and(|byte| among.contains(byte))
    };
    let (length, second) = match bytes.first() {
        Some(0xc2..=0xdf) => (2, 0x80..=0xbf),
        Some(0xe0) => (3, 0xa0..=0xbf),
        Some(0xed) => (3, 0x80..=0x9f),
        Some(0xe1..=0xef) => (3, 0x80..=0xbf),
        Some(0xf0) => (4, 0x90..=0xbf),
        Some(0xf4) => (4, 0x80..=0x8f),
        Some(0xf1..=0xf3) => (4, 0x80..=0xbf),
        _ => return (1, false),
    };
    if !further(1, second) {
        return (1, false);
    }
    match (2..length).find(|at| !further(*at, 0x80..=0xbf)) {
        Some(broken) => (broken, false),
        None => (length, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(bytes: &[u8]) -> (u64, u64) {
        bytes.utf8_chunks().fold((0, 0), |(valid, invalid), chunk| {
            let multibyte = chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
            (valid + multibyte, invalid + u64::from(!chunk.invalid().is_empty()))
        })
    }

    #[test]
    fn the_balance_counts_characters_and_broken_bytes() {
        for bytes in
            [&b"a\xc3\xbcb\xfc\xe4c\xe2\x82"[..], b"", b"\xff", b"\xe2\x82\xac\xf0\x9f", b"abc"]
        {
            assert_eq!(balance(bytes), expected(bytes));
        }
    }

    proptest::proptest! {
        #[test]
        fn the_balance_is_that_of_the_standard_library(
            bytes in proptest::collection::vec(
                proptest::sample::select(&b"a\n\x80\x8f\x90\x9f\xa0\xbf\xc1\xc2\xdf\xe0\xe4\xed\xef\xf0\xf1\xf4\xf5\xff"[..]),
                0..40,
            ),
        ) {
            proptest::prop_assert_eq!(balance(&bytes), expected(&bytes));
        }
    }
}
