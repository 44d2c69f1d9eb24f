//! The only module that reads or writes files.
//!
//! What it cannot do is an error with the path, the cause and what to try next. A file of the
//! journal is changed only where the person chose so; what is written is made beside the target
//! and moved over it.

#![expect(clippy::disallowed_methods, reason = "this is the module that reads and writes files")]

mod archive;
mod draft;
mod file;
mod file_url;
mod folder;
mod git;
mod layout;
mod ownership;
mod photo_size;
#[cfg(feature = "serve")]
mod preview;
mod private;
mod publish;
mod publish_lock;
mod replace;
mod reworded;
mod staged;
mod state;
mod system;
mod undo;
mod walk;

pub(crate) use self::archive::ExportFiles;
pub(crate) use self::draft::draft;
pub(crate) use self::file::{identity, read, read_stdin, read_text, remove, text_if_any, write};
pub(crate) use self::file_url::file_url;
pub(crate) use self::folder::{
    find_upward, folders, holds_dated_entries, holds_home, holds_something, newest_day, rules,
    texts, theme, vault_kind,
};
pub(crate) use self::git::{Changes, changed};
pub(crate) use self::layout::holds;
pub(crate) use self::photo_size::PhotoSizes;
#[cfg(feature = "serve")]
pub(crate) use self::preview::{PreviewFile, opener, preview_file};
pub(crate) use self::publish::{OutputFolder, Published, SiteFile, stamp};
pub(crate) use self::publish_lock::watch_lock;
pub(crate) use self::replace::{create_new, replace, write_program};
pub(crate) use self::reworded::{Reworded, reworded, write_reworded};
pub(crate) use self::staged::{hooks_folder, staged};
pub(crate) use self::state::was_changed_meanwhile;
pub(crate) use self::undo::{UndoRecord, UndoneRun, restore, taken, undoable};
pub(crate) use self::walk::{JournalFile, is_entry, walk};
