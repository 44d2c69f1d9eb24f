//! What the rules find in an entry.

mod alone;
pub(super) mod by_frame;
mod care_signs;
mod found;
mod together;

use std::cell::RefCell;
use std::rc::Rc;

use self::alone::light_remarks;
use self::care_signs::{asks_for_care, asks_for_care_beside};
use self::found::{
    Neighbours, RuleMatch, Surroundings, asked_once, has_capitals, without_overlaps,
};
use super::answered;
use super::care::CareStrength;
use super::compiled_pattern::Pattern;
use super::exclusion::{Exclusion, QuotationMarks};
use super::normalized::NormalizedText;
use super::reader::FrameRef;
use super::reading::grammar_file::Order;
use super::rewrite::{self, Beside, ClauseRewriter, MatchContext, RewriteTemplates};
use super::rule::Rule;
use super::rule_file::{Speaker, UnlessScope};
use super::rule_set::RuleSet;
use super::sentence::{Sentence, sentences};
use super::suppression;
use crate::config::{EntryPart, Tone};
use crate::diagnostic::{Diagnostic, Family, Suggestion};
use crate::journal::entry::Entry;
use crate::journal::prose::{BlockKind, Prose};
use crate::text::BlockSpan;

/// With more findings in one sentence than this, no single one is reworded: the others would stand
/// around it.
const MANY: usize = 2;

/// With more findings in an entry than this, none is reworded: nobody reads so many, and each takes
/// time.
const FLOOD: usize = 1000;

/// What the rules make of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It asks for care: nothing may be said about it, and nothing of it repeated anywhere.
    Withheld,
    /// It may ask for care: harsh rules are silent about it. What the others found, in order.
    Hushed(Vec<Diagnostic>),
    /// The findings, in order.
    Findings(Vec<Diagnostic>),
}

impl Verdict {
    /// Whether nothing may be said about the entry.
    #[must_use]
    pub const fn is_withheld(&self) -> bool {
        matches!(self, Self::Withheld)
    }

    /// The findings; none for an entry that is withheld.
    #[must_use]
    pub fn into_findings(self) -> Vec<Diagnostic> {
        match self {
            Self::Withheld => Vec::new(),
            Self::Hushed(findings) | Self::Findings(findings) => findings,
        }
    }
}

/// What the rules find in an entry.
#[must_use]
pub fn check(entry: &Entry, prose: &Prose, rules: &RuleSet) -> Verdict {
    if rules.care_unknown || asks_for_care_beside(entry, rules) {
        return Verdict::Withheld;
    }
    let end = entry.source.len();
    let rest = |found: Vec<Diagnostic>| {
        let light = light_remarks(&found, prose, rules);
        let mut found = suppression::apply(found, prose, end, rules);
        answered::settle(&mut found, prose, &entry.source);
        found.retain(|one| !light.contains(&(one.span, one.rule.clone())));
        found
    };
    match check_with(entry, prose, rules, &|_| true) {
        Verdict::Withheld => Verdict::Withheld,
        Verdict::Hushed(found) => Verdict::Hushed(rest(found)),
        Verdict::Findings(found) => Verdict::Findings(rest(found)),
    }
}

