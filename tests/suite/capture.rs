//! A journal from anywhere: which one is meant, words into it, and what is read of it in a terminal.

use std::fs;
use std::process::Command;

use crate::{Folder, Run};

/// Runs the program in `folder` with a home of its own and these variables.
fn away(folder: &Folder, below: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let home = folder.path().join("home");
    let here = folder.path().join(below);
    for path in [&home, &here] {
        fs::create_dir_all(path).unwrap();
    }
    let mut command = folder.command(arguments);
    command.current_dir(here).env("HOME", &home).env_remove("XDG_CONFIG_HOME");
    for (name, value) in variables {
        command.env(name, value.replace("{}", &folder.path().to_string_lossy()));
    }
    Run::from(command.output().unwrap())
}

/// The row of `evenkeel where` that says which journal is meant, relative to the folder.
fn meant(folder: &Folder, below: &str, variables: &[(&str, &str)], arguments: &[&str]) -> String {
    let mut all = vec!["where", "--format", "json"];
    all.extend(arguments);
    let run = away(folder, below, variables, &all);
    assert_eq!(run.code, 0, "{run:?}");
    let journal = run.json()["journal"].as_str().unwrap().to_owned();
    let root = folder.path().canonicalize().unwrap();
    journal.replace(&*root.to_string_lossy(), "").trim_start_matches('/').to_owned()
}

#[test]
fn the_journal_is_found_in_this_order() {
    let folder = Folder::new(&[
        ("mine/evenkeel.yaml", ""),
        ("mine/deep/a.md", ""),
        ("other/2026-03-02.md", "A day.\n"),
        ("vault/.obsidian/app.json", "{}"),
        ("set/2026-03-02.md", "A day.\n"),
    ]);
    let by_variable = [("EVENKEEL_JOURNAL", "{}/set")];
    assert_eq!(meant(&folder, "mine/deep", &by_variable, &[]), "mine", "upward comes first");
    assert_eq!(meant(&folder, "vault", &by_variable, &[]), "vault");
    assert_eq!(meant(&folder, "other", &by_variable, &[]), "set");
    assert_eq!(meant(&folder, "other", &by_variable, &["-C", "../mine"]), "mine");
    assert_eq!(meant(&folder, "other", &[], &[]), "other");
    folder.write("home/.config/evenkeel/config.yaml", b"journal: ~/../mine\n");
    assert_eq!(meant(&folder, "other", &[], &[]), "mine");
    assert_eq!(meant(&folder, "other", &by_variable, &[]), "set");
    // Editors and hooks have to do with the folder they are in.
    let run = away(&folder, "other", &by_variable, &["check", "--for", "hook", "--format", "json"]);
    assert_eq!(run.json()["summary"]["files"], 1, "{run:?}");
}

#[test]
fn what_the_person_set_counts_where_the_journal_is_silent() {
    let text = "I'm a failure.\n";
    let folder = Folder::new(&[
        ("plain/evenkeel.yaml", "tone: plain\n"),
        ("plain/a.md", text),
        ("silent/evenkeel.yaml", ""),
        ("silent/a.md", text),
        ("home/.config/evenkeel/config.yaml", "tone: warm\ntitel: x\n"),
    ]);
    let message = |below: &str| {
        let run = away(&folder, below, &[], &["check", "--format", "json"]);
        let found = run.json();
        let mut all = found["diagnostics"].as_array().unwrap().iter();
        all.find(|one| one["path"] == "a.md").unwrap()["message"].as_str().unwrap().to_owned()
    };
    assert_ne!(message("plain"), message("silent"));
    let told = away(&folder, "silent", &[], &["check"]);
    assert!((told.out + &told.err).contains("`titel` is not a known key"));
}

