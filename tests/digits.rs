//! Texts of an office with digits in them: whatever it calls its topics, tables and partners, the report is made.

use crate::support::Sandbox;
use toml::{Table, Value};

/// What an office words as it likes.
const WORDED: [&str; 11] = [
    "label",
    "plural",
    "title",
    "source",
    "office",
    "organisation",
    "note",
    "name",
    "feedback",
    "subtitle",
    "alternative",
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
            if let Some(old) = old.filter(|_| in_lists) {
                let synonyms = table.entry("synonyms").or_insert_with(|| Value::Array(Vec::new()));
                synonyms.as_array_mut().unwrap().push(Value::String(old));
            }
        }
        _ => {}
    }
}

fn reworded(sandbox: &Sandbox, file: &str, word: &dyn Fn(&str) -> String) {
    let mut config = Value::Table(sandbox.read(&format!("input/{file}")).parse::<Table>().unwrap());
    reword(&mut config, false, word);
    sandbox.write(file, &toml::to_string(&config).unwrap());
}

/// How an office may word a text.
type Wording<'a> = (&'a str, &'a dyn Fn(&str) -> String);

#[test]
fn texts_with_digits_anywhere_in_the_configuration_give_a_report_in_every_form() {
    let words: [Wording<'_>; 5] = [
        ("behind", &|text| format!("{text}, Version 3")),
        ("before", &|text| format!("2. {text}")),
        ("law", &|text| format!("{text} nach § 22 SGB II (Nr. 3)")),
        ("short", &|text| format!("U25 {}", text.chars().take(24).collect::<String>())),
        ("like numbers", &|text| format!("{text} 1.234,5 %")),
    ];
    let mut wrong = Vec::new();
    for (project, new) in
        [("gallery", Sandbox::gallery as fn() -> Sandbox), ("sample", Sandbox::new)]
    {
        for (name, word) in words {
            let sandbox = new();
            reworded(&sandbox, "report.toml", word);
            reworded(&sandbox, "network.toml", word);
            let run = sandbox.run(&["build", "--format", "html,md,csv,json,xlsx"]);
            let errors: Vec<&str> =
                run.stderr.lines().filter(|line| line.starts_with("Fehler")).collect();
            if run.code != 0 {
                wrong.push(format!("{project}, {name}: {}", errors.join("\n")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
