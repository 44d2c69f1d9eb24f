//! Rules as data: the built-in ones prove themselves, and a mistake in one's own is told.

use std::fs;

use evenkeel::config::{Config, Surface};
use evenkeel::journal::entry::Entry;
use evenkeel::lint::rule_set::RuleSet;
use evenkeel::lint::{self, example};

use crate::Folder;

/// Ten of each at least, so that a rule shows what it is and what it is not.
const FEWEST: usize = 10;

fn built_in() -> RuleSet {
    let folders = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")).unwrap();
    let languages =
        folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect();
    let (rules, faults) =
        RuleSet::new(Surface::Terminal, &Config { languages, ..Config::default() }, &[]);
    assert!(faults.is_empty(), "{faults:?}");
    rules
}

#[test]
fn built_in_rules_are_valid() {
    assert_eq!(RuleSet::built_in_errors(), Vec::<String>::new());
}

#[test]
fn every_example_comes_out_as_its_rule_says() {
    let rules = built_in();
    let failures: Vec<_> = rules
        .rules()
        .iter()
        .flat_map(|rule| {
            example::run(rule, &rules).into_iter().map(|failure| (rule.id.clone(), failure))
        })
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn every_pattern_and_frame_is_reached_by_an_example() {
    let rules = built_in();
    for rule in rules.rules() {
        let unreached = example::unreached(rule, &rules);
        assert!(unreached.is_empty(), "{}: {unreached:#?}", rule.id);
    }
}

#[test]
fn every_rule_file_is_in_the_program_and_has_examples() {
    let rules = built_in();
    let walk = walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")).into_iter();
    let files = walk.map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let rule_files = files.filter(|file| !file.path().parent().unwrap().ends_with("fields"));
    let stems: Vec<String> = rule_files
        .map(|file| file.path().file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|stem| !["words", "guards", "care", "help", "grammar"].contains(&stem.as_str()))
        .collect();
    assert_eq!(stems.len(), rules.rules().len());
    for rule in rules.rules() {
        let examples = &rule.file.examples;
        assert!(examples.invalid.len() >= FEWEST && examples.valid.len() >= FEWEST, "{}", rule.id);
        assert!(rule.file.why.len() > 80 && rule.file.question.is_some(), "{}", rule.id);
    }
}

#[test]
fn what_a_rewrite_leaves_is_flagged_by_nothing() {
    let (rules, config) = (built_in(), Config::default());
    let mut count = 0;
    for rule in rules.rules() {
        for becomes in rule.file.examples.invalid.iter().filter_map(|one| one.becomes.as_ref()) {
            let parsed = Entry::parse("a.md", becomes.as_str(), &config);
            let again = lint::check(&parsed.entry, &parsed.prose, &rules).into_findings();
            assert!(again.iter().all(|found| found.rule != rule.id), "{}: {becomes}", rule.id);
            count += 1;
        }
    }
    assert!(count > 150, "{count}");
}

const OWN: &str = "\
title: A word I use against myself
severity: warning
why: It is short for something longer.
words:
  label: [goose, potato]
patterns:
  - '{i_am} an? (?P<label>{label})'
message: '\"{{ label }}\" is not your name.'
rewrites:
  - text: 'what happened{{ tail }} was ___'
examples:
  invalid:
    - text: I'm a potato.
      flags: I'm a potato
      becomes: What happened was ___.
  valid:
    - The potato is cold.
";

#[test]
fn a_journal_has_rules_of_its_own() {
    let folder = Folder::new(&[("rules/en/harsh/mine.yaml", OWN), ("a.md", "I am a *goose*.\n")]);
    folder.write("evenkeel.yaml", b"title: x\n");
    let run = folder.run(&["check", "--format", "concise"]);
    assert_eq!(run.out, "a.md:1:1: warning[mine] \"goose\" is not your name.\n");
    assert_eq!(folder.run(&["rules", "test", "mine"]).code, 0);
    // The same id takes the place of the built-in rule.
    folder.write("rules/identity-label.yaml", OWN.as_bytes());
    folder.write(
        "rules/en/harsh/mine.yaml",
        OWN.replace("severity: warning", "severity: off").as_bytes(),
    );
    folder.write("a.md", b"I am a failure and a goose. I am a goose.\n");
    let run = folder.run(&["check", "--format", "concise"]);
    assert_eq!(run.out, "a.md:1:29: warning[identity-label] \"goose\" is not your name.\n");
}

#[test]
fn every_mistake_in_a_rule_has_a_place_and_a_next_step() {
    for (from, to, place, words) in [
        ("patterns:", "paterns:", "mine.yaml:6:1", "Did you mean `patterns`?"),
        ("{i_am} an?", "{i_am} (an?", "mine.yaml:7:5", "not a valid regular expression"),
        ("{label})'", "{lable})'", "mine.yaml:7:5", "Did you mean `{label}`?"),
        ("severity: warning", "severity: loud", "mine.yaml:2:11", "`warning`"),
        ("{{ label }}", "{{ labl }}", "mine.yaml:8:10", "Did you mean `label`?"),
        ("{{ label }}", "{{ label", "mine.yaml:8:10", ""),
        (
            "{{ tail }} was ___'",
            "{{ tail }} was ___'\n    needs: [act]",
            "mine.yaml:11:13",
            "(?P<act>…)",
        ),
        ("    - The potato is cold.\n", "    []\n", "mine.yaml:11:1", "under `valid`"),
        ("[goose, potato]", "[goose, '{label}']", "mine.yaml:7:5", "uses itself"),
        ("title: A", "\ttitle: A", "mine.yaml:1:", ""),
    ] {
        let text = OWN.replacen(from, to, 1);
        assert_ne!(text, OWN);
        let folder = Folder::new(&[
            ("rules/en/harsh/mine.yaml", &text),
            ("evenkeel.yaml", ""),
            ("a.md", "Calm."),
        ]);
        let run = folder.run(&["check", "--format", "concise"]);
        assert_eq!(run.code, 2, "{to}: {run:?}");
        let line = run.out.lines().find(|line| line.contains(place));
        assert!(
            line.is_some_and(|line| line.contains(words) && line.contains("error[rule-file]")),
            "{to}: {run:?}"
        );
    }
}

#[test]
fn a_new_rule_takes_no_other_s_name() {
    let folder = Folder::new(&[("evenkeel.yaml", "")]);
    let run = folder.run(&["rules", "new", "should"]);
    assert!(run.code == 2 && run.err.contains("there is a rule `should` already"), "{run:?}");
    assert!(!folder.path().join("rules").exists());
}

#[test]
fn all_that_a_rule_lacks_is_told_at_once() {
    let folder = Folder::new(&[
        ("rules/en/harsh/mine.yaml", "severity: warning\n"),
        ("evenkeel.yaml", ""),
        ("a.md", "Calm."),
    ]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert!(run.out.contains("missing: `title`, `why`, ") && run.out.contains(" and `"), "{run:?}");
}

#[test]
fn a_voice_that_could_never_speak_is_told() {
    let rule = |voice: &str| {
        format!(
            "title: Mine\nseverity: info\nwhy: z\nframes:\n  - {{subject: self, verb: be, complement: [snail]}}\nmessage: x\nvoices:\n  - {voice}\n    message: y\nexamples:\n  invalid: [{{text: I'm a snail., flags: I'm a snail}}]\n  valid: [Calm.]\n"
        )
    };
    for (voice, place, words) in [
        ("fields: [trait.lookz]", "8:14", "Did you mean `<trait.looks>`?"),
        ("frames: [2]", "8:14", "numbered 1 to 1"),
        ("needs: [actt]", "8:13", "Did you mean `act`?"),
        ("frames: [1]", "", ""),
        ("fields: [trait]", "", ""),
    ] {
        let folder = Folder::new(&[
            ("rules/en/harsh/mine.yaml", &rule(voice)),
            ("evenkeel.yaml", ""),
            ("a.md", "I'm a snail.\n"),
        ]);
        let run = folder.run(&["check", "--format", "concise"]);
        if words.is_empty() {
            assert!(run.out.contains("[mine]"), "{voice}: {run:?}");
        } else {
            let told = format!("mine.yaml:{place}: error[rule-file]");
            assert!(
                run.code == 2 && run.out.contains(&told) && run.out.contains(words),
                "{voice}: {run:?}"
            );
        }
    }
}

#[test]
fn a_list_that_breaks_the_built_in_rules_is_told() {
    let words = "role: ['(friend']\n";
    let folder =
        Folder::new(&[("rules/en/words.yaml", words), ("evenkeel.yaml", ""), ("a.md", "Calm.")]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert_eq!(run.code, 2);
    assert!(
        run.out
            .starts_with("rules/en/words.yaml:1:8: error[rule-file] This is not a valid regular"),
        "{run:?}"
    );
}

#[test]
fn files_that_are_no_rule_are_read_as_strictly_as_one() {
    let cases = [
        ("care.yaml", "patterns: ['the sea (again']\n", "1:12", "not a valid regular"),
        ("care.yaml", "pattern: [the sea]\n", "1:1", "Did you mean `patterns`?"),
        ("care.yaml", "patterns: ['{i_amm} the sea']\n", "1:12", "`{i_am}`"),
        ("care.yaml", "words: {want: [want]}\npatterns: ['{whant} the sea']\n", "2:12", "`{want}`"),
        ("care.yaml", "patterns: ['(a)?']\n", "1:12", "matches nothing at all"),
        ("care.yaml", "patterns: []\n", "1:1", "nothing to look for"),
        ("care.yaml", "patterns: the sea\n", "1:11", "list"),
        ("CARE.YAML", "patterns: ['the sea (again']\n", "1:12", "not a valid regular"),
        ("care.json", "{\"patterns\": [\"the sea\"]}\n", "1:1", "Write it as \"care.yaml\""),
        ("harsh/tides.toml", "title = 'Tides'\n", "1:1", "Write it as \"tides.yaml\""),
        ("guards.yaml", "quotation: {befor: [x]}\n", "1:13", "Did you mean `before`?"),
        ("guards.yaml", "mine: {before: ['(x']}\n", "1:17", "not a valid regular"),
        ("guards.yaml", "mine: {sentence: ['{i_amm} x']}\n", "1:19", "`{i_am}`"),
        ("words.yaml", "role: friend\n", "1:7", "`role` is no list"),
        ("words.yaml", "role: {replce: true, words: [a]}\n", "1:8", "Did you mean `replace`?"),
        ("words.yaml", "role: {replace: true, words: []}\n", "1:1", "An empty list"),
        ("words.yaml", "role: ['{rolle}']\n", "1:8", "`{role}`"),
        ("words.yaml", "rolle: [friend]\n", "1:1", "Did you mean `role`?"),
        ("words.yaml", "role: [a, a: b]\n", "1:11", "no word"),
    ];
    for (name, text, place, words) in cases {
        let path = format!("rules/en/{name}");
        let folder = Folder::new(&[(&path, text), ("evenkeel.yaml", ""), ("a.md", "Calm.\n")]);
        let run = folder.run(&["check", "--format", "concise"]);
        let line = run.out.lines().find(|line| line.starts_with(&format!("{path}:{place}: ")));
        assert!(line.is_some_and(|line| line.contains(words)), "{text}: {run:?}");
        let warns = line.is_some_and(|line| line.contains("warning["));
        assert_eq!(run.code, if warns { 1 } else { 2 }, "{text}: {run:?}");
    }
}

#[test]
fn a_schema_beside_the_rules_is_no_rule() {
    let files = [("rules/schema.json", "{}"), ("rules/en/tides.txt", "-"), ("evenkeel.yaml", "")];
    let folder = Folder::new(&[&files[..], &[("a.md", "Calm.\n")]].concat());
    let run = folder.run(&["check"]);
    assert!(run.code == 0 && !run.out.contains("rules/"), "{run:?}");
}

#[test]
fn while_signs_of_care_cannot_be_read_nothing_harsh_is_said() {
    for name in ["care.json", "CARE.YML"] {
        let path = format!("rules/en/{name}");
        let files = [(path.as_str(), "{patterns: ["), ("evenkeel.yaml", "")];
        let folder = Folder::new(&[&files[..], &[("a.md", "I'm such a failure.\n")]].concat());
        let run = folder.run(&["check"]);
        assert!(run.code == 2 && !run.out.contains("failure."), "{name}: {run:?}");
    }
}

#[test]
fn own_signs_of_care_hold_whatever_language_they_are_for_and_never_less_when_broken() {
    let source = ("a.md", "I'm such a failure. The lighthouse calls.\n");
    let folder = Folder::new(&[
        ("rules/de/care.yaml", "patterns: [the lighthouse calls]\n"),
        ("evenkeel.yaml", ""),
        source,
    ]);
    let json = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(json["withheld"][0], "a.md", "{json}");
    folder.write("rules/de/care.yaml", b"patterns: ['(the lighthouse']\n");
    let run = folder.run(&["build"]);
    assert!(run.code == 2 && run.err.contains("rules/de/care.yaml"), "{run:?}");
    assert!(!folder.path().join("site/index.html").exists());
}

#[test]
fn own_lists_and_exclusions_add_to_the_built_in_ones_or_replace_them() {
    let own = OWN
        .replace("{i_am} an? (?P<label>{label})", "my (?P<label>{role}) sank")
        .replace("I'm a potato.", "My friend sank.")
        .replace("flags: I'm a potato", "flags: My friend sank")
        .replace("      becomes: What happened was ___.\n", "");
    let count = |words: &str, guards: &str| {
        let folder = Folder::new(&[
            ("evenkeel.yaml", ""),
            ("rules/en/harsh/mine.yaml", &own),
            ("rules/en/words.yaml", words),
            ("rules/en/guards.yaml", guards),
            (
                "a.md",
                "My friend sank.\n\nMy lighthouse sank.\n\nHe said my friend sank.\n\nRumour has it my friend sank.\n",
            ),
        ]);
        let run = folder.run(&["check", "--format", "concise", "--fail-on", "error"]);
        assert_eq!(run.code, 0, "{run:?}");
        let found = run.out.lines().filter(|line| line.contains("[mine]"));
        found.map(|line| line.split(':').nth(1).unwrap()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(count("", ""), "1 7");
    assert_eq!(count("role: [lighthouse]\n", ""), "1 3 7");
    assert_eq!(count("role: {replace: true, words: [lighthouse]}\n", ""), "3");
    assert_eq!(count("", "reported-speech: {before: [rumour has it]}\n"), "1");
    assert_eq!(count("", "reported-speech: {replace: true, before: [rumour has it]}\n"), "1 5");
}

#[test]
fn no_list_is_too_long() {
    let letter = |digit: u8| char::from(digit + (b'a' - b'0'));
    let name = |n: u32| n.to_string().bytes().map(letter).collect::<String>();
    let words: Vec<String> = (0..5_000).map(|n| format!("light{}", name(n))).collect();
    let words = format!("words: [{}]\n", words.join(", "));
    let text = "I'm a terrible lightejjj.\n\nAfter {LONG} I'm a terrible friend.\n\nThe sea was calm today.\n";
    let folder = Folder::new(&[
        ("rules/en/fields/role.yaml", &words),
        ("evenkeel.yaml", ""),
        ("a.md", &text.replace("{LONG}", &"a long and rather windy walk and ".repeat(40))),
    ]);
    let run = folder.run(&["check", "--format", "concise"]);
    let found = run.out.lines().filter(|line| line.contains("[bad-role]")).count();
    assert_eq!(found, 2, "{run:?}");
}

#[test]
fn a_failing_example_is_shown() {
    let text = OWN
        .replace("The potato is cold.", "I'm a potato, she said.")
        .replace("a potato, she", "a potato. She");
    let folder = Folder::new(&[("rules/en/harsh/mine.yaml", &text), ("evenkeel.yaml", "")]);
    let run = folder.run(&["rules", "test", "mine"]);
    assert_eq!(run.code, 1);
    assert!(
        run.out.contains("- expected nothing is flagged")
            && run.out.contains("+ found    flags `I'm a potato`"),
        "{run:?}"
    );
}

#[test]
fn rules_are_listed_and_explained() {
    let folder = Folder::new(&[]);
    let list = folder.run(&["rules", "list"]).out;
    for rule in built_in().rules().iter().filter(|rule| rule.id.language() == Some("en")) {
        assert!(list.contains(rule.id.id()), "{}", rule.id);
        let explained = folder.run(&["rules", "explain", rule.id.id()]).out;
        assert!(explained.contains(&rule.file.title) && explained.contains(rule.file.why.trim()));
    }
    let run = folder.run(&["rules", "explain", "identity-lable"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("Did you mean `identity-label`?"), "{run:?}");
}

#[test]
fn schemas_know_every_key() {
    let folder = Folder::new(&[]);
    let schema = |command: &str| -> serde_json::Value {
        serde_json::from_str(&folder.run(&[command, "schema"]).out).unwrap()
    };
    assert!(schema("config")["properties"]["day_starts"]["description"].is_string());
    assert!(schema("rules")["properties"]["examples"].is_object());
    let shown = folder.run(&["config", "show"]).out;
    for key in schema("config")["properties"].as_object().unwrap().keys() {
        assert!(shown.contains(&format!("{key}:")), "{key}");
    }
}

#[test]
fn a_new_rule_holds_from_the_start_and_is_never_overwritten() {
    let folder = Folder::new(&[("evenkeel.yaml", ""), ("a.md", "I'm a potato.\n")]);
    assert_eq!(folder.run(&["rules", "new", "my-word", "--family", "avoidant"]).code, 0);
    let path = "rules/en/avoidant/my-word.yaml";
    let test = folder.run(&["rules", "test", "my-word"]);
    assert!(test.code == 0 && test.out.contains("2 examples run. All is"), "{test:?}");
    assert!(folder.run(&["check", "a.md"]).out.contains("hint[my-word]"));
    folder.write(path, b"mine");
    let again = folder.run(&["rules", "new", "my-word", "--family", "avoidant"]);
    assert!(again.code == 2 && again.err.contains("exists already"), "{again:?}");
    assert_eq!(folder.read(path), "mine");
    let odd = folder.run(&["rules", "new", "../x"]);
    assert!(odd.code == 2 && odd.err.contains("small letters"), "{odd:?}");
}

#[test]
fn a_finding_is_explained_in_the_language_of_its_words() {
    let english = "A moment turned into a name for yourself";
    let german = "Ein Moment wird zu einem Namen für dich";
    let text = "I'm such a failure.\n\nIch bin so ein Versager.\n\n\
        <!-- evenkeel: ignore identity-label -->\nI'm a failure.\n\n\
        <!-- evenkeel: ignore identity-label -->\nIch bin ein Versager.\n";
    // The bare name is the rule of the first language; each is reached by the whole name.
    for (languages, bare) in [("[en, de]", english), ("[de, en]", german)] {
        let config = format!("languages: {languages}\n");
        let folder = Folder::new(&[("evenkeel.yaml", &config), ("2026-03-02.md", text)]);
        let explain = |id: &str| folder.run(&["rules", "explain", id]).out;
        assert!(explain("identity-label").contains(bare), "{languages}");
        assert!(explain("en/identity-label").contains(english), "{languages}");
        assert!(explain("de/identity-label").contains(german), "{languages}");
        let other = if bare == english { "de" } else { "en" };
        let mistyped = folder.run(&["rules", "explain", &format!("{other}/identity-lable")]).err;
        assert!(mistyped.contains(&format!("`{other}/identity-label`")), "{mistyped}");

        // One finding of each; the suppressions hold for both and are needed by both.
        let run = folder.run(&["check", "--format", "json"]);
        let messages: Vec<String> = run.json()["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|found| found["message"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(messages.len(), 2, "{languages}: {messages:#?}");
        assert!(messages[0].starts_with("\"failure\""), "{languages}: {messages:#?}");
        assert!(messages[1].starts_with("Da gibst du dir"), "{languages}: {messages:#?}");

        let run = folder.run(&["build", "--today", "2026-03-02"]);
        assert_eq!(run.code, 0, "{run:?}");
        let page = folder.read("site/rules/index.html");
        for title in [english, german] {
            assert!(page.contains(title), "{languages}: {title}");
        }
        let entry = folder.read("site/entries/2026-03-02.html");
        let anchors: Vec<&str> =
            entry.match_indices("rules/index.html#").map(|(at, _)| &entry[at..]).collect();
        assert_eq!(anchors.len(), 2, "{languages}: a note links to its rule: {entry}");
        for anchor in anchors {
            let (_, id) = anchor.split_once('#').unwrap();
            let id = id.split('"').next().unwrap();
            assert!(page.contains(&format!("id=\"{id}\"")), "{languages}: {id}");
        }
    }
}

#[test]
fn every_rule_stands_on_its_page_as_it_is() {
    let page = Folder::new(&[]).run(&["rules", "catalogue"]).out;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/catalogue.md");
    if std::env::var_os("EVENKEEL_GOLDEN").is_some() {
        fs::write(path, &page).unwrap();
    }
    let written = fs::read_to_string(path).unwrap();
    assert!(
        written == page,
        "`EVENKEEL_GOLDEN=write cargo test --locked every_rule` writes it anew"
    );
}

#[test]
fn what_fits_everywhere_silences_nothing() {
    for piece in ["''", "'(x)?'", "'x*'"] {
        let folder = Folder::new(&[("a.md", "I'm a failure.\n"), ("evenkeel.yaml", "")]);
        let text = format!("mine: {{before: [{piece}]}}\n");
        folder.write("rules/en/guards.yaml", text.as_bytes());
        let run = folder.run(&["check"]);
        assert!(run.code == 2 && run.out.contains("matches nothing at all"), "{piece}: {run:?}");
    }
}

#[test]
fn a_slip_in_a_frame_is_told_by_what_may_stand_there() {
    let rule = |frame: &str, more: &str| {
        format!(
            "title: Mine\nseverity: info\nwhy: So.\nmessage: Ah.\n{more}frames:\n  - {frame}\nexamples:\n  invalid: [{{text: I mope., flags: I mope}}]\n  valid: [Tea.]\n"
        )
    };
    let folder = Folder::new(&[("evenkeel.yaml", ""), ("a.md", "Tea.\n")]);
    for (frame, slip, instead) in [
        ("{subject: slf, verb: mope}", "slf", "self"),
        ("{subject: self, mood: [shuld], verb: mope}", "shuld", "should"),
        ("{link: bt, subject: self, verb: mope}", "bt", "but"),
    ] {
        folder.write("rules/en/mine.yaml", rule(frame, "").as_bytes());
        let run = folder.run(&["check"]);
        let said = run.out.contains(slip) && run.out.contains(instead);
        assert!(run.code == 2 && said && !run.out.contains("OneOrMany"), "{frame}: {run:?}");
    }
    for switch in ["on", "off", "yes", "false"] {
        let more = format!("once: {switch}\nheld: {switch}\n");
        let text = rule("{subject: self, verb: mope}", &more);
        folder.write("rules/en/mine.yaml", text.as_bytes());
        let run = folder.run(&["check"]);
        assert_eq!(run.code, 0, "{switch}: {run:?}");
    }
}

#[test]
fn a_journal_without_a_language_is_told() {
    let folder = Folder::new(&[("evenkeel.yaml", "languages: []\n"), ("a.md", "Tea.\n")]);
    let run = folder.run(&["check"]);
    assert!(format!("{}{}", run.out, run.err).contains("`languages` is empty"), "{run:?}");
}

#[test]
fn a_path_of_entries_that_would_hide_or_share_them_is_refused() {
    for form in ["%A.md", ".notes/%Y-%m-%d.md", "templates/%Y-%m-%d.md", "commitments/%F.md"] {
        let folder = Folder::new(&[("evenkeel.yaml", &format!("entry_path: '{form}'\n"))]);
        let run = folder.run(&["new"]);
        assert!(run.code == 2 && run.err.contains("Write it like"), "{form}: {run:?}");
    }
}

#[test]
fn a_list_takes_the_place_of_the_built_in_one_however_yes_is_written() {
    let folder = Folder::new(&[("evenkeel.yaml", ""), ("a.md", "Tea.\n")]);
    // A list that no rule uses is warned of.
    for (switch, code) in [("on", 1), ("true", 1), ("Yes", 1), ("off", 1), ("perhaps", 2)] {
        let text = format!("mine: {{replace: {switch}, words: [goose]}}\n");
        folder.write("rules/en/words.yaml", text.as_bytes());
        let run = folder.run(&["check"]);
        assert_eq!(run.code, code, "{switch}: {run:?}");
        assert!(code == 1 || run.out.contains("`replace` is `on` or `off`"), "{run:?}");
    }
}

#[test]
fn phrases_have_choices_and_what_stands_near_may_change_places() {
    let text = OWN
        .replace("patterns:", "frames:\n  - with: ['(grow|grows) (cold|very cold)']\n    near: [the potato, the yam]\npatterns:");
    let folder = Folder::new(&[("rules/en/harsh/mine.yaml", &text), ("evenkeel.yaml", "")]);
    for (source, found) in [
        ("My hands grow very cold. I held the yam.\n", true),
        ("I held the yam and my hands grow cold.\n", true),
        ("I held the yam. It grows cold.\n", true),
        ("My hands grow cold.\n", false),
        ("I held the yam. My hands grow old.\n", false),
    ] {
        folder.write("a.md", source.as_bytes());
        let run = folder.run(&["check", "--format", "concise", "a.md"]);
        assert_eq!(run.out.contains("[mine]"), found, "{source}: {run:?}");
    }
    let odd = text.replace("(cold|very cold)", "(cold|very cold");
    folder.write("rules/en/harsh/mine.yaml", odd.as_bytes());
    let run = folder.run(&["check"]);
    assert!(run.code == 2 && run.out.contains("`(has|have) to leave`"), "{run:?}");
}
