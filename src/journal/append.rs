//! Adds words to an entry in the form that the entry already uses: below the last timed heading,
//! after the last timed line, as one more bullet, or as a paragraph.

use std::sync::LazyLock;

use jiff::civil::Time;
use regex::{Captures, Regex};

use super::entry::Entry;
use crate::text::{Edit, FileSpan, between, line_end, regex};

/// Words that are to be added to an entry.
#[derive(Debug, Clone)]
pub struct Addition<'a> {
    /// The words, as Markdown.
    pub text: &'a str,
    /// When they were written; none for another day.
    pub time: Option<Time>,
    /// Tags that are theirs, without `#`.
    pub tags: &'a [String],
    /// Whether an entry is a list from its first word on, as in Logseq.
    pub is_outline: bool,
}

/// `## 08:30`, `### 8.30 pm - Lunch`.
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?P<lead>#{1,6})[ \t]+(?:[\[*_]{0,2}(?P<time>\d{1,2}[:.]\d{2})(?::\d{2})?(?P<half>[ \t]*[AaPp][Mm])?[\]*_]{0,2}(?P<word>[ \t]+Uhr)?(?:[ \t]*$|[^\w:.].*$))?",
    )
});
/// `- 08:30 text`, `- **08:30** – text`, `08:30 text`.
static TIMED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?P<lead>[-*+][ \t]+)?(?P<open>\*\*|\*|__|_|\[)?(?P<time>\d{1,2}[:.]\d{2})(?P<half>[ \t]*[AaPp][Mm])?(?P<close>:?(?:\*\*|\*|__|_|\]):?)?(?P<gap>[ \t]*[-–—:|,]?[ \t]+)\S",
    )
});
/// A heading that is no title.
static SECTION: LazyLock<Regex> = LazyLock::new(|| regex(r"^#{2,6}(?:[ \t]|$)"));
/// What begins and ends a block of code.
static FENCE: LazyLock<Regex> = LazyLock::new(|| regex(r"^ {0,3}(?:`{3,}|~{3,})"));
/// A property of the page, as Logseq writes it above the list.
static PROPERTY: LazyLock<Regex> = LazyLock::new(|| regex(r"^[A-Za-z][\w-]*:: "));
static BULLET: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?P<lead>[-*+][ \t]+)"));

/// One line of the text below the front matter.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    /// Where its words end in the file.
    end: usize,
    is_code: bool,
}

impl<'a> Line<'a> {
    /// What `form` reads in it; nothing in code.
    fn read(&self, form: &Regex) -> Option<Captures<'a>> {
        form.captures(self.text).filter(|_| !self.is_code)
    }
}

/// Where the words go and what they look like there.
struct Insertion {
    /// Behind this byte.
    end: usize,
    /// Whether they go on with a list or a paragraph, without a blank line before them.
    follows_on: bool,
    text: String,
}

