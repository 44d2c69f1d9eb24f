//! How commitments are shown: what was promised, how it stands, a calendar, a curve of strength.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::chart::{self, ChartLine};
use super::entry_page::EntryPage;
use crate::commitment::cadence::Calendar;
use crate::commitment::cadence::later;
use crate::commitment::describe;
use crate::commitment::metrics::{self, strength_word};
use crate::commitment::progress::CommitmentProgress;
use crate::commitment::trace::{TraceStep, trace};
use crate::digest::InputHash;

/// How many of the last slots are shown one by one.
const STEPS: usize = 60;

/// One commitment, as its page and the lists show it.
#[derive(Debug, Serialize)]
pub(super) struct CommitmentView<'a> {
    #[serde(skip)]
    pub(super) tracked: &'a CommitmentProgress,
    pub(super) title: String,
    pub(super) url: String,
    /// Whether something can still be done on the day of the build.
    pub(super) open: bool,
    /// Whether lists may name it.
    #[serde(skip)]
    pub(super) listed: bool,
    status: metrics::Status,
    cadence: String,
    value: Option<String>,
    when: Option<String>,
    minimum: Option<String>,
    if_missed: Option<String>,
    facts: Vec<String>,
    /// The person's own words.
    html: String,
    months: Vec<CommitmentMonth>,
    curve: Option<Curve>,
    history: Vec<CadenceChange>,
    pauses: Vec<PauseView>,
    milestones: Vec<DatedText>,
    reasons: Vec<DatedText>,
    numbers: Vec<NamedNumber>,
    /// What the last slots did to them.
    steps: Vec<SlotRow>,
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

/// A row of the calendar.
#[derive(Debug, Serialize)]
struct CommitmentMonth {
    name: String,
    days: Vec<CommitmentDay>,
}

#[derive(Debug, Serialize)]
struct CommitmentDay {
    mark: char,
    /// A word for its look.
    look: &'static str,
    /// "2 March 2026: kept".
    label: String,
    /// The day's entry.
    url: Option<String>,
}

/// The strength over time, as the points of a line.
#[derive(Debug, Serialize)]
struct Curve {
    line: ChartLine,
    label: String,
}

#[derive(Debug, Serialize)]
struct CadenceChange {
    from: String,
    cadence: String,
    why: Option<String>,
}

#[derive(Debug, Serialize)]
struct PauseView {
    from: String,
    to: Option<String>,
    why: Option<String>,
}

#[derive(Debug, Serialize)]
struct DatedText {
    date: String,
    text: String,
    url: Option<String>,
}

/// What a view needs to know of the rest of the site.
pub(super) struct ViewContext<'a> {
    /// The addresses of the days' first entries.
    pub(super) urls: &'a BTreeMap<Date, &'a str>,
    pub(super) calendar: &'a Calendar,
}

impl ViewContext<'_> {
    fn url(&self, date: Date) -> Option<String> {
        self.urls.get(&date).map(|url| (*url).to_owned())
    }
}

impl<'a> CommitmentView<'a> {
    /// Tells how it stands from how it could.
    pub(super) fn input_hash(&self) -> InputHash {
        let CommitmentProgress { timeline, metrics, .. } = self.tracked;
        InputHash::of(&(&self.title, &self.url, self.listed, format!("{timeline:?} {metrics:?}")))
    }

