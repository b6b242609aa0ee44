/** The last line of a run, for people and for xtask: a reporter of node:test that counts. */
export default async function* summary(events) {
  const counts = { pass: 0, fail: 0, skip: 0 };
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    counts[data.skip !== undefined ? "skip" : type.slice(5)]++;
  }
  yield `${counts.pass} passed, ${counts.fail} failed${counts.skip ? `, ${counts.skip} left out` : ""}\n`;
}
