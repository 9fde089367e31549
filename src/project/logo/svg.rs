//! SVG: shapes, colours and texts alone. Everything is named that may stand in it, so that what nobody thought of is refused: no
//! script, no picture or file within, no filter, and nothing that repeats or nests other parts into something endless.

use super::super::stylesheet::{loads, plain};
use super::Refused;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

const SVG: &str = "http://www.w3.org/2000/svg";
/// What is drawn, and what colours and cuts it.
#[rustfmt::skip]
const ELEMENTS: [&str; 19] = [
    "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "clipPath", "linearGradient", "radialGradient", "stop", "style",
];
/// What stands before the colon of a name that is no note of a drawing program.
const FURTHER: [&str; 3] = ["xmlns", "xlink", "xml"];
/// Properties that a style sheet could apply to parts of what they refer to, again and again.
const OF_ATTRIBUTES: [&str; 3] = ["clip-path", "filter", "mask"];

/// The drawing, proven to be one.
pub(super) fn picture(bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    checked(bytes).map(|()| bytes.to_vec()).map_err(|why| {
        Refused(why, "ein SVG, das nur zeichnet, gespeichert als „einfaches“ oder „optimiertes“ SVG ohne Metadaten")
    })
}

/// # Errors
/// In words that follow the name of the file.
fn checked(bytes: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "ist nicht in UTF-8 gespeichert")?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open: Vec<String> = Vec::new();
    let mut is_svg = false;
    loop {
        let event =
            reader.read_event().map_err(|error| format!("ist kein gültiges XML ({error})"))?;
        match event {
            Event::Start(start) | Event::Empty(start) if open.is_empty() && is_svg => {
                return Err(format!("enthält hinter dem Bild `{}`", start.name().as_ref()));
            }
            Event::Start(start) => {
                is_svg |= element(&start, &open)?;
                open.push(start.name().as_ref().to_owned());
            }
            Event::Empty(start) => is_svg |= element(&start, &open)?,
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) if is_style(&open) => style_sheet(&text.xml10_content())?,
            Event::CData(text) if is_style(&open) => style_sheet(&text.xml10_content())?,
            // A sheet in which a character is written as a number is not read here as a browser reads it.
            Event::GeneralRef(_) if is_style(&open) => {
                return Err(has("Zeichen als Nummern im Stilblatt"));
            }
            Event::Decl(declaration) => {
                let encoding = declaration.encoding().and_then(Result::ok);
                if encoding.is_some_and(|it| !it.as_ref().eq_ignore_ascii_case("utf-8")) {
                    return Err("ist nicht in UTF-8 gespeichert".to_owned());
                }
            }
            // The type of all drawings names an address that nobody loads; what it defines could be anything.
            Event::DocType(kind) if kind.xml10_content().contains('[') => {
                return Err(has("<!DOCTYPE …["));
            }
            Event::PI(_) => return Err(has("<?…?>")),
            Event::DocType(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::GeneralRef(_) => {}
            Event::Eof if !is_svg => return Err("ist kein SVG".to_owned()),
            Event::Eof if !open.is_empty() => return Err("bricht ab".to_owned()),
            Event::Eof => return Ok(()),
        }
    }
}

fn has(what: &str) -> String {
    format!("enthält `{what}`")
}

fn is_style(open: &[String]) -> bool {
    open.last().is_some_and(|name| name == "style")
}

/// Checks an element with its attributes; whether it is the drawing itself.
fn element(start: &BytesStart<'_>, open: &[String]) -> Result<bool, String> {
    let name: String = start.name().as_ref().to_owned();
    let is_root = open.is_empty();
    if !ELEMENTS.contains(&name.as_str()) || is_root != (name == "svg") {
        return Err(has(&format!("<{name}>")));
    }
    let mut namespace = None;
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("ist kein gültiges XML ({error})"))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| format!("ist kein gültiges XML ({error})"))?;
        let key = attribute.key.as_ref().to_owned();
        let local = key.rsplit(':').next().unwrap_or_default();
        let is_cut = open.iter().any(|name| name == "clipPath");
        let is_fine = match local {
            "xmlns" => value == SVG,
            "href" => value.starts_with('#'),
            "base" | "filter" | "mask" => false,
            "clip-path" => !is_cut && loads(&value).is_none(),
            "style" => !is_cut && loads(&value).is_none() && !plain(&value).contains("filter"),
            // What a drawing program notes for itself, with the names of files and folders.
            _ if key != local && !FURTHER.contains(&key.split(':').next().unwrap_or_default()) => {
                false
            }
            _ => !local.to_ascii_lowercase().starts_with("on") && loads(&value).is_none(),
        };
        if !is_fine {
            return Err(has(&format!("{key}=\"…\"")));
        }
        if key == "xmlns" {
            namespace = Some(value.into_owned());
        }
    }
    if is_root && namespace.as_deref() != Some(SVG) {
        return Err(format!("ist kein SVG (`xmlns=\"{SVG}\"` fehlt)"));
    }
    Ok(is_root)
}

