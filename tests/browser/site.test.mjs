// The site as a person meets it: in a real browser, opened from disk.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";
import { Journal, pages, passphrase, troubleIn } from "./journal.mjs";

const axe = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

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
  const trouble = troubleIn(tab, journal);
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
        await tab.waitForFunction(() => document.getElementById("search-status").textContent || !document.getElementById("search-places").hidden);
        await tab.waitForTimeout(100);
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

      const places = (tab) => tab.locator("#search-places a span").allTextContents();
      const heading = (tab) => tab.locator("main h1").innerText();

      test("leads to days and months", async () => {
        const { tab, trouble, close } = await open(journal, "search/index.html");
        for (const [question, first] of [
          ["2026-03-06", "Friday, 6 March 2026"], ["6 March 2026", "Friday, 6 March 2026"], ["6th mar", "Friday, 6 March 2026"],
          ["march 2026", "March 2026"], ["2026-03", "March 2026"], ["31 may 2025", "The year before"], ["may 20", "Leaflet"],
          ["20 may", "Leaflet"], ["2025-05-12", "May 2025"], ["2025", "2025"],
        ]) {
          await ask(tab, question);
          assert.equal((await places(tab))[0], first, question);
        }
        for (const nothing of ["2026-13", "6 6 6", "2024-03-06", "-", "the 6th"]) {
          await tab.getByRole("searchbox").fill(nothing);
          await tab.locator("#search-places").waitFor({ state: "hidden" });
        }
        await ask(tab, "may 31");
        assert.equal((await places(tab)).length, 2, "in both years");
        await tab.locator("#search-places a").last().click();
        assert.match(await heading(tab), /^The year before/);
        assert.deepEqual(trouble, []);
        await close();
      });

      test("leads to commitments, pages and tags, and finds what has a tag", async () => {
        const { tab, close } = await open(journal, "search/index.html");
        await ask(tab, "short wa");
        assert.deepEqual(await places(tab), ["A short walk"]);
        await ask(tab, "about");
        assert.deepEqual(await places(tab), ["About this journal"]);
        // The tag stands at the top of the entry, and in no word of it.
        const found = await ask(tab, "winterlight");
        assert.deepEqual([await places(tab), found], [["winterlight"], ["The year before"]]);
        assert.match(await tab.locator("#search-results .meta").textContent(), /winterlight/);
        await tab.locator("#search-places a").click();
        assert.equal(await heading(tab), "winterlight");
        await close();
      });

      test("forgives a letter, and says so", async () => {
        const { tab, close } = await open(journal, "search/index.html");
        const status = () => tab.locator("#search-status").textContent();
        const ferry = await ask(tab, "ferry ");
        assert.doesNotMatch(await status(), /Nothing for/);
        for (const wrong of ["ferru ", "fery ", "ferrry ", "frery "]) {
          assert.deepEqual(await ask(tab, wrong), ferry, wrong);
          assert.match(await status(), new RegExp(`^Nothing for “${wrong.trim()}”; shown for “ferry”. `));
        }
        assert.equal(await tab.locator("#search-results mark").first().textContent(), "ferry");
        // Two letters are another word, short ones are many, and a phrase or an exclusion is meant.
        for (const other of ["fxrru", "zqx", '"ferru"', "2126"]) {
          assert.deepEqual(await ask(tab, other), [], other);
          assert.doesNotMatch(await status(), /Nothing for/);
        }
        const all = await ask(tab, "bread -ferru");
        assert.ok(all.length > 1 && !(await status()).includes("Nothing for"));
        await close();
      });

      test("keeps what is asked in the address", async () => {
        const { tab, trouble, close } = await open(journal, "entries/index.html");
        const page = journal.url("search/index.html");
        await tab.goto(`${page}#q=train&tag=work&year=2026`);
        await tab.locator("#search-status", { hasText: "." }).waitFor();
        assert.equal(await tab.evaluate(() => document.activeElement.name), "q");
        assert.equal(await tab.getByRole("searchbox").inputValue(), "train");
        assert.equal(await tab.locator("select[name=tag]").inputValue(), "work");
        await tab.keyboard.press("End");
        await tab.keyboard.type("s & more");
        await tab.selectOption("select[name=tag]", "");
        await tab.waitForFunction(() => location.hash === "#q=trains+%26+more&year=2026");
        await tab.reload();
        await tab.locator("#search-status", { hasText: "." }).waitFor();
        assert.equal(await tab.getByRole("searchbox").inputValue(), "trains & more");
        await tab.goto(`${page}#q=bread`);
        await tab.locator("#search-results a").first().waitFor();
        assert.equal(await tab.locator("select[name=year]").inputValue(), "");
        assert.deepEqual(trouble, []);
        await close();
      });

      test("orders moods that are numbers by size", async () => {
        const { tab, close } = await open(journal, "search/index.html");
        await tab.locator("select[name=mood] option").nth(1).waitFor({ state: "attached" });
        const moods = (await tab.locator("select[name=mood] option").allTextContents()).slice(1);
        const numbers = moods.map(Number).filter((mood) => !Number.isNaN(mood));
        assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b));
        assert.ok(numbers.includes(10) && moods.indexOf("calm") > moods.indexOf("10"), String(moods));
        await close();
      });

      test("leads on without typing and without a script", async () => {
        const { tab, close } = await open(journal, "search/index.html", { javaScriptEnabled: false });
        const counts = (await tab.locator("main p", { has: tab.locator("a[href*='tags/']") }).last().innerText()).match(/ \d+/g).map(Number);
        assert.deepEqual(counts, counts.toSorted((a, b) => b - a), "the most used first");
        assert.equal(await tab.locator("dialog:visible").count(), 0);
        await tab.getByRole("link", { name: "work", exact: true }).click();
        assert.equal(await heading(tab), "work");
        await tab.getByRole("link", { name: "Search", exact: true }).click();
        await tab.getByRole("link", { name: "March", exact: true }).click();
        assert.equal(await heading(tab), "March 2026");
        await close();
      });

      test("knows nothing private", async () => {
        const { tab, close } = await open(journal, "search/index.html");
        const catalogue = readFileSync(new URL(journal.url("search/catalogue.js")), "utf8");
        assert.ok(catalogue.includes("The year before") && !/quillwort|marrowfat|secretly/i.test(catalogue));
        await ask(tab, "30 may 2026");
        assert.deepEqual(await places(tab), ["May 2026"], "the day is private");
        await ask(tab, "secretly");
        assert.deepEqual(await places(tab), []);
        assert.deepEqual(await ask(tab, "quillwort"), []);
        assert.deepEqual(await ask(tab, "marrowfat"), []);
        await close();
      });
    });
  });
}

