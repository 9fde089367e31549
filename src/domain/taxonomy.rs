//! The closed lists an office uses: which values a dimension has, how exports spell them, and
//! which group they belong to.

use super::{Dimension, Field, Schema, nearest, text_key};
use std::collections::{BTreeMap, BTreeSet};

/// Position of a value in the list of its dimension, or [`ValueCode::NOT_STATED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ValueCode(u16);

impl ValueCode {
    /// The bucket "not stated" (ohne Angabe): the export's value is empty. Sorts after all values.
    pub const NOT_STATED: Self = Self(u16::MAX);

    /// The identifier of the bucket "not stated" in figure ids and configuration.
    pub const NOT_STATED_ID: &'static str = "not_stated";

    /// The identifier of the value for cases from exports that do not have the column, where others do.
    pub const NOT_RECORDED_ID: &'static str = "not_recorded";

    /// The code of a list position.
    pub fn new(position: u16) -> Self {
        Self(position)
    }

    /// The list position; `None` for "not stated".
    pub fn position(self) -> Option<usize> {
        (self != Self::NOT_STATED).then_some(usize::from(self.0))
    }
}

/// One value of a closed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// Identifier, ASCII, unique in the list: `rental_deposit`.
    pub id: String,
    /// Printed name: `Mietkaution als Darlehen`.
    pub label: String,
    /// Printed name of several, for counted nouns: `Beschwerden`; the label where it is not given.
    pub plural: String,
    /// Spellings in exports besides the label.
    pub synonyms: Vec<String>,
    /// The value's group in the parent dimension's list.
    pub group: Option<ValueCode>,
}

/// The closed list of one dimension, in print order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueList {
    entries: Vec<ListEntry>,
    by_key: BTreeMap<String, ValueCode>,
    /// What an empty value is called, where it says something: that nobody else was needed.
    not_stated: Option<String>,
    /// Everyday names of values, by their codes.
    plain: BTreeMap<ValueCode, String>,
}

impl ValueList {
    /// A list of these entries. Two entries with one spelling: the error names both identifiers
    /// and the spelling.
    pub fn new(entries: Vec<ListEntry>) -> Result<Self, (String, String, String)> {
        let mut by_key: BTreeMap<String, ValueCode> = BTreeMap::new();
        for (position, entry) in entries.iter().enumerate() {
            let code = ValueCode(u16::try_from(position).unwrap_or(u16::MAX - 1));
            for spelling in std::iter::once(&entry.label).chain(&entry.synonyms) {
                let earlier =
                    by_key.insert(text_key(spelling), code).filter(|found| *found != code);
                if let Some(other) = earlier.and_then(|found| entries.get(found.position()?)) {
                    return Err((other.id.clone(), entry.id.clone(), spelling.clone()));
                }
            }
        }
        Ok(Self { entries, by_key, ..Self::default() })
    }

    /// The same with a name for the empty value and everyday names of others.
    #[must_use]
    pub fn with_names(
        self,
        not_stated: Option<String>,
        plain: BTreeMap<ValueCode, String>,
    ) -> Self {
        Self { not_stated, plain, ..self }
    }

    /// What a value is called; `None` for an empty one without a name.
    pub fn name(&self, code: ValueCode) -> Option<&str> {
        match code {
            ValueCode::NOT_STATED => self.not_stated.as_deref(),
            code => self.get(code).map(|entry| entry.label.as_str()),
        }
    }

    /// The same in everyday words, where it has some.
    pub fn plain_name(&self, code: ValueCode) -> Option<&str> {
        self.plain.get(&code).map(String::as_str).or_else(|| self.name(code))
    }

    /// The entries in print order.
    pub fn entries(&self) -> &[ListEntry] {
        &self.entries
    }

    /// The codes in print order, without "not stated".
    pub fn codes(&self) -> impl Iterator<Item = ValueCode> + use<> {
        (0..self.entries.len())
            .map(|position| ValueCode(u16::try_from(position).unwrap_or(u16::MAX - 1)))
    }

    /// The entry of a code; `None` for "not stated".
    pub fn get(&self, code: ValueCode) -> Option<&ListEntry> {
        self.entries.get(code.position()?)
    }

    /// The value an export's text means, compared by [`text_key`].
    pub fn find(&self, text: &str) -> Option<ValueCode> {
        self.by_key.get(&text_key(text)).copied()
    }

