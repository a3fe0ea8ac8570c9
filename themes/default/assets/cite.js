// Citing a paragraph, or the words that are selected in it: a link, the words with their citation, the reference in a
// style, files for reference managers. A bar offers it where words are selected, a dialog where a paragraph's number is
// followed. Everything leads to the division's own page, whichever page one is on.
(() => {
  "use strict";

  const { home, load, element, worded, chosen } = glossator;
  /** Words of a selection from which on a link names its beginning and its end only. */
  const MANY = 10;
  const ENDS = 4;
  /** Formats for reference managers: extension, name, type. */
  const FORMATS = [["bib", "BibTeX", "application/x-bibtex"], ["ris", "RIS", "application/x-research-info-systems"], ["json", "CSL-JSON", "application/vnd.citationstyles.csl+json"]];

  let received;
  globalThis.glossatorCiting = (found) => (received = found);
  const papers = new Map();
  /** The styles and records of a paper. */
  async function citing(paper) {
    if (!papers.has(paper)) papers.set(paper, load(`${home}search/cite-${paper}.js`).then(() => received));
    return papers.get(paper);
  }

  /** A piece of text in a text fragment (URL Fragment Text Directives): hyphens part the pieces there. */
  const encoded = (text) => encodeURIComponent(text).replaceAll("-", "%2D");

  /** What is known of a paragraph: its division's title, its label, its address on the division's own page, its key. */
  function about(paragraph) {
    const heading = document.getElementById(paragraph.id.replace(/-p\d+$/, ""));
    const { paper } = paragraph.closest("[data-paper]").dataset;
    const base = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    const url = new URL(heading.dataset.page ?? "", base.split(/[?#]/)[0]);
    url.hash = paragraph.id;
    return { paper, title: heading.dataset.title, label: paragraph.querySelector(".number").title, url: url.href, key: `${paper}-${paragraph.id}` };
  }

  /** The address of words in a paragraph. */
  function addressOf(paragraph, selected) {
    const { url } = about(paragraph);
    const words = selected.split(" ");
    const text = words.length < MANY ? encoded(selected) : `${encoded(words.slice(0, ENDS).join(" "))},${encoded(words.slice(-ENDS).join(" "))}`;
    // Where the same words stand more than once on the page, those before them tell which are meant.
    const all = document.querySelector("main").textContent;
    const twice = all.indexOf(selected) !== all.lastIndexOf(selected);
    const own = paragraph.querySelector("[data-verbatim]").textContent;
    const before = own.slice(0, Math.max(0, own.indexOf(selected))).trim().split(" ").slice(-ENDS).join(" ");
    return `${url}:~:text=${twice && before ? `${encoded(before)}-,` : ""}${text}`;
  }

  /** A text with its places filled in. */
  const filled = (text, { title, label, url, key }, escaped = (value) => value) =>
    text.replace(/[\ue000-\ue003]/g, (place) => escaped([title, label, url, key][place.charCodeAt(0) - 0xe000]));
  const SPECIAL = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  const escapes = {
    bib: (value) => (/^https?:/.test(value) ? value : value.replace(/[&%$#_{}\\~^]/g, (sign) => SPECIAL[sign] ?? `\\${sign}`)),
    json: (value) => JSON.stringify(value).slice(1, -1),
  };
  const inWords = (pieces, places) => pieces.map(({ text }) => filled(text, places)).join("");
  const inMarkup = (pieces, places) => pieces.map(({ text, italic }) => (italic ? element("cite", {}, filled(text, places)) : filled(text, places)));
  /** The style that the reader chose last. */
  const styleOf = (styles) => styles.find(({ name }) => name === chosen("style")) ?? styles[0];

  const menu = element("div", { class: "cite-menu", popover: "auto" });
  const bar = element("div", { class: "pick", popover: "manual", role: "toolbar" });
  document.body.append(menu, bar);

  /** Copies a text; where the browser does not let a page do so, shows it for copying by hand. */
  async function copy(text, words, place) {
    const answer = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    const status = place.querySelector("[role=status]");
    status.replaceChildren(...(answer ? [words.copied] : [words.not_copied, element("textarea", { readonly: true, rows: "4", "aria-label": words.not_copied }, text)]));
    status.querySelector("textarea")?.select();
  }

  /** Words of the paper with their citation. Quotation marks within a quotation are single ones. */
  const quoted = (text, places, { reference }) => `“${text.replace(/"([^"]*)"|“([^”]*)”/g, (_, straight, curly) => `‘${straight ?? curly}’`)}” ${inWords(reference, places)}`;

  /** Puts a box beside an element or a stretch of text, within the window. */
  function put(box, { left, bottom }) {
    box.style.left = `${Math.max(8, Math.min(left + scrollX, document.documentElement.clientWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${Math.max(0, Math.min(bottom + 4, innerHeight - box.offsetHeight - 8)) + scrollY}px`;
  }

  /** A citation with a button that copies it. */
  function copyable(title, pieces, places, words) {
    const button = element("button", { type: "button", "aria-label": `${words.copy}: ${title}`, click: () => copy(inWords(pieces, places), words, menu) }, words.copy);
    return element("div", { class: "cited" }, element("p", {}, element("span", { class: "note" }, title), " ", ...inMarkup(pieces, places)), button);
  }

  /** A link that saves a record. */
  function saved(records, [extension, name, type], places) {
    const text = filled(records[extension], places, escapes[extension]);
    return element("a", { href: URL.createObjectURL(new Blob([text], { type })), download: `${places.key}.${extension}` }, name);
  }

  /** Opens the dialog of a paragraph at its number. */
  glossator.cite = async (number, selected) => {
    const paragraph = number.closest(".paragraph");
    const places = about(paragraph);
    const [{ words }, { styles, records }] = await Promise.all([worded(), citing(places.paper)]);
    const text = selected || paragraph.querySelector("[data-verbatim]").textContent;
    const shown = element("div", {});
    const show = () => {
      const style = styleOf(styles);
      shown.replaceChildren(copyable(words.reference, style.reference, places, words), copyable(words.in_text, style.in_text, places, words));
    };
    const choose = ({ target }) => {
      chosen("style", target.value);
      show();
      // What was copied is of the style before.
      menu.querySelector("[role=status]").replaceChildren();
    };
    const select = element("select", { change: choose }, styles.map(({ name }) => element("option", { selected: name === styleOf(styles).name }, name)));
    const offers = [
      [words.copy_link, () => places.url],
      [words.copy_quotation, () => quoted(text, places, styleOf(styles))],
      selected && [words.copy_selection, () => addressOf(paragraph, selected)],
    ];
    const buttons = offers.filter(Boolean).map(([name, make]) => element("button", { type: "button", class: "offer", click: () => copy(make(), words, menu) }, name));
    menu.setAttribute("aria-label", words.of_paragraph.replace("{label}", places.label));
    menu.replaceChildren(
      element("p", { class: "card-line" }, places.label),
      ...buttons,
      element("label", {}, `${words.style} `, select),
      shown,
      element("p", { class: "card-line" }, words.files, ": ", FORMATS.flatMap((format, at) => [at > 0 && ", ", saved(records, format, places)])),
      element("p", { role: "status" }),
    );
    show();
    // Following the link took the focus away; from here it comes back when the menu closes.
    number.focus({ preventScroll: true });
    menu.showPopover();
    put(menu, number.getBoundingClientRect());
    buttons[0].focus();
  };

  /** Tells, where a page says how to cite it, how paragraphs and words are cited. */
  glossator.tellHow = async (details) => {
    const { words } = await worded();
    details.querySelector("summary").after(element("p", { class: "status" }, words.how_to_cite));
  };

  /** Shows the bar at words that are selected in a paragraph. */
  glossator.pick = async (paragraph, selected, rectangle) => {
    const places = about(paragraph);
    const [{ words }, { styles }] = await Promise.all([worded(), citing(places.paper)]);
    const number = paragraph.querySelector(".number");
    const offers = [
      [words.pick_link, () => copy(addressOf(paragraph, selected), words, bar)],
      [words.pick_quote, () => copy(quoted(selected, places, styleOf(styles)), words, bar)],
      [words.pick_cite, () => glossator.cite(number, selected)],
    ];
    bar.setAttribute("aria-label", words.of_paragraph.replace("{label}", places.label));
    // The selection stays while one presses a button.
    const keep = (event) => event.preventDefault();
    bar.replaceChildren(...offers.map(([name, click]) => element("button", { type: "button", click, pointerdown: keep, mousedown: keep }, name)), element("span", { role: "status" }));
    bar.showPopover();
    put(bar, rectangle);
  };
  document.addEventListener("selectionchange", () => getSelection().isCollapsed && bar.matches(":popover-open") && bar.hidePopover());
})();
