// One segment: source, references, and what each system made of it.

const detail = { cursor: null };

// What is drawn into the texts; the reader's choice outlives the visit where the browser allows it.
const view = { diff: "both", names: true };

function detailPane() {
  detail.pane = el("article", { class: "pane detail", "aria-label": "Segment", tabindex: -1 });
  return detail.pane;
}

function refreshDetail() {
  const segment = state.s - 1;
  detail.cursor = null;
  const rows = [];
  if (D.hasSource) rows.push(textRow(segment, { column: 0, name: "Source", side: D.source, kind: "source" }));
  referencesOf(segment).forEach((_, i) => {
    const name = D.references > 1 ? `Reference ${i + 1}` : "Reference";
    rows.push(textRow(segment, { column: +D.hasSource + i, name, side: D.target, kind: "reference" }));
  });
  for (const system of order) rows.push(systemRow(segment, system));
  detail.pane.replaceChildren(detailHead(segment), el("div", { class: "texts" }, rows), key());
}

function detailHead(segment) {
  const labels = D.labels.filter((label) => label.of[segment] >= 0).map((label) => {
    const value = label.values[label.of[segment]];
    const show = () => update({ slice: `${label.kind}=${value}` });
    return button([`${label.kind}: `, isolated(value)].flat(), show, { class: "chip", title: "Only these" });
  });
  return el(
    "header",
    { class: "detail-head" },
    el("h3", {}, `Segment ${count(segment + 1)}`, el("small", {}, ` of ${count(D.texts.length)}`)),
    el("span", { class: "tools" },
      button("↑", () => step(-1), { title: "Previous (k)", "aria-label": "Previous segment" }),
      button("↓", () => step(1), { title: "Next (j)", "aria-label": "Next segment" }),
      button("Copy TSV", () => copy(asTable(segment), "TSV")),
      button("Copy JSON", () => copy(asJson(segment), "JSON")),
      button("Copy link", () => copy(location.href, "Link"))),
    labels.length ? el("div", { class: "labels" }, labels) : null,
  );
}

function textRow(segment, { column, name, side, kind }) {
  const text = D.texts[segment][column];
  const ranges = { names: namesIn(segment, column), hits: hitsIn(text, column) };
  return row(name, null, side, kind, rendered(text, ranges, null), { "data-kind": kind });
}

function systemRow(segment, system) {
  const text = hypothesisOf(segment, system);
  const column = +D.hasSource + D.references + system;
  const ranges = { names: namesIn(segment, column), hits: hitsIn(text, column) };
  const found = view.diff === "off" ? null : nearest(text, referencesOf(segment));
  const score = segmentScore(state.metric, system, segment);
  const role = D.systems.length > 1 ? (system === state.a ? "A" : system === state.b ? "B" : "") : "";
  const about = [
    el("span", { class: "chip-score", title: `${metricOf(state.metric).title} of this segment` }, heatCell(score)),
    role ? el("b", { class: "role" }, role) : null,
    found && D.references > 1 ? el("small", { class: "against" }, `diff: reference ${found.reference + 1}`) : null,
    ...flagsOf(segment, system).map(([code, said]) => el("span", { class: "flag", title: said, "aria-label": `${code}: ${said}`, role: "note", dir: "ltr" }, `⚑ ${code}`)),
  ];
  const body = text.trim() ? rendered(text, ranges, found?.steps ?? null) : [el("em", { class: "nothing", dir: "ltr" }, "(empty)")];
  return row([swatch(system), isolated(D.systems[system])], about, D.target, "hypothesis", body, { "data-kind": "hypothesis", "data-system": system });
}

// The row runs the way its text does, so an Arabic text has its label on the right, where it begins.
function row(name, about, side, kind, body, attributes) {
  const dir = side.dir === "auto" ? "ltr" : side.dir;
  return el(
    "section",
    { class: `text-row ${kind}`, dir, ...attributes },
    el("div", { class: "about" }, el("h4", {}, name), about ? el("div", { class: "facts" }, about) : null),
    el("p", { class: "body", ...written(side), tabindex: 0, onmouseover: pointed, onmouseout: unpointed, onkeydown: walkWords, onblur: unpointed }, body),
  );
}

/** Returns the diff against the reference that shares most words with the text. */
function nearest(text, references) {
  const found = references.map((reference, i) => ({ ...diff(text, reference, fold), reference: i })).filter((item) => item.steps);
  return found.sort((x, y) => y.shared - x.shared)[0] ?? null;
}

function hitsIn(text, column) {
  const first = +D.hasSource + D.references;
  const searched = { all: true, source: D.hasSource && column === 0, references: column >= +D.hasSource && column < first, a: column === first + state.a }[state.in];
  return searched === false ? [] : findFolded(text, needlesOf(state.q), fold);
}

/**
 * Returns the nodes of a text: cut wherever a word, a name, a hit or a step of the diff begins or
 * ends, so that these may overlap as they like.
 */
