//! From rule files to rules, one file at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;

use super::rule_path::{self, RulePath};
use super::validate::{list_error, rule_error, validate};
use crate::config::{Config, EffectiveLevels, Level};
use crate::diagnostic::{Diagnostic, Family, RuleId};
use crate::lint::care::Care;
use crate::lint::compile::{CompileError, ExpandedPatterns, PatternSource, compile};
use crate::lint::compiled_pattern::Pattern;
use crate::lint::exclusion::{Exclusion, ExclusionFile};
use crate::lint::pattern::Words;
use crate::lint::prefilter::Prefilter;
use crate::lint::rule::Rule;
use crate::lint::rule_file::RuleFile;
use crate::lint::rule_set::{LazyGrammar, RuleSet};
use crate::text::FileSpan;
use crate::yaml::{self, PathStep, YamlError};

/// A larger rule file is refused, in bytes.
const LARGEST: usize = 1 << 20;
/// The files of a language that hold no rule.
const WORDS: &str = "words";
const EXCLUSIONS: &str = "guards";
pub(super) const CARE: &str = "care";
const HELP: &str = "help";

/// A rule file of the journal.
#[derive(Debug, Clone)]
pub struct RuleSource {
    /// Path below the journal's `rules/` folder, with `/`.
    pub path: String,
    /// Its YAML.
    pub text: String,
}

/// What is wrong in the journal's own rule files, by path below `rules/`.
pub type RuleDiagnostics = BTreeMap<String, Vec<Diagnostic>>;

/// A rule file on its way to a rule.
struct UncompiledRule {
    family: Family,
    file: RuleFile,
    /// What the build script worked out for a built-in rule; it holds for the built-in words only.
    expanded: Option<ExpandedPatterns>,
    /// Path of the journal's own file.
    own: Option<String>,
}

#[derive(Default)]
pub(super) struct RuleLoader {
    words: BTreeMap<String, Words>,
    exclusions: BTreeMap<String, ExclusionFile>,
    cares: BTreeMap<String, Care>,
    rules: BTreeMap<RuleId, UncompiledRule>,
    /// Languages whose word lists the journal changed: nothing expanded beforehand holds for them.
    reworded: BTreeSet<String>,
    pub(super) diagnostics: RuleDiagnostics,
}

impl RuleLoader {
    pub(super) fn add_built_in(
        &mut self,
        path: RulePath,
        content: Json,
        expanded: ExpandedPatterns,
    ) {
        let RulePath { language, family, stem } = path;
        match stem.as_str() {
            WORDS => {
                self.words.insert(language, serde_json::from_value(content).unwrap_or_default());
            }
            EXCLUSIONS => {
                let exclusions = serde_json::from_value(content).unwrap_or_default();
                self.exclusions.insert(language, exclusions);
            }
            CARE => {
                self.cares.insert(language, Care::new(expanded));
            }
            _ => {
                if let Ok(file) = serde_json::from_value(content) {
                    let family = family.unwrap_or(Family::Harsh);
                    let rule = UncompiledRule { family, file, expanded: Some(expanded), own: None };
                    self.rules.insert(RuleId::new(language, stem), rule);
                }
            }
        }
    }

    /// Takes a file of the journal.
    ///
    /// # Errors
    /// What is wrong with its YAML.
    pub(super) fn add_own(
        &mut self,
        path: &RulePath,
        source: &RuleSource,
    ) -> Result<(), Vec<Diagnostic>> {
        if source.text.len() > LARGEST {
            let message = "This rule file is larger than 1 MB, so it is left out.".to_owned();
            return Err(vec![rule_error(FileSpan::at(0), message)]);
        }
        let language = path.language.clone();
        match path.stem.as_str() {
            // The list of people to talk to is the program's own.
            HELP => {}
            WORDS => {
                let words = yaml::read::<Words>(&source.text).map_err(errors)?;
                self.words.entry(language.clone()).or_default().extend(words);
                self.reworded.insert(language);
            }
            EXCLUSIONS => {
                let exclusions = yaml::read::<ExclusionFile>(&source.text).map_err(errors)?;
                self.exclusions.entry(language).or_default().extend(exclusions);
            }
            CARE => {
                let file = yaml::read::<PatternSource>(&source.text).map_err(errors)?;
                let shared = self.words.entry(language).or_default();
                let expanded = compile(&file, shared, &|_| 0).map_err(|_| {
                    let message = "A list that this file uses does not exist.".to_owned();
                    vec![rule_error(FileSpan::at(0), message)]
                })?;
                // A journal adds to what is built in; it cannot take away.
                self.cares.entry(source.path.clone()).or_insert_with(|| Care::new(expanded));
            }
            _ => {
                let file = read_checked::<RuleFile>(&source.text, &RuleSet::schema())?;
                let id = RuleId::new(language, path.stem.clone());
                let built_in = self.rules.get(&id).map(|rule| rule.family);
                let family = path.family.or(built_in).unwrap_or(Family::Harsh);
                let own = Some(source.path.clone());
                self.rules.insert(id, UncompiledRule { family, file, expanded: None, own });
            }
        }
        Ok(())
    }

