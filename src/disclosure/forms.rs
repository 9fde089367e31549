//! Which form each table is shown in: as it was asked for, or coarser where readers get no less of it.
//!
//! What a form shows is known only after the search, so whole reports are compared: the one that was asked for, for a year
//! too small for it one with every table in a form that loses little, and each of them once more without rows and columns of
//! which nothing but signs would be left. Of two reports the one that shows fewer numbers, or numbers of less worth, is not taken;
//! of those that show as much, the coarser one, which has fewer signs. Tables of a released edition keep the form they had.
//!
//! That rows are one says that nothing of them could be shown: no more than the signs would say that stood in their place. What
//! stood there stays protected like the numbers of a table that is withheld.

use super::coarser::{self, Loss, Losses};
use super::findings;
use super::ladder::{self, MOST_STEPS, Subject, is_kept};
use super::measure::Measure;
use super::protection::Protection;
use super::registry::Worth;
use crate::domain::Figure;
use crate::plan::{Plan, RowKind, TablePlan};
use crate::statistics::ExactValue;
use std::collections::{BTreeMap, BTreeSet};

/// A table of so many cells, more than half of whose numbers are lost by themselves, is not tried as it was asked for: the search
/// would take longer than what is left of it is worth.
const LARGE: usize = 250;
/// How often signs that tell nothing are taken out of tables.
const ROUNDS: usize = 2;

/// The protection of the forms that show readers most.
pub(super) fn protect(subject: &Subject<'_>) -> Protection {
    let mut left = MOST_STEPS;
    let mut under = |plan: &Plan, hidden: &BTreeSet<Figure>, first: Measure| {
        ladder::protect(&Subject { plan, hidden, ..*subject }, first, &mut left)
    };
    let nothing = BTreeSet::new();
    let released: Vec<TablePlan> =
        subject.plan.tables.iter().filter_map(|table| as_released(table, subject)).collect();
    let choice =
        Choice { subject, released: released.iter().map(|table| table.id.clone()).collect() };
    let asked = choice.without_large_ones(&subject.plan.clone().with_tables(&released));
    let first = under(&asked, &nothing, Measure::Masks);
    // Rounded numbers are all printed.
    if subject.project.disclosure.base().is_some() || !first.is_safe() {
        return first;
    }
    let mut best = first.clone();
    if first.gives_up() || first.plan.tables != asked.tables {
        let other = choice.of_small_year(&asked).map(|plan| under(&plan, &nothing, Measure::Masks));
        best = other.filter(|other| choice.is_better(other, &best)).unwrap_or(best);
    }
    for _ in 0..ROUNDS {
        let mut plans: Vec<Plan> = Vec::new();
        for guesses in [true, false] {
            let plan = choice.without_silence(&best, guesses);
            plans.extend(plan.filter(|plan| plans.iter().all(|it| it.tables != plan.tables)));
        }
        let hidden = best.plan.figures();
        let mut others = plans.iter().map(|plan| under(plan, &hidden, best.measure));
        let Some(mut other) = others.find(|other| choice.is_better(other, &best)) else { break };
        for (table, finding) in best.findings {
            if other.plan.table(&table) == best.plan.table(&table) {
                other.findings.entry(table).or_insert(finding);
            }
        }
        best = other;
    }
    choice.tell(&first, &mut best);
    best
}

/// The finest form of a table of which editions of the year have told every figure: it stays in it.
pub(super) fn as_released(table: &TablePlan, subject: &Subject<'_>) -> Option<TablePlan> {
    let is_told = |figure: &Figure| {
        let figure = figure.of_this_year();
        !subject.plan.recording.has(figure)
            || subject.earlier.tells(figure)
            || is_kept(figure, subject.project)
    };
    coarser::forms(table).into_iter().find_map(|form| {
        let is_silent = |at: &usize| {
            form.rows.get(*at).is_some_and(|row| !row.cells.iter().flatten().all(is_told))
        };
        let groups = form.groups.iter().enumerate();
        let groups = groups.filter(|(_, group)| group.members.iter().any(is_silent));
        let form = form.joined(&groups.map(|(at, _)| at).collect());
        let is_released = form.figures().any(|it| subject.earlier.tells(it.of_this_year()));
        (is_released && form.figures().all(is_told)).then_some(form)
    })
}

/// What readers get of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Shown {
    /// Different numbers above zero.
    numbers: usize,
    /// What masking them would cost.
    worth: u64,
    /// Signs in tables.
    signs: usize,
}

impl Shown {
    /// Whether neither the numbers nor their worth are less.
    fn is_no_less_than(self, other: Self) -> bool {
        self.numbers >= other.numbers && self.worth >= other.worth
    }

    /// Whether readers get more, or as much with fewer signs.
    fn is_better_than(self, other: Self) -> bool {
        let more = self.numbers > other.numbers || self.worth > other.worth;
        self.is_no_less_than(other) && (more || self.signs < other.signs)
    }
}

