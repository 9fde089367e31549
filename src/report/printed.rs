//! A published figure in print. Renderers get nothing else to print numbers from, and only a
//! published figure can become one.

use super::sentences::SMALL_BASE;
use super::signs::Signs;
use crate::disclosure::{PublishedFigure, PublishedValue};
use crate::domain::Taxonomy;
use crate::locale::Numbers;
use crate::plan::Noun;
use crate::project::DisclosurePolicy;
use serde::Serialize;

/// Decimals of printed shares.
pub const SHARE_DECIMALS: u8 = 1;

/// A figure as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrintedFigure {
    id: String,
    text: String,
    spoken: Option<String>,
    #[serde(skip)]
    plain: String,
    #[serde(skip)]
    mark: Option<String>,
}

impl PrintedFigure {
    /// The figure id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What stands on the page.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is read aloud in place of a sign; `None` where the text can be read as it is.
    pub fn spoken(&self) -> Option<&str> {
        self.spoken.as_deref()
    }

    /// The mark at the end of the text that says that the number is corrected.
    pub fn mark(&self) -> Option<&str> {
        self.mark.as_deref()
    }

    /// The form for data files: a number with a decimal point, or the sign.
    pub fn plain(&self) -> &str {
        &self.plain
    }
}

/// Whether a number rests on too few cases to be told; of a change in percent the earlier number is one of them.
pub fn is_small(value: PublishedValue) -> bool {
    match value {
        PublishedValue::ChangePercent { before, .. } => before < SMALL_BASE,
        value => value == PublishedValue::TooFewCases,
    }
}

/// A published number of cases, mentions or activities.
pub(super) fn count_of(figure: &PublishedFigure) -> Option<u64> {
    match figure.value() {
        PublishedValue::Count(count) => Some(count),
        _ => None,
    }
}

/// Prints figures in one style.
#[derive(Clone, Copy, Debug)]
pub(super) struct Printer<'a> {
    pub(super) numbers: Numbers,
    pub(super) signs: &'a Signs,
    pub(super) taxonomy: &'a Taxonomy,
    pub(super) policy: &'a DisclosurePolicy,
}

