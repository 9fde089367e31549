//! Lists of which a part of the cases says nothing although it must: those of one site, those received while the list was not kept, or
//! those of the ombuds office beside the house's. Their files have the column, and other cases in it a value.

use super::fields::Fields;
use super::part::{EXPECTED, Part, categories, is_silent, sites};
use super::verdict::asked_categories;
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Case, Day, Dimension, Field, ValueCode};
use crate::locale::field_name;
use crate::project::Project;

/// Without completions of so many days nothing is said of those of a kind.
const DAYS_THAT_TELL: i32 = 60;

/// Marks the cases of such parts as not recorded, and says so.
pub(super) fn mark(fields: &mut Fields, cases: &mut [Case], project: &Project) -> Findings {
    let mut findings = Findings::default();
    let closes = fields.closes();
    for field in fields.recorded() {
        let Some(dimension) = field.dimension() else { continue };
        let list = project.taxonomy.list(dimension);
        // An empty value that has a name says something.
        if field == Field::Site || list.is_none_or(|it| it.name(ValueCode::NOT_STATED).is_some()) {
            continue;
        }
        let asked = asked_categories(field, project);
        let is_asked = |case: &Case| {
            let category = case.code(Field::Category);
            asked.as_ref().is_none_or(|asked| asked.contains(&category))
                && (!dimension.is_changing() || !closes || case.closed_on.is_some())
        };
        let of_field = |case: &Case| is_asked(case) && !fields.lacks(field, case);
        let known: Vec<&Case> = cases.iter().filter(|case| of_field(case)).collect();
        let has = |case: &Case| case.has(field);
        let mut parts = sites(project);
        parts.extend(times(&known, has));
        parts.extend((!project.scope.is_all()).then_some(Part::Office));
        let silent: Vec<Part> =
            parts.into_iter().filter(|part| is_silent(part, &known, field, has)).collect();
        if silent.is_empty() {
            continue;
        }
        let Some(code) = fields.not_recorded(field, project) else { continue };
        for part in silent {
            let lacking = cases.iter_mut().filter(|case| part.holds(case) && !case.has(field));
            lacking.for_each(|case| case.set(field, code));
            findings.push(of_list(field, &part, project));
        }
    }
    findings
}

/// The runs of days between cases that have a value, or before the first of them, in which many have none. After the last one
/// they may be entered later.
fn times(cases: &[&Case], has: impl Fn(&Case) -> bool) -> Vec<Part> {
    let number = |case: &&Case| case.received_on.number();
    let Some((first, last)) = cases.iter().map(number).min().zip(cases.iter().map(number).max())
    else {
        return Vec::new();
    };
    // By day: whether a case has a value, and how many cases there are.
    let length = usize::try_from(last - first + 1).unwrap_or_default();
    let mut days: Vec<(bool, u64)> = vec![(false, 0); length];
    for case in cases {
        let at = usize::try_from(number(case) - first).ok();
        if let Some((has_value, count)) = at.and_then(|at| days.get_mut(at)) {
            *has_value |= has(case);
            *count += 1;
        }
    }
    let (mut parts, mut from, mut many) = (Vec::new(), first, 0);
    for (day, (has_value, count)) in (first..).zip(days) {
        if !has_value {
            many += count;
            continue;
        }
        let run = Day::from_number(from).zip(Day::from_number(day - 1));
        parts.extend(run.filter(|_| many >= EXPECTED).map(|(from, to)| Part::Within(from, to)));
        (from, many) = (day + 1, 0);
    }
    parts
}

/// The warning for a site or a kind of which no case is completed though others are; `None` where there is none. Then nobody knows
/// which of its cases are open.
pub(super) fn without_completion(cases: &[Case], project: &Project) -> Option<Finding> {
    if project.declares_complete() {
        return None;
    }
    let of_office: Vec<&Case> = cases.iter().filter(|case| case.in_scope).collect();
    let mut parts = sites(project).into_iter().chain(categories(project));
    let is_closed = |case: &Case| case.closed_on.is_some();
    let part = parts.find(|part| {
        let mut days =
            of_office.iter().filter(|it| part.holds(it)).map(|it| it.received_on.number());
        let first = days.clone().min();
        let reach = first.and_then(|first| Some(days.by_ref().max()? - first)).unwrap_or_default();
        reach >= DAYS_THAT_TELL && is_silent(part, &of_office, Field::ClosedOn, is_closed)
    })?;
    let (which, others) = part.words(project);
    let what = format!(
        "der Tag der Erledigung ist bei allen Fällen{which} leer, {others} nicht; was darauf beruht, gilt als nicht erfasst und entfällt im Bericht"
    );
    let finding = Finding::new(FindingCode::FieldEmptyInFile, what).at(Place::file("exports"));
    Some(finding.help("prüfen Sie, ob er dort eingetragen wird und der Export ihn enthält; sind diese Fälle wirklich alle offen, sagen Sie mit `exports.complete`, dass keine Erledigung fehlt"))
}

fn of_list(field: Field, part: &Part, project: &Project) -> Finding {
    let (which, others) = part.words(project);
    let list = field.dimension().map_or("", Dimension::id);
    Finding::new(
        FindingCode::FieldEmptyInFile,
        format!(
            "„{}“ ist bei allen Fällen{which} leer, {others} nicht; sie gelten hier als „nicht erfasst“, und Anteile beziehen sich auf die übrigen",
            field_name(field)
        ),
    )
    .at(Place::file("exports").of_field(field.id()))
    .help(format!(
        "prüfen Sie, ob die Angabe dort erfasst wird und der Export sie enthält; heißt ein leeres Feld etwas Bestimmtes, geben Sie ihm in `lists.{list}` einen Namen: {{ id = \"not_stated\", label = \"…\" }}"
    ))
}
