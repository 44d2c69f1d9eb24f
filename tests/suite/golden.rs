//! The site of the example journal, as it was last looked at: every page byte for byte.
//!
//! `EVENKEEL_GOLDEN=write cargo test --locked golden` takes what is made now. Read what
//! `git diff tests/golden` says before you keep it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::Folder;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
/// Digests of what is no page, as `sha256sum` writes them.
const DIGESTS: &str = "digests.txt";
/// The day on which the site is made: the example ends before.
const TODAY: &str = "2026-06-01";

/// The files below a folder by their paths, hidden ones left out.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let named = walk.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let inside = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        (inside, fs::read(entry.path()).unwrap())
    });
    named.filter(|(name, _)| !name.starts_with('.')).collect()
}

/// The pages as they are; of the other files one list of digests.
fn comparable(site: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut digests = String::new();
    for (name, bytes) in site {
        if Path::new(&name).extension().is_some_and(|end| end == "html") {
            texts.insert(name, String::from_utf8(bytes).unwrap());
            continue;
        }
        for byte in Sha256::digest(bytes) {
            write!(digests, "{byte:02x}").unwrap();
        }
        writeln!(digests, "  {name}").unwrap();
    }
    texts.insert(DIGESTS.to_owned(), digests);
    texts
}

/// The first line in which two texts differ.
fn first_difference(expected: &str, actual: &str) -> String {
    let lines = expected.lines().zip(actual.lines()).enumerate();
    let found = lines.into_iter().find(|(_, (expected, actual))| expected != actual);
    found.map_or_else(
        || "one ends before the other".to_owned(),
        |(at, (expected, actual))| format!("line {}\n- {expected}\n+ {actual}", at + 1),
    )
}

#[test]
fn the_site_of_the_example_is_as_it_was_looked_at() {
    let folder = Folder::example();
    let run = folder.run(&["build", "--today", TODAY]);
    assert_eq!(run.code, 0, "{run:?}");
    let site = comparable(files(&folder.path().join("site")));
    assert!(site.len() > 100, "{}", site.len());
    let golden = PathBuf::from(GOLDEN);
    if std::env::var_os("EVENKEEL_GOLDEN").is_some_and(|what| what == "write") {
        let _ = fs::remove_dir_all(&golden);
        for (name, text) in &site {
            let path = golden.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        return;
    }
    let expected: BTreeMap<String, String> = files(&golden)
        .into_iter()
        .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
        .collect();
    let names = |texts: &BTreeMap<String, String>| texts.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&site),
        names(&expected),
        "the site has other files; see tests/suite/golden.rs"
    );
    for (name, text) in &site {
        let expected = &expected[name];
        assert!(
            text == expected,
            "{name} is another: {}\nIf that is meant, see tests/suite/golden.rs.",
            first_difference(expected, text)
        );
    }
}
