//! All rules that apply to a journal, ready to be used.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value as Json;

use super::allowed::AllowedPhrase;
use super::care::Care;
use super::compiled_pattern::Pattern;
use super::exclusion::Exclusion;
use super::field::FieldFile;
use super::pattern::Words;
use super::prefilter::{PatternRef, Prefilter};
use super::reader::Reader;
use super::reading::told::ReadSentence;
use super::rewrite::clause::Grammar;
use super::rule::Rule;
use super::rule_file::RuleFile;
use super::sentence::sentences;
use crate::config::{Config, EffectiveLevels, EntryPart, LightRemarks, Tone};
use crate::diagnostic::{Family, ReadingTrace, RuleId, Severity};
use crate::journal::entry::{Entry, Parsed};

/// The rules that apply, ready to be used.
#[derive(Debug)]
pub struct RuleSet {
    pub(super) rules: Vec<Rule>,
    pub(super) exclusions: BTreeMap<String, Vec<Exclusion>>,
    /// Those that the journal adds: they hold for frames too, whose scope takes the place of the
    /// built-in ones.
    pub(super) own_exclusions: BTreeMap<String, Vec<Exclusion>>,
    pub(super) grammars: BTreeMap<String, LazyGrammar>,
    /// The words of each language, and its rules that look for frames.
    pub(super) readers: Vec<Reader>,
    /// The lexical fields of languages to which the journal adds some.
    pub(super) own_fields: BTreeMap<String, BTreeMap<String, FieldFile>>,
    pub(super) cares: Vec<Care>,
    /// Whether signs of care of the journal's own cannot be used: then nothing is said of any entry.
    pub(super) care_unknown: bool,
    pub(super) require_reasons: bool,
    pub(super) tone: Tone,
    pub(super) light_remarks: LightRemarks,
    pub(super) skip: Vec<EntryPart>,
    pub(super) levels: EffectiveLevels,
    pub(super) allowed: Vec<AllowedPhrase>,
    pub(super) prefilter: Prefilter,
    pub(super) languages: Vec<String>,
}

/// The grammar of a language, made when the first finding needs it.
#[derive(Debug)]
pub(super) struct LazyGrammar {
    words: Words,
    grammar: OnceLock<Option<Grammar>>,
}

impl LazyGrammar {
    pub(super) const fn new(words: Words) -> Self {
        Self { words, grammar: OnceLock::new() }
    }
}

impl RuleSet {
    /// How a rule is reported in the file at `path`, relative to the journal; `None` is off.
    #[must_use]
    pub fn severity(&self, rule: &Rule, path: &str) -> Option<Severity> {
        let level = self.levels.level(&rule.names(), path);
        level.unwrap_or(rule.file.severity).severity()
    }

    /// Whether the person allowed these words of theirs, which `rule` flags.
    pub(super) fn allows(&self, rule: &Rule, words: &str) -> bool {
        self.allowed.iter().any(|allowed| allowed.holds(&rule.id, words))
    }

    /// Whether the person allowed words that `rule` reads in the same way.
    pub(super) fn allows_reading(&self, rule: &Rule, reading: &ReadingTrace) -> bool {
        self.allowed.iter().any(|allowed| allowed.is_read_as(rule, reading))
    }

    /// What of an entry is not looked at.
    pub(super) fn skip(&self) -> &[EntryPart] {
        &self.skip
    }

    /// The rules, by language and id.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// A rule.
    #[must_use]
    pub fn get(&self, id: &RuleId) -> Option<&Rule> {
        let at = self.rules.binary_search_by(|rule| rule.id.cmp(id)).ok()?;
        self.rules.get(at)
    }

