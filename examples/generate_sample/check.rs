//! The totals the sample must have: those of the published report, and enough cases in every row
//! of the plain tables. Nothing is written unless all of them hold.

use crate::cases::Case;
use crate::exports::EXPORTS;
use crate::words::Value;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

/// Topic groups of `input/report.toml`.
const TOPIC_GROUPS: [(&str, &[Value]); 5] = [
    ("housing", &["housing_costs", "relocation", "rental_deposit"]),
    (
        "municipal_other",
        &[
            "municipal_processing_time",
            "initial_equipment",
            "pregnancy_equipment",
            "education_participation",
        ],
    ),
    ("livelihood", &["standard_needs", "income", "recovery", "processing_time"]),
    ("work", &["placement", "training", "sanctions"]),
    ("service", &["conduct", "reachability", "notices", "documents", "public_relations"]),
];

/// Upper ends of the bands of processing time in `input/report.toml`.
const BANDS: [(&str, i32); 6] =
    [("to_3", 3), ("to_7", 7), ("to_14", 14), ("to_28", 28), ("to_56", 56), ("longer", i32::MAX)];

/// Counts by name, and what is wrong with them.
#[derive(Default)]
pub(crate) struct Totals {
    lines: Vec<String>,
    faults: Vec<String>,
}

impl Totals {
    /// Counts the cases; the error lists every total that is not as it should be.
    pub(crate) fn of(cases: &[Case]) -> Result<Vec<String>, String> {
        let mut totals = Self::default();
        totals.fixed(cases);
        totals.stock(cases);
        totals.rows(cases);
        totals.repeats(cases);
        if totals.faults.is_empty() { Ok(totals.lines) } else { Err(totals.faults.join("\n")) }
    }

    /// What the published report says.
    fn fixed(&mut self, cases: &[Case]) {
        let count = |condition: &dyn Fn(&Case) -> bool| {
            cases.iter().filter(|case| case.received.year() == 2017 && condition(case)).count()
        };
        let ombuds =
            |condition: &dyn Fn(&Case) -> bool| count(&|case| case.marked && condition(case));
        let complaint = |case: &Case| case.category == "complaint";
        let own = |case: &Case| case.submitter == "own";
        for (name, found, expected) in [
            ("reactions in the house", count(&|_| true), 1214),
            ("cases", ombuds(&|_| true), 286),
            ("first half-year", ombuds(&is_first_half), 119),
            ("second half-year", ombuds(&|case| !is_first_half(case)), 167),
            ("complaints", ombuds(&complaint), 275),
            ("suggestions", ombuds(&|case| case.category == "suggestion"), 10),
            ("praise", ombuds(&|case| case.category == "praise"), 1),
            ("own", ombuds(&own), 11),
            ("supported", ombuds(&|case| !own(case)), 275),
            ("own complaints", ombuds(&|case| own(case) && complaint(case)), 10),
            ("justified", ombuds(&|case| case.assessment == "justified"), 84),
            (
                "assessed without complaint",
                ombuds(&|case| !complaint(case) && !case.assessment.is_empty()),
                0,
            ),
        ] {
            self.lines.push(format!("{name}: {found}"));
            if found != expected {
                self.faults.push(format!("{name}: {found} instead of {expected}"));
            }
        }
        let remark_fits = |case: &Case| {
            let remark = case.typed.remark.replace('\u{ad}', "").to_lowercase();
            let marker = remark.contains("ombudsstelle") || remark.contains("ombudsperson");
            if case.marked { marker } else { !remark.contains("ombud") }
        };
        if !cases.iter().all(remark_fits) {
            self.faults.push("a remark does not fit its case".to_owned());
        }
    }

    /// Carried forward, received, closed, open; nobody closed a case before it was received.
    fn stock(&mut self, cases: &[Case]) {
        let open_after = |day: Date| {
            let is_open = |case: &&Case| {
                case.marked && case.received <= day && case.closed.is_none_or(|closed| closed > day)
            };
            cases.iter().filter(is_open).count()
        };
        let closed_from = |from: Date, to: Date| {
            let is_closed = |case: &&Case| {
                case.marked && case.closed.is_some_and(|closed| from <= closed && closed <= to)
            };
            cases.iter().filter(is_closed).count()
        };
        let new_year = open_after(date(2016, 12, 31));
        let summer = open_after(date(2017, 6, 30));
        let year_end = open_after(date(2017, 12, 31));
        let late = open_after(date(2018, 5, 1));
        let first = closed_from(date(2017, 1, 1), date(2017, 6, 30));
        let second = closed_from(date(2017, 7, 1), date(2017, 12, 31));
        self.lines.push(format!(
            "stock: {new_year} + 119 - {first} = {summer}; {summer} + 167 - {second} = {year_end}; still open: {late}"
        ));
        if (new_year, late) != (9, 5) || summer < 12 || year_end < 16 {
            self.faults.push("the stock is not as it should be".to_owned());
        }
        if cases.iter().any(|case| case.closed.is_some_and(|closed| closed < case.received)) {
            self.faults.push("a case is closed before it is received".to_owned());
        }
    }

