//! Reading figure ids: what `explain` is asked, what an exemption names, what a chapter requests.

use super::{
    Comparison, ComparisonKind, Count, Days, DaysStatistic, Dimension, Figure, Filter, LedgerEntry,
    Period, Population, Share, Taxonomy, Unit, ValueCode,
};
use std::collections::BTreeSet;
use thiserror::Error;

/// Why a text is not a figure id.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FigureSyntaxError {
    /// The word before the conditions names no kind of figure.
    #[error(
        "`{0}` ist keine Kennzahl; möglich sind cases, mentions, activities, share, median_days, p90_days"
    )]
    Head(String),
    /// The suffix names no population.
    #[error("`{0}` ist keine Grundgesamtheit; möglich sind krm, closed, carried_forward, open")]
    Population(String),
    /// A condition is not of the form `dimension=value`.
    #[error("`{0}` ist keine Bedingung der Form dimension=wert")]
    Condition(String),
    /// No such dimension.
    #[error("`{0}` ist keine Dimension; möglich sind {1}")]
    Dimension(String, String),
    /// No such value in the dimension's list.
    #[error("`{value}` ist kein Wert von `{dimension}`; möglich sind {known}")]
    Value {
        /// The dimension.
        dimension: &'static str,
        /// What was found.
        value: String,
        /// The identifiers of the list.
        known: String,
    },
    /// A share without its base.
    #[error("einem Anteil fehlt die Basis; Form: share:teil/basis, zum Beispiel share:{0}/total")]
    Base(String),
    /// A part of the year with a number it cannot have.
    #[error(
        "`{0}` gibt es nicht; möglich sind half_year=1 bis 2, quarter=1 bis 4, month=1 bis 12, und weitere in einem Bericht über mehr als ein Jahr"
    )]
    Period(String),
    /// Two parts of the year at once.
    #[error("hier stehen zwei Teile des Jahres; nur einer ist möglich")]
    TwoPeriods,
    /// Conditions that no record can meet.
    #[error("die Bedingungen widersprechen sich: kein Fall kann sie alle erfüllen")]
    Contradiction,
    /// A condition on a property that the counted records do not have.
    #[error("`{0}` ist keine Eigenschaft der gezählten {1}")]
    WrongUnit(&'static str, &'static str),
    /// A comparison of something that cannot be compared, or without the earlier year.
    #[error(
        "`{0}` ist kein Vergleich; Form: earlier:2016/cases für eine Kennzahl, change:2016/cases und change_percent:2016/cases für eine Anzahl"
    )]
    Comparison(String),
    /// No such entry in the ledger.
    #[error("`{0}` ist kein Eintrag des Einleseprotokolls")]
    Ledger(String),
    /// A share whose part adds nothing to its base.
    #[error("der Anteil nennt keine Bedingung, die über seine Basis hinausgeht")]
    WholeBase,
}

impl Figure {
    /// The figure an id names.
    pub fn parse(id: &str, taxonomy: &Taxonomy) -> Result<Self, FigureSyntaxError> {
        let (head, conditions) = id.trim().split_once(':').unwrap_or((id.trim(), ""));
        let (name, population) = head.split_once('.').unwrap_or((head, ""));
        if head == "ledger.lines" || head == "ledger.records" {
            let entry = LedgerEntry::all().find(|entry| entry.id() == id.trim());
            return entry.map(Self::Ledger).ok_or_else(|| FigureSyntaxError::Ledger(id.to_owned()));
        }
        if let Some(kind) = ComparisonKind::ALL.into_iter().find(|kind| kind.id() == head) {
            return Comparison::parse(kind, conditions, taxonomy).map(Self::Compared);
        }
        if head == "rate" {
            return Comparison::parse_rate(conditions, taxonomy).map(Self::Compared);
        }
        let population = Population::parse(population)?;
        let count = |unit, conditions: &str| {
            let (period, filter) = Filter::parse(conditions, taxonomy)?;
            Count { unit, population, period, filter }.checked()
        };
        let share = |unit| {
            let (part, base) = conditions
                .split_once('/')
                .ok_or_else(|| FigureSyntaxError::Base(conditions.to_owned()))?;
            let base = count(unit, if base.trim() == "total" { "" } else { base })?;
            if part.trim() == "total" {
                return Ok(Self::Share(Share::new(base, &Filter::all())));
            }
            let (period, conditions) = Filter::parse(part, taxonomy)?;
            Share::parsed(base, period, &conditions).map(Self::Share)
        };
        let days =
            |statistic| count(Unit::Cases, conditions).map(|of| Self::Days(Days { statistic, of }));
        match name {
            "cases" => count(Unit::Cases, conditions).map(Self::Count),
            "mentions" => count(Unit::Mentions, conditions).map(Self::Count),
            "activities" => count(Unit::Activities, conditions).map(Self::Count),
            "share" => share(Unit::Cases),
            "mention_share" => share(Unit::Mentions),
            "activity_share" => share(Unit::Activities),
            "median_days" => days(DaysStatistic::Median),
            "p90_days" => days(DaysStatistic::Percentile90),
            other => Err(FigureSyntaxError::Head(other.to_owned())),
        }
    }
}

