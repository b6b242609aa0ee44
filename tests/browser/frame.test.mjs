/** The frame for hosts that allow no scripts of others, and the script that gives it its height. */
import assert from "node:assert/strict";

import { painted, scenario, until } from "./browser.mjs";
import { StaticHost } from "./server.mjs";

/** A frame of another host on this page. */
const mount = (page, address) =>
  page.evaluate((address) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.title = "Headlines";
    frame.height = "99";
    document.body.replaceChildren(frame);
  }, address);

/** The frame, once it shows headlines: what it had to say of its height, it has said. */
const shown = async (page) => {
  const frame = await page.waitForFrame((frame) => frame.url().includes("frame.html"));
  await frame.waitForFunction(() => document.querySelector("backissue-headlines")?.shadowRoot?.querySelector("[part=headline]"));
  return frame;
};

/** The height that the frame was given. */
const height = (page) => page.$eval("iframe", (frame) => frame.style.height);

scenario("a frame shows headlines, and has the height that the page around lets it have", {}, async ({ page, host, open }) => {
  const union = await new StaticHost(host.root).start();
  try {
    await open("/index.html");
    await mount(page, `${union.url}/pkg/frame.html?src=../archive/&count=3&lang=cy&host=${encodeURIComponent(host.url)}`);
    await page.evaluate(() => import("/pkg/frame-host.js"));
    await until(page, () => document.querySelector("iframe").getBoundingClientRect().height > 150);
    const frame = await page.waitForFrame((frame) => frame.url().includes("frame.html"));
    const heading = await frame.$eval("backissue-headlines", (element) => element.shadowRoot.querySelector("[part=heading]").textContent);
    assert.match(heading, /^O The Long Pound/);
    assert.equal(await frame.$eval("base", (base) => base.target), "_top");
  } finally {
    await union.stop();
  }
});

scenario("a frame can be read on a dark page: it has a ground of its own, and is dark if the page says so", {}, async ({ page, host, open }) => {
  const union = await new StaticHost(host.root).start();
  try {
    for (const [scheme, ground, ink] of [["", /rgb\(255, 255, 255\)/, /rgb\(0, 0, 0\)/], ["&scheme=dark", /rgb\([1-5]?\d, /, /rgb\(2[2-5]\d, /], ["&scheme=none%7D", /rgb\(255, /, /rgb\(0, /]]) {
      await open("/index.html");
      await page.evaluate(() => (document.body.style.background = "#111"));
      await mount(page, `${union.url}/pkg/frame.html?src=../archive/&count=1${scheme}`);
      const frame = await shown(page);
      assert.match(await frame.$eval("backissue-headlines", (element) => getComputedStyle(element).color), ink);
      assert.match(await painted(page, await page.$("iframe")), ground);
    }
  } finally {
    await union.stop();
  }
});

scenario("a frame tells its height to nobody but the page that it is for", {}, async ({ page, host, open, expect }) => {
  // Chromium says on the console that the message was for another.
  expect(/postMessage|Failed to execute/);
  const union = await new StaticHost(host.root).start();
  try {
    await open("/index.html");
    await page.evaluate(() => {
      window["heard"] = 0;
      addEventListener("message", () => window["heard"]++);
    });
    await mount(page, `${union.url}/pkg/frame.html?src=../archive/&host=https://partner.example`);
    await page.evaluate(() => import("/pkg/frame-host.js"));
    await shown(page);
    await new Promise((done) => setTimeout(done, 300));
    assert.equal(await page.evaluate(() => window["heard"]), 0);
    assert.equal(await height(page), "");
  } finally {
    await union.stop();
  }
});

scenario("the page around believes no other frame, and no height that is none", {}, async ({ page, host, open }) => {
  const union = await new StaticHost(host.root).start();
  try {
    await open("/index.html");
    await mount(page, `${union.url}/pkg/frame.html?src=../archive/`);
    await page.evaluate(async () => {
      await import("/pkg/frame-host.js");
      postMessage({ backissue: "height", height: 900 }, "*");
    });
    const frame = await shown(page);
    for (const wrong of [-1, 1e9, "tall", null, { toString: 3 }]) await frame.evaluate((wrong) => parent.postMessage({ backissue: "height", height: JSON.parse(wrong) }, "*"), JSON.stringify(wrong));
    assert.equal(await height(page), "");
    // What comes after them is heard, so they were.
    await frame.evaluate(() => parent.postMessage({ backissue: "height", height: 321 }, "*"));
    await until(page, () => document.querySelector("iframe").style.height === "321px");
  } finally {
    await union.stop();
  }
});

scenario("a frame shows nothing of another host, and says nothing in its words, whatever its parameters are", {}, async ({ page, host, open, expect }) => {
  expect(/404/);
  await open(`/pkg/frame.html?src=${encodeURIComponent("https://elsewhere.example/archive/")}&more=${encodeURIComponent("javascript:alert(1)")}&heading=Sale`);
  await until(page, () => document.querySelector("backissue-headlines")?.shadowRoot?.querySelector("[role=status]"));
  assert.ok(host.requests.every(({ path }) => !path.includes("elsewhere")));
  assert.ok(await page.$eval("backissue-headlines", (element) => !["src", "more", "heading"].some((name) => element.hasAttribute(name))));
});
