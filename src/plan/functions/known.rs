//! `known(…)`: what a project has. The answer depends on the configuration and on what the exports record, never on a
//! number, so that a chapter may make its text depend on it.

use super::{Recorder, refused};
use crate::domain::{Count, Figure, Filter, Period, Population, ValueCode};
use tera::{Kwargs, TeraResult};

impl Recorder {
    /// Whether the project has all that the arguments name.
    pub(super) fn is_known(&self, kwargs: &Kwargs) -> TeraResult<bool> {
        let mut all = true;
        let mut names = 0;
        for (key, value) in kwargs.iter() {
            let (key, value) = (key.to_string(), value.to_string());
            all &= self.is_known_name(&key, &value)?;
            names += 1;
        }
        match names {
            0 => Err(refused("`known()` fehlt die Angabe, zum Beispiel table=\"topics\"")),
            _ => Ok(all),
        }
    }

    fn is_known_name(&self, kind: &str, name: &str) -> TeraResult<bool> {
        // A misspelt name would silently drop what it guards.
        let is_unfilled = || self.unfilled.iter().any(|known| known == name);
        match kind {
            "table" if is_unfilled() && !self.tables.iter().any(|known| known == name) => Ok(false),
            "table" => self.known_table(name).map(|id| !self.not_recorded.contains(&id)),
            "chart" if is_unfilled() && !self.charts.iter().any(|known| known == name) => Ok(false),
            "chart" => self.known_chart(name).map(|id| !self.not_recorded.contains(&id)),
            "recorded" => self.is_recorded(name),
            "recorded_in_part" => match self.taxonomy.schema().field(name) {
                Some(field) => {
                    Ok(self.recording.fields.partial_of(Population::Received).contains(&field))
                }
                None => Err(refused(format!("das Feld `{name}` gibt es nicht"))),
            },
            "archive" => match name {
                "earlier_years" => Ok(!self.earlier.is_empty()),
                "year_before" => Ok(self.has_year_before()),
                _ => Err(refused(format!(
                    "nach `{name}` lässt sich im Archiv nicht fragen; möglich sind earlier_years, year_before"
                ))),
            },
            "scope" => match name {
                "part" => Ok(!self.scope.is_all()),
                _ => Err(refused(format!(
                    "nach `{name}` lässt sich unter `scope` nicht fragen; möglich ist part (das Büro ist ein Teil des Hauses)"
                ))),
            },
            "chapter" => Ok(self.chapters.iter().any(|known| known == name)),
            "year" | "half_year" | "quarter" | "month" => {
                let (period, _) = Filter::from_conditions([(kind, name)], &self.taxonomy)
                    .map_err(|error| self.not_a_figure(error))?;
                Ok(self.period.holds(period))
            }
            "list" => match self.taxonomy.schema().dimension(name) {
                Some(list) => Ok(self.has_list(name) && self.recording.fields.has_dimension(list)),
                None => Err(refused(format!("die Liste `{name}` gibt es nicht"))),
            },
            "network" => match name {
                "activities" => Ok(!self.network.activities.is_empty()),
                "partners" => Ok(!self.network.partners.is_empty()),
                "feedback" => {
                    Ok(self.network.activities.iter().any(|activity| activity.feedback.is_some()))
                }
                _ => Err(refused(format!(
                    "`{name}` steht nicht in `network.toml`; möglich sind activities, partners, feedback"
                ))),
            },
            dimension => {
                let Some(known) = self.taxonomy.schema().dimension(dimension) else {
                    return Err(refused(format!("nach `{dimension}` kann `known` nicht fragen")));
                };
                let list = self.taxonomy.list(known);
                let has = |id: &str| {
                    list.and_then(|list| list.find_id(id.trim())).is_some_and(|code| {
                        code != ValueCode::NOT_STATED
                            && self.scope.can_have(known, code, &self.taxonomy)
                    })
                };
                Ok(self.recording.fields.has_dimension(known) && name.split('+').all(has))
            }
        }
    }

    /// Whether the exports record a field, any receipt of the year, the stock, cases of earlier years, or the whole period.
    fn is_recorded(&self, name: &str) -> TeraResult<bool> {
        let recording = &self.recording;
        let is_whole = |population| recording.is_whole(&Figure::Count(Count::cases(population)));
        match (name, self.taxonomy.schema().field(name)) {
            ("receipts", _) => Ok(recording.has_receipts(Population::Received)),
            ("receipts_of_house", _) => Ok(recording.has_receipts(Population::Krm)),
            ("stock", _) => Ok(recording.has_stock(Period::Year)),
            ("earlier_cases", _) => Ok(!recording.lacks_earlier),
            ("whole_period", _) => Ok(is_whole(Population::Received)),
            ("whole_period_of_house", _) => Ok(is_whole(Population::Krm)),
            (_, Some(field)) => Ok(recording.fields.has(field)),
            (_, None) => Err(refused(format!(
                "danach, ob die Exporte `{name}` enthalten, lässt sich nicht fragen; möglich sind receipts, receipts_of_house, stock, earlier_cases, whole_period, whole_period_of_house und die Felder der Exporte, zum Beispiel closed_on"
            ))),
        }
    }
}
