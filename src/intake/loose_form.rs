//! How a table that is no export is written, decided on evidence from all its rows: the form under which they have
//! equally many fields.

use super::loose_rows::{self, Escape, Form, LooseCell};
use std::collections::BTreeMap;

/// What parts fields usually, in the order of preference where two fit equally well.
const USUAL: [&str; 4] = [",", ";", "\t", "|"];
/// What does so rarely, but hardly stands in text.
const RARE: [&str; 9] = [", ", "; ", " | ", "||", ";;", "::", "^", "~", "\u{1f}"];
/// What stands in text everywhere: believed only where it parts many fields.
const WEAK: [&str; 2] = [":", " "];
/// So many columns, and so many rows.
const MANY: usize = 4;
/// The least score that speaks for a form, in millionths.
const LEAST: u128 = 50_000;

/// A form, and what it makes of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chosen<'d> {
    pub(super) form: Form<'d>,
    /// How many fields most rows have.
    pub(super) width: usize,
    /// What else may be meant.
    pub(super) doubt: Option<FormDoubt<'d>>,
}

/// What else may be meant by a table than what it was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormDoubt<'d> {
    /// No delimiter parts the rows well: they are lines.
    NothingParts,
    /// This delimiter parts them well too.
    Also(&'d str),
}

/// What the officer, or the file itself, says about the form.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Given<'d> {
    pub(super) delimiter: Option<&'d str>,
    pub(super) quote: Option<char>,
}

/// The delimiters that a text holds, and that a table in it may have.
pub(super) fn delimiters<'d>(text: &str, given: Given<'d>) -> Vec<&'d str> {
    match given.delimiter {
        Some(delimiter) => vec![delimiter],
        None => {
            let all = USUAL.into_iter().chain(RARE).chain(WEAK);
            all.filter(|delimiter| text.contains(delimiter)).collect()
        }
    }
}

/// Whether a delimiter is one that stands in text everywhere.
pub(super) fn is_weak(delimiter: &str) -> bool {
    WEAK.contains(&delimiter)
}

/// The form of the table that begins at an offset of a text. The same text gives the same form.
pub(super) fn choose<'d>(text: &str, start: (usize, u32), given: Given<'d>) -> Chosen<'d> {
    let present = delimiters(text, given);
    let quote = given.quote.unwrap_or('"');
    let form = |delimiter| Form { quote, ..Form::usual(delimiter) };
    let usual = present.iter().copied().filter(|d| USUAL.contains(d) || given.delimiter.is_some());
    let usual: Vec<Seen<'d>> = usual.map(|d| Seen::of(text, start, form(d))).collect();
    let rare = |delimiter: &'d str| RARE.contains(&delimiter) && given.delimiter.is_none();
    let full = widest(usual.iter().filter(|seen| seen.is_full() && seen.literal == 0))
        .or_else(|| widest(usual.iter().filter(|seen| seen.is_full())));
    if let Some(full) = full {
        let longer = present
            .iter()
            .copied()
            .filter(|longer| rare(longer) && longer.contains(full.form.delimiter));
        let longer: Vec<Seen<'d>> = longer.map(|d| Seen::of(text, start, form(d))).collect();
        let mut longer = longer.iter().filter(|longer| longer.parts_as(full));
        return match longer.next() {
            Some(longer) => longer.chosen(None),
            None => among_rivals(full, &usual),
        };
    }
    let mut seen = usual;
    let rest = present.iter().copied().filter(|d| !USUAL.contains(d) && given.delimiter.is_none());
    seen.extend(rest.map(|d| Seen::of(text, start, form(d))));
    if given.quote.is_none() {
        for delimiter in &present {
            if text.contains("\\\"") {
                let form = Form { escape: Escape::Backslash, ..form(delimiter) };
                seen.push(Seen::of(text, start, form));
            }
            if text.contains(&format!("{delimiter}'")) {
                seen.push(Seen::of(text, start, Form { quote: '\'', ..form(delimiter) }));
            }
        }
    }
    let one = Seen::of(text, start, form(""));
    let mut best: Option<&Seen<'d>> = None;
    for seen in seen.iter().filter(|seen| seen.can_be_meant()) {
        if best.is_none_or(|best| best.score() < seen.score()) {
            best = Some(seen);
        }
    }
    match best.filter(|best| best.score() >= LEAST) {
        Some(best) => best.chosen(None),
        // One column is the truth only if there is nothing to divide, whatever divides.
        None => {
            let undecided = seen.iter().any(|seen| {
                (USUAL.contains(&seen.form.delimiter) || given.delimiter.is_some()) && seen.divides
            });
            let doubt = undecided.then_some(FormDoubt::NothingParts);
            Chosen { form: one.form, width: 1, doubt }
        }
    }
}

