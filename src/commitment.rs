//! Promises to oneself that a journal keeps track of.
//!
//! Pure functions of definitions, check-ins and a day. [`definition`] reads the promises,
//! [`check_in`] what entries say of them; [`timeline`] makes slots of that and [`metrics`] the
//! numbers. A missed slot is never punished: it is counted, and so is every return.

pub mod cadence;
pub mod check_in;
pub mod day_log;
pub mod day_state;
pub mod definition;
pub mod index;
pub mod lapses;
pub mod metrics;
pub mod milestone;
pub mod name;
pub mod progress;
pub mod sentence;
pub mod slot;
pub mod timeline;
pub mod trace;

pub use self::cadence::Cadence;
pub use self::definition::parse::parse;
pub use self::definition::{Commitment, FOLDER};
