/** A host with an archive of a test's own documents beside the package. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "./browser.mjs";
import { StaticHost } from "./server.mjs";

/** What `cargo xtask test` built beside the demo. */
export const TOOL = process.env.BACKISSUE_TOOL ?? join(ROOT, "../release/backissue");

/** Serves `/pkg/`, `/archive/` and an empty `/index.html` while `use` runs. @param {{id: string, title: string, text: string}[]} documents @param {(host: StaticHost) => Promise<void>} use */
export async function published(documents, use) {
  assert.ok(existsSync(TOOL), `${TOOL}: run \`cargo xtask test --only build\`, or name the tool in BACKISSUE_TOOL`);
  const folder = mkdtempSync(join(tmpdir(), "backissue-published-"));
  cpSync(join(ROOT, "pkg"), join(folder, "pkg"), { recursive: true });
  writeFileSync(join(folder, "index.html"), '<!doctype html><html lang="en"><title>Documents</title><link rel="icon" href="data:,"><body></body></html>');
  writeFileSync(join(folder, "documents.jsonl"), documents.map((document) => `${JSON.stringify(document)}\n`).join(""));
  execFileSync(TOOL, ["build", join(folder, "documents.jsonl"), "-o", join(folder, "archive"), "--no-pages"], { stdio: "ignore" });
  const host = await new StaticHost(folder).start();
  try {
    await use(host);
  } finally {
    await host.stop().catch(() => {});
    rmSync(folder, { recursive: true });
  }
}
