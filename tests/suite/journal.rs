//! Journals as people really write them: every row of what must be survived.

use std::fmt::Write as _;

use evenkeel::config::Config;
use evenkeel::journal::entry::{Entry, EntryKind, Parsed};
use jiff::civil::date;

use crate::Folder;

fn parse(path: &str, source: &str) -> Parsed {
    Entry::parse(path, source, &Config::default())
}

fn rules(parsed: &Parsed) -> Vec<&str> {
    parsed.diagnostics.iter().map(|diagnostic| diagnostic.rule.id()).collect()
}

#[test]
fn a_date_that_no_calendar_has_is_a_page_with_a_word_about_it() {
    let parsed = parse("2026-02-30.md", "Text.");
    assert_eq!((parsed.entry.kind, rules(&parsed)), (EntryKind::Page, vec!["date"]));
}

#[test]
fn week_and_month_notes_are_reviews() {
    for path in ["2026-W10.md", "2026-03.md", "2026-Q1.md", "2026.md"] {
        assert_eq!(parse(path, "Text.").entry.kind, EntryKind::Review, "{path}");
    }
}

#[test]
fn two_dates_that_disagree_are_told() {
    let parsed = parse("2026-03-02.md", "---\ndate: 2026-03-05\n---\nText.");
    assert_eq!(parsed.entry.kind, EntryKind::Day(date(2026, 3, 2)));
    assert_eq!(rules(&parsed), ["date"]);
    let parsed = parse("2026-03-02 A walk.md", "---\ndate: 2026-03-05\n---\nText.");
    assert_eq!(
        parsed.entry.kind,
        EntryKind::Day(date(2026, 3, 5)),
        "front matter before a longer name"
    );
}

#[test]
fn created_and_a_heading_come_last() {
    let created = "---\ncreated: 2026-03-05 10:00\n---\n# 6 March 2026\n";
    assert_eq!(parse("walk.md", created).entry.kind, EntryKind::Day(date(2026, 3, 5)));
    assert_eq!(
        parse("walk.md", "# Friday, 6 March 2026\n").entry.kind,
        EntryKind::Day(date(2026, 3, 6))
    );
    assert_eq!(parse("walk.md", "# Plans for 6 March 2026\n").entry.kind, EntryKind::Page);
}

#[test]
fn front_matter_that_never_ends_is_text() {
    let parsed = parse("a.md", "---\ntitle: A\n\nI'm here.\n");
    assert_eq!(rules(&parsed), ["front-matter"]);
    assert!(parsed.prose.text().contains("I'm here."));
}

#[test]
fn odd_bytes_at_the_top_read_as_the_plain_form() {
    for source in [
        "---\n\ntitle: Sea\nmood: 7\n---\nText.",
        "\u{feff}---\r\ntitle: Sea\r\nmood: 7\r\n---\r\nText.\r\n",
        "---\ntitle:\tSea\nmood:\u{a0}7\n---\nText.",
    ] {
        let parsed = parse("a.md", source);
        assert_eq!(parsed.entry.title.as_deref(), Some("Sea"), "{source:?}");
        assert_eq!(parsed.entry.front.text("mood").as_deref(), Some("7"), "{source:?}");
        assert_eq!(rules(&parsed), Vec::<&str>::new(), "{source:?}");
    }
}

#[test]
fn what_a_template_left_is_hinted_at_once() {
    for source in
        ["# {{date}}\n", "---\ndate: {{date}}\n---\n", "<% tp.file.title %>\n", "- [ ] \n- [ ] \n"]
    {
        assert_eq!(rules(&parse("a.md", source)), ["template-left-over"], "{source:?}");
    }
    assert_eq!(rules(&parse("a.md", "`{{date}}`\n")), Vec::<&str>::new());
}

#[test]
fn a_task_without_a_space_is_hinted_at() {
    assert_eq!(rules(&parse("a.md", "-[x] Walk\n")), ["task"]);
}

#[test]
fn yaml_scalars_are_read_as_the_person_meant() {
    let parsed = parse("a.md", "---\nwalk: no\nlamp: off\ntime: 1:30\nyear: 2026\n---\n");
    for (key, value) in [("walk", "no"), ("lamp", "off"), ("time", "1:30"), ("year", "2026")] {
        assert_eq!(parsed.entry.front.text(key).as_deref(), Some(value), "{key}");
    }
}

