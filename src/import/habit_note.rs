//! Habit Tracker 21 for Obsidian: a note for each habit, with its days in `entries:`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use serde_yaml::Value;

use super::imported::{Export, Habit, Imported, Mark, Said, ending, file_name, text_of};
use crate::journal::front_matter;
use crate::text::{after, regex};

static DAY: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})$"));
/// An item of a list in YAML that cannot be read as a whole.
static ITEM: LazyLock<Regex> =
    LazyLock::new(|| regex(r#"(?m)^\s*-\s+["']?(?P<day>\d{4}-\d{2}-\d{2})["']?\s*$"#));

/// Reads the notes of a vault, or one of them.
pub(super) fn read(export: &dyn Export) -> Result<Imported, String> {
    let mut imported = Imported::default();
    for name in export.names().iter().filter(|name| ending(name) == "md") {
        let text = match text_of(export, name) {
            Ok(text) => text,
            Err(why) => {
                imported.left_out.push(format!("{why}."));
                continue;
            }
        };
        let (front, _) = front_matter::parse(&text);
        let top = text.get(..front.body).unwrap_or_default();
        // A top that is closed in a wrong way is no top to the reader, and still a habit.
        let torn =
            front.fields.is_empty() && text.starts_with("---") && text.contains("\nentries:");
        let Some(entries) = front.get("entries").cloned().or_else(|| torn.then_some(Value::Null))
        else {
            continue;
        };
        let mut days = BTreeSet::new();
        let mut take = |text: &str| match date(text) {
            Some(day) => {
                days.insert(day);
            }
            None => imported.left_out.push(format!("{name}: `{text}` is no day.")),
        };
        match &entries {
            Value::Sequence(items) if !front.is_broken => {
                for item in items {
                    match item {
                        Value::String(text) => take(text),
                        Value::Null => take("nothing"),
                        other => take(serde_yaml::to_string(other).unwrap_or_default().trim()),
                    }
                }
            }
            _ if front.is_broken || torn => {
                let part = if torn { text.as_str() } else { top };
                ITEM.captures_iter(part).for_each(|found| take(&found["day"]));
                imported.left_out.push(format!(
                    "{name}: its front matter is damaged; its days were read line by line."
                ));
            }
            _ => {}
        }
        let stem = file_name(name).trim_end_matches(".md");
        let body = if torn { String::new() } else { after(&text, front.body).trim().to_owned() };
        let marks = days.into_iter();
        imported.habits.push(Habit {
            name: front
                .text("title")
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| stem.to_owned()),
            why: body,
            cadence: "daily".to_owned(),
            marks: marks.map(|date| Mark { date, said: Said::Kept, note: String::new() }).collect(),
            ..Habit::default()
        });
    }
    if imported.habits.is_empty() {
        return Err("it holds no note with `entries:` in its front matter".to_owned());
    }
    Ok(imported)
}

fn date(text: &str) -> Option<Date> {
    let found = DAY.captures(text.trim())?;
    Date::new(found["year"].parse().ok()?, found["month"].parse().ok()?, found["day"].parse().ok()?)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::super::imported::FilesInMemory;
    use super::*;

    #[test]
    fn days_are_taken_once_and_what_is_none_is_told() {
        let imported = read(&FilesInMemory::new(&[
            ("a/Water.md", "---\ntitle: Water\nentries:\n  - 2024-11-01\n  - \"2024-11-01\"\n  - 2024/11/02\n  - soon\n  - null\n---\n\n# Goal\n"),
            ("Note.md", "# A note\n"),
            ("Torn.md", "---\ntitle: Torn\nentries:\n  - \"2024-11-17\"\n---INCOMPLETE\n\ntext\n"),
        ]))
        .unwrap();
        let days: Vec<usize> = imported.habits.iter().map(|habit| habit.marks.len()).collect();
        assert_eq!(days, [2, 1]);
        assert_eq!(imported.habits[0].why, "# Goal");
        assert_eq!(imported.left_out.len(), 3, "{:?}", imported.left_out);
    }
}
