//! How often: cadences, the days they make due, and how fast their strength moves.

use std::fmt;

use jiff::civil::{Date, Weekday};

use crate::spoken;

/// A week or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Seven days from the day on which the person's week starts.
    Week,
    /// A calendar month.
    Month,
}

/// Days from a first to a last one, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl DateRange {
    /// The days from `first` to `last`; none when `last` is before `first`.
    #[must_use]
    pub const fn new(first: Date, last: Date) -> Self {
        Self { first, last }
    }

    /// Whether it holds `date`.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.first <= date && date <= self.last
    }

    /// Every day of it, in order.
    pub fn days(self) -> impl Iterator<Item = Date> {
        let start = (self.first <= self.last).then_some(self.first);
        std::iter::successors(start, move |date| {
            date.tomorrow().ok().filter(|next| *next <= self.last)
        })
    }
}

/// What the whole journal has in common.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    /// The day it is.
    pub today: Date,
    /// The first day of a week.
    pub week_starts: Weekday,
    /// How many days an unmarked slot stays open.
    pub settle: i64,
}

/// How often something is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cadence {
    /// Every day.
    Daily,
    /// On these weekdays, Monday first.
    On(Vec<Weekday>),
    /// So many times in each week or month, one a day.
    Times(u32, Period),
    /// At most so many days apart.
    Every(u32),
    /// Every so many days, counted from a date.
    Grid(u32, Date),
    /// On this day of each month, or on its last.
    MonthlyOn(i8),
    /// Tracked, nothing due.
    Free,
}

/// The accepted forms, for messages.
pub const FORMS: &str = "`daily`, `weekdays`, weekdays (`mon wed fri`), `weekly`, `3 per week`, `2 per month`, `every 3 days`, `every 3 days from 2026-03-02`, `monthly`, `monthly on 15`, `free`";

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "mon"),
    (Weekday::Tuesday, "tue"),
    (Weekday::Wednesday, "wed"),
    (Weekday::Thursday, "thu"),
    (Weekday::Friday, "fri"),
    (Weekday::Saturday, "sat"),
    (Weekday::Sunday, "sun"),
];

/// The weekday that `word` names: `mon`, `monday`, `Mondays`.
#[must_use]
pub fn weekday(word: &str) -> Option<Weekday> {
    let word = word.trim().to_lowercase();
    let full = |day: Weekday| format!("{day:?}").to_lowercase();
    let known = WEEKDAYS.iter().find(|(day, short)| {
        let full = full(*day);
        word == *short || word.len() > 3 && (full.starts_with(&word) || word == full + "s")
    });
    known.map(|(day, _)| *day)
}

/// Three letters of a weekday.
#[must_use]
pub fn short(day: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(known, _)| *known == day).map_or("", |(_, short)| short)
}

