/** The widget on somebody else's page: hostile styles, another direction, large text, many elements that come and go. */
import assert from "node:assert/strict";

import { found, holdBack, scenario, until } from "./browser.mjs";
import { openFirst, search } from "./reading.mjs";

/** What pages do to elements, in small: resets, a framework, a theme of a content management system. */
const HOSTS = {
  "a page that unsets everything": "* { all: unset } script, style, head, title { display: none }",
  "a page that unsets everything and means it": "* { all: unset !important } script, style, head, title { display: none !important }",
  "a framework's reset": `*, ::before, ::after { box-sizing: border-box; border: 0 solid; margin: 0; padding: 0 }
    body { font: 400 14px/1.15 "Helvetica Neue", Arial, sans-serif; color: #212529; -webkit-text-size-adjust: 100% }
    a { color: red; text-decoration: none } button, input, select { font: 10px monospace; text-transform: uppercase; background: pink; border-radius: 20px }
    h1, h2, h3, label { font: 8px cursive } ol, ul { list-style: none } [hidden] { display: block !important } .row { display: none } .root { color: red }`,
  "a theme": `body { letter-spacing: .2em; word-spacing: 1em; text-transform: uppercase; text-align: justify; text-indent: 3em; line-height: 3;
    font-variant: small-caps; white-space: nowrap; text-shadow: 3px 3px red; word-break: break-all; font-style: italic; visibility: visible; hyphens: none }
    div div div { float: left; width: 50px !important; display: inline !important } p { margin: 5em }`,
};

/** Puts an archive on a page that has nothing of ours, with these styles. */
async function mount(page, css, before = "") {
  await page.evaluate(async (css, before) => {
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
    for (const sheet of document.querySelectorAll("link[rel=stylesheet]")) sheet.remove();
    document.body.replaceChildren(...[before, "After"].filter(Boolean).map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    const archive = document.createElement("backissue-archive");
    archive.setAttribute("src", "/archive/");
    document.body.append(archive);
    await import("/pkg/backissue.js");
  }, css, before);
  await found(page, ">>> backissue-search >>> [part=input]");
}

/** How what a reader sees is set, in numbers that a host's styles must not change. */
const setting = (page) =>
  page.$eval(">>> backissue-search >>> [part=results]", (list) => {
    const root = /** @type {ShadowRoot} */ (list.getRootNode());
    const of = (selector, ...names) => {
      const style = getComputedStyle(root.querySelector(selector));
      return names.map((name) => `${selector} ${name}: ${style.getPropertyValue(name)}`);
    };
    const ratio = parseFloat(getComputedStyle(root.querySelector("[part=hit-title]")).fontSize) / parseFloat(getComputedStyle(root.querySelector(".root")).fontSize);
    return [
      `title ratio: ${ratio.toFixed(2)}`,
      ...of("[part=hit-title]", "text-transform", "letter-spacing", "font-weight", "text-indent", "text-shadow", "font-style"),
      ...of("[part=excerpt]", "white-space", "text-align", "word-break", "float", "font-variant-caps", "word-spacing"),
      ...of("[part=row]", "display"),
      ...of("[part=input]", "border-radius", "min-block-size", "text-transform"),
      ...of("[part=clear]", "display"),
    ];
  });

/** How it is on a page without styles, in each browser. @type {Record<string, string[]>} */
const usual = {};
for (const [name, css] of [["a page without styles", ""], ...Object.entries(HOSTS)]) {
  scenario(`on ${name} results are set as everywhere`, {}, async ({ page, open, browser }) => {
    await open("/index.html");
    await mount(page, css);
    await search(page, "night");
    const here = await setting(page);
    if (!css) usual[browser] = here;
    assert.deepEqual(here, usual[browser], "as on the page without styles, which is the first scenario");
    const box = await page.$eval("backissue-archive", (archive) => archive.getBoundingClientRect().width);
    assert.ok(box > 300, `${box} px wide`);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, "nothing sticks out");
  });
}

