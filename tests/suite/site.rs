//! What the site shows, what it keeps to itself, and in which forms it can be had.

use std::collections::BTreeSet;
use std::fs;

use regex::Regex;

use crate::Folder;

/// Every file of the site as text, with its name.
fn texts(folder: &Folder) -> Vec<(String, String)> {
    let files = folder.files("site").into_iter();
    files
        .map(|file| {
            let bytes = fs::read(folder.path().join("site").join(&file)).unwrap();
            (file.display().to_string(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

fn built(files: &[(&str, &str)], options: &[&str]) -> Folder {
    let folder = Folder::new(files);
    let mut arguments = vec!["build", "--today", "2026-03-09"];
    arguments.extend(options);
    let run = folder.run(&arguments);
    assert_eq!(run.code, 0, "{run:?}");
    folder
}

#[test]
fn what_is_private_leaves_no_trace_unless_it_is_asked_for() {
    let private = "---\nprivate: true\ntags: [quillwort]\nmood: marrowfat\nstarred: true\n---\n# Rutabaga\n\n![kohlrabi](photos/celeriac.jpg)\n\n## Reflection\n\nSalsify.\n";
    let half = "# A day\n\nSee [[2025-03-02]].\n\n<!-- private -->\n![skirret](photos/scorzonera.jpg) #samphire I'm such a failure.\n<!-- /private -->\n";
    let files = [
        ("2025-03-02.md", private),
        ("2026-03-02.md", half),
        ("photos/celeriac.jpg", "x"),
        ("photos/scorzonera.jpg", "y"),
        ("evenkeel.yaml", "feed: on\n"),
    ];
    let words = [
        "quillwort",
        "marrowfat",
        "Rutabaga",
        "kohlrabi",
        "celeriac",
        "Salsify",
        "skirret",
        "scorzonera",
        "samphire",
        "years/2025",
        "such a failure</q>",
    ];
    let folder = built(&files, &[]);
    for (name, text) in texts(&folder) {
        for word in words {
            let found = name.contains(word) || text.to_lowercase().contains(&word.to_lowercase());
            assert!(!found, "{word} in {name}");
        }
    }
    let folder = built(&files, &["--include-private"]);
    let all: String = texts(&folder).into_iter().map(|(name, text)| name + &text).collect();
    for word in &words[..10] {
        assert!(all.contains(word), "{word}");
    }
}

/// Builds a journal of one public page, and looks for a word in every file and in the export.
fn traces(files: &[(&str, &str)], word: &str) -> Vec<String> {
    let mut all = vec![("2026-03-01.md", "A day.\n"), ("evenkeel.yaml", "feed: on\n")];
    all.extend(files);
    let folder = built(&all, &[]);
    let mut found: Vec<String> = texts(&folder)
        .into_iter()
        .filter(|(name, text)| name.contains(word) || text.contains(word))
        .map(|(name, _)| name)
        .collect();
    let run = folder.run(&["export", "--today", "2026-03-09"]);
    if run.out.contains(word) {
        found.push("export".to_owned());
    }
    found
}

#[test]
fn private_marks_hold_wherever_markdown_puts_them() {
    for text in [
        "> [!note] T <!-- private -->zqs<!-- /private -->\n> x\n",
        "> [!note] T <!-- private -->\n> zqs\n\nzqs\n\n<!-- /private -->\n",
        "![a <!-- private -->zqs<!-- /private -->](p.jpg)\n",
        "![a <!-- private -->](p.jpg)\n\nzqs\n\n<!-- /private -->\n",
        "[[page|<!-- private -->zqs<!-- /private -->]]\n",
        "<!-- private --> a <!-- private --> b <!-- /private --> zqs <!-- /private --> c\n",
        "Hello\r\r<!-- private -->\rzqs\r<!-- /private -->\r",
        "<!-- private: medical -->zqs<!-- /private -->\n",
        "<!-- begin private -->zqs<!-- end private -->\n",
        "<!-- private --->zqs<!-- /private -->\n",
        "    <!-- private -->\n    zqs\n    <!-- /private -->\n",
    ] {
        assert_eq!(traces(&[("2026-03-02.md", text), ("p.jpg", "x")], "zqs"), [""; 0], "{text:?}");
    }
    let code = "`<!-- private -->` zqs `<!-- /private -->`\n";
    assert!(!traces(&[("2026-03-02.md", code)], "zqs").is_empty(), "code is no mark");
}

#[test]
fn whatever_could_mean_private_does() {
    for text in [
        "---\nprivate: medical\n---\nzqs\n",
        "---\nprivate: ja\n---\nzqs\n",
        "---\nprivate: [true]\n---\nzqs\n",
        "---\nprivate: false\nprivate: true\n---\nzqs\n",
        "\n---\nprivate: true\n---\nzqs\n",
        "---\nprivate: true\n\nzqs\n",
        "---\rprivate: true\r---\rzqs\r",
        "---\ntags: [private/medical]\n---\nzqs\n",
        "zqs #private/medical\n",
        "zqs [private:: yes]\n",
        "zqs (private:: yes)\n",
        "**private**:: yes\n\nzqs\n",
        "> private:: yes\n\nzqs\n",
        "tags:: [[private]]\n\nzqs\n",
        "> #private\n\nzqs\n",
    ] {
        assert_eq!(traces(&[("2026-03-02.md", text)], "zqs"), [""; 0], "{text:?}");
    }
    for text in [
        "---\nprivate: false\n---\nzqs\n",
        "---\nprivate: no\n---\nzqs\n",
        "A private: matter. zqs\n",
    ] {
        assert!(!traces(&[("2026-03-02.md", text)], "zqs").is_empty(), "{text:?}");
    }
}

#[test]
fn a_note_that_is_private_in_part_is_not_repeated() {
    let walk =
        ("commitments/walk.md", "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-01\n---\n");
    for text in [
        "- [x] Walk — fine <!-- private --> zqs <!-- /private -->\n",
        "walk:: yes — <!-- private --> zqs <!-- /private -->\n",
        "- [-] Walk — <!-- private -->zqs\n- other<!-- /private -->\n",
    ] {
        let files = [walk, ("2026-03-02.md", text)];
        assert_eq!(traces(&files, "zqs"), [""; 0], "{text:?}");
        let folder = Folder::new(&files);
        assert!(!folder.run(&["review", "--date", "2026-03-02"]).out.contains("zqs"), "{text:?}");
    }
}

#[test]
fn private_questions_are_not_asked_on_the_site() {
    for text in [
        "---\nprivate: true\n---\n- zqs?\n",
        "- <!-- private -->zqs?<!-- /private -->\n",
        "- zqs I want to kill myself?\n",
    ] {
        let folder = built(&[("2026-03-02.md", "A day."), ("touchstones.md", text)], &[]);
        assert!(!folder.read("site/index.html").contains("zqs"), "{text:?}");
    }
}

#[test]
fn an_entry_that_is_heavy_in_private_looks_like_any_other() {
    let half = "# Garden\n\nNice day. <!-- private -->I want to kill myself.<!-- /private -->\n";
    let folder = built(&[("2026-03-02.md", half)], &[]);
    assert!(folder.read("site/months/2026-03.html").contains("Garden"));
    assert!(!folder.read("site/entries/2026-03-02.html").contains("kill"));
    let folder = built(&[("2026-03-02-zqs.md", "# Garden\n\nI want to kill myself.\n")], &[]);
    let all: String = texts(&folder).into_iter().map(|(name, text)| name + &text).collect();
    assert!(!all.contains("2026-03-02-zqs"), "its file name is not told");
}

#[test]
fn what_a_browser_would_run_is_not_copied() {
    let folder = Folder::new(&[
        ("2026-03-02.md", "[a](p.html) and [b](list.txt)\n"),
        ("p.html", "<script>1</script>"),
        ("list.txt", "eggs"),
    ]);
    let run = folder.run(&["build"]);
    assert!(run.code == 0 && run.err.contains("p.html is not on the site"), "{run:?}");
    assert!(!folder.path().join("site/files/p.html").exists());
    assert_eq!(folder.read("site/files/list.txt"), "eggs");
}

#[test]
fn photos_on_the_site_hold_the_picture_alone() {
    let folder = Folder::example();
    let source = fs::read(folder.path().join("photos/sea.jpg")).unwrap();
    let holds = |bytes: &[u8], mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
    assert!(holds(&source, b"Exif\0"), "the example's photo has a place to lose");
    let run = folder.run(&["build"]);
    assert_eq!(run.code, 0, "{run:?}");
    let copy = fs::read(folder.path().join("site/files/photos/sea.jpg")).unwrap();
    assert!(!holds(&copy, b"Exif\0") && copy.starts_with(&[0xff, 0xd8]));
    // The picture itself is as it was: the data of its scan.
    let scan = source.windows(2).position(|mark| mark == [0xff, 0xda]).unwrap();
    assert!(holds(&copy, &source[scan..scan + 2000]));
}

#[test]
fn a_photo_that_cannot_be_cleaned_is_left_off_and_told() {
    let folder = Folder::new(&[("2026-03-02.md", "![x](a.heic)\n")]);
    folder.write("a.heic", b"\0\0\0\x18ftypheic");
    let run = folder.run(&["build"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("a.heic is not on the site") && run.err.contains("JPEG"), "{run:?}");
    assert!(!folder.path().join("site/files/a.heic").exists());
}

#[test]
fn a_changed_photo_is_copied_again_and_an_unused_one_never() {
    let folder = Folder::new(&[("2026-03-02.md", "![x](a.jpg)\n")]);
    let photo = |scan: &[u8]| [b"\xff\xd8\xff\xda\0\x02", scan, b"\xff\xd9"].concat();
    let copy = || fs::read(folder.path().join("site/files/a.jpg")).unwrap();
    folder.write("a.jpg", &photo(b"one"));
    folder.write("b.jpg", &photo(b"two"));
    folder.run(&["build"]);
    assert_eq!(copy(), photo(b"one"));
    assert!(!folder.path().join("site/files/b.jpg").exists());
    folder.write("a.jpg", &photo(b"three"));
    folder.run(&["build"]);
    assert_eq!(copy(), photo(b"three"));
    fs::remove_file(folder.path().join("site/.evenkeel-stamps.json")).unwrap();
    folder.run(&["build"]);
    assert_eq!(copy(), photo(b"three"));
}

#[test]
fn links_that_lead_nowhere_are_told_with_the_nearest_name() {
    let source = "See [[A wlak]] and\n![the sea](photos/see.jpg).\n\nAnd [[Secret]].\n";
    let folder = Folder::new(&[
        ("2026-03-02.md", source),
        ("A walk.md", "x"),
        ("Secret.md", "---\nprivate: true\n---\n"),
        ("photos/sea.jpg", "x"),
    ]);
    let run = folder.run(&["build"]);
    assert_eq!(run.code, 0, "{run:?}");
    for words in
        ["2026-03-02.md:1:5", "nearest name is `a walk`", "2026-03-02.md:2:1", "`photos/sea.jpg`"]
    {
        assert!(run.err.contains(words), "{words}: {run:?}");
    }
    assert!(!run.err.contains("ecret"), "{run:?}");
    let run = folder.run(&["build", "--strict"]);
    assert_eq!(run.code, 1);
    folder.write("2026-03-02.md", b"See [[A walk]] and ![the sea](photos/sea.jpg).\n");
    assert_eq!(folder.run(&["build", "--strict"]).code, 0);
}

#[test]
fn many_broken_links_do_not_fill_the_screen() {
    let source = "[[nowhere]] and [[elsewhere]]\n\n".repeat(20);
    let folder = Folder::new(&[("2026-03-02.md", &source)]);
    let run = folder.run(&["build"]);
    assert_eq!(run.err.matches("broken-link").count(), 5, "{run:?}");
    assert!(run.err.contains("35 more links"), "{run:?}");
    assert_eq!(folder.run(&["build", "--strict"]).err.matches("broken-link").count(), 40);
}

#[test]
fn a_link_to_a_day_without_an_entry_keeps_its_words_and_is_no_mistake() {
    let folder = Folder::new(&[(
        "2026-03-02.md",
        "[[2026-03-01]] · [tomorrow](2026-03-03.md) · [[journals/2026_03_04]] · [[walk]]\n",
    )]);
    let run = folder.run(&["build"]);
    assert!(run.err.matches("broken-link").count() == 1 && run.err.contains("`walk`"), "{run:?}");
    let page = folder.read("site/entries/2026-03-02.html");
    assert!(page.contains("tomorrow") && !page.contains("2026-03-03.md"), "{page}");
    folder.write("2026-03-03.md", b"A day.\n");
    folder.run(&["build"]);
    let page = folder.read("site/entries/2026-03-02.html");
    assert!(page.contains(">tomorrow</a>"), "{page}");
}

#[test]
fn entries_know_each_other() {
    let folder = built(
        &[
            ("2024-03-09.md", "---\nstarred: true\n---\n# Ferry\n\nThe tide.\n"),
            ("2025-03-09.md", "# Gorse\n\n## Low tide\n\nBack to [[Ferry]].\n"),
            ("2026-03-02.md", "# Kelp\n\nSee [[Gorse#Low tide]].\n"),
        ],
        &[],
    );
    let page = |name: &str| folder.read(&format!("site/{name}"));
    assert!(page("entries/2024-03-09.html").contains("Mentioned elsewhere"));
    assert!(page("entries/2024-03-09.html").contains("../entries/2025-03-09.html\">Gorse"));
    assert!(page("entries/2025-03-09.html").contains("id=\"at-low-tide\""));
    assert!(page("entries/2026-03-02.html").contains("../entries/2025-03-09.html#at-low-tide"));
    assert!(page("days/03-09.html").contains("Ferry") && page("days/03-09.html").contains("Gorse"));
    assert!(page("days/index.html").contains("Ferry"));
    assert!(page("index.html").contains("Ferry"), "on this day");
    assert!(page("starred/index.html").contains("Ferry"));
    assert!(!folder.path().join("site/mood").exists());
}

#[test]
fn a_name_beside_the_day_is_a_title_and_a_heading_is_no_tag() {
    let source = "![[sea.jpg|200]]\n\n## Evening walk\n\nSee [[#Evening walk]], #garden and [[A walk#^block]].\n\n- [x] Walk\n";
    let folder = built(&[("2026-03-02 A walk.md", source), ("sea.jpg", "x")], &[]);
    let page = folder.read("site/entries/2026-03-02-a-walk.html");
    assert!(page.contains("<h1>A walk") && page.contains("href=\"#at-evening-walk\""), "{page}");
    assert!(page.contains("<img src=\"../files/sea.jpg\" alt=\"\""), "{page}");
    assert!(!page.contains("^block") && page.contains("2026-03-02-a-walk.html\">"), "{page}");
    assert!(!folder.path().join("site/tags/evening.html").exists());
    assert!(folder.path().join("site/tags/garden.html").exists());
    let month = folder.read("site/months/2026-03.html");
    assert!(!month.contains("sea.jpg") && !month.contains(">200"), "{month}");
}

#[test]
fn a_hard_day_is_not_buried_in_notes() {
    let folder = built(&[("2026-03-02.md", &"I'm such a failure.\n\n".repeat(9))], &[]);
    let page = folder.read("site/entries/2026-03-02.html");
    assert_eq!(page.matches("role=\"note\"").count(), 4, "{page}");
    assert!(page.contains("5 more places like this"), "{page}");
}

#[test]
fn a_journal_without_days_leads_to_its_pages() {
    let folder = built(&[("thoughts.md", "# Thoughts\n\nI'm such a failure.\n")], &[]);
    assert!(folder.read("site/index.html").contains("pages/index.html"));
    let talk = folder.read("site/self-talk/index.html");
    assert!(talk.contains("nothing was marked") && !talk.contains("nothing to count"), "{talk}");
}

#[test]
fn callouts_and_highlights_are_drawn() {
    let folder = built(&[("2026-03-02.md", "> [!question] Why\n> It was ==late==.\n")], &[]);
    let page = folder.read("site/entries/2026-03-02.html");
    assert!(page.contains("callout-title\">\nWhy") && page.contains("<mark>late</mark>"), "{page}");
}

#[test]
fn calendars_show_how_much_was_written() {
    let folder = built(
        &[
            ("2026-03-02.md", "One two three."),
            ("2026-03-03.md", &"word ".repeat(500)),
            ("2026-03-03-2.md", "And more."),
            ("evenkeel.yaml", "week_starts: sunday\n"),
        ],
        &[],
    );
    let month = folder.read("site/months/2026-03.html");
    assert!(month.contains("title=\"2 March, 3 words\">2</a>"), "{month}");
    let long = "<a class=\"long\" href=\"../entries/2026-03-03.html\" title=\"3 March, two entries, 502 words\">3</a>";
    assert!(month.contains(long), "{month}");
    // 1 March 2026 was a Sunday, and a week begins with it: no column is left out.
    assert!(month.contains("aria-hidden=\"true\">S</li><li>1</li>"), "{month}");
}

#[test]
fn findings_are_notes_in_the_margin_where_they_may_be() {
    let source = "A slow day.\n\nI'm such a failure today.\n";
    let private = format!("---\nprivate: true\n---\n{source}");
    let files = [("2026-03-02.md", source), ("2026-03-03.md", private.as_str())];
    let folder = built(&files, &["--include-private"]);
    let page = folder.read("site/entries/2026-03-02.html");
    assert!(
        page.contains("role=\"note\"")
            && page.contains("<a href=\"#n1\">I'm such a failure</a></mark>"),
        "{page}"
    );
    assert!(page.contains("../rules/index.html#identity-label"), "{page}");
    assert!(folder.read("site/rules/index.html").contains("id=\"identity-label\""));
    assert!(!folder.read("site/entries/2026-03-03.html").contains("role=\"note\""));
    folder.write("evenkeel.yaml", b"margin_notes: off\n");
    folder.run(&["build"]);
    assert!(!folder.read("site/entries/2026-03-02.html").contains("role=\"note\""));
}

#[test]
fn self_talk_counts_and_names_the_rewrites_that_were_taken() {
    let folder = Folder::new(&[("2026-03-02.md", "I'm such a failure today.\n")]);
    let run = || {
        assert_eq!(folder.run(&["build"]).code, 0);
        folder.read("site/self-talk/index.html")
    };
    let page = run();
    assert!(page.contains("March 2026") && page.contains("One day so far"), "{page}");
    assert!(!page.contains("Other words you took"));
    let mut fix = folder.command(&["fix"]);
    let mut child = fix
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"1\n").unwrap();
    assert!(child.wait().unwrap().success());
    let page = run();
    assert!(
        page.contains("Other words you took")
            && page.contains("A moment turned into a name for yourself <small>1 time"),
        "{page}"
    );
    let log = folder.read(".evenkeel/taken.json");
    assert!(!log.contains("failure") && !log.contains("home"), "{log}");
    assert_eq!(folder.run(&["fix", "--undo"]).code, 0);
    assert!(!run().contains("Other words you took"));
}

#[test]
fn a_year_is_looked_back_on() {
    let folder = built(
        &[
            ("commitments/walk.md", "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-01\n---\n"),
            ("2026-03-01.md", "---\nmood: 6\n---\nA day.\n\n- [x] Walk\n"),
            ("2026-03-02.md", "---\nmood: 4\n---\nA day.\n\n- [ ] Walk\n"),
            ("2026-03-04.md", "---\nmood: calm\n---\nA day.\n\n- [x] Walk\n"),
        ],
        &[],
    );
    let page = folder.read("site/years/2026.html");
    assert!(page.contains("<a href=\"../commitments/walk.html\">Walk</a>: two kept"), "{page}");
    assert!(page.contains("3 days written"), "{page}");
    let mood = folder.read("site/mood/index.html");
    assert!(mood.contains("Two days with a number so far") && mood.contains("calm 1"), "{mood}");
}

#[test]
fn the_search_knows_what_is_on_the_site_and_nothing_else() {
    let folder = built(
        &[
            ("2026-03-02.md", "# Ferry\n\nWalking by the harbour. </script>\n"),
            (
                "2026-03-03.md",
                "---\ntags: [heavytag]\n---\n# Heavytitle\n\nI want to kill myself. Turnstone.\n",
            ),
            ("2026-03-04.md", "---\nprivate: true\ntags: [hiddentag]\n---\n# Hiddentitle\n"),
            ("2026-03-05.md", "---\ntags: [\"sea </script>\"]\n---\nShown.\n"),
        ],
        &[],
    );
    let catalogue = folder.read("site/search/catalogue.js");
    assert!(catalogue.contains("Ferry") && catalogue.contains("tags/sea"), "{catalogue}");
    for word in ["eavyt", "iddent", "</script", "2026-03-03", "2026-03-04"] {
        assert!(!catalogue.contains(word), "{word} in {catalogue}");
    }
    let index = folder.read("site/search/index.js");
    let words = folder.read("site/search/words-0.js");
    assert!(words.contains("Walking by the harbour") && !words.contains("Turnstone"), "{words}");
    assert!(index.contains("harbour") && !index.contains("turnston"), "{index}");
    assert!(!words.contains("</script"), "{words}");
}

#[test]
fn pages_load_the_keys_and_the_search_and_no_other_script() {
    let folder = built(&[("2026-03-02.md", "# Ferry\n\n<script>1</script>\n")], &[]);
    let script = Regex::new("<script[^>]*>[^<]*</script>|<script").unwrap();
    let handler = Regex::new("<[^>]* on[a-z]+=").unwrap();
    for (name, text) in texts(&folder).iter().filter(|(_, text)| text.starts_with("<!doctype")) {
        let root = "../".repeat(name.matches('/').count());
        let keys =
            format!("<script src=\"{root}static/keys.js\" data-root=\"{root}\" defer></script>");
        let search = format!("<script src=\"{root}static/search.js\" defer></script>");
        let expected = if name == "search/index.html" { vec![keys, search] } else { vec![keys] };
        let found: Vec<&str> = script.find_iter(text).map(|found| found.as_str()).collect();
        assert_eq!(found, expected, "{name}");
        let policy = text.split("Content-Security-Policy\" content=\"").nth(1).unwrap();
        let policy = policy.split('"').next().unwrap();
        assert!(policy.starts_with("default-src 'none';"), "{name}: {policy}");
        assert_eq!(policy.matches("script-src").count(), 1, "{name}: {policy}");
        assert!(policy.contains(" script-src 'self' file:;"), "{name}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{name}: {policy}");
        assert!(!handler.is_match(text), "{name}");
    }
    // Where single keys are turned off, no page speaks of them.
    assert!(folder.read("site/index.html").contains("aria-label=\"Keys\""));
    folder.write("evenkeel.yaml", b"keys: off\n");
    folder.run(&["build"]);
    let page = folder.read("site/index.html");
    assert!(!page.contains("aria-label=\"Keys\"") && page.contains("aria-label=\"Go to\""));
}

#[test]
fn the_feed_is_there_when_it_is_asked_for() {
    let folder = built(&[("2026-03-02.md", "# A & B\n\nThe <tide>.\n")], &[]);
    assert!(!folder.path().join("site/feed.xml").exists());
    folder.write("evenkeel.yaml", b"feed: on\n");
    folder.run(&["build"]);
    let feed = folder.read("site/feed.xml");
    assert!(
        feed.contains("<title>A &amp; B</title>") && feed.contains("2026-03-02T00:00:00Z"),
        "{feed}"
    );
    assert!(feed.contains("urn:uuid:") && !feed.contains("http://localhost"), "{feed}");
}

#[test]
fn a_locked_site_shows_nothing_and_takes_the_place_of_an_open_one() {
    let folder = built(&[("2026-03-02.md", "# Ferryboats\n\nThe quillwort.\n")], &[]);
    let lock = |passphrase: &str, arguments: &[&str]| {
        let mut command = folder.command(&["build", "--lock"]);
        let output = command
            .args(arguments)
            .env("EVENKEEL_PASSPHRASE", passphrase)
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        crate::Run::from(output)
    };
    let run = lock("short", &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("5 letters"), "{run:?}");
    assert!(folder.path().join("site/entries").exists(), "nothing was changed");
    let run = lock("a lamp on the sill", &[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.contains("locked") && run.err.contains("kept nowhere"), "{run:?}");
    let names: Vec<String> = texts(&folder).into_iter().map(|(name, _)| name).collect();
    assert!(!folder.path().join("site/entries").exists(), "{names:?}");
    for (name, text) in texts(&folder) {
        for word in ["quillwort", "Ferryboats", "2026-03", "entries/2"] {
            assert!(!text.contains(word) && !name.contains(word), "{word} in {name}");
        }
    }
    folder.write("passphrase", b"another lamp on the sill\n");
    assert_eq!(lock("", &["--passphrase-file", "passphrase"]).code, 0);
    let again: Vec<String> = texts(&folder).into_iter().map(|(name, _)| name).collect();
    assert_ne!(names, again, "names are fresh each time");
    let run = folder.run(&["build"]);
    assert!(run.code == 2 && run.err.contains("--unlock"), "{run:?}");
    assert!(folder.path().join("site/lock.js").exists(), "a forgotten flag opens nothing");
    assert_eq!(folder.run(&["build", "--unlock"]).code, 0);
    assert!(folder.path().join("site/entries/2026-03-02.html").exists());
    assert!(!folder.path().join("site/lock.js").exists());
}

#[test]
fn without_a_terminal_the_passphrase_is_asked_for_nowhere() {
    let folder = Folder::new(&[("2026-03-02.md", "x")]);
    let mut command = folder.command(&["build", "--lock"]);
    let output =
        command.stdin(std::process::Stdio::null()).env_remove("EVENKEEL_PASSPHRASE").output();
    let run = crate::Run::from(output.unwrap());
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--passphrase-file"), "{run:?}");
}

#[test]
fn a_theme_of_ones_own_begins_with_a_built_in_one() {
    let folder = Folder::new(&[("2026-03-02.md", "# Ferry\n"), ("evenkeel.yaml", "theme: mine\n")]);
    let run = folder.run(&["theme", "new", "mine", "--from", "slate"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(folder.read("themes/mine/theme.yaml").contains("extends: slate"));
    folder.write("themes/mine/static/style.css", b"body { color: teal; }\n");
    assert_eq!(folder.run(&["build"]).code, 0);
    assert!(folder.read("site/static/style.css").contains("teal"));
    assert!(folder.read("site/index.html").contains("class=\"side\""), "slate is below");
    let run = folder.run(&["build"]);
    assert!(run.err.contains("themes/mine/static/style.css sets no `--paper`"), "{run:?}");
    folder.write("themes/mine/static/style.css", b":root { --paper: teal; }\n");
    assert!(!folder.run(&["build"]).err.contains("--paper"));
    let run = folder.run(&["theme", "new", "mine"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there already"), "{run:?}");
    for (name, words) in [("slate", "built-in"), ("A b", "cannot be the name")] {
        let run = folder.run(&["theme", "new", name]);
        assert!(run.code == 2 && run.err.contains(words), "{run:?}");
    }
    folder.write("themes/mine/theme.yaml", b"extends: nothing\n");
    let run = folder.run(&["build"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("theme.yaml:1:10") && run.err.contains("`slate`"), "{run:?}");
}

#[test]
fn a_mistake_in_a_template_names_the_variable() {
    let folder = Folder::new(&[("2026-03-02.md", "One.")]);
    folder.write("themes/default/templates/entry.html", b"<p>\n{{ entry.tilte }}</p>");
    let run = folder.run(&["build"]);
    assert_eq!(run.code, 2);
    for words in ["entry.html:2:10", "`tilte`", "title", "put right first"] {
        assert!(run.err.contains(words), "{words}: {run:?}");
    }
    folder.write("themes/default/templates/entry.html", b"<p>\n{{ title | shout }}</p>");
    let run = folder.run(&["build"]);
    assert!(run.err.contains("entry.html:2:12") && run.err.contains("`shout`"), "{run:?}");
    assert!(!run.err.contains("error: error"), "{run:?}");
}

/// Every value that a template is given is in the chapter about themes.
#[test]
fn what_templates_are_given_is_documented() {
    let readme =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/themes.md")).unwrap();
    let folder = Folder::example();
    folder.write("2025-05-31.md", b"---\nstarred: true\n---\nx");
    let pages = folder.run(&["theme", "context", "--today", "2026-05-31"]).out;
    let mut seen = BTreeSet::new();
    for page in pages.lines() {
        let kind = page.split('/').next().unwrap_or_default().to_owned();
        if !seen.insert((kind, page.ends_with("index.html"))) {
            continue;
        }
        let run = folder.run(&["theme", "context", page, "--today", "2026-05-31"]);
        let context = run.json();
        let template = context["template"].as_str().unwrap();
        assert!(readme.contains(&format!("`{template}`")), "{template}");
        for key in context.as_object().unwrap().keys() {
            assert!(readme.contains(&format!("`{key}`")), "{key} of {template}");
        }
    }
    assert!(seen.len() > 12, "{seen:?}");
}

#[test]
fn everything_can_be_taken_away() {
    let files = [
        ("commitments/walk.md", "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-01\n---\n"),
        (
            "2026-03-02.md",
            "---\nmood: 6\ntags: [sea, \"a, b\"]\n---\n# Ferry\n\nI'm such a failure.\n\n- [x] Walk — rain, \"lots\"\n",
        ),
        ("2026-03-03.md", "---\nprivate: true\n---\n- [x] Walk — quillwort\n"),
        (
            "2026-03-04.md",
            "<!-- private -->- [ ] Walk — marrowfat<!-- /private -->\n\nI want to kill myself.\n",
        ),
    ];
    let folder = Folder::new(&files);
    let run = folder.run(&["export", "--today", "2026-03-09"]);
    assert_eq!(run.code, 0, "{run:?}");
    let json = run.json();
    assert_eq!(json["entries"][0]["path"], "2026-03-02.md");
    assert_eq!(json["entries"][0]["mood"], "6");
    assert_eq!(json["check_ins"].as_array().unwrap().len(), 1, "{run:?}");
    assert_eq!(json["check_ins"][0]["note"], "rain, \"lots\"");
    assert_eq!(json["commitments"][0]["kept"], 2, "private check-ins count");
    assert_eq!(json["findings"][0]["rule"], "identity-label");
    for word in ["quillwort", "marrowfat", "2026-03-03", "2026-03-04.md", "kill"] {
        assert!(!run.out.contains(word), "{word}: {run:?}");
    }
    let csv = |table: &str| folder.run(&["export", "--format", "csv", "--table", table]).out;
    assert_eq!(
        csv("check-ins"),
        "date,commitment,state,amount,share,note\n2026-03-02,walk,kept,,,\"rain, \"\"lots\"\"\"\n"
    );
    assert!(csv("entries").contains("2026-03-02.md,2026-03-02,day,Ferry,"));
    assert!(csv("commitments").starts_with("id,title,status,"));
    assert!(csv("findings").contains("harsh,identity-label,"));
    let run = folder.run(&["export", "--format", "csv"]);
    assert!(run.code == 2 && run.err.contains("--table"), "{run:?}");
}

#[test]
fn films_and_documents_are_on_the_site_only_when_that_is_wanted() {
    let folder = Folder::new(&[("2026-03-02.md", "[a](a.mp4) and [b](b.pdf)\n")]);
    folder.write("a.mp4", b"\0\0\0\x18ftypmp42 GPSLatitude");
    folder.write("b.pdf", b"%PDF-1.7 /Author (me)");
    let run = folder.run(&["build"]);
    assert!(run.code == 0 && run.err.contains("a.mp4 is not on the site: a film"), "{run:?}");
    assert!(run.err.contains("b.pdf is not on the site: a document"), "{run:?}");
    assert!(!folder.path().join("site/files").exists());
    folder.write("evenkeel.yaml", b"attachments: as-they-are\n");
    let run = folder.run(&["build"]);
    assert!(run.code == 0 && !run.err.contains("not on the site"), "{run:?}");
    assert!(folder.read("site/files/b.pdf").contains("Author"));
    folder.write("evenkeel.yaml", b"attachments: clean\n");
    folder.run(&["build"]);
    assert!(!folder.path().join("site/files/b.pdf").exists(), "and goes again");
}

#[test]
fn photos_have_copies_for_their_size_and_neighbours_become_a_grid() {
    let folder = Folder::example();
    let page = "![[sea.jpg]]\n![The keys](photos/keys.jpg)\n\n![[rain.jpg]]\n\nAnd one alone:\n\n![[hills.jpg]]\n";
    folder.write("2026-06-02.md", page.as_bytes());
    let run = folder.run(&["build", "--today", "2026-06-02"]);
    assert_eq!(run.code, 0, "{run:?}");
    let page = folder.read("site/entries/2026-06-02.html");
    assert_eq!(page.matches("<div class=\"photos\"").count(), 1, "{page}");
    assert_eq!(page.matches("<div class=\"light\"").count(), 3, "{page}");
    let size = "srcset=\"../small/photos/hills.jpg 400w, ../files/photos/hills.jpg 960w\"";
    assert!(page.contains(size) && page.contains("width=\"960\" height=\"640\""), "{page}");
    let length = |name: &str| fs::metadata(folder.path().join("site").join(name)).unwrap().len();
    let [row, card, page] =
        ["tiny", "small", "files"].map(|kind| length(&format!("{kind}/photos/hills.jpg")));
    assert!(row < card && card < page, "{row} {card} {page}");
    let first = folder.read("site/index.html");
    assert!(first.contains("small/photos/sea.jpg 400w"), "{first}");
    let photos = folder.read("site/photos/index.html");
    assert!(
        photos.contains("June 2026") && photos.contains("alt=\"The keys, 2 June\""),
        "{photos}"
    );
    // A photo that is the same is not made again.
    let changed =
        |name: &str| fs::metadata(folder.path().join("site").join(name)).unwrap().modified();
    let before = changed("small/photos/hills.jpg").unwrap();
    folder.write("2026-06-02.md", b"![[hills.jpg]]\n");
    assert_eq!(folder.run(&["build", "--today", "2026-06-02"]).code, 0);
    assert_eq!(changed("small/photos/hills.jpg").unwrap(), before);
}

#[test]
fn then_and_now_are_two_own_sentences_far_apart_and_never_heavy_ones() {
    let day = |date: &str, text: &str| {
        (format!("{date}.md"), format!("---\ntags: [cello]\n---\n{text}\n"))
    };
    let mut files: Vec<(String, String)> = Vec::new();
    for month in 1..=6 {
        files.push(day(
            &format!("2025-0{month}-03"),
            "I'm useless at the cello, and so it stays in its case.",
        ));
        files.push(day(
            &format!("2026-0{month}-03"),
            "I played four bars of the sarabande and then stopped.",
        ));
    }
    files.push(day("2026-06-09", "I played and I wish I had never been born."));
    let build = |files: &[(String, String)]| {
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (&**name, &**text)).collect();
        let folder = Folder::new(&files);
        assert_eq!(folder.run(&["build", "--today", "2026-06-10"]).code, 0);
        (folder.read("site/self-talk/index.html"), folder.read("site/index.html"))
    };
    let (talk, first) = build(&files);
    assert!(talk.contains("Then and now"), "{talk}");
    let aside = talk.split("<aside").nth(1).and_then(|rest| rest.split("</aside>").next()).unwrap();
    assert!(
        aside.contains("useless at the cello") && aside.contains("four bars of the sarabande"),
        "{aside}"
    );
    assert!(aside.contains("2025") && aside.contains("2026"), "{aside}");
    assert!(!talk.contains("never been born") && !first.contains("never been born"));
    assert!(first.contains("four bars of the sarabande"), "the newest that may be shown: {first}");
    // When now is not lighter there is nothing to show beside each other.
    let turned: Vec<(String, String)> = files
        .iter()
        .map(|(name, text)| {
            let year = if name.starts_with("2025") { "2026" } else { "2025" };
            (format!("{year}{}", &name[4..]), text.clone())
        })
        .collect();
    assert!(!build(&turned[..12]).0.contains("Then and now"));
}
