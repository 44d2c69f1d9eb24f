//! Coming back, in a sentence and by how long one was away.

use serde::Serialize;

use crate::commitment::lapses::Return;
use crate::commitment::progress::CommitmentProgress;
use crate::site::commitment_view::ViewContext;
use crate::spoken::{list, on, span, times};

/// More dots than this are not drawn one by one.
const DOTS: usize = 60;
/// Days away, from and to, and how that is said.
const LENGTHS: [(i64, i64, &str); 5] = [
    (0, 1, "after one day"),
    (2, 2, "after two days"),
    (3, 4, "after three or four"),
    (5, 13, "after five to thirteen"),
    (14, i64::MAX, "after two weeks or more"),
];

/// What there is to say about coming back.
#[derive(Debug, Serialize)]
pub(super) struct Returns {
    /// "You have come back 39 times after three days or more, and 195 times after a day or two."
    sentence: String,
    /// The longest way back: in words, and its entry.
    longest: Option<LongestReturn>,
    lengths: Vec<ReturnsByLength>,
}

#[derive(Debug, Serialize)]
struct LongestReturn {
    sentence: String,
    url: Option<String>,
}

#[derive(Debug, Serialize)]
struct ReturnsByLength {
    name: &'static str,
    /// "30 times".
    count: String,
    /// One for each return that is marked; none where there are too many.
    dots: usize,
}

impl Returns {
    /// `None` while there was none.
    pub(super) fn new(tracked: &CommitmentProgress, context: &ViewContext) -> Option<Self> {
        let returns = &tracked.metrics.lapses.returns;
        if returns.is_empty() {
            return None;
        }
        let today = context.calendar.today;
        let (long, short): (Vec<&Return>, Vec<&Return>) =
            returns.iter().partition(|one| tracked.is_marked(one));
        let mut said = Vec::new();
        if let Some(least) = long.iter().map(|one| one.days_away).min() {
            let more = if long.len() > 1 { " or more" } else { "" };
            said.push(format!("{} after {}{more}", times(long.len()), span(least)));
        }
        if let Some(most) = short.iter().map(|one| one.days_away).max() {
            let away = match most {
                ..=1 => "a day".to_owned(),
                2 if short.len() > 1 => "a day or two".to_owned(),
                _ if short.len() > 1 => format!("up to {}", span(most)),
                _ => span(most),
            };
            said.push(format!("{} after {away}", times(short.len())));
        }
        let longest = returns.iter().max_by_key(|one| (one.days_away, one.date));
        let longest = longest.filter(|_| returns.len() > 1).map(|one| LongestReturn {
            sentence: format!(
                "The longest way back was {}, {}.",
                span(one.days_away),
                on(one.date, today)
            ),
            url: context.url(one.date),
        });
        Some(Self {
            sentence: format!("You have come back {}.", list(&said)),
            longest,
            lengths: lengths(tracked),
        })
    }
}

fn lengths(tracked: &CommitmentProgress) -> Vec<ReturnsByLength> {
    let returns = &tracked.metrics.lapses.returns;
    let length = |(from, to, name): &(i64, i64, &'static str)| {
        let within = |one: &&Return| (*from..=*to).contains(&one.days_away);
        let count = returns.iter().filter(within).count();
        let marked = tracked.marked_returns().filter(within).count();
        let dots = if marked > DOTS { 0 } else { marked };
        (count > 0).then_some(ReturnsByLength { name, count: times(count), dots })
    };
    LENGTHS.iter().filter_map(length).collect()
}
