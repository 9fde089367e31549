//! Disclosure control.
mod magnitude;
pub use magnitude::Magnitude;
