//! What a figure is, in words: for data files, for `explain`, and for the line under a title.

use crate::domain::{
    Comparison, ComparisonKind, Count, DaysStatistic, Figure, Filter, LedgerEntry, Period,
    Population, Recording, ReportPeriod, Share, Unit,
};
use crate::locale::{NOT_RECORDED, date_short, lack_words, period_label};
use crate::project::Project;

/// The definition of a figure: unit, population, period, conditions, and for a share its base.
pub fn definition(figure: &Figure, project: &Project, recording: &Recording) -> String {
    in_year(figure, project.settings.period, (project, recording))
}

/// The project, and what its exports record.
type Of<'a> = (&'a Project, &'a Recording);

fn in_year(figure: &Figure, year: ReportPeriod, of: Of<'_>) -> String {
    match figure {
        Figure::Count(count) => count_in(count, year, of),
        Figure::Share(share) => share_definition(share, year, of),
        Figure::Days(days) => {
            let statistic = match days.statistic {
                DaysStatistic::Median => "Median",
                DaysStatistic::Percentile90 => "neunzigstes Perzentil",
            };
            let cases = count_in(&days.of, year, of);
            let closed = match days.of.population {
                Population::Closed => "",
                _ => ", soweit erledigt",
            };
            format!("{statistic} der Bearbeitungsdauer in Kalendertagen; {cases}{closed}")
        }
        Figure::Ledger(entry) => ledger_definition(*entry, of.0),
        Figure::Compared(comparison) => comparison_definition(comparison, year, of),
    }
}

fn comparison_definition(comparison: &Comparison, year: ReportPeriod, of: Of<'_>) -> String {
    let before = year.in_year(comparison.year).unwrap_or(year);
    let now = in_year(&comparison.of, year, of);
    let then = in_year(&comparison.of, before, of);
    let before = period_label(before, Period::Year);
    match comparison.kind {
        ComparisonKind::Earlier => format!("{then} (wie im Bericht {before} veröffentlicht)"),
        ComparisonKind::PerThousand(reference) => {
            let number = reference.values.get(&comparison.year);
            let number = number.map(|it| of.0.settings.numbers.count(*it));
            let number = number.as_deref().unwrap_or(NOT_RECORDED);
            format!(
                "{then}; je 1000 {} ({before}: {number}; Quelle: {})",
                reference.label, reference.source
            )
        }
        ComparisonKind::Change => format!("Unterschied zum Bericht {before}: {now}"),
        ComparisonKind::ChangePercent => {
            format!("Unterschied zum Bericht {before} in Prozent: {now}. Basis: {then}")
        }
    }
}

fn ledger_definition(entry: LedgerEntry, project: &Project) -> String {
    let what = match entry {
        LedgerEntry::Lines(_) => "Zeilen",
        LedgerEntry::Records(_) => "Datensätze",
    };
    format!("{what} aller eingelesenen Exporte: {}", project.words.ledger(entry))
}

/// The population and conditions of a count: `Fälle der Ombudsstelle, eingegangen 2017; …`.
pub fn count_definition(count: &Count, project: &Project, recording: &Recording) -> String {
    count_in(count, project.settings.period, (project, recording))
}

fn count_in(count: &Count, year: ReportPeriod, (project, recording): Of<'_>) -> String {
    let mut text = population(count, year, project, recording);
    // The stock at the end of a part is told with its day.
    let lack = recording
        .lack(&Figure::Count(count.clone()), year)
        .filter(|_| count.population != Population::Open);
    if let Some(words) = lack.and_then(|lack| lack_words(&lack, count.period)) {
        text.push_str(&format!(", {words}"));
    }
    let conditions = conditions(&count.filter, project);
    if !conditions.is_empty() {
        text.push_str("; ");
        text.push_str(&conditions);
    }
    text
}

fn share_definition(share: &Share, year: ReportPeriod, of: Of<'_>) -> String {
    let base = count_in(share.base(), year, of);
    let mut beyond = conditions(&share.conditions_beyond_base(), of.0);
    if share.part().period != share.base().period {
        let period = period_label(year, share.part().period);
        beyond = if beyond.is_empty() { period } else { format!("{period}; {beyond}") };
    }
    if beyond.is_empty() {
        beyond = "alle".to_owned();
    }
    format!("Anteil in Prozent: {beyond}. Basis: {base}")
}

fn population(
    count: &Count,
    year: ReportPeriod,
    project: &Project,
    recording: &Recording,
) -> String {
    let (office, management) = (&project.words.office.genitive, &project.words.management.within);
    let period = period_label(year, count.period);
    let (from, to) = year.bounds(count.period);
    let unit = match count.unit {
        Unit::Cases => "Fälle",
        Unit::Mentions => "Nennungen von Themen in Fällen",
        Unit::Activities => {
            return match count.period {
                Period::Year => format!("Netzwerkaktivitäten {period}"),
                _ => format!("Netzwerkaktivitäten, {period}"),
            };
        }
    };
    match count.population {
        Population::Received => format!("{unit} {office}, eingegangen {period}"),
        Population::Krm => {
            format!("{unit} {management} insgesamt, eingegangen {period}")
        }
        // Without cases of earlier years only those of the year itself are among the closed ones.
        Population::Closed if recording.lacks_earlier => {
            format!(
                "{unit} {office}, erledigt {period}, eingegangen ab dem {}",
                date_short(year.bounds(Period::Year).0)
            )
        }
        Population::Closed => format!("{unit} {office}, erledigt {period}"),
        Population::CarriedForward => {
            format!("{unit} {office}, vor dem {} eingegangen und noch offen", date_short(from))
        }
        Population::Open => {
            format!("{unit} {office}, offen am Ende des Tages {}", date_short(to))
        }
    }
}

/// The conditions of a filter: `Art der Kundenreaktion: Beschwerde; Bewertung: begründet`.
pub fn conditions(filter: &Filter, project: &Project) -> String {
    let texts = filter.conditions().map(|(dimension, codes)| {
        let list = project.taxonomy.list(dimension);
        if project.taxonomy.not_recorded(dimension).is_some()
            && *codes == project.taxonomy.recorded(dimension)
        {
            return format!("{}: erfasst", project.words.dimension(dimension));
        }
        let labels: Vec<&str> = codes
            .iter()
            .map(|code| list.and_then(|list| list.name(*code)).unwrap_or("ohne Angabe"))
            .collect();
        format!("{}: {}", project.words.dimension(dimension), labels.join(" oder "))
    });
    texts.collect::<Vec<_>>().join("; ")
}