    /// The rules that a person may mean by `name`: `should` in every language, those of the
    /// journal's first language first; `de/should` in one.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<&Rule> {
        let (language, id) = match name.split_once('/') {
            Some((language, id)) => (Some(language), id),
            None => (None, name),
        };
        let meant = |rule: &&Rule| {
            let called = rule.id.id() == id || rule.file.was.iter().any(|was| was == id);
            called && language.is_none_or(|one| rule.id.language() == Some(one))
        };
        let place = |rule: &&Rule| {
            self.languages.iter().position(|language| rule.id.language() == Some(language))
        };
        let mut rules: Vec<&Rule> = self.rules.iter().filter(meant).collect();
        rules.sort_by_key(place);
        rules
    }

    /// The languages whose rules apply, the journal's first one first.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// The category of a finding; of one about the files, its kind.
    #[must_use]
    pub fn category<'a>(&'a self, id: &'a RuleId) -> &'a str {
        self.get(id).map_or_else(|| id.id(), Rule::category)
    }

    /// What is not self-talk in the language of a rule.
    pub(super) fn exclusions(&self, rule: &RuleId) -> &[Exclusion] {
        self.exclusions.get(rule.language().unwrap_or_default()).map_or(&[], Vec::as_slice)
    }

    /// What a frame of the rule heeds of that: quotation marks, and what the journal adds.
    pub(super) fn frame_exclusions(&self, rule: &RuleId) -> impl Iterator<Item = &Exclusion> {
        let own = self.own_exclusions.get(rule.language().unwrap_or_default());
        let quotation = self.exclusions(rule).iter().filter(|one| one.is_quotation());
        quotation.chain(own.into_iter().flatten())
    }

    /// How the language of a rule joins clauses.
    pub(super) fn grammar(&self, rule: &RuleId) -> Option<&Grammar> {
        let lazy = self.grammars.get(rule.language()?)?;
        lazy.grammar.get_or_init(|| Grammar::new(&lazy.words)).as_ref()
    }

    /// What is read in each sentence of `text`, Markdown, by the words of `language`; `None` when
    /// there are none.
    #[must_use]
    pub fn read(&self, text: &str, language: &str) -> Option<Vec<ReadSentence>> {
        let mut readers = self.readers.iter();
        let reader =
            readers.find(|one| one.language == language && one.lexicon().field_count() > 0)?;
        let Parsed { prose, .. } = Entry::parse("text.md", text, &Config::default());
        let sentences = sentences(&prose, &[]);
        let words = sentences.iter().map(|sentence| sentence.range.slice(prose.text()));
        Some(words.map(|words| ReadSentence::new(&reader.read(words))).collect())
    }

    /// What the language of a rule is read by.
    pub(super) fn reader(&self, rule: &RuleId) -> Option<&Reader> {
        self.readers.iter().find(|reader| rule.language() == Some(&reader.language))
    }

    /// The care patterns whose group in the prefilter is `group`; rules come before them.
    pub(super) fn care(&self, group: usize) -> Option<&Care> {
        self.cares.get(group.checked_sub(self.rules.len())?)
    }

    /// The pattern that a target of the prefilter stands for.
    pub(super) fn pattern(&self, target: PatternRef) -> Option<&Pattern> {
        let patterns = match self.rules.get(target.group) {
            Some(rule) => &rule.patterns,
            None => &self.care(target.group)?.patterns,
        };
        patterns.get(target.pattern)
    }

    /// What keeps a rule with `speaker: self` silent: each exclusion's name and reason.
    pub fn exclusion_reasons(&self, rule: &RuleId) -> impl Iterator<Item = (&str, &str)> {
        self.exclusions(rule).iter().map(|exclusion| (exclusion.name(), exclusion.why.as_str()))
    }

    /// The JSON schema of a rule file, for editors.
    #[must_use]
    pub fn schema() -> Json {
        schemars::schema_for!(RuleFile).to_value()
    }

    /// Every name that a setting or a suppression may use: rules, categories, families.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        let names = self.rules.iter().flat_map(Rule::names);
        names.chain(Family::ALL.map(Family::name)).collect()
    }

    /// Whether what asks for care is not known: a journal's own signs of it have a mistake.
    #[cfg(feature = "cli")]
    pub(crate) const fn knows_no_care(&self) -> bool {
        self.care_unknown
    }

    pub(super) const fn require_reasons(&self) -> bool {
        self.require_reasons
    }
}