#[test]
fn outside_of_a_journal_nothing_is_written() {
    let folder = Folder::new(&[("a/notes.md", "No day.\n")]);
    for arguments in [&["add", "Words."][..], &["new"], &["check-in", "walk"]] {
        let run = away(&folder, "a", &[], arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {run:?}");
        assert!(run.err.contains("no journal") && run.err.contains("evenkeel init"), "{run:?}");
    }
    assert_eq!(folder.files("a").len(), 1);
    let gone = away(&folder, "a", &[("EVENKEEL_JOURNAL", "/nowhere")], &["add", "Words."]);
    assert!(gone.code == 2 && gone.err.contains("EVENKEEL_JOURNAL names"), "{gone:?}");
}

#[test]
fn words_are_added_to_the_day_that_is_meant() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("templates/entry.md", "# {{ date }}\n\n## Reflection\n"),
        ("2026-03-02.md", "One.\n"),
    ]);
    let run = folder.run(&["add", "--today", "2026-03-03", "--date", "yesterday", "Two", "words."]);
    assert!(run.out.contains("added to 2026-03-02.md"), "{run:?}");
    assert_eq!(folder.read("2026-03-02.md"), "One.\n\nTwo words.\n");
    let mut piped =
        folder.command(&["add", "--date", "gestern", "--today", "2026-03-06", "--tag", "a walk"]);
    let mut child = piped
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"From a pipe.\n").unwrap();
    let run = Run::from(child.wait_with_output().unwrap());
    assert!(run.out.contains("begun, and added to: 2026-03-05.md"), "{run:?}");
    assert_eq!(
        folder.read("2026-03-05.md"),
        "# 2026-03-05\n\nFrom a pipe. #a-walk\n\n## Reflection\n"
    );
    folder.run(&["add", "--date", "2026-03-06", "- bread"]);
    assert!(folder.read("2026-03-06.md").contains("\n- bread\n"));
    let typo = folder.run(&["add", "--date", "2026-03-06", "--moood", "6", "x"]);
    assert!(typo.code == 2 && typo.err.contains("`--moood`"), "{typo:?}");
    let odd = folder.run(&["add", "--date", "some day", "x"]);
    assert!(odd.code == 2 && odd.err.contains("last friday"), "{odd:?}");
    folder.write("2026-03-04.md", b"```\ncode\n");
    let open = folder.run(&["add", "--date", "2026-03-04", "x"]);
    assert!(open.code == 2 && open.err.contains("not closed"), "{open:?}");
    assert_eq!(folder.read("2026-03-04.md"), "```\ncode\n");
}

#[test]
fn what_was_written_in_the_editor_is_never_lost() {
    let folder = Folder::new(&[("evenkeel.yaml", ""), ("2026-03-02.md", "```\nopen\n")]);
    folder.write("edit.sh", b"#!/bin/sh\nprintf 'Typed words.' > \"$1\"\n");
    let script = folder.path().join("edit.sh");
    assert!(Command::new("chmod").arg("+x").arg(&script).status().unwrap().success());
    // `script` gives the program a terminal.
    let typed = |date: &str| {
        let line = format!("{} add --date {date}", env!("CARGO_BIN_EXE_evenkeel"));
        let mut command = Command::new("script");
        command.args(["-qec", &line, "/dev/null"]).current_dir(folder.path());
        command.env("EDITOR", &script).env("NO_COLOR", "1").env_remove("VISUAL");
        command.env_remove("EVENKEEL_JOURNAL").env("XDG_CONFIG_HOME", folder.path());
        command.output()
    };
    let Ok(refused) = typed("2026-03-02") else { return };
    assert!(!refused.status.success(), "{refused:?}");
    assert_eq!(folder.read(".evenkeel/draft.md"), "Typed words.", "kept until it is in the entry");
    assert!(typed("2026-03-03").unwrap().status.success());
    assert!(folder.read("2026-03-03.md").contains("Typed words."));
    assert!(!folder.path().join(".evenkeel/draft.md").exists());
}

#[test]
fn only_the_entry_of_the_day_is_read() {
    let folder = Folder::new(&[("evenkeel.yaml", ""), ("2026/03/2026-03-02.md", "One.\n")]);
    // Not even text: whoever read it would say so.
    folder.write("2026/03/2026-03-01.md", b"\xff\xfe");
    let run = folder.run(&["add", "--date", "2026-03-02", "Two."]);
    assert!(run.code == 0 && run.err.is_empty(), "{run:?}");
}

