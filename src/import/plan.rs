//! Where what was read goes in a journal: new files only, each thing once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::fmt::strtime;
use regex::{Captures, Regex};

use super::imported::{Habit, Imported, ImportedEntry, Mark, Said};
use super::slug::{free, slug};
use crate::commitment::name::folded;
use crate::text::{one_line, regex};

/// The field that says from where an entry came.
pub const SOURCE: &str = "source";
/// The folder of pages and files that came from elsewhere.
const FOLDER: &str = "imported";

/// A file that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFile {
    /// Its path in the journal, with `/`.
    pub path: String,
    /// What it is to hold.
    pub content: PlannedContent,
}

/// What a planned file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlannedContent {
    /// A text.
    Text(String),
    /// The file of this path in the export.
    Copy(String),
}

/// What would be made of an export.
#[derive(Debug, Default)]
pub struct ImportPlan {
    /// The files, in order.
    pub files: Vec<PlannedFile>,
    /// New entries, commitments, marks and other files.
    pub entries: usize,
    /// New commitments.
    pub commitments: usize,
    /// New marks of habits.
    pub marks: usize,
    /// New photos and other files.
    pub attachments: usize,
    /// Entries and marks that came over before.
    pub known: usize,
    /// What could not be taken as it is: a sentence each.
    pub left_out: Vec<String>,
}

/// What the journal holds already.
pub struct JournalBefore<'a> {
    /// What each entry says of its source, with the entry's path.
    pub sources: BTreeMap<String, String>,
    /// The ids of the journal's commitments by their names, folded.
    pub commitments: BTreeMap<String, String>,
    /// Whether a file is there.
    pub exists: &'a dyn Fn(&str) -> bool,
    /// The lines of a page, where it is there.
    pub lines: &'a dyn Fn(&str) -> Vec<String>,
    /// Where entries lie, in strftime letters.
    pub entry_path: &'a str,
    /// The day on which a habit begins that has no mark.
    pub today: Date,
}

/// A file of an entry or another entry, in a text.
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| regex("\u{e000}(?P<kind>file|entry):(?P<name>[^\u{e001}]+)\u{e001}"));

/// Plans the files of an export.
#[must_use]
pub fn plan(program: &str, imported: Imported, before: &JournalBefore) -> ImportPlan {
    let mut plan = ImportPlan { left_out: imported.left_out, ..ImportPlan::default() };
    let mut taken = BTreeSet::new();
    plan.entries(program, imported.entries, before, &mut taken);
    for habit in imported.habits {
        plan.habit(program, &habit, before, &mut taken);
    }
    plan
}

impl ImportPlan {
    fn entries(
        &mut self,
        program: &str,
        mut entries: Vec<ImportedEntry>,
        before: &JournalBefore,
        taken: &mut BTreeSet<String>,
    ) {
        entries.sort_by(|a, b| (a.date, a.time, &a.id).cmp(&(b.date, b.time, &b.id)));
        let source = |id: &str| one_line(&format!("{program} {id}"));
        // Where each entry lies: links lead to those that came before, too.
        let mut places: BTreeMap<String, String> = BTreeMap::new();
        let mut new = Vec::new();
        for entry in entries {
            if let Some(path) = before.sources.get(&source(&entry.id)) {
                places.insert(entry.id.clone(), path.clone());
                self.known += 1;
                continue;
            }
            let path = path_of(entry.date, before, taken)
                .filter(|_| (1000..=9999).contains(&entry.date.year()));
            let Some(path) = path else {
                self.left_out
                    .push(format!("An entry of {}: there is no path for such a day.", entry.date));
                continue;
            };
            taken.insert(path.clone());
            places.insert(entry.id.clone(), path.clone());
            new.push((path, entry));
        }
        let folder = format!("{FOLDER}/{program}");
        for (path, entry) in new {
            let known: BTreeSet<&str> = entry.files.iter().map(|file| file.file.as_str()).collect();
            let text = ADDRESS.replace_all(&entry.text, |found: &Captures| {
                let name = &found["name"];
                let target = match &found["kind"] {
                    "file" => known.contains(name).then(|| format!("{folder}/{}", safe(name))),
                    _ => places.get(name).cloned(),
                };
                let unknown = || format!("{program}:{name}");
                target.map_or_else(unknown, |target| relative(&path, &target))
            });
            for file in &entry.files {
                let target = format!("{folder}/{}", safe(&file.file));
                if taken.insert(target.clone()) && !(before.exists)(&target) {
                    self.attachments += 1;
                    let content = PlannedContent::Copy(file.name.clone());
                    self.files.push(PlannedFile { path: target, content });
                }
            }
            let content = PlannedContent::Text(written(&entry, &source(&entry.id), &text));
            self.entries += 1;
            self.files.push(PlannedFile { path, content });
        }
    }

