// The frame that every page has: a bar that stays, contents beside the text or in a drawer, where the paper is from; and
// what leads from page to page: mentions, results of the search.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import { launch, open as openIn, site } from "./browser.js";
import { serve } from "./serve.js";

const section = "programs/development-program/science-and-technology-innovation.html";
const pages = ["index.html", "paper/index.html", "paper/part-3.html", "programs/index.html", "programs/peace-program/index.html", section, "mechanisms/index.html", "mechanisms/china-celac-forum.html", "glossary/index.html", "glossary/global-south.html", "index-a-z.html", "matrix.html", "glance.html", "about.html", "data/index.html", "search/index.html", "es/index.html"];
const desktop = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve(site);
});
after(async () => {
  await browser?.close();
  server?.close();
});
const open = (path, options) => openIn(browser, server.url + path, options);
const box = (page, selector) => page.locator(selector).first().evaluate((each) => {
  const { left, top, right, bottom } = each.getBoundingClientRect();
  return { left, top, right, bottom };
});

for (const [width, height] of [[1440, 900], [1280, 800], [820, 1180], [390, 844]]) {
  test(`the bar is at the same place on every page of ${width} px, and stays in sight`, async () => {
    const { page, close } = await open(pages[0], { viewport: { width, height } });
    let first;
    for (const path of pages) {
      await page.goto(server.url + path);
      const places = [await box(page, "header.site"), await box(page, ".site-title img"), await box(page, ".to-settings")].map(({ left, top }) => [left, top]);
      first ??= places;
      assert.deepEqual(places, first, path);
      await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" }));
      const { top, bottom } = await box(page, "header.site");
      assert.ok(top === 0 && bottom < 70, `${path}: the bar is from ${top} to ${bottom}`);
    }
    await close();
  });
}

test("the text begins within 300 px on a phone", async () => {
  const { page, close } = await open(section, phone);
  for (const path of [section, "paper/preface.html", "programs/solidarity-program/high-level-exchanges.html", "mechanisms/china-celac-forum.html", "glossary/global-south.html"]) {
    await page.goto(server.url + path);
    const { top } = await box(page, "main :is(.paragraph p, .definition, .editorial)");
    assert.ok(top <= 300, `${path}: the text begins at ${top} px`);
  }
  await close();
});

describe("the contents", () => {
  test("lead to everything there is, without a script, from a drawer or beside the text", async () => {
    for (const options of [desktop, phone]) {
      const { page, close } = await open("about.html", { ...options, javaScriptEnabled: false });
      if (options === phone) {
        assert.equal(await page.locator("#contents").isVisible(), false);
        await page.getByRole("button", { name: "Contents" }).click();
      }
      const names = await page.getByRole("navigation", { name: "Main" }).getByRole("link").allInnerTexts();
      assert.deepEqual(names, ["The whole paper on one page", "Programs", "At a glance", "Mechanisms", "Initiatives", "Organizations", "Instruments", "Events", "Systems and missions", "Glossary", "Index", "Matrix", "Names in other languages", "What the paper does not mention", "Search", "About", "Downloads"]);
      if (options === phone) {
        await page.keyboard.press("Escape");
        assert.equal(await page.locator("#contents").isVisible(), false);
      }
      await close();
    }
  });

  test("stand beside the text from 64rem, and mark where one is", async () => {
    const { page, close } = await open(section, { viewport: { width: 1100, height: 800 } });
    const contents = await box(page, "#contents");
    assert.ok(contents.right < (await box(page, ".paragraph p")).left);
    const current = page.locator("#contents [aria-current=page]");
    assert.equal(await current.innerText(), "(9) Science and Technology Innovation".replace(" ", "\n"));
    const { top, bottom } = await box(page, "#contents [aria-current=page]");
    assert.ok(top > 0 && bottom < 800, "the mark is in sight");
    await page.goto(`${server.url}programs/development-program/index.html#III.2.12`);
    await page.locator("#contents a[aria-current=location]", { hasText: "Customs" }).waitFor();
    await close();
  });

  test("in the drawer close when they led to a place on the same page", async () => {
    const { page, close } = await open("paper/index.html", phone);
    await page.getByRole("button", { name: "Contents" }).click();
    await page.locator("#contents").getByRole("link", { name: /Sports/ }).click();
    await page.locator("#contents").waitFor({ state: "hidden" });
    await page.waitForFunction(() => Math.abs(document.getElementById("III.5.3")?.getBoundingClientRect().top ?? 1e6) < 900 || location.hash.startsWith("#III"));
    await close();
  });
});

test("every page says whose paper it is, from when, and what this edition is", async () => {
  const { page, close } = await open(pages[0], desktop);
  for (const path of pages) {
    await page.goto(server.url + path);
    const said = await page.locator(".edition").innerText();
    if (path.startsWith("es/")) assert.equal(said, "Gobierno de China, 10 de diciembre de 2025 · fuente · Edición no oficial, cotejada palabra por palabra");
    else assert.equal(said, "Government of China, December 10, 2025 · source · Unofficial edition, verified word for word", path);
  }
  await close();
});

