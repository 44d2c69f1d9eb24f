//! Keeps the architecture, the files and the documents as they are meant to be.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// The order of the floors: a module uses only modules before it.
const ORDER: [&str; 27] = [
    "text",
    "spoken",
    "digest",
    "diagnostic",
    "yaml",
    "config",
    "journal",
    "commitment",
    "lint",
    "search",
    "stats",
    "review",
    "export",
    "share",
    "handout",
    "import",
    "site",
    "report",
    "baseline",
    "disk",
    "project",
    "builder",
    "watch",
    "serve",
    "lsp",
    "cli",
    "main",
];
/// Modules that do no IO and read no clock: floors 1 to 4, and what is pure above them.
const PURE: [&str; 19] = [
    "text",
    "spoken",
    "digest",
    "diagnostic",
    "yaml",
    "config",
    "journal",
    "commitment",
    "lint",
    "search",
    "stats",
    "review",
    "export",
    "share",
    "handout",
    "import",
    "site",
    "report",
    "baseline",
];
/// A longer room wants a wall.
const LONGEST: usize = 400;
/// A longer line of a rule cannot be read, and so not be judged.
const WIDEST_RULE: usize = 200;
/// Rule files with longer lines, and how many: what frames will say in their stead is not written
/// yet. None may be added.
const WIDE_RULES: [(&str, usize); 10] = [
    ("de/care.yaml", 1),
    ("de/guards.yaml", 4),
    ("en/avoidant/agentless.yaml", 4),
    ("en/avoidant/blame-shift.yaml", 4),
    ("en/avoidant/deferral.yaml", 4),
    ("en/avoidant/licensing.yaml", 4),
    ("en/avoidant/minimising.yaml", 4),
    ("en/avoidant/vague-commitment.yaml", 6),
    ("en/care.yaml", 8),
    ("en/guards.yaml", 9),
];

/// A file of the program: its module path, where it lies, and its code without tests and comments.
struct SourceFile {
    module: Vec<String>,
    path: PathBuf,
    text: String,
    code: String,
}

impl SourceFile {
    /// The topmost module.
    fn floor(&self) -> &str {
        self.module.first().map_or("lib", String::as_str)
    }
}

fn sources() -> Vec<SourceFile> {
    let walk = walkdir::WalkDir::new(format!("{ROOT}/src")).sort_by_file_name().into_iter();
    let files = walk.map(Result::unwrap);
    let files = files.filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    let comment = Regex::new(r"(?m)^\s*//.*$|pub\(in [\w:]+\)").unwrap();
    let read = |path: &Path| {
        let inside = path.strip_prefix(format!("{ROOT}/src")).unwrap().with_extension("");
        let parts = inside.iter().map(|part| part.to_string_lossy().into_owned());
        let text = fs::read_to_string(path).unwrap();
        let code = comment.replace_all(before_tests(&text), "").into_owned();
        let module = parts.filter(|part| part != "lib").collect();
        SourceFile { module, path: path.to_owned(), text, code }
    };
    files.map(|file| read(file.path())).collect()
}

fn before_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

/// The files that each file uses, by module path: what `use` and paths in the code name.
fn uses(files: &[SourceFile]) -> BTreeMap<String, BTreeSet<String>> {
    let known: BTreeSet<String> = files.iter().map(|file| file.module.join("::")).collect();
    let path =
        Regex::new(r"\b(crate|self|super(?:::super)*)::((?:\w+::)*(?:\w+|\{[^;]*?\}))").unwrap();
    let child = Regex::new(r"(?m)^\s*(?:pub(?:\(\w+\))? )?mod (\w+);").unwrap();
    let word = Regex::new(r"[\w:]+").unwrap();
    let mut graph = BTreeMap::new();
    for file in files {
        let mut used = BTreeSet::new();
        let mut add = |parts: &[&str]| {
            let longest = (1..=parts.len()).rev().map(|end| parts[..end].join("::"));
            used.extend(longest.into_iter().find(|name| known.contains(name)));
        };
        let own: Vec<&str> = file.module.iter().map(String::as_str).collect();
        for found in path.captures_iter(&file.code) {
            let above = found[1].matches("super").count();
            let base = if &found[1] == "crate" { &[] } else { &own[..own.len() - above] };
            let (head, group) = found[2].split_once('{').unwrap_or((&found[2], ""));
            let head: Vec<&str> = base
                .iter()
                .copied()
                .chain(head.split("::").filter(|part| !part.is_empty()))
                .collect();
            if group.is_empty() {
                add(&head);
            }
            for one in word.find_iter(group) {
                let tail = one.as_str().split("::").filter(|part| *part != "self");
                add(&head.iter().copied().chain(tail).collect::<Vec<_>>());
            }
        }
        for found in child.captures_iter(&file.code) {
            let called = Regex::new(&format!(r"(?:^|[^:\w]){}::", &found[1])).unwrap();
            if called.is_match(&file.code) {
                add(&own.iter().copied().chain([&found[1]]).collect::<Vec<_>>());
            }
        }
        let name = file.module.join("::");
        used.remove(&name);
        graph.insert(name, used);
    }
    graph
}

