//! An entry as lists show it, and other things that lists show.

use std::collections::BTreeMap;

use serde::Serialize;

/// An entry as lists show it.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub(super) struct EntryCard {
    pub(super) title: String,
    pub(super) url: String,
    /// ISO date; empty for a page without one.
    pub(super) date: String,
    pub(super) excerpt: String,
    pub(super) words: usize,
    pub(super) tags: Vec<TagLink>,
    pub(super) mood: Option<String>,
    pub(super) starred: bool,
    /// Only ever true where private entries are asked for.
    pub(super) private: bool,
}

/// An entry as long lists show it.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct CardLine<'a> {
    title: &'a str,
    url: &'a str,
    date: &'a str,
}

impl EntryCard {
    pub(super) fn line(&self) -> CardLine<'_> {
        CardLine { title: &self.title, url: &self.url, date: &self.date }
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
