//! Day One: a JSON file for each journal, and folders of photos, films, recordings and documents,
//! whose files are named by their digest.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use regex::{Captures, Regex};
use serde_json::Value;

use super::escapes::plain;
use super::imported::{
    Export, Imported, ImportedEntry, ImportedFile, address, coordinates, ending, file_name,
    text_of, time_zone,
};
use crate::digest::StoredHash;
use crate::text::regex;

/// Lists of files of an entry, and the ending of a file that names none.
const KINDS: [(&str, &str); 4] =
    [("photos", "jpeg"), ("videos", "mp4"), ("audios", "m4a"), ("pdfAttachments", "pdf")];

/// A link to a file of the entry: `dayone-moment://ID`, `dayone-moment:/video/ID`.
static MOMENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"!?\[(?P<words>[^\]\n]*)\]\(dayone-moment:/+(?:\w+/)?(?P<id>[0-9A-Za-z-]+)\)")
});
/// A link to another entry.
static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"dayone2?://(?:view|edit)\?(?:[^\s)]*&)?entryId=(?P<id>[0-9A-Za-z-]+)[^\s)]*")
});

/// Reads an export.
pub(super) fn read(export: &dyn Export) -> Result<Imported, String> {
    let mut imported = Imported::default();
    let is_journal = |name: &&String| ending(name) == "json" && !file_name(name).starts_with('.');
    let names: Vec<&String> = export.names().iter().filter(is_journal).collect();
    let mut seen: BTreeMap<String, StoredHash> = BTreeMap::new();
    let mut journals = 0;
    for name in &names {
        let text = text_of(export, name)?;
        let journal: Value = match serde_json::from_str(&text) {
            Ok(journal) => journal,
            Err(error) => return Err(format!("{name} is damaged ({error})")),
        };
        let Some(entries) = journal.get("entries").and_then(Value::as_array) else {
            imported.left_out.push(format!("{name} holds no entries of Day One."));
            continue;
        };
        journals += 1;
        let title = file_name(name).trim_end_matches(".json");
        for (at, entry) in entries.iter().enumerate() {
            let place = format!("entry {} of {name}", at + 1);
            let mut missing = Vec::new();
            match one(entry, &place, export.names(), &mut missing) {
                Ok(mut entry) => {
                    let hash = StoredHash::of(entry.text.as_bytes());
                    match seen.get(&entry.id) {
                        // The same entry may be in several files.
                        Some(known) if *known == hash => continue,
                        // Another one of its id is another entry.
                        Some(_) => entry.id = format!("{} {hash}", entry.id),
                        None => drop(seen.insert(entry.id.clone(), hash)),
                    }
                    if names.len() > 1 {
                        entry.fields.push(("journal", title.to_owned()));
                    }
                    imported.entries.push(entry);
                    imported.left_out.append(&mut missing);
                }
                Err(why) => imported.left_out.push(format!("{place}: {why}.")),
            }
        }
    }
    if journals == 0 {
        return Err(
            "it holds no JSON of Day One. Choose `File > Export > JSON` there, and name the zip"
                .to_owned(),
        );
    }
    Ok(imported)
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str().filter(|text| !text.trim().is_empty())
}

