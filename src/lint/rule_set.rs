//! All rules that apply to a journal: the built-in ones, overlaid by the journal's own.

mod allowed;
mod loader;
mod validate;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value as Json;

use self::allowed::Allowed;
use self::loader::{Loader, Name, built_in, languages};
use super::care::Care;
use super::guard::Guard;
use super::pattern::Words;
use super::rewrite::clause::Grammar;
use super::rule::{Pattern, Rule, RuleFile};
use super::scanner::{Scanner, Target};
use crate::config::{Config, Context, InForce, Surface};
use crate::diagnostic::{Diagnostic, Family, Severity, nearest};
use crate::yaml;

/// A larger rule file is refused.
const LARGEST: usize = 1 << 20;
const WORDS: &str = "words";
const GUARDS: &str = "guards";
const CARE: &str = "care";
const HELP: &str = "help";

/// A rule file of the journal.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path below the journal's `rules/` folder, with `/`.
    pub path: String,
    /// Its YAML.
    pub text: String,
}

/// What is wrong in one file of the journal's own rules.
pub type Faults = BTreeMap<String, Vec<Diagnostic>>;

/// The rules that apply, ready to be used.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    guards: BTreeMap<String, Vec<Guard>>,
    grammars: BTreeMap<String, LazyGrammar>,
    cares: Vec<Care>,
    require_reasons: bool,
    skip: Vec<Context>,
    levels: InForce,
    allowed: Vec<Allowed>,
    pub(super) scanner: Scanner,
}

/// The grammar of a language, made when the first finding needs it.
#[derive(Debug)]
struct LazyGrammar {
    words: Words,
    grammar: OnceLock<Option<Grammar>>,
}

impl RuleSet {
    /// The built-in rules under `config`, overlaid by the journal's own, and what is wrong with
    /// the latter. A file with a fault in it is left out.
    #[must_use]
    pub fn new(config: &Config, own: &[Source]) -> (Self, Faults) {
        Self::on(Surface::Terminal, config, own)
    }

    /// The same with the levels that hold where findings are told.
    #[must_use]
    pub fn on(surface: Surface, config: &Config, own: &[Source]) -> (Self, Faults) {
        let mut loader = Loader::default();
        let built_in = built_in();
        let languages = languages(&built_in);
        for (path, content, compiled) in built_in {
            let name = Name::of(&path, &languages, config);
            // Care is taken in every language, whatever the config says.
            if config.languages.contains(&name.language) || name.stem == CARE {
                loader.built_in(name, content, compiled);
            }
        }
        for source in own {
            let name = Name::of(&source.path, &languages, config);
            if !config.languages.contains(&name.language) {
                continue;
            }
            let faults = loader.own(&name, source);
            if !faults.is_empty() {
                loader.faults.insert(source.path.clone(), faults);
            }
        }
        let levels = InForce::new(&config.rules, &config.overrides, surface);
        let (mut set, faults) = loader.finish(config, levels, own);
        set.allowed = config.allow.iter().filter_map(|phrase| Allowed::new(phrase, &set)).collect();
        (set, faults)
    }

    /// How a rule is reported in the file at `path`, relative to the journal; `None` is off.
    #[must_use]
    pub fn severity(&self, rule: &Rule, path: &str) -> Option<Severity> {
        let level = self.levels.level(rule.names(), path);
        level.unwrap_or(rule.file.severity).severity()
    }

    /// Whether the person allowed these words of theirs, which `rule` flags.
    pub(super) fn allows(&self, rule: &Rule, words: &str) -> bool {
        self.allowed.iter().any(|allowed| allowed.holds(rule, words))
    }

    /// What of an entry is not looked at.
    pub(super) fn skip(&self) -> &[Context] {
        &self.skip
    }

