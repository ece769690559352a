// What somebody reads who opens the report once: verdict, what is wrong, ranking, differences.

const languageName = (code) => {
  try {
    return code ? new Intl.DisplayNames(["en"], { type: "language" }).of(code) : "";
  } catch {
    return code;
  }
};

function heading() {
  const pair = [D.source, D.target].map((side) => languageName(side.code));
  const facts = [
    pair.every(Boolean) ? pair.join(" → ") : pair.filter(Boolean).join(""),
    plural(D.texts.length, "segment"),
    plural(D.references, "reference"),
    plural(D.systems.length, "system"),
  ];
  return el(
    "header",
    { class: "heading" },
    el("h1", {}, isolated(D.set || "Evaluation")),
    el("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
  );
}

/** Returns the comparison of two systems as seen from the first, or null. */
function comparison(metric, one, other) {
  for (const [name, x, y, value, low, high, p, significant] of D.comparisons) {
    if (name !== metric) continue;
    if (x === one && y === other) return { value, low, high, p, significant };
    if (x === other && y === one) {
      return { value: -value, low: -high, high: -low, p, significant };
    }
  }
  return null;
}

/** Returns the sentence that answers the question. */
function verdict(name) {
  const metric = metricOf(name);
  const score = ([value, low, high]) => `${number(value)} (${number(low)} to ${number(high)})`;
  if (metric.better === "neither" || D.systems.length === 1) {
    const all = ranked(name).slice(0, 3).map((system) => [isolated(D.systems[system]), ` ${score(D.scores[name][system])}`]);
    return el("p", { class: "verdict" }, `${metric.title}: `, ...listed(all), D.systems.length > 3 ? " …" : ".");
  }
  const best = ranked(name).filter((system) => D.ranks[name][system] === 1);
  const names = listed(best.map((system) => [isolated(D.systems[system], { class: "who" })]));
  const value = score(D.scores[name][best[0]]);
  const rest = D.systems.length - best.length;
  if (best.length === 1) {
    const next = ranked(name)[1];
    const lead = comparison(name, best[0], next);
    return el(
      "p",
      { class: "verdict" },
      ...names,
      ` is best by ${metric.title}: ${value}, ${signed(Math.abs(lead.value))} better than `,
      isolated(D.systems[next]),
      ` (${pValue(lead.p)}).`,
    );
  }
  return el(
    "p",
    { class: "verdict" },
    ...names,
    ` share first place by ${metric.title}: ${value} at best. No difference between them is significant`,
    rest ? `; ${rest === 1 ? "one system ranks" : `${rest} systems rank`} below.` : ".",
  );
}

// "a, b and c" of lists of nodes.
function listed(items) {
  return items.flatMap((item, i) => [i === 0 ? "" : i === items.length - 1 ? " and " : ", ", ...item]);
}

/** Returns what the gates found, errors first; each leads to its segments. */
function findings() {
  if (!D.findings.length) {
    return el("p", { class: "clean" }, "✓ The gates found nothing wrong with the files.");
  }
  const items = D.findings
    .map((finding, place) => ({ finding, place }))
    .sort((x, y) => (x.finding.severity === "error" ? 0 : 1) - (y.finding.severity === "error" ? 0 : 1))
    .map(({ finding, place }) => {
      const a = D.systems.indexOf(finding.system);
      const show = () => goTo({ ...FILTERS_OFF, flag: `gate:${place}`, ...(a >= 0 ? { a } : {}) });
      return el(
        "li",
        { class: finding.severity },
        el("strong", { class: "severity" }, finding.severity === "error" ? "✕ Error" : "! Warning"),
        el("span", {}, finding.system ? isolated(finding.system, { class: "who" }) : "References", ": ", el("span", { dir: "auto" }, finding.message), ". ", el("em", {}, sentence(finding.advice))),
        finding.segments.length ? button(`Show ${plural(finding.segments.length, "segment")}`, show) : null,
      );
    });
  const errors = D.findings.some((finding) => finding.severity === "error");
  return el(
    "section",
    { class: "findings", role: errors ? "alert" : null, "aria-label": "What the gates found" },
    el("h2", {}, errors ? "Some scores are not what they seem" : "Worth knowing"),
    el("ul", {}, items),
  );
}

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.?!]$/.test(text) ? "" : ".");