#[test]
fn bombs_and_depth_are_bounded() {
    let mut bomb = String::from("---\na: &a [x, x, x, x, x, x, x, x, x]\n");
    for (this, last) in ["b", "c", "d", "e", "f", "g", "h", "i"]
        .iter()
        .zip(["a", "b", "c", "d", "e", "f", "g", "h"])
    {
        let items = vec![format!("*{last}"); 9].join(", ");
        writeln!(bomb, "{this}: &{this} [{items}]").unwrap();
    }
    bomb.push_str("---\nText.");
    assert_eq!(rules(&parse("a.md", &bomb)), ["front-matter"]);
    let deep = format!("{}I'm here.", "> ".repeat(10_000));
    assert!(parse("a.md", &deep).entry.words > 0);
    let lists = format!("{}x\n", "- ".repeat(10_000));
    parse("a.md", &lists);
    let flow = format!("---\na: {}\n---\n", "[".repeat(10_000));
    assert_eq!(rules(&parse("a.md", &flow)), ["front-matter"]);
}

#[test]
fn a_very_large_entry_is_named_and_not_checked() {
    let folder = Folder::new(&[]);
    folder.write("a.md", "I'm a failure. ".repeat(1_200_000).as_bytes());
    let run = folder.run(&["check", "--format", "concise"]);
    assert_eq!(run.out.lines().count(), 1);
    assert!(run.out.starts_with("a.md:1:1: warning[too-large]"), "{}", run.out);
}

#[test]
fn folders_that_hold_no_entries_are_passed_over() {
    let bad = "I'm a failure.";
    let folder = Folder::new(&[
        (".obsidian/a.md", bad),
        (".git/a.md", bad),
        ("templates/a.md", bad),
        (".trash/a.md", bad),
        ("logseq/bak/a.md", bad),
        ("drafts/a.md", bad),
        ("kept/.gitignore", "secret.md\n!b.md\n"),
        ("kept/secret.md", bad),
        (".gitignore", "/ignored/\n*.tmp.md\n"),
        ("ignored/a.md", bad),
        ("x.tmp.md", bad),
        ("evenkeel.yaml", "exclude: ['drafts/**']\n"),
        ("notes.txt", bad),
        ("a.md", "A calm day."),
    ]);
    folder.run(&["build"]);
    folder.write("site/extra.md", bad.as_bytes());
    let json = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(json["summary"]["files"], 1, "{json}");
    assert_eq!(json["diagnostics"], serde_json::json!([]));
}

