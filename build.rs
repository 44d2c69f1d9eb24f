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

use serde_json::{Value, json};

#[path = "src/lint/pattern.rs"]
mod pattern;

use pattern::{Frequency, Required, Words};

/// What a pattern becomes: its expression, and what it cannot match without.
type Compiled = (String, Required);

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/lint/pattern.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    fs::write(out.join("rules.json"), rules(&root.join("rules"))?)?;
    fs::write(out.join("help.json"), help(&root.join("rules/help.yaml"))?)?;
    fs::write(out.join("themes.rs"), themes(&root.join("themes"))?)
}

/// Every rule file as `[path, content, compiled patterns]`, the path relative to `rules/`.
fn rules(folder: &Path) -> io::Result<String> {
    let mut files: Vec<(String, Value)> = Vec::new();
    for path in self::files(folder)? {
        let name = relative(folder, &path);
        if !name.contains('/') {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        files.push((
            name.clone(),
            serde_yaml::from_str(&text).map_err(|error| fault(&name, &error))?,
        ));
    }
    let ordinary = ordinary_text(&folder.join("../example-journal"))?;
    let known = RefCell::new(BTreeMap::new());
    let frequency = |word: &str| {
        let mut known = known.borrow_mut();
        *known.entry(word.to_owned()).or_insert_with(|| ordinary.matches(word).count())
    };
    let mut list = Vec::new();
    for (name, content) in &files {
        let language = name.split('/').next().unwrap_or_default();
        let shared = files.iter().find(|(path, _)| *path == format!("{language}/words.yaml"));
        let shared = shared.map_or_else(BTreeMap::new, |(_, words)| word_lists(words));
        let compiled =
            compile(content, &shared, &frequency).map_err(|error| fault(name, &error))?;
        list.push(json!([name, content, compiled]));
    }
    Ok(Value::Array(list).to_string())
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

/// The patterns of a rule file, compiled; empty for a file of words or guards.
fn compile(content: &Value, shared: &Words, frequency: Frequency) -> Result<Value, String> {
    let own = word_lists(&content["words"]);
    let lists = content["words"].as_object().into_iter().flatten();
    if let Some(item) =
        lists.filter_map(|(_, list)| list.as_array()).flatten().find(|item| !item.is_string())
    {
        return Err(format!("`{item}` is not a word; put it in quotes"));
    }
    let all = |key: &str| -> Result<Vec<Compiled>, String> {
        let patterns = content[key].as_array().into_iter().flatten().filter_map(Value::as_str);
        patterns.map(|pattern| compile_one(pattern, &own, shared, frequency)).collect()
    };
    Ok(json!({ "patterns": all("patterns")?, "unless": all("unless")? }))
}

fn compile_one(
    pattern: &str,
    own: &Words,
    shared: &Words,
    frequency: Frequency,
) -> Result<Compiled, String> {
    let expanded = pattern::expand(pattern, own, shared).map_err(|fault| format!("{fault:?}"))?;
    let source = pattern::whole_words(&expanded);
    regex_syntax::parse(&source).map_err(|error| error.to_string())?;
    let required = pattern::required(&source, frequency);
    Ok((source, required))
}

fn word_lists(value: &Value) -> Words {
    let lists = value.as_object().into_iter().flatten();
    let words = |list: &Value| {
        list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    lists.map(|(name, list)| (name.clone(), words(list))).collect()
}

fn fault(name: &str, error: &dyn std::fmt::Display) -> io::Error {
    io::Error::other(format!("rules/{name}: {error}"))
}

/// A Rust slice of `(path, bytes)`, the path relative to `themes/`.
fn themes(folder: &Path) -> io::Result<String> {
    let mut code = String::from("&[\n");
    for path in files(folder)? {
        let name = relative(folder, &path);
        let _ = writeln!(code, "({name:?}, include_bytes!({:?}) as &[u8]),", path.display());
    }
    Ok(code + "]\n")
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
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
