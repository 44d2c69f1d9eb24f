// The site as a person meets it: in a real browser, opened from disk.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";
import { Journal, passphrase } from "./journal.mjs";

const axe = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
// One of each kind.
const pages = [
  "index.html", "entries/index.html", "years/2026.html", "months/2026-03.html",
  "entries/2025-05-31.html", "entries/2026-03-06.html", "entries/2026-05-31.html",
  "commitments/index.html", "commitments/walk.html", "reflections/index.html",
  "reflections/2026-03.html", "reflections/next-step-in-2026.html", "self-talk/index.html",
  "reviews/index.html", "years/2025.html", "tags/index.html", "tags/sea.html", "pages/index.html",
  "days/index.html", "days/05-31.html", "starred/index.html", "mood/index.html", "rules/index.html",
  "search/index.html",
];

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
});
after(() => browser?.close());

// A page that fails the test when it says something on the console or asks for something elsewhere.
const open = async (journal, page, options = {}) => {
  const context = await browser.newContext(options);
  const tab = await context.newPage();
  const trouble = [];
  const home = journal.url("");
  tab.on("console", (message) => trouble.push(message.text()));
  tab.on("pageerror", (error) => trouble.push(String(error)));
  tab.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !url.startsWith("blob:") && !url.startsWith("data:")) trouble.push(url);
  });
  await tab.goto(journal.url(page));
  return { tab, trouble, close: () => context.close() };
};

