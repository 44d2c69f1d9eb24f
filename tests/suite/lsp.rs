//! The language server, driven as an editor drives it.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::Folder;

/// An editor with a server.
struct Editor {
    child: Child,
    out: ChildStdin,
    from: BufReader<ChildStdout>,
    requests: i64,
    /// What the server sent while an answer was waited for.
    seen: Vec<Value>,
}

impl Editor {
    fn start(folder: &Folder, capabilities: &Value) -> Self {
        let mut command = folder.command(&["lsp", "--today", "2026-06-05"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let out = child.stdin.take().unwrap();
        let from = BufReader::new(child.stdout.take().unwrap());
        let mut editor = Self { child, out, from, requests: 0, seen: Vec::new() };
        let root = [json!({ "uri": uri(folder.path()), "name": "journal" })];
        let asked =
            json!({ "processId": null, "workspaceFolders": root, "capabilities": capabilities });
        let answer = editor.ask("initialize", &asked);
        editor.seen.push(answer);
        editor.tell("initialized", &json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.out, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.out.flush().unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "the server went away");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(number) => length = number.parse().unwrap(),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut bytes = vec![0; length];
        self.from.read_exact(&mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn response(&mut self, method: &str, params: &Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == json!(id) && message.get("method").is_none() {
                return message;
            }
            self.seen.push(message);
        }
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        let response = self.response(method, params);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].clone()
    }

    fn open(&mut self, uri: &str, text: &str) -> Vec<Value> {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
        self.diagnostics(uri)
    }

    /// The next diagnostics about a text.
    fn diagnostics(&mut self, uri: &str) -> Vec<Value> {
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
            {
                return message["params"]["diagnostics"].as_array().unwrap().clone();
            }
            self.seen.push(message);
        }
    }

    fn change(&mut self, uri: &str, version: i64, changes: &Value) -> Vec<Value> {
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.tell("textDocument/didChange", &params);
        self.diagnostics(uri)
    }

    fn actions(&mut self, uri: &str, range: &Value) -> Vec<Value> {
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
        self.ask("textDocument/codeAction", &params).as_array().unwrap().clone()
    }

    fn at(&mut self, method: &str, uri: &str, line: u32, character: u32) -> Value {
        let place = json!({ "line": line, "character": character });
        self.ask(method, &json!({ "textDocument": { "uri": uri }, "position": place }))
    }

    fn labels(&mut self, uri: &str, line: u32, character: u32) -> Vec<String> {
        let list = self.at("textDocument/completion", uri, line, character);
        let items = list["items"].as_array().unwrap().iter();
        items.map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    fn end(mut self) {
        self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        assert!(self.child.wait().unwrap().success());
    }
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.canonicalize().unwrap().display())
}

fn in_folder(folder: &Folder, name: &str) -> String {
    format!("{}/{name}", uri(folder.path()))
}

/// Applies the plain edits of an action to a text of one line each.
fn applied(action: &Value, uri: &str, text: &str) -> String {
    let edits = action["edit"]["changes"][uri].as_array().unwrap_or_else(|| panic!("{action}"));
    let offset = |place: &Value| {
        let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
        let column = usize::try_from(place["character"].as_u64().unwrap()).unwrap();
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let rest = &text[start..];
        let mut units = 0;
        let at = rest.char_indices().find(|(_, letter)| {
            let reached = units >= column;
            units += letter.len_utf16();
            reached
        });
        start + at.map_or(rest.len(), |(at, _)| at)
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (offset(&range["start"]), offset(&range["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort_unstable();
    let mut out = text.to_owned();
    for (start, end, by) in edits.into_iter().rev() {
        out.replace_range(start..end, by);
    }
    out
}

fn titled<'a>(actions: &'a [Value], start: &str) -> &'a Value {
    let found = actions.iter().find(|one| one["title"].as_str().unwrap().starts_with(start));
    found.unwrap_or_else(|| panic!("{start}: {actions:#?}"))
}

const HARSH: &str = "🙂 I'm such a failure.\n";

#[test]
fn findings_are_told_as_one_types_and_go_with_the_words() {
    let folder = Folder::new(&[]);
    let mut editor = Editor::start(&folder, &json!({}));
    let capabilities = editor.seen[0]["capabilities"].clone();
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    // The file is not on disk.
    let uri = in_folder(&folder, "2026-03-02.md");
    let found = editor.open(&uri, HARSH);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["range"]["start"], json!({ "line": 0, "character": 3 }));
    assert_eq!(found[0]["source"], "evenkeel");
    assert_eq!(found[0]["severity"], 2);
    assert!(found[0]["code"].is_string());
    // "such a failure" becomes "tired", in 16-bit units behind an emoji.
    let range =
        json!({ "start": { "line": 0, "character": 7 }, "end": { "line": 0, "character": 21 } });
    let found = editor.change(&uri, 2, &json!([{ "range": range, "text": "tired" }]));
    assert_eq!(found, [] as [Value; 0]);
    let found = editor.change(&uri, 3, &json!([{ "text": HARSH }]));
    assert_eq!(found.len(), 1);
    editor.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri } }));
    assert_eq!(editor.diagnostics(&uri), [] as [Value; 0]);
    assert_eq!(editor.response("textDocument/foldingRange", &json!({}))["error"]["code"], -32601);
    editor.end();
}

