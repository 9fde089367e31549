//! The recorder's remarks: invented sentences, none about a person who exists.

use crate::random::Random;

/// The marker of the ombuds office as recorders type it.
const MARKERS: [&str; 14] = [
    "Ombudsstelle",
    "Ombudsstelle.",
    "OMBUDSSTELLE",
    "ombudsstelle",
    "über Ombudsstelle",
    "Eingang Ombudsstelle",
    "Ombudsstelle / KRM",
    "an die Ombudsstelle gerichtet",
    "Ombudsperson",
    "Kontakt Ombudsperson",
    "Anfrage bei der Ombudsperson",
    "(Ombudsstelle)",
    "Ombuds\u{ad}stelle",
    "Hinweis: Ombudsstelle!",
];

/// What happened, for complaints.
const EVENTS: [&str; 18] = [
    "Rückruf bis Freitag zugesagt; Unterlagen liegen vor",
    "Bescheid fehlt seit drei Wochen",
    "Weiterbewilligung noch nicht beschieden; Miete im Rückstand",
    "Bitte um Prüfung der Angemessenheit",
    "Vermieter verlangt Zusage bis Monatsende; Eilbedürftigkeit geprüft",
    "Kautionsdarlehen: Vordruck nachgereicht",
    "Nachweise angeblich nicht angekommen – Eingangsstempel liegt bei",
    "Leistungsabteilung um Stellungnahme gebeten",
    "Rücksprache mit dem Team; Antwort folgt schriftlich",
    "Abschlag in Höhe von 150 € veranlasst",
    "Anhörung läuft; Frist verlängert",
    "Termin wurde zweimal verschoben",
    "Bescheid erläutert, Berechnung nachvollziehbar",
    "Hotline nicht erreicht; bittet um E-Mail",
    "Betreff „Umzug“; Schreiben eingescannt",
    "Zuständigkeit an den Fachbereich abgegeben",
    "Antrag nach § 24 SGB II liegt zur Entscheidung",
    "Klärung mit anderer Behörde nötig",
];

/// What was said, for suggestions and praise.
const OPINIONS: [&str; 6] = [
    "Faltblatt in weiteren Sprachen gewünscht",
    "Vorschlag: Merkblatt zu Bildung und Teilhabe in den Schulen auslegen",
    "Hinweis auf der Internetseite besser sichtbar machen",
    "bedankt sich für die schnelle Hilfe",
    "Öffnungszeiten auf dem Aushang ergänzen",
    "freundlicher Empfang wird hervorgehoben",
];

/// What a second line of a remark holds.
const ADDENDA: [&str; 10] = [
    "Wiedervorlage in zwei Wochen",
    "Vermerk: telefonisch \"sehr dringend\"",
    "Anlagen: Mietvertrag; Kontoauszüge; Bescheid",
    "s. auch Akte; Abgabenachricht versandt",
    "- Team informiert;\r\n- Antwort bis Monatsende",
    "Kunde sagt: \"so geht das nicht\"",
    "Danke für die Bearbeitung!",
    "Stellungnahme des Teams liegt vor",
    "erl.; Ablage",
    "Größe der Wohnung: siehe Grundriss",
];

/// The remark of a case; only a marked one carries the marker.
pub(crate) fn remark(marked: bool, is_complaint: bool, random: &mut Random) -> String {
    let event = random.pick(if is_complaint { &EVENTS[..] } else { &OPINIONS[..] });
    if !marked {
        return match random.below(10) {
            0..=3 => String::new(),
            4..=7 => event.to_owned(),
            _ => format!("{event}{}{}", line_end(random), random.pick(&ADDENDA)),
        };
    }
    let marker = random.pick(&MARKERS);
    match random.below(10) {
        0..=2 => marker.to_owned(),
        3..=4 => format!("{marker}; {event}"),
        5 => format!("{event} ({marker})"),
        6 => format!("{event}{}{marker}", line_end(random)),
        7..=8 => format!("{marker}{}{event}", line_end(random)),
        _ => {
            let end = line_end(random);
            format!("{event};{end}{}{end}{marker}", random.pick(&ADDENDA))
        }
    }
}

/// Windows programs write both characters into a field, web forms only the second.
fn line_end(random: &mut Random) -> &'static str {
    if random.percent(75) { "\r\n" } else { "\n" }
}

/// A submitter's name: empty, or one that nobody has.
pub(crate) fn name(random: &mut Random) -> String {
    if random.percent(60) {
        String::new()
    } else {
        format!("Beispielperson {:04}", random.below(2000))
    }
}
