//! Which day a file belongs to, from its path and from what people write as dates.
//!
//! Never reads a clock or a file's time. Forms and precedence follow what public journals use:
//! `2023-01-10`, `2023_01_10`, `20230110`, `2023/01/10`, dotted and titled variants.

use std::sync::LazyLock;

use jiff::civil::{Date, Time};
use jiff::fmt::strtime;
use regex::{Captures, Regex};

use crate::config::Config;
use crate::text::regex;

/// What a file's path says about its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathDate {
    /// The name is a date and nothing else (a weekday or a counter may follow).
    Pure(Date),
    /// A date stands inside a longer name.
    Inside(Date),
    /// A week, month, quarter or year: a review, never a day.
    Review,
    /// It looks like a date that no calendar has.
    Impossible,
    /// Day and month could be either way round.
    Ambiguous,
    /// No date.
    None,
}

const MONTH: &str = "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?x)(?:(?:^|[^0-9])(?:
            (?P<y1>[12][0-9]{{3}})-(?P<m1>[0-9]{{2}})-(?P<d1>[0-9]{{2}})
          | (?P<y2>[12][0-9]{{3}})_(?P<m2>[0-9]{{2}})_(?P<d2>[0-9]{{2}})
          | (?P<y3>[12][0-9]{{3}})\.(?P<m3>[0-9]{{2}})\.(?P<d3>[0-9]{{2}})
          | (?P<y4>[12][0-9]{{3}})(?P<m4>[0-9]{{2}})(?P<d4>[0-9]{{2}})(?:[0-9]{{4}}(?:[0-9]{{2}})?)?
          | (?P<y5>[12][0-9]{{3}})-(?P<m5>{MONTH})[a-zA-Z]*-(?P<d5>[0-9]{{2}})
        )(?:$|[^0-9]))"
    ))
});
static REVIEW: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[12]\d{3}(?:-?W\d{2}|-\d{2}|-?Q[1-4])?$"));
static PURE_REST: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^[-_ .,]*(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)?(?:[-_]\d{1,2})?$",
    )
});
static DOTTED_PREFIX: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:[A-Za-z][\w-]*\.)+$"));
static AMBIGUOUS: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:\d{1,2}[-_.]\d{1,2}[-_.](?:\d{4}|\d{2})|\d{2}[-_.]\d{2}[-_.]\d{2})(?:\D|$)")
});
/// With points the day comes first wherever dates are written so: `29.11.2026`.
static POINTS: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:\p{Alphabetic}+,?\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(\D.*)?$")
});
static STAMP: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2}))?"));

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let names =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let by_name = names.iter().position(|name| month.to_lowercase().starts_with(name));
    let month = by_name.map_or_else(|| month.parse().ok(), |index| i8::try_from(index + 1).ok())?;
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

fn found(captures: &Captures) -> Option<Date> {
    let group = |name: &str, form: usize| captures.name(&format!("{name}{form}"));
    let form = (1..=5).find(|form| group("y", *form).is_some())?;
    civil(group("y", form)?.as_str(), group("m", form)?.as_str(), group("d", form)?.as_str())
}

/// What the path of a file, relative to the journal and with `/`, says about its day.
#[must_use]
pub fn from_path(path: &str, config: &Config) -> PathDate {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if let Some(date) = configured(stem, config).or_else(|| from_pattern(path, config)) {
        return PathDate::Pure(date);
    }
    if let Some(captures) = DATE.captures(stem) {
        return match (found(&captures), captures.get(0)) {
            (Some(date), Some(whole)) if is_pure(stem, whole.start(), whole.end()) => {
                PathDate::Pure(date)
            }
            (Some(date), _) => PathDate::Inside(date),
            (None, _) if captures.name("y4").is_some() => PathDate::None,
            (None, _) => PathDate::Impossible,
        };
    }
    let folder = parts.next().unwrap_or_default();
    if REVIEW.is_match(stem) || REVIEW.is_match(&format!("{folder}-{stem}")) {
        return PathDate::Review;
    }
    if let Some(date) = from_folders(stem, folder, parts.next().unwrap_or_default()) {
        return date;
    }
    if let Some((date, is_all)) = with_points(stem) {
        return if is_all { PathDate::Pure(date) } else { PathDate::Inside(date) };
    }
    if AMBIGUOUS.is_match(stem) { PathDate::Ambiguous } else { PathDate::None }
}

