//! The rules that look for frames in sentences that have been read.

use std::cell::OnceCell;

use super::Check;
use super::found::RuleMatch;
use crate::diagnostic::{FieldTrace, ReadingTrace};
use crate::journal::prose::{BlockKind, Prose};
use crate::lint::care::CareStrength;
use crate::lint::frame::captures::{captures, extended, is_now};
use crate::lint::frame::{Frame, FrameMatch};
use crate::lint::reader::{FrameRef, Reader};
use crate::lint::reading::Reading;
use crate::lint::reading::part::is_mark;
use crate::lint::rule::Rule;
use crate::lint::rule_set::RuleSet;
use crate::lint::sentence::{Sentence, sentences};
use crate::text::BlockSpan;

impl<'a> Check<'a> {
    /// Adds what the frames of the rules that are `wanted` find, and says how strongly the entry
    /// asks for care. When it is to be withheld nothing more is looked for.
    pub(super) fn frames(
        &self,
        sentences: &[Sentence],
        wanted: &dyn Fn(&Rule) -> bool,
        found: &mut Vec<RuleMatch<'a>>,
    ) -> Option<CareStrength> {
        let mut care = None;
        for reader in &self.rules.readers {
            for at in 0..sentences.len() {
                let near = Near::new(reader, sentences, at, self.prose.text());
                if let Some(words) = near.words(at).filter(|words| reader.may_match(words)) {
                    match self.read(&near, words, wanted, found) {
                        Some(CareStrength::Withhold) => return Some(CareStrength::Withhold),
                        strength => care = care.or(strength),
                    }
                }
            }
        }
        care
    }

    /// Reads one sentence and adds what frames find in it.
    fn read(
        &self,
        near: &Near,
        words: &str,
        wanted: &dyn Fn(&Rule) -> bool,
        found: &mut Vec<RuleMatch<'a>>,
    ) -> Option<CareStrength> {
        let sentence = near.sentences.get(near.at)?;
        let block = self.prose.blocks().get(sentence.block)?;
        let skipped = self.skips_headings && matches!(block.kind, BlockKind::Heading(_));
        let mut care = None;
        let reading = near.reader.read(words);
        let place = block.in_block(sentence.range);
        // "Im Bad" is no "I'm bad".
        let skipped = skipped || self.is_of_another_language(near.reader, &reading);
        for candidate in near.reader.candidates(&reading) {
            let (rule, number) = match candidate {
                FrameRef::Care(strength, at) => {
                    let before = || near.before();
                    care = care.or_else(|| near.reader.care(strength, at, &reading, &before));
                    if care == Some(CareStrength::Withhold) {
                        return care;
                    }
                    continue;
                }
                FrameRef::Rule(rule, number) => (rule, number),
            };
            let rule = self.rules.rules().get(rule).filter(|rule| !skipped && wanted(rule));
            let Some(rule) = rule else { continue };
            let Some(frame) = rule.frames.get(number) else { continue };
            if is_too_long(rule, frame, &reading) {
                continue;
            }
            let matches = frame.matches(&reading, &|| near.before());
            for one in matches.into_iter().filter(|one| !is_mended(frame, one, &reading, near)) {
                let Some(bytes) = bytes(&reading, &one) else { continue };
                let Some(severity) = self.rules.severity(rule, &self.entry.path) else { continue };
                let span = bytes.shifted(place.start);
                let heeded = |span| {
                    let exclusions = self.rules.frame_exclusions(&rule.id);
                    self.is_excluded_by(exclusions, rule, sentence, span)
                };
                let mut words =
                    one.hits.iter().filter_map(|hit| reading.words.bytes(hit.from..hit.to));
                let within = words
                    .any(|word| heeded(BlockSpan::new(word.start, word.end).shifted(place.start)));
                let trace = trace(number, &one, &reading);
                if within || heeded(span) || self.rules.allows_reading(rule, &trace) {
                    continue;
                }
                found.push(RuleMatch {
                    rule,
                    severity,
                    index: sentence.block,
                    block,
                    span,
                    sentence: place,
                    captures: captures(&reading, &one),
                    reading: Some(trace),
                    frame: Some(one),
                });
            }
        }
        care
    }

