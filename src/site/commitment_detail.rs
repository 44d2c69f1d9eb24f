//! A commitment on its own page: its years, its returns, how it took root, what got in the way.

mod obstacles;
mod returns;
mod strength;
mod weekdays;

use jiff::civil::Date;
use serde::Serialize;

use self::obstacles::Obstacles;
use self::returns::Returns;
use self::weekdays::WeekdayPattern;
use super::chart::LineChart;
use super::commitment_view::ViewContext;
use super::year_grid::{GridDay, YearGrid};
use crate::commitment::day_state::DayState;
use crate::commitment::metrics::{FEW, strength_word};
use crate::commitment::milestone::Reached;
use crate::commitment::progress::CommitmentProgress;
use crate::commitment::sentence::{SpokenPart, lead};
use crate::commitment::trace::{TraceStep, trace};
use crate::spoken;

/// How many of the last slots are shown one by one.
const STEPS: usize = 40;

/// What the page of a commitment shows beside what lists do.
#[derive(Debug, Serialize)]
pub(super) struct CommitmentDetail {
    lead: Vec<SpokenPart>,
    /// "every day, since 2 March 2026".
    since: String,
    value: Option<String>,
    when: Option<String>,
    minimum: Option<String>,
    if_missed: Option<String>,
    /// The newest year first; none while there are few days.
    years: Vec<CommitmentYear>,
    /// The days one by one, while there are few.
    few: Vec<NotedDay>,
    returns: Option<Returns>,
    /// The newest first.
    milestones: Vec<MilestoneView>,
    strength: Option<LineChart>,
    obstacles: Option<Obstacles>,
    weekdays: Option<WeekdayPattern>,
    /// Words beside a check-in that was kept, the newest first.
    notes: Vec<NotedDay>,
    history: Vec<Change>,
    numbers: Vec<NamedNumber>,
    /// What the last slots did to them.
    steps: Vec<SlotRow>,
}

/// A year of days, and the same in words.
#[derive(Debug, Serialize)]
struct CommitmentYear {
    grid: YearGrid,
    months: Vec<MonthInWords>,
}

/// The days of a month by what became of them: "1, 2, 5".
#[derive(Debug, Serialize)]
struct MonthInWords {
    name: String,
    kept: String,
    partly: String,
    missed: String,
    silent: String,
}

/// A day with words.
#[derive(Debug, Serialize)]
struct NotedDay {
    look: DayState,
    date: String,
    label: String,
    text: Option<String>,
    url: Option<String>,
}

#[derive(Debug, Serialize)]
struct MilestoneView {
    date: String,
    text: String,
    /// Whether it is a return.
    back: bool,
    url: Option<String>,
}

/// A change of cadence, or a pause.
#[derive(Debug, Serialize)]
struct Change {
    /// "since 1 May 2026".
    when: String,
    /// "every day".
    what: String,
    why: Option<String>,
}

/// A number and what it is called.
#[derive(Debug, Serialize)]
struct NamedNumber {
    name: &'static str,
    value: String,
}

/// What one slot did.
#[derive(Debug, Serialize)]
struct SlotRow {
    date: String,
    what: String,
    run: usize,
    strength: String,
    reason: Option<String>,
}

