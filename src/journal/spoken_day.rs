//! Days, weeks, months and years as a person says them, in English and German: `yesterday`,
//! `last friday`, `vor drei Tagen`, `march 2026`.
//!
//! What is meant depends on the day it is, so a saying is read first and placed in a calendar later.
//! A day without a direction is the latest one: on a Monday `monday` is today, and in May `march` is
//! the one two months ago. That is what somebody means who writes about a day.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// A day, as said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpokenDay {
    /// A date.
    On(Date),
    /// So many days from today.
    Days(i32),
    /// The same day, so many months from this one.
    Months(i32),
    /// The latest day of this name: today, if it is one.
    Latest(Weekday),
    /// The one before today.
    Last(Weekday),
    /// The one after today.
    Next(Weekday),
    /// The latest day of this date: month, day.
    MonthDay(i8, i8),
}

/// A stretch of days, as said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpokenPeriod {
    /// One day.
    Day(SpokenDay),
    /// The week so many weeks from this one.
    Weeks(i32),
    /// An ISO week: year, week.
    IsoWeek(i16, i8),
    /// The month so many months from this one.
    Months(i32),
    /// A month: year, or else the latest of this name; month.
    Month(Option<i16>, i8),
    /// The year so many years from this one.
    Years(i32),
    /// A year.
    Year(i16),
}

/// The unit of a count.
#[derive(Debug, Clone, Copy)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

const UNITS: [(Unit, &[&str]); 4] = [
    (Unit::Day, &["day", "days", "tag", "tage", "tagen", "tages"]),
    (Unit::Week, &["week", "weeks", "woche", "wochen"]),
    (Unit::Month, &["month", "months", "monat", "monate", "monaten"]),
    (Unit::Year, &["year", "years", "jahr", "jahre", "jahren"]),
];
const COUNTS: [(i32, &[&str]); 12] = [
    (1, &["a", "an", "one", "ein", "eine", "einem", "einer", "einen"]),
    (2, &["two", "zwei"]),
    (3, &["three", "drei"]),
    (4, &["four", "vier"]),
    (5, &["five", "fünf", "fuenf"]),
    (6, &["six", "sechs"]),
    (7, &["seven", "sieben"]),
    (8, &["eight", "acht"]),
    (9, &["nine", "neun"]),
    (10, &["ten", "zehn"]),
    (11, &["eleven", "elf"]),
    (12, &["twelve", "zwölf", "zwoelf"]),
];
const NEAR: [(i32, &[&str]); 5] = [
    (0, &["today", "heute", "now"]),
    (-1, &["yesterday", "gestern"]),
    (-2, &["vorgestern"]),
    (1, &["tomorrow", "morgen"]),
    (2, &["übermorgen", "uebermorgen"]),
];
const WEEKDAYS: [(Weekday, &[&str]); 7] = [
    (Weekday::Monday, &["monday", "mon", "montag"]),
    (Weekday::Tuesday, &["tuesday", "tue", "tues", "dienstag"]),
    (Weekday::Wednesday, &["wednesday", "wed", "mittwoch"]),
    (Weekday::Thursday, &["thursday", "thu", "thurs", "donnerstag"]),
    (Weekday::Friday, &["friday", "fri", "freitag"]),
    (Weekday::Saturday, &["saturday", "sat", "samstag", "sonnabend"]),
    (Weekday::Sunday, &["sunday", "sun", "sonntag"]),
];
const MONTHS: [(i8, &[&str]); 12] = [
    (1, &["january", "jan", "januar", "jänner"]),
    (2, &["february", "feb", "februar"]),
    (3, &["march", "mar", "märz", "maerz"]),
    (4, &["april", "apr"]),
    (5, &["may", "mai"]),
    (6, &["june", "jun", "juni"]),
    (7, &["july", "jul", "juli"]),
    (8, &["august", "aug"]),
    (9, &["september", "sep", "sept"]),
    (10, &["october", "oct", "oktober", "okt"]),
    (11, &["november", "nov"]),
    (12, &["december", "dec", "dezember", "dez"]),
];
const LAST: [&str; 8] =
    ["last", "previous", "past", "letzter", "letzten", "letzte", "letztes", "letztem"];
const THIS: [&str; 6] = ["this", "dieser", "diesen", "diese", "dieses", "diesem"];
const NEXT: [&str; 7] =
    ["next", "coming", "nächster", "nächsten", "nächste", "nächstes", "kommenden"];

/// What a person can write, for messages.
pub const DAY_FORMS: &str =
    "`2026-03-02`, `today`, `yesterday`, `last friday`, `3 days ago` or `12 may`";
/// The same for a stretch of days.
pub const PERIOD_FORMS: &str =
    "a day, `2026-W10`, `2026-03`, `2026`, `last week`, `march` or `this year`";

