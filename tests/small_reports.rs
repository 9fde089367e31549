//! Small random reports in memory, and what an attacker computes from them.

use crate::attacker::{Attacker, Known, MOST};
use jiff::civil::{Date, date};
use krm_report::disclosure::{self, GivenUp, PublishedFigures, PublishedValue};
use krm_report::domain::{
    Case, Count, Day, Dimension, Field, Figure, Filter, Population, Recording, Several, Source,
    Unit, ValueCode,
};
use krm_report::plan::{self, Plan};
use krm_report::project::{self, ARCHIVE_VERSION, ArchivedEdition, ArchivedReport, Project};
use krm_report::statistics::{self, ExactFigures, ExactValue};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

/// The smallest number that may be printed.
const THRESHOLD: u64 = 3;

/// The crossed tables: rows and columns.
const TABLES: [(&str, &str); 12] = [
    ("category", "[\"half_year\", \"total\"]"),
    ("category", "[\"assessment\", \"total\"]"),
    ("category", "[\"submitter_group\", \"total\"]"),
    ("submitter_group", "[\"half_year\", \"total\", \"share\"]"),
    ("submitter_group", "[\"assessment\", \"total\"]"),
    ("assessment", "[\"half_year\", \"total\"]"),
    ("topic", "[\"half_year\", \"total\"]"),
    ("topic", "[\"assessment\", \"total\"]"),
    ("topic", "[\"submitter_group\", \"total\", \"mentions\"]"),
    ("topic_group", "[\"half_year\", \"total\"]"),
    ("topic_group", "[\"submitter_group\", \"total\"]"),
    ("topic_group", "[\"category\", \"mentions\"]"),
];

const REPORT: &str = r#"
format_version = 1

[report]
title = "Bericht"
office = "Ombudsstelle"
organisation = "Jobcenter"
year = 2017
as_of = 2018-05-02
status = "final"
source = "erfunden"

[exports]
topics_per_case = 3

[scope]
markers = ["Ombudsstelle"]

[processing]
target_days = 14
bands = [7, 14]

[disclosure]
threshold = 3
mark = "."

[lists]
category = [{ id = "c0", label = "C0" }, { id = "c1", label = "C1" }, { id = "c2", label = "C2" }]
topic_group = [{ id = "g0", label = "G0" }, { id = "g1", label = "G1" }]
topic = [
  { id = "t0", label = "T0", group = "g0" },
  { id = "t1", label = "T1", group = "g0" },
  { id = "t2", label = "T2", group = "g1" },
]
submitter_group = [{ id = "s0", label = "S0" }, { id = "s1", label = "S1" }]
assessment = [{ id = "a0", label = "A0" }, { id = "a1", label = "A1" }]
"#;

/// All tables, all types of cases, and how often each type counts in each number.
struct World {
    project: Project,
    plan: Plan,
    types: Vec<Case>,
    weights: BTreeMap<Count, Vec<u8>>,
}

/// What is published of the small reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Policy {
    /// Small numbers are masked.
    Masking,
    /// The same where tables may be coarser than asked for.
    Coarser,
    /// Small rows must not tell topic or assessment either.
    Protecting,
    /// Every number is rounded to a multiple of five.
    Rounding,
    /// As masking, where topics and submitters are properties the office has added.
    Own,
}

static MASKING: LazyLock<World> = LazyLock::new(|| World::new("mark = \".\"", false));
static COARSER: LazyLock<World> = LazyLock::new(|| World::new("mark = \".\"", true));
static PROTECTING: LazyLock<World> =
    LazyLock::new(|| World::new("protect = [\"topic\", \"assessment\"]", false));

static OWN: LazyLock<World> = LazyLock::new(|| World::new("mark = \".\"\n#own", true));
static ROUNDING: LazyLock<World> = LazyLock::new(|| World::new("method = \"rounding\"", false));

impl Policy {
    /// What a printed number says.
    fn says(self, printed: u64) -> Known {
        match self {
            Self::Rounding => Known::Between(printed.saturating_sub(2), printed + 2),
            _ => Known::exactly(printed),
        }
    }

    fn world(self) -> &'static World {
        match self {
            Self::Masking => &MASKING,
            Self::Coarser => &COARSER,
            Self::Protecting => &PROTECTING,
            Self::Rounding => &ROUNDING,
            Self::Own => &OWN,
        }
    }
}

