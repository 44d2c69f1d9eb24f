//! Markdown as the words a person wrote, each mapped back to its exact bytes.
//!
//! A rule must see "I always fail" though the source says `I always *fail*`, wraps the line, or
//! writes an entity or a typographic apostrophe. So every block becomes one run of plain text, and
//! segments tie it to the source. Code is one placeholder character; HTML, front matter and the
//! addresses of links are left out. A text node whose position cannot be verified against the
//! source keeps its words and gets no segment: nothing will ever point at the wrong bytes.

mod align;
mod map;
mod reader;

pub use self::map::{Block, BlockKind, Comment, PLACEHOLDER, Prose};
pub use self::reader::markdown_options;