scenario("the widget's styles stay within it", {}, async ({ page, open }) => {
  await open("/partner.html");
  const look = () =>
    page.evaluate(() => {
      const names = ["font", "color", "background-color", "margin", "padding", "display", "border", "text-decoration", "letter-spacing"];
      return [...document.querySelectorAll("main *")].map((node) => names.map((name) => getComputedStyle(node).getPropertyValue(name)).join("; "));
    });
  const before = await look();
  await page.evaluate(async () => {
    const archive = document.createElement("backissue-archive");
    archive.setAttribute("src", "archive/");
    document.querySelector("main").after(archive);
    await import("/pkg/backissue.js");
  });
  await found(page, ">>> backissue-reader >>> [part=shelf]");
  assert.ok(before.length > 5);
  assert.deepEqual(await look(), before, "while it is there");
  await page.evaluate(() => document.querySelector("backissue-archive").remove());
  assert.deepEqual(await look(), before, "when it has gone");
});

scenario("a page that is read from right to left turns the box round", {}, async ({ page, open }) => {
  await open("/index.html");
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await mount(page, "");
  await search(page, "night");
  const [input, clear] = await page.$eval(">>> backissue-search >>> [part=row]", (row) => ["input", "[part=clear]"].map((selector) => row.querySelector(selector).getBoundingClientRect().left));
  assert.ok(clear - input < 10, "the button that clears is at the end of the line");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

for (const [name, css, width] of [
  ["a zoom of 200 %", "html { zoom: 2 }", 1024],
  ["text of 200 %", "html { font-size: 200% }", 1024],
  ["text of 200 % on a small screen", "html { font-size: 200% }", 360],
]) {
  scenario(`${name} fits without scrolling sideways`, { width }, async ({ page, open }) => {
    const fits = async (what) => {
      const [content, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(content <= room + 1, `${what}: ${content} of ${room}`);
    };
    await open("/index.html");
    await page.evaluate(() => document.documentElement.setAttribute("lang", "cy"));
    await mount(page, css);
    await search(page, "night");
    await fits("results");
    const apart = await page.$eval(">>> [part=filters-summary]", (summary) => {
      const menu = summary.getRootNode().querySelector("[part=sort]").getBoundingClientRect();
      const words = document.createRange();
      words.selectNodeContents(summary);
      const { right, bottom } = words.getBoundingClientRect();
      return right <= menu.left || bottom <= menu.top || menu.bottom <= words.getBoundingClientRect().top;
    });
    assert.ok(apart, "the menu of the order lies over the filters");
    await openFirst(page);
    await fits("an article");
  });
}

scenario("what has the focus is not hidden by a header that sticks", { width: 360 }, async ({ page, open }) => {
  await open("/index.html");
  await mount(page, "body > p:first-child { position: sticky; top: 0; height: 80px; margin: 0; background: #ddd; z-index: 9 } backissue-archive { --backissue-sticky: 80px }", "Header");
  await search(page, "night");
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  for (let key = 0; key < 12; key++) {
    await page.keyboard.down("Shift");
    await page.keyboard.press("Tab");
    await page.keyboard.up("Shift");
    const top = await page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active === document.body ? 100 : active.getBoundingClientRect().bottom;
    });
    assert.ok(top > 80, `Shift+Tab ${key + 1}: the focus ends at ${top} px`);
  }
});

scenario("several elements and several archives share one engine, and their archive's parts", {}, async ({ page, open, host }) => {
  await open("/index.html");
  const before = host.asked.length;
  await page.evaluate(async () => {
    document.body.replaceChildren();
    for (const src of ["/archive/", "/archive/", "/archive/./../archive/"]) {
      for (const tag of ["backissue-search", "backissue-reader"]) {
        const element = document.createElement(tag);
        element.setAttribute("src", src);
        document.body.append(element);
      }
    }
    await import("/pkg/backissue.js");
  });
  await until(page, () => [...document.querySelectorAll("backissue-reader")].every((reader) => reader.shadowRoot?.querySelector("[part=shelf]")));
  await page.evaluate(() => Promise.all([...document.querySelectorAll("backissue-search")].map((search) => /** @type {any} */ (search).search({ q: "heron" }))));
  // The same files by another address are another archive, to whoever looks from outside.
  await page.evaluate(async () => {
    const { openArchive } = await import("/pkg/backissue.js");
    const other = await openArchive("/%61rchive/");
    if ((await other.search("heron")).total !== 2) throw new Error("the second archive");
  });
  const asked = host.asked.slice(before);
  for (const file of ["/pkg/engine_bg.wasm", "/pkg/reader_bg.wasm", "/pkg/engine.js", "/archive/manifest.bi"]) assert.equal(asked.filter((path) => path === file).length, 1, file);
  const parts = asked.filter((path) => path.startsWith("/archive/parts/"));
  assert.equal(new Set(parts).size, parts.length, "no part twice");
});

scenario("a second script tag, and another copy of the package, do no harm", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await found(page, ">>> backissue-search >>> [part=input]");
  const same = await page.evaluate(async () => {
    const before = customElements.get("backissue-archive");
    // The same file by another address is another copy, with modules of its own.
    const script = document.createElement("script");
    script.type = "module";
    script.src = "/%70kg/backissue.js";
    document.head.append(script);
    await new Promise((done) => (script.onload = done));
    const { defineElements } = await import("/%70kg/backissue.js");
    await defineElements();
    return customElements.get("backissue-archive") === before;
  });
  assert.ok(same);
  await search(page, "heron");
  await openFirst(page);
});

