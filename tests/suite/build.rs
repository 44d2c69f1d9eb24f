//! `evenkeel build`: a site that is whole, private, and safe to put where it is put.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use evenkeel::config::Config;
use evenkeel::journal::entry::Entry;
use evenkeel::journal::prose::{PLACEHOLDER, Prose};
use regex::Regex;

use crate::Folder;

/// The made-up word that stands in every private text of the example journal.
const PRIVATE_WORD: &str = "quillwort";

fn built() -> Folder {
    let folder = Folder::example();
    let run = folder.run(&["build", "--today", "2026-06-01"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("site/index.html"), "{run:?}");
    folder
}

fn pages(folder: &Folder) -> BTreeMap<String, String> {
    let files = folder.files("site").into_iter().map(|path| path.to_string_lossy().into_owned());
    let pages = files.filter(|name| name.rsplit('.').next() == Some("html"));
    pages.map(|name| (name.clone(), folder.read(&format!("site/{name}")))).collect()
}

fn text_of(html: &str) -> String {
    // What stands in the margin interrupts no sentence.
    let notes = Regex::new("<sup.*?</sup>|<span class=\"note\".*?</span>").unwrap();
    let html = notes.replace_all(html, "");
    let tags = Regex::new("<[^>]*>").unwrap();
    let text = tags.replace_all(&html, "").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&")
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

#[test]
fn every_word_of_an_entry_is_on_its_page() {
    let folder = built();
    let pages = pages(&folder);
    let all: Vec<String> = pages.values().map(|html| letters(&text_of(html))).collect();
    let mut checked = 0;
    // A check-in is told by the title of its commitment, whatever the field is called.
    let fields = Regex::new(r"[\[(]?[\w-]+::[ \n]").unwrap();
    for file in folder.files(".") {
        let name = file.to_string_lossy().into_owned();
        let ours = ["site/", "drafts/", "templates/"].iter().any(|folder| name.starts_with(folder));
        if ours || file.extension().is_none_or(|end| end != "md") {
            continue;
        }
        let entry = Entry::parse(&name, folder.read(&name), &Config::default()).entry;
        if entry.private {
            continue;
        }
        let prose = Prose::parse(&entry.visible(false).text, 0);
        // A title that is nothing but the day is told as the day.
        let is_day = |title: &String| entry.date().is_some_and(|date| date.to_string() == *title);
        let title =
            letters(&entry.title.clone().filter(|title| !is_day(title)).unwrap_or_default());
        assert!(all.iter().any(|page| page.contains(&title)), "{name}");
        for block in prose.blocks() {
            for sentence in block.range.slice(prose.text()).split(PLACEHOLDER) {
                let sentence = sentence.replace("collapsed:: true", "");
                for part in fields.split(&sentence).filter(|part| !is_day(&(*part).to_owned())) {
                    let wanted = letters(part);
                    assert!(all.iter().any(|page| page.contains(&wanted)), "{name}: {part}");
                }
                checked += 1;
            }
        }
    }
    assert!(checked > 400, "{checked}");
}

#[test]
fn odd_markdown_loses_no_word() {
    let source = "# Title\n\n<div>alpha <b>beta</b></div>\n\ngamma <delta> epsilon<br>zeta\n\n[[missing|eta]] ![theta](nowhere.jpg) ![iota](https://example.org/x.png)\n\n- [/] kappa\n- [-] lambda\n\n[^1]: mu\n\nnu[^1] {{query xi}} ((omicron))\n\n> [!note]\n> pi\n";
    let folder = Folder::new(&[("2026-03-02.md", source)]);
    folder.run(&["build"]);
    let page = folder.read("site/entries/2026-03-02.html");
    for word in
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi"
            .split(' ')
    {
        assert!(text_of(&page).contains(word), "{word}: {page}");
    }
    assert!(!page.contains("<div>") && !page.contains("<img"), "{page}");
}

#[test]
fn nothing_private_is_on_the_site() {
    let folder = built();
    for file in folder.files("site") {
        let bytes = fs::read(folder.path().join("site").join(&file)).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains(PRIVATE_WORD), "{}", file.display());
    }
    let mut hidden = 0;
    for file in
        folder.files(".").iter().filter(|file| file.extension().is_some_and(|end| end == "md"))
    {
        let name = file.to_string_lossy().into_owned();
        let entry = Entry::parse(&name, folder.read(&name), &Config::default()).entry;
        if entry.private {
            hidden += 1;
            let page = format!("site/entries/{}.html", entry.stem());
            assert!(!folder.path().join(page).exists(), "{name}");
        }
    }
    assert!(hidden >= 2, "the example journal has private entries");
}

#[test]
fn a_broken_front_matter_keeps_a_private_entry_private() {
    let folder = Folder::new(&[
        ("2026-03-02.md", "---\ntitle: [x\nprivate: true\n---\nquillwort\n"),
        ("a.md", "Calm."),
    ]);
    folder.run(&["build"]);
    assert!(folder.files("site").iter().all(|file| !file.to_string_lossy().contains("2026-03-02")));
}

#[test]
fn pages_load_nothing_from_anywhere() {
    let folder = built();
    let attribute = Regex::new("(?:src|href)=\"([^\"]*)\"").unwrap();
    let loads =
        Regex::new("<(?:link|script|img|iframe|source)[^>]*(?:src|href)=\"(?:https?:)?//").unwrap();
    for (name, page) in pages(&folder) {
        assert!(
            page.contains("Content-Security-Policy") && page.contains("default-src 'none'"),
            "{name}"
        );
        assert!(page.contains("noindex") && page.contains("no-referrer"), "{name}");
        assert!(!loads.is_match(&page), "{name}");
        for found in attribute.captures_iter(&page) {
            let target = found[1].to_owned();
            if target.starts_with("https://") {
                assert!(
                    target.contains("gutenberg.org"),
                    "{name} links to {target}, which nobody wrote"
                );
                continue;
            }
            let path = target.split('#').next().unwrap().to_owned();
            let folder_of_page = std::path::Path::new(&name).parent().unwrap();
            let decoded = path.replace("%20", " ");
            let file = folder.path().join("site").join(folder_of_page).join(decoded);
            assert!(
                path.is_empty() || file.is_file(),
                "{name} leads to {target}, which is not there"
            );
        }
    }
}

#[test]
fn the_same_journal_gives_the_same_bytes() {
    let (one, two) = (built(), built());
    assert_eq!(one.files("site"), two.files("site"));
    // Stamps are times: a cache, and no part of the site.
    let pages = |file: &PathBuf| !file.ends_with(".evenkeel-stamps.json");
    for file in one.files("site").into_iter().filter(pages) {
        let read = |folder: &Folder| fs::read(folder.path().join("site").join(&file)).unwrap();
        assert_eq!(read(&one), read(&two), "{}", file.display());
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_site() {
    use std::os::unix::fs::PermissionsExt;
    let folder = built();
    for entry in walkdir::WalkDir::new(folder.path().join("site")).into_iter().map(Result::unwrap) {
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        let expected = if entry.file_type().is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, expected, "{}", entry.path().display());
    }
}

#[test]
fn a_folder_of_somebody_else_is_never_touched() {
    let folder = Folder::new(&[("a.md", "Calm."), ("mine/photo.txt", "mine")]);
    let run = folder.run(&["build", "--output", "mine"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("mine") && run.err.contains("--output"), "{run:?}");
    assert_eq!(folder.files("mine").len(), 1);
    fs::create_dir(folder.path().join("empty")).unwrap();
    assert_eq!(folder.run(&["build", "--output", "empty"]).code, 0);
    folder.write("empty/notes.txt", b"mine");
    folder.write("b.md", b"Calm.");
    assert_eq!(folder.run(&["build", "--output", "empty"]).code, 0);
    assert_eq!(folder.read("empty/notes.txt"), "mine");
}

#[test]
fn what_is_gone_from_the_journal_is_gone_from_the_site() {
    let folder = Folder::new(&[("2026-03-02.md", "One."), ("2026-03-03.md", "Two.")]);
    folder.run(&["build"]);
    assert!(folder.path().join("site/entries/2026-03-02.html").exists());
    fs::remove_file(folder.path().join("2026-03-02.md")).unwrap();
    folder.run(&["build"]);
    assert!(!folder.path().join("site/entries/2026-03-02.html").exists());
    assert!(!pages(&folder).values().any(|page| page.contains("2026-03-02")));
}

fn snapshot(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let files = folder.files("site").into_iter();
    files
        .map(|file| {
            (file.display().to_string(), fs::read(folder.path().join("site").join(file)).unwrap())
        })
        .collect()
}

#[test]
fn a_broken_template_is_told_and_leaves_the_site_as_it_was() {
    let folder = Folder::new(&[("2026-03-02.md", "One.")]);
    folder.run(&["build"]);
    let before = snapshot(&folder);
    folder.write("2026-03-02.md", b"Changed.");
    for (template, place) in [("<h1>{{ titel }}</h1>", "1:8"), ("<p>\n{% if x %}", "entry.html:2")]
    {
        folder.write("themes/default/templates/entry.html", template.as_bytes());
        let run = folder.run(&["build"]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(
            run.err.contains("themes/default/templates/entry.html") && run.err.contains(place),
            "{run:?}"
        );
        assert_eq!(snapshot(&folder), before);
    }
}

#[test]
fn a_theme_of_the_journal_lies_over_the_built_in_one() {
    let folder = Folder::new(&[("2026-03-02.md", "One."), ("evenkeel.yaml", "theme: mine\n")]);
    let run = folder.run(&["build"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("There is no theme `mine`"), "{run:?}");
    folder.write("themes/mine/static/style.css", b"body{}");
    assert_eq!(folder.run(&["build"]).code, 0);
    assert_eq!(folder.read("site/static/style.css"), "body{}");
    assert!(folder.read("site/index.html").contains("<main"));
}

/// A write that fails part of the way, as on a full disk.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_site_as_it_was() {
    let folder = Folder::new(&[("2026-03-02.md", "One.")]);
    folder.run(&["build"]);
    let before = snapshot(&folder);
    folder.write("2026-03-03.md", "A long day. ".repeat(20_000).as_bytes());
    let script =
        format!("trap '' XFSZ; ulimit -f 64; exec {} build", env!("CARGO_BIN_EXE_evenkeel"));
    let output = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("cannot be written") && err.contains("as it was"), "{err}");
    assert_eq!(snapshot(&folder), before);
    assert_eq!(folder.run(&["build"]).code, 0);
}

#[test]
fn an_interrupted_publish_is_undone_or_completed() {
    let folder = Folder::new(&[("2026-03-02.md", "One.")]);
    folder.run(&["build"]);
    let before = snapshot(&folder);
    // Cut short before the plan: what was staged is forgotten.
    folder.write("site/.evenkeel-stage/index.html", b"half");
    assert_eq!(folder.run(&["build"]).code, 0);
    assert_eq!(snapshot(&folder), before);
    // Cut short after it: the rest is done.
    folder.write("site/.evenkeel-stage/new.html", b"new");
    let plan = r#"{"moves":{"new.html":1},"deletions":["index.html"]}"#;
    folder.write("site/.evenkeel-plan.json", plan.as_bytes());
    folder.write("themes/default/templates/entry.html", b"{{ broken");
    assert_eq!(folder.run(&["build"]).code, 2);
    assert_eq!(folder.read("site/new.html"), "new");
    assert!(
        !folder.path().join("site/index.html").exists()
            && !folder.path().join("site/.evenkeel-plan.json").exists()
    );
}

#[test]
fn reflections_are_gathered_under_the_headings_of_the_config() {
    let source =
        "# Day\n\n## Reflection\n\nThe tide was out.\n\n### Deeper\n\nSand.\n\n## Other\n\nNo.\n";
    let folder = Folder::new(&[("2026-03-02.md", source)]);
    folder.run(&["build"]);
    let page = folder.read("site/reflections/index.html");
    assert!(
        page.contains("The tide was out.") && page.contains("Sand.") && !page.contains("No."),
        "{page}"
    );
    folder.write("evenkeel.yaml", b"reflections: [Other]\n");
    folder.run(&["build"]);
    let page = folder.read("site/reflections/index.html");
    assert!(!page.contains("The tide was out.") && page.contains("No."), "{page}");
}

#[test]
fn an_entry_is_not_named_by_words_against_its_writer() {
    let folder =
        Folder::new(&[("2026-03-02.md", "I'm such a failure. The rain fell all night.\n")]);
    folder.run(&["build"]);
    let start = folder.read("site/index.html");
    let (_, newest) = start.split_once("t first").unwrap();
    let (newest, _) = newest.split_once("</p>").unwrap();
    assert!(newest.contains("The rain fell") && !newest.contains("failure"), "{newest}");
}

#[test]
fn a_site_over_the_journal_is_refused() {
    for output in [".", "..", "\"\"", "/"] {
        let folder =
            Folder::new(&[("evenkeel.yaml", &format!("output: {output}\n")), ("a.md", "Calm.\n")]);
        let run = folder.run(&["build"]);
        assert!(run.code == 2 && run.err.contains("over the journal"), "{output}: {run:?}");
    }
}

#[test]
fn a_form_that_nobody_filled_in_is_nobody_s_words() {
    let folder = Folder::new(&[("evenkeel.yaml", "")]);
    folder.run(&["new", "--date", "2026-03-02"]);
    folder.run(&["add", "--date", "2026-03-02", "The tide was out."]);
    let entry = folder.read("2026-03-02.md");
    assert!(entry.contains("When ___, I will ___."));
    let question = entry.lines().find(|line| line.ends_with('?')).unwrap();
    folder.run(&["build"]);
    for page in ["site/reflections/index.html", "site/index.html"] {
        let shown = folder.read(page);
        assert!(!shown.contains("___"), "{page}: {shown}");
    }
    let start = folder.read("site/index.html");
    assert!(start.contains("The tide was out."), "{start}");
    let lists = folder.read("site/entries/index.html");
    assert!(!lists.contains(question), "{lists}");
}

#[test]
fn a_missing_journal_and_a_broken_config_are_told() {
    let folder = Folder::new(&[]);
    let run = folder.run(&["build", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("nowhere") && run.err.contains("spelling"), "{run:?}");
    folder.write("evenkeel.yaml", b"title: [\n");
    let run = folder.run(&["build"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("evenkeel.yaml:") && run.err.contains("nothing was done"), "{run:?}");
    assert!(!folder.path().join("site").exists());
}

#[test]
fn init_leaves_the_template_of_a_vault_in_its_place() {
    let settings = "{\"template\": \"Templates/Daily\"}";
    let folder = Folder::new(&[
        (".obsidian/daily-notes.json", settings),
        ("Templates/Daily.md", "## Notes\n"),
    ]);
    let run = folder.run(&["init"]);
    assert!(run.out.contains("kept the vault's template"), "{run:?}");
    assert!(!folder.path().join("templates/entry.md").exists());
    folder.run(&["new", "--date", "2026-03-02"]);
    assert!(folder.read("2026-03-02.md").contains("## Notes"));
}

#[test]
fn init_makes_a_journal_and_changes_nothing_that_is_there() {
    let folder = Folder::new(&[("templates/entry.md", "mine")]);
    let run = folder.run(&["init"]);
    assert_eq!(run.code, 0);
    assert!(
        run.out.contains("made evenkeel.yaml") && run.out.contains("kept templates/entry.md"),
        "{run:?}"
    );
    assert_eq!(folder.read("templates/entry.md"), "mine");
    let config = folder.read("evenkeel.yaml");
    assert_eq!(folder.run(&["init"]).code, 0);
    assert_eq!(folder.read("evenkeel.yaml"), config);
    assert_eq!(folder.run(&["check", "--format", "concise"]).out, "");
}

#[cfg(unix)]
#[test]
fn a_site_that_came_from_elsewhere_reaches_nothing_outside() {
    let folder = Folder::new(&[("journal/2026-03-02.md", "One.\n"), ("thesis.md", "Mine.\n")]);
    let site = folder.path().join("journal/site");
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, site.join(name)).unwrap();
    // A manifest that claims somebody's file.
    folder.write(
        "journal/site/.evenkeel-site.json",
        br#"{"version":1,"files":{"../../thesis.md":1}}"#,
    );
    link("../../thesis.md", ".gitignore");
    assert_eq!(folder.run(&["build", "journal"]).code, 0);
    assert_eq!(folder.read("thesis.md"), "Mine.\n");
    // A plan that would move and delete.
    folder.write("journal/site/.evenkeel-stage/x", b"no");
    folder.write(
        "journal/site/.evenkeel-plan.json",
        br#"{"moves":{"../../thesis.md":1},"deletions":["../../thesis.md"]}"#,
    );
    let run = folder.run(&["build", "journal"]);
    assert!(run.code == 2 && run.err.contains("leads out of the site"), "{run:?}");
    assert_eq!(folder.read("thesis.md"), "Mine.\n");
    std::fs::remove_file(site.join(".evenkeel-plan.json")).unwrap();
    // A folder of the site that leads elsewhere.
    std::fs::remove_dir_all(site.join("entries")).unwrap();
    std::fs::create_dir(folder.path().join("mine")).unwrap();
    link("../../mine", "entries");
    let run = folder.run(&["build", "journal"]);
    assert!(run.code == 2 && run.err.contains("leads out of the site"), "{run:?}");
    assert!(folder.files("mine").is_empty());
}

#[test]
fn a_new_site_is_whole_whichever_thread_makes_its_folders() {
    let days: Vec<(String, &str)> =
        (10..29).map(|day| (format!("2026-03-{day}.md"), "A day.\n")).collect();
    let days: Vec<(&str, &str)> = days.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = Folder::new(&days);
    for round in 0..25 {
        let run = folder.run(&["build", "--output", &format!("site-{round}")]);
        assert_eq!(run.code, 0, "{run:?}");
    }
}