impl Comparison {
    /// A comparison of this kind from `2016/cases`.
    fn parse(
        kind: ComparisonKind,
        text: &str,
        taxonomy: &Taxonomy,
    ) -> Result<Self, FigureSyntaxError> {
        let wrong = || FigureSyntaxError::Comparison(format!("{}:{text}", kind.id()));
        let (year, of) = text.split_once('/').ok_or_else(wrong)?;
        let year = year.parse().map_err(|_| wrong())?;
        Self::new(kind, year, Figure::parse(of, taxonomy)?).ok_or_else(wrong)
    }

    /// A rate from `2017/households/cases`.
    fn parse_rate(text: &str, taxonomy: &Taxonomy) -> Result<Self, FigureSyntaxError> {
        let wrong = || FigureSyntaxError::Comparison(format!("rate:{text}"));
        let (year, rest) = text.split_once('/').ok_or_else(wrong)?;
        let (reference, of) = rest.split_once('/').ok_or_else(wrong)?;
        let mut references = taxonomy.schema().references().iter();
        let reference = references.find(|known| known.id == reference).ok_or_else(wrong)?;
        let year = year.parse().map_err(|_| wrong())?;
        let kind = ComparisonKind::PerThousand(reference);
        Self::new(kind, year, Figure::parse(of, taxonomy)?).ok_or_else(wrong)
    }

    /// A comparison; `None` for a figure that has none: changes are told of counts, rates of cases, and neither the
    /// ledgers nor comparisons are compared.
    pub fn new(kind: ComparisonKind, year: i16, of: Figure) -> Option<Self> {
        let can_be = match of {
            Figure::Count(ref count) => {
                count.unit == Unit::Cases || !matches!(kind, ComparisonKind::PerThousand(_))
            }
            Figure::Share(_) | Figure::Days(_) => kind == ComparisonKind::Earlier,
            Figure::Ledger(_) | Figure::Compared(_) => false,
        };
        can_be.then(|| Self { kind, year, of: Box::new(of) })
    }
}

impl Share {
    /// A share from its parsed parts.
    pub fn parsed(
        base: Count,
        period: Period,
        conditions: &Filter,
    ) -> Result<Self, FigureSyntaxError> {
        if period != Period::Year && base.period != Period::Year && period != base.period {
            return Err(FigureSyntaxError::TwoPeriods);
        }
        let share = match period {
            Period::Year => Self::new(base, conditions),
            period => Self::during(base, period).with_part(conditions),
        };
        share.base().clone().checked()?;
        share.part().clone().checked()?;
        if share.part() == share.base() {
            return Err(FigureSyntaxError::WholeBase);
        }
        Ok(share)
    }
}

impl Count {
    /// The count itself, when its conditions can be met and belong to what it counts.
    pub fn checked(self) -> Result<Self, FigureSyntaxError> {
        let of_activities = self.unit == Unit::Activities;
        if self.filter.is_contradiction() {
            return Err(FigureSyntaxError::Contradiction);
        }
        for (dimension, _) in self.filter.conditions() {
            if dimension.is_of_activities() != of_activities {
                let what = if of_activities { "Aktivitäten" } else { "Fälle" };
                return Err(FigureSyntaxError::WrongUnit(dimension.id(), what));
            }
        }
        Ok(self)
    }
}

