//! Entries in which somebody may be in danger: nothing is said about them, nothing repeated.

use evenkeel::lint::care::help;
use jiff::ToSpan;

use crate::Folder;

const HEAVY: &str = "---\ndate: 2026-03-05\n---\n# Marrowfat evening\n\nI want to die. I'm such a failure.\n\n## Reflection\n\nMarrowfat again.\n";

fn journal() -> Folder {
    Folder::new(&[("2026-03-05.md", HEAVY), ("2026-03-06.md", "I'm such a failure.\n")])
}

#[test]
fn a_heavy_entry_is_withheld_and_the_message_comes_once() {
    let folder = journal();
    folder.write("2026-03-07.md", b"I do not want to live anymore.\n");
    let run = folder.run(&["check", "--format", "json"]);
    let json = run.json();
    assert_eq!(json["withheld"], serde_json::json!(["2026-03-05.md", "2026-03-07.md"]));
    assert_eq!(
        run.findings().iter().map(|found| found.0.as_str()).collect::<Vec<_>>(),
        ["2026-03-06.md"]
    );
    assert_eq!(run.err.matches("findahelpline.com").count(), 1, "{run:?}");
    for format in ["human", "concise"] {
        let run = folder.run(&["check", "2026-03-05.md", "--format", format]);
        assert_eq!(run.code, 0, "no exit code tells it");
        for word in ["die", "Marrowfat", "failure", "care", "withheld"] {
            assert!(!run.out.contains(word), "{format}: {word} in {}", run.out);
        }
        assert!(!run.err.contains("die") && !run.err.contains("2026-03-05"), "{run:?}");
    }
}

#[test]
fn signs_of_ones_own_hold_in_a_language_whose_rules_are_not_asked_for() {
    let folder = Folder::new(&[
        ("rules/de/care.yaml", "frames:\n  - {with: [<care.means>], also: [gänseblümchen]}\n"),
        ("a.md", "Die Brücke und die Gänseblümchen.\n"),
        ("b.md", "Die Gänseblümchen blühen.\n"),
    ]);
    let json = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(json["withheld"], serde_json::json!(["a.md"]), "{json}");
}

#[test]
fn german_signs_of_care_are_read_in_any_order_of_the_words() {
    let folder = Folder::new(&[("evenkeel.yaml", "languages: [de]\n")]);
    let asks = [
        "Ich habe keine Kraft mehr zum Leben.",
        "Gestern hat mich mein Mann wieder geschlagen.",
        "Den anderen ginge es besser ohne mich.",
        "Ich habe mir wieder in den Arm geschnitten.",
        "Manchmal denke ich, es wäre besser, wenn ich nicht mehr da wäre.",
    ];
    let calm = [
        "Ich habe mir beim Kochen in den Finger geschnitten.",
        "Papa schlägt mir immer wieder ein Spiel vor.",
        "Der Zug stand auf der Brücke, und ich habe gelesen.",
        "Ich könnte sterben vor Lachen.",
    ];
    for (index, text) in asks.iter().chain(&calm).enumerate() {
        folder.write(&format!("{index}.md"), format!("{text} Ich bin so ein Idiot.\n").as_bytes());
    }
    let found = folder.run(&["check", "--format", "json", "--exit-zero"]).findings();
    let paths: Vec<&str> = found.iter().map(|found| found.0.as_str()).collect();
    assert_eq!(paths, ["5.md", "6.md", "7.md", "8.md"]);
}

#[test]
fn the_message_can_be_extended_and_silenced_and_the_entry_stays_withheld() {
    let folder = journal();
    folder.write("evenkeel.yaml", b"care: {lines: ['Samaritans 116 123']}\n");
    let run = folder.run(&["check"]);
    assert!(run.err.find("116 123") < run.err.find("findahelpline"), "{run:?}");
    folder.write("evenkeel.yaml", b"care: {message: off}\n");
    let run = folder.run(&["check", "--format", "json"]);
    assert_eq!(run.err, "");
    assert_eq!(run.json()["withheld"], serde_json::json!(["2026-03-05.md"]));
}

#[test]
fn the_site_shows_the_words_on_the_entrys_own_page_and_nowhere_else() {
    let folder = journal();
    assert_eq!(folder.run(&["build"]).code, 0);
    for file in folder.files("site") {
        let name = file.display().to_string();
        if name.starts_with("static") {
            continue;
        }
        let page = folder.read(&format!("site/{name}"));
        let own = name == "entries/2026-03-05.html";
        assert_eq!(page.contains("I want to die"), own, "{name}");
        assert_eq!(page.contains("Marrowfat"), own, "{name}");
    }
    let own = folder.read("site/entries/2026-03-05.html");
    assert!(own.contains("Marrowfat evening") && own.contains("Marrowfat again."), "{own}");
}

#[test]
fn idioms_are_no_reason_to_withhold() {
    for text in [
        "I was dying to see her.",
        "We killed time at the station.",
        "This deadline is killing me.",
        "I nearly died laughing.",
        "I would kill for a coffee.",
        "My phone died on the way.",
        "She beat me at chess again.",
        "It hit me that I had left the key.",
        "I was bored to death.",
        "I do not want to die on that hill.",
        "I cut my finger.",
    ] {
        let folder = Folder::new(&[("a.md", text)]);
        let json = folder.run(&["check", "--format", "json"]).json();
        assert_eq!(json["withheld"], serde_json::json!([]), "{text}");
    }
}

