// A catalogue that is too large to be loaded whole: the words in shards by their first letters, the documents in chunks.
// What is asked for is loaded, and kept.
(() => {
  "use strict";

  const { root, load, unpack, PARAGRAPH, DIVISION, SUBJECT } = glossator;
  const shards = new Map();
  const chunks = new Map();
  globalThis.glossatorShard = ([name, words]) => shards.set(name, words);
  globalThis.glossatorChunk = ([number, rows]) => chunks.set(number, rows);

  /** The shard of a word, as the program that made them names it. */
  function shardOf(word) {
    const plain = /^[A-Za-z0-9]$/;
    const [first = "-", second = "-"] = word;
    if (!plain.test(first)) return `u${(first.codePointAt(0) & 0xff).toString(16).padStart(2, "0")}`;
    return first + (plain.test(second) ? second : "-");
  }

  /** The catalogue of a directory. Documents that are not loaded yet are known by their kind, group and chunk. */
  glossator.inPieces = ({ language, languages, kinds, groups, chunks: starts, register, subjects, rows, shards: names , silences }) => {
    const [divisions, paragraphs] = starts.at(-1);
    const documents = [];
    const stub = (kind, chunk, groups) => documents.push({ kind, groups, places: [], names: [""], chunk });
    /** Which of some stretches, by where they begin, a number lies in. */
    const within = (begins, number) => begins.findLastIndex((begin) => begin <= number);
    for (const [at, kind, count] of [[1, PARAGRAPH, paragraphs], [0, DIVISION, divisions]]) {
      const [ofChunk, ofGroup] = [starts.map((start) => start[at]), groups.map((group) => group[at + 1])];
      for (let number = 0; number < count; number++) stub(kind, within(ofChunk.slice(0, -1), number), [within(ofGroup, number)]);
    }
    // By chunk: the number of its first document, and what its rows are.
    const parts = starts.slice(0, -1).map(([division, paragraph]) => ({ first: paragraph, division: paragraphs + division }));
    const tail = (kind, count, more) => {
      for (let done = 0; done < count; done += rows) {
        parts.push({ first: documents.length, kind, ...more });
        for (let at = done; at < Math.min(count, done + rows); at++) stub(kind, parts.length - 1, []);
      }
    };
    register.forEach(([name, folder, count], at) => tail(kinds.length + at, count, { name, folder }));
    tail(SUBJECT, subjects, {});

    /** Loads a chunk and puts its documents into their places. */
    async function chunk(number) {
      await load(`${root}search/texts/${number}.js`);
      const { first, division, kind, name, folder } = parts[number];
      const groupsOf = (places) => [...new Set(places.map((at) => documents[at].groups[0]))];
      let [paragraph, at] = [first, division];
      chunks.get(number)?.forEach((row, nth) => {
        if (division !== undefined) {
          const made = unpack.division(row, language);
          documents[at++] = made.division;
          for (const each of made.paragraphs) documents[paragraph++] = each;
        } else if (kind === SUBJECT) {
          documents[first + nth] = unpack.subject(row, { language, groupsOf });
        } else {
          documents[first + nth] = unpack.entry(row, { kind, name, folder, language, groupsOf });
        }
      });
      chunks.delete(number);
    }

    /** Loads documents, if they are not there; says whether any had to be. */
    async function ensure(numbers) {
      const wanted = new Set(numbers.map((at) => documents[at].chunk).filter((number) => number !== undefined));
      await Promise.all([...wanted].map(chunk));
      return wanted.size > 0;
    }

    let index;
    const taken = new Set();

    /** Loads shards, and takes their words into the index. */
    async function words(wanted) {
      const missing = [...new Set(wanted)].filter((name) => names.includes(name) && !taken.has(name));
      await Promise.all(missing.map((name) => load(`${root}search/words/${name}.js`)));
      for (const name of missing) {
        taken.add(name);
        for (const [word, numbers] of Object.entries(shards.get(name) ?? {})) index.addWord(word, numbers);
        shards.delete(name);
      }
      if (missing.length) index.complete();
    }

    /** All that answers a query, with what is needed to tell: the words asked for, and where a subject is dealt with. */
    async function answer(query, tongue) {
      if (!index) {
        index = new glossator.Index(languages);
        index.size = documents.length;
        index.complete();
      }
      const parts = glossator.parsed(query, tongue);
      await words(parts.flatMap((part) => part.words.map(shardOf)));
      // A word that nobody has may be misspelt behind its first letter.
      const unknown = parts.flatMap((part) => (part.exact ? [] : part.words)).filter((word) => !index.forms(word, {}).size);
      await words(unknown.flatMap((word) => names.filter((name) => name[0] === word[0])));
      const placesOf = (at) => documents[at].places;
      const found = () => glossator.answered(index, placesOf, query, tongue);
      const exact = found().found.filter((result) => result.exact).map((result) => result.document);
      await ensure(exact);
      return found();
    }

    /** The entry at an address, if it is one. */
    async function at(address) {
      for (const [nth, [, folder, , firsts]] of register.entries()) {
        const page = address.startsWith(`${folder}/`) && address.slice(folder.length + 1, -".html".length);
        const among = page && firsts.findLastIndex((first) => first <= page);
        const first = parts.findIndex((part) => part.kind === kinds.length + nth);
        if (page && among >= 0) await chunk(first + among);
      }
    }

    return { kinds: [...kinds, ...register.map(([kind]) => kind)], groups: groups.map(([words]) => words), documents, languages, silences, ensure, answer, at };
  };
})();
