//! Daylio: a CSV file with a row for each entry.

use jiff::civil::{Date, Time};

use super::imported::{Export, Imported, ImportedEntry, ending, text_of};
use crate::digest::StoredHash;

/// Reads an export.
pub(super) fn read(export: &dyn Export) -> Result<Imported, String> {
    let name = export.names().iter().find(|name| ending(name) == "csv");
    let name = name.ok_or("it is no CSV file. Choose `Export entries` and `CSV` in Daylio")?;
    let text = text_of(export, name)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let damaged = |error: csv::Error| format!("{name} is damaged ({error})");
    let columns = reader.headers().map_err(damaged)?.clone();
    let column = |wanted: &str| columns.iter().position(|column| column.trim() == wanted);
    if column("full_date").is_none() || column("mood").is_none() {
        return Err(format!(
            "{name} has no columns `full_date` and `mood`, so it is not of Daylio"
        ));
    }
    let mut imported = Imported::default();
    for (at, row) in reader.records().enumerate() {
        let row = row.map_err(damaged)?;
        let value =
            |wanted: &str| column(wanted).and_then(|at| row.get(at)).unwrap_or_default().trim();
        let Ok(date) = value("full_date").parse::<Date>() else {
            imported.left_out.push(format!(
                "row {} of {name}: `{}` is no day.",
                at + 2,
                value("full_date")
            ));
            continue;
        };
        let note = value("note").replace("<br>", "\n");
        let parts = [value("note_title"), note.trim()].into_iter().filter(|part| !part.is_empty());
        let text = parts.collect::<Vec<_>>().join("\n\n");
        let tags =
            value("activities").split(['|', ';']).map(str::trim).filter(|tag| !tag.is_empty());
        let mut fields = Vec::new();
        if !value("mood").is_empty() {
            fields.push(("mood", value("mood").to_owned()));
        }
        let said: Vec<&str> = row.iter().collect();
        imported.entries.push(ImportedEntry {
            id: format!("{date} {}", StoredHash::of(said.join("\u{1f}").as_bytes())),
            date,
            time: time(value("time")),
            text,
            tags: tags.map(str::to_owned).collect(),
            fields,
            ..ImportedEntry::default()
        });
    }
    Ok(imported)
}

/// `22:30`, `10:30 PM`.
fn time(text: &str) -> Option<Time> {
    let lower = text.to_lowercase();
    let (clock, half) = match lower.split_once(char::is_whitespace) {
        Some((clock, half)) => (clock.to_owned(), half.trim().to_owned()),
        None => (lower.trim_end_matches(['a', 'p', 'm']).to_owned(), lower.clone()),
    };
    let (hour, minute) = clock.split_once(':')?;
    let hour: i8 = hour.trim().parse().ok()?;
    let hour = match half {
        half if half.contains('p') => hour % 12 + 12,
        half if half.contains('a') => hour % 12,
        _ => hour,
    };
    Time::new(hour, minute.trim().parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::super::imported::FilesInMemory;
    use super::*;
    use jiff::civil::time as at;

    #[test]
    fn moods_activities_and_notes() {
        let csv = "full_date,date,weekday,time,mood,activities,note_title,note\n2020-03-05,March 5,Thursday,10:30 PM,good,\"walk | friends\",A title,\"One<br>two\"\n2020-03-04,March 4,Wednesday,08:05,meh,,,\n";
        let imported = read(&FilesInMemory::new(&[("a.csv", csv)])).unwrap();
        let first = &imported.entries[0];
        assert_eq!(
            (first.text.as_str(), first.time),
            ("A title\n\nOne\ntwo", Some(at(22, 30, 0, 0)))
        );
        assert_eq!(first.tags, ["walk", "friends"]);
        assert_eq!(imported.entries[1].fields, [("mood", "meh".to_owned())]);
    }
}
