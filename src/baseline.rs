//! Findings that were there before: so that a long journal can begin with what is new.
//!
//! A baseline holds fingerprints, no word of the journal and no line number: lines may move.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::digest::FindingHash;
use crate::lint::RuleSet;
use crate::text::one_line;

/// Fingerprints of findings, with how often each stands in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    version: u32,
    files: BTreeMap<String, BTreeMap<FindingHash, usize>>,
}

impl Baseline {
    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// It is no baseline, or one of a later version.
    pub fn parse(text: &str) -> Result<Self, String> {
        let read: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if read.version == 1 {
            Ok(read)
        } else {
            Err(format!("it has version {}, and this program knows version 1", read.version))
        }
    }

    /// The file's content: the same findings give the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Takes in the findings of the file at `path`, relative to the journal.
    pub fn add(&mut self, path: &str, source: &str, diagnostics: &[Diagnostic]) {
        self.version = 1;
        for found in diagnostics {
            let file = self.files.entry(path.to_owned()).or_default();
            *file.entry(hash(found.rule.id(), found, source)).or_default() += 1;
        }
    }

    /// How many findings it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.values().flat_map(BTreeMap::values).sum()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Takes out of `diagnostics` what was there before, and says how many those are.
    pub fn take_out(
        &self,
        path: &str,
        source: &str,
        rules: &RuleSet,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> usize {
        let Some(known) = self.files.get(path) else { return 0 };
        let mut left = known.clone();
        let before = diagnostics.len();
        diagnostics.retain(|found| {
            let was = rules.get(&found.rule).map_or(&[][..], |rule| &rule.file.was);
            let ids = std::iter::once(found.rule.id()).chain(was.iter().map(String::as_str));
            let mut hashes = ids.map(|id| hash(id, found, source));
            let known = hashes.find(|hash| left.get(hash).is_some_and(|count| *count > 0));
            if let Some(count) = known.as_ref().and_then(|hash| left.get_mut(hash)) {
                *count -= 1;
            }
            known.is_none()
        });
        before - diagnostics.len()
    }
}

/// The rule and the words, wherever they stand.
fn hash(id: &str, found: &Diagnostic, source: &str) -> FindingHash {
    let words = one_line(found.span.slice(source));
    FindingHash::of(id, &words.to_lowercase())
}
