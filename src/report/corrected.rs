//! What readers are told of an edition that corrects numbers of an earlier one.

use super::Context;
use crate::locale::date_long;
use jiff::civil::Date;

/// What page one says of it; `None` where no number is corrected.
pub(super) fn notice(context: &Context<'_>) -> Option<String> {
    if !context.figures.are_corrected() {
        return None;
    }
    let first = context.project.overlapping_editions().map(|it| it.content.as_of.as_str()).min();
    let first = first.and_then(|day| day.parse::<Date>().ok());
    let first = first.filter(|day| *day < context.project.settings.as_of);
    let since = match first {
        Some(day) => format!("der Ausgabe mit dem Stand {}", date_long(day)),
        None => "einer früheren Ausgabe".to_owned(),
    };
    let mark = &context.signs.revised.text;
    Some(format!(
        "Seit {since} haben sich Zahlen geändert, zum Beispiel durch nachgetragene Fälle. Berichtigte Zahlen tragen in den Tabellen das Zeichen „{mark}“. Alle anderen Zahlen zu Fällen sind noch die der früheren Ausgabe und können nach heutigem Stand anders sein: Aus kleinen Unterschieden ließe sich auf einzelne Personen schließen. Teile ergeben deshalb nicht überall die Summe."
    ))
}
