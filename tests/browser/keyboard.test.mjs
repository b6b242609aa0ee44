/** docs/keyboard.md, step by step: what a reader without a mouse does, and what the browser tells assistive technology. */
import assert from "node:assert/strict";

import { found, scenario, until } from "./browser.mjs";

/** Role and name of what has the focus, through shadow roots. */
const focused = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    const name = active.getAttribute("aria-label") || active.labels?.[0]?.textContent || active.textContent;
    return `${active.getAttribute("role") ?? active.tagName.toLowerCase()} ${name.trim()}`;
  });

/** Presses Tab until something with this name has the focus. */
async function tabTo(page, pattern, back = false) {
  for (let key = 0; key < 60; key++) {
    if (back) await page.keyboard.down("Shift");
    await page.keyboard.press("Tab");
    if (back) await page.keyboard.up("Shift");
    if (pattern.test(await focused(page))) return;
  }
  assert.fail(`Tab does not reach ${pattern}`);
}

/** Waits until the search's polite status says something. */
const said = (page, pattern) =>
  until(page, (source) => {
    const status = document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.querySelector("[role=status]");
    return new RegExp(source).test(status.textContent) && status.textContent;
  }, pattern.source);

/** The nodes of the accessibility tree, as Chromium computes it, with these roles: `role "name"`. */
async function tree(page, ...roles) {
  const session = await page.createCDPSession();
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes.filter(({ role, ignored }) => !ignored && roles.includes(role?.value)).map(({ role, name }) => `${role.value} "${name?.value ?? ""}"`);
}

scenario("searching by keyboard and by ear", {}, async ({ page, open, browser }) => {
  await open("/magazine.html");
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await tabTo(page, /^combobox Search the archive/);
  const attribute = (name) => input.evaluate((box, name) => box.getAttribute(name), name);
  assert.equal(await attribute("aria-expanded"), "false", "nothing pops up on focus");
  if (browser === "chromium") {
    assert.deepEqual(await tree(page, "search", "combobox"), ['search "Search the archive"', 'combobox "Search the archive"']);
    assert.match(await input.evaluate((box) => box.ariaDescription), /exact words/);
  }
  await page.keyboard.type("heron");
  await said(page, /\b1 suggestion$/);
  assert.equal(await attribute("aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  const active = await attribute("aria-activedescendant");
  assert.equal(await input.evaluate((box, id) => box.getRootNode().getElementById(id).getAttribute("aria-selected"), active), "true");
  assert.match(await focused(page), /^combobox/, "the cursor stays in the box");
  await page.keyboard.press("ArrowUp");
  assert.equal(await attribute("aria-activedescendant"), null);
  await page.keyboard.press("Escape");
  assert.equal(await attribute("aria-expanded"), "false");
  assert.equal(await input.evaluate((box) => box.value), "heron");
  await page.keyboard.press("Enter");
  await said(page, /articles? for “heron”/);
  if (browser === "chromium") {
    const headings = await tree(page, "heading");
    const at = headings.findIndex((heading) => heading.includes("for “heron”"));
    assert.ok(at >= 0 && headings.length > at + 1, headings.join(", "));
  }
  assert.equal((await page.$$(">>> [part=outcome] [role=option]")).length, 0, "results are no options");
  await tabTo(page, /^input /);
  const filter = await focused(page);
  // What was said is forgotten, so that it can be heard again.
  await page.evaluate(() => (document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.querySelector("[role=status]").textContent = ""));
  await page.keyboard.press(" ");
  await until(page, () => location.hash.includes("section="));
  await said(page, /articles? for “heron”/);
  assert.equal((await focused(page)).replace(/\d+$/, ""), filter.replace(/\d+$/, ""), "the focus stays on the filter");
});

scenario("reading by keyboard and by ear", {}, async ({ page, open, browser }) => {
  await open("/magazine.html#q=night");
  await found(page, ">>> [part=results] [part=hit]");
  await page.$eval(">>> [part=hit] a", (link) => link.focus());
  const opened = await focused(page);
  await page.keyboard.press("Enter");
  await found(page, ">>> backissue-reader >>> [part=article]");
  await until(page, () => /–/.test(document.title));
  assert.equal((await focused(page)).replace(/^h\d /, "a "), opened, "the article's heading has the focus");
  assert.ok((await page.title()).startsWith(opened.slice(2)));
  if (browser === "chromium") {
    assert.equal((await tree(page, "article")).length, 1);
    const buttons = await tree(page, "button");
    for (const name of ["First match", "Previous match", "Next match", "Cite", "Print"]) assert.ok(buttons.includes(`button "${name}"`), `${name}: ${buttons}`);
  }
  await tabTo(page, /^button Next match/, true);
  const position = await found(page, ">>> backissue-reader >>> [part=hit-position]");
  const told = () => position.evaluate((status) => `${status.getAttribute("role")} ${status.textContent}`);
  const before = await told();
  await page.keyboard.press("Enter");
  assert.match(await told(), /^status Match \d+ of \d+$/);
  assert.notEqual(await told(), before, "the next one");
  await tabTo(page, /^button Cite/);
  await page.keyboard.press("Enter");
  assert.equal(await page.$eval(">>> backissue-reader >>> [part=actions] [aria-expanded=true]", (button) => button.textContent), "Cite");
  await tabTo(page, /^button Back to results/, true);
  await page.keyboard.press("Enter");
  await until(page, () => !location.hash.includes("article="));
  await until(page, (opened) => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return opened.endsWith(active?.textContent) && active?.matches("[part=hit-link]");
  }, opened);
});

scenario("more results by keyboard: the focus is on the first of the new ones", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await page.$eval("backissue-archive", (archive) => archive.setAttribute("limit", "2"));
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.type("night");
  await page.keyboard.press("Enter");
  await found(page, ">>> [part=results] [part=hit]");
  const shown = (await page.$$(">>> [part=results] [part=hit]")).length;
  assert.equal(shown, 2);
  await tabTo(page, /^button Show more articles/);
  await page.keyboard.press("Enter");
  await said(page, /Showing 4 of/);
  const third = await page.$$eval(">>> [part=results] [part=hit]", (hits) => hits[2].querySelector("a").textContent);
  assert.equal(await focused(page), `a ${third}`);
});
