//! A week, month or year as Markdown: to be read, and to be written into.
//!
//! What was kept comes first; what was not is asked about. Nothing of a private or withheld
//! entry stands here.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::commitment::cadence::days_between;
use crate::commitment::check_in::notation::CheckInState;
use crate::commitment::lapses::Return;
use crate::commitment::metrics::{SlotCounts, Status};
use crate::commitment::progress::{CommitmentProgress, Reason};
use crate::commitment::sentence;
use crate::commitment::slot::{PeriodCount, Slot, SlotState};
use crate::diagnostic::Family;
use crate::spoken::{capital, number, times};
use crate::stats::FindingCounts;

/// From which share of kept slots on a commitment is not asked about.
const LIGHT_ENOUGH: f64 = 0.4;
/// Fewer due slots say nothing about weight.
const ENOUGH_SLOTS: usize = 3;

/// For so many days a commitment is new, and nothing is asked about its weight.
const NEW: i64 = 14;
/// Of fewer words no rate is said: it would be made of nothing.
const ENOUGH_WORDS: usize = 500;

/// What a review is made of.
#[derive(Debug)]
pub struct Review<'a> {
    /// "Week 47, 2026".
    pub title: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The day on which it is read.
    pub today: Date,
    /// Every commitment.
    pub commitments: &'a [CommitmentProgress],
    /// Words and findings of the period.
    pub now: FindingCounts,
    /// The same of as many days before it.
    pub before: FindingCounts,
    /// Days with an entry.
    pub days: usize,
}

/// One commitment in the period.
struct Part<'a> {
    tracked: &'a CommitmentProgress,
    slots: Vec<&'a Slot>,
    returns: usize,
}

impl Part<'_> {
    fn count(&self, wanted: impl Fn(&Slot) -> bool) -> usize {
        self.slots.iter().filter(|slot| wanted(slot)).count()
    }

    fn kept(&self) -> usize {
        self.count(|slot| slot.state == SlotState::Kept)
    }

    fn due(&self) -> usize {
        self.count(Slot::is_due)
    }

    fn title(&self) -> &str {
        &self.tracked.commitment.title
    }

    /// Whether it looks too heavy: mostly not kept, with enough written down to say so.
    #[expect(clippy::cast_precision_loss, reason = "counts of days")]
    fn is_heavy(&self, to: Date) -> bool {
        let showed =
            self.count(|slot| matches!(slot.state, SlotState::Kept | SlotState::Partly(_)));
        let recorded = self.count(|slot| slot.is_due() && !slot.state.is_unrecorded());
        self.tracked.metrics.status == Status::Active
            && days_between(self.tracked.commitment.start, to) >= NEW
            && self.due() >= ENOUGH_SLOTS
            && recorded * 2 >= self.due()
            && (showed as f64) < LIGHT_ENOUGH * self.due() as f64
    }
}

