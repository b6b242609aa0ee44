/** The reader, sentence by sentence: contents, sections, authors, what goes with an article, how it is set, what can be done with it. */
import assert from "node:assert/strict";

import { arrived, found, scenario, stored, until } from "./browser.mjs";
import { published } from "./published.mjs";
import { alone, sideways } from "./reading.mjs";

const reader = (page, part) => found(page, `>>> backissue-reader >>> [part~=${part}]`);
const texts = (page, selector) => page.$$eval(`>>> backissue-reader >>> ${selector}`, (all) => all.map((one) => one.textContent));
/** Presses the button with this name. */
async function press(page, name) {
  for (const button of await page.$$(">>> backissue-reader >>> button")) {
    if ((await button.evaluate((node) => node.getAttribute("aria-label") ?? node.textContent)) === name) return button.click();
  }
  assert.fail(`there is no button ${name}`);
}
const ARTICLE = "42/forty-hours-at-merrow-weir";

scenario("from the shelf to an issue, to a section of it, to what every issue has of that section, and back", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await (await found(page, ">>> backissue-reader >>> a[part=cover-link][data-issue='42']")).click();
  await arrived(page, /#issue=42$/);
  const link = await found(page, ">>> backissue-reader >>> a[part=section-link][data-section=news]");
  assert.equal(await link.evaluate((link) => link.textContent), "News");
  assert.ok((await texts(page, "[part=section-link]")).length > 4);
  await link.click();
  await arrived(page, /#section=news$/);
  await until(page, () => /^News: \d+ articles$/.test(document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.querySelector("[part=count]")?.textContent));
  await page.goBack();
  await reader(page, "contents-section");
});

scenario("a reader alone shows an issue, the articles of a section and of an author, and goes from one to the other", {}, async ({ page, open }) => {
  await open("/index.html");
  await alone(page, "backissue-reader", { issue: "42", address: "fragment" });
  await (await found(page, ">>> a[part=section-link][data-section=feature]")).click();
  await arrived(page, /#section=feature$/);
  await until(page, () => document.querySelector("backissue-reader").shadowRoot.querySelector("[part=issue-title]")?.textContent === "Features");
  const listed = await texts(page, "[part=entry-link]");
  assert.ok(listed.includes("Forty hours at Merrow Weir") && listed.length > 2, listed.join(", "));
  assert.match((await texts(page, "[part=season]"))[0], new RegExp(`^${listed.length} articles$`));
  await (await found(page, `>>> a[part=entry-link][data-article='${ARTICLE}']`)).click();
  await reader(page, "article");
  await (await found(page, ">>> a[part=author]")).click();
  await arrived(page, /#author=Nia\+Prosser-Bell$/);
  await until(page, () => document.querySelector("backissue-reader").shadowRoot.querySelector("[part=issue-title]")?.textContent === "Nia Prosser-Bell");
  assert.ok((await texts(page, "[part=entry-link]")).includes("Forty hours at Merrow Weir"));
  await page.goBack();
  await reader(page, "article");
  await page.goBack();
  await until(page, () => document.querySelector("backissue-reader").shadowRoot.querySelector("[part=issue-title]")?.textContent === "Features");
});

scenario("beside an article are the one before and after, what goes with it, more of its issue and of its author", {}, async ({ page, open }) => {
  await open(`/magazine.html#article=${ARTICLE}`);
  await reader(page, "related");
  const turn = await texts(page, "[part=turn] span");
  assert.deepEqual(turn, ["Previous article", "Next article"]);
  const [expected, headings] = await page.evaluate(async (id) => {
    const { openArchive } = await import("/pkg/backissue.js");
    const related = await (await openArchive("/archive/")).related(id);
    const root = document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-reader").shadowRoot;
    return [related.map(({ title }) => title), [...root.querySelectorAll("[part=related]")].map((one) => [one.firstChild.textContent, ...[...one.querySelectorAll("a")].map((link) => link.textContent)])];
  }, ARTICLE);
  assert.ok(expected.length > 0);
  assert.deepEqual(headings[0], ["Related articles", ...expected.slice(0, 5)]);
  assert.equal(headings[1][0], "More from Issue 42");
});

scenario("more like a passage that is selected is shown where related articles are", {}, async ({ page, open }) => {
  await open(`/magazine.html#article=${ARTICLE}`);
  await found(page, ">>> backissue-reader >>> [part=actions] button");
  const offer = () => page.$eval(">>> backissue-reader >>> [part=alike]", (offer) => !offer.hidden);
  const offered = (/** @type {boolean} */ wanted) => until(page, (wanted) => document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-reader").shadowRoot.querySelector("[part=alike]").hidden !== wanted, wanted);
  const paragraphs = await page.$$(">>> backissue-reader >>> .bi-body > p");
  // A word is no passage, nor is what is selected elsewhere.
  await paragraphs[1].click({ count: 2 });
  assert.equal(await offer(), false);
  const expected = [];
  for (const paragraph of paragraphs.slice(1, 3)) {
    await paragraph.click({ count: 3 });
    await offered(true);
    const passage = await paragraph.evaluate((node) => node.textContent);
    const titles = await page.evaluate(async (passage, except) => {
      const { openArchive } = await import("/pkg/backissue.js");
      const { hits, query } = await (await openArchive("/archive/")).moreLike(passage, { except, limit: 5 });
      if (!query || hits.some(({ id, snippet }) => id === except || !snippet.ranges.length)) throw new Error(query);
      return hits.map(({ title }) => title);
    }, passage, ARTICLE);
    assert.ok(titles.length > 1, titles.join());
    expected.push(titles.join());
    await press(page, "More like this");
    await until(page, (titles) => {
      const [like, related] = document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-reader").shadowRoot.querySelectorAll("[part=related]");
      return like.firstChild.textContent === "More like this" && [...like.querySelectorAll("a")].map((link) => link.textContent).join() === titles && related.firstChild.textContent === "Related articles";
    }, titles.join());
    // Its words do, in quotation marks.
    const said = await page.$eval(">>> backissue-reader >>> [part=related] p", (note) => note.textContent);
    assert.ok(said.startsWith(`“${passage.slice(0, 40)}`), said);
  }
  assert.notEqual(expected[0], expected[1]);
  await paragraphs[0].click();
  await offered(false);
  // To the first of them, and nothing is offered for what was selected before.
  await page.$eval(">>> backissue-reader >>> [part=related] a", (link) => link.click());
  await until(page, (id) => location.hash.startsWith("#article=") && !location.hash.includes(id), ARTICLE);
});

scenario("more like a passage, in Welsh", {}, async ({ page, open }) => {
  await open("/index.html");
  await alone(page, "backissue-reader", { article: ARTICLE, lang: "cy" });
  await found(page, ">>> backissue-reader >>> [part=actions] button");
  await page.$eval(">>> backissue-reader >>> .bi-body > p", (paragraph) => getSelection().selectAllChildren(paragraph));
  await found(page, ">>> backissue-reader >>> [part=alike]:not([hidden])");
  await press(page, "Rhagor tebyg i hyn");
  await until(page, () => document.querySelector("backissue-reader").shadowRoot.querySelector("[part=related] > :first-child").textContent === "Rhagor tebyg i hyn");
});

scenario("what a reader chooses for the text is kept on the device, and nothing before", {}, async ({ page, open }) => {
  await open(`/magazine.html#article=${ARTICLE}`);
  await reader(page, "actions");
  const look = () => page.$eval(">>> backissue-reader >>> [part=article]", (article) => [getComputedStyle(article.querySelector("p.bi-standfirst ~ * , .bi-body p")).fontSize, getComputedStyle(article.closest(".page")).backgroundColor].join());
  const size = () => page.$eval(">>> backissue-reader >>> [part=article]", (article) => parseFloat(getComputedStyle(article).fontSize));
  const before = await size();
  await until(page, () => document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-reader").shadowRoot.querySelector("[part=actions] button"));
  await press(page, "Text settings");
  assert.deepEqual(await stored(page), []);
  await press(page, "Larger text");
  await press(page, "Sepia");
  await press(page, "Wide");
  assert.deepEqual(await stored(page), ["backissue-reading"]);
  assert.ok((await size()) > before);
  const chosen = await look();
  assert.match(chosen, /rgb\(247, 240, 227\)/);
  await page.reload({ waitUntil: "load" });
  await reader(page, "article");
  assert.equal(await look(), chosen, "as it was left");
});

scenario("an article is cited in three forms, copied and shared by its address, and reported with the passage that is selected", {}, async ({ page, open }) => {
  await page.evaluateOnNewDocument(() => {
    window["copied"] = [];
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => void window["copied"].push(text) } });
    Object.defineProperty(navigator, "share", { value: async (what) => void (window["shared"] = what) });
  });
  await open("/index.html");
  await alone(page, "backissue-reader", { article: ARTICLE, address: "fragment", report: "editor@union.example" });
  await until(page, () => document.querySelector("backissue-reader").shadowRoot?.querySelector("[part=actions] button"));
  await press(page, "Cite");
  const cited = await texts(page, ".citation");
  assert.match(cited[0], /^Prosser-Bell, Nia \(2027\) ‘Forty hours at Merrow Weir’, The Long Pound, Issue 42/);
  assert.match(cited[1], /^@article\{42-forty-hours-at-merrow-weir,/);
  assert.match(cited[2], /^TY {2}- MGZN/);
  await press(page, "Copy link");
  await until(page, () => window["copied"].length === 1);
  assert.match(await page.evaluate(() => window["copied"][0]), /#article=42\/forty-hours-at-merrow-weir$/);
  await press(page, "Share");
  assert.equal((await page.evaluate(() => window["shared"])).title, "Forty hours at Merrow Weir");
  const letter = await page.evaluate(() => {
    const root = document.querySelector("backissue-reader").shadowRoot;
    const link = /** @type {HTMLAnchorElement} */ (root.querySelector("[part=report]"));
    const text = root.querySelector(".bi-body p").firstChild;
    getSelection().setBaseAndExtent(text, 0, text, 40);
    link.dispatchEvent(new Event("pointerdown"));
    link.addEventListener("click", (event) => event.preventDefault());
    link.click();
    return decodeURIComponent(link.href);
  });
  assert.match(letter, /^mailto:editor@union\.example\?subject=Forty hours at Merrow Weir&body=http.*#article=42\/forty.*\n\nAt ten to four on the afternoon/s);
});

scenario("a citation on a Welsh page is in Welsh", {}, async ({ page, open }) => {
  await open("/index.html");
  await alone(page, "backissue-reader", { article: ARTICLE, address: "fragment", lang: "cy" });
  await until(page, () => document.querySelector("backissue-reader").shadowRoot?.querySelector("[part=actions] button"));
  await press(page, "Dyfynnu");
  assert.match((await texts(page, ".citation"))[0], /^Prosser-Bell, Nia \(2027\) ‘Forty hours at Merrow Weir’, The Long Pound, Rhifyn 42\. http.* \(cyrchwyd \d+ [A-Z][a-z]+ \d{4}\)\.$/);
});

scenario("an article is read aloud sentence by sentence, the one that is heard is shown, and it stops when the article goes", {}, async ({ page, open }) => {
  await page.evaluateOnNewDocument(() => {
    const queue = (window["queue"] = []);
    window["cancelled"] = 0;
    Object.defineProperty(window, "speechSynthesis", { value: { speak: (words) => queue.push(words), cancel: () => (window["cancelled"]++, (queue.length = 0)) } });
    Object.defineProperty(window, "SpeechSynthesisUtterance", { value: class { constructor(text) { this.text = text; } } });
  });
  await open(`/magazine.html#article=${ARTICLE}`);
  await until(page, () => document.querySelector("backissue-archive").shadowRoot?.querySelector("backissue-reader").shadowRoot?.querySelector("[part=actions] button"));
  await press(page, "Listen");
  const [first, second, lang] = await page.evaluate(() => [window["queue"][0].text, window["queue"][1].text, window["queue"][0].lang]);
  assert.equal(first, "Forty hours at Merrow Weir");
  assert.match(second, /^In the first week of December the strike met the flood\. ?$/);
  assert.match(lang, /^en/);
  await page.evaluate(() => window["queue"][1].onstart());
  const shown = await page.evaluate(() => {
    const { highlights } = /** @type {any} */ (CSS);
    return highlights ? [...highlights.get("backissue-listening")][0].toString() : document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-reader").shadowRoot.querySelector(".listening").textContent;
  });
  assert.match(shown, /^In the first week of December/);
  const before = await page.evaluate(() => window["cancelled"]);
  await page.evaluate(() => document.querySelector("backissue-archive").remove());
  await until(page, (before) => window["cancelled"] > before, before);
});

scenario("a voice that fails lets go of the button, one that was stopped does not stop the next", {}, async ({ page, open }) => {
  await page.evaluateOnNewDocument(() => {
    const queue = (window["queue"] = []);
    Object.defineProperty(window, "speechSynthesis", { value: { speak: (words) => queue.push(words), cancel: () => {} } });
    Object.defineProperty(window, "SpeechSynthesisUtterance", { value: class { constructor(text) { this.text = text; } } });
  });
  await open(`/magazine.html#article=${ARTICLE}`);
  await until(page, () => document.querySelector("backissue-archive").shadowRoot?.querySelector("backissue-reader").shadowRoot?.querySelector("[part=actions] button"));
  await press(page, "Listen");
  const fail = (/** @type {string} */ error) => page.evaluate((error) => window["queue"][0].onerror?.({ error }), error);
  await fail("interrupted");
  await press(page, "Stop");
  await press(page, "Listen");
  await fail("canceled");
  await fail("synthesis-failed");
  await press(page, "Listen");
});

scenario("on paper there is the article, without what can be pressed", { only: "chromium" }, async ({ page, open }) => {
  await open(`/magazine.html#q=merrow&article=${ARTICLE}`);
  await reader(page, "related");
  await page.emulateMediaType("print");
  const seen = await page.evaluate(() => {
    const archive = document.querySelector("backissue-archive").shadowRoot;
    const root = archive.querySelector("backissue-reader").shadowRoot;
    const visible = (node) => node?.checkVisibility() ?? false;
    return { article: visible(root.querySelector("[part=headline]")), size: getComputedStyle(root.querySelector("[part=article]")).fontSize, buttons: [...root.querySelectorAll("button")].filter(visible).length, box: visible(archive.querySelector("backissue-search")), back: visible(archive.querySelector("[part=back]")) };
  });
  assert.deepEqual({ ...seen, size: Math.round(parseFloat(seen.size) * 0.75) }, { article: true, size: 11, buttons: 0, box: false, back: false });
});

scenario("lines are 60 to 75 characters long where there is room, whatever the size of the text", { width: 1280 }, async ({ page, open }) => {
  await open("/index.html");
  await alone(page, "backissue-reader", { article: ARTICLE });
  await reader(page, "article");
  /** Characters a line, of the longest paragraph, without its last line. */
  const measure = () =>
    page.$eval(">>> backissue-reader >>> [part=article]", (article) => {
      const paragraphs = [...article.querySelectorAll(".bi-body > p:not([class*=caption])")];
      const longest = paragraphs.reduce((one, other) => (other.textContent.length > one.textContent.length ? other : one));
      const range = document.createRange();
      range.selectNodeContents(longest);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      return longest.textContent.length / (lines.size - 0.5);
    });
  for (const size of ["1", "1.5"]) {
    await page.$eval(">>> backissue-reader >>> [part=page]", (found, size) => found.style.setProperty("--scale", size), size);
    const characters = await measure();
    assert.ok(characters >= 58 && characters <= 78, `${characters} characters at ${size}`);
  }
  assert.ok((await sideways(page)) <= 0);
});

/** An article an issue, by one of three writers. */
const MANY = Array.from({ length: 180 }, (_, n) => ({
  id: `${n}/tide`,
  title: `Tide ${n}`,
  text: `The tide of the day ${n} came in.`,
  issue: String(n),
  date: String(1700 + n),
  section: "news",
  authors: [["Ann Marsh", "Bo Ferry", "Cy Weir"][n % 3]],
}));

scenario("an article opens with a few lists, however many issues there are; an author's many articles come by and by", {}, ({ page, expect }) =>
  published(MANY, async (host) => {
    expect(/404|Failed to load resource/);
    await page.goto(`${host.url}/index.html`, { waitUntil: "load" });
    await alone(page, "backissue-reader", { article: "80/tide" });
    await reader(page, "actions");
    await until(page, () => document.querySelector("backissue-reader").shadowRoot.querySelector("[part=actions] button"));
    assert.equal((await texts(page, "[part=related] h3")).at(-1), "More by Cy Weir");
    assert.deepEqual(await texts(page, "[part=related]:last-child a"), [179, 176, 173, 170, 167].map((n) => `Tide ${n}`));
    const parts = host.requests.filter(({ path }) => path.includes("/parts/")).length;
    assert.ok(parts < 24, `${parts} parts`);
    await (await found(page, ">>> a[part=author]")).click();
    await until(page, () => document.querySelector("backissue-reader").shadowRoot.querySelector("[part=season]")?.textContent === "60 articles");
    assert.equal((await texts(page, "[part=entry-link]")).length, 50);
    const focused = () => page.evaluate(() => document.querySelector("backissue-reader").shadowRoot.activeElement?.textContent);
    host.damage.set("/parts/", () => undefined);
    await press(page, "Show more articles");
    const said = await reader(page, "error");
    assert.match(await said.evaluate((said) => said.textContent), /The server answered 404/);
    assert.equal(await focused(), "Try again");
    host.damage.clear();
    await press(page, "Try again");
    await until(page, () => document.querySelector("backissue-reader").shadowRoot.querySelectorAll("[part=entry-link]").length === 60);
    assert.deepEqual((await texts(page, "[part=entry-link]")).slice(49, 51), ["Tide 32", "Tide 29"]);
    assert.equal(await focused(), "Tide 29");
    assert.ok(!(await texts(page, "button")).includes("Show more articles"));
  }));
