//! The invented cases: fixed totals for the ombuds office, chance for everything else.

use crate::calendar::{acknowledgement, completion, working_days, working_days_of};
use crate::earlier::late_2016;
use crate::quotas::{ASSESSMENTS, CHANNELS, MONTHS, OWN_TOPICS, REASONS, SUGGESTIONS, SUPPORTED};
use crate::random::Random;
use crate::remarks;
use crate::words::{self, Value, spelling};
use jiff::civil::{Date, date};

/// One case in its last state, with the words it is typed in.
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) marked: bool,
    pub(crate) received: Date,
    pub(crate) acknowledged: Option<Date>,
    pub(crate) closed: Option<Date>,
    pub(crate) category: Value,
    pub(crate) topics: Vec<Value>,
    pub(crate) submitter: Value,
    pub(crate) channel: Value,
    pub(crate) assessment: Value,
    pub(crate) reason: Value,
    pub(crate) outcome: Value,
    pub(crate) clarified_with: Vec<Value>,
    pub(crate) typed: Typed,
}

/// The values of a case as they stand in an export.
#[derive(Default)]
pub(crate) struct Typed {
    pub(crate) category: &'static str,
    pub(crate) topics: [&'static str; 3],
    pub(crate) submitter: &'static str,
    pub(crate) name: String,
    pub(crate) channel: &'static str,
    pub(crate) remark: String,
    pub(crate) assessment_while_open: &'static str,
    pub(crate) assessment: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) outcome: &'static str,
    pub(crate) clarified_with: String,
}

/// All cases of the sample, in order of receipt.
pub(crate) fn all(random: &mut Random) -> Vec<Case> {
    let mut cases = ombuds_cases_2017(random);
    cases.extend(ombuds_cases_2016(random));
    for (from, to, number) in [
        (date(2016, 7, 1), date(2016, 12, 30), 232),
        (date(2017, 1, 2), date(2017, 6, 30), 441),
        (date(2017, 7, 3), date(2017, 12, 29), 487),
    ] {
        let days = working_days(from, to);
        for _ in 0..number {
            let day = random.pick(&days);
            cases.push(Case::other(day, random));
        }
    }
    for case in &mut cases {
        case.finish(random);
    }
    cases.extend(late_2016());
    cases.sort_by_key(|case| case.received);
    number(&mut cases);
    cases
}

/// Numbers the cases in order of receipt; the database got new numbers with the year 2017.
fn number(cases: &mut [Case]) {
    let (mut old, mut new) = (4316, 0);
    for case in cases {
        if case.received.year() == 2016 {
            old += 1;
            case.id = format!("{old:07}");
        } else {
            new += 1;
            case.id = format!("KRM-2017-{new:05}");
        }
    }
}

/// The 286 cases of 2017.
fn ombuds_cases_2017(random: &mut Random) -> Vec<Case> {
    let mut cases = Vec::new();
    for half_year in 0..2 {
        let mut days = Vec::new();
        for (month, number) in (1..).zip(MONTHS).skip(6 * half_year).take(6) {
            let working_days = working_days_of(2017, month);
            days.extend((0..number).map(|_| random.pick(&working_days)));
        }
        random.shuffle(&mut days);
        let reactions = reactions_2017(half_year, random);
        cases.extend(days.into_iter().zip(reactions).map(
            |(day, (submitter, category, topics))| {
                Case::new(true, day, category, topics, submitter)
            },
        ));
    }
    for case in &mut cases {
        case.closed = Some(completion(case.received, random));
    }
    // Four complaints of the last weeks were still open when the data were drawn.
    let late = cases.iter_mut().filter(|case| {
        case.category == "complaint"
            && case.submitter != "own"
            && case.received >= date(2017, 11, 27)
    });
    late.step_by(9).take(4).for_each(|case| case.closed = None);
    assess_2017(&mut cases, random);
    let channels = deck(CHANNELS, random);
    for (case, channel) in cases.iter_mut().zip(channels) {
        case.channel = channel;
    }
    cases
}

