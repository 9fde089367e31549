//! What readers go without because masks alone do not protect the persons of a small year, in words: for page one and for
//! the method chapter.

use super::Context;
use super::document::Inline;
use crate::disclosure::GivenUp;

/// What the method chapter says, without its full stop; `None` where masks do.
pub(super) fn sentence(context: &Context<'_>) -> Option<Vec<Inline>> {
    let threshold = context.project.disclosure.threshold;
    let period = &context.project.words.period.noun;
    let text = match context.figures.given_up() {
        GivenUp::Nothing => return None,
        GivenUp::Figures => format!(
            "In diesem {period} gilt das nicht für alle Zahlen, und der Schutz geht weiter: Das Zeichen kann auch für null stehen, und einige Tabellen fehlen ganz. Nach diesem Bericht könnte jede nicht gedruckte Anzahl unter {threshold} auch null oder mindestens {threshold} sein"
        ),
        GivenUp::AllButTotals => format!(
            "In diesem {period} sind es dafür zu wenige Fälle: Über sie ist nur veröffentlicht, wie viele im ganzen {period} eingegangen sind. Wie sie sich verteilen, ergibt sich aus dem Bericht nicht. Kapitel und Abschnitte, von denen nichts bliebe, fehlen"
        ),
    };
    Some(vec![Inline::Text(text)])
}

/// What page one says, title and text; `None` where most is published.
pub(super) fn notice(context: &Context<'_>) -> Option<(&'static str, String)> {
    match context.figures.given_up() {
        GivenUp::Nothing | GivenUp::Figures => None,
        GivenUp::AllButTotals => Some((
            "Zu wenige Fälle für Einzelheiten",
            format!(
                "Über die Fälle ist nur veröffentlicht, wie viele im ganzen {} eingegangen sind. Alles Weitere ließe auf einzelne Personen schließen und wird deshalb nicht genannt.",
                context.project.words.period.noun
            ),
        )),
    }
}
