//! Lists and exclusions that all rules of a language share, and what is wrong with a journal's own.

use std::collections::BTreeMap;

use super::{BIG, RuleLoader};
use crate::diagnostic::RuleId;
use crate::lint::exclusion::Exclusion;
use crate::lint::load::own_file;
use crate::lint::load::rule_source::RuleSource;
use crate::lint::load::validate::{regex_error, rule_error};
use crate::lint::pattern::Words;
use crate::lint::rule::Rule;
use crate::text::FileSpan;

impl RuleLoader {
    /// Looks at the journal's own lists and exclusions, now that all lists are known.
    pub(super) fn check_shared(&mut self, own: &[RuleSource]) {
        let none = Words::new();
        let text = |path: &str| own.iter().find(|source| source.path == path).map(|s| &*s.text);
        for (path, (language, file)) in &self.own_exclusions {
            let words = self.words.get(language).unwrap_or(&none);
            let errors = own_file::exclusion_errors(text(path).unwrap_or_default(), file, words);
            if !errors.is_empty() {
                self.diagnostics.insert(path.clone(), errors);
            }
        }
        for (path, (language, lists)) in &self.own_words {
            let words = self.words.get(language).unwrap_or(&none);
            let is_used = |name: &str| {
                let built_in = self.used_lists.contains(&(language.clone(), name.to_owned()));
                built_in
                    || is_offered(name)
                    || own.iter().any(|source| source.text.contains(&format!("{{{name}}}")))
            };
            let text = text(path).unwrap_or_default();
            let errors = own_file::word_errors(text, lists, words, &is_used);
            if !errors.is_empty() {
                self.diagnostics.insert(path.clone(), errors);
            }
        }
    }

    /// A built-in rule compiles with the built-in words, so a list of the journal's own is at fault:
    /// without a word about it the rule would be gone.
    pub(super) fn note_broken_words(&mut self, id: &RuleId, message: &str) {
        let mut own = self.own_words.iter();
        let of_language = own.find(|(_, (language, _))| id.language() == Some(language));
        let Some((path, _)) = of_language else { return };
        let known = self.diagnostics.entry(path.clone()).or_default();
        if known.is_empty() {
            let message = format!("A list here breaks `{id}`, which uses it. {message}");
            known.push(rule_error(FileSpan::at(0), message));
        }
    }

    /// Lists can grow a pattern until no engine takes it.
    pub(super) fn note_too_large(&mut self, rule: &Rule) {
        let large = rule.patterns.iter().chain(&rule.unless).filter(|one| one.source().len() > BIG);
        let mut large = large;
        let fault = large.find_map(|pattern| pattern.compile().err());
        if let Some(error) = fault {
            self.note_broken_words(&rule.id, &regex_error(&error.to_string()));
        }
    }

    pub(super) fn compile_own_exclusions(&self) -> BTreeMap<String, Vec<Exclusion>> {
        let none = Words::new();
        let mut own: BTreeMap<String, Vec<Exclusion>> = BTreeMap::new();
        for (language, file) in &self.added_exclusions {
            let words = self.words.get(language).unwrap_or(&none);
            let all = file.iter().filter_map(|(name, one)| Exclusion::new(name, one, words).ok());
            own.entry(language.clone()).or_default().extend(all);
        }
        own
    }

    pub(super) fn compile_exclusions(&self) -> BTreeMap<String, Vec<Exclusion>> {
        let none = Words::new();
        let compiled = self.exclusions.iter().map(|(language, file)| {
            let words = self.words.get(language).unwrap_or(&none);
            let all =
                file.iter().filter_map(|(name, entry)| Exclusion::new(name, entry, words).ok());
            (language.clone(), all.collect())
        });
        compiled.collect()
    }
}

/// Whether a list is there for more than built-in patterns: suggestions find by it where clauses
/// begin and end, or people use it in patterns of their own.
fn is_offered(name: &str) -> bool {
    let clauses = ["connector", "boundary", "subject", "dependent", "backward", "clinging"];
    clauses.contains(&name) || ["i_am", "i_was", "intensifier", "adverb", "role"].contains(&name)
}
