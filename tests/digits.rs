//! Texts of an office with digits in them, or of nothing else: whatever it calls its topics, tables and partners, the report is made, in every form.

use crate::support::Sandbox;
use toml::{Table, Value};

/// What an office words as it likes.
const WORDED: [&str; 22] = [
    "alternative",
    "annex",
    "committee",
    "contact",
    "council_paper",
    "exact_note",
    "feedback",
    "label",
    "licence",
    "logo_alt",
    "name",
    "next_report",
    "note",
    "notice",
    "office",
    "organisation",
    "plural",
    "reason",
    "resolution",
    "row_header",
    "source",
    "title",
];

/// Texts that the projects leave out.
const FURTHER: [&str; 9] = [
    "annex",
    "committee",
    "contact",
    "council_paper",
    "licence",
    "next_report",
    "notice",
    "resolution",
    "source",
];

/// Every such text in other words; a value of a list is still read in its old ones.
fn reword(value: &mut Value, in_lists: bool, word: &dyn Fn(&str) -> String) {
    match value {
        Value::Array(values) => {
            values.iter_mut().for_each(|value| reword(value, in_lists, word));
        }
        Value::Table(table) => {
            let old = table.get("label").and_then(Value::as_str).map(str::to_owned);
            for (key, value) in table.iter_mut() {
                match value {
                    Value::String(text) if WORDED.contains(&key.as_str()) => *text = word(text),
                    _ => reword(value, in_lists || key == "lists", word),
                }
            }
            // The name of an empty value is no spelling of one.
            let is_value = table.get("id").and_then(Value::as_str) != Some("not_stated");
            if let Some(old) = old.filter(|_| in_lists && is_value) {
                let synonyms = table.entry("synonyms").or_insert_with(|| Value::Array(Vec::new()));
                synonyms.as_array_mut().unwrap().push(Value::String(old));
            }
        }
        _ => {}
    }
}

/// A project with all its texts in other words, also those it leaves out.
fn reworded(sandbox: &Sandbox, word: &dyn Fn(&str) -> String) {
    for file in ["report.toml", "network.toml"] {
        let mut config = sandbox.read(&format!("input/{file}")).parse::<Table>().unwrap();
        if let Some(report) = config.get_mut("report").and_then(Value::as_table_mut) {
            for key in FURTHER {
                report.entry(key).or_insert_with(|| Value::String(format!("Zu {key}")));
            }
            let year = report["year"].as_integer().unwrap();
            let correction = format!("date = {}-03-01\ntext = \"Zahlen\"", year + 1);
            let mut correction = correction.parse::<Table>().unwrap();
            correction["text"] = Value::String(word("Zahlen"));
            config.insert("correction".to_owned(), Value::Array(vec![Value::Table(correction)]));
            let abbreviations = [word("KRM"), word("BuT")];
            let abbreviations =
                abbreviations.map(|short| (short.clone(), Value::String(word(&short))));
            config.insert(
                "abbreviations".to_owned(),
                Value::Table(abbreviations.into_iter().collect()),
            );
        }
        let mut config = Value::Table(config);
        reword(&mut config, false, word);
        sandbox.write(file, &toml::to_string(&config).unwrap());
    }
}

/// A number that no other text of the project has.
fn number(text: &str) -> u32 {
    text.bytes().fold(17, |sum, byte| (sum * 31 + u32::from(byte)) % 99_991)
}

/// How an office may word a text.
type Wording = (&'static str, fn(&str) -> String);

const WORDINGS: [Wording; 10] = [
    ("a number", |text| number(text).to_string()),
    ("a number with signs", |text| format!("-{},5 %", number(text))),
    ("behind", |text| format!("{text}, Version 3")),
    ("before", |text| format!("2. {text}")),
    ("law", |text| format!("{text} nach § 22 SGB II (Nr. 3)")),
    ("short", |text| format!("U25 {}", text.chars().take(24).collect::<String>())),
    ("like numbers", |text| format!("{text} 1.234,5 %")),
    ("address", |text| format!("{text}: https://example.org/2017/ein-langer-weg-mit-4.0/115")),
    ("signs", |text| format!("-7 {text} = +3; *5* | <6> [8] #9 _10_ `11`")),
    ("blanks", |text| format!("  {text}\n12\t")),
];

/// What is not built, of the sample and the gallery, in these forms.
fn unbuilt(formats: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for (project, new) in
        [("gallery", Sandbox::gallery as fn() -> Sandbox), ("sample", Sandbox::new)]
    {
        for (name, word) in WORDINGS {
            let sandbox = new();
            reworded(&sandbox, &word);
            let run = sandbox.run(&["build", "--format", formats]);
            let errors: Vec<&str> =
                run.stderr.lines().filter(|line| line.starts_with("Fehler")).collect();
            if run.code != 0 {
                wrong.push(format!("{project}, {name}: {}", errors.join("\n")));
            }
        }
    }
    wrong
}

#[test]
fn texts_with_digits_anywhere_in_the_configuration_give_a_report_in_every_form() {
    let wrong = unbuilt("html,md,csv,json,xlsx");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn names_of_one_digit_stand_beside_others() {
    for key in
        ["title", "office", "organisation", "source", "notice", "contact", "annex", "licence"]
    {
        for text in ["7", "-5", "½"] {
            let sandbox = Sandbox::gallery();
            let mut config = sandbox.read("input/report.toml").parse::<Table>().unwrap();
            let report = config["report"].as_table_mut().unwrap();
            report.insert(key.to_owned(), Value::String(text.to_owned()));
            sandbox.write("report.toml", &toml::to_string(&config).unwrap());
            let run = sandbox.run(&["build", "--format", "html,md,csv,json,xlsx"]);
            assert_eq!(run.code, 0, "{key} = {text:?}: {}", run.stderr);
        }
    }
}

#[cfg(feature = "pdf")]
#[test]
fn they_give_a_pdf_as_well() {
    let wrong = unbuilt("pdf");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