#[test]
fn columns_are_bytes_for_an_editor_that_wants_them() {
    let folder = Folder::new(&[]);
    let mut editor =
        Editor::start(&folder, &json!({ "general": { "positionEncodings": ["utf-8", "utf-16"] } }));
    assert_eq!(editor.seen[0]["capabilities"]["positionEncoding"], "utf-8");
    let uri = in_folder(&folder, "a.md");
    let text = "E\u{301}te\u{301}.\r\n🙂 I'm such a failure.\r\n";
    let found = editor.open(&uri, text);
    assert_eq!(found[0]["range"]["start"], json!({ "line": 1, "character": 5 }));
    let range =
        json!({ "start": { "line": 0, "character": 8 }, "end": { "line": 1, "character": 5 } });
    let found = editor.change(&uri, 2, &json!([{ "range": range, "text": "" }]));
    assert_eq!(found[0]["range"]["start"], json!({ "line": 0, "character": 8 }));
    editor.end();
}

#[test]
fn a_rewrite_a_question_or_leaving_it_alone_is_offered() {
    let folder = Folder::new(&[]);
    let mut editor = Editor::start(&folder, &json!({}));
    let uri = in_folder(&folder, "a.md");
    let text = "🙂 I missed the deadline, I'm such a failure.\n\nNext.\n";
    let found = editor.open(&uri, text);
    let actions = editor.actions(&uri, &found[0]["range"]);
    let first = titled(&actions, "Instead: ");
    assert_eq!(first["kind"], "quickfix");
    for action in actions.iter().filter(|action| !action["edit"].is_null()) {
        let after = applied(action, &uri, text);
        let left = editor.change(&uri, 2, &json!([{ "text": after }]));
        let asks = action["title"].as_str().unwrap().starts_with("Ask me");
        assert_eq!(left.is_empty(), !asks, "{after}\n{left:?}");
        if asks {
            assert!(after.starts_with(&text[..text.find("\n\n").unwrap()]), "{after}");
            assert!(after.contains("failure.\n\n> ") && after.ends_with("?\n\nNext.\n"), "{after}");
        }
        editor.change(&uri, 1, &json!([{ "text": text }]));
    }
    for title in ["Ask me: ", "Leave this alone here", "Leave `", "Never flag "] {
        titled(&actions, title);
    }
    let away =
        json!({ "start": { "line": 2, "character": 1 }, "end": { "line": 2, "character": 1 } });
    assert_eq!(editor.actions(&uri, &away), [] as [Value; 0]);
    editor.end();
}

#[test]
fn blanks_are_stops_of_a_snippet_where_the_editor_can() {
    let folder = Folder::new(&[]);
    let can = json!({ "documentChanges": true, "snippetEditSupport": true });
    let mut editor = Editor::start(&folder, &json!({ "workspace": { "workspaceEdit": can } }));
    let uri = in_folder(&folder, "a.md");
    let found = editor.open(&uri, "I missed the deadline. I'm such a failure.\n");
    let actions = editor.actions(&uri, &found[0]["range"]);
    let blank = actions.iter().find(|one| one["title"].as_str().unwrap().contains("___")).unwrap();
    let change = &blank["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    let snippets: Vec<&str> = change["edits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| edit["snippet"]["value"].as_str().unwrap())
        .collect();
    assert!(snippets.concat().contains("${1:___}"), "{snippets:?}");
    editor.end();
}

