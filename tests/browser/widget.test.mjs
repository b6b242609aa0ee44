/** What the widget does beyond the first search: titles, hits, keys, long queries, states that a page words itself. */
import assert from "node:assert/strict";

import { found, holdBack, painted, scenario, until } from "./browser.mjs";
import { alone, openFirst, results, search } from "./reading.mjs";

const OWN = /^The Long Pound, the magazine of AWLS$/;
const text = (element) => element.evaluate((found) => found.textContent);

scenario("the page's title says what is read, and is the page's own again on the shelf", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await found(page, ">>> backissue-reader >>> [part=shelf]");
  assert.match(await page.title(), OWN);
  await search(page, "heron clause");
  assert.match(await page.title(), /^Search – The Long Pound/);
  const headline = await openFirst(page);
  await until(page, (headline) => document.title.startsWith(`${headline} – The Long Pound`), headline);
  await page.goBack();
  await until(page, () => document.title.startsWith("Search – "));
  await (await found(page, ">>> backissue-search >>> [part=clear]")).click();
  await until(page, () => document.title === "The Long Pound, the magazine of AWLS");
  await page.evaluate(() => document.querySelector("backissue-archive").setAttribute("keep-title", ""));
  await search(page, "heron");
  assert.match(await page.title(), OWN, "a page can keep its title");
});

scenario("what was typed is in the page's title only if the page asks for it", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await found(page, ">>> backissue-reader >>> [part=shelf]");
  await page.evaluate(() => {
    const titles = (window["titles"] = [document.title]);
    new MutationObserver(() => titles.push(document.title)).observe(document.head, { childList: true, subtree: true, characterData: true });
  });
  await search(page, "heron clause");
  await openFirst(page);
  await until(page, () => window["titles"].length > 2);
  const titles = await page.evaluate(() => window["titles"].join("\n"));
  assert.doesNotMatch(titles, /heron clause/i);
  await page.$eval("backissue-archive", (archive) => archive.setAttribute("title-query", ""));
  await page.goBack();
  await until(page, () => document.title.startsWith("“heron clause” – The Long Pound"));
});

for (const [name, own] of [["without a title", ""], ["with one", "Ours"]]) {
  scenario(`a title is the same each time, on a page ${name}`, {}, async ({ page, open }) => {
    await open("/magazine.html");
    await found(page, ">>> backissue-reader >>> [part=shelf]");
    await page.evaluate((own) => {
      if (own) document.title = own;
      else document.querySelector("title").remove();
      document.querySelector("backissue-archive").setAttribute("title-query", "");
    }, own);
    const title = async (query) => {
      await page.evaluate((query) => (location.hash = query && `#q=${encodeURIComponent(query)}`), query);
      if (query) await until(page, (query) => document.title.includes(query.trim().split(/\s+/)[0]), query);
      else await found(page, ">>> backissue-reader:not([hidden]) >>> [part=shelf]");
      return page.title();
    };
    const after = own && ` – ${own}`;
    assert.equal(await title("heron"), `“heron”${after}`);
    // The document has one space where a query has two, or a line break.
    assert.equal(await title("night  \n work"), `“night work”${after}`);
    assert.equal(await title("lock"), `“lock”${after}`);
    await page.evaluate(() => document.querySelector("backissue-archive").remove());
    assert.equal(await page.title(), own);
  });
}

