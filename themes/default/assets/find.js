// Finding: words, an index of them, and what answers a query. It knows nothing of the page, so that the same
// code answers readers and tests. Texts of the size of a paper are read as a whole; a corpus brings its index in
// pieces (see `Shards`).
(() => {
  "use strict";

  const glossator = (globalThis.glossator ??= {});

  // ---- Words ------------------------------------------------------------------------------------------

  // What words consist of: letters, digits and marks, but no signs of notes (¹, ᵃ, ①); and what is invisible among them.
  const LETTER = String.raw`(?!\p{Script=Han}|[ʰ-ʸᴬ-ᵡᵸᶛ-ᶿⁱⁿ])[\p{Alphabetic}\p{M}\p{Nd}\p{Nl}₀-₉]`;
  const RUN = String.raw`(?:${LETTER}[\p{Default_Ignorable_Code_Point}\u0640]*)+`;
  const WORD = new RegExp(String.raw`\p{Script=Han}+|${RUN}(?:['’ʼʻ.]${RUN})*`, "gu");
  // Accents, the points of Hebrew and Arabic, and what is invisible; no vowel signs, and no marks of Kana.
  const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\p{Default_Ignorable_Code_Point}\u0640]+/gu;
  const HAN = /^\p{Script=Han}/u;
  // Common words, which say little of what is sought where others do.
  const SMALL = new Set("a an and any paper document about are at by can do does did for from has have how in is it its many much of on or say says than that the their there these this to was were what when where which who why will with el la los las de del y en un una para por con que qué cómo cuántos hay sobre o os as da dos das e em um uma com".split(" "));

  /** A word as it is compared: no capitals (by way of which ß is ss), no accents, nothing invisible, no full stops in
      "U.N."; in Spanish ñ is a letter of its own. */
  function folded(word, language) {
    let text = word.toUpperCase().toLowerCase().normalize("NFC").replace(/['’ʼʻ]s$/, "").replace(/['’ʼʻ]|(?<=\p{Alphabetic})\.(?=\p{Alphabetic})/gu, "");
    if (language === "es") text = text.replaceAll("ñ", "\uE000");
    return text.normalize("NFKD").replace(ACCENTS, "").replaceAll("\uE000", "ñ");
  }

  /** The words of a text with their places in it. Chinese has no spaces: every two signs in a row are a word. */
  function tokens(text, language) {
    const found = [];
    for (const { 0: run, index } of text.matchAll(WORD)) {
      if (!HAN.test(run)) {
        found.push({ word: folded(run, language), start: index, end: index + run.length });
        continue;
      }
      const signs = [...run];
      let start = index;
      for (let at = 0; at < signs.length; at++) {
        const end = start + signs[at].length;
        const next = signs[at + 1] ?? "";
        found.push({ word: signs[at] + next, start, end: end + next.length });
        start = end;
      }
    }
    return found;
  }

  // British spellings with their American ones; words, then endings.
  const BRITISH = [
    [/^(defen|offen|licen|preten)ce/, "$1se"],
    [/^programme(s?)$/, "program$1"],
    [/(?<=\p{L}{2})is(ations?|ed?|es|ers?|ing)$/u, "iz$1"],
    [/(?<=al|pl)ys(ed?|es|ing)$/, "yz$1"],
    [/^(behavi|col|fav|harb|hon|hum|lab|neighb|rum)our/, "$1or"],
    [/^(cent|fib|kilomet|met|theat|lit)re(s?)$/, "$1er$2"],
    [/(?<=[^l]l)l(ed|ing|er|ers)$/, "$1"],
  ];

  /** What the forms of a word, for one and for several, British and American, have in common. */
  function stem(word, language) {
    if (word.length < 4 || HAN.test(word)) return word;
    if (language === "en") for (const [british, american] of BRITISH) word = word.replace(british, american);
    if (language === "es" || language === "pt") {
      return word.replace(/ces$/, "z").replace(/oes$/, "ao").replace(/([^aeiou])es$/, "$1").replace(/ais$/, "al").replace(/([aeiou])s$/, "$1");
    }
    if (/ies$/.test(word)) return word.slice(0, -3) + "y";
    if (/(ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
    return word.length > 4 && /(ss|us|is)$/.test(word) ? word : word.replace(/s$/, "");
  }

  /** The least number of letters left out, added, changed, or changed with their neighbour, that make one word of
      the other (optimal string alignment); more than `most` is all the same. */
  function distance(left, right, most) {
    if (Math.abs(left.length - right.length) > most) return most + 1;
    let [before, above] = [[], [...Array(right.length + 1).keys()]];
    for (let row = 1; row <= left.length; row++) {
      const line = [row];
      for (let column = 1; column <= right.length; column++) {
        const same = left[row - 1] === right[column - 1];
        line[column] = Math.min(above[column] + 1, line[column - 1] + 1, above[column - 1] + (same ? 0 : 1));
        const turned = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
        if (turned) line[column] = Math.min(line[column], before[column - 2] + 1);
      }
      if (Math.min(...line) > most) return most + 1;
      [before, above] = [above, line];
    }
    return above[right.length];
  }

  /** How many typing errors a word may have: short words with errors are other words. */
  const tolerance = (word) => (word.length < 4 ? 0 : word.length < 9 ? 1 : 2);

  // ---- Index ------------------------------------------------------------------------------------------

  // A place of a word in a document is a number: its position, times eight, and these.
  const IN_NAME = 1;
  const FIRST = 2;
  const LAST = 4;

  /** All words of all documents with their places. */
  class Index {
    constructor(languages) {
      this.languages = languages;
      this.words = new Map();
      // Words of the texts' and the register's languages; names have words of others too.
      this.native = new Set();
      this.size = 0;
    }

    /** The index of documents that are all there. */
    static of(documents, languages) {
      const index = new Index(languages);
      index.size = documents.length;
      documents.forEach((document, at) => index.addDocument(document, at));
      index.complete();
      return index;
    }

    addDocument(document, at) {
      let position = 0;
      for (const { words: found, language, isName } of fields(document)) {
        const native = this.languages.includes(language);
        found.forEach(({ word }, nth) => {
          if (native) this.native.add(word);
          // The last sign of a run of Chinese is the end of the pair before it too.
          const last = nth === found.length - 1 || (nth === found.length - 2 && found[nth].end === found[nth + 1].end);
          const flags = isName ? IN_NAME | (nth === 0 && FIRST) | (last && LAST) : 0;
          let places = this.words.get(word);
          if (!places) this.words.set(word, (places = new Map()));
          const here = ((position + nth) << 3) | flags;
          places.has(at) ? places.get(at).push(here) : places.set(at, [here]);
        });
        position += found.length + 1;
      }
    }

    /** Takes a word from a shard: whether it is native, then for each document how far it is from the one before, the
        number of places, and the places. */
    addWord(word, [native, ...numbers]) {
      const places = new Map();
      for (let at = 0, document = 0; at < numbers.length; ) {
        document += numbers[at];
        const end = at + 2 + numbers[at + 1];
        places.set(document, numbers.slice(at + 2, end));
        at = end;
      }
      this.words.set(word, places);
      if (native) this.native.add(word);
    }

    /** Sorts the words, after all that were to come have come. */
    complete() {
      this.vocabulary = [...this.words.keys()].sort();
      this.stems = new Map();
      for (const word of this.vocabulary) {
        for (const key of this.stemsOf(word)) {
          this.stems.has(key) ? this.stems.get(key).push(word) : this.stems.set(key, [word]);
        }
      }
    }

    stemsOf(word) {
      return new Set(this.languages.map((language) => stem(word, language)));
    }

    /** The words that begin like this, but for itself. */
    beginningWith(start) {
      let low = 0;
      for (let high = this.vocabulary.length; low < high; ) {
        const middle = (low + high) >> 1;
        this.vocabulary[middle] < start ? (low = middle + 1) : (high = middle);
      }
      const found = [];
      for (; this.vocabulary[low]?.startsWith(start); low++) if (this.vocabulary[low] !== start) found.push(this.vocabulary[low]);
      return found;
    }

    /** The forms under which a word of the query stands in documents, with how well they answer it. */
    forms(word, { unfinished, exact }) {
      const forms = new Map();
      if (this.words.has(word)) forms.set(word, 1);
      if (exact) return forms;
      for (const key of this.stemsOf(word)) for (const other of this.stems.get(key) ?? []) if (!forms.has(other)) forms.set(other, 0.9);
      // One letter begins too many words where it is one itself: III.2(9) is not III.2(90).
      if ((unfinished && word.length > 1) || !forms.size) for (const other of this.beginningWith(word)) if (!forms.has(other)) forms.set(other, 0.6);
      return forms;
    }

    /** For each document the places of a word in any of its forms, with how well they answer. */
    hits(forms) {
      const hits = new Map();
      for (const [form, level] of forms) {
        for (const [document, places] of this.words.get(form)) {
          let here = hits.get(document);
          if (!here) hits.set(document, (here = new Map()));
          for (const place of places) here.set(place >> 3, { flags: place & 7, level, length: 1 });
        }
      }
      return hits;
    }

    /** For each document the places where words stand in a row. */
    rows(words) {
      const all = words.map((forms) => this.hits(forms));
      const rows = new Map();
      for (const [document, first] of all[0]) {
        for (const [position, hit] of first) {
          const others = all.slice(1).map((hits, nth) => hits.get(document)?.get(position + nth + 1));
          if (!others.every(Boolean)) continue;
          const level = Math.min(hit.level, ...others.map((other) => other.level));
          const flags = (hit.flags & (IN_NAME | FIRST)) | ((others.at(-1) ?? hit).flags & LAST);
          if (!rows.has(document)) rows.set(document, new Map());
          rows.get(document).set(position, { flags, level, length: words.length });
        }
      }
      return rows;
    }

    /** What comes nearest to a word that no document has: a word a few typing errors away, two words written as
        one or, while the word is being written, one that begins nearly so. Readers of another language than the texts' are
        offered words of names in other languages only: "soja" is not "solar". */
    instead(word, unfinished, language) {
      const isOwn = this.languages.includes(language?.split("-")[0]);
      const found = this.nearest(word, (other) => isOwn || !this.native.has(other));
      if (found || HAN.test(word) || !isOwn) return found;
      for (let at = 3; at <= word.length - 3; at++) {
        const [left, right] = [word.slice(0, at), word.slice(at)];
        if (this.words.has(left) && this.words.has(right)) return `${left} ${right}`;
      }
      const most = (others) => others.sort((left, right) => this.often(right) - this.often(left))[0];
      const begins = (other) => other[0] === word[0] && other.length > word.length && [-1, 0, 1].some((more) => distance(word, other.slice(0, word.length + more), 1) < 2);
      const begun = unfinished && word.length > 6 && most(this.vocabulary.filter(begins));
      // Last, a word of the same root: "disabled" for "disabilities".
      return begun || (word.length > 6 ? most(this.beginningWith(word.slice(0, Math.ceil(word.length * 0.6)))) : undefined);
    }

    often(word) {
      return this.words.get(word).size;
    }

    /** The word the fewest typing errors away, and among those the most frequent. */
    nearest(word, wanted) {
      let most = HAN.test(word) ? 0 : tolerance(word);
      let best;
      for (const other of this.vocabulary) {
        if (!most || !wanted(other)) continue;
        // An error in the first letter is rarer.
        const steps = distance(word, other, most) + (other[0] === word[0] ? 0 : 0.5);
        if (steps > most || (best && steps === best.steps && this.often(other) <= this.often(best.other))) continue;
        best = { other, steps };
        most = steps;
      }
      return best?.other;
    }
  }

  const cut = new WeakMap();

  /** The texts of a document in the order of its words, names, label and text, each cut into its words. */
  function fields(document) {
    if (!cut.has(document)) {
      const { names, label, text, language, tags = [] } = document;
      const field = (text, language, isName) => ({ text, language, isName, words: tokens(text, language) });
      const name = (text, at) => field(text, tags[at]?.split("-")[0] ?? language, true);
      cut.set(document, [...names.map(name), field(label, language, true), field(text, language, false)]);
    }
    return cut.get(document);
  }

  // ---- Queries ----------------------------------------------------------------------------------------

  /** The query's parts: words, phrases in quotation marks, runs of Chinese signs. */
  function parsed(query, language) {
    const parts = [];
    for (const { 0: piece, 1: quoted } of query.matchAll(/["“”„«»]([^"“”„«»]*)["“”„«»]?|[^"“”„«»]+/g)) {
      if (quoted !== undefined) {
        const words = tokens(quoted, language).map((token) => token.word);
        const han = words.length > 1 && HAN.test(words.at(-1));
        // The last sign of a run stands alone; it is part of the pair before it.
        if (words.length) parts.push({ words: han ? words.slice(0, -1) : words, exact: true });
        continue;
      }
      for (const { 0: run } of piece.matchAll(WORD)) {
        const words = tokens(run, language).map((token) => token.word);
        if (words.length > 1) words.pop();
        // "U.S." is no beginning of "use"; letters with full stops are what they are.
        const exact = words.length > 1 || /\p{L}\.\p{L}/u.test(run);
        parts.push({ words, shown: run, exact, unfinished: words.length === 1 && HAN.test(words[0]) });
      }
    }
    // The word being written; capitals are an acronym, which is rather whole.
    const last = parts.at(-1);
    if (last && !last.exact && /[\p{L}\p{N}]$/u.test(query) && !/^\p{Lu}{2,}$/u.test(last.shown)) last.unfinished = true;
    return parts;
  }

  /** The parts that say what is sought: "what does the paper say of fish" asks for fish, "the" alone for "the". */
  function telling(parts) {
    const told = parts.filter((part) => part.exact || !SMALL.has(part.words[0]));
    return told.length ? told : parts;
  }

  /** Looks up the query's parts; a word that nobody has is replaced by the nearest that somebody has, but for acronyms,
      which are another thing where they are another word. */
  function lookedUp(index, parts, language) {
    const changes = [];
    const found = parts.flatMap((part) => {
      const hits = matches(index, part);
      if (hits.size || part.exact) return [{ ...part, hits }];
      const isAcronym = /^\p{Lu}[\p{Lu}\d]+$/u.test(part.shown);
      const instead = isAcronym ? undefined : index.instead(part.words[0], part.unfinished, language);
      changes.push({ word: part.shown, instead });
      if (!instead) return [];
      return instead.split(" ").map((word) => {
        const nearest = { words: [word] };
        return { ...nearest, hits: matches(index, nearest) };
      });
    });
    return { parts: found, changes };
  }

  function matches(index, part) {
    const forms = part.words.map((word) => {
      const forms = index.forms(word, part);
      // Readers may write ñ where the text is not Spanish, and leave it out where it is.
      if (!forms.size && word.includes("ñ")) return index.forms(word.replaceAll("ñ", "n"), part);
      return forms;
    });
    return forms.length === 1 ? index.hits(forms[0]) : index.rows(forms);
  }

  /** How well a document answers: rare words, names and words in the query's order count for more. */
  function judged(index, parts, document) {
    let score = 0;
    for (const { hits } of parts) {
      const here = hits.get(document);
      if (!here) continue;
      let best = 0;
      for (const { flags, level } of here.values()) best = Math.max(best, level * (flags & IN_NAME ? 2 : 1));
      score += Math.log(1 + index.size / hits.size) * best * (1 + 0.3 * Math.log(here.size));
    }
    const inName = ({ hits }) => [...(hits.get(document)?.values() ?? [])].some(({ flags }) => flags & IN_NAME);
    if (parts.length > 1 && parts.every(inName)) score += 6;
    let exact = false;
    for (const [start, first] of parts[0].hits.get(document) ?? []) {
      let [end, level, flags, row] = [start, 1, first.flags, 0];
      for (const { hits } of parts) {
        const hit = hits.get(document)?.get(end);
        if (!hit) break;
        [end, level, flags, row] = [end + hit.length, Math.min(level, hit.level), (flags & ~LAST) | (hit.flags & LAST), row + 1];
      }
      if (row < parts.length) {
        score += row > 1 ? row : 0;
        continue;
      }
      exact ||= (flags & FIRST && flags & LAST && flags & IN_NAME && level >= 0.9) !== 0 && level >= 0.9;
      const name = flags & FIRST && flags & LAST ? 40 : flags & FIRST ? 14 : flags & IN_NAME ? 8 : 4;
      score += level * name * (start === 0 ? 1.2 : 1);
    }
    return { document, score, exact };
  }

  /** How many of the query's parts in a row are a whole name of a document; none where no name is asked for. */
  function named(parts, document) {
    let most = 0;
    parts.forEach((part, from) => {
      for (const [start, first] of part.hits.get(document) ?? []) {
        if (!(first.flags & FIRST && first.flags & IN_NAME) || first.level < 0.9) continue;
        for (let at = from, place = start, hit = first; hit; hit = parts[++at]?.hits.get(document)?.get(place)) {
          if (hit.level < 0.9) break;
          place += hit.length;
          if (hit.flags & LAST) most = Math.max(most, at - from + 1);
        }
      }
    });
    return most;
  }

  /** What a query asks for and no paper mentions: for each such thing its name in the reader's language, and whether the
      query asks for nothing else. `silences` have, by language, their forms. */
  function silent(silences, query, language) {
    const words = (text, tag) => {
      const found = tokens(text, tag).map(({ word }) => stem(word, tag.split("-")[0]));
      // The last sign of a run of Chinese is part of the pair before it.
      return found.length > 1 && HAN.test(found.at(-1)) ? found.slice(0, -1) : found;
    };
    const told = [];
    for (const forms of silences) {
      const fits = Object.entries(forms).flatMap(([tag, forms]) => {
        const sought = words(query, tag);
        return forms.map((form) => [sought, words(form, tag)]).filter(([sought, form]) => sought.some((_, at) => form.every((word, nth) => word === sought[at + nth])));
      });
      if (!fits.length) continue;
      const isAll = fits.some(([sought, form]) => sought.every((word) => form.includes(word) || SMALL.has(word)));
      const own = forms[language] ?? Object.values(forms)[0];
      // Who asks for an acronym is told it with its words.
      const asked = own.find((form) => query.toLowerCase().includes(form.toLowerCase())) ?? own[0];
      told.push({ name: asked === own[0] ? asked : `${asked} (${own[0]})`, isAll });
    }
    return told;
  }

  /** All that answers a query, the best first; `placesOf` are the paragraphs in which a document's subject is
      dealt with. */
  function answered(index, placesOf, query, language) {
    const all = parsed(query, language);
    const told = telling(all);
    // Small words are part of some names: "The Bond".
    if (told.length < all.length) {
      const whole = answeredBy(index, placesOf, all, language);
      if (whole.found.some((result) => result.exact)) return whole;
    }
    return answeredBy(index, placesOf, told, language);
  }

  function answeredBy(index, placesOf, asked, language) {
    const { parts, changes } = lookedUp(index, asked, language);
    if (!parts.length) return { parts, changes, found: [], some: false };
    const having = (all) => {
      const [first, ...rest] = parts.map((part) => part.hits);
      const candidates = all ? [...first.keys()].filter((at) => rest.every((hits) => hits.has(at))) : [...new Set(parts.flatMap((part) => [...part.hits.keys()]))];
      return candidates.map((at) => judged(index, parts, at));
    };
    let found = having(true);
    const some = !found.length && parts.length > 1;
    if (some) found = having(false);
    // Of several names in a query each has its own answer, behind those that have them all.
    if (parts.length > 1) {
      const known = new Set(found.map((result) => result.document));
      const others = new Set(parts.flatMap((part) => [...part.hits.keys()].filter((at) => !known.has(at))));
      for (const document of others) {
        const words = named(parts, document);
        if (words) found.push({ document, score: words, exact: false, part: true });
      }
    }
    // What is asked for by its name leads to where it is dealt with, whatever words stand there.
    const scores = new Map(found.map((result) => [result.document, result]));
    for (const { document, exact } of found) {
      if (!exact) continue;
      for (const place of placesOf(document)) {
        const there = scores.get(place);
        if (there && there.by === undefined) there.score += 6;
        if (!there) scores.set(place, { document: place, score: 1, exact: false, by: document });
      }
    }
    found = [...scores.values()].sort((left, right) => right.score - left.score || left.document - right.document);
    return { parts, changes, found, some };
  }

  /** The stretches of a document's fields that answer the query: for each field its text and language, and where. */
  function stretches(document, answer, result, by) {
    let position = 0;
    return fields(document).map(({ text, language, words: found }) => {
      const marked = found.map(() => false);
      const mark = (from, length) => marked.fill(true, Math.max(0, from), Math.max(0, from + length));
      for (const { hits } of answer.parts) {
        for (const [at, { length }] of hits.get(result.document) ?? []) {
          if (at >= position && at < position + found.length) mark(at - position, length);
        }
      }
      for (const name of by?.names ?? []) {
        const words = tokens(name, language).map(({ word }) => stem(word, language));
        found.forEach((_, at) => words.every((word, nth) => found[at + nth] && stem(found[at + nth].word, language) === word) && mark(at, words.length));
      }
      position += found.length + 1;
      const stretches = [];
      found.forEach(({ start, end }, at) => {
        if (!marked[at]) return;
        if (marked[at - 1] && stretches.length) stretches.at(-1).end = end;
        else stretches.push({ start, end });
      });
      return { text, language, stretches };
    });
  }

  Object.assign(glossator, { Index, answered, silent, stretches, parsed, tokens });
})();
