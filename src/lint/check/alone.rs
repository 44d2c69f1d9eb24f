//! A light remark that stands alone on a long, calm page: nobody needs a note about it.
//!
//! Of 448 findings in 97,000 sentences of public diaries and blogs, read in pages of 30 sentences, one
//! in thirty of those that stood so was judged to need a note, and half of them were none; of the
//! others one in six needs one.

use std::collections::BTreeSet;

use crate::config::LightRemarks;
use crate::diagnostic::{Diagnostic, Family, RuleId};
use crate::journal::prose::Prose;
use crate::lint::reader::Reader;
use crate::lint::rule_file::Lightness;
use crate::lint::rule_set::RuleSet;
use crate::lint::sentence::sentences;
use crate::text::{FileSpan, ProseSpan};

/// An entry of fewer words is a thought rather than a page.
const PAGE: usize = 250;
/// Within so many bytes another finding keeps company: some fifteen sentences.
const COMPANY: usize = 1500;
/// Within so many bytes a heavy word weighs: some three sentences.
const WEIGHT: usize = 350;
/// The field of words that weigh on a page.
const HEAVY: &str = "heavy";

/// Which of the findings are light remarks that stand alone; none where the person wants them told.
pub(super) fn light_remarks(
    found: &[Diagnostic],
    prose: &Prose,
    rules: &RuleSet,
) -> BTreeSet<(FileSpan, RuleId)> {
    let harsh = || found.iter().filter(|one| one.family == Family::Harsh);
    let told = rules.light_remarks == LightRemarks::Tell;
    if told || harsh().next().is_none() || prose.words() < PAGE {
        return BTreeSet::new();
    }
    let mut starts: Vec<usize> = harsh().map(|one| one.span.start).collect();
    starts.sort_unstable();
    let alone = |one: &&Diagnostic| {
        let (from, to) = (one.span.start.saturating_sub(COMPANY), one.span.start + COMPANY);
        let before = starts.partition_point(|start| *start < from);
        starts.iter().skip(before).take_while(|start| **start <= to).count() < 2
    };
    let light = |one: &&Diagnostic| match rules.get(&one.rule).map(|rule| rule.file.light) {
        None | Some(Lightness::None) => false,
        Some(Lightness::Past) => !one.reading.as_ref().is_some_and(|reading| reading.is_now),
        Some(Lightness::All) => true,
    };
    let mut light = harsh().filter(light).filter(alone).peekable();
    if light.peek().is_none() {
        return BTreeSet::new();
    }
    let sentences = sentences(prose, rules.skip());
    let placed = sentences.iter().filter_map(|one| Some((prose.source(one.range)?, one.range)));
    let page = PlacedSentences { sentences: placed.collect(), prose, rules };
    let light = light.filter(|one| !page.weighs_on(one));
    light.map(|one| (one.span, one.rule.clone())).collect()
}

/// The sentences of an entry, each with its place in the file.
struct PlacedSentences<'a> {
    sentences: Vec<(FileSpan, ProseSpan)>,
    prose: &'a Prose,
    rules: &'a RuleSet,
}

impl PlacedSentences<'_> {
    /// Whether a heavy word stands in the sentences around a finding, or in its own; also where no
    /// such words are known.
    fn weighs_on(&self, one: &Diagnostic) -> bool {
        let is_known = |reader: &&Reader| reader.lexicon().field_names().any(|it| it == HEAVY);
        let Some(reader) = self.rules.reader(&one.rule).filter(is_known) else { return true };
        let (from, to) = (one.span.start.saturating_sub(WEIGHT), one.span.end + WEIGHT);
        let first = self.sentences.partition_point(|(place, _)| place.end <= from);
        let near = self.sentences.iter().skip(first).take_while(|(place, _)| place.start < to);
        near.map(|(_, range)| reader.read(range.slice(self.prose.text())))
            .any(|reading| reading.words.hits.iter().any(|hit| reading.words.is_of(hit, &[HEAVY])))
    }
}
