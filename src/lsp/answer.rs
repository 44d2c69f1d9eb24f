//! What the server answers.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow};
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Request, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::document::told;
use super::position::{Text, path, uri};
use super::{CHECK_JOURNAL, Server, action, completion, hover, lens};
use crate::config;
use crate::disk;
use crate::project::library::Library;

impl Server<'_> {
    pub(super) fn answer(&mut self, request: Request) -> Response {
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
            let project = self.project(Some(&folder.join(config::FILE_NAME)))?;
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
        let project = self.project(path(uri).as_deref())?;
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
