//! The language server: in any editor, what the linter finds while a person writes.
//!
//! It speaks over standard input and output, one message after the other. A burst of keystrokes is
//! read as one. It keeps no more than the texts that are open; it writes one file, the config, and
//! that only when asked to.

mod action;
mod answer;
mod client;
mod completion;
mod desk;
mod document;
mod hover;
mod lens;
mod names;
mod position;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use gen_lsp_types as lsp;
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};

use self::client::{Client, capabilities, folders};
use self::desk::Desk;
use self::document::{Document, told};
use self::position::{Text, path, uri};
use crate::config::{self, Surface};
use crate::diagnostic::Diagnostic;
use crate::project::{Manner, Project};

/// The command that checks every entry of the journals that are open.
const CHECK_JOURNAL: &str = "evenkeel.checkJournal";

/// Serves one editor until it says goodbye or goes away.
///
/// # Errors
/// The editor does not speak the protocol.
pub(crate) fn serve(manner: Manner) -> Result<()> {
    let (connection, threads) = Connection::stdio();
    let served = Server::start(&connection, manner);
    // The threads end when nobody can send to them any more.
    drop(connection);
    let ended = threads.join().context("the editor cannot be reached");
    served.and(ended)
}

struct Server<'c> {
    connection: &'c Connection,
    client: Client,
    desk: Desk,
    /// By address.
    documents: BTreeMap<String, Document>,
    /// Files that are not open and of which something was told.
    told: BTreeSet<String>,
    requests: i32,
}

