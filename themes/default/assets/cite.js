// Citing: what a paragraph's number offers beside its link: to copy the link, the paragraph with its citation, or a
// link to the words that are selected.
(() => {
  "use strict";

  const { element, worded } = glossator;
  /** Words of a selection from which on a link names its beginning and its end only. */
  const MANY = 10;
  const ENDS = 4;

  /** A piece of text in a text fragment (URL Fragment Text Directives): hyphens part the pieces there. */
  const encoded = (text) => encodeURIComponent(text).replaceAll("-", "%2D");

  /** The address of a paragraph, and of words in it. */
  function address(paragraph, selected) {
    const url = location.href.split("#")[0] + `#${paragraph.id}`;
    if (!selected) return url;
    const words = selected.split(" ");
    const text = words.length < MANY ? encoded(selected) : `${encoded(words.slice(0, ENDS).join(" "))},${encoded(words.slice(-ENDS).join(" "))}`;
    // Where the same words stand more than once on the page, those before them tell which are meant.
    const all = document.querySelector("main").textContent;
    const twice = all.indexOf(selected) !== all.lastIndexOf(selected);
    const own = paragraph.querySelector("[data-verbatim]").textContent;
    const before = own.slice(0, Math.max(0, own.indexOf(selected))).trim().split(" ").slice(-ENDS).join(" ");
    return `${url}:~:text=${twice && before ? `${encoded(before)}-,` : ""}${text}`;
  }

  /** The citation that the page has for what it shows, for a paragraph of it. */
  function citation(label, url) {
    const made = document.querySelector(".citation").cloneNode(true);
    const place = made.querySelector(".cite-label");
    if (place) place.textContent = label;
    else made.querySelector(".cite-paper").after(`, ${label}`);
    const address = made.querySelector(".cite-url");
    if (address) address.textContent = url;
    else made.append(` ${url}`);
    return made.textContent;
  }

  const menu = element("div", { class: "cite-menu", popover: "auto" });
  document.body.append(menu);

  /** Copies a text; where the browser does not let a page do so, shows it for copying by hand. */
  async function copy(text, words) {
    const answer = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    const said = answer ? [words.copied] : [words.not_copied, element("textarea", { readonly: true, rows: "4", "aria-label": words.not_copied }, text)];
    menu.querySelector("[role=status]").replaceChildren(...said);
    menu.querySelector("textarea")?.select();
  }

  /** Opens the menu of a paragraph at its number. */
  glossator.cite = async (number, selected) => {
    const { words } = await worded();
    const paragraph = number.closest(".paragraph");
    const label = number.title;
    const text = paragraph.querySelector("[data-verbatim]").textContent;
    const link = address(paragraph);
    const offers = [
      [words.copy_link, () => link],
      [words.copy_quotation, () => `“${text}” ${citation(label, link)}`],
      selected && [words.copy_selection, () => address(paragraph, selected)],
    ];
    const buttons = offers.filter(Boolean).map(([name, make]) => element("button", { type: "button", click: () => copy(make(), words) }, name));
    menu.setAttribute("aria-label", words.of_paragraph.replace("{label}", label));
    menu.replaceChildren(element("p", { class: "card-line" }, label), ...buttons, element("p", { role: "status" }));
    // Following the link took the focus away; from here it comes back when the menu closes.
    number.focus({ preventScroll: true });
    menu.showPopover();
    const { left, bottom } = number.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(left + scrollX, document.documentElement.clientWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${bottom + scrollY + 4}px`;
    buttons[0].focus();
  };
})();
