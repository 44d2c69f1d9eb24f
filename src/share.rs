//! What somebody whom the writer chose may see: the commitments that name them, what was kept and
//! where the writer came back, and what got in the way where that is shared too. Nothing else of the
//! journal can stand here: it is made of nothing else.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::commitment::cadence::DateRange;
use crate::commitment::check_in::notation::CheckInState;
use crate::commitment::metrics::SlotCounts;
use crate::commitment::name::folded;
use crate::commitment::progress::{CommitmentProgress, Reason};
use crate::commitment::sentence::parts_plainly;
use crate::spoken::{capital, span};

/// A page for somebody.
#[derive(Debug)]
pub struct SharedPage<'a> {
    /// Whom it is for.
    pub name: &'a str,
    /// Which days it tells of.
    pub days: DateRange,
    /// A sentence of the writer's own.
    pub said: Option<&'a str>,
    /// The commitments that are shared with them.
    pub commitments: Vec<&'a CommitmentProgress>,
    /// Entries whose words are not passed on: heavy days, and days of harsh words.
    pub quiet: &'a BTreeSet<String>,
}

/// The commitments that are shared with somebody: none that is private.
pub fn shared_with<'a>(
    all: &'a [CommitmentProgress],
    name: &str,
) -> impl Iterator<Item = &'a CommitmentProgress> {
    let name = folded(name);
    all.iter().filter(move |tracked| {
        let commitment = &tracked.commitment;
        !commitment.private && commitment.sharing.names.iter().any(|one| folded(one) == name)
    })
}

impl SharedPage<'_> {
    /// "1 to 31 March 2026".
    #[must_use]
    pub fn period(&self) -> String {
        let DateRange { first, last } = self.days;
        let end = last.strftime("%-d %B %Y");
        match (first.year() == last.year(), first.month() == last.month()) {
            _ if first == last => end.to_string(),
            (true, true) => format!("{} to {end}", first.strftime("%-d")),
            (true, false) => format!("{} to {end}", first.strftime("%-d %B")),
            _ => format!("{} to {end}", first.strftime("%-d %B %Y")),
        }
    }

    /// The page as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!("# How it went\n\nFor {}, {}.\n", self.name, self.period());
        if let Some(said) = self.said {
            let _ = write!(out, "\n> {said}\n");
        }
        for tracked in &self.commitments {
            self.commitment(tracked, &mut out);
        }
        out
    }

    fn commitment(&self, tracked: &CommitmentProgress, out: &mut String) {
        let commitment = &tracked.commitment;
        let slots = tracked.timeline.slots.iter().filter(|slot| self.days.contains(slot.date));
        let counts = SlotCounts::of(slots);
        let extras = tracked.timeline.extras.iter().filter(|date| self.days.contains(**date));
        let cadence = capital(&commitment.often(self.days.last));
        let kept = match (counts.due, extras.count()) {
            (0, 0) if self.days.last < commitment.start => "it had not begun yet".to_owned(),
            (0, 0) => "nothing was due".to_owned(),
            (0, extras) => format!("done {}", crate::spoken::times(extras)),
            _ => parts_plainly(&counts, commitment, self.days.last),
        };
        let _ = write!(out, "\n## {}\n\n{cadence}: {kept}.\n", commitment.title);
        for back in tracked.marked_returns().filter(|back| self.days.contains(back.date)) {
            let day = back.date.strftime("%-d %B");
            let _ = write!(out, "\nBack on {day}, after {}.\n", span(back.days_away));
        }
        let reasons: Vec<&Reason> =
            tracked.reasons.iter().filter(|reason| self.may_tell(tracked, reason)).collect();
        if !reasons.is_empty() {
            out.push_str("\nWhat got in the way:\n\n");
        }
        for reason in reasons {
            let _ = writeln!(out, "- {}: {}", reason.date.strftime("%-d %B"), reason.text);
        }
    }

    fn may_tell(&self, tracked: &CommitmentProgress, reason: &Reason) -> bool {
        let done = matches!(reason.state, CheckInState::Kept | CheckInState::Partly);
        tracked.commitment.sharing.notes
            && self.days.contains(reason.date)
            && !done
            && !reason.private
            && !self.quiet.contains(&reason.path)
    }
}
