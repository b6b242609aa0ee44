/** The search, sentence by sentence: what is fetched when, suggestions, results, order, filters, what to do without results. */
import assert from "node:assert/strict";

import { arrived, found, scenario, until } from "./browser.mjs";
import { alone, results, said, search } from "./reading.mjs";

const box = (page) => found(page, ">>> backissue-search >>> [part=input]");
/** What the suggestions say: `text | kind`. */
const options = (page) => page.$$eval(">>> backissue-search >>> [part=option]", (all) => all.map((option) => [...option.children].map((span) => span.textContent).join(" | ")));
/** Waits until one of the suggestions matches, and gives it. */
async function suggested(page, pattern) {
  let seen = [];
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
    seen = await options(page);
    const at = seen.findIndex((option) => pattern.test(option));
    if (at >= 0) return (await page.$$(">>> backissue-search >>> [part=option]"))[at];
  }
  assert.fail(`no suggestion matches ${pattern}: ${seen.join("; ")}`);
}
/** The language that assistive technology takes the words with this part to be in: the nearest that is said. */
const languages = (page, element, ...parts) =>
  page.$eval(`>>> ${element} >>> .root`, (root, parts) =>
    parts.map((part) => {
      let node = root.querySelector(`[part~=${part}]`);
      if (!node) return `${part}: none`;
      while (!node.lang) node = node.parentElement ?? /** @type {ShadowRoot} */ (node.getRootNode()).host;
      return `${part}: ${node.lang}`;
    }), parts);
const titles = (page) => page.$$eval(">>> [part=hit-link]", (links) => links.map((link) => link.textContent));
const count = (page) => page.$eval(">>> [part=count]", (heading) => heading.textContent);
/** The ways on from a search that found nothing, a sentence each. */
const ways = async (page) => {
  await found(page, ">>> [part=none]");
  return page.$$eval(">>> [part=none] p", (all) => all.map((one) => one.textContent));
};
/** The address of the search that a page keeps. */
const fragment = (page) => decodeURIComponent(new URL(page.url()).hash);

