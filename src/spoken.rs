//! Numbers, days and lists as a sentence says them.

use jiff::civil::{Date, Weekday};

/// Numbers to twelve are words, the rest figures.
const WORDS: [&str; 13] = [
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];
/// Days of the week that need no date beside them.
const NEAR: i32 = 6;

/// "three", "14".
#[must_use]
pub fn number(number: usize) -> String {
    WORDS.get(number).map_or_else(|| grouped(number), |word| (*word).to_owned())
}

/// "1,240".
#[must_use]
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(",")
}

/// "once", "twice", "three times".
#[must_use]
pub fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{} times", number(count)),
    }
}

/// "one day", "three weeks": a noun in the singular.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", number(count))
}

/// A span of days: "five days", "three weeks", "two months".
#[must_use]
pub fn span(days: i64) -> String {
    let days = usize::try_from(days).unwrap_or(0);
    match days {
        0..14 => counted(days, "day"),
        14..61 => counted((days + 3) / 7, "week"),
        61..700 => counted((days + 15) / 30, "month"),
        _ => counted((days + 180) / 365, "year"),
    }
}

/// "on Monday" within six days, else "on 23 November", with the year where that is another.
#[must_use]
pub fn on(date: Date, today: Date) -> String {
    match days(date, today) {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        -1 => "tomorrow".to_owned(),
        _ => format!("on {}", day(date, today)),
    }
}

/// "Monday" within six days, "23 November" in this year, else with the year.
#[must_use]
pub fn day(date: Date, today: Date) -> String {
    if days(date, today).abs() <= NEAR {
        weekday(date.weekday()).to_owned()
    } else if date.year() == today.year() {
        date.strftime("%-d %B").to_string()
    } else {
        date.strftime("%-d %B %Y").to_string()
    }
}

fn days(date: Date, today: Date) -> i32 {
    today.since(date).map_or(i32::MAX, |span| span.get_days())
}

/// "Monday".
#[must_use]
pub const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// The first letters of the weekdays from the one with which weeks begin.
#[must_use]
pub fn weekday_letters(week_starts: Weekday) -> Vec<&'static str> {
    (0..7).filter_map(|day| weekday(week_starts.wrapping_add(day)).get(..1)).collect()
}

/// "since Monday", "since 23 November"; a return of today needs no such word.
#[must_use]
pub fn since(date: Date, today: Date) -> String {
    match days(date, today) {
        0 => "today".to_owned(),
        1 => "since yesterday".to_owned(),
        _ => format!("since {}", day(date, today)),
    }
}

/// "1st", "22nd", "13th".
#[must_use]
pub fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// "first", "fifth"; figures above.
#[must_use]
pub fn ordinal_word(number: usize) -> String {
    let words = ["first", "second", "third", "fourth", "fifth"];
    let word = number.checked_sub(1).and_then(|at| words.get(at));
    word.map_or_else(
        || ordinal(u32::try_from(number).unwrap_or(u32::MAX)),
        |word| (*word).to_owned(),
    )
}

/// "a", "a and b", "a, b and c".
#[must_use]
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// With a capital.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn numbers_to_twelve_are_words() {
        assert_eq!(
            [number(0), number(3), number(12), number(13)],
            ["none", "three", "twelve", "13"]
        );
        assert_eq!(
            [times(1), times(2), times(5), times(40)],
            ["once", "twice", "five times", "40 times"]
        );
        assert_eq!([grouped(7), grouped(1_240), grouped(1_000_000)], ["7", "1,240", "1,000,000"]);
        assert_eq!(
            [ordinal(1), ordinal(12), ordinal(22), ordinal(103)],
            ["1st", "12th", "22nd", "103rd"]
        );
    }

    #[test]
    fn spans_are_told_in_the_unit_that_fits() {
        let spans = [1, 5, 13, 14, 21, 45, 90, 400, 800].map(span);
        let told = [
            "one day",
            "five days",
            "13 days",
            "two weeks",
            "three weeks",
            "six weeks",
            "three months",
            "13 months",
            "two years",
        ];
        assert_eq!(spans, told);
    }

    #[test]
    fn days_have_a_date_where_their_name_is_not_enough() {
        let today = date(2026, 11, 25);
        assert_eq!(on(today, today), "today");
        assert_eq!(on(date(2026, 11, 24), today), "yesterday");
        assert_eq!(on(date(2026, 11, 23), today), "on Monday");
        assert_eq!(on(date(2026, 11, 29), today), "on Sunday");
        assert_eq!(on(date(2026, 11, 18), today), "on 18 November");
        assert_eq!(day(date(2025, 11, 25), today), "25 November 2025");
        assert_eq!(since(today, today), "today");
        assert_eq!(since(date(2026, 11, 23), today), "since Monday");
        assert_eq!(weekday_letters(Weekday::Sunday).concat(), "SMTWTFS");
    }

    #[test]
    fn lists_read_as_a_sentence_says_them() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(capital("übrigens"), "Übrigens");
    }
}