/// What `from` reaches in `graph`, itself only if a circle leads back.
fn reached<'g>(graph: &'g BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<&'g str> {
    let mut seen = BTreeSet::new();
    let mut left: Vec<&str> = graph[from].iter().map(String::as_str).collect();
    while let Some(next) = left.pop() {
        if seen.insert(next) {
            left.extend(graph[next].iter().map(String::as_str));
        }
    }
    seen
}

#[test]
fn a_module_uses_only_floors_below_it() {
    let uses = Regex::new(r"crate::(\w+)").unwrap();
    for file in sources() {
        let module = file.floor();
        if module == "lib" {
            continue;
        }
        let place = file.path.display();
        let floor = |name: &str| ORDER.iter().position(|known| *known == name);
        let here = floor(module).unwrap_or_else(|| panic!("{module} has no floor"));
        assert!(
            !file.text.contains("crate::{"),
            "{place}: one `use` a line, so that this test can see it"
        );
        for found in uses.captures_iter(&file.code) {
            let there = floor(&found[1]).unwrap_or_else(|| panic!("{place}: {}", &found[0]));
            assert!(there <= here, "{place} uses {}", &found[0]);
            let strangers = ["lint", "site"];
            let both = strangers.contains(&module) && strangers.contains(&&found[1]);
            assert!(!both || module == &found[1], "{place}: lint and site do not know each other");
        }
    }
}

#[test]
fn no_two_files_use_each_other_in_a_circle() {
    let files = sources();
    let graph = uses(&files);
    // The search sees what it should: a reporter needs a diagnostic, and nothing the other way.
    assert!(reached(&graph, "report::human").contains("diagnostic"));
    assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 500);
    let circles: Vec<(&String, BTreeSet<&str>)> = graph
        .keys()
        .map(|name| (name, reached(&graph, name)))
        .filter(|(name, reached)| reached.contains(name.as_str()))
        .collect();
    let names: Vec<_> = circles.iter().map(|(name, _)| name).collect();
    assert!(circles.is_empty(), "these use each other: {names:?}");
}

#[test]
fn no_two_types_have_one_name() {
    let types =
        Regex::new(r"(?m)^\s*(?:pub(?:\(\w+\))? )?(?:struct|enum|trait|type|union) (\w+)").unwrap();
    let mut homes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in sources() {
        // An associated type is named by its trait.
        let associated = |found: &regex::Captures| {
            let line = found[0].lines().last().unwrap_or_default();
            line.starts_with(' ') && line.trim_start().starts_with("type ")
        };
        for found in types.captures_iter(&file.code).filter(|found| !associated(found)) {
            homes.entry(found[1].to_owned()).or_default().push(file.module.join("::"));
        }
    }
    assert!(homes.len() > 300, "{}", homes.len());
    homes.retain(|_, homes| homes.len() > 1);
    assert!(homes.is_empty(), "{homes:#?}");
}

#[test]
fn the_lower_floors_do_no_io_and_read_no_clock() {
    let forbidden = Regex::new(
        r"std::(?:fs|net|env|process)|(?:Instant|SystemTime|ZonedDateTime|Timestamp)::now|println!|eprintln!",
    )
    .unwrap();
    for file in sources() {
        if PURE.contains(&file.floor()) {
            let (code, place) = (before_tests(&file.text), file.path.display());
            assert!(!forbidden.is_match(code), "{place}: {:?}", forbidden.find(code));
        }
    }
}

