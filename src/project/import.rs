//! Brings what was written elsewhere into a journal: new files only, all of them or none.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Result, anyhow};

use super::new_entry::entry_pattern;
use super::open::Project;
use crate::commitment::name::folded;
use crate::disk::{self, ExportFiles};
use crate::import::{
    Export, ImportFormat, ImportPlan, JournalBefore, PlannedContent, PlannedFile, SOURCE, plan,
};
use crate::journal::front_matter;

/// An export, read, with where its parts would go.
pub(crate) struct PreparedImport {
    export: ExportFiles,
    pub(crate) plan: ImportPlan,
    folder: PathBuf,
}

impl Project {
    /// Reads an export wholly, and plans what would be made of it. Nothing is written.
    ///
    /// # Errors
    /// It is no export of this format, or damaged.
    pub(crate) fn prepare_import(
        &self,
        format: ImportFormat,
        export: ExportFiles,
    ) -> Result<PreparedImport> {
        let imported =
            format.read(&export).map_err(|why| anyhow!("nothing was imported: {why}"))?;
        let walk = disk::walk(&self.folder, &self.folder, &self.config.scope())?;
        let mut sources = BTreeMap::new();
        for file in &walk.entries {
            let Ok(text) = disk::read_text(&file.path) else { continue };
            let (front, _) = front_matter::parse(&text);
            if let Some(source) = front.text(SOURCE) {
                sources.insert(source, file.inside.clone());
            }
        }
        let entry_path = entry_pattern(self, &walk.entries);
        let defined = self.setup.commitments.commitments();
        let names =
            defined.iter().flat_map(|one| one.names().map(|name| (folded(name), one.id.clone())));
        let before = JournalBefore {
            sources,
            commitments: names.collect(),
            exists: &|path| self.folder.join(path).exists(),
            lines: &|path| {
                let text = disk::read_text(&self.folder.join(path)).unwrap_or_default();
                text.lines().map(str::to_owned).collect()
            },
            entry_path: &entry_path,
            today: self.today,
        };
        let mut plan = plan(format.name(), imported, &before);
        let scope = self.config.scope();
        let outside = |file: &&PlannedFile| {
            matches!(file.content, PlannedContent::Text(_)) && !scope.contains(&file.path)
        };
        if let Some(file) = plan.files.iter().find(outside) {
            plan.left_out.push(format!(
                "{} does not belong to the journal, as `include` and `exclude` or the vault's settings say, so nothing like it will be read.",
                file.path
            ));
        }
        // What is damaged is found before anything is written.
        for file in &plan.files {
            if let PlannedContent::Copy(name) = &file.content {
                export.read(name).map_err(|why| anyhow!("nothing was imported: {why}"))?;
            }
        }
        Ok(PreparedImport { export, plan, folder: self.folder.clone() })
    }
}

impl PreparedImport {
    /// Makes the files. When one cannot be made, those that were made are taken back.
    ///
    /// # Errors
    /// One cannot be made.
    pub(crate) fn write(&self, on_file: &dyn Fn(usize)) -> Result<()> {
        let mut made: Vec<PathBuf> = Vec::new();
        for file in &self.plan.files {
            let written = self.make(file);
            if let Err(error) = written {
                for path in made {
                    // What cannot be removed is named by the error of the next run.
                    let _ = disk::remove(&path);
                }
                return Err(error.context("nothing was imported"));
            }
            made.push(self.folder.join(&file.path));
            on_file(self.plan.files.len());
        }
        Ok(())
    }

    fn make(&self, file: &PlannedFile) -> Result<()> {
        let path = self.folder.join(&file.path);
        match &file.content {
            PlannedContent::Text(text) => disk::create_new(&self.folder, &path, text),
            PlannedContent::Copy(name) => {
                let bytes = self.export.read(name).map_err(|why| anyhow!(why))?;
                disk::create_new(&self.folder, &path, bytes)
            }
        }
    }
}