/** Returns the table of all scores; a metric's heading makes it the one that all else is about. */
function ranking() {
  const head = D.metrics.map((metric) =>
    el(
      "th",
      { scope: "col", "aria-sort": metric.name === state.metric ? "descending" : null },
      button(metric.title + arrow(metric), () => update({ metric: metric.name }), {
        "aria-pressed": String(metric.name === state.metric),
        title: `Rank, compare and plot by ${metric.title}`,
      }),
    ),
  );
  const ranks = D.ranks[state.metric];
  const shared = (rank) => ranks.filter((other) => other === rank).length > 1;
  const hasRanks = D.systems.length > 1 && metricOf(state.metric).better !== "neither";
  const rows = ranked(state.metric).map((system) =>
    el(
      "tr",
      { class: hasRanks && ranks[system] === 1 ? "first" : null },
      el("td", { class: "rank" }, hasRanks ? ranks[system] + (shared(ranks[system]) ? "=" : "") : ""),
      el("th", { scope: "row" }, swatch(system), isolated(D.systems[system])),
      D.metrics.map((metric) => scoreCell(metric, system)),
    ),
  );
  return el(
    "section",
    { id: "ranking" },
    el("h2", {}, "Ranking"),
    el("div", { class: "scroll" }, el("table", { class: "scores" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Rank"), el("th", { scope: "col" }, "System"), head)), el("tbody", {}, rows))),
    el("p", { class: "note" }, `± is half of the ${Math.round(100 * D.level)}% interval. Systems with "=" share a rank: no significant difference parts them from the best of it. Bold: rank 1 under that metric.`),
  );
}

function scoreCell(metric, system) {
  const [value, low, high] = D.scores[metric.name][system];
  const parts = Object.entries(D.parts[metric.name][system]).map(([name, part]) => `${name} ${number(part)}`);
  const title = [`${metric.title} ${number(value, 2)}, interval ${number(low, 2)} to ${number(high, 2)}`, ...parts].join("\n");
  const best = D.systems.length > 1 && metric.better !== "neither" && D.ranks[metric.name][system] === 1;
  return el(
    "td",
    { class: metric.name === state.metric ? "score chosen" : "score", title },
    best ? el("b", {}, number(value)) : number(value),
    el("small", {}, ` ±${number((high - low) / 2)}`),
  );
}

/** Returns the matrix of differences: row minus column, Holm-adjusted p. */
function matrix() {
  if (!D.comparisons.length) return null;
  const metric = metricOf(state.metric);
  const systems = ranked(state.metric);
  const sign = metric.better === "lower" ? -1 : 1;
  const cell = (one, other) => {
    if (one === other) return el("td", { class: "self" }, "·");
    const found = comparison(state.metric, one, other);
    const better = metric.better !== "neither" && found.significant ? Math.sign(sign * found.value) : 0;
    const show = () => goTo({ ...FILTERS_OFF, a: one, b: other, sort: "difference", desc: better < 0 });
    return el(
      "td",
      { class: ["worse", "even", "better"][better + 1] },
      el(
        "button",
        { type: "button", onclick: show, title: `${D.systems[one]} − ${D.systems[other]}: ${signed(found.value, 2)} (${signed(found.low, 2)} to ${signed(found.high, 2)}), ${pValue(found.p)}. Click for the segments.` },
        el("span", { class: "value" }, `${["▼ ", "", "▲ "][better + 1]}${signed(found.value)}`),
        el("small", {}, `${signed(found.low)} … ${signed(found.high)}`),
        el("small", {}, pValue(found.p)),
      ),
    );
  };
  return el(
    "section",
    { id: "differences" },
    el("h2", {}, `Differences in ${metric.title}`),
    el("div", { class: "scroll" }, el("table", { class: "matrix" },
      el("thead", {}, el("tr", {}, el("td", {}, "row − column"), systems.map((system) => el("th", { scope: "col" }, isolated(D.systems[system]))))),
      el("tbody", {}, systems.map((one) => el("tr", {}, el("th", { scope: "row" }, swatch(one), isolated(D.systems[one])), systems.map((other) => cell(one, other))))),
    )),
    el("p", { class: "note" }, "▲ the row is significantly better, ▼ worse, no sign: no difference that chance does not explain. Paired approximate randomization, p after Holm's correction for all pairs; below the difference its bootstrap interval."),
  );
}

/** Returns how often each check spoke up, if the metric "flags" was asked for. */
function checks() {
  const parts = D.parts.flags;
  if (!parts) return null;
  const codes = [...new Set(parts.flatMap(Object.keys))];
  if (!codes.length) return null;
  const cell = (system, code) => {
    const rate = parts[system][code];
    if (!rate) return el("td", { class: "none" }, "–");
    const show = () => goTo({ ...FILTERS_OFF, a: system, flag: code, of: "a" });
    return el("td", {}, button(`${number(rate)}%`, show, { title: `Show them` }));
  };
  return el(
    "section",
    { id: "checks" },
    el("h2", {}, "Doubtful segments, by reason"),
    el("div", { class: "scroll" }, el("table", { class: "rates" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "System"), codes.map((code) => el("th", { scope: "col" }, code)))),
      el("tbody", {}, order.map((system) => el("tr", {}, el("th", { scope: "row" }, swatch(system), isolated(D.systems[system])), codes.map((code) => cell(system, code))))),
    )),
  );
}

/** Returns what must be known to make the numbers again. */
function colophon() {
  const versions = Object.entries(D.versions).map(([name, version]) => `${name} ${version}`);
  const files = Object.entries(D.files).map(([place, hash]) => el("li", {}, isolated(place), " ", el("code", {}, hash)));
  return el(
    "footer",
    { id: "method" },
    el("h2", {}, "How the scores were made"),
    D.command ? el("p", {}, "Again: ", el("code", { class: "command" }, D.command)) : null,
    el("ul", {}, D.notes.map((note) => el("li", { dir: "auto" }, note))),
    el("p", {}, `Versions: ${versions.join(", ")}.`),
    files.length ? el("details", {}, el("summary", {}, "SHA-256 of the files"), el("ul", { class: "files" }, files)) : null,
  );
}