    fn habit(
        &mut self,
        program: &str,
        habit: &Habit,
        before: &JournalBefore,
        taken: &mut BTreeSet<String>,
    ) {
        let note = |id: &str| format!("commitments/{id}.md");
        let source = one_line(&format!("{program} {}", habit.name));
        // The note that an earlier run made, wherever it is now; else one that is called the same.
        let known = before.sources.get(&source).and_then(|path| path.strip_prefix("commitments/"));
        let known = known.and_then(|file| file.strip_suffix(".md")).map(str::to_owned);
        let same = before.commitments.get(&folded(&habit.name)).cloned();
        let again = taken.contains(&folded(&habit.name));
        let id = match known.clone().or(same) {
            Some(id) if !again => id,
            _ => free(&slug(&habit.name), |id| {
                taken.contains(&note(id)) || (before.exists)(&note(id))
            }),
        };
        taken.insert(note(&id));
        taken.insert(folded(&habit.name));
        if (before.exists)(&note(&id)) {
            if known.is_none() {
                self.left_out.push(format!(
                    "commitments/{id}.md is there already; the marks of “{}” count for it.",
                    habit.name
                ));
            }
        } else {
            self.commitments += 1;
            // Two notes of one name would leave each mark in doubt.
            let name = if again { format!("{} ({id})", habit.name) } else { habit.name.clone() };
            let definition = definition(&Habit { name, ..habit.clone() }, &source, before.today);
            let content = PlannedContent::Text(definition);
            self.files.push(PlannedFile { path: note(&id), content });
        }
        // What a page says already is not said again; what is new gets a page of its own.
        let folder = format!("{FOLDER}/{program}");
        let page = |number: u32| match number {
            1 => format!("{folder}/{id}.md"),
            number => format!("{folder}/{id}-{number}.md"),
        };
        let mut number = 1;
        let mut known = BTreeSet::new();
        while (before.exists)(&page(number)) {
            known.extend((before.lines)(&page(number)));
            number += 1;
        }
        let all: Vec<String> = habit.marks.iter().map(|mark| line(&id, mark)).collect();
        let days: BTreeSet<&str> = known.iter().filter_map(|line| day_of(line)).collect();
        let mut new = Vec::new();
        for line in all.iter().filter(|line| !known.contains(*line)) {
            match day_of(line).filter(|day| days.contains(day)) {
                // Two marks of a day would both count.
                Some(day) => self.left_out.push(format!(
                    "“{}”, {day}: it says something else now, and {} keeps what came first. Change it there.",
                    habit.name,
                    page(1)
                )),
                None => new.push(line.clone()),
            }
        }
        self.known += all.iter().filter(|line| known.contains(*line)).count();
        self.marks += new.len();
        if !new.is_empty() {
            let title = one_line(&habit.name);
            let text = format!("# {title}, from {program}\n\n{}\n", new.join("\n"));
            self.files
                .push(PlannedFile { path: page(number), content: PlannedContent::Text(text) });
        }
    }
}

/// A file name that leads nowhere else and that no program takes for Markdown or a page.
fn safe(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = name.chars().map(plain).collect();
    let name = name.trim_start_matches(['.', '-']);
    let other = ["md", "markdown", "txt", "html", "htm", "xhtml", "svg", "yaml", "yml"];
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    match name {
        "" => "file".to_owned(),
        name if other.contains(&ending.as_str()) => format!("{name}.data"),
        name => name.to_owned(),
    }
}

