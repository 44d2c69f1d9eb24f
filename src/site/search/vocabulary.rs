//! Words, their stems, and how the page finds the stem of what is typed without a stemmer of its
//! own.
//!
//! The page takes the longest stem with which a word begins, if what is left over is an ending
//! that this journal uses: `walking` is `walk` and `ing`. Words for which that gives another stem
//! than the stemmer are listed as irregular forms, so that for every word of the journal the page
//! and the stemmer agree in any language.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::FixedState;
use rust_stemmers::Stemmer;

/// An ending must occur with so many stems to count for words that the journal does not have.
const COMMON: usize = 3;
/// A stem with fewer letters takes no ending.
const SHORTEST: usize = 3;

/// Entries by word, in order.
pub(super) type WordLists = HashMap<String, Vec<u32>, FixedState>;

/// The words of a journal.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Entries by stem, in order.
    pub(super) stems: BTreeMap<String, Vec<u32>>,
    /// What may follow a stem, in order; the empty ending is not among them.
    pub(super) endings: Vec<String>,
    /// Words and their stems.
    forms: Vec<(String, String)>,
}

impl Vocabulary {
    /// Stems `words`, each with its entries in order.
    pub(super) fn new(words: WordLists, stemmer: &Stemmer) -> Self {
        let mut stems: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut forms = Vec::with_capacity(words.len());
        for (word, list) in words {
            let stem = stemmer.stem(&word).into_owned();
            stems.entry(stem.clone()).or_default().extend(list);
            forms.push((word, stem));
        }
        for list in stems.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
        let mut endings: BTreeMap<&str, usize> = BTreeMap::new();
        for (word, stem) in &forms {
            if let Some(ending) = word.strip_prefix(stem.as_str()).filter(|rest| !rest.is_empty()) {
                *endings.entry(ending).or_default() += 1;
            }
        }
        let common = endings.into_iter().filter(|(_, count)| *count >= COMMON);
        let endings = common.map(|(ending, _)| ending.to_owned()).collect();
        Self { stems, endings, forms }
    }

    /// Words whose stem the page would not find, in order, with the number of their stem.
    pub(super) fn irregular(&self) -> Vec<(&str, usize)> {
        let numbers: HashMap<&str, usize> =
            self.stems.keys().enumerate().map(|(at, stem)| (stem.as_str(), at)).collect();
        let endings: BTreeSet<&str> = self.endings.iter().map(String::as_str).collect();
        let odd = |(word, stem): &&(String, String)| {
            let found = longest(word, &endings, |stem| numbers.contains_key(stem));
            found != Some(stem.as_str())
        };
        let mut irregular = Vec::new();
        for (word, stem) in self.forms.iter().filter(odd) {
            irregular
                .push((word.as_str(), numbers.get(stem.as_str()).copied().unwrap_or_default()));
        }
        irregular.sort_unstable();
        irregular
    }
}

/// The longest known stem with which a word begins, if an ending is left over. The page does the
/// same.
fn longest<'w>(
    word: &'w str,
    endings: &BTreeSet<&str>,
    known: impl Fn(&str) -> bool,
) -> Option<&'w str> {
    let ends = word.char_indices().map(|(at, _)| at).skip(1).chain([word.len()]);
    let ends: Vec<usize> = ends.collect();
    let fits = |end: &&usize| {
        let (stem, rest) = word.split_at(**end);
        known(stem)
            && (rest.is_empty() || endings.contains(rest) && stem.chars().count() >= SHORTEST)
    };
    ends.iter().rev().find(fits).and_then(|end| word.get(..*end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::each_word;
    use rust_stemmers::Algorithm;

    #[test]
    fn the_page_finds_the_stem_of_every_word() {
        let text = "walk walked walking walks talk talked talking jump jumped jumping happy happily university universe";
        let mut lists = WordLists::default();
        each_word(text, |word| {
            lists.insert(word.to_owned(), vec![0]);
        });
        let vocabulary = Vocabulary::new(lists, &Stemmer::create(Algorithm::English));
        assert_eq!(vocabulary.endings, ["ed", "ing"]);
        let irregular: Vec<&str> =
            vocabulary.irregular().into_iter().map(|(word, _)| word).collect();
        assert_eq!(irregular, ["happily", "happy", "universe", "university", "walks"]);
    }
}
