//! What the format of a number says of its meaning: whether it is a day, and whether other characters are shown with it.

/// A longer form has more characters than digits that a number can have.
const LONGEST_FORM: usize = 40;

/// How a number is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NumberFormat {
    /// A number.
    Plain,
    /// A day, a time, or both.
    Date,
    /// A whole number in a form: characters, and `None` for each digit at least.
    Form(Vec<Option<char>>),
}

/// Of the formats that every workbook has without naming them.
pub(super) fn of_number(number: &str) -> NumberFormat {
    match number.parse::<u16>() {
        // 27 to 36 and 50 to 58 are days in workbooks from the East.
        Ok(14..=22 | 27..=36 | 45..=47 | 50..=58) => NumberFormat::Date,
        _ => NumberFormat::Plain,
    }
}

/// Of a format as it is written in every language: `dd/mm/yyyy`, `00000`, `"K-"0000`.
pub(super) fn of_code(code: &str) -> NumberFormat {
    let mut form = Vec::new();
    let mut is_form = true;
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            // A format for negative numbers may follow.
            ';' => break,
            '"' => form.extend(characters.by_ref().take_while(|c| *c != '"').map(Some)),
            '\\' => form.extend(characters.next().map(Some)),
            '_' | '*' => {
                characters.next();
            }
            '0' => form.push(None),
            '-' | ' ' | '(' | ')' | ':' => form.push(Some(character)),
            // A colour, a language or a condition; or a time that goes beyond a day.
            '[' => {
                let within: String = characters.by_ref().take_while(|c| *c != ']').collect();
                let is_time = |c: char| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's');
                if !within.is_empty() && within.chars().all(is_time) {
                    return NumberFormat::Date;
                }
                is_form = false;
            }
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S'
                if !code.eq_ignore_ascii_case("standard") =>
            {
                return NumberFormat::Date;
            }
            _ => is_form = false,
        }
    }
    match is_form && form.contains(&None) && form.len() <= LONGEST_FORM {
        true => NumberFormat::Form(form),
        false => NumberFormat::Plain,
    }
}

/// Digits in a form, the last one in its last place, and those without one before the first.
pub(super) fn in_form(digits: &str, form: &[Option<char>]) -> String {
    let mut digits = digits.chars().rev();
    let mut places = form.iter().filter(|character| character.is_none()).count();
    let mut shown: Vec<char> = Vec::new();
    for character in form.iter().rev() {
        shown.push(character.unwrap_or_else(|| digits.next().unwrap_or('0')));
        places -= usize::from(character.is_none());
        if places == 0 {
            shown.extend(digits.by_ref());
        }
    }
    shown.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_from_numbers_by_their_format() {
        for code in
            ["dd/mm/yyyy", "[$-407]d. mmmm yyyy;@", "yyyy\\-mm\\-dd", "[h]:mm", "h:mm AM/PM"]
        {
            assert_eq!(of_code(code), NumberFormat::Date, "{code}");
        }
        for code in
            ["General", "Standard", "0.00", "#,##0 \"Tage\"", "[Red]0", "@", "0.0\\d", "#;d"]
        {
            assert_eq!(of_code(code), NumberFormat::Plain, "{code}");
        }
        let shown = |digits, code| match of_code(code) {
            NumberFormat::Form(form) => in_form(digits, &form),
            other => format!("{other:?}"),
        };
        assert_eq!(shown("123", "00000"), "00123");
        assert_eq!(shown("123456", "00000"), "123456");
        assert_eq!(shown("4611", "\"K-\"000000\\/00;d"), "K-000046/11");
        assert_eq!(shown("4611", "\"K-\"0\\/00 (0)"), "K-4/61 (1)");
        assert_eq!(shown("7", "0"), "7");
        assert_eq!(of_number("14"), NumberFormat::Date);
        assert_eq!(of_number("0"), NumberFormat::Plain);
    }
}
