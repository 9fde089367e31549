//! The words of the sample: how values are typed into the database, and how often they occur.
//! The identifiers are those of `input/report.toml`.

use crate::random::Random;

/// Identifier of a value in its list; empty for "not stated".
pub(crate) type Value = &'static str;

/// Spellings as they are met in exports: labels, synonyms, upper and lower case. The first is the
/// database's own, typed most often.
const SPELLINGS: &[(Value, &[&str])] = &[
    ("complaint", &["Beschwerde", "beschwerde", "BESCHWERDE"]),
    ("suggestion", &["Idee/Anregung", "Anregung", "Idee"]),
    ("praise", &["Lob", "lob"]),
    ("housing_costs", &["Kosten der Unterkunft", "KdU", "KDU", "Unterkunft und Heizung"]),
    ("relocation", &["Umzug", "umzug", "Angemessenheit und Notwendigkeit eines Umzugs"]),
    ("rental_deposit", &["Mietkaution", "Kaution", "Mietkaution als Darlehen"]),
    (
        "municipal_processing_time",
        &["Bearbeitungsdauer kommunal", "Bearbeitungsdauer kommunaler Leistungen"],
    ),
    ("initial_equipment", &["Erstausstattung", "Erstausstattung der Wohnung"]),
    (
        "pregnancy_equipment",
        &["Erstausstattung Schwangerschaft", "Erstausstattung bei Schwangerschaft und Geburt"],
    ),
    ("education_participation", &["Bildung und Teilhabe", "BuT", "BUT"]),
    ("standard_needs", &["Regelbedarf", "Mehrbedarf", "Regelbedarf und Mehrbedarf"]),
    ("income", &["Einkommensanrechnung", "Anrechnung von Einkommen"]),
    ("recovery", &["Rückforderung", "Aufrechnung", "Rueckforderung"]),
    ("processing_time", &["Bearbeitungsdauer", "bearbeitungsdauer"]),
    ("placement", &["Vermittlung", "Eingliederungsvereinbarung"]),
    ("training", &["Weiterbildung", "FbW", "Weiterbildung und Ausbildung"]),
    ("sanctions", &["Sanktion", "Sanktionen", "Minderung"]),
    ("conduct", &["Mitarbeiterverhalten", "Verhalten von Mitarbeitenden"]),
    ("reachability", &["Erreichbarkeit", "Terminvergabe", "Erreichbarkeit und Termine"]),
    ("notices", &["Bescheid unverständlich", "Verständlichkeit von Bescheiden"]),
    ("documents", &["Unterlagen", "Verlorene Unterlagen"]),
    ("public_relations", &["Presse-/Öffentlichkeitsarbeit", "Öffentlichkeitsarbeit"]),
    ("own", &["Kunde selbst", "Kundin selbst", "selbst", "KUNDE SELBST"]),
    ("migration", &["Migrationsberatungsstelle", "Migrationsberatung"]),
    ("debt", &["Schuldnerberatungsstelle", "Schuldnerberatung", "schuldnerberatung"]),
    ("housing_emergency", &["Wohnungsnotfallhilfe", "wohnungsnotfallhilfe"]),
    ("unemployed", &["Arbeitsloseninitiative", "Arbeitsloseninitiativen"]),
    ("pregnancy", &["Schwangerenberatung", "Schwangerschaftsberatung"]),
    ("associations", &["Verein", "freier Träger", "Freier Traeger"]),
    ("volunteers", &["Ehrenamt", "ehrenamtlicher Helfer", "Ehrenamtliche"]),
    ("municipal_offices", &["SPDI", "Krankenhaussozialdienst", "städtische Stelle"]),
    ("justified", &["begründet", "Begründet", "berechtigt"]),
    ("partly", &["teilweise begründet", "teilw. begründet"]),
    ("unjustified", &["unbegründet", "Unbegründet", "unberechtigt"]),
    ("open", &["offen", "noch nicht bewertet"]),
    ("deadline", &["Frist", "Bearbeitungsfrist nicht eingehalten"]),
    ("error", &["Fehler", "Bearbeitungsfehler"]),
    ("email", &["E-Mail", "Email", "e-mail"]),
    ("phone", &["Telefon", "telefonisch"]),
    ("letter", &["Brief", "postalisch", "Fax"]),
    ("in_person", &["persönlich", "Vorsprache"]),
    ("online", &["Online-Formular", "Online-Formular"]),
    ("remedied", &["abgeholfen", "Abhilfe"]),
    ("clarified", &["Sachverhalt geklärt", "geklärt"]),
    ("confirmed", &["Entscheidung bestätigt", "keine Änderung"]),
    ("forwarded", &["weitergeleitet", "Weitergeleitet"]),
    ("withdrawn", &["zurückgezogen", "Zurückgezogen"]),
    ("social_insurance", &["Krankenkasse", "Rentenversicherung", "Sozialversicherungsträger"]),
    ("family_benefits", &["Familienkasse", "familienkasse"]),
    ("immigration", &["Ausländerbehörde", "Auslaenderbehörde"]),
    ("social_office", &["Sozialamt", "sozialamt"]),
];