    pub(super) fn finish(
        mut self,
        config: &Config,
        levels: EffectiveLevels,
        own: &[RuleSource],
    ) -> (RuleSet, RuleDiagnostics) {
        let rules = self.compile_rules(own);
        let exclusions = self.compile_exclusions();
        let cares: Vec<Care> = std::mem::take(&mut self.cares).into_values().collect();
        let lazily = |(language, words)| (language, LazyGrammar::new(words));
        let grammars = self.words.into_iter().map(lazily).collect();
        // A rule that is off everywhere takes part with nothing.
        let of_rules = rules.iter().map(|rule| in_force(rule, &levels));
        let of_care = cares.iter().map(|care| care.patterns.as_slice());
        let prefilter = Prefilter::new(of_rules.chain(of_care));
        let set = RuleSet {
            rules,
            exclusions,
            grammars,
            cares,
            require_reasons: config.require_reasons,
            skip: config.skip.clone(),
            levels,
            allowed: Vec::new(),
            prefilter,
            languages: config.languages.clone(),
        };
        (set, self.diagnostics)
    }

    /// The rules that compile, by language and id; of the others it is noted why not.
    fn compile_rules(&mut self, own: &[RuleSource]) -> Vec<Rule> {
        let none = Words::new();
        let mut rules = Vec::new();
        for (id, mut rule) in std::mem::take(&mut self.rules) {
            let language = id.language().unwrap_or_default();
            let shared = self.words.get(language).unwrap_or(&none);
            if self.reworded.contains(language) {
                rule.expanded = None;
            }
            let path = rule.own.clone();
            let source = own.iter().find(|source| path.as_ref() == Some(&source.path));
            let errors = match (compile_rule(id, rule, shared), source) {
                (Ok(rule), Some(source)) => {
                    let errors = validate(&rule, &source.text);
                    if errors.is_empty() {
                        rules.push(rule);
                    }
                    errors
                }
                (Ok(rule), None) => {
                    rules.push(rule);
                    continue;
                }
                (Err(RuleError { path, message }), Some(source)) => {
                    vec![rule_error(yaml::locate(&source.text, &path).value, message)]
                }
                (Err(error), None) => {
                    self.note_broken_words(&error.message, own);
                    continue;
                }
            };
            if let Some(path) = path.filter(|_| !errors.is_empty()) {
                self.diagnostics.entry(path).or_default().extend(errors);
            }
        }
        rules
    }

    /// A built-in rule compiles with the built-in words, so a list of the journal's own is at fault:
    /// without a word about it the rule would be gone.
    fn note_broken_words(&mut self, message: &str, own: &[RuleSource]) {
        let Some(words) = own.iter().find(|source| rule_path::stem(&source.path) == WORDS) else {
            return;
        };
        let known = self.diagnostics.entry(words.path.clone()).or_default();
        if known.is_empty() {
            let message = format!("A list here breaks the rules that use it. {message}");
            known.push(rule_error(FileSpan::at(0), message));
        }
    }

    fn compile_exclusions(&self) -> BTreeMap<String, Vec<Exclusion>> {
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

/// Something in a rule file that keeps the rule from being used: its path in the YAML, and why.
struct RuleError {
    path: Vec<PathStep>,
    message: String,
}

fn compile_rule(id: RuleId, rule: UncompiledRule, shared: &Words) -> Result<Rule, RuleError> {
    let UncompiledRule { family, file, expanded, .. } = rule;
    let ExpandedPatterns { patterns, unless } = if let Some(expanded) = expanded {
        expanded
    } else {
        let source = PatternSource {
            words: file.words.clone(),
            patterns: file.patterns.clone(),
            unless: file.unless.clone(),
        };
        compile(&source, shared, &|_| 0).map_err(|error| located(&error, &source.words, shared))?
    };
    let (patterns, unless) = (Pattern::all(patterns), Pattern::all(unless));
    Ok(Rule { id, family, patterns, unless, templates: OnceLock::new(), file })
}

fn located(error: &CompileError, own: &Words, shared: &Words) -> RuleError {
    let message = list_error(&error.cause, own, shared);
    RuleError { path: vec![error.key.into(), error.index.into()], message }
}

fn errors(error: YamlError) -> Vec<Diagnostic> {
    vec![rule_error(error.span, error.message)]
}

/// Reads YAML that `schema` describes; a key that it does not know is an error too.
fn read_checked<T: DeserializeOwned>(text: &str, schema: &Json) -> Result<T, Vec<Diagnostic>> {
    let value = yaml::read::<Yaml>(text).map_err(errors)?;
    let unknown = yaml::unknown_keys(text, &value, schema);
    let unknown: Vec<Diagnostic> = unknown.into_iter().flat_map(errors).collect();
    match yaml::read::<T>(text).map_err(errors) {
        Ok(read) if unknown.is_empty() => Ok(read),
        Ok(_) => Err(unknown),
        Err(wrong) => Err(unknown.into_iter().chain(wrong).collect()),
    }
}

/// The patterns of a rule; none when it is off everywhere.
fn in_force<'a>(rule: &'a Rule, levels: &EffectiveLevels) -> &'a [Pattern] {
    let mut possible = levels.possible(rule.names(), rule.file.severity);
    if possible.any(|level| level != Level::Off) { &rule.patterns } else { &[] }
}
