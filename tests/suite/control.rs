//! What people say about where rules hold: levels, phrases, contexts, baselines, changed lines.

use std::process::Command;

use crate::{Folder, Run};

/// `path: severity[rule]` of each finding, from the concise format.
fn told(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["check", "--format", "concise", "--exit-zero"];
    all.extend(arguments);
    let run = folder.run(&all);
    assert_eq!(run.code, 0, "{run:?}");
    let lines = run.out.lines().filter(|line| line.contains('['));
    lines
        .map(|line| {
            let mut parts = line.split(' ');
            let path = parts.next().unwrap().split(':').next().unwrap().to_owned();
            format!("{path} {}", parts.next().unwrap())
        })
        .collect()
}

#[test]
fn levels_differ_by_path_and_by_where_they_are_told() {
    let config = "\
rules: {harsh: info}
overrides:
  - paths: [letters/**]
    rules: {identity-label: off}
  - where: [editor]
    rules: {harsh: hint}
  - where: [hook]
    paths: ['*.md']
    rules: {identity-label: error}
";
    let folder = Folder::new(&[
        ("evenkeel.yaml", config),
        ("a.md", "I'm a failure.\n"),
        ("letters/b.md", "I'm a failure.\n\nI'm so lazy.\n"),
    ]);
    let plain = ["a.md info[identity-label]", "letters/b.md info[global-trait]"];
    assert_eq!(told(&folder, &[]), plain);
    assert_eq!(
        told(&folder, &["--for", "editor"]),
        [
            "a.md hint[identity-label]",
            "letters/b.md hint[identity-label]",
            "letters/b.md hint[global-trait]"
        ]
    );
    let hook = told(&folder, &["--for", "hook"]);
    assert_eq!(hook[0], "a.md error[identity-label]");
    // A folder below the journal is still the journal's.
    assert_eq!(told(&folder, &["letters"]), ["letters/b.md info[global-trait]"]);
    assert_eq!(told(&folder, &["-C", "letters", "b.md"]), ["b.md info[global-trait]"]);
}

#[test]
fn a_rule_that_is_off_can_be_on_for_some_files() {
    let config = "rules: {harsh: off}\noverrides: [{paths: [a.md], rules: {harsh: warning}}]\n";
    let text = "I'm a failure.\n";
    let folder = Folder::new(&[("evenkeel.yaml", config), ("a.md", text), ("b.md", text)]);
    assert_eq!(told(&folder, &[]), ["a.md warning[identity-label]"]);
}

#[test]
fn an_unknown_name_in_an_override_has_a_place() {
    let config = "overrides:\n  - paths: ['[']\n    rules: {hrash: off}\n";
    let folder = Folder::new(&[("evenkeel.yaml", config), ("a.md", "Calm.\n")]);
    let out = folder.run(&["check", "--format", "concise"]).out;
    assert!(out.contains("evenkeel.yaml:2:13: error[config]") && out.contains("glob"), "{out}");
    assert!(out.contains("3:13: warning[config]") && out.contains("`harsh`"), "{out}");
}

#[test]
fn what_would_silence_everything_is_told() {
    let folder = Folder::new(&[("a.md", "I'm a failure.\n")]);
    for (config, place, words) in [
        ("languages: [xx]\n", "1:13: warning[config]", "There are: de, en"),
        ("overrides: [{path: [a.md], rules: {harsh: off}}]\n", "error[config]", "`paths`"),
        ("entry_path: '%Q.md'\n", "1:13: error[config]", "%Y/%m/%Y-%m-%d.md"),
        ("date_format: '%H'\n", "1:14: error[config]", "%Y, %m and %d"),
    ] {
        folder.write("evenkeel.yaml", config.as_bytes());
        let out = folder.run(&["check", "--format", "concise"]).out;
        assert!(out.contains(place) && out.contains(words), "{config}: {out}");
    }
}

#[test]
fn an_allowed_phrase_is_not_told_and_its_rule_goes_on() {
    let config = "allow: ['I’m a mess', \"i'm\"]\n";
    let text = "I'm a  *mess*, as my aunt says.\n\nI'm a failure.\n\nI'm so lazy.\n";
    let folder = Folder::new(&[("evenkeel.yaml", config), ("a.md", text)]);
    assert_eq!(
        told(&folder, &[]),
        [
            "evenkeel.yaml warning[config]",
            "a.md warning[identity-label]",
            "a.md warning[global-trait]"
        ]
    );
    let out = folder.run(&["check", "--format", "concise"]).out;
    assert!(out.contains("evenkeel.yaml:1:23") && out.contains("changes nothing"), "{out}");
}

#[test]
fn what_is_allowed_may_be_said_in_other_words_around_it() {
    let config = "allow: [\"I'm clumsy\"]\n";
    let allowed = "I am so clumsy today.\n\nSometimes I think I'm just really clumsy.\n";
    let others = "I'm lazy.\n\nYou clumsy fool.\n\nI'm stupid and clumsy.\n";
    let folder = Folder::new(&[("evenkeel.yaml", config), ("a.md", allowed), ("b.md", others)]);
    assert_eq!(
        told(&folder, &[]),
        ["b.md warning[global-trait]", "b.md warning[name-calling]", "b.md warning[global-trait]"]
    );
}

#[test]
fn what_is_skipped_can_be_chosen() {
    let text = "# I'm a failure\n\n> I'm so lazy.\n\n```\nI always ruin things.\n```\n";
    let folder = Folder::new(&[("a.md", text)]);
    assert_eq!(told(&folder, &[]), ["a.md warning[identity-label]"]);
    folder.write("evenkeel.yaml", b"skip: [headings]\n");
    assert_eq!(told(&folder, &[]), ["a.md warning[global-trait]", "a.md warning[always-never]"]);
    let json = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(json["diagnostics"][1]["start"]["line"], 6);
    folder.write("evenkeel.yaml", b"skip: [heddings]\n");
    let run = folder.run(&["check", "--format", "concise"]);
    assert!(run.code == 2 && run.out.contains("`headings`"), "{run:?}");
}

#[test]
fn reasons_can_be_asked_for_on_the_command_line() {
    let text = "<!-- evenkeel: ignore -->\nI'm a failure.\n";
    let folder = Folder::new(&[("a.md", text)]);
    assert_eq!(told(&folder, &[]).len(), 0);
    assert_eq!(told(&folder, &["--require-reasons"]), ["a.md warning[reason]"]);
}

#[test]
fn a_baseline_knows_old_findings_where_ever_their_lines_go() {
    let folder = Folder::new(&[("a.md", "Marrowfat.\n\nI'm so lazy.\n"), ("b.md", "Calm.\n")]);
    let run = folder.run(&["baseline"]);
    assert!(run.code == 0 && run.out.contains("1 finding noted"), "{run:?}");
    assert!(!folder.read("evenkeel-baseline.json").contains("lazy"));
    let against = |folder: &Folder| told(folder, &["--baseline", "evenkeel-baseline.json"]);
    folder.write("a.md", b"New lines.\n\nMore.\n\nI'm *so*\nlazy.\n");
    assert_eq!(against(&folder).len(), 1, "the words are others when markup comes in");
    folder.write("a.md", b"New lines.\n\nMore.\n\nI'm so\nlazy.\n");
    assert_eq!(against(&folder), Vec::<String>::new());
    folder.write("a.md", b"I'm so lazy.\n\nI'm so lazy.\n\nI'm a failure.\n");
    assert_eq!(
        against(&folder),
        ["a.md warning[global-trait]", "a.md warning[identity-label]"],
        "one was there, a second one is new"
    );
    let human = folder.run(&["check", "--baseline", "evenkeel-baseline.json"]).out;
    assert!(human.contains("1 that the baseline knows left out"), "{human}");
    folder.write("evenkeel-baseline.json", b"{]");
    let run = folder.run(&["check", "--baseline", "evenkeel-baseline.json"]);
    assert!(run.code == 2 && run.err.contains("evenkeel baseline"), "{run:?}");
}

fn git(folder: &Folder, arguments: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
}

#[test]
fn only_changed_lines_are_told() {
    let folder = Folder::new(&[
        ("journal/a.md", "I'm so lazy.\n\nCalm.\n\nI'm a loser.\n"),
        ("journal/é \"b\".md", "I'm so lazy.\n"),
        ("elsewhere.md", "I'm so lazy.\n"),
        ("journal/evenkeel.yaml", ""),
    ]);
    git(&folder, &["init", "-q"]);
    assert_eq!(told(&folder, &["-C", "journal", "--changed"]).len(), 3, "all of it is new");
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "first"]);
    let of = |arguments: &[&str]| {
        let mut all = vec!["-C", "journal", "--changed"];
        all.extend(arguments);
        told(&folder, &all)
    };
    assert_eq!(of(&[]), Vec::<String>::new());
    folder.write("journal/a.md", b"I'm so lazy.\n\nI'm such\na failure.\n\nI'm a loser.\n");
    folder.write("journal/é \"b\".md", b"Calm.\nI'm so lazy.\n\nI'm so stupid.\n");
    folder.write("journal/new.md", b"I'm an idiot.\n");
    folder.write("elsewhere.md", b"I'm so lazy, really.\n");
    let run = folder.run(&["check", "-C", "journal", "--changed", "--format", "json"]);
    let places: Vec<String> = run.json()["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| format!("{}:{}", found["path"].as_str().unwrap(), found["start"]["line"]))
        .collect();
    assert_eq!(places, ["a.md:3", "new.md:1", "é \"b\".md:4"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "second"]);
    assert_eq!(of(&[]), Vec::<String>::new());
    assert_eq!(of(&["HEAD~1"]).len(), 3);
    let wrong = folder.run(&["check", "-C", "journal", "--changed", "nowhere"]);
    assert!(wrong.code == 2 && wrong.err.contains("nowhere"), "{wrong:?}");
    let outside = Folder::new(&[("a.md", "I'm so lazy.\n")]);
    let run = outside.run(&["check", "--changed"]);
    assert!(run.code == 2 && run.err.contains("git"), "{run:?}");
}

#[test]
fn stats_relate_findings_to_words() {
    let folder = Folder::new(&[
        ("2026-03-01.md", "I'm so lazy. One two three four five six seven.\n"),
        ("2026-03-02.md", "A calm day with ten words in it, no more.\n"),
        ("2026-04-01.md", "I'm a failure.\n\nI'm an idiot.\n"),
        ("2026-04-02.md", "I want to die. I'm such a marrowfat failure.\n"),
        ("page.md", "Calm.\n"),
    ]);
    let run = folder.run(&["stats", "--format", "json"]);
    let json = run.json();
    assert_eq!(json["months"]["2026-03"]["entries"], 2);
    assert_eq!(json["months"]["2026-03"]["without"], 1);
    assert_eq!(json["months"]["2026-03"]["words"], 20);
    assert_eq!(json["months"]["2026-03"]["harsh_per_1000"], 50.0);
    assert_eq!(json["months"]["2026-04"]["entries"], 1, "what is withheld is not counted");
    assert_eq!(json["undated"]["entries"], 1);
    assert_eq!(json["categories"][0]["category"], "identity-label");
    assert_eq!(json["categories"][0]["count"], 2);
    assert!(!run.out.contains("marrowfat") && !run.out.contains("04-02"), "{run:?}");
    let human = folder.run(&["stats"]).out;
    assert!(human.lines().all(|line| line.chars().count() <= 60), "{human}");
    assert!(human.contains("2026-03") && human.contains("50.0"), "{human}");
}

#[test]
fn paths_can_be_opened_from_where_one_is() {
    let folder = Folder::new(&[
        ("journal/evenkeel.yaml", "exlude: []\n"),
        ("journal/2026/a.md", "I'm a failure.\n"),
        ("journal/2026/03/b.md", "Calm.\n"),
    ]);
    for (directory, arguments, expected) in [
        (".", vec!["journal"], "journal/2026/a.md"),
        ("journal", vec![], "2026/a.md"),
        ("journal", vec!["."], "2026/a.md"),
        ("journal/2026", vec!["a.md"], "a.md"),
        ("journal", vec!["2026", "2026/03"], "2026/a.md"),
    ] {
        for format in ["concise", "human", "github", "checkstyle", "rdjson", "sarif"] {
            let mut all = vec!["-C", directory, "check", "--format", format];
            all.extend(&arguments);
            let out = folder.run(&all).out;
            let around = [("=", ","), ("\"", "\""), ("> ", ":"), ("", ":1:1")];
            let named = around.iter().any(|(a, b)| out.contains(&format!("{a}{expected}{b}")));
            assert!(named, "{directory} {arguments:?} {format}: {out}");
        }
    }
    let json = folder.run(&["check", "journal", "--format", "json"]).json();
    assert_eq!(json["diagnostics"][1]["path"], "2026/a.md", "the json format keeps its contract");
    let sarif = folder.run(&["check", "journal", "--format", "sarif"]).json();
    let base =
        sarif["runs"][0]["originalUriBaseIds"]["%SRCROOT%"]["uri"].as_str().unwrap().to_owned();
    let here = folder.path().canonicalize().unwrap();
    assert_eq!(base, format!("file://{}/", here.display()));
    let redacted = folder.run(&["check", "journal", "--format", "sarif", "--redact"]).out;
    assert!(!redacted.contains("file://"), "{redacted}");
    let built = folder.run(&["build", "journal"]);
    assert!(built.err.contains("--> journal/evenkeel.yaml:1:1"), "{built:?}");
}

#[test]
fn every_command_tells_a_typo_in_the_settings() {
    let folder =
        Folder::new(&[("evenkeel.yaml", "care: {mesage: on}\n"), ("2026-03-02.md", "A day.\n")]);
    for arguments in [
        vec!["check"],
        vec!["build"],
        vec!["config", "show"],
        vec!["stats"],
        vec!["commitments"],
        vec!["review", "--month"],
        vec!["export"],
        vec!["new", "--date", "2026-03-03"],
        vec!["fix", "--diff"],
        vec!["baseline"],
    ] {
        let run = folder.run(&arguments);
        let said = run.out.clone() + &run.err;
        assert!(said.contains("Did you mean `message`?"), "{arguments:?}: {run:?}");
        assert_eq!(said.matches("Did you mean").count(), 1, "{arguments:?}: {run:?}");
    }
}

#[test]
fn settings_are_taken_in_the_words_people_use_and_refused_in_theirs() {
    let folder = Folder::new(&[("2026-03-02.md", "A day.\n")]);
    let check = |config: &str| {
        folder.write("evenkeel.yaml", config.as_bytes());
        let run = folder.run(&["check", "--format", "concise"]);
        (run.code, run.out)
    };
    for value in ["on", "off", "true", "false", "yes", "no", "\"on\""] {
        let config = format!(
            "feed: {value}\nmargin_notes: {value}\nrequire_reasons: {value}\ncare: {{message: {value}}}\n"
        );
        assert_eq!(check(&config), (0, String::new()), "{config}");
    }
    for (config, words) in [
        ("care: {message: maybe}\n", "`care.message`: unknown value `maybe`"),
        ("care: []\n", "`care`: this is a list, expected keys and values"),
        ("include: [\"**/*.rst\"]\n", "Files that end in `.rst` are not read"),
        ("include: [\"**/*.{md,org}\"]\n", "Files that end in `.org` are not read"),
        ("entry_path: \"a.md\"\n", "does not say a whole day"),
        ("entry_path: \"../%Y-%m-%d.md\"\n", "leads out of the journal"),
        ("entry_path: \"%Y-%m-%d\"\n", "does not end in `.md`"),
        ("date_format: \"%d.%m\"\n", "does not say a whole day"),
    ] {
        let (code, out) = check(config);
        assert!(code == 2 && out.contains(words), "{config}: {out}");
    }
    for config in ["entry_path: \"%Y/%m/%d.md\"\n", "date_format: \"%d. %B %Y\"\n"] {
        assert_eq!(check(config), (0, String::new()), "{config}");
    }
}

