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
    made.append(...children.flat().filter((child) => child !== undefined && child !== false));
    return made;
  }

  /** What was loaded, as documents: first the paragraphs, so that their numbers are their places in the list. */
  function unpacked({ language, kinds, groups, divisions, register, subjects }) {
    const [paragraphs, others] = [[], []];
    const own = primary(language);
    for (const [label, title, page, hasPage, group, texts, anchor = joined(label, "."), tag = language] of divisions) {
      const common = { names: [title], groups: [group], places: [], language: primary(tag), tag };
      others.push({ ...common, kind: DIVISION, label, text: "", address: hasPage ? page : `${page}#${anchor}`, anchor, first: texts[0] });
      texts.forEach((text, at) => {
        paragraphs.push({ ...common, kind: PARAGRAPH, label: `${label} ¶${at + 1}`, text, address: `${page}#${anchor}-p${at + 1}`, anchor: `${anchor}-p${at + 1}` });
      });
    }
    const groupsOf = (places) => [...new Set(places.map((at) => paragraphs[at].groups[0]))];
    const common = { label: "", language: own, tag: language };
    /** Names in the register's language and in others, each with its language. */
    const named = (forms, elsewhere = {}) => {
      const foreign = Object.entries(elsewhere).flatMap(([tag, names]) => names.map((name) => [tag, name]));
      const all = [...forms.map((name) => [language, name]), ...foreign];
      return { names: all.map(([, name]) => name), tags: all.map(([tag]) => tag), own: forms.length };
    };
    register.forEach(([kind, folder, entries], at) => {
      for (const [forms, definition, places, elsewhere, page] of entries) {
        const [first, from, length] = definition ?? [""];
        const text = typeof first === "string" ? first : paragraphs[first].text.slice(from, from + length);
        const slug = page || joined(forms[0], "-").toLowerCase();
        others.push({
          ...common,
          ...named(forms, elsewhere),
          kind: kinds.length + at,
          text,
          quoted: Boolean(definition),
          places,
          groups: groupsOf(places),
          address: `${folder}/${slug}.html`,
          anchor: `${kind}-${slug}`,
        });
      }
    });
    for (const [forms, places, anchor, elsewhere] of subjects) {
      others.push({ ...common, ...named(forms, elsewhere), kind: SUBJECT, text: "", places, groups: groupsOf(places), address: `index-a-z.html#${anchor}` });
    }
    const documents = [...paragraphs, ...others];
    const languages = [...new Set([own, ...divisions.map((row) => primary(row[7] ?? language))])];
    return { kinds: [...kinds, ...register.map(([kind]) => kind)], groups, documents, languages };
  }

  let catalogue;
  let words;
  let definitions;
  globalThis.glossatorFound = (found) => (catalogue = unpacked(found));
  globalThis.glossatorWords = (found) => (words = found);
  globalThis.glossatorDefined = (found) => (definitions = found);

  /** The catalogue and the words of the interface, loaded once. */
  let opening;
  const worded = () => load(`${home}search/words.js`).then(() => words);
  const opened = () => (opening ??= Promise.all([worded(), load(`${root}search/catalogue.js`)]).then(() => ({ ...catalogue, words: words.words, kindNames: words.kinds })));

  /** The catalogue with the editors' definitions, which search does without. */
  let defining;
  const defined = () =>
    (defining ??= Promise.all([opened(), load(`${root}search/definitions.js`)]).then(([opened]) => {
      const entries = opened.documents.filter(({ kind }) => kind > SUBJECT);
      entries.forEach((entry, at) => (entry.editorial = definitions[at]));
      return opened;
    }));

  Object.assign(glossator, { element, worded, opened, defined, PARAGRAPH, DIVISION, SUBJECT });
})();