impl Addition<'_> {
    /// The edit of an entry that adds the words. They come before a section that is headed by one of
    /// `closing`, for such sections are the last words on a day. `None` when they would be hidden: the
    /// entry ends in code, a comment or a private passage that is not closed.
    #[must_use]
    pub fn edit(&self, entry: &Entry, closing: &[String]) -> Option<Edit> {
        let source = entry.source.as_str();
        let feed = line_end(source);
        let hidden = hidden(entry)?;
        let lines = lines(source, entry.front.body, &hidden)?;
        let mut place = self
            .below_timed_heading(&lines)
            .or_else(|| self.after_timed_line(&lines))
            .or_else(|| self.as_bullet(&lines))
            .unwrap_or_else(|| self.as_paragraph(&lines, closing, entry.front.body));
        // Nothing is put into what is hidden.
        while let Some(span) =
            hidden.iter().find(|span| span.start < place.end && place.end < span.end)
        {
            let line = between(source, span.end, source.len()).find(['\r', '\n']);
            place.end = line.map_or(source.len(), |line| span.end + line);
            place.follows_on = false;
        }
        let rest = between(source, place.end, source.len());
        let before = between(source, 0, place.end);
        let gap = match place.end {
            end if between(source, entry.front.body.min(end), end).trim().is_empty() => {
                // The top of an entry stays closed.
                if before.is_empty() || before.ends_with('\n') {
                    String::new()
                } else {
                    feed.to_owned()
                }
            }
            _ if place.follows_on => feed.to_owned(),
            _ => feed.repeat(2),
        };
        // What follows keeps its distance; a file ends with a line feed.
        let after = match rest.starts_with(['\r', '\n']) {
            true if place.follows_on || rest.trim().is_empty() => "",
            true if rest.trim_start_matches([' ', '\t']).starts_with(&feed.repeat(2)) => "",
            _ => feed,
        };
        let text = place.text.replace("\r\n", "\n").replace('\n', feed);
        let replacement = format!("{gap}{text}{after}");
        Some(Edit { span: FileSpan::at(place.end), replacement })
    }

    /// The words with their tags.
    fn words(&self) -> String {
        let text = self.text.trim();
        let tags: Vec<String> = self.tags.iter().map(|tag| format!("#{tag}")).collect();
        match tags.as_slice() {
            [] => text.to_owned(),
            tags if text.contains('\n') => format!("{text}\n\n{}", tags.join(" ")),
            tags => format!("{text} {}", tags.join(" ")),
        }
    }

    /// The time as the entry writes times.
    fn time_like(&self, found: &Captures) -> Option<String> {
        let (time, like) = (self.time?, found.name("time")?.as_str());
        let separator = if like.contains('.') { '.' } else { ':' };
        let half = found.name("half").map_or("", |half| half.as_str());
        let hour = match (half.is_empty(), time.hour() % 12) {
            (true, _) => time.hour(),
            (false, 0) => 12,
            (false, hour) => hour,
        };
        let padded = like.starts_with('0')
            || half.is_empty() && !like.starts_with(|c: char| ('3'..='9').contains(&c));
        let hour = if padded { format!("{hour:02}") } else { hour.to_string() };
        let letter = if time.hour() < 12 { "a" } else { "p" };
        let letters = letter.to_owned() + "m";
        let letters = if half.contains('M') { letters.to_uppercase() } else { letters };
        let blank = between(half, 0, half.len() - half.trim_start().len());
        let half = if half.is_empty() { String::new() } else { format!("{blank}{letters}") };
        Some(format!("{hour}{separator}{:02}{half}", time.minute()))
    }

    fn below_timed_heading(&self, lines: &[Line]) -> Option<Insertion> {
        let timed =
            |line: &Line| line.read(&HEADING).is_some_and(|found| found.name("time").is_some());
        let last = lines.iter().rposition(timed)?;
        let found = lines.get(last)?.read(&HEADING)?;
        let level = found.name("lead")?.as_str();
        let section = lines.get(last + 1..)?;
        let ends = |line: &Line| {
            line.read(&HEADING)
                .is_some_and(|next| next.name("lead").is_some_and(|lead| lead.len() <= level.len()))
        };
        let length = section.iter().position(ends).unwrap_or(section.len());
        let end = end_of(lines.get(..=last + length)?)?;
        let words = self.words();
        let text = match self.time_like(&found) {
            Some(time) => {
                let word = found.name("word").map_or("", |word| word.as_str());
                format!("{level} {time}{word}\n\n{words}")
            }
            None => words,
        };
        Some(Insertion { end, follows_on: false, text })
    }

    fn after_timed_line(&self, lines: &[Line]) -> Option<Insertion> {
        let last = lines.iter().rposition(|line| line.read(&TIMED).is_some())?;
        let found = lines.get(last)?.read(&TIMED)?;
        let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
        let lead = part("lead");
        let end = end_of(lines.get(..=last + continued(lines, last, !lead.is_empty()))?)?;
        let words = self.words();
        let text = match self.time_like(&found) {
            Some(time) => format!("{}{time}{}{}{words}", part("open"), part("close"), part("gap")),
            None => words,
        };
        let text = if lead.is_empty() { text } else { item(lead, &text) };
        Some(Insertion { end, follows_on: !lead.is_empty(), text })
    }

    /// One more bullet, where the whole entry is a list.
    fn as_bullet(&self, lines: &[Line]) -> Option<Insertion> {
        if self.is_outline && end_of(lines).is_none() {
            let end = lines.first().map_or(0, |line| line.end);
            return Some(Insertion { end, follows_on: true, text: item("- ", &self.words()) });
        }
        let own: Vec<&Line> = lines.iter().filter(|line| !line.text.trim().is_empty()).collect();
        let is_list = |line: &&Line| {
            let inner = line.text.starts_with([' ', '\t']) || BULLET.is_match(line.text);
            inner || PROPERTY.is_match(line.text)
        };
        let first = own.iter().find_map(|line| BULLET.captures(line.text))?;
        if !own.iter().all(is_list) {
            return None;
        }
        let lead = first.name("lead")?.as_str();
        Some(Insertion { end: end_of(lines)?, follows_on: true, text: item(lead, &self.words()) })
    }

    fn as_paragraph(&self, lines: &[Line], closing: &[String], body: usize) -> Insertion {
        let before = last_words(lines, closing).min(form(lines));
        let end = lines.get(..before).and_then(end_of).unwrap_or(body);
        Insertion { end, follows_on: false, text: self.words() }
    }
}

