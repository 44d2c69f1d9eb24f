//! How loudly rules speak: levels by rule, by place and by where they are told.

use std::collections::BTreeMap;

use globset::GlobSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scope::globs;
use crate::diagnostic::Severity;

/// Levels by the name of a rule, a category or a family.
pub type Levels = BTreeMap<String, Level>;

/// How a rule is reported, or that it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not at all.
    #[serde(alias = "false", alias = "no")]
    Off,
    /// As a hint.
    Hint,
    /// As information.
    Info,
    /// As a warning.
    Warning,
    /// As an error.
    Error,
}

impl Level {
    /// The severity it stands for; `off` has none.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Hint => Some(Severity::Hint),
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// Where findings are told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Surface {
    /// In a terminal, by a command.
    #[default]
    Terminal,
    /// In an editor, while writing.
    Editor,
    /// In a hook, when something is committed.
    Hook,
}

/// Parts of an entry that can be left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntryPart {
    /// Block quotes.
    Quotes,
    /// Code, in a line or in blocks.
    Code,
    /// Headings.
    Headings,
}

/// Other levels for some files, or for some of the places where findings are told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("additionalProperties" = false))]
pub struct Override {
    /// Globs relative to the config. Default: every file.
    pub paths: Vec<String>,
    /// `terminal`, `editor`, `hook`. Default: all of them.
    #[serde(rename = "where")]
    pub surfaces: Vec<Surface>,
    /// A level for a rule, a category or a family.
    pub rules: Levels,
}

/// The levels in force on one surface, the later ones stronger.
#[derive(Debug, Clone, Default)]
pub struct EffectiveLevels(Vec<(Option<GlobSet>, Levels)>);

impl EffectiveLevels {
    /// The levels of a config as they hold on `surface`.
    #[must_use]
    pub fn new(rules: &Levels, overrides: &[Override], surface: Surface) -> Self {
        let here = |one: &&Override| one.surfaces.is_empty() || one.surfaces.contains(&surface);
        let layer = |one: &Override| {
            let everywhere = one.paths.is_empty();
            ((!everywhere).then(|| globs(&one.paths)), one.rules.clone())
        };
        let overrides = overrides.iter().filter(here).map(layer);
        Self(std::iter::once((None, rules.clone())).chain(overrides).collect())
    }

    /// The level of a rule in the file at `path`, relative to the journal. `names` are the rule's
    /// own, most particular first.
    #[must_use]
    pub fn level(&self, names: &[&str], path: &str) -> Option<Level> {
        let holds =
            |paths: &Option<GlobSet>| paths.as_ref().is_none_or(|paths| paths.is_match(path));
        let layers = self.0.iter().rev().filter(|(paths, _)| holds(paths));
        layers.into_iter().find_map(|(_, levels)| named(levels, names))
    }

    /// Every level that a rule with these names may have somewhere; `default` is its own.
    pub fn possible<'a>(
        &'a self,
        names: Vec<&'a str>,
        default: Level,
    ) -> impl Iterator<Item = Level> + 'a {
        let mut levels = self.0.iter().map(move |(_, levels)| named(levels, &names));
        let base = levels.next().flatten().unwrap_or(default);
        std::iter::once(base).chain(levels.flatten())
    }
}

fn named(levels: &Levels, names: &[&str]) -> Option<Level> {
    names.iter().find_map(|name| levels.get(*name)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_layer_is_stronger_and_a_particular_name_within_it() {
        let levels = |pairs: &[(&str, Level)]| {
            pairs.iter().map(|(name, level)| ((*name).to_owned(), *level)).collect::<Levels>()
        };
        let base = levels(&[("harsh", Level::Off), ("should", Level::Info)]);
        let letters = Override {
            paths: vec!["letters/**".to_owned()],
            surfaces: vec![Surface::Editor],
            rules: levels(&[("harsh", Level::Hint)]),
        };
        let names = ["should", "should", "harsh"];
        let editor = EffectiveLevels::new(&base, std::slice::from_ref(&letters), Surface::Editor);
        assert_eq!(editor.level(&names, "letters/a.md"), Some(Level::Hint));
        assert_eq!(editor.level(&names, "2026/a.md"), Some(Level::Info));
        let hook = EffectiveLevels::new(&base, &[letters], Surface::Hook);
        assert_eq!(hook.level(&names, "letters/a.md"), Some(Level::Info));
    }
}
