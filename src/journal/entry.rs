//! One Markdown file: its day, title, tags, privacy, and what is odd about it.
//!
//! Parsing never fails and never reads anything but its arguments.

use std::borrow::Cow;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::comments::{blanked, comments};
use super::date::{self, PathDate};
use super::front_matter::{self, FrontMatter};
use super::privacy::{is_private, passages};
use super::prose::{BlockKind, Prose};
use super::tag::{self, tags};
use super::visible::VisibleText;
use crate::config::{Config, EntryPart};
use crate::diagnostic::{Diagnostic, Severity};
use crate::digest::EntryHash;
use crate::text::{FileSpan, ProseSpan, any_overlaps, regex};
use crate::yaml;

/// A larger file is named, kept as text and not linted.
pub const LARGEST: usize = 16 * 1024 * 1024;

/// What a file is in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// An entry of one day.
    Day(Date),
    /// A note on a week, month, quarter or year.
    Review,
    /// Any other page.
    Page,
}

/// One file of the journal.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Path relative to the journal, with `/`.
    pub path: String,
    /// The whole file.
    pub source: String,
    /// What its top says about it, `key:: value` fields included.
    pub front: FrontMatter,
    /// What it is.
    pub kind: EntryKind,
    /// From the front matter, or the first heading of level one.
    pub title: Option<String>,
    /// Tags of the front matter and of the text, without `#`, in order, each once.
    pub tags: Vec<String>,
    /// Whether all of it is private.
    pub private: bool,
    /// Passages between private marks, in order; of the front matter whole fields.
    pub private_passages: Vec<FileSpan>,
    /// Obsidian comments, in order: they are shown nowhere.
    pub comments: Vec<FileSpan>,
    /// How many words of prose.
    pub words: usize,
    /// Tells its path and source from others.
    pub hash: EntryHash,
    /// The time of day it names, as written, so that a day's entries stand in order.
    pub(super) time: String,
}

/// What parsing one file gives.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The entry.
    pub entry: Entry,
    /// Its words, for the linter.
    pub prose: Prose,
    /// What is odd about the file.
    pub diagnostics: Vec<Diagnostic>,
}

static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?m)^[ \t]*(?:[-*+][ \t]+)?([A-Za-z][\w -]{0,40}?)::(?:[ \t]+([^\r\n]*))?\r?$")
});
static LEFT_OVER: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\{\{\s*(?i:date|time|title|cursor|value)\b[^}\n]*\}\}|<%[^%\n]*%>"));
static EMPTY_BOX: LazyLock<Regex> = LazyLock::new(|| regex(r"(?m)^[ \t]*[-*+] \[ \][ \t]*\r?$"));
static NO_LIST: LazyLock<Regex> = LazyLock::new(|| regex(r"^[-*+]\[[ xX/>-]\]"));
static CONFLICT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)\(.*conflict.*\)|\.sync-conflict-|conflicted copy"));

impl Entry {
    /// Reads one file. `path` is relative to the journal, with `/`.
    #[must_use]
    pub fn parse(path: &str, source: impl Into<String>, config: &Config) -> Parsed {
        let source = source.into();
        let (mut front, mut diagnostics) = front_matter::parse(&source);
        let large = source.len() > LARGEST;
        diagnostics.extend(large.then(|| too_large(&source)));
        let code = !config.skip.contains(&EntryPart::Code);
        let read = |text: &str, body: usize| {
            if large { Prose::default() } else { Prose::parse_with(text, body, code) }
        };
        let mut prose = read(&source, front.body);
        let (comments, open_comment) = comments(&source, front.body, &prose);
        let seen = match comments.as_slice() {
            [] => Cow::Borrowed(source.as_str()),
            spans => {
                let seen = blanked(&source, spans);
                prose = read(&seen, front.body);
                Cow::Owned(seen)
            }
        };
        front.drop_comments();
        add_fields(&mut front, &seen, &prose);
        let (private_passages, unclosed) = passages(&source, &front, &prose);
        let heading = heading(&prose);
        let tags = tags(&source, &front, &prose);
        diagnostics.extend((tags.len() == tag::MOST).then(too_many_tags));
        let dates = DateSources { path, front: &front, heading: heading.as_deref() };
        let kind = dates.kind(&source, config, &mut diagnostics);
        diagnostics.extend(open_comment.into_iter().chain(unclosed));
        diagnostics.extend(oddities(path, &seen, &front, &prose));
        drop(seen);
        let entry = Self {
            path: path.to_owned(),
            kind,
            title: front.text("title").filter(|title| !title.is_empty()).or(heading),
            private: is_private(&source, &front, &tags, &prose),
            tags,
            private_passages,
            comments,
            words: prose.words(),
            hash: EntryHash::of(&(path, &source)),
            time: time(&front),
            front,
            source,
        };
        Parsed { entry, prose, diagnostics }
    }

