// What a page answers to readers: previews, citing, settings, languages, the margin, print.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { launch, open as openIn, places, site, views } from "./browser.js";
import { serve } from "./serve.js";

const section = "programs/development-program/science-and-technology-innovation.html";
const noted = "programs/peace-program/cyber-security.html";

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

const open = (address, options) => openIn(browser, address, options);

const mention = (page, name) => page.locator("main .paragraph p").getByRole("link", { name, exact: true });
const preview = (page) => page.locator("#preview");

for (const [place, start] of Object.entries(places)) {
  test(`a preview shows what a link leads to, from ${place}`, async () => {
    const own = await start();
    const { page, complaints, close } = await open(own.url + section);
    await mention(page, "Talented Young Scientist Program").hover();
    await preview(page).waitFor();
    assert.match(await preview(page).innerText(), /^Initiative\s+Talented Young Scientist Program/);
    assert.deepEqual(complaints, []);
    await close();
    own.close();
  });
}

describe("a preview", () => {
  test("comes after a moment, stays while it is pointed at, goes afterwards; nothing on the page moves", async () => {
    const { page, close } = await open(server.url + section);
    await page.evaluate(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value))).observe({ type: "layout-shift", buffered: true });
    });
    // The page's clock goes on when it is told to, however long the machine takes.
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    const link = mention(page, "Talented Young Scientist Program");
    // The first preview loads what it needs, which takes time of its own; the second does not.
    await link.hover();
    await page.clock.runFor(600);
    await preview(page).waitFor();
    await page.mouse.move(5, 5);
    await page.clock.runFor(600);
    await preview(page).waitFor({ state: "hidden" });
    await link.hover();
    await page.clock.runFor(200);
    assert.equal(await preview(page).isVisible(), false, "not at once");
    await page.clock.runFor(400);
    await preview(page).waitFor();
    const box = await preview(page).boundingBox();
    await page.mouse.move(box.x + 20, box.y + 20, { steps: 5 });
    await page.clock.runFor(600);
    assert.ok(await preview(page).isVisible(), "it can be pointed at");
    await page.mouse.move(5, 5);
    await page.clock.runFor(600);
    await preview(page).waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => window.shift), 0);
    await close();
  });

  test("comes with the keyboard's focus, describes the link, and goes with Escape", async () => {
    const { page, close } = await open(server.url + section);
    await page.keyboard.press("Tab");
    const link = mention(page, "Talented Young Scientist Program");
    await link.focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await preview(page).waitFor();
    assert.match(await link.getAttribute("aria-describedby"), /\bpreview\b/);
    await page.keyboard.press("Escape");
    await preview(page).waitFor({ state: "hidden" });
    assert.equal(await link.getAttribute("aria-describedby"), null);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Talented Young Scientist Program");
    await close();
  });

  test("shows sections, paragraphs and terms too", async () => {
    const { page, close } = await open(`${server.url}index-a-z.html`);
    const hover = async (locator) => {
      await locator.hover();
      await preview(page).waitFor();
      const text = await preview(page).innerText();
      await page.keyboard.press("Escape");
      await page.mouse.move(0, 0);
      return text;
    };
    assert.match(await hover(page.getByRole("link", { name: "III.2(4) ¶1" }).first()), /^III\.2\(4\) ¶1\s+Financial Cooperation\s+China will support/);
    await page.goto(`${server.url}programs/index.html`);
    assert.match(await hover(page.locator("main").getByRole("link", { name: /Financial Cooperation/ }).first()), /^III\.2\(4\)\s+Financial Cooperation/);
    await page.goto(`${server.url}glossary/index.html`);
    assert.match(await hover(page.locator(".terms dt a").filter({ hasText: /^cyberspace$/ })), /^Concept\s+cyberspace/);
    await close();
  });

  test("can be switched off, and stays off", async () => {
    const { page, close } = await open(server.url + section);
    await page.getByRole("button", { name: "Colours and reading" }).click();
    await page.getByLabel("Previews of links").uncheck();
    await page.reload();
    await page.getByRole("button", { name: "Colours and reading" }).click();
    assert.equal(await page.getByLabel("Previews of links").isChecked(), false);
    await mention(page, "Talented Young Scientist Program").hover();
    await page.waitForTimeout(900);
    assert.equal(await preview(page).count(), 0);
    await close();
  });

  test("a tap follows the link", async () => {
    const { page, close } = await open(server.url + section, { viewport: views.phone, hasTouch: true, isMobile: true });
    await mention(page, "Talented Young Scientist Program").tap();
    await page.waitForURL(/talented-young-scientist-program\.html$/);
    await close();
  });
});