/// Topics of the ombuds office's complaints.
const OMBUDS_TOPICS: [(Value, u64); 18] = [
    ("relocation", 66),
    ("municipal_processing_time", 62),
    ("rental_deposit", 58),
    ("housing_costs", 32),
    ("standard_needs", 27),
    ("recovery", 24),
    ("income", 22),
    ("processing_time", 20),
    ("initial_equipment", 17),
    ("documents", 16),
    ("notices", 15),
    ("reachability", 14),
    ("sanctions", 20),
    ("placement", 18),
    ("training", 15),
    ("conduct", 10),
    ("pregnancy_equipment", 8),
    ("education_participation", 7),
];

/// Topics of all other reactions in the house.
const HOUSE_TOPICS: [(Value, u64); 18] = [
    ("processing_time", 60),
    ("standard_needs", 42),
    ("conduct", 38),
    ("income", 36),
    ("reachability", 34),
    ("placement", 30),
    ("housing_costs", 28),
    ("recovery", 26),
    ("notices", 24),
    ("sanctions", 22),
    ("documents", 20),
    ("training", 18),
    ("municipal_processing_time", 14),
    ("relocation", 13),
    ("rental_deposit", 9),
    ("initial_equipment", 8),
    ("education_participation", 7),
    ("pregnancy_equipment", 4),
];

/// Who files the reactions that are not addressed to the ombuds office.
pub(crate) const HOUSE_SUBMITTERS: [(Value, u64); 9] = [
    ("own", 80),
    ("associations", 5),
    ("debt", 4),
    ("migration", 4),
    ("municipal_offices", 2),
    ("unemployed", 2),
    ("housing_emergency", 1),
    ("volunteers", 1),
    ("", 1),
];

/// What the clients of a body ask for more often than others do.
fn is_close_to(submitter: Value, topic: Value) -> bool {
    let topics: &[Value] = match submitter {
        "migration" => &["municipal_processing_time", "initial_equipment", "notices", "training"],
        "debt" => &["recovery", "housing_costs", "income"],
        "housing_emergency" => &["relocation", "rental_deposit", "housing_costs"],
        "unemployed" => &["placement", "training", "sanctions", "standard_needs"],
        "pregnancy" => &["pregnancy_equipment", "initial_equipment", "relocation"],
        "municipal_offices" => &["municipal_processing_time", "documents", "reachability"],
        _ => &[],
    };
    topics.contains(&topic)
}

/// One to three topics of a case.
pub(crate) fn topics(marked: bool, submitter: Value, random: &mut Random) -> Vec<Value> {
    let weights = if marked { OMBUDS_TOPICS } else { HOUSE_TOPICS };
    let mut left: Vec<(Value, u64)> = weights
        .into_iter()
        .map(|(topic, weight)| {
            (topic, if is_close_to(submitter, topic) { 3 * weight } else { weight })
        })
        .collect();
    let number = random.weighted(&[(1, 53), (2, 34), (3, 13)]);
    let mut topics = Vec::new();
    for _ in 0..number {
        let topic = random.weighted(&left);
        left.retain(|(other, _)| *other != topic);
        topics.push(topic);
    }
    topics
}

/// A value as somebody typed it; the database's own spelling in every other case.
pub(crate) fn spelling(value: Value, random: &mut Random) -> &'static str {
    let known = SPELLINGS.iter().find(|(id, _)| *id == value).map(|(_, spellings)| *spellings);
    match known {
        Some([usual, ..]) if random.percent(50) => usual,
        Some(spellings) => random.pick(spellings),
        None => "",
    }
}
