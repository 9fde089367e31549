//! The functions chapters can call. Each records a request and returns its token.

mod known;
mod sentence;

use super::recorded_table;
use super::request::{Noun, Request, TableOrChart};
use super::sentence::{DAYS, SHARE};
use super::token::token;
use crate::domain::{
    Comparison, ComparisonKind, Count, Days, DaysStatistic, Figure, FigureSyntaxError, Filter,
    Population, Recording, ReportPeriod, Share, Taxonomy, Unit, nearest,
};
use crate::locale::year_label;
use crate::project::{ChartForm, LEDGER_TABLE, Network, Project, ScopeRule};
use std::sync::{Arc, Mutex, PoisonError};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Marks an error of ours within the engine's message: what follows is told as it is.
pub(super) const REQUEST_ERROR: char = '\u{e000}';

fn refused(message: impl std::fmt::Display) -> Error {
    Error::message(format!("{REQUEST_ERROR}{message}"))
}

/// What the functions need to check a request, and where they record it.
#[derive(Debug)]
pub(super) struct Recorder {
    taxonomy: Taxonomy,
    tables: Vec<String>,
    charts: Vec<String>,
    /// Standard tables and charts that this project's lists do not fill.
    unfilled: Vec<String>,
    /// Tables and charts that rest on what no export records.
    not_recorded: Vec<String>,
    recording: Recording,
    scope: ScopeRule,
    chapters: Vec<String>,
    network: Network,
    /// The earlier years of the archive, the oldest first, and the report year.
    earlier: Vec<i16>,
    period: ReportPeriod,
    requests: Mutex<Vec<Request>>,
}

