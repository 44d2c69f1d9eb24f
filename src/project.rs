//! A journal on disk: opened, read, linted, and written into.

mod check;
mod check_in;
mod index;
mod new_entry;
mod open;
mod progress;

pub(crate) use self::check::{FileCheck, check, check_file, text_of};
pub(crate) use self::check_in::EntryText;
pub(crate) use self::index::JournalIndex;
pub(crate) use self::new_entry::{create_entry, entry_of};
pub(crate) use self::open::{InvalidSetup, OpenOptions, Project, shown, today};
pub(crate) use self::progress::JournalProgress;