scenario("nothing heavy is fetched before the box is pointed at, or at once if the page is eager", {}, async ({ page, open, host, settled }) => {
  const engine = () => host.requests.filter(({ path }) => /engine_bg\.wasm|\/parts\//.test(path)).length;
  await open("/index.html");
  await alone(page, "backissue-search");
  await box(page);
  await settled();
  assert.equal(engine(), 0);
  // Who waits only after pointing may have missed it.
  const fetched = page.waitForResponse((response) => response.url().includes("engine_bg.wasm"));
  await (await found(page, ">>> backissue-search >>> [part=form]")).hover();
  await fetched;
  // What is on its way when a page goes may never end for those who watch.
  await settled();
  await open("/index.html");
  const before = engine();
  await alone(page, "backissue-search", { eager: "" });
  await settled();
  assert.ok(engine() > before || (await page.evaluate(() => performance.getEntriesByName(new URL("/pkg/engine_bg.wasm", location.href).href).length)) > 0);
});

scenario("what is typed is completed: words, headlines, authors, and a nearer spelling", {}, async ({ page, open }) => {
  await open("/magazine.html");
  const input = await box(page);
  await input.type("night shi");
  const word = await suggested(page, /^night shifts? \| Search$/);
  const completed = await word.evaluate((option) => option.firstChild.textContent);
  await word.click();
  await results(page);
  assert.equal(fragment(page), `#q=${completed.replace(" ", "+")}`);
  await input.evaluate((input) => input.select());
  await input.type("heron");
  await suggested(page, /^'It filed the heron under clergy' \| /);
  await input.evaluate((input) => input.select());
  await input.type("prosser");
  await (await suggested(page, /^Nia Prosser-Bell \| Author$/)).click();
  await until(page, () => location.hash.startsWith("#author="));
  await results(page);
  assert.match(await count(page), /^Nia Prosser-Bell: \d+ articles?$/, "the author's page says whose it is");
  await input.type("herron");
  await suggested(page, /^heron \| Did you mean$/);
});

scenario("a headline among the suggestions opens its article", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await (await box(page)).type("merrow");
  await (await suggested(page, /^Forty hours at Merrow Weir \| Features$/)).click();
  await arrived(page, /#q=merrow&article=42\/|#article=42\//);
  await found(page, ">>> backissue-reader >>> [part=article]");
});

scenario("a result has as many passages as the page asks for, in the order of the text", {}, async ({ page, open }) => {
  await open("/index.html");
  await alone(page, "backissue-archive", { excerpts: "3" });
  await search(page, "keepers pay");
  const shown = await page.$$eval(">>> [part=results] [part=hit]", (hits) => hits.map((hit) => [...hit.querySelectorAll("[part=excerpt]")].map((line) => line.textContent)));
  assert.ok(shown.every(({ length }) => length >= 1 && length <= 3) && shown.some(({ length }) => length === 3), JSON.stringify(shown));
  const expected = await page.evaluate(async () => {
    const { openArchive } = await import("/pkg/backissue.js");
    return (await (await openArchive("/archive/")).search("keepers pay", { excerpts: 3 })).hits.map(({ excerpts }) => excerpts.map(({ text }) => text));
  });
  for (const [at, lines] of shown.entries()) for (const [place, line] of lines.entries()) assert.ok(line.includes(expected[at][place]), line);
});

scenario("a result says headline, excerpt with the hits marked, section, authors, issue and time to read", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await search(page, "merrow weir");
  const [first] = await page.$$eval(">>> [part=hit]", (hits) =>
    hits.map((hit) => {
      const of = (part) => hit.querySelector(`[part=${part}]`)?.textContent ?? "";
      return { title: of("hit-title"), section: of("section"), byline: of("byline"), issue: of("issue-link"), facts: of("facts"), marks: [...hit.querySelectorAll("[part=excerpt] mark")].map((mark) => mark.textContent) };
    }),
  );
  assert.equal(first.title, "Forty hours at Merrow Weir");
  assert.equal(first.section, "Features");
  assert.equal(first.byline, "By Nia Prosser-Bell");
  assert.match(first.facts, /Issue 42\s.*\d+ min read/);
  assert.ok(first.marks.join(" ").includes("Merrow"));
});

scenario("results are put in order by date, newest or oldest first, and the address says so", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await search(page, "night");
  for (const sort of ["newest", "oldest"]) {
    await (await found(page, ">>> [part=sort]")).select(sort);
    await until(page, (sort) => location.hash.includes(`sort=${sort}`), sort);
    const shown = await until(page, (sort) => {
      const root = document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot;
      const dates = [...root.querySelectorAll("[part=hit] time")].map((time) => time.dateTime);
      const ordered = [...dates].sort();
      return String(sort === "oldest" ? ordered : ordered.reverse()) === String(dates) && dates;
    }, sort);
    assert.ok(new Set(shown).size > 1, "all of one date show nothing");
  }
  await page.goBack();
  await until(page, () => location.hash.includes("sort=newest"));
});

scenario("filters have counts that hold, can be joined, shown as chips and taken back, and going back undoes them", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await search(page, "keepers");
  const all = await count(page);
  const filter = (name) => found(page, `>>> [part=filters] input[data-filter="${name}"]`);
  const news = await filter("section news");
  const tally = await news.evaluate((input) => input.parentElement.querySelector(".tally").textContent);
  await news.click();
  await until(page, () => location.hash.includes("section=news"));
  await said(page, new RegExp(`^${tally} articles? for “keepers”`));
  assert.match(await count(page), new RegExp(`^${tally} articles? for`));
  assert.equal(new Set(await page.$$eval(">>> [part=hit] [part=section]", (all) => all.map((one) => one.textContent))).size, 1);
  await (await filter("issue 42")).click();
  await until(page, () => location.hash.includes("issue=42"));
  const chips = () => page.$$eval(">>> [part=chip]", (chips) => chips.map((chip) => chip.getAttribute("aria-label")));
  await until(page, () => document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.querySelectorAll("[part=chip]").length === 2);
  assert.deepEqual(await chips(), ["Remove News", "Remove Issue 42"]);
  await (await found(page, '>>> [part=chip][aria-label="Remove News"]')).click();
  await until(page, () => !location.hash.includes("section="));
  await page.goBack();
  await until(page, () => location.hash.includes("section=news") && location.hash.includes("issue=42"));
  await page.goBack();
  await page.goBack();
  await until(page, (all) => document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.querySelector("[part=count]")?.textContent === all, all);
});

