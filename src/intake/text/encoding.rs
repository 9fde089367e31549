//! The encodings an export can have, with their names.

/// How the characters of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// Windows-1252, the western code page of Windows.
    Windows1252,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Code page 850, of DOS.
    CodePage850,
    /// A sheet of an Excel workbook, which is no text.
    Workbook,
}

impl Encoding {
    const ALL: [Self; 5] =
        [Self::Utf8, Self::Windows1252, Self::Utf16Le, Self::Utf16Be, Self::CodePage850];

    /// The name in `exports.encoding`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Windows1252 => "windows-1252",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::CodePage850 => "cp850",
            Self::Workbook => "xlsx",
        }
    }

    /// The name in print.
    pub fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::CodePage850 => "Codepage 850 (DOS)",
            Self::Workbook => "Excel-Arbeitsmappe",
        }
    }

    /// The encoding with this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.id() == id)
    }
}
