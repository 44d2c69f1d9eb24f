//! The settings of a journal, read from YAML.

use std::path::{Component, Path};

use globset::Glob;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_yaml::Value;

use super::levels::{EntryPart, Levels, Override};
use super::scope::FileScope;
use super::switch::Switch;
use super::values::{Attachments, DayStart, LightRemarks, Today, Tone, WeekStart};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::FileSpan;
use crate::yaml;

/// The file name looked for, upward from the journal.
pub const FILE_NAME: &str = "evenkeel.yaml";

/// All settings of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(title = "evenkeel.yaml", extend("additionalProperties" = false))]
pub struct Config {
    /// The name of the journal, shown on its site.
    pub title: String,
    /// Which files belong to the journal, as globs relative to this file. Default: all Markdown.
    pub include: Vec<String>,
    /// Which files do not, as globs relative to this file.
    pub exclude: Vec<String>,
    /// Where the site is built, relative to this file.
    pub output: String,
    /// How your own dates look when they are not ISO dates, in strftime letters: `%d.%m.%Y`.
    pub date_format: Option<String>,
    /// When a day begins: an entry written at 00:40 belongs to the day before. `"04:00"`.
    pub day_starts: DayStart,
    /// The day that the site and other commands that only show take as today: `clock`, `latest` (the
    /// newest entry's, for a journal that has ended), or a day.
    pub today: Today,
    /// The first day of a week.
    pub week_starts: WeekStart,
    /// How many days an unmarked commitment stays open before it counts as not recorded.
    pub settle: u8,
    /// Where `new` puts an entry, in strftime letters: `%Y/%m/%Y-%m-%d.md`. Default: like the
    /// newest entry.
    pub entry_path: Option<String>,
    /// Headings whose sections are gathered on the reflections page.
    pub reflections: Vec<String>,
    /// The languages whose rules apply.
    pub languages: Vec<String>,
    /// A level for a rule, a category or a family: `off`, `hint`, `info`, `warning`, `error`.
    pub rules: Levels,
    /// Other levels for some files, or in the editor or the hook; later ones are stronger.
    pub overrides: Vec<Override>,
    /// Phrases that are yours to say: a finding that is one of them is not told.
    pub allow: Vec<String>,
    /// What is not looked at: `quotes`, `code`, `headings`.
    pub skip: Vec<EntryPart>,
    /// Whether every `<!-- evenkeel: … -->` needs a reason in parentheses: `on` or `off`.
    pub require_reasons: Switch,
    /// How findings speak: `plain`, or `warm` with a kind sentence more.
    pub tone: Tone,
    /// What becomes of a light remark that stands alone on a long, calm page: `leave` or `tell`.
    pub light_remarks: LightRemarks,
    /// What is shown when entries are withheld.
    pub care: CareConfig,
    /// The name of the site's theme: a built-in one, or a folder under `themes/`.
    pub theme: String,
    /// Whether findings stand as notes in the margin of an entry's page: `on` or `off`.
    pub margin_notes: Switch,
    /// Whether single keys turn the pages of the site, beside Ctrl-K: `on` or `off`.
    pub keys: Switch,
    /// Files that pages show or link to, when they can hold more than they show: `clean` leaves off
    /// what cannot be cleaned (films, recordings, documents), `as-they-are` puts it on the site.
    pub attachments: Attachments,
    /// Whether the site has an Atom feed of its entries, `feed.xml`: `on` or `off`.
    pub feed: Switch,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Journal".to_owned(),
            include: vec!["**/*.{md,markdown}".to_owned()],
            exclude: Vec::new(),
            output: "site".to_owned(),
            date_format: None,
            day_starts: DayStart::default(),
            today: Today::default(),
            week_starts: WeekStart::default(),
            settle: 1,
            entry_path: None,
            reflections: ["Reflection", "What I learned", "Next step"].map(str::to_owned).to_vec(),
            languages: vec!["en".to_owned()],
            rules: Levels::new(),
            overrides: Vec::new(),
            allow: Vec::new(),
            skip: vec![EntryPart::Quotes, EntryPart::Code],
            require_reasons: Switch::Off,
            tone: Tone::default(),
            light_remarks: LightRemarks::default(),
            care: CareConfig::default(),
            theme: "default".to_owned(),
            margin_notes: Switch::On,
            keys: Switch::On,
            attachments: Attachments::default(),
            feed: Switch::Off,
        }
    }
}

