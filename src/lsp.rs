//! The language server: in any editor, what the linter finds while a person writes.
//!
//! It speaks over standard input and output, one message after the other. A burst of keystrokes is
//! read as one. It keeps the texts that are open, the settings of their journals and the names of
//! files and tags; it writes one file, the config, and that only when asked to.

mod action;
mod answer;
mod client;
mod command;
mod completion;
mod connection;
mod document;
mod hover;
mod lens;
mod name_index;
mod position;
mod server;
mod uri;
mod workspace;

pub(crate) use self::server::serve;
pub use self::server::talk;