/// A date with points at the beginning of a text, and whether it is all of it.
fn with_points(text: &str) -> Option<(Date, bool)> {
    let captures = POINTS.captures(text)?;
    let part = |at: usize| captures.get(at).map_or("", |part| part.as_str());
    Some((civil(part(3), part(2), part(1))?, captures.get(4).is_none()))
}

/// Whether a name is nothing but the date that stands at `start..end` of it. The match may hold
/// the one character on each side that is no digit.
fn is_pure(stem: &str, start: usize, end: usize) -> bool {
    let digit = |byte: &u8| byte.is_ascii_digit();
    let bytes = stem.as_bytes();
    let start = if bytes.get(start).is_some_and(digit) { start } else { start + 1 };
    let end = if bytes.get(end - 1).is_some_and(digit) { end } else { end - 1 };
    let before = stem.get(..start).unwrap_or_default();
    let after = stem.get(end..).unwrap_or_default();
    (before.is_empty() || DOTTED_PREFIX.is_match(before)) && PURE_REST.is_match(after)
}

/// `YYYY/MM/DD` and `YYYY/MM-MMMM/DD`.
fn from_folders(day: &str, month: &str, year: &str) -> Option<PathDate> {
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let month = month.split(['-', '_', ' ']).next()?;
    if !(digits(day, 2) && digits(month, 2) && digits(year, 4)) {
        return None;
    }
    Some(civil(year, month, day).map_or(PathDate::Impossible, PathDate::Pure))
}

/// A date in the form that the config names.
fn configured(text: &str, config: &Config) -> Option<Date> {
    let format = config.date_format.as_deref()?;
    let (time, _) = strtime::BrokenDownTime::parse_prefix(format, text.trim()).ok()?;
    time.to_date().ok()
}

/// The date of a path that lies where the config puts new entries.
fn from_pattern(path: &str, config: &Config) -> Option<Date> {
    let pattern = config.entry_path.as_deref()?;
    let read = |path: &str| strtime::parse(pattern, path).ok()?.to_date().ok();
    // The second entry of a day has a number behind its name.
    let first = || {
        let (stem, ending) = path.rsplit_once('.')?;
        let (stem, number) = stem.rsplit_once('-')?;
        let counted = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        counted.then(|| format!("{stem}.{ending}"))
    };
    read(path).or_else(|| read(&first()?))
}

/// A date as written in front matter, mapped to its day: a time before the day's start belongs to
/// the day before. An offset is not applied; the person's own clock counts.
#[must_use]
pub fn from_text(text: &str, config: &Config) -> Option<Date> {
    if let Some(date) = configured(text, config) {
        return Some(date);
    }
    let Some(stamp) = STAMP.captures(text) else {
        return DATE.captures(text).and_then(|captures| found(&captures));
    };
    let number = |group: usize| stamp.get(group).map_or("", |found| found.as_str());
    let date = civil(number(1), number(2), number(3))?;
    let time =
        Time::new(number(4).parse().ok().unwrap_or(23), number(5).parse().unwrap_or(0), 0, 0);
    Some(time.map_or(date, |time| config.day_starts.day_of(date, time)))
}

/// A heading that is only a date: ISO, or with a month's name (`Tuesday, 10 January 2023`).
#[must_use]
pub fn from_heading(text: &str, config: &Config) -> Option<Date> {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        regex(&format!(
            r"(?x)^(?:\p{{Alphabetic}}+,?\s+)?(?:
                (?P<d1>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?P<m1>{MONTH})[a-z]*\.?,?\s+(?P<y1>\d{{4}})
              | (?P<m2>{MONTH})[a-z]*\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})
            )$"
        ))
    });
    static ISO: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^(?:\p{Alphabetic}+,?\s+)?\d{4}[-_.]\d{2}[-_.]\d{2}(?:,?\s+\p{Alphabetic}+)?$")
    });
    let text = text.trim();
    if let Some(words) = WORDS.captures(text) {
        let form = if words.name("d1").is_some() { 1 } else { 2 };
        let part = |name: &str| words.name(&format!("{name}{form}")).map_or("", |m| m.as_str());
        return civil(part("y"), part("m"), part("d"));
    }
    ISO.is_match(text)
        .then(|| from_text(text, config))
        .flatten()
        .or_else(|| configured(text, config))
        .or_else(|| with_points(text).filter(|(_, is_all)| *is_all).map(|(date, _)| date))
}

