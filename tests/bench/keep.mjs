// node keep.mjs NEW.res.json OLD.res.json: adds to a run's results the engines that only an earlier run over the very same
// documents and queries measured.
import fs from "node:fs";

const [file, earlier] = process.argv.slice(2);
const read = (/** @type {string} */ name) => JSON.parse(fs.readFileSync(name, "utf8"));
const [now, then] = [read(file), read(earlier)];
if (now.corpus_sha === then.corpus_sha && now.first_query === then.first_query) {
  now.engines = { ...then.engines, ...now.engines };
  fs.writeFileSync(file, JSON.stringify(now, null, 1));
}