test("the first page shows the shape of the paper, the programs with their summaries, and searches to try", async () => {
  const { page, complaints, close } = await open("index.html", desktop);
  const bars = await page.locator(".shape li").evaluateAll((all) => all.map((bar) => bar.querySelectorAll("svg a").length));
  assert.deepEqual(bars, [1, 1, 1, 1, 9, 17, 6, 6, 6]);
  // As high as they are drawn: nothing of the page's style reaches into them.
  assert.deepEqual(await page.locator(".shape rect").evaluateAll((all) => [...new Set(all.map((bar) => getComputedStyle(bar).height))]), ["20px"]);
  const summaries = await page.locator("main .cards .editorial").allInnerTexts();
  assert.equal(summaries.length, 5);
  assert.ok(summaries.every((text) => text.length > 80));
  const words = await page.locator("main").innerText();
  assert.ok(!/register|apparatus/i.test(words.replace("Search the paper and its register", "")), words);
  await page.getByRole("link", { name: "fisheries", exact: true }).click();
  await page.locator(".found a.result").first().waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("a program's page has the text of its sections; the next program stands right after it", async () => {
  const { page, close } = await open("programs/peace-program/index.html", desktop);
  assert.deepEqual(await page.locator(".text h2").evaluateAll((all) => all.map(({ id }) => id)), [1, 2, 3, 4, 5, 6].map((at) => `III.4.${at}`));
  const { bottom } = await box(page, ".text");
  const { top } = await box(page, "main .order");
  assert.ok(top - bottom < 80);
  // Not to a section that one just read.
  assert.deepEqual(await page.locator("main .order a").allInnerTexts(), ["Previous\n3. Civilization Program", "Next\n5. People-to-People Connectivity Program"]);
  for (const closed of ["details.cite", "details.mentioned"]) assert.equal(await page.locator(closed).getAttribute("open"), null);
  await close();
});

test("from a mention one steps to the next and to the previous one of its entry", async () => {
  const { page, complaints, close } = await open("initiatives/belt-and-road-initiative.html", desktop);
  const places = await page.locator(".concordance li > a.label").evaluateAll((all) => all.map((link) => link.href));
  assert.ok(places.length > 3);
  await page.locator(".concordance li > a.label").nth(1).click();
  const steps = page.locator(".steps");
  await steps.waitFor();
  assert.match(await steps.innerText(), new RegExp(`passage 2 of ${places.length}`));
  await steps.getByRole("link", { name: "Next mention" }).click();
  await page.waitForURL(places[2]);
  await steps.getByText(`passage 3 of ${places.length}`).waitFor();
  await steps.getByRole("link", { name: "Previous mention" }).click();
  await page.waitForURL(places[1]);
  // What the passage says of it more than once is all marked.
  await page.goto(`${server.url}mechanisms/china-celac-forum.html`);
  await page.locator(".concordance li > a.label").nth(1).click();
  await page.waitForFunction(() => CSS.highlights.get("named")?.size > 1);
  await page.goto(places[1]);
  // One who comes from elsewhere can step too.
  await page.evaluate(() => sessionStorage.clear());
  await page.goto("about:blank");
  await page.goto(places[2]);
  await steps.getByText(`passage 3 of ${places.length}`).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

describe("results of the search", () => {
  test("are marked where they lead, and copied as they were", async () => {
    const { page, close } = await open("search/index.html?q=fisheries", desktop);
    await page.locator(".paragraph-found a.result").first().click();
    await page.waitForFunction(() => CSS.highlights.get("found")?.size > 1);
    const marked = await page.evaluate(() => [...CSS.highlights.get("found")].map((range) => range.toString().toLowerCase()));
    assert.deepEqual([...new Set(marked)], ["fisheries"]);
    assert.equal(await page.locator(".paragraph mark").count(), 0);
    // Not on the next page.
    await page.goto(server.url + section);
    assert.equal(await page.evaluate(() => CSS.highlights.has("found")), false);
    await close();
  });

  test("are where they were left when one comes back", async () => {
    const { page, close } = await open("search/index.html?q=cooperation", desktop);
    const far = page.locator(".paragraph-found a.result").nth(12);
    await far.scrollIntoViewIfNeeded();
    const top = await page.evaluate(() => scrollY);
    assert.ok(top > 500);
    await far.evaluate((link) => link.click());
    await page.locator(".paragraph").first().waitFor();
    await page.goBack();
    await page.waitForFunction((top) => Math.abs(scrollY - top) < 4, top);
    await close();
  });

  test("are the nearest of the index where nothing is found", async () => {
    const { page, close } = await open("search/index.html?q=agro", desktop);
    await page.getByRole("heading", { name: "Near it in the index" }).waitFor();
    const near = await page.locator(".found a.result").allInnerTexts();
    assert.ok(near.length > 2 && near.slice(0, -1).some((name) => /^agricultur/i.test(name)), near.join());
    assert.equal(near.at(-1), "The whole index");
    await close();
  });

  test("come from the field in the bar as one types", async () => {
    const { page, complaints, close } = await open(section, desktop);
    await page.locator(".to-search input").focus();
    await page.keyboard.type("fishe");
    await page.locator("dialog[open] .found a.result").first().waitFor();
    assert.equal(await page.locator("dialog[open] input[type=search]").inputValue(), "fishe");
    assert.deepEqual(complaints, []);
    await close();
  });
});

test("a preview never lies over the line of its link, and shows what is not on the screen", async () => {
  for (const options of [desktop, { viewport: { width: 900, height: 700 } }]) {
    const { page, close } = await open(section, options);
    for (const at of [1, 6, 12]) {
      const link = page.locator(".text a.mention").nth(at);
      await link.scrollIntoViewIfNeeded();
      await page.mouse.move(0, 0);
      await link.hover();
      const shown = await page.locator("#preview").waitFor({ timeout: 3000 }).then(() => true, () => false);
      if (!shown) continue;
      const over = await link.evaluate((link) => {
        const preview = document.getElementById("preview").getBoundingClientRect();
        const text = link.closest("p").getBoundingClientRect();
        return [...link.getClientRects()].some((line) => preview.top < line.bottom && line.top < preview.bottom && preview.left < text.right && text.left < preview.right);
      });
      assert.equal(over, false, await link.innerText());
      await page.keyboard.press("Escape");
      await page.locator("#preview").waitFor({ state: "hidden" });
    }
    await close();
  }
});

test("no preview comes while words are selected", async () => {
  const { page, close } = await open(section, desktop);
  await page.evaluate(() => getSelection().selectAllChildren(document.querySelector(".paragraph [data-verbatim]")));
  await page.locator(".text a.mention").nth(1).hover();
  await page.waitForTimeout(900);
  assert.equal(await page.locator("#preview").count(), 0);
  await close();
});

test("links in the text are hairlines of 3:1 at least, and can be quiet", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await open(section, { ...desktop, colorScheme });
    const contrast = await page.locator(".text a.mention").first().evaluate((link) => {
      const channel = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
      const luminance = (colour) => colour.match(/\d+/g).slice(0, 3).map(Number).map(channel).reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
      const [line, ground] = [luminance(getComputedStyle(link).textDecorationColor), luminance(getComputedStyle(document.body).backgroundColor)].sort((left, right) => right - left);
      return (line + 0.05) / (ground + 0.05);
    });
    assert.ok(contrast >= 3, `${contrast} in ${colorScheme}`);
    await page.getByRole("button", { name: "Colours and reading" }).click();
    await page.getByLabel("Hide the lines under links").check();
    const line = () => page.locator(".text a.mention").first().evaluate((link) => getComputedStyle(link).textDecorationColor);
    assert.match(await line(), /rgba\(0, 0, 0, 0\)/);
    await page.reload();
    assert.match(await line(), /rgba\(0, 0, 0, 0\)/);
    await close();
  }
});

test("what a reader chose is there from the first paint", async () => {
  const [dark, light] = ["rgb(23, 22, 20)", "rgb(253, 252, 248)"];
  const ground = () => getComputedStyle(document.body).backgroundColor;
  const line = () => getComputedStyle(document.querySelector(".text a.mention")).textDecorationColor;
  for (const [key, value, colorScheme, path, look, expected] of [
    ["palette", "dark", "light", section, ground, dark],
    ["palette", "light", "dark", section, ground, light],
    ["palette", "dark", "light", `es/${section}`, ground, dark],
    ["palette", "dark", "light", "404.html", ground, dark],
    ["links", "quiet", "light", section, line, "rgba(0, 0, 0, 0)"],
  ]) {
    const { page, close } = await open(path, { ...desktop, colorScheme });
    assert.notEqual(await page.evaluate(look), expected, path);
    await page.evaluate(([key, value]) => localStorage.setItem(key, value), [key, value]);
    // What the page is dressed in before anything that waits for the whole page could dress it.
    await page.route("**/reader.js", (route) => route.abort());
    await page.reload();
    assert.equal(await page.evaluate((key) => document.documentElement.dataset[key], key), value, path);
    assert.equal(await page.evaluate(look), expected, `${key} ${value} ${path}`);
    await close();
  }
});

test("no two landmarks of a page have the same name", async () => {
  for (const path of pages) {
    const { page, close } = await open(path, { ...desktop, bypassCSP: true });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => axe.run({ runOnly: { type: "rule", values: ["landmark-unique", "landmark-one-main", "region", "heading-order", "page-has-heading-one"] } }));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), [], path);
    await close();
  }
});
