//! What masking a figure costs, and in whose place its sign stands.

use super::super::registry::{Item, PARTS, stands_for};
use super::*;

/// Nine complaints, one of which is about two topics.
fn cases() -> Vec<Case> {
    let mut cases =
        complaints(9, |case| case.set(Field::Channel, code(Dimension::Channel, "email")));
    about(&["income", "placement"])(&mut cases[0]);
    cases
}

/// What masking each figure of a report costs.
fn costs(plan: &Plan, project: &Project) -> BTreeMap<String, Option<u32>> {
    let printed = plan.figures();
    let exact = exact_of(&printed, &cases(), project);
    let worth = Worth::new(plan).after(&earlier_of(&exact, project));
    let registry = Registry::new(&printed, &worth, &exact, &project.disclosure);
    let items = registry.items().iter();
    // Without what the size of the number adds.
    let cost = |item: &Item| item.cost.map(|cost| cost / PARTS);
    items.map(|item| (item.figure.id(&PROJECT.taxonomy), cost(item))).collect()
}

fn cost(id: &str, plan: &Plan) -> Option<u32> {
    costs(plan, &bare())[&figure(id).id(&PROJECT.taxonomy)]
}

/// What masking a figure costs that stands in a table's ordinary cell.
fn in_a_cell(id: &str) -> Option<u32> {
    cost(id, &plan(vec![table("mine", &[("a", &[id])])], &[]))
}

#[test]
fn the_more_a_figure_says_of_the_whole_the_more_masking_it_costs() {
    for (id, expected) in [
        // All cases of the report must stay.
        ("cases", None),
        ("cases.krm", None),
        ("mentions", Some(60)),
        ("cases:category=complaint", Some(20)),
        ("cases:half_year=1", Some(20)),
        ("cases:category=complaint,half_year=1", Some(1)),
        ("cases:channel=email,category=complaint", Some(1)),
        ("cases:topic_group=work,category=complaint", Some(3)),
        ("median_days.closed", Some(3)),
        ("ledger.records:outside_scope", Some(20)),
        ("ledger.records:counted", None),
        // A sign in place of a zero would say that there is a case.
        ("cases:category=praise", None),
    ] {
        assert_eq!(in_a_cell(id), expected, "{id}");
    }
}

#[test]
fn sums_of_tables_and_figures_of_sentences_cost_more() {
    let id = "cases:category=complaint,half_year=1";
    let mut total = table("mine", &[("a", &[id])]);
    total.rows[0].kind = RowKind::Total;
    let of_row = cost(id, &plan(vec![total], &[]));
    let mut total = table("mine", &[("a", &[id])]);
    total.columns[0].kind = CellKind::Total;
    let of_column = cost(id, &plan(vec![total], &[]));
    assert!(of_row == of_column && of_row > in_a_cell(id) && of_row < Some(20), "{of_row:?}");
    assert_eq!(cost(id, &plan(Vec::new(), &[id])), Some(20));
    let all = "mentions";
    assert_eq!(cost(all, &plan(Vec::new(), &[all])), Some(60), "no less than it costs");
}

#[test]
fn a_share_costs_what_its_part_does_unless_the_part_is_printed_and_masked_with_it() {
    let (share, part) = ("share:category=complaint/total", "cases:category=complaint");
    assert_eq!(in_a_cell(share), Some(20));
    let both = plan(vec![table("mine", &[("a", &[share, part])])], &[]);
    assert_eq!(cost(share, &both), Some(0));
    assert_eq!(cost(part, &both), Some(20));
}

#[test]
fn exempt_rounded_and_protected_figures_have_costs_of_their_own() {
    let id = "cases:category=complaint";
    let plan = plan(vec![table("mine", &[("a", &[id, "cases:category=praise"])])], &[]);
    let mut exempt = bare();
    let figure = figure(id);
    exempt.disclosure.exemptions.push(Exemption { figure, reason: String::new() });
    assert_eq!(costs(&plan, &exempt)[id], None);
    let mut rounded = bare();
    rounded.disclosure.method = Method::Rounding { base: 5 };
    assert_eq!(costs(&plan, &rounded)[id], None);
    let mut protected = bare();
    protected.disclosure.protect = vec![Dimension::Category];
    assert_eq!(costs(&plan, &protected)["cases:category=praise"], Some(20), "a sign may be zero");
}

#[test]
fn a_sign_stands_in_the_place_of_a_count_or_of_the_part_of_a_share() {
    let ids = ["cases:category=complaint", "share:channel=email/total", "median_days.closed"];
    let printed: BTreeSet<Figure> = ids.map(figure).into();
    let exact = exact_of(&printed, &cases(), &bare());
    let registry = Registry::new(&printed, &Worth::default(), &exact, &bare().disclosure);
    for item in registry.items() {
        let (first, others) = item.rows.split_first().unwrap();
        let of_days = matches!(item.figure, Figure::Days(_));
        assert_eq!(stands_for(item, *first), !of_days);
        assert!(others.iter().all(|row| !stands_for(item, *row)));
    }
}