impl CommitmentDetail {
    /// `since` is how often it is due, and since when.
    pub(super) fn new(tracked: &CommitmentProgress, since: String, context: &ViewContext) -> Self {
        let CommitmentProgress { commitment, metrics, .. } = tracked;
        let due = metrics.all.due + metrics.extras;
        let few = due < FEW;
        let all = trace(tracked);
        let milestone = |one: &crate::commitment::milestone::Milestone| MilestoneView {
            date: one.date.to_string(),
            text: one.spoken(),
            back: matches!(one.reached, Reached::Return(_) | Reached::LongReturn(_)),
            url: context.url(one.date),
        };
        Self {
            lead: lead(tracked, context.calendar.today),
            since,
            value: commitment.value.clone(),
            when: commitment.when.clone(),
            minimum: commitment.minimum.clone(),
            if_missed: commitment.if_missed.clone(),
            years: if few { Vec::new() } else { years(tracked, context) },
            few: if few { said(tracked, context) } else { Vec::new() },
            returns: Returns::new(tracked, context),
            milestones: metrics.milestones.iter().rev().map(milestone).collect(),
            strength: strength::chart(tracked, context),
            obstacles: Obstacles::new(tracked, context),
            weekdays: WeekdayPattern::new(tracked, context),
            notes: notes(tracked, context),
            history: history(tracked, context.calendar.today),
            numbers: numbers(tracked),
            steps: all.iter().rev().take(STEPS).map(row).collect(),
        }
    }
}

/// The public words beside the check-in of a day.
fn words(tracked: &CommitmentProgress, date: Date) -> Option<&str> {
    let from = tracked.reasons.partition_point(|reason| reason.date < date);
    let of_day = tracked.reasons.get(from..)?.iter().take_while(|reason| reason.date == date);
    of_day.filter(|reason| !reason.private).map(|reason| reason.text.as_str()).next()
}

/// The days that it held, the newest year first.
fn years(tracked: &CommitmentProgress, context: &ViewContext) -> Vec<CommitmentYear> {
    let calendar = context.calendar;
    let last = tracked.commitment.end.map_or(calendar.today, |end| end.min(calendar.today));
    let held = |date: Date| tracked.commitment.holds(date) && date <= calendar.today;
    let day = |date: Date| {
        if !held(date) {
            return GridDay { look: None, url: None, label: String::new() };
        }
        let state = DayState::of(tracked, date);
        let url = context.url(date);
        let plain = matches!(state, DayState::Silent | DayState::Free) && url.is_none();
        let note = words(tracked, date).map_or(String::new(), |words| format!(", {words}"));
        let label = format!("{}: {}{note}", date.strftime("%-d %b"), state.spoken());
        GridDay { look: Some(state), url, label: if plain { String::new() } else { label } }
    };
    let years = tracked.commitment.start.year()..=last.year();
    let year = |year: i16| CommitmentYear {
        grid: YearGrid::new(year, calendar.week_starts, day, |first| context.month(first)),
        months: months_in_words(tracked, year, held),
    };
    years.rev().map(year).collect()
}

fn months_in_words(
    tracked: &CommitmentProgress,
    year: i16,
    held: impl Fn(Date) -> bool,
) -> Vec<MonthInWords> {
    let firsts = (1..=12).rev().filter_map(|month| Date::new(year, month, 1).ok());
    let month = |first: Date| {
        let days =
            (1..=first.days_in_month()).filter_map(|day| Date::new(year, first.month(), day).ok());
        let days: Vec<(i8, DayState)> = days
            .filter(|date| held(*date))
            .map(|date| (date.day(), DayState::of(tracked, date)))
            .collect();
        let of = |wanted: &[DayState]| {
            let days = days.iter().filter(|(_, state)| wanted.contains(state));
            days.map(|(day, _)| day.to_string()).collect::<Vec<_>>().join(", ")
        };
        let words = MonthInWords {
            name: first.strftime("%B").to_string(),
            kept: of(&[DayState::Kept, DayState::Back]),
            partly: of(&[DayState::Partly]),
            missed: of(&[DayState::Missed, DayState::Moved]),
            silent: of(&[DayState::Silent]),
        };
        (!days.is_empty()).then_some(words)
    };
    firsts.filter_map(month).collect()
}

/// Every day that something was said of it, in order.
fn said(tracked: &CommitmentProgress, context: &ViewContext) -> Vec<NotedDay> {
    let today = context.calendar.today;
    let days = tracked.day_log.days.keys().filter(|date| **date <= today);
    let states = days.map(|date| (*date, DayState::of(tracked, *date)));
    let told = states.filter(|(_, state)| !matches!(state, DayState::Open | DayState::Free));
    told.map(|(date, look)| noted(tracked, date, look, context)).collect()
}