    /// The rules, by language and id.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this id, in any language.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    pub(super) fn guards(&self, language: &str) -> &[Guard] {
        self.guards.get(language).map_or(&[], Vec::as_slice)
    }

    /// How the language joins clauses.
    pub(super) fn grammar(&self, language: &str) -> Option<&Grammar> {
        let lazy = self.grammars.get(language)?;
        lazy.grammar.get_or_init(|| Grammar::new(&lazy.words)).as_ref()
    }

    /// The care patterns whose group in the scanner is `group`; rules come before them.
    pub(super) fn care(&self, group: usize) -> Option<&Care> {
        self.cares.get(group.checked_sub(self.rules.len())?)
    }

    /// The pattern that a target of the scanner stands for.
    pub(super) fn pattern(&self, target: Target) -> Option<&Pattern> {
        let patterns = match self.rules.get(target.group) {
            Some(rule) => &rule.patterns,
            None => &self.care(target.group)?.patterns,
        };
        patterns.get(target.pattern)
    }

    /// What keeps a rule with `speaker: self` silent: each guard's name and reason.
    pub fn guard_reasons(&self, language: &str) -> impl Iterator<Item = (&str, &str)> {
        self.guards(language).iter().map(|guard| (guard.name(), guard.why.as_str()))
    }

    /// The JSON schema of a rule file, for editors.
    #[must_use]
    pub fn schema() -> Json {
        schemars::schema_for!(RuleFile).to_value()
    }

    /// Every name that a setting or a suppression may use: rules, categories, families.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        let names = self.rules.iter().flat_map(|rule| [rule.id.as_str(), rule.category()]);
        names.chain(Family::ALL.map(Family::name)).collect()
    }

    pub(super) const fn require_reasons(&self) -> bool {
        self.require_reasons
    }

    /// What in the config has no effect: a level for a name that no rule, category or family has,
    /// an allowed phrase that no rule flags.
    #[must_use]
    pub fn check_config(&self, config: &Config, text: &str) -> Vec<Diagnostic> {
        let known = self.names();
        let message = |name: &str| {
            let hint = nearest(name, known.iter().copied()).map_or_else(
                || "`evenkeel rules list` names them all.".to_owned(),
                |near| format!("Did you mean `{near}`?"),
            );
            format!("No rule, category or family is called `{name}`. {hint}")
        };
        let levels = config.levels().flat_map(|(path, levels)| {
            let unknown = levels.keys().filter(|name| !known.contains(name.as_str()));
            unknown.map(move |name| (path.clone(), name))
        });
        let mut found: Vec<Diagnostic> = levels
            .map(|(mut path, name)| {
                path.push(name.as_str().into());
                Config::diagnostic(text, &path, message(name))
            })
            .collect();
        let languages = languages(&built_in());
        for (index, language) in config.languages.iter().enumerate() {
            let known = self.rules.iter().any(|rule| rule.language == *language);
            if !known {
                let names = languages.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
                let message = format!(
                    "There are no rules for `{language}`, so nothing is looked for in it. There are: {names}. Your own would lie in `rules/{language}/`."
                );
                let mut place = Config::diagnostic(text, &[], message);
                place.span = yaml::locate(text, &["languages".into(), index.into()]).value;
                found.push(place);
            }
        }
        for (index, phrase) in config.allow.iter().enumerate() {
            if !self.allowed.iter().any(|allowed| allowed.is_about(phrase)) {
                let message = format!(
                    "No rule flags `{phrase}`, so allowing it changes nothing. Write the words as a finding shows them."
                );
                let mut place = Config::diagnostic(text, &["allow".into(), index.into()], message);
                place.span = yaml::locate(text, &["allow".into(), index.into()]).value;
                found.push(place);
            }
        }
        found
    }
}

impl RuleSet {
    /// Every fault of the built-in rules, as `language/id: message`. For the tests; a release
    /// has none.
    #[must_use]
    pub fn built_in_faults() -> Vec<String> {
        let built_in = built_in();
        let languages = languages(&built_in);
        let config = Config { languages: languages.iter().cloned().collect(), ..Config::default() };
        let own: Vec<Source> = built_in
            .iter()
            .map(|(path, content, _)| Source { path: path.clone(), text: content.to_string() })
            .collect();
        let (set, faults) = Self::new(&config, &own);
        let guards = set.guards.values().flatten().filter_map(|guard| {
            let bad = guard.patterns().find(|pattern| pattern.compile().is_err())?;
            Some(format!("guard {}: {}", guard.name(), bad.source()))
        });
        let rules = faults.iter().flat_map(|(path, faults)| {
            faults.iter().map(move |fault| format!("{path}: {}", fault.message))
        });
        guards.chain(rules).collect()
    }
}
