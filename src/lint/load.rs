//! Reads rule files, the built-in ones and a journal's own, and compiles them into a rule set.

mod built_in;
mod language;
mod loader;
mod own_file;
mod rule_path;
mod rule_source;
mod validate;

use std::collections::BTreeMap;

use self::built_in::{BUILT_IN, BuiltInFile, languages};
pub use self::loader::RuleDiagnostics;
use self::loader::RuleLoader;
use self::rule_path::{CARE, RulePath};
pub use self::rule_source::RuleSource;
use super::allowed::AllowedPhrase;
use super::check::check_with;
use super::field::FieldFile;
use super::rule_set::RuleSet;
use super::sentence::sentences;
use crate::config::{Config, EffectiveLevels, Surface};
use crate::diagnostic::{Diagnostic, nearest};
use crate::journal::entry::{Entry, Parsed};
use crate::text::{FileSpan, plain_line};
use crate::yaml::{self, PathStep};

impl RuleSet {
    /// The built-in rules under `config`, overlaid by the journal's own, with the levels that hold
    /// on `surface`; and what is wrong with the journal's own. A file with an error in it is left
    /// out.
    #[must_use]
    pub fn new(surface: Surface, config: &Config, own: &[RuleSource]) -> (Self, RuleDiagnostics) {
        let languages = languages();
        let mut loader = RuleLoader::default();
        loader.read.extend(config.languages.iter().cloned());
        for source in own {
            let path = RulePath::parse(&source.path, &languages, config);
            if path.changes_words() && config.languages.contains(&path.language) {
                loader.changed.entry(path.language).or_default();
            } else if path.stem == CARE {
                // With signs of its own come the words that they are made of.
                loader.read.insert(path.language);
            }
        }
        for file in BUILT_IN {
            let path = RulePath::parse(file.path, &languages, config);
            // Care is taken in every language, whatever the config says.
            if config.languages.contains(&path.language) || path.stem == CARE {
                loader.add_built_in(path, file);
            }
        }
        for source in own {
            let path = RulePath::parse(&source.path, &languages, config);
            if !config.languages.contains(&path.language) && path.stem != CARE {
                continue;
            }
            if let Err(errors) = loader.add_own(&path, source) {
                loader.diagnostics.insert(source.path.clone(), errors);
            }
        }
        let levels = EffectiveLevels::new(&config.rules, &config.overrides, surface);
        let (mut set, diagnostics) = loader.finish(config, levels, own);
        set.allowed = config.allow.iter().filter_map(|phrase| allowed(phrase, &set)).collect();
        (set, diagnostics)
    }

    /// The lexical fields of a language, by name: the built-in ones with those of the journal's own.
    #[must_use]
    pub fn fields(&self, language: &str) -> BTreeMap<String, FieldFile> {
        self.own_fields.get(language).cloned().unwrap_or_else(|| built_in::fields(language))
    }

    /// The built-in rules, for an English text in a terminal.
    #[must_use]
    pub fn built_in() -> Self {
        Self::new(Surface::Terminal, &Config::default(), &[]).0
    }

    /// What in the config has no effect: a level for a name that no rule, category or family has,
    /// a language without rules, an allowed phrase that no rule flags.
    #[must_use]
    pub fn check_config(&self, config: &Config, text: &str) -> Vec<Diagnostic> {
        let mut found = self.unknown_levels(config, text);
        let at = |path: &[PathStep], message| {
            let mut one = Config::diagnostic(text, path, message);
            one.span = yaml::locate(text, path).value;
            one
        };
        let languages = languages();
        if config.languages.is_empty() {
            let names = languages.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let message = format!(
                "`languages` is empty, so nothing is looked for. There are: {names}. Leave the line out for English."
            );
            found.push(at(&["languages".into()], message));
        }
        for (index, language) in config.languages.iter().enumerate() {
            if !self.rules.iter().any(|rule| rule.id.language() == Some(language)) {
                let names = languages.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
                // "DE", "de-AT".
                let plain = language.to_lowercase();
                let plain = plain.split(['-', '_']).next().filter(|one| languages.contains(*one));
                let near = plain.map_or_else(String::new, |one| format!(" Did you mean `{one}`?"));
                let message = format!(
                    "There are no rules for `{language}`, so nothing is looked for in it.{near} There are: {names}. Your own would lie in `rules/{language}/`."
                );
                found.push(at(&["languages".into(), index.into()], message));
            }
        }
        for (index, phrase) in config.allow.iter().enumerate() {
            let words = prose_of(phrase);
            if !self.allowed.iter().any(|allowed| allowed.is_about(&words)) {
                let message = format!(
                    "No rule flags `{phrase}`, so allowing it changes nothing. Write the words as a finding shows them."
                );
                found.push(at(&["allow".into(), index.into()], message));
            }
        }
        found
    }

