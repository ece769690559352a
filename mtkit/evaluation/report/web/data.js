// The results as they came, and what is asked of them more than once.

let D; // the payload of mtkit.evaluation.report.payload
let fold;
let order; // systems, best first by the metric that came first

async function readData() {
  const packed = atob(document.getElementById("data").textContent);
  const bytes = Uint8Array.from(packed, (sign) => sign.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  D = await new Response(plain).json();
  fold = makeFold(D.folds);
  order = ranked(D.metrics[0].name);
}

const metricOf = (name) => D.metrics.find((metric) => metric.name === name);
const arrow = (metric) => ({ higher: " ↑", lower: " ↓", neither: "" })[metric.better];

/** Returns the systems' numbers, best first under a metric. */
function ranked(name) {
  const sign = metricOf(name).better === "lower" ? 1 : -1;
  const all = D.systems.map((_, system) => system);
  if (metricOf(name).better === "neither") return all;
  return all.sort((one, other) => sign * (D.scores[name][one][0] - D.scores[name][other][0]));
}

/** Returns the score of one segment, or null. */
function segmentScore(metric, system, segment) {
  const tenths = D.segmentScores[metric][system][segment];
  return tenths === null ? null : tenths / 10;
}

// --- texts of a segment ---

const sourceOf = (segment) => (D.hasSource ? D.texts[segment][0] : null);
const referencesOf = (segment) => D.texts[segment].slice(+D.hasSource, +D.hasSource + D.references);
const hypothesisOf = (segment, system) => D.texts[segment][+D.hasSource + D.references + system];

/** Returns the attributes of an element that holds text of a column. */
const written = (side) => ({ lang: side.code || null, dir: side.dir });

/** Returns the (code, detail) pairs of what is doubtful about a hypothesis. */
const flagsOf = (segment, system) => D.flags[system][segment] ?? [];

/** Returns [start, end] of each name in a column of texts. */
function namesIn(segment, column) {
  const edges = D.names[column]?.[segment] ?? [];
  return edges.flatMap((edge, i) => (i % 2 ? [] : [[edge, edges[i + 1]]]));
}

/** Returns, for every word of a hypothesis, the words of the source it is linked to. */
function linksOf(segment, system) {
  const line = D.links?.[system]?.[segment];
  if (!line) return [];
  return line.split(" ").map((places) => (places === "-" ? [] : places.split(",").map(Number)));
}

// --- folded texts, for searching; made in idle time, or when somebody searches first ---

const haystacks = [];

function haystack(segment) {
  return (haystacks[segment] ??= D.texts[segment].map(fold));
}

function foldInIdleTime() {
  let next = 0;
  const work = (deadline) => {
    while (next < D.texts.length && deadline.timeRemaining() > 2) haystack(next++);
    if (next < D.texts.length) idle(work);
  };
  const idle = globalThis.requestIdleCallback ?? ((task) => setTimeout(() => task({ timeRemaining: () => 8 }), 30));
  idle(work);
}
