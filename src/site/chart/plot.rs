//! Where days and values lie in a drawing.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::commitment::cadence::{days_between, later};

/// A longer time is told in years below a chart, a shorter one in months.
const MONTHS: i64 = 430;
/// Room above, below and at the right of what is drawn.
pub(super) const TOP: f64 = 22.0;
pub(super) const BOTTOM: f64 = 26.0;
pub(super) const RIGHT: f64 = 14.0;
/// About the width of a letter.
pub(super) const LETTER: f64 = 6.4;

/// Where values and days lie in a drawing.
pub(super) struct Plot {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) left: f64,
    first: Date,
    days: f64,
    low: f64,
    range: f64,
}

impl Plot {
    /// A drawing of a size, with room at the left, over some days and values.
    pub(super) fn new(
        (width, height): (f64, f64),
        left: f64,
        (first, last): (Date, Date),
        (low, high): (f64, f64),
    ) -> Self {
        let days = days_float(days_between(first, last)).max(1.0);
        Self { width, height, left, first, days, low, range: (high - low).max(f64::EPSILON) }
    }

    pub(super) fn x(&self, date: Date) -> f64 {
        let share = days_float(days_between(self.first, date)) / self.days;
        round(share.clamp(0.0, 1.0).mul_add(self.width - RIGHT - self.left, self.left))
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        let share = ((value - self.low) / self.range).clamp(0.0, 1.0);
        round((1.0 - share).mul_add(self.height - TOP - BOTTOM, TOP))
    }

    pub(super) fn bottom(&self) -> f64 {
        self.height - BOTTOM
    }

    /// Years below a long time, months below a short one, as many as there is room for.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let long = self.days > days_float(MONTHS);
        let last = later(self.first, whole(self.days));
        let mut ticks: Vec<(f64, String)> = Vec::new();
        let mut month = self.first.first_of_month();
        while month <= last {
            let begins = month.max(self.first);
            let name = if long { month.strftime("%Y") } else { month.strftime("%b") }.to_string();
            let wanted = !long || month.month() == 1 || ticks.is_empty();
            let x = self.x(begins);
            let room = ticks
                .last()
                .is_none_or(|(before, named)| x - before > float(named.len()).mul_add(LETTER, 8.0));
            let fits = float(name.len()).mul_add(LETTER, x) < self.width;
            if wanted && fits {
                if !room && long {
                    // The first year began shortly before the second.
                    ticks.pop();
                }
                if room || long {
                    ticks.push((x, name));
                }
            }
            let Ok(next) = month.last_of_month().tomorrow() else { break };
            month = next;
        }
        ticks
    }
}

/// The path of a line.
pub(in crate::site) fn path(places: &[(f64, f64)]) -> String {
    let mut out = String::new();
    for (index, (x, y)) in places.iter().enumerate() {
        out.push(if index == 0 { 'M' } else { 'L' });
        // Writing to a string cannot fail.
        let _ = write!(out, "{x} {y}");
    }
    out
}

/// The steps of an axis from 0: at most five.
pub(in crate::site) fn step(most: usize) -> usize {
    let mut unit = 1;
    loop {
        if let Some(step) =
            [1, 2, 5].map(|step| step * unit).into_iter().find(|step| most <= step * 5)
        {
            return step;
        }
        unit *= 10;
    }
}

/// To a tenth, which no eye can tell.
pub(in crate::site) fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[expect(clippy::cast_precision_loss, reason = "days of a life")]
fn days_float(days: i64) -> f64 {
    days as f64
}

#[expect(clippy::cast_possible_truncation, reason = "days of a life")]
fn whole(days: f64) -> i64 {
    days as i64
}

#[expect(clippy::cast_precision_loss, reason = "counts of a drawing")]
pub(in crate::site) fn float(number: usize) -> f64 {
    number as f64
}