impl World {
    fn new(disclosure: &str, coarser: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut report = REPORT.replace("mark = \".\"", disclosure);
        let of_office = disclosure.ends_with("#own");
        if of_office {
            report = own(&report).replace("[lists]", OWN_PROPERTIES);
        }
        let mut chapter = "# Tabellen\n".to_owned();
        for (at, (rows, columns)) in TABLES.iter().enumerate() {
            let (rows, columns) = match of_office {
                true => (own(rows), own(columns).replace(", \"mentions\"", ", \"total\"")),
                false => ((*rows).to_owned(), (*columns).to_owned()),
            };
            let _ = write!(
                report,
                "\n[[table]]\nid = \"own_{at}\"\ntitle = \"x\"\nrows = \"{rows}\"\ncolumns = {columns}\ncoarser = {coarser}\n"
            );
            let _ = write!(chapter, "\n{{{{ table(id=\"own_{at}\") }}}}\n");
        }
        fs::create_dir_all(folder.path().join("chapters")).unwrap();
        fs::write(folder.path().join("report.toml"), report).unwrap();
        fs::write(folder.path().join("network.toml"), "").unwrap();
        fs::write(folder.path().join("chapters/90-own.md"), chapter).unwrap();
        let (project, findings) = project::load(folder.path());
        let project = project.unwrap_or_else(|| panic!("{findings:?}"));
        let (plan, _) = plan::make(&project, &Recording::default());
        let types: Vec<Case> = types().into_iter().map(|case| with_own(case, &project)).collect();
        let mut counts: BTreeSet<Count> =
            plan.figures_of_all_forms().iter().flat_map(Figure::counts).cloned().collect();
        counts.retain(|count| count.unit != Unit::Activities);
        let behind: Vec<Count> = counts.iter().filter_map(Count::cases_behind).collect();
        counts.extend(behind);
        let beside: Vec<Count> = counts.iter().flat_map(|count| beside(count, &project)).collect();
        counts.extend(beside);
        let rows: Vec<(Count, Count)> = counts.iter().flat_map(|it| rows(it, &project)).collect();
        counts.extend(rows.into_iter().flat_map(|(all, one)| [all, one]));
        let mut weights: BTreeMap<Count, Vec<u8>> = BTreeMap::new();
        for one in &types {
            let figures: Vec<Figure> = counts.iter().cloned().map(Figure::Count).collect();
            let exact = statistics::compute(&figures, std::slice::from_ref(one), [], &project);
            for count in &counts {
                let weight = u8::try_from(value(count, &exact)).unwrap();
                weights.entry(count.clone()).or_default().push(weight);
            }
        }
        Self { project, plan, types, weights }
    }

    /// The plan with some of the tables.
    fn plan_of(&self, tables: &BTreeSet<usize>) -> Plan {
        let tables = tables.iter().map(|at| format!("own_{at}"));
        let tables = tables.map(|id| self.plan.table(&id).unwrap().clone()).collect();
        Plan { tables, ..Plan::default() }
    }
}

const OWN_PROPERTIES: &str = r#"
[[dimension]]
id = "team"
label = "Team"

[[dimension]]
id = "remedy"
label = "Abhilfe"
several = true
groups = [{ id = "remedy_group", label = "Art der Abhilfe" }]

[lists]"#;

/// The standard names of the properties that an office adds here.
fn own(text: &str) -> String {
    text.replace("submitter_group", "team")
        .replace("topic", "remedy")
        .replace("remedys_per_case", "topics_per_case")
}

/// The same case with its submitter and its topics as values of the office's properties, where it has any.
fn with_own(case: Case, project: &Project) -> Case {
    let [team, remedy] = project.taxonomy.schema().own() else { return case };
    if !case.several.all_own().is_empty() {
        return case;
    }
    let mut own = case.clone();
    own.set(Field::Own(team), case.code(Field::SubmitterGroup));
    own.set_all(Field::Own(remedy), case.topics());
    own.set(Field::SubmitterGroup, ValueCode::NOT_STATED);
    own.set_all(Field::Topics, &[]);
    own
}

/// Every combination of values, those that no case has too.
fn types() -> Vec<Case> {
    let code = |value: u16, length: u16| match value == length {
        true => ValueCode::NOT_STATED,
        false => ValueCode::new(value),
    };
    let mut types = Vec::new();
    for received_on in [date(2017, 3, 1), date(2017, 9, 1)] {
        for (category, assessment) in
            (0..=3).flat_map(|category| (0..=2).map(move |assessment| (category, assessment)))
        {
            for topics in topic_sets() {
                for submitter in 0..=2 {
                    types.push(case(
                        received_on,
                        (code(category, 3), code(assessment, 2)),
                        &topics,
                        code(submitter, 2),
                    ));
                }
            }
        }
    }
    types
}

fn topic_sets() -> Vec<Vec<u16>> {
    vec![vec![], vec![0], vec![1], vec![2], vec![0, 1], vec![0, 2], vec![1, 2]]
}

fn case(
    received_on: Date,
    category: (ValueCode, ValueCode),
    topics: &[u16],
    submitter: ValueCode,
) -> Case {
    let topics: Vec<ValueCode> = topics.iter().copied().map(ValueCode::new).collect();
    Case {
        received_on: Day::new(received_on).unwrap(),
        acknowledged_on: None,
        closed_on: None,
        in_scope: true,
        marker: Case::NO_MARKER,
        single: [ValueCode::NOT_STATED; Case::SINGLE.len()],
        several: Several::new(&topics, &[]),
        source: Source { file: 0, line: 0 },
    }
    .with(Field::Category, category.0)
    .with(Field::Assessment, category.1)
    .with(Field::SubmitterGroup, submitter)
}

