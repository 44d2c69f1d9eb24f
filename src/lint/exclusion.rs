//! When a match is not self-talk: quotation, reported speech, negation, the past seen as past.
//!
//! What each means in a language stands in its `guards.yaml`; how they apply stands here, once,
//! for every rule.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::compile::ExpandedPattern;
use super::compiled_pattern::Pattern;
use super::pattern::{self, PatternError, Words};
use crate::text::BlockSpan;

/// The exclusion that double quotation marks raise; the engine finds the marks itself.
const QUOTATION: &str = "quotation";

/// The exclusions of a language, by name, as `guards.yaml` says them.
pub(super) type ExclusionFile = BTreeMap<String, ExclusionEntry>;

/// One exclusion as its YAML says it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
#[serde(default)]
pub(super) struct ExclusionEntry {
    /// What it keeps from being flagged, and why.
    pub(super) why: String,
    /// What stands directly before the match, in the same sentence.
    pub(super) before: Vec<String>,
    /// What stands directly after the match, in the same sentence.
    pub(super) after: Vec<String>,
    /// What stands anywhere in the sentence.
    pub(super) sentence: Vec<String>,
    /// What stands before the match and lifts the exclusion again.
    pub(super) except: Vec<String>,
    /// In a journal's own: whether it takes the place of the built-in exclusion of its name, to which
    /// it is added otherwise.
    #[serde(deserialize_with = "crate::config::switch")]
    pub(super) replace: bool,
}

impl ExclusionEntry {
    /// Its lists of patterns, by key.
    pub(super) fn lists(&self) -> [(&'static str, &[String]); 4] {
        [
            ("before", &self.before),
            ("after", &self.after),
            ("sentence", &self.sentence),
            ("except", &self.except),
        ]
    }

    /// The patterns that `known` does not have.
    pub(super) fn without(&self, known: &Self) -> Self {
        let rest = |own: &[String], known: &[String]| {
            own.iter().filter(|pattern| !known.contains(pattern)).cloned().collect()
        };
        Self {
            why: self.why.clone(),
            before: rest(&self.before, &known.before),
            after: rest(&self.after, &known.after),
            sentence: rest(&self.sentence, &known.sentence),
            except: rest(&self.except, &known.except),
            replace: self.replace,
        }
    }

    /// Adds what a journal's own says, or makes place for it where it says so.
    pub(super) fn overlay(&mut self, own: Self) {
        if own.replace {
            *self = own;
            return;
        }
        let Self { why, before, after, sentence, except, replace: _ } = own;
        if !why.is_empty() {
            self.why = why;
        }
        self.before.extend(before);
        self.after.extend(after);
        self.sentence.extend(sentence);
        self.except.extend(except);
    }
}

/// An exclusion ready to be used.
#[derive(Debug)]
pub(super) struct Exclusion {
    name: String,
    pub(super) why: String,
    before: Vec<Pattern>,
    after: Vec<Pattern>,
    sentence: Vec<Pattern>,
    except: Vec<Pattern>,
}

impl Exclusion {
    /// Compiles an exclusion.
    ///
    /// # Errors
    /// A list that does not exist.
    pub(super) fn new(
        name: &str,
        entry: &ExclusionEntry,
        words: &Words,
    ) -> Result<Self, PatternError> {
        let none = Words::new();
        let compile = |patterns: &[String], before: &str, after: &str| {
            let expanded = patterns.iter().map(|pattern| pattern::expand(pattern, &none, words));
            expanded
                .map(|source| {
                    let regex = format!("{before}(?:{}){after}", source?);
                    Ok(Pattern::new(ExpandedPattern { regex, required: Vec::new() }))
                })
                .collect::<Result<Vec<Pattern>, PatternError>>()
        };
        Ok(Self {
            name: name.to_owned(),
            why: entry.why.clone(),
            before: compile(&entry.before, r"\b", r"\s*$")?,
            after: compile(&entry.after, r"^\s*", r"\b")?,
            sentence: compile(&entry.sentence, r"\b", r"\b")?,
            except: compile(&entry.except, r"\b", r"[\s,:]*$")?,
        })
    }

    /// Every pattern, for the check that all of them compile.
    pub(super) fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.before.iter().chain(&self.after).chain(&self.sentence).chain(&self.except)
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is about quotation marks, which a reading does not see.
    pub(super) fn is_quotation(&self) -> bool {
        self.name == QUOTATION
    }

    /// Whether the match at `place` of `block`, in `sentence`, is not the writer's own self-talk.
    /// `marks` are the quotation marks of the block.
    pub(super) fn holds(
        &self,
        block: &str,
        marks: &QuotationMarks,
        sentence: BlockSpan,
        place: BlockSpan,
    ) -> bool {
        // Most matches stand alone in their sentence: nothing before, nothing after.
        let any = |patterns: &[Pattern], text: &str| {
            !text.trim().is_empty() && patterns.iter().any(|pattern| pattern.is_match(text))
        };
        let span = |from: usize, to: usize| BlockSpan::new(from, to).slice(block);
        let mut before = span(sentence.start.min(place.start), place.start);
        let after = span(place.end, sentence.end.max(place.end));
        let holds = if self.name == QUOTATION {
            let open = marks.around(place.start);
            before = open.map_or(before, |at| span(0, at));
            open.is_some()
        } else {
            any(&self.before, before)
                || any(&self.after, after)
                || (!self.sentence.is_empty() && any(&self.sentence, sentence.slice(block)))
        };
        holds && !any(&self.except, before)
    }
}

/// The quotation marks of a block.
#[derive(Debug, Default)]
pub(super) struct QuotationMarks {
    all: Vec<usize>,
    /// Where the last one stands that can close a quotation.
    last: Option<usize>,
}

impl QuotationMarks {
    pub(super) fn of(block: &str) -> Self {
        let all = block.match_indices(['"', '„', '«']).map(|(at, _)| at).collect();
        Self { all, last: block.rfind(['"', '»']) }
    }

    /// Where the quotation that holds `offset` begins, when it ends again in the same block.
    fn around(&self, offset: usize) -> Option<usize> {
        let before = self.all.partition_point(|at| *at < offset);
        let open = before % 2 == 1 && self.last.is_some_and(|last| last >= offset);
        self.all.get(before.checked_sub(1)?).copied().filter(|_| open)
    }
}
