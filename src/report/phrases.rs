//! Requests within a sentence, in words.

use super::document::Inline;
use super::{Context, Exhibits, exhibit_reference, sentences};
use crate::plan::Request;

/// The words for a request within a sentence; `None` for a request that is a block.
pub(super) fn phrase(
    request: &Request,
    context: &Context<'_>,
    exhibits: &Exhibits<'_>,
) -> Option<Vec<Inline>> {
    match request {
        Request::Figure { figure, noun } => {
            let published = context.published(figure)?;
            let number = Inline::Figure(context.printer().prose(published, noun.as_ref()));
            Some([number].into_iter().chain(sentences::limits(published, context)).collect())
        }
        // Nothing to say is an empty phrase.
        Request::Sentence(sentence) => {
            Some(sentences::sentence(sentence, context, exhibits).unwrap_or_default())
        }
        Request::Reference(to) => Some(vec![exhibit_reference::words(to, context, exhibits)]),
        Request::Typed(text) => Some(vec![Inline::Text(text.clone())]),
        Request::Ranking { table, first } => {
            let ranked = sentences::ranked(table, *first, context, exhibits);
            Some(ranked.unwrap_or_else(|why| vec![Inline::Text(why.to_owned())]))
        }
        _ => None,
    }
}
