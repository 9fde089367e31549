//! Sentences and headlines that stand only where the numbers have something to say: ties, masked
//! figures, small bases, zeros.

use crate::support::{Sandbox, root};
use std::fmt::Write as _;

/// Some equal cases: how many, in which month, of which category, topic and assessment, closed after how
/// many days.
type Cases = (usize, u8, &'static str, &'static str, &'static str, u8);

const COMPLAINT: &str = "Beschwerde";

/// Complaints of one month about a topic.
const fn complaints(count: usize, month: u8, topic: &'static str) -> Cases {
    (count, month, COMPLAINT, topic, "unbegründet", 5)
}

/// A project with these cases and no chapter but this one.
fn project(cases: &[Cases], threshold: u8, chapter: &str) -> Sandbox {
    let sandbox = Sandbox::case("tests/cases/sentences");
    sandbox.edit("report.toml", "threshold = 3", &format!("threshold = {threshold}"));
    // Without the standard chapters the report is the test's own.
    for chapter in std::fs::read_dir(root().join("templates/chapters")).unwrap() {
        let name = chapter.unwrap().file_name();
        sandbox.write(&format!("chapters/{}", name.to_str().unwrap()), "");
    }
    let mut csv = "Fallnummer;Eingangsdatum;Erledigt am;Art der Kundenreaktion;Anliegen 1;Bewertung;Erfasserbemerkung\n".to_owned();
    // An export has cases; these are not of the ombuds office.
    for other in 0..20 {
        let month = 1 + other % 2 * 8;
        let _ = writeln!(csv, "A{other};01.{month:02}.2017;06.{month:02}.2017;Lob;Umzug;;");
    }
    let mut number = 0;
    for (count, month, category, topic, assessment, days) in cases {
        for _ in 0..*count {
            number += 1;
            let closed = 1 + days;
            let _ = writeln!(
                csv,
                "{number};01.{month:02}.2017;{closed:02}.{month:02}.2017;{category};{topic};{assessment};Ombudsstelle"
            );
        }
    }
    sandbox.write("exports/2017.csv", &csv);
    let chapter = format!("# Kurz\n\nAnfang.\n\n{chapter}\n\nEnde.\n");
    sandbox.write("chapters/01-key-figures.md", &chapter);
    sandbox
}

/// What stands between the two words of the chapter.
fn said(cases: &[Cases], threshold: u8, chapter: &str) -> String {
    let sandbox = project(cases, threshold, chapter);
    let report = sandbox.build().read("output/2017/report.md");
    let (_, rest) = report.split_once("Anfang.").unwrap();
    let (text, _) = rest.split_once("Ende.").unwrap();
    text.trim().replace('\u{a0}', " ")
}

const RECEIVED: &str = r#"{{ sentence(about="received") }}"#;
const TOPICS: &str =
    r#"{{ sentence(about="largest", table="topics", text="Am häufigsten: {rows}") }}"#;
const JUSTIFIED: &str = r#"{{ sentence(about="share", assessment="justified", of="category=complaint", none="Von {base} war keine begründet", one="Von {base} war eine begründet", many="Von {base} waren {part} begründet") }}"#;
const MEDIAN: &str = r#"{{ sentence(about="median", population="closed", none="am selben Tag", one="höchstens einen Tag", many="höchstens {days} Tage") }}"#;

#[test]
fn what_came_in_is_said_with_its_half_years() {
    let both = [complaints(12, 3, "Umzug"), complaints(18, 9, "Umzug")];
    assert_eq!(
        said(&both, 3, RECEIVED),
        "Im Jahr 2017 gingen bei der Ombudsstelle 30 Kundenreaktionen ein, 12 im ersten und 18 im zweiten Halbjahr."
    );
    let equal = [complaints(12, 3, "Umzug"), complaints(12, 9, "Umzug")];
    assert!(said(&equal, 3, RECEIVED).ends_with("ein, in beiden Halbjahren gleich viele: je 12."));
    let one_half = [complaints(12, 3, "Umzug")];
    assert!(
        said(&one_half, 3, RECEIVED).ends_with("12 Kundenreaktionen ein, alle im ersten Halbjahr.")
    );
    assert_eq!(
        said(&[], 3, RECEIVED),
        "Im Jahr 2017 ging bei der Ombudsstelle keine Kundenreaktion ein."
    );
    let single = [complaints(1, 9, "Umzug")];
    assert_eq!(
        said(&single, 1, RECEIVED),
        "Im Jahr 2017 ging bei der Ombudsstelle 1 Kundenreaktion ein, und zwar im zweiten Halbjahr."
    );
}

#[test]
fn masked_half_years_are_left_out_of_what_came_in() {
    let cases = [complaints(28, 3, "Umzug"), complaints(2, 9, "Umzug")];
    assert_eq!(
        said(&cases, 3, RECEIVED),
        "Im Jahr 2017 gingen bei der Ombudsstelle 30 Kundenreaktionen ein."
    );
}

#[test]
fn the_largest_row_is_named_with_its_number_and_share() {
    let cases = [complaints(18, 3, "Umzug"), complaints(12, 3, "Kaution")];
    assert_eq!(said(&cases, 3, TOPICS), "Am häufigsten: Umzug (18 Fälle, 60,0 %).");
    let few = [complaints(8, 3, "Umzug"), complaints(4, 3, "Kaution")];
    assert_eq!(said(&few, 3, TOPICS), "Am häufigsten: Umzug (8 Fälle).", "no percentage of twelve");
}

#[test]
fn the_larger_of_two_rows_is_named_only_where_it_is_clearly_larger() {
    let said = |of: [usize; 2]| {
        let cases = [complaints(of[0], 3, "Umzug"), complaints(of[1], 9, "Umzug")];
        let chart = r#"{{ chart(id="halves") }}"#;
        let text = said(&cases, 3, chart);
        text.lines().next().unwrap().to_owned()
    };
    let title = "**Abbildung 1: Fälle nach Halbjahren**";
    assert_eq!(
        said([30, 18]),
        "**Abbildung 1: Im 1. Halbjahr mehr als im 2. Halbjahr (30 gegenüber 18)**"
    );
    assert_eq!(said([116, 115]), title, "hardly more");
    assert_eq!(said([20, 20]), title, "equal");
    assert_eq!(said([10, 5]), title, "too few");
}

#[test]
fn durations_are_told_against_the_target_and_never_by_their_fullest_class() {
    let closed = |count, days| (count, 3, COMPLAINT, "Umzug", "unbegründet", days);
    let chart = r#"{{ chart(id="duration_bands") }}"#;
    let text = said(&[closed(20, 6), closed(9, 20)], 3, chart);
    assert!(
        text.starts_with("**Abbildung 1: 20 von 29 Fällen waren nach 14 Tagen erledigt**"),
        "{text}"
    );
    assert!(
        text.contains("bis 7 Tage (20), bis 14 Tage (Zielfrist) (20), insgesamt erledigt (29)"),
        "{text}"
    );
    let all = said(&[closed(29, 6)], 3, chart);
    assert!(
        all.starts_with("**Abbildung 1: Alle 29 Fälle waren nach 14 Tagen erledigt**"),
        "{all}"
    );
    for few in [[closed(0, 6), closed(29, 20)], [closed(9, 6), closed(3, 20)]] {
        let title = "**Abbildung 1: Wie viele Fälle bis wann erledigt waren**";
        assert!(said(&few, 3, chart).starts_with(title));
    }
    let ranking =
        said(&[closed(20, 6), closed(9, 20)], 3, r#"{{ ranking(table="duration_bands") }}"#);
    assert!(ranking.contains("ohne Rangfolge"), "{ranking}");
}

#[test]
fn a_count_has_words_for_none_one_and_more() {
    let count =
        r#"{{ sentence(about="count", none="Kein Fall", one="Ein Fall", many="{count} Fälle") }}"#;
    let of = |count| [complaints(count, 3, "Umzug")];
    assert_eq!(said(&[], 3, count), "Kein Fall.");
    assert_eq!(said(&of(1), 1, count), "Ein Fall.");
    assert_eq!(said(&of(12), 3, count), "12 Fälle.");
    let masked = count.replace("none=", "category=\"praise\", none=");
    let cases = [complaints(12, 3, "Umzug"), (2, 3, "Lob", "Umzug", "", 5)];
    assert_eq!(said(&cases, 3, &masked), "", "masked");
}

#[test]
fn rows_that_lead_together_are_named_together_unless_nobody_leads() {
    let rest = complaints(4, 3, "Einkommen");
    let two = [complaints(18, 3, "Umzug"), complaints(18, 3, "Kaution"), rest];
    assert_eq!(said(&two, 3, TOPICS), "Am häufigsten: Kaution und Umzug (je 18 Fälle).");
    let three =
        [complaints(9, 3, "Umzug"), complaints(9, 3, "Kaution"), complaints(9, 3, "Heizung"), rest];
    assert_eq!(said(&three, 3, TOPICS), "Am häufigsten: Heizung, Kaution und Umzug (je 9 Fälle).");
    let topics = ["Umzug", "Kaution", "Heizung", "Einkommen"];
    assert_eq!(said(&topics.map(|topic| complaints(9, 3, topic)), 3, TOPICS), "");
    assert_eq!(said(&[], 3, TOPICS), "", "a list of zeros has no largest");
}

#[test]
fn a_masked_row_could_be_larger_and_the_sentence_says_so() {
    let cases =
        [complaints(18, 3, "Umzug"), complaints(12, 3, "Kaution"), complaints(2, 3, "Heizung")];
    let text = said(&cases, 3, TOPICS);
    assert!(text.starts_with("Am häufigsten: "), "{text}");
    assert!(text.ends_with(", soweit veröffentlicht)."), "{text}");
}

#[test]
fn a_part_is_said_of_its_whole() {
    let justified = |count| (count, 3, COMPLAINT, "Umzug", "begründet", 5);
    let rest = complaints(20, 3, "Umzug");
    assert_eq!(said(&[justified(10), rest], 3, JUSTIFIED), "Von 30 waren 10 begründet (33,3 %).");
    assert_eq!(said(&[rest], 3, JUSTIFIED), "Von 20 war keine begründet.");
    assert_eq!(said(&[justified(1), rest], 1, JUSTIFIED), "Von 21 war eine begründet (4,8 %).");
    let few = complaints(5, 3, "Umzug");
    assert_eq!(said(&[justified(10), few], 3, JUSTIFIED), "Von 15 waren 10 begründet.");
    assert_eq!(said(&[justified(1)], 1, JUSTIFIED), "", "a whole of one has no parts");
    assert_eq!(said(&[], 3, JUSTIFIED), "");
    let baseless = r#"{{ sentence(about="share", assessment="justified", of="category=complaint", many="{part} waren begründet") }}"#;
    assert_eq!(
        said(&[justified(10), rest], 3, baseless),
        "10 waren begründet.",
        "no base, no share"
    );
    assert_eq!(said(&[justified(2), rest], 3, JUSTIFIED), "", "masked");
}

#[test]
fn a_part_that_is_the_whole_has_words_of_its_own() {
    let all = r#"{{ sentence(about="share", assessment="justified", of="category=complaint", all="Alle {base} waren begründet", many="Von {base} waren {part} begründet") }}"#;
    let justified = |count| (count, 3, COMPLAINT, "Umzug", "begründet", 5);
    assert_eq!(said(&[justified(30)], 3, all), "Alle 30 waren begründet.");
    assert_eq!(said(&[justified(30)], 3, JUSTIFIED), "Von 30 waren 30 begründet (100,0 %).");
    let rest = complaints(9, 3, "Umzug");
    assert_eq!(said(&[justified(21), rest], 3, all), "Von 30 waren 21 begründet (70,0 %).");
}

#[test]
fn words_around_a_number_stand_only_where_it_means_something() {
    let share = r#"Begründet: {{ count(assessment="justified") }}{{ share(assessment="justified", of="category=complaint", text=" (Anteil: {share})") }}."#;
    let justified = |count| (count, 3, COMPLAINT, "Umzug", "begründet", 5);
    let rest = |count| complaints(count, 3, "Kaution");
    assert_eq!(said(&[justified(10), rest(20)], 3, share), "Begründet: 10 (Anteil: 33,3 %).");
    assert_eq!(said(&[justified(5), rest(9)], 3, share), "Begründet: 5.", "a small base");
    assert_eq!(said(&[rest(20)], 3, share), "Begründet: keine.", "none of them");
    let masked = said(&[justified(2), rest(30)], 3, share);
    assert_eq!(masked, "Begründet: nicht veröffentlicht.");
    let days = r#"- {{ median_days(population="closed", text="Median: {days} Tage.") }}
- {{ p90_days(population="closed", text="Neunzigstes Perzentil: {days} Tage.") }}"#;
    assert_eq!(said(&[rest(9)], 3, days), "- Median: 5 Tage.");
    assert_eq!(said(&[rest(2)], 1, days), "", "too few cases");
}

#[test]
fn rows_stand_in_words_only_where_they_have_an_order() {
    let rows = r#"{{ ranking(table="topics", first=2, text="Vorn: {rows}. ") }}Ein Fall."#;
    let of = |counts: [usize; 4]| {
        let topics = ["Umzug", "Kaution", "Heizung", "Einkommen"];
        let cases: Vec<Cases> =
            topics.iter().zip(counts).map(|(topic, count)| complaints(count, 3, topic)).collect();
        said(&cases, 1, rows)
    };
    assert_eq!(of([9, 4, 3, 2]), "Vorn: Umzug (9) und Kaution (4). Ein Fall.");
    assert_eq!(of([9, 4, 4, 2]), "Vorn: Umzug (9) und weitere mit je 4. Ein Fall.");
    assert_eq!(of([9, 0, 0, 0]), "Ein Fall.", "one row has no order");
    assert_eq!(of([4, 4, 4, 4]), "Ein Fall.", "nobody leads");
    assert_eq!(of([1, 1, 0, 0]), "Ein Fall.", "single cases are chance");
    assert_eq!(of([0, 0, 0, 0]), "Ein Fall.");
    assert_eq!(said(&[complaints(1, 3, "Umzug")], 1, TOPICS), "", "nor is one the largest");
}

#[test]
fn a_key_figure_stands_only_where_there_is_a_number_to_show() {
    let all = r#"{{ key_figure(figure="cases", label="Fälle", one="Fall") }}

{{ key_figure(figure="cases:category=complaint", label="darunter Beschwerden", within="cases") }}

{{ key_figure(figure="share:assessment=justified/category=complaint", label="begründet") }}

{{ key_figure(figure="median_days.closed", label="Median") }}"#;
    let justified = |count| (count, 3, COMPLAINT, "Umzug", "begründet", 5);
    let praise = |count| (count, 3, "Lob", "Umzug", "", 5);
    assert_eq!(said(&[justified(1)], 1, all), "- **1** Fall");
    assert_eq!(said(&[], 3, all), "- **0** Fälle");
    assert_eq!(said(&[justified(8)], 3, all), "- **8** Fälle\n- **5** Median");
    let parts = said(&[justified(12), complaints(12, 3, "Umzug"), praise(6)], 3, all);
    assert_eq!(
        parts,
        "- **30** Fälle\n- **24** darunter Beschwerden\n- **50,0 %** begründet\n- **5** Median"
    );
    let none = said(&[complaints(24, 3, "Umzug")], 3, all);
    assert!(none.contains("- **0,0 %** begründet"), "{none}");
}

#[test]
fn a_median_is_said_where_there_is_one() {
    let closed = |count, days| (count, 3, COMPLAINT, "Umzug", "unbegründet", days);
    assert_eq!(said(&[closed(9, 6), closed(9, 9)], 3, MEDIAN), "höchstens 7,5 Tage.");
    assert_eq!(said(&[closed(9, 1)], 3, MEDIAN), "höchstens einen Tag.");
    assert_eq!(said(&[closed(9, 0)], 3, MEDIAN), "am selben Tag.");
    assert_eq!(said(&[closed(4, 9)], 3, MEDIAN), "", "too few cases");
}

#[test]
fn a_change_is_said_with_the_number_it_starts_from() {
    let change = |cases: usize, before: &str| {
        let sandbox =
            project(&[complaints(cases, 3, "Umzug")], 3, r#"{{ sentence(about="change") }}"#);
        sandbox.write(
            "archive/2016.json",
            &format!(
                r#"{{"format_version":1,"program":"krm-report 0.1.0","year":2016,"as_of":"2017-05-02","office":"Ombudsstelle","threshold":3,"figures":{{"cases":{before}}}}}"#
            ),
        );
        let report = sandbox.build().read("output/2017/report.md");
        let (_, rest) = report.split_once("Anfang.").unwrap();
        rest.split_once("Ende.").unwrap().0.trim().replace('\u{a0}', " ")
    };
    assert_eq!(
        change(30, r#"{"count":24}"#),
        "Im Jahr 2016 waren es 24; die Zahl ist gestiegen (+6; +25,0 %)."
    );
    assert_eq!(
        change(21, r#"{"count":30}"#),
        "Im Jahr 2016 waren es 30; die Zahl ist gesunken (−9; −30,0 %)."
    );
    assert_eq!(change(30, r#"{"count":30}"#), "Im Jahr 2016 waren es ebenso viele.");
    assert_eq!(
        change(30, r#"{"count":12}"#),
        "Im Jahr 2016 waren es 12; die Zahl ist gestiegen (+18).",
        "no percentage of twelve"
    );
    assert_eq!(
        change(30, r#"{"count":0}"#),
        "Im Jahr 2016 waren es keine; die Zahl ist gestiegen (+30)."
    );
    assert_eq!(change(30, "\"masked\""), "");
}

#[test]
fn a_share_and_the_stock_are_compared_with_the_year_before() {
    let change = |cases: &[Cases], figure: &str, before: &str| {
        let chapter = format!(r#"{{{{ sentence(about="change", figure="{figure}") }}}}"#);
        let sandbox = project(cases, 3, &chapter);
        sandbox.write(
            "archive/2016.json",
            &format!(
                r#"{{"format_version":1,"program":"krm-report 0.1.0","year":2016,"as_of":"2017-05-02","office":"Ombudsstelle","threshold":3,"figures":{{"{figure}":{before}}}}}"#
            ),
        );
        let report = sandbox.build().read("output/2017/report.md");
        let (_, rest) = report.split_once("Anfang.").unwrap();
        rest.split_once("Ende.").unwrap().0.trim().replace('\u{a0}', " ")
    };
    let cases = [(12, 3, COMPLAINT, "Umzug", "begründet", 5), complaints(28, 3, "Umzug")];
    let share = "share:assessment=justified/category=complaint";
    assert_eq!(
        change(&cases, share, r#"{"share":{"part":8,"base":40}}"#),
        "Im Jahr 2016 waren es 20,0 %; der Anteil ist gestiegen."
    );
    assert_eq!(
        change(&cases, share, r#"{"share":{"part":121,"base":400}}"#),
        "Im Jahr 2016 waren es 30,3 %.",
        "less than a percentage point"
    );
    assert_eq!(change(&cases, share, r#"{"share":{"part":8,"base":19}}"#), "", "a small base");
    assert_eq!(change(&cases, share, "\"masked\""), "");
    assert_eq!(
        change(&cases, "median_days.closed", r#"{"half_days":16}"#),
        "Im Jahr 2016 waren es 8 Tage; die Dauer ist gesunken."
    );
    assert_eq!(
        change(&cases, "median_days.closed", r#"{"half_days":10}"#),
        "Im Jahr 2016 waren es ebenfalls 5 Tage."
    );
    assert_eq!(
        change(&cases, "cases.open", r#"{"count":1}"#),
        "Ein Jahr zuvor war es 1; die Zahl ist gesunken (−1)."
    );
}

#[test]
fn a_line_without_anything_to_say_vanishes_with_its_lead() {
    let chapter = format!(
        "- **Eingang:** {RECEIVED}\n- **Themen:** {TOPICS}\n- **Dauer:** {MEDIAN} {JUSTIFIED}\n"
    );
    let text = said(&[complaints(4, 9, "Umzug")], 3, &chapter);
    assert_eq!(
        text,
        "- **Eingang:** Im Jahr 2017 gingen bei der Ombudsstelle 4 Kundenreaktionen ein, alle im zweiten Halbjahr.\n- **Dauer:** Von 4 war keine begründet."
    );
    let none = said(&[], 3, &chapter);
    assert_eq!(
        none,
        "- **Eingang:** Im Jahr 2017 ging bei der Ombudsstelle keine Kundenreaktion ein."
    );
}

#[test]
fn a_headline_compares_shares_only_where_enough_cases_stand_behind() {
    let chart = r#"{{ chart(id="justified_by_topic") }}"#;
    let of = |topic, justified, others| {
        [(justified, 3, COMPLAINT, topic, "begründet", 5), complaints(others, 3, topic)]
    };
    let headline = |cases: &[Cases]| {
        let text = said(cases, 3, chart);
        text.lines().next().unwrap().to_owned()
    };
    let large = [of("Umzug", 10, 20), of("Kaution", 20, 20)].concat();
    assert_eq!(headline(&large), "**Abbildung 1: Am häufigsten begründet: Kaution (50,0 %)**");
    let small = [large.clone(), of("Heizung", 9, 3).to_vec()].concat();
    assert_eq!(
        headline(&small),
        "**Abbildung 1: Am häufigsten begründet: Kaution (50,0 %, unter Zeilen mit mindestens 20 Fällen)**"
    );
    let text = said(&large, 3, chart);
    assert!(
        text.contains("Begründete Beschwerden nach Themen. Umzug (30), Kaution (40), Heizung (0), Einkommen (0)."),
        "the alternative text carries the numbers:\n{text}"
    );
    let one = of("Umzug", 10, 20);
    assert_eq!(headline(&one), "**Abbildung 1: Begründete Beschwerden nach Themen**");
}

#[test]
fn a_sentence_without_a_place_for_its_numbers_is_refused() {
    for (sentence, expected) in [
        (r#"about="largest", table="topics", text="Viele""#, "muss `{rows}` genau einmal stehen"),
        (r#"about="share", assessment="justified", of="total", many="{base}""#, "`{part}`"),
        (r#"about="share", assessment="justified", of="total""#, "dem Satz fehlt `many`"),
        (r#"about="median", many="lange""#, "`{days}`"),
        (r#"about="weather""#, "von `weather` handelt kein Satz"),
    ] {
        let sandbox = project(&[], 3, &format!("{{{{ sentence({sentence}) }}}}"));
        let run = sandbox.run(&["check"]);
        assert!(run.stderr.contains(expected), "{sentence}\n{}", run.stderr);
    }
}

#[test]
fn a_number_typed_into_the_words_of_a_sentence_is_told() {
    let typed = r#"{{ sentence(about="largest", table="topics", text="Unter 300 am häufigsten: {rows}") }}"#;
    let run = project(&[], 3, typed).run(&["check"]);
    assert!(run.stderr.contains("K303") && run.stderr.contains("`300`"), "{}", run.stderr);
}

#[test]
fn a_note_stands_only_where_the_table_shows_what_it_is_about() {
    let note = |shows: &str| {
        format!(
            r#"{{{{ note(table="justified_by_topic", shows="{shows}", text="zu {shows};") }}}}"#
        )
    };
    let all = ["numbers", "shares", "parts", "mentions", "not_stated", "masks"];
    let chapter = all.map(note).join(" ") + "\n\n{{ table(id=\"justified_by_topic\") }}";
    let shown = |cases: &[Cases]| {
        let text = said(cases, 3, &chapter);
        let shown = all.into_iter().filter(|shows| text.contains(&format!("zu {shows};")));
        shown.collect::<Vec<_>>()
    };
    let plain = [(10, 3, COMPLAINT, "Umzug", "begründet", 5), complaints(20, 3, "Kaution")];
    assert_eq!(shown(&plain), ["numbers", "shares", "parts"]);
    let small = [plain.to_vec(), vec![(2, 3, COMPLAINT, "Kaution", "begründet", 5)]].concat();
    assert!(shown(&small).contains(&"masks"));
}

#[test]
fn a_headline_over_shares_says_that_cases_without_an_assessment_could_turn_it() {
    let chart = r#"{{ chart(id="justified_by_topic") }}"#;
    let headline = |open: usize| {
        let cases = [
            (10, 3, COMPLAINT, "Umzug", "begründet", 5),
            complaints(20, 3, "Umzug"),
            (20, 3, COMPLAINT, "Kaution", "begründet", 5),
            complaints(20, 3, "Kaution"),
            (open, 3, COMPLAINT, "Umzug", "", 5),
        ];
        said(&cases, 3, chart).lines().next().unwrap().to_owned()
    };
    assert!(!headline(0).contains("soweit"), "{}", headline(0));
    assert!(!headline(4).contains("soweit entschieden"), "{}", headline(4));
    assert!(headline(12).contains("Kaution (50,0 %, soweit entschieden)"), "{}", headline(12));
}
