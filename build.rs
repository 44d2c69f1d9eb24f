//! Embeds the built-in rules and themes, so that the program is one file.
//!
//! Rules are turned from YAML into JSON here: they load an order of magnitude faster, and start-up
//! is what an editor waits for.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    fs::write(out.join("rules.json"), rules(&root.join("rules"))?)?;
    fs::write(out.join("themes.rs"), themes(&root.join("themes"))?)
}

/// Every rule file as `[path, content]`, the path relative to `rules/`.
fn rules(folder: &Path) -> io::Result<String> {
    let mut list = Vec::new();
    for path in files(folder)? {
        let name = relative(folder, &path);
        let text = fs::read_to_string(&path)?;
        let value: serde_json::Value = serde_yaml::from_str(&text)
            .map_err(|error| io::Error::other(format!("rules/{name}: {error}")))?;
        list.push(serde_json::json!([name, value]));
    }
    Ok(serde_json::Value::Array(list).to_string())
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