/// A form that reads every row, or another that reads most of them into more fields: then a few are spoiled.
fn among_rivals<'d>(full: &Seen<'d>, all: &[Seen<'d>]) -> Chosen<'d> {
    let rivals = all.iter().filter(|rival| {
        let most =
            rival.width > full.width && rival.fitting > 1 && rival.fitting * 3 >= rival.rows * 2;
        rival.form != full.form && (most || (rival.is_full() && rival.literal == full.literal))
    });
    match rivals.max_by_key(|rival| (rival.fitting, rival.width)) {
        None => full.chosen(None),
        Some(rival)
            if !rival.is_full() && (rival.first_fits || rival.fitting * 10 >= rival.rows * 9) =>
        {
            rival.chosen(None)
        }
        Some(rival) => full.chosen(Some(FormDoubt::Also(rival.form.delimiter))),
    }
}

/// Of forms that read every row, the one with most fields; the first of several.
fn widest<'s, 'd>(seen: impl Iterator<Item = &'s Seen<'d>>) -> Option<&'s Seen<'d>>
where
    'd: 's,
{
    seen.fold(None, |best: Option<&Seen<'d>>, seen| match best {
        Some(best) if best.width >= seen.width => Some(best),
        _ => Some(seen),
    })
}

/// What a form makes of a text.
struct Seen<'d> {
    form: Form<'d>,
    /// How many fields most of the rows have that have several.
    width: usize,
    rows: u64,
    /// How many rows have so many.
    fitting: u64,
    /// How many of them hold quotes that are characters.
    literal: u64,
    first_fits: bool,
    /// Whether it parts any row.
    divides: bool,
}

impl<'d> Seen<'d> {
    fn of(text: &str, start: (usize, u32), form: Form<'d>) -> Self {
        // Rows of a width, those of them with quotes that are characters, and the first of them.
        let mut widths: BTreeMap<usize, (u64, u64, u64)> = BTreeMap::new();
        let (mut rows, mut divides) = (0, false);
        let mut cells: Vec<LooseCell<'_>> = Vec::new();
        let mut place = start;
        while place.0 < text.len() {
            let row = loose_rows::row(text, form, place, None, &mut cells);
            place = (row.end, place.1.saturating_add(row.lines));
            if row.defect.is_none() && loose_rows::is_blank(&cells) {
                continue;
            }
            rows += 1;
            divides |= row.fields > 1;
            if row.defect.is_none() && row.fields > 1 && row.fields == cells.len() {
                let counts = widths.entry(row.fields).or_insert((0, 0, rows));
                counts.0 += 1;
                let is_literal = |cell: &LooseCell<'_>| cell.has_literal_quote('"');
                counts.1 += u64::from(form.quote == '"' && cells.iter().any(is_literal));
            }
        }
        let mut best = (1, (0, 0, 0));
        for (width, counts) in widths {
            let (count, first) = (counts.0, counts.2);
            if count > best.1.0 || (count == best.1.0 && first < best.1.2) {
                best = (width, counts);
            }
        }
        let (width, (fitting, literal, first)) = best;
        Self { form, width, rows, fitting, literal, first_fits: first == 1, divides }
    }

    /// Whether every row has as many fields.
    fn is_full(&self) -> bool {
        self.width > 1 && self.fitting == self.rows
    }

    fn can_be_meant(&self) -> bool {
        let many = self.width >= MANY && self.fitting >= MANY as u64;
        let twice = self.fitting > 1 || USUAL.contains(&self.form.delimiter);
        self.width > 1 && twice && (many || !is_weak(self.form.delimiter))
    }

