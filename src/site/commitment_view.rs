//! A commitment as lists show it: its last days, how well it has taken root, one sentence.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::address::month_page;
use super::chart::{path, round};
use super::entry_page::EntryPage;
use crate::commitment::cadence::{Calendar, Period, days_between, later, period_of};
use crate::commitment::day_state::DayState;
use crate::commitment::metrics::{Status, strength_word};
use crate::commitment::progress::CommitmentProgress;
use crate::commitment::sentence::{SpokenPart, outlook, standing};
use crate::digest::InputHash;
use crate::spoken;

/// Days in a row of dots.
const DAYS: i64 = 28;
/// Days of a sparkline.
const HALF_YEAR: i64 = 183;
/// Width and height of a sparkline, and the room around it.
const SPARK: (f64, f64, f64) = (116.0, 32.0, 3.0);

/// One commitment, as lists show it.
#[derive(Debug, Serialize)]
pub(super) struct CommitmentView<'a> {
    #[serde(skip)]
    pub(super) tracked: &'a CommitmentProgress,
    id: String,
    pub(super) title: String,
    pub(super) url: String,
    /// Whether something can still be done on the day of the build.
    pub(super) open: bool,
    /// Whether lists may name it.
    #[serde(skip)]
    pub(super) listed: bool,
    pub(super) status: Status,
    /// "every day".
    pub(super) cadence: String,
    /// The cue of its plan.
    pub(super) when: Option<String>,
    /// What is to be done today or next.
    outlook: String,
    /// The last 28 days, and whether they say anything.
    dots: Vec<Dot>,
    shows_dots: bool,
    /// The seven days of this week.
    week: Vec<WeekDay>,
    sparkline: Option<Sparkline>,
    /// How it stands.
    standing: Vec<SpokenPart>,
}

/// A day in a row of dots.
#[derive(Debug, Serialize)]
struct Dot {
    look: DayState,
    /// Whether a week begins with it.
    week: bool,
}

/// A day of this week.
#[derive(Debug, Serialize)]
struct WeekDay {
    look: DayState,
    label: &'static str,
    today: bool,
    /// Whether it is still to come.
    ahead: bool,
}

/// Half a year of strength.
#[derive(Debug, Serialize)]
struct Sparkline {
    path: String,
    /// Where it ends.
    end: (f64, f64),
    /// "steady".
    word: &'static str,
}

/// What a view needs to know of the rest of the site.
pub(super) struct ViewContext<'a> {
    /// The addresses of the days' first entries.
    pub(super) urls: &'a BTreeMap<Date, &'a str>,
    pub(super) calendar: &'a Calendar,
}

impl ViewContext<'_> {
    pub(super) fn url(&self, date: Date) -> Option<String> {
        self.urls.get(&date).map(|url| (*url).to_owned())
    }

    /// The page of a month, where it has one.
    pub(super) fn month(&self, first: Date) -> Option<String> {
        let written = self.urls.range(first..=first.last_of_month()).next().is_some();
        written.then(|| month_page(first))
    }
}

impl<'a> CommitmentView<'a> {
    /// Tells how it stands from how it could.
    pub(super) fn input_hash(&self) -> InputHash {
        let CommitmentProgress { timeline, metrics, .. } = self.tracked;
        InputHash::of(&(&self.title, &self.url, self.listed, format!("{timeline:?} {metrics:?}")))
    }

    /// `page` is the page of its note.
    pub(super) fn new(
        tracked: &'a CommitmentProgress,
        page: &EntryPage,
        calendar: &Calendar,
    ) -> Self {
        let commitment = &tracked.commitment;
        let today = calendar.today;
        let shows_dots = matches!(tracked.metrics.status, Status::Active | Status::Paused);
        Self {
            tracked,
            id: commitment.id.clone(),
            title: page.title.to_string(),
            url: page.card.url.clone(),
            open: tracked.is_open(today),
            listed: !page.withheld,
            status: tracked.metrics.status,
            cadence: commitment.often(today),
            when: commitment.when.clone(),
            outlook: outlook(tracked, today),
            dots: dots(tracked, calendar),
            shows_dots,
            week: week(tracked, calendar),
            sparkline: sparkline(tracked, today).filter(|_| shows_dots),
            standing: standing(tracked, today),
        }
    }

    /// Whether it goes on: it has begun and not ended.
    pub(super) const fn goes_on(&self) -> bool {
        matches!(self.status, Status::Active)
    }

    /// "every day, since 2 March 2026".
    pub(super) fn since(&self, today: Date) -> String {
        let commitment = &self.tracked.commitment;
        let from = spoken::day(commitment.start, today);
        match commitment.end.filter(|end| *end <= today) {
            Some(end) => format!("{}, {from} to {}", self.cadence, spoken::day(end, today)),
            None if commitment.start > today => format!("{}, from {from}", self.cadence),
            None => match commitment.segments.iter().rev().find(|one| one.from <= today) {
                Some(now) if now.from > commitment.start => {
                    let now = spoken::day(now.from, today);
                    format!("{}, since {now}; begun {from}", self.cadence)
                }
                _ => format!("{}, since {from}", self.cadence),
            },
        }
    }
}

fn dots(tracked: &CommitmentProgress, calendar: &Calendar) -> Vec<Dot> {
    let days = (0..DAYS).map(|day| later(calendar.today, day + 1 - DAYS));
    let dot = |date: Date| Dot {
        look: DayState::within(tracked, date),
        week: date.weekday() == calendar.week_starts,
    };
    days.map(dot).collect()
}

fn week(tracked: &CommitmentProgress, calendar: &Calendar) -> Vec<WeekDay> {
    let days = period_of(calendar.today, Period::Week, calendar.week_starts).days();
    let day = |date: Date| {
        let ahead = date > calendar.today;
        let look = if ahead { DayState::Free } else { DayState::of(tracked, date) };
        WeekDay { look, label: look.spoken(), today: date == calendar.today, ahead }
    };
    days.map(day).collect()
}

/// Half a year of strength, where it is shown.
fn sparkline(tracked: &CommitmentProgress, today: Date) -> Option<Sparkline> {
    let strengths = tracked.strengths(today)?;
    let (_, now) = *strengths.last()?;
    let last = tracked.commitment.end.map_or(today, |end| end.min(today));
    let from = later(last, -HALF_YEAR);
    let (width, height, room) = SPARK;
    let place = |(date, strength): &(Date, f64)| {
        #[expect(clippy::cast_precision_loss, reason = "days of half a year")]
        let share = days_between(from, *date).clamp(0, HALF_YEAR) as f64 / HALF_YEAR as f64;
        let x = share.mul_add(width - 4.0 * room, room);
        (round(x), round((1.0 - strength).mul_add(height - 2.0 * room, room)))
    };
    let places: Vec<(f64, f64)> =
        strengths.iter().filter(|(date, _)| *date >= from).map(place).collect();
    let end = *places.last()?;
    Some(Sparkline { path: path(&places), end, word: strength_word(now) })
}