function rendered(text, { names, hits }, steps) {
  const words = cut(text, TOKEN);
  const marks = (steps ?? []).filter((item) => item.kind !== "missing" && item.kind !== "same");
  const ranges = [...words, ...marks].map((item) => [item.start, item.end]).concat(view.names ? names : [], hits);
  const edges = [...new Set([0, text.length, ...ranges.flat(), ...missingPlaces(steps).keys()])].sort((x, y) => x - y);
  const missing = view.diff === "both" ? missingPlaces(steps) : new Map();
  const nodes = [];
  let wrapper = null; // the <ins> or run that is open
  let owner = null;
  for (let i = 0; i < edges.length; i++) {
    const [start, end] = [edges[i], edges[i + 1]];
    if (missing.has(start)) {
      nodes.push(...missing.get(start).map((words) => el("del", { title: "Only in the reference" }, words)), " ");
      owner = null;
    }
    if (end === undefined) break;
    const within = ([from, to]) => from <= start && end <= to;
    const step = marks.find((item) => within([item.start, item.end]));
    const word = words.findIndex((item) => within([item.start, item.end]));
    const classes = [
      word >= 0 ? "w" : "",
      view.names && names.some(within) ? "name" : "",
      hits.some(within) ? "hit" : "",
    ].filter(Boolean).join(" ");
    const piece = el("span", { class: classes || null, "data-w": word >= 0 ? word : null }, text.slice(start, end));
    if (!step) {
      nodes.push(piece);
      owner = null;
    } else if (step === owner) {
      wrapper.append(piece);
    } else {
      wrapper = step.kind === "extra" ? el("ins", { title: "Not in the reference" }, piece) : el("span", { class: "variant", title: "Spelled otherwise in the reference" }, piece);
      nodes.push(wrapper);
      owner = step;
    }
  }
  return nodes;
}

// Offset in the text → words that the reference has there.
function missingPlaces(steps) {
  const places = new Map();
  (steps ?? []).forEach((step, i) => {
    if (step.kind !== "missing") return;
    const next = steps.slice(i + 1).find((item) => item.kind !== "missing");
    const before = steps.slice(0, i).findLast((item) => item.kind !== "missing");
    const at = next ? next.start : (before?.end ?? 0);
    places.set(at, [...(places.get(at) ?? []), step.text]);
  });
  return places;
}

// --- pointing at words ---

function pointed(event) {
  const word = event.target.closest("[data-w]");
  if (word) light(word.closest(".text-row"), Number(word.dataset.w));
}

function unpointed() {
  for (const lit of detail.pane.querySelectorAll(".lit, .linked")) lit.classList.remove("lit", "linked");
}

/** Marks a word, and the words linked to it in the other texts. */
function light(row, word) {
  unpointed();
  const mark = (owner, places, name) => {
    for (const place of places) for (const node of owner.querySelectorAll(`[data-w="${place}"]`)) node.classList.add(name);
  };
  mark(row, [word], "lit");
  if (!D.links) return;
  const segment = state.s - 1;
  const source = detail.pane.querySelector('[data-kind="source"]');
  if (row === source) {
    for (const other of detail.pane.querySelectorAll("[data-system]")) {
      const links = linksOf(segment, Number(other.dataset.system));
      mark(other, links.flatMap((places, i) => (places.includes(word) ? [i] : [])), "linked");
    }
  } else if (row.dataset.system !== undefined) {
    mark(source, linksOf(segment, Number(row.dataset.system))[word] ?? [], "linked");
  }
}

/** Arrow keys walk from word to word of a text, the way it runs. */
function walkWords(event) {
  const sideways = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!sideways || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = event.currentTarget.closest(".text-row");
  const words = [...row.querySelectorAll("[data-w]")].map((node) => Number(node.dataset.w));
  if (!words.length) return;
  event.preventDefault();
  event.stopPropagation();
  const step = row.dir === "rtl" ? -sideways : sideways;
  const last = Math.max(...words);
  const from = detail.cursor?.row === row ? detail.cursor.word + step : step > 0 ? 0 : last;
  detail.cursor = { row, word: Math.min(Math.max(0, from), last) };
  light(row, detail.cursor.word);
}

/** Says what the marks mean. */
function key() {
  return el(
    "p",
    { class: "key note" },
    view.diff === "off" ? null : [el("ins", {}, "extra"), " not in the reference · ", view.diff === "both" ? [el("del", {}, "missing"), " only in the reference · "] : null, el("span", { class: "variant" }, "variant"), " spelled otherwise · "].flat(),
    view.names && D.names.some((column) => Object.keys(column).length) ? [el("span", { class: "name" }, "name"), " · "] : null,
    D.links ? "point at a word (or ←/→ in a text) for the words linked to it; links are statistical" : null,
  );
}

// --- copying ---

function asTable(segment) {
  const plain = (text) => text.replace(/[\t\r\n]+/g, " ");
  const rows = [["segment", "role", "system", state.metric, "flags", "text"]];
  if (D.hasSource) rows.push([segment + 1, "source", "", "", "", sourceOf(segment)]);
  for (const text of referencesOf(segment)) rows.push([segment + 1, "reference", "", "", "", text]);
  for (const system of order) {
    const flags = flagsOf(segment, system).map(([code]) => code).join(" ");
    rows.push([segment + 1, "hypothesis", D.systems[system], segmentScore(state.metric, system, segment) ?? "", flags, hypothesisOf(segment, system)]);
  }
  return rows.map((cells) => cells.map((cell) => plain(String(cell))).join("\t")).join("\n") + "\n";
}

function asJson(segment) {
  const scores = (system) => Object.fromEntries(D.metrics.map(({ name }) => [name, segmentScore(name, system, segment)]));
  const hypotheses = order.map((system) => ({
    system: D.systems[system],
    text: hypothesisOf(segment, system),
    scores: scores(system),
    flags: flagsOf(segment, system).map(([code, said]) => ({ code, detail: said })),
  }));
  const labels = Object.fromEntries(D.labels.map((label) => [label.kind, label.values[label.of[segment]] ?? null]));
  return JSON.stringify({ set: D.set, segment: segment + 1, labels, source: sourceOf(segment), references: referencesOf(segment), hypotheses }, null, 1);
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // file:// in some browsers: the old way
    const area = el("textarea", { class: "offscreen" }, text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(`${what} copied`);
}
