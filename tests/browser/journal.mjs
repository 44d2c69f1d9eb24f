// A copy of the example journal with what it lacks, built with the real program.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "../..");
export const program = process.env.EVENKEEL ?? join(root, "target/release/evenkeel");
export const passphrase = "a lamp on the window sill";

// One page of each kind.
export const pages = [
  "index.html", "entries/index.html", "years/2026.html", "months/2026-03.html",
  "entries/2025-05-31.html", "entries/2026-03-06.html", "entries/2026-05-31.html",
  "commitments/index.html", "commitments/walk.html", "reflections/index.html",
  "reflections/2026-03.html", "reflections/next-step-in-2026.html", "self-talk/index.html",
  "reviews/index.html", "years/2025.html", "tags/index.html", "tags/sea.html", "pages/index.html",
  "days/index.html", "days/05-31.html", "starred/index.html", "mood/index.html", "rules/index.html",
  "search/index.html",
];

// What a tab says on the console, and what it asks for elsewhere than in the journal's site.
export const troubleIn = (tab, journal) => {
  const trouble = [];
  const home = journal.url("");
  tab.on("console", (message) => trouble.push(message.text()));
  tab.on("pageerror", (error) => trouble.push(String(error)));
  tab.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !url.startsWith("blob:") && !url.startsWith("data:")) trouble.push(url);
  });
  return trouble;
};

export class Journal {
  constructor(theme) {
    this.folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
    cpSync(join(root, "example-journal"), this.folder, {
      recursive: true,
      filter: (path) => !relative(join(root, "example-journal"), path).startsWith("site"),
    });
    this.write("evenkeel.yaml", `title: An ordinary spring\nexclude: ["drafts/**"]\ntheme: ${theme}\nfeed: on\n`);
    this.write("2025-05-31.md", "---\nstarred: true\nmood: calm\ntags: [winterlight]\n---\n# The year before\n\n> [!tip] A callout\n> With words.\n\nA link to [[2026-05-31#Reflection]], ==marked== words, ~~gone~~ ones.[^1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] Walk\n- [/] Piano\n- [-] Run\n\n```\nsome code that is quite long and does not fit into a narrow telephone screen at all\n```\n\n[^1]: A note.\n");
    this.write("2026-05-30.md", "---\nprivate: true\ntags: [secretly]\n---\n# Quillwort\n\nThe quillwort is private.\n");
    this.write("2025-05-30.md", "---\nmood: 10\n---\nTen.\n");
    this.write("2025-05-29.md", "---\nmood: 2\n---\nTwo.\n");
    this.write("2026-05-29.md", "I'm such a failure, I wrote, and crossed it out. <!-- private -->Marrowfat.<!-- /private -->\n");
  }

  write(name, text) {
    writeFileSync(join(this.folder, name), text);
  }

  build(...options) {
    const env = { ...process.env, EVENKEEL_PASSPHRASE: passphrase };
    execFileSync(program, ["build", "--today", "2026-05-31", ...options], { cwd: this.folder, env, stdio: "pipe" });
    return this;
  }

  url(page) {
    return pathToFileURL(join(this.folder, "site", page)).href;
  }

  // Every file of the site with its size.
  files() {
    const site = join(this.folder, "site");
    const all = readdirSync(site, { recursive: true, withFileTypes: true });
    return all.filter((entry) => entry.isFile()).map((entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      return { name: relative(site, path), path, size: statSync(path).size };
    });
  }

  end() {
    rmSync(this.folder, { recursive: true });
  }
}
