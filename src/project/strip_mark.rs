//! The mark in exports without personal data of the key their case numbers were replaced with. It stands behind the heading of the column that
//! tells the scope, which each of them has: `Ombudsstelle (ja/nein), Schlüssel 3f9c21ab`.

const BEFORE: &str = ", Schlüssel ";
/// Hexadecimal digits of a mark.
const LENGTH: usize = 8;

/// A heading and the mark behind it, where there is one.
pub fn split_mark(heading: &str) -> (&str, Option<&str>) {
    let is_mark = |text: &&str| {
        text.len() == LENGTH && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    match heading.trim_end().rsplit_once(BEFORE) {
        Some((name, mark)) if is_mark(&mark) => (name, Some(mark)),
        _ => (heading, None),
    }
}

/// The heading with a mark: the first digits of what the key makes of the mark there was, so that files that went through it once and
/// twice are told apart. `pseudonym` replaces a case number; none has a line end.
pub fn with_mark(heading: &str, pseudonym: &dyn Fn(&str) -> String) -> String {
    let (name, before) = split_mark(heading);
    let mark = pseudonym(&format!("strip.key\n{}", before.unwrap_or_default()));
    format!("{name}{BEFORE}{}", mark.get(..LENGTH).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_set_once_and_read_back() {
        let once = with_mark("Ombudsstelle (ja/nein)", &|text| format!("00{:06}aa", text.len()));
        assert_eq!(once, "Ombudsstelle (ja/nein), Schlüssel 00000010");
        assert_eq!(split_mark(&once), ("Ombudsstelle (ja/nein)", Some("00000010")));
        let twice = with_mark(&once, &|text| format!("00{:06}aa", text.len()));
        assert_eq!(twice, "Ombudsstelle (ja/nein), Schlüssel 00000018");
        assert_eq!(split_mark("Art, Schlüssel 12"), ("Art, Schlüssel 12", None));
    }
}
