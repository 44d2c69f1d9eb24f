// The preview as a person meets it while writing: in a real browser beside the editor.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { Journal, program } from "./journal.mjs";

const entry = "2026/05/2026-05-20.md";
const page = "entries/2026-05-20.html";
let browser, journal, server, address;

const freePort = () => new Promise((done) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  journal = new Journal("default");
  journal.write(entry, `${text(entry)}\n${"A long walk by the water.\n\n".repeat(40)}`);
  const port = await freePort();
  server = spawn(program, ["serve", "--today", "2026-05-31", "--port", String(port)], { cwd: journal.folder });
  address = await new Promise((done, fail) => {
    let said = "";
    server.stdout.on("data", (data) => {
      said += data;
      if (said.includes("Watching")) done(said.match(/http:\S+/)[0]);
    });
    server.on("exit", () => fail(new Error(said)));
  });
});

after(async () => {
  server?.removeAllListeners("exit");
  server?.kill();
  await browser?.close();
  journal?.end();
});

const open = async (path, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 800, height: 300 }, ...options });
  const tab = await context.newPage();
  const trouble = [];
  tab.on("console", (message) => trouble.push(message.text()));
  tab.on("pageerror", (error) => trouble.push(String(error)));
  tab.on("request", (request) => {
    if (!request.url().startsWith(address)) trouble.push(request.url());
  });
  await tab.goto(address + path);
  return { tab, trouble, close: () => context.close() };
};

const path = (name) => join(journal.folder, name);
const text = (name) => readFileSync(path(name), "utf8");

test("what is written is on the page that is open, which stays where it was", async () => {
  const { tab, trouble, close } = await open(page);
  await tab.evaluate(() => { window.mark = "the same page"; window.scrollTo({ top: 150, behavior: "instant" }); });
  const before = await tab.evaluate(() => window.scrollY);
  assert.ok(before > 0, "the page is long enough to be scrolled");
  await tab.waitForTimeout(300);
  writeFileSync(path(entry), `${text(entry)}\nThe gulls came back at dusk.\n`);
  await tab.getByText("The gulls came back at dusk.").waitFor();
  assert.equal(await tab.evaluate(() => window.scrollY), before);
  assert.equal(await tab.evaluate(() => window.mark), "the same page", "nothing was loaded anew");
  assert.deepEqual(trouble, []);
  await close();
});

test("a page that does not change is left alone", async () => {
  const { tab, close } = await open("rules/index.html");
  await tab.waitForTimeout(300);
  await tab.evaluate(() => { document.querySelector("main").dataset.mark = "mine"; });
  writeFileSync(path(entry), `${text(entry)}\nAnd one more line.\n`);
  await tab.waitForTimeout(1500);
  assert.equal(await tab.evaluate(() => document.querySelector("main").dataset.mark), "mine");
  await close();
});

test("a list follows an entry that comes and goes", async () => {
  const { tab, close } = await open("index.html");
  await tab.waitForTimeout(300);
  journal.write("2026-05-31.md", "# The lamp on the sill\n\nA calm evening.\n");
  await tab.getByText("The lamp on the sill").first().waitFor();
  rmSync(path("2026-05-31.md"));
  await tab.getByText("The lamp on the sill").first().waitFor({ state: "detached" });
  await close();
});

test("a page that went and comes back is there again", async () => {
  journal.write("2026-05-30.md", "# Low water\n\nSand and weed.\n");
  const { tab, close } = await open("index.html");
  for (let tries = 0; tries < 100 && !(await tab.getByText("Low water").count()); tries += 1) await tab.waitForTimeout(50);
  await tab.goto(`${address}entries/2026-05-30.html`);
  await tab.getByText("Sand and weed.").waitFor();
  await tab.waitForTimeout(300);
  rmSync(path("2026-05-30.md"));
  await tab.getByText("There is no such page.").waitFor();
  await tab.waitForTimeout(300);
  journal.write("2026-05-30.md", "# Low water\n\nSand and weed again.\n");
  await tab.getByText("Sand and weed again.").waitFor();
  assert.ok(await tab.locator("link[href*='style.css']").count(), "with its style");
  await close();
});

