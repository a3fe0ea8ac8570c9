// Previews: what a link leads to, beside the link, for those who point at it or reach it by keyboard. The text is
// that of the search, loaded with the first preview. A preview stays while it is pointed at, and goes with Esc
// (WCAG 2.2, 1.4.13). Touch follows links as ever.
(() => {
  "use strict";

  const { home, defined, element, DIVISION } = glossator;
  /** Letters of a text that a preview shows. */
  const LONGEST = 420;
  /** Milliseconds in which the pointer may cross to the preview. */
  const KEPT = 250;
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

  /** What the preview says: text only, so that there is nothing in it to reach. */
  function said(catalogue, { kind, label, names, text, editorial, first, quoted, tag, places }) {
    const words = kind === DIVISION ? first : text || editorial;
    const where = places.slice(0, FEW).map((at) => catalogue.documents[at].label);
    return [
      element("p", { class: "card-line" }, label || catalogue.kindNames[catalogue.kinds[kind]][1]),
      element("p", { class: "preview-title", lang: tag }, names[0]),
      words && element("p", { lang: tag }, quoted ? `“${cut(words)}”` : cut(words)),
      where.length > 0 && element("p", { class: "card-line" }, where.join(", "), places.length > FEW && " …"),
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

  /** Below the link, or above it where there is more room; nothing on the page moves. */
  function place(link) {
    const lines = link.getClientRects();
    const [first, last] = [lines[0], lines[lines.length - 1]];
    const below = last.bottom + box.offsetHeight + 12 < innerHeight || first.top < innerHeight - last.bottom;
    const top = below ? last.bottom + 6 : first.top - box.offsetHeight - 6;
    const left = Math.max(8, Math.min((below ? last : first).left, document.documentElement.clientWidth - box.offsetWidth - 8));
    box.style.top = `${top + scrollY}px`;
    box.style.left = `${left + scrollX}px`;
  }

  box.addEventListener("pointerenter", () => clearTimeout(closing));
  box.addEventListener("pointerleave", closeSoon);
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());

  /** Shows what a link leads to, if it is still wanted and not in sight. */
  glossator.preview = async (link, wanted) => {
    const catalogue = await defined();
    await catalogue.at?.(link.href.slice(home.length).split("#")[0]);
    if (!wanted()) return;
    const target = found(catalogue, link.href);
    await catalogue.ensure?.(target?.places.slice(0, FEW) ?? []);
    if (!wanted()) return;
    if (!target || home + target.address === location.href.split(/[?#]/)[0]) return;
    close();
    shown = { link, title: link.title, described: link.getAttribute("aria-describedby") };
    // The browser's own tooltip would lie over it.
    link.removeAttribute("title");
    box.replaceChildren(...said(catalogue, target).filter(Boolean));
    box.hidden = false;
    place(link);
    link.setAttribute("aria-describedby", [shown.described, "preview"].filter(Boolean).join(" "));
    for (const event of ["pointerleave", "blur"]) link.addEventListener(event, closeSoon, { once: true });
  };
})();
