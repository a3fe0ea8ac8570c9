// Search as readers use it. What answers which query is asked of the scripts alone; the rest in the browser.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { glossator, launch, open as openIn, places, repository, site } from "./browser.js";
import { serve } from "./serve.js";

const read = (path) => readFile(join(site, path), "utf8");

/** The theme's scripts with a site's catalogue, without a page; what they load is noted. */
async function catalogue(folder = site) {
  const loaded = [];
  const running = new Map();
  const load = (address) => {
    if (!running.has(address)) {
      loaded.push(address);
      running.set(address, readFile(join(folder, address), "utf8").then((script) => vm.runInContext(script, context)));
    }
    return running.get(address);
  };
  const context = vm.createContext({ glossator: { root: "", home: "", load } });
  for (const path of ["assets/find.js", "assets/catalogue.js"]) await load(path);
  const { glossator } = context;
  const found = await glossator.stated();
  const index = found.answer ? undefined : glossator.Index.of(found.documents, found.languages);
  const answer = found.answer ?? (async (query, language = "en") => glossator.answered(index, (at) => found.documents[at].places, query, language));
  const silent = (query, language = "en") => glossator.silent(found.silences, query, language);
  return { ...found, answer, silent, loaded };
}

const queries = async () => {
  const lines = (await readFile(join(repository, "tests/search-queries.tsv"), "utf8")).split("\n").filter((line) => line && !line.startsWith("#"));
  return lines.map((line) => {
    const [asked, place, wanted] = line.split("\t");
    const [, language = "en", query] = /^(?:\[(.*?)\] )?(.*)$/.exec(asked);
    return { asked, query, language, place, wanted };
  });
};

test("every query of the list has the answer that it must have", async () => {
  const { documents, kinds, answer, silent } = await catalogue();
  const all = await queries();
  assert.ok(all.length >= 60);
  const wrong = [];
  for (const { asked, query, language, place, wanted } of all) {
    const all = (await answer(query, language)).found.map((result) => documents[result.document]);
    const isParagraph = / ¶\d+$/.test(wanted);
    const names = all.filter(({ kind }) => (kinds[kind] === "paragraph") === isParagraph).map(({ label, names }) => label || names[0]);
    const isSilent = silent(query, language).some(({ isAll }) => isAll);
    const good = place === "-" ? all.length === 0 || isSilent : names.slice(0, Number(place)).includes(wanted);
    if (!good) wrong.push(`${asked} -> ${wanted} [${place}]: ${names.slice(0, 4).join("; ")}`);
  }
  assert.deepEqual(wrong, []);
});

// Made by someone who had not seen the search: one of the places or entries wanted is among the first five results as
// the page lists them, entries before paragraphs.
test("readers find what they ask for in their own words, and nothing where the paper is silent", async () => {
  const { documents, kinds, answer, silent } = await catalogue();
  const lines = (await readFile(join(repository, "tests/readers-search.tsv"), "utf8")).split("\n").filter((line) => line && !line.startsWith("#"));
  assert.ok(lines.length >= 60);
  const wrong = [];
  for (const line of lines) {
    const [query, language, wanted] = line.split("\t");
    const { found } = await answer(query, language);
    const results = found.map((result) => documents[result.document]);
    const [paragraphs, entries] = [true, false].map((is) => results.filter(({ kind }) => (kinds[kind] === "paragraph") === is));
    // An entry found names the places that it has.
    const shown = entries.slice(0, 5).flatMap(({ label, names, places }) => [label, names[0], ...places.slice(0, 6).map((at) => documents[at].label)]);
    const first = [...shown, ...paragraphs.slice(0, 5).map(({ label }) => label)];
    const told = wanted.split(";").some((each) => first.includes(each.trim().replace(/ \([A-Z]+\)$/, "")));
    const isSilent = silent(query, language).some(({ isAll }) => isAll) || results.length === 0;
    const good = wanted === "-" ? isSilent : told && !isSilent;
    if (!good) wrong.push(`${query} [${language}] -> ${wanted}: ${first.filter(Boolean).slice(0, 6).join("; ")}`);
  }
  assert.deepEqual(wrong, []);
});