impl Recorder {
    pub(super) fn new(project: &Project, recording: &Recording) -> Arc<Self> {
        let is_filled =
            |form| form != ChartForm::Timeline || !project.network.activities.is_empty();
        let (charts, empty): (Vec<_>, Vec<_>) =
            project.charts.iter().partition(|chart| is_filled(chart.form));
        let mut unfilled = project.unfilled.clone();
        unfilled.extend(empty.iter().map(|chart| chart.id.clone()));
        let tables = project.tables.iter();
        let mut not_recorded: Vec<String> = tables
            .filter(|spec| recorded_table::plan(spec, project, recording).is_none())
            .map(|spec| spec.id.clone())
            .collect();
        let of_those = |table: &String| not_recorded.contains(table);
        let charts_of_those =
            charts.iter().filter(|chart| chart.table.as_ref().is_some_and(of_those));
        not_recorded.extend(charts_of_those.map(|chart| chart.id.clone()).collect::<Vec<_>>());
        Arc::new(Self {
            not_recorded,
            recording: recording.clone(),
            scope: project.scope.clone(),
            taxonomy: project.taxonomy.clone(),
            tables: project.tables.iter().map(|table| table.id.clone()).collect(),
            charts: charts.iter().map(|chart| chart.id.clone()).collect(),
            unfilled,
            chapters: project.chapters.iter().map(|chapter| chapter.name.clone()).collect(),
            network: project.network.clone(),
            earlier: project.earlier_years().iter().map(|edition| edition.content.year).collect(),
            period: project.settings.period,
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

    /// Takes back the requests from this one on.
    pub(super) fn forget_from(&self, number: usize) {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).truncate(number);
    }

    /// The count that the arguments describe, apart from those in `reserved`.
    fn count(&self, kwargs: &Kwargs, reserved: &[&str], unit: Unit) -> TeraResult<Count> {
        let conditions: Vec<(String, String)> = kwargs
            .iter()
            .map(|(key, value)| (key.to_string(), value.to_string()))
            .filter(|(key, _)| {
                !reserved.contains(&key.as_str()) && key != "population" && key != "unit"
            })
            .collect();
        let conditions = conditions.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let (period, filter) = Filter::from_conditions(conditions, &self.taxonomy)
            .map_err(|error| self.not_a_figure(error))?;
        let population = kwargs.get::<&str>("population")?.unwrap_or_default();
        let population = Population::parse(population).map_err(refused)?;
        let unit = match kwargs.get::<&str>("unit")? {
            None => unit,
            Some("cases") => Unit::Cases,
            Some("mentions") => Unit::Mentions,
            Some("activities") => Unit::Activities,
            Some(other) => {
                return Err(refused(format!(
                    "`{other}` ist keine Zähleinheit; möglich sind cases, mentions, activities"
                )));
            }
        };
        let count = Count { unit, population, period, filter }.checked().map_err(refused)?;
        self.within_period(&Figure::Count(count.clone()))?;
        Ok(count)
    }

    /// Whether the archive has a report of the year before.
    fn has_year_before(&self) -> bool {
        self.earlier.last().is_some_and(|year| year + 1 == self.period.year())
    }

    /// A figure beside that of the year before.
    fn compared(&self, kind: ComparisonKind, of: &str) -> TeraResult<Figure> {
        if self.period.is_interim() {
            return Err(refused(
                "ein Zwischenstand wird nicht verglichen; fragen Sie vorher mit known(archive=\"year_before\")",
            ));
        }
        if !self.has_year_before() {
            return Err(refused(format!(
                "im Archiv ist kein Bericht des Jahres {}; fragen Sie vorher mit known(archive=\"year_before\")",
                year_label(self.period, self.period.year() - 1)
            )));
        }
        let of = self.figure(of)?;
        let id = of.id(&self.taxonomy);
        let comparison = Comparison::new(kind, self.period.year() - 1, of);
        comparison.map(Figure::Compared).ok_or_else(|| {
            refused(format!("für `{id}` gibt es keinen Vergleich dieser Art; Veränderungen gibt es nur von Anzahlen"))
        })
    }

    /// The figure of an id, for print in large type.
    fn key_figure(&self, id: &str) -> TeraResult<Figure> {
        match self.figure(id)? {
            Figure::Ledger(_) => {
                Err(refused("die Zahlen des Einleseprotokolls stehen in `ledger()`"))
            }
            figure => Ok(figure),
        }
    }

    /// The figure of an id.
    fn figure(&self, id: &str) -> TeraResult<Figure> {
        let figure = Figure::parse(id, &self.taxonomy).map_err(|error| self.not_a_figure(error))?;
        self.within_period(&figure)?;
        Ok(figure)
    }

    /// Refuses a figure of a time that the report is not about.
    fn within_period(&self, figure: &Figure) -> TeraResult<()> {
        match self.period.holds_figure(figure) {
            true => Ok(()),
            false => Err(refused(format!(
                "`{}` zählt eine Zeit, die nicht im Berichtszeitraum liegt oder er selbst ist{}",
                figure.id(&self.taxonomy),
                match self.period.is_interim() {
                    true =>
                        "; ein Zwischenstand endet mit seinem Stand, fragen Sie vorher mit known(half_year=\"2\")",
                    false => "",
                }
            ))),
        }
    }

    /// A figure over the cases that are recorded for it; as it is where there is none.
    fn covered(&self, figure: Figure) -> Figure {
        self.recording.fields.covered(figure.clone(), &self.taxonomy).unwrap_or(figure)
    }

    /// Why a text names no figure; an empty list is the reason where it is one.
    fn not_a_figure(&self, error: FigureSyntaxError) -> Error {
        match error {
            FigureSyntaxError::Value { dimension, .. } if !self.has_list(dimension) => {
                refused(format!("die Liste `{dimension}` ist in diesem Projekt leer"))
            }
            error => refused(error),
        }
    }

    fn has_list(&self, dimension: &str) -> bool {
        let list =
            self.taxonomy.schema().dimension(dimension).and_then(|known| self.taxonomy.list(known));
        list.is_some_and(|list| !list.entries().is_empty())
    }

    /// The id, when it is among these.
    fn find(&self, what: &str, id: &str, ids: &[String]) -> TeraResult<String> {
        if ids.iter().any(|known| known == id) {
            return Ok(id.to_owned());
        }
        let reason = match self.unfilled.iter().any(|known| known == id) {
            true => "in diesem Projekt nicht: eine Liste oder ein Wert dafür fehlt".to_owned(),
            false => format!("nicht{}", meant(id, ids)),
        };
        Err(refused(format!("{what} `{id}` gibt es {reason}")))
    }

    fn known_table(&self, id: &str) -> TeraResult<String> {
        self.find("die Tabelle", id, &self.tables)
    }

    fn known_chart(&self, id: &str) -> TeraResult<String> {
        self.find("das Diagramm", id, &self.charts)
    }
}

/// The name that was probably meant, as a question.
fn meant(id: &str, ids: &[String]) -> String {
    let nearest = nearest(id, ids.iter().map(String::as_str));
    nearest.map(|known| format!("; meinten Sie `{known}`?")).unwrap_or_default()
}

/// Makes the functions known to the template engine. Gives the names of those whose results are
/// tokens and can only be printed.
pub(super) fn register(tera: &mut Tera, recorder: &Arc<Recorder>) -> Vec<&'static str> {
    let for_known = Arc::clone(recorder);
    tera.register_function("known", move |kwargs: Kwargs, _: &State| {
        all_given(&kwargs)?;
        for_known.is_known(&kwargs)
    });
    let mut opaque = Vec::new();
    let mut add = |name: &'static str, call: fn(&Recorder, &Kwargs) -> TeraResult<Request>| {
        opaque.push(name);
        let recorder = Arc::clone(recorder);
        tera.register_function(name, move |kwargs: Kwargs, _: &State| {
            all_given(&kwargs)?;
            call(&recorder, &kwargs).map(|request| Value::safe_string(&recorder.record(request)))
        });
    };
    add("count", |recorder, kwargs| {
        let figure = Figure::Count(recorder.count(kwargs, &["one", "many"], Unit::Cases)?);
        let figure = recorder.covered(figure);
        Ok(Request::Figure { figure, noun: noun(kwargs)? })
    });
    add("activities", |recorder, kwargs| {
        let figure = Figure::Count(recorder.count(kwargs, &["one", "many"], Unit::Activities)?);
        Ok(Request::Figure { figure, noun: noun(kwargs)? })
    });
    add("share", |recorder, kwargs| {
        let share = share_of(recorder, kwargs, &["of", "text"])?;
        sentence::told(recorder.covered(Figure::Share(share)), SHARE, kwargs)
    });
    add("rate", |recorder, kwargs| {
        let count = recorder.count(kwargs, &["reference"], Unit::Cases)?;
        let id = kwargs.must_get::<&str>("reference")?;
        let mut references = recorder.taxonomy.schema().references().iter();
        let reference = references.find(|known| known.id == id).copied();
        let comparison = reference.and_then(|reference| {
            let kind = ComparisonKind::PerThousand(reference);
            Comparison::new(kind, recorder.period.year(), Figure::Count(count))
        });
        let figure = comparison.map(Figure::Compared).ok_or_else(|| {
            refused(format!("`{id}` ist keine Bezugsgröße von Fällen; sie stehen unter [[reference]] in report.toml"))
        })?;
        Ok(Request::Figure { figure, noun: None })
    });
    add("median_days", |recorder, kwargs| days(recorder, kwargs, DaysStatistic::Median));
    add("p90_days", |recorder, kwargs| days(recorder, kwargs, DaysStatistic::Percentile90));
    add("year_before", |recorder, kwargs| compared(recorder, kwargs, ComparisonKind::Earlier));
    add("change", |recorder, kwargs| compared(recorder, kwargs, ComparisonKind::Change));
    add("change_percent", |recorder, kwargs| {
        compared(recorder, kwargs, ComparisonKind::ChangePercent)
    });
    add("ranking", |recorder, kwargs| {
        let table = recorder.known_table(kwargs.must_get::<&str>("table")?)?;
        let first = usize::from(kwargs.get::<u8>("first")?.unwrap_or(3).max(1));
        sentence::ranked(table, first, kwargs)
    });
    add("note", sentence::note);
    add("sentence", sentence::read);
    add("typed", |_, kwargs| Ok(Request::Typed(kwargs.must_get::<&str>("text")?.to_owned())));
    add("key_figure", |recorder, kwargs| {
        let text = |name| kwargs.get::<&str>(name).map(|text| text.map(str::to_owned));
        let figure = recorder.covered(recorder.key_figure(kwargs.must_get::<&str>("figure")?)?);
        let undecided = match &figure {
            Figure::Share(share) => sentence::undecided(recorder, kwargs, share)?,
            _ => Vec::new(),
        };
        let id = kwargs.must_get::<&str>("figure")?;
        Ok(Request::KeyFigure {
            figure,
            before: recorder.compared(ComparisonKind::Earlier, id).ok(),
            undecided,
            label: kwargs.must_get::<&str>("label")?.to_owned(),
            one: text("one")?,
            within: kwargs.get::<&str>("within")?.map(|id| recorder.key_figure(id)).transpose()?,
        })
    });
    add("table", |recorder, kwargs| {
        Ok(Request::Table(recorder.known_table(kwargs.must_get::<&str>("id")?)?))
    });
    add("chart", |recorder, kwargs| {
        let id = kwargs.must_get::<&str>("id")?;
        recorder.known_chart(id).map(Request::Chart)
    });
    add("ref", reference);
    add("activity_list", |_, _| Ok(Request::ActivityList));
    add("partner_list", |_, _| Ok(Request::PartnerList));
    add("feedback_list", |_, _| Ok(Request::FeedbackList));
    add("ledger", |_, _| Ok(Request::Ledger));
    add("exemptions", |_, _| Ok(Request::Exemptions));
    add("abbreviations", |_, _| Ok(Request::Abbreviations));
    add("corrections", |_, _| Ok(Request::Corrections));
    add("sign_legend", |_, _| Ok(Request::SignLegend));
    opaque
}