scenario("headlines do not move the page when they come, in any layout", { only: "chromium" }, async ({ page, open }) => {
  await holdBack(page, "headlines.json");
  for (const width of [360, 768, 1280]) {
    await page.setViewport({ width, height: 900 });
    for (const attributes of [{ layout: "list" }, { layout: "compact" }, { layout: "cards" }, { layout: "compact", hide: "date standfirst date" }]) {
      await open("/index.html");
      const moved = await page.evaluate(async (attributes) => {
        const main = document.createElement("main");
        main.style.cssText = "max-inline-size: 60rem; margin: auto";
        const element = document.createElement("backissue-headlines");
        for (const [name, value] of Object.entries({ src: "/archive/", count: "5", ...attributes })) element.setAttribute(name, value);
        const after = document.createElement("p");
        after.textContent = "What the page goes on with.";
        main.append(element, after);
        document.body.replaceChildren(main);
        await import("/pkg/backissue.js");
        await customElements.whenDefined("backissue-headlines");
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        if (element.hasAttribute("ready")) throw new Error("the headlines are here already");
        const reserved = after.getBoundingClientRect().top;
        window["release"]();
        for (let wait = 0; wait < 100 && !element.hasAttribute("ready"); wait++) await new Promise((done) => setTimeout(done, 50));
        if (!element.hasAttribute("ready")) throw new Error("the headlines did not come");
        return [reserved, after.getBoundingClientRect().top];
      }, attributes);
      assert.equal(Math.round(moved[0]), Math.round(moved[1]), `${JSON.stringify(attributes)} at ${width}`);
    }
  }
});

scenario("elements that come, move and go two hundred times leave nothing behind", { only: "chromium" }, async ({ page, open }) => {
  await open("/index.html");
  await mount(page, "");
  const session = await page.createCDPSession();
  await session.send("Performance.enable");
  const counted = async () => {
    await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    return ["Nodes", "JSEventListeners"].map((name) => metrics.find((metric) => metric.name === name).value);
  };
  const cycle = (times) =>
    page.evaluate(async (times) => {
      const rest = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
      for (let time = 0; time < times; time++) {
        const made = ["search", "reader", "headlines", "archive"].map((name) => document.createElement(`backissue-${name}`));
        for (const element of made) {
          element.setAttribute("src", "/archive/");
          document.body.append(element);
        }
        if (time % 20 === 0) await rest(100);
        await rest(0);
        for (const element of made) document.body.prepend(element);
        await rest(0);
        for (const element of made) element.remove();
      }
      await rest(500);
    }, times);
  await cycle(40);
  const before = await counted();
  await cycle(200);
  const after = await counted();
  assert.ok(after[0] <= before[0] + 200, `nodes: ${before[0]}, then ${after[0]}`);
  assert.ok(after[1] <= before[1] + 20, `listeners: ${before[1]}, then ${after[1]}`);
});
