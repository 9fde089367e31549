//! What is given up when masks do not help.

use super::super::withheld::is_beside;
use super::*;

/// The sample's lists with praise exempt: printed although it is one case.
fn praise_is_exempt() -> Project {
    let mut project = bare();
    let figure = figure("cases:category=praise");
    project.disclosure.exemptions.push(Exemption { figure, reason: "bekannt".to_owned() });
    project
}

/// Complaints of many, and one praise that somebody sent himself.
fn with_one_praise() -> Vec<Case> {
    let mut cases = complaints(12, |case| {
        case.set(Field::SubmitterGroup, code(Dimension::SubmitterGroup, "own"));
    });
    cases.iter_mut().take(4).for_each(|case| {
        case.set(Field::SubmitterGroup, code(Dimension::SubmitterGroup, "debt"));
    });
    cases
        .push(case("praise", 3).with(Field::SubmitterGroup, cases[11].code(Field::SubmitterGroup)));
    cases
}

const CROSSED: [&str; 2] =
    ["cases:category=praise,support=own", "cases:category=praise,support=supported"];

#[test]
fn the_table_of_a_number_that_masks_cannot_protect_is_withheld_and_no_other() {
    let tables = vec![
        table("crossed", &[("a", &CROSSED)]),
        table("halves", &[("a", &["cases:half_year=1", "cases:half_year=2"])]),
        table("of_support", &[("a", &["cases:support=own", "cases:support=supported"])]),
    ];
    let plan = plan(tables, &["cases", "cases:category=praise"]);
    let (published, _, findings) = publish(&plan, &with_one_praise(), &praise_is_exempt());
    let withheld: Vec<&str> = plan
        .tables
        .iter()
        .map(|table| table.id.as_str())
        .filter(|id| published.is_withheld(id))
        .collect();
    assert_eq!(withheld, ["crossed"]);
    let warnings: Vec<String> =
        told(&findings).into_iter().filter(|line| line.starts_with("K403")).collect();
    let [warning] = warnings.try_into().unwrap();
    assert!(warning.starts_with("K403 die Tabelle `crossed` wird nicht veröffentlicht: nicht zu schützen wäre `cases:category=praise,"), "{warning}");
    assert!(
        warning.contains(
            "| zeigen Sie `category_group` statt `category`, oder lassen Sie die Tabelle weg"
        ),
        "{warning}"
    );
    assert!(!findings.has_errors());
}

#[test]
fn a_number_in_a_sentence_that_an_exempt_figure_gives_away_is_given_up() {
    let plan = plan(Vec::new(), &["cases", "cases:category=praise", CROSSED[0]]);
    let (published, _, findings) = publish(&plan, &with_one_praise(), &praise_is_exempt());
    assert!(!findings.has_errors());
    let value = |id: &str| published.get(&figure(id)).unwrap().value();
    assert_eq!(value(CROSSED[0]), PublishedValue::Masked);
    assert_eq!(value("cases:category=praise"), PublishedValue::Count(1));
    assert!(told(&findings).iter().any(|line| line.starts_with("K409")));
}

#[test]
fn an_exempt_figure_from_which_another_follows_is_an_error_that_names_it() {
    let mut project = praise_is_exempt();
    let figure = figure("cases:category=complaint");
    project.disclosure.exemptions.push(Exemption { figure, reason: "bekannt".to_owned() });
    let mut cases = with_one_praise();
    cases.push(case("suggestion", 3));
    let plan = plan(
        Vec::new(),
        &[
            "cases",
            "cases:category=praise",
            "cases:category=complaint",
            "cases:category=suggestion",
        ],
    );
    let told = told(&publish(&plan, &cases, &project).2);
    let error = told.iter().find(|line| line.starts_with("K404")).unwrap();
    assert!(
        error.contains("der Unterschied zwischen `cases` und `cases:category=complaint`"),
        "{error}"
    );
    assert!(error.contains("streichen Sie von den Ausnahmen in `disclosure.exempt` eine: `cases:category=praise`, `cases:category=complaint`"), "{error}");
    assert!(!error.contains("archive/"), "nothing was released: {error}");
}

#[test]
fn the_advice_for_a_withheld_table_is_a_merge_or_the_whole_year_or_a_general_one() {
    let help = |number: &str, table_of: &str| {
        let mut project = bare();
        project
            .disclosure
            .exemptions
            .push(Exemption { figure: figure(number), reason: String::new() });
        let mut cases = complaints(12, |_| {});
        cases[0].set(Field::Channel, code(Dimension::Channel, "online"));
        cases[0].set(Field::Outcome, code(Dimension::Outcome, "remedied"));
        let plan = plan(vec![table("mine", &[("a", &[table_of])])], &["cases", number]);
        let told = told(&publish(&plan, &cases, &project).2);
        let warning = told.into_iter().find(|line| line.starts_with("K403")).unwrap();
        warning.split(" | ").nth(1).unwrap().to_owned()
    };
    assert_eq!(
        help("cases:channel=online", "cases:channel=online,half_year=1"),
        "zeigen Sie den ganzen Zeitraum statt seiner Teile, oder lassen Sie die Tabelle weg"
    );
    assert_eq!(
        help("cases:channel=online", "cases:channel=online,outcome=remedied"),
        "fassen Sie Zeilen oder Spalten zusammen, oder lassen Sie die Tabelle weg"
    );
}

