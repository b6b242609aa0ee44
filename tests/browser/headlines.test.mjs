import assert from "node:assert/strict";

import { holdBack, scenario, until } from "./browser.mjs";
import { alone, otherBuild } from "./reading.mjs";

/** brotli -q 11 bytes of everything but the page. */
const BUDGET = 6_000;
const SEARCH_BUDGET = 50_000;

const ready = (page) => until(page, () => document.querySelector("backissue-headlines")?.hasAttribute("ready"));

/** Texts of what matches in the element's shadow root. */
const texts = (page, selector) =>
  page.$eval("backissue-headlines", (host, selector) =>
    [...host.shadowRoot.querySelectorAll(selector)].map((found) => found.textContent), selector);

const type = async (page, words) => {
  await page.$eval("backissue-headlines", (host) => host.shadowRoot.querySelector("input").focus());
  await page.keyboard.type(words);
};

scenario("headlines come without wasm and within their budget", {}, async ({ page, host, open }) => {
  await open("/partner.html");
  await ready(page);
  assert.ok((await texts(page, "[part=headline]")).length >= 3);
  const ours = host.requests.filter(({ path }) => /^\/(pkg|archive)\//.test(path));
  assert.deepEqual(ours.map(({ path }) => path).sort(), ["/archive/headlines.json", "/pkg/headlines-search.js", "/pkg/headlines.js", "/pkg/strings/en.js", "/pkg/words.js"]);
  // The box of the search has its own budget, with the tiny edition.
  const bytes = ours.filter(({ path }) => !path.endsWith("-search.js")).reduce((sum, request) => sum + request.bytes, 0);
  assert.ok(bytes <= BUDGET, `${bytes} bytes`);
});

scenario("headlines with search find what a reader types, and fetch one wasm on first use", {}, async ({ page, host, open }) => {
  await open("/partner.html");
  await ready(page);
  const newest = await texts(page, "[part=headline]");
  const before = host.requests.length;
  await type(page, "heron");
  await until(page, () => /article/.test(document.querySelector("backissue-headlines").shadowRoot.querySelector("[role=status]").textContent));
  const found = await texts(page, "[part=headline]");
  assert.ok(found.some((title) => /heron/i.test(title)), found.join(" | "));
  const fetched = host.requests.slice(before);
  assert.deepEqual(fetched.map(({ path }) => path).sort(), ["/archive/tiny.wasm", "/pkg/tiny.js", "/pkg/tiny_engine.js"]);
  const wasm = fetched.find(({ path }) => path.endsWith(".wasm"));
  assert.ok(wasm.bytes <= SEARCH_BUDGET, `${wasm.bytes} bytes`);
  for (let key = 0; key < "heron".length; key++) await page.keyboard.press("Backspace");
  await until(page, () => document.querySelector("backissue-headlines").shadowRoot.querySelector("[role=status]").textContent === "");
  assert.deepEqual(await texts(page, "[part=headline]"), newest, "an empty box shows the newest again");
  assert.equal(host.requests.length, before + 3, "typing asks the server nothing");
});

scenario("a word that nothing new is about leads to the whole archive, without telling the server", {}, async ({ page, open }) => {
  await open("/partner.html");
  await ready(page);
  await type(page, "xylophone");
  const [status] = await until(page, () => {
    const text = document.querySelector("backissue-headlines").shadowRoot.querySelector("[role=status]").textContent;
    return /No article/.test(text) && [text];
  });
  assert.match(status, /xylophone/);
  const href = await page.$eval("backissue-headlines", (host) => host.shadowRoot.querySelector("[role=status] a").href);
  assert.match(href, /#q=xylophone$/);
});

scenario("a query of ten thousand characters is answered", {}, async ({ page, open }) => {
  await open("/partner.html");
  await ready(page);
  await page.$eval("backissue-headlines", (host) => {
    const input = host.shadowRoot.querySelector("input");
    input.value = "zyx <b>&amp; ".repeat(770);
    input.dispatchEvent(new Event("input"));
  });
  await until(page, () => /No article/.test(document.querySelector("backissue-headlines").shadowRoot.querySelector("[role=status]").textContent));
  const [status] = await texts(page, "[role=status]");
  assert.ok(status.length < 200, "the message quotes the beginning only");
});

scenario("when headlines.json cannot be had, the tag's own links and a message stand", {}, async ({ page, host, open, expect }) => {
  host.damage.set("headlines.json", () => undefined);
  expect(/404/);
  await open("/partner.html");
  const message = await until(page, () => document.querySelector("backissue-headlines").shadowRoot?.querySelector("[role=status]")?.textContent);
  assert.match(message, /could not be loaded\. The server answered 404/);
  const shown = await page.$eval("backissue-headlines a", (link) => link.checkVisibility());
  assert.ok(shown, "the fallback link is visible");
});

for (const [name, damage] of [
  ["rubbish", () => Buffer.from("<!doctype html>")],
  ["an empty file", () => Buffer.alloc(0)],
  ["another file's JSON", () => Buffer.from('{"headlines": "none"}')],
]) {
  scenario(`${name} instead of headlines gives a message`, {}, async ({ page, host, open }) => {
    host.damage.set("headlines.json", damage);
    await open("/partner.html");
    const message = await until(page, () => document.querySelector("backissue-headlines").shadowRoot?.querySelector("[role=status]")?.textContent);
    assert.match(message, /could not be loaded/);
  });
}

scenario("words that cannot be had before the headlines come are an error of nobody's, and said in a sentence", {}, async ({ page, host, open, expect }) => {
  host.damage.set("/strings/", () => undefined);
  expect(/404|strings\/en\.js/);
  await holdBack(page, "headlines.json");
  await page.evaluateOnNewDocument(() => addEventListener("unhandledrejection", () => (window["unhandled"] = true)));
  await open("/partner.html");
  await until(page, () => window["held"]);
  await page.evaluate(async () => {
    await new Promise((done) => setTimeout(done, 500));
    window["release"]();
  });
  const message = await until(page, () => document.querySelector("backissue-headlines").shadowRoot?.querySelector("[role=status]")?.textContent);
  assert.match(message, /^The headlines could not be loaded\./);
  assert.equal(await page.evaluate(() => window["unhandled"]), undefined);
});

scenario("hostile headlines become text, and their addresses no script", {}, async ({ page, host, open }) => {
  const hostile = { title: "<img src=x onerror=alert(1)>", url: "javascript:alert(1)", date: "9999999-99", kicker: 7, standfirst: null };
  host.damage.set("headlines.json", () => Buffer.from(JSON.stringify({ title: "<b>M", headlines: [hostile, null, 3] })));
  await open("/partner.html");
  await ready(page);
  const [first] = await texts(page, "[part=headline]");
  assert.equal(first, hostile.title);
  const inside = await page.$eval("backissue-headlines", (host) => host.shadowRoot.querySelectorAll("img, [part=headline] a[href^='javascript']").length);
  assert.equal(inside, 0);
});

scenario("a damaged tiny edition gives a message and the headlines stay", {}, async ({ page, host, open }) => {
  host.damage.set("tiny.wasm", (bytes) => {
    // The content is the file's end, after the code.
    bytes[bytes.length - 100] ^= 1;
    return bytes;
  });
  await open("/partner.html");
  await ready(page);
  await type(page, "heron");
  const message = await until(page, () => {
    const text = document.querySelector("backissue-headlines").shadowRoot.querySelector("[role=status]").textContent;
    return /could not be loaded/.test(text) && text;
  });
  assert.match(message, /checksum/);
  assert.ok((await texts(page, "[part=headline]")).length >= 3);
});

scenario("a cache that kept the tiny edition of another build does not stand in the way", {}, async ({ page, host, open }) => {
  host.headers.set("/archive/tiny.wasm", { "Cache-Control": "max-age=600" });
  host.damage.set("tiny.wasm", await otherBuild(host, ["tiny_engine_bg.wasm"]));
  await open("/index.html");
  await page.evaluate(async () => (await fetch("/archive/tiny.wasm")).arrayBuffer());
  host.damage.clear();
  const sent = () => host.requests.filter(({ path }) => path.endsWith("/tiny.wasm")).length;
  assert.equal(sent(), 1);
  await open("/partner.html");
  await ready(page);
  await type(page, "heron");
  await until(page, () => /article/.test(document.querySelector("backissue-headlines").shadowRoot.querySelector("[role=status]").textContent));
  assert.equal(sent(), 2);
});

scenario("script and tiny edition of two builds say what to do", {}, async ({ page, host, open }) => {
  host.damage.set("tiny.wasm", await otherBuild(host, ["tiny_engine_bg.wasm"]));
  await open("/partner.html");
  await ready(page);
  await type(page, "heron");
  await until(page, () => /loaded before an update\. Load it again\./.test(document.querySelector("backissue-headlines").shadowRoot.querySelector("[role=status]").textContent));
  assert.ok((await texts(page, "[part=headline]")).length >= 3);
});

scenario("without scripts the tag's own links are there", { scripts: false }, async ({ page, open }) => {
  await open("/partner.html");
  assert.match(await page.content(), /<backissue-headlines[^>]*>\s*<a /);
});

scenario("an element can be added, changed, moved and removed at any time", {}, async ({ page, open }) => {
  await open("/partner.html");
  await ready(page);
  const counts = await page.evaluate(async () => {
    const rest = () => new Promise((done) => setTimeout(done, 300));
    const made = document.createElement("backissue-headlines");
    made.setAttribute("src", "/archive");
    made.setAttribute("count", "2");
    document.body.append(made);
    await rest();
    const items = () => made.shadowRoot?.querySelectorAll("li").length;
    const seen = [items()];
    made.setAttribute("count", "4");
    await rest();
    seen.push(items());
    document.body.prepend(made);
    made.setAttribute("count", "nonsense");
    await rest();
    seen.push(items());
    made.remove();
    return seen;
  });
  assert.deepEqual(counts, [2, 4, 5]);
});

scenario("headlines go with or without kicker, standfirst and date", {}, async ({ page, open }) => {
  await open("/index.html");
  for (const [attributes, shown] of [
    [{}, [true, true, true]],
    [{ layout: "compact" }, [true, false, true]],
    [{ hide: "date" }, [true, true, false]],
    [{ hide: "kicker standfirst date", layout: "cards" }, [false, false, false]],
  ]) {
    await alone(page, "backissue-headlines", { count: "9", ...attributes });
    await ready(page);
    const seen = [];
    for (const part of [".kicker", ".standfirst", ".when"]) seen.push((await texts(page, part)).length > 0);
    assert.deepEqual(seen, shown, JSON.stringify(attributes));
    assert.equal((await texts(page, "[part=headline]")).length, 9);
  }
});

scenario("headlines on a Welsh page speak Welsh, their search too", {}, async ({ page, open }) => {
  await open("/partner.html");
  await ready(page);
  await page.$eval("backissue-headlines", (old) => {
    const made = /** @type {HTMLElement} */ (old.cloneNode(true));
    made.lang = "cy";
    made.removeAttribute("ready");
    old.replaceWith(made);
  });
  await ready(page);
  assert.match((await texts(page, "[part=heading]"))[0], /^O The Long Pound/);
  assert.match((await texts(page, "time")).join(), /Ionawr 2027/);
  assert.match((await texts(page, "label"))[0], /^Chwilio/);
  await type(page, "xylophone");
  await until(page, () => /Ni chafwyd/.test(document.querySelector("backissue-headlines").shadowRoot.querySelector("[role=status]").textContent));
});