for (const theme of ["default", "slate"]) {
  describe(theme, () => {
    let journal;
    before(() => { journal = new Journal(theme).build(); });
    after(() => journal?.end());

    for (const colorScheme of ["light", "dark"]) {
      test(`axe finds nothing on any kind of page, ${colorScheme}`, async () => {
        for (const page of pages) {
          const { tab, trouble, close } = await open(journal, page, { colorScheme, bypassCSP: true });
          assert.deepEqual(trouble, [], page);
          await tab.evaluate(axe);
          const { violations } = await tab.evaluate(() => axe.run({ preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] }));
          const found = violations.map((one) => `${page}: ${one.id}: ${one.nodes[0].html} ${one.nodes[0].failureSummary}`);
          assert.deepEqual(found, []);
          await close();
        }
      });
    }

    test("no page scrolls sideways on a narrow telephone", async () => {
      const { tab, close } = await open(journal, "index.html", { viewport: { width: 360, height: 740 } });
      for (const page of pages) {
        await tab.goto(journal.url(page));
        const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 360, `${page} is ${wide} wide`);
      }
      await close();
    });

    test("without a script everything but the search can be read", async () => {
      const { tab, close } = await open(journal, "index.html", { javaScriptEnabled: false });
      await tab.getByRole("link", { name: "Entries", exact: true }).click();
      await tab.getByRole("link", { name: "2026", exact: true }).click();
      await tab.getByRole("link", { name: "March", exact: true }).first().click();
      await tab.getByRole("link", { name: "Ten slow bends" }).first().click();
      assert.match(await tab.textContent("main"), /physiotherapist/);
      await close();
    });

    test("the keyboard reaches the text and every link", async () => {
      const { tab, close } = await open(journal, "entries/2026-03-06.html");
      await tab.keyboard.press("Tab");
      assert.equal(await tab.evaluate(() => document.activeElement.className), "skip");
      await tab.keyboard.press("Enter");
      assert.equal(await tab.evaluate(() => document.activeElement.id), "main");
      await tab.keyboard.press("Tab");
      const outline = await tab.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.equal(outline, "solid");
      await close();
    });

    test("a page prints", async () => {
      const { tab, close } = await open(journal, "entries/2026-05-31.html");
      const pdf = await tab.pdf({ format: "A5" });
      assert.ok(pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 5000);
      await tab.emulateMedia({ media: "print", colorScheme: "dark" });
      const ground = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(ground, "rgb(255, 255, 255)");
      await close();
    });

    test("every page is valid HTML", async () => {
      const validate = new HtmlValidate({
        extends: ["html-validate:standard"],
        rules: {
          // A matter of taste, and of how Tera writes.
          "void-style": "off", "no-trailing-whitespace": "off", "attr-quotes": "off", "no-inline-style": "error",
          "long-title": "off", "doctype-style": "off", "no-implicit-button-type": "off",
        },
      });
      const found = [];
      for (const { name, path } of journal.files().filter(({ name }) => name.endsWith(".html"))) {
        const report = await validate.validateFile(path);
        for (const result of report.results) {
          for (const one of result.messages) found.push(`${name}:${one.line}:${one.column} ${one.ruleId} ${one.message}`);
        }
      }
      assert.deepEqual(found.slice(0, 10), []);
    });

    test("pages are light", () => {
      const files = journal.files();
      const of = (ending) => files.filter(({ name }) => name.endsWith(ending) && !name.startsWith("search/"));
      const sum = (list) => list.reduce((all, { size }) => all + size, 0);
      assert.ok(sum(of(".css")) <= 24 * 1024, "styles");
      assert.ok(sum(of(".js")) <= 18 * 1024, "scripts");
      const entries = of(".html").filter(({ name }) => /^entries\/\d/.test(name));
      const heaviest = Math.max(...entries.map(({ size }) => size));
      assert.ok(heaviest + sum(of(".css")) <= 40 * 1024, "an entry");
      const [first] = files.filter(({ name }) => name === "index.html");
      assert.ok(first.size <= 60 * 1024, "the first page");
      const rest = of(".html").filter(({ name }) => !name.startsWith("rules/"));
      for (const { name, size } of rest) assert.ok(size <= 100 * 1024, `${name}: ${size}`);
    });

    describe("the search", () => {
      const titles = (tab) => tab.locator("#search-results h2").allTextContents();
      const ask = async (tab, text) => {
        await tab.getByRole("searchbox").fill(text);
        await tab.waitForFunction(() => document.getElementById("search-status").textContent);
        await tab.waitForTimeout(50);
        return titles(tab);
      };

      test("finds stems, beginnings and phrases, and marks them", async () => {
        const { tab, trouble, close } = await open(journal, "search/index.html");
        const walk = await ask(tab, "walking ");
        assert.ok(walk.length > 2, String(walk));
        assert.deepEqual(await ask(tab, "walked "), walk);
        assert.ok((await ask(tab, "physiothera")).includes("Ten slow bends"));
        const one = await ask(tab, '"the end of the bread"');
        assert.equal(one.length, 1);
        assert.match(await tab.locator("#search-results mark").first().textContent(), /the end of the bread/);
        assert.deepEqual(await ask(tab, '"bread the end"'), []);
        const bread = await ask(tab, "bread ");
        const without = await ask(tab, "bread -supper ");
        assert.ok(without.length < bread.length && without.length > 0, `${bread} / ${without}`);
        assert.deepEqual(trouble, []);
        await close();
      });

      test("narrows by tag, year, mood and commitment", async () => {
        const { tab, close } = await open(journal, "search/index.html");
        await tab.locator("#search").waitFor();
        for (const [name, value] of [["year", "2025"], ["mood", "calm"], ["tag", "sea"], ["commitment", "Piano"]]) {
          await tab.selectOption(`select[name=${name}]`, value);
          await tab.waitForFunction(() => document.querySelectorAll("#search-results li").length > 0);
          await tab.selectOption(`select[name=${name}]`, "");
          await tab.waitForFunction(() => document.querySelectorAll("#search-results li").length === 0);
        }
        await tab.getByRole("searchbox").fill("callout");
        await tab.locator("#search-results a").first().click();
        assert.match(tab.url(), /2025-05-31/);
        await tab.goBack();
        await tab.locator("#search-results a").first().waitFor();
        assert.equal(await tab.getByRole("searchbox").inputValue(), "callout", "the question is still there");
        assert.equal(await tab.locator("#search-results .meta").first().textContent(), "Saturday, 31 May 2025");
        await close();
      });

      test("knows nothing private", async () => {
        const { tab, close } = await open(journal, "search/index.html");
        assert.deepEqual(await ask(tab, "quillwort"), []);
        assert.deepEqual(await ask(tab, "marrowfat"), []);
        await close();
      });
    });
  });
}

