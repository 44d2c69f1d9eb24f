// Searches the journal from the files beside this page. Nothing leaves the machine.
"use strict";
(() => {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUE = new Map([...DIGITS].map((digit, at) => [digit, at]));
  const SHOWN = 20;
  const FIELDS = ["q", "tag", "year", "mood", "commitment"];
  const AROUND = 90;
  const WORD = /[\p{L}\p{M}\p{N}'’]+/gu;

  const fold = (text) => text.normalize("NFD").replace(/[\p{M}'’]/gu, "").toLowerCase();
  const words = (text) => (text.match(WORD) ?? []).map(fold).filter(Boolean);

  const make = (name, ...inside) => {
    const out = document.createElement(name);
    out.append(...inside);
    return out;
  };

  const frontCoded = (text) => {
    let before = "";
    const next = (item) => (before = before.slice(0, VALUE.get(item[0])) + item.slice(1));
    return text ? text.split(" ").map(next) : [];
  };

  const numbers = (text) => {
    const out = [];
    let number = 0;
    let shift = 0;
    for (const digit of text) {
      const value = VALUE.get(digit);
      number |= (value & 31) << shift;
      shift += 5;
      if (value < 32) {
        out.push(number);
        number = shift = 0;
      }
    }
    return out;
  };

  // Adds the entries of a coded list to a set that has a byte for each entry.
  const add = (set, text) => {
    if (text[0] === "!") {
      for (let at = 1; at < text.length; at++) {
        const value = VALUE.get(text[at]);
        for (let bit = 0; bit < 6; bit++) if ((value >> bit) & 1) set[(at - 1) * 6 + bit] = 1;
      }
    } else {
      let at = 0;
      for (const step of numbers(text)) {
        at += step;
        set[at++] = 1;
      }
    }
    return set;
  };

  const read = (index) => {
    const stems = frontCoded(index.stems);
    const postings = index.postings.split(" ");
    const formStems = index.formStems.split(" ").map((text) => numbers(text)[0]);
    const forms = new Map(frontCoded(index.forms).map((form, at) => [form, formStems[at]]));
    const places = new Map(stems.map((stem, at) => [stem, at]));
    const endings = new Set(index.endings);
    let day = 0;
    const dates = index.dates.trim().split(" ").map((step) => {
      if (step === "-" || step === "") return "";
      day -= Number(step);
      return new Date(day * 864e5).toISOString().slice(0, 10);
    });
    const urls = index.urls.split("\n").map((url, at) => url || `entries/${dates[at]}.html`);
    const long = (date) => {
      const part = (options) => new Date(date).toLocaleDateString("en", { ...options, timeZone: "UTC" });
      return `${part({ weekday: "long" })}, ${+date.slice(8)} ${part({ month: "long" })} ${date.slice(0, 4)}`;
    };
    const titles = index.titles.split("\n").map((title, at) => title || long(dates[at]));

    // The stem of a word: listed, or the longest one that leaves an ending.
    const stem = (word) => {
      if (forms.has(word)) return forms.get(word);
      for (let end = word.length; end > 0; end--) {
        const rest = word.slice(end);
        const at = places.get(word.slice(0, end));
        if (at !== undefined && (!rest || (end > 2 && endings.has(rest)))) return at;
      }
    };
    // All stems that a word still being typed may become.
    const open = (word) => {
      const found = new Set();
      const whole = stem(word);
      if (whole !== undefined) found.add(whole);
      stems.forEach((known, at) => known.startsWith(word) && found.add(at));
      for (const [form, at] of forms) if (form.startsWith(word)) found.add(at);
      for (let end = word.length - 1; end > 2 && !found.size; end--) {
        const at = places.get(word.slice(0, end));
        if (at !== undefined && index.endings.some((ending) => ending.startsWith(word.slice(end)))) found.add(at);
      }
      return found;
    };
    const entries = (found) => {
      const set = new Uint8Array(index.count);
      for (const at of found) add(set, postings[at]);
      return set;
    };
    const part = (entry) => {
      const at = index.parts.findLastIndex((first) => first <= entry);
      return [at, entry - index.parts[at]];
    };
    return { index, dates, urls, titles, long, stem, open, entries, part };
  };

  // What is asked: words and phrases that must occur, and those that must not.
  const parse = (text) =>
    [...text.matchAll(/(-?)(?:"([^"]*)"|"?([^\s"]+))/g)].map((found) => ({
      not: found[1] === "-",
      phrase: found[2] !== undefined,
      words: words(found[2] ?? found[3]),
      open: found[3] !== undefined && found.index + found[0].length === text.length,
    })).filter((term) => term.words.length && !(term.open && term.words[0].length < 2));

  const start = (form, load, address) => {
    const status = document.getElementById("search-status");
    const results = document.getElementById("search-results");
    const button = document.getElementById("search-more");
    const field = (name) => form.elements[name];
    const texts = new Map();
    let round = 0;
    let data;

    const text = async (entry) => {
      const [part, at] = data.part(entry);
      if (!texts.has(part)) texts.set(part, load(`words-${part}`));
      return (await texts.get(part))[at];
    };

    const options = (name, values) => {
      for (const value of values) field(name).append(new Option(value, value));
      field(name).closest("label").hidden = values.length === 0;
    };

    const candidates = (terms) => {
      const { index } = data;
      const set = new Uint8Array(index.count).fill(1);
      const keep = (other, not) => other.forEach((on, at) => { if (!on === !not) set[at] = 0; });
      for (const term of terms) {
        if (term.not && term.phrase) continue;
        for (const word of term.words) {
          const known = data.stem(word);
          const last = term.open && word === term.words.at(-1);
          keep(data.entries(last ? data.open(word) : known === undefined ? [] : [known]), term.not);
        }
      }
      for (const [name, lists] of Object.entries({ tag: index.tags, mood: index.moods, commitment: index.commitments })) {
        const list = lists.find(([value]) => value === field(name).value);
        if (list) keep(add(new Uint8Array(index.count), list[1]));
      }
      const year = field("year").value;
      const found = [];
      set.forEach((on, at) => { if (on && (!year || data.dates[at].startsWith(year))) found.push(at); });
      return found;
    };

    // Places of what was asked in a text; null when a phrase is not there, or one that must not be.
    const places = (source, terms) => {
      const all = [...source.matchAll(WORD)].map((found) => ({
        at: found.index, end: found.index + found[0].length, word: fold(found[0]),
      })).filter((found) => found.word);
      const marks = [];
      for (const term of terms) {
        const before = marks.length;
        if (term.phrase) {
          all.forEach((_, at) => {
            const same = (word, next) => all[at + next]?.word === word;
            if (term.words.every(same)) marks.push([all[at].at, all[at + term.words.length - 1].end]);
          });
          if ((marks.length === before) !== term.not) return null;
          if (term.not) marks.length = before;
        } else if (!term.not) {
          const last = term.words.at(-1);
          const wanted = new Set(term.words.map(data.stem));
          const opened = term.open ? data.open(last) : new Set();
          for (const { at, end, word } of all) {
            const stem = data.stem(word);
            if (stem !== undefined && (wanted.has(stem) || opened.has(stem))) marks.push([at, end]);
          }
        }
      }
      return marks.sort((a, b) => a[0] - b[0]);
    };

    // The words around the first places, with the places marked.
    const snippet = (source, marks) => {
      const out = make("p");
      const from = Math.max(0, (marks[0]?.[0] ?? 0) - AROUND);
      const to = Math.min(source.length, (marks[0]?.[1] ?? 0) + 2 * AROUND);
      let at = from && source.indexOf(" ", from) + 1;
      if (at) out.append("… ");
      for (const [start, end] of marks) {
        if (start < at || end > to) continue;
        out.append(source.slice(at, start), make("mark", source.slice(start, end)));
        at = end;
      }
      const end = to < source.length ? source.lastIndexOf(" ", to) : to;
      out.append(source.slice(at, Math.max(at, end)) + (to < source.length ? " …" : ""));
      return out;
    };

    const item = (entry, source, marks) => {
      const link = make("a", data.titles[entry]);
      const date = make("p", data.dates[entry] && data.long(data.dates[entry]));
      const out = make("li", make("h2", link), date, snippet(source, marks));
      link.href = address(data.urls[entry]);
      out.className = "card";
      date.className = "meta";
      return out;
    };

    const search = async () => {
      const mine = ++round;
      // Coming back from an entry finds the same question.
      history.replaceState(Object.fromEntries(FIELDS.map((name) => [name, field(name).value])), "");
      data ??= read(await load("index"));
      const terms = parse(field("q").value);
      const filtered = FIELDS.slice(1).some((name) => field(name).value);
      button.hidden = true;
      if (!terms.length && !filtered) {
        results.replaceChildren();
        status.textContent = "";
        return;
      }
      const found = candidates(terms);
      const exact = terms.some((term) => term.phrase);
      let at = 0;
      let shown = 0;
      const show = async () => {
        const items = [];
        while (at < found.length && items.length < SHOWN) {
          const entry = found[at++];
          const source = await text(entry);
          if (mine !== round) return;
          const title = data.titles[entry];
          const marks = places(source, terms) ?? (places(`${title}\n${source}`, terms) && []);
          if (marks) items.push(item(entry, source, marks));
        }
        if (shown === 0) results.replaceChildren();
        results.append(...items);
        shown += items.length;
        button.hidden = at >= found.length;
        const all = exact ? shown : found.length;
        const more = exact && at < found.length ? " so far" : "";
        status.textContent = all ? `${all} found${more}${all > 1 ? ", the newest first" : ""}.` : "No entry has all of this.";
        button.onclick = show;
      };
      await show();
    };

    const ready = load("index").then((index) => {
      data = read(index);
      options("tag", index.tags.map(([name]) => name));
      options("mood", index.moods.length > 40 ? [] : index.moods.map(([name]) => name));
      options("commitment", index.commitments.map(([name]) => name));
      options("year", [...new Set(data.dates.map((date) => date.slice(0, 4)).filter(Boolean))]);
      for (const name of FIELDS) field(name).value = history.state?.[name] ?? field(name).value;
      form.hidden = false;
      return search();
    });
    ready.catch(() => { status.textContent = "The index could not be read. Build the site again."; });
    form.addEventListener("input", search);
    form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  };

  // A locked site opens its files itself.
  window.evenkeelSearch = start;
  const form = document.getElementById("search");
  if (form) {
    const waiting = new Map();
    window.evenkeel = (name, value) => waiting.get(name)?.(value);
    const loaded = new Map();
    const load = (name) => {
      if (!loaded.has(name)) loaded.set(name, new Promise((done, failed) => {
        const script = make("script");
        waiting.set(name, done);
        script.onerror = failed;
        script.src = `${name}.js`;
        document.head.append(script);
      }));
      return loaded.get(name);
    };
    start(form, load, (url) => `../${url}`);
  }
})();