#[test]
fn an_entry_is_made_in_a_journal_alone() {
    let folder = Folder::new(&[("letters/notes.md", "Undated.\n")]);
    let run = folder.run(&["new"]);
    assert!(
        run.code == 2 && run.err.contains("is no journal") && run.err.contains("init"),
        "{run:?}"
    );
    assert_eq!(folder.files("").len(), 1);
    for sign in
        [".obsidian/app.json", "logseq/config.edn", "evenkeel.yaml", "2026/03/2026-03-02.md"]
    {
        let folder = Folder::new(&[(sign, ""), ("deep/er/keep.txt", "")]);
        let run = folder.run(&["new"]);
        assert_eq!(run.code, 0, "{sign} {run:?}");
    }
    // From a folder of a vault the entry lies in the vault.
    let folder = Folder::new(&[(".obsidian/app.json", "{}"), ("deep/er/keep.txt", "")]);
    assert_eq!(folder.run(&["-C", "deep/er", "new", "--date", "2026-03-02"]).code, 0);
    assert!(folder.path().join("2026-03-02.md").exists());
}

#[test]
fn a_home_folder_is_not_looked_through_uninvited() {
    let folder = Folder::new(&[("2026-03-02.md", "I'm a failure.\n")]);
    let run = |arguments: &[&str]| {
        let mut command = folder.command(arguments);
        Run::from(command.env("HOME", folder.path()).output().unwrap())
    };
    for arguments in [&["check"][..], &["build"], &["stats"], &["new"], &["fix", "--diff"]] {
        let run = run(arguments);
        assert!(
            run.code == 2 && run.err.contains("no journal by itself"),
            "{arguments:?}: {run:?}"
        );
    }
    // Nor is the folder that holds the homes of all.
    let mut above = folder.command(&["check"]);
    let above = above.current_dir(folder.path().parent().unwrap()).env("HOME", folder.path());
    let above = Run::from(above.output().unwrap());
    assert!(above.code == 2 && above.err.contains("no journal by itself"), "{above:?}");
    let disk = run(&["-C", "/", "stats"]);
    assert!(disk.code == 2 && disk.err.contains("the whole disk"), "{disk:?}");
    let named = folder.path().to_str().unwrap();
    assert!(run(&["check", named]).out.contains("failure"), "it was named");
    folder.write("evenkeel.yaml", b"");
    assert!(run(&["check"]).out.contains("failure"), "it says that it is a journal");
}