/// The quiet message about people to talk to. It never changes what is withheld.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct CareConfig {
    /// Whether it is shown: `on` or `off`.
    pub message: Switch,
    /// Lines of your own, such as a local number; they come first.
    pub lines: Vec<String>,
}

impl Config {
    /// Reads a config. The diagnostics are about `text`.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        let mut note = |severity, error: yaml::YamlError| {
            let same = |known: &&mut Diagnostic| known.span == error.span;
            if let Some(known) = diagnostics.iter_mut().find(same) {
                known.severity = known.severity.max(severity);
                return;
            }
            diagnostics.push(Diagnostic::journal("config", severity, error.span, error.message));
        };
        let value = yaml::read::<Value>(text).unwrap_or_default();
        for error in yaml::unknown_keys(text, &value, &Self::schema()) {
            note(Severity::Warning, error);
        }
        // A file of comments alone is an empty config.
        let parsed = match &value {
            Value::Null => yaml::read::<Option<Self>>(text).map(Option::unwrap_or_default),
            _ => yaml::read::<Self>(text),
        };
        let config = parsed.unwrap_or_else(|mut error| {
            if error.span.start == 0 {
                error.span = place_of_fault(text, &value).unwrap_or(error.span);
            }
            note(Severity::Error, error);
            Self::default()
        });
        for (path, pattern) in config.globs() {
            if let Err(error) = Glob::new(pattern) {
                let span = yaml::locate(text, &path).value;
                let message = format!("`{pattern}` is not a glob: {}.", error.kind());
                note(Severity::Error, yaml::YamlError { span, message });
            }
        }
        for (index, pattern) in config.include.iter().enumerate() {
            if let Some(ending) = other_ending(pattern) {
                let span = yaml::locate(text, &["include".into(), index.into()]).value;
                let message = format!(
                    "Files that end in `.{ending}` are not read: an entry is Markdown, `.md` or `.markdown`, or plain text, `.txt`."
                );
                note(Severity::Error, yaml::YamlError { span, message });
            }
        }
        let wrong = [
            ("output", wrong_output(&config.output)),
            ("date_format", config.date_format.as_deref().and_then(wrong_date_format)),
            ("entry_path", config.entry_path.as_deref().and_then(wrong_entry_path)),
        ];
        for (key, message) in wrong {
            if let Some(message) = message {
                let span = yaml::locate(text, &[key.into()]).value;
                note(Severity::Error, yaml::YamlError { span, message });
            }
        }
        (config, diagnostics)
    }

    /// Every glob, with its place in the file.
    fn globs(&self) -> impl Iterator<Item = (Vec<yaml::PathStep>, &str)> {
        let lists =
            [(vec!["include".into()], &self.include), (vec!["exclude".into()], &self.exclude)];
        let overrides = self.overrides.iter().enumerate().map(|(index, one)| {
            (vec!["overrides".into(), index.into(), "paths".into()], &one.paths)
        });
        lists.into_iter().chain(overrides).flat_map(|(key, patterns)| {
            patterns.iter().enumerate().map(move |(index, pattern)| {
                (key.iter().cloned().chain([index.into()]).collect(), pattern.as_str())
            })
        })
    }

    /// Every setting of levels, with its place in the file.
    pub(crate) fn levels(&self) -> impl Iterator<Item = (Vec<yaml::PathStep>, &Levels)> {
        let overrides = self.overrides.iter().enumerate().map(|(index, one)| {
            (vec!["overrides".into(), index.into(), "rules".into()], &one.rules)
        });
        std::iter::once((vec!["rules".into()], &self.rules)).chain(overrides)
    }

    /// The JSON schema of the file, for editors.
    #[must_use]
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }

    /// The files that belong to the journal.
    #[must_use]
    pub fn scope(&self) -> FileScope {
        FileScope::new(&self.include, &self.exclude)
    }

    /// A diagnostic about the value at `path` of the config `text`.
    #[must_use]
    pub fn diagnostic(text: &str, path: &[yaml::PathStep], message: String) -> Diagnostic {
        let span: FileSpan = yaml::locate(text, path).key;
        Diagnostic::journal("config", Severity::Warning, span, message)
    }
}

/// Where the setting stands that cannot be read, when the reader did not say.
fn place_of_fault(text: &str, value: &Value) -> Option<FileSpan> {
    let mut fields = value.as_mapping()?.iter();
    let (key, _) = fields.find(|(key, value)| {
        let one = serde_yaml::Mapping::from_iter([((*key).clone(), (*value).clone())]);
        serde_yaml::from_value::<Config>(Value::Mapping(one)).is_err()
    })?;
    let key = key.as_str()?;
    Some(yaml::locate(text, &[key.into()]).value)
}