struct Choice<'a> {
    subject: &'a Subject<'a>,
    /// The tables whose form is no longer open.
    released: BTreeSet<String>,
}

impl Choice<'_> {
    fn losses(&self) -> Losses<'_> {
        Losses { exact: self.subject.exact, project: self.subject.project }
    }

    /// The plan with large tables that lose most of their numbers in a form that loses less.
    fn without_large_ones(&self, plan: &Plan) -> Plan {
        let is_meant = |table: &&TablePlan| {
            let loss = self.losses().of(table);
            self.subject.project.disclosure.base().is_none()
                && table.cells() > LARGE
                && loss.lost * 2 > loss.above_zero
                && !self.released.contains(&table.id)
        };
        let large = plan.tables.iter().filter(is_meant);
        let forms: Vec<TablePlan> = large.filter_map(|table| self.losses().best(table)).collect();
        plan.clone().with_tables(&forms)
    }

    /// The plan with each table in a form that by itself does not lose too much; `None` where that is what was asked for.
    fn of_small_year(&self, asked: &Plan) -> Option<Plan> {
        let open = asked.tables.iter().filter(|table| !self.released.contains(&table.id));
        let forms: Vec<TablePlan> = open.filter_map(|table| self.losses().best(table)).collect();
        (!forms.is_empty()).then(|| asked.clone().with_tables(&forms))
    }

    fn is_better(&self, one: &Protection, other: &Protection) -> bool {
        one.is_safe() && self.shown(one).is_better_than(self.shown(other))
    }

    /// Whether a figure is a number of cases above zero that need not be printed.
    fn counts(&self, figure: &Figure) -> bool {
        matches!(figure, Figure::Count(_))
            && matches!(self.subject.exact.get(figure), Some(ExactValue::Count(value)) if value > 0)
            && !is_kept(figure, self.subject.project)
    }

    fn shown(&self, protection: &Protection) -> Shown {
        let own = self.subject.printed(&protection.plan, &protection.withheld);
        let is_shown = |figure: &Figure| self.counts(figure) && !protection.masks(figure);
        let numbers: Vec<&Figure> = own.iter().filter(|figure| is_shown(figure)).collect();
        let worth = Worth::new(&protection.plan);
        let cells = protection.shown_tables().flat_map(TablePlan::figures);
        Shown {
            numbers: numbers.len(),
            worth: numbers.iter().map(|figure| self.worth_of(figure, &worth)).sum(),
            signs: cells.filter(|figure| protection.masks(figure)).count(),
        }
    }

    fn worth_of(&self, figure: &Figure, worth: &Worth) -> u64 {
        let Subject { exact, project, .. } = self.subject;
        let cost = worth.of(figure, exact.get(figure), &project.disclosure);
        u64::from(cost.unwrap_or_default())
    }

    /// The plan without rows and columns of which nothing but signs, or what other tables tell, would be left: where nothing of
    /// a group can be told its rows are one, and where nothing of columns can, others take their place. `None` where every
    /// sign has to stay. Of figures that the report has not asked for so far nothing is
    /// known; they are guessed, or not counted.
    fn without_silence(&self, protection: &Protection, guesses: bool) -> Option<Plan> {
        let mut reading = Reading::new(self, protection, guesses);
        let mut plan = protection.plan.clone();
        for table in protection.shown_tables().filter(|it| !self.released.contains(&it.id)) {
            let now = reading.of(table);
            if !now.has_many_signs() {
                continue;
            }
            let mut best = (now, None);
            for form in coarser::forms(table) {
                let joined = form.joined(&reading.silent_groups(&form, table));
                for form in [form, joined] {
                    let read = reading.of(&form);
                    if read.is_better_than(best.0) {
                        best = (read, Some(form));
                    }
                }
            }
            if let (_, Some(form)) = best {
                reading.replace(table, &form);
                plan = plan.with_tables([&form]);
            }
        }
        (plan.tables != protection.plan.tables).then_some(plan)
    }

    /// Tells of each table that is shown in a chosen form why that is.
    fn tell(&self, first: &Protection, best: &mut Protection) {
        let mut told = Vec::new();
        for table in best.shown_tables() {
            let asked = self.subject.plan.table(&table.id);
            let Some(asked) = asked.filter(|asked| {
                *asked != table
                    && !self.released.contains(&table.id)
                    && !best.findings.contains_key(&table.id)
            }) else {
                continue;
            };
            let finding = match first.shown_tables().find(|it| *it == asked) {
                Some(asked) => {
                    let numbers = || asked.figures().filter(|it| self.counts(it));
                    let lost = numbers().filter(|figure| first.masks(figure)).count();
                    coarser::too_small(table, Loss { lost, above_zero: numbers().count() })
                }
                None if first.findings.contains_key(&table.id) => findings::too_fine(table),
                None => coarser::too_small(table, self.losses().of(asked)),
            };
            told.push((table.id.clone(), finding));
        }
        best.findings.extend(told);
    }
}

