//! What was said of one commitment, day by day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::check_in::notation::CheckInState;
use super::check_in::parse::CheckIn;
use super::definition::Commitment;

/// One day of one commitment, its check-ins united.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoggedDay {
    /// What it says.
    pub state: CheckInState,
    /// How much of it was done, between 0 and 1.
    pub share: f64,
}

/// Everything said about one commitment.
#[derive(Debug, Clone, Default)]
pub struct DayLog {
    /// What each day says.
    pub days: BTreeMap<Date, LoggedDay>,
    /// Days with an entry, whatever it says.
    pub written: BTreeSet<Date>,
}

impl DayLog {
    /// Unites the check-ins of one commitment. Of two states on one day the better counts; amounts
    /// add up. A box left open on a day that is not among `lived` says nothing.
    #[must_use]
    pub fn new<'a>(
        commitment: &Commitment,
        check_ins: impl IntoIterator<Item = &'a CheckIn>,
        lived: &BTreeSet<Date>,
        written: BTreeSet<Date>,
    ) -> Self {
        let mut by_day: BTreeMap<Date, Vec<&CheckIn>> = BTreeMap::new();
        for check_in in check_ins {
            by_day.entry(check_in.date).or_default().push(check_in);
        }
        let days = by_day.into_iter().filter_map(|(date, check_ins)| {
            let day = united(commitment, &check_ins)?;
            (day.state != CheckInState::Open || lived.contains(&date)).then_some((date, day))
        });
        Self { days: days.collect(), written }
    }
}

fn united(commitment: &Commitment, check_ins: &[&CheckIn]) -> Option<LoggedDay> {
    let best = check_ins.iter().map(|check_in| check_in.state).max()?;
    let plain = check_ins
        .iter()
        .any(|check_in| check_in.state == CheckInState::Kept && check_in.amount.is_none());
    let amounts = check_ins.iter().filter_map(|check_in| check_in.amount);
    let sum: f64 = amounts.clone().sum();
    if let (Some(target), false, true) = (&commitment.target, plain, amounts.count() > 0) {
        let share = (sum / target.at_least).clamp(0.0, 1.0);
        let state = if share >= 1.0 {
            CheckInState::Kept
        } else if share > 0.0 {
            CheckInState::Partly.max(best)
        } else {
            best
        };
        return Some(LoggedDay { state, share });
    }
    let share = match best {
        CheckInState::Kept => 1.0,
        CheckInState::Partly => {
            check_ins.iter().filter_map(|check_in| check_in.share).reduce(f64::max).unwrap_or(0.5)
        }
        _ => 0.0,
    };
    Some(LoggedDay { state: best, share })
}
