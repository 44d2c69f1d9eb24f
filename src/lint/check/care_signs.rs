//! Signs of care that patterns find, and those beside the text that a linter reads.

use std::sync::LazyLock;

use regex::Regex;

use crate::journal::entry::Entry;
use crate::journal::prose::Prose;
use crate::lint::normalized::NormalizedText;
use crate::lint::prefilter::PatternRef;
use crate::lint::rule_set::RuleSet;
use crate::lint::sentence::sentences;
use crate::text::regex;

/// Words that a reader sees and a linter does not: titles of callouts, words for images.
static BESIDE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?m)^[ \t]*(?:>[ \t]?)+\[![^\]\n]*\][+-]?[ \t]*(.+)$|!\[([^\]]+)\]"));

/// Whether what stands beside the text asks for care: the top of the file, its name, titles of
/// callouts, words for images.
pub(super) fn asks_for_care_beside(entry: &Entry, rules: &RuleSet) -> bool {
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
    unread(&entry.source, entry.front.body, &mut text);
    let prose = Prose::plain(&text);
    let sentences = sentences(&prose, &[]);
    let candidates = rules.prefilter.candidates(prose.text(), &sentences);
    candidates.into_iter().any(|(sentence, target)| {
        let words = sentence.range.slice(prose.text());
        asks_for_care(target, words, &NormalizedText::new(words), rules)
    })
}

/// Adds the lines that Markdown takes for HTML or for code, and that may be the writer's own words.
fn unread(source: &str, body: usize, text: &mut String) {
    let below = source.get(body..).unwrap_or_default();
    for line in below.lines() {
        if line.contains('<') || line.starts_with("    ") || line.starts_with('\t') {
            text.push_str(&MARKUP.replace_all(line, " "));
            text.push('\n');
        }
    }
}

static MARKUP: LazyLock<Regex> = LazyLock::new(|| regex(r"</?[A-Za-z][^>]*>"));

/// Whether a pattern of care matches a sentence, and nothing excuses it.
pub(super) fn asks_for_care(
    target: PatternRef,
    words: &str,
    normalized: &NormalizedText,
    rules: &RuleSet,
) -> bool {
    let Some(care) = rules.care(target.group) else { return false };
    let pattern = rules.pattern(target).filter(|pattern| pattern.may_match(normalized));
    pattern.is_some_and(|pattern| pattern.matches(words, normalized)) && !care.excuses(words)
}
