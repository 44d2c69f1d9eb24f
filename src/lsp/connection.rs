//! Messages in and out: each has a header with its length and a body in JSON.
//!
//! One bad message does not end the talk, and nothing of it goes into a log: it may hold a whole
//! entry.

use std::io::{self, BufRead, Read, Write};
use std::sync::LazyLock;
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};
use lsp_server::Message;
use regex::{Captures, Regex};

use crate::text::regex;

/// A longer message is no text that a person wrote, in bytes.
const LONGEST: u64 = 256 << 20;

/// Halves of characters, as JavaScript cuts them: with a second half that fits, or alone.
static HALVES: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\\u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|\\u[dD][c-fC-F][0-9a-fA-F]{2}",
    )
});

/// The two ends of a talk with an editor.
pub(super) struct Connection {
    pub(super) receiver: Receiver<Message>,
    pub(super) sender: Sender<Message>,
    /// None where nobody writes the answers down.
    writer: Option<thread::JoinHandle<()>>,
}

impl Connection {
    /// Over standard input and output.
    pub(super) fn stdio() -> Self {
        let (incoming, receiver) = unbounded();
        let (sender, outgoing) = unbounded::<Message>();
        thread::spawn(move || {
            let mut input = io::stdin().lock();
            while let Some(body) = body(&mut input) {
                let end = message(&body).is_some_and(|message| incoming.send(message).is_err());
                if end {
                    return;
                }
            }
        });
        let writer = thread::spawn(move || {
            let mut output = io::stdout().lock();
            for message in outgoing {
                if message.write(&mut output).and_then(|()| output.flush()).is_err() {
                    return;
                }
            }
        });
        Self { receiver, sender, writer: Some(writer) }
    }

    /// With an editor that said all this and listens to nothing; and what it is answered.
    pub(super) fn of(mut input: &[u8]) -> (Self, Receiver<Message>) {
        let (incoming, receiver) = unbounded();
        let (sender, answers) = unbounded();
        while let Some(body) = body(&mut input) {
            // The other end is held here.
            if let Some(message) = message(&body) {
                let _ = incoming.send(message);
            }
        }
        (Self { receiver, sender, writer: None }, answers)
    }

    /// Waits until all that was said is sent.
    pub(super) fn end(self) {
        drop(self.sender);
        // It ends with the last message.
        self.writer.into_iter().for_each(|writer| drop(writer.join()));
    }
}

/// The body of the next message; `None` at the end, or where no length is given.
fn body(input: &mut impl BufRead) -> Option<String> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse::<u64>().ok().filter(|length| *length <= LONGEST);
        }
    }
    let mut bytes = Vec::new();
    let length = length?;
    let read = input.by_ref().take(length).read_to_end(&mut bytes).ok()?;
    (read as u64 == length).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// What a body says; `None` when that cannot be known.
fn message(body: &str) -> Option<Message> {
    let whole = || {
        HALVES.replace_all(body, |found: &Captures| match found[0].len() {
            6 => "\\ufffd".to_owned(),
            _ => found[0].to_owned(),
        })
    };
    serde_json::from_str(body).or_else(|_| serde_json::from_str(&whole())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_and_a_bad_one_is_passed_over() {
        let text = "Content-Length: 5\r\n\r\n{nope".to_owned()
            + "content-length: 48\r\nX: y\r\n\r\n"
            + r#"{"jsonrpc":"2.0","method":"a","params":"\ud83d"}"#;
        let mut input = text.as_bytes();
        let first = body(&mut input).unwrap();
        assert!(message(&first).is_none());
        let second = body(&mut input).unwrap();
        let Some(Message::Notification(note)) = message(&second) else { panic!("{second}") };
        assert_eq!(note.params, "\u{fffd}");
        assert!(body(&mut input).is_none());
        assert!(body(&mut "Content-Length: 99999999999\r\n\r\n{}".as_bytes()).is_none());
    }
}
