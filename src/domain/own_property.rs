//! Properties of cases that an office adds by configuration: `[[dimension]]` in `report.toml`.

/// A property of cases with a column of its own and a closed list (Rechtskreis, Team, Altersgruppe …). There is one for
/// each `[[dimension]]` of the project that is read; it lives as long as the program, so that a dimension is a
/// reference to it and is copied like any other.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnProperty {
    /// Position in the configuration, from 0: its place among the own values of a case.
    pub position: usize,
    /// The headings its column may have.
    pub headers: Vec<&'static str>,
    /// Whether a case may have several values.
    pub is_several: bool,
    /// Whether handling a case may change its value (as it sets an outcome), so that the stock at the end of a year and
    /// at the start of the next differ by it.
    pub is_changing: bool,
    /// Whether every record must have a value.
    pub is_mandatory: bool,
    /// Its list, then the lists its values are grouped into, the finest first; never empty.
    pub levels: Vec<OwnLevel>,
}

/// The name of a list.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnLevel {
    /// Identifier, ASCII: `team`.
    pub id: &'static str,
    /// Printed name, the head of a column: `Team`.
    pub label: &'static str,
}

/// One level of an own property: what records are broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnDimension {
    property: &'static OwnProperty,
    level: usize,
}

impl OwnProperty {
    /// The most that an office can add. Each is a further way in which a few cases can be told apart.
    pub const MOST: usize = 12;

    /// Keeps a property for the life of the program.
    pub fn kept(self) -> &'static Self {
        Box::leak(Box::new(self))
    }

    /// Keeps a text for the life of the program.
    pub fn kept_text(text: &str) -> &'static str {
        Box::leak(text.to_owned().into_boxed_str())
    }

    /// The levels, the finest first.
    pub fn dimensions(&'static self) -> impl Iterator<Item = OwnDimension> {
        (0..self.levels.len()).map(move |level| OwnDimension { property: self, level })
    }

    /// The level with the values of the column.
    pub fn finest(&'static self) -> OwnDimension {
        OwnDimension { property: self, level: 0 }
    }
}

impl OwnDimension {
    /// The property it is a level of.
    pub fn property(self) -> &'static OwnProperty {
        self.property
    }

    /// Its identifier.
    pub fn id(self) -> &'static str {
        self.name().id
    }

    /// Its printed name.
    pub fn label(self) -> &'static str {
        self.name().label
    }

    /// The next coarser level.
    pub fn parent(self) -> Option<Self> {
        let level = self.level + 1;
        (level < self.property.levels.len()).then_some(Self { level, ..self })
    }

    /// The next finer level.
    pub fn finer(self) -> Option<Self> {
        self.level.checked_sub(1).map(|level| Self { level, ..self })
    }

    fn name(self) -> &'static OwnLevel {
        const NONE: OwnLevel = OwnLevel { id: "", label: "" };
        self.property.levels.get(self.level).unwrap_or(&NONE)
    }
}