/// Where the sections begin that are the last words on a day.
fn last_words(lines: &[Line], closing: &[String]) -> usize {
    let is_closing = |line: &Line| {
        let title = line.text.trim_start_matches('#').trim().trim_end_matches(['#', ' ']);
        !line.is_code
            && line.text.starts_with('#')
            && closing.iter().any(|heading| heading.eq_ignore_ascii_case(title))
    };
    lines.iter().position(is_closing).unwrap_or(lines.len())
}

/// Where the headings without words begin that end an entry: a form that is still to be filled in.
fn form(lines: &[Line]) -> usize {
    let empty = |line: &&Line| line.text.is_empty() || line.read(&SECTION).is_some();
    let start = lines.len() - lines.iter().rev().take_while(empty).count();
    let rest = lines.get(start..).unwrap_or_default();
    rest.iter().position(|line| !line.text.is_empty()).map_or(lines.len(), |at| start + at)
}

/// Where the words of an entry end: before the sections that are headed by one of `closing`, and
/// before the headings at its end that have no words yet.
#[must_use]
pub fn end_of_words(entry: &Entry, closing: &[String]) -> usize {
    let whole = entry.source.trim_end_matches(['\r', '\n', ' ', '\t']).len();
    let lines = hidden(entry).and_then(|hidden| lines(&entry.source, entry.front.body, &hidden));
    let Some(lines) = lines else { return whole };
    let end = last_words(&lines, closing).min(form(&lines));
    let before = lines.get(..end).and_then(end_of);
    if end < lines.len() { before.unwrap_or(whole) } else { whole }
}

static HTML_COMMENT: LazyLock<Regex> = LazyLock::new(|| regex(r"(?s)<!--.*?(?:-->|\z)"));

/// What stands in comments and between private marks, below the front matter; `None` when one of
/// them is not closed.
fn hidden(entry: &Entry) -> Option<Vec<FileSpan>> {
    let (source, body) = (entry.source.as_str(), entry.front.body);
    let html = HTML_COMMENT.find_iter(between(source, body, source.len()));
    let html = html.map(|found| FileSpan::new(body + found.start(), body + found.end()));
    let known = entry.comments.iter().chain(&entry.private_passages).copied();
    let mut spans: Vec<FileSpan> = known.chain(html).filter(|span| span.start >= body).collect();
    spans.sort_unstable();
    let is_closed = |span: &FileSpan| {
        let text = span.slice(source).trim_end();
        text.len() > 3 && (text.ends_with("-->") || text.ends_with("%%"))
    };
    spans.iter().all(is_closed).then_some(spans)
}

/// Whether an entry in which words were added still shows all that it showed: nothing that was added
/// began a comment, a block of code or front matter.
#[must_use]
pub fn is_whole(before: &Entry, after: &Entry) -> bool {
    let closed = hidden(after)
        .is_some_and(|hidden| lines(&after.source, after.front.body, &hidden).is_some());
    closed
        && (before.front.body > 0) == (after.front.body > 0)
        && after.words >= before.words
        && before.private == after.private
}

