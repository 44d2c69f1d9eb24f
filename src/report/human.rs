//! The lines of the journal with carets, what there is to say, other wordings and a question.

use std::collections::HashSet;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::checked_file::{CheckedFile, Summary};
use super::concise::Concise;
use super::number::count;
use super::reporter::Reporter;
use crate::diagnostic::{Diagnostic, Family, ReadingTrace, RuleId, Severity};
use crate::spoken::grouped;
use crate::text::{FileSpan, LineIndex};

/// Of a longer line, in bytes, only a part is drawn.
const LONG_LINE: usize = 2000;
/// Narrower columns of words cannot be read.
const NARROWEST: usize = 20;

/// What is said where there is nothing to look at.
pub(crate) const NOTHING_HERE: &str = "Nothing was looked at: no entry of the journal is here.";
/// Stands for what was said before in the entry.
const AGAIN: &str = "As before.";

/// The default format, for reading in a terminal `width` columns wide.
pub struct Human {
    /// Columns of the terminal.
    pub width: usize,
    /// Where the rules are explained.
    pub explained: Option<RulesPage>,
    /// Whether to say which words were read as what.
    pub with_readings: bool,
}

/// A page that explains the rules of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesPage {
    /// Its address.
    pub url: String,
    /// The journal's languages.
    pub languages: Vec<String>,
}

impl RulesPage {
    /// Where it explains a rule.
    #[must_use]
    pub fn address(&self, rule: &RuleId) -> String {
        format!("{}#{}", self.url, rule.anchor(&self.languages))
    }
}

impl Reporter for Human {
    fn file(&self, file: &CheckedFile) -> String {
        if file.redacted {
            return Concise.file(file);
        }
        let renderer = Renderer::styled().term_width(self.width).decor_style(DecorStyle::Ascii);
        let lines = LineIndex::new(&file.source);
        let mut said = HashSet::new();
        let blocks = file.diagnostics.iter().map(|found| {
            let words = self.words(found, &lines, &mut said);
            renderer.render(&[self.group(found, &words, file, &lines)]) + "\n\n"
        });
        blocks.collect()
    }

    fn end(&self, summary: &Summary) -> String {
        if summary.files == 0 && summary.counts.is_empty() {
            return format!("{NOTHING_HERE}\n");
        }
        // Beside words that ask for care nothing is called unremarkable.
        if !summary.withheld.is_empty() && totals(summary) == NOTHING {
            return format!("{} read.\n", count(summary.files, "file"));
        }
        format!(
            "{} read, {}. {}\n",
            count(summary.files, "file"),
            count(summary.words, "word"),
            totals(summary)
        )
    }
}

const NOTHING: &str = "Nothing to mention.";

/// "2 warnings, 1 hint." or that there is nothing to mention.
fn totals(summary: &Summary) -> String {
    let mut severities = Severity::ALL;
    severities.reverse();
    let told =
        severities.into_iter().filter_map(|severity| match (severity, summary.of(severity)) {
            (_, 0) => None,
            (Severity::Info, number) => Some(format!("{} info", grouped(number))),
            (_, number) => Some(count(number, severity.name())),
        });
    let told = told.collect::<Vec<_>>().join(", ");
    let told = if told.is_empty() { NOTHING.to_owned() } else { format!("{told}.") };
    match summary.known {
        0 => told,
        known => format!("{told} {} that the baseline knows left out.", grouped(known)),
    }
}