impl<'c> Server<'c> {
    fn start(connection: &'c Connection, manner: Manner) -> Result<()> {
        let (id, asked) = connection.initialize_start()?;
        let client = Client::new(&asked["capabilities"]);
        let result = lsp::InitializeResult {
            capabilities: capabilities(&client),
            server_info: Some(lsp::ServerInfo {
                name: "evenkeel".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        };
        connection.initialize_finish(id, serde_json::to_value(result)?)?;
        let manner = Manner { surface: Surface::Editor, ..manner };
        let mut server = Self {
            connection,
            desk: Desk::new(manner, folders(&asked)),
            client,
            documents: BTreeMap::new(),
            told: BTreeSet::new(),
            requests: 0,
        };
        server.register();
        server.run()
    }

    fn run(&mut self) -> Result<()> {
        loop {
            let waiting = self.connection.receiver.try_recv().ok();
            if waiting.is_none() {
                // Now is the time to read what was written.
                self.publish();
            }
            let next = waiting.or_else(|| self.connection.receiver.recv().ok());
            let Some(message) = next else { return Ok(()) };
            match message {
                Message::Request(request) => {
                    if self.connection.handle_shutdown(&request)? {
                        return Ok(());
                    }
                    let response = self.answer(request);
                    self.send(response);
                }
                Message::Notification(notification) => {
                    if let Err(error) = self.note(notification) {
                        self.show(&format!("{error:#}."));
                    }
                }
                Message::Response(_) => {}
            }
        }
    }

    /// When nobody listens any more, the next message to be read says so.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.connection.sender.send(message.into());
    }

    fn notify(&self, method: &str, params: impl serde::Serialize) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn request(&mut self, method: &str, params: impl serde::Serialize) {
        self.requests += 1;
        self.send(Request::new(RequestId::from(self.requests), method.to_owned(), params));
    }

    /// Says something to the person.
    fn show(&self, message: &str) {
        let kind = lsp::MessageType::Warning;
        self.notify(
            "window/showMessage",
            lsp::ShowMessageParams { kind, message: message.to_owned() },
        );
    }

    /// Asks to be told when something changes that findings depend on.
    fn register(&mut self) {
        if self.client.watches {
            let watchers = ["**/evenkeel.yaml", "**/rules/**/*.{yaml,yml}", "**/*.md"];
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
            "textDocument/didOpen" => {
                let opened: lsp::DidOpenTextDocumentParams = serde_json::from_value(params)?;
                let lsp::TextDocumentItem { uri, version, text, .. } = opened.text_document;
                let project = self.project(path(&uri.0).as_deref())?;
                self.documents.insert(uri.0.clone(), Document::new(uri.0, version, text, project));
            }
            "textDocument/didChange" => {
                let changed: lsp::DidChangeTextDocumentParams = serde_json::from_value(params)?;
                self.change(changed);
            }
            "textDocument/didClose" => {
                let closed: lsp::DidCloseTextDocumentParams = serde_json::from_value(params)?;
                self.documents.remove(&closed.text_document.uri.0);
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
                self.desk.folders.retain(|folder| !gone.contains(folder));
                let new = changed.event.added.iter().filter_map(|folder| path(&folder.uri.0));
                self.desk.folders.extend(new);
                self.reload();
            }
            _ => {}
        }
        Ok(())
    }

    fn change(&mut self, changed: lsp::DidChangeTextDocumentParams) {
        let uri = &changed.text_document.text_document_identifier.uri.0;
        let Some(document) = self.documents.get_mut(uri) else { return };
        document.version = changed.text_document.version;
        for change in changed.content_changes {
            use lsp::TextDocumentContentChangeEvent as Event;
            let (range, text) = match change {
                Event::TextDocumentContentChangePartial(part) => (Some(part.range), part.text),
                Event::TextDocumentContentChangeWholeDocument(whole) => (None, whole.text),
            };
            document.change(range, text, self.client.encoding);
        }
    }

    /// The journal of a file. What is wrong with its config and rules is told when it is opened.
    fn project(&mut self, file: Option<&Path>) -> Result<Arc<Project>> {
        let (project, new) = self.desk.project(file)?;
        if new {
            self.tell_faults(&project);
        }
        Ok(project)
    }

    fn tell_faults(&mut self, project: &Project) {
        let files = [config::FILE_NAME.to_owned()].into_iter();
        let rules = project.faults.iter().map(|fault| fault.path.clone());
        let rules = rules.filter(|path| path.starts_with("rules/"));
        for name in files.chain(rules) {
            let Some(uri) = uri(&project.folder.join(&name)) else { continue };
            let fault = project.faults.iter().find(|fault| fault.path.ends_with(&name));
            match fault {
                Some(fault) => self.tell_file(&uri, &fault.source, &fault.diagnostics, project),
                None if self.told.remove(&uri) => self.tell(&uri, None, Vec::new()),
                None => {}
            }
        }
    }

    /// Tells what was found in a file that is not open.
    fn tell_file(&mut self, uri: &str, source: &str, found: &[Diagnostic], project: &Project) {
        let text = Text::new(source.to_owned());
        self.tell(uri, None, told(found, &text, project, self.client.encoding));
        self.told.insert(uri.to_owned());
    }

    fn tell(&self, uri: &str, version: Option<i32>, diagnostics: Vec<lsp::Diagnostic>) {
        let uri = lsp::Uri(uri.to_owned());
        let told = lsp::PublishDiagnosticsParams { uri, version, diagnostics };
        self.notify("textDocument/publishDiagnostics", told);
    }

    /// Tells the findings of every text that changed.
    fn publish(&mut self) {
        let encoding = self.client.encoding;
        let mut fresh = Vec::new();
        for document in self.documents.values_mut().filter(|document| document.stale) {
            document.stale = false;
            let told = document.told(encoding);
            fresh.push((document.uri.clone(), document.version, told));
        }
        for (uri, version, told) in fresh {
            self.tell(&uri, Some(version), told);
        }
    }

    fn files_changed(&mut self, files: &[String]) {
        let mut again = false;
        for file in files.iter().filter_map(|uri| path(uri)) {
            again |= self.desk.changed(&file);
        }
        if again {
            self.reload();
        }
    }

    /// Opens every journal again and reads every text under its rules.
    fn reload(&mut self) {
        self.desk.forget();
        for uri in self.documents.keys().cloned().collect::<Vec<_>>() {
            let project = match self.project(path(&uri).as_deref()) {
                Ok(project) => project,
                Err(error) => return self.show(&format!("{error:#}.")),
            };
            if let Some(document) = self.documents.get_mut(&uri) {
                document.project = project;
                document.forget();
            }
        }
    }
}