    /// Its day, when it is an entry of one.
    #[must_use]
    pub const fn date(&self) -> Option<Date> {
        match self.kind {
            EntryKind::Day(date) => Some(date),
            EntryKind::Review | EntryKind::Page => None,
        }
    }

    /// Whether the person marked it as one to come back to.
    #[must_use]
    pub fn is_starred(&self) -> bool {
        ["starred", "favorite", "favourite"].iter().any(|key| self.front.flag(key))
            || self.tags.iter().any(|tag| tag.eq_ignore_ascii_case("starred"))
    }

    /// Whether some of the bytes are private, or in a comment.
    #[must_use]
    pub fn hides(&self, span: FileSpan) -> bool {
        self.private
            || any_overlaps(&self.private_passages, span)
            || any_overlaps(&self.comments, span)
    }

    /// Whether something of it is private, or a comment.
    #[must_use]
    pub fn hides_something(&self) -> bool {
        self.private || !self.private_passages.is_empty() || !self.comments.is_empty()
    }

    /// The file with spaces in the place of what is private or a comment: every other byte stays
    /// where it is.
    #[must_use]
    pub fn blanked(&self) -> String {
        let mut hidden = self.cuts(false);
        hidden.dedup_by(|next, kept| {
            let inside = next.start < kept.end;
            kept.end = kept.end.max(if inside { next.end } else { kept.end });
            inside
        });
        blanked(&self.source, &hidden)
    }

    /// The entry as it would be without its private passages: what may be told of its title, tags,
    /// fields and words. `None` when it has none.
    #[must_use]
    pub fn redacted(&self, config: &Config) -> Option<Self> {
        if self.private_passages.is_empty() {
            return None;
        }
        let source = VisibleText::new(&self.source, 0, &self.cuts(false)).text.into_owned();
        Some(Self::parse(&self.path, source, config).entry)
    }

    /// How many words of prose others may know of.
    #[must_use]
    pub fn public_words(&self, config: &Config) -> usize {
        if self.private {
            return 0;
        }
        self.redacted(config).map_or(self.words, |rest| rest.words)
    }

    /// Its text without front matter and comments; without private passages too, unless `private`
    /// says so.
    #[must_use]
    pub fn visible(&self, private: bool) -> VisibleText<'_> {
        let mut cuts = self.cuts(private);
        cuts.retain(|cut| cut.start >= self.front.body);
        VisibleText::new(&self.source, self.front.body, &cuts)
    }

    /// What is left out, in order.
    fn cuts(&self, private: bool) -> Vec<FileSpan> {
        let mut cuts = self.comments.clone();
        if !private {
            cuts.extend(&self.private_passages);
            cuts.sort_unstable();
        }
        cuts
    }

    /// The file's name without folder and extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let file = self.path.rsplit('/').next().unwrap_or_default();
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    }
}

fn time(front: &FrontMatter) -> String {
    let date = front.text("date").unwrap_or_default();
    date.split_once(['T', ' ']).map_or_else(String::new, |(_, time)| time.to_owned())
}

fn too_many_tags() -> Diagnostic {
    let message = format!(
        "This entry has {} tags or more. The first {} count; so many tell no entry from another.",
        tag::MOST,
        tag::MOST
    );
    Diagnostic::journal("tags", Severity::Hint, FileSpan::at(0), message)
}