fn style_sheet(css: &str) -> Result<(), String> {
    match loads(css).or_else(|| {
        let plain = plain(css);
        OF_ATTRIBUTES.iter().find(|word| plain.contains(**word)).map(|it| (*it).to_owned())
    }) {
        Some(what) => Err(format!("enthält im Stilblatt `{what}`")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(content: &str) -> Result<(), String> {
        checked(format!("<svg xmlns=\"{SVG}\" width=\"9\">{content}</svg>").as_bytes())
    }

    #[test]
    fn a_drawing_passes_as_drawing_programs_write_it() {
        let drawing = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- x -->\
            <!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\
            <svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\">\
            <defs><style>.a{fill:url(#g)}</style><linearGradient id=\"g\" xlink:href=\"#h\"><stop offset=\"0\"/></linearGradient>\
            <clipPath id=\"c\"><rect width=\"9\" height=\"9\"/></clipPath></defs>\
            <g clip-path=\"url(#c)\"><path class=\"a\" d=\"M0 0\" style=\"stroke:red\"/><text>A &amp; B</text></g></svg>\n";
        assert_eq!(checked(drawing.as_bytes()), Ok(()));
    }

    #[test]
    fn what_is_more_than_a_drawing_is_refused() {
        for content in [
            "<script>alert(1)</script>",
            "<SCRIPT/>",
            "<svg:script/>",
            "<g onload='x'/>",
            "<g ONLOAD='x'/>",
            "<foreignObject/>",
            "<image href='https://example.org/x.png'/>",
            "<use href='#a'/>",
            "<filter id='f'/>",
            "<animate attributeName='href'/>",
            "<a href='https://example.org'/>",
            "<g style='fill:url(https://example.org/x)'/>",
            "<g fill='url(//example.org#a)'/>",
            "<g filter='blur(9px)'/>",
            "<g style='filter:blur(9px)'/>",
            "<g style='FIL\\74 er:blur(9px)'/>",
            "<g inkscape:export-filename='C:\\Users\\a\\b.png'/>",
            "<g xml:base='https://example.org'/>",
            "<g xmlns='http://www.w3.org/1999/xhtml'/>",
            "<linearGradient xl:href='https://example.org#a'/>",
            "<style>@import 'x';</style>",
            "<style><![CDATA[@import 'x';]]></style>",
            "<style>&#64;import 'x';</style>",
            "<style>.a{clip-path:url(#b)}</style>",
            "<style>.a{CL\\69p-path:url(#b)}</style>",
            "<clipPath id='a'><g clip-path='url(#b)'/></clipPath>",
            "<?xml-stylesheet href='x'?>",
            "<svg/>",
        ] {
            assert!(svg(content).is_err(), "{content}");
        }
    }

    #[test]
    fn what_is_no_whole_svg_is_refused() {
        let bomb =
            "<!DOCTYPE svg [<!ENTITY a 'x'>]><svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>";
        for text in [
            "",
            "GIF89a",
            "<html/>",
            "<svg/>",
            "<svg xmlns='http://www.w3.org/2000/svg'>",
            bomb,
            "<svg xmlns='http://www.w3.org/2000/svg'/><script/>",
            "<?xml version='1.0' encoding='utf-7'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        ] {
            assert!(checked(text.as_bytes()).is_err(), "{text}");
        }
        assert!(checked(b"\xff\xfe<svg").is_err());
    }
}
