// Plots as SVG. Systems differ by colour and by the shape of their mark.

const SHAPES = ["circle", "square", "triangle", "diamond", "down", "plus", "cross", "star"];
const PATHS = {
  square: "M-4-4H4V4H-4Z",
  triangle: "M0-5L5 4H-5Z",
  diamond: "M0-5.5L5.5 0 0 5.5-5.5 0Z",
  down: "M0 5L5-4H-5Z",
  plus: "M-1.6-5H1.6V-1.6H5V1.6H1.6V5H-1.6V1.6H-5V-1.6H-1.6Z",
  cross: "M-5-3L-3-5 0-2 3-5 5-3 2 0 5 3 3 5 0 2-3 5-5 3-2 0Z",
  star: "M0-6L1.6-1.8 6-1.8 2.5 1 3.7 5.4 0 2.8-3.7 5.4-2.5 1-6-1.8-1.6-1.8Z",
};

/** Returns a system's mark at (x, y). */
function mark(system, x, y) {
  const shape = SHAPES[system % SHAPES.length];
  const attributes = { class: `mark c${system % 8}` };
  if (shape === "circle") return svg("circle", { ...attributes, cx: x, cy: y, r: 4.5 });
  return svg("path", { ...attributes, d: PATHS[shape], transform: `translate(${x} ${y})` });
}

/** Returns a system's mark for running text. */
function swatch(system) {
  return svg("svg", { class: "swatch", viewBox: "-7 -7 14 14", "aria-hidden": "true" }, mark(system, 0, 0));
}

/** Returns a linear scale and round ticks on it. */
function scale([low, high], [start, stop], wanted = 5) {
  if (!(high > low)) [low, high] = [low - 1, low + 1];
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= raw);
  const ticks = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step / 1e6; at += step) ticks.push(at);
  const place = (value) => start + ((value - low) / (high - low)) * (stop - start);
  return { place, ticks, digits: Math.max(0, -Math.floor(Math.log10(step))) };
}

function padded(values) {
  const known = values.filter((value) => value !== null && Number.isFinite(value));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const room = (high - low || 1) * 0.05;
  return [low - room, high + room];
}

function figure(id, caption, width, height, content, note) {
  return el(
    "figure",
    { id },
    el("figcaption", {}, caption),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": caption, class: "plot" }, ...content),
    note ? el("p", { class: "note" }, note) : null,
  );
}

function axis(x, top, bottom, title) {
  return [
    ...x.ticks.map((tick) => svg("line", { class: "grid", x1: x.place(tick), x2: x.place(tick), y1: top, y2: bottom })),
    ...x.ticks.map((tick) => svg("text", { class: "tick", x: x.place(tick), y: bottom + 15, "text-anchor": "middle" }, number(tick, x.digits))),
    title ? svg("text", { class: "tick", x: (x.place(x.ticks[0]) + x.place(x.ticks.at(-1))) / 2, y: bottom + 31, "text-anchor": "middle" }, title) : null,
  ].filter(Boolean);
}

function uprightAxis(y, left, right) {
  return y.ticks.flatMap((tick) => [
    svg("line", { class: "grid", x1: left, x2: right, y1: y.place(tick), y2: y.place(tick) }),
    svg("text", { class: "tick", x: left - 6, y: y.place(tick) + 4, "text-anchor": "end" }, number(tick, y.digits)),
  ]);
}

/** Returns mark and interval of a score, with both in words. */
function whisker(system, [value, low, high], x, y) {
  const parts = [svg("title", {}, `${D.systems[system]}: ${number(value, 2)} (${number(low, 2)} to ${number(high, 2)})`)];
  if (low !== null && high !== null) {
    parts.push(svg("line", { class: `whisker c${system % 8}`, x1: x.place(low), x2: x.place(high), y1: y, y2: y }));
  }
  return svg("g", {}, ...parts, mark(system, x.place(value), y));
}

// Names are cut to what fits beside a plot; the whole name is the tooltip.
function label(text, x, y) {
  const shown = [...text].length > 22 ? `${[...text].slice(0, 21).join("")}…` : text;
  return svg("text", { class: "label", x, y: y + 4, "text-anchor": "end" }, svg("title", {}, text), isolate(shown));
}

// SVG text has no <bdi>: FSI and PDI do the same.
const isolate = (text) => `\u2068${text}\u2069`;

