/** node run.mjs --root target/demo [WORD]: the end-to-end tests; WORD picks the files whose name holds it. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const given = process.argv.slice(2);
const at = given.indexOf("--root");
const root = resolve(at >= 0 ? given.splice(at, 2)[1] ?? "" : join(here, "../../target/demo"));
for (const needed of ["index.html", "sw.js", "pkg/headlines.js", "pkg/tiny_engine.js", "archive/manifest.bi", "archive/tiny.wasm"]) {
  if (!existsSync(join(root, needed))) {
    console.error(`${root}: there is no ${needed}. Run \`cargo xtask demo\` first, or name the folder it made with --root.`);
    process.exit(2);
  }
}
const files = readdirSync(here).filter((name) => name.endsWith(".test.mjs") && given.every((word) => name.includes(word)));
// One file at a time: two browsers side by side on a small machine make timeouts, not speed.
const { status } = spawnSync(
  process.execPath,
  [
    "--test",
    "--test-concurrency=1",
    ...["spec", join(here, "summary.mjs")].flatMap((reporter) => [`--test-reporter=${reporter}`, "--test-reporter-destination=stdout"]),
    ...files.map((name) => join(here, name)),
  ],
  { stdio: "inherit", env: { ...process.env, BACKISSUE_ROOT: root } },
);
process.exit(status ?? 1);
