//! Keeps the architecture, the files and the README as they are meant to be.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// The order of the floors: a module uses only modules before it.
const ORDER: [&str; 19] = [
    "text",
    "diagnostic",
    "yaml",
    "config",
    "journal",
    "commitment",
    "lint",
    "stats",
    "review",
    "site",
    "report",
    "baseline",
    "disk",
    "project",
    "watch",
    "serve",
    "lsp",
    "cli",
    "main",
];
/// A longer room wants a wall.
const LONGEST: usize = 400;

fn sources() -> Vec<(PathBuf, String)> {
    let walk = walkdir::WalkDir::new(format!("{ROOT}/src")).sort_by_file_name().into_iter();
    let files = walk
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    files.map(|file| (file.path().to_owned(), fs::read_to_string(file.path()).unwrap())).collect()
}

fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(format!("{ROOT}/src")).unwrap();
    let first = inside.iter().next().unwrap().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

fn before_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

#[test]
fn a_module_uses_only_floors_below_it() {
    let uses = Regex::new(r"crate::(\w+)").unwrap();
    for (path, text) in sources() {
        let module = module_of(&path);
        if module == "lib" {
            continue;
        }
        let floor = |name: &str| ORDER.iter().position(|known| *known == name);
        let here = floor(&module).unwrap_or_else(|| panic!("{module} has no floor"));
        assert!(
            !text.contains("crate::{"),
            "{}: one `use` a line, so that this test can see it",
            path.display()
        );
        for found in uses.captures_iter(&text) {
            let there =
                floor(&found[1]).unwrap_or_else(|| panic!("{}: {}", path.display(), &found[0]));
            assert!(there <= here, "{} uses {}", path.display(), &found[0]);
            let strangers = ["lint", "site"];
            let both = strangers.contains(&module.as_str()) && strangers.contains(&&found[1]);
            assert!(
                !both || module == found[1],
                "{}: lint and site do not know each other",
                path.display()
            );
        }
    }
}

#[test]
fn the_lower_floors_do_no_io_and_read_no_clock() {
    let forbidden =
        Regex::new(r"std::(?:fs|net|env|process|time)|Zoned::now|println!|eprintln!").unwrap();
    let lower = [
        "text",
        "diagnostic",
        "yaml",
        "config",
        "journal",
        "commitment",
        "lint",
        "stats",
        "review",
        "site",
        "report",
        "baseline",
        "watch",
    ];
    for (path, text) in sources() {
        if lower.contains(&module_of(&path).as_str()) {
            let code = before_tests(&text);
            assert!(!forbidden.is_match(code), "{}: {:?}", path.display(), forbidden.find(code));
        }
    }
}

#[test]
fn nothing_opens_a_connection() {
    for (path, text) in sources() {
        for word in ["TcpStream", "UdpSocket", "reqwest", "ureq", "hyper::", "::connect("] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn every_room_has_a_sign_and_a_size() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{} says what it is", path.display());
        let lines = before_tests(&text).lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
        assert!(path.file_name().is_some_and(|name| name != "mod.rs"), "{}", path.display());
    }
}

#[test]
fn every_test_file_takes_part() {
    let main = fs::read_to_string(format!("{ROOT}/tests/suite/main.rs")).unwrap();
    for file in fs::read_dir(format!("{ROOT}/tests/suite")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let stem = name.trim_end_matches(".rs");
        assert!(stem == "main" || main.contains(&format!("mod {stem};")), "{name}");
    }
}

#[test]
fn the_readme_names_every_command_and_every_setting() {
    let readme = fs::read_to_string(format!("{ROOT}/README.md")).unwrap();
    let folder = crate::Folder::new(&[]);
    let help = folder.run(&["--help"]).out;
    let commands = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let commands = commands
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let mut count = 0;
    for command in
        commands.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help")
    {
        assert!(readme.contains(&format!("evenkeel {command}")), "{command}");
        count += 1;
    }
    assert!(count >= 6, "{help}");
    let schema = evenkeel::config::Config::schema();
    for key in schema["properties"].as_object().unwrap().keys() {
        assert!(readme.contains(&format!("`{key}`")), "{key}");
    }
}

#[test]
fn no_word_is_shouted() {
    let words = Regex::new(r"(?i)\b(?:cheat|failed)\b|[^\[!]!(?:\s|$)").unwrap();
    for file in walkdir::WalkDir::new(format!("{ROOT}/themes")).into_iter().map(Result::unwrap) {
        if file.path().extension().is_some_and(|end| end == "html") {
            let text = fs::read_to_string(file.path()).unwrap();
            assert!(!words.is_match(&text), "{}", file.path().display());
        }
    }
}
