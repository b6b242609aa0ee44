/** docs/keyboard.md, step by step: what a reader without a mouse does, and what the browser tells assistive technology. The
 * accessibility tree is Chromium's; the steps themselves are made in every browser. */
import assert from "node:assert/strict";

import { arrived, found, scenario, until } from "./browser.mjs";
import { alone, focused, said, search, tabTo, tree } from "./reading.mjs";

const status = (page) => page.$eval(">>> backissue-search >>> [role=status]", (status) => status.textContent.trim());
/** What was said is forgotten, so that it can be heard again. */
const forget = (page) => page.$eval(">>> backissue-search >>> [role=status]", (status) => void (status.textContent = ""));

scenario("searching by keyboard and by ear", {}, async ({ page, open, browser }) => {
  const told = async (...roles) => (browser === "chromium" ? tree(page, ...roles) : []);
  const expect = async (pattern, ...roles) => {
    if (browser !== "chromium") return;
    const nodes = await tree(page, ...roles);
    assert.ok(nodes.some((node) => pattern.test(node)), `no ${pattern} among ${nodes.join(", ")}`);
  };
  await open("/magazine.html");
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  // 1
  await tabTo(page, /^combobox Search the archive/);
  const attribute = (name) => input.evaluate((box, name) => box.getAttribute(name), name);
  assert.equal(await attribute("aria-expanded"), "false", "nothing pops up on focus");
  if (browser === "chromium") {
    assert.deepEqual(await told("search", "combobox"), ['search "Search the archive"', 'combobox "Search the archive" expanded=false']);
    assert.match(await input.evaluate((box) => box.ariaDescription), /^“Exact words”/);
  }
  assert.equal(await status(page), "", "nothing is said on focus");
  // 2
  await page.keyboard.type("heron");
  await said(page, /\b1 suggestion$/);
  assert.equal(await attribute("aria-expanded"), "true");
  await expect(/^combobox .* expanded=true$/, "combobox");
  await expect(/^listbox "Suggestions"/, "listbox");
  // 3
  await page.keyboard.press("ArrowDown");
  const active = await attribute("aria-activedescendant");
  assert.equal(await input.evaluate((box, id) => box.getRootNode().getElementById(id).getAttribute("aria-selected"), active), "true");
  await expect(/^option "'It filed the heron under clergy'.*selected=true$/, "option");
  assert.match(await focused(page), /^combobox/, "the cursor stays in the box");
  await page.keyboard.press("ArrowUp");
  assert.equal(await attribute("aria-activedescendant"), null);
  for (const [key, place] of [["Home", 0], ["End", 5]]) {
    await page.keyboard.press(key);
    assert.equal(await input.evaluate((box) => box.selectionStart), place, key);
  }
  // 4
  await page.keyboard.press("Escape");
  assert.equal(await attribute("aria-expanded"), "false");
  assert.equal(await input.evaluate((box) => box.value), "heron");
  await page.keyboard.press("Enter");
  await said(page, /articles? for “heron”/);
  // 5
  if (browser === "chromium") {
    const headings = await told("heading");
    const at = headings.findIndex((heading) => heading.includes("for “heron”"));
    assert.match(headings[at], /level=2$/);
    assert.ok(headings.length > at + 2, headings.join(", "));
    const links = await told("link");
    for (const heading of headings.slice(at + 1)) {
      assert.match(heading, /level=3$/);
      const name = heading.match(/"(.*)"/)[1];
      assert.ok(links.includes(`link "${name}"`), `${name} is no link: ${links.join(", ")}`);
    }
    assert.ok((await told("list")).length > 0);
  }
  assert.equal((await page.$$(">>> [part=outcome] [role=option]")).length, 0, "results are no options");
  // 6
  await tabTo(page, /^input /);
  const filter = await focused(page);
  await expect(/^group "Section"/, "group");
  await forget(page);
  await page.keyboard.press(" ");
  await until(page, () => location.hash.includes("section="));
  await said(page, /articles? for “heron”/);
  assert.equal((await focused(page)).replace(/\d+$/, ""), filter.replace(/\d+$/, ""), "the focus stays on the filter");
  await expect(/^checkbox ".*" checked=true$/, "checkbox");
  // 7
  await forget(page);
  await tabTo(page, /^button Remove /, true);
  await page.keyboard.press("Enter");
  await until(page, () => !location.hash.includes("section="));
  await said(page, /articles? for “heron”/);
});

scenario("more results by keyboard: the focus is on the first of the new ones", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await page.$eval("backissue-archive", (archive) => archive.setAttribute("limit", "2"));
  await search(page, "night");
  assert.equal((await page.$$(">>> [part=results] [part=hit]")).length, 2);
  // 8
  await tabTo(page, /^button Show more articles/);
  await page.keyboard.press("Enter");
  await said(page, /Showing 4 of/);
  const third = await page.$$eval(">>> [part=results] [part=hit]", (hits) => hits[2].querySelector("a").textContent);
  assert.equal(await focused(page), `a ${third}`);
});

