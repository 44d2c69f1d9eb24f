//! An entry as lists show it, and other things that lists show.

use std::collections::BTreeMap;

use serde::Serialize;

use super::address::encoded;
use super::escape::escaped;
use super::photo_copies::{CARD, PAGE, PhotoCopy, PhotoSize};

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

/// A photo of an entry, in the sizes that there are of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Photo {
    /// Where its copies lie on the site: for a page, for a card, for a row.
    url: String,
    small: String,
    tiny: String,
    /// Of the copy for a page.
    width: u32,
    height: u32,
    /// The person's words for it.
    alt: String,
}

impl Photo {
    pub(super) fn new(file: &str, size: PhotoSize, alt: String) -> Self {
        let size = size.at_most(PAGE);
        let url = |copy: PhotoCopy| encoded(&copy.path(file));
        Self {
            url: url(PhotoCopy::Page),
            small: url(PhotoCopy::Card),
            tiny: url(PhotoCopy::Row),
            width: size.width,
            height: size.height,
            alt,
        }
    }

    /// Whether an address of a page one folder deep is this photo's.
    pub(super) fn is_at(&self, url: &str) -> bool {
        url.strip_prefix("../") == Some(&self.url)
    }

    /// Whether the person found words for it.
    pub(super) const fn has_words(&self) -> bool {
        !self.alt.is_empty()
    }

    /// The photo within text, on a page from which `root` leads to the first one.
    pub(super) fn html(&self, root: &str, title: &str, lazy: bool) -> String {
        let Self { url, small, width, .. } = self;
        let sizes = if *width > CARD {
            format!(
                " srcset=\"{root}{small} {CARD}w, {root}{url} {width}w\" sizes=\"(min-width: 40rem) 35rem, 95vw\""
            )
        } else {
            String::new()
        };
        self.image(root, title, &sizes, lazy)
    }

    /// The photo as large as there is one; it is loaded when it is opened.
    pub(super) fn large(&self, root: &str, title: &str) -> String {
        self.image(root, title, "", true)
    }

    fn image(&self, root: &str, title: &str, sizes: &str, lazy: bool) -> String {
        let Self { url, width, height, .. } = self;
        let alt = escaped(&self.alt);
        let title = match title {
            "" => String::new(),
            title => format!(" title=\"{}\"", escaped(title)),
        };
        let lazy = if lazy { " loading=\"lazy\"" } else { "" };
        format!(
            "<img src=\"{root}{url}\"{sizes} width=\"{width}\" height=\"{height}\" alt=\"{alt}\"{title}{lazy}>"
        )
    }
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

/// A mood where it is a number: "7", "7/10", "6,5".
pub(super) fn mood_number(mood: &str) -> Option<f64> {
    let first = mood.split(['/', ' ']).next()?.replace(',', ".");
    first.parse().ok().filter(|number: &f64| number.is_finite())
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