describe("citing", () => {
  const grant = { permissions: ["clipboard-read", "clipboard-write"] };
  const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

  test("a paragraph's number is its link and offers link and quotation", async () => {
    const { page, complaints, close } = await open(server.url + section, grant);
    await page.locator("#III\\.2\\.9-p2 .number").click();
    assert.match(page.url(), /#III\.2\.9-p2$/);
    await page.getByRole("button", { name: "Copy the link" }).click();
    await page.getByText("Copied").waitFor();
    assert.equal(await copied(page), `${server.url}${section}#III.2.9-p2`);
    await page.getByRole("button", { name: "Copy the words with their citation" }).click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("“China supports"));
    const quotation = await copied(page);
    assert.match(quotation, /^“China supports the China-LAC Sustainable Food Innovation Center .* agricultural technology\.” Government of China\. “Science and Technology Innovation\.” In China's Policy Paper/);
    assert.ok(quotation.endsWith(`III.2(9) ¶2, December 10, 2025. ${server.url}${section}#III.2.9-p2.`), quotation);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".cite-menu").isVisible(), false);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("a style is chosen once and stays; reference and form in the text are copied each", async () => {
    const { page, close } = await open(server.url + section, grant);
    await page.locator("#III\\.2\\.9-p2 .number").click();
    await page.getByLabel("Style").selectOption("APA");
    const url = `${server.url}${section}#III.2.9-p2`;
    await page.getByRole("button", { name: "Copy: Reference" }).click();
    await page.getByText("Copied").waitFor();
    assert.equal(await copied(page), `Government of China. (2025, December 10). Science and Technology Innovation. In China's Policy Paper on Latin America and the Caribbean (III.2(9) ¶2). ${url}`);
    await page.getByRole("button", { name: "Copy: In the text" }).click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("("));
    assert.equal(await copied(page), "(Government of China, 2025, III.2(9) ¶2)");
    await page.reload();
    await page.locator("#III\\.2\\.9-p1 .number").click();
    assert.equal(await page.getByLabel("Style").inputValue(), "APA");
    await close();
  });

  test("on a program's page it leads to the section's own page, with files for reference managers", async () => {
    const { page, close } = await open(`${server.url}programs/development-program/index.html`, grant);
    await page.locator("#III\\.2\\.9-p2 .number").click();
    await page.getByRole("button", { name: "Copy the link" }).click();
    await page.getByText("Copied").waitFor();
    assert.equal(await copied(page), `${server.url}${section}#III.2.9-p2`);
    for (const [name, said] of [["BibTeX", /^@incollection\{lac-2025-III\.2\.9-p2,\n {2}author = \{\{Government of China\}\},\n {2}title = \{\{Science and Technology Innovation\}\}/], ["RIS", /^TY {2}- CHAP\r\nTI {2}- Science and Technology Innovation\r\n[\s\S]*SE {2}- III\.2\(9\) ¶2\r\n/], ["CSL-JSON", /"chapter-number": "III\.2\(9\) ¶2"/]]) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".cite-menu").getByRole("link", { name, exact: true }).click()]);
      assert.match(readFileSync(await download.path(), "utf8"), said);
    }
    await close();
  });

  test("a bar at selected words links, quotes and cites", async () => {
    const { page, complaints, close } = await open(server.url + section, grant);
    await page.evaluate(() => {
      const [name, words] = document.querySelector("#III\\.2\\.9-p2 [data-verbatim]").childNodes;
      getSelection().setBaseAndExtent(name.firstChild, 0, words, " supports".length);
    });
    const bar = page.locator(".pick");
    await bar.getByRole("button", { name: "Quote" }).click();
    await bar.getByText("Copied").waitFor();
    assert.match(await copied(page), /^“China supports” Government of China\. /);
    await bar.getByRole("button", { name: "Link" }).click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes(":~:text="));
    assert.equal(await copied(page), `${server.url}${section}#III.2.9-p2:~:text=China%20supports`);
    await bar.getByRole("button", { name: "Cite" }).click();
    await page.getByLabel("Style").waitFor();
    await page.keyboard.press("Escape");
    await page.evaluate(() => getSelection().removeAllRanges());
    await bar.waitFor({ state: "hidden" });
    assert.deepEqual(complaints, []);
    await close();
  });

  test("copying takes the paper's words over several paragraphs, and nothing else", async () => {
    const { page, close } = await open(`${server.url}programs/peace-program/index.html`, { ...grant, viewport: { width: 1440, height: 900 } });
    await page.locator(".beside").first().waitFor();
    const expected = await page.evaluate(() => {
      const all = [...document.querySelectorAll(".text [data-verbatim]")];
      getSelection().setBaseAndExtent(all[0], 0, all.at(-1), all.at(-1).childNodes.length);
      return all.map((each) => each.textContent);
    });
    await page.keyboard.press("Control+c");
    const words = (await copied(page)).split("\n").map((line) => line.trim()).filter(Boolean);
    assert.ok(expected.length > 12);
    assert.deepEqual(words, expected.map((line) => line.trim()));
    await close();
  });

  test("selected words get a link that a browser finds them by", async () => {
    const { page, close } = await open(server.url + section, grant);
    await page.evaluate(() => {
      const text = document.querySelector("#III\\.2\\.9-p1 [data-verbatim]");
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf("high-tech cooperation");
        if (at < 0) continue;
        getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + "high-tech cooperation".length);
        break;
      }
    });
    await page.locator("#III\\.2\\.9-p1 .number").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Copy a link to the selected words" }).click();
    await page.getByText("Copied").waitFor();
    const link = await copied(page);
    assert.equal(link, `${server.url}${section}#III.2.9-p1:~:text=high%2Dtech%20cooperation`);
    await close();
  });

  test("by keyboard alone, and back", async () => {
    const { page, close } = await open(server.url + section);
    await page.locator("#III\\.2\\.9-p3 .number").focus();
    await page.keyboard.press("Enter");
    await page.locator(".cite-menu button").first().waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Copy the link");
    await page.keyboard.press("Escape");
    assert.match(await page.evaluate(() => document.activeElement.className), /number/);
    await close();
  });

  test("without a script the citation stands in the page, with files for reference managers", async () => {
    const { page, close } = await open(server.url + section, { javaScriptEnabled: false });
    await page.getByText("How to cite").click();
    for (const style of ["Chicago", "APA", "MLA", "ISO 690", "ABNT"]) assert.ok(await page.locator("dt", { hasText: style }).isVisible(), style);
    assert.match(await page.locator("dt", { hasText: "ABNT" }).locator("+ dd").first().innerText(), /^GOVERNMENT OF CHINA\. Science and Technology Innovation\. In: China's Policy Paper/);
    for (const [name, type] of [["BibTeX", /^@incollection\{lac-2025-III\.2\.9,/], ["RIS", /^TY  - CHAP\r\n/], ["CSL-JSON", /"type": "chapter"/]]) {
      const address = await page.getByRole("link", { name, exact: true }).getAttribute("href");
      const answer = await fetch(new URL(address, page.url()));
      assert.ok(answer.ok, address);
      assert.match(await answer.text(), type);
    }
    await close();
  });
});

