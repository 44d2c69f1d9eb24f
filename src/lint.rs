//! Notices self-talk that attacks the person, or that lets responsibility slip away.
//!
//! A pure function from an entry and rules to diagnostics. It knows neither files nor output.

pub mod care;
mod engine;
pub mod example;
mod guard;
mod pattern;
mod rewrite;
pub mod rule;
pub mod rule_set;
mod scanner;
mod sentence;
pub mod suppression;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use self::rewrite::{Captures, Place, Wording};
use self::rule::{Pattern, Rule, Scope, Speaker, Spelling};
use self::rule_set::RuleSet;
use self::sentence::Sentence;
use crate::config::Context;
use crate::diagnostic::{Diagnostic, Severity};
use crate::journal::entry::Entry;
use crate::journal::prose::{BlockKind, Prose};
use crate::text::regex;

/// What the rules make of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Nothing may be said about this entry, and nothing of it repeated anywhere.
    pub withheld: bool,
    /// The findings, in order; none for an entry that is withheld.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the rules find in an entry.
#[must_use]
pub fn check(entry: &Entry, prose: &Prose, rules: &RuleSet) -> Reading {
    if is_heavy_beside(entry, rules) {
        return Reading { withheld: true, diagnostics: Vec::new() };
    }
    let mut reading = check_with(entry, prose, rules, &|_| true);
    if !reading.withheld {
        let end = entry.source.len();
        reading.diagnostics = suppression::apply(reading.diagnostics, prose, end, rules);
    }
    reading
}

/// Words that a reader sees and a linter does not: titles of callouts, words for images.
static BESIDE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?m)^[ \t]*(?:>[ \t]?)+\[![^\]\n]*\][+-]?[ \t]*(.+)$|!\[([^\]]+)\]"));

/// Whether what stands beside the text asks for care: the top of the file, its name, titles of
/// callouts, words for images.
fn is_heavy_beside(entry: &Entry, rules: &RuleSet) -> bool {
    let mut text = entry.front.texts();
    text.push_str(&entry.stem().replace(['-', '_'], " "));
    text.push('\n');
    if entry.source.contains("[!") || entry.source.contains("![") {
        for found in BESIDE.captures_iter(&entry.source) {
            if let Some(words) = found.get(1).or(found.get(2)) {
                text.push_str(&words.as_str().replace('\n', " "));
                text.push('\n');
            }
        }
    }
    let prose = Prose::plain(&text);
    let sentences = sentence::sentences(&prose, &[]);
    let candidates = rules.scanner.candidates(prose.text(), &sentences);
    candidates.into_iter().any(|(index, target)| {
        let Some(care) = rules.care(target.group) else { return false };
        let words = &prose.text()[sentences[index].range.clone()];
        let spelling = Spelling::new(words);
        let pattern = rules.pattern(target).filter(|pattern| pattern.may_match(&spelling));
        pattern.is_some_and(|pattern| pattern.matches(words, &spelling)) && !care.excuses(words)
    })
}

/// One match of one rule.
struct Found<'a> {
    rule: &'a Rule,
    severity: Severity,
    block: usize,
    /// Both in the block.
    range: Range<usize>,
    sentence: Range<usize>,
    captures: Captures,
}

fn check_with(
    entry: &Entry,
    prose: &Prose,
    rules: &RuleSet,
    wanted: &dyn Fn(&Rule) -> bool,
) -> Reading {
    // Care is taken of headings too, whatever is skipped.
    let skip: Vec<Context> =
        rules.skip().iter().copied().filter(|context| *context != Context::Headings).collect();
    let sentences = sentence::sentences(prose, &skip);
    let quiet = rules.skip().len() > skip.len();
    let candidates = rules.scanner.candidates(prose.text(), &sentences);
    let off = entry.front.text("lint");
    let off = off.is_some_and(|lint| matches!(lint.as_str(), "off" | "false" | "no"));
    let language = entry.front.text("lang");
    let mut found = Vec::new();
    let mut spelling = (usize::MAX, Spelling::default());
    for (index, target) in candidates {
        let words = &prose.text()[sentences[index].range.clone()];
        if spelling.0 != index {
            spelling = (index, Spelling::new(words));
        }
        let Some(pattern) = rules.pattern(target).filter(|pattern| pattern.may_match(&spelling.1))
        else {
            continue;
        };
        let Some(rule) = rules.rules().get(target.group) else {
            let care = rules.care(target.group).filter(|_| pattern.matches(words, &spelling.1));
            if care.is_some_and(|care| !care.excuses(words)) {
                return Reading { withheld: true, diagnostics: Vec::new() };
            }
            continue;
        };
        let block = prose.blocks()[sentences[index].block].kind;
        if quiet && matches!(block, BlockKind::Heading(_)) {
            continue;
        }
        let spoken = language.as_ref().is_none_or(|language| language == &rule.language);
        if !spoken || !wanted(rule) || off {
            continue;
        }
        if let Some(severity) = rules.severity(rule, &entry.path) {
            let sentence = (&sentences[index], &spelling.1);
            matches((rule, severity), pattern, sentence, prose, rules, &mut found);
        }
    }
    let found = without_overlaps(found);
    let mut diagnostics: Vec<Diagnostic> =
        found.iter().filter_map(|one| diagnostic(one, &found, entry, prose, rules)).collect();
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    Reading { withheld: false, diagnostics }
}