impl Population {
    /// The population with this identifier; empty is the default.
    pub fn parse(id: &str) -> Result<Self, FigureSyntaxError> {
        Self::ALL
            .into_iter()
            .find(|population| population.id() == id)
            .ok_or_else(|| FigureSyntaxError::Population(id.to_owned()))
    }
}

impl Filter {
    /// Conditions in the form `category=complaint,assessment=justified+partly,half_year=1`.
    pub fn parse(text: &str, taxonomy: &Taxonomy) -> Result<(Period, Self), FigureSyntaxError> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let conditions: Result<Vec<_>, _> = parts
            .map(|part| {
                Self::divided(part).ok_or_else(|| FigureSyntaxError::Condition(part.to_owned()))
            })
            .collect();
        Self::of_parts(conditions?, taxonomy)
    }

    /// A condition in its parts: the dimension, whether its values are those that are not meant (`!=`), and the values.
    pub fn divided(condition: &str) -> Option<(&str, bool, &str)> {
        let (name, values) = condition.split_once('=')?;
        let (name, is_not) = match name.strip_suffix('!') {
            Some(name) => (name, true),
            None => (name, false),
        };
        Some((name.trim(), is_not, values.trim()))
    }

    /// Conditions as pairs of a dimension (or a kind of part of the year) and its values, which `+` joins.
    pub fn from_conditions<'a>(
        conditions: impl IntoIterator<Item = (&'a str, &'a str)>,
        taxonomy: &Taxonomy,
    ) -> Result<(Period, Self), FigureSyntaxError> {
        let parts =
            conditions.into_iter().map(|(name, values)| (name.trim(), false, values.trim()));
        Self::of_parts(parts, taxonomy)
    }

    fn of_parts<'a>(
        conditions: impl IntoIterator<Item = (&'a str, bool, &'a str)>,
        taxonomy: &Taxonomy,
    ) -> Result<(Period, Self), FigureSyntaxError> {
        let mut period = Period::Year;
        let mut filter = Self::all();
        for (name, is_not, values) in conditions {
            if let Some(parsed) = parse_period(name, values) {
                let parsed = parsed.filter(|_| !is_not).ok_or_else(|| {
                    FigureSyntaxError::Period(format!("{name}{}{values}", sign(is_not)))
                })?;
                if period != Period::Year && period != parsed {
                    return Err(FigureSyntaxError::TwoPeriods);
                }
                period = parsed;
                continue;
            }
            let dimension = taxonomy.schema().dimension(name).ok_or_else(|| {
                let known: Vec<&str> = taxonomy.schema().dimensions().map(|d| d.id()).collect();
                FigureSyntaxError::Dimension(name.to_owned(), known.join(", "))
            })?;
            let codes: Result<BTreeSet<ValueCode>, _> =
                values.split('+').map(|id| parse_value(dimension, id.trim(), taxonomy)).collect();
            let codes = match is_not {
                true => taxonomy.all_but(dimension, &codes?),
                false => codes?,
            };
            filter = filter.and(dimension, codes);
        }
        Ok((period, filter))
    }
}

fn sign(is_not: bool) -> &'static str {
    if is_not { "!=" } else { "=" }
}

fn parse_value(
    dimension: Dimension,
    id: &str,
    taxonomy: &Taxonomy,
) -> Result<ValueCode, FigureSyntaxError> {
    let list = taxonomy.list(dimension);
    list.and_then(|list| list.find_id(id)).ok_or_else(|| {
        let ids: Vec<&str> = list
            .map(|list| list.entries().iter().map(|entry| entry.id.as_str()).collect())
            .unwrap_or_default();
        let known = if ids.is_empty() {
            "keine, denn die Liste ist leer".to_owned()
        } else {
            ids.join(", ")
        };
        FigureSyntaxError::Value { dimension: dimension.id(), value: id.to_owned(), known }
    })
}