/// A name without quotes is a variable that a chapter does not have.
fn all_given(kwargs: &Kwargs) -> TeraResult<()> {
    match kwargs.iter().find(|(_, value)| value.is_undefined()) {
        Some((key, _)) => Err(refused(format!(
            "die Angabe `{key}` ist leer; ein Text steht in Anführungszeichen: {key}=\"…\""
        ))),
        None => Ok(()),
    }
}

/// The table or chart that a text refers to.
fn reference(recorder: &Recorder, kwargs: &Kwargs) -> TeraResult<Request> {
    let to = match (kwargs.get::<&str>("table")?, kwargs.get::<&str>("chart")?) {
        (Some(LEDGER_TABLE), None) => TableOrChart::Table(LEDGER_TABLE.to_owned()),
        (Some(id), None) => TableOrChart::Table(recorder.known_table(id)?),
        (None, Some(id)) => TableOrChart::Chart(recorder.known_chart(id)?),
        _ => {
            return Err(refused(
                "`ref` nennt eine Tabelle oder ein Diagramm: ref(table=\"topics\") oder ref(chart=\"topics\")",
            ));
        }
    };
    Ok(Request::Reference(to))
}

fn days(recorder: &Recorder, kwargs: &Kwargs, statistic: DaysStatistic) -> TeraResult<Request> {
    let days = days_of(recorder, kwargs, &["text"], statistic)?;
    sentence::told(Figure::Days(days), DAYS, kwargs)
}

