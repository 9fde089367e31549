//! What the search finds, and with how much work: the masks of some random years, held against a
//! record. That numbers are safe is for `audit` and the attacker to show; this shows that a change
//! of the search masks no more, and looks no longer, than before. `UPDATE=1` writes the record anew.

use super::super::check::Checked;
use super::super::measure::Measure;
use super::super::pool::Pool;
use super::*;
use std::fmt::Write;

/// Tables of the sample that a year is printed in, by turns.
const TABLES: [&[&str]; 4] = [
    &["half_years", "categories", "topic_groups", "durations"],
    &["assessment_by_topic_group", "submitter_groups", "support"],
    &["topic_groups_by_submitters", "categories", "stock", "target"],
    &["complaint_topics", "topics", "assessment", "duration_bands"],
];

/// xorshift64*.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }

    /// A value of a list, the first ones more often.
    fn code(&mut self, dimension: Dimension) -> ValueCode {
        let values = PROJECT.taxonomy.list(dimension).unwrap().entries().len() as u64;
        let at = self.below(values + 1).min(self.below(values + 1));
        PROJECT
            .taxonomy
            .list(dimension)
            .unwrap()
            .codes()
            .nth(at as usize)
            .unwrap_or(ValueCode::NOT_STATED)
    }

    fn case(&mut self) -> Case {
        let received_on = date(2016, 12, 1) + jiff::Span::new().days(self.below(395) as i32);
        let closed = self.below(8) > 0;
        let days = jiff::Span::new().days(self.below(40) as i32);
        let topics: Vec<ValueCode> =
            (0..=self.below(4)).map(|_| self.code(Dimension::Topic)).collect();
        let topics: BTreeSet<ValueCode> =
            topics.into_iter().filter(|code| *code != ValueCode::NOT_STATED).take(3).collect();
        let mut case = Case {
            received_on: day(received_on),
            closed_on: closed.then(|| day(received_on + days)),
            ..case("complaint", 1)
        };
        case.set(Field::Category, self.code(Dimension::Category));
        case.set_all(Field::Topics, &topics.into_iter().collect::<Vec<_>>());
        case.set(Field::Assessment, self.code(Dimension::Assessment));
        case.set(Field::SubmitterGroup, self.code(Dimension::SubmitterGroup));
        case
    }
}

/// A year's masks in a few lines.
fn masks(seed: u64) -> String {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let cases: Vec<Case> = (0..30 + random.below(60)).map(|_| random.case()).collect();
    let (mut all, _) = crate::plan::make(&PROJECT, &Default::default());
    // What is recorded is the search, of tables as they are asked for.
    for table in &mut all.tables {
        table.groups.clear();
        table.coarser.clear();
    }
    let ids = TABLES[seed as usize % TABLES.len()];
    let tables = ids.iter().map(|id| all.table(id).unwrap().clone()).collect();
    let plan = plan(tables, &["cases", "cases.open"]);
    let mut project = bare();
    let policy = match seed / 4 % 4 {
        0 => "masked",
        1 => {
            let first = publish(&plan, &cases, &project).0;
            let printed = first.iter().take(12).filter_map(|it| Some((it, it.value().archived()?)));
            let printed: Vec<(String, ArchivedValue)> =
                printed.map(|(it, value)| (it.figure().id(&PROJECT.taxonomy), value)).collect();
            let printed: Vec<(&str, ArchivedValue)> =
                printed.iter().map(|(id, value)| (id.as_str(), *value)).collect();
            project.archive = vec![edition(2017, &printed)];
            "masked after another edition"
        }
        2 => {
            project.disclosure.protect = vec![Dimension::Assessment];
            "with a protected property"
        }
        _ => {
            project.disclosure.method = Method::Rounding { base: 5 };
            "rounded"
        }
    };
    let record = serde_json::to_value(publish(&plan, &cases, &project).1).unwrap();
    let list = |name: &str| record[name].as_array().unwrap().clone();
    let mut text = format!("year {seed}, {} cases, {policy}: {}\n", cases.len(), ids.join(", "));
    for reason in ["small", "complementary"] {
        let masked = list("masked").into_iter().filter(|figure| figure["reason"] == reason);
        let ids: Vec<String> = masked.map(|it| it["figure"].as_str().unwrap().to_owned()).collect();
        let _ = writeln!(text, "  {} {reason}: {}", ids.len(), ids.join(" "));
    }
    let proofs = list("proofs");
    let changed: u64 = proofs.iter().map(|it| it["changed_cases"].as_u64().unwrap()).sum();
    let open = proofs.iter().filter(|it| it["protected"] == false).count();
    let withheld: Vec<String> =
        list("withheld_tables").iter().map(|it| it.as_str().unwrap().to_owned()).collect();
    let _ = writeln!(text, "  withheld: {}", withheld.join(", "));
    let steps = &record["search_steps"];
    let _ = writeln!(
        text,
        "  {} numbers, {open} without proof, {changed} changed cases, {steps} steps",
        proofs.len()
    );
    text
}

#[test]
fn a_search_that_runs_out_of_steps_ends_and_calls_nothing_proved_that_it_has_not_reached() {
    let mut random = Random(7);
    let cases: Vec<Case> = (0..80).map(|_| random.case()).collect();
    let project = bare();
    let (all, _) = crate::plan::make(&project, &Default::default());
    let plan = plan(vec![all.table("assessment_by_topic_group").unwrap().clone()], &["cases"]);
    let printed = plan.figures();
    let exact = exact_of(&printed, &cases, &project);
    let pool = Pool::new(&cases, Measure::Masks, &plan, &project);
    let check = |most_steps: u64| {
        let asked = Asked { planned: &printed, given_up: &BTreeSet::new() };
        super::super::check::check(
            &printed,
            &asked,
            &Worth::new(&plan),
            &exact,
            &pool,
            &project,
            most_steps,
        )
    };
    let proved = |checked: &Checked| {
        checked.verdicts.iter().filter(|(_, proof)| proof.verdict.is_safe).count()
    };
    let (whole, cut) = (check(u64::MAX), check(200));
    assert!(!whole.is_spent && proved(&whole) == whole.verdicts.len());
    assert!(cut.is_spent && cut.steps * 4 < whole.steps, "{} of {}", cut.steps, whole.steps);
    assert!(proved(&cut) < cut.verdicts.len());
}

#[test]
fn the_search_masks_what_it_masked_before_with_the_work_it_took() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/disclosure/search.txt");
    let found: String = (0..32).map(masks).collect();
    #[allow(clippy::disallowed_methods)]
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(&path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let differing: Vec<(&str, &str)> =
        expected.lines().zip(found.lines()).filter(|(before, now)| before != now).collect();
    assert_eq!(differing, [], "before and now");
    assert_eq!(expected.lines().count(), found.lines().count());
}
