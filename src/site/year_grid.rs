//! The days of a year in twelve blocks, a column a week: what became of each day.

use jiff::civil::{Date, Weekday};
use serde::Serialize;

use crate::commitment::cadence::later;
use crate::commitment::day_state::DayState;

/// A year of days.
#[derive(Debug, Serialize)]
pub(super) struct YearGrid {
    name: String,
    months: Vec<GridMonth>,
}

#[derive(Debug, Serialize)]
struct GridMonth {
    /// "Mar".
    name: String,
    /// The month's page.
    url: Option<String>,
    /// The row of its first day, from 1.
    first: i8,
    days: Vec<GridDay>,
}

/// A day of a drawing.
#[derive(Debug, Clone, Serialize)]
pub(super) struct GridDay {
    /// What became of it; nothing for a day outside.
    pub(super) look: Option<DayState>,
    /// The day's entry.
    pub(super) url: Option<String>,
    /// "Thu 19 Nov: not that day, late shift"; nothing where there is nothing to say.
    pub(super) label: String,
}

impl YearGrid {
    /// The days of a year; `month` says which page a month has.
    pub(super) fn new(
        year: i16,
        week_starts: Weekday,
        day: impl Fn(Date) -> GridDay,
        month: impl Fn(Date) -> Option<String>,
    ) -> Self {
        let firsts = (1..=12).filter_map(|month| Date::new(year, month, 1).ok());
        let months = firsts.map(|first| GridMonth {
            name: first.strftime("%b").to_string(),
            url: month(first),
            first: week_starts.until(first.weekday()) + 1,
            days: (0..i64::from(first.days_in_month())).map(|at| day(later(first, at))).collect(),
        });
        // A month before the beginning or after the end has nothing to show.
        let months = months.filter(|month| month.days.iter().any(|day| day.look.is_some()));
        Self { name: format!("{year:04}"), months: months.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_all_its_days_in_the_rows_of_their_weekdays() {
        let look = Some(DayState::Kept);
        let day = |_| GridDay { look, url: None, label: String::new() };
        let grid = YearGrid::new(2024, Weekday::Monday, day, |_| None);
        assert_eq!(grid.months.iter().map(|month| month.days.len()).sum::<usize>(), 366);
        // 1 January 2024 was a Monday, 1 February a Thursday.
        assert_eq!([grid.months[0].first, grid.months[1].first], [1, 4]);
        let grid = YearGrid::new(2024, Weekday::Sunday, day, |_| None);
        assert_eq!(grid.months[0].first, 2);
    }
}
