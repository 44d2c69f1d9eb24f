//! What an editor can do, and what it is told this program can.

use std::path::PathBuf;

use gen_lsp_types as lsp;
use serde_json::{Value, json};

use super::command::{ALLOW, CHECK_IN, CHECK_JOURNAL};
use super::position::{Encoding, path};

/// What the editor can do.
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// Snippets in edits, since version 3.18.
    pub(super) snippets: bool,
    /// Edits that name the version they are for.
    pub(super) document_changes: bool,
    /// Telling of changes on disk when asked to.
    pub(super) watches: bool,
}

impl Client {
    pub(super) fn new(capabilities: &Value) -> Self {
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

/// The folders that the editor has open.
pub(super) fn folders(asked: &Value) -> Vec<PathBuf> {
    let many = asked["workspaceFolders"].as_array().into_iter().flatten();
    let mut folders: Vec<PathBuf> =
        many.filter_map(|folder| path(folder["uri"].as_str()?)).collect();
    if folders.is_empty() {
        folders.extend(asked["rootUri"].as_str().and_then(path));
    }
    folders
}

pub(super) fn capabilities(client: &Client) -> lsp::ServerCapabilities {
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
            commands: strings(&[CHECK_JOURNAL, ALLOW, CHECK_IN]),
            ..lsp::ExecuteCommandOptions::default()
        }),
        workspace: Some(lsp::WorkspaceOptions {
            workspace_folders: Some(folders),
            ..lsp::WorkspaceOptions::default()
        }),
        ..lsp::ServerCapabilities::default()
    }
}
