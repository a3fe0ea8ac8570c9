// Previews: what a link leads to, for those who point at it or reach it by keyboard. The text is
// that of the search, loaded with the first preview. A preview stays while it is pointed at, and goes with Esc
// (WCAG 2.2, 1.4.13). Touch follows links as ever.
(() => {
  "use strict";

  const { home, stated, element, DIVISION } = glossator;
  /** Letters of a text that a preview shows. */
  const LONGEST = 420;
  /** Milliseconds in which the pointer may cross to the preview. */
  const KEPT = 500;
  /** Places that a preview names. */
  const FEW = 5;

  let places;

  /** What stands at an address of this site, if it is in the catalogue. */
  function found(catalogue, address) {
    const { documents } = catalogue;
    // What comes in pieces is not all there yet.
    if (!places || catalogue.at) {
      places = new Map(documents.map((document) => [document.address, document]));
      // A piece of text stands on several pages under one anchor; with several papers an anchor may be of each.
      const counts = new Map();
      for (const { anchor } of documents) if (anchor) counts.set(anchor, (counts.get(anchor) ?? 0) + 1);
      for (const document of documents) if (counts.get(document.anchor) === 1) places.set(`#${document.anchor}`, document);
    }
    const [page, anchor = ""] = address.slice(home.length).split("#");
    const place = decodeURIComponent(anchor).replace(/-m\d+$/, "");
    if (!place) return places.get(page);
    return places.get(`${page}#${place}`) ?? places.get(`#${place}`) ?? places.get(page);
  }

  function cut(text) {
    return text.length <= LONGEST ? text : `${text.slice(0, text.lastIndexOf(" ", LONGEST))} …`;
  }

  /** Whether an element is on the screen, or some of it. */
  function inSight(element) {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }

  /** The paragraphs of the page that are on the screen. */
  const seen = () => [...document.querySelectorAll(".paragraph")].filter(inSight);

  /** What the preview says that is not on the screen: text only, so that there is nothing in it to reach. Nothing, if
      there is no more than the name. */
  function said(catalogue, { kind, label, names, text, first, quoted, tag, places }) {
    const paragraphs = seen();
    const stated = kind === DIVISION ? first : text;
    const words = stated && paragraphs.some((paragraph) => paragraph.textContent.includes(stated)) ? undefined : stated;
    const elsewhere = places.filter((at) => !paragraphs.some(({ id }) => id === catalogue.documents[at].anchor));
    const where = elsewhere.slice(0, FEW).map((at) => catalogue.documents[at].label);
    if (!words && where.length === 0) return [];
    return [
      element("p", { class: "card-line" }, label || catalogue.kindNames[catalogue.kinds[kind]][1]),
      element("p", { class: "preview-title", lang: tag }, names[0]),
      words && element("p", { lang: tag }, quoted ? `“${cut(words)}”` : cut(words)),
      where.length > 0 && element("p", { class: "card-line" }, where.join(", "), elsewhere.length > FEW && " …"),
    ];
  }

  const box = element("div", { class: "preview", role: "tooltip", id: "preview", hidden: true });
  document.body.append(box);
  let shown;
  let closing;

  function close() {
    clearTimeout(closing);
    if (!shown) return;
    box.hidden = true;
    const { link, described, title } = shown;
    if (described) link.setAttribute("aria-describedby", described);
    else link.removeAttribute("aria-describedby");
    if (title) link.title = title;
    shown = undefined;
  }

  const closeSoon = () => {
    clearTimeout(closing);
    closing = setTimeout(close, KEPT);
  };

  /** In the margin of a text, where there is one; else at the edge of the window that is farther from the link. What is
      being read stays in sight, and nothing on the page moves. */
  function place(link) {
    const [line] = link.getClientRects();
    const text = link.closest(".text p, .concordance, .editorial")?.getBoundingClientRect();
    box.classList.add("beside-text");
    const isBeside = text && text.right + box.offsetWidth + 24 < document.documentElement.clientWidth;
    if (!isBeside) box.classList.remove("beside-text");
    const lowest = innerHeight - box.offsetHeight - 8;
    const top = isBeside ? Math.min(line.top - 8, lowest) : line.top > innerHeight / 2 ? barHeight() + 8 : lowest;
    box.style.top = `${top}px`;
    box.style.left = `${isBeside ? text.right + 16 : Math.max(8, Math.min(line.left, document.documentElement.clientWidth - box.offsetWidth - 8))}px`;
  }

  const barHeight = () => document.querySelector("header.site")?.offsetHeight ?? 0;

  box.addEventListener("pointerenter", () => clearTimeout(closing));
  box.addEventListener("pointerleave", closeSoon);
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());

  /** Shows what a link leads to, if it is still wanted and not in sight. */
  glossator.preview = async (link, wanted) => {
    const catalogue = await stated();
    await catalogue.at?.(link.href.slice(home.length).split("#")[0]);
    if (!wanted()) return;
    const target = found(catalogue, link.href);
    await catalogue.ensure?.(target?.places.slice(0, FEW) ?? []);
    if (!wanted()) return;
    if (!target || home + target.address === location.href.split(/[?#]/)[0]) return;
    const pieces = said(catalogue, target).filter(Boolean);
    if (pieces.length === 0) return;
    close();
    shown = { link, title: link.title, described: link.getAttribute("aria-describedby") };
    // The browser's own tooltip would lie over it.
    link.removeAttribute("title");
    box.replaceChildren(...pieces);
    box.hidden = false;
    place(link);
    link.setAttribute("aria-describedby", [shown.described, "preview"].filter(Boolean).join(" "));
    for (const event of ["pointerleave", "blur"]) link.addEventListener(event, closeSoon, { once: true });
  };
})();