static DAY_FIRST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[0-9]{4}[-_. ]?[0-9]{2}[-_. ]?[0-9]{2}[-_. ,]+(.+)$"));
/// Words for a day of the week, which say nothing more than the date.
const WEEKDAYS: [&str; 21] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

/// What a file's name says beside the day: "A walk" of `2026-03-02 A walk`; nothing for a weekday or
/// a number.
#[must_use]
pub fn beside(stem: &str) -> Option<String> {
    let rest = DAY_FIRST.captures(stem)?.get(1)?.as_str();
    let rest = if rest.contains(' ') { rest.to_owned() } else { rest.replace(['-', '_'], " ") };
    let rest = rest.trim();
    let weekday = WEEKDAYS.contains(&rest.to_lowercase().as_str());
    if weekday || !rest.contains(char::is_alphabetic) {
        return None;
    }
    let mut letters = rest.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn path(path: &str) -> PathDate {
        from_path(path, &Config::default())
    }

    #[test]
    fn file_names_as_people_write_them() {
        let day = PathDate::Pure(date(2023, 1, 10));
        for name in [
            "2023-01-10.md",
            "journals/2023_01_10.md",
            "20230110.md",
            "daily.journal.2023.01.10.md",
            "2023/01/10.md",
            "2023/01-January/2023-01-10-Tuesday.md",
            "2023/01-January/10.md",
            "2023-Jan-10.md",
            "2023-01-10-2.md",
            "2023-01-10 Tue.md",
            "202301101845.md",
            "20230110184512.md",
        ] {
            assert_eq!(path(name), day, "{name}");
        }
        let inside = PathDate::Inside(date(2023, 1, 10));
        for name in ["2023-01-10 A walk.md", "walk-2023-01-10.md", "20230110 walk.md"] {
            assert_eq!(path(name), inside, "{name}");
        }
    }

    #[test]
    fn what_is_no_day() {
        for name in ["2023-W02.md", "2023-01.md", "2023-Q1.md", "2023.md", "2023/01.md"] {
            assert_eq!(path(name), PathDate::Review, "{name}");
        }
        assert_eq!(path("2026-02-30.md"), PathDate::Impossible);
        assert_eq!(path("10-01-2023.md"), PathDate::Ambiguous);
        assert_eq!(path("29.11.2026.md"), PathDate::Pure(date(2026, 11, 29)));
        assert_eq!(path("9.11.2026 Am See.md"), PathDate::Inside(date(2026, 11, 9)));
        assert_eq!(path("10.01.23.md"), PathDate::Ambiguous);
        for name in ["about.md", "12345678.md", "call 555-01-10.md", "page-10.md"] {
            assert_eq!(path(name), PathDate::None, "{name}");
        }
    }

    #[test]
    fn a_configured_format_settles_what_is_ambiguous() {
        let config = Config { date_format: Some("%d-%m-%Y".to_owned()), ..Config::default() };
        assert_eq!(from_path("10-01-2023.md", &config), PathDate::Pure(date(2023, 1, 10)));
        assert_eq!(from_text("11-02-2023", &config), Some(date(2023, 2, 11)));
    }

    #[test]
    fn times_before_the_day_starts_belong_to_the_day_before() {
        let day = |text| from_text(text, &Config::default());
        assert_eq!(day("2026-03-05T00:40+01:00"), Some(date(2026, 3, 4)));
        assert_eq!(day("2018-01-02 18:58:49 Tuesday"), Some(date(2018, 1, 2)));
        assert_eq!(day("2026-03-05"), Some(date(2026, 3, 5)));
        assert_eq!(day("{{date}}"), None);
        assert_eq!(day("2026-02-30"), None);
    }

    #[test]
    fn headings_that_are_only_a_date() {
        let day = |text| from_heading(text, &Config::default());
        assert_eq!(day("Sonntag, 29.11.2026"), Some(date(2026, 11, 29)));
        assert_eq!(day("29.11.2026 am See"), None);
        assert_eq!(day("Tuesday, 10 January 2023"), Some(date(2023, 1, 10)));
        assert_eq!(day("January 10th, 2023"), Some(date(2023, 1, 10)));
        assert_eq!(day("2023-01-10"), Some(date(2023, 1, 10)));
        assert_eq!(day("My plans for 10 January 2023"), None);
    }
}
