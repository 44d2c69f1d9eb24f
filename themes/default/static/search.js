// Searches the journal from the files beside this page. Nothing leaves the machine.
"use strict";
(() => {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUE = new Map([...DIGITS].map((digit, at) => [digit, at]));
  const SHOWN = 20;
  const FIELDS = ["q", "tag", "year", "mood", "commitment"];
  const AROUND = 90;
  const site = window.evenkeelSite;
  const { WORD, fold, words, make } = site;

  const frontCoded = (text) => {
    let before = "";
    return text ? text.split(" ").map((item) => (before = before.slice(0, VALUE.get(item[0])) + item.slice(1))) : [];
  };

  const numbers = (text) => {
    const out = [];
    let [number, shift] = [0, 0];
    for (const digit of text) {
      const value = VALUE.get(digit);
      number |= (value & 31) << shift;
      shift += 5;
      if (value > 31) continue;
      out.push(number);
      number = shift = 0;
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
      let at = -1;
      for (const step of numbers(text)) set[(at += step + 1)] = 1;
    }
    return set;
  };

  const read = (index, { entries: cards }) => {
    const stems = frontCoded(index.stems);
    const postings = index.postings.split(" ");
    const formStems = numbers(index.formStems);
    const forms = new Map(frontCoded(index.forms).map((form, at) => [form, formStems[at]]));
    const places = new Map(stems.map((stem, at) => [stem, at]));
    // The stem of a word: listed, or the longest one that leaves an ending.
    const stem = (word) => {
      if (forms.has(word)) return forms.get(word);
      for (let end = word.length; end > 0; end--) {
        const rest = word.slice(end);
        const at = places.get(word.slice(0, end));
        if (at !== undefined && (!rest || (end > 2 && index.endings.includes(rest)))) return at;
      }
    };
    // The stem of a word; of one still being typed, or that is nowhere, all stems it may become.
    const stemsOf = (word, unfinished) => {
      const found = new Set([stem(word)].filter((at) => at !== undefined));
      if (found.size && !unfinished) return found;
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
    // The word in most entries from which this one is a letter away.
    const near = (word) => {
      if (word.length < 4 || /\d/.test(word)) return "";
      let [best, most] = ["", 0];
      const look = (other) => {
        const at = stem(other);
        // A stem by itself may be no word.
        const count = at === undefined ? 0 : entries([at]).reduce((all, on) => all + on, forms.has(other) ? .5 : 0);
        if (count > most) [best, most] = [other, count];
      };
      const letters = new Set(stems.join(""));
      for (let at = 0; at <= word.length; at++) {
        const [start, end] = [word.slice(0, at), word.slice(at)];
        look(start + end.slice(1));
        if (end[1]) look(start + end[1] + end[0] + end.slice(2));
        for (const letter of letters) [end, end.slice(1)].forEach((rest) => look(start + letter + rest));
      }
      return best;
    };
    return { index, cards, stem, stemsOf, entries, near };
  };

  // What is asked: words and phrases that must occur, and those that must not.
  const parse = (text) =>
    [...text.matchAll(/(-?)(?:"([^"]*)"|"?([^\s"]+))/g)].map((found) => ({
      not: found[1] === "-",
      phrase: found[2] !== undefined,
      words: words(found[2] ?? found[3]),
      open: found[3] !== undefined && found.index + found[0].length === text.length,
    })).filter((term) => term.words.length && !(term.open && !term.words[0][1]));

  let form, data, ready;
  let round = 0;
  const texts = [];
  const by = (name) => document.getElementById(`search-${name}`);
  const field = (name) => form.elements[name];

  const text = async (entry) => {
    const { parts } = data.index;
    const part = parts.findLastIndex((first) => first <= entry);
    texts[part] ??= site.load(`words-${part}`);
    return (await texts[part])[entry - parts[part]];
  };

  // Finds the stems of each word; one that is nowhere may have a letter wrong, and then that is said.
  const understand = (terms, forgive) => {
    let said = "";
    for (const term of terms) {
      term.stems = term.words.map((word, at) => {
        const found = data.stemsOf(word, term.open && at === term.words.length - 1);
        const near = forgive && !term.not && !term.phrase && !found.size && data.near(word);
        if (!near) return found;
        said += `Nothing for “${word}”; shown for “${near}”. `;
        return data.stemsOf(near);
      });
    }
    return said;
  };

  const candidates = (terms) => {
    const { count, lists } = data.index;
    const set = new Uint8Array(count).fill(1);
    const keep = (other, not) => other.forEach((on, at) => { if (!on === !not) set[at] = 0; });
    for (const { not, phrase, stems } of terms) {
      if (!not || !phrase) stems.forEach((found) => keep(data.entries(found), not));
    }
    for (const name in lists) {
      const list = lists[name].find(([value]) => value === field(name).value);
      if (list) keep(add(new Uint8Array(count), list[1]));
    }
    return [...set.keys()].filter((at) => set[at]);
  };

  // Places of what was asked in a text; null when a phrase is not there, or one that must not be.
  const marked = (source, terms) => {
    const all = [...source.matchAll(WORD)].map(({ 0: word, index: at }) => ({ at, end: at + word.length, word: fold(word) }))
      .filter(({ word }) => word);
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
        for (const { at, end, word } of all) {
          const stem = data.stem(word);
          if (term.stems.some((found) => found.has(stem))) marks.push([at, end]);
        }
      }
    }
    return marks.sort((a, b) => a[0] - b[0]);
  };

  // The words around the first places, with the places marked.
  const snippet = (source, marks) => {
    const out = make("p");
    const [first, last] = marks[0] ?? [0, 0];
    const from = Math.max(0, first - AROUND);
    const to = Math.min(source.length, last + 2 * AROUND);
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
    const { title, url, date } = data.cards[entry];
    const link = make("a", title);
    link.href = site.address(url);
    // A tag may be all that was found.
    const tags = data.index.lists.tag.filter(([, list]) => !marks.length && add([], list)[entry]);
    const when = date && site.long(date);
    const line = make("p", [when !== title && when, ...tags.map(([name]) => name)].filter(Boolean).join(" · "));
    line.className = "meta";
    return make("li", make("h2", link), line, snippet(source, marks));
  };

  const search = async () => {
    const mine = ++round;
    const catalogue = await site.catalogue();
    await ready;
    if (mine !== round) return;
    // Coming back finds the same question; the address of a locked site must not tell it.
    const asked = FIELDS.map((name) => [name, field(name).value]).filter(([, value]) => value);
    history.replaceState(Object.fromEntries(asked), "", site.locked ? location.hash : `#${new URLSearchParams(asked)}`);
    const q = field("q").value;
    const terms = parse(q);
    const [status, results, button, places] = ["status", "results", "more", "places"].map(by);
    const found = site.find(catalogue, words(q)).filter(({ date }) => !date || /\d/.test(q));
    places.lastElementChild.replaceChildren(...found.map((one) => make("li", site.link(one))));
    places.hidden = !found.length;
    button.hidden = true;
    if (!terms.length && !asked.some(([name]) => name !== "q")) {
      results.textContent = status.textContent = "";
      return;
    }
    const said = understand(terms, !found.length);
    const entries = candidates(terms);
    const exact = terms.some((term) => term.phrase);
    let [at, shown] = [0, 0];
    button.onclick = async () => {
      const items = [];
      while (at < entries.length && items.length < SHOWN) {
        const entry = entries[at++];
        const source = await text(entry);
        if (mine !== round) return;
        const marks = marked(source, terms) ?? (marked(`${data.cards[entry].title}\n${source}`, terms) && []);
        if (marks) items.push(item(entry, source, marks));
      }
      if (shown === 0) results.replaceChildren();
      results.append(...items);
      shown += items.length;
      button.hidden = at >= entries.length;
      const all = exact ? shown : entries.length;
      const more = (exact && !button.hidden ? " so far" : "") + (all > 1 ? ", the newest first" : "");
      status.textContent = said + (all ? `${all} found${more}.` : found.length ? "" : "No entry has all of this.");
    };
    await button.onclick();
  };

  const fill = (names) => {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const name of names) field(name).value = history.state?.[name] ?? asked.get(name) ?? "";
  };

  const prepare = async () => {
    data ??= read(await site.load("index"), await site.catalogue());
    const { lists } = data.index;
    for (const name in lists) {
      field(name).append(...lists[name].map(([value]) => new Option(value)));
      field(name).closest("label").hidden = !lists[name].length;
    }
    fill(FIELDS.slice(1));
  };

  // A locked site calls this for each of its pages.
  site.search = () => {
    form = document.forms.search;
    if (!form) return;
    form.hidden = false;
    fill(["q"]);
    if (site.asked) field("q").value = site.asked;
    site.asked = "";
    field("q").focus();
    form.oninput = search;
    form.onsubmit = (event) => { event.preventDefault(); search(); };
    ready = prepare();
    search().catch(() => { by("status").textContent = "The index could not be read. Build the site again."; });
    // The switcher leads here too, with another question.
    window.onhashchange = () => {
      if (!location.hash.includes("=")) return;
      fill(FIELDS);
      search();
    };
  };
  site.search();
})();