function plotScores() {
  const metric = metricOf(state.metric);
  const rows = ranked(state.metric);
  const scores = rows.map((system) => D.scores[state.metric][system]);
  const [left, width, step] = [170, 560, 26];
  const bottom = rows.length * step + 8;
  const x = scale(padded(scores.flat()), [left, width - 16]);
  const marks = rows.map((system, i) => whisker(system, scores[i], x, 8 + step * (i + 0.5)));
  const labels = rows.map((system, i) => label(D.systems[system], left - 12, 8 + step * (i + 0.5)));
  return figure("plot-scores", `${metric.title}${arrow(metric)} with ${Math.round(100 * D.level)}% intervals`, width, bottom + 24, [...axis(x, 4, bottom), ...labels, ...marks]);
}

function plotSlices() {
  const parts = D.slices.map((part) => ({ ...part, scores: part.scores[state.metric] }));
  const kinds = [...new Set(parts.map((part) => part.kind))];
  return kinds.map((kind) => {
    const chosen = parts.filter((part) => part.kind === kind).slice(0, MOST_SLICES);
    const more = parts.filter((part) => part.kind === kind).length - chosen.length;
    const [left, width] = [170, 560];
    const step = Math.max(28, order.length * 9 + 12);
    const bottom = chosen.length * step + 4;
    const x = scale(padded(chosen.flatMap((part) => part.scores.flat())), [left, width - 16]);
    const rows = chosen.flatMap((part, i) => {
      const top = 4 + i * step;
      const show = () => goTo({ ...FILTERS_OFF, slice: `${kind}=${part.label}` });
      const name = label(part.label, left - 12, top + step / 2 - 6);
      const size = svg("text", { class: "tick", x: left - 12, y: top + step / 2 + 13, "text-anchor": "end" }, plural(part.segments, "segment"));
      const link = svg("g", { class: "link", tabindex: 0, role: "link", onclick: show, onkeydown: (event) => event.key === "Enter" && show() }, name, size);
      const inner = step - 12;
      const marks = order.map((system, j) =>
        part.scores[system] && whisker(system, part.scores[system], x, top + 6 + (inner / order.length) * (j + 0.5)));
      return [i % 2 ? svg("rect", { class: "band", x: left, y: top, width: width - left - 10, height: step }) : null, link, ...marks].filter(Boolean);
    });
    const note = more > 0 ? `The first ${MOST_SLICES} of ${MOST_SLICES + more}.` : null;
    return figure(`plot-slice-${kind}`, `${metricOf(state.metric).title} by ${kind}`, width, bottom + 24, [...axis(x, 4, bottom), ...rows], note);
  });
}

const MOST_SLICES = 12;

const wordsOf = (text) => text.split(/\s+/).filter(Boolean).length;

/** Plots the mean score of segments against their length, in groups of equal size. */
function plotLengths() {
  if (D.texts.length < 40) return null;
  const lengths = D.texts.map((row) => wordsOf(row[0]));
  const byLength = lengths.map((_, segment) => segment).sort((x, y) => lengths[x] - lengths[y]);
  const groups = Math.min(8, Math.floor(byLength.length / 20));
  const bins = Array.from({ length: groups }, (_, i) =>
    byLength.slice(Math.floor((i * byLength.length) / groups), Math.floor(((i + 1) * byLength.length) / groups)));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = bins.map((bin) => mean(bin.map((segment) => lengths[segment])));
  const lines = order.map((system) => bins.map((bin) => mean(bin.map((segment) => segmentScore(state.metric, system, segment) ?? 0))));
  const [width, height, left] = [560, 300, 46];
  const x = scale(padded(middle), [left, width - 14]);
  const y = scale(padded(lines.flat()), [height - 40, 8]);
  const drawn = order.map((system, i) =>
    svg("g", {}, svg("title", {}, D.systems[system]),
      svg("polyline", { class: `line c${system % 8}`, points: lines[i].map((value, j) => `${x.place(middle[j])},${y.place(value)}`).join(" ") }),
      ...lines[i].map((value, j) => mark(system, x.place(middle[j]), y.place(value)))));
  const what = D.hasSource ? "words of the source" : "words of the reference";
  return figure("plot-lengths", `Mean ${metricOf(state.metric).title} of a segment, by length`, width, height, [...uprightAxis(y, left, width - 14), ...axis(x, height - 40, height - 40, what), ...drawn], `${groups} groups of equal size.`);
}

