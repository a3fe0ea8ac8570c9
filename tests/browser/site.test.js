// What readers see of the real site, on a desktop and on a phone, from a web server at the root, under a
// base path, and from the disk.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import { base, based, launch, open as openIn, places, site, source, views } from "./browser.js";
import { serve } from "./serve.js";

const pages = {
  home: "index.html",
  paper: "paper/index.html",
  part: "paper/part-3.html",
  programs: "programs/index.html",
  program: "programs/development-program/index.html",
  section: "programs/development-program/science-and-technology-innovation.html",
  mechanisms: "mechanisms/index.html",
  mechanism: "mechanisms/china-celac-forum.html",
  initiative: "initiatives/global-development-initiative.html",
  organizations: "organizations/index.html",
  side: "sides/china.html",
  concept: "glossary/global-south.html",
  "section with a note": "programs/peace-program/cyber-security.html",
  glossary: "glossary/index.html",
  index: "index-a-z.html",
  matrix: "matrix.html",
  about: "about.html",
  data: "data/index.html",
  search: "search/index.html",
  "at a glance": "glance.html",
  equivalents: "glossary/equivalents.html",
  silences: "silences.html",
  "mechanism in Spanish": "es/mechanisms/china-celac-forum.html",
  "glossary in Portuguese": "pt/glossary/index.html",
  "section in Chinese": "zh-Hans/programs/peace-program/cyber-security.html",
  "404": "404.html",
};

let browser;
let root;
before(async () => {
  browser = await launch();
  root = await serve(site);
});
after(async () => {
  await browser?.close();
  root?.close();
});

const open = (address, options) => openIn(browser, address, options);

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe finds on a page in light and, as colours are all that differs, in the contrasts of the dark. */
async function violations(page) {
  await page.evaluate(axe.source);
  const found = [];
  for (const [colorScheme, options] of [["light", { runOnly: RULES }], ["dark", { runOnly: ["color-contrast"] }]]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate((options) => axe.run(options), options);
    found.push(...violations.map((each) => [colorScheme, each.id, each.nodes.map((node) => node.html)]));
  }
  return found;
}

for (const [view, viewport] of Object.entries(views)) {
  describe(view, () => {
    for (const [name, path] of Object.entries(pages)) {
      test(name, async () => {
        // As readers have it, with its security policy.
        const { page, complaints, close } = await open(root.url + path, { viewport });
        assert.equal(await page.locator("h1").count(), 1);
        for (const landmark of ["header.site", "main", "footer.site"]) {
          assert.equal(await page.locator(landmark).count(), 1, landmark);
        }
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
          assert.ok(inner <= outer, `the page is ${inner} px wide in a window of ${outer} px`);
        }
        assert.deepEqual(complaints, []);
        await close();
        // Without the policy, to let the checker in. On a desktop, `access.test.js` looks at every page of the site's own language.
        if (view === "phone" || /^(es|pt|zh-Hans)\//.test(path)) {
          const checked = await open(root.url + path, { viewport, bypassCSP: true });
          assert.deepEqual(await violations(checked.page), []);
          await checked.close();
        }
      });
    }
  });
}

for (const [place, start] of Object.entries(places)) {
  test(`one reads from the text to an entry and back, from ${place}`, async () => {
    const server = await start();
    const { page, complaints, close } = await open(server.url + pages.home);
    const font = await page.locator("header.site .site-bar").evaluate((bar) => getComputedStyle(bar).fontFamily);
    assert.match(font, /system-ui/, "the style sheet is applied");
    await page.locator("main .cards").getByRole("link", { name: "2. Development Program" }).click();
    await page.locator("main").getByRole("link", { name: "III.2(9)", exact: true }).click();
    await page.locator("main").getByRole("link", { name: "Center", exact: true }).click();
    assert.equal(await page.locator("h1").innerText(), "China-LAC Sustainable Food Innovation Center");
    await page.locator(".concordance").getByRole("link", { name: "III.2(9) ¶2" }).last().click();
    assert.match(page.url(), /science-and-technology-innovation\.html#III\.2\.9-p2-m\d+$/);
    assert.equal(await page.locator(":target").innerText(), "Center");
    await page.locator("#contents").getByRole("link", { name: "Index", exact: true }).click();
    const heading = page.locator("li", { has: page.locator(".heading", { hasText: /^GDI$/ }) }).first();
    await heading.getByRole("link", { name: "Global Development Initiative" }).click();
    await page.locator(":target a.heading", { hasText: /^Global Development Initiative$/ }).click();
    assert.equal(await page.locator("h1").innerText(), "Global Development Initiative (GDI)");
    assert.deepEqual(complaints, []);
    await close();
    server.close();
  });
}

test("the words that a note is about lead to it, and the text stays as it is", async () => {
  const { page, close } = await open(root.url + pages["section with a note"]);
  const mention = page.locator("a.mention[aria-describedby]", { hasText: "interfere in other country's internal affairs" });
  const note = page.locator(`[id="${await mention.getAttribute("aria-describedby")}"]`);
  assert.match(await note.innerText(), /Editorial note on “other country's”/);
  await page.goto(`${root.url}programs/people-to-people-connectivity-program/poverty-reduction-cooperation.html`);
  await page.getByRole("link", { name: "Effort will be made", exact: true }).click();
  assert.match(await page.locator(":target").innerText(), /So in the source/);
  await close();
});

test("the whole paper shows every line of the source, and nothing else as its text", async () => {
  const lines = (await readFile(source, "utf8")).split("\n").filter((line) => line.trim() !== "");
  const { page, close } = await open(root.url + pages.paper);
  const shown = await page.locator("[data-verbatim]").evaluateAll((all) => all.map((each) => each.textContent));
  assert.deepEqual(shown, lines);
  await close();
});

test("an address that leads nowhere shows the ways on, at any depth under the base path", async () => {
  const server = await serve(based, base);
  const { page, close } = await open(`${server.url}no/such/page.html`);
  assert.equal(await page.locator("h1").innerText(), "Page not found");
  // In every language of the site.
  assert.deepEqual(await page.locator("main section").evaluateAll((all) => all.map(({ lang }) => lang)), ["en", "es", "pt", "zh-Hans"]);
  await page.locator("main section[lang=es]").getByRole("link", { name: "Glosario" }).click();
  assert.equal(page.url(), `${server.url}es/glossary/index.html`);
  await close();
  server.close();
});

test("a keyboard reaches the text first and sees where it is", async () => {
  const { page, close } = await open(root.url + pages.section);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the text");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "text");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Read in the whole paper");
  await close();
});

test("print leaves out what only a screen needs", async () => {
  const { page, close } = await open(root.url + pages.section);
  await page.emulateMedia({ media: "print" });
  for (const hidden of [".to-search", ".to-languages", ".to-settings", ".breadcrumbs", ".order", "#contents", "details.cite", "details.mentioned"]) {
    assert.equal(await page.locator(hidden).isVisible(), false, hidden);
  }
  for (const shown of [".site-title", ".edition", ".paragraph p"]) assert.ok(await page.locator(shown).first().isVisible(), shown);
  await close();
});