/// Submitter, category and topics of the cases of a half-year.
fn reactions_2017(half_year: usize, random: &mut Random) -> Vec<(Value, Value, Vec<Value>)> {
    let mut reactions = Vec::new();
    for (submitter, numbers) in SUPPORTED {
        for _ in 0..numbers.get(half_year).copied().unwrap_or(0) {
            reactions.push((submitter, "complaint", words::topics(true, submitter, random)));
        }
    }
    for (submitter, topic) in SUGGESTIONS.iter().skip(half_year).take(1).flatten() {
        reactions.push((*submitter, "suggestion", vec![*topic]));
    }
    for topics in OWN_TOPICS.iter().skip(half_year).take(1).copied().flatten() {
        reactions.push(("own", "complaint", topics.to_vec()));
    }
    if half_year == 1 {
        reactions.push(("own", "praise", vec!["reachability"]));
    }
    reactions
}

/// Spreads the assessments over the complaints of 2017. Slow processing and lost documents are more
/// often justified than other matters.
fn assess_2017(cases: &mut [Case], random: &mut Random) {
    let mut complaints: Vec<&mut Case> =
        cases.iter_mut().filter(|case| case.category == "complaint").collect();
    random.shuffle(&mut complaints);
    complaints.sort_by_cached_key(|case| {
        let often = ["municipal_processing_time", "processing_time", "documents"];
        let lead = if case.topics.iter().any(|topic| often.contains(topic)) { 35 } else { 0 };
        (case.closed.is_none(), random.below(100).saturating_sub(lead))
    });
    let mut assessments = ASSESSMENTS.into_iter();
    let mut order = deck(assessments.by_ref().take(1), random);
    order.extend(deck(assessments, random));
    let mut reasons = deck(REASONS, random).into_iter();
    for (position, case) in complaints.into_iter().enumerate() {
        match order.get(position) {
            Some(assessment) => case.assessment = assessment,
            None if case.closed.is_none() => case.assessment = "open",
            None => {
                case.assessment = "open";
                case.outcome = "withdrawn";
            }
        }
        if case.assessment == "justified" {
            case.reason = reasons.next().unwrap_or_default();
        }
    }
}

/// Twenty cases of late 2016: nine are open at New Year, two of them also at the end of 2017.
fn ombuds_cases_2016(random: &mut Random) -> Vec<Case> {
    let submitters =
        ["migration", "debt", "housing_emergency", "unemployed", "associations", "own"];
    let early = working_days(date(2016, 9, 1), date(2016, 11, 4));
    let late = working_days(date(2016, 11, 21), date(2016, 12, 29));
    let this_year = working_days(date(2017, 1, 4), date(2017, 3, 17));
    let mut cases = Vec::new();
    for position in 0..20 {
        let closed_in_2016 = position < 11;
        let day = random.pick(if closed_in_2016 { &early } else { &late });
        let submitter = random.pick(&submitters);
        let mut case =
            Case::new(true, day, "complaint", words::topics(true, submitter, random), submitter);
        case.closed = match position {
            0..=10 => Some(completion(day, random).min(date(2016, 12, 30))),
            11..=17 => Some(random.pick(&this_year)),
            18 => Some(date(2018, 2, 14)),
            _ => None,
        };
        case.assess_by_chance(random);
        case.channel = random.pick(&["email", "phone", "letter"]);
        cases.push(case);
    }
    cases
}

/// So many cards of each kind, shuffled.
fn deck(kinds: impl IntoIterator<Item = (Value, usize)>, random: &mut Random) -> Vec<Value> {
    let mut cards: Vec<Value> =
        kinds.into_iter().flat_map(|(kind, number)| vec![kind; number]).collect();
    random.shuffle(&mut cards);
    cards
}

impl Case {
    pub(crate) fn new(
        marked: bool,
        received: Date,
        category: Value,
        topics: Vec<Value>,
        submitter: Value,
    ) -> Self {
        Self {
            id: String::new(),
            marked,
            received,
            acknowledged: None,
            closed: None,
            category,
            topics,
            submitter,
            channel: "",
            assessment: "",
            reason: "",
            outcome: "",
            clarified_with: Vec::new(),
            typed: Typed::default(),
        }
    }

