// Puts the page together, and answers keys, address and switches.

const FILTERS_OFF = { q: "", in: "all", flag: "", of: "any", slice: "", min: "", max: "", apart: "" };

const KEYS = [
  ["j, ↓", "next segment"],
  ["k, ↑", "previous segment"],
  ["Home, End, Page Up, Page Down", "farther (in the list)"],
  ["←, →", "walk the words of a text that has the focus"],
  ["/", "search"],
  ["Escape", "leave a field; in the search, empty it first"],
  ["d", "diff: both, only what is extra, none"],
  ["n", "names on and off"],
  ["x", "exchange A and B"],
  ["r", "no filters"],
  ["c", "copy the segment as TSV"],
  ["t", "light or dark"],
  ["?", "this list"],
];

const page = {};

/** Changes the state, and draws anew what depends on it. */
function update(changes) {
  const before = { ...state };
  Object.assign(state, changes);
  const changed = Object.keys(state).filter((name) => state[name] !== before[name]);
  if (!changed.length) return;
  // typing and walking must not fill the history
  history.replaceState(null, "", address());
  redraw(changed);
}

function redraw(changed) {
  if (changed.includes("metric")) drawSummary();
  if (changed.some((name) => name !== "s")) {
    refreshList();
    drawFilters();
  } else {
    list.at = list.shown.indexOf(state.s - 1);
    markChosen();
  }
  refreshDetail();
}

/** Changes the state and brings the segments into sight: what links of the summary do. */
function goTo(changes) {
  update({ ...changes });
  const first = list.shown[0];
  if (first !== undefined && !list.shown.includes(state.s - 1)) update({ s: first + 1 });
  page.browser.scrollIntoView();
  list.scroller.focus({ preventScroll: true });
}

function step(by) {
  choose(list.at < 0 ? 0 : list.at + by);
}

function drawSummary() {
  page.summary.replaceChildren(
    ...[heading(), findings(), verdict(state.metric), ranking(), matrix(), checks(), plots()].filter(Boolean),
  );
}

// --- filters ---

function filterBar() {
  page.search = el("input", { type: "search", id: "search", placeholder: "Search (with or without hamza and marks)", "aria-label": "Search", dir: "auto", oninput: later(() => update({ q: page.search.value })) });
  page.filters = el("div", { class: "filters" });
  return el("div", { class: "bar", role: "search" }, page.search, page.filters, list.count, el("span", { class: "say", role: "status", id: "say" }));
}

// While somebody types into one of these, they must stay the same elements.
function drawFilters() {
  if (page.search.value !== state.q) page.search.value = state.q;
  if (page.filters.contains(document.activeElement) && document.activeElement.tagName === "INPUT") return;
  const focused = document.activeElement?.getAttribute?.("aria-label");
  const systems = D.systems.map((name, system) => [String(system), name]);
  const several = D.systems.length > 1;
  const codes = [...new Set(D.flags.flatMap((column) => Object.values(column).flat().map(([code]) => code)))];
  const gates = D.findings.flatMap((finding, i) => (finding.segments.length ? [[`gate:${i}`, `gate: ${finding.code}${finding.system ? `, ${finding.system}` : ""}`]] : []));
  const slices = D.labels.flatMap((label) => label.values.map((value) => [`${label.kind}=${value}`, `${label.kind}: ${value}`]));
  const places = [["all", "everywhere"], ...(D.hasSource ? [["source", "in the source"]] : []), ["references", "in references"], ["a", "in A"]];
  const titles = D.metrics.map((metric) => [metric.name, metric.title]);
  const parts = [
    choice("Search where", places, state.in, (value) => update({ in: value })),
    named("by", choice("Metric", titles, state.metric, (value) => update({ metric: value }))),
    several ? named("A", choice("System A", systems, String(state.a), (value) => update({ a: Number(value) }))) : null,
    several ? named("B", choice("System B", systems, String(state.b), (value) => update({ b: Number(value) }))) : null,
    named("sort", el("span", {}, choice("Sort", several ? SORTS : SORTS.filter(([name]) => ["number", "a", "length"].includes(name)), state.sort, (value) => update({ sort: value })), button(state.desc ? "↓" : "↑", () => update({ desc: !state.desc }), { title: state.desc ? "Highest first" : "Lowest first", "aria-label": "Direction" }))),
    named(several ? "A from" : "from", el("span", {}, limit("Lowest score of A", "min"), " to ", limit("Highest score of A", "max"))),
    several ? named("|A−B| ≥", limit("Least difference of A and B", "apart")) : null,
    codes.length + gates.length ? named("⚑", choice("Flag", [["", "all"], ["any", "any flag"], ...codes.map((code) => [code, code]), ...gates], state.flag, (value) => update({ flag: value }))) : null,
    codes.length && several && state.flag ? choice("Whose flags", [["any", "of any system"], ["a", "of A"]], state.of, (value) => update({ of: value })) : null,
    slices.length ? named("slice", choice("Slice", [["", "all"], ...slices], state.slice, (value) => update({ slice: value }))) : null,
    Object.entries(FILTERS_OFF).some(([name, value]) => state[name] !== value) ? button("No filters", () => update(FILTERS_OFF), { class: "reset" }) : null,
  ].filter(Boolean);
  page.filters.replaceChildren(...parts);
  if (focused) page.filters.querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
}