#[test]
fn an_exemption_of_a_figure_that_the_report_does_not_have_is_told() {
    let (_, _, findings) =
        publish(&plan(Vec::new(), &["cases"]), &with_one_praise(), &praise_is_exempt());
    let said = "die ausgenommene Kennzahl `cases:category=praise` kommt im Bericht nicht vor";
    assert!(told(&findings).iter().any(|line| line.starts_with("K401") && line.contains(said)));
    let plan = plan(Vec::new(), &["cases", "cases:category=praise"]);
    let (_, _, findings) = publish(&plan, &with_one_praise(), &praise_is_exempt());
    assert!(!told(&findings).iter().any(|line| line.starts_with("K401")));
}

#[test]
fn a_year_whose_released_report_gives_a_number_away_says_nothing_more() {
    let mut project = bare();
    let printed = [
        ("cases", ArchivedValue::Count(12)),
        ("cases:category=complaint", ArchivedValue::Count(10)),
    ];
    project.archive = vec![edition(2017, &printed)];
    let cases = [complaints(10, |_| {}), vec![case("suggestion", 2); 2]].concat();
    let plan = plan(Vec::new(), &["cases:category=suggestion"]);
    let (published, _, findings) = publish(&plan, &cases, &project);
    let told = told(&findings);
    let warning = told.iter().find(|line| line.starts_with("K409")).unwrap();
    assert!(warning.contains("was freigegebene Ausgaben schon gedruckt haben"), "{warning}");
    let suggestions = published.get(&figure("cases:category=suggestion")).unwrap();
    assert_eq!(suggestions.value(), PublishedValue::Masked);
    assert_eq!(findings.count(crate::diagnostic::Severity::Error), 0);
}

#[test]
fn numbers_are_described_by_their_definitions_and_never_by_their_value() {
    // Eleven of twelve in one half-year, and no mask can hide the other: all is released.
    let mut project = bare();
    let printed =
        [("cases", ArchivedValue::Count(12)), ("cases:half_year=1", ArchivedValue::Count(11))];
    project.archive = vec![edition(2017, &printed)];
    let mut cases = complaints(12, |_| {});
    cases[0].received_on = day(date(2017, 9, 1));
    cases[0].closed_on = None;
    let plan = plan(Vec::new(), &["cases", "cases:half_year=1"]);
    let (_, _, findings) = publish(&plan, &cases, &project);
    let told = told(&findings).join("\n");
    assert!(told.contains("der Unterschied zwischen `cases` und `cases:half_year=1`"), "{told}");
    assert!(!told.contains("11") && !told.contains("12"), "{told}");
}

#[test]
fn a_table_is_beside_a_number_when_its_cells_differ_from_it_in_one_value() {
    let number = count("cases:category=praise,support=own");
    for (id, beside) in [
        ("cases:category=praise,support=own", true),
        ("cases:category=complaint,support=own", true),
        ("cases:category=complaint,support=supported", false),
        ("cases:category=praise", false),
        ("cases", false),
        ("cases.closed:category=praise,support=own", false),
        ("cases:category=praise,support=own,half_year=1", false),
        ("cases:category=praise,channel=email", false),
    ] {
        assert_eq!(is_beside(&count(id), &number), beside, "{id}");
    }
    assert!(!is_beside(&count("cases"), &count("cases")), "all cases are no table's own");
    let of_half = count("cases:category=praise,half_year=1");
    for (id, beside) in [
        ("cases:category=praise,half_year=2", true),
        ("cases:category=complaint,half_year=1", true),
        ("cases:category=complaint,half_year=2", false),
        ("cases:category=praise,quarter=1", false),
        ("cases:half_year=1", false),
    ] {
        assert_eq!(is_beside(&count(id), &of_half), beside, "{id}");
    }
}

#[test]
fn of_figures_that_cost_the_same_the_smallest_goes_along() {
    let numbers = [("email", 40), ("phone", 10), ("letter", 5), ("in_person", 1)];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let mut cases = Vec::new();
        for at in order {
            let (id, number) = numbers[at];
            cases.extend(complaints(number, |case| {
                case.set(Field::Channel, code(Dimension::Channel, id))
            }));
        }
        let ids = order.map(|at| format!("cases:channel={}", numbers[at].0));
        let rows: Vec<(&str, Vec<&str>)> =
            ids.iter().map(|id| ("row", vec![id.as_str()])).collect();
        let rows: Vec<(&str, &[&str])> = rows.iter().map(|(l, ids)| (*l, ids.as_slice())).collect();
        let plan = plan(vec![table("channels", &rows)], &["cases"]);
        let (published, _, _) = publish(&plan, &cases, &bare());
        let masked = ids
            .iter()
            .filter(|id| published.get(&figure(id)).unwrap().value() == PublishedValue::Masked);
        let masked: BTreeSet<&str> = masked.map(String::as_str).collect();
        assert_eq!(masked, BTreeSet::from(["cases:channel=in_person", "cases:channel=letter"]));
    }
}