fn too_large(source: &str) -> Diagnostic {
    let message = format!(
        "This file has {} MB. It is kept on the site as text and not checked; the limit is {} MB. Split it to have it checked.",
        source.len() >> 20,
        LARGEST >> 20
    );
    Diagnostic::journal("too-large", Severity::Warning, FileSpan::at(0), message)
}

/// `key:: value` lines, as Logseq and Dataview write them.
fn add_fields(front: &mut FrontMatter, source: &str, prose: &Prose) {
    let body = source.get(front.body..).unwrap_or_default();
    if !body.contains("::") {
        return;
    }
    let base = front.body;
    let fields = FIELD.captures_iter(body).filter_map(|field| {
        let key = field.get(1).filter(|key| prose.covers(base + key.start()))?;
        Some((key.as_str(), field.get(2).map_or("", |value| value.as_str().trim())))
    });
    front.extend(fields);
}

fn heading(prose: &Prose) -> Option<String> {
    let first = prose.blocks().iter().find(|block| block.kind == BlockKind::Heading(1))?;
    let text =
        first.range.slice(prose.text()).replace(super::prose::PLACEHOLDER, "").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Everything that can say which day an entry is of. Never the file's time.
struct DateSources<'a> {
    path: &'a str,
    front: &'a FrontMatter,
    heading: Option<&'a str>,
}

impl DateSources<'_> {
    /// What the file is, by the precedence: a pure-date name, front matter, a date inside a longer
    /// name, `created`, a heading that is only a date.
    fn kind(&self, source: &str, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> EntryKind {
        let named = date::from_path(self.path, config);
        let written = self.front.text("date").filter(|text| !text.is_empty());
        let dated = written.as_deref().and_then(|text| date::from_text(text, config));
        let mut note = |severity, span, message: String| {
            diagnostics.push(Diagnostic::journal("date", severity, span, message));
        };
        if let (Some(text), None) = (&written, dated)
            && !LEFT_OVER.is_match(text)
        {
            let message =
                format!("`{text}` is not a date that can be read. Write it as `2026-03-05`.");
            note(Severity::Warning, field(source, self.front, "date"), message);
        }
        if let (PathDate::Pure(name) | PathDate::Inside(name), Some(front_date)) = (named, dated)
            && (name - front_date).get_days().abs() > 1
        {
            let counts = if matches!(named, PathDate::Pure(_)) { name } else { front_date };
            let message = format!(
                "The file name says {name}, the front matter says {front_date}. {counts} counts; change whichever is wrong."
            );
            note(Severity::Hint, field(source, self.front, "date"), message);
        }
        if let (Some(why), None) = (no_day(named), dated) {
            note(Severity::Warning, FileSpan::at(0), why.to_owned());
        }
        match named {
            PathDate::Pure(date) => return EntryKind::Day(date),
            PathDate::Review => return EntryKind::Review,
            _ => {}
        }
        let inside = if let PathDate::Inside(date) = named { Some(date) } else { None };
        let day = dated.or(inside).or_else(|| self.created(config)).or_else(|| self.headed(config));
        day.map_or(EntryKind::Page, EntryKind::Day)
    }

    fn created(&self, config: &Config) -> Option<Date> {
        let keys = ["created", "created_at", "created-at", "creation date"];
        keys.iter().find_map(|key| date::from_text(&self.front.text(key)?, config))
    }

    fn headed(&self, config: &Config) -> Option<Date> {
        self.heading.and_then(|text| date::from_heading(text, config))
    }
}

/// Why a date in a file's name says no day.
const fn no_day(named: PathDate) -> Option<&'static str> {
    match named {
        PathDate::Impossible => Some(
            "The date in this file's name is in no calendar, so it is read as a page without a date. Rename the file, or add `date:` to its front matter.",
        ),
        PathDate::Ambiguous => Some(
            "The date in this file's name can be read in two ways, so it is read as a page without a date. Set `date_format` in evenkeel.yaml, or rename the file to year-month-day.",
        ),
        _ => None,
    }
}

