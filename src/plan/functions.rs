//! The functions chapters can call. Each records a request and returns its token.

use super::request::{Noun, Request};
use super::token::token;
use crate::domain::{
    Count, Days, DaysStatistic, Figure, Filter, Period, Population, Share, Taxonomy, Unit,
};
use crate::project::Project;
use std::sync::{Arc, Mutex, PoisonError};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Names of the functions that return figures; comparing their results is an error.
pub(super) const FIGURE_FUNCTIONS: [&str; 6] =
    ["count", "share", "median_days", "p90_days", "activities", "ranking"];

/// What the functions need to check a request, and where they record it.
#[derive(Debug)]
pub(super) struct Recorder {
    taxonomy: Taxonomy,
    tables: Vec<String>,
    charts: Vec<String>,
    requests: Mutex<Vec<Request>>,
}

impl Recorder {
    pub(super) fn new(project: &Project) -> Arc<Self> {
        Arc::new(Self {
            taxonomy: project.taxonomy.clone(),
            tables: project.tables.iter().map(|table| table.id.clone()).collect(),
            charts: project.charts.iter().map(|chart| chart.id.clone()).collect(),
            requests: Mutex::default(),
        })
    }

    pub(super) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn record(&self, request: Request) -> String {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.push(request);
        token(requests.len() - 1)
    }

    /// The token of a number that comes from the configuration and is printed as it is.
    pub(super) fn configured(&self, text: String) -> String {
        self.record(Request::Typed(text))
    }

    /// The count that the arguments describe, apart from those in `reserved`.
    fn count(&self, kwargs: &Kwargs, reserved: &[&str], unit: Unit) -> TeraResult<Count> {
        let mut conditions = Vec::new();
        for (key, value) in kwargs.iter() {
            let key = key.to_string();
            if reserved.contains(&key.as_str()) || key == "population" || key == "unit" {
                continue;
            }
            conditions.push(format!("{key}={value}"));
        }
        let (period, filter) = self.conditions(&conditions.join(","))?;
        let population = kwargs.get::<&str>("population")?.unwrap_or_default();
        let population = Population::parse(population).map_err(Error::message)?;
        let unit = match kwargs.get::<&str>("unit")? {
            None => unit,
            Some("cases") => Unit::Cases,
            Some("mentions") => Unit::Mentions,
            Some(other) => {
                let message =
                    format!("`{other}` ist keine Zähleinheit; möglich sind cases, mentions");
                return Err(Error::message(message));
            }
        };
        let of_activities = filter
            .conditions()
            .find(|(dimension, _)| dimension.is_of_activities() != (unit == Unit::Activities));
        if let Some((dimension, _)) = of_activities {
            let what = if unit == Unit::Activities { "Aktivitäten" } else { "Fälle" };
            let message = format!("`{}` ist keine Eigenschaft der {what}", dimension.id());
            return Err(Error::message(message));
        }
        Ok(Count { unit, population, period, filter })
    }

    fn conditions(&self, text: &str) -> TeraResult<(Period, Filter)> {
        Filter::parse(text, &self.taxonomy).map_err(Error::message)
    }

    fn known_table(&self, id: &str) -> TeraResult<String> {
        known("die Tabelle", id, &self.tables)
    }
}

fn known(what: &str, id: &str, ids: &[String]) -> TeraResult<String> {
    if ids.iter().any(|known| known == id) {
        return Ok(id.to_owned());
    }
    let nearest = ids.iter().min_by_key(|known| strsim::osa_distance(known, id));
    let hint = nearest.map(|known| format!("; meinten Sie `{known}`?")).unwrap_or_default();
    Err(Error::message(format!("{what} `{id}` gibt es nicht{hint}")))
}

