//! jrnl: one text file, a folder of them by day, or its JSON.

use std::sync::LazyLock;

use jiff::civil::{Date, Time};
use regex::Regex;
use serde_json::Value;

use super::imported::{Export, Imported, ImportedEntry, ending, file_name, text_of};
use crate::digest::StoredHash;
use crate::text::regex;

/// The first line of an entry: `[2020-06-28 18:22] Title`, and without brackets as old versions wrote
/// it; also with the day first, and by a clock of twelve hours.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"^(?P<open>\[)?(?:(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})",
        r"|(?P<d2>\d{1,2})[./](?P<m2>\d{1,2})[./](?P<y2>\d{4}))",
        r"[ T](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?:[ ]?(?P<half>[AaPp])\.?[Mm]\.?)?",
        r"(?P<close>\])?(?:[ ]+(?P<title>.*))?$"
    ))
});
/// What looks like a first line and has no day that can be read.
static ODD_HEAD: LazyLock<Regex> = LazyLock::new(|| regex(r"^\[\d{4}-\d{2}\b[^\]]*\] \S"));
static TAG: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|\s)@(?P<tag>[-+*#/\w]+)"));
static DAY_FILE: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|/)\d{4}/\d{2}/\d{2}\.txt$"));

/// Reads a journal.
pub(super) fn read(export: &dyn Export) -> Result<Imported, String> {
    let mut imported = Imported::default();
    let names = export.names();
    let by_day = names.iter().any(|name| DAY_FILE.is_match(name));
    for name in names {
        if by_day && !DAY_FILE.is_match(name) {
            imported.left_out.push(format!("{name} is no file of a day."));
            continue;
        }
        if names.len() > 1
            && !by_day
            && ![String::from("txt"), "json".into(), "journal".into()].contains(&ending(name))
        {
            imported.left_out.push(format!("{name} is no text file."));
            continue;
        }
        let bytes = export.read(name)?;
        if bytes.starts_with(b"JRNLv") || bytes.starts_with(b"gAAAAA") {
            return Err(format!(
                "{} is encrypted. Run `jrnl --decrypt` on a copy of it first",
                file_name(name)
            ));
        }
        let text = text_of(export, name)?;
        if text.trim_start().starts_with('{') {
            json(&text, name, &mut imported)?;
        } else {
            lines(&text, name, &mut imported);
        }
    }
    if imported.entries.is_empty() {
        return Err(
            "it holds no entry of jrnl: no line such as `[2026-03-02 18:22] Title`".to_owned()
        );
    }
    Ok(imported)
}

/// An entry while it is read.
#[derive(Default)]
struct Open {
    date: Date,
    time: Time,
    title: String,
    body: Vec<String>,
}

fn lines(text: &str, name: &str, imported: &mut Imported) {
    let mut open: Option<Open> = None;
    let mut before = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if let Some(next) = head(line) {
            imported.entries.extend(open.replace(next).map(Open::close));
            continue;
        }
        if ODD_HEAD.is_match(line) {
            imported.left_out.push(format!(
                "{name}, line {}: its date cannot be read, so it stays in the entry above it.",
                at + 1
            ));
        }
        match &mut open {
            Some(open) => open.body.push(line.to_owned()),
            None => before.push(line),
        }
    }
    imported.entries.extend(open.map(Open::close));
    if before.iter().any(|line| !line.trim().is_empty()) {
        imported
            .left_out
            .push(format!("{name}: {} lines before the first entry belong to none.", before.len()));
    }
}

fn head(line: &str) -> Option<Open> {
    let found = HEAD.captures(line)?;
    // With one bracket it is a sentence.
    if found.name("open").is_some() != found.name("close").is_some() {
        return None;
    }
    let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
    let number = |one: &str, other: &str| {
        let text = if part(one).is_empty() { part(other) } else { part(one) };
        text.parse::<i16>().ok()
    };
    let small = |number: i16| i8::try_from(number).ok();
    let (month, day) = (small(number("m1", "m2")?)?, small(number("d1", "d2")?)?);
    let date = Date::new(number("y1", "y2")?, month, day).ok()?;
    let hour: i8 = part("hour").parse().ok()?;
    let hour = match part("half").to_lowercase().as_str() {
        "p" => hour % 12 + 12,
        "a" => hour % 12,
        _ => hour,
    };
    let time = Time::new(hour, part("minute").parse().ok()?, 0, 0).ok()?;
    Some(Open { date, time, title: part("title").trim().to_owned(), body: Vec::new() })
}

