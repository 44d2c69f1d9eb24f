//! A light remark that stands alone on a long, calm page: nobody needs a note about it.
//!
//! Of 448 findings in 97,000 sentences of public diaries and blogs, read in pages of 30 sentences, one
//! in thirty of those that stood so was judged to need a note, and half of them were none; of the
//! others one in six needs one.

use std::collections::BTreeSet;

use crate::config::LightRemarks;
use crate::diagnostic::{Diagnostic, Family, RuleId};
use crate::journal::prose::Prose;
use crate::lint::rule_file::Lightness;
use crate::lint::rule_set::RuleSet;
use crate::lint::sentence::sentences;
use crate::text::FileSpan;

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
    let light = harsh().filter(light).filter(alone).filter(|one| !weighs(one, prose, rules));
    light.map(|one| (one.span, one.rule.clone())).collect()
}

/// Whether a heavy word stands in the sentences around a finding, or in its own; also where no such
/// words are known.
fn weighs(one: &Diagnostic, prose: &Prose, rules: &RuleSet) -> bool {
    let reader = rules.reader(&one.rule);
    let known = reader.filter(|reader| reader.lexicon().field_names().any(|name| name == HEAVY));
    let Some(reader) = known else { return true };
    let from = one.span.start.saturating_sub(WEIGHT);
    let near = FileSpan::new(from, one.span.end + WEIGHT);
    sentences(prose, rules.skip()).iter().any(|sentence| {
        let place = prose.source(sentence.range);
        place.is_some_and(|place| place.start < near.end && near.start < place.end) && {
            let reading = reader.read(sentence.range.slice(prose.text()));
            reading.words.hits.iter().any(|hit| reading.words.is_of(hit, &[HEAVY]))
        }
    })
}
