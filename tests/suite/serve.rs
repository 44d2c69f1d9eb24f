//! The preview in a browser: who is answered, and what they are told.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::Folder;

const PATIENCE: Duration = Duration::from_secs(20);

struct Preview {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    said: String,
    port: u16,
    /// The secret and a slash, or nothing.
    prefix: String,
}

impl Preview {
    fn start(folder: &Folder, options: &[&str]) -> Self {
        // A port of chance, so that tests can run at the same time.
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let port = if options.contains(&"--port") {
            vec![]
        } else {
            vec!["--port".to_owned(), free.to_string()]
        };
        let port: Vec<&str> = port.iter().map(String::as_str).collect();
        let command = folder.command(&[&["serve"], port.as_slice(), options].concat());
        Self::of(command)
    }

    /// The same for a program that may have few files open.
    #[cfg(unix)]
    fn with_few_files(folder: &Folder, files: usize) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let serve = folder.command(&["serve", "--port", &free.to_string()]);
        let mut shell = folder.command(&[]);
        let mut command = std::process::Command::new("sh");
        command.arg("-c").arg(format!("ulimit -n {files}; exec \"$0\" \"$@\""));
        command.arg(serve.get_program()).args(serve.get_args());
        command.current_dir(folder.path()).envs(
            shell.env("NO_COLOR", "1").get_envs().filter_map(|(name, value)| Some((name, value?))),
        );
        Self::of(command)
    }

    fn of(mut command: std::process::Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        while !said.contains("Watching") {
            assert!(out.read_line(&mut said).unwrap() > 0, "{said}");
        }
        let address = said.split("http://127.0.0.1:").nth(1).unwrap().to_owned();
        let (port, path) = address.split_once('/').unwrap();
        let prefix = path.lines().next().unwrap().to_owned();
        Self { child, out, said, port: port.parse().unwrap(), prefix }
    }

    fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn ask(&self, method: &str, path: &str, headers: &str) -> String {
        let port = self.port;
        let host = if headers.contains("Host:") {
            String::new()
        } else {
            format!("Host: localhost:{port}\r\n")
        };
        self.send(&format!("{method} /{path} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n"))
    }

    /// A page of the site.
    fn get(&self, path: &str) -> String {
        self.ask("GET", &format!("{}{path}", self.prefix), "")
    }

    /// What is told as it happens.
    fn listen(&self) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = format!(
            "GET /{}_evenkeel/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n",
            self.prefix, self.port
        );
        stream.write_all(request.as_bytes()).unwrap();
        BufReader::new(stream)
    }
}

