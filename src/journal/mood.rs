//! Where a mood goes in an entry: at its top, where that is a plain line.

use std::sync::LazyLock;

use regex::Regex;

use super::entry::Entry;
use crate::text::{Edit, FileSpan, between, line_end, regex};
use crate::yaml;

/// Where a mood goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoodPlace {
    /// In a line at the top, or in the one of the text that says it: the edit, and the mood that stood
    /// there.
    Line(Edit, Option<String>),
    /// In no line that is there; a new one, `mood::`, in the text says it.
    Text,
    /// What stands at the top is not a plain line, and is left to the person.
    Unclear,
}

/// Where a mood goes in an entry.
#[must_use]
pub fn mood(entry: &Entry, mood: &str) -> MoodPlace {
    let before = entry.front.text("mood").filter(|text| !text.is_empty());
    let own = entry.front.fields.iter().take(entry.front.own);
    let mut keys = own.filter_map(|(key, value)| Some((key.as_str()?, value)));
    let own = keys.find(|(key, _)| key.eq_ignore_ascii_case("mood"));
    let Some(front) = entry.front.span else {
        return match (own, before) {
            (Some(_), _) => MoodPlace::Unclear,
            (None, None) => MoodPlace::Text,
            (None, Some(before)) => in_text(entry, mood, before),
        };
    };
    let text = front.slice(&entry.source);
    if entry.front.is_broken || text.trim_start().starts_with('{') {
        return MoodPlace::Unclear;
    }
    let feed = line_end(&entry.source);
    let Some((key, value)) = own else {
        // A mood in the text counts no more when one stands at the top.
        if before.is_some() {
            return MoodPlace::Unclear;
        }
        let lead = if text.is_empty() || text.ends_with('\n') { "" } else { feed };
        let replacement = format!("{lead}mood: {mood}{feed}");
        return MoodPlace::Line(Edit { span: FileSpan::at(front.end), replacement }, None);
    };
    let place = yaml::locate(text, &[key.into()]);
    let (key, value_place) = (place.key.shifted(front.start), place.value.shifted(front.start));
    let plain = !value.is_sequence() && !value.is_mapping();
    let line = between(&entry.source, key.end, front.end);
    let line = line.split(['\r', '\n']).next().unwrap_or_default();
    let Some(colon) = line.find(':').map(|at| key.end + at + 1).filter(|_| plain) else {
        return MoodPlace::Unclear;
    };
    if value.is_null() || place.value == place.key {
        let replacement = format!(" {mood}");
        return MoodPlace::Line(Edit { span: FileSpan::at(colon), replacement }, None);
    }
    // A value that goes on in the next line is left alone.
    let below =
        between(&entry.source, key.end + line.len(), front.end).trim_start_matches(['\r', '\n']);
    if value_place.end > key.end + line.len() || below.starts_with([' ', '\t', '-']) {
        return MoodPlace::Unclear;
    }
    MoodPlace::Line(Edit { span: value_place, replacement: mood.to_owned() }, before)
}

/// The place of a mood that a line of the text says already.
fn in_text(entry: &Entry, mood: &str, before: String) -> MoodPlace {
    static LINE: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?mi)^[ \t]*(?:[-*+][ \t]+)?mood::[ \t]*([^\r\n]*[^\s])"));
    let mut values = LINE.captures_iter(&entry.source).filter_map(|found| found.get(1));
    let value = values.next().filter(|value| value.as_str() == before);
    if values.next().is_some() {
        return MoodPlace::Unclear;
    }
    value.map_or(MoodPlace::Unclear, |value| {
        let span = FileSpan::new(value.start(), value.end());
        MoodPlace::Line(Edit { span, replacement: mood.to_owned() }, Some(before))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::text::apply;

    #[test]
    fn a_mood_stands_at_the_top() {
        let with = |source: &str| {
            let entry = Entry::parse("2026-03-02.md", source, &Config::default()).entry;
            match mood(&entry, "7") {
                MoodPlace::Line(edit, before) => Some((apply(source, &[edit]), before)),
                MoodPlace::Text => None,
                MoodPlace::Unclear => Some(("unclear".to_owned(), None)),
            }
        };
        let new = with("---\ntags: [a]\n---\nText.\n").unwrap();
        assert_eq!(new, ("---\ntags: [a]\nmood: 7\n---\nText.\n".to_owned(), None));
        let blank = with("---\nMood:\ntags: [a]\n---\n").unwrap();
        assert_eq!(blank.0, "---\nMood: 7\ntags: [a]\n---\n");
        let other = with("---\nmood: 5 # so so\n---\n").unwrap();
        assert_eq!(other, ("---\nmood: 7 # so so\n---\n".to_owned(), Some("5".to_owned())));
        for odd in
            ["{mood: 6, tags: [a]}", "mood:\n  - a\n  - b", "mood: long\n  on", "mood: [a, b]"]
        {
            assert_eq!(with(&format!("---\n{odd}\n---\n")).unwrap().0, "unclear", "{odd}");
        }
        assert_eq!(with("Text.\n"), None);
    }
}