impl Cadence {
    /// Reads a cadence. The message of an error says what is wrong, not what is accepted.
    ///
    /// # Errors
    /// It has none of the forms, or a number that no week or month can hold.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lower = text.trim().to_lowercase();
        let words: Vec<&str> = lower
            .split(|c: char| c.is_whitespace() || ",;+/".contains(c))
            .filter(|word| !word.is_empty() && *word != "and")
            .collect();
        let number = |word: &str| word.trim_end_matches('x').parse::<u32>().ok().filter(|n| *n > 0);
        let unknown = || Err(format!("`{}` is no cadence.", text.trim()));
        match words.as_slice() {
            ["daily"] | ["every", "day"] => Ok(Self::Daily),
            ["weekdays"] => Ok(Self::On(WEEKDAYS[..5].iter().map(|(day, _)| *day).collect())),
            ["weekly"] => Ok(Self::Times(1, Period::Week)),
            ["monthly"] => Ok(Self::Times(1, Period::Month)),
            ["free"] => Ok(Self::Free),
            ["monthly", "on", day] => {
                match day.trim_end_matches(|c: char| c.is_alphabetic()).parse() {
                    Ok(day @ 1..=31) => Ok(Self::MonthlyOn(day)),
                    _ => Err(format!("`{day}` is no day of a month.")),
                }
            }
            [count, "per" | "a", period @ ("week" | "month")] => {
                let (period, most) =
                    if *period == "week" { (Period::Week, 7) } else { (Period::Month, 31) };
                match number(count) {
                    Some(count) if count <= most => Ok(Self::Times(count, period)),
                    Some(count) => Err(format!(
                        "{count} is more than a {} has days, and one a day counts.",
                        if most == 7 { "week" } else { "month" }
                    )),
                    None => unknown(),
                }
            }
            ["every", count, "days" | "day"] => {
                number(count).map_or_else(unknown, |n| Ok(Self::Every(n)))
            }
            ["every", count, "days" | "day", "from", date] => match (number(count), date.parse()) {
                (Some(count), Ok(date)) => Ok(Self::Grid(count, date)),
                _ => unknown(),
            },
            [] => unknown(),
            days => {
                let mut found: Vec<Weekday> = Vec::new();
                for day in days {
                    let Some(day) = weekday(day) else { return unknown() };
                    if !found.contains(&day) {
                        found.push(day);
                    }
                }
                found.sort_by_key(|day| day.to_monday_zero_offset());
                Ok(Self::On(found))
            }
        }
    }

    /// Whether it makes a day due by itself; periods and rolling windows do not.
    #[must_use]
    pub fn is_due(&self, date: Date) -> bool {
        match self {
            Self::Daily => true,
            Self::On(days) => days.contains(&date.weekday()),
            Self::Grid(every, from) => {
                *from <= date && days_between(*from, date) % i64::from(*every) == 0
            }
            Self::MonthlyOn(day) => date.day() == (*day).min(date.days_in_month()),
            Self::Times(..) | Self::Every(_) | Self::Free => false,
        }
    }

    /// How often it is wanted in each period; once for what has none.
    pub(super) fn times(&self) -> usize {
        match self {
            Self::Times(count, _) => usize::try_from(*count).unwrap_or(usize::MAX),
            _ => 1,
        }
    }

    /// Expected check-ins a day, and the mean days of a slot; a month counts as 30 days.
    fn pace(&self) -> (f64, f64) {
        match self {
            Self::Daily | Self::Free => (1.0, 1.0),
            Self::On(days) => {
                let days = f64::from(u8::try_from(days.len()).unwrap_or(7));
                (days / 7.0, 7.0 / days)
            }
            Self::Times(count, Period::Week) => (f64::from(*count) / 7.0, 7.0),
            Self::Times(count, Period::Month) => (f64::from(*count) / 30.0, 30.0),
            Self::Every(days) | Self::Grid(days, _) => (1.0 / f64::from(*days), f64::from(*days)),
            Self::MonthlyOn(_) => (1.0 / 30.0, 30.0),
        }
    }

    /// What is left of the old strength after one slot: 0.5^(1/H) with H = 13 / (√f · p). For a
    /// daily cadence H is 13, as in Loop Habit Tracker.
    #[must_use]
    pub fn retention(&self) -> f64 {
        let (expected, days) = self.pace();
        let half_life = 13.0 / (expected.sqrt() * days);
        0.5_f64.powf(1.0 / half_life)
    }

    /// What a streak is counted in.
    #[must_use]
    pub const fn unit(&self) -> &'static str {
        match self {
            Self::Daily => "days",
            Self::On(_) | Self::Every(_) | Self::Grid(..) | Self::Free => "times",
            Self::Times(_, Period::Week) => "weeks",
            Self::Times(_, Period::Month) | Self::MonthlyOn(_) => "months",
        }
    }

    /// As a sentence says it: "every day", "Tuesdays and Thursdays", "three times a week".
    #[must_use]
    pub fn spoken(&self) -> String {
        let plural = |day: &Weekday| format!("{}s", spoken::weekday(*day));
        match self {
            Self::Daily | Self::Every(1) | Self::Grid(1, _) => "every day".to_owned(),
            Self::On(_) if self.to_string() == "weekdays" => "on weekdays".to_owned(),
            Self::On(days) => spoken::list(&days.iter().map(plural).collect::<Vec<_>>()),
            Self::Times(count, period) => {
                let times = spoken::times(usize::try_from(*count).unwrap_or(0));
                let period = if *period == Period::Week { "week" } else { "month" };
                format!("{times} a {period}")
            }
            Self::Every(2) | Self::Grid(2, _) => "every other day".to_owned(),
            Self::Every(days) => format!(
                "at least every {} days",
                spoken::number(usize::try_from(*days).unwrap_or(0))
            ),
            Self::Grid(7, from) => plural(&from.weekday()),
            Self::Grid(days, _) => {
                format!("every {} days", spoken::number(usize::try_from(*days).unwrap_or(0)))
            }
            Self::MonthlyOn(31) => "on the last day of each month".to_owned(),
            Self::MonthlyOn(day) => {
                format!("on the {} of each month", spoken::ordinal(u32::from(day.unsigned_abs())))
            }
            Self::Free => "whenever it happens".to_owned(),
        }
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Daily => f.pad("daily"),
            Self::On(days)
                if days.len() == 5
                    && !days.contains(&Weekday::Saturday)
                    && !days.contains(&Weekday::Sunday) =>
            {
                f.pad("weekdays")
            }
            Self::On(days) => {
                f.pad(&days.iter().map(|day| short(*day)).collect::<Vec<_>>().join(" "))
            }
            Self::Times(count, Period::Week) => f.pad(&format!("{count} per week")),
            Self::Times(count, Period::Month) => f.pad(&format!("{count} per month")),
            Self::Every(days) => f.pad(&format!("every {days} days")),
            Self::Grid(days, from) => f.pad(&format!("every {days} days from {from}")),
            Self::MonthlyOn(day) => f.pad(&format!("monthly on {day}")),
            Self::Free => f.pad("free"),
        }
    }
}

