//! harsh: `habits`, a name and how often in each line, and `log`, a mark in each.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::imported::{Export, Habit, Imported, Mark, Said, amount, cadence, file_name, text_of};

/// Reads its folder.
pub(super) fn read(export: &dyn Export) -> Result<Imported, String> {
    // A backup has something before or behind the name.
    let of = |wanted: &str| {
        let exact = export.names().iter().find(|name| file_name(name) == wanted);
        exact.or_else(|| export.names().iter().find(|name| file_name(name).contains(wanted)))
    };
    let (Some(habits), Some(log)) = (of("habits"), of("log")) else {
        return Err(
            "it holds no `habits` and `log` of harsh. Name the folder in which both lie".to_owned()
        );
    };
    let mut imported = Imported::default();
    let mut marks = marks(&text_of(export, log)?, log, &mut imported.left_out);
    let mut headings = 0;
    for (at, line) in text_of(export, habits)?.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with('!') {
            headings += 1;
            continue;
        }
        let place = format!("{habits}, line {}", at + 1);
        let mut parts = line.split(": ").map(str::trim);
        let (Some(name), Some(often)) = (parts.next(), parts.next()) else {
            imported.left_out.push(format!("{place}: it says no name and how often."));
            continue;
        };
        let Some((times, days)) = frequency(often) else {
            imported.left_out.push(format!("{place}: `{often}` says not how often."));
            continue;
        };
        let (words, is_other) = cadence(times, days);
        if is_other {
            imported.left_out.push(format!(
                "“{name}” is due {times} times in {days} days; that is written as `{words}`."
            ));
        }
        imported.habits.push(Habit {
            name: name.to_owned(),
            cadence: words,
            end: parts.next().and_then(|end| end.parse().ok()),
            marks: marks.remove(name).unwrap_or_default(),
            ..Habit::default()
        });
    }
    // A mark of a habit that was taken out of the file is a mark still.
    for (name, marks) in marks {
        let cadence = "free".to_owned();
        imported.left_out.push(format!("“{name}” is in the log alone, so it is due at no time."));
        imported.habits.push(Habit { name, cadence, marks, ..Habit::default() });
    }
    if headings > 0 {
        imported
            .left_out
            .push(format!("The headings of {habits} ({headings}) have no place here."));
    }
    Ok(imported)
}

/// `3/7`, `1w`, `0`: how many times in how many days.
fn frequency(text: &str) -> Option<(u32, u32)> {
    let days = |text: &str| -> Option<u32> {
        let text = text.trim();
        let days = match text.strip_suffix('w') {
            Some(weeks) => weeks.parse::<u32>().ok()?.checked_mul(7)?,
            None => text.parse().ok()?,
        };
        // No habit waits longer than ten years.
        (days <= 3660).then_some(days)
    };
    match text.split_once('/') {
        Some((times, interval)) => Some((days(times)?, days(interval)?)),
        None => days(text).map(|interval| if interval == 0 { (0, 1) } else { (1, interval) }),
    }
}

/// The marks of the log by habit; of two of one day the later line counts, as it does there.
fn marks(text: &str, log: &str, left_out: &mut Vec<String>) -> BTreeMap<String, Vec<Mark>> {
    let mut all: BTreeMap<String, BTreeMap<Date, Mark>> = BTreeMap::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let parts: Vec<&str> = line.split(" : ").map(str::trim).collect();
        let part = |at: usize| parts.get(at).copied().unwrap_or_default();
        let amount = amount(part(4));
        let said = match part(2) {
            "y" => Some(amount.map_or(Said::Kept, Said::Amount)),
            "n" => Some(Said::Missed),
            "s" => Some(Said::Rest),
            _ => None,
        };
        let (Ok(date), Some(said), false) = (part(0).parse::<Date>(), said, part(1).is_empty())
        else {
            left_out.push(format!(
                "{log}, line {}: it is no mark of a day (`{}`).",
                at + 1,
                line.trim()
            ));
            continue;
        };
        let mark = Mark { date, said, note: part(3).to_owned() };
        all.entry(part(1).to_owned()).or_default().insert(date, mark);
    }
    all.into_iter().map(|(name, days)| (name, days.into_values().collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::imported::FilesInMemory;
    use super::*;
    use jiff::civil::date;

    #[test]
    fn habits_with_their_marks() {
        let imported = read(&FilesInMemory::new(&[
            ("habits", "# mine\n! Work\nGym: 3/7\nCall: 1w\nOld: 1: 2024-06-15\nTrack: 0\nBad: x\n"),
            ("log", "2025-01-01 : Gym : y : Leg day : 1.5\n2025-01-02 : Gym : s\n2025-01-02 : Gym : n : tired : 0\n2025-01-03 : Gone : y\nnonsense\n"),
        ]))
        .unwrap();
        let cadences: Vec<&str> = imported.habits.iter().map(|one| one.cadence.as_str()).collect();
        assert_eq!(cadences, ["3 per week", "1 per week", "daily", "free", "free"]);
        let gym = &imported.habits[0].marks;
        assert_eq!(gym[0].said, Said::Amount(1.5));
        assert_eq!((gym[1].said, gym[1].note.as_str()), (Said::Missed, "tired"));
        assert_eq!(imported.habits[2].end, Some(date(2024, 6, 15)));
        assert_eq!(imported.left_out.len(), 4, "{:?}", imported.left_out);
    }
}
