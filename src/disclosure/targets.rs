//! What must be protected: small numbers of cases, printed or obtained by subtracting.

use super::attribute::FEW;
use super::derived::{Knowledge, derived, wholes};
use super::differences::{Difference, Printed, small_differences};
use super::exempt::Exempt;
use super::nesting::Nesting;
use super::overlap::{Overlap, overlaps};
use super::registry::{Before, Form, Registry, Row, stands_for};
use super::relations::{is_no_secret, neighbours, protected_rows, rest_of_stock};
use super::target::{Safe, Target, TargetName};
use crate::domain::{Case, Count, Figure, LedgerEntry, Outcome, Period, Population, Unit};
use crate::project::Project;
use crate::statistics::{ExactFigures, ExactValue, Matcher};
use std::collections::{BTreeMap, BTreeSet};

/// What readers could ask for: nothing of it may be computed where it is not printed.
pub(super) struct Asked<'a> {
    /// All figures of the plan.
    pub(super) planned: &'a BTreeSet<Figure>,
    /// Those of them for which a sign stands that tells nothing.
    pub(super) given_up: &'a BTreeSet<Figure>,
}

/// Everything that must be protected, each number once. `stock` is what the year began with and the
/// report of the year before masked: it is protected whatever its size.
pub(super) fn targets(
    registry: &mut Registry,
    small_rows: &BTreeSet<usize>,
    asked: &Asked<'_>,
    stock: &BTreeSet<Count>,
    knowledge: &Knowledge<'_>,
) -> Vec<Target> {
    let Knowledge { nesting, exact, cases, project } = *knowledge;
    let printed: Vec<(usize, Count)> = (0..registry.rows().len())
        .filter(|row| registry.is_printed(*row))
        .filter_map(|row| match registry.rows().get(row) {
            Some(Row::Count(count)) => Some((row, count.clone())),
            _ => None,
        })
        .collect();
    let exempt = Exempt::new(&printed, registry, exact, cases, project);
    let mut found = Found {
        registry,
        printed: &printed,
        exempt: &exempt,
        asked,
        exact,
        cases,
        nesting,
        project,
        overlaps: Vec::new(),
        derived: Vec::new(),
        targets: Vec::new(),
        forms: BTreeSet::new(),
    };
    found.derive();
    found.hidden(small_rows);
    found.stock(stock);
    found.ledger();
    found.of_ledger();
    found.differences();
    found.overlaps();
    found.neighbours();
    found.of_one_value();
    let targets = found.targets.into_iter();
    let is_exempt = |it: &Target| {
        let counts = it.name.counts();
        let one = counts.split_first().is_some_and(|(outer, inner)| exempt.is_one(outer, inner));
        it.within_exempt && one
    };
    targets.filter(|it| !is_exempt(it)).collect()
}

/// The targets found so far, and what they are found in.
struct Found<'a> {
    registry: &'a mut Registry,
    /// The printed counts, with their rows.
    printed: &'a [(usize, Count)],
    /// The counts that readers are meant to know.
    exempt: &'a Exempt<'a>,
    asked: &'a Asked<'a>,
    exact: &'a ExactFigures,
    cases: &'a [Case],
    nesting: &'a Nesting<'a>,
    project: &'a Project,
    /// The ways in which the printed counts tell how many cases have several values of a property.
    overlaps: Vec<Overlap>,
    /// The counts that follow from the printed ones.
    derived: Vec<Printed>,
    targets: Vec<Target>,
    /// Those of the targets: a second one of the same form is the same number.
    forms: BTreeSet<Form>,
}

impl<'a> Found<'a> {
    fn add(&mut self, target: Target) {
        if self.forms.insert(target.form.clone()) {
            self.targets.push(target);
        }
    }

    /// When a printed small number is protected.
    fn printed_small(&self) -> Safe {
        if self.project.disclosure.base().is_some() { Safe::Rounded } else { Safe::Wide }
    }

    /// The smallest number that no edition of the year hides: what follows from numbers a looser one has printed was open
    /// to its readers.
    fn loosest(&self) -> u64 {
        self.project.looser_threshold().unwrap_or(self.project.disclosure.threshold)
    }