scenario("next and previous go from hit to hit, and the first is never far", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await search(page, "night");
  await openFirst(page);
  const position = await found(page, ">>> backissue-reader >>> [part=hit-position]");
  const press = async (name) => (await found(page, `>>> backissue-reader >>> [part=hits] button[aria-label="${name}"]`)).click();
  const total = Number((await text(position)).match(/(\d+)( matches)?$/)[1]);
  assert.ok(total > 2);
  await press("First match");
  assert.equal(await text(position), `Match 1 of ${total}`);
  await press("Next match");
  assert.equal(await text(position), `Match 2 of ${total}`);
  await press("Previous match");
  await press("Previous match");
  assert.equal(await text(position), `Match ${total} of ${total}`, "round and round");
  const inSight = await page.$eval(">>> backissue-reader >>> [part=article]", (article) => {
    const { top, bottom } = article.querySelector("mark.current").getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  assert.ok(inSight);
});

/** How many places the page paints as hits. */
const highlights = (page) => page.evaluate(() => globalThis.CSS.highlights?.get("backissue-hit")?.size ?? 0);
/** The article's last mark: the current hit is the first. */
const last = async (page) => {
  const marks = await page.$$(">>> backissue-reader >>> mark");
  assert.ok(marks.length > 1);
  return marks.at(-1);
};
/** Changes a style within the reader, as a browser would that does not paint it. */
const without = (page, css) =>
  page.$eval(">>> backissue-reader >>> [part=article]", (article, css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    /** @type {ShadowRoot} */ (article.getRootNode()).adoptedStyleSheets.push(sheet);
  }, css);

scenario("an article's highlights go with it", {}, async ({ page, open }) => {
  await open("/magazine.html#q=night");
  await results(page);
  await openFirst(page);
  const marks = (await page.$$(">>> backissue-reader >>> mark")).length;
  assert.ok(marks > 0);
  assert.equal(await highlights(page), marks);
  await page.evaluate(() => document.querySelector("backissue-archive").remove());
  assert.equal(await highlights(page), 0);
});

/** What an element is painted in once that is as it should be, or in the end: a page may still be coming to rest. */
async function paintedAs(page, element, isRight) {
  let seen = await painted(page, element);
  for (let tries = 0; tries < 10 && !isRight(seen); tries++) {
    await new Promise((done) => setTimeout(done, 200));
    seen = await painted(page, element);
  }
  return seen;
}

for (const [name, css] of [
  ["both", ""],
  ["highlights alone", "mark { background: none !important }"],
  ["elements alone", "::highlight(backissue-hit) { background-color: transparent !important }"],
]) {
  scenario(`what was found is seen in its colour: painted by ${name}`, {}, async ({ page, open }) => {
    await open("/magazine.html#q=night");
    await results(page);
    await openFirst(page);
    const mark = await last(page);
    const colour = await mark.evaluate((mark) => getComputedStyle(mark).backgroundColor);
    assert.notEqual(colour, "rgba(0, 0, 0, 0)");
    await without(page, css);
    assert.equal(await paintedAs(page, mark, (seen) => seen === colour), colour);
    await without(page, "mark { background: none !important } ::highlight(backissue-hit) { background-color: transparent !important }");
    assert.notEqual(await paintedAs(page, mark, (seen) => seen !== colour), colour, "what is looked at can tell");
  });
}

scenario("a browser without highlights shows hits all the same, and goes from one to the next", {}, async ({ page, open }) => {
  await page.evaluateOnNewDocument(() => {
    delete globalThis.Highlight;
    delete globalThis.CSS.highlights;
  });
  await open("/magazine.html#q=night");
  await results(page);
  await openFirst(page);
  assert.equal(await page.evaluate(() => "highlights" in CSS || "Highlight" in globalThis), false);
  const mark = await last(page);
  const colour = await mark.evaluate((mark) => getComputedStyle(mark).backgroundColor);
  assert.equal(await paintedAs(page, mark, (seen) => seen === colour), colour);
  const current = () => page.$eval(">>> backissue-reader >>> [part=article]", (article) => [...article.querySelectorAll("mark")].findIndex((mark) => mark.classList.contains("current")));
  await (await found(page, '>>> backissue-reader >>> [part=hits] button[aria-label="First match"]')).click();
  const first = await current();
  await (await found(page, '>>> backissue-reader >>> [part=hits] button[aria-label="Next match"]')).click();
  assert.ok(first >= 0 && (await current()) > first);
});

scenario("an article that comes when its element has gone is not in the title, nor kept", {}, async ({ page, open }) => {
  await open("/magazine.html#q=night");
  const link = await (await results(page)).$("a[href*='article=']");
  const hash = await link.evaluate((link) => link.hash);
  await page.goto("about:blank");
  await holdBack(page, "/parts/");
  await open(`/magazine.html${hash}`);
  await until(page, () => window["held"]);
  await page.evaluate(async () => {
    document.querySelector("backissue-archive").remove();
    window["release"]();
    await new Promise((done) => setTimeout(done, 1_500));
  });
  assert.match(await page.title(), OWN);
  assert.equal(await highlights(page), 0);
});

scenario("on a phone the first result is in sight after a search", { width: 360 }, async ({ page, open }) => {
  await open("/magazine.html");
  await search(page, "night");
  const top = await (await results(page)).evaluate((hit) => hit.getBoundingClientRect().top);
  assert.ok(top < 500, `${top} px`);
});

scenario("a long query is quoted by its beginning, wherever it is quoted", {}, async ({ page, open }) => {
  await open("/magazine.html");
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.click();
  await input.evaluate((box) => (box.value = `heron ${"qx".repeat(5_000)} clause`));
  await page.keyboard.press("Enter");
  const outcome = await found(page, ">>> backissue-search >>> [part=outcome] h2");
  const longest = await outcome.evaluate((heading) => Math.max(...[...heading.getRootNode().querySelectorAll("[part=count], [part=note], [part=suggestion], [part=none] p")].map((node) => node.textContent.length)));
  assert.ok(longest < 250, `${longest} characters`);
});

scenario("Ctrl and Enter open a search in a new tab", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await page.evaluate(() => {
    window.open = (url) => ((window["opened"] = String(url)), null);
  });
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.type("heron");
  await page.keyboard.down("Control");
  await page.keyboard.press("Enter");
  await page.keyboard.up("Control");
  assert.match(await page.evaluate(() => window["opened"]), /magazine\.html#q=heron$/);
  assert.ok(!page.url().includes("heron"), "this tab stays where it is");
});

scenario("Escape closes the suggestions, then clears the box; / goes there only where the page opts in", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await page.keyboard.press("/");
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  const focused = () => input.evaluate((box) => box.getRootNode().activeElement === box);
  assert.ok(!(await focused()));
  await page.$eval("backissue-archive", (archive) => archive.setAttribute("hotkey", ""));
  await page.keyboard.press("/");
  assert.ok(await focused());
  await page.keyboard.type("heron");
  await found(page, ">>> backissue-search >>> [part=option]");
  await page.keyboard.press("Escape");
  assert.equal((await page.$$(">>> backissue-search >>> [part=option]")).length, 0);
  const value = () => input.evaluate((box) => box.value);
  assert.equal(await value(), "heron");
  await page.keyboard.press("Escape");
  assert.equal(await value(), "");
});