#[test]
fn json_keeps_every_character() {
    let text = "---\ndate: \"20\u{7f}26\u{85}\"\n---\n# A \u{7f} day\n";
    let folder = Folder::new(&[("a.md", text), ("evenkeel.yaml", "")]);
    let run = folder.run(&["check", "--format", "json"]);
    assert!(!run.out.contains(['\u{7f}', '\u{85}']), "escaped: {run:?}");
    assert!(
        run.json()["diagnostics"][1]["text"].as_str().unwrap().contains("20\u{7f}26"),
        "{run:?}"
    );
    let exported = folder.run(&["export"]).json();
    assert_eq!(exported["entries"][0]["title"], "A \u{7f} day");
    let csv = folder.run(&["export", "--format", "csv", "--table", "entries"]).out;
    assert!(csv.contains("A \u{7f} day"), "{csv:?}");
}

#[test]
fn a_text_from_an_editor_is_left_out_like_its_file() {
    use std::io::Write;
    let folder = Folder::new(&[("evenkeel.yaml", "exclude: ['old/**']\n")]);
    for (name, found) in [("old/a.md", 0), ("templates/entry.md", 0), ("new/a.md", 1)] {
        let arguments =
            ["check", "-", "--stdin-filename", name, "--force-exclude", "--format", "json"];
        let mut command = folder.command(&arguments);
        let pipe = std::process::Stdio::piped;
        let mut child = command.stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(b"I'm a failure.\n").unwrap();
        let run = Run::from(child.wait_with_output().unwrap());
        assert_eq!(run.findings().len(), found, "{name}: {run:?}");
    }
}