#[test]
fn a_phrase_is_never_flagged_again_once_the_config_says_so() {
    let folder = Folder::new(&[("evenkeel.yaml", "title: Mine # my own\n")]);
    let mut editor = Editor::start(&folder, &json!({}));
    let uri = in_folder(&folder, "a.md");
    let found = editor.open(&uri, HARSH);
    let actions = editor.actions(&uri, &found[0]["range"]);
    let command = titled(&actions, "Never flag")["command"].clone();
    assert_eq!(folder.read("evenkeel.yaml"), "title: Mine # my own\n", "not before it is taken");
    editor.ask("workspace/executeCommand", &command);
    let config = folder.read("evenkeel.yaml");
    assert!(config.starts_with("title: Mine # my own\nallow:\n  - \""), "{config}");
    assert_eq!(editor.diagnostics(&uri), [] as [Value; 0]);
    editor.end();
}

#[test]
fn rules_are_read_again_when_the_config_changes() {
    let folder = Folder::new(&[("evenkeel.yaml", "title: Mine\n")]);
    let watches =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut editor = Editor::start(&folder, &watches);
    let uri = in_folder(&folder, "a.md");
    assert_eq!(editor.open(&uri, HARSH).len(), 1);
    assert!(editor.seen.iter().any(|sent| sent["method"] == "client/registerCapability"));
    folder.write("evenkeel.yaml", b"rules:\n  harsh: off\n");
    let config = in_folder(&folder, "evenkeel.yaml");
    let changed = json!({ "changes": [{ "uri": config, "type": 2 }] });
    editor.tell("workspace/didChangeWatchedFiles", &changed);
    assert_eq!(editor.diagnostics(&uri), [] as [Value; 0]);
    // What is wrong with the config is told at the config.
    folder.write("evenkeel.yaml", b"rules:\n  hrsh: off\n");
    editor.tell("workspace/didChangeWatchedFiles", &changed);
    let fault = editor.diagnostics(&config);
    assert!(fault[0]["message"].as_str().unwrap().contains("harsh"), "{fault:?}");
    assert_eq!(editor.diagnostics(&uri).len(), 1);
    // A save tells it too, for editors that watch nothing.
    folder.write("evenkeel.yaml", b"title: Mine\n");
    editor.tell("textDocument/didSave", &json!({ "textDocument": { "uri": config } }));
    assert_eq!(editor.diagnostics(&config), [] as [Value; 0]);
    editor.end();
}

#[test]
fn commitments_are_offered_shown_and_written_down() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        (
            "commitments/walk.md",
            "---\ntitle: Morning walk\nstart: 2026-03-01\ncadence: daily\nminimum: to the corner\n---\n",
        ),
        ("2026-03-01 Sea.md", "# By the sea\n\n#coast\n"),
    ]);
    let mut editor = Editor::start(&folder, &json!({}));
    let uri = in_folder(&folder, "2026-03-02.md");
    let text = "# Monday\n\n- [\n\nwalk:: \n\nSee [[By and #co\n\n[[2026-03-01]]\n";
    editor.open(&uri, text);
    let boxes = editor.labels(&uri, 2, 3);
    assert_eq!(boxes[0], "Morning walk: kept", "{boxes:?}");
    assert!(boxes.contains(&"Morning walk: missed".to_owned()));
    assert_eq!(editor.labels(&uri, 4, 7), ["kept", "partly", "missed", "rest", "moved"]);
    // Names are read beside the work; an editor asks again while there may be more.
    let names = (0..200).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        let list = editor.at("textDocument/completion", &uri, 6, 8);
        (list["isIncomplete"] == false).then_some(list)
    });
    let names = names.unwrap();
    let labels: Vec<&str> = names["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["label"].as_str().unwrap())
        .collect();
    assert!(labels.contains(&"By the sea") && labels.contains(&"2026-03-01"), "{labels:?}");
    assert_eq!(editor.labels(&uri, 6, 16), ["coast"]);
    let document = json!({ "textDocument": { "uri": uri } });
    let links = editor.ask("textDocument/documentLink", &document);
    assert_eq!(links[0]["target"], in_folder(&folder, "2026-03-01%20Sea.md"), "{links}");
    let lenses = editor.ask("textDocument/codeLens", &document);
    let command = &lenses[0]["command"];
    assert_eq!(command["title"], "Morning walk: open, write it down as kept");
    let text = "# Monday\n\nFog.\n";
    editor.change(&uri, 2, &json!([{ "text": text }]));
    editor.ask("workspace/executeCommand", command);
    let asked = editor.seen.iter().rfind(|sent| sent["method"] == "workspace/applyEdit").unwrap();
    let after = applied(&asked["params"], &uri, text);
    assert_eq!(after, "# Monday\n\nFog.\n\n- [x] Morning walk\n");
    editor.change(&uri, 3, &json!([{ "text": after }]));
    let lenses = editor.ask("textDocument/codeLens", &document);
    assert_eq!(lenses[0]["command"]["title"], "Morning walk: kept");
    let hover = editor.at("textDocument/hover", &uri, 4, 8);
    assert!(hover["contents"]["value"].as_str().unwrap().contains("to the corner"), "{hover}");
    editor.end();
}

