//! The account as JSON. Absent is null; numbers are not rounded.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::commitment::account::Standing;
use crate::commitment::metrics::Metrics;

/// All of `standings`.
pub(in crate::cli) fn all(standings: &[&Standing], today: Date) -> Value {
    json!({ "commitments": standings.iter().map(|standing| one(standing, today)).collect::<Vec<_>>() })
}

/// One commitment.
pub(in crate::cli) fn one(standing: &Standing, today: Date) -> Value {
    let Standing { commitment, metrics, .. } = standing;
    let Metrics { all, window, streak, returns, .. } = metrics;
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
        "returns": returns.each.len(),
        "median_days_to_return": returns.median_days(),
        "longest_days_to_return": returns.longest(),
        "bounce": returns.bounce(),
        "open_lapse": returns.open_lapse,
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
