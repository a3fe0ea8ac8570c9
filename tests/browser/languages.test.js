// Texts of other makes than the real paper's, as readers see them: in Arabic, which runs from right to left, and with very
// long words.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { glossator, launch, open as openIn } from "./browser.js";
import { serve } from "./serve.js";

let browser;
const made = [];
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  for (const { folder, server } of made) {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Builds a site of these files and serves it; gives its address and the paths of its pages. */
async function built(files) {
  const folder = mkdtempSync(join(tmpdir(), "glossator-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  execFileSync(glossator, ["build", "--quiet"], { cwd: folder });
  const server = await serve(join(folder, "public"));
  made.push({ folder, server });
  const pages = readdirSync(join(folder, "public"), { recursive: true }).filter((path) => path.endsWith(".html"));
  return { url: server.url, pages };
}

const outline = "outline: [{kind: chapter, name: Chapter, plural: Chapters, heading: ['{number:arabic}. {title}'], cite: '{number}', page: 'chapters/{slug}.html', list: chapters/index.html}]";
const bodies = "kinds: [{id: body, name: Body, plural: Bodies, folder: bodies}]";

/** A paper of two paragraphs in Arabic, with a site in this language. */
const arabic = (site) => ({
  "glossator.yaml": `site: {title: مجلس البحيرة, ${site}}\npapers:\n  - {id: p, language: ar, source: seeds/p.txt, short_title: ورقة, front: [title], ${outline}}\n${bodies}\n`,
  "seeds/p.txt": "ورقة البحيرة\n1. المجلس\nيجتمع مجلس البحيرة كل عام (WHO) 2024.\nوقال مجلس البحيرة: «نعم».\n",
  "strings/ar.yaml": "glossary: المسرد\n",
  "content/bodies/council.md": "---\nname: مجلس البحيرة\nnames: {en: Lake Council}\ndefinition: {quote: يجتمع مجلس البحيرة كل عام, at: 1 ¶1}\n---\n\nنص مع [[مجلس البحيرة]].\n",
});

/** For each element of a page: whether its words begin at its right edge. */
const beginsRight = (locator) => locator.evaluate((element) => {
  const range = document.createRange();
  const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
  range.setStart(words, 0);
  range.setEnd(words, 1);
  const [first, whole] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
  return whole.right - first.right < first.left - whole.left;
});

test("an Arabic paper in an English site runs from right to left, the page from left to right", async () => {
  const { url, pages } = await built(arabic("language: en"));
  const chapter = pages.find((path) => /^chapters\/(?!index)/.test(path));
  const { page, close } = await openIn(browser, url + chapter, { bypassCSP: true });
  assert.equal(await page.locator("html").getAttribute("dir"), "ltr");
  const paragraph = page.locator("p[data-verbatim]").first();
  assert.equal(await paragraph.getAttribute("dir"), "rtl");
  assert.ok(await beginsRight(paragraph));
  // "(WHO) 2024." ends the sentence, and so stands at the left.
  const places = await paragraph.evaluate((element) => {
    const text = [...element.childNodes].at(-1);
    const at = (word) => {
      const range = document.createRange();
      range.setStart(text, text.data.indexOf(word));
      range.setEnd(text, text.data.indexOf(word) + word.length);
      return range.getBoundingClientRect().left;
    };
    return [at("كل"), at("WHO"), at("2024")];
  });
  assert.deepEqual(places, [...places].sort((left, right) => right - left));
  assert.equal(await page.locator("h1").getAttribute("dir"), "rtl");
  for (const path of ["bodies/council.html", "paper/index.html", "index-a-z.html", "glossary/index.html"]) {
    await page.goto(url + path);
    await page.evaluate(axe.source);
    const found = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
    assert.deepEqual(found.violations.map((each) => [path, each.id, each.nodes.map((node) => node.html)]), []);
    for (const words of await page.locator("[lang=ar]").all()) assert.equal(await words.getAttribute("dir"), "rtl");
  }
  await close();
});

test("a paper in any script that runs from right to left does", async () => {
  const papers = {
    he: ["המועצה", "המועצה מתכנסת בכל שנה (WHO) 2024."],
    fa: ["شورای", "شورای دریاچه هر سال (WHO) 2024."],
    ur: ["جھیل", "جھیل کونسل ہر سال (WHO) 2024."],
    "az-Arab": ["شورا", "شورا هر ایل (WHO) 2024."],
  };
  for (const [language, [heading, text]] of Object.entries(papers)) {
    const { url, pages } = await built({
      "glossator.yaml": `site: {title: Lake}\npapers:\n  - {id: p, language: ${language}, source: seeds/p.txt, short_title: P, front: [title], ${outline}}\nkinds: []\n`,
      "seeds/p.txt": `T\n1. ${heading}\n${text}\n`,
    });
    const { page, close } = await openIn(browser, url + pages.find((path) => /^chapters\/(?!index)/.test(path)));
    for (const words of ["h1", "p[data-verbatim]"]) {
      assert.equal(await page.locator(words).first().getAttribute("dir"), "rtl", language);
      assert.ok(await beginsRight(page.locator(words).first()), `${language}: ${words}`);
    }
    await close();
  }
});

test("a site in Arabic runs from right to left, its English names from left to right, and nothing is wider than a phone", async () => {
  const { url, pages } = await built(arabic("language: ar"));
  for (const viewport of [{ width: 1280, height: 900 }, { width: 320, height: 640 }]) {
    const { page, complaints, close } = await openIn(browser, url + "bodies/council.html", { viewport });
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
    assert.equal(await page.locator("[lang=en]").first().getAttribute("dir"), "ltr");
    assert.ok(await beginsRight(page.locator("h1")));
    for (const path of pages) {
      await page.goto(url + path);
      const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(inner <= outer, `${path} is ${inner} px wide in a window of ${outer} px`);
    }
    assert.deepEqual(complaints.filter((each) => !/404/.test(each)), []);
    await close();
  }
});

test("very long words make no page wider than a phone", async () => {
  const german = ["Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"];
  const finnish = "epäjärjestelmällistyttämättömyydelläänsäkäänköhän".repeat(2);
  const others = [finnish, `TREATY_${"ARTICLE_".repeat(10)}2030`, `https://example.org/${"a_very_long_name_".repeat(6)}`];
  const sections = "{kind: section, name: Section, plural: Sections, heading: ['({number:arabic}) {title}'], within: [chapter], cite: '{parent}({number})', page: 'chapters/{parent}/{slug}.html'}";
  for (const long of [german, others]) {
    const { url, pages } = await built({
      "glossator.yaml": `site: {title: "${long[2]}"}\npapers:\n  - {id: p, language: de, source: seeds/p.txt, short_title: "${long[0]}", front: [title], provenance: {issuer: "${long[0]}", url: "https://example.org/${long[1]}"}, ${outline.replace("}]", `, group: true}, ${sections}]`)}}\n${bodies.replace("name: Body", `name: "${long[1]}"`).replace("}]", ", matrix: true}]")}\n`,
      "seeds/p.txt": `${long[1]}\n1. ${long[0]}\n(1) ${long[1]}\nDas ${long[0]} gilt.\n2. ${long[2]}\n(1) ${long[0]}\nDie ${long[2]} tagt.\n3. ${long[1]}\n(1) ${long[2]}\nDie ${long[1]} ruht.\n`,
      "content/bodies/a.md": `---\nname: "${long[0]}"\nacronym: "${long[1]}"\ndefinition: {editorial: "Ein ${long[2]}."}\nsee_also: ["${long[2]}"]\n---\n\n${long[1]}\n`,
      "content/bodies/b.md": `---\nname: "${long[2]}"\nnames: {en: "${long[1]}"}\ndefinition: {editorial: "${long[1]}"}\n---\n`,
    });
    const { page, close } = await openIn(browser, url, { viewport: { width: 360, height: 740 } });
    for (const path of pages) {
      await page.goto(url + path);
      const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(inner <= outer, `${path} is ${inner} px wide in a window of ${outer} px`);
    }
    await close();
  }
});

test("a footnote of an editorial text and its place lead to each other", async () => {
  const { url } = await built({
    ...arabic("language: en"),
    "content/bodies/fund.md": "---\nname: Fund\ndefinition: {editorial: A fund.}\n---\n\n# Money\n\nIt pays[^1] and lends[^2].\n\n[^1]: In spring.\n\n[^2]: In autumn.\n",
  });
  const { page, close } = await openIn(browser, `${url}bodies/fund.html`, { bypassCSP: true });
  assert.deepEqual(await page.locator("main").locator("h1, h2, h3").evaluateAll((all) => all.map((each) => each.tagName)), ["H1", "H2", "H2", "H3", "H2"]);
  await page.locator(".editorial [role=doc-noteref]").nth(1).click();
  assert.match(await page.locator(":target").innerText(), /In autumn/);
  await page.locator(":target [role=doc-backlink]").click();
  assert.equal(await page.locator(":target").innerText(), "2");
  await close();
});