fn noted(
    tracked: &CommitmentProgress,
    date: Date,
    look: DayState,
    context: &ViewContext,
) -> NotedDay {
    NotedDay {
        look,
        date: date.to_string(),
        label: look.spoken().to_owned(),
        text: words(tracked, date).map(str::to_owned),
        url: context.url(date),
    }
}

/// The days on which it was kept, with what was noted beside, the newest first.
fn notes(tracked: &CommitmentProgress, context: &ViewContext) -> Vec<NotedDay> {
    let mut dates: Vec<Date> = tracked.reasons.iter().map(|reason| reason.date).collect();
    dates.dedup();
    let days = dates.into_iter().rev().map(|date| (date, DayState::of(tracked, date)));
    let kept = days.filter(|(_, state)| state.is_kept() || *state == DayState::Partly);
    let noted = kept.map(|(date, look)| noted(tracked, date, look, context));
    noted.filter(|day| day.text.is_some()).take(STEPS).collect()
}

/// How it changed, the newest first.
fn history(tracked: &CommitmentProgress, today: Date) -> Vec<Change> {
    let commitment = &tracked.commitment;
    let ends = commitment.segments.iter().skip(1).map(|next| next.from.yesterday().ok());
    let ends = ends.chain(std::iter::once(None));
    let segments = commitment.segments.iter().zip(ends).map(|(segment, end)| {
        let from = spoken::day(segment.from, today);
        let when = end.map_or_else(
            || format!("since {from}"),
            |end| format!("{from} to {}", spoken::day(end, today)),
        );
        (segment.from, Change { when, what: segment.cadence.spoken(), why: segment.why.clone() })
    });
    let pauses = commitment.pauses.iter().map(|pause| {
        let from = spoken::day(pause.from, today);
        let when = pause.to.map_or_else(
            || format!("since {from}"),
            |to| format!("{from} to {}", spoken::day(to, today)),
        );
        (pause.from, Change { when, what: "paused".to_owned(), why: pause.why.clone() })
    });
    let mut changes: Vec<(Date, Change)> = segments.chain(pauses).collect();
    changes.sort_by(|(a, _), (b, _)| b.cmp(a));
    changes.into_iter().map(|(_, change)| change).collect()
}

fn row(step: &TraceStep) -> SlotRow {
    SlotRow {
        date: step.date.to_string(),
        what: step.what.clone(),
        run: step.run,
        strength: format!("{:.2}", step.strength),
        reason: step.reason.filter(|reason| !reason.private).map(|reason| reason.text.clone()),
    }
}

/// How the numbers came to be, in a table.
fn numbers(tracked: &CommitmentProgress) -> Vec<NamedNumber> {
    let metrics = &tracked.metrics;
    let all = &metrics.all;
    let mut rows = vec![
        ("Kept", all.kept.to_string()),
        ("Partly", all.partly.to_string()),
        ("Not that day", all.missed.to_string()),
        ("Not written down", all.unrecorded.to_string()),
        ("Rest and pauses", all.neutral.to_string()),
        ("Beyond what was due", metrics.extras.to_string()),
        ("In a row now", metrics.streak.now.to_string()),
        ("Longest in a row", metrics.streak.longest.to_string()),
        ("Rhythm: kept since two in a row were not", metrics.rhythm.to_string()),
        ("Returns", metrics.lapses.returns.len().to_string()),
    ];
    if let Some(days) = metrics.lapses.median_days() {
        rows.push(("Days until a return, in the middle", days.to_string()));
    }
    rows.push((
        "Strength, from 0 to 1",
        format!("{:.2}, {}", metrics.strength, strength_word(metrics.strength)),
    ));
    rows.into_iter().map(|(name, value)| NamedNumber { name, value }).collect()
}
