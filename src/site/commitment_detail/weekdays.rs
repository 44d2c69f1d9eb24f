//! The days of the week beside each other. What was not written down has a height too, so that no
//! share hides it.

use jiff::civil::Weekday;
use serde::Serialize;

use crate::commitment::cadence::{Cadence, short};
use crate::commitment::progress::CommitmentProgress;
use crate::commitment::sentence::FEW;
use crate::commitment::slot::SlotState;
use crate::site::chart::{ColumnChart, float};
use crate::site::commitment_view::ViewContext;
use crate::spoken::{capital, grouped, weekday};

/// Weekdays that differ by less than this share are alike.
const ALIKE: f64 = 0.15;

/// The days of the week beside each other.
#[derive(Debug, Serialize)]
pub(super) struct WeekdayPattern {
    sentence: String,
    chart: ColumnChart,
}

impl WeekdayPattern {
    /// The pattern of a week; `None` where only one weekday is due, or few slots were.
    pub(super) fn new(tracked: &CommitmentProgress, context: &ViewContext) -> Option<Self> {
        let cadence = tracked.commitment.cadence_on(context.calendar.today);
        if !matches!(cadence, Cadence::Daily | Cadence::On(_)) || tracked.metrics.all.due < 2 * FEW
        {
            return None;
        }
        let days = (0..7).map(|day| context.calendar.week_starts.wrapping_add(day));
        let counts: Vec<(Weekday, [usize; 4])> =
            days.map(|day| (day, counts(tracked, day))).collect();
        let due = |counts: &[usize; 4]| counts.iter().sum::<usize>();
        let counts: Vec<_> = counts.into_iter().filter(|(_, counts)| due(counts) > 0).collect();
        if counts.len() < 2 {
            return None;
        }
        let share = |(_, counts): &&(Weekday, [usize; 4])| float(counts[0]) / float(due(counts));
        let least = counts.iter().min_by(|a, b| share(a).total_cmp(&share(b)))?;
        let most = counts.iter().max_by(|a, b| share(a).total_cmp(&share(b)))?;
        let sentence = if share(&most) - share(&least) < ALIKE {
            "About the same all week.".to_owned()
        } else {
            format!("Most often on {}s, least often on {}s.", weekday(most.0), weekday(least.0))
        };
        let named = ["kept", "partly", "not that day", "not written down"];
        let stacks = counts.iter().map(|(day, counts)| {
            let part = |(count, what): (&usize, &str)| {
                (*count, format!("{}s: {} {what}", weekday(*day), grouped(*count)))
            };
            (capital(short(*day)), counts.iter().zip(named).map(part).collect())
        });
        let chart = ColumnChart::new(format!("Days of the week. {sentence}"), stacks.collect())?;
        Some(Self { sentence, chart })
    }
}

/// How often it was kept, partly, missed and not written down on a weekday.
fn counts(tracked: &CommitmentProgress, day: Weekday) -> [usize; 4] {
    let mut counts = [0; 4];
    for slot in tracked.timeline.slots.iter().filter(|slot| slot.date.weekday() == day) {
        let at = match slot.state {
            SlotState::Kept => 0,
            SlotState::Partly(_) => 1,
            SlotState::Missed { .. } => 2,
            SlotState::Unrecorded { .. } => 3,
            SlotState::Open | SlotState::Rest | SlotState::Paused => continue,
        };
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
    }
    counts
}
