//! The least that any generator of this kind must do: read every file, turn the Markdown into HTML,
//! put it into a template, write the page; on all cores. `build` is measured against it.
//!
//! usage: floor FOLDER OUT

#![expect(clippy::disallowed_methods, reason = "it reads and writes files")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use rayon::prelude::*;
use tera::{Context, Tera};

const TEMPLATE: &str = "<!doctype html><title>{{ title }}</title><main>{{ html | safe }}</main>";

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut arguments = env::args().skip(1).filter(|argument| argument != "--bench");
    let (Some(folder), Some(out)) = (arguments.next(), arguments.next()) else {
        println!("usage: floor FOLDER OUT");
        return Ok(());
    };
    fs::create_dir_all(&out)?;
    let mut tera = Tera::default();
    tera.add_raw_templates([("page.html", TEMPLATE)])?;
    let walk = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files: Vec<PathBuf> = walk
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.par_iter().enumerate().try_for_each(|(number, path)| page(number, path, &out, &tera))
}

fn page(
    number: usize,
    path: &Path,
    out: &str,
    tera: &Tera,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let markdown = fs::read_to_string(path)?;
    let mut context = Context::new();
    context.insert("title", &path.file_stem().unwrap_or_default().to_string_lossy());
    let html = comrak::markdown_to_html(&markdown, &comrak::Options::default());
    context.insert("html", &html);
    fs::write(format!("{out}/{number}.html"), tera.render("page.html", &context)?)?;
    Ok(())
}
