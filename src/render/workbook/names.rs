//! The names of sheets, under the rules of spreadsheet programs: at most 31 units of UTF-16, none of
//! `[]:*?/\`, no apostrophe at either end, each name once.

use crate::report::Table;
use rust_xlsxwriter::Url;

/// The name of the sheet in front. It has no number, so no table's sheet can have it.
pub(super) const CONTENTS: &str = "Inhalt";

const LONGEST: usize = 31;

/// The name of a table's sheet: its number, which no other has, and as much of its title as fits.
pub(super) fn sheet_name(table: &Table) -> String {
    let allowed = |c: char| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c };
    let title: String = table.title.chars().map(allowed).collect();
    let words: Vec<&str> = title.split_whitespace().collect();
    let name = format!("{} {}", table.number, words.join(" "));
    let name = match name.encode_utf16().count() > LONGEST {
        true => shortened(&name),
        false => name,
    };
    name.trim_end_matches(['\'', ' ']).to_owned()
}

/// The beginning of a text, with a mark that it goes on.
fn shortened(text: &str) -> String {
    let mut length = 1;
    let fits = |c: &char| {
        length += c.len_utf16();
        length <= LONGEST
    };
    let beginning: String = text.chars().take_while(fits).collect();
    format!("{}…", beginning.trim_end())
}

/// A link to the first cell of a sheet.
pub(super) fn link(sheet: &str, text: &str) -> Url {
    Url::new(address(sheet)).set_text(text)
}

fn address(sheet: &str) -> String {
    format!("internal:'{}'!A1", sheet.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(title: &str) -> String {
        let text = String::new;
        sheet_name(&Table {
            id: text(),
            number: 12,
            title: title.to_owned(),
            subtitle: text(),
            row_header: text(),
            columns: Vec::new(),
            rows: Vec::new(),
            shown_notes: Vec::new(),
            shown_subtitle: text(),
            shown_source: text(),
            is_detail: false,
            notes: Vec::new(),
            source: text(),
        })
    }

    #[test]
    fn a_sheet_is_named_by_number_and_what_fits_of_its_title() {
        assert_eq!(name("Bewertung der Beschwerden"), "12 Bewertung der Beschwerden");
        assert_eq!(name("Beschwerden nach Themengruppen"), "12 Beschwerden nach Themengrup…");
        assert_eq!(name("Anteil [in %]: 1/2 * 3?\\"), "12 Anteil in % 1 2 3");
        assert_eq!(name("die 'Frist'"), "12 die 'Frist");
        assert_eq!(name(&"x".repeat(300)), format!("12 {}…", "x".repeat(27)));
        assert_eq!(name("[]:*?/\\ \n\t"), "12");
        assert_eq!(name(&"😀".repeat(14)), format!("12 {}", "😀".repeat(14)));
        assert_eq!(name(&"😀".repeat(15)), format!("12 {}…", "😀".repeat(13)));
    }

    #[test]
    fn an_apostrophe_in_a_name_does_not_end_the_link() {
        assert_eq!(address("12 die 'Frist"), "internal:'12 die ''Frist'!A1");
    }
}
