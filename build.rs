//! Embeds the built-in rules and themes, so that the program is one file.
//!
//! Rules are turned from YAML into JSON here, their patterns expanded and the words they need
//! worked out. All words of a language with their forms, and the frames of its rules, are put
//! together here too, by the same code that does it for a journal's own fields. A start is what an
//! editor waits for.

#![expect(clippy::disallowed_methods, reason = "the build script reads and writes files")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use serde_json::Value;

use lint::compile::{self, PatternSource};
use lint::frame::file::FrameFile;
use lint::language::{BuiltInLanguage, LanguageFiles};
use lint::pattern::Words;
use lint::reading::holding::Holding;

/// What the types of rule files need of it.
#[expect(dead_code, unreachable_pub, reason = "the program asks more of it")]
#[path = "src/config"]
mod config {
    mod switch;
    pub(crate) use switch::switch;
}

/// The part of the program that makes words and frames ready.
#[expect(dead_code, unreachable_pub, reason = "the program asks more of it")]
#[path = "src/lint"]
mod lint {
    pub(crate) mod compile;
    pub(crate) mod field;
    pub(crate) mod language;
    pub(crate) mod pattern;
    pub(crate) mod frame {
        pub(crate) mod compiled;
        pub(crate) mod file;
        pub(crate) mod slots;
    }
    pub(crate) mod reading {
        pub(crate) mod grammar_file;
        pub(crate) mod holding;
        mod inflection;
        pub(crate) mod lexicon;
        mod slips;
        pub(crate) mod tags;
        mod unknown;
    }
}

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/lint");
    println!("cargo::rerun-if-changed=src/config/switch.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let contents = rule_files(&root.join("rules"))?;
    fs::write(out.join("rules.rs"), rules(&contents, &root.join("example-journal"))?)?;
    fs::write(out.join("languages.rs"), languages(&contents, &out)?)?;
    fs::write(out.join("help.json"), help(&root.join("rules/help.yaml"))?)?;
    fs::write(out.join("themes.rs"), embedded(&root.join("themes"))?)?;
    fs::write(out.join("example.rs"), embedded(&root.join("example-journal"))?)
}

/// A rule file: its path below `rules/`, and what is in it.
type RuleContent = (String, Value);

/// The rule files of all languages.
fn rule_files(folder: &Path) -> io::Result<Vec<RuleContent>> {
    let mut contents = Vec::new();
    for path in files(folder)? {
        let name = relative(folder, &path);
        if name.contains('/') {
            let text = fs::read_to_string(&path)?;
            let content = serde_yaml::from_str(&text).map_err(|error| fault(&name, &error))?;
            contents.push((name, content));
        }
    }
    Ok(contents)
}

/// Each language with its words and frames ready, in a Rust slice of its name and its bytes.
fn languages(contents: &[RuleContent], out: &Path) -> io::Result<String> {
    let mut all: BTreeMap<&str, LanguageFiles> = BTreeMap::new();
    let mut rules: BTreeMap<&str, BTreeMap<&str, Vec<FrameFile>>> = BTreeMap::new();
    for (path, content) in contents {
        let (language, name) = path.split_once('/').unwrap_or_default();
        let stem = name.rsplit('/').next().unwrap_or_default().trim_end_matches(".yaml");
        let files = all.entry(language).or_default();
        match name.split('/').next() {
            Some("fields") => {
                files.fields.insert(stem.to_owned(), typed(path, content)?);
            }
            Some("grammar.yaml") => files.grammar = typed(path, content)?,
            Some("care.yaml") => files.care = typed(path, content)?,
            _ => {
                if let Some(frames) = content.get("frames") {
                    rules.entry(language).or_default().insert(stem, typed(path, frames)?);
                }
            }
        }
    }
    let mut code = String::from("&[\n");
    for (language, files) in all {
        let wrong = |error: &dyn std::fmt::Debug| fault(language, &format!("{error:?}"));
        let words = files.words().map_err(|error| wrong(&error))?;
        let mut made = BuiltInLanguage { words, ..BuiltInLanguage::default() };
        for (rule, frames) in rules.remove(language).unwrap_or_default() {
            let lexicon = &mut made.words.lexicon;
            let frames = lint::language::frames(&frames, lexicon, Holding::OWN)
                .map_err(|error| fault(rule, &format!("{error:?}")))?;
            made.rules.insert(rule.to_owned(), frames);
        }
        let bytes = postcard::to_allocvec(&made).map_err(|error| wrong(&error))?;
        let path = out.join(format!("{language}.words"));
        fs::write(&path, bytes)?;
        let _ = writeln!(code, "({language:?}, include_bytes!({:?}) as &[u8]),", path.display());
    }
    Ok(code + "]\n")
}