scenario("years are filtered from and until", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await search(page, "keepers");
  const all = await count(page);
  /** Waits until all articles that are shown are of these years. */
  const between = (first, last) =>
    until(page, (first, last) => {
      const times = document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.querySelectorAll("[part=hit] time");
      const years = [...times].map((time) => time.dateTime.slice(0, 4));
      return years.length > 0 && years.every((year) => first <= year && year <= last);
    }, first, last);
  await (await found(page, '>>> select[data-filter="from"]')).select("2027");
  await between("2027", "9999");
  assert.match(fragment(page), /from=2027/);
  await page.goBack();
  await until(page, (all) => document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.querySelector("[part=count]")?.textContent === all, all);
  await (await found(page, '>>> select[data-filter="to"]')).select("2026");
  await between("0000", "2026");
  assert.match(fragment(page), /to=2026/);
});

scenario("without results there is what was searched, and ways on: another spelling, fewer words, no filters", {}, async ({ page, open }) => {
  await open("/magazine.html#q=heron&section=reps");
  await found(page, ">>> [part=none]");
  assert.match(await count(page), /No article found for “heron”/);
  const press = async (pattern) => {
    for (const button of await page.$$(">>> [part=outcome] button.plain")) {
      if (pattern.test(await button.evaluate((node) => node.textContent))) return button.click();
    }
    assert.fail(`no button says ${pattern}`);
  };
  assert.match((await ways(page)).join("\n"), /^“Reps” leaves out all that was found\. Remove Reps \(\d+ articles?\)$/m);
  await press(/^Remove Reps$/);
  await results(page);
  await page.goto("about:blank");
  await open(`/magazine.html#q=${encodeURIComponent('"heron qqxzy"')}`);
  await results(page);
  assert.match(await page.$eval(">>> [part=notes]", (notes) => notes.textContent), /“heron qqxzy” was found nowhere word for word/);
  await page.goto("about:blank");
  await open(`/magazine.html#q=${encodeURIComponent('"the heron" title:qqxzy')}`);
  assert.match((await ways(page)).join("\n"), /^“title:qqxzy” fits no article\. Search for “"the heron"” \(\d+ articles?\)$/m);
  await press(/^Search for “"the heron"”$/);
  await results(page);
  await page.goto("about:blank");
  await open("/magazine.html#q=herron");
  await results(page);
  assert.match(await page.$eval(">>> [part=notes]", (notes) => notes.textContent), /Nothing says “herron”, so this is for “heron”/);
});

