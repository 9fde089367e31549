//! What must be said below a table that tells of earlier years: where their values come from, and
//! what was counted differently then.

use super::table::FilledTable;
use super::{Context, missing};
use crate::domain::{ComparisonKind, Field, Figure, Population, ReportPeriod};
use crate::locale::{Noun, PeriodWords, date_long, enumeration, months_label, year_label};
use crate::project::{ArchivedEdition, Difference, Project};
use std::collections::{BTreeMap, BTreeSet};

/// `2016`, `2015 und 2016`, `2013 bis 2016`; of school years `2014/15 bis 2016/17`.
pub(super) fn years_text(years: &[i16], of: ReportPeriod) -> String {
    let label = |year: &i16| year_label(of, *year);
    match years {
        [] => String::new(),
        [one] => label(one),
        [first, .., last]
            if i32::from(*last) - i32::from(*first) > 1
                && years.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b)) =>
        {
            format!("{} bis {}", label(first), label(last))
        }
        years => enumeration(years.iter().map(label)),
    }
}

/// The year of an edition as it is named.
fn year_of(edition: &ArchivedEdition) -> String {
    year_label(edition.period(), edition.content.year)
}

/// Whether a figure of this year counts what that of an earlier year did, and the exports tell all of it.
pub(super) fn is_comparable(figure: &Figure, year: i16, context: &Context<'_>) -> bool {
    let (recording, project) = (&context.plan.recording, context.project);
    let edition = project.earlier_year(year);
    recording.tells_all(figure)
        && edition.is_some_and(|edition| edition.is_comparable(figure, project))
}

/// The sentences below a table; none for one without earlier years.
pub(super) fn notes(table: &FilledTable<'_>, context: &Context<'_>) -> Vec<String> {
    let project = context.project;
    let years = &table.plan.earlier;
    let editions: Vec<&ArchivedEdition> =
        years.iter().filter_map(|year| project.earlier_year(*year)).collect();
    if editions.is_empty() {
        return Vec::new();
    }
    let dates = editions.iter().map(|edition| {
        let day = edition.content.as_of.parse().map(date_long);
        format!("{}: {}", year_of(edition), day.unwrap_or_default())
    });
    let dates = dates.collect::<Vec<_>>().join("; ");
    let PeriodWords { plural, genitive, .. } = &project.words.period;
    let cells = table.rows.iter().flat_map(|row| row.plan.cells.iter().flatten());
    let figures: Vec<&Figure> = cells.collect();
    let is_rate = |figure: &&Figure| matches!(figure, Figure::Compared(it) if matches!(it.kind, ComparisonKind::PerThousand(_)));
    let mut notes = vec![match figures.iter().any(is_rate) {
        true => format!(
            "Zahlen früherer {plural} sind aus dem gebildet, was der Bericht des jeweiligen {genitive} veröffentlicht hat (Stand {dates})."
        ),
        false => format!(
            "Werte früherer {plural} stehen hier, wie der Bericht des jeweiligen {genitive} sie veröffentlicht hat (Stand {dates}); sie sind nicht neu berechnet."
        ),
    }];
    notes.extend(editions.iter().filter_map(|edition| other_threshold(edition, context)));
    notes.extend(
        editions
            .iter()
            .filter_map(|edition| not_covered(edition, &figures, &project.words.period.noun)),
    );
    notes.extend(editions.iter().filter_map(|edition| in_part(edition, &figures, project)));
    let mut differing: BTreeMap<Difference, Vec<i16>> = BTreeMap::new();
    for edition in &editions {
        let year = edition.content.year;
        for difference in figures.iter().flat_map(|it| edition.differences(it, project)) {
            let years = differing.entry(difference).or_default();
            if years.last() != Some(&year) {
                years.push(year);
            }
        }
    }
    let office = &project.words.office;
    let years = |years: &[i16]| years_text(years, project.settings.period);
    notes.extend(differing.iter().map(|(it, of)| sentence(it, &years(of), office)));
    notes
}

fn other_threshold(edition: &ArchivedEdition, context: &Context<'_>) -> Option<String> {
    let (then, now) = (edition.content.threshold, context.project.disclosure.threshold);
    (then != now).then(|| {
        format!(
            "Im Bericht {} galt für die Geheimhaltung der Schwellenwert {then}, in diesem gilt {now}.",
            year_of(edition)
        )
    })
}