/// The counts that name another value in one place.
fn beside(count: &Count, project: &Project) -> Vec<Count> {
    let mut beside = Vec::new();
    for (changed, _) in count.filter.conditions() {
        let list = project.taxonomy.list(changed).unwrap();
        for code in list.codes().chain([ValueCode::NOT_STATED]) {
            let filter = count.filter.conditions().fold(Filter::all(), |filter, (at, codes)| {
                if at == changed {
                    filter.and(at, [code])
                } else {
                    filter.and(at, codes.iter().copied())
                }
            });
            beside.push(Count { unit: Unit::Cases, filter, ..count.clone() });
        }
    }
    beside
}

/// The properties that are protected where any is, and how they are grouped.
const PROTECTED: [&[Dimension]; 2] =
    [&[Dimension::Topic, Dimension::TopicGroup], &[Dimension::Assessment]];

/// Of each protected property a count names: all cases of the row, and those of one value.
fn rows(count: &Count, project: &Project) -> Vec<(Count, Count)> {
    let mut rows = Vec::new();
    for property in PROTECTED {
        let Some(named) = property.iter().position(|it| count.filter.allowed(*it).is_some()) else {
            continue;
        };
        let others = count.filter.conditions().filter(|(at, _)| *at != property[named]);
        let filter =
            others.fold(Filter::all(), |filter, (at, codes)| filter.and(at, codes.iter().copied()));
        let all = Count { unit: Unit::Cases, filter, ..count.clone() };
        for at in &property[named..] {
            for code in project.taxonomy.list(*at).unwrap().codes() {
                let filter = all.filter.clone().and(*at, [code]);
                rows.push((all.clone(), Count { filter, ..all.clone() }));
            }
        }
    }
    rows
}

fn value(count: &Count, exact: &ExactFigures) -> u64 {
    match exact.get(&Figure::Count(count.clone())) {
        Some(ExactValue::Count(value)) => value,
        _ => panic!("{count:?} is not computed"),
    }
}

/// xorshift64*.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }

    /// Up to three of the tables.
    fn tables(&mut self) -> BTreeSet<usize> {
        let mut tables = BTreeSet::new();
        for _ in 0..=self.below(3) {
            tables.insert(usize::try_from(self.below(TABLES.len() as u64)).unwrap());
        }
        tables
    }

    /// The first values more often.
    fn early(&mut self, limit: u64) -> u16 {
        u16::try_from(self.below(limit).min(self.below(limit))).unwrap()
    }

    fn case(&mut self) -> Case {
        let half = [date(2017, 3, 1), date(2017, 9, 1)][usize::from(self.early(2))];
        let category = self.early(3);
        let assessment = match category == 0 || self.below(4) == 0 {
            true => ValueCode::new(self.early(2)),
            false => ValueCode::NOT_STATED,
        };
        let topics = match self.below(10) {
            0 => vec![],
            1..=6 => vec![self.early(3)],
            _ => topic_sets()[4 + usize::from(self.early(3))].clone(),
        };
        let submitter = match self.below(8) {
            0 => ValueCode::NOT_STATED,
            _ => ValueCode::new(self.early(2)),
        };
        case(half, (ValueCode::new(category), assessment), &topics, submitter)
    }

    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for at in (1..things.len()).rev() {
            things.swap(at, usize::try_from(self.below(at as u64 + 1)).unwrap());
        }
    }
}

/// What an attacker tries to find out, and the years that print the same report.
struct Attack {
    claims: Vec<Claim>,
    /// By number.
    years: Vec<Vec<u64>>,
    /// The numbers in whose place a sign stands.
    starred: Vec<usize>,
}

/// A small number that must not be found out.
struct Claim {
    name: String,
    number: usize,
    /// The numbers that are subtracted from it.
    without: Vec<usize>,
    says: Says,
}

impl Claim {
    /// What it is, where these years tell.
    fn leaks(&self, years: &[&Vec<u64>]) -> Option<String> {
        let parts = |year: &Vec<u64>| self.without.iter().map(|it| year[*it]).sum::<u64>();
        let values = years.iter().map(|year| year[self.number] - parts(year));
        let (lowest, highest) = (values.clone().min()?, values.max()?);
        let is_safe = match self.says {
            Says::Starred => highest >= THRESHOLD && highest - lowest >= THRESHOLD - 1,
            Says::Rounded => {
                (highest >= THRESHOLD || lowest == 0) && highest - lowest >= THRESHOLD - 1
            }
            Says::Silent => highest >= THRESHOLD || lowest == 0,
            Says::Nobody => highest > 0,
        };
        (!is_safe).then(|| format!("{} is {lowest}..={highest}", self.name))
    }
}

