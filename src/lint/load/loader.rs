//! From rule files to rules, one file at a time.

mod frames;
mod shared;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::OnceLock;

use super::built_in::BuiltInFile;
use super::own_file::{self, OwnCare, OwnList, read_checked};
use super::rule_path::{CARE, EXCLUSIONS, GRAMMAR, HELP, RulePath, WORDS};
use super::rule_source::RuleSource;
use super::validate::{list_error, rule_error, validate};
use crate::config::{Config, EffectiveLevels, Level};
use crate::diagnostic::{Diagnostic, Family, RuleId};
use crate::lint::care::Care;
use crate::lint::compile::{CompileError, ExpandedPatterns, PatternSource, compile};
use crate::lint::compiled_pattern::Pattern;
use crate::lint::exclusion::{ExclusionEntry, ExclusionFile};
use crate::lint::field::FieldFile;
use crate::lint::language::LanguageFiles;
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
    /// Language and name of each built-in list that a built-in pattern uses.
    used_lists: BTreeSet<(String, String)>,
    exclusions: BTreeMap<String, ExclusionFile>,
    /// The languages whose words are needed.
    pub(super) read: BTreeSet<String>,
    /// What sentences are read by, in languages of which the journal changes that.
    pub(super) changed: BTreeMap<String, LanguageFiles>,
    cares: BTreeMap<String, Care>,
    rules: BTreeMap<RuleId, UncompiledRule>,
    /// The journal's own lists, by path, with their language: nothing expanded beforehand holds for
    /// it.
    own_words: BTreeMap<String, (String, Vec<OwnList>)>,
    /// The journal's own exclusions, by path, with their language.
    own_exclusions: BTreeMap<String, (String, ExclusionFile)>,
    /// Paths of the journal's own rules.
    own_rules: BTreeMap<RuleId, String>,
    /// What those say beyond the built-in ones, by language.
    added_exclusions: BTreeMap<String, ExclusionFile>,
    /// Languages of the journal's own signs of care, by path.
    own_cares: BTreeMap<String, String>,
    /// Frames of those, by path, with their language.
    own_care_frames: Vec<(String, String, OwnCare)>,
    /// Whether a file of those cannot be used, so that nobody knows what it would hold back.
    care_unknown: bool,
    pub(super) diagnostics: RuleDiagnostics,
}

impl RuleLoader {
    pub(super) fn add_built_in(&mut self, path: RulePath, file: &BuiltInFile) {
        let BuiltInFile { content, expanded, frames, .. } = file;
        let expanded = || serde_json::from_str::<ExpandedPatterns>(expanded).unwrap_or_default();
        let RulePath { language, family, stem, is_field } = path;
        let mut changed = self.changed.get_mut(&language);
        if is_field {
            if let Some(words) = changed
                && let Ok(field) = serde_json::from_str(content)
            {
                words.fields.insert(stem, field);
            }
            return;
        }
        match stem.as_str() {
            GRAMMAR => {
                if let Some(words) = changed
                    && let Ok(grammar) = serde_json::from_str(content)
                {
                    words.grammar = grammar;
                }
            }
            WORDS => {
                let words: Words = serde_json::from_str(content).unwrap_or_default();
                self.words.insert(language, words);
            }
            EXCLUSIONS => {
                let exclusions: ExclusionFile = serde_json::from_str(content).unwrap_or_default();
                let lists = exclusions.values().flat_map(ExclusionEntry::lists);
                self.note_used(&language, lists.flat_map(|(_, list)| list));
                self.exclusions.insert(language, exclusions);
            }
            CARE => {
                if let Some(words) = &mut changed {
                    words.care = serde_json::from_str(content).unwrap_or_default();
                }
                self.cares.insert(language, Care::new(expanded()));
            }
            _ => {
                if let Ok(mut file) = serde_json::from_str::<RuleFile>(content) {
                    if changed.is_some() {
                        file.frames = serde_json::from_str(frames).unwrap_or_default();
                    }
                    let patterns = file.patterns.iter().chain(&file.unless);
                    self.note_used(&language, patterns);
                    let family = family.unwrap_or(Family::Harsh);
                    let rule =
                        UncompiledRule { family, file, expanded: Some(expanded()), own: None };
                    self.rules.insert(RuleId::new(language, stem), rule);
                }
            }
        }
    }

