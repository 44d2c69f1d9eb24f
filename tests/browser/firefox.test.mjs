// The site in Firefox, driven over WebDriver BiDi. `FIREFOX` names the program; without one nothing
// runs, and the reason is printed.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import puppeteer from "puppeteer-core";
import { Journal, pages, passphrase, troubleIn } from "./journal.mjs";

const axe = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const standards = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
const executablePath = process.env.FIREFOX ?? ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);
const skip = executablePath ? false : "Firefox is missing, and it is optional";

// The scheme is a preference of the browser: there is one browser for each.
const launch = (scheme) => puppeteer.launch({
  browser: "firefox",
  executablePath,
  extraPrefsFirefox: { "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1 },
});

// A tab that notes what is said on the console and what is asked for elsewhere.
const open = async (browser, journal, page, { width = 1280, height = 800 } = {}) => {
  const tab = await browser.newPage();
  await tab.setViewport({ width, height });
  const trouble = troubleIn(tab, journal);
  await tab.goto(journal.url(page));
  return { tab, trouble };
};

for (const theme of ["default", "slate"]) {
  for (const scheme of ["light", "dark"]) {
    describe(`Firefox, ${theme}, ${scheme}`, { skip }, () => {
      let journal;
      let browser;
      before(async () => {
        journal = new Journal(theme).build();
        browser = await launch(scheme);
      });
      after(async () => {
        await browser?.close();
        journal?.end();
      });

      test("axe finds nothing on any kind of page", async () => {
        const { tab, trouble } = await open(browser, journal, "index.html");
        for (const page of pages) {
          await tab.goto(journal.url(page));
          const dark = await tab.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
          assert.equal(dark, scheme === "dark");
          assert.deepEqual(trouble, [], page);
          await tab.evaluate(axe);
          const { violations } = await tab.evaluate((runOnly) => axe.run({ preload: false, runOnly }), standards);
          const found = violations.map((one) => `${page}: ${one.id}: ${one.nodes[0].html} ${one.nodes[0].failureSummary}`);
          assert.deepEqual(found, []);
        }
        await tab.close();
      });

      test("no page scrolls sideways on a narrow telephone", async () => {
        const { tab } = await open(browser, journal, "index.html", { width: 360, height: 740 });
        for (const page of pages) {
          await tab.goto(journal.url(page));
          const [inner, wide] = await tab.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
          assert.equal(inner, 360);
          assert.ok(wide <= 360, `${page} is ${wide} wide`);
        }
        await tab.close();
      });

      test("the search finds, forgives and keeps the question", async () => {
        const { tab, trouble } = await open(browser, journal, "search/index.html");
        await tab.waitForSelector("#search");
        const found = async (question) => {
          await tab.goto(`${journal.url("search/index.html")}#q=${encodeURIComponent(question)}`);
          await tab.reload();
          await tab.waitForSelector("#search-results a");
          return tab.$$eval("#search-results h2", (all) => all.map((one) => one.textContent));
        };
        assert.ok((await found("physiothera")).includes("Ten slow bends"));
        assert.deepEqual(await found("ferru "), await found("ferry "));
        assert.deepEqual(trouble, []);
        await tab.close();
      });

      test("the keys open the switcher and walk the entries", async () => {
        const { tab, trouble } = await open(browser, journal, "entries/2026-03-06.html");
        await tab.keyboard.press("/");
        await tab.waitForSelector("dialog[open] [role=combobox]");
        await tab.keyboard.type("short wa");
        await tab.waitForFunction(() => document.querySelector("[role=option]")?.textContent.includes("A short walk"));
        await Promise.all([tab.waitForNavigation(), tab.keyboard.press("Enter")]);
        assert.match(tab.url(), /commitments\/walk\.html$/);
        await tab.goto(journal.url("entries/2026-03-06.html"));
        const before = tab.url();
        await Promise.all([tab.waitForNavigation(), tab.keyboard.press("k")]);
        assert.notEqual(tab.url(), before);
        await Promise.all([tab.waitForNavigation(), tab.keyboard.press("j")]);
        assert.equal(tab.url(), before);
        assert.deepEqual(trouble, []);
        await tab.close();
      });
    });
  }
}

describe("Firefox, the locked site", { skip }, () => {
  let journal;
  let browser;
  before(async () => {
    journal = new Journal("default").build("--lock");
    browser = await launch("light");
  });
  after(async () => {
    await browser?.close();
    journal?.end();
  });

  test("opens with its passphrase alone", async () => {
    const { tab, trouble } = await open(browser, journal, "index.html");
    const says = (words) => tab.waitForFunction((all) => document.body.innerText.includes(all), { timeout: 60_000 }, words);
    await tab.keyboard.type("not this one");
    await tab.keyboard.press("Enter");
    await says("This passphrase does not open it.");
    assert.equal(await tab.title(), "Locked");
    await tab.$eval("input[type=password]", (field) => { field.value = ""; field.focus(); });
    await tab.keyboard.type(passphrase);
    await tab.keyboard.press("Enter");
    await says("An ordinary spring");
    await tab.keyboard.press("/");
    await tab.waitForSelector("dialog[open] [role=combobox]");
    await tab.keyboard.type("march 2026");
    await tab.waitForFunction(() => document.querySelector("[role=option]")?.textContent.includes("March 2026"));
    await tab.keyboard.press("Enter");
    await tab.waitForFunction(() => document.querySelector("h1")?.textContent === "March 2026");
    assert.match(tab.url(), /#\d+$/, "the address tells nothing");
    assert.deepEqual(trouble, []);
    await tab.close();
  });
});
