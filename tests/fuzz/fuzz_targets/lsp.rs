//! A talk with an editor: an opened text, and whatever it sends then.

#![no_main]

use libfuzzer_sys::fuzz_target;

const GREETING: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;
const OPEN: &str = r##"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///nowhere/at/all/2026-03-02.md","languageId":"markdown","version":1,"text":"I'm such a failure. 🚶 Ärger\n\n- [x] Walk #sea [[link]]\n"}}}"##;

fuzz_target!(|input: &str| {
    // A line of the input is one message.
    let bodies = [GREETING, OPEN].into_iter().chain(input.lines());
    let talk: String =
        bodies.map(|body| format!("Content-Length: {}\r\n\r\n{body}", body.len())).collect();
    let _ = evenkeel::lsp::talk(talk.as_bytes());
});
