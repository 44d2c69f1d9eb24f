//! What exports hold, whichever program made them.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

/// The files of an export: a zip, a folder or a single file.
pub trait Export {
    /// The paths of all files, with `/`, in order.
    fn names(&self) -> &[String];

    /// The content of a file.
    ///
    /// # Errors
    /// It is missing, damaged or too large: a sentence without its end.
    fn read(&self, name: &str) -> Result<Vec<u8>, String>;
}

/// What an export holds.
#[derive(Debug, Default)]
pub struct Imported {
    /// Entries of days.
    pub entries: Vec<ImportedEntry>,
    /// Habits, with their marks.
    pub habits: Vec<Habit>,
    /// What could not be taken, and why: a sentence each.
    pub left_out: Vec<String>,
}

/// An entry from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct ImportedEntry {
    /// Tells it from others of its source, so that it comes over once.
    pub id: String,
    /// The day on which it was written, by the clock of that place.
    pub date: Date,
    /// The time, where the source has one.
    pub time: Option<Time>,
    /// Markdown, in which [`address`] stands for addresses of files and entries.
    pub text: String,
    /// Tags, as written.
    pub tags: Vec<String>,
    /// Whether it is starred.
    pub starred: bool,
    /// Other fields, in order: name and value.
    pub fields: Vec<(&'static str, String)>,
    /// Its photos and other files.
    pub files: Vec<ImportedFile>,
}

/// A file that belongs to an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its path in the export.
    pub name: String,
    /// What it is to be called: a file name.
    pub file: String,
}

/// A habit from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Habit {
    /// Its name.
    pub name: String,
    /// What its note says.
    pub why: String,
    /// How often, in the words of a commitment.
    pub cadence: String,
    /// What is to be reached in a day: `at_least` or `at_most`, an amount, its unit.
    pub target: Option<(&'static str, f64, String)>,
    /// When it ended, if it did.
    pub end: Option<Date>,
    /// Its marks.
    pub marks: Vec<Mark>,
}

/// A mark of a habit on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The day.
    pub date: Date,
    /// What it says.
    pub said: Said,
    /// Words beside it.
    pub note: String,
}

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said {
    /// Done.
    Kept,
    /// Done, so much of it.
    Amount(f64),
    /// Left out on purpose.
    Rest,
    /// Not done.
    Missed,
    /// Nothing: only the words beside it count.
    Nothing,
}

/// Between these an address stands that the plan fills in: no text of a person holds them.
pub(super) const ADDRESS: (char, char) = ('\u{e000}', '\u{e001}');

/// What stands in a text for the address of a `file` or an `entry`.
pub(super) fn address(kind: &str, name: &str) -> String {
    format!("{}{kind}:{name}{}", ADDRESS.0, ADDRESS.1)
}

/// An amount that a day can hold.
pub(super) fn amount(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|amount: &f64| (0.001..=1e6).contains(amount))
}

/// A time zone by its name, or by its distance from UTC: `Europe/Dublin`, `GMT+0200`, `UTC-5`.
pub(super) fn time_zone(name: &str) -> Option<TimeZone> {
    let name = name.trim().replace("\\/", "/");
    let distance = ["GMT", "UTC"].iter().find_map(|base| name.strip_prefix(base));
    let Some(distance) = distance.filter(|distance| distance.starts_with(['+', '-'])) else {
        return TimeZone::get(&name).ok();
    };
    let digits = distance.trim_start_matches(['+', '-']).replace(':', "");
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        3 | 4 => {
            let at = digits.len() - 2;
            (digits.get(..at)?.parse().ok()?, digits.get(at..)?.parse().ok()?)
        }
        _ => return None,
    };
    let seconds = (hours * 60 + minutes) * 60;
    let seconds = if distance.starts_with('-') { -seconds } else { seconds };
    Offset::from_seconds(seconds).ok().map(TimeZone::fixed)
}

/// A place on earth, as a field says it.
pub(super) fn coordinates(latitude: f64, longitude: f64) -> Option<String> {
    let there = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    there.then(|| format!("{latitude:.5}, {longitude:.5}"))
}

/// The text of a file of an export.
pub(super) fn text_of(export: &dyn Export, name: &str) -> Result<String, String> {
    let bytes = export.read(name)?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8 text"))?;
    Ok(text.trim_start_matches('\u{feff}').replace([ADDRESS.0, ADDRESS.1], ""))
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The ending of a file, in small letters.
pub(super) fn ending(path: &str) -> String {
    let file = file_name(path);
    file.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase())
}

/// How often: so many times in so many days, in the words of a commitment; and whether that says
/// something else than was meant.
pub(super) fn cadence(times: u32, days: u32) -> (String, bool) {
    match (times, days) {
        (0, _) | (_, 0) => ("free".to_owned(), false),
        (times, days) if times >= days => ("daily".to_owned(), false),
        (times, 7) => (format!("{times} per week"), false),
        (times, 28..=31) => (format!("{times} per month"), false),
        (1, days) => (format!("every {days} days"), false),
        (times, days) => {
            let weekly = (f64::from(times) * 7.0 / f64::from(days)).round().max(1.0);
            (format!("{weekly} per week"), true)
        }
    }
}

/// Files in memory, for tests.
#[cfg(test)]
pub(super) struct FilesInMemory(Vec<String>, Vec<(String, Vec<u8>)>);

#[cfg(test)]
impl FilesInMemory {
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        let names = files.iter().map(|(name, _)| (*name).to_owned()).collect();
        let all = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        Self(names, all.collect())
    }
}

#[cfg(test)]
impl Export for FilesInMemory {
    fn names(&self) -> &[String] {
        &self.0
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let found = self.1.iter().find(|(known, _)| known == name);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| format!("{name} is missing"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_zones_by_name_and_by_distance() {
        let at: jiff::Timestamp = "2024-03-09T22:30:00Z".parse().unwrap();
        for (name, hour) in [
            ("Pacific/Auckland", 11),
            ("GMT+0200", 0),
            ("GMT+2", 0),
            ("UTC-05:30", 17),
            ("GMT", 22),
        ] {
            assert_eq!(time_zone(name).unwrap().to_datetime(at).hour(), hour, "{name}");
        }
        assert!(time_zone("Nowhere/Town").is_none() && time_zone("GMT+99999").is_none());
    }

    #[test]
    fn how_often_in_the_words_of_a_commitment() {
        for (times, days, words, other) in [
            (1, 1, "daily", false),
            (7, 7, "daily", false),
            (3, 7, "3 per week", false),
            (2, 30, "2 per month", false),
            (1, 14, "every 14 days", false),
            (2, 3, "5 per week", true),
            (0, 1, "free", false),
        ] {
            assert_eq!(cadence(times, days), (words.to_owned(), other));
        }
    }
}