/// What readers see of single tables of a report.
struct Reading<'a> {
    choice: &'a Choice<'a>,
    protection: &'a Protection,
    /// What is printed, or a sign in its place.
    own: BTreeSet<Figure>,
    worth: Worth,
    /// In how many tables and sentences a figure stands.
    places: BTreeMap<Figure, usize>,
    /// Whether numbers are counted that the report has not asked for so far and that could be printed by themselves.
    guesses: bool,
}

/// What readers see of a table.
#[derive(Clone, Copy)]
struct Read {
    /// What no other table shows.
    alone: Shown,
    /// Its numbers above zero, shown or not.
    above_zero: usize,
}

impl Read {
    /// Whether there are more signs than numbers.
    fn has_many_signs(self) -> bool {
        self.alone.signs * 2 > self.above_zero
    }

    fn is_better_than(self, other: Self) -> bool {
        self.above_zero > 0 && self.alone.is_better_than(other.alone)
    }
}

impl<'a> Reading<'a> {
    fn new(choice: &'a Choice<'a>, protection: &'a Protection, guesses: bool) -> Self {
        let plan = &protection.plan;
        let mut places: BTreeMap<Figure, usize> = BTreeMap::new();
        let in_prose = Plan { tables: Vec::new(), ..plan.clone() }.figures();
        let in_tables = protection.shown_tables().flat_map(|table| distinct(table).into_iter());
        for figure in in_prose.iter().chain(in_tables) {
            *places.entry(figure.clone()).or_default() += 1;
        }
        let own = choice.subject.printed(plan, &protection.withheld);
        Self { choice, protection, own, worth: Worth::new(plan), places, guesses }
    }

    /// Whether a figure is shown, as far as that is known or can be guessed.
    fn is_shown(&self, figure: &Figure) -> bool {
        match self.own.contains(figure) {
            true => !self.protection.masks(figure),
            false => self.guesses && self.choice.losses().is_large(figure),
        }
    }

    fn of(&self, table: &TablePlan) -> Read {
        let mut read = Read { alone: Shown::default(), above_zero: 0 };
        let here = self.here(table);
        let mut seen: BTreeSet<&Figure> = BTreeSet::new();
        for figure in table.figures().filter(|it| self.choice.counts(it)) {
            read.above_zero += 1;
            if !self.is_shown(figure) {
                read.alone.signs += 1;
            } else if !self.is_elsewhere(figure, &here) && seen.insert(figure) {
                read.alone.numbers += 1;
                read.alone.worth += self.choice.worth_of(figure, &self.worth);
            }
        }
        read
    }

    /// The figures of a table in the form it has now.
    fn here(&self, table: &TablePlan) -> BTreeSet<&Figure> {
        self.protection.plan.table(&table.id).map(distinct).unwrap_or_default()
    }

    /// Whether a figure stands in other places than these of one table.
    fn is_elsewhere(&self, figure: &Figure, here: &BTreeSet<&Figure>) -> bool {
        let places = self.places.get(figure).copied().unwrap_or_default();
        places > usize::from(here.contains(figure))
    }

    /// The groups of a form one row of which would show as much as all of theirs.
    fn silent_groups(&self, form: &TablePlan, table: &TablePlan) -> BTreeSet<usize> {
        let here = self.here(table);
        let alone = |cells: &mut dyn Iterator<Item = &Figure>| {
            let mut read = Shown::default();
            for figure in cells.filter(|it| self.choice.counts(it)) {
                if !self.is_shown(figure) {
                    read.signs += 1;
                } else if !self.is_elsewhere(figure, &here) {
                    read.numbers += 1;
                    read.worth += self.choice.worth_of(figure, &self.worth);
                }
            }
            read
        };
        let losses = self.choice.losses();
        let groups = form.groups.iter().enumerate();
        let groups = groups.filter(|(_, group)| !losses.tells_of_two(form, group));
        let groups = groups.filter(|(_, group)| {
            let rows = group.members.iter().filter_map(|at| form.rows.get(*at));
            let rows = rows.filter(|row| row.kind != RowKind::Group);
            let fine = alone(&mut rows.flat_map(|row| row.cells.iter().flatten()));
            alone(&mut group.row.cells.iter().flatten()).is_better_than(fine)
        });
        groups.map(|(at, _)| at).collect()
    }

    /// Has another form in a table's place.
    fn replace(&mut self, table: &TablePlan, form: &TablePlan) {
        for figure in distinct(table) {
            if let Some(places) = self.places.get_mut(figure) {
                *places -= 1;
            }
        }
        for figure in distinct(form) {
            *self.places.entry(figure.clone()).or_default() += 1;
        }
    }
}

fn distinct(table: &TablePlan) -> BTreeSet<&Figure> {
    table.figures().map(Figure::of_this_year).collect()
}
