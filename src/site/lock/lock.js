// Opens a locked journal with its passphrase. The key stays in this page's memory and is gone when
// the page is closed.
"use strict";
(() => {
  const head = JSON.parse(document.getElementById("head").textContent);
  const form = document.getElementById("lock");
  const status = document.getElementById("lock-status");
  const KEPT = 8;
  const decoder = new TextDecoder();
  const site = window.evenkeelSite;
  const loadPack = site.load;
  const packs = new Map();
  let key;
  let places;
  let names;
  let blobs = [];
  let round = 0;

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const open = async (at) => {
    const sealed = bytes(await loadPack(head.packs[at], ""));
    const additionalData = new TextEncoder().encode(`evenkeel ${at}/${head.packs.length}`);
    const iv = sealed.subarray(0, 12);
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, sealed.subarray(12)));
  };

  const pack = (at) => {
    const known = packs.get(at) ?? open(at);
    packs.delete(at);
    packs.set(at, known);
    if (packs.size > KEPT) packs.delete(packs.keys().next().value);
    return known;
  };

  const stream = async (from, length) => {
    const out = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const at = Math.floor((from + done) / head.pack);
      const start = (from + done) % head.pack;
      const piece = (await pack(at)).subarray(start, start + length - done);
      out.set(piece, done);
      done += piece.length;
    }
    return out;
  };

  const file = (name) => stream(places.start + places.files[name][0], places.files[name][1]);
  const text = async (name) => decoder.decode(await file(name));

  const derive = async (passphrase) => {
    const raw = await crypto.subtle.importKey("raw", new TextEncoder().encode(passphrase), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(head.salt), iterations: head.rounds };
    return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  };

  const unlock = async (passphrase) => {
    key = await derive(passphrase);
    packs.clear();
    const length = Number(new DataView((await stream(0, 8)).buffer).getBigUint64(0));
    places = { start: 8 + length, files: JSON.parse(decoder.decode(await stream(8, length))) };
    names = Object.keys(places.files);
  };

  // The file that an address in the page `from` means.
  const resolve = (from, address) => {
    const url = new URL(address, `evenkeel://journal/${from.split("/").map(encodeURIComponent).join("/")}`);
    if (url.protocol !== "evenkeel:") return null;
    const name = decodeURIComponent(url.pathname.slice(1));
    return name in places.files ? [name, url.hash.slice(1)] : null;
  };
  const address = (name, heading) => `#${names.indexOf(name)}${heading ? `/${heading}` : ""}`;

  const picture = async (image, name) => {
    const type = /svg$/i.test(name) ? "image/svg+xml" : "image/jpeg";
    const url = URL.createObjectURL(new Blob([await file(name)], { type }));
    blobs.push(url);
    image.src = url;
  };

  const download = async (event, name) => {
    event.preventDefault();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([await file(name)]));
    link.download = name.split("/").pop();
    link.click();
  };

  const show = async () => {
    const mine = ++round;
    const [number, heading] = location.hash.slice(1).split("/");
    const name = names[number] ?? "index.html";
    const page = new DOMParser().parseFromString(await text(name), "text/html");
    const sheets = [];
    for (const link of page.querySelectorAll("link[rel=stylesheet]")) {
      const found = resolve(name, link.getAttribute("href"));
      const sheet = new CSSStyleSheet();
      if (found) sheet.replaceSync(await text(found[0]));
      sheets.push(sheet);
    }
    if (mine !== round) return;
    page.querySelectorAll("script").forEach((script) => script.remove());
    for (const link of page.querySelectorAll("a[href]")) {
      const found = resolve(name, link.getAttribute("href"));
      if (!found) continue;
      if (found[0].endsWith(".html")) link.setAttribute("href", address(...found));
      else link.addEventListener("click", (event) => download(event, found[0]));
    }
    blobs.forEach((url) => URL.revokeObjectURL(url));
    blobs = [];
    const pictures = [...page.querySelectorAll("img[src]")].map((image) => {
      const found = resolve(name, image.getAttribute("src"));
      image.removeAttribute("src");
      image.removeAttribute("srcset");
      return found && picture(image, found[0]);
    });
    document.querySelectorAll("link[rel=stylesheet]").forEach((link) => link.remove());
    document.adoptedStyleSheets = sheets;
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.body.replaceWith(page.body);
    document.body.tabIndex = -1;
    await Promise.all(pictures);
    const target = heading && document.getElementById(heading);
    if (target) target.scrollIntoView();
    else scrollTo(0, 0);
    document.body.focus({ preventScroll: true });
    site.search();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = document.getElementById("passphrase");
    const button = form.querySelector("button");
    button.disabled = true;
    status.textContent = "Opening. This takes a moment.";
    try {
      await unlock(field.value);
    } catch (error) {
      status.textContent = error.name === "OperationError" ? "This passphrase does not open it." : `It could not be opened: ${error.message}.`;
      button.disabled = false;
      field.select();
      return;
    }
    Object.assign(site, {
      locked: true,
      address: (url) => address(decodeURIComponent(url)),
      load: async (name) => {
        const script = await text(`search/${name}.js`);
        return JSON.parse(script.slice(script.indexOf(",") + 1, script.lastIndexOf(")")));
      },
    });
    addEventListener("hashchange", show);
    await show();
  });
  if (!globalThis.crypto?.subtle) {
    status.textContent = "This browser cannot open it here. Open the page from disk, or over https.";
    return;
  }
  status.textContent = "Nothing leaves this machine.";
  form.hidden = false;
  document.getElementById("passphrase").focus();
})();
