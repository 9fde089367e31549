//! Physical lines, as an editor shows them: CRLF, LF and CR each end one, also inside quotes.

/// So many bytes are counted together: their sum fits into a byte.
const BLOCK: usize = 240;

/// The physical lines of a file, counted apart from reading them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PhysicalLines {
    /// How many there are.
    pub(crate) number: u64,
    /// Whether the last one has a line end.
    pub(crate) is_ended: bool,
}

impl PhysicalLines {
    /// Those of a text in UTF-8 or one byte a character.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let is_ended = matches!(bytes.last(), Some(b'\n' | b'\r'));
        Self { number: count(bytes), is_ended }
    }
}

/// How many physical lines a text has, in UTF-8 or one byte a character; text after the last line end is a line of its own.
pub(crate) fn count(bytes: &[u8]) -> u64 {
    let line_ends = sum(bytes, |_, byte| byte == b'\n' || byte == b'\r');
    let pairs = sum(bytes, |before, byte| before == b'\r' && byte == b'\n');
    let open = !matches!(bytes.last(), None | Some(b'\n' | b'\r'));
    line_ends - pairs + u64::from(open)
}

/// How many bytes are of a kind, which may depend on the byte before.
fn sum(bytes: &[u8], is_of_kind: impl Fn(u8, u8) -> bool) -> u64 {
    let first = bytes.first().map_or(0, |byte| u64::from(is_of_kind(0, *byte)));
    let behind = bytes.get(1..).unwrap_or_default();
    let blocks = bytes.chunks(BLOCK).zip(behind.chunks(BLOCK));
    blocks.fold(first, |all, (before, bytes)| {
        let pairs = before.iter().zip(bytes);
        all + u64::from(pairs.map(|(a, b)| u8::from(is_of_kind(*a, *b))).sum::<u8>())
    })
}

/// Where the first so many lines of one-byte characters end.
pub(crate) fn end_of(bytes: &[u8], lines: usize) -> usize {
    (0..lines).fold(0, |start, _| {
        let rest = bytes.get(start..).unwrap_or_default();
        start + end_in(rest).1
    })
}

/// Where the first line of a text ends: without and with its line end.
pub(crate) fn end(text: &str) -> (usize, usize) {
    end_in(text.as_bytes())
}

fn end_in(bytes: &[u8]) -> (usize, usize) {
    match bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
        None => (bytes.len(), bytes.len()),
        Some(at) if bytes.get(at..at + 2) == Some(b"\r\n") => (at, at + 2),
        Some(at) => (at, at + 1),
    }
}

/// The lines of a text with the offset each starts at, without line ends.
pub(crate) fn split(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let (content, next) = end(rest);
        let line = (at, rest.get(..content)?);
        at += next;
        Some(line)
    })
}

/// Line and column, both from 1, of a byte offset.
pub(crate) fn position(text: &str, offset: usize) -> (u32, u32) {
    let starts = (1_u32..).zip(split(text)).take_while(|(_, (start, _))| *start <= offset);
    let (number, (start, _)) = starts.last().unwrap_or((1, (0, "")));
    let column = text.get(start..offset).map_or(0, |before| before.chars().count());
    (number, u32::try_from(column + 1).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_ends_one_line() {
        assert_eq!(count(b""), 0);
        assert_eq!(count(b"a"), 1);
        assert_eq!(count(b"a\r\nb\nc\rd"), 4);
        assert_eq!(count(b"a\r\n\r\n"), 2);
        for text in ["\n", "\r\n", "\r", "a\n", "\n\r", "\r\r\n\nx", &"ab\r\n".repeat(300)] {
            assert_eq!(count(text.as_bytes()), split(text).count() as u64, "{text:?}");
        }
        let lines: Vec<_> = split("a\r\n\nbc\r").collect();
        assert_eq!(lines, [(0, "a"), (3, ""), (4, "bc")]);
    }

    #[test]
    fn a_position_is_told_as_an_editor_tells_it() {
        assert_eq!(position("äb\r\ncd", 6), (2, 2));
        assert_eq!(position("äb\r\ncd", 0), (1, 1));
    }
}
