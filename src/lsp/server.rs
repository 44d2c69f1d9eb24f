//! The server itself: messages in, one after the other, and what each changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

use super::client::{Client, capabilities, folders};
use super::connection::Connection;
use super::document::{Document, lsp_diagnostics};
use super::position::{Text, key, path};
use super::workspace::Workspace;
use crate::config::{self, Surface};
use crate::diagnostic::Diagnostic;
use crate::disk;
use crate::project::{OpenOptions, Project, shown};

/// Serves one editor until it says goodbye or goes away. True when it did so as is agreed.
pub(crate) fn serve(options: OpenOptions) -> bool {
    let connection = Connection::stdio();
    let well = match greet(&connection) {
        Some(asked) => LanguageServer::new(&connection, options, &asked).run(),
        None => false,
    };
    connection.end();
    well
}

/// Holds a whole talk, of which all that the editor says is known: for tests of what an editor may
/// send. Gives the number of messages it was answered with.
#[must_use]
pub fn talk(input: &[u8]) -> usize {
    let (connection, answers) = Connection::of(input);
    if let Some(asked) = greet(&connection) {
        LanguageServer::new(&connection, OpenOptions::default(), &asked).run();
    }
    connection.end();
    answers.iter().count()
}

/// Waits for the greeting and answers it; `None` when there was none.
fn greet(connection: &Connection) -> Option<Value> {
    for message in &connection.receiver {
        match message {
            Message::Request(Request { id, method, params }) if method == "initialize" => {
                let result = lsp::InitializeResult {
                    capabilities: capabilities(&Client::new(
                        params.get("capabilities").unwrap_or(&Value::Null),
                    )),
                    server_info: Some(lsp::ServerInfo {
                        name: "evenkeel".to_owned(),
                        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
                    }),
                };
                let _ = connection.sender.send(Response::new_ok(id, result).into());
                return Some(params);
            }
            Message::Request(request) => {
                let code = ErrorCode::ServerNotInitialized as i32;
                let refusal = Response::new_err(request.id, code, "initialize first".to_owned());
                let _ = connection.sender.send(refusal.into());
            }
            Message::Notification(note) if note.method == "exit" => return None,
            _ => {}
        }
    }
    None
}

pub(super) struct LanguageServer<'w> {
    pub(super) connection: &'w Connection,
    pub(super) client: Client,
    pub(super) workspace: Workspace,
    /// By [`key`].
    pub(super) documents: BTreeMap<String, Document>,
    /// Files that are not open and of which something was told.
    pub(super) published: BTreeSet<String>,
    /// Configs and rules of which something was told.
    faulty: BTreeSet<String>,
    requests: i32,
    /// Whether the editor is about to go.
    ending: bool,
}

impl<'w> LanguageServer<'w> {
    fn new(connection: &'w Connection, options: OpenOptions, asked: &Value) -> Self {
        let options = OpenOptions { surface: Surface::Editor, ..options };
        Self {
            connection,
            client: Client::new(&asked["capabilities"]),
            workspace: Workspace::new(options, folders(asked)),
            documents: BTreeMap::new(),
            published: BTreeSet::new(),
            faulty: BTreeSet::new(),
            requests: 0,
            ending: false,
        }
    }

    /// True when the editor said goodbye before it left.
    fn run(&mut self) -> bool {
        loop {
            let waiting = self.connection.receiver.try_recv().ok();
            if waiting.is_none() {
                // Now is the time to read what was written.
                self.publish();
            }
            let next = waiting.or_else(|| self.connection.receiver.recv().ok());
            let Some(message) = next else { return true };
            if self.workspace.is_another_day() {
                self.reload();
            }
            match message {
                Message::Request(request) if self.ending => {
                    let code = ErrorCode::InvalidRequest as i32;
                    self.send(Response::new_err(request.id, code, "this is the end".to_owned()));
                }
                Message::Request(request) if request.method == "shutdown" => {
                    self.ending = true;
                    self.send(Response::new_ok(request.id, Value::Null));
                }
                Message::Request(request) => {
                    let response = self.answer(request);
                    self.send(response);
                }
                Message::Notification(note) if note.method == "exit" => return self.ending,
                Message::Notification(note) => {
                    if self.note(note).is_err() {
                        self.log("a message could not be read, so it was passed over");
                    }
                }
                Message::Response(_) => {}
            }
        }
    }