    /// Every row of the plain tables holds three cases or none.
    fn rows(&mut self, cases: &[Case]) {
        let ombuds: Vec<&Case> =
            cases.iter().filter(|case| case.marked && case.received.year() == 2017).collect();
        let complaints = || ombuds.iter().filter(|case| case.category == "complaint");
        let closed = cases
            .iter()
            .filter(|case| case.marked && case.closed.is_some_and(|closed| closed.year() == 2017));
        self.table("topics", 3, ombuds.iter().flat_map(|case| case.topics.clone()));
        self.table("topic groups", 30, ombuds.iter().flat_map(|case| groups(case)));
        self.table("complaints by topic group", 30, complaints().flat_map(|case| groups(case)));
        let own = || complaints().filter(|case| case.submitter == "own");
        self.table("own complaints by topic group", 3, own().flat_map(|case| groups(case)));
        let half_year =
            |case: &&Case| format!("{} {}", case.category != "complaint", is_first_half(case));
        self.table("kind by half-year", 3, ombuds.iter().map(half_year));
        let support = |case: &&Case| format!("{} {}", case.submitter == "own", is_first_half(case));
        self.table("own by half-year", 3, ombuds.iter().map(support));
        self.table("months", 3, ombuds.iter().map(|case| format!("{:02}", case.received.month())));
        self.table("submitters", 5, ombuds.iter().map(|case| case.submitter));
        self.table("channels", 3, ombuds.iter().map(|case| case.channel));
        self.table("assessments", 8, complaints().map(|case| case.assessment));
        let justified = complaints().filter(|case| case.assessment == "justified");
        self.table("reasons", 3, justified.map(|case| case.reason));
        self.table("outcomes", 3, ombuds.iter().map(|case| case.outcome));
        let bodies = ombuds.iter().flat_map(|case| match case.clarified_with.as_slice() {
            [] => vec![""],
            bodies => bodies.to_vec(),
        });
        self.table("clarified with", 8, bodies);
        self.table("duration bands", 5, closed.clone().filter_map(days).map(band));
        self.table("closed by topic group", 30, closed.flat_map(groups));
        let target = |case: &&Case| match days(case) {
            Some(days) if days <= 14 => "met",
            _ => "missed",
        };
        self.table("target", 3, ombuds.iter().map(target));
    }

    /// Notes the counts of a table and complains about rows smaller than `least`.
    fn table<T: ToString>(&mut self, name: &str, least: usize, values: impl Iterator<Item = T>) {
        let mut rows: BTreeMap<String, usize> = BTreeMap::new();
        for value in values {
            *rows.entry(value.to_string()).or_default() += 1;
        }
        for (value, number) in rows.iter().filter(|(_, number)| **number < least) {
            self.faults.push(format!("{name}: only {number} of `{value}`"));
        }
        self.lines.push(format!("{name}: {rows:?}"));
    }

    /// What an export showed as open comes again in the next one.
    fn repeats(&mut self, cases: &[Case]) {
        for (earlier, later) in EXPORTS.iter().zip(EXPORTS.iter().skip(1)) {
            let again: Vec<&str> = later.cases(cases).iter().map(|case| case.id.as_str()).collect();
            let shown = earlier.cases(cases);
            let open =
                || shown.iter().filter(|case| case.closed_before(earlier.drawn_on).is_none());
            let same = shown.iter().filter(|case| again.contains(&case.id.as_str())).count();
            let marked = open().filter(|case| case.marked).count();
            let closed = open().filter(|case| case.closed_before(later.drawn_on).is_some()).count();
            self.lines.push(format!(
                "{} with {} records: {} open ({marked} marked), of them {closed} closed in {}; {same} repeated",
                earlier.name,
                shown.len(),
                open().count(),
                later.name
            ));
            if !open().all(|case| again.contains(&case.id.as_str())) {
                self.faults.push(format!("an open case of {} does not come again", earlier.name));
            }
        }
    }
}

fn is_first_half(case: &Case) -> bool {
    case.received.month() <= 6
}

fn groups(case: &Case) -> Vec<&'static str> {
    TOPIC_GROUPS
        .iter()
        .filter(|(_, topics)| case.topics.iter().any(|topic| topics.contains(topic)))
        .map(|(group, _)| *group)
        .collect()
}

fn days(case: &Case) -> Option<i32> {
    case.received.until(case.closed?).ok().map(|span| span.get_days())
}

fn band(days: i32) -> &'static str {
    BANDS.iter().find(|(_, upper)| days <= *upper).map_or("", |(name, _)| *name)
}
