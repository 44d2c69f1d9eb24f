//! What the words beside a commitment's name say: a state, an amount, a reason.

use std::sync::LazyLock;

use regex::Regex;

use super::notation::CheckInState;
use crate::commitment::definition::Target;
use crate::text::{self, regex};

static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:(?P<h>\d{1,4})\s*h\s*(?P<m>\d{1,2})(?:\s*m(?:in)?)?\b|(?P<part>-?\d{1,9}(?:[.,]\d{1,6})?)\s*/\s*(?P<whole>\d{1,9}(?:[.,]\d{1,6})?)|(?P<n>-?\d{1,9}(?:[.,]\d{1,6})?(?:e\d{1,3})?)\s*(?P<unit>[\p{L}%]*))(?P<rest>.*)$",
    )
});

/// What a note says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct CheckInValue {
    pub(super) state: Option<CheckInState>,
    pub(super) amount: Option<f64>,
    pub(super) share: Option<f64>,
    pub(super) reason: Option<String>,
}

impl CheckInValue {
    pub(super) fn reason(text: &str) -> Self {
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || "-–—:".contains(c));
        Self {
            reason: Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            ..Self::default()
        }
    }
}

/// A word for a state, and a reason behind a dash.
pub(super) fn word(text: &str) -> Option<CheckInValue> {
    let text = text.trim();
    let end = text.find(|c: char| c.is_whitespace() || ",;:–—(".contains(c)).unwrap_or(text.len());
    let state = match text::before(text, end).to_lowercase().as_str() {
        "kept" | "yes" | "y" | "done" | "true" | "on" | "x" | "✓" | "✔" | "✅" => {
            CheckInState::Kept
        }
        "partly" | "partial" | "half" | "some" | "/" => CheckInState::Partly,
        "rest" | "skip" | "skipped" | "sick" | "ill" | "off" => CheckInState::Rest,
        "moved" | "postponed" | ">" => CheckInState::Moved,
        "no" | "n" | "missed" | "slip" | "slipped" | "false" | "not" | "✗" => {
            CheckInState::Missed
        }
        "open" | "todo" => CheckInState::Open,
        _ => return None,
    };
    Some(CheckInValue { state: Some(state), ..CheckInValue::reason(text::after(text, end)) })
}

/// An amount at the beginning of `text`, and a reason behind a dash. With a `target` it says
/// whether that was reached.
pub(super) fn amount(text: &str, target: Option<&Target>) -> Result<CheckInValue, ()> {
    // A day is no amount.
    if text.trim().get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok()) {
        return Err(());
    }
    let found = AMOUNT.captures(text.trim()).ok_or(())?;
    let number = |name: &str| {
        found.name(name).and_then(|text| text.as_str().replace(',', ".").parse::<f64>().ok())
    };
    let rest = CheckInValue::reason(&found["rest"]);
    if let (Some(part), Some(whole)) = (number("part"), number("whole")) {
        let share = if whole > 0.0 { part / whole } else { 0.0 };
        let (amount, share) = match target {
            Some(target) if (target.at_least - whole).abs() < f64::EPSILON => (Some(part), None),
            _ => (None, Some(share.clamp(0.0, 1.0))),
        };
        let state = state_of(share.unwrap_or_else(|| part / whole));
        return Ok(CheckInValue { state: Some(state), amount, share, ..rest });
    }
    let minutes = match (number("h"), number("m")) {
        (Some(hours), Some(minutes)) => Some(hours * 60.0 + minutes),
        _ => None,
    };
    let unit = found.name("unit").map_or("", |unit| unit.as_str());
    let raw = number("n");
    let amount = match (minutes, raw) {
        (Some(minutes), _) => in_unit(minutes, "min", target),
        (None, Some(number)) => in_unit(number, unit, target),
        _ => return Err(()),
    };
    // Half of it, not half a minute.
    if unit.is_empty()
        && raw.is_some_and(|raw| raw > 0.0 && raw < 1.0)
        && target.is_none_or(|target| target.at_least > 10.0)
    {
        return Ok(CheckInValue { state: Some(CheckInState::Partly), share: raw, ..rest });
    }
    if unit == "%" {
        let share = amount / 100.0;
        return Ok(CheckInValue {
            state: Some(state_of(share)),
            share: Some(share.clamp(0.0, 1.0)),
            ..rest
        });
    }
    let state = match target {
        Some(target) => state_of(amount / target.at_least),
        None => state_of(if amount > 0.0 { 1.0 } else { 0.0 }),
    };
    Ok(CheckInValue { state: Some(state), amount: Some(amount), ..rest })
}

fn state_of(share: f64) -> CheckInState {
    if share >= 1.0 {
        CheckInState::Kept
    } else if share > 0.0 {
        CheckInState::Partly
    } else {
        CheckInState::Missed
    }
}

/// `number`, given in `unit`, in the unit of the target: hours and minutes turn into each other.
fn in_unit(number: f64, unit: &str, target: Option<&Target>) -> f64 {
    let hours =
        |unit: &str| unit.to_lowercase().starts_with('h') || unit.to_lowercase().starts_with("std");
    let minutes = |unit: &str| unit.to_lowercase().starts_with('m');
    let wanted = target.and_then(|target| target.unit.as_deref()).unwrap_or("");
    if hours(unit) && (minutes(wanted) || wanted.is_empty()) {
        number * 60.0
    } else if minutes(unit) && hours(wanted) {
        number / 60.0
    } else {
        number
    }
}