test("a style is changed in place", async () => {
  const { tab, trouble, close } = await open(page);
  await tab.waitForTimeout(300);
  await tab.evaluate(() => { window.mark = "the same page"; });
  const css = readFileSync(new URL("../../themes/default/static/style.css", import.meta.url), "utf8");
  mkdirSync(path("themes/default/static"), { recursive: true });
  journal.write("themes/default/static/style.css", `${css}\nbody { background: rgb(1, 2, 3) !important; }\n`);
  await tab.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "rgb(1, 2, 3)");
  assert.equal(await tab.evaluate(() => window.mark), "the same page");
  assert.deepEqual(trouble, []);
  rmSync(path("themes"), { recursive: true });
  await close();
});

test("what keeps the site from being built is told over the last good page, and goes", async () => {
  const { tab, trouble, close } = await open(page);
  await tab.waitForTimeout(600);
  const config = text("evenkeel.yaml");
  journal.write("evenkeel.yaml", "title: [\n");
  const notice = tab.getByRole("alert");
  await notice.getByText("evenkeel.yaml").waitFor();
  await tab.getByText("The gulls came back at dusk.").waitFor();
  await tab.screenshot({ path: process.env.SHOT ?? "/dev/null", type: "png" }).catch(() => {});
  journal.write("evenkeel.yaml", config);
  await notice.waitFor({ state: "detached" });
  assert.deepEqual(trouble, []);
  await close();
});

test("without scripts the site and the problem are there too", async () => {
  const config = text("evenkeel.yaml");
  journal.write("evenkeel.yaml", "title: [\n");
  const { tab, close } = await open(page, { javaScriptEnabled: false });
  for (let tries = 0; tries < 100 && !(await tab.getByRole("alert").count()); tries += 1) {
    await tab.waitForTimeout(50);
    await tab.reload();
  }
  assert.match(await tab.getByRole("alert").textContent(), /evenkeel\.yaml/);
  await tab.getByText("The gulls came back at dusk.").waitFor();
  journal.write("evenkeel.yaml", config);
  await close();
});

test("the search works in the preview", async () => {
  const { tab, trouble, close } = await open("search/index.html");
  await tab.getByRole("searchbox").fill("gulls");
  await tab.locator("main a[href*='2026-05-20']").first().waitFor();
  assert.deepEqual(trouble, []);
  await close();
});

test("a box of today can be ticked where that was asked for", async () => {
  const port = await freePort();
  const other = new Journal("default");
  // Until four in the morning a night belongs to the day before.
  const today = new Date(Date.now() - 4 * 3_600_000).toLocaleDateString("sv");
  other.write(`${today}.md`, "A day.\n");
  other.write("commitments/tea.md", `---\ntitle: Tea\ncadence: daily\nstart: ${today}\n---\n`);
  const writing = spawn(program, ["serve", "--write", "--port", String(port)], { cwd: other.folder });
  try {
    const url = await new Promise((done, fail) => {
      let said = "";
      writing.stdout.on("data", (data) => {
        said += data;
        if (said.includes("Watching")) done(said.match(/http:\S+/)[0]);
      });
      writing.on("exit", () => fail(new Error(said)));
    });
    const context = await browser.newContext({ viewport: { width: 900, height: 800 } });
    const tab = await context.newPage();
    const trouble = [];
    tab.on("console", (message) => trouble.push(message.text()));
    tab.on("pageerror", (error) => trouble.push(String(error)));
    await tab.goto(url);
    const box = tab.getByRole("button", { name: "Check in: Tea" });
    const size = await box.boundingBox();
    assert.ok(size.width >= 24 && size.height >= 24, "large enough for a finger");
    await box.focus();
    await tab.keyboard.press("Enter");
    await box.waitFor({ state: "detached" });
    assert.match(readFileSync(join(other.folder, `${today}.md`), "utf8"), /- \[x\] Tea/);
    assert.deepEqual(trouble, []);
    await context.close();
  } finally {
    writing.removeAllListeners("exit");
    writing.kill();
    other.end();
  }
});