/// The findings of the rules that are `wanted`, before suppressions.
pub(super) fn check_with(
    entry: &Entry,
    prose: &Prose,
    rules: &RuleSet,
    wanted: &dyn Fn(&Rule) -> bool,
) -> Verdict {
    // Care is taken of headings too, whatever is skipped.
    let skip: Vec<EntryPart> =
        rules.skip().iter().copied().filter(|part| *part != EntryPart::Headings).collect();
    let sentences = sentences(prose, &skip);
    let skips_headings = rules.skip().len() > skip.len();
    let check = Check { entry, prose, rules, skips_headings, marks: RefCell::default() };
    let off = entry.front.text("lint");
    let off = off.is_some_and(|lint| matches!(lint.as_str(), "off" | "false" | "no"));
    let language = entry.front.text("lang");
    let speaks = |rule: &Rule| language.as_ref().is_none_or(|one| rule.id.language() == Some(one));
    let mut found = Vec::new();
    let mut current: Option<(&Sentence, NormalizedText)> = None;
    for (sentence, target) in rules.prefilter.candidates(prose.text(), &sentences) {
        let words = sentence.range.slice(prose.text());
        let normalized = match &current {
            Some((known, normalized)) if std::ptr::eq(*known, sentence) => normalized,
            _ => &current.insert((sentence, NormalizedText::new(words))).1,
        };
        if asks_for_care(target, words, normalized, rules) {
            return Verdict::Withheld;
        }
        let Some(rule) = rules.rules().get(target.group) else { continue };
        if off || !speaks(rule) || !wanted(rule) {
            continue;
        }
        let pattern = rules.pattern(target).filter(|pattern| pattern.may_match(normalized));
        if let Some(pattern) = pattern {
            check.matches(rule, pattern, Candidate { sentence, normalized }, &mut found);
        }
    }
    let care = check.frames(&sentences, &|rule| !off && speaks(rule) && wanted(rule), &mut found);
    match care {
        Some(CareStrength::Withhold) => return Verdict::Withheld,
        Some(CareStrength::Hush) => found.retain(|one| one.rule.family == Family::Avoidant),
        None => {}
    }
    let mut found = without_overlaps(found);
    asked_once(&mut found);
    let neighbours = Neighbours::new(&found);
    let flood = found.len() > FLOOD;
    let around = Surroundings { found: &found, sentences: &sentences, neighbours, flood };
    let all = found.iter().filter_map(|one| Some((one, check.diagnostic(one, &around)?)));
    let mut all: Vec<(&RuleMatch, Diagnostic)> = all.collect();
    let place = |one: &RuleMatch| (one.index, one.sentence);
    for sentence in all.chunk_by_mut(|(one, _), (next, _)| place(one) == place(next)) {
        check.agree(sentence);
    }
    let mut diagnostics: Vec<Diagnostic> = all.into_iter().map(|(_, one)| one).collect();
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    if care.is_some() { Verdict::Hushed(diagnostics) } else { Verdict::Findings(diagnostics) }
}

/// A sentence and its words as patterns want to read them.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    sentence: &'a Sentence,
    normalized: &'a NormalizedText,
}

/// A check under way.
struct Check<'a> {
    entry: &'a Entry,
    prose: &'a Prose,
    rules: &'a RuleSet,
    skips_headings: bool,
    /// The quotation marks of the block that was looked at last.
    marks: RefCell<Option<(usize, Rc<QuotationMarks>)>>,
}

impl<'a> Check<'a> {
    fn marks(&self, index: usize, block: &str) -> Rc<QuotationMarks> {
        let mut known = self.marks.borrow_mut();
        match &*known {
            Some((of, marks)) if *of == index => Rc::clone(marks),
            _ => {
                let marks = Rc::new(QuotationMarks::of(block));
                *known = Some((index, Rc::clone(&marks)));
                marks
            }
        }
    }

    /// Adds the matches of one pattern in one sentence that are the writer's own self-talk.
    fn matches(
        &self,
        rule: &'a Rule,
        pattern: &Pattern,
        candidate: Candidate,
        found: &mut Vec<RuleMatch<'a>>,
    ) {
        let Candidate { sentence, normalized } = candidate;
        let Some(block) = self.prose.blocks().get(sentence.block) else { return };
        if self.skips_headings && matches!(block.kind, BlockKind::Heading(_)) {
            return;
        }
        let Some(severity) = self.rules.severity(rule, &self.entry.path) else { return };
        let words = sentence.range.slice(self.prose.text());
        let Some((engine, spelled)) = pattern.search(words, normalized) else { return };
        if !engine.is_match(spelled) {
            return;
        }
        let place = block.in_block(sentence.range);
        for groups in engine.matches(spelled) {
            let Some(whole) = groups.get_match() else { continue };
            let span = BlockSpan::new(whole.start(), whole.end()).shifted(place.start);
            if !self.is_excluded(rule, sentence, span) {
                let captures = rewrite::captures(&groups, words);
                if !has_capitals(rule, &captures) {
                    continue;
                }
                let (index, sentence) = (sentence.block, place);
                found.push(RuleMatch {
                    rule,
                    severity,
                    index,
                    block,
                    span,
                    sentence,
                    captures,
                    reading: None,
                    frame: None,
                });
            }
        }
    }

    /// Whether a match of a pattern is not the writer's own self-talk, or is theirs to say.
    fn is_excluded(&self, rule: &Rule, sentence: &Sentence, span: BlockSpan) -> bool {
        let exclusions = self.rules.exclusions(&rule.id).iter();
        self.is_excluded_by(exclusions, rule, sentence, span)
    }

