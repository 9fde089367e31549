//! Any CSV file, also one that is no export: every row that can be read is handed on as it was read, and there is a
//! finding for each that cannot, that can be meant otherwise, or that has another number of fields than most.

use super::any_csv_findings as said;
use super::any_text::{self, AnyText};
use super::columns;
use super::data_above::looks_like_data;
use super::fitting_rows::{Doubt, FittingRow, FittingRows, Reading};
use super::gather::Gathered;
use super::loose_form::{self, Chosen, Given};
use super::loose_rows::LooseCell;
use crate::diagnostic::{Code, Findings, Place};
use crate::project::ExportRules;
use std::borrow::Cow;

/// The header stands among so many rows.
const SEARCHED_ROWS: usize = 100;

/// Reads a file and hands every row to `take`, the header first: with the fields it has, be they more or fewer than
/// those of the others. What is left out (rows that cannot be read, lines above the header, further headers, a second
/// table) and what is in doubt is told in the findings; empty lines are left out without a word.
pub fn any_csv(
    name: &str,
    bytes: &[u8],
    rules: &ExportRules,
    take: impl FnMut(&[Cow<'_, str>]),
) -> Findings {
    let text = match any_text::open(name, bytes, rules) {
        Ok(text) => text,
        Err(finding) => {
            let mut findings = Findings::default();
            findings.push(*finding);
            return findings;
        }
    };
    let mut sign = [0; 4];
    let given = Given {
        delimiter: text.delimiter.map(|delimiter| &*delimiter.encode_utf8(&mut sign)),
        quote: rules.quote,
    };
    let chosen = loose_form::choose(&text.text, text.start, given);
    let delimiters = loose_form::delimiters(&text.text, given);
    let form = (chosen.form, chosen.width);
    let rows = FittingRows::new(&text.text, form, &delimiters, text.start);
    let said = Gathered::new(name);
    let mut table = Table {
        text: &text,
        chosen,
        said,
        take,
        header: None,
        is_named: false,
        repeated: Repeated::default(),
        is_foreign: false,
        footer: Footer::default(),
    };
    table.read(rows);
    table.said.finish()
}

/// A file while it is read.
struct Table<'a, T> {
    text: &'a AnyText<'a>,
    chosen: Chosen<'a>,
    said: Gathered,
    take: T,
    /// The header, once it has been met.
    header: Option<Vec<String>>,
    /// Whether it names the columns, and is no record.
    is_named: bool,
    repeated: Repeated,
    /// Whether the rows are those of a second table.
    is_foreign: bool,
    footer: Footer,
}

/// Rows at the end with one field filled.
#[derive(Default)]
struct Footer {
    lines: Vec<u32>,
    /// Whether there are such rows above, so that those at the end are nothing special.
    is_usual: bool,
}

impl Footer {
    fn row(&mut self, texts: &[Cow<'_, str>], line: u32) {
        match texts.iter().filter(|text| !text.trim().is_empty()).count() {
            0 => {}
            1 => self.lines.push(line),
            _ => {
                self.is_usual |= !self.lines.is_empty();
                self.lines.clear();
            }
        }
    }
}

/// Further headers.
#[derive(Default)]
struct Repeated {
    lines: Vec<u32>,
    /// Whether one of them differs.
    differs: bool,
    /// How many rows below the first of them are handed on.
    below: u64,
}

impl<T: FnMut(&[Cow<'_, str>])> Table<'_, T> {
    fn read(&mut self, mut rows: FittingRows<'_, '_>) {
        let above = self.above(rows.clone());
        let mut cells = Vec::new();
        let mut rows_met = 0_usize;
        while let Some(row) = rows.next_row(&mut cells) {
            if row.reading == Reading::Blank {
                continue;
            }
            if rows_met == 0 {
                self.say_form(row.lines.0);
            }
            rows_met += 1;
            if !self.is_readable(&row) {
                continue;
            }
            if rows_met <= above {
                let place = self.said.place(row.lines.0);
                self.said.repeated(Code::LinesAboveTable, place, "", said::line_above);
                continue;
            }
            let texts: Vec<Cow<'_, str>> = cells.iter().map(LooseCell::text).collect();
            if self.header.is_none() {
                self.say_first(&texts, row.lines.0, rows.clone());
            } else if self.is_of_other_table(&texts, &row) {
                continue;
            } else if self.chosen.width > 2 && row.reading == Reading::Fits {
                self.footer.row(&texts, row.lines.0);
            }
            self.repeated.below += u64::from(!self.repeated.lines.is_empty());
            self.say(&row, &cells);
            (self.take)(&texts);
        }
        if rows_met == 0 {
            self.said.single(said::empty());
        }
        self.say_end();
    }

    /// Says what only the end of the file shows.
    fn say_end(&mut self) {
        let footer = std::mem::take(&mut self.footer);
        for line in footer.lines.iter().filter(|_| !footer.is_usual) {
            let place = self.said.place(*line);
            let make = || said::doubt(Doubt::Footer);
            self.said.repeated(Code::RowInDoubt, place, "Footer", make);
        }
        if let Some(first) = self.repeated.lines.first() {
            let Repeated { lines, differs, below } = &self.repeated;
            let finding = said::headers_repeated(lines, !differs, *below);
            self.said.single(finding.at(self.said.place(*first)));
        }
    }

    /// How many rows at the top are no part of the table: those before the first with enough filled fields.
    fn above(&self, mut rows: FittingRows<'_, '_>) -> usize {
        let width = self.chosen.width;
        let mut cells = Vec::new();
        let mut before = 0;
        while width > 1 && before < SEARCHED_ROWS {
            let Some(row) = rows.next_row(&mut cells) else { break };
            if row.reading == Reading::Blank {
                continue;
            }
            let filled = cells.iter().filter(|cell| !cell.raw.trim().is_empty()).count();
            if filled > 1 && filled * 2 > width {
                return before;
            }
            before += 1;
        }
        0
    }

    fn say_form(&mut self, line: u32) {
        let place = self.said.place(line);
        let unusual = said::unusual(self.chosen.form);
        for finding in unusual.into_iter().chain(self.chosen.doubt.map(said::form_in_doubt)) {
            self.said.single(finding.at(place.clone()));
        }
    }

    /// The first row of the table is its header; what comes below may show that it is none.
    fn say_first(&mut self, texts: &[Cow<'_, str>], line: u32, below: FittingRows<'_, '_>) {
        self.is_named = !looks_like_data(texts, below);
        if !self.is_named {
            let place = self.said.place(line);
            self.said.single(said::no_header().at(place));
        }
        self.header = Some(texts.iter().map(|text| text.clone().into_owned()).collect());
    }

    /// Whether a row is left out because of what its characters or quotes are; that is said.
    fn is_readable(&mut self, row: &FittingRow<'_>) -> bool {
        let place = self.said.place(row.lines.0);
        if self.text.is_broken(row.range) {
            let reason = self.text.broken;
            self.said.repeated(Code::Encoding, place, "", || said::broken(reason));
            return false;
        }
        match row.reading {
            Reading::Unreadable(defect) => {
                let quote = self.chosen.form.quote;
                let finding = said::unreadable(defect.kind, quote, row.lines);
                let place = self.column(Place::line(&place.file, defect.line), defect.field);
                let kind = format!("{:?}", defect.kind);
                self.said.repeated(finding.code, place, &kind, || finding.clone());
                false
            }
            Reading::TooWide => {
                self.said.single(said::too_wide(row.fields).at(place));
                false
            }
            _ => true,
        }
    }

    /// Whether a row is a further header, or belongs to a second table; that is said.
    fn is_of_other_table(&mut self, texts: &[Cow<'_, str>], row: &FittingRow<'_>) -> bool {
        let header = self.header.as_deref().unwrap_or_default();
        let is_name = |text: &str| text.chars().any(char::is_alphabetic);
        let is_known = |text: &str| is_name(text) && header.iter().any(|name| name == text);
        let known = texts.iter().filter(|text| is_known(text)).count();
        let resembles = texts.len() > 1 && known * 2 > texts.len();
        let is_same = texts.len() == header.len() && texts.iter().zip(header).all(|(a, b)| a == b);
        if resembles && (is_same || texts.len() == self.chosen.width) {
            self.is_foreign = false;
            self.repeated.lines.push(row.lines.0);
            self.repeated.differs |= !is_same;
            return true;
        }
        // A second table ends where rows of the first go on.
        self.is_foreign &= !matches!(row.reading, Reading::Fits | Reading::LiteralQuotes);
        self.is_foreign |= resembles;
        if self.is_foreign {
            let place = self.said.place(row.lines.0);
            self.said.repeated(Code::UnknownLine, place, "", said::second_table);
        }
        self.is_foreign
    }

    /// Says what is to be said about a row that is handed on.
    fn say(&mut self, row: &FittingRow<'_>, cells: &[LooseCell<'_>]) {
        let place = self.said.place(row.lines.0);
        match row.reading {
            Reading::Width => {
                let (found, width) = (row.fields, self.chosen.width);
                let kind = found.to_string();
                self.said.repeated(Code::FieldCount, place, &kind, || said::width(found, width));
            }
            Reading::Doubtful(doubt) => {
                let place = match doubt {
                    Doubt::QuoteTaken(field) => self.column(place, field),
                    _ => place,
                };
                let kind = format!("{doubt:?}");
                self.said.repeated(Code::RowInDoubt, place, &kind, || said::doubt(doubt));
            }
            Reading::LiteralQuotes => {
                for (field, cell) in (1_u32..).zip(cells) {
                    if cell.has_literal_quote(self.chosen.form.quote) {
                        let place = self.column(self.said.place(cell.line), field);
                        self.said.repeated(
                            Code::QuoteTakenLiterally,
                            place,
                            "",
                            said::literal_quote,
                        );
                    }
                }
            }
            _ => {}
        }
    }

    /// The place of a field, with the column's name where the header is known.
    fn column(&self, line: Place, field: u32) -> Place {
        let position = (field as usize).saturating_sub(1);
        let number = columns::number(position);
        let header = self.header.as_ref().filter(|_| self.is_named);
        match header.and_then(|header| header.get(position)) {
            Some(name) => {
                line.named_column(number, name.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            None => line.column(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rows with their fields joined by `|`, and the codes and lines of the findings.
    fn read(bytes: &[u8], rules: &ExportRules) -> (Vec<String>, Vec<(&'static str, u32)>) {
        let mut rows = Vec::new();
        let findings = any_csv("a.csv", bytes, rules, |row| rows.push(row.join("|")));
        let said = findings.sorted().into_iter().map(|finding| {
            (finding.code.id(), finding.place.as_ref().map_or(0, |place| place.line))
        });
        (rows, said.collect())
    }

    fn check(text: &str, rows: &[&str], said: &[(&'static str, u32)]) {
        let found = read(text.as_bytes(), &ExportRules::default());
        let rows: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
        assert_eq!(found, (rows, said.to_vec()), "{text}");
    }

    #[test]
    fn a_row_of_another_width_is_handed_on_as_it_is_and_that_is_said() {
        check("a,b\n1,2,3\n4,5\n6\n", &["a|b", "1|2|3", "4|5", "6"], &[("K110", 2), ("K110", 4)]);
        check("a,b,c,d\n1,2,3\n4,5,6\n", &["a|b|c|d", "1|2|3", "4|5|6"], &[("K110", 1)]);
    }

    #[test]
    fn a_row_that_cannot_be_read_is_left_out_and_the_next_is_read() {
        check("a,b\n1,\"x\"y,z\n3,4\n", &["a|b", "3|4"], &[("K112", 2)]);
        check("a,b,c\n1,\"x\n3,4,5\n6,7,8\n", &["a|b|c", "3|4|5", "6|7|8"], &[("K111", 2)]);
        check("a,b,c\n1,\"x\ny\"z,u\n3,4,5\n", &["a|b|c", "3|4|5"], &[("K112", 3)]);
        check("a,b,c\n1,\"x\n3,4,\"5\"\n6,7,8\n", &["a|b|c", "3|4|5", "6|7|8"], &[("K111", 2)]);
        check("a,b\n1,x\"y,z\"\n3,4\n", &["a|b", "3|4"], &[("K112", 2)]);
    }

    #[test]
    fn a_quote_is_a_character_where_the_row_has_all_its_fields_only_so() {
        let said = &[("K140", 2)];
        check("a,b,c\n1,\"x,\"y, z\"\n3,4,5\n", &["a|b|c", "1|\"x|y, z", "3|4|5"], said);
        check("a,b,c\n1,\"\"x, y\",z\n3,4,5\n", &["a|b|c", "1|\"x, y|z", "3|4|5"], said);
        check("a,b,c\n1,2,\"\n3,4,5\n", &["a|b|c", "1|2|\"", "3|4|5"], said);
        check("a,b\n\"5\"\",\"x\"\n3,4\n", &["a|b", "5\"|x", "3|4"], said);
        check("a,b\n'1\",\"2\n3,4\n", &["a|b", "'1\"|\"2", "3|4"], said);
    }

    #[test]
    fn a_quote_inside_a_plain_field_is_a_character_and_that_is_said() {
        let text = "Ort,Lage\nA,37°36'37.8\"N 2'17.9\"W\n=\"01\",\"c\"\"d\"\n";
        let rows = ["Ort|Lage", "A|37°36'37.8\"N 2'17.9\"W", "=\"01\"|c\"d"];
        check(text, &rows, &[("K122", 2)]);
    }

    #[test]
    fn a_quoted_field_that_holds_rows_is_in_doubt() {
        let text = "a,b,c\n1,2,\"x\n3,4,5\n6,7,8\n9,9,y\"\n0,0,0\n";
        let rows = ["a|b|c", "1|2|x\n3,4,5\n6,7,8\n9,9,y", "0|0|0"];
        check(text, &rows, &[("K140", 2)]);
        check("a,b\n1,\"Guten Tag,\nes ging\ngut\"\n", &["a|b", "1|Guten Tag,\nes ging\ngut"], &[]);
    }

    #[test]
    fn what_stands_above_the_header_and_further_headers_are_left_out() {
        let text = "Liste,,\n,,\nNr,Wann,Was\n1,2,3\nNr,Wann,Was\n4,5,6\n";
        check(text, &["Nr|Wann|Was", "1|2|3", "4|5|6"], &[("K142", 1), ("K143", 5)]);
        check("Stand heute\n\nNr;Was\n1;2\n", &["Nr|Was", "1|2"], &[("K142", 1)]);
        check("0,0\n0,0\n", &["0|0", "0|0"], &[]);
    }

    #[test]
    fn a_row_at_the_end_with_one_field_filled_may_be_none() {
        let table = "Nr,Wann,Was\n1,2,3\n4,5,6\n";
        let rows = ["Nr|Wann|Was", "1|2|3", "4|5|6", "Ende||"];
        check(&format!("{table}Ende,,\n"), &rows, &[("K140", 4)]);
        check("Nr,Wann,Was\n1,,\n4,5,6\n7,,\n", &["Nr|Wann|Was", "1||", "4|5|6", "7||"], &[]);
    }

    #[test]
    fn a_second_table_with_other_columns_is_left_out() {
        let text = "Nr,Wann,Was\n1,2,3\n4,5,6\nNr,Was\n7,8\n9,0\n";
        check(text, &["Nr|Wann|Was", "1|2|3", "4|5|6"], &[("K114", 4)]);
    }

    #[test]
    fn a_missing_header_is_said_and_no_field_of_it_is_named() {
        let text = "01.02.2026,Anna\n02.03.2026,x\"y\n03.04.2026,Carl\n";
        check(
            text,
            &["01.02.2026|Anna", "02.03.2026|x\"y", "03.04.2026|Carl"],
            &[("K144", 1), ("K122", 2)],
        );
        let findings = any_csv("a.csv", text.as_bytes(), &ExportRules::default(), |_| {});
        assert!(findings.iter().all(|finding| !format!("{finding:?}").contains("Anna")));
    }

    #[test]
    fn a_file_without_rows_is_a_result() {
        check("", &[], &[("K145", 0)]);
        check("\n\r\n", &[], &[("K145", 0)]);
        check("a;b\n", &["a|b"], &[]);
    }

    #[test]
    fn a_row_with_another_delimiter_is_read_with_it() {
        check("a,b,c\n1;2;3\n4,5,6\n", &["a|b|c", "1|2|3", "4|5|6"], &[("K140", 2)]);
        check("a b \"c\"\n4,5,6\n7,8,9\n", &["a|b|c", "4|5|6", "7|8|9"], &[("K140", 1)]);
    }

    #[test]
    fn rows_whose_characters_cannot_be_told_are_left_out() {
        let rows = |bytes: &[u8]| read(bytes, &ExportRules::default());
        let kept = vec!["ä|b".to_owned(), "ö|4".to_owned()];
        assert_eq!(rows(b"\xc3\xa4;b\n\xfc;2\n\xc3\xb6;4\n"), (kept, vec![("K104", 2)]));
        let kept = vec!["a|b".to_owned(), "3|4".to_owned()];
        assert_eq!(rows(b"a;b\n1;\xa4\xb6\n3;4\n"), (kept, vec![("K104", 2)]));
        assert_eq!(rows(b"PK\x03\x04abc").1, [("K103", 0)]);
    }

    #[test]
    fn quotes_are_apostrophes_where_the_configuration_says_so() {
        let rules = ExportRules { quote: Some('\''), ..ExportRules::default() };
        let found = read(b"'a;b';c\n'it''s';\"\n", &rules);
        assert_eq!(found.0, ["a;b|c", "it's|\""]);
    }

    #[test]
    fn lines_that_nothing_parts_alike_are_handed_on_whole() {
        let text = "Text\nKam, sah, ging\nNichts\nDies, und das\nNoch etwas\nEnde\n";
        let lines: Vec<&str> = text.lines().collect();
        check(text, &lines, &[("K107", 1)]);
    }

    /// A table of several rows and columns, as text.
    fn table() -> impl Strategy<Value = (Vec<Vec<String>>, String)> {
        let cell = "[a-dä]{1,3}([,;\"\n '|]{0,2}[a-d]{1,2})?";
        let grid = (2_usize..5).prop_flat_map(move |width| {
            prop::collection::vec(prop::collection::vec(cell, width), 5..9)
        });
        (grid, prop::sample::select(vec![b',', b';', b'\t', b'|']), any::<bool>()).prop_map(
            |(grid, delimiter, crlf)| {
                let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
                let mut writer = csv::WriterBuilder::new();
                writer.delimiter(delimiter).terminator(end);
                let mut writer = writer.from_writer(Vec::new());
                for row in &grid {
                    writer.write_record(row).unwrap();
                }
                (grid, String::from_utf8(writer.into_inner().unwrap()).unwrap())
            },
        )
    }

    fn grid_of(text: &str) -> (Vec<Vec<String>>, usize) {
        let mut rows = Vec::new();
        let findings = any_csv("a.csv", text.as_bytes(), &ExportRules::default(), |row| {
            rows.push(row.iter().map(|cell| cell.to_string()).collect());
        });
        (rows, findings.len())
    }

    proptest! {
        #[test]
        fn a_valid_table_is_read_back_or_something_is_said((grid, text) in table()) {
            let (rows, findings) = grid_of(&text);
            prop_assert!(rows == grid || findings > 0, "{text}: {rows:?}");
        }

        #[test]
        fn a_lost_delimiter_quote_or_line_end_is_noticed((grid, text) in table(), at in any::<prop::sample::Index>()) {
            let signs: Vec<usize> = text
                .char_indices()
                .filter(|(_, sign)| matches!(sign, ',' | ';' | '|' | '\t' | '"' | '\n' | '\r'))
                .map(|(at, _)| at)
                .collect();
            let at = signs[at.index(signs.len())];
            let mut spoiled = text.clone();
            spoiled.remove(at);
            let (rows, findings) = grid_of(&spoiled);
            // A sign of a text, and a line end at the end, are no signs of the form.
            let cells = |rows: &[Vec<String>]| rows.iter().map(Vec::len).collect::<Vec<_>>();
            let is_same = cells(&rows) == cells(&grid);
            prop_assert!(is_same || findings > 0, "{spoiled}: {rows:?}");
        }

        #[test]
        fn any_bytes_are_read_twice_alike(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let rules = ExportRules::default();
            prop_assert_eq!(read(&bytes, &rules), read(&bytes, &rules));
        }

        #[test]
        fn every_line_of_a_text_is_handed_on_or_told(text in "[ab1,;\"'\\\\\n\r\t |é]{0,80}") {
            let (rows, said) = read(text.as_bytes(), &ExportRules::default());
            let filled = text.split(['\n', '\r']).filter(|line| !line.is_empty()).count();
            let lines: usize = rows.iter().map(|row| row.split(['\n', '\r']).count()).sum();
            prop_assert!(lines >= filled || !said.is_empty(), "{rows:?}");
        }
    }
}
