//! `[scope]`: which cases of the exports are cases of the office, and which of them the report counts.

use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::{FindingCode, Findings};
use crate::domain::{
    Case, Dimension, Field, Filter, Period, Taxonomy, ValueCode, ValueList, text_key,
};
use crate::locale::{Words, enumeration};
use std::collections::BTreeSet;

/// A shorter marker stands in other words, too.
const SHORTEST_MARKER: usize = 4;

/// How cases of the office are told from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Membership {
    /// By a marker in the remark, or by the answer in its place.
    #[default]
    Marked,
    /// All cases of the exports are the office's: it is no part of a house.
    All,
    /// The same, because nothing is said: an error where exports have a remark or an answer.
    Assumed,
}

/// Which cases belong to the office, and which of them count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeRule {
    /// How they are told.
    pub membership: Membership,
    /// The markers, by [`text_key`]; none empty. Empty only where all cases are the office's.
    pub markers: Vec<String>,
    /// Word stems that make a remark without a marker suspicious, by [`text_key`].
    pub stems: Vec<String>,
    /// Phrases that look like a marker and are none, by [`text_key`].
    pub exceptions: Vec<String>,
    /// What cases must meet to be counted, of whatever office they are (`where`).
    pub condition: Option<Condition>,
}

/// The condition of the whole report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// As a filter.
    pub filter: Filter,
    /// As it was written, in one form only: `outcome!=withdrawn`. A value that a list gets later does not change it.
    pub text: String,
    /// In words: `Ergebnis: nicht „zurückgezogen“`.
    pub words: String,
}

impl ScopeRule {
    /// Whether all cases of the exports are the office's, so that it is no part of a house.
    pub fn is_all(&self) -> bool {
        self.membership != Membership::Marked
    }

    /// Whether the report counts a case.
    pub fn counts(&self, case: &Case, taxonomy: &Taxonomy) -> bool {
        self.condition.as_ref().is_none_or(|condition| condition.is_met_by(case, taxonomy))
    }

    /// Whether a case that is counted can have a value: no table has a row for one that none can.
    pub fn can_have(&self, dimension: Dimension, code: ValueCode, taxonomy: &Taxonomy) -> bool {
        let Some(condition) = &self.condition else { return true };
        if dimension.is_multiple_response() {
            return true;
        }
        // Cases of which nothing is recorded are judged as if nothing were stated.
        let allows = |dimension, code| {
            let is_recorded = taxonomy.not_recorded(dimension) != Some(code);
            let code = if is_recorded { code } else { ValueCode::NOT_STATED };
            condition.filter.allowed(dimension).is_none_or(|codes| codes.contains(&code))
        };
        let group = dimension.parent().map(|parent| (parent, taxonomy.group_of(dimension, code)));
        let has_member = || {
            let finer = dimension.finer().filter(|it| condition.filter.allowed(*it).is_some());
            let list = finer.and_then(|finer| Some((finer, taxonomy.list(finer)?)));
            list.is_none_or(|(finer, list)| {
                let codes = list.codes().chain([ValueCode::NOT_STATED]);
                let mut members = codes.filter(|it| taxonomy.group_of(finer, *it) == code);
                members.any(|member| allows(finer, member))
            })
        };
        allows(dimension, code)
            && group.is_none_or(|(parent, code)| allows(parent, code))
            && has_member()
    }
}

impl Condition {
    /// Whether a case meets it. A value of which the exports record nothing is not stated.
    fn is_met_by(&self, case: &Case, taxonomy: &Taxonomy) -> bool {
        let of_topics = |topic: ValueCode| {
            let conditions = self.filter.conditions();
            let mut conditions =
                conditions.filter(|(dimension, _)| finest(*dimension) == Dimension::Topic);
            conditions.all(|(dimension, codes)| {
                codes.contains(&raised(topic, Dimension::Topic, dimension, taxonomy))
            })
        };
        let of_others = |(dimension, codes): (Dimension, &BTreeSet<ValueCode>)| {
            let finest = finest(dimension);
            let Some(field) = Field::of(finest) else { return false };
            let values = stated(case.codes(field), taxonomy.list(finest));
            values.iter().any(|it| codes.contains(&raised(*it, finest, dimension, taxonomy)))
        };
        let topics = stated(case.topics(), taxonomy.list(Dimension::Topic));
        topics.into_iter().any(of_topics)
            && self
                .filter
                .conditions()
                .filter(|(dimension, _)| finest(*dimension) != Dimension::Topic)
                .all(of_others)
    }
}

/// The dimension a case has values in, of one that groups them.
fn finest(dimension: Dimension) -> Dimension {
    Field::of(dimension).and_then(Field::dimension).unwrap_or(dimension)
}

/// The group a value belongs to, in a dimension above its own.
fn raised(value: ValueCode, from: Dimension, to: Dimension, taxonomy: &Taxonomy) -> ValueCode {
    match from.parent().filter(|_| from != to) {
        Some(parent) => raised(taxonomy.group_of(from, value), parent, to, taxonomy),
        None => value,
    }
}

/// The values of a list; "not stated" for those it does not have, or where there is none.
fn stated(codes: &[ValueCode], list: Option<&ValueList>) -> Vec<ValueCode> {
    let known = |code: &ValueCode| list.is_some_and(|list| list.get(*code).is_some());
    let mut values: Vec<ValueCode> = codes.iter().copied().filter(known).collect();
    if values.is_empty() {
        values.push(ValueCode::NOT_STATED);
    }
    values
}

