// Keys on every page: Ctrl-K or / opens a field that leads to a day, a month, a title or a tag; single
// letters turn pages. Nothing depends on them, and nothing leaves the machine.
"use strict";
(() => {
  const home = new URL(document.currentScript.dataset.root, location);
  const WORD = /[\p{L}\p{M}\p{N}'’]+/gu;
  const MONTHS = "january february march april may june july august september october november december".split(" ");
  const MOST = 8;
  const TOGETHER_MS = 1500;

  const fold = (text) => text.normalize("NFD").replace(/[\p{M}'’]/gu, "").toLowerCase();
  const words = (text) => (text.match(WORD) ?? []).map(fold).filter(Boolean);
  const say = (date, options) => new Date(date).toLocaleDateString("en-GB", { ...options, timeZone: "UTC" });
  const long = (date) => say(date, { dateStyle: "full" }).replace(/,? /, ", ");

  const query = (what) => document.querySelector(what);
  const make = (name, ...inside) => {
    const out = document.createElement(name);
    out.append(...inside);
    return out;
  };

  // From disk nothing but scripts can be loaded, so the data are scripts that call `evenkeel`.
  const waiting = new Map();
  window.evenkeel = (name, value) => waiting.get(name)(value);
  const load = (name, folder = "search/") => new Promise((done, failed) => {
    const script = make("script");
    waiting.set(name, done);
    script.onerror = () => failed(new Error("a file of this journal is missing"));
    script.onload = () => script.remove();
    script.src = new URL(`${folder}${name}.js`, home);
    document.head.append(script);
  });

  // Every entry, and everything that has a name.
  const read = ({ titles, urls, dates, tags }) => {
    let day = 0;
    const entries = dates.map((step, at) => {
      const date = step === null ? "" : new Date((day -= step) * 864e5).toISOString().slice(0, 10);
      return { date, name: titles[at], title: titles[at] || long(date), url: urls[at] || `entries/${date}.html` };
    });
    const named = [...entries, ...tags].sort((a, b) => !!a.date - !!b.date);
    for (const one of named) one.name = ` ${words(one.name ?? one.title).join(" ")}`;
    return { entries, named };
  };

  // The parts of a date: 2025-03-05, 6 March 2025, nov 12, 2025-02.
  const dateOf = (asked) => {
    const date = {};
    for (const word of asked) {
      const number = parseInt(word, 10);
      const month = word[2] && MONTHS.findIndex((name) => name.startsWith(word)) + 1;
      if (!month && !/^\d+(st|nd|rd|th)?$/.test(word)) return {};
      const part = number > 99 ? "year" : month || (!date.month && (date.year || date.day)) ? "month" : "day";
      if (date[part]) return {};
      date[part] = month || number;
    }
    return date;
  };

  // Where words lead: to days, else months; then to names that have each word as a beginning.
  const find = ({ entries, named }, asked) => {
    const { year, month, day } = dateOf(asked);
    const on = (...wanted) => entries.filter(({ date }) => date && wanted.every((part, at) => !part || part === +date.split("-")[at]));
    const each = (length, url, options) => [...new Set(on(year, month).map(({ date }) => date.slice(0, length)))]
      .map((date) => ({ title: say(date, options), url: `${url}/${date}.html` }));
    let found = [];
    if (month && day) found = on(year, month, day);
    if (year && !month) found = each(4, "years", { year: "numeric" });
    if (!found.length && month) found = each(7, "months", { month: "long", year: "numeric" });
    const all = named.filter(({ name }) => asked.length && asked.every((word) => name.includes(` ${word}`)));
    const first = all.filter(({ name }) => name.startsWith(` ${asked.join(" ")}`));
    return [...new Set([...found, ...first, ...all])].slice(0, MOST);
  };

  const link = ({ title, url, date, kind = url.split("/")[0].slice(0, -1) }) => {
    const about = date ? title !== long(date) && say(date, { dateStyle: "medium" }) : kind;
    return Object.assign(make("a", make("span", title), make("small", about || "")), { href: site.address(url) });
  };

  let catalogue;
  // For the search too. A locked site has its own way to files.
  const site = {
    WORD, words, fold, make, load, long, find, link,
    address: (url) => new URL(url, home),
    catalogue: () => (catalogue ??= site.load("catalogue").then(read)),
  };
  window.evenkeelSite = site;

  const open = (name) => {
    const dialog = query(`dialog[aria-label="${name}"]`);
    dialog.onclick = ({ target }) => { if (target === dialog || target.closest("a")) dialog.close(); };
    dialog.showModal();
    return dialog;
  };

  const go = () => {
    const dialog = open("Go to");
    const [field, list] = dialog.children;
    let at = 0;
    const choose = (next) => {
      const all = [...list.children];
      at = all.length && (next + all.length) % all.length;
      all.forEach((one, index) => Object.assign(one, { id: `go_${index}`, role: "option", tabIndex: -1, ariaSelected: index === at }));
      field.ariaExpanded = all.length > 0;
      field.setAttribute("aria-activedescendant", all[at]?.id ?? "");
    };
    field.oninput = async () => {
      const data = await site.catalogue();
      const q = field.value.trim();
      const search = link({ title: `Search for “${q}”`, url: "search/index.html", kind: "all entries" });
      if (site.locked) search.onclick = () => { site.asked = q; };
      else search.hash = new URLSearchParams({ q });
      list.replaceChildren(...(q ? [...find(data, words(q)).map(link), search] : []));
      choose(0);
    };
    field.onkeydown = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1, Enter: 0 }[event.key];
      if (step === undefined || event.isComposing) return;
      event.preventDefault();
      if (step) choose(at + step);
      else list.children[at]?.click();
    };
    field.select();
    // The search page says what is wrong.
    field.oninput().catch(() => { location = site.address("search/index.html"); });
  };

  let before = 0;
  const keys = {
    "/": go,
    "?": () => open("Keys"),
    j: () => query("a[rel=next]")?.click(),
    k: () => query("a[rel=prev]")?.click(),
    g: (now) => { before = now; },
    t: (now) => { if (before && now - before < TOGETHER_MS) location = site.address("index.html"); },
  };
  document.addEventListener("keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    const off = !query('dialog[aria-label="Keys"]') || event.target.closest("form, dialog[open]");
    const act = control ? event.key.toLowerCase() === "k" && go : !off && keys[event.key];
    if (!act || event.altKey || event.isComposing || !query("dialog")) return;
    event.preventDefault();
    if (!query("dialog[open]")) act(event.timeStamp);
  });
})();