#[test]
fn conflict_copies_are_told() {
    let folder = Folder::new(&[
        ("2026-03-02 (conflict).md", "Calm."),
        ("2026-03-02.sync-conflict-20260303-101112-ABC.md", "Calm."),
    ]);
    let run = folder.run(&["check", "--format", "json"]);
    assert_eq!(run.findings().iter().filter(|found| found.1 == "conflict-copy").count(), 2);
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_a_circle_end() {
    let folder = Folder::new(&[("a/b.md", "I'm a failure.")]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/loop")).unwrap();
    let run = folder.run(&["check", "--format", "json"]);
    assert_eq!(run.json()["summary"]["files"], 1, "{run:?}");
}

#[test]
fn several_entries_of_a_day_stand_in_order() {
    let folder = Folder::new(&[
        ("2026-03-02-2.md", "# Evening"),
        ("2026-03-02.md", "# Morning"),
        ("noon.md", "---\ndate: 2026-03-01T12:00\n---\n# Noon"),
        ("early.md", "---\ndate: 2026-03-01T08:00\n---\n# Early"),
    ]);
    assert_eq!(folder.run(&["build"]).code, 0);
    let year = folder.read("site/years/2026.html");
    let at = |title: &str| year.find(&format!(">{title}<")).unwrap();
    assert!(
        at("Early") < at("Noon") && at("Noon") < at("Morning") && at("Morning") < at("Evening")
    );
}

/// Every way in which people mark something as private, or as a comment, around one word.
const HIDDEN: [&str; 54] = [
    "> [!note] Marrowfat #private\n> Marrowfat\n",
    "## Marrowfat #private\n\nMarrowfat\n",
    "- one\n  - two #private\n\nMarrowfat\n",
    "| a | b |\n|---|---|\n| #private | Marrowfat |\n",
    "---\nsummary: \"<!-- private -->Marrowfat<!-- /private -->\"\n---\nA day.\n",
    "---\nmood: 7\nnotes:\n  - one\n  - <!-- private --> Marrowfat\nsleep: 6\n---\nA day.\n",
    "---\n# <!-- private -->\ntitle: Marrowfat\nweather: Marrowfat\n# <!-- /private -->\n---\nA day.\n",
    "---\ntitle: Marrowfat #private\n---\nA day.\n",
    "---\nkeywords: private\n---\nMarrowfat\n",
    "---\ncategories: [home, Private]\n---\nMarrowfat\n",
    "+++\ntitle = \"Marrowfat\"\nprivate = true\n+++\nMarrowfat\n",
    ";;;\n\"title\": \"Marrowfat\", \"private\": true\n;;;\nMarrowfat\n",
    "{\n\"title\": \"Marrowfat\", \"private\": true\n}\nMarrowfat\n",
    "{\n\"title\": \"Marrowfat\"\n\"private\": true\n}\nMarrowfat\n",
    "A day. %%Marrowfat%% It went.\n",
    "A day.\n\n%%\nMarrowfat\n\n- [ ] Marrowfat\n\nI'm such a marrowfat failure.\n%%\n\nIt went.\n",
    "A day.\n\n%% Marrowfat\n\nMarrowfat\n",
    "---\ntitle: A day\n---\n%%Marrowfat%% #sea\n",
    // One slip elsewhere in the front matter.
    "---\ntitle: Walk: home\ntags: [\"walk\", \"private\"]\n---\nMarrowfat\n",
    "---\ntitle: Walk: home\ntags:\n  - walk\n  - private # mum\n---\nMarrowfat\n",
    "---\ntitle: Walk\ntags:\n- walk\n-private\n---\nMarrowfat\n",
    "---\ntitle: Walk: home\nmeta:\n  private: true\n---\nMarrowfat\n",
    "+++\ntitle = Don't\ntags = [\"walk\", \"private\"]\n+++\nMarrowfat\n",
    "{\n \"title\": \"x\",\n \"tags\": [\"walk\", \"private\"],\n}\n\nMarrowfat\n",
    // Front matter that does not stand where it should, or does not end.
    "---\ntags: [private]\n\nMarrowfat\n",
    "---\ntags:\n- private\n\nMarrowfat\n",
    "+++\ntags = [\"private\"]\nMarrowfat\n",
    "{ \"tags\": [\"private\"] }\nMarrowfat\n",
    "\n---\ntags: [private]\n---\nMarrowfat\n",
    "# Title\n---\nprivate: true\n---\nMarrowfat\n",
    "<!-- x -->\n---\nprivate: true\n---\nMarrowfat\n",
    "---\ntitle: x\nmeta:\n  private: true\n---\nMarrowfat\n",
    "---\ntags: walk private\n---\nMarrowfat\n",
    "---\ntags: walk; private\n---\nMarrowfat\n",
    "[visibility:: private]\n\nMarrowfat\n",
    "private： true\n\nMarrowfat\n",
    // Marks in the words and signs that people use.
    "Open.\n\n<!-- private: about the doctor, and what she told me about my mother and the long summer -->\nMarrowfat\n<!-- /private -->\n",
    "Open.\n\n<!-- private (she said -> never) -->\nMarrowfat\n<!-- /private -->\n",
    "Open.\n\n<!-- evenkeel: private -->\nMarrowfat\n<!-- /private -->\n",
    "Open.\n\n<!-- start of private -->\nMarrowfat\n<!-- end of private -->\n",
    "Open.\n\n<!-- \"private\" -->\nMarrowfat\n<!-- /private -->\n",
    "Open.\n\n<!-- privat -->\nMarrowfat\n<!-- /privat -->\n",
    "Open.\n\n<!–– private ––>\nMarrowfat\n<!–– /private ––>\n",
    "Words [#private] Marrowfat\n",
    "Words \u{201c}#private\u{201d} Marrowfat\n",
    "Words #walk,#private Marrowfat\n",
    "Words #walk#private Marrowfat\n",
    "今日#private Marrowfat\n",
    "Words %%#private%% Marrowfat\n",
    "Words <!--#private--> Marrowfat\n",
    "Words #privat Marrowfat\n",
    "---\ntitle: \"Walk %%Marrowfat%%\"\ntags: [a, \"%%Marrowfat%%\"]\n---\nhello\n",
    "I`m fine <!-- private -->Marrowfat<!-- /private --> I`ll go\n",
    "```\nx\n\nlater\n<!-- private -->\nMarrowfat\n<!-- /private -->\n",
];

/// Words that only look like marks.
const SHOWN: [&str; 8] = [
    "See [[#Private]] and [x](#private) and [[note#private]]. Marrowfat\n",
    "A private lesson, privately given. Marrowfat\n",
    "`#private` is a tag, `<!-- private -->` a mark. Marrowfat\n",
    "I'm a failure. <!-- evenkeel: ignore identity-label (a private joke) --> Marrowfat\n",
    "https://example.org/#private Marrowfat\n",
    "---\nprivate: no\ntags: [sea]\n---\nMarrowfat\n",
    "Something private: a diary of Marrowfat.\n",
    "<!-- remember the lesson -->\n\nMarrowfat\n",
];

#[test]
fn what_only_looks_private_is_shown() {
    for source in SHOWN {
        let folder = Folder::new(&[("2026-03-02.md", source)]);
        assert_eq!(folder.run(&["build", "--today", "2026-03-04"]).code, 0);
        let page = folder.read("site/entries/2026-03-02.html");
        assert!(page.contains("Marrowfat"), "{source}\n{page}");
    }
}

#[test]
fn what_is_private_or_a_comment_is_on_no_page_in_any_of_its_forms() {
    let days: Vec<String> = (0..HIDDEN.len())
        .map(|at| format!("2026-{:02}-{:02}.md", 1 + at / 28, 1 + at % 28))
        .collect();
    // A word of its own for each form, so that one that leaks is known.
    let letters: Vec<char> = ('a'..='z').collect();
    let word = |at: usize| format!("marrowfat{}{}", letters[at / 26], letters[at % 26]);
    let texts: Vec<String> = HIDDEN
        .iter()
        .enumerate()
        .map(|(at, source)| {
            source.replace("Marrowfat", &word(at)).replace("marrowfat failure", "failure")
        })
        .collect();
    let files: Vec<(&str, &str)> =
        days.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let folder = Folder::new(&files);
    folder.write("evenkeel.yaml", b"");
    let mut said = String::new();
    for arguments in [
        &["check", "--redact"][..],
        &["check", "--for", "hook", "--format", "json"],
        &["export"],
        &["stats"],
        &["review", "--year", "--today", "2026-12-31"],
    ] {
        let run = folder.run(arguments);
        said.push_str(&(run.out + &run.err));
    }
    assert_eq!(folder.run(&["build", "--today", "2026-12-31"]).code, 0);
    for path in folder.files("site") {
        let bytes = std::fs::read(folder.path().join("site").join(&path)).unwrap();
        said.push_str(&String::from_utf8_lossy(&bytes));
    }
    let said = said.to_lowercase();
    let leaked: Vec<&str> =
        (0..HIDDEN.len()).filter(|at| said.contains(&word(*at))).map(|at| HIDDEN[at]).collect();
    assert!(leaked.is_empty(), "{leaked:#?}");
    assert!(!said.contains("%%"), "no mark of a comment");
}

#[test]
fn a_comment_is_left_out_and_everything_around_it_stays() {
    let folder = Folder::new(&[(
        "2026-03-02.md",
        "I'm %%not%% such a failure.\n\n```\n50 %% here\n```\n\nA `%%` and after.\n\n%% I'm an idiot.\n",
    )]);
    let run = folder.run(&["check", "--format", "json"]);
    assert!(run.out.contains("left out") && !run.out.contains("idiot"), "{run:?}");
    let found = run.json()["diagnostics"].as_array().unwrap().clone();
    let text = |at: usize| found[at]["text"].as_str().unwrap_or_default().to_owned();
    assert_eq!(text(0), "I'm %%not%% such a failure");
    folder.run(&["build", "--include-private"]);
    let page = folder.read("site/entries/2026-03-02.html");
    assert!(page.contains("50 %% here") && page.contains("and after."), "{page}");
    assert!(!page.contains("idiot") && !page.contains(">not<"), "{page}");
}

#[test]
fn words_of_private_entries_are_not_counted_where_others_see_it() {
    let folder = Folder::new(&[
        ("2026-03-02.md", "---\nprivate: true\n---\none two three four\n"),
        ("2026-03-03.md", "five six <!-- private --> seven <!-- /private -->\n"),
    ]);
    let words = |arguments: &[&str]| {
        let all = [&["check", "--format", "json"], arguments].concat();
        folder.run(&all).json()["summary"]["words"].as_u64().unwrap()
    };
    assert_eq!((words(&[]), words(&["--redact"]), words(&["--for", "hook"])), (7, 2, 2));
}

#[test]
fn a_journal_that_has_ended_is_shown_as_of_its_newest_day_and_written_by_the_clock() {
    let folder = Folder::new(&[
        ("2024-03-02.md", "A day.\n"),
        ("2024-03-05.md", "The last.\n"),
        ("2199-01-01.md", "To be opened then.\n"),
        ("evenkeel.yaml", "today: latest\n"),
    ]);
    assert_eq!(folder.run(&["build"]).code, 0);
    assert!(folder.read("site/index.html").contains("</small> 5 March</h1>"));
    assert_eq!(folder.run(&["build", "--today", "2024-03-03"]).code, 0);
    assert!(folder.read("site/index.html").contains("</small> 3 March</h1>"));
    assert_eq!(folder.run(&["new"]).code, 0);
    let names = folder.files(".").into_iter().map(|file| file.display().to_string());
    let entries: Vec<String> = names.filter(|name| name.contains(".md")).collect();
    assert_eq!(entries.len(), 4, "{entries:?}");
    assert_eq!(entries.iter().filter(|name| name.starts_with("2024")).count(), 2, "{entries:?}");
    folder.write("evenkeel.yaml", b"today: someday\n");
    let run = folder.run(&["build"]);
    assert!(run.err.contains("evenkeel.yaml:1:8") && run.err.contains("`latest`"), "{run:?}");
}