/// What the report of an earlier year did not cover.
fn not_covered(edition: &ArchivedEdition, figures: &[&Figure], period: &str) -> Option<String> {
    let content = &edition.content;
    let has_house = figures.iter().flat_map(|figure| figure.of_this_year().counts());
    let has_house = has_house.into_iter().any(|count| count.population == Population::Krm);
    let day = |text: &String| text.parse().ok();
    let labels = |days: &[(String, String)]| {
        let labels = days.iter().filter_map(|(from, to)| Some(months_label(day(from)?, day(to)?)));
        enumeration(labels)
    };
    let of_house = match content.not_covered_of_house == content.not_covered || !has_house {
        true => String::new(),
        false => labels(&content.not_covered_of_house),
    };
    let times = [(labels(&content.not_covered), ""), (of_house, " (Haus, ganz oder zum Teil)")];
    let mut missing: Vec<String> = times
        .into_iter()
        .filter(|(labels, _)| !labels.is_empty())
        .map(|(labels, of)| format!("fehlt die Zeit {labels}{of}"))
        .collect();
    if content.recorded_in_part.contains(Field::ReceivedOn.id()) {
        missing.push(format!("deckten nicht alle Exporte das ganze {period} ab"));
    }
    (!missing.is_empty()).then(|| {
        format!(
            "Im Bericht {} {}; Veränderungen dazu werden nicht angegeben.",
            year_of(edition),
            enumeration(&missing)
        )
    })
}

/// What the report of an earlier year recorded in part, of what these figures rest on.
fn in_part(edition: &ArchivedEdition, figures: &[&Figure], project: &Project) -> Option<String> {
    let content = &edition.content;
    let of_year = figures.iter().filter_map(|figure| match figure {
        Figure::Compared(comparison) if comparison.year == content.year => Some(&*comparison.of),
        _ => None,
    });
    let mut fields: BTreeSet<Field> = BTreeSet::new();
    let mut has_other_shares = false;
    for figure in of_year {
        let counts = figure.counts();
        let rests_on = counts.iter().flat_map(|count| count.rests_on());
        let in_part: Vec<Field> =
            rests_on.filter(|field| content.recorded_in_part.contains(field.id())).collect();
        has_other_shares |= !in_part.is_empty()
            && matches!(figure, Figure::Share(_))
            && !content.figures.contains_key(&figure.id(&project.taxonomy));
        fields.extend(in_part);
    }
    let verb = if fields.len() == 1 { "war" } else { "waren" };
    let names = missing::quoted(&fields, &project.words);
    let shares = match has_other_shares {
        true => {
            " Anteile bezogen sich dort auf die Fälle, zu denen die Angabe erfasst war; sie stehen hier deshalb nicht."
        }
        false => "",
    };
    (!fields.is_empty()).then(|| {
        format!(
            "Im Bericht {} {verb} {names} nur zum Teil erfasst; Veränderungen dazu werden nicht angegeben.{shares}",
            year_of(edition)
        )
    })
}

fn sentence(difference: &Difference, years: &str, office: &Noun) -> String {
    let broken = "die Werte sind nicht vergleichbar, eine Veränderung wird nicht angegeben";
    match difference {
        Difference::Unknown => {
            format!("Wie die Kennzahlen {years} abgegrenzt waren, ist nicht festgehalten.")
        }
        Difference::Name(then, now) => format!("„{now}“ hieß {years} „{then}“."),
        Difference::Markers => {
            format!("Welche Fälle {} gehören, war {years} anders bestimmt; {broken}.", office.to)
        }
        Difference::Condition => {
            format!("Welche Fälle gezählt werden, war {years} anders bestimmt; {broken}.")
        }
        Difference::Target(then, now) => {
            format!("Die Zielfrist betrug {years} {then} statt {now} Kalendertage; {broken}.")
        }
        Difference::Spelling(label) => {
            format!(
                "„{label}“ ist aus anderen Wörtern der Datenbank gebildet als {years}; {broken}."
            )
        }
        Difference::Extent(label) => {
            format!("„{label}“ war {years} anders abgegrenzt; {broken}.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_told_as_a_range_only_where_none_is_missing() {
        let told = |years: &[i16]| years_text(years, ReportPeriod::FIRST);
        assert_eq!(told(&[2016]), "2016");
        assert_eq!(told(&[2016, 2017]), "2016 und 2017");
        assert_eq!(told(&[2015, 2016, 2017]), "2015 bis 2017");
        assert_eq!(told(&[2013, 2016, 2017]), "2013, 2016 und 2017");
        let school = ReportPeriod::parse_from("2017_18", 8).unwrap();
        assert_eq!(years_text(&[2015, 2016, 2017], school), "2015/16 bis 2017/18");
    }
}
