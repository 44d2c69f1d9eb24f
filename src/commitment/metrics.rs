//! The numbers, each worked out from the timeline alone, so that every one can be explained.

use jiff::civil::Date;
use serde::Serialize;

use super::cadence::Calendar;
use super::cadence::{Cadence, DateRange, later, period_of};
use super::definition::{Commitment, Outcome, Partly};
use super::lapses::Lapses;
use super::milestone::{Milestone, milestones};
use super::slot::{Slot, SlotState, ratio};
use super::timeline::Timeline;

/// Days looked back on for a rate.
const WINDOW: i64 = 28;
/// A trend needs so many due slots on each side …
const TREND_SLOTS: usize = 5;
/// … and moves by more than this share to be one.
const TREND_STEP: f64 = 0.10;
/// Below this share of recorded slots no rate is told: silence must look neither like success
/// nor like failure.
pub const RECORDED: f64 = 0.8;
/// Fewer due slots than this are told one by one, and no line is drawn of them.
pub const FEW: usize = 8;
/// A pause longer than so many weeks or months has no next day.
const PERIODS_AHEAD: usize = 60;
/// Counts of slots.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SlotCounts {
    /// Slots that count.
    pub due: usize,
    /// Done.
    pub kept: usize,
    /// Done in part.
    pub partly: usize,
    /// Said not to be done, covered or not.
    pub missed: usize,
    /// Nothing was written.
    pub unrecorded: usize,
    /// Rest or paused.
    pub neutral: usize,
    /// Not yet decided.
    pub open: usize,
}

impl SlotCounts {
    /// Counts slots.
    #[must_use]
    pub fn of<'a>(slots: impl Iterator<Item = &'a Slot>) -> Self {
        let mut counts = Self::default();
        for slot in slots {
            counts.due += usize::from(slot.is_due());
            *match slot.state {
                SlotState::Kept => &mut counts.kept,
                SlotState::Partly(_) => &mut counts.partly,
                SlotState::Missed { .. } => &mut counts.missed,
                SlotState::Unrecorded { .. } => &mut counts.unrecorded,
                SlotState::Rest | SlotState::Paused => &mut counts.neutral,
                SlotState::Open => &mut counts.open,
            } += 1;
        }
        counts
    }

    /// Kept slots of those due.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        ratio(self.kept, self.due)
    }

    /// Due slots with a record, of those due.
    #[must_use]
    pub fn recorded(&self) -> Option<f64> {
        ratio(self.due - self.unrecorded, self.due)
    }
}

/// Kept slots in a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Streak {
    /// How many there are now.
    pub now: usize,
    /// Since when: the day on which the first of them was due, of a period the last one.
    pub since: Option<Date>,
    /// The first day of the first of them, from which a person can count.
    pub from: Option<Date>,
    /// The most there ever were.
    pub longest: usize,
}

/// Where things go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Trend {
    /// More is kept than before.
    Rising,
    /// About as much.
    Steady,
    /// Less.
    Easing,
}

/// How a commitment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It begins later.
    NotStarted,
    /// It holds.
    Active,
    /// It is in a pause.
    Paused,
    /// It was carried through.
    Finished,
    /// It was let go on purpose.
    Released,
    /// It ended.
    Ended,
}

/// All numbers of one commitment.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    /// How it stands.
    pub status: Status,
    /// Over all time.
    pub all: SlotCounts,
    /// Over the last 28 days.
    pub window: SlotCounts,
    /// Kept slots in a row.
    pub streak: Streak,
    /// Kept slots since two in a row were not.
    pub rhythm: usize,
    /// Time away, and coming back.
    pub lapses: Lapses,
    /// Between 0 and 1.
    pub strength: f64,
    /// The last four weeks beside the four before.
    pub trend: Option<Trend>,
    /// The next day on which something is due, or by which.
    pub next_due: Option<Date>,
    /// In date order.
    pub milestones: Vec<Milestone>,
    /// Check-ins on days on which nothing was due.
    pub extras: usize,
}

impl Metrics {
    /// Works them out.
    #[must_use]
    pub fn new(commitment: &Commitment, timeline: &Timeline, calendar: &Calendar) -> Self {
        let lapses = Lapses::of(commitment, timeline);
        let today = calendar.today;
        Self {
            status: status(commitment, today),
            all: SlotCounts::of(timeline.slots.iter()),
            window: SlotCounts::of(between(timeline, today, 0)),
            streak: streak(commitment, timeline),
            rhythm: rhythm(timeline, commitment.partly),
            strength: strength(timeline).last().map_or(0.0, |(_, strength)| *strength),
            trend: trend(timeline, today),
            next_due: next_due(commitment, timeline, calendar),
            milestones: milestones(commitment, timeline, &lapses, calendar),
            extras: timeline.extras.len(),
            lapses,
        }
    }
}

