//! Notes that are shown inside others, as Obsidian writes it: `![[note]]`, `![[note#heading]]`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::address::slug;
use crate::journal::date;
use crate::journal::entry::Entry;
use crate::text::regex;

static HEADING: LazyLock<Regex> = LazyLock::new(|| regex(r"(?m)^(#{1,6})[ \t]+(.*?)[ \t#]*$"));

/// The notes that others show, by path: their text without what is private. None that asks for care.
pub(super) type EmbeddedNotes = BTreeMap<String, String>;

/// A note inside another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct EmbeddedNote {
    /// The address of its own page.
    pub(super) url: String,
    /// Its path in the journal.
    pub(super) path: String,
    /// What is shown of it, as Markdown.
    pub(super) text: String,
}

/// What a link may call an entry, in lower case.
pub(super) fn names(entry: &Entry) -> impl Iterator<Item = String> {
    let date = entry.date().map(|date| date.to_string());
    let beside = date::beside(entry.stem());
    let names = [Some(entry.stem().to_owned()), entry.title.clone(), date, beside];
    let names = names.into_iter().flatten().chain(entry.front.list("aliases"));
    names.map(|name| name.to_lowercase())
}

/// The section below a heading of a text, with the heading; all of it where no heading is asked for.
pub(super) fn section<'t>(text: &'t str, heading: &str) -> Option<&'t str> {
    // A block has no heading and no id of its own.
    if heading.starts_with('^') {
        return None;
    }
    if heading.is_empty() {
        return Some(text);
    }
    let mut headings = HEADING.captures_iter(text);
    let found = headings.find(|found| slug(&found[2]) == slug(heading))?;
    let start = found.get(0)?.start();
    let level = found[1].len();
    let next = headings.find(|next| next[1].len() <= level).and_then(|next| next.get(0));
    text.get(start..next.map_or(text.len(), |next| next.start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_ends_where_the_next_begins() {
        let text = "Before.\n\n## Low tide\n\nA.\n\n### More\n\nB.\n\n## High tide\n\nC.\n";
        assert_eq!(section(text, "low tide"), Some("## Low tide\n\nA.\n\n### More\n\nB.\n\n"));
        assert_eq!(section(text, ""), Some(text));
        assert_eq!((section(text, "Ebb"), section(text, "^a1")), (None, None));
    }
}
