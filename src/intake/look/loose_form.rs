//! How a table that is no export is written, decided on evidence from all its rows: the form under which they have
//! equally many fields.

use super::form_evidence::FormEvidence;
use super::loose_rows::{Escape, Form};

/// What parts fields usually, in the order of preference where two fit equally well.
const USUAL: [&str; 4] = [",", ";", "\t", "|"];
/// What does so rarely.
const RARE: [&str; 9] = [", ", "; ", " | ", "||", ";;", "::", "^", "~", "\u{1f}"];
/// What stands in text everywhere: believed only where it parts many fields.
const WEAK: [&str; 2] = [":", " "];
/// So many columns, and so many rows.
const MANY: usize = 4;
/// The least score that speaks for a form, in millionths.
const LEAST: u128 = 50_000;

/// A form, and what it makes of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chosen<'d> {
    pub(crate) form: Form<'d>,
    /// How many fields most rows have.
    pub(crate) width: usize,
    /// What else may be meant.
    pub(crate) doubt: Option<FormDoubt<'d>>,
}

/// What else may be meant by a table than what it was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormDoubt<'d> {
    /// No delimiter parts the rows well: they are lines.
    NothingParts,
    /// This delimiter parts them well too.
    Also(&'d str),
}

/// What the officer, or the file itself, says about the form.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Given<'d> {
    pub(crate) delimiter: Option<&'d str>,
    pub(crate) quote: Option<char>,
}

/// The delimiters that a text holds, and that a table in it may have.
pub(crate) fn delimiters<'d>(text: &str, given: Given<'d>) -> Vec<&'d str> {
    match given.delimiter {
        Some(delimiter) => vec![delimiter],
        None => {
            let all = USUAL.into_iter().chain(RARE).chain(WEAK);
            all.filter(|delimiter| text.contains(delimiter)).collect()
        }
    }
}

/// Whether a delimiter is one that stands in text everywhere.
pub(crate) fn is_weak(delimiter: &str) -> bool {
    WEAK.contains(&delimiter)
}

/// The form of the table that begins at an offset of a text. The same text gives the same form.
pub(crate) fn choose<'d>(text: &str, start: (usize, u32), given: Given<'d>) -> Chosen<'d> {
    let present = delimiters(text, given);
    let form = |delimiter| Form { quote: given.quote.unwrap_or('"'), ..Form::usual(delimiter) };
    let evidence = |form: Form<'d>| FormEvidence::of(text, start, form);
    let is_usual = |delimiter: &&str| given.delimiter.is_some() || USUAL.contains(delimiter);
    let usual: Vec<FormEvidence<'d>> =
        present.iter().copied().filter(|d| is_usual(d)).map(|d| evidence(form(d))).collect();
    let full = || usual.iter().filter(|seen| seen.is_full() && can_be_meant(seen, &usual));
    if let Some(full) = widest(full().filter(|seen| seen.literal == 0)).or_else(|| widest(full())) {
        let longer = present.iter().copied().filter(|d| !is_usual(d));
        let longer = longer.filter(|longer| longer.contains(full.form.delimiter));
        let longer = longer
            .map(|d| evidence(form(d)))
            .find(|longer| longer.parts_as(full) && can_be_meant(longer, &usual));
        return longer.map_or_else(|| among_rivals(full, &usual), |longer| chosen(&longer, None));
    }
    let mut others: Vec<FormEvidence<'d>> =
        present.iter().copied().filter(|d| !is_usual(d)).map(|d| evidence(form(d))).collect();
    for delimiter in present.iter().copied().filter(|_| given.quote.is_none()) {
        if text.contains("\\\"") {
            others.push(evidence(Form { escape: Escape::Backslash, ..form(delimiter) }));
        }
        if text.contains(&format!("{delimiter}'")) {
            others.push(evidence(Form { quote: '\'', ..form(delimiter) }));
        }
    }
    let mut best: Option<&FormEvidence<'d>> = None;
    for seen in usual.iter().chain(&others).filter(|seen| can_be_meant(seen, &usual)) {
        if best.is_none_or(|best| best.score() < seen.score()) {
            best = Some(seen);
        }
    }
    match best.filter(|best| best.score() >= LEAST) {
        Some(best) => chosen(best, None),
        // One column is the truth only if there is nothing to divide, whatever divides.
        None => {
            let doubt = usual.iter().any(|seen| seen.divides).then_some(FormDoubt::NothingParts);
            Chosen { form: form(""), width: 1, doubt }
        }
    }
}

/// Whether a form can be meant: one that parts rows as signs in a text would, only where nothing else parts most of them.
fn can_be_meant(seen: &FormEvidence<'_>, usual: &[FormEvidence<'_>]) -> bool {
    let delimiter = seen.form.delimiter;
    let is_rare = !USUAL.contains(&delimiter);
    let twice = seen.fitting > 1 || !is_rare;
    let many = seen.width >= MANY && seen.fitting >= MANY as u64;
    let as_in_text =
        is_weak(delimiter) || seen.is_as_in_text() || (is_rare && delimiter.contains(' '));
    let is_other = |other: &FormEvidence<'_>| {
        !delimiter.contains(other.form.delimiter) && !other.is_as_in_text()
    };
    let outdone = as_in_text && usual.iter().any(|other| is_other(other) && other.is_established());
    seen.width > 1 && twice && (many || !is_weak(delimiter)) && !outdone
}

/// A form that reads every row, or another that reads most of them into more fields: then a few are spoiled.
fn among_rivals<'d>(full: &FormEvidence<'d>, all: &[FormEvidence<'d>]) -> Chosen<'d> {
    let rivals = all.iter().filter(|rival| {
        let is_wide = rival.is_full() || rival.width >= full.width;
        rival.form != full.form && rival.is_established() && is_wide && !rival.is_as_in_text()
    });
    match rivals.max_by_key(|rival| (rival.fitting, rival.width)) {
        None => chosen(full, None),
        Some(rival) => {
            let nearly = rival.first_fits || rival.fitting * 10 >= rival.rows * 9;
            match !rival.is_full() && rival.width > full.width && nearly {
                true => chosen(rival, None),
                false => chosen(full, Some(FormDoubt::Also(rival.form.delimiter))),
            }
        }
    }
}

/// Of forms that read every row, the one with most fields; the first of several.
fn widest<'s, 'd>(seen: impl Iterator<Item = &'s FormEvidence<'d>>) -> Option<&'s FormEvidence<'d>>
where
    'd: 's,
{
    seen.fold(None, |best: Option<&FormEvidence<'d>>, seen| match best {
        Some(best) if best.width >= seen.width => Some(best),
        _ => Some(seen),
    })
}

fn chosen<'d>(seen: &FormEvidence<'d>, doubt: Option<FormDoubt<'d>>) -> Chosen<'d> {
    Chosen { form: seen.form, width: seen.width, doubt }
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
            ("1,5;2,5\n1,5;3,5\n", ";", 2),
            ("1,5;2\n1,5;3\n1,5\n1,5;4\n", ";", 2),
            ("1|x, y\n2|x, z\n", "|", 2),
            ("1,5\n1,6\n", ",", 2),
            (
                "7:30;8:30;9:30;10:30\n7:30;8:30;9:30;10:30\n7:30,8:30,9:30,10:30\n7:30;8:30;9:30;10:30\n",
                ";",
                4,
            ),
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
        assert_eq!(doubt("a;b\n1,5;3,5\n"), None);
        assert_eq!(doubt("a,b\nx,y;c;d\nx,y;c;d\n"), Some(FormDoubt::Also(";")));
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