for (const [title, query, sentences] of [
  ["a filter that was typed and fits no article is named, and the search without it is offered", "q=heron+author:nobody", [/^“author:nobody” fits no article\. Search for “heron” \(\d+ articles?\)$/]],
  ["a section that does not exist is named, from an address too", "q=heron&section=nosuch", [/^“nosuch” fits no article\. Remove nosuch \(\d+ articles?\)$/]],
  ["of two filters the one that leaves out what was found is named, and one in quotation marks is one", 'q=heron+before:2020+-"lock+gate"', [/^“before:2020” fits no article\. Search for “heron -"lock gate"” \(\d+ articles?\)$/]],
  ["a section that has articles, and none that was looked for, is said to leave out what was found", "q=heron+section:reps", [/^“section:reps” leaves out all that was found\. Search for “heron” \(\d+ articles?\)$/]],
  ["a filter that is all that was asked is said to fit nothing, and not offered for everything there is", "q=author:nobody", [/^“author:nobody” fits no article\.$/]],
  ["or in small letters is a word: it parts a filter from what is wanted", "q=author:nobody+or+heron", [/^“author:nobody” fits no article\. Search for “or heron” \(\d+ articles?\)$/]],
  ["what has OR in it is left out as a whole", "q=title:zzqx+OR+title:qqxzy+keepers", [/^“title:zzqx OR title:qqxzy” fits no article\. Search for “keepers” \(\d+ articles?\)$/]],
  ["of what has OR in it no half is offered, nor AND with one side", 'q=heron+OR+"lock+gate"+AND+title:qqxzy', [/^“title:qqxzy” fits no article\. Search for “heron OR "lock gate"” \(\d+ articles?\)$/]],
  ["of filters that fit nothing each is named, and all can be cleared", "q=heron&section=nosuch&author=Nobody", [/^“nosuch” fits no article\.$/, /^“Nobody” fits no article\.$/, /Clear all filters \(\d+ articles?\)/]],
]) {
  scenario(/** @type {string} */ (title), {}, async ({ page, open }) => {
    await open(`/magazine.html#${query}`);
    const told = await ways(page);
    for (const sentence of sentences) assert.ok(told.some((one) => /** @type {RegExp} */ (sentence).test(one)), told.join("\n"));
    assert.ok(!told.some((one) => /\(22 articles\)/.test(one)), "not everything there is");
  });
}

scenario("the line below the box names everything that a query may have in it, in every language", {}, async ({ page, open }) => {
  for (const lang of ["en", "cy"]) {
    await open("/index.html");
    await alone(page, "backissue-search", { lang });
    const help = await (await found(page, ">>> [part=help]")).evaluate((help) => help.textContent);
    for (const has of [/“[^”]+”/, / -\p{L}/u, / OR /, /title:/, /author:/, /section:/, /issue:/, /before:/, /after:/]) assert.match(help, has, lang);
  }
});

scenario("what unfolds in a filter moves no other out of its column, and stays unfolded when a value is taken back, with the focus on it", { width: 720 }, async ({ page, open }) => {
  await open("/magazine.html#q=the");
  await results(page);
  await (await found(page, ">>> [part=filters-summary]")).click();
  const places = () => page.$$eval(">>> [part=filter]", (all) => all.map((one) => Math.round(one.getBoundingClientRect().left)));
  const before = await places();
  assert.ok(new Set(before).size > 1, "several columns");
  const more = await found(page, ">>> [part=filter] details > summary");
  const list = await more.evaluate((summary) => summary.parentElement.dataset.list);
  await more.click();
  await until(page, () => document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.querySelector("[part=filter] details[open]"));
  assert.deepEqual(await places(), before);
  // The last value, which the fold takes back when it is not chosen any more.
  const last = await page.$$eval(`>>> [data-list=${list}] input`, (all) => all.at(-1).getAttribute("data-filter"));
  const press = async () => {
    const input = await found(page, `>>> input[data-filter="${last}"]`);
    await input.focus();
    await page.keyboard.press(" ");
  };
  const focusedFilter = () => page.evaluate(() => document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.activeElement?.getAttribute("data-filter"));
  for (const chosen of [true, false]) {
    await press();
    await until(page, (list, chosen) => location.hash.includes(`${list}=`) === chosen, list, chosen);
    await until(page, (last, chosen) => [...document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.querySelectorAll("input")].find((input) => input.dataset.filter === last)?.checked === chosen && document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.activeElement?.getAttribute("data-filter") === last, last, chosen);
    assert.equal(await focusedFilter(), last);
  }
  // In one step: it may be drawn anew between finding it and looking at it.
  await until(page, (last) => {
    const { shadowRoot } = document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search");
    const { activeElement } = shadowRoot;
    return !shadowRoot.querySelector("[part=chip]") && activeElement?.getAttribute("data-filter") === last && activeElement.checkVisibility();
  }, last);
});

