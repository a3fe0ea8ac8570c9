// What can be found and shown in previews: the papers' paragraphs and headings, the entries, the subjects of the
// index, as documents in one list. Loaded at the first use, as scripts, so that it works from a disk too.
(() => {
  "use strict";

  const { root, home, load } = glossator;
  const [PARAGRAPH, DIVISION, SUBJECT] = [0, 1, 2];
  const primary = (tag) => tag.split("-")[0];
  const joined = (text, by) => (text.match(/[A-Za-z0-9]+/g) ?? []).join(by);

  /** An element with attributes and children; nothing is ever parsed as HTML. */
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (typeof value === "function") made.addEventListener(key, value);
      else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
    }
    // Words in a language of their own may run the other way.
    if (made.lang) made.dir = "auto";
    made.append(...children.flat().filter((child) => child !== undefined && child !== false));
    return made;
  }

  /** Names in the register's language and in others, each with its language. */
  function named(language, forms, elsewhere = {}) {
    const foreign = Object.entries(elsewhere).flatMap(([tag, names]) => names.map((name) => [tag, name]));
    const all = [...forms.map((name) => [language, name]), ...foreign];
    return { label: "", language: primary(language), tag: language, names: all.map(([, name]) => name), tags: all.map(([tag]) => tag) };
  }

  // What the rows of the catalogue say, as documents. `groupsOf` tells the groups of paragraphs by their numbers.
  const unpack = {
    /** A division, and its paragraphs. */
    division([label, titles, page, hasPage, group, texts, anchor = joined(label, "."), tag], language) {
      const [title] = titles;
      const common = { names: [title], groups: [group], places: [], language: primary(tag ?? language), tag: tag ?? language };
      const division = { ...common, names: [...titles, anchor], kind: DIVISION, label, text: "", address: hasPage ? page : `${page}#${anchor}`, anchor, first: texts[0] };
      const paragraphs = texts.map((text, at) => ({ ...common, kind: PARAGRAPH, label: `${label} ¶${at + 1}`, text, address: `${page}#${anchor}-p${at + 1}`, anchor: `${anchor}-p${at + 1}` }));
      return { division, paragraphs };
    },

    /** An entry; words of the paper about it are a stretch of a paragraph, or a list of one text. */
    entry([forms, statement, places, elsewhere, page], { kind, name, folder, language, textOf, groupsOf }) {
      const quoted = Array.isArray(statement);
      const [first, from, length] = quoted ? statement : [statement];
      const text = typeof first === "string" ? first : textOf(first).slice(from, from + length);
      const slug = page || joined(forms[0], "-").toLowerCase();
      return { ...named(language, forms, elsewhere), kind, text, quoted, places, groups: groupsOf(places), address: `${folder}/${slug}.html`, anchor: `${name}-${slug}` };
    },

    subject([forms, places, anchor, elsewhere], { language, groupsOf }) {
      return { ...named(language, forms, elsewhere), kind: SUBJECT, text: "", places, groups: groupsOf(places), address: anchor.includes("#") ? anchor : `index-a-z.html#${anchor}` };
    },
  };

  /** What was loaded whole, as documents: first the paragraphs, so that their numbers are their places in the list. */
  function unpacked({ language, kinds, groups, divisions, register, subjects, silences }) {
    const rows = divisions.map((row) => unpack.division(row, language));
    const paragraphs = rows.flatMap((row) => row.paragraphs);
    const textOf = (at) => paragraphs[at].text;
    const groupsOf = (places) => [...new Set(places.map((at) => paragraphs[at].groups[0]))];
    const entries = register.flatMap(([name, folder, entries], at) => entries.map((row) => unpack.entry(row, { kind: kinds.length + at, name, folder, language, textOf, groupsOf })));
    const documents = [...paragraphs, ...rows.map((row) => row.division), ...entries, ...subjects.map((row) => unpack.subject(row, { language, groupsOf }))];
    const languages = [...new Set([language, ...divisions.map((row) => row[7] ?? language)].map(primary))];
    return { kinds: [...kinds, ...register.map(([kind]) => kind)], groups, documents, languages, silences };
  }

  let catalogue;
  let words;
  let statements;
  globalThis.glossatorFound = (found) => (catalogue = found);
  globalThis.glossatorStated = (found) => (statements = found);
  globalThis.glossatorWords = (found) => (words = found);

  /** The catalogue and the words of the interface, loaded once. */
  let opening;
  const worded = () => load(`${home}search/words.js`).then(() => words);
  const opened = () => (opening ??= open());
  async function open() {
    await Promise.all([worded(), load(`${root}search/catalogue.js`)]);
    if (catalogue.shards) await load(`${root}assets/pieces.js`);
    const opened = catalogue.shards ? glossator.inPieces(catalogue) : unpacked(catalogue);
    return { ...opened, words: words.words, kindNames: words.kinds };
  }

  /** The catalogue with what the editors say of entries, for which the first search does not wait. */
  let stating;
  const stated = () =>
    (stating ??= opened().then(async (opened) => {
      if (catalogue.shards) return opened;
      await load(`${root}search/statements.js`);
      const { documents } = opened;
      const entries = documents.flatMap(({ kind }, at) => (kind > SUBJECT ? [at] : []));
      entries.forEach((at, nth) => statements[nth] && (documents[at] = { ...documents[at], text: statements[nth] }));
      return opened;
    }));

  Object.assign(glossator, { element, worded, opened, stated, unpack, PARAGRAPH, DIVISION, SUBJECT });
})();
