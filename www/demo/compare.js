// @ts-check
/**
 * The page that shows an article beside the text that it was made of. `compare/` is what `backissue ingest --explain --json`
 * says of each issue; the article itself is shown by the product's own element.
 *
 * @typedef {{line: number, article: number | null, zone: string, reason: string, text: string}} Stretch
 * @typedef {{issue: string, articles: {id: string, title: string, opening: string, section: string, certainty: number}[], stretches: Stretch[], doubts: {line: number, what: string}[]}} Account
 */

const [source, state, sure, choice, reader] = ["source", "state", "sure", "choice", "reader"].map(
  (id) => /** @type {HTMLElement} */ (document.getElementById(id)),
);
const [issues, articles] = ["issue", "article"].map((id) => /** @type {HTMLSelectElement} */ (document.getElementById(id)));

/** What is in no article, as a choice beside the articles. */
const LEFT_OUT = -1;

/** @type {Account} */
let account = { issue: "", articles: [], stretches: [], doubts: [] };

/** @param {string} name @param {string} [text] @param {string} [kind] */
function element(name, text = "", kind = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = kind;
  return made;
}

/** @param {HTMLSelectElement} select @param {string[]} names @param {number} [from] the first one's value */
function offer(select, names, from = 0) {
  select.replaceChildren(...names.map((name, at) => new Option(name, String(at + from))));
}

/** @param {string} path */
async function fetched(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} cannot be fetched (${response.status}). \`cargo xtask demo\` writes it.`);
  return response;
}

/** One stretch of the source: its line, what it was taken for, its text, why, and what is doubtful in it. @param {Stretch} stretch */
function row(stretch) {
  const item = element("li", "", stretch.article === null ? "stretch out" : "stretch");
  const head = element("p", "", "what");
  head.append(element("span", `line ${stretch.line}`, "line"), element("strong", stretch.zone));
  item.append(head, element("p", stretch.text, "text"), element("p", stretch.reason, "why"));
  for (const { line, what } of account.doubts) {
    if (line === stretch.line) item.append(element("p", `To check: ${what}`, "doubt"));
  }
  return item;
}

/** What stands between two stretches of the article and is not its own, folded. @param {Stretch[]} others */
function fold(others) {
  const item = element("li", "", "fold");
  const details = document.createElement("details");
  const [first, last] = [others[0].line, others[others.length - 1].line];
  const lines = first === last ? `line ${first}` : `lines ${first} to ${last}`;
  const list = document.createElement("ol");
  details.append(element("summary", `Not this article: ${lines}`), list);
  // Filled when it is opened: most never are.
  details.addEventListener("toggle", () => list.childElementCount || list.append(...others.map(row)), { once: true });
  item.append(details);
  return item;
}

/** How an article is called: by its headline, or else by its first words. @param {Account["articles"][number]} article */
function named({ title, section, opening }) {
  return title || `Untitled${section && `, ${section}`}${opening && `: ${opening} …`}`;
}

function show() {
  const chosen = Number(articles.value);
  const wanted = chosen === LEFT_OUT ? null : chosen;
  const list = element("ol", "", "stretches");
  const own = account.stretches.flatMap((stretch, at) => (stretch.article === wanted ? [at] : []));
  let after = own[0] ?? 0;
  for (const at of own) {
    if (at > after) list.append(fold(account.stretches.slice(after, at)));
    list.append(row(account.stretches[at]));
    after = at + 1;
  }
  source.replaceChildren(list);
  source.scrollTop = 0;
  const article = account.articles[chosen];
  reader.hidden = !article;
  if (article) reader.setAttribute("article", article.id);
  sure.textContent = article
    ? `${article.certainty}% certain that it is cut right; ${own.length} pieces of text`
    : `${own.length} pieces of text are in no article`;
  history.replaceState(null, "", `#${new URLSearchParams({ issue: issues.selectedOptions[0].text, article: article?.id ?? "" })}`);
}

/** @param {string} [id] the article to begin with */
async function choose(id = "") {
  const issue = issues.value;
  const fresh = await (await fetched(`compare/${issue}.json`)).json();
  // Another was chosen meanwhile.
  if (issue !== issues.value) return;
  account = fresh;
  offer(articles, ["In no article", ...account.articles.map(named)], LEFT_OUT);
  articles.value = String(Math.max(0, account.articles.findIndex((article) => article.id === id)));
  show();
}

/** @param {() => Promise<void> | void} task */
const attempt = (task) => async () => {
  try {
    await task();
  } catch (error) {
    state.textContent = error instanceof Error ? error.message : String(error);
    source.replaceChildren(state);
  }
};

issues.addEventListener("change", attempt(() => choose()));
articles.addEventListener("change", attempt(show));
await attempt(async () => {
  const names = (await (await fetched("compare/issues.txt")).text()).trim().split("\n");
  offer(issues, names);
  const asked = new URLSearchParams(location.hash.slice(1));
  issues.value = String(Math.max(0, names.indexOf(asked.get("issue") ?? "")));
  choice.hidden = false;
  await choose(asked.get("article") ?? "");
})();

export {};