/// The first free path of a day.
fn path_of(date: Date, before: &JournalBefore, taken: &BTreeSet<String>) -> Option<String> {
    let path = strtime::format(before.entry_path, date).ok()?;
    let (stem, ending) = path.rsplit_once('.')?;
    let mut paths = std::iter::once(path.clone())
        .chain((2_u32..).map(|number| format!("{stem}-{number}.{ending}")));
    paths.find(|path| !taken.contains(path) && !(before.exists)(path))
}

/// An entry as it is written.
fn written(entry: &ImportedEntry, source: &str, text: &str) -> String {
    let mut out = String::from("---\n");
    let date = match entry.time {
        Some(time) => format!("{}T{}", entry.date, time.strftime("%H:%M")),
        None => entry.date.to_string(),
    };
    let _ = writeln!(out, "date: {date}");
    if !entry.tags.is_empty() {
        let tags: Vec<String> = entry.tags.iter().map(|tag| quoted(tag)).collect();
        let _ = writeln!(out, "tags: [{}]", tags.join(", "));
    }
    if entry.starred {
        out.push_str("starred: true\n");
    }
    for (name, value) in &entry.fields {
        let _ = writeln!(out, "{name}: {}", quoted(value));
    }
    let _ = write!(out, "{SOURCE}: {}\n---\n\n", quoted(source));
    let text = text.trim();
    out.push_str(text);
    out.push_str(if text.is_empty() { "" } else { "\n" });
    out
}

/// A value of YAML: plain words as they are, anything else in quotation marks.
fn quoted(text: &str) -> String {
    let text = one_line(text);
    let plain = |c: char| c.is_alphanumeric() || " -_./°".contains(c);
    let word = text.starts_with(|c: char| c.is_alphabetic()) && text.chars().all(plain);
    let number = text.parse::<f64>().is_ok_and(f64::is_finite);
    // JSON text is YAML text, whatever stands in it.
    let reserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    if (word || number || text == "true")
        && (text == "true" || !reserved.contains(&text.to_lowercase().as_str()))
    {
        text
    } else {
        serde_json::Value::String(text).to_string()
    }
}

/// The note of a habit that has become a commitment.
fn definition(habit: &Habit, source: &str, today: Date) -> String {
    let days = || habit.marks.iter().map(|mark| mark.date);
    let mut out = format!("---\ntitle: {}\ncadence: {}\n", quoted(&habit.name), habit.cadence);
    let _ = writeln!(out, "start: {}", days().min().unwrap_or(today));
    if let Some(end) = habit.end {
        let _ = writeln!(out, "end: {end}\noutcome: released");
    }
    if let Some((bound, amount, unit)) =
        habit.target.as_ref().filter(|target| target.0 == "at_least")
    {
        let unit =
            if unit.is_empty() { String::new() } else { format!(", unit: {}", quoted(unit)) };
        let _ = writeln!(out, "target: {{{bound}: {amount}{unit}}}");
    }
    let _ = writeln!(out, "{SOURCE}: {}\n---", quoted(source));
    if !habit.why.is_empty() {
        let _ = writeln!(out, "\n{}", habit.why);
    }
    out
}

/// The day that a line of a page names.
fn day_of(line: &str) -> Option<&str> {
    line.rsplit_once("✅ ").map(|(_, day)| day.trim())
}

/// Words beside a mark, without what would be read as something else.
fn defused(note: &str) -> String {
    let mut note = one_line(note).replace("%%", "% %").replace("::", ":").replace('`', "'");
    note = note.replace("<!--", "<! --");
    note.retain(|c| !"✅❌📅⏳🛫➕🔁⛔🏁🆔".contains(c));
    note.trim().to_owned()
}

/// A mark as a check-in that names its day.
fn line(id: &str, mark: &Mark) -> String {
    let note = defused(&mark.note);
    let said = match mark.said {
        Said::Nothing => return format!("- {}: {note}", mark.date),
        Said::Kept => "yes".to_owned(),
        Said::Amount(amount) => amount.to_string(),
        Said::Rest => "rest".to_owned(),
        Said::Missed => "no".to_owned(),
    };
    let note = if note.is_empty() { String::new() } else { format!(" — {note}") };
    format!("- {id}:: {said}{note} ✅ {}", mark.date)
}

