//! What a change on disk means for the site: a pure function from a path to what must be done.

use std::path::Path;

/// What must be done again after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ChangeKind {
    /// Nothing: the site itself, an editor's swap file, something hidden.
    Nothing,
    /// A file of the journal: read it, build.
    Content,
    /// The config, a rule or a theme: read everything again.
    Setup,
}

/// Folders of what everything depends on.
const SETUP: [&str; 4] = ["rules", "themes", "commitments", "templates"];

/// What a change at `path` means for the journal in `root` whose site lies in `output`.
#[must_use]
pub(crate) fn classify(path: &Path, root: &Path, output: &Path) -> ChangeKind {
    if path.starts_with(output) {
        return ChangeKind::Nothing;
    }
    let Ok(inside) = path.strip_prefix(root) else { return ChangeKind::Nothing };
    let names: Vec<String> =
        inside.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    let Some(last) = names.last() else { return ChangeKind::Content };
    if names.iter().any(|name| name.starts_with('.') && name != ".gitignore") || is_temporary(last)
    {
        return ChangeKind::Nothing;
    }
    let setup = names.first().is_some_and(|first| SETUP.contains(&first.as_str()))
        || last == crate::config::FILE_NAME
        || last == ".gitignore";
    if setup { ChangeKind::Setup } else { ChangeKind::Content }
}

/// Files that editors make beside the one they save.
fn is_temporary(name: &str) -> bool {
    name.ends_with('~')
        || name.starts_with('#') && name.ends_with('#')
        || name == "4913"
        || [".swp", ".swx", ".tmp", ".part", ".crswap"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_side_files_and_the_site_itself_are_nothing() {
        let of = |path: &str| classify(Path::new(path), Path::new("/j"), Path::new("/j/site"));
        for path in [
            "/j/site/index.html",
            "/j/.git/index",
            "/j/.a.md.swp",
            "/j/4913",
            "/j/a.md~",
            "/j/#a.md#",
            "/k/a.md",
        ] {
            assert_eq!(of(path), ChangeKind::Nothing, "{path}");
        }
        assert_eq!(of("/j/2026/a.md"), ChangeKind::Content);
        assert_eq!(of("/j/#1 plans.md"), ChangeKind::Content);
        assert_eq!(of("/j/photos/a.jpg"), ChangeKind::Content);
        for path in ["/j/evenkeel.yaml", "/j/rules/en/harsh/mine.yaml", "/j/themes/x/static/a.css"]
        {
            assert_eq!(of(path), ChangeKind::Setup, "{path}");
        }
    }
}