    /// A reaction that was not addressed to the ombuds office.
    pub(crate) fn other(day: Date, random: &mut Random) -> Self {
        let category = random.weighted(&[("complaint", 83), ("suggestion", 6), ("praise", 11)]);
        let submitter = random.weighted(&words::HOUSE_SUBMITTERS);
        let topics = match category {
            "praise" => vec![random.pick(&["conduct", "reachability", "placement"])],
            "suggestion" => vec![random.pick(&["public_relations", "reachability", "notices"])],
            _ if random.percent(2) => Vec::new(),
            _ => words::topics(false, submitter, random),
        };
        let mut case = Self::new(false, day, category, topics, submitter);
        let still_open = day >= date(2017, 11, 1) && random.percent(6);
        case.closed = (!still_open).then(|| completion(day, random));
        case.assess_by_chance(random);
        case.channel = random.weighted(&[
            ("email", 30),
            ("letter", 24),
            ("phone", 20),
            ("in_person", 14),
            ("online", 10),
            ("", 2),
        ]);
        case
    }

    /// Assessment and reason of a case without fixed totals.
    pub(crate) fn assess_by_chance(&mut self, random: &mut Random) {
        if self.category != "complaint" {
            return;
        }
        self.assessment = match self.closed {
            None => "open",
            Some(_) => random.weighted(&[("unjustified", 62), ("justified", 24), ("partly", 14)]),
        };
        if self.assessment == "justified" {
            self.reason = random.pick(&["deadline", "deadline", "error"]);
        }
    }

    /// What follows from the assessment, and the words everything is typed in.
    pub(crate) fn finish(&mut self, random: &mut Random) {
        self.acknowledged = acknowledgement(self.received, self.closed, random);
        if self.closed.is_some() && self.outcome.is_empty() {
            self.outcome = random.weighted(outcomes(self.assessment));
        }
        if matches!(self.outcome, "remedied" | "clarified") && random.percent(42) {
            self.clarified_with = bodies(self.submitter, random);
        }
        let mut topics = self.topics.iter();
        let mut next_topic = || topics.next().map_or("", |topic| spelling(topic, random));
        let typed_topics = [next_topic(), next_topic(), next_topic()];
        let bodies: Vec<&str> =
            self.clarified_with.iter().map(|body| spelling(body, random)).collect();
        self.typed = Typed {
            category: spelling(self.category, random),
            topics: typed_topics,
            submitter: spelling(self.submitter, random),
            name: remarks::name(random),
            channel: spelling(self.channel, random),
            remark: remarks::remark(self.marked, self.category == "complaint", random),
            assessment_while_open: match self.category {
                "complaint" if self.closed.is_none() || random.percent(60) || self.marked => {
                    "offen"
                }
                _ => "",
            },
            assessment: spelling(self.assessment, random),
            reason: spelling(self.reason, random),
            outcome: spelling(self.outcome, random),
            clarified_with: bodies.join(", "),
        };
    }
}

/// What comes of a closed case; now and then nobody noted it.
fn outcomes(assessment: Value) -> &'static [(Value, u64)] {
    match assessment {
        "justified" => &[("remedied", 70), ("clarified", 22), ("forwarded", 5), ("", 3)],
        "partly" => &[("clarified", 50), ("remedied", 33), ("confirmed", 10), ("forwarded", 7)],
        "unjustified" => &[("confirmed", 56), ("clarified", 32), ("forwarded", 9), ("", 3)],
        _ => &[("forwarded", 75), ("clarified", 25)],
    }
}

/// One or two bodies that were asked.
fn bodies(submitter: Value, random: &mut Random) -> Vec<Value> {
    let immigration = if submitter == "migration" { 60 } else { 8 };
    let weights = [
        ("family_benefits", 34),
        ("social_insurance", 26),
        ("social_office", 20),
        ("immigration", immigration),
    ];
    let first = random.weighted(&weights);
    let second = random.weighted(&weights);
    if second != first && random.percent(30) { vec![first, second] } else { vec![first] }
}