/// The address of a file seen from another.
fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let to: Vec<&str> = to.split('/').collect();
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - same);
    let path = up.chain(to.into_iter().skip(same)).collect::<Vec<_>>().join("/");
    path.replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn texts(plan: &ImportPlan) -> Vec<(&str, &str)> {
        let files = plan.files.iter();
        let texts = files.filter_map(|file| match &file.content {
            PlannedContent::Text(text) => Some((file.path.as_str(), text.as_str())),
            PlannedContent::Copy(_) => None,
        });
        texts.collect()
    }

    #[test]
    fn entries_of_a_day_stand_beside_what_is_there_and_come_once() {
        let entry = |id: &str, hour| ImportedEntry {
            id: id.to_owned(),
            date: date(2026, 3, 2),
            time: Some(time(hour, 5, 0, 0)),
            text: format!("{id} [b](\u{e000}entry:B\u{e001}) {{file:x.jpeg}}"),
            ..ImportedEntry::default()
        };
        let known = ("day-one C".to_owned(), "2026/03/2026-03-01.md".to_owned());
        let before = JournalBefore {
            sources: BTreeMap::from([known]),
            commitments: BTreeMap::new(),
            exists: &|path| path == "2026/03/2026-03-02.md",
            lines: &|_| Vec::new(),
            entry_path: "%Y/%m/%Y-%m-%d.md",
            today: date(2026, 3, 9),
        };
        let imported = Imported {
            entries: vec![entry("B", 20), entry("A", 8), entry("C", 9)],
            ..Imported::default()
        };
        let plan = plan("day-one", imported, &before);
        assert_eq!((plan.entries, plan.known), (2, 1));
        let [(first, text), (second, _)] = texts(&plan)[..] else { panic!("{plan:?}") };
        assert_eq!((first, second), ("2026/03/2026-03-02-2.md", "2026/03/2026-03-02-3.md"));
        assert_eq!(
            text,
            "---\ndate: 2026-03-02T08:05\nsource: day-one A\n---\n\nA [b](2026-03-02-3.md) {file:x.jpeg}\n"
        );
    }

    #[test]
    fn habits_become_commitments_and_marks_dated_check_ins() {
        let mark =
            |day, said, note: &str| Mark { date: date(2025, 1, day), said, note: note.to_owned() };
        let habit = || Habit {
            name: "Read: a book".to_owned(),
            cadence: "3 per week".to_owned(),
            target: Some(("at_least", 20.0, "pages".to_owned())),
            marks: vec![mark(2, Said::Amount(25.0), ""), mark(3, Said::Missed, "ill")],
            ..Habit::default()
        };
        let none = JournalBefore {
            sources: BTreeMap::new(),
            commitments: BTreeMap::new(),
            exists: &|_| false,
            lines: &|_| Vec::new(),
            entry_path: "%Y-%m-%d.md",
            today: date(2026, 3, 9),
        };
        let imported = || Imported { habits: vec![habit()], ..Imported::default() };
        let first = plan("loop", imported(), &none);
        let [(defined, definition), (page, marks)] = texts(&first)[..] else { panic!("{first:?}") };
        assert_eq!((defined, page), ("commitments/read-a-book.md", "imported/loop/read-a-book.md"));
        assert_eq!(
            definition,
            "---\ntitle: \"Read: a book\"\ncadence: 3 per week\nstart: 2025-01-02\ntarget: {at_least: 20, unit: pages}\nsource: \"loop Read: a book\"\n---\n"
        );
        assert_eq!(
            marks,
            "# Read: a book, from loop\n\n- read-a-book:: 25 ✅ 2025-01-02\n- read-a-book:: no — ill ✅ 2025-01-03\n"
        );
        let lines: Vec<String> = marks.lines().take(3).map(str::to_owned).collect();
        let own = ("loop Read: a book".to_owned(), defined.to_owned());
        let again = JournalBefore {
            sources: BTreeMap::from([own]),
            exists: &|path| path == defined || path == page,
            lines: &|_| lines.clone(),
            ..none
        };
        let second = plan("loop", imported(), &again);
        assert_eq!((second.known, second.marks), (1, 1));
        assert_eq!(texts(&second)[0].0, "imported/loop/read-a-book-2.md");
    }
}
