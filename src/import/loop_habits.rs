//! Loop Habit Tracker: `Habits.csv`, and `Checkmarks.csv` for all habits and for each.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::imported::{Export, Habit, Imported, Mark, Said, cadence, file_name, text_of};

/// Measures are written in thousandths.
const MEASURE: f64 = 1000.0;

/// The columns of a file without a row of names.
const UNNAMED: [&str; 3] = ["Date", "Value", "Notes"];

/// Reads an export.
pub(super) fn read(export: &dyn Export) -> Result<Imported, String> {
    let names = export.names();
    let habits = names.iter().find(|name| file_name(name) == "Habits.csv");
    let habits =
        habits.ok_or("it holds no Habits.csv, so it is no export of Loop Habit Tracker")?;
    let root = habits.trim_end_matches("Habits.csv");
    let table = Table::read(export, habits)?;
    let all = format!("{root}Checkmarks.csv");
    let all = if names.contains(&all) { Some(Table::read(export, &all)?) } else { None };
    let mut imported = Imported::default();
    // A comma in the name of a habit moves the columns behind it.
    let fits = |all: &Table| {
        all.columns.iter().filter(|name| !name.is_empty()).count() == table.rows.len() + 1
    };
    let moved = all.as_ref().is_some_and(|all| !fits(all));
    if moved {
        imported.left_out.push("Checkmarks.csv has other columns than there are habits, so only the file of each habit is read.".to_owned());
    }
    let all = all.filter(|_| !moved);
    for (at, row) in table.rows.iter().enumerate() {
        let text = |column: &str| table.value(row, column);
        let number = |column: &str| text(column).parse::<u32>().ok();
        let name = text("Name").to_owned();
        if name.is_empty() {
            imported.left_out.push(format!("row {} of {habits}: it has no name.", at + 1));
            continue;
        }
        let times = number("FrequencyNumerator").or_else(|| number("NumRepetitions")).unwrap_or(1);
        let days = number("FrequencyDenominator").or_else(|| number("Interval")).unwrap_or(1);
        let (often, is_other) = cadence(times, days);
        if is_other {
            imported.left_out.push(format!(
                "“{name}” is due {times} times in {days} days; that is written as `{often}`."
            ));
        }
        let measured = text("Type") == "NUMERICAL" || !text("Target Value").is_empty();
        let target = text("Target Value").parse::<f64>().ok().filter(|_| measured);
        let target = target.map(|amount| {
            let most = text("Target Type").to_uppercase().contains("MOST");
            (if most { "at_most" } else { "at_least" }, amount, text("Unit").to_owned())
        });
        // Letters that a file system may not like are left out of the folder's name, its number never.
        let folder = format!("{root}{} ", text("Position"));
        let own = names
            .iter()
            .find(|file| file_name(file) == "Checkmarks.csv" && file.starts_with(&folder));
        let own = own.map(|file| Table::read(export, file)).transpose()?;
        if own.is_none() && !all.as_ref().is_some_and(|all| all.columns.contains(&name)) {
            imported.left_out.push(format!("“{name}”: its marks are not in the export."));
        }
        let mut days: BTreeMap<Date, Mark> = BTreeMap::new();
        // What is written for all habits, then what is written for this one, with its notes.
        let columns = [(all.as_ref(), name.as_str()), (own.as_ref(), "Value")];
        for (table, column) in
            columns.into_iter().filter_map(|(table, column)| Some((table?, column)))
        {
            let by_default = !table.rows.iter().any(|row| table.value(row, column) == "-1");
            for row in &table.rows {
                let day = table.value(row, "Date");
                let Ok(date) = day.parse::<Date>() else {
                    imported.left_out.push(format!("“{name}”: `{day}` is no day."));
                    continue;
                };
                let note = table.value(row, "Notes").to_owned();
                match said(table.value(row, column), measured, by_default) {
                    Ok(Some(said)) => drop(days.insert(date, Mark { date, said, note })),
                    Ok(None) if note.is_empty() => {}
                    Ok(None) => drop(days.insert(date, Mark { date, said: Said::Nothing, note })),
                    Err(value) => imported
                        .left_out
                        .push(format!("“{name}”, {date}: `{value}` says nothing that is known.")),
                }
            }
        }
        if let Some(("at_most", most, unit)) = &target {
            imported.left_out.push(format!(
                "“{name}” asks for {most} {unit} at most; a day with no more is written as kept, one with more as not kept."
            ));
            for mark in days.values_mut() {
                if let Said::Amount(amount) = mark.said {
                    mark.said = if amount <= *most { Said::Kept } else { Said::Missed };
                    let note = format!("{amount} {unit} {}", mark.note);
                    note.trim().clone_into(&mut mark.note);
                }
            }
        }
        let question = [text("Question"), text("Description")];
        let why: Vec<&str> = question.into_iter().filter(|text| !text.is_empty()).collect();
        let archived = text("Archived?").eq_ignore_ascii_case("true");
        imported.habits.push(Habit {
            why: why.join("\n\n"),
            cadence: often,
            target,
            end: days.keys().next_back().copied().filter(|_| archived),
            marks: days.into_values().collect(),
            name,
        });
    }
    Ok(imported)
}

