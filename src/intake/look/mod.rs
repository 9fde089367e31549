//! Files as `inspect` and `strip` look at them, also such as are no exports.

pub(super) mod any_csv;
pub(super) mod any_csv_findings;
pub(super) mod any_table;
pub(super) mod any_text;
pub(super) mod canonical;
pub(super) mod data_above;
pub(super) mod fitting_rows;
pub(super) mod form_evidence;
pub(super) mod loose_form;
pub(super) mod loose_rows;
pub(super) mod stripped;
pub(super) mod value_counts;
pub(super) mod value_tally;