/// Where a front-matter value stands in the file.
fn field(source: &str, front: &FrontMatter, key: &str) -> FileSpan {
    front.span.map_or(FileSpan::at(0), |span| {
        yaml::locate(span.slice(source), &[key.into()]).value.shifted(span.start)
    })
}

/// Things that do no harm and deserve a word.
fn oddities(path: &str, source: &str, front: &FrontMatter, prose: &Prose) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let file = path.rsplit('/').next().unwrap_or_default();
    if CONFLICT.is_match(file) {
        let message = "This looks like a conflict copy that a sync program made. It is not merged with the other copy. Compare the two and keep what you need.";
        found.push(Diagnostic::journal(
            "conflict-copy",
            Severity::Warning,
            FileSpan::at(0),
            message,
        ));
    }
    let marked = source.contains("{{") || source.contains("<%");
    let left = || LEFT_OVER.find_iter(source).find(|m| in_text(front, prose, m.start()));
    let empty = || EMPTY_BOX.find_iter(source).find(|m| m.start() >= front.body);
    let boxed = source.contains("[ ]");
    let place = marked.then(left).flatten().or_else(|| boxed.then(empty).flatten());
    if let Some(place) = place {
        let span = FileSpan::new(place.start(), place.start() + place.as_str().trim_end().len());
        let message =
            "This was left over from a template. It counts as empty; delete it or fill it in.";
        found.push(Diagnostic::journal("template-left-over", Severity::Hint, span, message));
    }
    for block in prose.blocks() {
        if NO_LIST.is_match(block.range.slice(prose.text()))
            && let Some(span) =
                prose.source(ProseSpan::new(block.range.start, block.range.start + 4))
        {
            let message =
                "Markdown does not read this as a task. Put a space after the bullet: `- [x]`.";
            found.push(Diagnostic::journal("task", Severity::Hint, span, message));
        }
    }
    found
}

fn in_text(front: &FrontMatter, prose: &Prose, offset: usize) -> bool {
    front.span.is_some_and(|span| span.holds(offset)) || prose.covers(offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn parse(path: &str, source: &str) -> Parsed {
        Entry::parse(path, source, &Config::default())
    }

    #[test]
    fn a_pure_name_outweighs_the_front_matter() {
        let parsed = parse("2026-03-02.md", "---\ndate: 2026-03-05\n---\n");
        assert_eq!(parsed.entry.kind, EntryKind::Day(date(2026, 3, 2)));
        assert_eq!(parsed.diagnostics[0].span, FileSpan::new(10, 20));
        let parsed = parse("2026-03-05.md", "---\ndate: 2026-03-05T00:40+01:00\n---\n");
        assert_eq!(parsed.entry.kind, EntryKind::Day(date(2026, 3, 5)));
        assert!(parsed.diagnostics.is_empty());
        let parsed = parse("holiday.md", "---\ndate: 2026-03-05T00:40+01:00\n---\n");
        assert_eq!(parsed.entry.kind, EntryKind::Day(date(2026, 3, 4)));
    }

    #[test]
    fn properties_and_fields_read_like_front_matter() {
        let source = "- tags:: sea, long walk\n- mood:: 7\n- private:: yes\n\n`code:: no`\n";
        let entry = parse("2026_03_02.md", source).entry;
        assert_eq!(entry.tags, ["sea", "long walk"]);
        assert_eq!(entry.front.text("mood").as_deref(), Some("7"));
        assert!(entry.private && entry.front.get("code").is_none());
    }

    #[test]
    fn private_passages_are_cut_and_an_open_one_reaches_the_end() {
        let source = "a\n\n<!-- private -->\nb\n<!-- /private -->\n\nc <!-- private --> d <!-- /private --> e\n\n`<!-- private -->` f\n";
        let entry = parse("x.md", source).entry;
        let shown = entry.visible(false).text;
        assert_eq!(shown, "a\n\n\n\nc  e\n\n`<!-- private -->` f\n");
        let parsed = parse("x.md", "a\n\n<!-- private -->\n\nb");
        assert_eq!(parsed.entry.visible(false).text, "a\n\n");
        assert_eq!(parsed.diagnostics[0].rule.id(), "private-passage");
    }
}
