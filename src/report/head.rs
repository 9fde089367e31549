//! What stands above the first chapter.

use super::document::{Head, Inline, Notice};
use super::{Context, corrected, given_up, missing};
use crate::disclosure::PublishedValue;
use crate::domain::{Figure, LedgerEntry, Period, Population};
use crate::locale::{PeriodWords, Words, capital, date_iso, date_long, period_label};
use crate::project::Status;

/// Said where the office has set a threshold that masks nothing.
const UNMASKED: (&str, &str) = (
    "Geheimhaltung: nicht angewendet",
    "Dieser Bericht gibt auch kleine Zahlen wieder und darf das Haus nicht verlassen.",
);

pub(super) fn head(context: &Context<'_>) -> Head {
    let settings = &context.project.settings;
    let period = &context.project.words.period;
    let mut year = period_label(settings.period, Period::Year);
    if !settings.period.is_of_calendar() && settings.period.part().is_some() {
        let (from, to) = settings.period.bounds(Period::Year);
        year = format!("{year} ({} bis {})", date_long(from), date_long(to));
    }
    let mut facts = vec![(period.report.clone(), year)];
    let edition = context.project.edition.as_ref();
    facts.extend(edition.map(|edition| ("Ausgabe".to_owned(), edition.label.clone())));
    facts.push(("Stand".to_owned(), date_long(settings.as_of)));
    for (name, value) in [
        ("Vorgelegt", &settings.committee),
        ("Vorlage", &settings.council_paper),
        ("Anlage", &settings.annex),
        ("Grundlage", &settings.resolution),
        ("Kontakt", &settings.contact),
    ] {
        facts.extend(value.clone().map(|value| (name.to_owned(), value)));
    }
    Head {
        name: context.project.folder_name(),
        title: settings.title.clone(),
        office: settings.office.clone(),
        organisation: settings.organisation.clone(),
        year: period_label(settings.period, Period::Year),
        as_of: date_long(settings.as_of),
        as_of_iso: date_iso(settings.as_of),
        draft: settings.status == Status::Draft,
        facts,
        notices: notices(context),
        source: settings.source.clone(),
        licence: settings.licence.clone(),
        colophon: colophon(context),
    }
}

/// What must be said on page one.
fn notices(context: &Context<'_>) -> Vec<Notice> {
    let settings = &context.project.settings;
    let Words { office, period, .. } = &context.project.words;
    let notice = |title: &str, text: &str| {
        let (first, more) = text.split_at(first_sentence(text));
        Notice {
            title: title.to_owned(),
            content: vec![Inline::Text(first.to_owned())],
            more: more.trim().to_owned(),
        }
    };
    let mut notices = Vec::new();
    if settings.status == Status::Draft {
        notices.push(notice("Entwurf", "Dieser Bericht ist noch nicht freigegeben."));
    }
    notices.extend(interim(context).map(|text| notice("Zwischenstand", &text)));
    notices.extend(settings.notice.as_ref().map(|text| notice("Hinweis zu den Daten", text)));
    notices.extend(rejected(context));
    notices.extend(missing::days(context).map(|days| {
        let has_some = context.plan.recording.has_receipts(Population::Received);
        let (title, text) = match has_some {
            true => (capital(&period.not_whole), format!("Der Auswertung liegen für die Zeit {days} keine {} vor. Zahlen für {} {} und für Teile, zu denen diese Zeit gehört, sind deshalb unvollständig und werden nicht mit früheren {} verglichen.", missing::receipts(context), period.definite, period.noun, period.plural_dative)),
            false => (format!("Keine Zahlen zu diesem {}", period.noun), format!("Aus dem {} liegen der Auswertung keine Eingänge {} vor. Was auf ihnen beruht, ist nicht erfasst und fehlt in diesem Bericht.", period.name, office.at)),
        };
        notice(&title, &text)
    }));
    notices.extend(missing::days_of_house(context).map(|days| {
        let text = format!("Neben den Fällen {} liegen der Auswertung für die Zeit {days} keine Eingänge des Hauses vor. Zahlen für das ganze Haus sind deshalb unvollständig.", office.genitive);
        notice(&format!("Haus {}", period.not_whole), &text)
    }));
    notices.extend(
        missing::files_in_part(context)
            .map(|text| notice("Exporte mit Lücken", &format!("{text}."))),
    );
    if context.plan.recording.fields.closes_in_part {
        let text = "Die Exporte enthalten den Tag der Erledigung nur zum Teil. Erledigte und offene Fälle, Dauern und die Zielfrist fehlen deshalb in diesem Bericht.";
        let later = missing::entered_later(context).map(|later| format!(" {later}."));
        let text = format!("{text}{}", later.unwrap_or_default());
        notices.push(notice("Erledigungen nicht ausgewertet", &text));
    }
    notices.extend(missing::notice(context).map(|text| notice("Nicht alles ist erfasst", &text)));
    notices.extend(context.plan.recording.days.opened_on.map(|day| {
        let text = format!("{} besteht seit dem {}. Zeiten davor sind nicht aufgeführt. Zahlen für {} {}, und für den Teil des Jahres, in den dieser Tag fällt, gelten für die Zeit ab diesem Tag; sie werden nicht mit anderen Zeiten verglichen.", office.start, date_long(day), period.definite, period.noun);
        notice(&capital(&period.no_whole), &text)
    }));
    notices.extend(corrected::notice(context).map(|text| notice("Berichtigte Ausgabe", &text)));
    notices.extend(given_up::notice(context).map(|(title, text)| notice(title, &text)));
    if context.project.disclosure.threshold == 1 {
        let (title, text) = UNMASKED;
        notices.push(notice(title, text));
    }
    if let Some(base) = context.project.disclosure.base() {
        let text = format!(
            "Jede Anzahl von Fällen und Nennungen ist für sich auf das nächste Vielfache von {base} gerundet, auch Summen. Null heißt: keine oder sehr wenige."
        );
        notices.push(notice("Gerundete Zahlen", &text));
    }
    notices
}

