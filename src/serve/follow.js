// Follows the writing: what changed is put into the page that is open, which stays where it was
// scrolled to. Only the preview hands this out; the site itself has no part of it.
"use strict";
(() => {
  const script = document.currentScript;
  const root = new URL("../", script.src);
  let version = Number(script.dataset.version);
  let source = null;
  let ended = false;

  const here = () => {
    const path = decodeURIComponent(location.pathname.slice(root.pathname.length));
    return path === "" || path.endsWith("/") ? `${path}index.html` : path;
  };

  // Makes `old` like `fresh` and leaves alone what is the same: open details, the focus, pictures.
  const follow = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    const alike = old.nodeType === Node.ELEMENT_NODE && old.nodeName === fresh.nodeName &&
      old.attributes.length === fresh.attributes.length &&
      [...fresh.attributes].every((one) => old.getAttribute(one.name) === one.value);
    if (!alike || old.childNodes.length !== fresh.childNodes.length) {
      old.replaceWith(fresh);
      return;
    }
    const children = [...fresh.childNodes];
    [...old.childNodes].forEach((child, index) => follow(child, children[index]));
  };

  const update = async () => {
    const response = await fetch(location.href, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const scripts = (page) => [...page.querySelectorAll("script")].filter((one) => one.src !== script.src && !one.src.endsWith("/static/keys.js"));
    const styles = (page) => page.querySelectorAll('link[rel="stylesheet"]').length;
    // A script of the page has already done its work on it, so it begins again; and so does a page
    // that came or went. The keys of every page do nothing until one is pressed.
    if (scripts(document).length || scripts(fresh).length || styles(document) !== styles(fresh)) {
      return location.reload();
    }
    const { scrollX, scrollY } = window;
    document.title = fresh.title;
    follow(document.body, document.adoptNode(fresh.body));
    boxes();
    window.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
  };

  const restyle = () => {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      const fresh = link.cloneNode();
      const address = new URL(link.href);
      address.searchParams.set("v", version);
      fresh.href = address;
      fresh.addEventListener("load", () => link.remove());
      link.after(fresh);
    }
  };

  // Where the person asked for it, the boxes of today that are open can be ticked.
  const boxes = () => {
    if (!script.dataset.write) return;
    for (const row of document.querySelectorAll("table.week[data-today] tr[data-commitment]")) {
      const glyph = row.querySelector("td.now > .glyph.open");
      if (!glyph) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "evenkeel-tick";
      button.setAttribute("aria-label", `Check in: ${row.querySelector("th a")?.textContent ?? row.dataset.commitment}`);
      glyph.replaceWith(button);
      button.append(glyph);
      button.addEventListener("click", () => tick(button, row));
    }
  };

  const tick = async (button, row) => {
    button.disabled = true;
    const body = JSON.stringify({ commitment: row.dataset.commitment, today: row.closest("table").dataset.today });
    const headers = { "content-type": "application/json", "x-evenkeel-token": script.dataset.write };
    const answer = await fetch(new URL("check-in", script.src), { method: "POST", headers, body }).catch(() => null);
    if (answer?.ok) return;
    button.disabled = false;
    notice(answer ? await answer.text() : "The preview does not answer.", "This was not written down:");
  };

  const notice = (problem, title = "The site is as it was before this:") => {
    let shown = document.getElementById("evenkeel-notice");
    if (problem === null) {
      shown?.remove();
      return;
    }
    if (!shown) {
      shown = document.createElement("aside");
      shown.id = "evenkeel-notice";
      shown.setAttribute("role", "alert");
      shown.append(document.createElement("p"), document.createElement("pre"));
      document.body.append(shown);
    }
    shown.firstChild.textContent = title;
    shown.lastChild.textContent = problem;
  };

  const heard = async (event) => {
    const news = JSON.parse(event.data);
    if (news.version === version) return;
    // Something was missed, a restart of the preview among it: look at all of it.
    const next = news.version === version + 1 && news.paths !== null;
    version = news.version;
    const paths = new Set(next ? news.paths : []);
    if (!next || paths.has(here())) await update();
    if (!next || [...paths].some((path) => path.startsWith("static/"))) restyle();
    const shown = [...document.querySelectorAll("img, audio, video, source")];
    const file = (address) => decodeURIComponent(new URL(address, location).pathname.slice(root.pathname.length));
    if (shown.some((one) => one.src && paths.has(file(one.src)))) location.reload();
    notice(news.problem);
  };

  // A browser keeps few connections to one host, so a page that nobody looks at has none.
  const listen = () => {
    source?.close();
    source = null;
    if (document.hidden || ended) return;
    source = new EventSource(new URL("events", script.src));
    source.addEventListener("message", heard);
    // Whoever answers here later is somebody else: this page asks no more until it is loaded anew.
    source.addEventListener("error", () => {
      ended = true;
      source?.close();
      source = null;
      notice("The preview has ended. Start it again with: evenkeel serve", "This page follows no more:");
    });
  };
  boxes();
  document.addEventListener("visibilitychange", listen);
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => event.persisted && listen());
  listen();
})();
