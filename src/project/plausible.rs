//! Whether the numbers of one edition can all be true: no part is more than its whole, a share has the counts it is made of, and what adds up
//! adds up to no more than all. Of what `release` has recorded the checksum proves more; of what was typed from paper nothing else
//! can. A whole that is smaller than its part was not printed; sums that are too large may have been, so they are told and count.

use super::archive_reader::{at_key, damaged};
use super::archived_report::{ArchivedReport, ArchivedValue};
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::{
    Count, DaysStatistic, Dimension, Figure, Filter, Period, Taxonomy, Unit, is_within,
};
use std::collections::BTreeMap;

/// An edition with its text.
pub(super) struct Edition<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) content: &'a ArchivedReport,
    pub(super) is_typed: bool,
}

impl Edition<'_> {
    fn at(&self, id: &str, finding: Finding) -> Finding {
        at_key(self.file, self.text, &format!("\"{id}\""), finding)
    }

    fn told(&self, id: &str, message: String) -> Finding {
        let finding = Finding::new(FindingCode::ArchiveImplausible, message);
        self.at(id, finding).help("halten Sie die Zahlen gegen den gedruckten Bericht")
    }
}

/// Checks the figures of an edition against each other.
pub(super) fn check(edition: &Edition<'_>, taxonomy: &Taxonomy, findings: &mut Findings) {
    let figures = &edition.content.figures;
    let parsed = figures.iter().filter_map(|(id, value)| {
        let figure = Figure::parse(id, taxonomy).ok()?;
        Some((id.as_str(), figure, *value))
    });
    let parsed: Vec<(&str, Figure, ArchivedValue)> = parsed.collect();
    let counts: BTreeMap<&Count, (&str, u64)> = parsed
        .iter()
        .filter_map(|(id, figure, value)| match (figure, value) {
            (Figure::Count(count), ArchivedValue::Count(value)) => Some((count, (*id, *value))),
            _ => None,
        })
        .collect();
    for (part, (id, value)) in counts.iter().filter(|(part, _)| part.unit != Unit::Mentions) {
        let all = Count { filter: Filter::all(), ..(*part).clone() };
        let all = counts.get_key_value(&all).filter(|(_, (_, whole))| value > whole);
        let mut wholes = counts.iter().filter(|(whole, (_, most))| {
            edition.is_typed && value > most && is_within(part, whole, taxonomy)
        });
        if let Some((_, (whole, most))) = all.or_else(|| wholes.next()) {
            let message = format!(
                "`{id}` ist größer als das Ganze, `{whole}`: {value} statt höchstens {most}"
            );
            findings.push(edition.at(id, damaged(message)));
        }
    }
    if edition.is_typed {
        sums(edition, &counts, findings);
        for (id, figure, value) in &parsed {
            for message in contradictions(figure, *value, &parsed, &counts) {
                findings.push(edition.told(id, format!("`{id}` {message}")));
            }
        }
    }
}

/// What the parts of a whole are told apart by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Value(Dimension),
    HalfYear,
    Quarter,
    Month,
}

/// Tells wholes whose parts are more than they are together.
fn sums(edition: &Edition<'_>, counts: &BTreeMap<&Count, (&str, u64)>, findings: &mut Findings) {
    let mut parts: BTreeMap<(Count, By), u64> = BTreeMap::new();
    let of_cases = counts.iter().filter(|(count, _)| count.unit == Unit::Cases);
    for (count, (_, value)) in of_cases {
        let mut add = |whole: Count, by: By| {
            let sum = parts.entry((whole, by)).or_default();
            *sum = sum.saturating_add(*value);
        };
        let by = match count.period {
            Period::HalfYear(_) => Some(By::HalfYear),
            Period::Quarter(_) => Some(By::Quarter),
            Period::Month(_) => Some(By::Month),
            _ => None,
        };
        if let Some(by) = by.filter(|_| !count.population.is_stock()) {
            add((*count).clone().during(Period::Year), by);
        }
        let single = |(dimension, codes): &(Dimension, &std::collections::BTreeSet<_>)| {
            !dimension.is_multiple_response() && codes.len() == 1
        };
        for (dimension, _) in count.filter.conditions().filter(single) {
            let others = count.filter.conditions().filter(|(other, _)| *other != dimension);
            let filter = others.fold(Filter::all(), |filter, (dimension, codes)| {
                filter.and(dimension, codes.iter().copied())
            });
            add(Count { filter, ..(*count).clone() }, By::Value(dimension));
        }
    }
    for ((whole, by), sum) in parts {
        let Some((id, value)) = counts.get(&whole).filter(|(_, value)| sum > *value) else {
            continue;
        };
        let by = match by {
            By::Value(dimension) => dimension.id(),
            By::HalfYear => "half_year",
            By::Quarter => "quarter",
            By::Month => "month",
        };
        let message = format!("`{id}` ist {value}, seine Teile nach `{by}` sind zusammen {sum}");
        findings.push(edition.told(id, message));
    }
}

/// How a figure contradicts others.
fn contradictions(
    figure: &Figure,
    value: ArchivedValue,
    figures: &[(&str, Figure, ArchivedValue)],
    counts: &BTreeMap<&Count, (&str, u64)>,
) -> Vec<String> {
    let mut found = Vec::new();
    match (figure, value) {
        (Figure::Share(share), ArchivedValue::Share { part, base }) => {
            for (count, name, value) in
                [(share.part(), "Teil", part), (share.base(), "Basis", base)]
            {
                if let Some((id, other)) = counts.get(count).filter(|(_, other)| *other != value) {
                    found.push(format!("hat {name} {value}, aber `{id}` ist {other}"));
                }
            }
        }
        (Figure::Days(days), ArchivedValue::HalfDays(most))
            if days.statistic == DaysStatistic::Percentile90 =>
        {
            let median = figures.iter().find_map(|(id, other, value)| match (other, value) {
                (Figure::Days(other), ArchivedValue::HalfDays(median))
                    if other.statistic == DaysStatistic::Median && other.of == days.of =>
                {
                    Some((*id, *median))
                }
                _ => None,
            });
            if let Some((id, _)) = median.filter(|(_, median)| *median > most) {
                found.push(format!("ist kleiner als `{id}`"));
            }
        }
        _ => {}
    }
    found
}