impl Open {
    fn close(self) -> ImportedEntry {
        let title = self.title.trim();
        // A star stands apart; a word may be in stars.
        let bare = title.strip_suffix(" *").or_else(|| title.strip_prefix("* "));
        let bare = bare.or_else(|| (title == "*").then_some(""));
        let starred = bare.is_some();
        let title = bare.unwrap_or(title).trim();
        let body = self.body.join("\n");
        let body = body.trim_matches('\n').trim_end();
        let text = match (title.is_empty(), body.is_empty()) {
            (true, _) => body.to_owned(),
            (false, true) => title.to_owned(),
            (false, false) => format!("{title}\n\n{body}"),
        };
        let mut tags: Vec<String> = Vec::new();
        for found in TAG.captures_iter(&text) {
            let tag = found["tag"].to_owned();
            if !tags.iter().any(|known| known.eq_ignore_ascii_case(&tag)) {
                tags.push(tag);
            }
        }
        let id = format!("{}T{} {}", self.date, self.time, StoredHash::of(text.as_bytes()));
        ImportedEntry {
            id,
            date: self.date,
            time: Some(self.time),
            text,
            tags,
            starred,
            ..ImportedEntry::default()
        }
    }
}

/// What `jrnl --format json` writes.
fn json(text: &str, name: &str, imported: &mut Imported) -> Result<(), String> {
    let journal: Value =
        serde_json::from_str(text).map_err(|error| format!("{name} is damaged ({error})"))?;
    let entries = journal.get("entries").and_then(Value::as_array);
    for (at, entry) in entries.into_iter().flatten().enumerate() {
        let word = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
        let (date, time) = (word("date").parse(), word("time").parse());
        let (Ok(date), Ok(time)) = (date, time) else {
            imported.left_out.push(format!("entry {} of {name}: it has no day and time.", at + 1));
            continue;
        };
        let body = word("body").lines().map(str::to_owned).collect();
        let open = Open { date, time, title: word("title").to_owned(), body };
        let mut one = open.close();
        one.starred |= entry.get("starred").and_then(Value::as_bool).unwrap_or(false);
        imported.entries.push(one);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::imported::FilesInMemory;
    use super::*;
    use jiff::civil::{date, time};

    fn entries(text: &str) -> Vec<ImportedEntry> {
        read(&FilesInMemory::new(&[("a.txt", text)])).unwrap().entries
    }

    #[test]
    fn every_form_of_the_first_line() {
        for (line, day, clock) in [
            ("[2020-06-28 18:22] Title", date(2020, 6, 28), time(18, 22, 0, 0)),
            ("2010-06-10 15:00 Title", date(2010, 6, 10), time(15, 0, 0, 0)),
            ("[2020-08-29 11:11:00 AM] Title", date(2020, 8, 29), time(11, 11, 0, 0)),
            ("[2020-08-29 12:01 PM] Title", date(2020, 8, 29), time(12, 1, 0, 0)),
            ("[09.06.2013 15:39] Title", date(2013, 6, 9), time(15, 39, 0, 0)),
        ] {
            let one = entries(line).remove(0);
            assert_eq!((one.date, one.time, one.text.as_str()), (day, Some(clock), "Title"));
        }
    }

    #[test]
    fn stars_tags_and_brackets_in_the_text() {
        let all = entries(
            "[2013-06-10 15:40] I met @dan. *\n[1] a line\nmail a@b.org @C++,\n\n[2013-06-11 08:00] * Second\n",
        );
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].text, "I met @dan.\n\n[1] a line\nmail a@b.org @C++,");
        assert_eq!(all[0].tags, ["dan", "C++"]);
        assert!(all[0].starred && all[1].starred && all[1].text == "Second");
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let odd =
            read(&FilesInMemory::new(&[("a", "[2019-07-18 14:23] One\n[2019-07 14:23] Two\n")]))
                .unwrap();
        assert_eq!(odd.entries.len(), 1);
        assert!(odd.entries[0].text.contains("Two") && odd.left_out[0].contains("line 2"));
        let secret = read(&FilesInMemory::new(&[("a", "gAAAAABfb4gQ")])).unwrap_err();
        assert!(secret.contains("encrypted"), "{secret}");
        assert!(read(&FilesInMemory::new(&[("a", "[soon] Entry\n")])).is_err());
    }
}