#[test]
fn a_vault_says_where_its_days_lie_and_what_they_begin_as() {
    let folder = Folder::new(&[
        (
            ".obsidian/daily-notes.json",
            r#"{"folder": "Daily", "format": "DD-MM-YYYY", "template": "Meta/Day"}"#,
        ),
        (".obsidian/app.json", r#"{"userIgnoreFilters": ["Archive/"]}"#),
        ("Meta/Day.md", "# {{date:dddd, D MMMM}}\n\n{{title}} after {{yesterday:DD.MM.}}\n"),
        ("Archive/old.md", "I'm a failure.\n"),
        ("commitments/walk.md", "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-01\n---\n"),
        ("Daily/04-03-2026.md", "> [!todo] Today\n> - [x] Walk\n"),
        ("Daily/03-03-2026.md", "- [x] #habit Walk 5 km\n"),
    ]);
    let run = folder.run(&["new", "--date", "2026-03-05"]);
    assert!(run.out.contains("made Daily/05-03-2026.md"), "{run:?}");
    assert_eq!(
        folder.read("Daily/05-03-2026.md"),
        "# Thursday, 5 March\n\n05-03-2026 after 04.03.\n"
    );
    assert_eq!(folder.run(&["add", "--date", "2026-03-05", "Words."]).code, 0);
    assert_eq!(folder.run(&["check-in", "walk", "--date", "2026-03-05"]).code, 0);
    assert!(folder.read("Daily/05-03-2026.md").ends_with("Words.\n\n- [x] Walk\n"));
    let all = folder.run(&["commitments", "--format", "json", "--today", "2026-03-05"]).json();
    assert_eq!(all["commitments"][0]["kept"], 3, "{all}");
    let found = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(found["diagnostics"].as_array().unwrap().len(), 0, "{found}");
    // What the config says is stronger.
    folder.write("evenkeel.yaml", b"entry_path: '%Y-%m-%d.md'\n");
    assert_eq!(folder.run(&["new", "--date", "2026-03-06"]).code, 0);
    assert!(folder.path().join("2026-03-06.md").is_file());
}

#[test]
fn a_note_inside_another_is_shown_once_and_without_what_is_private() {
    let folder = Folder::new(&[
        (
            "2026-03-02.md",
            "Before.\n\n![[note]]\n\n![[secret]]\n\n![[heavy]]\n\n![[note#Part]] in a line.\n",
        ),
        (
            "note.md",
            "Quillwort.\n\n<!-- private -->\nMarrowfat\n<!-- /private -->\n\n![[deep]]\n\n## Part\n\nTansy.\n",
        ),
        ("deep.md", "Rutabaga.\n"),
        ("secret.md", "---\nprivate: true\n---\nBorage.\n"),
        ("heavy.md", "I want to die.\n"),
        ("2026-03-03.md", "```dataview\nTABLE sorrel\n```\n"),
    ]);
    assert_eq!(folder.run(&["build", "--today", "2026-03-04"]).code, 0);
    let page = folder.read("site/entries/2026-03-02.html");
    assert!(page.contains("Quillwort") && page.contains("Tansy"), "{page}");
    for word in ["Marrowfat", "Rutabaga", "Borage", "to die"] {
        assert!(!page.contains(word), "{word}: {page}");
    }
    let words = folder.files("site").into_iter().find(|path| path.ends_with("words-0.js")).unwrap();
    let words = folder.read(&format!("site/{}", words.display()));
    assert_eq!(words.matches("Quillwort").count(), 1, "the search finds the note itself: {words}");
    let query = folder.read("site/entries/2026-03-03.html");
    assert!(!query.contains("sorrel") && query.contains("A query stands here"), "{query}");
    // Another text of the note is another page of the entry.
    folder.write("note.md", b"Comfrey.\n");
    assert_eq!(folder.run(&["build", "--today", "2026-03-04"]).code, 0);
    assert!(folder.read("site/entries/2026-03-02.html").contains("Comfrey"));
}

#[test]
fn what_is_found_is_shown_in_what_was_said() {
    let entry = "# Tuesday\n\n- [x] Walk\n\nWhat did I return to today?\n\nWe saw the harbour.\n\n\
                 ## Next step\n\nWhen ___, I will ___.\n";
    let folder = Folder::new(&[("2026-03-03.md", entry)]);
    let run = folder.run(&["search", "harbour"]);
    let words = run.out.lines().last().unwrap_or_default();
    assert_eq!(words.trim(), "We saw the harbour.", "{run:?}");
}

#[test]
fn search_finds_words_and_nothing_private_or_heavy() {
    let folder = Folder::new(&[
        (
            "2026-03-02.md",
            "---\ntags: [sea]\nmood: 6\n---\n# By the pier\n\nWe walked to the harbour.\n",
        ),
        ("2026-03-03.md", "I walk slowly. <!-- private --> harbour <!-- /private -->\n"),
        ("2026-03-04.md", "---\nprivate: true\n---\nThe harbour.\n"),
        ("2026-03-05.md", "I want to die. The harbour.\n"),
        ("2025-03-02.md", "Letters from the harbour master.\n"),
    ]);
    let found = |arguments: &[&str]| {
        let mut all = vec!["search", "--format", "paths"];
        all.extend(arguments);
        let run = folder.run(&all);
        (run.out.lines().map(str::to_owned).collect::<Vec<_>>(), run.err, run.code)
    };
    assert_eq!(found(&["harbour"]).0, ["2026-03-02.md", "2025-03-02.md"]);
    assert_eq!(found(&["walking"]).0, ["2026-03-03.md", "2026-03-02.md"]);
    assert_eq!(found(&["walk -slowly"]).0, ["2026-03-02.md"]);
    assert_eq!(found(&["walk", "--without", "slowly"]).0, ["2026-03-02.md"]);
    assert_eq!(found(&["\"harbour master\""]).0, ["2025-03-02.md"]);
    assert_eq!(found(&["harbour", "--in", "2025"]).0, ["2025-03-02.md"]);
    assert_eq!(found(&["--tag", "#sea", "--mood", "6"]).0, ["2026-03-02.md"]);
    let (paths, said, _) = found(&["harbuor"]);
    assert_eq!(paths, ["2026-03-02.md", "2025-03-02.md"]);
    assert!(said.contains("shown for “harbour”"), "{said}");
    let (paths, said, code) = found(&["nowhere"]);
    assert!(paths.is_empty() && code == 1 && said.contains("Nothing is found"), "{said}");
    let shown = folder.run(&["search", "harbour"]).out;
    assert!(shown.contains("By the pier") && shown.contains("walked to the harbour"), "{shown}");
    assert!(!shown.contains("private") && !shown.contains("die"), "{shown}");
}

#[test]
fn this_day_in_other_years_and_an_entry_by_chance_leave_heavy_days_alone() {
    let folder = Folder::new(&[
        ("2024-03-02.md", "Rain on the roof.\n"),
        ("2025-03-02.md", "I want to die.\n"),
        ("2023-03-02.md", "I don't want to be here anymore.\n"),
        ("2022-03-02.md", "---\nprivate: true\n---\nSecret.\n"),
    ]);
    let run = folder.run(&["on-this-day", "--today", "2026-03-02"]);
    assert!(run.out.starts_with("Two years ago\n2024-03-02"), "{run:?}");
    assert!(run.out.contains("Rain on the roof.") && !run.out.contains("2025"), "{run:?}");
    assert!(!run.out.contains("Secret"), "{run:?}");
    for _ in 0..8 {
        let run = folder.run(&["random"]);
        assert!(run.out.contains("Rain on the roof."), "{run:?}");
    }
    let none = folder.run(&["on-this-day", "--date", "3 march", "--today", "2026-04-01"]);
    assert!(none.out.contains("nothing to show of 3 March"), "{none:?}");
}

#[test]
fn what_is_due_is_a_line_each_and_an_exit_code() {
    let folder = Folder::new(&[
        (
            "commitments/walk.md",
            "---\ntitle: Walk\nwhen: after lunch\ncadence: daily\nstart: 2026-03-01\n---\n",
        ),
        ("commitments/call.md", "---\ntitle: Call\ncadence: mon\nstart: 2026-03-01\n---\n"),
    ]);
    // A Tuesday.
    let due = |arguments: &[&str]| {
        let mut all = vec!["due", "--today", "2026-03-03"];
        all.extend(arguments);
        folder.run(&all)
    };
    let run = due(&[]);
    assert_eq!((run.out.as_str(), run.code), ("Walk, after lunch: open today\n", 1));
    assert!(due(&["--all"]).out.contains("Call: next on Monday"), "{:?}", due(&["--all"]));
    assert_eq!(due(&["--format", "count"]).out, "1\n");
    assert_eq!(due(&["--format", "json"]).json()["commitments"][0]["id"], "walk");
    folder.write("2026-03-03.md", b"- [x] Walk\n");
    let run = due(&[]);
    assert_eq!((run.out.as_str(), run.code), ("Nothing is open today.\n", 0));
}

#[test]
fn the_example_can_be_had_without_a_clone() {
    let folder = Folder::new(&[]);
    let run = folder.run(&["init", "--example", "try-out"]);
    assert!(run.out.contains("made try-out"), "{run:?}");
    let theirs = Folder::example();
    assert_eq!(
        folder.files("try-out").iter().filter(|path| !path.starts_with(".evenkeel")).count(),
        theirs.files("").len()
    );
    assert_eq!(folder.run(&["build", "try-out"]).code, 0);
    let again = folder.run(&["init", "--example", "try-out"]);
    assert!(again.code == 2 && again.err.contains("holds files already"), "{again:?}");
}

#[test]
fn words_that_would_be_hidden_or_hide_others_are_refused() {
    for (before, words) in [
        ("One\n\n%% open\n", "Words."),
        ("One\n\n<!-- private -->\nsecret\n", "Words."),
        ("One\n\n## Reflection\n\nzebra\n", "It cost 50 %% of it"),
        ("One\n\n## Reflection\n\nzebra\n", "a <!-- b"),
        ("One\n\n## Reflection\n\nzebra\n", "```\ncode"),
        ("", "---\nprivate: true\n---\nhi"),
        ("---\n{mood: 6, tags: [a]}\n---\n", "mood"),
    ] {
        let folder = Folder::new(&[("evenkeel.yaml", ""), ("2026-03-02.md", before)]);
        let mood: &[&str] = if words == "mood" { &["--mood", "7"] } else { &[] };
        let run = folder.run(&[&["add", "--date", "2026-03-02"], mood, &["--", words]].concat());
        assert_eq!(run.code, 2, "{before:?} {words:?}: {run:?}");
        assert!(run.err.contains("nothing was changed"), "{run:?}");
        assert_eq!(folder.read("2026-03-02.md"), before);
    }
}

#[test]
fn what_many_write_at_once_is_all_there() {
    let folder = Folder::new(&[("evenkeel.yaml", ""), ("2026-03-02.md", "One.\n")]);
    let all: Vec<_> = (0..12)
        .map(|number| {
            let words = format!("Words {number}.");
            folder.command(&["add", "--date", "2026-03-02", &words]).spawn().unwrap()
        })
        .collect();
    for mut one in all {
        assert!(one.wait().unwrap().success());
    }
    let text = folder.read("2026-03-02.md");
    for number in 0..12 {
        assert_eq!(text.matches(&format!("Words {number}.")).count(), 1, "{text}");
    }
}

#[test]
fn a_promise_called_like_a_day_is_no_entry() {
    let note = "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-01\n---\n";
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("commitments/2026-03-02.md", note),
        ("2026-03-02 (conflicted copy).md", "x\n"),
    ]);
    let run = folder.run(&["add", "--date", "2026-03-03", "Words."]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(folder.run(&["add", "--date", "2026-03-02", "Words."]).code, 0);
    assert_eq!(folder.read("commitments/2026-03-02.md"), note);
    assert_eq!(folder.read("2026-03-02 (conflicted copy).md"), "x\n");
}

