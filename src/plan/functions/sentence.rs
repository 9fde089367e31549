//! `sentence(about=…)`: reads what a sentence is about, and refuses words without a place for its
//! numbers.

use super::{Recorder, days_of, refused, share_of};
use crate::domain::{
    ComparisonKind, Count, DaysStatistic, Figure, Filter, Period, Population, ReportPeriod, Share,
    Unit,
};
use crate::plan::request::Request;
use crate::plan::sentence::{BASE, COUNT, Change, DAYS, Forms, PART, ROWS, Sentence, Shown};
use tera::{Kwargs, TeraResult};

/// Arguments that are no conditions.
const WORDS: [&str; 8] = ["about", "none", "none_yet", "one", "all", "many", "of", "undecided"];

pub(super) fn read(recorder: &Recorder, kwargs: &Kwargs) -> TeraResult<Request> {
    let sentence = match kwargs.must_get::<&str>("about")? {
        "received" => received(recorder.period),
        "not_recorded" => Sentence::NotRecorded,
        "given_up" => Sentence::GivenUp,
        "largest" => {
            let text = kwargs.must_get::<&str>("text")?.to_owned();
            has_place(&text, ROWS)?;
            let table = recorder.known_table(kwargs.must_get::<&str>("table")?)?;
            let is_plain = kwargs.get::<bool>("plain")?.unwrap_or_default();
            Sentence::Largest { table, text, is_plain }
        }
        "share" => {
            let share = share_of(recorder, kwargs, &WORDS)?;
            let share = match recorder.covered(Figure::Share(share.clone())) {
                Figure::Share(covered) => covered,
                _ => share,
            };
            let forms = forms(kwargs)?;
            has_place(&forms.many, PART)?;
            if forms.many.matches(BASE).count() > 1 {
                return Err(refused(format!("in „{}“ steht `{BASE}` mehr als einmal", forms.many)));
            }
            Sentence::Share {
                undecided: undecided(recorder, kwargs, &share)?,
                part: Figure::Count(share.part().clone()),
                base: Figure::Count(share.base().clone()),
                share: Figure::Share(share),
                forms,
            }
        }
        "change" => {
            let of = kwargs.get::<&str>("figure")?.unwrap_or("cases");
            let compared = |kind| recorder.compared(kind, of);
            let now = recorder.figure(of)?;
            let difference = match now {
                Figure::Count(_) => Some([
                    compared(ComparisonKind::Change)?,
                    compared(ComparisonKind::ChangePercent)?,
                ]),
                _ => None,
            };
            let undecided = match &now {
                Figure::Share(share) => undecided(recorder, kwargs, share)?,
                _ => Vec::new(),
            };
            let (year, before) = (recorder.period.year() - 1, compared(ComparisonKind::Earlier)?);
            Sentence::Change(Change { year, now, before, undecided, difference })
        }
        "count" => {
            let forms = forms(kwargs)?;
            has_place(&forms.many, COUNT)?;
            let count = Figure::Count(recorder.count(kwargs, &WORDS, Unit::Cases)?);
            Sentence::Count { count: recorder.covered(count), forms }
        }
        "median" => days(recorder, kwargs, DaysStatistic::Median)?,
        "p90" => days(recorder, kwargs, DaysStatistic::Percentile90)?,
        other => {
            return Err(refused(format!(
                "von `{other}` handelt kein Satz; möglich sind received, count, change, largest, share, median, p90, not_recorded, given_up"
            )));
        }
    };
    Ok(Request::Sentence(sentence))
}

fn received(period: ReportPeriod) -> Sentence {
    let in_period = |period| {
        Figure::Count(Count {
            unit: Unit::Cases,
            population: Population::Received,
            period,
            filter: Filter::default(),
        })
    };
    Sentence::Received {
        all: in_period(Period::Year),
        // Of a shorter period there are none, and one that is not over is not divided.
        halves: (period.part() == Some(Period::Year) && !period.is_interim())
            .then(|| [1, 2].map(|half| in_period(Period::HalfYear(half)))),
    }
}

fn days(recorder: &Recorder, kwargs: &Kwargs, statistic: DaysStatistic) -> TeraResult<Sentence> {
    let forms = forms(kwargs)?;
    has_place(&forms.many, DAYS)?;
    let days = Figure::Days(days_of(recorder, kwargs, &WORDS, statistic)?);
    Ok(Sentence::Days { days, forms })
}

fn forms(kwargs: &Kwargs) -> TeraResult<Forms> {
    let text = |name| kwargs.get::<&str>(name).map(|text| text.map(str::to_owned));
    let Some(many) = text("many")? else {
        return Err(refused("dem Satz fehlt `many`: seine Worte für mehrere"));
    };
    let (none, none_yet) = (text("none")?, text("none_yet")?);
    Ok(Forms { none, none_yet, one: text("one")?, all: text("all")?, many })
}

/// The cases of a share's base of which nothing is stated that decides whether they are of its kind, or one of the values that
/// `undecided` names; none where it names none.
pub(super) fn undecided(
    recorder: &Recorder,
    kwargs: &Kwargs,
    share: &Share,
) -> TeraResult<Vec<Figure>> {
    let values = kwargs.get::<&str>("undecided")?;
    Ok(values.map_or_else(Vec::new, |values| share.undecided(values, &recorder.taxonomy)))
}

/// A number in the words that a call gives with it, where it gives any.
pub(super) fn told(figure: Figure, place: &str, kwargs: &Kwargs) -> TeraResult<Request> {
    let Some(text) = kwargs.get::<&str>("text")?.map(str::to_owned) else {
        return Ok(Request::Figure { figure, noun: None });
    };
    has_place(&text, place)?;
    Ok(Request::Sentence(Sentence::Told { figure, text }))
}

/// The same of the largest rows of a table.
pub(super) fn ranked(table: String, first: usize, kwargs: &Kwargs) -> TeraResult<Request> {
    let Some(text) = kwargs.get::<&str>("text")?.map(str::to_owned) else {
        return Ok(Request::Ranking { table, first });
    };
    has_place(&text, ROWS)?;
    Ok(Request::Sentence(Sentence::Ranked { table, first, text }))
}

/// Words about something that a table shows: `numbers` where `shows` does not name it.
pub(super) fn note(recorder: &Recorder, kwargs: &Kwargs) -> TeraResult<Request> {
    let table = recorder.known_table(kwargs.must_get::<&str>("table")?)?;
    let name = kwargs.get::<&str>("shows")?.unwrap_or("numbers");
    let Some((_, of)) = Shown::NAMED.into_iter().find(|(known, _)| *known == name) else {
        let known = Shown::NAMED.map(|(known, _)| known).join(", ");
        return Err(refused(format!("`shows` kennt `{name}` nicht; möglich sind {known}")));
    };
    let text = kwargs.must_get::<&str>("text")?.to_owned();
    Ok(Request::Sentence(Sentence::Note { table, of, text }))
}

fn has_place(text: &str, place: &str) -> TeraResult<()> {
    match text.matches(place).count() {
        1 => Ok(()),
        _ => Err(refused(format!("in „{text}“ muss `{place}` genau einmal stehen"))),
    }
}
