//! The fixed totals of the ombuds office in 2017, as far as cases are built from them.

use crate::words::Value;

/// Marked cases of each month of 2017: the office was announced on 10 February.
pub(crate) const MONTHS: [usize; 12] = [4, 13, 22, 22, 28, 30, 25, 24, 27, 30, 34, 27];

/// Marked complaints of 2017 that third parties supported, by half-year.
pub(crate) const SUPPORTED: [(Value, [usize; 2]); 8] = [
    ("migration", [24, 36]),
    ("debt", [21, 29]),
    ("housing_emergency", [20, 26]),
    ("unemployed", [13, 17]),
    ("associations", [12, 17]),
    ("pregnancy", [6, 9]),
    ("municipal_offices", [6, 15]),
    ("volunteers", [6, 8]),
];

/// Suggestions of 2017, by half-year: who made them and about what.
pub(crate) const SUGGESTIONS: [[(Value, Value); 5]; 2] = [
    [
        ("migration", "public_relations"),
        ("debt", "public_relations"),
        ("unemployed", "public_relations"),
        ("migration", "education_participation"),
        ("pregnancy", "education_participation"),
    ],
    [
        ("debt", "public_relations"),
        ("migration", "public_relations"),
        ("migration", "education_participation"),
        ("unemployed", "education_participation"),
        ("pregnancy", "education_participation"),
    ],
];

/// Topics of the complaints of 2017 that came without support, by half-year.
pub(crate) const OWN_TOPICS: [&[&[Value]]; 2] = [
    &[
        &["relocation"],
        &["housing_costs", "standard_needs"],
        &["municipal_processing_time"],
        &["municipal_processing_time", "income"],
        &["recovery"],
        &["reachability"],
    ],
    &[
        &["rental_deposit"],
        &["housing_costs", "documents"],
        &["initial_equipment"],
        &["conduct", "notices"],
    ],
];

/// Channels of the marked cases of 2017.
pub(crate) const CHANNELS: [(Value, usize); 6] =
    [("email", 128), ("phone", 83), ("letter", 31), ("in_person", 28), ("online", 12), ("", 4)];

/// Assessments of the complaints of 2017 that were assessed; the rest is open.
pub(crate) const ASSESSMENTS: [(Value, usize); 3] =
    [("justified", 84), ("partly", 40), ("unjustified", 137)];

/// Reasons of the justified complaints of 2017.
pub(crate) const REASONS: [(Value, usize); 3] = [("deadline", 49), ("error", 31), ("", 4)];