fn block_text(prose: &Prose, block: usize) -> &str {
    &prose.text()[prose.blocks()[block].range.clone()]
}

fn matches<'a>(
    (rule, severity): (&'a Rule, Severity),
    pattern: &Pattern,
    (sentence, spelling): (&Sentence, &Spelling),
    prose: &Prose,
    rules: &RuleSet,
    found: &mut Vec<Found<'a>>,
) {
    let words = &prose.text()[sentence.range.clone()];
    let start = prose.blocks()[sentence.block].range.start;
    let text = block_text(prose, sentence.block);
    let sentence = Sentence {
        block: sentence.block,
        range: sentence.range.start - start..sentence.range.end - start,
    };
    let Some((engine, spelled)) = pattern.search(words, spelling) else { return };
    if !engine.is_match(spelled) {
        return;
    }
    for groups in engine.matches(spelled) {
        let Some(whole) = groups.get_match() else { continue };
        let range = sentence.range.start + whole.start()..sentence.range.start + whole.end();
        let guarded = rule.file.speaker == Speaker::Writer
            && rules
                .guards(&rule.language)
                .iter()
                .any(|guard| guard.holds(text, &sentence.range, &range));
        if guarded
            || withheld(rule, text, &sentence.range, prose)
            || rules.allows(rule, &text[range.clone()])
        {
            continue;
        }
        let captures = rewrite::captures(&groups, words);
        let (block, sentence) = (sentence.block, sentence.range.clone());
        found.push(Found { rule, severity, block, range, sentence, captures });
    }
}

/// Whether one of the rule's own exceptions matches.
fn withheld(rule: &Rule, block: &str, sentence: &Range<usize>, prose: &Prose) -> bool {
    let text = match rule.file.scope {
        Scope::Sentence => &block[sentence.clone()],
        Scope::Block => block,
        Scope::Entry => prose.text(),
    };
    rule.unless.iter().any(|pattern| pattern.is_match(text))
}

/// Of findings that share words, the weightiest stays, then the longest.
fn without_overlaps(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| {
        let length = found.range.len();
        (found.block, Reverse(found.severity), Reverse(length), found.range.start, &found.rule.id)
    });
    let mut kept: Vec<Found> = Vec::new();
    for candidate in found {
        let overlaps = |other: &Found| {
            other.block == candidate.block
                && other.range.start < candidate.range.end
                && candidate.range.start < other.range.end
        };
        if !kept.iter().any(overlaps) {
            kept.push(candidate);
        }
    }
    kept
}

/// `None` when the words have no certain place in the source.
fn diagnostic(
    found: &Found,
    all: &[Found],
    entry: &Entry,
    prose: &Prose,
    rules: &RuleSet,
) -> Option<Diagnostic> {
    let beside = || all.iter().filter(|other| other.block == found.block);
    let crowded = beside().filter(|other| other.sentence.start == found.sentence.start).count() > 1;
    let later = beside().map(|other| other.range.start).filter(|start| *start >= found.range.end);
    let next = later.min().unwrap_or(usize::MAX);
    let offset = prose.blocks()[found.block].range.start;
    let span = prose.source(found.range.start + offset..found.range.end + offset)?;
    let file = &found.rule.file;
    let wording =
        found.rule.wording.get_or_init(|| Wording::new(file).unwrap_or_else(|_| Wording::empty()));
    let place = Place {
        prose,
        source: &entry.source,
        grammar: rules.grammar(&found.rule.language),
        block: block_text(prose, found.block),
        offset,
        sentence: found.sentence.clone(),
        found: found.range.clone(),
        crowded,
        next,
    };
    let span = place.balanced(span).unwrap_or(span);
    Some(Diagnostic {
        rule: Cow::Owned(found.rule.id.clone()),
        family: found.rule.family,
        severity: found.severity,
        span,
        message: wording.message(&found.captures),
        question: file.question.clone(),
        suggestions: wording.suggestions(&file.rewrites, &found.captures, &place),
    })
}
