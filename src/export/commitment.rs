//! The progress of a commitment as JSON. Absent is null; numbers are not rounded.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::commitment::metrics::Metrics;
use crate::commitment::progress::CommitmentProgress;

/// One commitment.
#[must_use]
pub fn commitment(tracked: &CommitmentProgress, today: Date) -> Value {
    let CommitmentProgress { commitment, metrics, .. } = tracked;
    let Metrics { all, window, streak, lapses, .. } = metrics;
    let cadence = commitment.cadence_on(today);
    json!({
        "id": commitment.id,
        "title": commitment.title,
        "status": metrics.status,
        "cadence": cadence.to_string(),
        "unit": cadence.unit(),
        "streak": streak.now,
        "since": streak.since,
        "longest": streak.longest,
        "rhythm": metrics.rhythm,
        "due": all.due,
        "kept": all.kept,
        "partly": all.partly,
        "missed": all.missed,
        "unrecorded": all.unrecorded,
        "neutral": all.neutral,
        "open": all.open,
        "extras": metrics.extras,
        "returns": lapses.returns.len(),
        "median_days_to_return": lapses.median_days(),
        "longest_days_to_return": lapses.longest(),
        "bounce": lapses.bounce(),
        "open_lapse": lapses.open_lapse,
        "strength": metrics.strength,
        "recorded": all.recorded(),
        "showed_up": all.kept + all.partly,
        "trend": metrics.trend,
        "next_due": metrics.next_due,
        "milestones": metrics.milestones,
        "window": {
            "days": 28,
            "due": window.due,
            "kept": window.kept,
            "partly": window.partly,
            "missed": window.missed,
            "unrecorded": window.unrecorded,
            "neutral": window.neutral,
            "open": window.open,
        },
    })
}
