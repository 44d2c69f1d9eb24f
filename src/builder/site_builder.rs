//! Makes the site and puts it into its folder; again, only what changed.

use anyhow::{Error, Result};
use rayon::prelude::*;

use super::attachment::{BuildNotes, PhotoSource, attachment};
use super::options::BuildOptions;
use super::rule_explanations::rule_explanations;
use crate::digest::{ContentHash, InputHash};
use crate::disk::{self, OutputFolder, PhotoSizes, Published, SiteFile};
use crate::journal::template;
use crate::project::{InvalidSetup, JournalIndex, Project};
use crate::report::CheckedFile;
use crate::site::theme::{Theme, ThemeError};
use crate::site::{
    BuildCache, CachedPage, Page, RuleExplanation, Site, SiteDraft, SiteInput, TakenRewrite, pages,
};

/// A site that was built.
pub(crate) struct BuildReport {
    pub(crate) published: Published,
    /// Links and photos that lead nowhere, a file each.
    pub(crate) broken: Vec<CheckedFile>,
    /// What else there is to say.
    pub(crate) notes: Vec<String>,
}

/// How much of a site is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BuildScope {
    /// All of it is as it would be if it were built from nothing.
    All,
    /// What is made of the whole journal stays as it is for now.
    UntilRest,
}

/// What stays the same from one build to the next, while rules, theme, config and day do.
pub(crate) struct SiteBuilder {
    theme: Theme,
    rules: Vec<RuleExplanation>,
    options: BuildOptions,
    cache: BuildCache,
    photos: PhotoSizes,
}

impl SiteBuilder {
    /// Reads the theme and explains the rules.
    ///
    /// # Errors
    /// The theme cannot be read, or does not work.
    pub(crate) fn open(project: &Project, options: BuildOptions) -> Result<Self> {
        let own = disk::theme(&project.folder, &project.config.theme)?;
        let theme = Theme::new(&project.config.theme, own).map_err(|error| theme_error(*error))?;
        let rules = rule_explanations(project.rules());
        Ok(Self {
            theme,
            rules,
            options,
            cache: BuildCache::default(),
            photos: PhotoSizes::default(),
        })
    }

    /// Arranges the site and hands it to `then`.
    ///
    /// # Errors
    /// Those of `then`.
    pub(crate) fn with_site<T>(
        &mut self,
        project: &Project,
        index: &JournalIndex,
        taken: &[TakenRewrite],
        then: impl FnOnce(&Site, &SiteDraft, &BuildCache) -> Result<T>,
    ) -> Result<T> {
        let include_private = self.options.include_private;
        let input = SiteInput {
            journal: &index.journal(),
            withheld: &index.withheld_on(include_private),
            hushed: &index.hushed(),
            files: &index.others,
            photos: &self.photos.read(&project.folder, &index.others),
            config: &project.config,
            theme: &self.theme,
            progress: &index.progress(project),
            check_ins: &index.check_ins_by_path(),
            commitments: &project.setup.commitments,
            calendar: project.calendar(),
            findings: &index.findings(),
            rules: &self.rules,
            taken,
            question: template::question(&project.setup.form.touchstones, project.today),
            include_private,
        };
        let draft = SiteDraft::new(&input, &self.cache);
        let done = then(&Site::new(&draft), &draft, &self.cache);
        let update = draft.cache_update();
        drop(draft);
        self.cache.keep(update);
        done
    }

