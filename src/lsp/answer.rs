//! What the server answers.

use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};

use anyhow::{Context, Result, anyhow};
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Request, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::command::{ALLOW, CHECK_IN, CHECK_JOURNAL};
use super::document::lsp_diagnostics;
use super::name_index::is_vast;
use super::position::{Text, key, path};
use super::server::LanguageServer;
use super::{action, completion, hover, lens};
use crate::config;
use crate::disk;
use crate::project::JournalIndex;

impl LanguageServer<'_> {
    pub(super) fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        // A fault of ours must not end the talk; nothing of the text goes into the answer.
        let answered = panic::catch_unwind(AssertUnwindSafe(|| self.work(&method, params)));
        let answered = answered.unwrap_or_else(|_| {
            Some(Err(anyhow!("evenkeel has a fault and could not answer. Please report it")))
        });
        let Some(answered) = answered else {
            let message = format!("evenkeel does not answer {method}");
            return Response::new_err(id, ErrorCode::MethodNotFound as i32, message);
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

    /// `None` for what is not known here.
    fn work(&mut self, method: &str, params: Value) -> Option<Result<Value>> {
        Some(match method {
            "textDocument/codeAction" => self.code_actions(params),
            "textDocument/hover" => self.hover(params),
            "textDocument/completion" => self.completion(params),
            "textDocument/codeLens" => self.lenses(params),
            "textDocument/documentLink" => self.links(params),
            "textDocument/diagnostic" => self.diagnostic(params),
            "workspace/diagnostic" => Ok(self.workspace_diagnostic()),
            "workspace/executeCommand" => self.execute(params),
            _ => return None,
        })
    }

    fn code_actions(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::CodeActionParams = read(params)?;
        let only = asked.context.only.unwrap_or_default();
        let quick = |kind: &lsp::CodeActionKind| {
            matches!(kind, lsp::CodeActionKind::QuickFix | lsp::CodeActionKind::Empty)
        };
        let wanted = only.is_empty() || only.iter().any(quick);
        let document = self.documents.get_mut(&key(&asked.text_document.uri.0)).filter(|_| wanted);
        let actions = document.map(|document| action::actions(document, asked.range, &self.client));
        json(&actions.unwrap_or_default())
    }

    fn hover(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::HoverParams = read(params)?;
        let place = asked.text_document_position_params;
        let document = self.documents.get_mut(&key(&place.text_document.uri.0));
        json(&document.and_then(|document| hover::hover(document, place.position, &self.client)))
    }

    fn completion(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::CompletionParams = read(params)?;
        let place = asked.text_document_position_params;
        let Some(document) = self.documents.get_mut(&key(&place.text_document.uri.0)) else {
            return Ok(Value::Null);
        };
        let names = self.workspace.names(&document.project);
        json(&completion::completion(document, place.position, &names, &self.client))
    }

    fn lenses(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::CodeLensParams = read(params)?;
        let document = self.documents.get_mut(&key(&asked.text_document.uri.0));
        json(&document.map(|document| lens::lenses(document, &self.client)).unwrap_or_default())
    }

    fn links(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::DocumentLinkParams = read(params)?;
        let Some(document) = self.documents.get_mut(&key(&asked.text_document.uri.0)) else {
            return Ok(json!([]));
        };
        let names = self.workspace.names(&document.project);
        json(&lens::links(document, &names.index, &self.client))
    }

    fn diagnostic(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::DocumentDiagnosticParams = read(params)?;
        let document = self.documents.get_mut(&key(&asked.text_document.uri.0));
        let items = document.map(|document| document.lsp_diagnostics(self.client.encoding));
        Ok(json!({ "kind": "full", "items": items.unwrap_or_default() }))
    }

    /// What was found in every file of the journals that are open: address, version of a text that
    /// is open, findings; by key.
    fn whole(&mut self) -> BTreeMap<String, (String, Option<i32>, Vec<lsp::Diagnostic>)> {
        let mut folders = self.workspace.folders.clone();
        folders.extend(self.documents.values().map(|document| document.project.folder.clone()));
        folders.sort();
        folders.dedup();
        let mut all = BTreeMap::new();
        for folder in folders {
            // Any name in the folder stands for the journal around it.
            let project = self.project(Some(&folder.join(config::FILE_NAME)));
            if is_vast(&project) {
                continue;
            }
            let mut index = JournalIndex::default();
            if index.refresh(&project, &|_| ()).is_err() {
                // A folder that is gone has no findings; the others have.
                continue;
            }
            for checked in index.checked() {
                let Some(uri) = disk::file_url(&project.folder.join(&checked.path)) else {
                    continue;
                };
                let text = Text::new(checked.source.clone());
                let diagnostics =
                    lsp_diagnostics(&checked.diagnostics, &text, &project, self.client.encoding);
                all.insert(key(&uri), (uri, None, diagnostics));
            }
        }
        // What is being written counts, not what lies on disk.
        for (key, document) in &mut self.documents {
            let diagnostics = document.lsp_diagnostics(self.client.encoding);
            all.insert(key.clone(), (document.uri.clone(), Some(document.version), diagnostics));
        }
        all
    }

    fn workspace_diagnostic(&mut self) -> Value {
        let all = self.whole().into_values().map(|(uri, version, items)| {
            json!({ "kind": "full", "uri": uri, "version": version, "items": items })
        });
        json!({ "items": all.collect::<Vec<Value>>() })
    }

    fn check_journal(&mut self) {
        let all = self.whole();
        let before = std::mem::take(&mut self.published);
        for uri in before.iter().filter(|uri| !all.contains_key(&key(uri))) {
            self.tell(uri, None, Vec::new());
        }
        for (uri, version, found) in all.into_values() {
            let news = version.is_some() || !found.is_empty() || before.contains(&uri);
            if version.is_none() && !found.is_empty() {
                self.published.insert(uri.clone());
            }
            if news {
                self.tell(&uri, version, found);
            }
        }
    }

    fn execute(&mut self, params: Value) -> Result<Value> {
        let asked: lsp::ExecuteCommandParams = read(params)?;
        let arguments = asked.arguments.unwrap_or_default();
        let argument =
            |index: usize| arguments.get(index).and_then(Value::as_str).unwrap_or_default();
        match asked.command.as_str() {
            CHECK_JOURNAL => self.check_journal(),
            ALLOW => self.allow(argument(0), argument(1))?,
            CHECK_IN => {
                let document = self
                    .documents
                    .get(&key(argument(0)))
                    .context("this text is not open any more")?;
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
        if phrase.trim().is_empty() {
            return Err(anyhow!("there are no words to allow"));
        }
        let place = path(uri);
        if place.is_none() && self.workspace.folders.is_empty() {
            return Err(anyhow!("this text lies in no journal. Save it in one first"));
        }
        let project = self.project(place.as_deref());
        if !project.folder.is_dir() {
            return Err(anyhow!("the folder {} is gone", project.folder.display()));
        }
        let file = project.folder.join(config::FILE_NAME);
        let before = disk::text_if_any(&file)?;
        let text = before.as_deref().unwrap_or_default();
        let after = config::allowing(text, phrase).with_context(|| {
            format!(
                "{} could not be changed safely. Add this to it yourself: `allow: [\"{phrase}\"]`",
                file.display()
            )
        })?;
        disk::replace(
            &project.folder,
            &file,
            before.as_deref().map(str::as_bytes),
            after.as_bytes(),
        )?;
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