    fn knowledge(&self) -> Knowledge<'a> {
        let Self { nesting, exact, cases, project, .. } = *self;
        Knowledge { nesting, exact, cases, project }
    }

    /// Finds what follows from the printed counts.
    fn derive(&mut self) {
        let knowledge = self.knowledge();
        let mut of_cases = self.subtractable();
        let wholes = wholes(&of_cases, self.registry, &knowledge);
        let mut told = self.told();
        told.extend(wholes.iter().map(|whole| (whole.count.clone(), whole.row)));
        self.overlaps = overlaps(&told, self.project);
        of_cases.extend(wholes.iter().cloned());
        self.derived = derived(&of_cases, &self.overlaps, self.registry, &knowledge);
        self.derived.extend(wholes);
    }

    /// Masked numbers, or rounded ones.
    fn hidden(&mut self, small_rows: &BTreeSet<usize>) {
        let policy = &self.project.disclosure;
        let is_hidden = |row: &usize| policy.base().is_some() || small_rows.contains(row);
        for (row, count) in self.printed.iter().filter(|(row, _)| is_hidden(row)) {
            let cases = count.of_cases();
            let value = self.exact.count(&cases);
            if policy.is_small(value) && !is_no_secret(&cases) {
                let own = self.registry.count(&cases);
                let has_sign = self.registry.items_of(*row).any(|(_, item)| stands_for(item, *row));
                self.add(Target {
                    form: vec![(own, 1)],
                    value,
                    name: TargetName::Figure(Figure::Count(count.clone())),
                    safe: if has_sign { self.printed_small() } else { Safe::ZeroOrMany },
                    within_exempt: self.exempt.has_within(&cases),
                });
            }
        }
    }

    /// What the report of the year before masked.
    fn stock(&mut self, stock: &BTreeSet<Count>) {
        for count in stock {
            let value = self.exact.count(&count.of_cases());
            if value > 0 {
                let form = vec![(self.registry.count(&count.of_cases()), 1)];
                let name = TargetName::Figure(Figure::Count(count.clone()));
                self.add(Target { form, value, name, safe: Safe::Wide, within_exempt: false });
            }
        }
    }

    /// Entries of the ledger.
    fn ledger(&mut self) {
        let items = self.registry.items().iter();
        let figures = items.filter(|item| item.earlier != Some(Before::Printed));
        let figures: Vec<Figure> = figures.map(|item| item.figure.clone()).collect();
        for figure in figures {
            let Figure::Ledger(entry) = &figure else { continue };
            let Some(ExactValue::Count(value)) = self.exact.get(&figure) else { continue };
            if entry.counts_persons()
                && self.project.disclosure.is_small(value)
                && let Some(form) = self.registry.ledger_form(*entry)
            {
                let (name, safe) = (TargetName::Figure(figure), self.printed_small());
                self.add(Target { form, value, name, safe, within_exempt: false });
            }
        }
    }

    /// The house's cases of earlier years that are none of the office: the ledger tells all of them, the stock the office's.
    fn of_ledger(&mut self) {
        let entry = LedgerEntry::Records(Some(Outcome::CarriedIn));
        let stock = Count::cases(Population::CarriedForward);
        let is_told = |figure: &Figure| self.registry.items().iter().any(|it| it.figure == *figure);
        let all = Figure::Ledger(entry);
        let (Some(ExactValue::Count(of_house)), true) =
            (self.exact.get(&all), is_told(&all) && is_told(&Figure::Count(stock.clone())))
        else {
            return;
        };
        let value = of_house.saturating_sub(self.exact.count(&stock));
        if self.project.disclosure.is_small(value)
            && let Some(mut form) = self.registry.ledger_form(entry)
        {
            form.push((self.registry.count(&stock), -1));
            let (name, safe) = (TargetName::OfLedger(entry, stock), Safe::ZeroOrMany);
            self.add(Target { form, value, name, safe, within_exempt: false });
        }
    }

    /// The counts that are printed, or given up by a sign that tells nothing, with their rows.
    fn told(&mut self) -> BTreeMap<Count, usize> {
        let mut counts: BTreeMap<Count, usize> =
            self.printed.iter().map(|(row, count)| (count.clone(), *row)).collect();
        for count in self.asked.given_up.iter().flat_map(Figure::counts) {
            counts.insert(count.clone(), self.registry.count(count));
        }
        for count in self.totals_of_ledger() {
            let row = self.registry.count(&count);
            counts.entry(count).or_insert(row);
        }
        counts
    }

    /// What the ledger says of the office's cases: how many were received, and how many are of earlier years where nobody else in
    /// the house has any of these.
    fn totals_of_ledger(&self) -> Vec<Count> {
        let told = |outcome: Outcome| {
            let figure = Figure::Ledger(LedgerEntry::Records(Some(outcome)));
            let mut items = self.registry.items().iter();
            items.find(|it| it.figure == figure).and_then(|_| self.exact.get(&figure))
        };
        let [received, krm] = [Population::Received, Population::Krm].map(Count::cases);
        let mut totals = Vec::new();
        if told(Outcome::CarriedIn)
            .is_some_and(|it| it == ExactValue::Count(0) || self.nesting.lies_in(&krm, &received))
        {
            totals.push(Count::cases(Population::CarriedForward));
        }
        totals.extend(told(Outcome::Counted).map(|_| received));
        totals
    }

    /// Those of them that count cases.
    fn subtractable(&mut self) -> Vec<Printed> {
        let of_cases = self.told().into_iter().filter(|(count, _)| count.unit == Unit::Cases);
        let knowledge = self.knowledge();
        let printed = of_cases.filter_map(|(count, row)| {
            let value = knowledge.value(&count)?;
            let is_known = self.registry.is_known(row);
            Some(Printed { row, value, count, is_known, is_derived: false })
        });
        let mut printed: Vec<Printed> = printed.collect();
        printed.sort_by_key(|it| it.row);
        printed
    }

    /// What is left of a count without parts of it.
    fn differences(&mut self) {
        let mut of_cases = self.subtractable();
        let further = self.derived.clone();
        let (policy, loosest) = (&self.project.disclosure, self.loosest());
        of_cases.extend(further.iter().cloned());
        for Difference { outer, inner, both, rest } in
            small_differences(&of_cases, policy.threshold, self.nesting)
        {
            let Some(outer) = of_cases.get(outer) else { continue };
            let both = both.and_then(|at| of_cases.get(at));
            let inner: Vec<&Printed> = inner.iter().filter_map(|at| of_cases.get(*at)).collect();
            let (outer, inner) = match both {
                None => of_one_part(outer, inner, &of_cases, self.project),
                Some(_) => (outer, inner),
            };
            let rows: Vec<usize> =
                [outer.row].into_iter().chain(inner.iter().map(|it| it.row)).collect();
            // Parts that share no case leave no less than nothing.
            let Ok(rest) = u64::try_from(rest) else { continue };
            let no_secret =
                is_no_secret(&outer.count) && inner.iter().all(|it| is_no_secret(&it.count));
            let mut all = [outer].into_iter().chain(both).chain(inner.iter().copied());
            let is_known = rest >= loosest && all.all(|it| it.is_known);
            if no_secret || is_known {
                continue;
            }
            let signed = rows.iter().zip([1].into_iter().chain(std::iter::repeat(-1)));
            let signed = signed.map(|(row, sign)| (*row, sign));
            let inner: Vec<Count> = inner.into_iter().map(|it| it.count.clone()).collect();
            let within_exempt =
                self.exempt.has_all(&outer.count, &inner.iter().collect::<Vec<_>>());
            let name = match (both, &inner[..]) {
                (Some(both), [one, other]) => TargetName::Neither(
                    outer.count.clone(),
                    [one.clone(), other.clone()],
                    both.count.clone(),
                ),
                _ => TargetName::Difference(outer.count.clone(), inner),
            };
            self.add(Target {
                form: signed.chain(both.map(|it| (it.row, 1))).collect(),
                value: rest,
                safe: Safe::ZeroOrMany,
                within_exempt,
                name,
            });
        }
        for Printed { row, count, value, is_known, .. } in &further {
            let Ok(value) = u64::try_from(*value) else { continue };
            if policy.is_small(value) && !is_no_secret(count) && !(*is_known && value >= loosest) {
                self.add(Target {
                    form: vec![(*row, 1)],
                    value,
                    name: TargetName::Neighbour(Figure::Count(count.clone())),
                    safe: Safe::ZeroOrMany,
                    within_exempt: self.exempt.has_within(count),
                });
            }
        }
    }

    /// The cases with several values of a property, where mentions or all values are printed beside the cases.
    fn overlaps(&mut self) {
        // A count that is rounded leaves room for none of them and for many.
        if self.project.disclosure.base().is_some() {
            return;
        }
        for Overlap { of, by, rows } in self.overlaps.clone() {
            let matcher = Matcher::new(&of, self.project);
            let value =
                self.cases.iter().filter(|case| matcher.has_several(case, by)).count() as u64;
            // What editions have told, and what the office has excepted, nobody can take back.
            let is_told = rows.iter().all(|row| self.registry.cannot_be_masked(*row));
            if self.project.disclosure.is_small(value) && !is_told {
                let row = self.registry.row(Row::Several { of: of.clone(), by });
                let (form, name) = (vec![(row, 1)], TargetName::Several(of, by));
                let safe = Safe::ZeroOrMany;
                self.add(Target { form, value, name, safe, within_exempt: false });
            }
        }
    }

    /// The other values of a property that a printed count names, and what is withheld.
    fn neighbours(&mut self) {
        let printed = self.printed;
        let (policy, loosest) = (&self.project.disclosure, self.loosest());
        let known: BTreeSet<&Count> = printed.iter().map(|(_, count)| count).collect();
        let planned = self.asked.planned.iter().flat_map(Figure::counts);
        let of_cases = planned.filter(|count| count.unit == Unit::Cases);
        // With each count, whether it follows from what was printed before.
        let mut beside: BTreeMap<Count, bool> = of_cases.map(|it| (it.clone(), false)).collect();
        for (row, count) in printed {
            let of_known = self.registry.is_known(*row);
            for count in neighbours(count, self.project).into_iter().chain(count.cases_behind()) {
                *beside.entry(count).or_insert(true) &= of_known;
            }
        }
        for count in rest_of_stock(printed.iter().map(|(_, count)| count)) {
            beside.entry(count).or_insert(false);
        }
        for (count, of_known) in beside.iter().filter(|(count, _)| !known.contains(count)) {
            let value = self.exact.count(count);
            if policy.is_small(value) && !is_no_secret(count) && !(*of_known && value >= loosest) {
                let form = vec![(self.registry.count(count), 1)];
                self.add(Target {
                    form,
                    value,
                    name: TargetName::Neighbour(Figure::Count(count.clone())),
                    safe: Safe::ZeroOrMany,
                    within_exempt: self.exempt.has_within(count),
                });
            }
        }
    }

    /// Small rows of a protected property all of whose cases have one value.
    fn of_one_value(&mut self) {
        let planned = self.asked.planned.iter().flat_map(Figure::counts);
        let asked: BTreeSet<&Count> =
            planned.chain(self.printed.iter().map(|(_, count)| count)).collect();
        let project = self.project;
        for (outer, inner) in asked.into_iter().flat_map(|count| protected_rows(count, project)) {
            let all = self.exact.count(&outer);
            if (1..=FEW).contains(&all) && self.exact.count(&inner) == all {
                let form =
                    vec![(self.registry.count(&outer), 1), (self.registry.count(&inner), -1)];
                let name = TargetName::Difference(outer, vec![inner]);
                self.add(Target {
                    form,
                    value: 0,
                    name,
                    safe: Safe::NotZero,
                    within_exempt: false,
                });
            }
        }
    }
}

/// The same difference from the other half where one half is among the parts: what a year has beyond its first half is in its
/// second. So it is known once, and known again where it was printed.
fn of_one_part<'p>(
    outer: &'p Printed,
    inner: Vec<&'p Printed>,
    printed: &'p [Printed],
    project: &Project,
) -> (&'p Printed, Vec<&'p Printed>) {
    let during = |period: Period| Count { period, ..outer.count.clone() };
    let is_part = |it: &&Printed| {
        it.count.period != outer.count.period && it.count == during(it.count.period)
    };
    let (of_time, rest): (Vec<&Printed>, Vec<&Printed>) = inner.iter().copied().partition(is_part);
    if let [part] = of_time[..]
        && !rest.is_empty()
        && outer.count.period == Period::Year
        && !outer.count.population.is_stock()
    {
        let others = project.settings.period.parts(part.count.period).into_iter();
        let others: Vec<Period> = others.filter(|it| *it != part.count.period).collect();
        let other = others.first().filter(|_| others.len() == 1);
        let other = other.and_then(|it| printed.iter().find(|known| known.count == during(*it)));
        if let Some(other) = other {
            return (other, rest);
        }
    }
    (outer, inner)
}