fn one(
    entry: &Value,
    place: &str,
    names: &[String],
    left_out: &mut Vec<String>,
) -> Result<ImportedEntry, String> {
    let id = text(entry, "uuid").ok_or("it has no id")?.to_owned();
    if entry.get("text").is_some_and(|text| !text.is_string() && !text.is_null()) {
        return Err("its text is none".to_owned());
    }
    if text(entry, "text").is_none()
        && text(entry, "richText").is_some_and(|rich| rich.contains("\"text\""))
    {
        return Err("its words are there in another form only, which cannot be read".to_owned());
    }
    let when = local(entry)?;
    let all_day = entry.get("isAllDay").and_then(Value::as_bool).unwrap_or(false);
    let tags = entry.get("tags").and_then(Value::as_array).into_iter().flatten();
    let mut imported = ImportedEntry {
        date: when.date(),
        time: (!all_day).then(|| when.time()),
        tags: tags.filter_map(Value::as_str).map(str::to_owned).collect(),
        starred: entry.get("starred").and_then(Value::as_bool).unwrap_or(false),
        fields: fields(entry),
        id,
        ..ImportedEntry::default()
    };
    let mut files = MediaFiles { all: Vec::new(), shown: BTreeSet::new() };
    for (kind, usual) in KINDS {
        for file in entry.get(kind).and_then(Value::as_array).into_iter().flatten() {
            files.add(kind, usual, file, names);
        }
    }
    let written = text(entry, "text").unwrap_or_default();
    let mut body = files.placed(written);
    body = ENTRY.replace_all(&body, |found: &Captures| address("entry", &found["id"])).into_owned();
    body = plain(&body);
    for (_, file) in files.all.iter().filter(|(id, _)| !files.shown.contains(id)) {
        if let Ok(file) = file {
            let _ = write!(body, "\n\n{}", shown("", file));
        }
    }
    for (_, file) in files.all {
        match file {
            Ok(file) => imported.files.push(file),
            Err(what) => left_out.push(format!("{place}: {what} is not in the export.")),
        }
    }
    imported.text = body;
    Ok(imported)
}

/// When it was written, by the clock of that place.
fn local(entry: &Value) -> Result<DateTime, String> {
    let written = text(entry, "creationDate").ok_or("it has no date")?;
    let at: Timestamp = written.parse().map_err(|_| format!("`{written}` is no date"))?;
    let of_place = entry.get("location").and_then(|place| text(place, "timeZoneName"));
    let mut zones = [text(entry, "timeZone"), of_place].into_iter().flatten();
    let zone = zones.find_map(time_zone);
    Ok(zone.unwrap_or(TimeZone::UTC).to_datetime(at))
}

fn fields(entry: &Value) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    if let Some(place) = entry.get("location") {
        let parts = ["placeName", "localityName", "administrativeArea", "country"];
        let mut names: Vec<&str> = parts.iter().filter_map(|part| text(place, part)).collect();
        names.dedup();
        if !names.is_empty() {
            fields.push(("place", names.join(", ")));
        }
        let number = |key: &str| place.get(key).and_then(Value::as_f64);
        let known = number("latitude").zip(number("longitude"));
        let known = known.and_then(|(latitude, longitude)| coordinates(latitude, longitude));
        fields.extend(known.map(|known| ("coordinates", known)));
    }
    if let Some(weather) = entry.get("weather") {
        let degrees = weather.get("temperatureCelsius").and_then(Value::as_f64);
        let degrees = degrees.map(|degrees| format!("{degrees:.0} °C"));
        let words = text(weather, "conditionsDescription").map(str::to_owned);
        let said: Vec<String> = words.into_iter().chain(degrees).collect();
        if !said.is_empty() {
            fields.push(("weather", said.join(", ")));
        }
    }
    let activity = entry.get("userActivity").and_then(|activity| text(activity, "activityName"));
    fields.extend(activity.map(|activity| ("activity", activity.to_owned())));
    if entry.get("isPinned").and_then(Value::as_bool) == Some(true) {
        fields.push(("pinned", "true".to_owned()));
    }
    fields
}

/// The files of an entry by their ids in its text; what a missing one is called.
struct MediaFiles {
    all: Vec<(String, Result<ImportedFile, String>)>,
    shown: BTreeSet<String>,
}

impl MediaFiles {
    fn add(&mut self, kind: &str, usual: &str, file: &Value, names: &[String]) {
        let noun = kind.trim_end_matches("Attachments").trim_end_matches('s');
        let id = text(file, "identifier").unwrap_or_default().to_owned();
        let Some(digest) = text(file, "md5") else {
            self.all.push((id, Err(format!("a {noun} without a name"))));
            return;
        };
        let of_digest = |name: &&String| {
            file_name(name).split('.').next().is_some_and(|stem| stem.eq_ignore_ascii_case(digest))
        };
        let found = names.iter().find(of_digest).map(|name| {
            let known = ending(name);
            let known = if known.is_empty() { text(file, "type").unwrap_or(usual) } else { &known };
            let plain = |c: char| c.is_ascii_alphanumeric();
            let ending = Some(known).filter(|known| known.len() <= 5 && known.chars().all(plain));
            let ending = ending.unwrap_or(usual);
            ImportedFile { name: name.clone(), file: format!("{}.{ending}", digest.to_lowercase()) }
        });
        self.all.push((id, found.ok_or_else(|| format!("the {noun} {digest}"))));
    }

