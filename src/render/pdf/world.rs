//! What typst may see: one template, the report's data, the logo and the fonts of the program. No file
//! system, no system fonts, no clock, no network.

use std::collections::BTreeMap;
use std::ops::Range;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};

/// The faces of the annex.
const FACES: [&[u8]; 3] = [
    include_bytes!("../../../templates/fonts/Inter-Regular.ttf"),
    include_bytes!("../../../templates/fonts/Inter-SemiBold.ttf"),
    include_bytes!("../../../templates/fonts/Inter-Italic.ttf"),
];

/// The world of one annex.
pub(super) struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    files: BTreeMap<String, Bytes>,
}

impl Desk {
    /// A template with the files it may read.
    pub(super) fn new(template: &str, files: BTreeMap<String, Vec<u8>>) -> Self {
        let faces = FACES.into_iter().filter_map(|face| Font::new(Bytes::new(face), 0));
        let fonts: Vec<Font> = faces.collect();
        let book = FontBook::from_fonts(&fonts);
        // Row heads (`pdf.header-cell`) stand behind this feature.
        let features = [Feature::A11yExtras].into_iter().collect();
        Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(book),
            fonts,
            main: Source::detached(template),
            files: files.into_iter().map(|(name, bytes)| (name, Bytes::new(bytes))).collect(),
        }
    }

    /// The faces, to look characters up.
    pub(super) fn fonts(&self) -> &[Font] {
        &self.fonts
    }

    /// The template.
    pub(super) fn template(&self) -> &str {
        self.main.text()
    }

    /// The part of the template that typst complains about, where it names one.
    pub(super) fn range(&self, complaint: &SourceDiagnostic) -> Option<Range<usize>> {
        WorldExt::range(self, complaint.span)
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.get().vpath().get_without_slash();
        self.files.get(name).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// The report has a date of its own.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
