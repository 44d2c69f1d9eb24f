//! An entry as lists show it, and other things that lists show.

use std::collections::BTreeMap;

use serde::Serialize;

/// An entry as lists show it.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub(super) struct EntryCard {
    /// Its title; the date in words where it has none.
    pub(super) title: String,
    /// Whether the person gave it a title.
    pub(super) titled: bool,
    pub(super) url: String,
    /// ISO date; empty for a page without one.
    pub(super) date: String,
    pub(super) excerpt: String,
    /// The first sentence or two, which stand for the title of an entry that has none.
    pub(super) opening: String,
    /// What follows these in the excerpt.
    pub(super) more: String,
    pub(super) photo: Option<Photo>,
    pub(super) words: usize,
    pub(super) tags: Vec<TagLink>,
    pub(super) mood: Option<String>,
    pub(super) starred: bool,
    /// Only ever true where private entries are asked for.
    pub(super) private: bool,
}

/// A photo of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Photo {
    /// Where it lies on the site.
    pub(super) url: String,
    /// The person's words for it.
    pub(super) alt: String,
}

/// An entry as long lists show it.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct CardLine<'a> {
    /// Its title, else its first words.
    title: &'a str,
    /// Whether that is a title.
    titled: bool,
    url: &'a str,
    date: &'a str,
}

impl EntryCard {
    pub(super) fn line(&self) -> CardLine<'_> {
        CardLine { title: self.name(), titled: self.titled, url: &self.url, date: &self.date }
    }

    /// Its title, else its first words, else its date.
    pub(super) fn name(&self) -> &str {
        if self.titled || self.opening.is_empty() { &self.title } else { &self.opening }
    }
}

/// Something with a page, and how much there is of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CountedLink<'a> {
    pub(super) name: &'a str,
    /// Empty where there is no page.
    pub(super) url: &'a str,
    pub(super) count: usize,
}

/// A tag, as an entry and the list of tags show it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct TagLink {
    pub(super) name: String,
    pub(super) url: String,
}

/// Something that is counted.
#[derive(Debug, Serialize)]
pub(super) struct NamedCount {
    pub(super) name: String,
    pub(super) count: usize,
}

impl NamedCount {
    /// The most frequent first.
    pub(super) fn all(counts: BTreeMap<String, usize>) -> Vec<Self> {
        let mut all: Vec<Self> =
            counts.into_iter().map(|(name, count)| Self { name, count }).collect();
        all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        all
    }
}