/// What a value says; nothing for a day that nobody marked. Old exports have a nought for every day
/// without a mark: `by_default`.
fn said(value: &str, measured: bool, by_default: bool) -> Result<Option<Said>, String> {
    let number: Option<f64> = value.trim().parse().ok();
    Ok(match (value.trim(), number) {
        ("" | "UNKNOWN" | "YES_AUTO" | "-1", _) => None,
        ("YES_MANUAL" | "YES", _) => Some(Said::Kept),
        ("NO", _) => Some(Said::Missed),
        ("SKIP" | "3", _) if !measured || value == "SKIP" => Some(Said::Rest),
        (_, Some(amount)) if measured => Some(Said::Amount((amount / MEASURE).clamp(0.0, 1e6))),
        ("0", _) if by_default => None,
        ("0", _) => Some(Said::Missed),
        ("1", _) => None,
        ("2", _) => Some(Said::Kept),
        (other, _) => return Err(other.to_owned()),
    })
}

/// A CSV file with a row of names.
struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(export: &dyn Export, name: &str) -> Result<Self, String> {
        let text = text_of(export, name)?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let damaged = |error: csv::Error| format!("{name} is damaged ({error})");
        let trimmed =
            |row: &csv::StringRecord| row.iter().map(|one| one.trim().to_owned()).collect();
        let mut columns: Vec<String> = trimmed(reader.headers().map_err(damaged)?);
        // Old exports have no row of names in the file of a habit.
        let first = columns.first().is_some_and(|first| first.parse::<Date>().is_ok());
        let unnamed =
            first.then(|| std::mem::replace(&mut columns, UNNAMED.map(str::to_owned).to_vec()));
        let rows: Result<Vec<_>, _> =
            reader.records().map(|row| row.map(|row| trimmed(&row))).collect();
        let mut rows = rows.map_err(damaged)?;
        rows.extend(unnamed);
        Ok(Self { columns, rows })
    }

    fn value<'r>(&self, row: &'r [String], column: &str) -> &'r str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| row.get(at)).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::super::imported::FilesInMemory;
    use super::*;
    use jiff::civil::date;

    const HABITS: &str = "Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,Unit,Target Type,Target Value,Archived?\n001,Read,NUMERICAL,Did you?,,1,1,#FF,pages,AT_LEAST,20,false\n002,Wake,YES_NO,,,2,3,#00,,,,true\n";

    #[test]
    fn marks_with_their_notes_and_only_those_that_somebody_made() {
        let imported = read(&FilesInMemory::new(&[
            ("Habits.csv", HABITS),
            ("Checkmarks.csv", "Date,Read,Wake,\n2015-01-25,25000,YES_MANUAL,\n2015-01-24,-1,NO,\n2015-01-23,0,YES_AUTO,\n2015-01-22,SKIP,SKIP,\n"),
            ("002 Wake/Checkmarks.csv", "Date,Value,Notes\n2015-01-24,NO,Sick\n"),
        ]))
        .unwrap();
        let [read, wake] = imported.habits.as_slice() else { panic!("{imported:?}") };
        assert_eq!(read.target, Some(("at_least", 20.0, "pages".to_owned())));
        let marks: Vec<Said> = read.marks.iter().map(|mark| mark.said).collect();
        assert_eq!(marks, [Said::Rest, Said::Amount(0.0), Said::Amount(25.0)]);
        let marks: Vec<Said> = wake.marks.iter().map(|mark| mark.said).collect();
        assert_eq!(marks, [Said::Rest, Said::Missed, Said::Kept]);
        assert_eq!((wake.marks[1].note.as_str(), wake.end), ("Sick", Some(date(2015, 1, 25))));
        assert!(imported.left_out[0].contains("5 per week"));
    }

    #[test]
    fn old_files_have_no_row_of_names() {
        let habits = "Position,Name,Question,Description,NumRepetitions,Interval,Color\n001,Walk,,,3,7,#FF\n";
        let imported = read(&FilesInMemory::new(&[
            ("Habits.csv", habits),
            ("001 Walk/Checkmarks.csv", "2015-01-25,2\n2015-01-24,0\n2015-01-23,1\n2015-01-22,2\n"),
        ]))
        .unwrap();
        let walk = &imported.habits[0];
        assert_eq!((walk.cadence.as_str(), walk.marks.len()), ("3 per week", 2), "{imported:?}");
        assert!(imported.left_out.is_empty(), "{imported:?}");
    }

    #[test]
    fn old_values_are_numbers() {
        assert_eq!(said("2", false, true), Ok(Some(Said::Kept)));
        assert_eq!(said("0", false, true), Ok(None));
        assert_eq!(said("0", false, false), Ok(Some(Said::Missed)));
        assert_eq!(said("1", false, false), Ok(None));
        assert_eq!(said("?", false, false), Err("?".to_owned()));
    }
}
