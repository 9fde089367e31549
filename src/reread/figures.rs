//! The published figures, as the measure of what a finished file may say: by id, with the forms each
//! may take. Knows `disclosure`'s values only, never how `report` printed them.

use super::number::{Decimal, german, has_number, normal, plain, skeleton};
use crate::disclosure::{PublishedFigure, PublishedFigures, PublishedValue};
use crate::domain::{Figure, Taxonomy};
use crate::plan::{Plan, Request};
use crate::report::{SHARE_DECIMALS, Sign, Signs, is_small};
use std::collections::BTreeMap;

/// Published values by figure id, and the signs of the report.
pub(super) struct Figures<'a> {
    by_id: BTreeMap<String, PublishedValue>,
    ids: BTreeMap<&'a Figure, String>,
    /// Counted nouns that have a number of their own: `Fälle nach § 22 SGB II`.
    nouns: Vec<String>,
    signs: &'a Signs,
}

impl<'a> Figures<'a> {
    pub(super) fn new(
        figures: &'a PublishedFigures,
        plan: &Plan,
        taxonomy: &Taxonomy,
        signs: &'a Signs,
    ) -> Self {
        let ids: BTreeMap<&Figure, String> =
            figures.iter().map(|figure| (figure.figure(), figure.figure().id(taxonomy))).collect();
        let values = figures.iter().map(PublishedFigure::value).map(|value| match value {
            value if is_small(value) => PublishedValue::TooFewCases,
            value => value,
        });
        // Both run in the order of figures.
        let by_id = ids.values().cloned().zip(values).collect();
        let nouns = plan.requests.iter().filter_map(|request| match request {
            Request::Figure { noun: Some(noun), .. } => Some([&noun.one, &noun.many]),
            _ => None,
        });
        let nouns = nouns.flatten().filter(|noun| has_number(noun));
        let nouns = nouns.flat_map(|noun| [noun.clone(), normal(noun)]).collect();
        Self { by_id, ids, nouns, signs }
    }

    /// A figure in a sentence without the noun it counts.
    pub(super) fn without_noun<'t>(&self, text: &'t str) -> &'t str {
        let mut cut = self.nouns.iter().filter_map(|noun| text.strip_suffix(noun.as_str()));
        cut.next().unwrap_or(text)
    }

    /// The id of a figure; `None` when it was not published.
    pub(super) fn id(&self, figure: &Figure) -> Option<&str> {
        self.ids.get(figure).map(String::as_str)
    }

    /// The published value of an id.
    pub(super) fn value(&self, id: &str) -> Option<PublishedValue> {
        self.by_id.get(id).copied()
    }

    /// All ids with their values, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, PublishedValue)> {
        self.by_id.iter().map(|(id, value)| (id.as_str(), *value))
    }

    /// Whether a text is what a table's cell may show for a value: the number alone, or the sign,
    /// its meaning, or both.
    pub(super) fn is_cell(&self, value: PublishedValue, text: &str) -> bool {
        let bare = without_mark(text, &self.signs.revised);
        match self.sign(value) {
            // A corrected zero is a numeral.
            Some(sign) if bare.is_none() || !is_zero(value) => is_sign(sign, text),
            _ => {
                let text = bare.unwrap_or(text);
                let signs = ["+", "\u{2212}"];
                unsigned(value, text, signs)
                    .and_then(german)
                    .is_some_and(|number| agrees(value, number))
            }
        }
    }

    /// Whether a text is a value's form in data files: a plain number, or the sign alone.
    pub(super) fn is_plain(&self, value: PublishedValue, text: &str) -> bool {
        match self.sign(value) {
            Some(sign) if !is_zero(value) => text == sign.text,
            _ => unsigned(value, text, ["", "-"])
                .and_then(plain)
                .is_some_and(|number| agrees(value, number)),
        }
    }

    /// Whether a text may stand for a value in a sentence or in large type: one number, with the
    /// counted noun where there is one; without a number for what is none.
    pub(super) fn is_prose(&self, value: PublishedValue, text: &str) -> bool {
        let (_, numbers) = skeleton(self.without_noun(text));
        match numbers.as_slice() {
            [] => !value.is_number() || is_zero(value),
            // Where numbers are rounded the sign for zero is a digit.
            [_] if is_zero(value) && is_sign(&self.signs.nothing, text) => true,
            [one] => {
                let before = text.split(one).next().unwrap_or_default();
                let signed = text.get(..before.len() + one.len()).unwrap_or_default();
                let is_signed = unsigned(value, signed, ["+", "\u{2212}"]).is_some();
                is_signed && german(one).is_some_and(|number| agrees(value, number))
            }
            _ => false,
        }
    }

    /// What belongs in a place, for findings.
    pub(super) fn shown(&self, value: PublishedValue) -> String {
        match (value, self.sign(value)) {
            (_, Some(sign)) => format!("`{}` ({})", sign.text, sign.meaning),
            (PublishedValue::PerThousand { count, of }, _) => {
                let digits = rounded_share(count.saturating_mul(10), of).unwrap_or_default();
                format!("`{},{}`", digits / 10, digits % 10)
            }
            (PublishedValue::Share { part, base }, _) => {
                let digits = rounded_share(part, base).unwrap_or_default();
                let factor = 10_u128.pow(u32::from(SHARE_DECIMALS));
                format!("`{},{}`", digits / factor, digits % factor)
            }
            (PublishedValue::HalfDays(half), _) if half % 2 == 1 => format!("`{},5`", half / 2),
            (PublishedValue::HalfDays(half), _) => format!("`{}`", half / 2),
            (PublishedValue::Count(count), _) => format!("`{count}`"),
            (PublishedValue::Change { before, now }, _) => {
                format!("`{}`", i128::from(now) - i128::from(before))
            }
            (PublishedValue::ChangePercent { before, now }, _) => {
                let digits = rounded_share(now.abs_diff(before), before).unwrap_or_default();
                let factor = 10_u128.pow(u32::from(SHARE_DECIMALS));
                let sign = if now < before { "\u{2212}" } else { "" };
                format!("`{sign}{},{}`", digits / factor, digits % factor)
            }
            _ => String::new(),
        }
    }

    /// The sign that stands in a cell in place of a number.
    fn sign(&self, value: PublishedValue) -> Option<&'a Sign> {
        match value {
            value if is_zero(value) => Some(&self.signs.nothing),
            PublishedValue::Masked => Some(&self.signs.masked),
            PublishedValue::NoBase | PublishedValue::NotComparable => {
                Some(&self.signs.not_meaningful)
            }
            PublishedValue::NotAvailable => Some(&self.signs.not_available),
            PublishedValue::NotRecorded => Some(&self.signs.not_recorded),
            PublishedValue::TooFewCases => Some(&self.signs.too_few),
            _ => None,
        }
    }

    /// Whether a text is what a cell without a figure may show.
    pub(super) fn is_barred(&self, text: &str) -> bool {
        is_sign(&self.signs.not_meaningful, text)
    }

    /// The same in data files.
    pub(super) fn is_barred_plain(&self, text: &str) -> bool {
        text == self.signs.not_meaningful.text
    }
}

