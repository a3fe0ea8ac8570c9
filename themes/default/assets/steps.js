// From mention to mention of one entry: where a page is opened at a mention, a bar leads to the previous and to the next.
(() => {
  "use strict";

  const { element, worded, kept, mentions } = glossator;
  let bar;

  /** The mentions among which one goes: as remembered from the entry's page, else as that page has them. */
  async function trail(mention) {
    const known = kept("mentions");
    if (known?.addresses.includes(location.href)) return known;
    const link = mention && mention.closest("a.mention");
    if (!link || location.protocol === "file:") return;
    const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
    return mentions(page, link.href);
  }

  /** Marks the other mentions of the entry in a passage, which may name it more than once. */
  function markOthers(mention) {
    const link = mention && mention.closest("a.mention");
    if (!link || !globalThis.CSS?.highlights) return;
    const passage = link.closest("p, h1, h2, h3, h4, h5, h6");
    const ranges = [...passage.querySelectorAll("a.mention")].filter((each) => each !== link && each.pathname === link.pathname).map((each) => {
      const range = new Range();
      range.selectNodeContents(each);
      return range;
    });
    CSS.highlights.set("named", new Highlight(...ranges));
  }

  /** Shows the bar for the mention at which the page is opened. */
  glossator.step = async (mention) => {
    const [{ words }, found] = await Promise.all([worded(), trail(mention)]);
    bar?.remove();
    markOthers(mention);
    const at = found?.addresses.indexOf(location.href) ?? -1;
    if (at < 0 || found.addresses.length < 2) return;
    kept("mentions", found);
    const to = (address, name, sign) => (address ? element("a", { href: address, "aria-label": name, title: name }, sign) : element("span", { "aria-hidden": "true" }, sign));
    bar = element(
      "nav",
      { class: "steps", "aria-label": words.mentions_of.replace("{name}", found.name) },
      element("a", { href: found.entry }, found.name),
      to(found.addresses[at - 1], words.previous_mention, "‹"),
      element("span", {}, words.at_of.replace("{at}", at + 1).replace("{count}", found.addresses.length)),
      to(found.addresses[at + 1], words.next_mention, "›"),
      element("button", { type: "button", "aria-label": words.close, click: () => bar.remove() }, "×"),
    );
    document.body.append(bar);
  };
})();
