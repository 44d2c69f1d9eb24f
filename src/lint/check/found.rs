//! Matches of rules on their way to findings: which stay, and what stands beside what.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diagnostic::{ReadingTrace, RuleId, Severity};
use crate::journal::prose::Block;
use crate::lint::frame::FrameMatch;
use crate::lint::frame::captures::Captures;
use crate::lint::rule::Rule;
use crate::lint::sentence::Sentence;
use crate::text::BlockSpan;

/// One match of one rule.
pub(super) struct RuleMatch<'a> {
    pub(super) rule: &'a Rule,
    pub(super) severity: Severity,
    /// Which block of the prose it stands in, and that block.
    pub(super) index: usize,
    pub(super) block: &'a Block,
    pub(super) span: BlockSpan,
    pub(super) sentence: BlockSpan,
    pub(super) captures: Captures,
    /// How it was read, when a frame found it.
    pub(super) reading: Option<ReadingTrace>,
    /// What the frame found.
    pub(super) frame: Option<FrameMatch>,
}

/// Of findings that share words, the weightiest stays, then the longest.
pub(super) fn without_overlaps(mut found: Vec<RuleMatch>) -> Vec<RuleMatch> {
    found.sort_by_key(|one| {
        let weight = (Reverse(one.severity), Reverse(one.span.len()));
        (one.index, weight, !one.rule.is_own, one.span.start, one.rule.id.id())
    });
    // Block and beginning of what stays, and its end. As these do not overlap, the last one that
    // begins before another's end is the only one that can reach into it.
    let mut taken: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    found.retain(|one| {
        let before = taken.range((one.index, 0)..(one.index, one.span.end)).next_back();
        let free = before.is_none_or(|(_, end)| *end <= one.span.start);
        if free {
            taken.insert((one.index, one.span.start), one.span.end);
        }
        free
    });
    found
}

/// Whether every group that has to be a name is written as one, or was not met.
pub(super) fn has_capitals(rule: &Rule, captures: &Captures) -> bool {
    rule.file
        .capital
        .iter()
        .filter_map(|name| captures.get(name))
        .all(|text| text.is_empty() || text.starts_with(char::is_uppercase))
}

/// Keeps the first finding of a rule that speaks once in an entry.
pub(super) fn asked_once(found: &mut Vec<RuleMatch>) {
    let mut spoken: Vec<&RuleId> = Vec::new();
    found.sort_by_key(|one| (one.index, one.span));
    found.retain(|one| {
        let again = one.rule.file.once && spoken.contains(&&one.rule.id);
        spoken.push(&one.rule.id);
        !again
    });
}

/// Where the findings of an entry stand beside each other.
pub(super) struct Neighbours {
    /// Block and beginning of each.
    starts: BTreeSet<(usize, usize)>,
    /// How many stand in each sentence, by block and beginning.
    crowd: HashMap<(usize, usize), usize>,
}

impl Neighbours {
    pub(super) fn new(found: &[RuleMatch]) -> Self {
        let mut crowd = HashMap::new();
        for one in found {
            *crowd.entry((one.index, one.sentence.start)).or_default() += 1;
        }
        let starts = found.iter().map(|one| (one.index, one.span.start)).collect();
        Self { starts, crowd }
    }

    /// How many stand in a sentence of a block.
    pub(super) fn in_sentence(&self, block: usize, start: usize) -> usize {
        self.crowd.get(&(block, start)).copied().unwrap_or_default()
    }

    /// Where the next one of the block begins.
    pub(super) fn next(&self, one: &RuleMatch) -> Option<usize> {
        let mut later = self.starts.range((one.index, one.span.end)..(one.index + 1, 0));
        later.next().map(|(_, start)| *start)
    }
}

/// The sentences of an entry, and where findings stand in them.
pub(super) struct Surroundings<'a> {
    /// All findings, in order.
    pub(super) found: &'a [RuleMatch<'a>],
    pub(super) sentences: &'a [Sentence],
    pub(super) neighbours: Neighbours,
    /// Whether there are too many findings to reword any.
    pub(super) flood: bool,
}

impl<'a> Surroundings<'a> {
    /// What frames found in the sentence of a finding beside it.
    pub(super) fn others(&self, found: &RuleMatch) -> Vec<&'a FrameMatch> {
        let place = |one: &RuleMatch| (one.index, one.sentence);
        let first = self.found.partition_point(|one| place(one) < place(found));
        let same = self.found.iter().skip(first).take_while(|one| place(one) == place(found));
        same.filter(|one| one.span != found.span).filter_map(|one| one.frame.as_ref()).collect()
    }

    /// The sentences before and behind that of a finding, in its block.
    pub(super) fn beside(&self, found: &RuleMatch) -> [Option<BlockSpan>; 2] {
        let place = |sentence: &Sentence| found.block.in_block(sentence.range);
        let mine = |sentence: &Sentence| sentence.block == found.index;
        let first = self.sentences.partition_point(|one| {
            one.block < found.index || mine(one) && place(one).start < found.sentence.start
        });
        let here = self.sentences.get(first);
        let at = here.filter(|one| mine(one) && place(one) == found.sentence).map(|_| first);
        let beside = |at: Option<usize>| self.sentences.get(at?).filter(|one| mine(one)).map(place);
        [beside(at.and_then(|at| at.checked_sub(1))), beside(at.map(|at| at + 1))]
    }

    /// Whether nothing was found in a sentence of the block of a finding.
    pub(super) fn is_quiet(&self, found: &RuleMatch, sentence: BlockSpan) -> bool {
        self.neighbours.in_sentence(found.index, sentence.start) == 0
    }
}