/// The lines of an entry below its front matter; `None` when a block of code at its end is not closed.
/// What is hidden is as good as code.
fn lines<'a>(source: &'a str, body: usize, hidden: &[FileSpan]) -> Option<Vec<Line<'a>>> {
    let mut start = body;
    let mut fence = "";
    let mut lines = Vec::new();
    for line in between(source, body, source.len()).split_inclusive('\n') {
        let text = line.trim_end();
        let marks = FENCE.find(text).map_or("", |found| found.as_str().trim_start());
        let end = start + text.len();
        let is_hidden = hidden.iter().any(|span| span.start < end && start < span.end);
        let is_code = is_hidden || !fence.is_empty() || !marks.is_empty();
        if is_hidden {
            // A mark of code in a comment is none.
        } else if fence.is_empty() {
            fence = marks;
        } else if marks.starts_with(fence) && text.trim_start() == marks {
            fence = "";
        }
        lines.push(Line { text, end, is_code });
        start += line.len();
    }
    fence.is_empty().then_some(lines)
}

/// Where the last words of some lines end.
fn end_of(lines: &[Line]) -> Option<usize> {
    lines.iter().rev().find(|line| !line.text.is_empty()).map(|line| line.end)
}

/// How many lines behind `at` belong to the same item of a list, or to the same paragraph.
fn continued(lines: &[Line], at: usize, in_list: bool) -> usize {
    let rest = lines.get(at + 1..).unwrap_or_default();
    let indented = |line: &Line| line.text.starts_with([' ', '\t']);
    let starts = |line: &Line| BULLET.is_match(line.text) || line.text.starts_with('#');
    let mut length = 0;
    for (index, line) in rest.iter().enumerate() {
        let belongs = match (in_list, line.text.is_empty()) {
            (true, true) => rest.get(index + 1).is_some_and(indented),
            (true, false) => {
                indented(line) || index == length && !starts(line) && !ends_block(rest, index)
            }
            (false, blank) => !blank && !starts(line),
        };
        if !belongs {
            break;
        }
        length = index + 1;
    }
    length
}

/// Whether a blank line stands before the line at `index`.
fn ends_block(rest: &[Line], index: usize) -> bool {
    index
        .checked_sub(1)
        .and_then(|before| rest.get(before))
        .is_some_and(|line| line.text.is_empty())
}

/// An item of a list; its further lines stand below its first word.
fn item(lead: &str, text: &str) -> String {
    // Words that are a list themselves go on with this one.
    if text.starts_with(['-', '*', '+']) && BULLET.is_match(text) {
        return text.to_owned();
    }
    let indent: String = lead.chars().map(|c| if c == '\t' { c } else { ' ' }).collect();
    let mut lines = text.lines();
    let first = format!("{lead}{}", lines.next().unwrap_or_default());
    let rest =
        lines.map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") });
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join("\n")
}

