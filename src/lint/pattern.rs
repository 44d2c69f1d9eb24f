//! From the pattern a rule file writes to a regular expression, and the words it cannot match
//! without.
//!
//! The build script uses this module too: what it needs for the built-in rules is worked out when
//! the program is compiled, because parsing expressions is most of what a start would cost.

use std::collections::BTreeMap;

use regex_syntax::hir::{Hir, HirKind};

/// Lists of words by name: what `{name}` in a pattern stands for.
pub(crate) type Words = BTreeMap<String, Vec<String>>;

/// Lists may use lists, this deep.
const DEEPEST: usize = 8;
/// A shorter literal is in nearly every sentence and saves nothing.
const SHORTEST: usize = 3;
/// More words than this are no quick test.
const MOST: usize = 20_000;
/// A set to check in a sentence is no larger than this …
const QUICK: usize = 32;
/// … and more of them tell nothing new.
const MOST_CHECKS: usize = 2;

/// Why a pattern cannot be expanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PatternError {
    /// No list has this name.
    Unknown(String),
    /// This list uses itself.
    Circle(String),
    /// It is no regular expression; the parser's message.
    Syntax(String),
}

/// Puts the words of the lists in place of `{name}`.
///
/// # Errors
/// A name that neither `own` nor `shared` has, or lists that use each other in a circle.
pub(crate) fn expand(pattern: &str, own: &Words, shared: &Words) -> Result<String, PatternError> {
    let mut expansion = Expansion { out: String::with_capacity(pattern.len() * 4), own, shared };
    expansion.add(pattern, 0)?;
    Ok(expansion.out)
}

/// A pattern as it is searched for: whole words only.
pub(crate) fn whole_words(expanded: &str) -> String {
    format!(r"\b(?:{expanded})\b")
}

/// A pattern while its lists are put in.
struct Expansion<'a> {
    out: String,
    own: &'a Words,
    shared: &'a Words,
}

impl Expansion<'_> {
    fn add(&mut self, pattern: &str, depth: usize) -> Result<(), PatternError> {
        let mut rest = pattern;
        while let Some(open) = rest.find('{') {
            let (before, after) = rest.split_at(open);
            self.out.push_str(before);
            let close = after.find('}').unwrap_or(0);
            let name = after.get(1..close).unwrap_or_default();
            // `{2,3}` repeats, `\p{Lu}` is a class.
            if !name.starts_with(|c: char| c.is_ascii_lowercase()) || before.ends_with("\\p") {
                self.out.push('{');
                rest = after.get(1..).unwrap_or_default();
                continue;
            }
            let words = self.own.get(name).or_else(|| self.shared.get(name));
            let words = words.ok_or_else(|| PatternError::Unknown(name.to_owned()))?;
            if depth == DEEPEST {
                return Err(PatternError::Circle(name.to_owned()));
            }
            self.out.push_str("(?:");
            for (index, word) in words.iter().enumerate() {
                self.out.push_str(if index == 0 { "" } else { "|" });
                self.add(word, depth + 1)?;
            }
            self.out.push(')');
            rest = after.get(close + 1..).unwrap_or_default();
        }
        self.out.push_str(rest);
        Ok(())
    }
}

/// How often a word stands in ordinary text; what is common is a poor sign that a rule matches.
pub(crate) type Frequency<'a> = &'a dyn Fn(&str) -> usize;

/// Sets of words: wherever a pattern matches, one word of each set occurs, in any ASCII case. The
/// first set is the one to look for, the others tell a false alarm from a match before the
/// expression is tried. Empty when there is nothing worth looking for.
pub(crate) type Required = Vec<Vec<String>>;

/// What `regex` cannot match without.
pub(crate) fn required(regex: &str, frequency: Frequency) -> Required {
    let Ok(hir) = regex_syntax::parse(regex) else { return Vec::new() };
    let mut sets = Vec::new();
    collect(&hir, frequency, &mut sets);
    sets.sort_by_key(|set| cost(set, frequency));
    sets.dedup();
    if sets.first().is_none_or(|first| !worth(first)) {
        return Vec::new();
    }
    let mut rest = sets.split_off(1);
    rest.retain(|set| set.len() <= QUICK);
    rest.sort_by_key(Vec::len);
    rest.truncate(MOST_CHECKS);
    sets.extend(rest);
    sets
}

/// The sets of each part of a sequence.
fn collect(hir: &Hir, frequency: Frequency, sets: &mut Vec<Vec<String>>) {
    match hir.kind() {
        HirKind::Capture(capture) => collect(&capture.sub, frequency, sets),
        HirKind::Concat(parts) => parts.iter().for_each(|part| collect(part, frequency, sets)),
        _ => sets.extend(best(hir, frequency).filter(|set| set.len() <= MOST && shortest(set) > 1)),
    }
}

fn worth(set: &[String]) -> bool {
    shortest(set) >= SHORTEST && set.len() <= MOST
}

fn best(hir: &Hir, frequency: Frequency) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            // The search ignores ASCII case only, so a literal is cut at other letters.
            let run = text.split(|c: char| !c.is_ascii()).max_by_key(|run| run.len())?;
            (!run.is_empty()).then(|| vec![run.to_ascii_lowercase()])
        }
        HirKind::Capture(capture) => best(&capture.sub, frequency),
        HirKind::Repetition(repetition) if repetition.min > 0 => best(&repetition.sub, frequency),
        HirKind::Concat(parts) => {
            let sets = parts.iter().filter_map(|part| best(part, frequency));
            sets.min_by_key(|set| cost(set, frequency))
        }
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(best(part, frequency)?);
            }
            all.sort();
            all.dedup();
            Some(all)
        }
        _ => None,
    }
}

fn shortest(set: &[String]) -> usize {
    set.iter().map(String::len).min().unwrap_or(0)
}

/// What looking for a set costs: useless sets last, then by how often its words stand in ordinary
/// text, then by length.
fn cost(set: &[String], frequency: Frequency) -> (bool, usize, usize, usize) {
    let hits = set.iter().map(|word| frequency(word)).sum();
    (!worth(set), hits, usize::MAX - shortest(set).min(6), set.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(pairs: &[(&str, &[&str])]) -> Words {
        let owned = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        pairs.iter().map(|(name, list)| ((*name).to_owned(), owned(list))).collect()
    }

    #[test]
    fn lists_stand_for_their_words() {
        let shared = words(&[("i_am", &["i am", "i'm"]), ("very", &["so", "{i_am}"])]);
        let own = words(&[("label", &["fool"])]);
        let expanded = expand(r"{i_am} an? {label}x{2}\p{Lu}", &own, &shared).unwrap();
        assert_eq!(expanded, r"(?:i am|i'm) an? (?:fool)x{2}\p{Lu}");
        assert_eq!(
            expand("{lable}", &own, &shared),
            Err(PatternError::Unknown("lable".to_owned()))
        );
        let circle = words(&[("a", &["{b}"]), ("b", &["{a}"])]);
        assert!(expand("{a}", &circle, &shared).is_err());
    }

    #[test]
    fn required_words_are_the_rarest_set() {
        let sets = required(r"(?:i am|i'm)(?: such)? an? (?:failure|loser)", &|_| 0);
        assert_eq!(sets[0], ["failure", "loser"]);
        assert!(sets[1..].contains(&vec!["i am".to_owned(), "i'm".to_owned()]));
        assert_eq!(required(r"hate (?:my|him)self", &|_| 0)[0], ["hate "]);
        assert!(required(r"(?:a|b)? \w+", &|_| 0).is_empty());
    }
}
