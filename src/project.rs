//! A journal on disk: opened, read, linted, and written into.

mod check;
mod check_in;
mod import;
mod index;
mod invalid_setup;
mod locate;
mod new_entry;
mod open;
mod progress;
mod public_entry;
mod user_settings;

pub(crate) use self::check::{FileCheck, check, check_file, text_of};
#[cfg(feature = "lsp")]
pub(crate) use self::check_in::EntryText;
pub(crate) use self::check_in::write_check_in;
pub(crate) use self::index::JournalIndex;
pub(crate) use self::invalid_setup::InvalidSetup;
pub(crate) use self::locate::{FallbackJournal, FoundBy, shown};
pub(crate) use self::new_entry::{create_entry, entry_of, file_of};
pub(crate) use self::open::{OpenOptions, Project, now, today};
pub(crate) use self::progress::JournalProgress;
pub(crate) use self::public_entry::{ChosenBy, PublicEntries, PublicEntry, said};
pub(crate) use self::user_settings::{UserSettings, at_home};