/// Every rule file with its patterns expanded, each as JSON, in a Rust slice: a start reads what it
/// needs, and need not look for it.
fn rules(contents: &[RuleContent], example: &Path) -> io::Result<String> {
    let ordinary = ordinary_text(example)?;
    let known = RefCell::new(BTreeMap::new());
    let frequency = |word: &str| {
        let mut known = known.borrow_mut();
        *known.entry(word.to_owned()).or_insert_with(|| ordinary.matches(word).count())
    };
    let mut code = String::from("&[\n");
    for (path, content) in contents {
        let language = path.split('/').next().unwrap_or_default();
        let shared = contents.iter().find(|(other, _)| *other == format!("{language}/words.yaml"));
        let shared = shared.map_or_else(|| Ok(Words::new()), |(_, words)| typed(path, words))?;
        // A file of words, exclusions or grammar has no patterns.
        let source: PatternSource = match path.rsplit('/').next() {
            Some("words.yaml" | "guards.yaml" | "grammar.yaml") => PatternSource::default(),
            _ if path.contains("/fields/") => PatternSource::default(),
            _ => typed(path, content)?,
        };
        let expanded = compile::compile(&source, &shared, &frequency)
            .map_err(|error| fault(path, &format!("{error:?}")))?;
        let mut content = content.clone();
        let frames = content.as_object_mut().filter(|_| !path.ends_with("/care.yaml"));
        let frames = frames.and_then(|content| content.remove("frames")).unwrap_or_default();
        let (content, frames) = (content.to_string(), frames.to_string());
        let expanded = serde_json::to_string(&expanded)?;
        let _ = writeln!(
            code,
            "BuiltInFile {{ path: {path:?}, content: {content:?}, frames: {frames:?}, expanded: {expanded:?} }},"
        );
    }
    Ok(code + "]\n")
}

fn typed<T: serde::de::DeserializeOwned>(path: &str, value: &Value) -> io::Result<T> {
    serde_json::from_value(value.clone()).map_err(|error| fault(path, &error))
}

/// The list of people to talk to, as JSON.
fn help(path: &Path) -> io::Result<String> {
    let text = fs::read_to_string(path)?;
    let value: Value = serde_yaml::from_str(&text).map_err(|error| fault("help.yaml", &error))?;
    Ok(value.to_string())
}

/// All of the example journal in lower case: what ordinary entries look like.
fn ordinary_text(folder: &Path) -> io::Result<String> {
    let mut text = String::new();
    for path in files(folder)? {
        if path.extension().is_some_and(|ending| ending == "md") {
            text.push_str(&fs::read_to_string(&path)?.to_lowercase());
        }
    }
    Ok(text)
}

fn fault(name: &str, error: &dyn std::fmt::Display) -> io::Error {
    io::Error::other(format!("rules/{name}: {error}"))
}

/// A Rust slice of `(path, bytes)`, the path relative to `folder`.
fn embedded(folder: &Path) -> io::Result<String> {
    let mut code = String::from("&[\n");
    for path in files(folder)? {
        let name = relative(folder, &path);
        let _ = writeln!(code, "({name:?}, include_bytes!({:?}) as &[u8]),", path.display());
    }
    Ok(code + "]\n")
}

/// The files below `folder`, without what the program makes there: a site, its state.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && (name.starts_with('.') || name == "site") {
            continue;
        }
        println!("cargo::rerun-if-changed={}", path.display());
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn relative(folder: &Path, path: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}