test("the first page has a field whose query the search page answers", async () => {
  const { page, complaints, close } = await open(`${server.url}es/index.html`);
  await page.locator("main").getByRole("searchbox").fill("pesca");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/es\/search\/index\.html\?q=pesca$/);
  await page.locator(".found a.result").first().waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("the colours that a reader chose stay, whatever the system has", async () => {
  const { page, close } = await open(server.url + section, { colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole("button", { name: "Colours and reading" }).click();
  await page.getByLabel("dark").check();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.reload();
  await page.waitForFunction((dark) => getComputedStyle(document.body).backgroundColor === dark, dark);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("button", { name: "Colours and reading" }).click();
  await page.getByLabel("light").check();
  assert.equal(await ground(), light);
  await close();
});

test("a switch of language keeps the page and the place on it", async () => {
  const { page, complaints, close } = await open(`${server.url}${section}#III.2.9-p2`);
  await page.getByRole("button", { name: "Languages" }).click();
  await page.getByRole("link", { name: "Español" }).click();
  await page.waitForURL(`${server.url}es/${section}#III.2.9-p2`);
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  assert.equal(await page.locator("h1").getAttribute("lang"), "en");
  assert.equal(await page.locator("h1").innerText(), "(9) Science and Technology Innovation");
  await page.getByRole("button", { name: "Colores y lectura" }).click();
  await page.getByRole("group", { name: "Colores" }).waitFor();
  assert.deepEqual(await page.locator("#settings fieldset label").allInnerTexts(), ["los del sistema", "claros", "oscuros"]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Idiomas" }).click();
  await page.getByRole("link", { name: "简体中文" }).click();
  assert.equal(await page.locator("summary").first().innerText(), "如何引用");
  await page.getByRole("button", { name: "语言" }).click();
  await page.getByRole("link", { name: "English" }).click();
  await page.waitForURL(`${server.url}${section}#III.2.9-p2`);
  assert.deepEqual(complaints, []);
  await close();
});

test("the contents beside the whole paper follow the reader", async () => {
  const { page, close } = await open(`${server.url}paper/index.html`, { viewport: { width: 1440, height: 900 } });
  await page.locator("#III\\.4\\.5").scrollIntoViewIfNeeded();
  await page.evaluate(() => document.getElementById("III.4.5").scrollIntoView({ block: "start", behavior: "instant" }));
  const here = page.locator("#contents .outline a[aria-current=location]");
  await here.filter({ hasText: "Cyber Security" }).waitFor();
  const [inside, height] = await here.evaluate((link) => [link.getBoundingClientRect().top, innerHeight]);
  assert.ok(inside > 0 && inside < height, "it is in sight");
  await close();
});

test("nothing in the margin lies over anything else, on any page of the text", async () => {
  const pages = readdirSync(`${site}/programs`, { recursive: true }).filter((file) => file.endsWith(".html")).map((file) => `programs/${file}`);
  pages.push("paper/index.html", "paper/preface.html", "paper/part-1.html", "paper/part-2.html");
  const { page, close } = await open(server.url, { viewport: { width: 1440, height: 900 } });
  for (const path of pages) {
    await page.goto(server.url + path);
    const over = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll(".text :is(.beside, .remark)")].map((each) => [each.textContent, each.getBoundingClientRect()]);
      const meet = (left, right) => left.top < right.bottom - 1 && right.top < left.bottom - 1 && left.left < right.right && right.left < left.right;
      return boxes.flatMap(([words, box], at) => boxes.slice(at + 1).filter(([, other]) => meet(box, other)).map(([other]) => `${words} / ${other}`));
    });
    assert.deepEqual(over, [], path);
  }
  await close();
});

test("the margin names what a paragraph mentions, once and out of hearing", async () => {
  const { page, close } = await open(`${server.url}es/${section}`, { viewport: { width: 1440, height: 900 } });
  const kinds = (await page.locator(".text").getAttribute("data-margin")).split(" ");
  for (const paragraph of await page.locator(".paragraph").all()) {
    const mentioned = await paragraph.locator(kinds.map((kind) => `a.mention.${kind}`).join()).evaluateAll((links) => links.map((link) => [link.href, link.title || link.textContent]));
    const named = await paragraph.locator(".beside a").evaluateAll((links) => links.map((link) => [link.href, link.textContent]));
    const first = mentioned.filter(([href], at) => mentioned.findIndex(([other]) => other === href) === at);
    assert.deepEqual(named, first);
  }
  const list = page.locator(".beside").first();
  assert.equal(await list.getAttribute("aria-hidden"), "true");
  assert.equal(await list.getAttribute("lang"), "en");
  assert.equal(await list.locator("a:not([tabindex='-1'])").count(), 0);
  await close();
});

test("notes stand in the margin of a wide window, and in the text of a narrow one", async () => {
  const wide = await open(server.url + noted, { viewport: { width: 1440, height: 900 } });
  const right = (page, of) => page.locator(of).first().evaluate((each) => [each.getBoundingClientRect().left, each.getBoundingClientRect().right]);
  const [, textEnd] = await right(wide.page, ".paragraph p");
  assert.ok((await right(wide.page, ".remark"))[0] > textEnd);
  await wide.close();
  const narrow = await open(server.url + noted, { viewport: views.phone });
  assert.ok((await right(narrow.page, ".remark"))[0] < (await right(narrow.page, ".paragraph p"))[1]);
  assert.equal(await narrow.page.locator(".beside").first().isVisible(), false);
  await narrow.close();
});

test("text at twice the size and with the reader's own spacing loses nothing", async () => {
  for (const path of [section, "index.html", "search/index.html", "glance.html", "mechanisms/china-celac-forum.html"]) {
    // WCAG 2.2, 1.4.12, in a window of 640 px, as at 200 % of 1280.
    const { page, close } = await open(server.url + path, { viewport: { width: 640, height: 450 }, bypassCSP: true });
    await page.addStyleTag({ content: "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }" });
    const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(inner <= outer, `${path} is ${inner} px wide in a window of ${outer} px`);
    await close();
  }
});

test("the whole paper prints as a booklet", async () => {
  const { page, close } = await open(`${server.url}paper/index.html`);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages > 15 && pages < 40, `${pages} pages`);
  await page.emulateMedia({ media: "print" });
  for (const hidden of ["header.site", "#contents", ".beside", "details.cite"]) {
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  }
  assert.ok(await page.locator("link[media=print]").count());
  await close();
});