/// A number without its sign, where it has the one that belongs there: changes carry one, unless
/// they are zero as printed; nothing else does. `signs` are those for more and for less.
fn unsigned<'t>(value: PublishedValue, text: &'t str, signs: [&str; 2]) -> Option<&'t str> {
    let (before, now, shown) = match value {
        PublishedValue::Change { before, now } => (before, now, now != before),
        PublishedValue::ChangePercent { before, now } => {
            (before, now, rounded_share(now.abs_diff(before), before) != Some(0))
        }
        _ => return Some(text),
    };
    let [more, less] = signs;
    let number = match shown {
        true => text.strip_prefix(if now > before { more } else { less })?,
        false => text,
    };
    number.starts_with(|first: char| first.is_ascii_digit()).then_some(number)
}

/// Whether a value is exactly zero; where numbers are rounded its sign is a digit.
pub(super) fn is_zero(value: PublishedValue) -> bool {
    matches!(
        value,
        PublishedValue::Count(0)
            | PublishedValue::Share { part: 0, .. }
            | PublishedValue::PerThousand { count: 0, .. }
    )
}

/// Whether a number that was read is the published value, to the last printed digit.
pub(super) fn agrees(value: PublishedValue, number: Decimal) -> bool {
    let digits = u128::from(number.digits);
    match value {
        PublishedValue::Count(count) => number.decimals == 0 && digits == u128::from(count),
        PublishedValue::Share { part, base } => {
            number.decimals == SHARE_DECIMALS && rounded_share(part, base) == Some(digits)
        }
        PublishedValue::PerThousand { count, of } => {
            number.decimals == SHARE_DECIMALS
                && rounded_share(count.saturating_mul(10), of) == Some(digits)
        }
        PublishedValue::HalfDays(half_days) => match number.decimals {
            0 => digits * 2 == u128::from(half_days),
            1 => digits == u128::from(half_days) * 5,
            _ => false,
        },
        PublishedValue::Change { before, now } => {
            number.decimals == 0 && digits == u128::from(now.abs_diff(before))
        }
        PublishedValue::ChangePercent { before, now } => {
            number.decimals == SHARE_DECIMALS
                && rounded_share(now.abs_diff(before), before) == Some(digits)
        }
        PublishedValue::Masked
        | PublishedValue::NoBase
        | PublishedValue::TooFewCases
        | PublishedValue::NotAvailable
        | PublishedValue::NotComparable
        | PublishedValue::NotRecorded => false,
    }
}

/// A share in units of its last printed digit, halves rounded up.
fn rounded_share(part: u64, base: u64) -> Option<u128> {
    let units = 100 * 10_u128.pow(u32::from(SHARE_DECIMALS));
    let (part, base) = (u128::from(part), u128::from(base));
    let whole = (part * units).checked_div(base)?;
    let rest = (part * units) % base;
    Some(if rest * 2 >= base { whole + 1 } else { whole })
}

