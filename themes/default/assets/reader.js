// What a page answers to readers beyond its text. Nothing here is needed to read; what is bulky is loaded at its
// first use.
(() => {
  "use strict";

  const { src, dataset } = document.currentScript;
  // Where the site begins, and the part of it that is in the page's language.
  const root = new URL("../", src).href;
  const home = new URL(".", new URL(dataset.home, location.href)).href;
  const loaded = new Map();

  /** Loads a script, once; from the disk too, where nothing can be fetched. */
  const load = (address) => {
    if (!loaded.has(address)) {
      const promise = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        Object.assign(script, { src: address, onload: resolve, onerror: reject });
        document.head.append(script);
      });
      loaded.set(address, promise);
    }
    return loaded.get(address);
  };
  /** Loads the style sheet of what scripts show, once: before the site's own style sheet. */
  let styling;
  const styled = () =>
    (styling ??= new Promise((resolve) => {
      const link = document.createElement("link");
      Object.assign(link, { rel: "stylesheet", href: `${root}assets/script.css`, onload: resolve, onerror: resolve });
      document.querySelector("link[rel=stylesheet]").after(link);
    }));
  /** Loads scripts of the theme, one after the other. */
  const need = async (...names) => {
    await styled();
    for (const name of names) await load(`${root}assets/${name}.js`);
  };
  globalThis.glossator = { root, home, load };

  // What readers choose is remembered where the browser lets it.
  const chosen = (name, value) => {
    try {
      if (value !== undefined) localStorage.setItem(name, value);
      return localStorage.getItem(name);
    } catch {
      return value;
    }
  };
  /** What is kept as long as the window is open, as JSON. */
  const kept = (name, value) => {
    try {
      if (value !== undefined) sessionStorage.setItem(name, JSON.stringify(value));
      return JSON.parse(sessionStorage.getItem(name));
    } catch {
      return value;
    }
  };
  /** Dresses the page in what was chosen: the palette, how links look. */
  const dress = (name, value) => {
    chosen(name, value);
    if (value) document.documentElement.dataset[name] = value;
    else delete document.documentElement.dataset[name];
  };
  Object.assign(glossator, { chosen, kept, dress });
  const settings = document.getElementById("settings");
  settings?.addEventListener("beforetoggle", () => need("catalogue", "settings"), { once: true });

  // "/" opens the search over the page, or goes to its field; so does what is typed into the field in the bar.
  const searching = ["find", "catalogue", "search"];
  const page = document.querySelector("search[data-search]");
  if (page) need(...searching);
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing) return;
    event.preventDefault();
    if (page) page.querySelector("input").focus();
    else need(...searching).then(() => glossator.openSearch());
  });
  const field = document.querySelector(".to-search input");
  const search = (event) => {
    event.preventDefault();
    need(...searching).then(() => {
      glossator.openSearch(field.value);
      field.value = "";
    });
  };
  field?.addEventListener("input", search);
  field?.addEventListener("click", search);
  field?.form.addEventListener("submit", search);

  // The margin names what a paragraph mentions, once. It is for the eye alone: the links in the text say it too.
  const text = document.querySelector(".text[data-margin]");
  const kinds = text?.dataset.margin.split(" ") ?? [];
  for (const paragraph of text?.querySelectorAll(".paragraph") ?? []) {
    const entries = new Map();
    for (const link of paragraph.querySelectorAll("a.mention")) {
      const kind = kinds.find((kind) => link.classList.contains(kind));
      if (kind && !entries.has(link.href)) entries.set(link.href, { kind: `lane-${kinds.indexOf(kind)}`, name: link.title || link.textContent });
    }
    if (entries.size === 0) continue;
    const list = Object.assign(document.createElement("ul"), { className: "beside", lang: text.dataset.names ?? document.documentElement.lang, dir: "auto" });
    list.setAttribute("aria-hidden", "true");
    for (const [href, { kind, name }] of entries) {
      const link = Object.assign(document.createElement("a"), { href, className: kind, tabIndex: -1, textContent: name });
      list.append(document.createElement("li"));
      list.lastChild.append(link);
    }
    paragraph.querySelector("[data-verbatim]").before(list);
  }

  // Each term of the glossary has a link to itself.
  for (const term of document.querySelectorAll(".terms > [id]")) {
    const link = Object.assign(document.createElement("a"), { className: "permalink", href: `#${term.id}`, textContent: "#" });
    link.setAttribute("aria-label", term.parentElement.dataset.permalink);
    term.querySelector("dt").append(link);
  }

  // A paragraph's number is its link and, where there is a script, offers more. The words that are selected are
  // noted before the click takes the selection away.
  const selectedIn = (paragraph) => {
    const selection = getSelection();
    const text = paragraph.querySelector("[data-verbatim]");
    const inside = !selection.isCollapsed && text.contains(selection.anchorNode) && text.contains(selection.focusNode);
    return inside ? selection.toString().replace(/\s+/g, " ").trim() : "";
  };
  let selected = "";
  document.addEventListener("pointerdown", (event) => {
    const number = event.target.closest(".paragraph > .number");
    selected = number ? selectedIn(number.parentElement) : "";
  });
  document.addEventListener("click", (event) => {
    const number = event.target.closest(".paragraph > .number");
    if (!number || event.ctrlKey || event.metaKey || event.shiftKey || !("popover" in number)) return;
    const words = selected || selectedIn(number.parentElement);
    // What is in sight stays where it is.
    const { top, bottom } = number.parentElement.getBoundingClientRect();
    const place = scrollY;
    if (top >= 0 && bottom <= innerHeight) setTimeout(() => scrollTo({ top: place, behavior: "instant" }));
    need("catalogue", "cite").then(() => glossator.cite(number, words));
  });

  // Words that are selected in a paragraph can be linked to, quoted and cited; told when the selection rests.
  let resting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      const selection = getSelection();
      const paragraph = selection.anchorNode?.parentElement?.closest(".paragraph");
      const words = paragraph && "popover" in paragraph ? selectedIn(paragraph) : "";
      if (words.length > 1) need("catalogue", "cite").then(() => glossator.pick(paragraph, words, selection.getRangeAt(0).getBoundingClientRect()));
    }, 400);
  });

  // Opened, "How to cite" also tells how to cite a paragraph, or words.
  if (document.querySelector(".number")) document.querySelector("details.cite")?.addEventListener("toggle", ({ target }) => need("catalogue", "cite").then(() => glossator.tellHow(target)), { once: true });

  // A switch of language keeps the place on the page.
  document.getElementById("languages")?.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link) Object.assign(link, { search: location.search, hash: location.hash });
  });

  // The contents show where in the text one is; a drawer closes when one goes to a place on the same page.
  const contents = document.getElementById("contents");
  contents?.addEventListener("click", (event) => event.target.closest("a")?.hash && contents.matches(":popover-open") && contents.hidePopover());
  const here = contents?.querySelector("[aria-current=page]");
  if (here) contents.scrollTop = here.offsetTop - contents.clientHeight / 2;
  const links = new Map([...(contents?.querySelectorAll(".outline a[href^='#']") ?? [])].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  if (links.size > 0 && "IntersectionObserver" in globalThis) {
    const headings = [...document.querySelectorAll(".text :is(h2, h3, h4, h5, h6)[id]")];
    let current;
    const follow = () => {
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
      const link = links.get(passed.at(-1)?.id);
      if (link === current) return;
      current?.removeAttribute("aria-current");
      current = link;
      current?.setAttribute("aria-current", "location");
      if (current) contents.scrollTop = current.offsetTop - contents.clientHeight / 2;
    };
    // Told when a heading passes the upper third of the window, not at every step of scrolling.
    const observer = new IntersectionObserver(follow, { rootMargin: "0px 0px -66% 0px", threshold: [0, 1] });
    headings.forEach((heading) => observer.observe(heading));
  }

  // Where a search led here, its words are marked; where a link led to a mention, a bar leads to the others of its entry.
  const arrive = () => {
    const words = kept("found");
    if (words?.length && globalThis.CSS?.highlights) need("marks").then(() => glossator.mark(words));
    kept("found", []);
    // A mention in a heading has no anchor of its own: it is known from the entry's page.
    const isKnown = kept("mentions")?.addresses.includes(location.href);
    const mention = /-m\d+$/.test(location.hash) && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (isKnown || mention) need("catalogue", "steps").then(() => glossator.step(mention));
  };
  arrive();
  addEventListener("hashchange", arrive);
  /** The mentions that an entry's page lists, among which one steps: the name, the page, their addresses in order. */
  const mentions = (page, address) => ({
    name: page.querySelector("h1 dfn").textContent,
    entry: address,
    addresses: [...page.querySelectorAll(".concordance li > a.label")].map((link) => new URL(link.getAttribute("href"), address).href),
  });
  glossator.mentions = mentions;
  document.querySelector(".concordance")?.addEventListener("click", (event) => event.target.closest("a.label") && kept("mentions", mentions(document, location.href.split("#")[0])));

  // A link that is pointed at, or reached by keyboard, shows after a moment what it leads to.
  const WAIT = 400;
  let waiting;
  const consider = (event, still) => {
    // One who selects words does not ask what a link leads to.
    if (event.buttons || !getSelection().isCollapsed) return;
    const link = event.target.closest("main a[href], aside a[href]");
    if (waiting?.link === link || document.querySelector(".cite-menu:popover-open")) return;
    clearTimeout(waiting?.timer);
    waiting = undefined;
    // Links in drawings have addresses of another kind, and titles of their own.
    if (typeof link?.href !== "string" || !link.href.startsWith(home) || link.matches(".number, .permalink, .letters a") || chosen("previews") === "off") return;
    const own = (waiting = { link });
    own.timer = setTimeout(async () => {
      await need("catalogue", "preview");
      glossator.preview(link, () => waiting === own && still(link));
    }, WAIT);
  };
  const forget = (event) => {
    if (event.target.closest?.("a") !== waiting?.link) return;
    clearTimeout(waiting?.timer);
    waiting = undefined;
  };
  // What comes under a pointer that rests, as after a jump, was not pointed at.
  let at;
  document.addEventListener("pointermove", (event) => {
    const place = `${event.screenX} ${event.screenY}`;
    if (event.pointerType === "mouse" && place !== at) consider(event, (link) => link.matches(":hover"));
    at = place;
  });
  document.addEventListener("pointerout", (event) => !event.relatedTarget || forget(event));
  document.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && consider(event, (link) => link === document.activeElement));
  document.addEventListener("focusout", forget);
  document.addEventListener("keydown", (event) => event.key === "Escape" && clearTimeout(waiting?.timer));
})();
