//! Which records a count counts.

use super::{Aspect, values};
use crate::domain::{
    Activity, Case, Count, Day, Dimension, Field, Period, Population, ReportPeriod, Unit, ValueCode,
};
use crate::project::Project;
use std::collections::BTreeSet;

/// Decides for each record how often a count counts it.
#[derive(Debug)]
pub struct Matcher<'a> {
    count: &'a Count,
    project: &'a Project,
    /// Numbers of the first and the last day.
    from: i32,
    to: i32,
    of_topic: Vec<(Dimension, &'a BTreeSet<ValueCode>)>,
    of_record: Vec<(Dimension, &'a BTreeSet<ValueCode>)>,
    aspects: Vec<Aspect>,
}

impl<'a> Matcher<'a> {
    /// A matcher for a count.
    pub fn new(count: &'a Count, project: &'a Project) -> Self {
        let (from, to) = project.settings.period.bounds(count.period);
        let (from, to) = (Day::number_of(from), Day::number_of(to));
        let (of_topic, of_record) =
            count.filter.conditions().partition(|(dimension, _)| values::is_of_topic(*dimension));
        let aspects = Aspect::of_schema(project.taxonomy.schema());
        Self { count, project, from, to, of_topic, of_record, aspects }
    }

    /// How often a case counts: 0 or 1 for cases, the number of matching topics for mentions.
    /// Conditions on topic, topic group and responsible body must hold for one and the same topic.
    pub fn weight(&self, case: &Case) -> u64 {
        let mut weight = 1;
        for aspect in &self.aspects {
            weight *= self.factor(*aspect, case);
            if weight == 0 {
                break;
            }
        }
        weight
    }

    /// How often the cases count together.
    pub fn count(&self, cases: &[Case]) -> u64 {
        cases.iter().map(|case| self.weight(case)).sum()
    }

    /// What one aspect of a case contributes: the weight is the product over all aspects.
    pub fn factor(&self, aspect: Aspect, case: &Case) -> u64 {
        if self.count.unit == Unit::Activities {
            return 0;
        }
        let conditions =
            self.of_record.iter().filter(|(d, _)| Aspect::of(*d) == aspect).all(
                |(dimension, allowed)| values::case_has(case, *dimension, allowed, self.project),
            );
        match aspect {
            _ if !conditions => 0,
            Aspect::Time => u64::from(self.is_in_population(case)),
            Aspect::Topics => {
                let topics = case.topics();
                let named = topics.iter().filter(|topic| self.topic_matches(**topic)).count();
                match self.count.unit {
                    Unit::Mentions => named as u64,
                    _ if self.of_topic.is_empty() => 1,
                    _ if topics.is_empty() => u64::from(self.topic_matches(ValueCode::NOT_STATED)),
                    _ => u64::from(named > 0),
                }
            }
            _ => 1,
        }
    }

    /// Whether a case counts, and with two or more values of a property.
    pub fn has_several(&self, case: &Case, by: Dimension) -> bool {
        self.weight(case) > 0 && self.values_named(case, by).len() > 1
    }

    /// The different values of a property of several with which a case counts: those of its values that every condition on the
    /// property and its groups allows. Whether the case counts at all is asked elsewhere.
    pub fn values_named(&self, case: &Case, by: Dimension) -> BTreeSet<ValueCode> {
        let field = Field::of(by);
        let codes = field.map(|field| case.codes(field)).unwrap_or_default();
        let conditions = self.count.filter.conditions();
        let conditions: Vec<_> = conditions.filter(|(it, _)| Field::of(*it) == field).collect();
        let is_allowed = |code: &&ValueCode| {
            conditions.iter().all(|(dimension, allowed)| {
                allowed.contains(&values::of_value(**code, *dimension, self.project))
            })
        };
        let allowed = codes.iter().filter(is_allowed);
        allowed.map(|code| values::of_value(*code, by, self.project)).collect()
    }

    /// How often an activity counts: 0 or 1.
    pub fn activity_weight(&self, activity: &Activity) -> u64 {
        let year: ReportPeriod = self.project.settings.period;
        let in_period = match self.count.period {
            Period::Year => true,
            period => activity.date.is_in(year, period),
        };
        let matches = self.count.unit == Unit::Activities
            && in_period
            && self.of_topic.is_empty()
            && self.of_record.iter().all(|(dimension, allowed)| {
                let codes = values::of_activity(activity, *dimension, self.project);
                codes.iter().any(|code| allowed.contains(code))
            });
        u64::from(matches)
    }

    fn topic_matches(&self, topic: ValueCode) -> bool {
        self.of_topic.iter().all(|(dimension, allowed)| {
            allowed.contains(&values::of_value(topic, *dimension, self.project))
        })
    }

    /// Whether a case is in the population of the count's period.
    fn is_in_population(&self, case: &Case) -> bool {
        let received = case.received_on.number();
        let closed_before = |day| case.closed_on.is_some_and(|closed| closed.number() < day);
        let closed_by = |day| case.closed_on.is_some_and(|closed| closed.number() <= day);
        let received_in = self.from <= received && received <= self.to;
        match self.count.population {
            Population::Krm => received_in,
            Population::Received => case.in_scope && received_in,
            Population::Closed => case.in_scope && closed_by(self.to) && !closed_before(self.from),
            Population::CarriedForward => {
                case.in_scope && received < self.from && !closed_before(self.from)
            }
            Population::Open => case.in_scope && received <= self.to && !closed_by(self.to),
        }
    }
}
