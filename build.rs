//! Embeds the built-in rules and themes, so that the program is one file.
//!
//! Rules are turned from YAML into JSON here, their patterns expanded and the words they need
//! worked out: a start then costs a tenth, and a start is what an editor waits for.

#![expect(clippy::disallowed_methods, reason = "the build script reads and writes files")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use serde_json::Value;

#[path = "src/lint/compile.rs"]
mod compile;
#[path = "src/lint/pattern.rs"]
mod pattern;

use compile::PatternSource;
use pattern::Words;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/lint/compile.rs");
    println!("cargo::rerun-if-changed=src/lint/pattern.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    fs::write(out.join("rules.rs"), rules(&root.join("rules"))?)?;
    fs::write(out.join("help.json"), help(&root.join("rules/help.yaml"))?)?;
    fs::write(out.join("themes.rs"), embedded(&root.join("themes"))?)?;
    fs::write(out.join("example.rs"), embedded(&root.join("example-journal"))?)
}

/// Every rule file with its patterns expanded, each as JSON, in a Rust slice: a start reads what it
/// needs, and need not look for it.
fn rules(folder: &Path) -> io::Result<String> {
    let mut contents: Vec<(String, Value)> = Vec::new();
    for path in files(folder)? {
        let name = relative(folder, &path);
        if name.contains('/') {
            let text = fs::read_to_string(&path)?;
            contents.push((
                name.clone(),
                serde_yaml::from_str(&text).map_err(|error| fault(&name, &error))?,
            ));
        }
    }
    let ordinary = ordinary_text(&folder.join("../example-journal"))?;
    let known = RefCell::new(BTreeMap::new());
    let frequency = |word: &str| {
        let mut known = known.borrow_mut();
        *known.entry(word.to_owned()).or_insert_with(|| ordinary.matches(word).count())
    };
    let mut code = String::from("&[\n");
    for (path, content) in &contents {
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
        let (content, expanded) = (content.to_string(), serde_json::to_string(&expanded)?);
        let _ = writeln!(
            code,
            "BuiltInFile {{ path: {path:?}, content: {content:?}, expanded: {expanded:?} }},"
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