/// What must not come out of a number.
enum Says {
    /// A sign stands in its place: neither that it is small nor nearly what it is.
    Starred,
    /// It is printed, but rounded: that it is small and not zero, nor nearly what it is.
    Rounded,
    /// It is not printed: that it is small and not zero.
    Silent,
    /// It is zero, and nobody may know.
    Nobody,
}

/// A count whose number a report prints.
pub(crate) struct PrintedCount<'r> {
    pub(crate) id: String,
    pub(crate) unit: Unit,
    /// How often each type of case counts in it.
    pub(crate) weights: &'r [u8],
    pub(crate) value: u64,
}

/// A small year and what is printed of it.
pub(crate) struct Report {
    pub(crate) policy: Policy,
    world: &'static World,
    /// What was asked for.
    asked: Plan,
    /// The same with each table in the form it has.
    pub(crate) plan: Plan,
    pub(crate) cases: Vec<Case>,
    exact: ExactFigures,
    pub(crate) published: PublishedFigures,
    pub(crate) record: serde_json::Value,
    /// What is shown besides: though the report withholds it, or by another edition.
    shown: Vec<(Figure, PublishedValue)>,
    /// Whether signs among them may stand for zeros.
    shown_signs_tell_nothing: bool,
    /// Whether there is no report, because a small number cannot be protected.
    pub(crate) refused: bool,
}

impl Report {
    pub(crate) fn random(seed: u64, policy: Policy) -> Self {
        let mut random = Random::new(seed);
        let tables = random.tables();
        let number = 6 + random.below(7);
        let cases = (0..number).map(|_| random.case()).collect();
        Self::of(policy, policy.world().plan_of(&tables), cases)
    }

    /// A year of so many random cases in some of the tables.
    pub(crate) fn of_size(seed: u64, policy: Policy, number: u64) -> Self {
        let mut random = Random::new(seed);
        let tables = random.tables();
        let cases = (0..number).map(|_| random.case()).collect();
        Self::of(policy, policy.world().plan_of(&tables), cases)
    }

