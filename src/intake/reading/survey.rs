//! What has to be true of a whole file that is read in blocks, proven block by block while it is read: every byte
//! has a meaning in the file's encoding, none is NUL, no text was ruined before. With it the hash, the size and the
//! physical lines, counted apart from reading them.

use crate::intake::text::{Encoding, PhysicalLines, letters, multibyte, one_byte};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// What was seen of a file so far.
pub(crate) struct Survey {
    encoding: Encoding,
    /// Whether the officer has decided the encoding; then nothing speaks against it but a byte without a meaning.
    is_configured: bool,
    hash: Sha256,
    size: u64,
    is_ascii: bool,
    /// Characters of several bytes that are valid UTF-8, and broken ones, where the file is taken for no UTF-8.
    multibyte: (u64, u64),
    lines: PhysicalLines,
}

/// What was seen of a whole file.
pub(crate) struct Surveyed {
    pub(crate) hash: [u8; 32],
    /// Size in bytes.
    pub(crate) size: u64,
    pub(crate) is_ascii: bool,
    pub(crate) lines: PhysicalLines,
}

impl Survey {
    /// Of a file in this encoding: UTF-8 or one of one byte a character; `None` in others, of which a part proves
    /// nothing.
    pub(crate) fn new(encoding: Encoding, is_configured: bool) -> Option<Self> {
        let is_parted =
            !matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be | Encoding::Workbook);
        is_parted.then(|| Self {
            encoding,
            is_configured,
            hash: Sha256::new(),
            size: 0,
            is_ascii: true,
            multibyte: (0, 0),
            lines: PhysicalLines::default(),
        })
    }

    /// Takes further whole lines and returns their text; `None` when the file has to be seen as a whole.
    pub(crate) fn text<'b>(&mut self, bytes: &'b [u8]) -> Option<Cow<'b, str>> {
        let text = match self.encoding {
            Encoding::Utf8 => Cow::Borrowed(std::str::from_utf8(bytes).ok()?),
            encoding => {
                if encoding == Encoding::Windows1252 && one_byte::first_undefined(bytes).is_some() {
                    return None;
                }
                let (valid, invalid) = multibyte::balance(bytes);
                self.multibyte.0 += valid;
                self.multibyte.1 += invalid;
                one_byte::text(encoding, bytes)
            }
        };
        if bytes.contains(&0) || letters::ruined(&text).next().is_some() {
            return None;
        }
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        self.is_ascii &= bytes.is_ascii();
        // Blocks end with a line feed, so no line end is parted; only the last may lack one.
        if !bytes.is_empty() {
            let lines = PhysicalLines::of(bytes);
            self.lines = PhysicalLines { number: self.lines.number + lines.number, ..lines };
        }
        Some(text)
    }

    /// What was seen, at the end of the file; `None` when it may be written otherwise than it was read.
    pub(crate) fn finish(self) -> Option<Surveyed> {
        let (valid, invalid) = self.multibyte;
        if self.encoding != Encoding::Utf8 && !self.is_configured && valid >= invalid {
            return None;
        }
        Some(Surveyed {
            hash: self.hash.finalize().into(),
            size: self.size,
            is_ascii: self.is_ascii,
            lines: self.lines,
        })
    }
}