fn named<T: Copy>(table: &[(T, &[&str])], word: &str) -> Option<T> {
    table.iter().find(|(_, names)| names.contains(&word)).map(|(value, _)| *value)
}

fn count(word: &str) -> Option<i32> {
    named(&COUNTS, word).or_else(|| word.parse().ok().filter(|count| (0..=40_000).contains(count)))
}

/// The words of a saying, in lower case; prepositions say nothing.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split([' ', '\t', ',']).map(|word| word.trim_end_matches('.'));
    let words = words
        .filter(|word| !word.is_empty() && !["on", "the", "of", "am", "im", "den"].contains(word));
    words.map(str::to_owned).collect()
}

impl SpokenDay {
    /// Reads a day; `None` when no day is said.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(date) = written(text) {
            return Some(Self::On(date));
        }
        let words = words(text);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [word] => named(&NEAR, word)
                .map(Self::Days)
                .or_else(|| named(&WEEKDAYS, word).map(Self::Latest)),
            ["day", "before", "yesterday"] => Some(Self::Days(-2)),
            ["day", "after", "tomorrow"] => Some(Self::Days(2)),
            [which, day] if named(&WEEKDAYS, day).is_some() => {
                let day = named(&WEEKDAYS, day)?;
                match *which {
                    which if LAST.contains(&which) => Some(Self::Last(day)),
                    which if NEXT.contains(&which) => Some(Self::Next(day)),
                    which if THIS.contains(&which) => Some(Self::Latest(day)),
                    _ => None,
                }
            }
            [number, unit, "ago"] | ["vor", number, unit] => {
                Some(Self::moved(-count(number)?, named(&UNITS, unit)?))
            }
            ["in", number, unit] => Some(Self::moved(count(number)?, named(&UNITS, unit)?)),
            [one, other] => month_day(one, other).map(|(month, day)| Self::MonthDay(month, day)),
            [one, other, year] => {
                let (month, day) = month_day(one, other)?;
                Date::new(year.parse().ok()?, month, day).ok().map(Self::On)
            }
            _ => None,
        }
    }

    const fn moved(number: i32, unit: Unit) -> Self {
        match unit {
            Unit::Day => Self::Days(number),
            Unit::Week => Self::Days(7 * number),
            Unit::Month => Self::Months(number),
            Unit::Year => Self::Months(12 * number),
        }
    }

    /// The date, seen from `today`; `None` beyond the calendar.
    #[must_use]
    pub fn on(self, today: Date) -> Option<Date> {
        match self {
            Self::On(date) => Some(date),
            Self::Days(days) => today.checked_add(days.days()).ok(),
            Self::Months(months) => today.checked_add(months.months()).ok(),
            Self::Latest(day) if today.weekday() == day => Some(today),
            Self::Latest(day) | Self::Last(day) => today.nth_weekday(-1, day).ok(),
            Self::Next(day) => today.nth_weekday(1, day).ok(),
            Self::MonthDay(month, day) => {
                let in_year = |year| Date::new(year, month, day).ok();
                in_year(today.year())
                    .filter(|date| *date <= today)
                    .or_else(|| (1..=4).find_map(|back| in_year(today.year() - back)))
            }
        }
    }
}

/// A month's name and a day of it, whichever comes first.
fn month_day(one: &str, other: &str) -> Option<(i8, i8)> {
    let (month, day) = match named(&MONTHS, one) {
        Some(month) => (month, other),
        None => (named(&MONTHS, other)?, one),
    };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    Some((month, day.parse().ok().filter(|day| (1..=31).contains(day))?))
}