    /// The same by some exclusions alone.
    fn is_excluded_by<'e>(
        &self,
        exclusions: impl Iterator<Item = &'e Exclusion>,
        rule: &Rule,
        sentence: &Sentence,
        span: BlockSpan,
    ) -> bool {
        let Some(block) = self.prose.blocks().get(sentence.block) else { return false };
        let (index, text) = (sentence.block, block.range.slice(self.prose.text()));
        let sentence = block.in_block(sentence.range);
        let scope = match rule.file.scope {
            UnlessScope::Sentence => sentence.slice(text),
            UnlessScope::Block => text,
            UnlessScope::Entry => self.prose.text(),
        };
        let marks = self.marks(index, text);
        let own_words = rule.file.speaker == Speaker::Writer;
        let mut exclusions = exclusions.filter(|_| own_words);
        exclusions.any(|exclusion| exclusion.holds(text, &marks, sentence, span))
            || rule.unless.iter().any(|pattern| pattern.is_match(scope))
            || self.rules.allows(rule, span.slice(text))
    }

    /// `None` when the words have no certain place in the source.
    fn diagnostic(&self, found: &RuleMatch, around: &Surroundings) -> Option<Diagnostic> {
        let span = self.prose.source(found.block.in_prose(found.span))?;
        let file = &found.rule.file;
        let compile = || RewriteTemplates::new(file).unwrap_or_else(|_| RewriteTemplates::empty());
        let templates = found.rule.templates.get_or_init(compile);
        let context = MatchContext {
            prose: self.prose,
            source: &self.entry.source,
            grammar: self.rules.grammar(&found.rule.id),
            block: found.block,
            sentence: found.sentence,
            found: found.span,
            together: around.neighbours.in_sentence(found.index, found.sentence.start),
            next: around.neighbours.next(found).unwrap_or(usize::MAX),
        };
        let span = context.balanced(span).unwrap_or(span);
        let voice = file.voice(found.reading.as_ref(), &found.captures);
        let by_clause = self.by_clause(found, voice, templates, &context, around);
        let (suggestions, beside) = by_clause.unwrap_or_else(|| {
            let offered = templates.suggestions(file, voice, &found.captures, &context);
            let standing = offered.into_iter().filter_map(|one| self.standing(found, one));
            (standing.collect(), Beside::Nothing)
        });
        Some(Diagnostic {
            rule: found.rule.id.clone(),
            family: found.rule.family,
            severity: found.severity,
            span,
            message: self.message(found, voice, templates),
            question: templates.question(voice, beside, &found.captures),
            suggestions,
            reading: found.reading.clone(),
        })
    }

    /// What is said of a match, in the tone that the person chose.
    fn message(
        &self,
        found: &RuleMatch,
        voice: Option<usize>,
        templates: &RewriteTemplates,
    ) -> String {
        let message = templates.message(voice, &found.captures);
        let warm = found.rule.file.warm.as_ref().filter(|_| self.rules.tone == Tone::Warm);
        warm.map_or_else(|| message.clone(), |warm| format!("{message} {warm}"))
    }

    /// Suggestions for what a frame found, in a language whose clauses can be told apart by their
    /// order, and what stands beside it.
    fn by_clause(
        &self,
        found: &RuleMatch,
        voice: Option<usize>,
        templates: &RewriteTemplates,
        place: &MatchContext,
        around: &Surroundings,
    ) -> Option<(Vec<Suggestion>, Beside)> {
        let reader = self.rules.reader(&found.rule.id)?;
        let fixed = reader.order() == Order::SubjectVerb;
        let frame_match = found.frame.as_ref().filter(|_| fixed)?;
        if around.flood {
            return Some((Vec::new(), Beside::Nothing));
        }
        let text = found.block.range.slice(self.prose.text());
        let reading = reader.read(found.sentence.slice(text));
        let rules = self.rules.rules();
        let neighbours = around.beside(found);
        let [before, after] =
            neighbours.map(|beside| beside.filter(|beside| around.is_quiet(found, *beside)));
        let rewriter = ClauseRewriter {
            place,
            lexicon: reader.lexicon(),
            held: reader.held(),
            reading: &reading,
            found: frame_match,
            others: &around.others(found),
            before,
            after,
            neighbours,
            frames: &|reading| {
                let places = reader.candidates(reading).into_iter();
                let frames = places.filter_map(|place| match place {
                    FrameRef::Rule(rule, number) => rules.get(rule)?.frames.get(number),
                    FrameRef::Care(..) => None,
                });
                frames.collect()
            },
        };
        let offer =
            || templates.clause_suggestions(&found.rule.file, voice, &found.captures, &rewriter);
        let offered = if place.together > MANY { Vec::new() } else { offer() };
        Some((offered, rewriter.beside()))
    }
}