scenario("more results that do not come: the focus is on the button that asks again for them, below those that are there", { width: 360 }, async ({ page, open }) => {
  await open("/magazine.html");
  await page.$eval("backissue-archive", (archive) => archive.setAttribute("limit", "2"));
  await search(page, "night");
  // A search that takes so little has all that the next hits take.
  const fail = (fails) =>
    page.evaluate(async (fails) => {
      const { openArchive } = await import("/pkg/backissue.js");
      const archive = await openArchive("/archive/");
      if (fails) archive.search = () => Promise.reject(new Error("The line is dead."));
      else delete archive.search;
    }, fails);
  await fail(true);
  await tabTo(page, /^button Show more articles/);
  await page.keyboard.press("Enter");
  const error = await found(page, ">>> backissue-search >>> [part=error]");
  assert.match(await error.evaluate((error) => error.textContent), /The line is dead/);
  assert.equal(await focused(page), "button Try again");
  const list = await found(page, ">>> backissue-search >>> [part=list]");
  assert.ok((await list.boundingBox()).y < (await error.boundingBox()).y, "it stands below them");
  await fail(false);
  await page.keyboard.press("Enter");
  await said(page, /Showing 4 of/);
  const titles = await page.$$eval(">>> [part=results] [part=hit]", (hits) => hits.map((hit) => hit.querySelector("a").textContent));
  assert.deepEqual([titles.length, await focused(page)], [4, `a ${titles[2]}`]);
});

scenario("finding nothing, by keyboard and by ear", {}, async ({ page, open, browser }) => {
  await open("/magazine.html");
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.focus();
  await page.keyboard.type("heron title:qqxzy");
  await page.keyboard.press("Enter");
  // 1
  await said(page, /No article found for/);
  if (browser === "chromium") assert.ok((await tree(page, "heading")).some((heading) => /No article found.* level=2$/.test(heading)));
  // 2
  await found(page, ">>> [part=none] button");
  await tabTo(page, /^button Search for “heron”$/);
  await page.keyboard.press("Enter");
  await said(page, /articles? for “heron”/);
});

