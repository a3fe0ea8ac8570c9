// Search: the concordance made interactive, over any page and on one of its own. What answers comes from `find.js`,
// what there is to find from `catalogue.js`.
(() => {
  "use strict";

  const { home, element, opened, stated, kept, Index, answered, silent, stretches, tokens, PARAGRAPH } = glossator;

  /** Of how many entries, and of how many paragraphs, the results show the first ones only. */
  const FEW = 8;
  const MANY = 20;
  /** Places that an entry found names. */
  const PLACES = 6;
  /** Letters that a heading must have in common with a word that nothing has, and how many such headings are offered. */
  const ALIKE = 3;
  const NEAREST = 6;
  /** Letters of a text that are shown around its marks. */
  const LONGEST = 320;
  const pageLanguage = document.documentElement.lang;

  /** The interface's words for a number of things, by the plural rules of its language. */
  function counted(words, key, count) {
    const rule = new Intl.PluralRules(pageLanguage).select(count);
    return (words[`${key}_${rule}`] ?? words[`${key}_other`]).replace("{count}", count);
  }

  /** The part of a text around its marks, with the marks. */
  function excerpt({ text, stretches }) {
    let [from, to] = [0, text.length];
    if (text.length > LONGEST) {
      // The window with most marks, beginning a little before one of them.
      const within = (start) => stretches.filter((mark) => mark.start >= start && mark.end <= start + LONGEST - 80).length;
      const best = stretches.reduce((best, mark) => (within(mark.start) > within(best) ? mark.start : best), stretches[0]?.start ?? 0);
      from = best > 80 ? text.indexOf(" ", best - 80) + 1 || best : 0;
      to = Math.min(text.length, from + LONGEST);
      if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), ...stretches.filter((mark) => mark.start < to).map((mark) => mark.end));
    }
    return [from > 0 && "… ", ...marked({ text, stretches }, from, to), to < text.length && " …"];
  }

  function marked({ text, stretches }, from = 0, to = text.length) {
    const pieces = [];
    for (const { start, end } of stretches) {
      if (start < from || end > to) continue;
      pieces.push(text.slice(from, start), element("mark", {}, text.slice(start, end)));
      from = end;
    }
    return [...pieces, text.slice(from, to)];
  }

  /** The language of words where it is not the page's. */
  const foreign = (tag) => (tag === pageLanguage ? undefined : tag);

  /** Remembers what a result has of the words sought, for the page that it leads to. */
  const leave = (found) => () => kept("found", [...new Set(found.flatMap(({ text, stretches }) => stretches.map(({ start, end }) => text.slice(start, end))))]);

  /** How many letters two words have in common at the start. */
  function common(left, right) {
    let at = 0;
    while (at < left.length && left[at] === right[at]) at++;
    return at;
  }

  let index;

  /** The search in an element: the field, and what is found. */
  class Search {
    constructor(place, catalogue, { onQuery = () => {}, onEnter, chosen } = {}) {
      this.catalogue = catalogue;
      this.onQuery = onQuery;
      this.chosen = chosen ?? { kinds: new Set(), groups: new Set() };
      this.input = place.querySelector("input");
      this.output = place.querySelector(".found");
      this.status = place.querySelector("[role=status]");
      this.input.addEventListener("input", () => this.run());
      place.querySelector("form").addEventListener("submit", (event) => {
        event.preventDefault();
        onEnter ? onEnter(this.input.value) : this.links()[0]?.focus();
      });
      place.addEventListener("keydown", (event) => this.move(event));
    }

    links() {
      return [...this.output.querySelectorAll("a.result")];
    }

    /** Arrow keys go from result to result. */
    move(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.target.closest("fieldset")) return;
      const stops = [this.input, ...this.links()];
      const at = stops.indexOf(document.activeElement.closest("a.result, input"));
      const next = stops[at + step];
      if (at < 0 || !next) return;
      event.preventDefault();
      next.focus();
      if (next !== this.input) next.scrollIntoView({ block: "nearest" });
    }

    /** Answers again when there is more to answer from, unless the reader is at a result. */
    async again() {
      await stated();
      index = undefined;
      if (!this.answer || this.output.contains(document.activeElement)) return;
      const { all, every } = this;
      this.run();
      if (all || every) Object.assign(this, { all, every }).show();
    }

    /** Answers what stands in the field. */
    run() {
      const query = this.input.value;
      this.onQuery(query, this.chosen);
      this.all = this.every = false;
      this.silent = silent(this.catalogue.silences, query, pageLanguage);
      const began = performance.now();
      if (this.silent.some(({ isAll }) => isAll)) {
        this.answer = { found: [], parts: [], changes: [], some: false };
        this.show(began);
      } else if (!query.trim()) {
        this.answer = undefined;
        this.show(began);
      } else if (this.catalogue.answer) {
        // In pieces: the answer comes when they have come, if it is still asked for.
        this.catalogue.answer(query, pageLanguage).then((answer) => {
          if (query !== this.input.value) return;
          this.answer = answer;
          this.show(began);
        });
      } else {
        const { documents, languages } = this.catalogue;
        index ??= Index.of(documents, languages);
        this.answer = answered(index, (at) => documents[at].places, query, pageLanguage);
        this.show(began);
      }
    }

    show(began = performance.now()) {
      if (!this.answer) {
        this.output.replaceChildren();
        this.say("");
        return;
      }
      const { words, kinds, groups, documents } = this.catalogue;
      const { chosen } = this;
      const about = (result) => documents[result.document];
      const ofKind = (result) => !chosen.kinds.size || chosen.kinds.has(kinds[about(result).kind]);
      const inGroup = (result) => !chosen.groups.size || about(result).groups.some((group) => chosen.groups.has(group));
      const { found } = this.answer;
      const shown = found.filter((result) => ofKind(result) && inGroup(result));
      const isEntry = (result) => about(result).kind !== PARAGRAPH;
      const entries = shown.filter((result) => isEntry(result) && !result.part);
      // What has one of several words stands behind what has them all.
      const inPart = shown.filter((result) => isEntry(result) && result.part);
      const paragraphs = shown.filter((result) => about(result).kind === PARAGRAPH);
      const seen = [...(this.all ? entries : entries.slice(0, FEW)), ...inPart.slice(0, FEW), ...(this.every ? paragraphs : paragraphs.slice(0, MANY))];
      const needed = seen.flatMap(({ document, by = document }) => [document, by, ...documents[document].places.slice(0, PLACES)]);
      if (needed.some((at) => documents[at].chunk !== undefined)) {
        const { answer } = this;
        this.catalogue.ensure(needed).then(() => answer === this.answer && this.show(began));
        return;
      }
      const named = entries.length + inPart.length;
      const counts = [named && counted(words, "entries_found", named), paragraphs.length && counted(words, "paragraphs_found", paragraphs.length)];
      const told = this.silent.map(({ name }) => words.silent.replace("{name}", name));
      this.say([...told, counts.filter(Boolean).join(", ")].filter(Boolean).join(" ") || words.none);
      this.output.replaceChildren(
        ...[
          told.length && this.silences(),
          this.corrections(),
          found.length === 0 && !told.length && this.nearest(),
          found.length > 1 && this.facets(found, ofKind, inGroup),
          entries.length && this.entries(entries, words.entries),
          ...this.byGroup(this.every ? paragraphs : paragraphs.slice(0, MANY), groups, paragraphs),
          !this.every && paragraphs.length > MANY && this.more(paragraphs.length, () => (this.every = true), ".paragraph-found a.result", MANY),
          inPart.length && this.entries(inPart.slice(0, FEW), words.in_part),
        ].filter(Boolean),
      );
      this.output.dataset.milliseconds = (performance.now() - began).toFixed(1);
      this.shown?.();
    }

    /** Tells how many, when the reader pauses: listeners would not follow every letter. */
    say(text) {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => (this.status.textContent = text), text ? 300 : 0);
    }

    /** The way to the list of what the paper does not mention. */
    silences() {
      const { words } = this.catalogue;
      const link = element("a", { href: `${home}silences.html` }, words.silences);
      return element("p", { class: "corrections" }, link);
    }

    corrections() {
      const { words } = this.catalogue;
      const lines = this.answer.changes.map(({ word, instead }) => {
        if (!instead) return element("p", {}, words.nothing_has.replace("{word}", word));
        const [before, after] = words.instead.replace("{word}", word).split("{instead}");
        const choose = () => {
          this.input.value = this.input.value.replace(word, instead);
          this.input.focus();
          this.run();
        };
        return element("p", { class: "instead" }, before, element("button", { type: "button", click: choose }, instead), after);
      });
      if (this.answer.some) lines.push(element("p", {}, words.some));
      return lines.length && element("div", { class: "corrections" }, lines);
    }

    /** Where nothing is found: the names and subjects that begin like a word of the query, and the index. */
    nearest() {
      const { words, documents } = this.catalogue;
      const sought = tokens(this.input.value, pageLanguage).map(({ word }) => word);
      const likeness = ({ names = [], language }) => Math.max(0, ...names.flatMap((name) => tokens(name, language).flatMap(({ word }) => sought.map((other) => common(word, other)))));
      const near = documents.filter(({ kind }) => kind !== PARAGRAPH).map((about) => [likeness(about), about]);
      const best = near.filter(([alike]) => alike >= ALIKE).sort(([left], [right]) => right - left).slice(0, NEAREST);
      const links = best.map(([, { address, names, tag }]) => element("a", { class: "result", href: home + address, lang: foreign(tag) }, names[0]));
      links.push(element("a", { class: "result", href: `${home}index-a-z.html` }, words.index));
      return element("section", {}, element("h2", {}, words.nearest), element("ul", {}, links.map((link) => element("li", {}, link))));
    }

    /** What the results can be limited to, with how many there are. */
    facets(found, ofKind, inGroup) {
      const { words, kinds, kindNames, groups, documents } = this.catalogue;
      const facet = (title, key, names, chosen, of, among) => {
        const counts = new Map();
        for (const result of found.filter(among)) for (const name of of(documents[result.document])) counts.set(name, (counts.get(name) ?? 0) + 1);
        const boxes = names.flatMap(([name, label]) => {
          const count = counts.get(name) ?? 0;
          if (!count && !chosen.has(name)) return [];
          const change = (event) => {
            event.target.checked ? chosen.add(name) : chosen.delete(name);
            this.onQuery(this.input.value, this.chosen);
            this.show();
            this.output.querySelector(`input[name="${key}"][value="${name}"]`)?.focus();
          };
          return [element("label", {}, element("input", { type: "checkbox", name: key, value: name, checked: chosen.has(name), change }), ` ${label} `, element("span", { class: "count" }, String(count)))];
        });
        return boxes.length > 1 && element("fieldset", {}, element("legend", {}, title), boxes);
      };
      const fieldsets = [
        facet(words.by_kind, "kind", kinds.map((kind) => [kind, kindNames[kind][0]]), this.chosen.kinds, (about) => [kinds[about.kind]], inGroup),
        facet(words.by_place, "in", groups.map((name, at) => [at, name]), this.chosen.groups, (about) => about.groups, ofKind),
      ].filter(Boolean);
      const wide = matchMedia("(min-width: 64rem)").matches && !this.input.closest("dialog");
      const open = (this.open ??= wide);
      const toggle = (event) => (this.open = event.target.open);
      return fieldsets.length && element("details", { class: "facets", open, toggle }, element("summary", {}, words.limit), fieldsets);
    }

    entries(results, title) {
      const { kinds, kindNames, documents } = this.catalogue;
      const few = this.all ? results : results.slice(0, FEW);
      const items = few.map((result) => {
        const about = documents[result.document];
        const found = stretches(about, this.answer, result);
        const text = found.at(-1);
        const other = found.findIndex((field, at) => at > 0 && at < about.names.length && field.stretches.length);
        // A place has words of its own to mark, if it was found itself.
        const foundAt = (at) => this.answer.found.find(({ document }) => document === at);
        const leaveTo = (at) => leave(foundAt(at) ? stretches(documents[at], this.answer, foundAt(at)) : found);
        const places = about.places.slice(0, PLACES).map((at) => element("a", { class: "label", href: home + documents[at].address, click: leaveTo(at) }, documents[at].label));
        const label = about.label || kindNames[kinds[about.kind]][1];
        return element(
          "li",
          {},
          element("p", { class: "card-title" }, element("a", { class: "result", href: home + about.address, lang: foreign(about.tag), click: leave(found) }, marked(found[0])), " ", element("span", { class: "label" }, label)),
          other > 0 && !found[0].stretches.length && element("p", { class: "card-line", lang: foreign(about.tags?.[other] ?? about.tag) }, marked(found[other])),
          about.text && element("p", { class: "said", lang: foreign(about.tag) }, about.quoted ? ["“", ...excerpt(text), "”"] : excerpt(text)),
          places.length > 0 && element("p", { class: "card-line" }, places.flatMap((place, at) => (at ? [", ", place] : [place])), about.places.length > places.length && ` … (${about.places.length})`),
        );
      });
      return element(
        "section",
        {},
        element("h2", {}, title),
        element("ol", {}, items),
        few.length < results.length && this.more(results.length, () => (this.all = true), "a.result", FEW),
      );
    }

    /** A button that shows all results, and goes to the first one that was not shown. */
    more(count, choose, links, at) {
      const click = () => {
        choose();
        this.show();
        this.output.querySelectorAll(links)[at]?.focus();
      };
      return element("p", {}, element("button", { type: "button", click }, this.catalogue.words.all.replace("{count}", count)));
    }

    /** Paragraphs under the groups in which they stand, with how many there are in each in all. */
    byGroup(results, groups, all) {
      const { documents } = this.catalogue;
      const inGroup = (group) => all.filter((result) => documents[result.document].groups[0] === group).length;
      const sections = new Map();
      for (const result of results) {
        const group = documents[result.document].groups[0];
        sections.has(group) ? sections.get(group).push(result) : sections.set(group, [result]);
      }
      return [...sections].map(([group, results]) =>
        element(
          "section",
          {},
          element("h2", { lang: foreign(documents[results[0].document].tag) }, groups[group], " ", element("span", { class: "count" }, String(inGroup(group)))),
          element("ol", {}, results.map((result) => this.paragraph(result))),
        ),
      );
    }

    paragraph(result) {
      const { documents } = this.catalogue;
      const about = documents[result.document];
      const found = stretches(about, this.answer, result, documents[result.by]);
      const lang = foreign(about.tag);
      return element(
        "li",
        { class: "paragraph-found" },
        element("p", { class: "card-line" }, element("a", { class: "result", href: home + about.address, click: leave(found) }, about.label), " ", element("span", { lang }, marked(found[0]))),
        element("p", { class: "said", lang }, excerpt(found.at(-1))),
      );
    }
  }

  let dialog;

  /** Opens the search over the page. Its words come with the catalogue. */
  glossator.openSearch = async (query = "") => {
    const catalogue = await opened();
    const { words } = catalogue;
    if (!dialog) {
      const all = (query) => `${home}search/index.html${query && `?q=${encodeURIComponent(query)}`}`;
      const more = element("a", { href: all("") }, words.all_results);
      const shut = () => {
        dialog.close();
        // Where nothing had the focus before, it would stay in the field that is no longer there.
        if (dialog.contains(document.activeElement)) document.activeElement.blur();
      };
      const close = element("button", { type: "button", click: shut }, words.close);
      const field = element("input", { type: "search", "aria-label": words.field, placeholder: words.field, autocomplete: "off", spellcheck: "false", enterkeyhint: "search", maxlength: "200" });
      dialog = element(
        "dialog",
        { "data-search": true, "aria-label": words.field },
        element("p", { class: "dialog-head" }, more, close),
        element("form", { role: "search" }, field),
        element("p", { class: "summary", role: "status" }),
        element("div", { class: "found" }),
      );
      // Escape would first empty the field.
      dialog.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        shut();
      });
      // A result may stand on this very page.
      dialog.addEventListener("click", (event) => event.target.closest("a.result, a.label") && shut());
      document.body.append(dialog);
      dialog.search = new Search(dialog, catalogue, { onQuery: (query) => (more.href = all(query)), onEnter: (query) => location.assign(all(query)) });
      dialog.search.again();
    }
    dialog.showModal();
    const input = dialog.querySelector("input");
    if (query) {
      input.value = query;
      dialog.search.run();
    } else {
      input.select();
    }
  };

  /** On the search page the field and what is chosen stand in the address, so that it can be sent to others. */
  async function onPage(place) {
    const address = new URL(location.href);
    const listed = (key) => (address.searchParams.get(key) ?? "").split(" ").filter(Boolean);
    const input = place.querySelector("input");
    input.value = address.searchParams.get("q") ?? "";
    input.focus();
    let timer;
    const remember = (query, chosen) => {
      address.searchParams.set("q", query);
      for (const [key, values] of [["kind", chosen.kinds], ["in", chosen.groups]]) {
        values.size ? address.searchParams.set(key, [...values].join(" ")) : address.searchParams.delete(key);
      }
      clearTimeout(timer);
      timer = setTimeout(() => history.replaceState(null, "", address), 200);
    };
    const chosen = { kinds: new Set(listed("kind")), groups: new Set(listed("in").map(Number)) };
    const search = new Search(place, await opened(), { onQuery: remember, chosen });
    // One comes back to the place among the results that one left.
    history.scrollRestoration = "manual";
    const left = history.state;
    search.shown = () => {
      search.shown = undefined;
      if (!left?.top) return;
      Object.assign(search, { all: left.all, every: left.every });
      search.show();
      scrollTo({ top: left.top, behavior: "instant" });
    };
    addEventListener("pagehide", () => history.replaceState({ top: scrollY, all: search.all, every: search.every }, ""));
    search.run();
    search.again();
  }
  const place = document.querySelector("search[data-search]");
  if (place) onPage(place);
})();
