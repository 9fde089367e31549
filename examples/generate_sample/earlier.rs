//! The years before: wholly invented, and released by the program itself, so that the sample has
//! an archive to compare with. What was open when 2016 ended stands in the exports of the sample.

use crate::calendar::{completion, working_days};
use crate::cases::Case;
use crate::exports::{Export, encoded};
use crate::random::Random;
use crate::words;
use jiff::civil::{Date, date};
use krm_report::commands::ReportOptions;
use krm_report::commands::release::{ReleaseError, release};
use krm_report::project::Overrides;
use krm_report::publish::Goal;
use std::error::Error;
use std::fs;
use std::path::Path;

/// Marked cases of July to November 2016, all closed within the year.
pub(crate) fn late_2016() -> Vec<Case> {
    let mut random = Random::new(20_162);
    marked(98, date(2016, 7, 1), date(2016, 11, 30), date(2016, 12, 21), &mut random)
}

/// The cases before those of the sample's exports. Six are open when 2015 ends.
fn before_the_sample() -> Vec<Case> {
    let mut random = Random::new(2015);
    let last = date(2016, 6, 30);
    let mut cases =
        marked(192, date(2015, 1, 2), date(2015, 12, 11), date(2015, 12, 30), &mut random);
    let mut late = marked(6, date(2015, 12, 14), date(2015, 12, 30), last, &mut random);
    for case in &mut late {
        case.closed = Some(random.pick(&working_days(date(2016, 1, 7), date(2016, 3, 11))));
    }
    cases.extend(late);
    cases.extend(marked(113, date(2016, 1, 4), date(2016, 6, 13), last, &mut random));
    for (from, to, number) in
        [(date(2015, 1, 2), date(2015, 12, 30), 480), (date(2016, 1, 4), date(2016, 6, 13), 260)]
    {
        let days = working_days(from, to);
        for _ in 0..number {
            let mut case = Case::other(random.pick(&days), &mut random);
            case.closed = case.closed.map(|closed| closed.min(last));
            case.finish(&mut random);
            cases.push(case);
        }
    }
    cases.sort_by_key(|case| case.received);
    for (number, case) in cases.iter_mut().enumerate() {
        case.id = format!("{:07}", 1200 + number);
    }
    cases
}

/// Marked cases received from one day to another and closed by a third.
fn marked(number: usize, from: Date, to: Date, last: Date, random: &mut Random) -> Vec<Case> {
    let days = working_days(from, to);
    let mut cases = Vec::new();
    for _ in 0..number {
        let category = random.weighted(&[("complaint", 93), ("suggestion", 5), ("praise", 2)]);
        let submitter = random.weighted(&[
            ("migration", 21),
            ("debt", 17),
            ("housing_emergency", 15),
            ("unemployed", 12),
            ("associations", 11),
            ("own", 8),
            ("pregnancy", 6),
            ("municipal_offices", 6),
            ("volunteers", 4),
        ]);
        let topics = match category {
            "complaint" => words::topics(true, submitter, random),
            "suggestion" => vec![random.pick(&["public_relations", "education_participation"])],
            _ => vec!["reachability"],
        };
        let day = random.pick(&days);
        let mut case = Case::new(true, day, category, topics, submitter);
        case.closed = Some(completion(day, random).min(last));
        case.assess_by_chance(random);
        case.channel =
            random.weighted(&[("email", 45), ("phone", 30), ("letter", 15), ("in_person", 10)]);
        case.finish(random);
        cases.push(case);
    }
    cases
}

/// Releases 2015 and 2016 in a project of their own and copies what the program recorded.
pub(crate) fn archive(sample: &Path, of_sample: &[Case]) -> Result<(), Box<dyn Error>> {
    let early = before_the_sample();
    let output = tempfile::tempdir()?;
    let project = tempfile::tempdir()?;
    let folder = project.path();
    fs::create_dir_all(folder.join("exports"))?;
    fs::write(folder.join("network.toml"), "")?;
    let settings = fs::read_to_string(sample.join("report.toml"))?;
    let exports = [
        (
            2015,
            Export::new("2015.csv", date(2015, 1, 1), date(2015, 12, 31), date(2016, 1, 4), None),
            &early[..],
        ),
        (
            2016,
            Export::new(
                "2016-H1.csv",
                date(2016, 1, 1),
                date(2016, 6, 30),
                date(2016, 7, 4),
                Some(date(2016, 1, 4)),
            ),
            &early[..],
        ),
        (
            2016,
            Export::new(
                "2016-H2.csv",
                date(2016, 7, 1),
                date(2016, 12, 31),
                date(2017, 1, 3),
                None,
            ),
            of_sample,
        ),
    ];
    fs::create_dir_all(sample.join("archive"))?;
    for year in [2015, 2016] {
        for (_, export, cases) in exports.iter().filter(|(of, _, _)| *of == year) {
            fs::write(folder.join("exports").join(export.name), encoded(export, cases)?)?;
        }
        fs::write(folder.join("report.toml"), settings_of(year, &settings))?;
        let options = ReportOptions {
            folder,
            edition: None,
            overrides: Overrides::default(),
            deny_warnings: false,
            allow_rejected: false,
        };
        release(options, &Goal::new(output.path()), false).map_err(told)?;
        let file = format!("archive/{year}.json");
        fs::copy(folder.join(&file), sample.join(&file))?;
    }
    Ok(())
}

/// The sample's settings for an earlier year. The office opened in 2015 and did not record then who submitted; praise is
/// not exempt.
fn settings_of(year: i16, settings: &str) -> String {
    let without = |text: &str, from: &str, to: &str| match text.split_once(from) {
        Some((before, rest)) => {
            let after = rest.split_once(to).map_or("", |(_, after)| after);
            format!("{before}{after}")
        }
        None => text.to_owned(),
    };
    let settings = settings
        .replace(
            "Serviceeinheit Kundenreaktionsmanagement/Ombudsstelle",
            "Ombudsstelle (Beispielprojekt mit erfundenen Fällen)",
        )
        .replace("2017", &year.to_string())
        .replace("as_of = 2018-05-02", &format!("as_of = {}-05-03", year + 1));
    let settings = without(&settings, "[[disclosure.exempt]]", "\n\n");
    // The short edition leaves out a chapter that only 2017 has.
    let settings = without(&settings, "[[edition]]", "\n\n");
    match year {
        2015 => {
            let as_of = "as_of = 2016-05-03";
            let opened = format!("{as_of}\nopened_on = 2015-01-01");
            let settings = settings.replace(as_of, &opened);
            without(&without(&settings, "support = [", "\n]\n"), "submitter_group = [", "\n]\n")
        }
        _ => settings,
    }
}

/// Why a year could not be released, in words.
fn told(error: ReleaseError) -> Box<dyn Error> {
    match error {
        ReleaseError::Build(krm_report::commands::build::BuildError::Stopped(stopped)) => {
            krm_report::diagnostic::to_text(&stopped.findings, Default::default()).into()
        }
        error => error.into(),
    }
}