const named = (name, control) => el("label", {}, `${name} `, control);

function limit(label, name) {
  const input = el("input", {
    type: "number",
    step: "any",
    value: state[name],
    "aria-label": label,
    oninput: later(() => update({ [name]: input.value })),
    onblur: () => setTimeout(drawFilters), // it was left alone while somebody typed
  });
  return input;
}

/** Returns a function that waits until nobody types. */
function later(task) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(task, 120);
  };
}

function say(text) {
  const place = document.getElementById("say");
  place.textContent = text;
  setTimeout(() => place.textContent === text && (place.textContent = ""), 2500);
}

// --- switches ---

// Some browsers keep no storage for files; then a choice holds until the page is left.
function remember(name, value) {
  try {
    localStorage.setItem(`mtkit-report-${name}`, value);
  } catch {}
}

function recalled(name) {
  try {
    return localStorage.getItem(`mtkit-report-${name}`);
  } catch {
    return null;
  }
}

const isDark = () => document.documentElement.dataset.theme === "dark" || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  remember("theme", theme);
}

const DIFFS = ["both", "extra", "off"];

function nextDiff() {
  view.diff = DIFFS[(DIFFS.indexOf(view.diff) + 1) % DIFFS.length];
  remember("diff", view.diff);
  refreshDetail();
  say({ both: "Diff: extra and missing words", extra: "Diff: extra words", off: "No diff" }[view.diff]);
}

function toggleNames() {
  view.names = !view.names;
  refreshDetail();
  say(view.names ? "Names shown" : "Names not shown");
}

// --- keys ---

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || page.help.open) return;
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "Escape" && typing) {
    if (event.target === page.search && page.search.value) update({ q: (page.search.value = "") });
    else event.target.blur();
    return;
  }
  if (typing) return;
  const inList = event.target === list.scroller;
  const far = Math.max(1, Math.floor(list.scroller.clientHeight / ROW) - 2);
  const actions = {
    j: () => step(1),
    k: () => step(-1),
    "/": () => page.search.focus(),
    "?": () => page.help.showModal(),
    d: nextDiff,
    n: toggleNames,
    x: () => D.systems.length > 1 && update({ a: state.b, b: state.a }),
    r: () => update(FILTERS_OFF),
    c: () => copy(asTable(state.s - 1), "TSV"),
    t: () => setTheme(isDark() ? "light" : "dark"),
    ...(inList
      ? { ArrowDown: () => step(1), ArrowUp: () => step(-1), PageDown: () => step(far), PageUp: () => step(-far), Home: () => choose(0), End: () => choose(list.shown.length - 1) }
      : {}),
  };
  if (!actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
}

function helpDialog() {
  page.help = el(
    "dialog",
    { "aria-label": "Keys" },
    el("h2", {}, "Keys"),
    el("dl", {}, KEYS.map(([keys, what]) => el("div", {}, el("dt", {}, keys), el("dd", {}, what)))),
    button("Close", () => page.help.close()),
  );
  return page.help;
}

// --- the page ---

function topBar() {
  const links = [["#top", "Summary"], ["#plots", "Plots"], ["#segments", "Segments"], ["#method", "Method"]];
  // the address belongs to the state, so these scroll instead of changing it
  const jump = (id) => (event) => {
    event.preventDefault();
    document.querySelector(id).scrollIntoView();
  };
  return el(
    "nav",
    { class: "top-bar", "aria-label": "Report" },
    el("strong", {}, isolated(D.set || "Evaluation")),
    links.map(([id, text]) => el("a", { href: id, onclick: jump(id) }, text)),
    el("span", { class: "grow" }),
    button("Keys ?", () => page.help.showModal()),
    button("◐ Light/dark", () => setTheme(isDark() ? "light" : "dark")),
  );
}

function build() {
  page.summary = el("main", { id: "top", class: "summary" });
  const tools = el("span", { class: "tools" }, button("Diff", nextDiff, { title: "Both, only extra, none (d)" }), button("Names", toggleNames, { title: "On or off (n)" }));
  const panes = el("div", { class: "panes" }, listPane(), detailPane());
  page.browser = el("section", { id: "segments", class: "browser", "aria-label": "Segments" }, el("div", { class: "browser-head" }, el("h2", {}, "Segments"), filterBar(), tools), panes);
  document.getElementById("app").replaceChildren(topBar(), page.summary, page.browser, colophon(), helpDialog());
}

async function start() {
  if (!globalThis.DecompressionStream) {
    document.getElementById("app").textContent = "This browser is too old for the report: it needs one of 2023 or later.";
    return;
  }
  await readData();
  readAddress();
  view.diff = DIFFS.includes(recalled("diff")) ? recalled("diff") : "both";
  if (recalled("theme")) document.documentElement.dataset.theme = recalled("theme");
  build();
  drawSummary();
  refreshList();
  drawFilters();
  refreshDetail();
  if (new URLSearchParams(location.hash.slice(1)).has("s")) page.browser.scrollIntoView({ behavior: "instant" });
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", () => {
    readAddress();
    redraw(Object.keys(state));
  });
  foldInIdleTime();
  document.documentElement.dataset.ready = "true";
  requestAnimationFrame(() => performance.mark("drawn"));
}

start();
