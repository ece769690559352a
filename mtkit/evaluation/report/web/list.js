// The list of segments: thousands of rows, of which only those in sight are in the document.

const ROW = 34; // pixels; style.css has the same height
const SPARE = 6; // rows kept ready above and below

const list = { shown: [], rows: new Map(), at: -1 };
let heat; // [low, high] of the chosen metric, for the colour of cells

/** Builds the pane once; `refreshList` fills it. */
function listPane() {
  list.body = el("div", { class: "rows", role: "rowgroup" });
  list.space = el("div", { class: "space" }, list.body);
  list.head = el("div", { class: "row head", role: "row" });
  list.scroller = el(
    "div",
    { class: "scroller", id: "list", tabindex: 0, role: "grid", "aria-label": "Segments", onscroll: () => requestAnimationFrame(drawRows) },
    list.head,
    list.space,
  );
  list.count = el("p", { class: "count", role: "status" });
  new ResizeObserver(() => {
    if (list.at >= 0) reveal(list.at);
    drawRows();
  }).observe(list.scroller);
  return el("div", { class: "pane list-pane" }, list.scroller);
}

/** Filters and sorts anew, and keeps the segment that is shown in sight. */
function refreshList() {
  list.shown = select();
  list.at = list.shown.indexOf(state.s - 1);
  heat = heatRange();
  list.scroller.style.setProperty("--systems", D.systems.length);
  list.space.style.height = `${list.shown.length * ROW}px`;
  list.scroller.setAttribute("aria-rowcount", list.shown.length + 1);
  list.count.textContent =
    list.shown.length === D.texts.length ? plural(D.texts.length, "segment") : `${count(list.shown.length)} of ${plural(D.texts.length, "segment")}`;
  list.head.replaceChildren(...headCells());
  for (const row of list.rows.values()) row.remove();
  list.rows.clear();
  if (list.at >= 0) reveal(list.at);
  else list.scroller.scrollTop = 0;
  drawRows();
}

function headCells() {
  const sortBy = (changes, same) => () => update({ ...changes, desc: same ? !state.desc : true });
  const direction = (on) => (on ? (state.desc ? "descending" : "ascending") : "none");
  const byNumber = state.sort === "number";
  const byDifference = state.sort === "difference";
  return [
    el("span", { role: "columnheader", class: "cell num", "aria-sort": direction(byNumber) }, button("#", () => update({ sort: "number", desc: byNumber && !state.desc }), { title: "Sort by number" })),
    ...order.map((system) => {
      const same = state.sort === "a" && state.a === system;
      const role = system === state.a ? "A" : system === state.b ? "B" : "";
      return el(
        "span",
        { role: "columnheader", class: "cell tall", "aria-sort": direction(same) },
        role ? el("b", { class: "role" }, role) : null,
        button(isolated(D.systems[system]), sortBy({ sort: "a", a: system, ...(system === state.b ? { b: state.a } : {}) }, same), { title: `Sort by ${D.systems[system]}, which becomes A` }),
        swatch(system),
      );
    }),
    D.systems.length > 1
      ? el("span", { role: "columnheader", class: "cell", "aria-sort": direction(byDifference) }, button("A−B", sortBy({ sort: "difference" }, byDifference), { title: `${D.systems[state.a]} − ${D.systems[state.b]}` }))
      : null,
    el("span", { role: "columnheader", class: "cell mark-cell", title: "Doubts: systems with a flag" }, "⚑"),
    el("span", { role: "columnheader", class: "cell text" }, D.hasSource ? "Source" : "Reference"),
  ].filter(Boolean);
}

/** Puts the rows in sight into the document and takes the others out. */
function drawRows() {
  const head = list.head.offsetHeight;
  const first = Math.max(0, Math.floor(list.scroller.scrollTop / ROW) - SPARE);
  const last = Math.min(list.shown.length, Math.ceil((list.scroller.scrollTop + list.scroller.clientHeight - head) / ROW) + SPARE);
  for (const [place, row] of list.rows) {
    if (place < first || place >= last) {
      row.remove();
      list.rows.delete(place);
    }
  }
  for (let place = first; place < last; place++) {
    if (!list.rows.has(place)) {
      const row = makeRow(place);
      list.rows.set(place, row);
      list.body.append(row);
    }
  }
  markChosen();
}

function makeRow(place) {
  const segment = list.shown[place];
  const gap = difference(segment);
  const flagged = D.systems.filter((_, system) => flagsOf(segment, system).length).length;
  const side = D.hasSource ? D.source : D.target;
  const row = el(
    "div",
    { class: "row", role: "row", id: `row-${place}`, "aria-rowindex": place + 2, onclick: () => choose(place) },
    el("span", { role: "gridcell", class: "cell num" }, String(segment + 1)),
    order.map((system) => heatCell(segmentScore(state.metric, system, segment))),
    D.systems.length > 1 ? el("span", { role: "gridcell", class: gap > 0 ? "cell gap plus" : "cell gap" }, signed(gap, 0)) : null,
    el("span", { role: "gridcell", class: "cell mark-cell" }, flagged ? String(flagged) : ""),
    el("span", { role: "gridcell", class: "cell text", ...written(side) }, D.texts[segment][0].slice(0, 160)),
  );
  row.style.top = `${place * ROW}px`;
  return row;
}

function heatCell(score) {
  const [low, high] = heat;
  const share = score === null ? 0 : Math.min(1, Math.max(0, (score - low) / (high - low || 1)));
  return el("span", { role: "gridcell", class: "cell heat", "--heat": share.toFixed(2) }, number(score, 0));
}

// From the 2nd to the 98th per cent of all scores, so that one odd segment does not bleach the rest.
function heatRange() {
  const all = D.segmentScores[state.metric].flat().filter((tenths) => tenths !== null).sort((x, y) => x - y);
  const at = (share) => (all[Math.floor((all.length - 1) * share)] ?? 0) / 10;
  return metricOf(state.metric).better === "lower" ? [at(0.98), at(0.02)] : [at(0.02), at(0.98)];
}

function markChosen() {
  for (const [place, row] of list.rows) row.setAttribute("aria-selected", String(place === list.at));
  const id = `row-${list.at}`;
  if (list.rows.has(list.at)) list.scroller.setAttribute("aria-activedescendant", id);
  else list.scroller.removeAttribute("aria-activedescendant");
}

/** Scrolls so far that the row at `place` is in sight, and no farther. */
function reveal(place) {
  const room = list.scroller.clientHeight - list.head.offsetHeight;
  const top = list.scroller.scrollTop;
  if (place * ROW < top) list.scroller.scrollTop = place * ROW;
  else if ((place + 1) * ROW > top + room) list.scroller.scrollTop = (place + 1) * ROW - room;
}

/** Shows the segment at a place of the list. */
function choose(place) {
  if (!list.shown.length) return;
  list.at = Math.min(Math.max(0, place), list.shown.length - 1);
  reveal(list.at);
  drawRows();
  update({ s: list.shown[list.at] + 1 });
}
