//! What a line must not be broken within: a paragraph sign and its number, abbreviations of two letters, days of months.

use super::dates::month_name;

/// A text with no-break spaces where a line end would tear apart what belongs together.
pub fn unbroken(text: &str) -> String {
    const JOINED: [(&str, &str); 4] = [
        ("§ ", "§\u{a0}"),
        ("e. V.", "e.\u{a0}V."),
        ("z. B.", "z.\u{a0}B."),
        ("u. a.", "u.\u{a0}a."),
    ];
    let mut text = text.to_owned();
    for (from, to) in JOINED {
        text = text.replace(from, to);
    }
    for month in 1..=12 {
        let name = month_name(month);
        let of_day = format!(". {name}");
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(&of_day)) {
            let at = from + at;
            if text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit())) {
                text.replace_range(at..at + of_day.len(), &format!(".\u{a0}{name}"));
            }
            from = at + of_day.len();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_stays_on_a_line() {
        assert_eq!(
            unbroken("nach § 22 am 2. Mai und im Mai, e. V."),
            "nach §\u{a0}22 am 2.\u{a0}Mai und im Mai, e.\u{a0}V."
        );
        assert_eq!(unbroken("Ende. Mai folgt."), "Ende. Mai folgt.");
    }
}