/// `None` when the name is no part of a year; `Some(None)` when its number is wrong.
fn parse_period(name: &str, value: &str) -> Option<Option<Period>> {
    let number = value.parse::<u8>().ok();
    match name {
        "year" => Some(number.and_then(Period::one_year)),
        "half_year" => Some(number.and_then(Period::half_year)),
        "quarter" => Some(number.and_then(Period::quarter)),
        "month" => Some(number.and_then(Period::month)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ListEntry, Schema, ValueList};
    use std::collections::BTreeMap;

    fn taxonomy() -> Taxonomy {
        let list = |ids: &[&str]| {
            let entry = |id: &&str| ListEntry {
                id: (*id).to_owned(),
                label: (*id).to_owned(),
                plural: (*id).to_owned(),
                synonyms: Vec::new(),
                group: None,
            };
            ValueList::new(ids.iter().map(entry).collect()).unwrap()
        };
        Taxonomy::new(
            Schema::default(),
            BTreeMap::from([
                (Dimension::Category, list(&["complaint", "praise"])),
                (Dimension::Assessment, list(&["justified", "partly"])),
            ]),
        )
    }

    #[test]
    fn every_id_is_read_back_as_the_figure_that_wrote_it() {
        let taxonomy = taxonomy();
        for id in [
            "cases",
            "cases.krm:half_year=2",
            "cases:category=complaint,assessment=justified+partly,month=3",
            "mentions:category=not_stated",
            "share:assessment=justified/category=complaint",
            "share:category=complaint,assessment=justified/total",
            "share:half_year=1/total",
            "share:total/category=complaint",
            "ledger.records:rejected",
            "median_days.closed:category=complaint",
            "p90_days.closed",
            "activities:half_year=1",
            "earlier:2016/share:assessment=justified/category=complaint",
            "change:2016/cases",
            "change_percent:2016/cases.open:category=complaint",
        ] {
            assert_eq!(Figure::parse(id, &taxonomy).unwrap().id(&taxonomy), id);
        }
    }

    #[test]
    fn conditions_are_put_in_one_order_whatever_the_request() {
        let taxonomy = taxonomy();
        let figure = Figure::parse("cases: assessment=justified , category=complaint", &taxonomy);
        assert_eq!(figure.unwrap().id(&taxonomy), "cases:category=complaint,assessment=justified");
    }

    #[test]
    fn a_share_without_a_base_or_equal_to_it_is_refused() {
        let taxonomy = taxonomy();
        let parse = |id| Figure::parse(id, &taxonomy).unwrap_err();
        assert!(matches!(parse("share:category=complaint"), FigureSyntaxError::Base(_)));
        assert_eq!(
            parse("share:category=complaint/category=complaint"),
            FigureSyntaxError::WholeBase
        );
    }

    #[test]
    fn a_comparison_names_a_year_and_changes_are_those_of_counts() {
        let taxonomy = taxonomy();
        for id in [
            "earlier:cases",
            "earlier:last/cases",
            "change:2016/median_days.closed",
            "change:2016/share:category=complaint/total",
            "earlier:2016/change:2015/cases",
            "earlier:2016/ledger.records:counted",
        ] {
            let error = Figure::parse(id, &taxonomy).unwrap_err();
            assert!(matches!(error, FigureSyntaxError::Comparison(_)), "{id}: {error}");
        }
    }

    #[test]
    fn conditions_that_cannot_be_met_are_refused_instead_of_counting_nothing() {
        let taxonomy = taxonomy();
        let parse = |id| Figure::parse(id, &taxonomy).unwrap_err();
        assert_eq!(parse("cases:month=3,half_year=1"), FigureSyntaxError::TwoPeriods);
        assert_eq!(parse("share:quarter=1/half_year=2"), FigureSyntaxError::TwoPeriods);
        assert_eq!(
            parse("share:category=praise/category=complaint"),
            FigureSyntaxError::Contradiction
        );
        assert!(matches!(parse("cases:month=99"), FigureSyntaxError::Period(_)));
        assert!(matches!(
            parse("activities:category=praise"),
            FigureSyntaxError::WrongUnit("category", "Aktivitäten")
        ));
    }

    #[test]
    fn unknown_names_are_told_with_what_is_known() {
        let taxonomy = taxonomy();
        let error = Figure::parse("cases:category=complain", &taxonomy).unwrap_err().to_string();
        assert!(error.contains("complaint, praise"), "{error}");
        assert!(matches!(Figure::parse("count", &taxonomy), Err(FigureSyntaxError::Head(_))));
        assert!(matches!(
            Figure::parse("cases.all", &taxonomy),
            Err(FigureSyntaxError::Population(_))
        ));
    }
}