// Keys that work on every page.
for (const theme of ["default", "slate"]) {
  describe(`${theme}, the keys`, () => {
    let journal;
    before(() => { journal = new Journal(theme).build(); });
    after(() => journal?.end());

    const dialog = (tab) => tab.locator("dialog[open]");
    const options = (tab) => tab.getByRole("option").locator("span").allTextContents();
    const type = async (tab, text) => {
      await tab.getByRole("combobox", { name: "A title, a tag" }).fill(text);
      await tab.getByRole("option", { name: `Search for “${text}”` }).waitFor();
      return options(tab);
    };

    for (const colorScheme of ["light", "dark"]) {
      test(`axe finds nothing in the dialogs, ${colorScheme}`, async () => {
        const { tab, trouble, close } = await open(journal, "entries/2026-03-06.html", { colorScheme, bypassCSP: true });
        await tab.evaluate(axe);
        const look = async () => {
          const { violations } = await tab.evaluate(() => axe.run({ preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] }));
          assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0].html} ${one.nodes[0].failureSummary}`), []);
        };
        await tab.keyboard.press("/");
        await look();
        assert.ok((await type(tab, "wa")).length > 1);
        await look();
        await tab.keyboard.press("Escape");
        await dialog(tab).waitFor({ state: "detached" });
        await tab.keyboard.press("?");
        await dialog(tab).waitFor();
        await look();
        assert.deepEqual(trouble, []);
        await close();
      });
    }

    test("the switcher opens, finds, goes and leaves", async () => {
      const { tab, trouble, close } = await open(journal, "entries/2026-03-06.html");
      const asked = [];
      tab.on("request", (request) => asked.push(request.url().split("/").at(-1)));
      await tab.locator("main a").first().focus();
      await tab.keyboard.press("Control+k");
      await dialog(tab).waitFor();
      assert.equal(await tab.evaluate(() => document.activeElement.role ?? document.activeElement.getAttribute("role")), "combobox");
      assert.deepEqual(await type(tab, "6 march"), ["Friday, 6 March 2026", "Search for “6 march”"]);
      assert.deepEqual(asked, ["catalogue.js"], "nothing else is loaded, and this only now");
      assert.equal((await type(tab, "2026-03"))[0], "March 2026");
      assert.equal((await type(tab, "slow be"))[0], "Ten slow bends");
      assert.equal((await type(tab, "winterl"))[0], "winterlight");
      assert.deepEqual(await type(tab, "quillwort"), ["Search for “quillwort”"]);
      await tab.keyboard.press("Escape");
      assert.equal(await dialog(tab).count(), 0);
      assert.equal(await tab.evaluate(() => document.activeElement.localName), "a", "the focus is where it was");
      await tab.keyboard.press("/");
      assert.deepEqual(await type(tab, "walk"), ["A short walk", "Search for “walk”"]);
      const chosen = () => tab.locator("[role=option][aria-selected=true] span").textContent();
      assert.equal(await chosen(), "A short walk");
      await tab.keyboard.press("ArrowDown");
      assert.equal(await chosen(), "Search for “walk”");
      await tab.keyboard.press("ArrowDown");
      assert.equal(await chosen(), "A short walk");
      await tab.keyboard.press("ArrowUp");
      await tab.keyboard.press("Enter");
      await tab.waitForURL(/search\/index\.html#q=walk$/);
      await tab.locator("#search-results a").first().waitFor();
      assert.equal(await tab.getByRole("searchbox").inputValue(), "walk");
      await tab.keyboard.press("Control+k");
      await type(tab, "bread");
      await tab.keyboard.press("ArrowUp");
      await tab.keyboard.press("Enter");
      await tab.waitForFunction(() => document.forms.search.elements.q.value === "bread");
      await tab.keyboard.press("Control+k");
      await type(tab, "2025-05-31");
      await tab.keyboard.press("Enter");
      await tab.waitForURL(/entries\/2025-05-31\.html$/);
      assert.deepEqual(trouble, []);
      await close();
    });

    test("single keys turn pages, and stay letters in a field", async () => {
      const { tab, trouble, close } = await open(journal, "months/2026-03.html");
      const at = (path) => tab.waitForURL(new RegExp(`${path}$`), { timeout: 5000 });
      await tab.keyboard.press("j");
      await at("months/2026-04.html");
      await tab.keyboard.press("k");
      await at("months/2026-03.html");
      await tab.keyboard.press("t");
      await tab.keyboard.press("Control+j");
      await tab.waitForTimeout(100);
      assert.match(tab.url(), /months\/2026-03/, "t without g, and j with Control");
      await tab.keyboard.press("g");
      await tab.keyboard.press("t");
      await at("index.html");
      await tab.keyboard.press("?");
      assert.match(await dialog(tab).innerText(), /Ctrl K.*keys: off/s);
      await tab.keyboard.press("/");
      assert.equal(await dialog(tab).count(), 1, "one at a time");
      await tab.keyboard.press("Escape");
      await tab.goto(journal.url("search/index.html"));
      await tab.keyboard.type("jk/?gt");
      assert.equal(await tab.getByRole("searchbox").inputValue(), "jk/?gt");
      assert.equal(await dialog(tab).count(), 0);
      assert.deepEqual(trouble, []);
      await close();
    });

    test("the switcher fits on a narrow telephone", async () => {
      const { tab, close } = await open(journal, "entries/2026-03-06.html", { viewport: { width: 360, height: 740 } });
      for (const key of ["/", "?"]) {
        await tab.keyboard.press(key);
        const { x, width } = await dialog(tab).boundingBox();
        assert.ok(x >= 0 && x + width <= 360, `${x} ${width}`);
        await tab.keyboard.press("Escape");
      }
      await close();
    });
  });
}

test("keys: off leaves Ctrl-K alone", async () => {
  const journal = new Journal("default");
  journal.write("evenkeel.yaml", "title: Quiet\nkeys: off\n");
  journal.build();
  const { tab, trouble, close } = await open(journal, "months/2026-03.html");
  for (const key of ["/", "?", "j", "g", "t"]) await tab.keyboard.press(key);
  await tab.waitForTimeout(100);
  assert.match(tab.url(), /months\/2026-03/);
  assert.equal(await tab.locator("dialog[open]").count(), 0);
  await tab.keyboard.press("Control+k");
  await tab.locator("dialog[open]").waitFor();
  assert.deepEqual(trouble, []);
  await close();
  journal.end();
});

describe("locked", () => {
  let journal;
  before(() => { journal = new Journal("default").build().build("--lock"); });
  after(() => journal?.end());

  test("nothing can be read from the files", () => {
    for (const { name, path } of journal.files()) {
      const text = readFileSync(path, "latin1");
      // None of these can be in sealed bytes by chance.
      for (const word of ["ordinary spring", "2026-05", "physiotherapist", "photos/sea.jpg", "entries/"]) {
        const own = ["keys.js", "search.js", "lock.js"].includes(name) && word === "entries/";
        assert.ok(own || !text.includes(word), `${name}: ${word}`);
      }
    }
    const packs = journal.files().filter(({ name }) => /^[0-9a-f]{16}\.js$/.test(name));
    assert.equal(new Set(packs.map(({ size }) => size)).size, 1);
    const scripts = journal.files().filter(({ name }) => ["keys.js", "search.js", "lock.js"].includes(name));
    assert.equal(scripts.length, 3);
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

  test("the keys work, and the address tells nothing", async () => {
    const { tab, trouble, close } = await open(journal, "index.html");
    await tab.keyboard.press("Control+k");
    assert.equal(await tab.locator("dialog").count(), 0, "not before it is open");
    await tab.keyboard.type(passphrase);
    await tab.keyboard.press("Enter");
    await tab.getByRole("link", { name: "An ordinary spring" }).waitFor();
    await tab.keyboard.press("/");
    const field = tab.getByRole("combobox", { name: "A title, a tag" });
    await field.fill("march 2026");
    await tab.getByRole("option", { name: "March 2026 month" }).waitFor();
    await tab.keyboard.press("Enter");
    await tab.getByRole("heading", { name: "March 2026", exact: true }).waitFor();
    await tab.keyboard.press("j");
    await tab.getByRole("heading", { name: "April 2026", exact: true }).waitFor();
    await tab.keyboard.press("Control+k");
    await field.fill("callout");
    await tab.getByRole("option", { name: "Search for “callout”" }).click();
    await tab.getByRole("heading", { name: "Search", exact: true }).waitFor();
    assert.equal(await tab.getByRole("searchbox").inputValue(), "callout");
    assert.equal(await tab.evaluate(() => document.activeElement.name), "q");
    await tab.locator("#search-results a").first().waitFor();
    await tab.selectOption("select[name=year]", "2025");
    await tab.waitForFunction(() => history.state.year === "2025");
    assert.match(tab.url(), /#\d+$/);
    await tab.locator("#search-results a").first().click();
    await tab.getByRole("heading", { name: "The year before" }).waitFor();
    await tab.goBack();
    await tab.locator("#search-results a").first().waitFor();
    assert.equal(await tab.getByRole("searchbox").inputValue(), "callout");
    assert.equal(await tab.locator("select[name=year]").inputValue(), "2025");
    await tab.locator("h1").click();
    await tab.keyboard.press("g");
    await tab.keyboard.press("t");
    await tab.getByRole("heading", { name: "Sunday 31 May" }).waitFor();
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