    /// When nobody listens any more there is soon nobody who asks.
    pub(super) fn send(&self, message: impl Into<Message>) {
        let _ = self.connection.sender.send(message.into());
    }

    pub(super) fn notify(&self, method: &str, params: impl serde::Serialize) {
        self.send(Notification::new(method.to_owned(), params));
    }

    pub(super) fn request(&mut self, method: &str, params: impl serde::Serialize) {
        self.requests += 1;
        self.send(Request::new(RequestId::from(self.requests), method.to_owned(), params));
    }

    /// Says something to the person.
    pub(super) fn show(&self, message: &str) {
        let kind = lsp::MessageType::Warning;
        self.notify(
            "window/showMessage",
            lsp::ShowMessageParams { kind, message: message.to_owned() },
        );
    }

    /// Says something to whoever looks into the log.
    pub(super) fn log(&self, message: &str) {
        let kind = lsp::MessageType::Warning;
        let params = lsp::LogMessageParams { kind, message: message.to_owned() };
        self.notify("window/logMessage", params);
    }

    /// Asks to be told when something changes that findings depend on.
    fn commitments(&mut self) {
        if self.client.watches {
            let watchers = [
                "**/evenkeel.yaml",
                "**/.gitignore",
                "**/rules/**/*.{yaml,yml}",
                "**/*.{md,markdown}",
            ];
            let watchers: Vec<Value> =
                watchers.iter().map(|glob| json!({ "globPattern": glob })).collect();
            let registration = lsp::Registration {
                id: "files".to_owned(),
                method: "workspace/didChangeWatchedFiles".to_owned(),
                register_options: Some(json!({ "watchers": watchers })),
            };
            let registrations = vec![registration];
            self.request("client/registerCapability", lsp::RegistrationParams { registrations });
        }
    }

    fn note(&mut self, Notification { method, params }: Notification) -> Result<()> {
        match method.as_str() {
            "initialized" => self.commitments(),
            "textDocument/didOpen" => {
                let opened: lsp::DidOpenTextDocumentParams = serde_json::from_value(params)?;
                let lsp::TextDocumentItem { uri, version, text, .. } = opened.text_document;
                let project = self.project(path(&uri.0).as_deref());
                let document = Document::new(uri.0, version, text, project);
                self.documents.insert(key(&document.uri), document);
            }
            "textDocument/didChange" => {
                let text_document = serde_json::from_value(
                    params.get("textDocument").cloned().unwrap_or_default(),
                )?;
                self.change(text_document, params.get("contentChanges").unwrap_or(&Value::Null))?;
            }
            "textDocument/didClose" => {
                let closed: lsp::DidCloseTextDocumentParams = serde_json::from_value(params)?;
                self.documents.remove(&key(&closed.text_document.uri.0));
                self.tell(&closed.text_document.uri.0, None, Vec::new());
            }
            "textDocument/didSave" => {
                let saved: lsp::DidSaveTextDocumentParams = serde_json::from_value(params)?;
                self.files_changed(&[saved.text_document.uri.0]);
            }
            "workspace/didChangeWatchedFiles" => {
                let changed: lsp::DidChangeWatchedFilesParams = serde_json::from_value(params)?;
                let files: Vec<String> =
                    changed.changes.into_iter().map(|change| change.uri.0).collect();
                self.files_changed(&files);
            }
            "workspace/didChangeWorkspaceFolders" => {
                let changed: lsp::DidChangeWorkspaceFoldersParams = serde_json::from_value(params)?;
                let gone = changed.event.removed.iter().filter_map(|folder| path(&folder.uri.0));
                let gone: Vec<PathBuf> = gone.collect();
                self.workspace.folders.retain(|folder| !gone.contains(folder));
                let new = changed.event.added.iter().filter_map(|folder| path(&folder.uri.0));
                self.workspace.folders.extend(new);
                self.reload();
            }
            _ => {}
        }
        Ok(())
    }