describe("locked", () => {
  let journal;
  before(() => { journal = new Journal("default").build().build("--lock"); });
  after(() => journal?.end());

  test("nothing can be read from the files", () => {
    for (const { name, path } of journal.files()) {
      const text = readFileSync(path, "latin1");
      // None of these can be in sealed bytes by chance.
      for (const word of ["ordinary spring", "2026-05", "physiotherapist", "photos/sea.jpg", "entries/"]) {
        const own = ["search.js", "lock.js"].includes(name) && word === "entries/";
        assert.ok(own || !text.includes(word), `${name}: ${word}`);
      }
    }
    const packs = journal.files().filter(({ name }) => /^[0-9a-f]{16}\.js$/.test(name));
    assert.equal(new Set(packs.map(({ size }) => size)).size, 1);
    const scripts = journal.files().filter(({ name }) => ["search.js", "lock.js"].includes(name));
    assert.ok(scripts.reduce((all, { size }) => all + size, 0) <= 20 * 1024, "scripts");
  });

  test("a wrong passphrase opens nothing, the right one everything", async () => {
    const { tab, trouble, close } = await open(journal, "index.html");
    await tab.keyboard.type("not this one");
    await tab.keyboard.press("Enter");
    await tab.getByText("This passphrase does not open it.").waitFor();
    assert.equal(await tab.title(), "Locked");
    await tab.getByLabel("Passphrase").fill(passphrase);
    await tab.keyboard.press("Enter");
    await tab.getByRole("link", { name: "An ordinary spring" }).waitFor();
    const font = await tab.evaluate(() => getComputedStyle(document.body).maxWidth);
    assert.equal(font, "1136px", "the theme is there");
    await tab.getByRole("link", { name: "Entries", exact: true }).click();
    await tab.getByRole("link", { name: "2026", exact: true }).click();
    await tab.getByRole("heading", { name: "2026", exact: true }).waitFor();
    assert.doesNotMatch(tab.url(), /2026|entries/);
    await tab.getByRole("link", { name: "March", exact: true }).first().click();
    await tab.getByRole("heading", { name: "March 2026", exact: true }).waitFor();
    await tab.goBack();
    await tab.getByRole("heading", { name: "2026", exact: true }).waitFor();
    await tab.getByRole("link", { name: "Search", exact: true }).click();
    await tab.getByRole("searchbox").fill("callout");
    await tab.locator("#search-results a").first().click();
    await tab.getByRole("heading", { name: "The year before" }).waitFor();
    await tab.getByRole("link", { name: "2026-05-31" }).click();
    await tab.getByRole("heading", { name: "Sunday" }).waitFor();
    assert.deepEqual(trouble, []);
    await close();
  });

  test("photos are shown", async () => {
    const { tab, trouble, close } = await open(journal, "index.html");
    await tab.keyboard.type(passphrase);
    await tab.keyboard.press("Enter");
    await tab.getByRole("link", { name: "Search", exact: true }).click();
    await tab.getByRole("searchbox").fill("sea");
    await tab.locator("#search-results a").first().waitFor();
    const count = await tab.locator("#search-results a").count();
    let shown = 0;
    for (let at = 0; at < count && !shown; at++) {
      await tab.locator("#search-results a").nth(at).click();
      await tab.locator("article").waitFor();
      const images = tab.locator("article img");
      if (await images.count()) {
        await tab.waitForFunction(() => document.querySelector("article img")?.naturalWidth > 0);
        shown++;
      }
      await tab.goBack();
      await tab.getByRole("searchbox").fill("sea");
      await tab.locator("#search-results a").first().waitFor();
    }
    assert.equal(shown, 1);
    assert.deepEqual(trouble, []);
    await close();
  });
});