#[test]
fn a_finding_is_explained_where_it_stands() {
    let folder = Folder::new(&[("2026-03-02.md", HARSH)]);
    folder.run(&["build"]);
    let mut editor = Editor::start(&folder, &json!({}));
    let uri = in_folder(&folder, "2026-03-02.md");
    let found = editor.open(&uri, HARSH);
    let hover = editor.at("textDocument/hover", &uri, 0, 8);
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.contains(found[0]["code"].as_str().unwrap()), "{text}");
    assert!(text.contains("Instead: ") && text.contains('?'), "{text}");
    assert!(text.contains("Read: \""), "{text}");
    let link = found[0]["codeDescription"]["href"].as_str().unwrap();
    assert!(link.starts_with(&in_folder(&folder, "site/rules/index.html#")), "{link}");
    let (page, anchor) = link.trim_start_matches("file://").split_once('#').unwrap();
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains(&format!("id=\"{anchor}\"")));
    editor.end();
}

#[test]
fn a_text_that_asks_for_care_gets_nothing() {
    let folder = Folder::new(&[("evenkeel.yaml", "")]);
    let mut editor = Editor::start(&folder, &json!({}));
    let uri = in_folder(&folder, "2026-03-02.md");
    let text = "I'm such a failure. I want to die.\n\n- [\n";
    assert_eq!(editor.open(&uri, text), [] as [Value; 0]);
    let all =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 3, "character": 0 } });
    assert_eq!(editor.actions(&uri, &all), [] as [Value; 0]);
    assert_eq!(editor.at("textDocument/hover", &uri, 0, 8), Value::Null);
    assert_eq!(editor.labels(&uri, 2, 3), [] as [&str; 0]);
    let document = json!({ "textDocument": { "uri": uri } });
    assert_eq!(editor.ask("textDocument/codeLens", &document), json!([]));
    editor.end();
}

#[test]
fn the_whole_journal_is_checked_on_request() {
    let folder = Folder::new(&[("a.md", HARSH), ("sub/b.md", HARSH), ("c.md", "A good day.\n")]);
    let mut editor = Editor::start(&folder, &json!({}));
    let check = json!({ "command": "evenkeel.checkJournal", "arguments": [] });
    editor.ask("workspace/executeCommand", &check);
    let told = editor
        .seen
        .iter()
        .filter(|sent| !sent["params"]["diagnostics"].as_array().is_none_or(Vec::is_empty));
    assert_eq!(told.count(), 2);
    let report = editor.ask("workspace/diagnostic", &json!({ "previousResultIds": [] }));
    assert_eq!(report["items"].as_array().unwrap().len(), 3);
    // What is being written counts, not what lies on disk.
    let uri = in_folder(&folder, "a.md");
    editor.open(&uri, "Better.\n");
    let report = editor.ask("workspace/diagnostic", &json!({ "previousResultIds": [] }));
    let item = report["items"].as_array().unwrap().iter().find(|item| item["uri"] == uri).unwrap();
    assert_eq!(item["items"], json!([]));
    editor.end();
}

#[test]
fn a_text_without_a_file_and_other_peoples_files_are_served_too() {
    let folder = Folder::new(&[("evenkeel.yaml", "exclude: [\"old/**\"]\n")]);
    let other = Folder::new(&[("evenkeel.yaml", "rules:\n  harsh: off\n")]);
    let mut editor = Editor::start(&folder, &json!({}));
    assert_eq!(editor.open("untitled:Untitled-1", HARSH).len(), 1);
    assert_eq!(editor.open(&in_folder(&other, "a.md"), HARSH), [] as [Value; 0]);
    assert_eq!(editor.open(&in_folder(&folder, "a.md"), HARSH).len(), 1);
    assert_eq!(editor.open(&in_folder(&folder, "old/a.md"), HARSH), [] as [Value; 0]);
    assert_eq!(editor.open(&in_folder(&folder, "templates/a.md"), HARSH), [] as [Value; 0]);
    editor.end();
}