scenario("a page says in its own words that there is nothing, or that something went wrong", {}, async ({ page, open, host }) => {
  await open("/magazine.html");
  await page.evaluate(() => {
    for (const slot of ["empty", "error"]) {
      const own = document.createElement("p");
      own.slot = slot;
      own.textContent = `Our words: ${slot}`;
      document.querySelector("backissue-archive").append(own);
    }
    const archive = document.querySelector("backissue-archive");
    archive.replaceWith(archive.cloneNode(true));
  });
  const shown = (slot) => page.waitForFunction((slot) => document.querySelector(`backissue-archive > [slot=${slot}]`)?.checkVisibility(), { timeout: 10_000 }, slot);
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.type("qqxzy");
  await page.keyboard.press("Enter");
  await shown("empty");
  host.damage.set("/parts/", (bytes) => bytes.subarray(0, 9));
  await page.evaluate(() => (location.hash = "#article=41/moorings"));
  await shown("error");
  host.damage.clear();
  await (await found(page, ">>> backissue-reader >>> [part=error] button")).click();
  await found(page, ">>> backissue-reader >>> [part=article]");
});

scenario("what takes long says what is fetched, in the page's own words if it has any", {}, async ({ page, open }) => {
  await holdBack(page, "manifest.bi");
  await open("/index.html");
  await alone(page, "backissue-reader", {});
  const said = async () => page.$eval(">>> backissue-reader >>> [role=status]", (status) => status.textContent);
  await until(page, () => document.querySelector("backissue-reader").shadowRoot?.querySelector("slot[name=loading]"));
  assert.match(await said(), /Fetching the archive/);
  await page.evaluate(() => document.querySelector("backissue-reader").append(Object.assign(document.createElement("p"), { slot: "loading", textContent: "Our words" })));
  assert.ok(await page.$eval("backissue-reader > [slot=loading]", (own) => own.checkVisibility()));
  await page.evaluate(() => window["release"]());
  await found(page, ">>> backissue-reader >>> [part=shelf]");
  assert.equal(await said(), "");
});

scenario("a src that is missing is named, and of one that is wrong the address can be seen", {}, async ({ page, open, expect }) => {
  expect(/Failed to load resource|404/);
  await open("/index.html");
  for (const tag of ["backissue-archive", "backissue-reader"]) {
    await alone(page, tag, { src: "" });
    assert.match(await text(await found(page, ">>> [part=error]")), /src names no archive/);
  }
  await alone(page, "backissue-archive", { src: "/archiv/" });
  const reason = await found(page, ">>> [part=error] .quiet");
  assert.equal(await text(reason), "The server answered 404.");
  assert.match(await reason.evaluate((reason) => reason.title), /^\/archiv\/manifest\.bi: the server answered 404\. Check the address/);
});
