//! The first words of the first page: what somebody who read the journal could say aloud. Returns
//! first, then what was kept, then what is open; never a cause, never advice.

use jiff::civil::Date;

use super::commitment_view::CommitmentView;
use crate::commitment::cadence::{Cadence, Calendar, Period, days_between, period_of};
use crate::commitment::day_state::DayState;
use crate::commitment::sentence::{SpokenPart, news};
use crate::spoken::{capital, day, list, number, on, span, times};

/// After so many days without an entry it has been quiet.
const QUIET: i64 = 7;
/// A return after so many days is told the other way round.
const LONG: i64 = 14;

/// The letter. `newest` is the day of the newest entry.
pub(super) fn letter(
    views: &[&CommitmentView],
    newest: Option<Date>,
    calendar: &Calendar,
) -> Vec<SpokenPart> {
    let today = calendar.today;
    let mut said = returns(views, today);
    let quiet = newest.filter(|newest| days_between(*newest, today) >= QUIET);
    if let Some(newest) = quiet {
        let text =
            format!("It has been quiet here since {}. Whenever you like. ", day(newest, today));
        said.push(SpokenPart::plain(text));
    } else if said.is_empty() {
        said.extend(kept(views, calendar));
    }
    // What is wanted so many times a week is open on any day, and so on none.
    let today_alone = |view: &&&CommitmentView| {
        view.open && !matches!(view.tracked.commitment.cadence_on(today), Cadence::Times(..))
    };
    let open = views.iter().filter(today_alone).count();
    match open {
        0 => {}
        1 => said.push(SpokenPart::plain("One small thing is open today.")),
        many => said.push(SpokenPart::plain(format!(
            "{} small things are open today.",
            capital(&number(many))
        ))),
    }
    said
}

/// The returns of the last days, the newest first.
fn returns(views: &[&CommitmentView], today: Date) -> Vec<SpokenPart> {
    let active = views.iter().filter(|view| view.goes_on());
    let mut back: Vec<(Date, i64, &str)> = active
        .filter_map(|view| {
            let (date, away) = news(view.tracked, today)?;
            Some((date, away, view.title.as_str()))
        })
        .collect();
    back.sort_by_key(|(date, away, _)| (std::cmp::Reverse(*date), std::cmp::Reverse(*away)));
    match back.as_slice() {
        [] => Vec::new(),
        [(date, away, title)] if *away >= LONG => vec![
            SpokenPart::plain(format!(
                "{} away from “{title}”, and {} ",
                capital(&span(*away)),
                on(*date, today)
            )),
            SpokenPart::back("you were back"),
            SpokenPart::plain(". "),
        ],
        [(date, away, title)] => vec![
            SpokenPart::plain(format!("{} you ", capital(&on(*date, today)))),
            SpokenPart::back(format!("came back to “{title}”")),
            SpokenPart::plain(format!(", after {}. ", span(*away))),
        ],
        many => {
            let titles: Vec<String> =
                many.iter().map(|(.., title)| format!("to “{title}”")).collect();
            vec![
                SpokenPart::plain("You "),
                SpokenPart::back(format!("came back {}", list(&titles))),
                SpokenPart::plain(". "),
            ]
        }
    }
}

/// What was kept most often this week.
fn kept(views: &[&CommitmentView], calendar: &Calendar) -> Option<SpokenPart> {
    let week = period_of(calendar.today, Period::Week, calendar.week_starts);
    let count = |view: &CommitmentView| {
        let days = week.days().take_while(|date| *date <= calendar.today);
        days.filter(|date| DayState::of(view.tracked, *date).is_kept()).count()
    };
    let counts = views.iter().filter(|view| view.goes_on()).map(|view| (count(view), view));
    // Of two that are alike the first is named.
    let (count, view) =
        counts.rev().max_by_key(|(count, _)| *count).filter(|(count, _)| *count > 0)?;
    Some(SpokenPart::plain(format!("“{}” was kept {} this week. ", view.title, times(count))))
}
