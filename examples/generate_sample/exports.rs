//! The cases as the database exports them: Windows-1252, `;`, CRLF, one file a half-year. A case
//! that was open when a file was drawn comes again in the next one.

use crate::cases::Case;
use jiff::ToSpan;
use jiff::civil::{Date, date};

const HEADER: [&str; 16] = [
    "Fallnummer",
    "Eingangsdatum",
    "Eingangsbestätigung am",
    "Erledigt am",
    "Art der Kundenreaktion",
    "Anliegen 1",
    "Anliegen 2",
    "Anliegen 3",
    "Bewertung",
    "Begründungsgrund",
    "Eingangskanal",
    "Einreicher",
    "Einreicher Name",
    "Ergebnis",
    "Geklärt mit",
    "Erfasserbemerkung",
];

/// One export: the cases received in a time, in their state on the morning of a day.
pub(crate) struct Export {
    pub(crate) name: &'static str,
    from: Date,
    to: Date,
    pub(crate) drawn_on: Date,
    /// When the export before was drawn.
    before: Option<Date>,
}

/// The exports of the sample, the oldest first.
pub(crate) const EXPORTS: [Export; 3] = [
    Export {
        name: "2016-H2.csv",
        from: date(2016, 7, 1),
        to: date(2016, 12, 31),
        drawn_on: date(2017, 1, 3),
        before: None,
    },
    Export {
        name: "2017-H1.csv",
        from: date(2017, 1, 1),
        to: date(2017, 6, 30),
        drawn_on: date(2017, 7, 3),
        before: Some(date(2017, 1, 3)),
    },
    Export {
        name: "2017-H2.csv",
        from: date(2017, 7, 1),
        to: date(2017, 12, 31),
        drawn_on: date(2018, 5, 2),
        before: Some(date(2017, 7, 3)),
    },
];

/// The bytes of an export as the database writes them.
pub(crate) fn encoded(export: &Export, cases: &[Case]) -> Result<Vec<u8>, String> {
    let text = export.text(cases);
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(&text);
    match unmappable {
        true => Err(format!("{}: a character has no place in Windows-1252", export.name)),
        false => Ok(bytes.into_owned()),
    }
}

impl Export {
    /// An export of the cases received in a time.
    pub(crate) fn new(
        name: &'static str,
        from: Date,
        to: Date,
        drawn_on: Date,
        before: Option<Date>,
    ) -> Self {
        Self { name, from, to, drawn_on, before }
    }

    /// The cases the export holds: those of its time, and those the export before showed as open.
    /// A few that were closed in its last days come again, too, in the same words.
    pub(crate) fn cases<'a>(&self, cases: &'a [Case]) -> Vec<&'a Case> {
        let recently = self.from.saturating_sub(2.days());
        let comes_again = |case: &Case| match self.before {
            Some(before) if case.received < self.from => {
                case.closed_before(before).is_none_or(|closed| closed >= recently)
            }
            _ => false,
        };
        let of_its_time = |case: &Case| self.from <= case.received && case.received <= self.to;
        cases.iter().filter(|case| of_its_time(case) || comes_again(case)).collect()
    }

    /// The text of the file.
    pub(crate) fn text(&self, cases: &[Case]) -> String {
        let mut text = line(HEADER.map(str::to_owned));
        for case in self.cases(cases) {
            text.push_str(&line(case.fields(self.drawn_on)));
        }
        text
    }
}

impl Case {
    /// The day of completion as known on the morning of a day.
    pub(crate) fn closed_before(&self, day: Date) -> Option<Date> {
        self.closed.filter(|closed| *closed < day)
    }

    /// The fields of the case as they stood on the morning of a day.
    fn fields(&self, day: Date) -> [String; 16] {
        let closed = self.closed_before(day);
        let acknowledged = self.acknowledged.filter(|acknowledged| *acknowledged < day);
        let typed = &self.typed;
        let [first_topic, second_topic, third_topic] = typed.topics;
        let when_closed =
            |value: &str| if closed.is_some() { value.to_owned() } else { String::new() };
        [
            self.id.clone(),
            german_date(Some(self.received)),
            german_date(acknowledged),
            german_date(closed),
            typed.category.to_owned(),
            first_topic.to_owned(),
            second_topic.to_owned(),
            third_topic.to_owned(),
            if closed.is_some() { typed.assessment } else { typed.assessment_while_open }
                .to_owned(),
            when_closed(typed.reason),
            typed.channel.to_owned(),
            typed.submitter.to_owned(),
            typed.name.clone(),
            when_closed(typed.outcome),
            when_closed(&typed.clarified_with),
            typed.remark.clone(),
        ]
    }
}

fn german_date(day: Option<Date>) -> String {
    day.map(|day| format!("{:02}.{:02}.{}", day.day(), day.month(), day.year())).unwrap_or_default()
}

/// A line of the file; a field is quoted where it must be.
fn line(fields: [String; 16]) -> String {
    let quoted = fields.map(|field| {
        let needs_quotes = field.contains([';', '"', '\r', '\n']);
        if needs_quotes { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
    });
    quoted.join(";") + "\r\n"
}