    /// A text with its files at their places.
    fn placed(&mut self, text: &str) -> String {
        let (all, shown_ids) = (&self.all, &mut self.shown);
        let placed = MOMENT.replace_all(text, |found: &Captures| {
            let id = &found["id"];
            let known = all.iter().find(|(known, _)| known.eq_ignore_ascii_case(id));
            match known {
                Some((known, Ok(file))) => {
                    shown_ids.insert(known.clone());
                    shown(&found["words"], file)
                }
                Some((_, Err(what))) => format!("({what} is missing)"),
                None => "(a file is missing)".to_owned(),
            }
        });
        placed.into_owned()
    }
}

/// A file in Markdown: a picture is shown, anything else is a link.
fn shown(words: &str, file: &ImportedFile) -> String {
    let address = address("file", &file.file);
    match ending(&file.file).as_str() {
        "jpeg" | "jpg" | "png" | "heic" | "gif" | "webp" | "tiff" => {
            format!("![{words}]({address})")
        }
        other if words.is_empty() => format!("[{other}]({address})"),
        _ => format!("[{words}]({address})"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::imported::FilesInMemory as Export;
    use super::*;
    use jiff::civil::{date, time};

    fn read_json(entry: &str) -> Imported {
        let json = format!(r#"{{"metadata": {{"version": "1.0"}}, "entries": [{entry}]}}"#);
        read(&Export::new(&[("Journal.json", &json), ("photos/abc.jpeg", "x")])).unwrap()
    }

    #[test]
    fn the_day_is_that_of_the_place_it_was_written_in() {
        for (zone, day, clock) in [
            ("Pacific/Auckland", date(2024, 4, 20), time(9, 48, 36, 0)),
            ("America/Los_Angeles", date(2024, 4, 19), time(14, 48, 36, 0)),
            ("Europe/London", date(2024, 4, 19), time(22, 48, 36, 0)),
        ] {
            let entry = format!(
                r#"{{"uuid": "A", "creationDate": "2024-04-19T21:48:36Z", "timeZone": "{zone}", "text": "x"}}"#
            );
            let one = read_json(&entry).entries.remove(0);
            assert_eq!((one.date, one.time), (day, Some(clock)), "{zone}");
        }
        let all_day = r#"{"uuid": "A", "creationDate": "2024-04-16T23:00:00Z", "timeZone": "Europe/Dublin", "isAllDay": true, "text": "x"}"#;
        let one = read_json(all_day).entries.remove(0);
        assert_eq!((one.date, one.time), (date(2024, 4, 17), None));
    }

    #[test]
    fn photos_stay_at_their_places_and_links_lead_to_entries() {
        let entry = r#"{"uuid": "A", "creationDate": "2024-04-19T21:48:36Z", "timeZone": "Europe/London",
            "photos": [{"identifier": "P1", "md5": "ABC", "type": "jpeg"}, {"identifier": "P2", "md5": "def"}],
            "text": "One\\. ![](dayone-moment://P1) two ![](dayone-moment:\/\/P2) [there](dayone2://view?entryId=B)"}"#;
        let imported = read_json(entry);
        let one = &imported.entries[0];
        assert_eq!(
            one.text,
            "One. ![](\u{e000}file:abc.jpeg\u{e001}) two (the photo def is missing) [there](\u{e000}entry:B\u{e001})"
        );
        assert_eq!(one.files.len(), 1);
        assert_eq!(imported.left_out.len(), 1);
    }

    #[test]
    fn one_broken_entry_does_not_take_the_others_with_it() {
        let imported = read_json(
            r#"{"uuid": "A", "creationDate": "soon"}, {"uuid": "B", "creationDate": "2024-04-19T21:48:36Z"}"#,
        );
        assert_eq!(imported.entries.len(), 1);
        assert!(imported.left_out[0].contains("entry 1") && imported.left_out[0].contains("soon"));
        assert!(read(&Export::new(&[("a.json", "{")])).is_err());
        assert!(read(&Export::new(&[("a.txt", "")])).is_err());
    }
}