/// What is said of a finding, in lines that fit the terminal.
struct FindingWords {
    message: String,
    /// Name and text of what stands below the source.
    notes: Vec<(&'static str, String)>,
}

impl Human {
    /// Lines are as long as what the renderer puts before them lets them be. What was `said` of
    /// another finding of the entry is not said again.
    fn words<'a>(
        &self,
        found: &'a Diagnostic,
        lines: &LineIndex,
        said: &mut HashSet<(&'a RuleId, Option<&'a str>)>,
    ) -> FindingWords {
        let wrapped = |text: &str, before: usize| {
            let options = textwrap::Options::new(self.width.saturating_sub(before).max(NARROWEST));
            let splitter = textwrap::WordSplitter::NoHyphenation;
            textwrap::fill(text, options.break_words(false).word_splitter(splitter))
        };
        // `warning[rule]: ` and `12 = try: `.
        let title = found.severity.name().len() + found.rule.id().len() + 4;
        let gutter = (lines.line(found.span.start) + 1).to_string().len() + 3;
        let rewrites = found.suggestions.iter().map(|one| ("try", one.title.as_str()));
        let question = found.question.as_deref();
        let new = found.family == Family::Journal || said.insert(found.voice());
        let question = question.filter(|_| new).map(|question| ("ask", question));
        let message = if new { found.message.as_str() } else { AGAIN };
        let reading = found.reading.as_ref().filter(|_| self.with_readings).map(ReadingTrace::told);
        let notes = rewrites.chain(question).chain(reading.as_deref().map(|told| ("read", told)));
        let wrapped_note =
            |(name, text): (&'static str, &str)| (name, wrapped(text, gutter + name.len() + 2));
        FindingWords { message: wrapped(message, title), notes: notes.map(wrapped_note).collect() }
    }

    fn group<'a>(
        &self,
        found: &'a Diagnostic,
        words: &'a FindingWords,
        file: &'a CheckedFile,
        lines: &LineIndex,
    ) -> Group<'a> {
        let level = match found.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
            Severity::Hint => Level::NOTE.with_name("hint"),
        };
        let title = level.primary_title(words.message.as_str()).id(found.rule.id());
        let page = self.explained.as_ref().filter(|_| found.family != Family::Journal);
        let title = match page {
            Some(page) => title.id_url(page.address(&found.rule)),
            None => title,
        };
        let group = Group::with_title(title);
        let window = Window::around(found.span, &file.source, lines);
        let snippet = window.snippet(found.span, file, lines);
        let group = if window.is_cut {
            // The renderer would take the beginning of what is shown for that of the line.
            let place = lines.position(&file.source, found.span.start);
            let origin = Origin::path(&file.path).line(place.line).char_column(place.column);
            group.element(origin).element(snippet)
        } else {
            group.element(snippet.path(&file.path))
        };
        words.notes.iter().fold(group, |group, (name, text)| {
            group.element(Level::HELP.with_name(*name).message(text.as_str()))
        })
    }
}

/// What is shown of the source: only the lines that hold the finding, for the rest of an entry is
/// nobody's concern here; and of a very long line the part around it.
struct Window {
    span: FileSpan,
    is_cut: bool,
}

impl Window {
    fn around(found: FileSpan, source: &str, lines: &LineIndex) -> Self {
        let first = lines.line(found.start);
        let start = lines.start(first).unwrap_or(0);
        let last = lines.line(found.end.saturating_sub(1).max(found.start));
        let end = lines.start(last + 1).unwrap_or(source.len());
        if end - start <= LONG_LINE {
            return Self { span: FileSpan::new(start, end), is_cut: false };
        }
        let boundary = |at: usize| (0..=at).rev().find(|at| source.is_char_boundary(*at));
        let from = boundary(found.start.saturating_sub(LONG_LINE / 4)).unwrap_or_default();
        let to = boundary((found.end + LONG_LINE / 4).min(source.len())).unwrap_or_default();
        let span = FileSpan::new(from.max(start), to.min(end).max(found.end));
        Self { span, is_cut: true }
    }

    fn snippet<'a>(
        &self,
        found: FileSpan,
        file: &'a CheckedFile,
        lines: &LineIndex,
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let text = self.span.slice(&file.source);
        let start = self.span.start;
        let place = AnnotationKind::Primary.span(found.start - start..found.end - start);
        Snippet::source(text.trim_end_matches(['\n', '\r']))
            .line_start(lines.line(found.start) + 1)
            .annotation(place)
    }
}