impl Review<'_> {
    /// The review as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let parts = self.parts();
        let mut out =
            format!("# {}\n\n{} to {}. {}\n", self.title, self.from, self.to, self.written());
        self.kept(&parts, &mut out);
        Self::returns(&parts, &mut out);
        self.in_the_way(&mut out);
        self.self_talk(&mut out);
        self.heavy(&parts, &mut out);
        if self.days > 0 || parts.iter().any(|part| part.kept() > 0) {
            out.push_str(&self.questions(&parts));
        }
        out
    }

    /// The same for somebody else to read: without questions, and without how the writer speaks of
    /// themself, unless `self_talk` says so.
    #[must_use]
    pub fn for_print(&self, self_talk: bool) -> String {
        let parts = self.parts();
        let mut out =
            format!("# {}\n\n{} to {}. {}\n", self.title, self.from, self.to, self.written());
        self.kept(&parts, &mut out);
        Self::returns(&parts, &mut out);
        self.in_the_way(&mut out);
        if self_talk {
            self.self_talk(&mut out);
        }
        out
    }

    fn inside(&self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }

    fn parts(&self) -> Vec<Part<'_>> {
        let shown = self.commitments.iter().filter(|tracked| !tracked.commitment.private);
        // In a week every return is told; of a longer time those that the site tells too.
        let week = days_between(self.from, self.to) < 7;
        let returns = |tracked: &CommitmentProgress| {
            let told = |one: &&Return| self.inside(one.date) && (week || tracked.is_marked(one));
            tracked.metrics.lapses.returns.iter().filter(told).count()
        };
        shown
            .map(|tracked| Part {
                tracked,
                slots: tracked
                    .timeline
                    .slots
                    .iter()
                    .filter(|slot| self.inside(slot.date))
                    .collect(),
                returns: returns(tracked),
            })
            .collect()
    }

    fn written(&self) -> String {
        let last = self.to.min(self.today);
        let all = usize::try_from(days_between(self.from, last) + 1).unwrap_or_default();
        match (all, self.days) {
            (0, _) => "These days are still to come.".to_owned(),
            _ if last < self.to => self.written_so_far(all),
            (_, 0) => "No day has words here, and that says nothing about you.".to_owned(),
            (_, 1) => format!("One of {} days has words.", number(all)),
            (_, days) => format!("{} of {} days have words.", capital(&number(days)), number(all)),
        }
    }

    /// The same while the period goes on, of which `all` days are there.
    fn written_so_far(&self, all: usize) -> String {
        match (all, self.days) {
            (1, 0) => "This is its first day.".to_owned(),
            (1, _) => "This is its first day, and it has words.".to_owned(),
            (_, 0) => format!("{} days so far, without words yet.", capital(&number(all))),
            (_, 1) => format!("One of {} days so far has words.", number(all)),
            (_, days) => {
                format!("{} of {} days so far have words.", capital(&number(days)), number(all))
            }
        }
    }

    fn kept(&self, parts: &[Part], out: &mut String) {
        let mut lines = String::new();
        let mut kept: Vec<&Part> =
            parts.iter().filter(|part| part.kept() > 0 || !self.extras(part).is_empty()).collect();
        kept.sort_by_key(|part| std::cmp::Reverse(part.kept()));
        for part in kept {
            let extras = self.extras(part).len();
            let told = match (part.due(), extras) {
                (0, extras) => format!("{}, beyond what was due", times(extras)),
                (_, 0) => self.told(part),
                (_, extras) => {
                    format!("{}, and {} beyond what was due", self.told(part), times(extras))
                }
            };
            let _ = writeln!(lines, "- {}: {told}", part.title());
        }
        // Of a week in which less was done than wanted, what was done is told.
        for part in parts.iter().filter(|part| part.kept() == 0) {
            let closed =
                part.slots.iter().filter(|slot| slot.is_due()).filter_map(|slot| slot.count);
            let begun: Vec<PeriodCount> = closed.filter(PeriodCount::is_begun).collect();
            let (amounts, counts): (Vec<PeriodCount>, Vec<PeriodCount>) =
                begun.into_iter().partition(|count| count.amount.is_some());
            let target = part.tracked.commitment.target.as_ref();
            let amounts = amounts.iter().map(|count| count.spoken(target));
            let done: usize = counts.iter().map(|count| count.done).sum();
            let told: Vec<String> = amounts.chain((done > 0).then(|| times(done))).collect();
            if !told.is_empty() {
                let _ = writeln!(lines, "- {}: {}", part.title(), told.join(", "));
            }
        }
        for part in parts {
            let begun = part.slots.iter().filter(|slot| slot.state == SlotState::Open);
            for count in begun.filter_map(|slot| slot.count).filter(PeriodCount::is_begun) {
                let told = count.spoken(part.tracked.commitment.target.as_ref());
                let _ = writeln!(lines, "- {}: {told} so far", part.title());
            }
        }
        section(out, "What was kept", &lines);
    }

    /// What became of what was due, nothing hidden.
    fn told(&self, part: &Part) -> String {
        let counts = SlotCounts::of(part.slots.iter().copied());
        match counts.due {
            0 => "nothing was due".to_owned(),
            _ => sentence::parts_plainly(&counts, &part.tracked.commitment, self.to),
        }
    }

    fn extras<'a>(&self, part: &'a Part) -> Vec<&'a Date> {
        part.tracked.timeline.extras.iter().filter(|date| self.inside(**date)).collect()
    }

    fn returns(parts: &[Part], out: &mut String) {
        let mut lines = String::new();
        for part in parts.iter().filter(|part| part.returns > 0) {
            let _ = writeln!(lines, "- {}: came back {}", part.title(), times(part.returns));
        }
        section(out, "Coming back", &lines);
    }

    fn in_the_way(&self, out: &mut String) {
        let mut lines = String::new();
        for tracked in self.commitments.iter().filter(|tracked| !tracked.commitment.private) {
            let told = |reason: &&Reason| {
                let done = matches!(reason.state, CheckInState::Kept | CheckInState::Partly);
                self.inside(reason.date) && !reason.private && !done
            };
            for reason in tracked.reasons.iter().filter(told) {
                let rest = if reason.state == CheckInState::Rest { " (a day of rest)" } else { "" };
                let _ = writeln!(
                    lines,
                    "- {}, {}: {}{rest}",
                    reason.date, tracked.commitment.title, reason.text
                );
            }
        }
        section(out, "What got in the way", &lines);
    }

    /// What to ask oneself: what got in the way only where something may have.
    fn questions(&self, parts: &[Part]) -> String {
        let done = parts.iter().all(|part| part.kept() == part.due());
        let reasons = parts.iter().flat_map(|part| &part.tracked.reasons);
        let smooth = done && !reasons.into_iter().any(|reason| self.inside(reason.date));
        let was_due = parts.iter().any(|part| part.due() > 0);
        let asked = if smooth && was_due { ALL_KEPT } else { IN_THE_WAY };
        format!("\n## Questions\n\nWhat happened?\n\n{asked}{NEXT}")
    }

    fn self_talk(&self, out: &mut String) {
        let mut lines = String::new();
        if self.now.words < ENOUGH_WORDS {
            return;
        }
        for (family, name) in
            [(Family::Harsh, "Harsh on yourself"), (Family::Avoidant, "Out of your hands")]
        {
            if let Some(now) = self.now.per_thousand(family) {
                let before = self.before.per_thousand(family);
                let before =
                    before.map_or_else(String::new, |before| format!(", {before:.1} before"));
                let _ = writeln!(lines, "- {name}: {now:.1} for each 1,000 words{before}");
            }
        }
        section(out, "How you spoke to yourself", &lines);
    }

    fn heavy(&self, parts: &[Part], out: &mut String) {
        let mut lines = String::new();
        for part in parts.iter().filter(|part| part.is_heavy(self.to)) {
            let minimum = part.tracked.commitment.minimum.as_deref();
            let minimum =
                minimum.map_or_else(String::new, |minimum| format!(" (the minimum is: {minimum})"));
            let _ = writeln!(
                lines,
                "- {}: {}. Is it still worth it to you? If so, it can be made lighter{minimum}, paused, or given days of rest. If not, it can be let go on purpose, with `end:` and `outcome: released`.",
                part.title(),
                self.told(part)
            );
        }
        section(out, "What looks heavy", &lines);
    }
}

/// The questions of a restorative conversation, in its order.
const IN_THE_WAY: &str = "\
What got in the way?

What would help?

Whom could I ask?

";
/// What is asked instead where all was kept.
const ALL_KEPT: &str = "\
What helped?

";
/// What ends the questions.
const NEXT: &str = "\
The next step: When ___, I will ___.

If somebody was affected: what would make it right with them?
";

fn section(out: &mut String, title: &str, lines: &str) {
    if !lines.is_empty() {
        let _ = write!(out, "\n## {title}\n\n{lines}");
    }
}