    /// How well it fits, in millionths: rows that do not fit weigh double, and the more fields there are, the less it
    /// can be chance. A quote that is a character speaks against it, and so does a first row that does not fit.
    fn score(&self) -> u128 {
        let (width, rows) = (self.width as u128, u128::from(self.rows) * 2);
        let fitting = u128::from(self.fitting * 2 - self.literal);
        let of_first = if self.first_fits { 2 } else { 1 };
        let of_delimiter = if is_weak(self.form.delimiter) { 3 } else { 4 };
        let parts = fitting * fitting * (width - 1) * of_first * of_delimiter;
        parts * 1_000_000 / (rows * rows * width * 8).max(1)
    }

    /// Whether a longer delimiter parts all rows into the same fields, without a blank before each, or with none empty
    /// between them.
    fn parts_as(&self, shorter: &Self) -> bool {
        let blank = self.form.delimiter.contains(' ') && self.width == shorter.width;
        let twice = !self.form.delimiter.contains(' ') && self.width * 2 == shorter.width + 1;
        self.is_full() && self.literal == 0 && (blank || twice)
    }

    fn chosen(&self, doubt: Option<FormDoubt<'d>>) -> Chosen<'d> {
        Chosen { form: self.form, width: self.width, doubt }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(text: &str) -> (String, usize) {
        let chosen = choose(text, (0, 1), Given::default());
        (chosen.form.delimiter.to_owned(), chosen.width)
    }

    #[test]
    fn the_delimiter_that_reads_every_row_alike_is_taken() {
        for (text, delimiter, width) in [
            ("a;b,c\n1;2,3\n", ",", 2),
            ("a;b\n\"1,2\";3", ";", 2),
            ("a\tb\r\n\r\n1\t2\r\n", "\t", 2),
            ("a||b\n1||2\n", "||", 2),
            ("a, b\n1, 2\n", ", ", 2),
            ("a, b\n1,2\n", ",", 2),
            ("a;;b\n1;x;2\n", ";", 3),
            ("a\n1\n", "", 1),
            ("Zeit\n10:30\n11:30\n", "", 1),
            ("Preis;Menge\n1,5;2,5\n2,5;3,5\n7,5;\n1,2;3,4;5\n", ";", 2),
        ] {
            assert_eq!(chosen(text), (delimiter.to_owned(), width), "{text}");
        }
    }

    #[test]
    fn one_row_that_does_not_fit_changes_nothing() {
        let mut rows: Vec<String> = (1..=20).map(|n| format!("{n};1,5;a b c;10:30")).collect();
        for at in 0..rows.len() {
            let before = rows.get(at).cloned().unwrap_or_default();
            for spoiled in [
                format!("{before};x"),
                format!("\"{before}"),
                before.replace(';', ","),
                String::from("Titel"),
            ] {
                if let Some(row) = rows.get_mut(at) {
                    *row = spoiled;
                }
                assert_eq!(chosen(&rows.join("\n")), (";".to_owned(), 4), "{at}");
            }
            if let Some(row) = rows.get_mut(at) {
                *row = before;
            }
        }
    }

    #[test]
    fn two_delimiters_that_part_all_rows_are_a_doubt() {
        let doubt = |text| choose(text, (0, 1), Given::default()).doubt;
        assert_eq!(doubt("a;b,c\n1;2,3\n"), Some(FormDoubt::Also(";")));
        assert_eq!(doubt("1,5;2,5\n1,5;3,5\n"), Some(FormDoubt::Also(";")));
        assert_eq!(doubt("a;b\n1,5;3,5\n"), None);
        assert_eq!(doubt("1,5\n1,5;3;4\n1,5;3;4\n"), Some(FormDoubt::Also(";")));
        assert_eq!(doubt("a,b\n1,\"x;y\"\n"), None);
    }

    #[test]
    fn lines_without_a_delimiter_that_parts_them_alike_are_one_column() {
        let text = "Bemerkung\nKam, sah und siegte\nNichts\nDies, das, und jenes\nNoch etwas\n";
        assert_eq!(
            choose(text, (0, 1), Given::default()),
            Chosen { form: Form::usual(""), width: 1, doubt: Some(FormDoubt::NothingParts) }
        );
    }
}
