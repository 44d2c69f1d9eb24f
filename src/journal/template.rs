//! The template of an entry: what it makes of a day, and which words of an entry are its own.

use std::collections::BTreeSet;
use std::sync::{LazyLock, OnceLock};

use jiff::civil::{Date, Time};
use jiff::fmt::strtime;
use regex::{Captures, Regex};
use serde::Serialize;
use tera::Tera;

use super::entry::Entry;
use super::moment;
use crate::diagnostic::BLANK;
use crate::text::{self, regex};

/// Where it lies, relative to the journal.
pub const PATH: &str = "templates/entry.md";

/// What is used where a journal has none.
pub const DEFAULT: &str = "\
---
date: {{ date }}
tags: []
---

# {{ weekday }}, {{ date }}

{% for commitment in due %}- [ ] {{ commitment.title }}
{% endfor %}
{% if next_step %}> From {{ next_step_day }}: {{ next_step }}
{% endif %}
{{ question }}

## Reflection

## Next step

When ___, I will ___.
";

/// Asked when the journal has no touchstones of its own.
const QUESTIONS: [&str; 7] = [
    "What did I return to today?",
    "What was heavy, and what made it a little lighter?",
    "What did I do that I would do again?",
    "What did I want that I did not say?",
    "Whom did I think of, and do they know?",
    "What would a camera have seen of the hardest minute?",
    "What is the smallest next step that still counts?",
];

/// What makes the entries of a journal.
#[derive(Debug)]
pub struct EntryForm {
    /// Its template.
    pub template: Template,
    /// Its own questions.
    pub touchstones: Vec<String>,
}

impl Default for EntryForm {
    fn default() -> Self {
        Self { template: Template::built_in(), touchstones: Vec::new() }
    }
}

/// What a template can say.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EntryTemplateContext {
    /// The day, as `2026-03-02`.
    pub date: String,
    /// Its weekday, as `Monday`.
    pub weekday: String,
    /// The name of its file, without the ending.
    pub title: String,
    /// The time of day at which it is made, as `08:30`.
    pub time: String,
    /// The name of the file of the day before.
    pub yesterday: String,
    /// The name of the file of the next day.
    pub tomorrow: String,
    /// The commitments due on it.
    pub due: Vec<DueCommitment>,
    /// The next step of the entry before.
    pub next_step: String,
    /// The day of that entry, as `Sunday`, or as `2026-03-01` when it is more than six days ago.
    pub next_step_day: String,
    /// One question.
    pub question: String,
}

impl EntryTemplateContext {
    /// What a tag of Obsidian becomes; one that cannot be read stays as it is.
    fn tag(&self, tag: &Captures) -> String {
        let part = |group: usize| tag.get(group).map_or("", |found| found.as_str());
        let name = part(1).to_lowercase();
        let said = || -> Option<String> {
            let day: Date = self.date.parse().ok()?;
            let day = match name.as_str() {
                "title" => return Some(self.title.clone()),
                // Such a name is for a link to that day's note.
                "yesterday" if part(2).trim().is_empty() && !self.yesterday.is_empty() => {
                    return Some(self.yesterday.clone());
                }
                "tomorrow" if part(2).trim().is_empty() && !self.tomorrow.is_empty() => {
                    return Some(self.tomorrow.clone());
                }
                "yesterday" => day.yesterday().ok()?,
                "tomorrow" => day.tomorrow().ok()?,
                _ => day,
            };
            let written = match (part(2).trim(), name.as_str()) {
                ("", "time") => "HH:mm",
                ("", _) => "YYYY-MM-DD",
                (format, _) => format,
            };
            let time = self.time.parse().unwrap_or(Time::midnight());
            strtime::format(moment::strftime(written)?, day.to_datetime(time)).ok()
        };
        said().unwrap_or_else(|| part(0).to_owned())
    }
}

/// A commitment that is due.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DueCommitment {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The cue of its plan.
    pub when: String,
    /// What counts on hard days.
    pub minimum: String,
}

/// A template, ready to be compared with entries.
#[derive(Debug)]
pub struct Template {
    text: String,
    syntax: TemplateSyntax,
    /// What its lines become; worked out when an entry is first compared with it.
    lines: OnceLock<Vec<Regex>>,
    /// Whether it is not the journal's own: then headings and open boxes alone are no words either.
    built_in: bool,
}

/// Whose language a template is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TemplateSyntax {
    Tera,
    /// `{{date}}`, `{{date:DD.MM.YYYY}}`, `{{time}}`, `{{title}}`, and nothing else.
    Obsidian,
}

static OBSIDIAN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)\{\{\s*(date|time|title|yesterday|tomorrow)\s*(?::([^}]*))?\}\}"));
static TAG: LazyLock<Regex> = LazyLock::new(|| regex(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<%.*?%>"));
static OPEN_BOX: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:[-*+]|\d{1,9}[.)])\s+(?:\[ \]|TODO\b)|^[-*+]$"));
static HEADING: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:#{1,6}(?:\s|$)|=+$|-+$)"));
/// Properties that every entry may have without anybody having lived in it.
static BARE_FIELD: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:(?:date|created|updated|id):.*|[\w -]+:\s*(?:\[\s*\]|''|null|~)?)$")
});

