//! What a person sets once for all of their journals.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_yaml::Value;

use super::settings::{CareConfig, Config};
use super::values::Tone;
use crate::diagnostic::{Diagnostic, Severity};
use crate::yaml;

/// The file, below the folder in which programs keep their settings.
pub const USER_FILE: &str = "evenkeel/config.yaml";

/// The settings of a person; a journal's own are stronger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct UserConfig {
    /// The journal that is meant where no folder says one: a whole path, or one from `~`.
    pub journal: Option<String>,
    /// The command that opens an entry, before `$VISUAL` and `$EDITOR`.
    pub editor: Option<String>,
    /// How findings speak.
    pub tone: Option<Tone>,
    /// What is shown when entries are withheld.
    pub care: Option<CareConfig>,
}

impl UserConfig {
    /// Reads the file. The diagnostics are about `text`.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let mut note = |severity, error: yaml::YamlError| {
            found.push(Diagnostic::journal("config", severity, error.span, error.message));
        };
        let value = yaml::read::<Value>(text).unwrap_or_default();
        let schema = schemars::schema_for!(Self).to_value();
        for mut error in yaml::unknown_keys(text, &value, &schema) {
            if Config::schema()
                .pointer(&format!("/properties/{}", error.span.slice(text)))
                .is_some()
            {
                error.message = format!(
                    "`{}` is a setting of one journal: write it into its evenkeel.yaml.",
                    error.span.slice(text)
                );
            }
            note(Severity::Warning, error);
        }
        let read = match value {
            Value::Null => yaml::read::<Option<Self>>(text).map(Option::unwrap_or_default),
            _ => yaml::read::<Self>(text),
        };
        let config = read.unwrap_or_else(|error| {
            note(Severity::Error, error);
            Self::default()
        });
        (config, found)
    }
}

impl Config {
    /// The same settings, with those of the person where `text`, this journal's config, is silent.
    #[must_use]
    pub fn with_user(mut self, text: &str, user: &UserConfig) -> Self {
        let value = yaml::read::<Value>(text).unwrap_or_default();
        if let Some(tone) = user.tone.filter(|_| value.get("tone").is_none()) {
            self.tone = tone;
        }
        if let Some(care) = user.care.clone().filter(|_| value.get("care").is_none()) {
            self.care = care;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journals_own_settings_are_stronger_than_the_persons() {
        let (user, found) = UserConfig::parse("tone: warm\ncare: {lines: [A line]}\n");
        assert!(found.is_empty());
        let text = "tone: plain\n";
        let config = Config::parse(text).0.with_user(text, &user);
        assert_eq!((config.tone, config.care.lines), (Tone::Plain, vec!["A line".to_owned()]));
    }

    #[test]
    fn a_key_of_a_journal_is_sent_to_its_journal() {
        let (_, found) = UserConfig::parse("title: Mine\n");
        assert!(found[0].message.contains("evenkeel.yaml"), "{}", found[0].message);
        assert!(UserConfig::parse("tone: loud\n").1[0].message.contains("plain"));
    }
}