test("on paper the kinds of a picture are told apart by shades", async () => {
  const { page, close } = await open(`${server.url}glance.html`);
  await page.emulateMedia({ media: "print" });
  const shades = await page.evaluate(() => {
    const styles = (selector, property) => [...document.querySelectorAll(selector)].map((shown) => getComputedStyle(shown)[property]);
    return { key: styles(".key .swatch", "backgroundColor"), marks: styles(".mark", "stroke"), bars: styles(".bar", "fill") };
  });
  assert.ok(shades.key.length > 1);
  assert.equal(new Set(shades.key).size, shades.key.length, shades.key.join());
  assert.deepEqual([...new Set(shades.marks)].sort(), [...shades.key].sort());
  assert.ok(!shades.bars.some((bar) => shades.key.includes(bar)));
  await close();
});

test("a page waits for one style sheet only, asks for little, and stands still", async () => {
  const light = ["index.html", "programs/development-program/index.html", section, "mechanisms/china-celac-forum.html", "glossary/index.html", "index-a-z.html", "matrix.html", "search/index.html?q=fisheries", "paper/index.html", "glance.html"];
  for (const path of light) {
    const context = await browser.newContext({ viewport: { width: 412, height: 823 }, isMobile: true });
    const page = await context.newPage();
    const requests = [];
    page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value))).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(server.url + path, { waitUntil: "networkidle" });
    await page.waitForTimeout(500);
    const { sheets, scripts, shift } = await page.evaluate(() => ({
      sheets: [...document.querySelectorAll("link[rel=stylesheet]")].filter((link) => link.media !== "print" && !link.href.endsWith("/script.css")).length,
      scripts: [...document.querySelectorAll("head script[src]")].filter((script) => script.isConnected && !script.defer && !script.async).length,
      shift: window.shift,
    }));
    assert.equal(sheets, 1, path);
    // One waits for nothing: it dresses the page in the colours that its reader chose.
    assert.equal(scripts, 1, `${path}: scripts that wait for nothing`);
    // The page, its style sheet, scripts and icon, and on pages of the text the style sheet for print; the search page its
    // catalogue and, after it, what the editors say of entries.
    assert.ok(new Set(requests).size <= (path.startsWith("search") ? 12 : 6), `${path}: ${requests.join(" ")}`);
    assert.ok(shift < 0.01, `${path} moves by ${shift}`);
    await context.close();
  }
});

test("forced colours and reduced motion leave everything to be seen", async () => {
  const { page, complaints, close } = await open(server.url + section, { forcedColors: "active", reducedMotion: "reduce", contrast: "more" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");
  assert.ok(await page.locator("main .paragraph").first().isVisible());
  assert.deepEqual(complaints, []);
  await close();
});
