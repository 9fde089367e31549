//! What the file says of itself: title, author, subject and keywords, in the two places that have them.

use super::text_string;
use crate::reread::xml;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Stream};

/// Every property that is a text, with its name.
///
/// # Errors
/// Says in words what is wrong with the record in XML.
pub(super) fn read(pdf: &Pdf) -> Result<Vec<(&'static str, String)>, &'static str> {
    let known = pdf.metadata();
    let dictionary = [
        ("Title", &known.title),
        ("Author", &known.author),
        ("Subject", &known.subject),
        ("Keywords", &known.keywords),
    ];
    let text = |(name, text): (_, &Option<Vec<u8>>)| Some((name, text_string(text.as_deref()?)));
    let mut properties: Vec<_> = dictionary.into_iter().filter_map(text).collect();
    let record = record(pdf).ok_or("das PDF sagt nichts über sich in XML")?;
    let record =
        xml::read(&record).map_err(|_| "was das PDF in XML über sich sagt, ist kein XML")?;
    record.visit(&mut |element| {
        let name = ["dc:title", "dc:creator", "dc:description", "dc:subject", "pdf:Keywords"]
            .into_iter()
            .find(|name| *name == element.name);
        properties.extend(name.map(|name| (name, element.all_text())));
    });
    Ok(properties)
}

/// The record in XML, without the instructions for programs around it.
fn record(pdf: &Pdf) -> Option<String> {
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id())?;
    let bytes = catalog.get::<Stream<'_>>("Metadata")?.decoded().ok()?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let end = "</x:xmpmeta>";
    let range = text.find("<x:xmpmeta")?..text.find(end)? + end.len();
    text.get(range).map(ToOwned::to_owned)
}