/** Plots how the scores of single segments are spread: a row a system. */
function plotSpread() {
  const all = order.map((system) => D.segmentScores[state.metric][system].filter((tenths) => tenths !== null).map((tenths) => tenths / 10));
  const values = all.flat().sort((x, y) => x - y);
  if (values.length < 100) return null;
  const high = Math.max(100, values[Math.floor(values.length * 0.995)]);
  const bins = 40;
  const counts = all.map((scores) => {
    const found = new Array(bins).fill(0);
    for (const score of scores) found[Math.min(bins - 1, Math.max(0, Math.floor((score / high) * bins)))] += 1 / scores.length;
    return found;
  });
  const top = Math.max(...counts.flat());
  const [left, width, step] = [170, 560, 34];
  const bottom = order.length * step + 8;
  const x = scale([0, high], [left, width - 16]);
  const rows = order.flatMap((system, i) => {
    const base = 6 + step * (i + 1);
    const steps = counts[i].map((share, j) => `V${(base - (share / top) * (step - 6)).toFixed(1)}H${x.place(((j + 1) * high) / bins).toFixed(1)}`);
    const median = [...all[i]].sort((p, q) => p - q)[Math.floor(all[i].length / 2)];
    return [
      label(D.systems[system], left - 12, base - step / 2 + 4),
      svg("path", { class: `area c${system % 8}`, d: `M${left} ${base}${steps.join("")}V${base}Z` }, svg("title", {}, `${D.systems[system]}: median ${number(median)}`)),
      svg("line", { class: "median", x1: x.place(median), x2: x.place(median), y1: base - step + 8, y2: base }),
    ];
  });
  return figure("plot-spread", `Scores of single segments (${metricOf(state.metric).title}); the stroke is the median`, width, bottom + 24, [...axis(x, 4, bottom), ...rows]);
}

/** Plots quality against speed, where speeds are known; a line joins those nobody beats in both. */
function plotSpeed() {
  const known = order.filter((system) => D.speeds[system]);
  if (known.length < 2) return null;
  const metric = metricOf(state.metric);
  const points = known.map((system) => ({ system, speed: Math.log10(D.speeds[system]), score: D.scores[state.metric][system] }));
  const sign = metric.better === "lower" ? -1 : 1;
  const beaten = (one) => points.some((other) => other !== one && other.speed >= one.speed && sign * (other.score[0] - one.score[0]) >= 0 && (other.speed > one.speed || other.score[0] !== one.score[0]));
  const front = points.filter((point) => !beaten(point)).sort((p, q) => p.speed - q.speed);
  const [width, height, left] = [560, 300, 46];
  const x = scale(padded(points.map((point) => point.speed)), [left, width - 90]);
  x.ticks = [...new Set(points.map((point) => Math.round(point.speed * 2) / 2))];
  const y = scale(padded(points.flatMap((point) => point.score)), [height - 40, 8]);
  const ticks = points.map((point) => svg("text", { class: "tick", x: x.place(point.speed), y: height - 24, "text-anchor": "middle" }, number(D.speeds[point.system], D.speeds[point.system] < 10 ? 1 : 0)));
  const marks = points.map((point) =>
    svg("g", {}, svg("line", { class: `whisker c${point.system % 8}`, x1: x.place(point.speed), x2: x.place(point.speed), y1: y.place(point.score[1]), y2: y.place(point.score[2]) }),
      mark(point.system, x.place(point.speed), y.place(point.score[0])),
      svg("text", { class: "label", x: x.place(point.speed) + 9, y: y.place(point.score[0]) + 4 }, isolate(D.systems[point.system]))));
  const path = svg("polyline", { class: "front", points: front.map((point) => `${x.place(point.speed)},${y.place(point.score[0])}`).join(" ") });
  return figure("plot-speed", `${metric.title} against speed (sentences a second, logarithmic)`, width, height, [...uprightAxis(y, left, width - 14), path, ...ticks, ...marks], "The line joins the systems that no other beats in both.");
}

function legend() {
  return el("ul", { class: "legend", "aria-label": "Systems" }, order.map((system) => el("li", {}, swatch(system), isolated(D.systems[system]))));
}

function plots() {
  const figures = [plotScores(), plotSpread(), plotLengths(), plotSpeed(), ...plotSlices()].filter(Boolean);
  return el("section", { id: "plots" }, el("h2", {}, "Plots"), legend(), el("div", { class: "plots" }, figures));
}
