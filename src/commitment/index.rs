//! The commitments of a journal by every name that an entry may call them.

use std::collections::BTreeMap;

use super::definition::Commitment;
use super::name::{after, folded};

/// Names one commitment of a [`CommitmentIndex`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitmentKey(usize);

/// The commitments of a journal, and the names they go by.
#[derive(Debug, Default)]
pub struct CommitmentIndex {
    commitments: Vec<Commitment>,
    /// Folded names, the longest first, each with the commitments it may mean.
    names: Vec<(String, Vec<CommitmentKey>)>,
}

impl CommitmentIndex {
    /// Indexes `commitments`, which are in the order of their ids.
    #[must_use]
    pub fn new(commitments: Vec<Commitment>) -> Self {
        let mut names: BTreeMap<String, Vec<CommitmentKey>> = BTreeMap::new();
        for (at, commitment) in commitments.iter().enumerate() {
            for name in commitment.names() {
                let known = names.entry(folded(name)).or_default();
                if !known.contains(&CommitmentKey(at)) {
                    known.push(CommitmentKey(at));
                }
            }
        }
        names.remove("");
        let mut names: Vec<(String, Vec<CommitmentKey>)> = names.into_iter().collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
        Self { commitments, names }
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.commitments.is_empty()
    }

    /// Every commitment, by id.
    #[must_use]
    pub fn commitments(&self) -> &[Commitment] {
        &self.commitments
    }

    /// Every commitment with its key, by id.
    pub fn iter(&self) -> impl Iterator<Item = (CommitmentKey, &Commitment)> {
        self.commitments.iter().enumerate().map(|(at, one)| (CommitmentKey(at), one))
    }

    /// The commitment with this key; `None` for a key of another index.
    #[must_use]
    pub fn get(&self, key: CommitmentKey) -> Option<&Commitment> {
        self.commitments.get(key.0)
    }

    /// The commitment with this id, and its key.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<(CommitmentKey, &Commitment)> {
        self.iter().find(|(_, one)| one.id == id)
    }

    /// The commitments whose name `words` begin with, and what follows the name.
    pub(super) fn begins<'a>(&self, words: &'a str) -> Option<(&[CommitmentKey], &'a str)> {
        let text = folded(words);
        let mut names = self.names.iter().filter(|(name, _)| text.starts_with(name.as_str()));
        names.find_map(|(name, which)| Some((which.as_slice(), after(words, name)?)))
    }

    /// The commitments that are called exactly so.
    pub(super) fn exactly(&self, key: &str) -> Option<&[CommitmentKey]> {
        let key = folded(key);
        self.names.iter().find(|(name, _)| *name == key).map(|(_, which)| which.as_slice())
    }

    /// Every id.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.commitments.iter().map(|one| one.id.as_str())
    }
}