scenario("the box says nothing of results when it gets the focus, and suggests nothing yet", {}, async ({ page, open }) => {
  await open("/magazine.html");
  const input = await box(page);
  await input.click();
  await new Promise((done) => setTimeout(done, 700));
  assert.equal(await page.$eval(">>> backissue-search >>> [role=status]", (status) => status.textContent.trim()), "");
  assert.equal(await input.evaluate((input) => input.getAttribute("aria-expanded")), "false");
});

for (const [address, before, after] of [
  ["fragment find", /#find=heron$/, /#find=heron&find-section=news$/],
  ["query find", /\?q=own&find=heron$/, /\?q=own&find=heron&find-section=news$/],
]) {
  scenario(`a page chooses what its address calls a search (${address}), and keeps a q of its own`, {}, async ({ page, open }) => {
    await open("/index.html?q=own");
    await alone(page, "backissue-archive", { address });
    await search(page, "heron");
    assert.match(page.url(), before);
    await page.evaluate(() => (document.querySelector("backissue-archive").view = { q: "heron", section: ["news"] }));
    await until(page, () => /find-section=news/.test(location.href));
    assert.match(page.url(), after);
    await page.goBack();
    await until(page, () => !/find-section/.test(location.href));
    const link = await (await results(page)).$("a[part=hit-link]");
    const href = await link.evaluate((link) => link.href);
    assert.match(href, /\?q=own\b/);
    assert.match(href, /[?&#]find-article=41\/[\w-]+&find=heron/);
    await page.goto(href, { waitUntil: "load" });
    await alone(page, "backissue-archive", { address });
    await found(page, ">>> backissue-reader >>> [part=article]");
  });
}

scenario("what is announced of suggestions is what a question gave, not that they go", {}, async ({ page, open }) => {
  await open("/magazine.html");
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.type("heron");
  await found(page, ">>> backissue-search >>> [part=option]");
  await said(page, /\d suggestions?/);
  await page.evaluate(() => {
    const status = document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.querySelector("[role=status]");
    new MutationObserver(() => (window["heard"] ??= []).push(status.textContent)).observe(status, { childList: true });
  });
  await page.keyboard.press("Escape");
  await new Promise((done) => setTimeout(done, 700));
  assert.equal(await page.evaluate(() => window["heard"]), undefined);
});

scenario("numbers are counted in Welsh as Welsh counts", {}, async ({ page, open }) => {
  await open("/index.html");
  const counted = await page.evaluate(async () => {
    const { count, words } = await import("/pkg/words.js");
    const table = await words("cy");
    return [0, 1, 2, 3, 6, 7].map((number) => ["hits", "articles", "suggestions"].map((key) => count(table, key, number)).join(", "));
  });
  assert.deepEqual(counted, ["0 cyfatebiad, 0 erthygl, 0 awgrym", "1 cyfatebiad, 1 erthygl, 1 awgrym", "2 gyfatebiad, 2 erthygl, 2 awgrym", "3 chyfatebiad, 3 erthygl, 3 awgrym", "6 chyfatebiad, 6 erthygl, 6 awgrym", "7 cyfatebiad, 7 erthygl, 7 awgrym"]);
});

scenario("a search opens what a page lets it open: the event comes before, and can be cancelled", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await page.evaluate(() => {
    window["heard"] = [];
    for (const name of ["backissue-search", "backissue-open", "backissue-read"]) {
      document.addEventListener(name, (event) => {
        window["heard"].push([name, event.target.localName, event.cancelable]);
        if (name === "backissue-open") event.preventDefault();
      });
    }
  });
  await search(page, "heron");
  await (await found(page, ">>> [part=hit-link]")).click();
  await until(page, () => window["heard"].some(([name]) => name === "backissue-open"));
  assert.doesNotMatch(page.url(), /article=/, "the page does it itself");
  const heard = await page.evaluate(() => window["heard"]);
  assert.ok(heard.some(([name]) => name === "backissue-search"));
  assert.deepEqual(heard.find(([name]) => name === "backissue-open"), ["backissue-open", "backissue-archive", true]);
  await page.evaluate(() => document.querySelector("backissue-archive").open("41/moorings", "heron"));
  await arrived(page, /q=heron&article=41\/moorings/);
});

scenario("a Welsh page says in Welsh what went wrong, and keeps English for what only its publisher can mend", {}, async ({ page, open, host, expect }) => {
  expect(/404|Failed to load/);
  await open("/index.html");
  await page.evaluate(() => (document.documentElement.lang = "cy"));
  host.damage.set("manifest.bi", () => undefined);
  await alone(page, "backissue-archive");
  const words = () => page.$eval(">>> backissue-reader >>> [part=error]", (error) => [...error.querySelectorAll("p")].map((line) => `${line.lang}: ${line.textContent}`));
  await found(page, ">>> backissue-reader >>> [part=error]");
  assert.deepEqual(await words(), [": Nid oedd modd llwytho’r archif.", ": Ateb y gweinydd oedd 404."]);
  host.damage.clear();
  await (await found(page, ">>> backissue-reader >>> [part=error] button")).click();
  await found(page, ">>> backissue-reader >>> [part=shelf]");
  await page.evaluate(() => (location.hash = "#article=0/nothing"));
  await found(page, ">>> backissue-reader >>> [part=error]");
  assert.match((await words()).join(" "), /yn yr archif hon\. : Efallai/);
  host.damage.set("/parts/", (bytes) => bytes.subarray(0, 9));
  await page.evaluate(() => (location.hash = "#article=41/moorings"));
  await until(page, () => /difrodi/.test(document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-reader").shadowRoot.querySelector("[part=error]")?.textContent));
  assert.match((await words())[1], /^en: parts\//);
});

scenario("on a Welsh page what articles say is marked as English, and what labels say is not", {}, async ({ page, open }) => {
  await open("/index.html");
  await page.evaluate(() => (document.documentElement.lang = "cy"));
  await alone(page, "backissue-archive");
  await search(page, "merrow weir");
  assert.deepEqual(await languages(page, "backissue-search", "hit-title", "excerpt", "byline", "section", "count"), ["hit-title: en", "excerpt: en", "byline: cy", "section: cy", "count: cy"]);
  await (await box(page)).type(" heron");
  const headline = await suggested(page, /\| (Newyddion|Erthyglau nodwedd)/);
  assert.deepEqual(await headline.$$eval("span", (spans) => spans.map((span) => span.lang)), ["en", ""], "a suggested headline, and what it is");
  await page.keyboard.press("Escape");
  await (await found(page, ">>> [part=hit-link]")).click();
  await found(page, ">>> backissue-reader >>> [part=related]");
  assert.deepEqual(await languages(page, "backissue-reader", "headline", "standfirst", "body", "byline", "actions"), ["headline: en", "standfirst: en", "body: en", "byline: cy", "actions: cy"]);
  const beside = await page.$$eval(">>> backissue-reader >>> [part~=related] [part=link], >>> backissue-reader >>> [part=turn] [part=link]", (links) => links.map((link) => link.lang));
  assert.deepEqual([...new Set(beside)], ["en"]);
  await page.evaluate(() => (document.querySelector("backissue-archive").view = { issue: ["42"] }));
  await found(page, ">>> backissue-reader >>> [part=contents]");
  assert.deepEqual(await languages(page, "backissue-reader", "entry-standfirst", "event-title", "issue-title"), ["entry-standfirst: en", "event-title: en", "issue-title: cy"]);
  const titles = await page.$$eval(">>> backissue-reader >>> [part=entry-title]", (titles) => titles.map((title) => title.lang || title.textContent));
  assert.deepEqual([...new Set(titles)].sort(), ["Golygyddol", "en"], "what has no headline is called by its section, in Welsh");
  await page.evaluate(() => (document.querySelector("backissue-archive").view = {}));
  await found(page, ">>> backissue-reader >>> [part=shelf]");
  assert.deepEqual(await languages(page, "backissue-reader", "cover-line", "cover-link"), ["cover-line: en", "cover-link: cy"]);
});

scenario("on a page in a language without words the labels are English and marked so; on an English page nothing is", {}, async ({ page, open }) => {
  await open("/index.html");
  await page.evaluate(() => (document.documentElement.lang = "fr"));
  await alone(page, "backissue-archive");
  await search(page, "merrow weir");
  assert.deepEqual(await languages(page, "backissue-search", "hit-title", "count", "label"), ["hit-title: en", "count: en", "label: en"]);
  await page.evaluate(() => (document.documentElement.lang = "en-GB"));
  await alone(page, "backissue-archive");
  await search(page, "merrow weir");
  assert.deepEqual(await languages(page, "backissue-search", "hit-title", "count"), ["hit-title: en-GB", "count: en-GB"]);
});

scenario("a hit of the search alone leads to the article's own page, and an issue to its contents", {}, async ({ page, open }) => {
  for (const src of ["/archive/", "archive", "/archive/archive.pack"]) {
    await open("/index.html");
    await alone(page, "backissue-search", { src });
    await search(page, "merrow weir");
    const issue = await page.$eval(">>> [part=issue-link]", (link) => /** @type {HTMLAnchorElement} */ (link).href);
    assert.match(issue, /\/archive\/pages\/42\/index\.html$/);
    await (await found(page, ">>> [part=hit-link]")).click();
    await arrived(page, /\/archive\/pages\/42\/[\w-]+\.html$/);
    assert.ok(await page.$("article"));
  }
});

scenario("a search and a reader side by side work together, and the page may still open hits itself", {}, async ({ page, open }) => {
  await open("/index.html");
  await page.evaluate(async () => {
    const [search, reader] = ["backissue-search", "backissue-reader"].map((tag) => document.createElement(tag));
    for (const element of [search, reader]) element.setAttribute("src", "/archive/");
    reader.setAttribute("address", "fragment");
    document.body.replaceChildren(search, reader);
    await import("/pkg/backissue.js");
  });
  await search(page, "merrow weir");
  await page.evaluate(() => document.addEventListener("backissue-open", (event) => event.preventDefault(), { once: true }));
  await (await found(page, ">>> [part=hit-link]")).click();
  assert.equal(await page.$eval("backissue-reader", (reader) => reader.getAttribute("article")), null);
  await (await found(page, ">>> [part=hit-link]")).click();
  await found(page, ">>> backissue-reader >>> [part=article] mark, >>> backissue-reader >>> [part=hits]");
  assert.match(fragment(page), /article=42\/[\w-]+/);
  assert.match(fragment(page), /q=merrow/);
});

scenario("a box elsewhere on the page leads into the archive on it", {}, async ({ page, open }) => {
  await open("/index.html");
  await page.evaluate(async () => {
    const [search, archive] = ["backissue-search", "backissue-archive"].map((tag) => document.createElement(tag));
    for (const element of [search, archive]) element.setAttribute("src", "/archive/");
    document.body.replaceChildren(search, archive);
    await import("/pkg/backissue.js");
  });
  await search(page, "merrow weir");
  await (await found(page, ">>> [part=hit-link]")).click();
  await found(page, ">>> backissue-archive >>> backissue-reader:not([hidden]) >>> [part=article]");
  assert.match(fragment(page), /^#q=merrow\+weir&article=42\/|^#article=42\//);
  await (await found(page, ">>> [part=issue-link]")).click();
  await until(page, () => location.hash === "#issue=42");
});