/// The heading below which a byte of an entry stands, if any.
#[must_use]
pub fn heading_above(entry: &Entry, at: usize) -> Option<String> {
    let lines = lines(&entry.source, entry.front.body, &hidden(entry)?)?;
    let above = lines.iter().take_while(|line| line.end < at);
    let last = above.filter(|line| line.read(&SECTION).is_some()).last()?;
    let words = last.text.trim_matches(['#', ' ']);
    (!words.is_empty()).then(|| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::text::apply;

    fn added(source: &str, text: &str, time: Option<Time>) -> String {
        let entry = Entry::parse("2026-03-02.md", source, &Config::default()).entry;
        let closing = ["Reflection".to_owned(), "Next step".to_owned()];
        let addition = Addition { text, time, tags: &[], is_outline: false };
        addition.edit(&entry, &closing).map_or_else(String::new, |edit| apply(source, &[edit]))
    }

    const NOW: Option<Time> = Some(Time::constant(14, 5, 0, 0));

    #[test]
    fn words_are_added_in_the_form_of_the_entry() {
        for (before, after) in [
            ("", "New.\n"),
            ("---\nmood: 6\n---\n", "---\nmood: 6\n---\nNew.\n"),
            ("One.\n", "One.\n\nNew.\n"),
            ("One.", "One.\n\nNew.\n"),
            ("One.\r\n", "One.\r\n\r\nNew.\r\n"),
            ("One.\n\n## Reflection\n\nTwo.\n", "One.\n\nNew.\n\n## Reflection\n\nTwo.\n"),
            ("# A\n\n## Log\n\n## Thanks\n", "# A\n\nNew.\n\n## Log\n\n## Thanks\n"),
            (
                "# A\n\n## Log\n\nOne.\n\n## Thanks\n",
                "# A\n\n## Log\n\nOne.\n\nNew.\n\n## Thanks\n",
            ),
            ("# A\n## Reflection\n", "# A\n\nNew.\n\n## Reflection\n"),
            ("```\n## 08:00\n```\n", "```\n## 08:00\n```\n\nNew.\n"),
            ("## 08:00\n\nOne.\n", "## 08:00\n\nOne.\n\n## 14:05\n\nNew.\n"),
            (
                "### 8:00 am\nOne.\n\n## Next step\n",
                "### 8:00 am\nOne.\n\n### 2:05 pm\n\nNew.\n\n## Next step\n",
            ),
            (
                "- 08:00 One\n- 09:00 Two\n  more\n\nEnd.\n",
                "- 08:00 One\n- 09:00 Two\n  more\n- 14:05 New.\n\nEnd.\n",
            ),
            ("* **08.00** – One\n", "* **08.00** – One\n* **14.05** – New.\n"),
            (
                "08:00 One\nmore\n\n## Reflection\n",
                "08:00 One\nmore\n\n14:05 New.\n\n## Reflection\n",
            ),
            ("- One\n\t- two\n", "- One\n\t- two\n- New.\n"),
        ] {
            assert_eq!(added(before, "New.", NOW), after, "{before:?}");
        }
    }

    #[test]
    fn words_never_become_code() {
        assert_eq!(added("One.\n\n~~~~\ncode\n~~~\n", "New.", NOW), "");
        assert_eq!(added("```\n```js\nfoo\n", "New.", NOW), "");
        for open in ["%% a\n", "<!-- a\n", "<!-- private -->\na\n"] {
            assert_eq!(added(open, "New.", NOW), "", "{open}");
        }
    }

    #[test]
    fn words_stay_out_of_what_is_hidden_and_the_top_stays_closed() {
        for (before, after) in [
            (
                "One\n\n<!--\n## Reflection\n-->\ntwo\n",
                "One\n\n<!--\n## Reflection\n-->\ntwo\n\nNew.\n",
            ),
            (
                "<!-- private -->\n## 08:00\nfoo\n<!-- /private -->\nend\n",
                "<!-- private -->\n## 08:00\nfoo\n<!-- /private -->\nend\n\nNew.\n",
            ),
            (
                "08:00 One\n<!-- private -->\nx\n\ny\n<!-- /private -->\n",
                "08:00 One\n<!-- private -->\nx\n\ny\n<!-- /private -->\n\n14:05 New.\n",
            ),
            ("---\nmood: 6\n---", "---\nmood: 6\n---\nNew.\n"),
            ("title:: x\n\n- a\n", "title:: x\n\n- a\n- New.\n"),
        ] {
            assert_eq!(added(before, "New.", NOW), after, "{before:?}");
        }
        assert_eq!(added("- a\n", "- b\n- c", NOW), "- a\n- b\n- c\n");
    }

    #[test]
    fn another_day_has_no_time_and_long_words_stay_in_their_item() {
        assert_eq!(added("- 08:00 One\n", "New.", None), "- 08:00 One\n- New.\n");
        assert_eq!(added("## 08:00\n\nOne.\n", "New.", None), "## 08:00\n\nOne.\n\nNew.\n");
        assert_eq!(added("- One\n", "A\n\nb\n", NOW), "- One\n- A\n\n  b\n");
    }
}