fn days_of(
    recorder: &Recorder,
    kwargs: &Kwargs,
    reserved: &[&str],
    statistic: DaysStatistic,
) -> TeraResult<Days> {
    Ok(Days { statistic, of: recorder.count(kwargs, reserved, Unit::Cases)? })
}

/// The share that the arguments describe; `of` names its base.
fn share_of(recorder: &Recorder, kwargs: &Kwargs, reserved: &[&str]) -> TeraResult<Share> {
    let part = recorder.count(kwargs, reserved, Unit::Cases)?;
    let Some(of) = kwargs.get::<&str>("of")? else {
        return Err(refused(
            "dem Anteil fehlt die Basis: of=\"total\" oder of=\"category=complaint\"",
        ));
    };
    let of = if of.trim() == "total" { "" } else { of };
    let (period, filter) =
        Filter::parse(of, &recorder.taxonomy).map_err(|error| recorder.not_a_figure(error))?;
    let base = Count { period, filter, ..part.clone() };
    Share::parsed(base, part.period, &part.filter).map_err(refused)
}

fn compared(recorder: &Recorder, kwargs: &Kwargs, kind: ComparisonKind) -> TeraResult<Request> {
    let figure = recorder.compared(kind, kwargs.must_get::<&str>("of")?)?;
    Ok(Request::Figure { figure, noun: None })
}

fn noun(kwargs: &Kwargs) -> TeraResult<Option<Noun>> {
    match (kwargs.get::<&str>("one")?, kwargs.get::<&str>("many")?) {
        (None, None) => Ok(None),
        (Some(one), Some(many)) => Ok(Some(Noun { one: one.to_owned(), many: many.to_owned() })),
        _ => Err(refused("`one` und `many` gehören zusammen: Einzahl und Mehrzahl")),
    }
}