scenario("reading by keyboard and by ear", {}, async ({ page, open, browser }) => {
  await open("/magazine.html#q=night");
  await found(page, ">>> [part=results] [part=hit]");
  await page.$eval(">>> [part=hit] a", (link) => link.focus());
  const opened = await focused(page);
  // 1
  await page.keyboard.press("Enter");
  await found(page, ">>> backissue-reader >>> [part=article]");
  await until(page, () => /–/.test(document.title));
  assert.equal((await focused(page)).replace(/^h\d /, "a "), opened, "the article's heading has the focus");
  assert.ok((await page.title()).startsWith(opened.slice(2)));
  await found(page, ">>> backissue-reader >>> [part=actions] button");
  if (browser === "chromium") {
    assert.equal((await tree(page, "article")).length, 1);
    const headings = await tree(page, "heading");
    assert.ok(headings.some((heading) => heading.includes(opened.slice(2)) && heading.endsWith("level=2")), headings.join(", "));
    const buttons = await tree(page, "button");
    for (const name of ["First match", "Previous match", "Next match", "Cite", "Print"]) assert.ok(buttons.some((button) => button.startsWith(`button "${name}"`)), `${name}: ${buttons}`);
    assert.ok((await tree(page, "group")).some((group) => /^group "\d+ match(es)?"/.test(group)));
  }
  // 2
  await tabTo(page, /^button Next match/, true);
  const position = await found(page, ">>> backissue-reader >>> [part=hit-position]");
  const told = () => position.evaluate((status) => `${status.getAttribute("role")} ${status.textContent}`);
  const before = await told();
  await page.keyboard.press("Enter");
  assert.match(await told(), /^status Match \d+ of \d+$/);
  assert.notEqual(await told(), before, "the next one");
  // 3
  await tabTo(page, /^button Text settings/);
  await page.keyboard.press("Enter");
  const open_ = () => page.$$eval(">>> backissue-reader >>> [part=actions] [aria-expanded=true]", (buttons) => buttons.map((button) => button.textContent).join());
  assert.equal(await open_(), "Text settings");
  if (browser === "chromium") {
    assert.ok((await tree(page, "group")).some((group) => group.startsWith('group "Text settings"')));
    assert.ok((await tree(page, "button")).includes('button "Sepia" pressed=false'));
  }
  await tabTo(page, /^button Sepia/);
  await page.keyboard.press("Enter");
  assert.match(await focused(page), /^button Sepia/, "the focus stays on what was chosen");
  if (browser === "chromium") assert.ok((await tree(page, "button")).includes('button "Sepia" pressed=true'));
  await tabTo(page, /^button Text settings/, true);
  await page.keyboard.press("Enter");
  assert.equal(await open_(), "");
  // 4
  await tabTo(page, /^button Cite/);
  await page.keyboard.press("Enter");
  assert.equal(await open_(), "Cite");
  if (browser === "chromium") assert.ok((await tree(page, "group")).some((group) => group.startsWith('group "Cite"')));
  // 5
  await page.$eval(">>> backissue-reader >>> .bi-body > p", (paragraph) => getSelection().selectAllChildren(paragraph));
  await found(page, ">>> backissue-reader >>> [part=alike]:not([hidden])");
  await tabTo(page, /^button More like this/, true);
  await page.keyboard.press("Enter");
  await until(page, () => {
    const { activeElement, children } = document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-reader").shadowRoot;
    return activeElement?.matches("[part=related] > h3") && /^\d articles?$/.test(children[0].querySelector("[role=status]").textContent);
  });
  assert.equal(await focused(page), "h3 More like this");
  // 6
  await tabTo(page, /^button Back to results/, true);
  await page.keyboard.press("Enter");
  await until(page, () => !location.hash.includes("article="));
  await until(page, (opened) => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return opened.endsWith(active?.textContent) && active?.matches("[part=hit-link]");
  }, opened);
});

scenario("issues by keyboard and by ear", {}, async ({ page, open, browser }) => {
  await open("/magazine.html");
  await found(page, ">>> backissue-reader >>> [part=shelf]");
  // 1
  if (browser === "chromium") {
    const headings = await tree(page, "heading");
    assert.ok(headings.includes('heading "Issues" level=2'), headings.join(", "));
    assert.ok((await tree(page, "link")).some((link) => /^link ".*Issue 42.*"/.test(link)));
  }
  await tabTo(page, /^a .*Issue 42/);
  // 2
  await page.keyboard.press("Enter");
  await found(page, ">>> backissue-reader >>> [part=contents-section]");
  await until(page, () => document.title.startsWith("Issue 42"));
  assert.match(await focused(page), /^h2 Issue 42/);
  if (browser === "chromium") {
    const headings = await tree(page, "heading");
    for (const heading of ['"News" level=3', '"What is a keeper worth?" level=4']) assert.ok(headings.includes(`heading ${heading}`), headings.join(", "));
    assert.ok((await tree(page, "link")).includes('link "News"'));
  }
  // 3
  await tabTo(page, /^a News/);
  await page.keyboard.press("Enter");
  await arrived(page, /section=news/);
  await said(page, /^News: \d+ articles/);
});

scenario("headlines on another page, by keyboard and by ear", {}, async ({ page, open, browser }) => {
  await open("/index.html");
  await alone(page, "backissue-headlines", { search: "", count: "3" });
  await found(page, ">>> backissue-headlines >>> [part=headline]");
  // 1
  if (browser === "chromium") {
    assert.deepEqual(await tree(page, "region"), ['region "From The Long Pound"']);
    const headings = await tree(page, "heading");
    assert.equal(headings[0], 'heading "From The Long Pound" level=2');
    assert.ok(headings.slice(1).every((heading) => heading.endsWith("level=3")), headings.join(", "));
    const links = await tree(page, "link");
    for (const heading of headings.slice(1)) assert.ok(links.includes(`link ${heading.match(/".*"/)[0]}`), `${heading}: ${links}`);
  }
  // 2
  await tabTo(page, /Search: The Long Pound/);
  if (browser === "chromium") assert.ok((await tree(page, "searchbox")).some((box) => box.startsWith('searchbox "Search: The Long Pound"')));
  await page.keyboard.type("heron");
  const told = await found(page, ">>> backissue-headlines >>> [role=status]");
  await until(page, (status) => /^\d+ articles?$/.test(status.textContent), told);
});