/// Days of which no two may be written alike.
const DAYS: [Date; 5] = [
    Date::constant(2026, 3, 2),
    Date::constant(2026, 3, 9),
    Date::constant(2026, 3, 12),
    Date::constant(2026, 10, 2),
    Date::constant(2027, 3, 2),
];

/// Every day in this form; `None` when it has letters that say nothing about a day, or when two days
/// are written alike.
fn written(form: &str) -> Option<Vec<String>> {
    let days: Result<Vec<String>, _> =
        DAYS.iter().map(|day| jiff::fmt::strtime::format(form, *day)).collect();
    let days = days.ok()?;
    let unique: std::collections::BTreeSet<&String> = days.iter().collect();
    (unique.len() == DAYS.len()).then_some(days)
}

/// What is wrong with the form of a date, if anything.
fn wrong_date_format(form: &str) -> Option<String> {
    let read = |day: &String| jiff::fmt::strtime::parse(form, day).and_then(|d| d.to_date()).ok();
    let days = written(form).map(|days| days.iter().filter_map(read).collect::<Vec<_>>());
    (days.as_deref() != Some(&DAYS))
        .then(|| format!("`{form}` does not say a whole day. Use %Y, %m and %d, as in `%d.%m.%Y`."))
}

/// What is wrong with a folder for the site, if anything: it must be one of its own.
fn wrong_output(output: &str) -> Option<String> {
    let names = |part: Component| matches!(part, Component::Normal(_));
    (!Path::new(output).components().any(names)).then(|| {
        format!("`output: {output:?}` would put the site over the journal. Name a folder for it, such as `site`.")
    })
}

/// What is wrong with the form of a path, if anything.
fn wrong_entry_path(form: &str) -> Option<String> {
    let example = "Write it like `%Y/%m/%Y-%m-%d.md`.";
    let Some(paths) = written(form) else {
        return Some(format!("`{form}` does not say a whole day. {example}"));
    };
    let outside = form.starts_with(['/', '~']) || form.split(['/', '\\']).any(|part| part == "..");
    if outside {
        return Some(format!("`{form}` leads out of the journal. {example}"));
    }
    if let Some(part) = form.split(['/', '\\']).rev().skip(1).find(|part| is_kept(part)) {
        return Some(format!("`{form}` leads into {part}, where no entry is read. {example}"));
    }
    let markdown = |path: &String| {
        let ending = Path::new(path).extension().unwrap_or_default();
        ending == "md" || ending == "markdown"
    };
    (!paths.iter().all(markdown)).then(|| format!("`{form}` does not end in `.md`. {example}"))
}

/// Whether a folder of this name holds no entries: it is hidden, or the program's own.
fn is_kept(folder: &str) -> bool {
    folder.starts_with('.') && folder != "."
        || ["templates", "rules", "themes", "commitments"].contains(&folder)
}

/// The ending of files that a glob asks for and that are no Markdown.
fn other_ending(glob: &str) -> Option<&str> {
    let file = glob.rsplit('/').next()?;
    let ending = file.rsplit_once('.')?.1.trim_end_matches(['}', ']']);
    let endings = ending.trim_start_matches(['{', '[']).split(',');
    let other = |ending: &&str| {
        let plain = !ending.is_empty() && ending.chars().all(char::is_alphanumeric);
        plain && !["md", "markdown", "txt"].contains(&ending.to_lowercase().as_str())
    };
    endings.map(str::trim).find(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        Config::parse(text).1.into_iter().map(|diagnostic| diagnostic.message).collect()
    }

    #[test]
    fn an_empty_config_is_the_default() {
        assert_eq!(Config::parse("# nothing yet\n"), (Config::default(), Vec::new()));
    }

    #[test]
    fn a_typo_names_the_nearest_key() {
        let (_, found) = Config::parse("title: x\nexlude: [a]\n");
        assert_eq!(found[0].message, "`exlude` is not a known key. Did you mean `exclude`?");
        assert_eq!(found[0].span, FileSpan::new(9, 15));
    }

    #[test]
    fn a_wrong_value_names_the_accepted_forms() {
        assert!(messages("day_starts: four\n")[0].contains("\"04:00\""));
        let (_, found) = Config::parse("title: A\nday_starts: 4am\n");
        assert_eq!(found[0].span, FileSpan::new(21, 24), "where it stands");
        assert!(messages("rules: {harsh: loud}\n")[0].contains("`warning`"));
    }
}
