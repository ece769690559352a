// Which segments are listed, and in what order: one state, which the address remembers.

const DEFAULTS = {
  s: 1, // the segment shown, from 1
  metric: "", // of summary, plots and segments
  a: 0, // the system looked at
  b: 1, // the one it is compared with
  sort: "number",
  desc: false,
  q: "",
  in: "all",
  flag: "", // code, "any", or "gate:N"
  of: "any", // whose flags: any system's, or A's
  slice: "", // kind=label
  min: "",
  max: "",
  apart: "", // least |A − B|
};

const SORTS = [
  ["number", "number"],
  ["a", "score of A"],
  ["difference", "A − B"],
  ["mean", "mean of all"],
  ["spread", "spread of all"],
  ["length", "length"],
];

const state = { ...DEFAULTS };

/** Reads the state out of the address; what makes no sense there is left out. */
function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const [name, usual] of Object.entries(DEFAULTS)) {
    const text = given.get(name);
    if (text === null) state[name] = usual;
    else if (typeof usual === "number") state[name] = /^\d+$/.test(text) ? Number(text) : usual;
    else state[name] = typeof usual === "boolean" ? text === "true" : text;
  }
  if (!metricOf(state.metric)) state.metric = D.metrics[0].name;
  // who has chosen nothing compares the two best
  if (given.get("a") === null || state.a >= D.systems.length) state.a = order[0];
  if (given.get("b") === null || state.b >= D.systems.length) {
    state.b = order.find((system) => system !== state.a) ?? state.a;
  }
  if (!SORTS.some(([name]) => name === state.sort)) state.sort = DEFAULTS.sort;
  state.s = Math.min(Math.max(1, state.s), D.texts.length);
}

/** Returns the address of the state, as short as it can be. */
function address() {
  const said = new URLSearchParams();
  const usual = { ...DEFAULTS, metric: D.metrics[0].name, a: order[0], b: order.find((s) => s !== order[0]) ?? order[0] };
  for (const [name, value] of Object.entries(state)) {
    if (name === "s" || value !== usual[name]) said.set(name, value);
  }
  return `#${said}`;
}

const needlesOf = (query) => query.split(/\s+/).map(fold).filter(Boolean);

/** Returns the numbers of the segments asked for, in order. */
function select() {
  const tests = [...textTests(), ...scoreTests(), ...flagTests(), ...sliceTests()];
  const found = [];
  for (let segment = 0; segment < D.texts.length; segment++) {
    if (tests.every((test) => test(segment))) found.push(segment);
  }
  return sorted(found);
}

function textTests() {
  const needles = needlesOf(state.q);
  if (!needles.length) return [];
  const first = +D.hasSource;
  const columns = {
    all: [0, Infinity],
    source: [0, first],
    references: [first, first + D.references],
    a: [first + D.references + state.a, first + D.references + state.a + 1],
  }[state.in] ?? [0, Infinity];
  return [
    (segment) => {
      const texts = haystack(segment).slice(...columns);
      return texts.some((text) => needles.every((needle) => text.includes(needle)));
    },
  ];
}

function scoreTests() {
  const tests = [];
  const score = (segment) => segmentScore(state.metric, state.a, segment) ?? NaN;
  if (state.min !== "") tests.push((segment) => score(segment) >= Number(state.min));
  if (state.max !== "") tests.push((segment) => score(segment) <= Number(state.max));
  if (state.apart !== "") {
    tests.push((segment) => Math.abs(difference(segment) ?? NaN) >= Number(state.apart));
  }
  return tests;
}

function flagTests() {
  if (!state.flag) return [];
  if (state.flag.startsWith("gate:")) {
    const finding = D.findings[Number(state.flag.slice(5))];
    const members = new Set(finding?.segments ?? []);
    return [(segment) => members.has(segment)];
  }
  const systems = state.of === "a" ? [state.a] : D.systems.map((_, system) => system);
  const wanted = ([code]) => state.flag === "any" || code === state.flag;
  return [(segment) => systems.some((system) => flagsOf(segment, system).some(wanted))];
}

function sliceTests() {
  const [kind, ...rest] = state.slice.split("=");
  const label = D.labels.find((item) => item.kind === kind);
  if (!label) return [];
  const place = label.values.indexOf(rest.join("="));
  return [(segment) => label.of[segment] === place];
}

/** Returns by how much A is above B on a segment, or null. */
function difference(segment) {
  const one = segmentScore(state.metric, state.a, segment);
  const other = segmentScore(state.metric, state.b, segment);
  return one === null || other === null ? null : one - other;
}

function sorted(segments) {
  const all = D.segmentScores[state.metric];
  const scores = (segment) => all.map((system) => (system[segment] ?? 0) / 10);
  const keys = {
    number: (segment) => segment,
    a: (segment) => segmentScore(state.metric, state.a, segment),
    difference,
    mean: (segment) => scores(segment).reduce((sum, score) => sum + score, 0) / all.length,
    spread: (segment) => Math.max(...scores(segment)) - Math.min(...scores(segment)),
    length: (segment) => D.texts[segment][0].length,
  };
  const key = new Map(segments.map((segment) => [segment, keys[state.sort](segment)]));
  const sign = state.desc ? -1 : 1;
  // what has no score comes last either way
  const worth = (segment) => key.get(segment) ?? sign * Infinity;
  return segments.sort((one, other) => {
    const [x, y] = [worth(one), worth(other)];
    return x === y ? one - other : sign * (x < y ? -1 : 1);
  });
}
