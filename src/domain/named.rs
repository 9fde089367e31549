//! Enums whose values are named where they stand.

/// An enum with the identifiers of its values (`id`) and all of them in the order of their declaration (`ALL`); a value that
/// holds something stands behind `or`, is named by it, and is none of `ALL`.
macro_rules! named {
    (
        $(#[$of_all:meta])*
        pub enum $name:ident { $($(#[$of:meta])* $value:ident = $id:literal,)* }
        $(or { $($(#[$of_own:meta])* $own:ident($held:ty) = $own_id:expr,)+ })?
    ) => {
        $(#[$of_all])*
        pub enum $name {
            $($(#[$of])* $value,)*
            $($($(#[$of_own])* $own($held),)+)?
        }

        impl $name {
            /// All of them, in the order of their declaration; without those that an office adds.
            pub const ALL: [Self; [$($id),*].len()] = [$(Self::$value),*];

            /// The identifier.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$value => $id,)*
                    $($(Self::$own(held) => $own_id(held),)+)?
                }
            }
        }
    };
}

pub(crate) use named;