    /// Renders what changed and puts it into `output`. `photo_made` is told of each photo that was
    /// made smaller, with how many there are.
    ///
    /// # Errors
    /// A template does not work, or the folder cannot be written; the old site then stays.
    pub(crate) fn build(
        &mut self,
        project: &Project,
        index: &JournalIndex,
        output: &mut OutputFolder,
        scope: BuildScope,
        photo_made: &(dyn Fn(usize) + Sync),
    ) -> Result<BuildReport> {
        let options = self.options.clone();
        let outdated = self.theme.note();
        let taken = disk::taken(&project.folder);
        let known = taken.as_deref().unwrap_or_default();
        let (report, made) = self.with_site(project, index, known, |site, draft, cache| {
            let notes = BuildNotes::default();
            let photos: Vec<PhotoSource> =
                site.photos().into_iter().map(|file| PhotoSource::new(file, project)).collect();
            let tell = || photo_made(photos.len());
            let attachments = site.attachments();
            let pages = pages(site);
            let planned = plan(&pages, site, cache, options.is_open());
            let mut files: Vec<SiteFile> =
                planned.iter().map(|page| page.file(site, scope)).collect();
            for (to, from) in &attachments {
                files.push(attachment(to, from, project, &notes));
            }
            files.extend(photos.iter().flat_map(|photo| photo.files(&notes, &tell)));
            let published = publish(output, &files, &options, &notes);
            let published = published.map_err(|error| match error.downcast::<ThemeError>() {
                Ok(error) => theme_error(error),
                Err(error) => error,
            })?;
            let made = made(&planned, &files, &published);
            drop(files);
            let mut notes = notes.into_sorted();
            notes.extend(outdated.clone());
            notes.extend(taken.as_ref().err().map(|error| {
                format!("{error:#}. The site is built without what was taken instead.")
            }));
            if options.include_private {
                notes.push("private entries and passages are on this site.".to_owned());
                notes.sort();
            }
            Ok((BuildReport { published, broken: broken_links(draft), notes }, made))
        })?;
        for (path, page) in made {
            self.cache.keep_page(&path, page);
        }
        Ok(report)
    }
}

/// A page and what is known of it before it is made.
struct PlannedPage<'p> {
    page: &'p Page<'p>,
    /// What it is made of, where that is told.
    inputs: Option<InputHash>,
    /// What tells its bytes apart, where it was made of the same before.
    known: Option<ContentHash>,
}

impl<'p> PlannedPage<'p> {
    fn file(&self, site: &'p Site<'p>, scope: BuildScope) -> SiteFile<'p> {
        let page = self.page;
        let later = scope == BuildScope::UntilRest && page.can_wait();
        let make = move || page.render(site).map(Some).map_err(|error| Error::new(*error));
        SiteFile { known: self.known, later, ..SiteFile::new(page.path.clone(), make) }
    }
}

/// What is known of each page. What is sealed differs at every build.
fn plan<'p>(
    pages: &'p [Page<'p>],
    site: &'p Site<'p>,
    cache: &BuildCache,
    open: bool,
) -> Vec<PlannedPage<'p>> {
    let plan = |page: &'p Page<'p>| {
        let inputs = page.inputs(site).filter(|_| open);
        let known = inputs.and_then(|inputs| cache.page(&page.path, inputs));
        PlannedPage { page, inputs, known }
    };
    pages.par_iter().map(plan).collect()
}

/// The pages that were made anew, with what they were made of.
fn made(
    planned: &[PlannedPage],
    files: &[SiteFile],
    published: &Published,
) -> Vec<(String, CachedPage)> {
    let all = planned.iter().zip(files).zip(&published.hashes);
    let fresh = all.filter(|((_, file), content)| !file.later && file.known != **content);
    let cached = fresh.filter_map(|((page, file), content)| {
        let page = CachedPage { inputs: page.inputs?, content: (*content)? };
        Some((file.name.clone(), page))
    });
    cached.collect()
}

#[cfg(feature = "lock")]
fn publish(
    output: &mut OutputFolder,
    files: &[SiteFile],
    options: &BuildOptions,
    notes: &BuildNotes,
) -> Result<Published> {
    match &options.passphrase {
        None => output.publish(files),
        Some(passphrase) => super::locked::publish_locked(output, files, passphrase, notes),
    }
}

#[cfg(not(feature = "lock"))]
fn publish(
    output: &mut OutputFolder,
    files: &[SiteFile],
    _: &BuildOptions,
    _: &BuildNotes,
) -> Result<Published> {
    output.publish(files)
}

/// What is wrong with a theme, to be drawn where it has a place.
fn theme_error(error: ThemeError) -> Error {
    let ThemeError { path, source, diagnostic } = error;
    if source.is_empty() {
        return Error::msg(diagnostic.message);
    }
    let files = vec![CheckedFile::new(path, source, vec![diagnostic])];
    InvalidSetup { files, message: "the site was not built; the above has to be put right first" }
        .into()
}

/// A file for each entry that has broken links.
fn broken_links(draft: &SiteDraft) -> Vec<CheckedFile> {
    let mut files: Vec<CheckedFile> = Vec::new();
    for found in draft.broken_links() {
        match files.last_mut().filter(|last| last.path == found.path) {
            Some(last) => last.diagnostics.push(found.diagnostic),
            None => files.push(CheckedFile::new(
                found.path.to_owned(),
                found.source.to_owned(),
                vec![found.diagnostic],
            )),
        }
    }
    files
}