test("a catalogue in pieces gives the same answers, and loads what is asked for", async () => {
  const folder = await mkdtemp(join(tmpdir(), "glossator-"));
  for (const part of ["content", "seeds"]) await cp(join(repository, part), join(folder, part), { recursive: true });
  const config = await readFile(join(repository, "glossator.yaml"), "utf8");
  await writeFile(join(folder, "glossator.yaml"), `${config}\nbudget: {catalogue: 0}\n`);
  await promisify(execFile)(glossator, ["build", "-q", "-r", folder]);
  const public_ = join(folder, "public");
  const [whole, pieces] = [await catalogue(), await catalogue(public_)];
  const told = ({ documents }, { found, changes, some }) => {
    const shown = found.map(({ document, by }) => [document, by]);
    return { shown, changes: changes.map(({ word, instead }) => [word, instead]), some, documents: documents.length };
  };
  for (const { asked, query, language } of await queries()) {
    const [left, right] = [told(whole, await whole.answer(query, language)), told(pieces, await pieces.answer(query, language))];
    assert.equal(JSON.stringify(right), JSON.stringify(left), asked);
  }
  // One word: its shard, and the chunks of what is shown.
  const fresh = await catalogue(public_);
  await fresh.answer("fisheries", "en");
  assert.deepEqual(fresh.loaded.filter((path) => path.startsWith("search/words/")), ["search/words/fi.js"]);
  const { found } = await fresh.answer("fisheries", "en");
  await fresh.ensure(found.map(({ document }) => document));
  assert.equal(fresh.documents[found[0].document].names[0], "fisheries");
  assert.ok(fresh.loaded.filter((path) => path.startsWith("search/texts/")).length < 8, fresh.loaded.join(" "));
  await fresh.at("mechanisms/china-celac-forum.html");
  assert.ok(fresh.documents.some(({ address, text }) => address === "mechanisms/china-celac-forum.html" && text));
  // And in the browser.
  const server = await serve(public_);
  const { page, complaints, close } = await open(`${server.url}search/index.html?q=fisheries`);
  await page.locator(".found a.result", { hasText: "III.2(11) ¶1" }).waitFor();
  assert.equal(await page.locator(".found a.result").first().innerText(), "fisheries");
  await page.goto(`${server.url}mechanisms/index.html`);
  await page.locator("main").getByRole("link", { name: "Beijing Xiangshan Forum" }).first().hover();
  await page.locator("#preview", { hasText: "Beijing Xiangshan Forum" }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
  server.close();
  await rm(folder, { recursive: true });
});

test("the first search loads at most 60 kB", async () => {
  let bytes = 0;
  for (const path of ["assets/find.js", "assets/catalogue.js", "assets/search.js", "search/catalogue.js", "search/words.js"]) {
    bytes += gzipSync(await readFile(join(site, path)), { level: 9 }).length;
  }
  console.log(`first search: ${bytes} bytes`);
  assert.ok(bytes <= 60_000, `${bytes} bytes`);
});

test("accents: the form as written comes first, and ñ is a letter in Spanish", async () => {
  const context = vm.createContext({});
  vm.runInContext(await read("assets/find.js"), context);
  const { Index, answered } = context.glossator;
  const document = (text) => ({ names: [], label: "", text, language: "es" });
  const documents = ["el ano pasado", "el año pasado", "la cooperación"].map(document);
  const index = Index.of(documents, ["es"]);
  const found = (query) => [...answered(index, () => [], query, "es").found].map((result) => result.document);
  assert.deepEqual(found("año "), [1]);
  assert.deepEqual(found("ano "), [0]);
  assert.deepEqual(found("cooperacion"), [2]);
});

test("words are found however their characters are written, in a whole catalogue and in pieces", async () => {
  const texts = ["The Coun\u00adcil met in spring.", "The Council¹ met in autumn.", "H₂O here.", "The o\ufb03ce here.", "The office there.", "Die Straße.", "DIE STRASSE.", "Cafe\u0301 \u2068Fund\u2069", "Ｌａｋｅ Ⅳ①", "σοφος ΣΟΦΟΣ"];
  const folder = await mkdtemp(join(tmpdir(), "glossator-"));
  await promisify(execFile)("mkdir", ["-p", join(folder, "seeds"), join(folder, "content")]);
  await writeFile(join(folder, "seeds/p.txt"), `T\n1. One\n${texts.join("\n")}\n`);
  const found = [];
  for (const budget of [1_000_000, 0]) {
    const outline = "[{kind: s, name: S, heading: ['{number:arabic}. {title}'], cite: '{number}', page: '{slug}.html'}]";
    await writeFile(join(folder, "glossator.yaml"), `site: {title: T}\npapers: [{id: p, source: seeds/p.txt, short_title: P, front: [title], outline: ${outline}}]\nkinds: []\nbudget: {catalogue: ${budget}}\n`);
    await promisify(execFile)(glossator, ["build", "-q", "-r", folder]);
    const { answer, ensure, documents } = await catalogue(join(folder, "public"));
    const answers = {};
    for (const query of ["council", "H2O", "office", "strasse", "Straße", "café fund", "lake iv", "σοφός"]) {
      const { found } = await answer(query, "en");
      await ensure?.(found.map(({ document }) => document));
      answers[query] = [...found.map(({ document }) => documents[document].label).filter((label) => label.includes("¶"))].sort();
    }
    found.push(answers);
  }
  const [whole, pieces] = found.map((answers) => JSON.parse(JSON.stringify(answers)));
  assert.deepEqual(whole, {
    council: ["1 ¶1", "1 ¶2"],
    H2O: ["1 ¶3"],
    office: ["1 ¶4", "1 ¶5"],
    strasse: ["1 ¶6", "1 ¶7"],
    Straße: ["1 ¶6", "1 ¶7"],
    "café fund": ["1 ¶8"],
    "lake iv": ["1 ¶9"],
    "σοφός": ["1 ¶10"],
  });
  assert.deepEqual(pieces, whole);
  await rm(folder, { recursive: true });
});

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const open = (address, options) => openIn(browser, address, options);

for (const [place, start] of Object.entries(places)) {
  describe(`from ${place}`, () => {
    let server;
    before(async () => {
      server = await start();
    });
    after(() => server.close());

    test("a search can be sent as an address, answers by groups, and leads to the paragraph", async () => {
      const { page, complaints, close } = await open(`${server.url}search/index.html?q=fisheries`);
      await page.locator(".found a.result").first().waitFor();
      assert.equal(await page.locator(".found a.result").first().innerText(), "fisheries");
      assert.equal(await page.locator(".found h2").first().innerText(), "Entries and headings");
      await page.locator("[role=status]", { hasText: /^\d+ entries and headings, 2 paragraphs$/ }).waitFor();
      assert.match(await page.locator(".found .paragraph-found mark").first().innerText(), /fisher/i);
      await page.locator(".found a.result", { hasText: "III.2(11) ¶1" }).click();
      assert.match(page.url(), /maritime-cooperation\.html#III\.2\.11-p1$/);
      assert.match(await page.locator(":target").innerText(), /combating illegal fishing/);
      assert.deepEqual(complaints, []);
      await close();
    });

    test("a slash opens the search over a page, keys move in it, Escape closes it", async () => {
      const { page, complaints, close } = await open(`${server.url}mechanisms/china-celac-forum.html`);
      await page.keyboard.press("/");
      const dialog = page.locator("dialog");
      await dialog.locator("input[type=search]").waitFor();
      await page.keyboard.type("panda bonds");
      await dialog.locator("a.result").first().waitFor();
      await page.keyboard.press("ArrowDown");
      assert.equal(await page.evaluate(() => document.activeElement.textContent), "Panda bonds");
      await page.keyboard.press("ArrowDown");
      assert.equal(await page.evaluate(() => document.activeElement.textContent), "III.2(4) ¶1");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      assert.equal(await page.evaluate(() => document.activeElement.tagName), "INPUT");
      await page.keyboard.press("Escape");
      assert.equal(await dialog.isVisible(), false);
      await page.keyboard.press("/");
      await dialog.locator("input[type=search]").waitFor();
      await page.keyboard.type("quartet");
      await dialog.locator("a.result", { hasText: "Quartet" }).first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(/quartet/);
      assert.deepEqual(complaints, []);
      await close();
    });
  });
}

describe("on the search page", () => {
  let server;
  before(async () => {
    server = await serve(site);
  });
  after(() => server.close());
  const search = async (query, folder = "") => {
    const opened = await open(`${server.url}${folder}search/index.html?q=${encodeURIComponent(query)}`);
    await opened.page.locator(".found > *").first().waitFor();
    return opened;
  };

  test("facets limit the results, and stand in the address", async () => {
    const { page, close } = await search("cooperation");
    await page.locator(".found button", { hasText: "Show all" }).last().click();
    const count = () => page.locator(".found .paragraph-found").count();
    const all = await count();
    assert.ok(all > 20);
    await page.locator("fieldset label", { hasText: "4. Peace Program" }).click();
    await page.waitForURL(/in=/);
    assert.ok((await count()) < all && (await count()) > 0);
    assert.deepEqual(await page.locator(".found section h2").allInnerTexts().then((all) => all.slice(1).map((text) => text.replace(/\s+\d+$/, ""))), ["4. Peace Program"]);
    await page.reload();
    await page.locator(".found > *").first().waitFor();
    assert.ok(await page.locator("fieldset label", { hasText: "4. Peace Program" }).locator("input").isChecked());
    await page.locator("fieldset label", { hasText: "Concepts" }).click();
    assert.equal(await count(), 0);
    await close();
  });

  test("a misspelt word is told, and can be put right", async () => {
    const { page, close } = await search("Carribean");
    assert.match(await page.locator(".corrections").innerText(), /Nothing has “Carribean”. Did you mean caribbean\?/);
    await page.locator(".corrections button").click();
    assert.equal(await page.locator("input[type=search]").inputValue(), "caribbean");
    assert.equal(await page.locator(".corrections").count(), 0);
    await close();
  });

  test("what nothing has is said, and announced", async () => {
    const { page, close } = await open(`${server.url}search/index.html?q=xyzzyq`);
    await page.getByText("Nothing found.").waitFor();
    assert.equal(await page.locator("[role=status]").innerText(), "Nothing found.");
    await close();
  });

  test("in another language of the interface", async () => {
    const { page, complaints, close } = await search("pesca", "es/");
    assert.equal(await page.locator(".found h2").first().innerText(), "Entradas y títulos");
    await page.locator(".found .paragraph-found a.result").first().click();
    assert.match(page.url(), /\/es\/programs\//);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("nothing of a query is ever markup", async () => {
    const { page, complaints, close } = await search('<img src=x onerror="alert(1)"> fisheries');
    assert.equal(await page.locator(".found img").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("without a script the page offers index and glossary", async () => {
    const { page, close } = await open(`${server.url}search/index.html`, { javaScriptEnabled: false });
    assert.ok(await page.locator("main").getByRole("link", { name: "Index" }).isVisible());
    assert.ok(await page.locator("main").getByRole("link", { name: "Glossary" }).isVisible());
    assert.equal(await page.locator("search").isVisible(), false);
    await close();
  });

  test("the time of an answer with the processor four times slower", async () => {
    const { page, close } = await search("f");
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    const times = [];
    for (const query of ["fisheries", "cooperation", "goverment scolarships", "climate change", "mutual respect", "infraestructura"]) {
      for (let at = 1; at <= query.length; at++) {
        await page.locator("input[type=search]").fill(query.slice(0, at));
        times.push(Number(await page.locator(".found").getAttribute("data-milliseconds")));
      }
    }
    times.sort((left, right) => left - right);
    console.log(`answers at 4x: median ${times[times.length >> 1]} ms, 95 % within ${times[Math.floor(times.length * 0.95)]} ms, ${times.length} answers`);
    await close();
  });
});