#[test]
fn a_mistake_in_a_rule_is_told_by_a_path_that_leads_to_it() {
    let folder = Folder::new(&[("j/evenkeel.yaml", ""), ("j/rules/mine.yaml", "id: [\n")]);
    for format in ["concise", "github", "human"] {
        let run = folder.run(&["check", "j", "--format", format]);
        assert!(run.out.contains("j/rules/mine.yaml"), "{format}: {run:?}");
    }
}

#[test]
fn words_left_alone_under_another_config_go_into_it() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", "# mine\n"),
        ("other.yaml", "# other\n"),
        ("2026-03-02.md", "I'm such a failure.\n"),
    ]);
    let mut command = folder.command(&["--config", "other.yaml", "fix"]);
    let pipe = std::process::Stdio::piped;
    let mut child = command.stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"n\n").unwrap();
    let run = Run::from(child.wait_with_output().unwrap());
    assert!(folder.read("other.yaml").contains("allow"), "{run:?}");
    assert_eq!(folder.read("evenkeel.yaml"), "# mine\n");
}

#[test]
fn a_key_that_nobody_knows_is_told_whatever_is_done() {
    let folder = Folder::new(&[("evenkeel.yaml", "titel: x\n"), ("2026-03-02.md", "Calm.\n")]);
    for command in [
        &["check"][..],
        &["fix", "--list"],
        &["theme", "list"],
        &["commitments"],
        &["rules", "list"],
        &["random"],
    ] {
        let run = folder.run(command);
        assert!((run.out + &run.err).contains("`titel` is not a known key"), "{command:?}");
    }
}