#[test]
fn what_is_printed_is_printed_by_commands() {
    let prints = Regex::new(r"\be?print(?:ln)?!").unwrap();
    for file in sources().iter().filter(|file| !["cli", "lib", "main"].contains(&file.floor())) {
        assert!(!prints.is_match(&file.code), "{}", file.path.display());
    }
}

#[test]
fn every_invariant_names_the_test_that_keeps_it() {
    let text = fs::read_to_string(format!("{ROOT}/src/lib.rs")).unwrap();
    let (_, invariants) = text.split_once("//! # Invariants").unwrap();
    let item = Regex::new(r"(?m)^//! \d\. ").unwrap();
    let name = Regex::new(r"`(\w+)::(\w+)`").unwrap();
    let mut count = 0;
    for invariant in item.split(invariants).skip(1) {
        let tests: Vec<_> = name.captures_iter(invariant).collect();
        assert!(!tests.is_empty(), "{invariant}");
        for found in tests {
            let file = fs::read_to_string(format!("{ROOT}/tests/suite/{}.rs", &found[1])).unwrap();
            assert!(file.contains(&format!("fn {}(", &found[2])), "{}", &found[0]);
        }
        count += 1;
    }
    assert_eq!(count, 7);
}

#[test]
fn a_line_of_a_rule_can_be_read() {
    let mut wide = BTreeMap::new();
    for file in walkdir::WalkDir::new(format!("{ROOT}/rules")).into_iter().map(Result::unwrap) {
        if file.file_type().is_file() {
            let text = fs::read_to_string(file.path()).unwrap();
            let count = text.lines().filter(|line| line.chars().count() > WIDEST_RULE).count();
            let name = file.path().strip_prefix(format!("{ROOT}/rules")).unwrap();
            if count > 0 {
                wide.insert(name.to_string_lossy().replace('\\', "/"), count);
            }
        }
    }
    let known = WIDE_RULES.map(|(name, count)| (name.to_owned(), count)).into();
    assert_eq!(
        wide, known,
        "a line was added that nobody can read, or one went and the list can too"
    );
}

#[test]
fn nothing_opens_a_connection() {
    for file in sources() {
        for word in ["TcpStream", "UdpSocket", "reqwest", "ureq", "hyper::client", "::connect("] {
            assert!(!file.text.contains(word), "{}: {word}", file.path.display());
        }
    }
}

#[test]
fn every_room_has_a_sign_and_a_size() {
    for SourceFile { path, text, .. } in sources() {
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
fn the_documents_name_every_command_and_every_setting() {
    let readme: String = documents().into_values().collect();
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

/// The README and the pages of the book, by path.
fn documents() -> BTreeMap<String, String> {
    let pages = fs::read_dir(format!("{ROOT}/docs")).unwrap().map(|file| file.unwrap().path());
    let pages = pages.filter(|path| path.extension().is_some_and(|end| end == "md"));
    let names = pages.map(|path| format!("docs/{}", path.file_name().unwrap().to_string_lossy()));
    let all = names.chain(["README.md".to_owned(), "CONTRIBUTING.md".to_owned()]);
    all.map(|name| {
        let text = fs::read_to_string(format!("{ROOT}/{name}")).unwrap();
        (name, text)
    })
    .collect()
}

/// The anchors of a page, as GitHub and mdBook make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |line: &str| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let documents = documents();
    for (name, text) in &documents {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        for found in link.captures_iter(text) {
            let target = &found[1];
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            if target.starts_with("http") {
                continue;
            }
            let whole = if path.is_empty() {
                name.clone()
            } else {
                match path.strip_prefix("../") {
                    Some(up) => up.to_owned(),
                    None if folder.is_empty() => path.to_owned(),
                    None => format!("{folder}/{path}"),
                }
            };
            assert!(Path::new(ROOT).join(&whole).exists(), "{name}: {target}");
            if let Some(page) = documents.get(&whole).filter(|_| !anchor.is_empty()) {
                assert!(anchors(page).contains(anchor), "{name}: {target}");
            }
        }
    }
    let summary = &documents["docs/SUMMARY.md"];
    for name in documents.keys().filter_map(|name| name.strip_prefix("docs/")) {
        assert!(name == "SUMMARY.md" || summary.contains(&format!("({name})")), "{name}");
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