impl Template {
    /// Reads a template.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').to_owned();
        Self { text, syntax: TemplateSyntax::Tera, lines: OnceLock::new(), built_in: false }
    }

    /// Whether a line of it becomes `line`.
    fn makes(&self, line: &str) -> bool {
        let lines = self.lines.get_or_init(|| {
            let lines = self.text.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.filter_map(pattern).collect()
        });
        lines.iter().any(|known| known.is_match(line))
    }

    /// The one that makes nothing, as vaults begin a day.
    #[must_use]
    pub fn empty() -> Self {
        Self { built_in: true, ..Self::new("") }
    }

    /// Reads the template of a vault of Obsidian.
    #[must_use]
    pub fn of_vault(text: &str) -> Self {
        Self { syntax: TemplateSyntax::Obsidian, ..Self::new(text) }
    }

    /// The one that is used where a journal has none.
    #[must_use]
    pub fn built_in() -> Self {
        Self { built_in: true, ..Self::new(DEFAULT) }
    }

    /// The entry it makes.
    ///
    /// # Errors
    /// It is not valid Tera, or names something that no entry has.
    pub fn render(&self, context: &EntryTemplateContext) -> Result<String, String> {
        if self.syntax == TemplateSyntax::Obsidian {
            return Ok(OBSIDIAN.replace_all(&self.text, |tag: &Captures| context.tag(tag)).into());
        }
        let mut tera = Tera::default();
        let plain = |error: tera::Error| error.to_string();
        tera.add_raw_template(PATH, &self.text).map_err(plain)?;
        let context = tera::Context::from_serialize(context).map_err(plain)?;
        tera.render(PATH, &context).map_err(plain)
    }
}

/// Matches what a line of the template becomes; `None` when it has no words of its own.
fn pattern(line: &str) -> Option<Regex> {
    let literal = TAG.replace_all(line, "");
    let speaks =
        literal.contains(|c: char| c.is_alphanumeric() || c == '#') || literal.contains("[ ]");
    if TAG.is_match(line) && !speaks {
        return None;
    }
    let mut source = String::from("^");
    let mut done = 0;
    for tag in TAG.find_iter(line) {
        source.push_str(&regex::escape(text::between(line, done, tag.start())));
        source.push_str(".*");
        done = tag.end();
    }
    source.push_str(&regex::escape(text::after(line, done)));
    source.push('$');
    Regex::new(&source).ok()
}

/// The lines of an entry that neither its template nor an empty form explains.
#[must_use]
pub fn own_lines(entry: &Entry, template: &Template) -> Vec<String> {
    let source = entry.source.trim_start_matches('\u{feff}');
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty());
    let explained = |line: &str| {
        let empty = template.built_in && (HEADING.is_match(line) || OPEN_BOX.is_match(line));
        empty || template.makes(line)
    };
    let own = lines.filter(|line| {
        !BARE_FIELD.is_match(line)
            && !line.starts_with("<!--")
            && !matches!(*line, "---" | "...")
            && !explained(line)
    });
    own.map(str::to_owned).collect()
}

/// Whether the rendered template explains all of `lines`.
#[must_use]
pub fn explains(rendered: &str, lines: &[String]) -> bool {
    let made: BTreeSet<&str> = rendered.lines().map(str::trim).collect();
    lines.iter().all(|line| made.contains(line.as_str()))
}

/// Whether a line is a part of a form that nobody has filled in: it has a blank, or is a question
/// that entries begin with.
#[must_use]
pub fn is_form(line: &str) -> bool {
    line.contains(BLANK) || QUESTIONS.contains(&line.trim())
}

/// Whether a line is links to notes alone, as templates lead from day to day.
#[must_use]
pub fn is_navigation(line: &str) -> bool {
    let mut rest = line;
    let mut links = 0;
    while let Some((before, link)) = rest.split_once("[[") {
        let Some((_, after)) = link.split_once("]]") else { return false };
        if before.chars().any(char::is_alphanumeric) {
            return false;
        }
        links += 1;
        rest = after;
    }
    links > 1 && !rest.chars().any(char::is_alphanumeric)
}

/// The question for a day: of the journal's `touchstones.md`, else one of a few.
#[must_use]
pub fn question(touchstones: &[String], date: Date) -> String {
    let days = date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
    let days = usize::try_from(days).unwrap_or(0);
    let own = touchstones.iter().map(String::as_str).cycle();
    let built_in = QUESTIONS.into_iter().cycle();
    let mut questions =
        own.skip(days % touchstones.len().max(1)).chain(built_in.skip(days % QUESTIONS.len()));
    questions.next().unwrap_or_default().to_owned()
}

/// The questions on a page of touchstones: its sentences that ask.
#[must_use]
pub fn touchstones(markdown: &str) -> Vec<String> {
    let lines = markdown.lines().map(|line| {
        line.trim().trim_start_matches(|c: char| "-*+#>0123456789. ".contains(c)).trim()
    });
    lines.filter(|line| line.ends_with('?')).map(str::to_owned).collect()
}

/// The first lines below the heading "Next step", joined; none of what is private, for it may be
/// repeated in an entry that is not.
#[must_use]
pub fn next_step(entry: &Entry) -> Option<String> {
    if entry.private {
        return None;
    }
    let body = entry.visible(false).text;
    let mut lines = body.lines();
    lines.find(|line| {
        let heading = line.trim().trim_start_matches('#').trim();
        line.trim_start().starts_with('#') && heading.eq_ignore_ascii_case("next step")
    })?;
    let words = lines
        .map(str::trim)
        .skip_while(|line| line.is_empty())
        .take_while(|line| !line.is_empty() && !line.starts_with('#'));
    let text = words.collect::<Vec<_>>().join(" ");
    (!text.is_empty() && !text.contains(BLANK)).then_some(text)
}