#[test]
fn a_folder_without_a_journal_is_told_and_nothing_is_built_into_it() {
    let folder = Folder::new(&[]);
    let run = folder.run(&["build"]);
    assert!(run.code == 2 && run.err.contains("is no journal"), "{run:?}");
    assert!(!folder.path().join("site").exists());
    for command in [&["search", "walk"][..], &["stats"], &["check"]] {
        let run = folder.run(command);
        let said = format!("{}{}", run.out, run.err);
        assert!(said.contains("no entry of the journal is here"), "{command:?}: {run:?}");
    }
    let run = folder.run(&["due"]);
    assert_eq!(run.out, "No commitment is here. A note in commitments/ makes one.\n");
    folder.write("a.md", b"Walked.\n");
    assert_eq!(folder.run(&["build"]).code, 0);
}

#[test]
fn a_mistake_in_a_rule_stops_only_what_tells_findings() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("commitments/walk.md", "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-02\n---\n"),
        ("2026-03-02.md", "- [x] Walk\n\nMilk and bread.\n"),
        ("rules/own.yaml", "title: Own\nmesage: No.\n"),
    ]);
    for arguments in
        [&["commitments"][..], &["search", "milk"], &["check-in", "walk"], &["on-this-day"]]
    {
        let run = folder.run(&[arguments, &["--today", "2026-03-03"]].concat());
        assert!(run.code < 2, "{run:?}");
        assert!(run.err.contains("rules/own.yaml:2:1") && run.err.contains("`mesage`"), "{run:?}");
    }
    assert_eq!(folder.run(&["check"]).code, 2);
    // Without its own signs of care nobody knows what is not to be shown.
    folder.write("rules/care.yaml", b"hsuh: []\n");
    for arguments in [&["search", "milk"][..], &["commitments"]] {
        let run = folder.run(arguments);
        assert!(run.code == 2 && !run.out.contains("Milk"), "{run:?}");
    }
}
