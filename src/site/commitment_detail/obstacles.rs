//! What got in the way, in the person's own words, those that were written most often first.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::commitment::check_in::notation::CheckInState;
use crate::commitment::progress::{CommitmentProgress, Reason};
use crate::site::commitment_view::ViewContext;
use crate::spoken::{capital, number, times};

/// How many reasons are named, and how many days of each.
const REASONS: usize = 6;
const DAYS: usize = 4;

/// What got in the way.
#[derive(Debug, Serialize)]
pub(super) struct Obstacles {
    /// "Late shift most often."
    sentence: Option<String>,
    reasons: Vec<NamedReason>,
    /// "five days without a reason, and none is needed"
    without: Option<String>,
}

#[derive(Debug, Serialize)]
struct NamedReason {
    text: String,
    /// "11 times".
    count: String,
    /// The newest days.
    days: Vec<ReasonDay>,
    /// How many there were before.
    before: usize,
}

#[derive(Debug, Serialize)]
struct ReasonDay {
    date: String,
    url: Option<String>,
}

impl Obstacles {
    /// `None` while nothing was written.
    pub(super) fn new(tracked: &CommitmentProgress, context: &ViewContext) -> Option<Self> {
        let away =
            |state: CheckInState| matches!(state, CheckInState::Missed | CheckInState::Moved);
        let mut by_text: BTreeMap<String, Vec<&Reason>> = BTreeMap::new();
        let told = tracked.reasons.iter().filter(|reason| away(reason.state) && !reason.private);
        for reason in told {
            let key = reason.text.trim().trim_end_matches(['.', '!']).to_lowercase();
            by_text.entry(key).or_default().push(reason);
        }
        let mut groups: Vec<Vec<&Reason>> = by_text.into_values().collect();
        groups.sort_by_key(|group| {
            (std::cmp::Reverse(group.len()), std::cmp::Reverse(group.last().map(|one| one.date)))
        });
        let silent = |(date, day): (&Date, &crate::commitment::day_log::LoggedDay)| {
            away(day.state) && !tracked.reasons.iter().any(|reason| reason.date == *date)
        };
        let without = tracked.day_log.days.iter().filter(|day| silent(*day)).count();
        if groups.is_empty() {
            return None;
        }
        let most = groups.first().map_or(0, Vec::len);
        let clear = most >= 3 && groups.get(1).is_none_or(|second| second.len() < most);
        let name = |group: &Vec<&Reason>| {
            let text = group.last().map_or("", |reason| reason.text.as_str());
            capital(text.trim().trim_end_matches('.'))
        };
        let sentence =
            groups.first().filter(|_| clear).map(|group| format!("{} most often.", name(group)));
        let without = match without {
            0 => None,
            1 => Some("One day without a reason, and none is needed.".to_owned()),
            many => Some(format!(
                "{} days without a reason, and none is needed.",
                capital(&number(many))
            )),
        };
        let reasons = groups.iter().take(REASONS).map(|group| NamedReason {
            text: name(group),
            count: times(group.len()),
            days: group
                .iter()
                .rev()
                .take(DAYS)
                .map(|one| ReasonDay { date: one.date.to_string(), url: context.url(one.date) })
                .collect(),
            before: group.len().saturating_sub(DAYS),
        });
        Some(Self { sentence, reasons: reasons.collect(), without })
    }
}