/// A whole date in figures: `2026-03-02`, or with the day first and dots, `2.3.2026`.
fn written(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split('.').collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let year = year.parse().ok().filter(|year| *year >= 1000)?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

impl SpokenPeriod {
    /// Reads a stretch of days; `None` when none is said.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(day) = SpokenDay::parse(text) {
            return Some(Self::Day(day));
        }
        let words = words(text);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [word] => Self::in_figures(word)
                .or_else(|| named(&MONTHS, word).map(|month| Self::Month(None, month))),
            [which, unit] if named(&UNITS, unit).is_some() => {
                let by = match *which {
                    which if LAST.contains(&which) => -1,
                    which if THIS.contains(&which) => 0,
                    which if NEXT.contains(&which) => 1,
                    _ => return None,
                };
                Some(match named(&UNITS, unit)? {
                    Unit::Day => Self::Day(SpokenDay::Days(by)),
                    Unit::Week => Self::Weeks(by),
                    Unit::Month => Self::Months(by),
                    Unit::Year => Self::Years(by),
                })
            }
            [month, year] => {
                let year = year.parse().ok().filter(|year| (1000..=9999).contains(year))?;
                Some(Self::Month(Some(year), named(&MONTHS, month)?))
            }
            _ => None,
        }
    }

    /// `2026`, `2026-03`, `2026-W10`.
    fn in_figures(text: &str) -> Option<Self> {
        let year = |text: &str| {
            let year = text.parse::<i16>().ok()?;
            (text.len() == 4).then_some(year)
        };
        match text.split_once('-') {
            None => year(text).map(Self::Year),
            Some((before, week)) if week.starts_with('w') => {
                let week = week.trim_start_matches('w').parse().ok()?;
                ISOWeekDate::new(year(before)?, week, Weekday::Monday).ok()?;
                Some(Self::IsoWeek(year(before)?, week))
            }
            Some((before, month)) => {
                let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
                Some(Self::Month(Some(year(before)?), month))
            }
        }
    }

    /// Its first and its last day, seen from `today`; `None` beyond the calendar.
    #[must_use]
    pub fn days(self, today: Date, week_starts: Weekday) -> Option<(Date, Date)> {
        let month = |date: Date| (date.first_of_month(), date.last_of_month());
        let year = |date: Date| (date.first_of_year(), date.last_of_year());
        match self {
            Self::Day(day) => day.on(today).map(|day| (day, day)),
            Self::Weeks(by) => {
                let since = today.weekday().since(week_starts);
                let first = today.checked_add((7 * by - i32::from(since)).days()).ok()?;
                Some((first, first.checked_add(6.days()).ok()?))
            }
            Self::IsoWeek(year, week) => {
                let first = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
                let back = Weekday::Monday.since(week_starts);
                // A week belongs to the ISO week that holds most of it.
                let by = if back > 3 { 7 - i32::from(back) } else { -i32::from(back) };
                let first = first.checked_add(by.days()).ok()?;
                Some((first, first.checked_add(6.days()).ok()?))
            }
            Self::Months(by) => today.first_of_month().checked_add(by.months()).ok().map(month),
            Self::Month(Some(year), number) => Date::new(year, number, 1).ok().map(month),
            Self::Month(None, number) => {
                let back = i16::from(number > today.month());
                Date::new(today.year() - back, number, 1).ok().map(month)
            }
            Self::Years(by) => today.first_of_year().checked_add(by.years()).ok().map(year),
            Self::Year(number) => Date::new(number, 1, 1).ok().map(year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// A Wednesday.
    const TODAY: Date = Date::constant(2026, 3, 4);

    #[test]
    fn days_in_words() {
        for (text, day) in [
            ("today", date(2026, 3, 4)),
            ("Gestern", date(2026, 3, 3)),
            ("the day before yesterday", date(2026, 3, 2)),
            ("wednesday", date(2026, 3, 4)),
            ("last wednesday", date(2026, 2, 25)),
            ("letzten Freitag", date(2026, 2, 27)),
            ("on Monday", date(2026, 3, 2)),
            ("next monday", date(2026, 3, 9)),
            ("3 days ago", date(2026, 3, 1)),
            ("vor drei Tagen", date(2026, 3, 1)),
            ("vor einer Woche", date(2026, 2, 25)),
            ("a month ago", date(2026, 2, 4)),
            ("in 2 days", date(2026, 3, 6)),
            ("12 may", date(2025, 5, 12)),
            ("3. März", date(2026, 3, 3)),
            ("March 2nd, 2024", date(2024, 3, 2)),
            ("2.3.2024", date(2024, 3, 2)),
            ("2026-02-28", date(2026, 2, 28)),
            ("29 feb", date(2024, 2, 29)),
        ] {
            assert_eq!(SpokenDay::parse(text).and_then(|day| day.on(TODAY)), Some(day), "{text}");
        }
        for text in ["", "soon", "2026-02-30", "31.31.2026", "3 days", "last", "march"] {
            assert_eq!(SpokenDay::parse(text), None, "{text}");
        }
    }

    #[test]
    fn periods_in_words() {
        for (text, first, last) in [
            ("yesterday", date(2026, 3, 3), date(2026, 3, 3)),
            ("this week", date(2026, 3, 2), date(2026, 3, 8)),
            ("letzte Woche", date(2026, 2, 23), date(2026, 3, 1)),
            ("2026-W10", date(2026, 3, 2), date(2026, 3, 8)),
            ("last month", date(2026, 2, 1), date(2026, 2, 28)),
            ("december", date(2025, 12, 1), date(2025, 12, 31)),
            ("März", date(2026, 3, 1), date(2026, 3, 31)),
            ("february 2024", date(2024, 2, 1), date(2024, 2, 29)),
            ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
            ("last year", date(2025, 1, 1), date(2025, 12, 31)),
            ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ] {
            let period = SpokenPeriod::parse(text);
            let days = period.and_then(|period| period.days(TODAY, Weekday::Monday));
            assert_eq!(days, Some((first, last)), "{text}");
        }
        for text in ["", "2026-13", "2026-W60", "the other week", "99"] {
            assert_eq!(SpokenPeriod::parse(text), None, "{text}");
        }
    }
}