    /// Whether a sentence has more words of another language of the journal than of its reader's.
    fn is_of_another_language(&self, reader: &Reader, reading: &Reading) -> bool {
        let mut others =
            self.rules.readers.iter().filter(|other| other.language() != reader.language());
        others.any(|other| other.read(reading.words.text).words.known() > reading.words.known())
    }
}

/// A sentence among those around it.
struct Near<'a> {
    reader: &'a Reader,
    sentences: &'a [Sentence],
    at: usize,
    text: &'a str,
    before: OnceCell<Option<Reading<'a>>>,
    after: OnceCell<Option<Reading<'a>>>,
}

impl<'a> Near<'a> {
    fn new(reader: &'a Reader, sentences: &'a [Sentence], at: usize, text: &'a str) -> Self {
        Self { reader, sentences, at, text, before: OnceCell::new(), after: OnceCell::new() }
    }

    /// The words of a sentence of the same block.
    fn words(&self, at: usize) -> Option<&'a str> {
        let (here, other) = (self.sentences.get(self.at)?, self.sentences.get(at)?);
        (here.block == other.block).then(|| other.range.slice(self.text))
    }

    /// The sentence before it.
    fn before(&self) -> Option<&Reading<'a>> {
        let read = || Some(self.reader.read(self.words(self.at.checked_sub(1)?)?));
        self.before.get_or_init(read).as_ref()
    }

    /// The sentence behind it.
    fn after(&self) -> Option<&Reading<'a>> {
        let read = || Some(self.reader.read(self.words(self.at + 1)?));
        self.after.get_or_init(read).as_ref()
    }
}

/// Whether a sentence is longer than a rule takes for a frame whose words may stand anywhere.
fn is_too_long(rule: &Rule, frame: &Frame, reading: &Reading) -> bool {
    let words = || (0..reading.words.tokens.len()).filter(|at| !is_mark(&reading.words, *at));
    rule.file.within.is_some_and(|most| frame.is_loose() && words().count() > most.get())
}

/// Whether what can be done about it follows, and the frame heeds that.
fn is_mended(frame: &Frame, found: &FrameMatch, reading: &Reading, near: &Near) -> bool {
    !frame.holds_mended() && reading.is_mended(found.clause, found.tokens.end, near.after())
}

/// The bytes of a match in its sentence, with what is said of it behind.
fn bytes(reading: &Reading, found: &FrameMatch) -> Option<BlockSpan> {
    let bytes = reading.words.bytes(extended(reading, found))?;
    Some(BlockSpan::new(bytes.start, bytes.end))
}

fn trace(number: usize, found: &FrameMatch, reading: &Reading) -> ReadingTrace {
    let fields = found.hits.iter().filter_map(|hit| {
        let bytes = reading.words.bytes(hit.from..hit.to)?;
        let text = reading.words.text.get(bytes)?.to_owned();
        Some(FieldTrace { text, field: reading.words.field_name(hit).to_owned() })
    });
    let scope = reading.scope(found.clause);
    let scope = scope.map_or(&[][..], |scope| scope.holdings.as_slice());
    let scope = scope.iter().map(|holding| holding.name()).collect();
    let is_now = reading.clauses().get(found.clause).is_some_and(|clause| is_now(reading, clause));
    ReadingTrace { frame: number + 1, fields: fields.collect(), scope, is_now }
}

/// The frames of a rule, by number, that fit somewhere in a text.
pub(in crate::lint) fn fitting(rule: &Rule, prose: &Prose, rules: &RuleSet) -> Vec<usize> {
    let Some(reader) = rules.reader(&rule.id) else { return Vec::new() };
    let sentences = sentences(prose, &[]);
    let mut found = Vec::new();
    for at in 0..sentences.len() {
        let near = Near::new(reader, &sentences, at, prose.text());
        let Some(words) = near.words(at) else { continue };
        let reading = reader.read(words);
        let fits = |frame: &Frame| !frame.matches(&reading, &|| near.before()).is_empty();
        let numbers = rule.frames.iter().enumerate().filter(|(_, frame)| fits(frame));
        found.extend(numbers.map(|(number, _)| number));
    }
    found
}