    /// `page` is the page of its note, `html` its body.
    pub(super) fn new(
        tracked: &'a CommitmentProgress,
        page: &EntryPage,
        html: String,
        context: &ViewContext,
    ) -> Self {
        let CommitmentProgress { commitment, metrics, .. } = tracked;
        let today = context.calendar.today;
        let dated = |date: Date, text: String| DatedText {
            date: date.to_string(),
            text,
            url: context.url(date),
        };
        let public = tracked.reasons.iter().filter(|reason| !reason.private);
        let all = trace(tracked);
        let last = all.iter().rev().take(STEPS);
        Self {
            tracked,
            title: page.title.to_string(),
            url: page.card.url.clone(),
            open: tracked.is_open(today),
            listed: !page.withheld,
            status: metrics.status,
            cadence: commitment.cadence_on(today).to_string(),
            value: commitment.value.clone(),
            when: commitment.when.clone(),
            minimum: commitment.minimum.clone(),
            if_missed: commitment.if_missed.clone(),
            facts: describe::facts(tracked, today),
            html,
            months: months(tracked, context),
            curve: curve(tracked),
            history: commitment
                .segments
                .iter()
                .map(|segment| CadenceChange {
                    from: segment.from.to_string(),
                    cadence: segment.cadence.to_string(),
                    why: segment.why.clone(),
                })
                .collect(),
            pauses: commitment
                .pauses
                .iter()
                .map(|pause| PauseView {
                    from: pause.from.to_string(),
                    to: pause.to.map(|to| to.to_string()),
                    why: pause.why.clone(),
                })
                .collect(),
            milestones: metrics
                .milestones
                .iter()
                .rev()
                .map(|one| dated(one.date, describe::milestone(one)))
                .collect(),
            reasons: public.rev().map(|one| dated(one.date, one.text.clone())).collect(),
            numbers: numbers(tracked),
            steps: last.map(row).collect(),
        }
    }
}

/// The months it held, the newest first.
fn months(tracked: &CommitmentProgress, context: &ViewContext) -> Vec<CommitmentMonth> {
    let calendar = context.calendar;
    let last = tracked.commitment.end.map_or(calendar.today, |end| end.min(calendar.today));
    let mut months: Vec<CommitmentMonth> = Vec::new();
    let mut first = last.first_of_month();
    while first >= tracked.commitment.start.first_of_month() {
        let days = (0..i64::from(first.days_in_month())).map(|day| later(first, day));
        let days = days.map(|date| {
            let held = tracked.commitment.holds(date) && date <= calendar.today;
            let mark = if held { describe::mark(tracked, date) } else { ' ' };
            let said = if held { describe::spoken(mark) } else { "outside of its time" };
            CommitmentDay {
                mark,
                look: look(mark),
                label: format!("{}: {said}", date.strftime("%-d %B %Y")),
                url: context.url(date).filter(|_| held),
            }
        });
        months.push(CommitmentMonth {
            name: first.strftime("%b %Y").to_string(),
            days: days.collect(),
        });
        let Ok(before) = first.yesterday() else { break };
        first = before.first_of_month();
    }
    months
}

const fn look(mark: char) -> &'static str {
    match mark {
        '●' => "kept",
        '◐' => "partly",
        '○' => "not",
        _ => "quiet",
    }
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

/// The strength as a line from the first slot to the last; none for fewer than two, or while nothing
/// was ever done: silence must not look like failure.
fn curve(tracked: &CommitmentProgress) -> Option<Curve> {
    let strengths = metrics::strength(&tracked.timeline);
    let ((first, _), (last, now)) = (strengths.first()?, strengths.last()?);
    if strengths.iter().all(|(_, strength)| *strength <= 0.0) {
        return None;
    }
    let label = format!(
        "Strength from {first} to {last}, now {:.0} of 100, {}",
        now * 100.0,
        strength_word(*now)
    );
    Some(Curve { line: chart::line(&strengths, 0.0, 1.0)?, label })
}

/// How the numbers came to be, in a table.
fn numbers(tracked: &CommitmentProgress) -> Vec<NamedNumber> {
    let metrics = &tracked.metrics;
    let all = &metrics.all;
    let mut rows = vec![
        ("Kept of due", format!("{} of {}", all.kept, all.due)),
        ("Partly", all.partly.to_string()),
        ("Not kept", all.missed.to_string()),
        ("Not written down", all.unrecorded.to_string()),
        ("Rest and pauses", all.neutral.to_string()),
        ("Beyond what was due", metrics.extras.to_string()),
        ("Longest in a row", metrics.streak.longest.to_string()),
        ("Returns", metrics.lapses.returns.len().to_string()),
    ];
    if let Some(days) = metrics.lapses.median_days() {
        rows.push(("Days until a return, median", days.to_string()));
    }
    rows.push((
        "Strength",
        format!("{:.2}, {}", metrics.strength, strength_word(metrics.strength)),
    ));
    rows.into_iter().map(|(name, value)| NamedNumber { name, value }).collect()
}
