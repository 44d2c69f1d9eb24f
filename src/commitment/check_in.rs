//! Check-ins: how they are written in an entry, which commitment each means, and how one is written
//! into an entry.

pub mod notation;
pub mod parse;
mod value;
pub mod write;