    /// The value with this identifier; `not_stated` is known in every list.
    pub fn find_id(&self, id: &str) -> Option<ValueCode> {
        if id == ValueCode::NOT_STATED_ID {
            return Some(ValueCode::NOT_STATED);
        }
        let position = self.entries.iter().position(|entry| entry.id == id)?;
        u16::try_from(position).ok().map(ValueCode)
    }

    /// The accepted spelling nearest to `text`, when one is near enough to be meant.
    pub fn nearest(&self, text: &str) -> Option<&str> {
        let entries = self.entries.iter();
        let spellings =
            entries.flat_map(|entry| std::iter::once(&entry.label).chain(&entry.synonyms));
        nearest(text, spellings.map(String::as_str))
    }
}

/// All properties of a project's cases, with their closed lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taxonomy {
    schema: Schema,
    lists: BTreeMap<Dimension, ValueList>,
}

impl Taxonomy {
    /// A taxonomy of these properties and lists.
    pub fn new(schema: Schema, lists: BTreeMap<Dimension, ValueList>) -> Self {
        Self { schema, lists }
    }

    /// The properties.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The same with a further value in the lists of some fields and in the lists of their groups: for cases from
    /// exports that do not have the field. It is counted, shown and protected like any other value.
    #[must_use]
    pub fn with_not_recorded(&self, fields: &BTreeSet<Field>, label: &str) -> Self {
        let mut taxonomy = self.clone();
        for field in fields {
            let levels = field.dimension().into_iter().flat_map(Dimension::with_groups);
            let mut levels: Vec<Dimension> = levels.collect();
            // Groups first, so that a value finds its group.
            levels.reverse();
            for dimension in levels {
                let group = dimension.parent().and_then(|parent| taxonomy.not_recorded(parent));
                let Some(list) = taxonomy.lists.get_mut(&dimension) else { continue };
                if !list.entries.is_empty() {
                    list.entries.push(ListEntry {
                        id: ValueCode::NOT_RECORDED_ID.to_owned(),
                        label: label.to_owned(),
                        plural: label.to_owned(),
                        synonyms: Vec::new(),
                        group,
                    });
                }
            }
        }
        taxonomy
    }

    /// The same in the lists of all fields that exports may lack: what any edition of a report can have printed.
    #[must_use]
    pub fn with_all_not_recorded(&self) -> Self {
        let fields = self.schema.fields().filter(|field| field.may_be_missing());
        self.with_not_recorded(&fields.collect(), ValueCode::NOT_RECORDED_ID)
    }

    /// The value for cases from exports without the field, where the list has it.
    pub fn not_recorded(&self, dimension: Dimension) -> Option<ValueCode> {
        self.list(dimension)?.find_id(ValueCode::NOT_RECORDED_ID)
    }

    /// All values of a dimension but that one, "not stated" included.
    pub fn recorded(&self, dimension: Dimension) -> BTreeSet<ValueCode> {
        let without = self.not_recorded(dimension);
        let codes = self.list(dimension).into_iter().flat_map(ValueList::codes);
        codes.chain([ValueCode::NOT_STATED]).filter(|code| Some(*code) != without).collect()
    }

    /// All values of a dimension but these, "not stated" included.
    pub fn all_but(
        &self,
        dimension: Dimension,
        codes: &BTreeSet<ValueCode>,
    ) -> BTreeSet<ValueCode> {
        let mut others = self.recorded(dimension);
        others.retain(|code| !codes.contains(code));
        others
    }

    /// The list of a dimension; `None` where the project has none.
    pub fn list(&self, dimension: Dimension) -> Option<&ValueList> {
        self.lists.get(&dimension)
    }

    /// The group of a value in the parent dimension: "not stated" for "not stated" and for a value
    /// without a group.
    pub fn group_of(&self, dimension: Dimension, code: ValueCode) -> ValueCode {
        self.list(dimension)
            .and_then(|list| list.get(code))
            .and_then(|entry| entry.group)
            .unwrap_or(ValueCode::NOT_STATED)
    }

    /// The identifier of a value in figure ids.
    pub fn id(&self, dimension: Dimension, code: ValueCode) -> &str {
        self.list(dimension)
            .and_then(|list| list.get(code))
            .map_or(ValueCode::NOT_STATED_ID, |entry| &entry.id)
    }
}
