//! Tags, in the front matter and in the text.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::front_matter::FrontMatter;
use super::prose::{BlockKind, Prose};
use crate::text::{ProseSpan, regex};

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:^|[\s(])#([\p{Alphabetic}\p{N}_/-]*\p{Alphabetic}[\p{Alphabetic}\p{N}_/-]*)")
});

/// The tags in a text, each without `#`, with the place of the sign in the text.
pub(super) fn in_text(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let tags = TAG.captures_iter(text).filter_map(|found| found.get(1));
    tags.map(|tag| (tag.start().saturating_sub(1), tag.as_str()))
}

/// More tags in an entry tell nothing apart; each would have a page of its own.
pub(super) const MOST: usize = 1000;

/// The tags of an entry without `#`, in order, each once.
pub(super) fn tags(source: &str, front: &FrontMatter, prose: &Prose) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut add = |tag: &str| {
        let tag = tag.trim_start_matches('#').trim_matches(['/', '-', ' ', '[', ']']);
        if !tag.is_empty() && tags.len() < MOST && known.insert(tag.to_ascii_lowercase()) {
            tags.push(tag.to_owned());
        }
    };
    for key in ["tags", "tag"] {
        front.list(key).iter().for_each(|tag| add(tag));
    }
    if prose.text().contains('#') {
        let words = |kind| !matches!(kind, BlockKind::Quote | BlockKind::Code);
        for block in prose.blocks().iter().filter(|block| words(block.kind)) {
            for (sign, tag) in in_text(block.range.slice(prose.text())) {
                // `[[#Heading]]` leads to a heading of the same entry.
                let sign = block.range.start + sign;
                let place = prose.source(ProseSpan::new(sign, sign + 1));
                let before = place.and_then(|place| source.get(..place.start));
                if !before.is_some_and(|before| before.ends_with("[[")) {
                    add(tag);
                }
            }
        }
    }
    tags
}