/// Makes the functions known to the template engine.
pub(super) fn register(tera: &mut Tera, recorder: &Arc<Recorder>) {
    let mut add = |name: &'static str, call: fn(&Recorder, &Kwargs) -> TeraResult<Request>| {
        let recorder = Arc::clone(recorder);
        tera.register_function(name, move |kwargs: Kwargs, _: &State| {
            call(&recorder, &kwargs).map(|request| Value::safe_string(&recorder.record(request)))
        });
    };
    add("count", |recorder, kwargs| {
        let figure = Figure::Count(recorder.count(kwargs, &["one", "many"], Unit::Cases)?);
        Ok(Request::Figure { figure, noun: noun(kwargs)? })
    });
    add("activities", |recorder, kwargs| {
        let figure = Figure::Count(recorder.count(kwargs, &["one", "many"], Unit::Activities)?);
        Ok(Request::Figure { figure, noun: noun(kwargs)? })
    });
    add("share", |recorder, kwargs| {
        let part = recorder.count(kwargs, &["of"], Unit::Cases)?;
        let Some(of) = kwargs.get::<&str>("of")? else {
            return Err(Error::message(
                "dem Anteil fehlt die Basis: of=\"total\" oder of=\"category=complaint\"",
            ));
        };
        let (period, filter) = recorder.conditions(if of.trim() == "total" { "" } else { of })?;
        let base = Count { period, filter, ..part.clone() };
        let share = Share::parsed(base, part.period, &part.filter).map_err(Error::message)?;
        Ok(Request::Figure { figure: Figure::Share(share), noun: None })
    });
    add("median_days", |recorder, kwargs| days(recorder, kwargs, DaysStatistic::Median));
    add("p90_days", |recorder, kwargs| days(recorder, kwargs, DaysStatistic::Percentile90));
    add("ranking", |recorder, kwargs| {
        let table = recorder.known_table(kwargs.must_get::<&str>("table")?)?;
        let first = usize::from(kwargs.get::<u8>("first")?.unwrap_or(3).max(1));
        Ok(Request::Ranking { table, first })
    });
    add("typed", |_, kwargs| Ok(Request::Typed(kwargs.must_get::<&str>("text")?.to_owned())));
    add("key_figure", |recorder, kwargs| {
        let id = kwargs.must_get::<&str>("figure")?;
        let figure = Figure::parse(id, &recorder.taxonomy).map_err(Error::message)?;
        if matches!(figure, Figure::Ledger(_)) {
            return Err(Error::message("die Zahlen des Einleseprotokolls stehen in `ledger()`"));
        }
        Ok(Request::KeyFigure { figure, label: kwargs.must_get::<&str>("label")?.to_owned() })
    });
    add("table", |recorder, kwargs| {
        Ok(Request::Table(recorder.known_table(kwargs.must_get::<&str>("id")?)?))
    });
    add("chart", |recorder, kwargs| {
        let id = kwargs.must_get::<&str>("id")?;
        known("das Diagramm", id, &recorder.charts).map(Request::Chart)
    });
    add("activity_list", |_, _| Ok(Request::ActivityList));
    add("partner_list", |_, _| Ok(Request::PartnerList));
    add("feedback_list", |_, _| Ok(Request::FeedbackList));
    add("ledger", |_, _| Ok(Request::Ledger));
    add("exemptions", |_, _| Ok(Request::Exemptions));
    add("sign_legend", |_, _| Ok(Request::SignLegend));
}

fn days(recorder: &Recorder, kwargs: &Kwargs, statistic: DaysStatistic) -> TeraResult<Request> {
    let of = recorder.count(kwargs, &[], Unit::Cases)?;
    Ok(Request::Figure { figure: Figure::Days(Days { statistic, of }), noun: None })
}

fn noun(kwargs: &Kwargs) -> TeraResult<Option<Noun>> {
    match (kwargs.get::<&str>("one")?, kwargs.get::<&str>("many")?) {
        (None, None) => Ok(None),
        (Some(one), Some(many)) => Ok(Some(Noun { one: one.to_owned(), many: many.to_owned() })),
        _ => Err(Error::message("`one` und `many` gehören zusammen: Einzahl und Mehrzahl")),
    }
}