fn status(commitment: &Commitment, today: Date) -> Status {
    match (commitment.end.is_some_and(|end| end < today), commitment.outcome) {
        (true, Some(Outcome::Finished)) => Status::Finished,
        (true, Some(Outcome::Released)) => Status::Released,
        (true, None) => Status::Ended,
        (false, _) if commitment.start > today => Status::NotStarted,
        (false, _) if commitment.pause(today).is_some() => Status::Paused,
        (false, _) => Status::Active,
    }
}

/// How many are kept in a row after `slot`, when `run` were before it.
#[must_use]
pub const fn carry(run: usize, slot: &Slot, partly: Partly) -> usize {
    match (slot.state, partly) {
        (SlotState::Kept, _) | (SlotState::Partly(_), Partly::Count) => run + 1,
        (SlotState::Partly(_), Partly::Break) => 0,
        (state, _) if state.is_miss() && !state.is_covered() => 0,
        _ => run,
    }
}

fn streak(commitment: &Commitment, timeline: &Timeline) -> Streak {
    let mut streak = Streak::default();
    for slot in &timeline.slots {
        streak.now = carry(streak.now, slot, commitment.partly);
        if streak.now == 0 {
            (streak.since, streak.from) = (None, None);
        } else if streak.since.is_none() {
            (streak.since, streak.from) = (Some(slot.date), Some(slot.first));
        }
        streak.longest = streak.longest.max(streak.now);
    }
    streak
}

/// What is done in part adds nothing, and ends it only where it ends a streak.
fn rhythm(timeline: &Timeline, partly: Partly) -> usize {
    let (mut rhythm, mut not_kept) = (0, 0);
    for slot in timeline.slots.iter().filter(|slot| slot.is_due()) {
        match (slot.state, partly) {
            (SlotState::Kept, _) => {
                rhythm += 1;
                not_kept = 0;
            }
            (SlotState::Partly(_), Partly::Bridge | Partly::Count) => {}
            _ => not_kept += 1,
        }
        if not_kept >= 2 {
            rhythm = 0;
        }
    }
    rhythm
}

/// The strength after each slot that moves it: s ← s·m + c·(1−m), as in Loop Habit Tracker.
#[must_use]
pub fn strength(timeline: &Timeline) -> Vec<(Date, f64)> {
    let mut strength = 0.0;
    let moves = timeline.slots.iter().filter_map(|slot| {
        let done = match slot.state {
            SlotState::Kept => 1.0,
            SlotState::Partly(share) => share,
            SlotState::Missed { .. } | SlotState::Unrecorded { .. } => 0.0,
            SlotState::Open | SlotState::Rest | SlotState::Paused => return None,
        };
        strength = strength * slot.retention + done * (1.0 - slot.retention);
        Some((slot.date, strength))
    });
    moves.collect()
}

/// A strength in a word.
#[must_use]
pub fn strength_word(strength: f64) -> &'static str {
    match strength {
        s if s < 0.2 => "sprouting",
        s if s < 0.4 => "taking root",
        s if s < 0.6 => "growing",
        s if s < 0.8 => "steady",
        _ => "rooted",
    }
}

/// The slots of the 28 days that end `back` days ago. A period kept before its end counts today.
fn between(timeline: &Timeline, today: Date, back: i64) -> impl Iterator<Item = &Slot> {
    let window = DateRange::new(later(today, 1 - WINDOW - back), later(today, -back));
    timeline.slots.iter().filter(move |slot| window.contains(slot.date.min(today)))
}

fn trend(timeline: &Timeline, today: Date) -> Option<Trend> {
    let now = SlotCounts::of(between(timeline, today, 0));
    let before = SlotCounts::of(between(timeline, today, WINDOW));
    if now.due < TREND_SLOTS || before.due < TREND_SLOTS {
        return None;
    }
    let step = now.rate()? - before.rate()?;
    Some(if step.abs() <= TREND_STEP + f64::EPSILON {
        Trend::Steady
    } else if step > 0.0 {
        Trend::Rising
    } else {
        Trend::Easing
    })
}