impl Printer<'_> {
    /// In a table: like a cell, with the mark behind a number that is corrected.
    pub(super) fn table_cell(&self, figure: &PublishedFigure) -> PrintedFigure {
        let mut printed = self.cell(figure);
        if figure.is_revised() {
            let mark = &self.signs.revised.text;
            // A sign with a mark behind it would be a third one.
            printed.text = format!("{}\u{a0}{mark}", self.number(figure.value()));
            printed.spoken = None;
            printed.mark = Some(mark.clone());
        }
        printed
    }

    /// In a table cell: signs for what is no number; shares without the percent sign, which
    /// stands in the head of the column.
    pub(super) fn cell(&self, figure: &PublishedFigure) -> PrintedFigure {
        let sign = match figure.value() {
            PublishedValue::Count(0)
            | PublishedValue::Share { part: 0, .. }
            | PublishedValue::PerThousand { count: 0, .. } => Some(&self.signs.nothing),
            PublishedValue::Masked => Some(&self.signs.masked),
            PublishedValue::NoBase | PublishedValue::NotComparable => {
                Some(&self.signs.not_meaningful)
            }
            value if is_small(value) => Some(&self.signs.too_few),
            PublishedValue::NotAvailable => Some(&self.signs.not_available),
            PublishedValue::NotRecorded => Some(&self.signs.not_recorded),
            _ => None,
        };
        let (text, spoken) = match sign {
            Some(sign) => (sign.text.clone(), Some(sign.meaning.clone())),
            None => (self.number(figure.value()), None),
        };
        self.printed(figure, text, spoken)
    }

    /// In a chart or in large type: like a cell, shares with the percent sign.
    pub(super) fn label(&self, figure: &PublishedFigure) -> PrintedFigure {
        let mut printed = self.cell(figure);
        if let (PublishedValue::Share { part, base }, None) = (figure.value(), &printed.spoken)
            && let Some(text) = self.numbers.percent(part, base, SHARE_DECIMALS)
        {
            printed.text = text;
        }
        printed
    }

    /// In large type: like a label, but zero as a number.
    pub(super) fn headline(&self, figure: &PublishedFigure) -> PrintedFigure {
        match figure.value() {
            PublishedValue::Count(0) => {
                PrintedFigure { text: "0".to_owned(), spoken: None, ..self.label(figure) }
            }
            PublishedValue::Share { part: 0, .. } | PublishedValue::ChangePercent { .. } => {
                self.prose(figure, None)
            }
            _ => self.label(figure),
        }
    }

    /// In a sentence: words for what is no number.
    pub(super) fn prose(&self, figure: &PublishedFigure, noun: Option<&Noun>) -> PrintedFigure {
        let text = match (figure.value(), noun) {
            (PublishedValue::Masked, None) => "nicht veröffentlicht".to_owned(),
            (PublishedValue::Masked, Some(noun)) => {
                format!("eine nicht veröffentlichte Anzahl {}", noun.many)
            }
            // "None" would say more than a number that is rounded to zero.
            (PublishedValue::Count(0), noun) if self.rounds(figure) => {
                noun.map_or("0".to_owned(), |noun| format!("keine oder sehr wenige {}", noun.many))
            }
            (PublishedValue::Count(0), None) => "keine".to_owned(),
            (PublishedValue::Count(0), Some(noun)) => format!("keine {}", noun.many),
            (PublishedValue::Count(count), Some(noun)) => {
                let noun = crate::locale::plural(count, &noun.one, &noun.many);
                format!("{}\u{a0}{noun}", self.numbers.count(count))
            }
            (PublishedValue::Share { part, base }, _) => {
                self.numbers.percent(part, base, SHARE_DECIMALS).unwrap_or_default()
            }
            (PublishedValue::NoBase, _) => "nicht berechenbar".to_owned(),
            (value, _) if is_small(value) => "wegen zu weniger Fälle nicht angegeben".to_owned(),
            (PublishedValue::NotAvailable, _) => "nicht verfügbar".to_owned(),
            (PublishedValue::NotComparable, _) => "nicht vergleichbar".to_owned(),
            (PublishedValue::NotRecorded, None) => "nicht erfasst".to_owned(),
            (PublishedValue::NotRecorded, Some(noun)) => {
                format!("eine nicht erfasste Anzahl {}", noun.many)
            }
            (PublishedValue::ChangePercent { .. }, _) => {
                format!("{}\u{a0}%", self.number(figure.value()))
            }
            (value, _) => self.number(value),
        };
        self.printed(figure, text, None)
    }

    fn rounds(&self, figure: &PublishedFigure) -> bool {
        self.policy.rounds(figure.figure())
    }

    fn number(&self, value: PublishedValue) -> String {
        match value {
            PublishedValue::Count(count) => self.numbers.count(count),
            PublishedValue::Share { part, base } => {
                self.numbers.percent_plain(part, base, SHARE_DECIMALS).unwrap_or_default()
            }
            PublishedValue::PerThousand { count, of } => per_thousand(self.numbers, count, of),
            PublishedValue::HalfDays(half_days) => self.numbers.half_days(half_days),
            PublishedValue::Change { before, now } => self.numbers.change(before, now),
            PublishedValue::ChangePercent { before, now } => {
                self.numbers.change_percent(before, now, SHARE_DECIMALS).unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    fn printed(
        &self,
        figure: &PublishedFigure,
        text: String,
        spoken: Option<String>,
    ) -> PrintedFigure {
        PrintedFigure {
            id: figure.figure().id(self.taxonomy),
            text,
            spoken,
            plain: plain(figure.value(), self.signs),
            mark: None,
        }
    }
}

/// The form for data files: no grouping, decimal point, the sign for what is not published.
pub(super) fn plain(value: PublishedValue, signs: &Signs) -> String {
    match value {
        PublishedValue::Count(count) => count.to_string(),
        PublishedValue::Share { part, base } => {
            let percent = plain_numbers().percent_plain(part, base, SHARE_DECIMALS);
            let percent = percent.unwrap_or_default();
            percent.replace(',', ".")
        }
        PublishedValue::PerThousand { count, of } => {
            data_form(&per_thousand(plain_numbers(), count, of))
        }
        PublishedValue::HalfDays(half_days) if half_days % 2 == 1 => {
            format!("{}.5", half_days / 2)
        }
        PublishedValue::HalfDays(half_days) => (half_days / 2).to_string(),
        PublishedValue::Change { before, now } => data_form(&plain_numbers().change(before, now)),
        value if is_small(value) => signs.too_few.text.clone(),
        PublishedValue::ChangePercent { before, now } => {
            let percent = plain_numbers().change_percent(before, now, SHARE_DECIMALS);
            data_form(&percent.unwrap_or_default())
        }
        PublishedValue::Masked => signs.masked.text.clone(),
        PublishedValue::NoBase | PublishedValue::NotComparable => signs.not_meaningful.text.clone(),
        PublishedValue::TooFewCases => signs.too_few.text.clone(),
        PublishedValue::NotAvailable => signs.not_available.text.clone(),
        PublishedValue::NotRecorded => signs.not_recorded.text.clone(),
    }
}

/// A count per thousand: ten times as many in percent.
fn per_thousand(numbers: Numbers, count: u64, of: u64) -> String {
    numbers.percent_plain(count.saturating_mul(10), of, SHARE_DECIMALS).unwrap_or_default()
}

fn plain_numbers() -> Numbers {
    Numbers { grouping: crate::locale::Grouping::None }
}

/// A printed number without a plus, with a minus that programs know and a decimal point.
fn data_form(printed: &str) -> String {
    printed.replace('+', "").replace('\u{2212}', "-").replace(',', ".")
}
