//! How every number of one commitment came to be, slot by slot.

use std::fmt::Write as _;

use crate::cli::output::wrapped;
use crate::commitment::cadence::Calendar;
use crate::commitment::metrics::{RECORDED, strength_word};
use crate::commitment::progress::CommitmentProgress;
use crate::commitment::trace::trace;

/// The slots in order with what each did, then the numbers with their reasons.
pub(super) fn explain(tracked: &CommitmentProgress, calendar: &Calendar) -> String {
    let commitment = &tracked.commitment;
    let mut out = format!("{} ({})\n", commitment.title, commitment.id);
    for segment in &commitment.segments {
        let why = segment.why.as_deref().map_or_else(String::new, |why| format!(", because {why}"));
        let _ = writeln!(out, "  from {}: {}{why}", segment.from, segment.cadence);
    }
    for pause in &commitment.pauses {
        let to = pause.to.map_or_else(|| "now".to_owned(), |to| to.to_string());
        let why = pause.why.as_deref().map_or_else(String::new, |why| format!(": {why}"));
        let _ = writeln!(out, "  paused {} to {to}{why}", pause.from);
    }
    let _ = writeln!(out, "\n{:10}  {:22}{:>6}{:>9}  ", "due", "", "streak", "strength");
    for step in trace(tracked) {
        let reason = step.reason.map_or_else(String::new, |reason| format!("  {}", reason.text));
        let streak = if step.run == 0 { String::new() } else { step.run.to_string() };
        let (date, what, strength) = (step.date, step.what, step.strength);
        let line = format!("{date}  {what:22}{streak:>6}{strength:>9.3}{reason}");
        let _ = writeln!(out, "{}", line.trim_end());
    }
    for date in &tracked.timeline.extras {
        let _ = writeln!(out, "{date}  done beyond what was due");
    }
    out.push('\n');
    out.push_str(&numbers(tracked, calendar));
    out
}

fn numbers(tracked: &CommitmentProgress, calendar: &Calendar) -> String {
    let m = &tracked.metrics;
    let mut out = String::new();
    let mut line = |name: &str, text: String| {
        out.push_str(&wrapped(&format!("{name:12} {text}"), 76, "", "             "));
    };
    let streak = match m.streak.from {
        Some(from) => format!(
            "{} kept in a row since {from}; rest, pauses, open and covered slots neither add nor end it",
            m.streak.now
        ),
        None => "the next one kept begins it".to_owned(),
    };
    line("streak", streak);
    if m.streak.longest > 0 {
        line("longest", format!("{} in a row", m.streak.longest));
    }
    let rhythm = match m.rhythm {
        0 => "the next one kept begins it".to_owned(),
        rhythm => {
            format!(
                "{rhythm} kept since two slots in a row were not; partly kept ones are not counted"
            )
        }
    };
    line("rhythm", rhythm);
    line(
        "kept of due",
        format!(
            "{} of {}; partly {}, not kept {}, not written down {}",
            m.all.kept, m.all.due, m.all.partly, m.all.missed, m.all.unrecorded
        ),
    );
    line(
        "four weeks",
        format!("{} of {} kept, up to {}", m.window.kept, m.window.due, calendar.today),
    );
    if let Some(recorded) = m.all.recorded() {
        let note = if recorded < RECORDED { "; under 80 %, so no rate is shown" } else { "" };
        line("recorded", format!("{:.0} % of what was due{note}", recorded * 100.0));
    }
    let days = m
        .lapses
        .median_days()
        .map_or_else(String::new, |days| format!(", days until then {days} in the middle"));
    line("returns", format!("{}{days}", m.lapses.returns.len()));
    if let Some(bounce) = m.lapses.bounce() {
        line("bounce", format!("{:.0} % of the lapses were of one slot", bounce * 100.0));
    }
    line(
        "strength",
        format!(
            "{:.3}, {}; each slot moves it a little towards 1 or 0",
            m.strength,
            strength_word(m.strength)
        ),
    );
    for milestone in &m.milestones {
        let what = milestone.spoken();
        line("milestone", format!("{}: {what}", milestone.date));
    }
    out
}