#[test]
fn heavy_words_in_html_and_indented_are_heavy() {
    for text in [
        "<p>I want to die</p>\n",
        "<div>\nI want to die\n</div>\n",
        "Words.\n\n    I want to die\n",
    ] {
        let folder = Folder::new(&[("2025-03-02.md", text)]);
        let found = folder.run(&["check", "--format", "json"]).json();
        let lines = text.contains("<div>");
        assert!(lines || found["withheld"][0] == "2025-03-02.md", "{text}: {found}");
    }
}

#[test]
fn a_mood_is_one_line_however_often_it_is_said() {
    let folder = Folder::new(&[("2026-03-02.md", "Rain.\n")]);
    folder.run(&["add", "--mood", "5", "--date", "2026-03-02"]);
    let said = folder.run(&["add", "--mood", "6", "--date", "2026-03-02"]).out;
    assert!(said.contains("The mood was 5 and is 6 now."), "{said}");
    assert_eq!(folder.read("2026-03-02.md").matches("mood::").count(), 1);
}

#[test]
fn lines_that_only_lead_to_other_days_are_nobody_s_words() {
    let text = "<< [[2026-03-01]] | [[2026-03-03]] >>\n\nWe saw the harbour.\n";
    let folder = Folder::new(&[("2026-03-02.md", text)]);
    let found = folder.run(&["search", "harbour"]).out;
    assert_eq!(found.lines().last().unwrap_or_default().trim(), "We saw the harbour.");
    folder.run(&["build"]);
    let start = folder.read("site/index.html");
    assert!(start.contains("We saw the harbour.") && !start.contains("&lt;&lt;"), "{start}");
}