/// An open slot of today or later, else the next day on which something is due.
fn next_due(commitment: &Commitment, timeline: &Timeline, calendar: &Calendar) -> Option<Date> {
    let Calendar { today, week_starts, .. } = *calendar;
    let free = |date: &Date| commitment.pause(*date).is_none() && !commitment.rests(*date);
    // In a pause nothing is due: what ends there is due before it.
    let last_free = |days: DateRange| days.days().filter(free).last();
    let open =
        timeline.slots.iter().find(|slot| slot.state == SlotState::Open && slot.date >= today);
    if let Some(next) = open.and_then(|open| last_free(DateRange::new(today, open.date))) {
        return Some(next);
    }
    let from = later(today, 1).max(commitment.start);
    let mut ahead = (0..800).map(|day| later(from, day)).take_while(|date| commitment.holds(*date));
    match commitment.cadence_on(from) {
        Cadence::Free => None,
        Cadence::Every(days) => {
            let window = i64::from(*days) - 1;
            let date = ahead.filter(free).nth(usize::try_from(window).unwrap_or(0))?;
            Some(date)
        }
        Cadence::Times(_, period) => {
            // This period is done; the next one with a day for it asks again.
            let mut next = later(period_of(today, *period, week_starts).last, 1);
            for _ in 0..PERIODS_AHEAD {
                next = next.max(commitment.start);
                let last = period_of(next, *period, week_starts).last;
                let held = commitment.end.map_or(last, |end| end.min(last));
                if !commitment.holds(next) {
                    return None;
                }
                if let Some(day) = last_free(DateRange::new(next, held)) {
                    return Some(day);
                }
                next = later(last, 1);
            }
            None
        }
        cadence => ahead.find(|date| cadence.is_due(*date) && free(date)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    /// Slots on successive days: `x` kept, `/` half, `n` not done, `.` nothing written, `r` rest,
    /// `_` open.
    fn slots(letters: &str) -> Vec<Slot> {
        let state = |letter| match letter {
            'x' => SlotState::Kept,
            '/' => SlotState::Partly(0.5),
            'n' => SlotState::MISSED,
            '.' => SlotState::UNRECORDED,
            'r' => SlotState::Rest,
            _ => SlotState::Open,
        };
        let dated = (0..).zip(letters.chars());
        let slot = |(at, letter): (i64, char)| Slot {
            date: Date::constant(2026, 3, 2) + at.days(),
            first: Date::constant(2026, 3, 2) + at.days(),
            state: state(letter),
            count: None,
            retention: 0.5,
        };
        dated.map(slot).collect()
    }

    fn timeline(letters: &str) -> Timeline {
        Timeline { slots: slots(letters), ..Timeline::default() }
    }

    #[test]
    fn a_rate_counts_what_was_due_and_says_how_much_was_written() {
        let counts = SlotCounts::of(slots("xx/n..rr_").iter());
        assert_eq!((counts.due, counts.kept, counts.partly, counts.missed), (6, 2, 1, 1));
        assert_eq!((counts.unrecorded, counts.neutral, counts.open), (2, 2, 1));
        assert_eq!(counts.rate(), Some(2.0 / 6.0));
        assert_eq!(counts.recorded(), Some(4.0 / 6.0));
        assert_eq!(SlotCounts::of(slots("rr_").iter()).rate(), None, "nothing was due");
    }

    #[test]
    fn one_miss_never_ends_a_rhythm_and_two_in_a_row_do() {
        assert_eq!(rhythm(&timeline("xxnxx"), Partly::Bridge), 4);
        assert_eq!(rhythm(&timeline("xxnnx"), Partly::Bridge), 1);
        assert_eq!(
            rhythm(&timeline("xxnrnx"), Partly::Bridge),
            1,
            "rest between two misses is no return"
        );
        assert_eq!(rhythm(&timeline("xx__"), Partly::Bridge), 2, "what is open ends nothing");
    }

    #[test]
    fn strength_moves_towards_what_was_done_and_rest_leaves_it() {
        let last = |letters: &str| strength(&timeline(letters)).last().map(|(_, value)| *value);
        assert_eq!(last("x"), Some(0.5));
        assert_eq!(last("xx"), Some(0.75));
        assert_eq!(last("x/"), Some(0.5));
        assert_eq!(last("xn"), Some(0.25));
        assert_eq!(last("xrr"), Some(0.5));
        assert_eq!(last("rr"), None);
    }
}