/// A text without the mark that stands behind it; `None` where there is none.
fn without_mark<'t>(text: &'t str, mark: &Sign) -> Option<&'t str> {
    let with_space = text.strip_suffix(mark.text.as_str())?;
    let bare = with_space.trim_end_matches([' ', '\u{a0}']);
    (bare != with_space && !bare.is_empty()).then_some(bare)
}

/// Whether a text is a sign, what it means, or the sign with its meaning.
fn is_sign(sign: &Sign, text: &str) -> bool {
    if text == sign.meaning {
        return true;
    }
    let Some(rest) = text.strip_prefix(sign.text.as_str()) else { return false };
    let rest = rest.trim().trim_start_matches('(').trim_end_matches(')');
    (rest.is_empty() || rest == sign.meaning) && !has_number(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use PublishedValue::{Count, HalfDays, Masked, Share, TooFewCases};

    fn with_figures(run: impl Fn(&Figures<'_>)) {
        let signs = Signs::new(&crate::project::DisclosurePolicy::default());
        run(&Figures {
            by_id: BTreeMap::new(),
            ids: BTreeMap::new(),
            nouns: Vec::new(),
            signs: &signs,
        });
    }

    #[test]
    fn a_cell_is_the_number_or_its_sign_and_nothing_else() {
        with_figures(|figures| {
            let share = Share { part: 84, base: 275 };
            for (value, text) in [
                (Count(1234), "1.234"),
                (Count(0), "–"),
                (share, "30,5"),
                (HalfDays(25), "12,5"),
                (HalfDays(24), "12"),
                (Masked, "."),
                (Masked, ".nicht veröffentlicht"),
                (TooFewCases, "/ (zu wenige Fälle für eine Angabe)"),
            ] {
                assert!(figures.is_cell(value, text), "{value:?} {text}");
            }
            for (value, text) in [
                (Count(12), "13"),
                (Count(12), "12 "),
                (Count(0), "0"),
                (share, "30,6"),
                (share, "30"),
                (Masked, "2"),
                (Masked, ".."),
                (Masked, ". 2"),
                (Masked, "–"),
            ] {
                assert!(!figures.is_cell(value, text), "{value:?} {text}");
            }
        });
    }

    #[test]
    fn a_change_is_the_number_with_the_sign_that_belongs_to_it() {
        use PublishedValue::{Change, ChangePercent, NotAvailable};
        with_figures(|figures| {
            let (more, less) = (Change { before: 246, now: 286 }, Change { before: 286, now: 246 });
            let same = Change { before: 7, now: 7 };
            let percent = ChangePercent { before: 246, now: 286 };
            for (value, text) in [
                (more, "+40"),
                (less, "\u{2212}40"),
                (same, "0"),
                (percent, "+16,3"),
                (ChangePercent { before: 5000, now: 4999 }, "0,0"),
                (NotAvailable, "n.v."),
            ] {
                assert!(figures.is_cell(value, text), "{value:?} {text}");
                assert!(figures.is_prose(value, text), "{value:?} {text}");
            }
            for (value, text) in [
                (more, "40"),
                (more, "\u{2212}40"),
                (less, "+40"),
                (less, "-40"),
                (more, "+41"),
                (same, "+0"),
                (percent, "+16,2"),
                (percent, "+16"),
                (NotAvailable, "."),
                (NotAvailable, "7"),
                (Masked, "+40"),
                (Count(40), "+40"),
            ] {
                assert!(!figures.is_cell(value, text), "{value:?} {text}");
            }
            assert!(!figures.is_prose(more, "\u{2212}40") && !figures.is_prose(less, "40"));
            assert!(figures.is_plain(more, "40") && figures.is_plain(less, "-40"));
            assert!(!figures.is_plain(more, "-40") && !figures.is_plain(less, "40"));
            assert!(!figures.is_plain(more, "+40"));
        });
    }

    #[test]
    fn data_files_write_zero_as_a_number_and_signs_bare() {
        with_figures(|figures| {
            assert!(figures.is_plain(Count(0), "0"));
            assert!(figures.is_plain(Share { part: 0, base: 7 }, "0.0"));
            assert!(figures.is_plain(Masked, "."));
            assert!(!figures.is_plain(Masked, "2"));
            assert!(!figures.is_plain(Masked, ".nicht veröffentlicht"));
            assert!(!figures.is_plain(Count(1234), "1.234"));
        });
    }

    #[test]
    fn a_sentence_has_one_number_for_a_figure_and_none_for_a_masked_one() {
        with_figures(|figures| {
            assert!(figures.is_prose(Count(275), "275 Fälle"));
            assert!(figures.is_prose(Count(0), "keine Fälle"));
            assert!(figures.is_prose(Masked, "eine nicht veröffentlichte Anzahl Fälle"));
            assert!(!figures.is_prose(Masked, "2 Fälle"));
            assert!(!figures.is_prose(Count(275), "keine"));
            assert!(!figures.is_prose(Count(275), "275 von 286"));
        });
    }
}
