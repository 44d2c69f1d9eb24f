//! Entries as lists in the terminal show them.

use std::fmt::Write as _;
use std::ops::Range;

use anstyle::Style;
use serde_json::{Value, json};

use super::output::wrapped;
use super::terminal::{link, reading_width};
use crate::project::{PublicEntry, said, shown};
use crate::text::{after, before};

/// So many letters of an entry stand below its name.
const OPENING: usize = 160;
/// So many letters stand before and after what was found.
const AROUND: usize = 60;

/// An entry with its day, its name and where it lies, and below it some of its words.
pub(super) fn entry(one: &PublicEntry, words: &str) -> String {
    let bold = Style::new().bold();
    let day = one.date.map(|date| date.strftime("%Y-%m-%d, %A").to_string());
    let day = day.unwrap_or_else(|| "undated".to_owned());
    let path = shown(one.file());
    let path = link(one.file(), &path);
    let title = one.title.as_deref().map_or_else(String::new, |title| format!("  {title}"));
    let head = format!("{bold}{day}{bold:#}{title}  {path}\n");
    if words.is_empty() { head } else { head + &wrapped(words, reading_width(), "  ", "  ") }
}

/// Its first words.
pub(super) fn opening(one: &PublicEntry) -> String {
    one.opening(OPENING)
}

/// The words around the first place that was found, with what was found in bold.
pub(super) fn snippet(one: &PublicEntry, places: &[Range<usize>]) -> String {
    let text = one.text.as_str();
    // What is said comes before what is only ticked.
    let Some(first) = places.iter().find(|place| is_said(text, place)).or(places.first()) else {
        return opening(one);
    };
    let from = boundary(text, first.start.saturating_sub(AROUND), first.start);
    let to = boundary(text, (first.end + 2 * AROUND).min(text.len()), text.len());
    let bold = Style::new().bold();
    let speaks = |range: &str| range.lines().any(|line| said(line).is_some());
    let mut out = String::from(if speaks(before(text, from)) { "… " } else { "" });
    let mut at = from;
    let marked = places.iter().filter(|place| place.end <= to && place.start >= from);
    for place in marked.cloned().chain(std::iter::once(to..to)) {
        if place.start < at {
            continue;
        }
        words_of(text, at..place.start, place.is_empty(), &mut out);
        if !place.is_empty() {
            let _ = write!(out, "{bold}{}{bold:#}", text.get(place.clone()).unwrap_or_default());
        }
        at = place.end;
    }
    out.push_str(if speaks(after(text, to)) { " …" } else { "" });
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds the words of a range that says nothing of what was looked for: without what is of lines that
/// say nothing at all. Where it is not the `last`, what was found follows in its last line.
fn words_of(text: &str, range: Range<usize>, last: bool, out: &mut String) {
    let mut start = range.start;
    for piece in text.get(range.clone()).unwrap_or_default().split_inclusive('\n') {
        let line = before(text, start).rfind('\n').map_or(0, |feed| feed + 1);
        let line = after(text, line).lines().next().unwrap_or_default();
        let alone = last || piece.ends_with('\n');
        out.push_str(if alone && said(line).is_none() { "\n" } else { piece });
        start += piece.len();
    }
}

/// Whether a place stands in a line that says something.
fn is_said(text: &str, place: &Range<usize>) -> bool {
    let start =
        text.get(..place.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next());
    line.is_some_and(|line| said(line).is_some())
}

/// The next white space from `at` on, for words are not cut; `last` where there is none before it.
fn boundary(text: &str, at: usize, last: usize) -> usize {
    if at == 0 || at >= text.len() {
        return at.min(text.len());
    }
    let mut ends = text.char_indices().skip_while(|(index, _)| *index < at);
    ends.find(|(index, letter)| letter.is_whitespace() || *index >= last)
        .map_or(last, |(index, _)| index)
}

/// The same for other programs.
pub(super) fn json(one: &PublicEntry) -> Value {
    json!({
        "path": one.path(),
        "date": one.date,
        "title": one.title,
        "tags": one.tags,
        "mood": one.mood,
        "opening": opening(one),
    })
}