/// Where the first sentence of a text ends: behind the first full stop between a word and the start of another sentence. Days of
/// months and abbreviations have one, too, but no longer word before it.
fn first_sentence(text: &str) -> usize {
    let ends = text.match_indices(". ").find(|(at, _)| {
        let (before, behind) = (text.get(..*at), text.get(at + 2..));
        let word = before.unwrap_or_default().chars().rev().take_while(|c| c.is_alphabetic());
        let next = behind.unwrap_or_default().chars().next();
        word.count() > 3 && next.is_some_and(char::is_uppercase)
    });
    ends.map_or(text.len(), |(at, _)| at + 1)
}

/// What page one says of an interim report.
fn interim(context: &Context<'_>) -> Option<String> {
    let period = context.project.settings.period;
    let until = date_long(period.until()?);
    let all = PeriodWords::new(period.whole());
    let PeriodWords { definite, whole, noun, name, genitive, plural_dative, .. } = &all;
    let open = match context.plan.recording.has_stock(Period::Year) {
        true => " Was an diesem Tag nicht erledigt war, zählt als offen.",
        false => "",
    };
    Some(format!(
        "Dieser Bericht reicht bis zum {until} und umfasst damit {definite} {name} nicht ganz.{open} Teile des {genitive}, die später beginnen, sind nicht aufgeführt, und mit früheren {plural_dative} wird nicht verglichen. Zusammen mit dem Bericht über {definite} {whole} {noun} könnte er kleine Zahlen verraten; er wird deshalb nicht freigegeben und darf das Haus nicht verlassen."
    ))
}

fn colophon(context: &Context<'_>) -> Vec<(String, Vec<Inline>)> {
    let settings = &context.project.settings;
    let text = |text: &String| vec![Inline::Text(text.clone())];
    let statement = settings.accessibility.as_ref().map(|href| {
        let content = vec![Inline::Text("Erklärung zur Barrierefreiheit".to_owned())];
        vec![Inline::Link { href: href.clone(), content }]
    });
    let entries = [
        ("Kontakt", settings.contact.as_ref().map(text)),
        ("Barrierefreiheit", statement),
        ("Nächster Bericht", settings.next_report.as_ref().map(text)),
        ("Nutzung", settings.licence.as_ref().map(text)),
    ];
    let given = entries.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    given.collect()
}

/// What page one says when the office has decided to go on without some records.
fn rejected(context: &Context<'_>) -> Option<Notice> {
    let published = |entry| context.published(&Figure::Ledger(entry));
    let rejected = published(LedgerEntry::REJECTED).filter(|figure| !figure.is_zero())?;
    let all = published(LedgerEntry::Records(None))?;
    let printed = |figure| Inline::Figure(context.printer().cell(figure));
    // Of how many is not told where that would give small numbers away.
    let content = match all.value() {
        PublishedValue::Masked => vec![
            Inline::Text("Wegen Fehlern nicht gezählte Datensätze der Exporte: ".to_owned()),
            printed(rejected),
            Inline::Text(".".to_owned()),
        ],
        _ => vec![
            printed(rejected),
            Inline::Text(" von ".to_owned()),
            printed(all),
            Inline::Text(" Datensätzen der Exporte wurden wegen Fehlern nicht gezählt.".to_owned()),
        ],
    };
    Some(Notice { title: "Unvollständige Daten".to_owned(), content, more: String::new() })
}