    fn change(
        &mut self,
        text_document: lsp::VersionedTextDocumentIdentifier,
        changes: &Value,
    ) -> Result<()> {
        let lsp::VersionedTextDocumentIdentifier { version, text_document_identifier } =
            text_document;
        let key = key(&text_document_identifier.uri.0);
        let Some(document) = self.documents.get_mut(&key) else { return Ok(()) };
        document.version = version;
        for change in changes.as_array().into_iter().flatten() {
            // A place that cannot be read must not be taken for the whole text.
            let range = change.get("range").filter(|range| !range.is_null());
            let range: Option<lsp::Range> =
                range.map(|range| serde_json::from_value(range.clone())).transpose()?;
            let text: String = serde_json::from_value(change["text"].clone())?;
            document.change(range, text, self.client.encoding);
        }
        Ok(())
    }

    /// The journal of a file. What is wrong with its config and rules is told when it is opened.
    pub(super) fn project(&mut self, file: Option<&Path>) -> Arc<Project> {
        let (project, opened) = self.workspace.project(file);
        match opened {
            Some(Ok(())) => self.publish_setup(&project),
            Some(Err(error)) => self.show(&format!("{error:#}. It is read without settings now.")),
            None => {}
        }
        project
    }

    fn publish_setup(&mut self, project: &Project) {
        let rules = project.folder.join("rules");
        let named = shown(&rules);
        for file in &project.diagnostics {
            let path = match Path::new(&file.path).strip_prefix(&named) {
                Ok(inside) => rules.join(inside),
                Err(_) => project.folder.join(config::FILE_NAME),
            };
            let Some(uri) = disk::file_url(&path) else { continue };
            self.tell_file(&uri, &file.source, &file.diagnostics, project);
            self.faulty.insert(uri);
        }
    }

    /// Tells what was found in a file that is not open.
    fn tell_file(&self, uri: &str, source: &str, found: &[Diagnostic], project: &Project) {
        let text = Text::new(source.to_owned());
        self.tell(uri, None, lsp_diagnostics(found, &text, project, self.client.encoding));
    }

    pub(super) fn tell(&self, uri: &str, version: Option<i32>, diagnostics: Vec<lsp::Diagnostic>) {
        let uri = lsp::Uri(uri.to_owned());
        let diagnostics = lsp::PublishDiagnosticsParams { uri, version, diagnostics };
        self.notify("textDocument/publishDiagnostics", diagnostics);
    }

    /// Tells the findings of every text that changed.
    fn publish(&mut self) {
        let encoding = self.client.encoding;
        let mut fresh = Vec::new();
        for document in self.documents.values_mut().filter(|document| document.stale) {
            document.stale = false;
            let diagnostics = document.lsp_diagnostics(encoding);
            fresh.push((document.uri.clone(), document.version, diagnostics));
        }
        for (uri, version, diagnostics) in fresh {
            self.tell(&uri, Some(version), diagnostics);
        }
    }

    fn files_changed(&mut self, files: &[String]) {
        let mut again = false;
        for file in files.iter().filter_map(|uri| path(uri)) {
            again |= self.workspace.changed(&file);
        }
        if again {
            self.reload();
        }
    }

    /// Opens every journal again and reads every text under its rules.
    pub(super) fn reload(&mut self) {
        self.workspace.forget();
        let before = std::mem::take(&mut self.faulty);
        for key in self.documents.keys().cloned().collect::<Vec<_>>() {
            let project = self.project(path(&key).as_deref());
            if let Some(document) = self.documents.get_mut(&key) {
                document.project = project;
                document.forget();
            }
        }
        for uri in before.difference(&self.faulty) {
            self.tell(uri, None, Vec::new());
        }
    }
}
