//! Where entries lie: the pattern that their paths follow, in strftime letters.

use jiff::civil::Date;
use jiff::fmt::strtime;

/// Forms of file names and of folders, most particular first.
const NAMES: [&str; 8] =
    ["%Y-%m-%d", "%Y_%m_%d", "%Y%m%d", "%Y.%m.%d", "%Y-%m-%d-%A", "%Y-%m-%d %A", "%Y-%b-%d", "%d"];
const FOLDERS: [&str; 6] = ["%Y", "%m", "%Y-%m", "%m-%B", "%B", "%b"];

/// Folders of a day in common use, from the journal's folder or from one in it.
const LAYOUTS: [&str; 7] = ["", "%Y/", "%Y/%m/", "%Y/%Y-%m/", "%Y/%m-%B/", "%Y/%B/", "%Y-%m/"];

/// Where the entry of a day may lie, in the forms that are in common use: so that it can be looked up
/// without a look at all others.
pub fn common_paths(date: Date) -> impl Iterator<Item = String> {
    let written = move |form: &str| strtime::format(form, date).unwrap_or_default();
    let names: Vec<(&str, String)> = NAMES.iter().map(|form| (*form, written(form))).collect();
    LAYOUTS.iter().flat_map(move |layout| {
        let folder = written(layout);
        let monthly = layout.contains("%m") || layout.contains("%B");
        let fitting = names.iter().filter(|(form, _)| monthly || *form != "%d");
        fitting.map(|(_, name)| format!("{folder}{name}.md")).collect::<Vec<_>>()
    })
}

/// The form of a path in which `date` stands; `None` for one with a title.
#[must_use]
pub fn pattern_of(path: &str, date: Date) -> Option<String> {
    let written = |form: &str| strtime::format(form, date).unwrap_or_default();
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