/// The next event that `fits`.
fn event(
    events: &mut BufReader<TcpStream>,
    fits: impl Fn(&serde_json::Value) -> bool,
) -> serde_json::Value {
    loop {
        let mut line = String::new();
        assert!(events.read_line(&mut line).unwrap() > 0, "the preview went away");
        if let Some(data) = line.strip_prefix("data: ") {
            let value: serde_json::Value = serde_json::from_str(data).unwrap();
            if fits(&value) {
                return value;
            }
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[test]
fn the_site_is_shown_behind_a_secret_address() {
    let folder = Folder::new(&[("2026-03-02.md", "The tide was out.\n")]);
    let preview = Preview::start(&folder, &[]);
    assert!(preview.prefix.len() > 20, "{}", preview.prefix);
    let page = preview.get("entries/2026-03-02.html");
    assert_eq!(status(&page), "200");
    assert!(page.contains("The tide was out.") && page.contains("_evenkeel/follow.js"), "{page}");
    for header in ["no-store", "x-frame-options: DENY", "referrer-policy: no-referrer", "nosniff"] {
        assert!(page.contains(header), "{header}: {page}");
    }
    // On disk there is no trace of the preview.
    assert!(!folder.read("site/entries/2026-03-02.html").contains("_evenkeel"));
    assert_eq!(status(&preview.get("")), "200");
    assert_eq!(status(&preview.get("entries")), "308");
    assert!(preview.get("static/style.css").contains("content-type: text/css"));
    for path in ["", "index.html", "wrong/index.html", "entries/2026-03-02.html"] {
        let answer = preview.ask("GET", path, "");
        assert_eq!(status(&answer), "404", "{path}");
        assert!(!answer.contains("tide"));
    }
    let head = preview.ask("HEAD", &format!("{}index.html", preview.prefix), "");
    assert!(status(&head) == "200" && head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn requests_that_were_not_meant_for_it_are_refused() {
    let folder = Folder::new(&[("2026-03-02.md", "The tide was out.\n")]);
    let preview = Preview::start(&folder, &["--no-token"]);
    assert_eq!(preview.prefix, "");
    let port = preview.port;
    for host in [
        "evil.example",
        "evil.example:80",
        &format!("evil.example:{port}"),
        "localhost:1",
        "127.0.0.1.evil.example:80",
        "",
    ] {
        let answer = preview.ask("GET", "", &format!("Host: {host}\r\n"));
        assert_eq!(status(&answer), "421", "{host}: {answer}");
        assert!(!answer.contains("tide"));
    }
    assert!(
        ["400", "421"]
            .contains(&status(&preview.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")))
    );
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")]
    {
        assert_eq!(status(&preview.ask("GET", "", &format!("Host: {host}\r\n"))), "200", "{host}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        assert_eq!(status(&preview.ask(method, "", "")), "405", "{method}");
    }
    let from_elsewhere = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n";
    assert_eq!(status(&preview.ask("GET", "static/style.css", from_elsewhere)), "403");
    let framed =
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n";
    assert_eq!(status(&preview.ask("GET", "", framed)), "403");
    let opened =
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    assert_eq!(status(&preview.ask("GET", "", opened)), "200");
}

#[test]
fn nothing_but_the_site_is_handed_out() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n"), ("secret.txt", "quillwort")]);
    let preview = Preview::start(&folder, &["--no-token"]);
    #[cfg(unix)]
    {
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(
                folder.path().join(to),
                folder.path().join("site").join(name),
            )
            .unwrap();
        };
        link("secret.txt", "link.txt");
        link("", "out");
        link("secret.txt", "link.html");
    }
    for path in [
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "entries/../../secret.txt",
        "entries/%2e%2e/%2e%2e/secret.txt",
        "..\\secret.txt",
        "//secret.txt",
        "link.txt",
        "link.html",
        "out/secret.txt",
        ".evenkeel-site.json",
        ".gitignore",
        "index.html/",
        "%00",
        "%ff",
    ] {
        let answer = preview.ask("GET", path, "");
        assert!(["404", "400"].contains(&status(&answer)), "{path}: {answer}");
        assert!(!answer.contains("quillwort"), "{path}");
    }
}

#[test]
fn a_taken_port_is_left_to_its_owner() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n")]);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let wanted = taken.local_addr().unwrap().port();
    let preview = Preview::start(&folder, &["--port", &wanted.to_string()]);
    assert_ne!(preview.port, wanted);
    assert!(preview.said.contains(&format!("Port {wanted} is taken")), "{}", preview.said);
}

#[test]
fn open_pages_are_told_what_is_new_and_what_went_wrong() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n"), ("evenkeel.yaml", "title: Mine\n")]);
    let mut preview = Preview::start(&folder, &[]);
    let mut events = preview.listen();
    let first = event(&mut events, |_| true);
    assert_eq!(first["problem"], serde_json::Value::Null);
    folder.write("2026-03-02.md", b"The tide was out.\n");
    let news = event(&mut events, |news| !news["paths"].as_array().unwrap().is_empty());
    let paths = news["paths"].as_array().unwrap();
    assert!(paths.contains(&"entries/2026-03-02.html".into()), "{news}");
    assert!(!paths.contains(&"rules/index.html".into()), "{news}");
    assert!(preview.get("entries/2026-03-02.html").contains("The tide was out."));
    // A broken config is told over the last good page, with its place.
    folder.write("evenkeel.yaml", b"title: [\n");
    let news = event(&mut events, |news| !news["problem"].is_null());
    assert!(news["problem"].as_str().unwrap().contains("evenkeel.yaml"), "{news}");
    let page = preview.get("entries/2026-03-02.html");
    assert!(page.contains("The tide was out.") && page.contains("evenkeel-notice"), "{page}");
    folder.write("evenkeel.yaml", b"title: Mine again\n");
    event(&mut events, |news| news["problem"].is_null());
    let page = preview.get("index.html");
    assert!(page.contains("Mine again") && !page.contains("evenkeel-notice"));
    fs::remove_file(folder.path().join("2026-03-02.md")).unwrap();
    let gone = "entries/2026-03-02.html";
    event(&mut events, |news| {
        news["paths"].as_array().is_some_and(|all| all.contains(&gone.into()))
    });
    assert_eq!(status(&preview.get(gone)), "404");
    let mut line = String::new();
    let start = Instant::now();
    while !line.contains("removed") && start.elapsed() < PATIENCE {
        preview.out.read_line(&mut line).unwrap();
    }
    assert!(line.contains("removed"), "{line}");
}

#[test]
fn no_request_fails_while_the_site_is_built() {
    let folder = Folder::example();
    let preview = Preview::start(&folder, &["--no-token"]);
    let text = folder.read("2026/05/2026-05-20.md");
    let end = "</html>";
    for round in 0..60 {
        if round % 6 == 0 {
            folder.write("2026/05/2026-05-20.md", format!("{text}\nRound {round}.\n").as_bytes());
        }
        for page in ["index.html", "entries/2026-05-20.html", "years/2026.html"] {
            let answer = preview.get(page);
            assert_eq!(status(&answer), "200", "{page}");
            assert!(answer.trim_end().ends_with(end), "{page} is whole");
        }
    }
}

#[test]
fn a_site_that_cannot_be_built_at_all_says_why() {
    let broken = ("themes/default/templates/index.html", "{{ broken");
    let folder = Folder::new(&[("2026-03-02.md", "One.\n"), broken]);
    let preview = Preview::start(&folder, &["--no-token"]);
    let page = preview.get("");
    assert!(page.contains("evenkeel-notice") && page.contains("index.html:1"), "{page}");
    assert!(page.contains("_evenkeel/follow.js"), "it comes to life when that is mended");
}

/// Whoever opens connections and says nothing, or half of something, does not keep the page from its
/// owner.
#[test]
fn a_flood_of_silent_connections_does_not_stop_the_page() {
    let folder = Folder::new(&[("2026-03-02.md", "A day.\n")]);
    flooded(&folder, &Preview::start(&folder, &[]));
    // Where the system allows few open files, fewer connections are kept.
    #[cfg(unix)]
    flooded(&folder, &Preview::with_few_files(&folder, 96));
}

fn flooded(folder: &Folder, preview: &Preview) {
    let mut page = preview.listen();
    event(&mut page, |_| true);
    let open = |request: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        Some(stream)
    };
    let mut flood = Vec::new();
    for round in 0..500 {
        flood.push(open(""));
        flood.push(open("GET / HTTP/1.1\r\nHost: exam"));
        flood.push(open("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"));
        if round % 100 == 99 {
            assert_eq!(status(&preview.get("")), "200");
        }
    }
    // The page that was open before still hears what is new.
    let text = format!("Another day, {}.\n", preview.port);
    folder.write("2026-03-02.md", text.as_bytes());
    event(&mut page, |event| event.to_string().contains("2026-03-02"));
}

#[test]
fn a_box_is_written_where_that_was_asked_for_and_by_a_page_of_the_preview_alone() {
    let folder = Folder::new(&[
        ("commitments/walk.md", "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-01\n---\n"),
        ("2026-03-02.md", "A day.\n"),
    ]);
    let today = ["--today", "2026-03-02"];
    let reading = Preview::start(&folder, &today);
    let page = reading.get("index.html");
    assert!(!page.contains("data-write"), "{page}");
    let tick = |preview: &Preview, path: &str, headers: &str, body: &str| {
        let (port, prefix, length) = (preview.port, &preview.prefix, body.len());
        preview.send(&format!(
            "POST /{prefix}{path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: {length}\r\n{headers}Connection: close\r\n\r\n{body}"
        ))
    };
    let body = r#"{"commitment": "walk", "today": "2026-03-02"}"#;
    let json = "Content-Type: application/json\r\n";
    assert_eq!(status(&tick(&reading, "_evenkeel/check-in", json, body)), "405");
    drop(reading);
    let preview = Preview::start(&folder, &["--write", "--today", "2026-03-02"]);
    let page = preview.get("index.html");
    assert!(page.contains("data-commitment=\"walk\""), "{page}");
    let token = page.split("data-write=\"").nth(1).unwrap().split('"').next().unwrap();
    let known = format!("{json}X-Evenkeel-Token: {token}\r\n");
    for (why, headers) in [
        ("no token", json.to_owned()),
        ("a wrong token", format!("{json}X-Evenkeel-Token: x\r\n")),
        ("a form", known.replace("application/json", "text/plain")),
        ("another origin", format!("{known}Origin: http://evil.example\r\n")),
        ("another port", format!("{known}Origin: http://localhost:1\r\n")),
        ("another site", format!("{known}Sec-Fetch-Site: cross-site\r\n")),
        ("another page of this machine", format!("{known}Sec-Fetch-Site: same-site\r\n")),
    ] {
        assert_eq!(status(&tick(&preview, "_evenkeel/check-in", &headers, body)), "403", "{why}");
    }
    assert_eq!(status(&tick(&preview, "index.html", &known, body)), "405");
    let secretless = preview.send(&format!(
        "POST /_evenkeel/check-in HTTP/1.1\r\nHost: localhost:{}\r\n{known}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        preview.port,
        body.len()
    ));
    assert_ne!(status(&secretless), "204", "{secretless}");
    for wrong in ["", "{}", "[1]", &"x".repeat(9000)] {
        let answer = tick(&preview, "_evenkeel/check-in", &known, wrong);
        assert_eq!(status(&answer), "400", "{answer}");
    }
    for (wrong, words) in [
        (r#"{"commitment": "wlak", "today": "2026-03-02"}"#, "Did you mean `walk`?"),
        (r#"{"commitment": "walk", "today": "2026-03-01"}"#, "the page shows 2026-03-01"),
    ] {
        let answer = tick(&preview, "_evenkeel/check-in", &known, wrong);
        assert!(status(&answer) == "409" && answer.contains(words), "{answer}");
    }
    assert_eq!(folder.read("2026-03-02.md"), "A day.\n");
    let from_here = format!(
        "{known}Origin: http://localhost:{}\r\nSec-Fetch-Site: same-origin\r\n",
        preview.port
    );
    for _ in 0..2 {
        let answer = tick(&preview, "_evenkeel/check-in", &from_here, body);
        assert_eq!(status(&answer), "204", "{answer}");
        assert_eq!(folder.read("2026-03-02.md"), "A day.\n\n- [x] Walk\n", "once");
    }
    let refused = folder.run(&["serve", "--write", "--no-token"]);
    assert_eq!(refused.code, 2, "{refused:?}");
}