#[test]
fn the_list_of_people_to_talk_to_is_not_older_than_a_year() {
    let help = help();
    let checked: jiff::civil::Date = help.checked.parse().unwrap();
    #[expect(clippy::disallowed_methods, reason = "the age of the list is measured against today")]
    let today = jiff::ZonedDateTime::now().date();
    assert!(checked >= today - 1.year(), "look up every line of rules/help.yaml again");
    let says = |language: &str, number: &str| {
        help.languages[language].lines.iter().any(|line| line.contains(number))
    };
    assert!(says("en", "988") && says("de", "0800 111 0 111"));
    let folder = Folder::new(&[
        ("evenkeel.yaml", "languages: [de, en]\n"),
        ("a.md", "Ich will nicht mehr leben.\n"),
    ]);
    let run = folder.run(&["check"]);
    assert!(run.err.contains("TelefonSeelsorge") && !run.err.contains("Some days"), "{run:?}");
}

#[test]
fn care_is_taken_of_everything_a_reader_would_see() {
    for text in [
        "---\ntitle: I want to kill myself\n---\nHello.\n",
        "---\nmood: suicidal\n---\nHello.\n",
        "> [!note] I want to kill myself\n> Hello.\n",
        "![I want to kill myself](a.jpg)\n",
        "# I want to kill myself\n\nHello.\n",
        "Ich will mich umbringen.\n",
        "Heute dachte ich: ich will nicht mehr leben.\n",
        "Mein Mann hat mich wieder geschlagen.\n",
    ] {
        for config in ["", "skip: [headings]\n", "languages: [de]\n"] {
            let folder = Folder::new(&[("2026-03-02.md", text), ("evenkeel.yaml", config)]);
            let json = folder.run(&["check", "--format", "json", "--exit-zero"]).json();
            assert_eq!(json["withheld"][0], "2026-03-02.md", "{text:?} {config:?}");
        }
    }
    for text in [
        "Ich bin vor Lachen fast gestorben.\n",
        "Die Arbeit wird mich umbringen, sagte er und lachte.\n",
        "Der Film war zum Sterben langweilig.\n",
        "Das Gerät ist tot.\n",
    ] {
        let folder = Folder::new(&[("2026-03-02.md", text)]);
        let json = folder.run(&["check", "--format", "json", "--exit-zero"]).json();
        assert_eq!(json["withheld"].as_array().map(Vec::len), Some(0), "{text:?}");
    }
}

#[test]
fn no_sentence_is_too_long_for_care_or_for_rules() {
    let long = "and it went on and on, ".repeat(2000);
    let folder = Folder::new(&[
        ("a.md", &format!("{long}I want to die\n")),
        ("b.md", &format!("{long}I'm a failure\n")),
        ("c.md", &format!("{}I'm a failure\n", "on and on\n".repeat(4000))),
    ]);
    let json = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(json["withheld"], serde_json::json!(["a.md"]));
    let found = json["diagnostics"].as_array().unwrap().iter();
    let paths: Vec<&str> = found.map(|one| one["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["b.md", "c.md"]);
}

#[test]
fn others_do_not_even_hear_of_a_private_entry_that_is_withheld() {
    let private = format!("---\nprivate: true\n---\n{HEAVY}");
    let folder = Folder::new(&[("hidden.md", &private), ("2026-03-05.md", HEAVY)]);
    for arguments in [
        &["check", "--format", "json", "--redact"][..],
        &["check", "--format", "json", "--for", "hook"],
    ] {
        let run = folder.run(arguments);
        assert_eq!(run.json()["withheld"], serde_json::json!(["2026-03-05.md"]), "{run:?}");
    }
    let own = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(own["withheld"].as_array().unwrap().len(), 2);
}

#[test]
fn nothing_is_shown_by_chance_or_found_while_care_is_broken() {
    let folder = journal();
    folder.write("rules/en/care.yaml", b"patterns: ['(']\n");
    for arguments in [&["search", "failure"][..], &["random"], &["on-this-day"]] {
        let run = folder.run(arguments);
        assert!(run.code == 2 && run.err.contains("care.yaml"), "{arguments:?}: {run:?}");
    }
}

#[test]
fn a_night_that_is_not_to_be_woken_from_is_never_linted_and_a_sleeping_child_is() {
    let heavy = [
        "Sometimes I think about not waking up.",
        "I keep thinking it would be easier not to wake up tomorrow.",
        "I looked up how many pills it takes.",
        "I shouldn't have been born.",
        "I'd be fine with not existing.",
        "He grabbed my arm and shoved me against the wall.",
    ];
    // Where words only may mean it, harsh rules are silent and nothing more.
    let silent = [
        "I thought about the bridge again.",
        "I don't think I'll make it to thirty.",
        "There's only one way out of this.",
        "I'm afraid of what he'll do tonight.",
        "The voices tell me to do it.",
    ];
    let light = [
        "It was better not to wake up the baby.",
        "It is nice not to wake up to an alarm.",
        "I thought about driving into town.",
        "I need to stop being so polite.",
    ];
    let names = |prefix: &str, count: usize| -> Vec<String> {
        (0..count).map(|at| format!("{prefix}{at}.md")).collect()
    };
    let folder = Folder::new(&[]);
    for (prefix, texts) in [("a", &heavy[..]), ("b", &silent), ("c", &light)] {
        for (at, text) in texts.iter().enumerate() {
            folder.write(&format!("{prefix}{at}.md"), format!("{text} I'm so lazy.\n").as_bytes());
        }
    }
    let told = folder.run(&["check", "--format", "json", "--exit-zero"]);
    let json = told.json();
    assert_eq!(json["withheld"], serde_json::json!(names("a", heavy.len())));
    assert_eq!(json["quiet"], serde_json::json!(names("b", silent.len())));
    let found: Vec<String> = told.findings().into_iter().map(|found| found.0).collect();
    assert!(names("c", light.len()).iter().all(|name| found.contains(name)), "{found:?}");
}