pub(super) fn check(
    report: &TomlFile<raw::Report>,
    taxonomy: &Taxonomy,
    words: &Words,
    findings: &mut Findings,
) -> ScopeRule {
    let Some(scope) = &report.scope else {
        return ScopeRule { membership: Membership::Assumed, ..ScopeRule::default() };
    };
    let keys = |texts: &[String]| {
        texts.iter().map(|text| text_key(text)).filter(|key| !key.is_empty()).collect::<Vec<_>>()
    };
    let condition = scope.condition.as_ref().and_then(|text| {
        let found = condition("where", text.get_ref(), taxonomy, words);
        let refused = |message| report.wrong(text, message);
        found.map_err(|message| findings.push(refused(message))).ok()
    });
    let marked = [&scope.markers, &scope.stems, &scope.exceptions];
    let is_all = scope.all.as_ref().is_some_and(|all| *all.get_ref());
    if is_all {
        for words in marked.into_iter().flatten() {
            findings.push(
                report.wrong(words,
                        "mit `all = true` gehört jeder Fall dazu, und Merkmale werden nicht gesucht",
                    )
                    .expected("entweder `all = true` oder `markers`"),
            );
        }
        return ScopeRule { membership: Membership::All, condition, ..ScopeRule::default() };
    }
    let of = |words: &Option<toml::Spanned<Vec<String>>>| {
        words.as_ref().map(|words| keys(words.get_ref())).unwrap_or_default()
    };
    let says_nothing = marked.iter().all(|words| words.is_none()) && scope.all.is_none();
    let rule = ScopeRule {
        membership: if says_nothing { Membership::Assumed } else { Membership::Marked },
        markers: of(&scope.markers),
        stems: of(&scope.stems),
        exceptions: of(&scope.exceptions),
        condition,
    };
    if rule.markers.is_empty() && !says_nothing {
        let span = scope.markers.as_ref().map(toml::Spanned::span);
        let span = span.or_else(|| scope.all.as_ref().map(toml::Spanned::span));
        let span = span.or_else(|| marked.into_iter().flatten().next().map(toml::Spanned::span));
        findings.push(
            report
                .finding(
                    FindingCode::ConfigValue,
                    span.unwrap_or_default(),
                    "ohne Merkmal gehört kein Fall dazu",
                )
                .expected("mindestens ein Wort, das in der Erfasserbemerkung steht, oder `all = true`, wenn jeder Fall der Exporte dazugehört"),
        );
    }
    if let Some(markers) = &scope.markers {
        for marker in markers.get_ref().iter().filter(|marker| is_short(marker)) {
            findings.push(
                report
                    .finding(
                        FindingCode::MarkerTellsNothing,
                        markers.span(),
                        format!("das Merkmal `{}` ist so kurz, dass es auch in anderen Wörtern steht", marker.trim()),
                    )
                    .expected(format!("ein Wort von mindestens {SHORTEST_MARKER} Buchstaben, das nur in den Bemerkungen dieser Fälle steht"))
                    .help("gehört jeder Fall der Exporte dazu, schreiben Sie statt der Merkmale `all = true`"),
            );
        }
    }
    rule
}

fn is_short(marker: &str) -> bool {
    (1..SHORTEST_MARKER).contains(&text_key(marker).chars().count())
}

/// The condition that a text at a key names, or what is wrong with it.
pub(super) fn condition(
    key: &str,
    text: &str,
    taxonomy: &Taxonomy,
    names: &Words,
) -> Result<Condition, String> {
    let (period, filter) =
        Filter::parse(text, taxonomy).map_err(|error| format!("`{key}`: {error}"))?;
    if period != Period::Year {
        return Err(format!("`{key}` kann keinen Teil des Jahres nennen"));
    }
    let mut parts: Vec<(String, String)> = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, is_not, values) = Filter::divided(part).unwrap_or((part, false, ""));
        let Some(dimension) = taxonomy.schema().dimension(name) else { continue };
        let finest = finest(dimension);
        if Field::of(finest).and_then(Field::dimension) != Some(finest) {
            return Err(format!(
                "`{name}` ist keine Angabe, die ein Export zu jedem Fall enthält; `{key}` kann danach nicht fragen"
            ));
        }
        if is_not && dimension.is_multiple_response() {
            return Err(format!(
                "ein Fall kann in `{name}` mehrere Werte haben, und `!=` schlösse ihn nicht aus, wenn er noch einen anderen hat; nennen Sie mit `=` die Werte, die bleiben"
            ));
        }
        let mut ids: Vec<&str> = values.split('+').map(str::trim).collect();
        ids.sort_unstable();
        ids.dedup();
        let sign = if is_not { "!=" } else { "=" };
        let labels: Vec<String> = ids.iter().map(|id| label(dimension, id, taxonomy)).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let words = match is_not {
            true => {
                format!("{}: nicht {}", names.dimension(dimension), enumeration(labels))
            }
            false => format!("{}: {}", names.dimension(dimension), labels.join(" oder ")),
        };
        parts.push((format!("{name}{sign}{}", ids.join("+")), words));
    }
    if parts.is_empty() {
        return Err(format!("`{key}` nennt keine Bedingung"));
    }
    if filter.is_contradiction() {
        return Err(format!("die Bedingungen von `{key}` schließen jeden Fall aus"));
    }
    parts.sort();
    parts.dedup();
    let (texts, words): (Vec<String>, Vec<String>) = parts.into_iter().unzip();
    Ok(Condition { filter, text: texts.join(","), words: words.join("; ") })
}

fn label(dimension: Dimension, id: &str, taxonomy: &Taxonomy) -> String {
    let list = taxonomy.list(dimension);
    let entry = list.and_then(|list| list.get(list.find_id(id)?));
    entry.map_or_else(|| "ohne Angabe".to_owned(), |entry| format!("„{}“", entry.label))
}