    /// The counts whose numbers are printed, as counts or in shares, and those of some figures besides.
    pub(crate) fn printed_counts(&self, opened: &BTreeSet<String>) -> Vec<PrintedCount<'_>> {
        let is_shown = |figure: &Figure| {
            let published = self.published.get(figure);
            published.is_some_and(|it| it.value().is_number())
                || opened.contains(&figure.id(&self.world.project.taxonomy))
        };
        let figures = self.plan.figures().into_iter().filter(is_shown);
        let counts: BTreeSet<Count> = figures
            .flat_map(|figure| figure.counts().into_iter().cloned().collect::<Vec<_>>())
            .collect();
        let printed = counts.into_iter().filter_map(|count| {
            let weights = self.world.weights.get(&count)?;
            let id = count.id(&self.world.project.taxonomy);
            Some(PrintedCount { id, unit: count.unit, weights, value: self.value(&count) })
        });
        printed.collect()
    }

    /// The ids of the figures that are masked for other numbers, one of which is of a sort.
    pub(crate) fn masked_for(
        &self,
        is_of_sort: impl Fn(&serde_json::Value) -> bool,
    ) -> BTreeSet<String> {
        let masked = self.record["masked"].as_array().unwrap().iter();
        let masked = masked.filter(|figure| figure["reason"] == "complementary");
        let masked =
            masked.filter(|figure| figure["for"].as_array().unwrap().iter().any(&is_of_sort));
        masked.map(|figure| figure["figure"].as_str().unwrap().to_owned()).collect()
    }

    /// A year of so many cases of each category, in a table by category and half-year.
    pub(crate) fn of_categories(policy: Policy, numbers: &[u16]) -> Self {
        let numbers = numbers.iter().enumerate();
        let cases = numbers.flat_map(|(category, number)| {
            let category = ValueCode::new(u16::try_from(category).unwrap());
            (0..*number).map(move |_| {
                case(date(2017, 3, 1), (category, ValueCode::NOT_STATED), &[0], ValueCode::new(0))
            })
        });
        Self::of(policy, policy.world().plan_of(&BTreeSet::from([0])), cases.collect())
    }

    pub(crate) fn of(policy: Policy, plan: Plan, cases: Vec<Case>) -> Self {
        Self::of_project(policy, plan, cases, &policy.world().project)
    }

    fn of_project(policy: Policy, plan: Plan, cases: Vec<Case>, project: &Project) -> Self {
        let world = policy.world();
        let cases: Vec<Case> = cases.into_iter().map(|case| with_own(case, project)).collect();
        let mut figures = plan.figures_of_all_forms();
        figures.extend(disclosure::printed_before(project));
        figures.extend(disclosure::needed(&figures, project));
        figures.extend(world.weights.keys().cloned().map(Figure::Count));
        let exact = statistics::compute(&figures, &cases, [], project);
        let (published, record, findings) = disclosure::publish(&exact, &plan, &cases, project);
        let record = serde_json::to_value(&record).unwrap();
        let asked = plan;
        let plan = asked.clone().with_tables(published.coarser_tables());
        Self {
            policy,
            world,
            asked,
            plan,
            cases,
            exact,
            published,
            record,
            shown: Vec::new(),
            shown_signs_tell_nothing: false,
            refused: findings.has_errors(),
        }
    }

    /// Another edition of the year with tables of its own, and what its readers know who have this
    /// one, too. Where it is made `after` this one, this one is in the archive.
    pub(crate) fn other_edition(&self, seed: u64, after: bool) -> Self {
        let published = || self.published.iter().map(|it| (it.figure(), it.value()));
        let project = match after {
            true => self.released(),
            false => self.world.project.clone(),
        };
        let plan = self.world.plan_of(&Random::new(seed).tables());
        let mut other = Self::of_project(self.policy, plan, self.cases.clone(), &project);
        other.shown = published().map(|(figure, value)| (figure.clone(), value)).collect();
        other.shown_signs_tell_nothing = self.published.given_up() != GivenUp::Nothing;
        for table in &self.plan.tables {
            if other.plan.table(&table.id).is_none() {
                other.plan.tables.push(table.clone());
            }
        }
        other
    }

    /// The same report after it was released, with so many cases that were recorded late.
    pub(crate) fn corrected(&self, seed: u64, late: usize) -> Self {
        let mut random = Random::new(seed);
        let late = (0..late).map(|_| random.case());
        let cases = self.cases.iter().cloned().chain(late).collect();
        Self::of_project(self.policy, self.asked.clone(), cases, &self.released())
    }

    /// The project with this report in its archive.
    fn released(&self) -> Project {
        let mut project = self.world.project.clone();
        let id = |figure: &Figure| figure.id(&self.world.project.taxonomy);
        let published = self.published.iter();
        let figures = published.filter_map(|it| Some((id(it.figure()), it.value().archived()?)));
        let content = ArchivedReport {
            measure: (self.measure() != "masks").then(|| self.measure().to_owned()),
            format_version: ARCHIVE_VERSION,
            program: String::new(),
            year: 2017,
            begins: None,
            part: None,
            edition: Some("other".to_owned()),
            as_of: "2018-05-02".to_owned(),
            office: String::new(),
            office_id: None,
            threshold: THRESHOLD,
            definitions: None,
            rounded_to: project.disclosure.base(),
            not_covered: Vec::new(),
            not_covered_of_house: Vec::new(),
            recorded_in_part: BTreeSet::new(),
            checksum: None,
            figures: figures.collect(),
        };
        let file = "archive/2017-other.json".to_owned();
        project.archive.push(ArchivedEdition { file, number: 1, content });
        project
    }

    /// What follows of the late cases for a reader who has the first edition, too: small numbers of them by figure, or `None`
    /// when there are too many ways they could be. With `all`, where every number were printed as it is now.
    pub(crate) fn leaks_of_late_cases(
        &self,
        first: &Self,
        most: usize,
        all: bool,
    ) -> Option<Vec<String>> {
        let types = self.types();
        let weights = |count: &Count| -> Vec<u8> {
            let of_all = &self.world.weights[count];
            types.iter().map(|at| of_all[*at]).collect()
        };
        let mut attacker = Attacker::new(types.len());
        let name = |count: &Count| count.id(&self.world.project.taxonomy);
        let change = |count: &Count| self.value(count) - first.value(count);
        let received = Count::cases(Population::Received);
        attacker.learn(weights(&received), Known::exactly(change(&received)));
        let number = |report: &Self, figure: &Figure| match report.published.get(figure)?.value() {
            PublishedValue::Count(number) => Some(number),
            _ => None,
        };
        let figures = self.plan.figures();
        let mut known: Vec<String> = Vec::new();
        for figure in &figures {
            let Figure::Count(count) = figure else { continue };
            let both = number(first, figure).zip(number(self, figure));
            // A number that is printed again may be the old one.
            if both.is_some_and(|(before, now)| all || now != before) {
                attacker.learn(weights(count), Known::exactly(change(count)));
                known.push(format!("{} {}", name(count), change(count)));
            }
        }
        let planned: BTreeSet<&Count> = figures.iter().flat_map(Figure::counts).collect();
        let mut asked: BTreeSet<Count> = planned.iter().map(|it| (*it).clone()).collect();
        asked.extend(planned.iter().flat_map(|count| beside(count, &self.world.project)));
        asked.extend(planned.iter().filter_map(|count| count.cases_behind()));
        asked.retain(|count| (1..THRESHOLD).contains(&change(count)) && *count != received);
        let claims: Vec<(String, usize)> = asked
            .iter()
            .filter(|count| count.unit == Unit::Cases)
            // What all cases there could be have tells nothing of anybody.
            .filter(|count| weights(count) != weights(&received))
            .map(|count| (name(count), attacker.learn(weights(count), Known::Nothing)))
            .collect();
        claims.iter().for_each(|(_, number)| attacker.want(*number));
        let years = attacker.years(most)?;
        assert!(!years.is_empty(), "the true late cases fit");
        let leaks = claims.into_iter().filter_map(|(name, number)| {
            let values = years.iter().map(|year| year[number]);
            let (lowest, highest) = (values.clone().min()?, values.max()?);
            let told = || format!("{name} is {lowest}..={highest} after {}", known.join(", "));
            (lowest > 0 && highest < THRESHOLD).then(told)
        });
        Some(leaks.collect())
    }

    /// Whether a table is not published at all.
    pub(crate) fn withholds(&self) -> bool {
        self.plan.tables.iter().any(|table| self.published.is_withheld(&table.id))
    }

    /// Shows what is withheld, rounded to multiples of five; `false` when there is nothing.
    pub(crate) fn show_all(&mut self) -> bool {
        let round = |count: &Count| (self.value(count) + 2) / 5 * 5;
        let is_shown = |figure: &Figure| {
            let published = self.published.get(figure);
            published.is_some_and(|it| it.value() != PublishedValue::Masked)
        };
        let withheld: Vec<Figure> =
            self.plan.figures().into_iter().filter(|figure| !is_shown(figure)).collect();
        let shown = withheld.into_iter().filter_map(|figure| match &figure {
            Figure::Count(count) => {
                let value = PublishedValue::Count(round(count));
                Some((figure, value))
            }
            Figure::Share(share) if round(share.base()) > 0 => {
                let (part, base) = (round(share.part()), round(share.base()));
                Some((figure, PublishedValue::Share { part, base }))
            }
            _ => None,
        });
        self.shown = shown.collect();
        !self.shown.is_empty()
    }

    fn value(&self, count: &Count) -> u64 {
        value(count, &self.exact)
    }

    /// The types made of values that occur: a reader who knows them has the fewest years to think of. Where masks alone do
    /// not protect the year he is taken not to know them: then all types.
    fn types(&self) -> Vec<usize> {
        if self.measure() != "masks" {
            return (0..self.world.types.len()).collect();
        }
        let occurs = |same: &dyn Fn(&Case) -> bool| self.cases.iter().any(same);
        let kind = |case: &Case| (case.code(Field::Category), case.code(Field::Assessment));
        let types = self.world.types.iter().enumerate().filter(|(_, one)| {
            occurs(&|case| case.received_on == one.received_on)
                && occurs(&|case| kind(case) == kind(one))
                && occurs(&|case| case.topics() == one.topics())
                && (0..2).all(|at| occurs(&|case| case.several.own(at) == one.several.own(at)))
                && occurs(&|case| {
                    case.code(Field::SubmitterGroup) == one.code(Field::SubmitterGroup)
                })
        });
        types.map(|(at, _)| at).collect()
    }

    /// How far protection goes.
    pub(crate) fn measure(&self) -> &str {
        self.record["measure"].as_str().unwrap()
    }

    /// What the attacker learns of small numbers when some masks are taken off, by figure: each that
    /// can be computed, or `None` when there are too many years.
    pub(crate) fn leaks(&self, most: usize, opened: &BTreeSet<String>) -> Option<Vec<String>> {
        let Attack { claims, years, .. } = self.attack(most, opened)?;
        let years: Vec<&Vec<u64>> = years.iter().collect();
        Some(claims.iter().filter_map(|claim| claim.leaks(&years)).collect())
    }

    /// How many small numbers with a sign there are, and how many of them a reader finds who believes that nothing is masked
    /// without a small number: he rules out the years in which none of the numbers with a sign is small.
    pub(crate) fn found_by_trust(&self, most: usize) -> Option<(usize, usize)> {
        let Attack { claims, years, starred } = self.attack(most, &BTreeSet::new())?;
        let has_small =
            |year: &&Vec<u64>| starred.iter().any(|it| (1..THRESHOLD).contains(&year[*it]));
        let years: Vec<&Vec<u64>> = years.iter().filter(has_small).collect();
        let small = claims.iter().filter(|it| matches!(it.says, Says::Starred));
        Some((small.clone().count(), small.filter(|it| it.leaks(&years).is_some()).count()))
    }

    /// Every year that prints the same report when some masks are taken off, and what must not follow; `None` when there
    /// are too many years.
    fn attack(&self, most: usize, opened: &BTreeSet<String>) -> Option<Attack> {
        let types = self.types();
        let weights = |count: &Count| -> Vec<u8> {
            let all = &self.world.weights[count];
            types.iter().map(|at| all[*at]).collect()
        };
        let mut attacker = Attacker::new(types.len());
        let all = Count::cases(Population::Received);
        // How many records there are is published with the ledger.
        let number = match self.measure() {
            "masks" => Known::exactly(self.cases.len() as u64),
            _ => Known::Between(0, MOST),
        };
        attacker.learn(weights(&all), number);
        // Where a property is protected, a sign may stand for a zero.
        let sign = |count: &Count| {
            let asks = |at: &Dimension| count.filter.allowed(*at).is_some();
            let protects = self.policy == Policy::Protecting && PROTECTED.concat().iter().any(asks);
            let given_up = self.published.given_up() != GivenUp::Nothing;
            match protects || given_up || self.shown_signs_tell_nothing {
                true => Known::Nothing,
                false => Known::AtLeastOne,
            }
        };
        let mut printed: BTreeMap<&Count, (usize, bool)> = BTreeMap::new();
        let (old, published): (Vec<_>, Vec<_>) =
            self.published.iter().partition(|it| it.is_as_released());
        for figure in old {
            let (Figure::Count(count), PublishedValue::Count(old)) =
                (figure.figure(), figure.value())
            else {
                continue;
            };
            // Readers take it for near what it is.
            let within = self.value(count).abs_diff(old).max(THRESHOLD - 1);
            let known = Known::Between(old.saturating_sub(within), old + within);
            let number = attacker.learn(weights(count), known);
            printed.insert(count, (number, false));
        }
        let published = published.into_iter().map(|it| (it.figure(), it.value()));
        for (figure, value) in published.chain(self.shown.iter().map(|(it, value)| (it, *value))) {
            let is_open = opened.contains(&figure.id(&self.world.project.taxonomy));
            match (figure, value) {
                (Figure::Count(count), _) if is_open => {
                    let number = attacker.learn(weights(count), Known::exactly(self.value(count)));
                    printed.insert(count, (number, false));
                }
                (Figure::Share(share), _) if is_open => {
                    for count in [share.part(), share.base()] {
                        attacker.learn(weights(count), Known::exactly(self.value(count)));
                    }
                }
                (Figure::Count(count), value) => {
                    let known = match value {
                        PublishedValue::Count(value) => self.policy.says(value),
                        _ => sign(count),
                    };
                    let number = attacker.learn(weights(count), known);
                    printed.insert(count, (number, !matches!(known, Known::Between(..))));
                }
                (Figure::Share(share), PublishedValue::Share { part, base }) => {
                    attacker.learn(weights(share.part()), self.policy.says(part));
                    attacker.learn(weights(share.base()), self.policy.says(base));
                }
                (Figure::Share(share), _) if self.value(share.part()) > 0 => {
                    attacker.learn(weights(share.part()), sign(share.part()));
                }
                _ => {}
            }
        }
        let small = |value: u64| (1..THRESHOLD).contains(&value);
        let mut claims: Vec<Claim> = Vec::new();
        let claim = |name, number, without, says| Claim { name, number, without, says };
        let name = |count: &Count| count.id(&self.world.project.taxonomy);
        for (count, (_, starred)) in &printed {
            let behind = count.cases_behind().unwrap_or_else(|| (*count).clone());
            if small(self.value(&behind)) {
                let number = attacker.learn(weights(&behind), Known::Nothing);
                let tells_nothing = *starred && self.published.given_up() != GivenUp::Nothing;
                let says = match self.policy {
                    _ if tells_nothing => Says::Silent,
                    Policy::Rounding => Says::Rounded,
                    _ if *starred => Says::Starred,
                    _ => Says::Silent,
                };
                claims.push(claim(name(count), number, Vec::new(), says));
            }
        }
        for (outer, (outer_number, _)) in &printed {
            for (inner, (inner_number, _)) in &printed {
                let is_within = outer.unit == Unit::Cases
                    && inner.unit == Unit::Cases
                    && self.world.weights[*inner]
                        .iter()
                        .zip(&self.world.weights[*outer])
                        .all(|(i, o)| i <= o);
                // A part without a case leaves the count as it is.
                let inner_cases = if is_within { self.value(inner) } else { 0 };
                if inner_cases > 0 && small(self.value(outer) - inner_cases) {
                    let name = format!("{} without {}", name(outer), name(inner));
                    claims.push(claim(name, *outer_number, vec![*inner_number], Says::Silent));
                }
            }
        }
        claims.extend(self.rests(&printed));
        for (count, by) in printed.keys().flat_map(|count| [(*count, true), (*count, false)]) {
            let several = self.several(count, by);
            if self.policy != Policy::Rounding && small(self.cases_in(&several)) {
                let several: Vec<u8> = types.iter().map(|at| several[*at]).collect();
                let number = attacker.learn(several, Known::Nothing);
                let name = format!(
                    "{} with several topics{}",
                    name(count),
                    if by { "" } else { " of groups" }
                );
                claims.push(claim(name, number, Vec::new(), Says::Silent));
            }
        }
        let planned = self.plan.figures();
        let planned: BTreeSet<&Count> = planned.iter().flat_map(Figure::counts).collect();
        let mut silent: BTreeSet<Count> =
            planned.iter().flat_map(|count| beside(count, &self.world.project)).collect();
        silent.extend(planned.iter().filter_map(|count| count.cases_behind()));
        for count in silent.iter().filter(|count| !printed.contains_key(count)) {
            if small(self.value(count)) {
                let number = attacker.learn(weights(count), Known::Nothing);
                claims.push(claim(name(count), number, Vec::new(), Says::Silent));
            }
        }
        let all_rows = planned.iter().flat_map(|count| rows(count, &self.world.project));
        for (all, one) in all_rows.filter(|_| self.policy == Policy::Protecting) {
            let differ = weights(&all) != weights(&one);
            if differ
                && (1..=10).contains(&self.value(&all))
                && self.value(&all) == self.value(&one)
            {
                let name = format!("{} without {}", name(&all), name(&one));
                let all = attacker.learn(weights(&all), Known::Nothing);
                let one = attacker.learn(weights(&one), Known::Nothing);
                claims.push(claim(name, all, vec![one], Says::Nobody));
            }
        }
        for claim in &claims {
            attacker.want(claim.number);
            claim.without.iter().for_each(|other| attacker.want(*other));
        }
        let starred: Vec<usize> =
            printed.values().filter(|(_, starred)| *starred).map(|(number, _)| *number).collect();
        starred.iter().for_each(|number| attacker.want(*number));
        let years = attacker.years(most)?;
        assert!(!years.is_empty(), "the true year prints the report");
        Some(Attack { claims, years, starred })
    }

    /// For every type whether it counts with two or more topics in a count, or topics of two groups.
    fn several(&self, count: &Count, by_topic: bool) -> Vec<u8> {
        let dimensions = match self.world.project.taxonomy.schema().own() {
            [_, remedy] => [remedy.finest(), remedy.finest().parent().unwrap()].map(Dimension::Own),
            _ => [Dimension::Topic, Dimension::TopicGroup],
        };
        let topics = |case: &Case| match case.several.all_own() {
            [] => case.topics().to_vec(),
            _ => case.several.own(1).to_vec(),
        };
        let group = |topic: ValueCode| self.world.project.taxonomy.group_of(dimensions[0], topic);
        let named = |topic: &ValueCode| {
            dimensions.into_iter().zip([*topic, group(*topic)]).all(|(dimension, code)| {
                count.filter.allowed(dimension).is_none_or(|allowed| allowed.contains(&code))
            })
        };
        let value = |topic: ValueCode| if by_topic { topic } else { group(topic) };
        let values = |case: &Case| -> BTreeSet<ValueCode> {
            topics(case).into_iter().filter(named).map(value).collect()
        };
        let weights = self.world.types.iter().zip(&self.world.weights[count]);
        weights.map(|(one, weight)| u8::from(*weight > 0 && values(one).len() > 1)).collect()
    }

    /// How many cases there are of the types that count.
    fn cases_in(&self, weights: &[u8]) -> u64 {
        let types = self.world.types.iter().zip(weights).filter(|(_, weight)| **weight > 0);
        let is_of = |one: &Case, case: &Case| {
            one.received_on == case.received_on
                && one.single == case.single
                && one.several == case.several
        };
        let of_type =
            types.map(|(one, _)| self.cases.iter().filter(|case| is_of(one, case)).count());
        of_type.sum::<usize>() as u64
    }

    /// What two printed counts leave of a third: they lie in it and share no case, whatever the cases are.
    fn rests(&self, printed: &BTreeMap<&Count, (usize, bool)>) -> Vec<Claim> {
        let weights = |count: &Count| &self.world.weights[count];
        let name = |count: &Count| count.id(&self.world.project.taxonomy);
        let of_cases: Vec<(&Count, usize)> = printed
            .iter()
            .filter(|(count, _)| count.unit == Unit::Cases && self.value(count) > 0)
            .map(|(count, (number, _))| (*count, *number))
            .collect();
        let mut rests = Vec::new();
        for (outer, of_outer) in &of_cases {
            for (at, (one, of_one)) in of_cases.iter().enumerate() {
                for (other, of_other) in &of_cases[at + 1..] {
                    let parts = self.value(one) + self.value(other);
                    let Some(rest) = self.value(outer).checked_sub(parts) else { continue };
                    let sums =
                        weights(one).iter().zip(weights(other)).map(|(one, other)| one + other);
                    if (1..THRESHOLD).contains(&rest)
                        && sums.zip(weights(outer)).all(|(parts, outer)| parts <= *outer)
                    {
                        let name =
                            format!("{} without {} and {}", name(outer), name(one), name(other));
                        let (number, without) = (*of_outer, vec![*of_one, *of_other]);
                        rests.push(Claim { name, number, without, says: Says::Silent });
                    }
                }
            }
        }
        rests
    }

    /// The ids of the figures masked for a reason.
    pub(crate) fn masked_because(&self, reason: &str) -> BTreeSet<String> {
        let masked = self.record["masked"].as_array().unwrap().iter();
        let masked = masked.filter(|figure| figure["reason"] == reason);
        masked.map(|figure| figure["figure"].as_str().unwrap().to_owned()).collect()
    }
}
