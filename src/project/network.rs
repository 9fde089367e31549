//! `network.toml`: partners and activities.

use super::raw;
use super::settings::local_date;
use super::toml_file::TomlFile;
use crate::diagnostic::{FindingCode, Findings};
use crate::domain::{
    Activity, ActivityDate, Dimension, Partner, Period, ReportPeriod, Taxonomy, ValueCode,
};

/// Partners and activities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// The partners, in the order of the file.
    pub partners: Vec<Partner>,
    /// The activities of the report year, by date.
    pub activities: Vec<Activity>,
}

/// The most partners and activities. A report lists each of them.
const MOST_PARTNERS: usize = 2_000;
const MOST_ACTIVITIES: usize = 20_000;

pub(super) fn check(
    file: &TomlFile<raw::NetworkFile>,
    taxonomy: &Taxonomy,
    year: ReportPeriod,
    findings: &mut Findings,
) -> Network {
    let mut network = Network::default();
    let partners = file.partners.get(MOST_PARTNERS).map(|partner| partner.id.span());
    let activities = file.activities.get(MOST_ACTIVITIES).map(|activity| activity.kind.span());
    for (span, what) in [
        (partners, format!("mehr als {MOST_PARTNERS} Partner")),
        (activities, format!("mehr als {MOST_ACTIVITIES} Veranstaltungen")),
    ] {
        if let Some(span) = span {
            let message = format!("die Datei hat {what}");
            findings.push(file.finding(FindingCode::ConfigValue, span, message));
        }
    }
    let mut ids: Vec<&str> = Vec::new();
    for partner in &file.partners {
        let id = partner.id.get_ref();
        if ids.contains(&id.as_str()) {
            findings.push(file.wrong(
                &partner.id,
                format!("die Kennung `{id}` ist schon an einen anderen Partner vergeben"),
            ));
        }
        ids.push(id);
        let group = look_up(file, Dimension::PartnerGroup, &partner.group, taxonomy, findings);
        network.partners.push(Partner { name: partner.name.clone(), group });
    }
    for activity in &file.activities {
        let Some(date) = activity_date(activity.date.get_ref()) else {
            findings.push(
                file.wrong(&activity.date, "das Datum ist nicht lesbar")
                    .expected("ein Tag wie 2017-03-15, ein Monat wie \"2017-03\", ein Quartal wie \"2017-Q2\", ein Halbjahr wie \"2017-H1\" oder ein Jahr wie 2017; nur Tag und Jahr stehen ohne Anführungszeichen"),
            );
            continue;
        };
        let kind = look_up(file, Dimension::ActivityKind, &activity.kind, taxonomy, findings);
        let mut partners = Vec::new();
        for partner in &activity.partners {
            match ids.iter().position(|id| id == partner.get_ref()) {
                Some(position) => partners.push(position),
                None => findings.push(
                    file.unknown(
                        partner,
                        format!("den Partner `{}` gibt es nicht", partner.get_ref()),
                    )
                    .expected(match ids.as_slice() {
                        [] => "ein Eintrag [[partner]] mit dieser `id`; es gibt noch keinen"
                            .to_owned(),
                        ids => format!("eine `id` aus [[partner]]: {}", ids.join(", ")),
                    }),
                ),
            }
        }
        let mut topics: Vec<ValueCode> = activity
            .topics
            .iter()
            .map(|topic| look_up(file, Dimension::Topic, topic, taxonomy, findings))
            .collect();
        topics.sort_unstable();
        if date.is_in(year, Period::Year) {
            network.activities.push(Activity {
                date,
                kind,
                title: activity.title.clone(),
                partners,
                by_invitation: activity.by_invitation,
                participants: activity.participants,
                topics,
                feedback: activity.feedback.clone(),
            });
        }
    }
    network.activities.sort_by(|a, b| {
        (a.date.bounds(), a.kind, &a.title).cmp(&(b.date.bounds(), b.kind, &b.title))
    });
    network
}

fn look_up(
    file: &TomlFile<raw::NetworkFile>,
    dimension: Dimension,
    id: &toml::Spanned<String>,
    taxonomy: &Taxonomy,
    findings: &mut Findings,
) -> ValueCode {
    let list = taxonomy.list(dimension);
    list.and_then(|list| list.find_id(id.get_ref())).unwrap_or_else(|| {
        let ids: Vec<&str> = list
            .map(|list| list.entries().iter().map(|entry| entry.id.as_str()).collect())
            .unwrap_or_default();
        findings.push(
            file.unknown(
                id,
                format!("`{}` steht nicht in der Liste `{}`", id.get_ref(), dimension.id()),
            )
            .expected(match ids.as_slice() {
                [] => format!("ein Eintrag in der Liste `{}`; sie ist leer", dimension.id()),
                ids => ids.join(", "),
            }),
        );
        ValueCode::NOT_STATED
    })
}

/// A day, a month `2017-03`, a half-year `2017-H1`, a quarter `2017-Q3` or a year.
fn activity_date(value: &toml::Value) -> Option<ActivityDate> {
    let year_of = |year: i64| ReportPeriod::new(i16::try_from(year).ok()?);
    match value {
        toml::Value::Datetime(datetime) => local_date(datetime).map(ActivityDate::Day),
        toml::Value::Integer(year) => Some(ActivityDate::Vague(year_of(*year)?, Period::Year)),
        toml::Value::String(text) => {
            let (year, part) = text.split_once('-').unwrap_or((text, ""));
            let year = year_of(year.parse().ok()?)?;
            let number = |text: &str| text.parse::<u8>().ok();
            let period = match (part.get(..1), part.get(1..)) {
                (None, _) => Period::Year,
                (Some("H"), Some(half)) => Period::half_year(number(half)?)?,
                (Some("Q"), Some(quarter)) => Period::quarter(number(quarter)?)?,
                _ => Period::month(number(part)?)?,
            };
            // Those of a longer report go on; a year has twelve.
            (period.months().1 <= 12).then_some(ActivityDate::Vague(year, period))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_vague_as_they_are_written() {
        let year = ReportPeriod::new(2017).unwrap();
        let text = |text: &str| activity_date(&toml::Value::String(text.to_owned()));
        assert_eq!(text("2017"), Some(ActivityDate::Vague(year, Period::Year)));
        assert_eq!(text("2017-H2"), Some(ActivityDate::Vague(year, Period::HalfYear(2))));
        assert_eq!(text("2017-Q3"), Some(ActivityDate::Vague(year, Period::Quarter(3))));
        assert_eq!(text("2017-03"), Some(ActivityDate::Vague(year, Period::Month(3))));
        assert_eq!(text("2017-13"), None);
        assert_eq!(text("2017-H3"), None);
        assert_eq!(text("im Mai"), None);
    }
}
