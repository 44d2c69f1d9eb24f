//! The language server: in any editor, what the linter finds while a person writes.
//!
//! It speaks over standard input and output, one message after the other. A burst of keystrokes is
//! read as one. It keeps no more than the texts that are open; it writes one file, the config, and
//! that only when asked to.

mod action;
mod completion;
mod desk;
mod document;
mod hover;
mod lens;
mod names;
mod position;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use gen_lsp_types as lsp;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use self::desk::Desk;
use self::document::{Document, told};
use self::position::{Encoding, Text, path, uri};
use crate::config::{self, Surface};
use crate::diagnostic::Diagnostic;
use crate::disk;
use crate::project::library::Library;
use crate::project::{Manner, Project};

/// The command that checks every entry of the journals that are open.
const CHECK_JOURNAL: &str = "evenkeel.checkJournal";

/// What the editor can do.
struct Client {
    encoding: Encoding,
    /// Snippets in edits, since version 3.18.
    snippets: bool,
    /// Edits that name the version they are for.
    document_changes: bool,
    /// Telling of changes on disk when asked to.
    watches: bool,
}

impl Client {
    fn new(capabilities: &Value) -> Self {
        let can = |pointer: &str| capabilities.pointer(pointer).is_some_and(|can| can == true);
        let encodings = capabilities.pointer("/general/positionEncodings");
        let utf8 =
            encodings.and_then(Value::as_array).is_some_and(|all| all.contains(&json!("utf-8")));
        let document_changes = can("/workspace/workspaceEdit/documentChanges");
        Self {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            snippets: document_changes && can("/workspace/workspaceEdit/snippetEditSupport"),
            document_changes,
            watches: can("/workspace/didChangeWatchedFiles/dynamicRegistration"),
        }
    }
}

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
            let message = match self.connection.receiver.try_recv() {
                Ok(message) => message,
                Err(_) => {
                    // Nothing waits: now is the time to read what was written.
                    self.publish();
                    match self.connection.receiver.recv() {
                        Ok(message) => message,
                        Err(_) => return Ok(()),
                    }
                }
            };
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
                let project = self.project(path(&uri.0))?;
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
    fn project(&mut self, file: Option<PathBuf>) -> Result<Arc<Project>> {
        let (project, new) = self.desk.project(file.as_deref())?;
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
            let project = match self.project(path(&uri)) {
                Ok(project) => project,
                Err(error) => return self.show(&format!("{error:#}.")),
            };
            if let Some(document) = self.documents.get_mut(&uri) {
                document.project = project;
                document.forget();
            }
        }
    }

    fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let answered = match method.as_str() {
            "textDocument/codeAction" => self.code_actions(params),
            "textDocument/hover" => self.hover(params),
            "textDocument/completion" => self.completion(params),
            "textDocument/codeLens" => self.lenses(params),
            "textDocument/documentLink" => self.links(params),
            "textDocument/diagnostic" => self.diagnostic(params),
            "workspace/diagnostic" => self.workspace_diagnostic(),
            "workspace/executeCommand" => self.execute(params),
            _ => {
                let message = format!("evenkeel does not answer {method}");
                return Response::new_err(id, ErrorCode::MethodNotFound as i32, message);
            }
        };
        match answered {
            Ok(value) => Response::new_ok(id, value),
            Err(error) => {
                let message = format!("{error:#}");
                let code = if error.is::<serde_json::Error>() {
                    ErrorCode::InvalidParams
                } else {
                    ErrorCode::RequestFailed
                };
                Response::new_err(id, code as i32, message)
            }
        }
    }

    fn code_actions(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::CodeActionParams = read(params)?;
        let only = asked.context.only.unwrap_or_default();
        let quick = |kind: &lsp::CodeActionKind| {
            matches!(kind, lsp::CodeActionKind::QuickFix | lsp::CodeActionKind::Empty)
        };
        let wanted = only.is_empty() || only.iter().any(quick);
        let document = self.documents.get_mut(&asked.text_document.uri.0).filter(|_| wanted);
        let actions = document.map(|document| action::actions(document, asked.range, &self.client));
        json(&actions.unwrap_or_default())
    }

    fn hover(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::HoverParams = read(params)?;
        let place = asked.text_document_position_params;
        let document = self.documents.get_mut(&place.text_document.uri.0);
        json(&document.and_then(|document| hover::hover(document, place.position, &self.client)))
    }

    fn completion(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::CompletionParams = read(params)?;
        let place = asked.text_document_position_params;
        let Some(document) = self.documents.get_mut(&place.text_document.uri.0) else {
            return Ok(Value::Null);
        };
        let names = self.desk.names(&document.project);
        let items =
            completion::completion(document, place.position, names.as_deref(), &self.client);
        // While the names are being read there may be more to come.
        json(&lsp::CompletionList {
            is_incomplete: names.is_none(),
            items,
            ..lsp::CompletionList::default()
        })
    }

    fn lenses(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::CodeLensParams = read(params)?;
        let document = self.documents.get_mut(&asked.text_document.uri.0);
        json(&document.map(|document| lens::lenses(document, &self.client)).unwrap_or_default())
    }

    fn links(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::DocumentLinkParams = read(params)?;
        let Some(document) = self.documents.get_mut(&asked.text_document.uri.0) else {
            return Ok(json!([]));
        };
        let names = self.desk.names(&document.project);
        json(&lens::links(document, names.as_deref(), &self.client))
    }

    fn diagnostic(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::DocumentDiagnosticParams = read(params)?;
        let document = self.documents.get_mut(&asked.text_document.uri.0);
        let items = document.map(|document| document.told(self.client.encoding));
        Ok(json!({ "kind": "full", "items": items.unwrap_or_default() }))
    }

    /// What was found in every file of the journals that are open, by address.
    fn whole(&mut self) -> Result<BTreeMap<String, Vec<lsp::Diagnostic>>> {
        let mut folders = self.desk.folders.clone();
        folders.extend(self.documents.values().map(|document| document.project.folder.clone()));
        folders.sort();
        folders.dedup();
        let mut all = BTreeMap::new();
        for folder in folders {
            // Any name in the folder stands for the journal around it.
            let project = self.project(Some(folder.join(config::FILE_NAME)))?;
            let mut library = Library::default();
            library.refresh(&project, &|_| ())?;
            for checked in library.checked() {
                let Some(uri) = uri(&project.folder.join(&checked.path)) else { continue };
                let text = Text::new(checked.source.clone());
                let told = told(&checked.diagnostics, &text, &project, self.client.encoding);
                all.insert(uri, told);
            }
        }
        // What is being written counts, not what lies on disk.
        for document in self.documents.values_mut() {
            all.insert(document.uri.clone(), document.told(self.client.encoding));
        }
        Ok(all)
    }

    fn workspace_diagnostic(&mut self) -> Result<Value> {
        let items: Vec<Value> = self
            .whole()?
            .into_iter()
            .map(|(uri, items)| {
                let version = self.documents.get(&uri).map(|document| document.version);
                json!({ "kind": "full", "uri": uri, "version": version, "items": items })
            })
            .collect();
        Ok(json!({ "items": items }))
    }

    fn check_journal(&mut self) -> Result<()> {
        let all = self.whole()?;
        for uri in std::mem::take(&mut self.told) {
            if !all.contains_key(&uri) {
                self.tell(&uri, None, Vec::new());
            }
        }
        for (uri, diagnostics) in all {
            let open = self.documents.get(&uri).map(|document| document.version);
            if open.is_none() && !diagnostics.is_empty() {
                self.told.insert(uri.clone());
            }
            self.tell(&uri, open, diagnostics);
        }
        Ok(())
    }

    fn execute(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::ExecuteCommandParams = read(params)?;
        let arguments = asked.arguments.unwrap_or_default();
        let argument =
            |index: usize| arguments.get(index).and_then(Value::as_str).unwrap_or_default();
        match asked.command.as_str() {
            CHECK_JOURNAL => self.check_journal()?,
            action::ALLOW => self.allow(argument(0), argument(1))?,
            lens::CHECK_IN => {
                let document =
                    self.documents.get(argument(0)).context("this text is not open any more")?;
                let edit = lens::check_in(document, argument(1), argument(2))
                    .map_err(|why| anyhow!(why))?;
                let edit = action::edit(document, &[edit], &self.client);
                let label = Some("check-in".to_owned());
                let params = lsp::ApplyWorkspaceEditParams { label, edit, metadata: None };
                self.request("workspace/applyEdit", params);
            }
            other => return Err(anyhow!("evenkeel has no command {other}")),
        }
        Ok(Value::Null)
    }

    /// Writes a phrase into the config, among those that are never flagged.
    fn allow(&mut self, uri: &str, phrase: &str) -> Result<()> {
        let project = self.project(path(uri))?;
        let file = project.folder.join(config::FILE_NAME);
        let before = disk::text_if_any(&file)?;
        let text = before.as_deref().unwrap_or_default();
        let after = config::allowing(text, phrase).with_context(|| {
            format!(
                "{} could not be changed safely. Add this to it yourself: `allow: [\"{phrase}\"]`",
                file.display()
            )
        })?;
        disk::replace(&file, before.as_deref().map(str::as_bytes), after.as_bytes())?;
        self.reload();
        Ok(())
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T> {
    Ok(serde_json::from_value(params)?)
}

fn json(value: &impl serde::Serialize) -> Result<Value> {
    Ok(serde_json::to_value(value)?)
}

/// The folders that the editor has open.
fn folders(asked: &Value) -> Vec<PathBuf> {
    let many = asked["workspaceFolders"].as_array().into_iter().flatten();
    let mut folders: Vec<PathBuf> =
        many.filter_map(|folder| path(folder["uri"].as_str()?)).collect();
    if folders.is_empty() {
        folders.extend(asked["rootUri"].as_str().and_then(path));
    }
    folders
}

fn capabilities(client: &Client) -> lsp::ServerCapabilities {
    let strings = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<String>>();
    let encoding = match client.encoding {
        Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
        Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
    };
    let sync = lsp::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(lsp::TextDocumentSyncKind::Incremental),
        save: Some(lsp::SaveOptions { include_text: Some(false) }.into()),
        ..lsp::TextDocumentSyncOptions::default()
    };
    let folders = lsp::WorkspaceFoldersServerCapabilities {
        supported: Some(true),
        change_notifications: Some(true.into()),
    };
    lsp::ServerCapabilities {
        position_encoding: Some(encoding),
        text_document_sync: Some(sync.into()),
        code_action_provider: Some(
            lsp::CodeActionOptions {
                code_action_kinds: Some(vec![lsp::CodeActionKind::QuickFix]),
                ..lsp::CodeActionOptions::default()
            }
            .into(),
        ),
        hover_provider: Some(true.into()),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(strings(&["[", "#", ":", " "])),
            ..lsp::CompletionOptions::default()
        }),
        code_lens_provider: Some(lsp::CodeLensOptions::default()),
        document_link_provider: Some(lsp::DocumentLinkOptions::default()),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: strings(&[CHECK_JOURNAL, action::ALLOW, lens::CHECK_IN]),
            ..lsp::ExecuteCommandOptions::default()
        }),
        workspace: Some(lsp::WorkspaceOptions {
            workspace_folders: Some(folders),
            ..lsp::WorkspaceOptions::default()
        }),
        ..lsp::ServerCapabilities::default()
    }
}
