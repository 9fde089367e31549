//! Running a template into a text that may not grow without end: a loop over a long list could else make it as long as it likes.

use std::io::{Error, Write};
use tera::{Context, Tera, TeraResult};

/// What is said of a text that does not fit.
pub(super) const TOO_LONG: &str = "der Text wird zu lang";

/// A text with the length it may have.
struct Bounded {
    text: Vec<u8>,
    most: usize,
    is_full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        if bytes.len() > self.most - self.text.len() {
            self.is_full = true;
            return Err(Error::other(TOO_LONG));
        }
        self.text.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

/// What a template gives, in at most so many bytes.
///
/// # Errors
/// When the template fails, or gives more.
pub fn render_within(
    most: usize,
    engine: &Tera,
    name: &str,
    context: &Context,
) -> TeraResult<String> {
    let mut bounded = Bounded { text: Vec::new(), most, is_full: false };
    let rendered = engine.render_to(name, context, &mut bounded);
    if bounded.is_full {
        return Err(tera::Error::message(TOO_LONG));
    }
    rendered?;
    String::from_utf8(bounded.text).map_err(|error| tera::Error::message(error.to_string()))
}
