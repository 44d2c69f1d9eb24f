//! `evenkeel new`: the entry of a day, from the template; nothing is overwritten.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use jiff::civil::Date;

use super::account::Books;
use super::{Global, Outcome, editor, print, rules};
use crate::commitment::account::Sheet;
use crate::disk;
use crate::journal::template;
use crate::project::{Project, shown};

/// Begin a day's entry from your template; an entry that is there is never overwritten.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The template is templates/entry.md in Tera, with `date`, `weekday`, `due` (each with `id`, `title`,
`when`, `minimum`), `next_step` (of the entry before) and `question`.

Examples:
  evenkeel new --open
  evenkeel new --date 2026-03-02")]
pub(super) struct Arguments {
    /// The day. Default: today.
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    date: Option<Date>,
    /// Open it in $VISUAL or $EDITOR.
    #[arg(long)]
    open: bool,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    let project = Project::open(Path::new("."), &global.manner())?;
    rules::refuse_faults(&project)?;
    let books = Books::read(&project)?;
    let date = arguments.date.unwrap_or(project.today);
    let (path, verb) = match entry_of(&books.sheets, date) {
        Some(sheet) => (project.folder.join(&sheet.path), "there already:"),
        None => (create(date, &project, &books)?, "made"),
    };
    print(&format!("{verb} {}\n", shown(&path)))?;
    if arguments.open {
        let lines = disk::read_text(&path)?.lines().count();
        editor::open(&path, lines)?;
    }
    Ok(Outcome::Clean)
}

/// The first entry of a day.
pub(super) fn entry_of(sheets: &[Sheet], date: Date) -> Option<&Sheet> {
    let of_day = sheets.iter().filter(|sheet| sheet.date == Some(date));
    of_day.min_by(|a, b| a.path.cmp(&b.path))
}

/// Makes the entry of a day from the template.
pub(super) fn create(date: Date, project: &Project, books: &Books) -> Result<PathBuf> {
    let context = books.account.context(
        date,
        &project.promises.register.commitments,
        &project.promises.touchstones,
    );
    let text = project.promises.template.render(&context).map_err(|error| {
        anyhow!("{error}").context(format!("{} cannot be filled in", template::PATH))
    })?;
    let name = name_of(date, project, &books.sheets)?;
    let path = project.folder.join(&name);
    if path.exists() {
        bail!(
            "{} exists already and was not touched, though its day is another. Set `entry_path` in evenkeel.yaml",
            shown(&path)
        );
    }
    disk::create_new(&path, &tidied(&text))?;
    Ok(path)
}

/// Loops and conditions leave blank lines behind; one at a time is enough.
fn tidied(text: &str) -> String {
    let mut out = String::new();
    let mut blank = false;
    for line in text.lines() {
        if !(line.trim().is_empty() && blank) {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        blank = line.trim().is_empty();
    }
    out
}

/// Where the entry of a day belongs: as the config says, else like the newest entry.
fn name_of(date: Date, project: &Project, sheets: &[Sheet]) -> Result<String> {
    if let Some(pattern) = &project.config.entry_path {
        let name = jiff::fmt::strtime::format(pattern, date).with_context(|| {
            format!("`entry_path: {pattern}` cannot be used. Write it like `%Y/%m/%Y-%m-%d.md`")
        })?;
        if Path::new(&name).is_absolute() || name.split('/').any(|part| part == "..") {
            bail!("`entry_path: {pattern}` leads out of the journal");
        }
        return Ok(name);
    }
    let mut dated: Vec<(Date, &str)> =
        sheets.iter().filter_map(|sheet| Some((sheet.date?, sheet.path.as_str()))).collect();
    dated.sort_unstable();
    let pattern = dated.iter().rev().find_map(|(date, path)| pattern_of(path, *date));
    let pattern = pattern.unwrap_or_else(|| "%Y-%m-%d.md".to_owned());
    Ok(jiff::fmt::strtime::format(&pattern, date)?)
}

/// Forms of file names and of folders, most particular first.
const NAMES: [&str; 8] =
    ["%Y-%m-%d", "%Y_%m_%d", "%Y%m%d", "%Y.%m.%d", "%Y-%m-%d-%A", "%Y-%m-%d %A", "%Y-%b-%d", "%d"];
const FOLDERS: [&str; 6] = ["%Y", "%m", "%Y-%m", "%m-%B", "%B", "%b"];

/// The form of a path in which `date` stands; `None` for one with a title.
fn pattern_of(path: &str, date: Date) -> Option<String> {
    let written = |form: &str| jiff::fmt::strtime::format(form, date).unwrap_or_default();
    let mut parts: Vec<&str> = path.split('/').collect();
    let file = parts.pop()?;
    let (stem, ending) = file.rsplit_once('.')?;
    let name = NAMES.iter().find(|form| written(form) == stem)?;
    let folders: Vec<String> = parts
        .iter()
        .map(|part| {
            let form = FOLDERS.iter().find(|form| written(form) == *part);
            form.map_or_else(|| part.replace('%', "%%"), |form| (*form).to_owned())
        })
        .collect();
    // A bare day needs its month above it.
    if *name == "%d" && !folders.iter().any(|part| part.contains("%m") || part.contains("%B")) {
        return None;
    }
    Some(
        folders
            .iter()
            .map(String::as_str)
            .chain([format!("{name}.{ending}").as_str()])
            .collect::<Vec<_>>()
            .join("/"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_new_entry_lies_like_the_newest() {
        let day = date(2026, 3, 2);
        for (path, form) in [
            ("2026/03/2026-03-02.md", "%Y/%m/%Y-%m-%d.md"),
            ("journals/2026_03_02.md", "journals/%Y_%m_%d.md"),
            ("2026/03-March/2026-03-02-Monday.md", "%Y/%m-%B/%Y-%m-%d-%A.md"),
            ("2026/03/02.markdown", "%Y/%m/%d.markdown"),
            ("20260302.md", "%Y%m%d.md"),
        ] {
            assert_eq!(pattern_of(path, day).as_deref(), Some(form));
        }
        assert_eq!(pattern_of("2026-03-02 A walk.md", day), None);
        assert_eq!(pattern_of("02.md", day), None);
    }
}
