//! From rule files to rules, one file at a time.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::OnceLock;

use serde_json::Value as Json;

use super::own_file::{self, OwnList, read_checked};
use super::rule_path::RulePath;
use super::validate::{list_error, regex_error, rule_error, validate};
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
use crate::yaml::{self, PathStep};

/// A larger rule file is refused, in bytes.
const LARGEST: usize = 1 << 20;
/// A pattern longer than this, in bytes, is compiled when it is read, to see whether that can be done.
const BIG: usize = 16 << 10;
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
    /// Language and name of each built-in list.
    built_in_lists: BTreeSet<(String, String)>,
    exclusions: BTreeMap<String, ExclusionFile>,
    cares: BTreeMap<String, Care>,
    rules: BTreeMap<RuleId, UncompiledRule>,
    /// The journal's own lists, by path, with their language: nothing expanded beforehand holds for
    /// it.
    own_words: BTreeMap<String, (String, Vec<OwnList>)>,
    /// The journal's own exclusions, by path, with their language.
    own_exclusions: BTreeMap<String, (String, ExclusionFile)>,
    /// Languages of the journal's own signs of care, by path.
    own_cares: BTreeMap<String, String>,
    /// Whether a file of those cannot be used, so that nobody knows what it would hold back.
    care_unknown: bool,
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
                let words: Words = serde_json::from_value(content).unwrap_or_default();
                let names = words.keys().map(|name| (language.clone(), name.clone()));
                self.built_in_lists.extend(names);
                self.words.insert(language, words);
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
            self.care_unknown |= path.stem == CARE;
            let message = "This file is larger than 1 MB, so it is left out.".to_owned();
            return Err(vec![rule_error(FileSpan::at(0), message)]);
        }
        let language = path.language.clone();
        match path.stem.as_str() {
            // The list of people to talk to is the program's own.
            HELP => {}
            WORDS => {
                let own = own_file::words(&source.text)?;
                let all = self.words.entry(language.clone()).or_default();
                for OwnList { name, words, replace } in &own {
                    let list = all.entry(name.clone()).or_default();
                    if *replace {
                        list.clear();
                    }
                    let known: HashSet<String> = list.iter().cloned().collect();
                    list.extend(words.iter().filter(|word| !known.contains(*word)).cloned());
                }
                self.own_words.insert(source.path.clone(), (language, own));
            }
            EXCLUSIONS => {
                let own = own_file::exclusions(&source.text)?;
                let all = self.exclusions.entry(language.clone()).or_default();
                for (name, entry) in own.clone() {
                    all.entry(name).or_default().overlay(entry);
                }
                self.own_exclusions.insert(source.path.clone(), (language, own));
            }
            CARE => {
                // The lists that it may use are those of its own language, which come later.
                self.own_cares.insert(source.path.clone(), language);
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
        self.add_own_cares(own);
        self.check_shared(own);
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
            care_unknown: self.care_unknown,
            require_reasons: config.require_reasons.is_on(),
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
            let reworded = self.own_words.values().any(|(own, _)| own == language);
            if reworded {
                rule.expanded = None;
            }
            let path = rule.own.clone();
            let source = own.iter().find(|source| path.as_ref() == Some(&source.path));
            let compiled = compile_rule(id.clone(), rule, shared).map_err(|error| (id, error));
            let errors = match (compiled, source) {
                (Ok(rule), Some(source)) => {
                    let errors = validate(&rule, &source.text);
                    if errors.is_empty() {
                        rules.push(rule);
                    }
                    errors
                }
                (Ok(rule), None) => {
                    if reworded {
                        self.note_too_large(&rule);
                    }
                    rules.push(rule);
                    continue;
                }
                (Err((_, RuleError { path, message })), Some(source)) => {
                    vec![rule_error(yaml::locate(&source.text, &path).value, message)]
                }
                (Err((id, error)), None) => {
                    self.note_broken_words(&id, &error.message);
                    continue;
                }
            };
            if let Some(path) = path.filter(|_| !errors.is_empty()) {
                self.diagnostics.entry(path).or_default().extend(errors);
            }
        }
        rules
    }

    /// Reads the journal's own signs of care. One that cannot be used is an error, and as long as it
    /// is there every entry is held back: less care than the person asked for is never taken.
    fn add_own_cares(&mut self, own: &[RuleSource]) {
        for (path, language) in std::mem::take(&mut self.own_cares) {
            let Some(source) = own.iter().find(|source| source.path == path) else { continue };
            let shared = self.words.entry(language).or_default();
            match own_file::care(&source.text, shared) {
                // A journal adds to what is built in; it cannot take away.
                Ok(expanded) => {
                    self.cares.insert(path, Care::new(expanded));
                }
                Err(errors) => {
                    self.care_unknown = true;
                    self.diagnostics.insert(path, errors);
                }
            }
        }
    }

    /// Looks at the journal's own lists and exclusions, now that all lists are known.
    fn check_shared(&mut self, own: &[RuleSource]) {
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
                let built_in = self.built_in_lists.contains(&(language.clone(), name.to_owned()));
                built_in || own.iter().any(|source| source.text.contains(&format!("{{{name}}}")))
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
    fn note_broken_words(&mut self, id: &RuleId, message: &str) {
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
    fn note_too_large(&mut self, rule: &Rule) {
        let large = rule.patterns.iter().chain(&rule.unless).filter(|one| one.source().len() > BIG);
        let mut large = large;
        let fault = large.find_map(|pattern| pattern.compile().err());
        if let Some(error) = fault {
            self.note_broken_words(&rule.id, &regex_error(&error.to_string()));
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

/// The patterns of a rule; none when it is off everywhere.
fn in_force<'a>(rule: &'a Rule, levels: &EffectiveLevels) -> &'a [Pattern] {
    let mut possible = levels.possible(rule.names(), rule.file.severity);
    if possible.any(|level| level != Level::Off) { &rule.patterns } else { &[] }
}