    /// The words by which a finding can be allowed: as it shows them, or with as much of their
    /// sentence as makes them a finding. `None` when that takes more than the sentence.
    #[must_use]
    pub fn words_to_allow(&self, parsed: &Parsed, found: &Diagnostic) -> Option<String> {
        let source = parsed.entry.source.as_str();
        let words = |span: FileSpan| plain_line(span.slice(source));
        let shown = words(found.span);
        let sentences = sentences(&parsed.prose, &self.skip);
        let mut places = sentences.iter().filter_map(|one| parsed.prose.source(one.range));
        let sentence = places.find(|place| place.contains(found.span)).unwrap_or(found.span);
        let begun = words(FileSpan::new(sentence.start, found.span.end));
        let allows = |phrase: &String| {
            allowed(phrase, self).is_some_and(|allowed| allowed.holds(&found.rule, &shown))
        };
        [shown.clone(), begun, words(sentence)].into_iter().find(allows)
    }

    fn unknown_levels(&self, config: &Config, text: &str) -> Vec<Diagnostic> {
        let known = self.names();
        let mut found = Vec::new();
        for (path, levels) in config.levels() {
            for name in levels.keys().filter(|name| !known.contains(name.as_str())) {
                let hint = nearest(name, known.iter().copied()).map_or_else(
                    || "`evenkeel rules list` names them all.".to_owned(),
                    |near| format!("Did you mean `{near}`?"),
                );
                let message = format!("No rule, category or family is called `{name}`. {hint}");
                let path: Vec<PathStep> =
                    path.iter().cloned().chain([name.as_str().into()]).collect();
                found.push(Config::diagnostic(text, &path, message));
            }
        }
        found
    }

    /// Every error of the built-in rules, as `path: message`. For the tests; a release has none.
    #[doc(hidden)]
    #[must_use]
    pub fn built_in_errors() -> Vec<String> {
        let languages = languages().into_iter().collect();
        let config = Config { languages, ..Config::default() };
        let source =
            |file: &BuiltInFile| RuleSource { path: file.path.to_owned(), text: file.whole() };
        let own: Vec<RuleSource> = BUILT_IN.iter().map(source).collect();
        let (set, diagnostics) = Self::new(Surface::Terminal, &config, &own);
        let exclusions = set.exclusions.values().flatten().filter_map(|exclusion| {
            let bad = exclusion.patterns().find(|pattern| pattern.compile().is_err())?;
            Some(format!("exclusion {}: {}", exclusion.name(), bad.source()))
        });
        let rules = diagnostics.iter().flat_map(|(path, found)| {
            found.iter().map(move |one| format!("{path}: {}", one.message))
        });
        exclusions.chain(rules).collect()
    }
}

/// A phrase with the rules that flag it; `None` when none does.
fn allowed(phrase: &str, set: &RuleSet) -> Option<AllowedPhrase> {
    let Parsed { entry, prose, .. } = Entry::parse("phrase.md", phrase, &Config::default());
    let found = check_with(&entry, &prose, set, &|_| true).into_findings();
    AllowedPhrase::new(prose.text(), &entry.source, &found)
}

/// The words of a phrase, without its Markdown.
fn prose_of(phrase: &str) -> String {
    Entry::parse("phrase.md", phrase, &Config::default()).prose.text().to_owned()
}