    /// Notes which lists some patterns use.
    fn note_used<'a>(&mut self, language: &str, patterns: impl Iterator<Item = &'a String>) {
        let names = patterns.flat_map(|pattern| list_names(pattern));
        self.used_lists.extend(names.map(|name| (language.to_owned(), name.to_owned())));
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
        let special = path.stem.to_ascii_lowercase();
        if !source.is_yaml() {
            self.care_unknown |= special == CARE;
            let message = format!(
                "Rules are written in YAML, so this file is left out. Write it as \"{}.yaml\".",
                path.stem
            );
            return Err(vec![rule_error(FileSpan::at(0), message)]);
        }
        if source.text.len() > LARGEST {
            self.care_unknown |= special == CARE;
            let message = "This file is larger than 1 MB, so it is left out.".to_owned();
            return Err(vec![rule_error(FileSpan::at(0), message)]);
        }
        let language = path.language.clone();
        if path.is_field {
            let schema = schemars::schema_for!(FieldFile).to_value();
            let field = read_checked::<FieldFile>(&source.text, &schema)?;
            let words = self.changed.entry(language).or_default();
            return words.add_own_field(&path.stem, field, &source.text);
        }
        match special.as_str() {
            // The list of people to talk to is the program's own.
            HELP => {}
            GRAMMAR => {
                let grammar = own_file::grammar(&source.text)?;
                self.changed.entry(language).or_default().grammar = grammar;
            }
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
                let added = self.added_exclusions.entry(language.clone()).or_default();
                for (name, entry) in own.clone() {
                    let known = all.entry(name.clone()).or_default();
                    added.entry(name).or_default().overlay(entry.without(known));
                    known.overlay(entry);
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
                self.own_rules.insert(id.clone(), source.path.clone());
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
        let mut rules = self.compile_rules(own);
        let own_fields = self.changed.iter();
        let own_fields = own_fields.map(|(name, words)| (name.clone(), words.fields.clone()));
        let own_fields = own_fields.collect();
        let readers = self.compile_frames(&mut rules, &levels, own);
        let exclusions = self.compile_exclusions();
        let own_exclusions = self.compile_own_exclusions();
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
            own_exclusions,
            grammars,
            readers,
            own_fields,
            cares,
            care_unknown: self.care_unknown,
            require_reasons: config.require_reasons.is_on(),
            tone: config.tone,
            light_remarks: config.light_remarks,
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
            let shared = self.words.entry(language.clone()).or_default();
            match own_file::care(&source.text, shared) {
                // A journal adds to what is built in; it cannot take away.
                Ok(care) => {
                    self.cares.insert(path.clone(), Care::new(care.expanded.clone()));
                    self.own_care_frames.push((path, language, care));
                }
                Err(errors) => {
                    self.care_unknown = true;
                    self.diagnostics.insert(path, errors);
                }
            }
        }
    }
}

/// Something in a rule file that keeps the rule from being used: its path in the YAML, and why.
struct RuleError {
    path: Vec<PathStep>,
    message: String,
}

fn compile_rule(id: RuleId, rule: UncompiledRule, shared: &Words) -> Result<Rule, RuleError> {
    let UncompiledRule { family, file, expanded, own } = rule;
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
    let frames = Vec::new();
    let is_own = own.is_some();
    let full_id = format!("{}/{}", id.language().unwrap_or_default(), id.id());
    let templates = OnceLock::new();
    Ok(Rule { id, family, full_id, file, is_own, patterns, unless, frames, templates })
}

fn located(error: &CompileError, own: &Words, shared: &Words) -> RuleError {
    let message = list_error(&error.cause, own, shared);
    RuleError { path: vec![error.key.into(), error.index.into()], message }
}

/// The patterns of a rule; none when it is off everywhere.
fn in_force<'a>(rule: &'a Rule, levels: &EffectiveLevels) -> &'a [Pattern] {
    if is_in_force(rule, levels) { &rule.patterns } else { &[] }
}

/// Whether a rule is not off everywhere.
fn is_in_force(rule: &Rule, levels: &EffectiveLevels) -> bool {
    let mut possible = levels.possible(rule.names(), rule.file.severity);
    possible.any(|level| level != Level::Off)
}

/// The lists that a pattern names: `{role}`.
fn list_names(pattern: &str) -> impl Iterator<Item = &str> {
    let names = pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    names.map(|(name, _)| name)
}
