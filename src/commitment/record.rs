//! What was said of one commitment, day by day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Commitment;
use super::reading::Mark;
use crate::journal::check_in::State;

/// One day of one commitment, its marks united.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    /// What it says.
    pub state: State,
    /// How much of it was done, between 0 and 1.
    pub share: f64,
}

/// Everything said about one commitment.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// What each day says.
    pub days: BTreeMap<Date, Day>,
    /// Days with an entry, whatever it says.
    pub written: BTreeSet<Date>,
}

impl Record {
    /// Unites the marks of one commitment. Of two states on one day the better counts; amounts
    /// add up. A box left open on a day that is not among `lived` says nothing.
    #[must_use]
    pub fn new<'a>(
        commitment: &Commitment,
        marks: impl IntoIterator<Item = &'a Mark>,
        lived: &BTreeSet<Date>,
        written: BTreeSet<Date>,
    ) -> Self {
        let mut by_day: BTreeMap<Date, Vec<&Mark>> = BTreeMap::new();
        for mark in marks {
            by_day.entry(mark.date).or_default().push(mark);
        }
        let days = by_day.into_iter().filter_map(|(date, marks)| {
            let day = united(commitment, &marks)?;
            (day.state != State::Open || lived.contains(&date)).then_some((date, day))
        });
        Self { days: days.collect(), written }
    }
}

fn united(commitment: &Commitment, marks: &[&Mark]) -> Option<Day> {
    let best = marks.iter().map(|mark| mark.state).max()?;
    let plain = marks.iter().any(|mark| mark.state == State::Kept && mark.amount.is_none());
    let amounts = marks.iter().filter_map(|mark| mark.amount);
    let sum: f64 = amounts.clone().sum();
    if let (Some(target), false, true) = (&commitment.target, plain, amounts.count() > 0) {
        let share = (sum / target.at_least).clamp(0.0, 1.0);
        let state = if share >= 1.0 {
            State::Kept
        } else if share > 0.0 {
            State::Partly.max(best)
        } else {
            best
        };
        return Some(Day { state, share });
    }
    let share = match best {
        State::Kept => 1.0,
        State::Partly => marks.iter().filter_map(|mark| mark.share).reduce(f64::max).unwrap_or(0.5),
        _ => 0.0,
    };
    Some(Day { state: best, share })
}
