//! Days by month, or by week where there are few months, for charts.

use jiff::civil::{Date, Weekday};

use super::chart::FEWEST;
use crate::commitment::cadence::{Period, period_of};

/// What a point of a chart stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bucket {
    /// A calendar month.
    Month,
    /// Seven days from the day on which the person's week starts.
    Week(Weekday),
}

impl Bucket {
    /// Months; weeks where the days have too few months for a line.
    pub(super) fn of(days: impl Iterator<Item = Date>, week_starts: Weekday) -> Self {
        let mut months: Vec<Date> = days.map(Date::first_of_month).collect();
        months.sort_unstable();
        months.dedup();
        if months.len() >= FEWEST { Self::Month } else { Self::Week(week_starts) }
    }

    /// The first day of the one that holds a day.
    pub(super) fn first(self, date: Date) -> Date {
        match self {
            Self::Month => date.first_of_month(),
            Self::Week(starts) => period_of(date, Period::Week, starts).first,
        }
    }

    /// The first day of the next.
    pub(super) fn next(self, first: Date) -> Date {
        let last = match self {
            Self::Month => first.last_of_month(),
            Self::Week(starts) => period_of(first, Period::Week, starts).last,
        };
        last.tomorrow().unwrap_or(last)
    }

    /// "March 2026", "the week of 2 March".
    pub(super) fn label(self, first: Date) -> String {
        match self {
            Self::Month => first.strftime("%B %Y").to_string(),
            Self::Week(_) => format!("the week of {}", first.strftime("%-d %B %Y")),
        }
    }

    /// "month" or "week".
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Week(_) => "week",
        }
    }

    /// "monthly" days that make a point a firm one: fewer make a hollow one.
    pub(super) const fn firm(self, by_month: usize) -> usize {
        match self {
            Self::Month => by_month,
            Self::Week(_) => by_month / 4,
        }
    }
}