/// Calendar days from `from` to `to`.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// The day `days` after `date`; the calendar's ends hold.
#[must_use]
pub fn later(date: Date, days: i64) -> Date {
    date.saturating_add(jiff::Span::new().days(days.clamp(-4_000_000, 4_000_000)))
}

/// The week or month that holds `date`.
#[must_use]
pub fn period_of(date: Date, period: Period, week_starts: Weekday) -> DateRange {
    match period {
        Period::Week => {
            let since = i64::from(date.weekday().since(week_starts));
            DateRange::new(later(date, -since), later(date, 6 - since))
        }
        Period::Month => DateRange::new(date.first_of_month(), date.last_of_month()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_and_written() {
        for form in [
            "daily",
            "weekdays",
            "mon wed fri",
            "3 per week",
            "2 per month",
            "every 3 days",
            "every 3 days from 2026-03-02",
            "monthly on 31",
            "free",
        ] {
            assert_eq!(Cadence::parse(form).map(|c| c.to_string()), Ok(form.to_owned()));
        }
        assert_eq!(
            Cadence::parse("Monday, Thursdays").map(|c| c.to_string()),
            Ok("mon thu".into())
        );
        assert_eq!(Cadence::parse("monthly").map(|c| c.to_string()), Ok("1 per month".into()));
        for wrong in
            ["8 per week", "often", "", "0 per week", "monthly on 32", "every 0 days", "mon x"]
        {
            assert!(Cadence::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_calendar_has_ends_and_nothing_panics_there() {
        for date in [Date::MIN, Date::MAX] {
            assert!(period_of(date, Period::Week, Weekday::Sunday).contains(date));
            assert!(Cadence::Grid(7, Date::ZERO).retention() > 0.0);
        }
    }
}
