// Text as it is compared, searched and diffed. No DOM here.

// The expression of mtkit.evaluation.report.links: alignments count these words.
const TOKEN = /[^ \t\n\r\f\v\u00a0\u2007\u202f\u3000]+/g;

// Words with what joins them; any other sign stands alone, so that a comma is no part of a word.
const DIFF_TOKEN = /[\p{L}\p{M}\p{N}\u0640]+(?:['’.,٫٬-][\p{L}\p{M}\p{N}\u0640]+)*|[^\s]/gu;

/** Cells of the table of a diff; above it, two texts are too long to compare while somebody waits. */
const MOST_CELLS = 4e6;

/**
 * Returns a function that folds text as it is compared: without marks and case, Arabic letters that
 * newsrooms write one for another made one, digits 0-9.
 */
function makeFold(folds) {
  const keys = Object.keys(folds).join("").replace(/[\\\]^-]/g, "\\$$&");
  const pattern = keys ? new RegExp(`[${keys}]`, "gu") : null;
  return (text) => {
    const plain = text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
    return pattern ? plain.replace(pattern, (sign) => folds[sign]) : plain;
  };
}

/** Returns where the folded `needles` stand in `text`, as [start, end] in the text itself. */
function findFolded(text, needles, fold) {
  if (!needles.length) return [];
  let folded = "";
  const origin = [];
  for (let at = 0; at < text.length; ) {
    const sign = String.fromCodePoint(text.codePointAt(at));
    const part = fold(sign);
    for (let i = 0; i < part.length; i++) origin.push(at);
    folded += part;
    at += sign.length;
  }
  origin.push(text.length);
  const found = [];
  for (const needle of needles) {
    for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) {
      found.push([origin[at], origin[at + needle.length]]);
    }
  }
  return found;
}

/** Returns the matches of `pattern` as {start, end, text}. */
function cut(text, pattern) {
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
  }));
}

/**
 * Compares two texts word by word (longest common subsequence of the folded words).
 *
 * Returns steps in the order of `text`: {kind, start, end} with kind "same", "variant" (written
 * otherwise, counted as the same) or "extra" in `text`, and {kind: "missing", text} for words of
 * `reference` only; and how many words they share. Null if the texts are too long.
 */
function diff(text, reference, fold) {
  const a = cut(text, DIFF_TOKEN);
  const b = cut(reference, DIFF_TOKEN);
  if (a.length * b.length > MOST_CELLS) return null;
  const one = a.map((token) => fold(token.text));
  const other = b.map((token) => fold(token.text));
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] =
        one[i] === other[j]
          ? common[(i + 1) * width + j + 1] + 1
          : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const steps = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && one[i] === other[j]) {
      const kind = a[i].text === b[j].text ? "same" : "variant";
      steps.push({ kind, start: a[i].start, end: a[i].end });
      i++;
      j++;
    } else if (
      i === a.length ||
      (j < b.length && common[i * width + j + 1] >= common[(i + 1) * width + j])
    ) {
      steps.push({ kind: "missing", start: b[j].start, end: b[j].end });
      j++;
    } else {
      steps.push({ kind: "extra", start: a[i].start, end: a[i].end });
      i++;
    }
  }
  return { steps: joined(steps, text, reference), shared: common[0] };
}

// Neighbouring words with one fate become one run, with the space between them.
function joined(steps, text, reference) {
  const runs = [];
  for (const step of steps) {
    const owner = step.kind === "missing" ? reference : text;
    const last = runs.at(-1);
    if (last?.kind === step.kind && step.kind !== "variant" && !owner.slice(last.end, step.start).trim()) {
      last.end = step.end;
    } else {
      runs.push({ ...step });
    }
  }
  return runs.map((run) =>
    run.kind === "missing" ? { kind: "missing", text: reference.slice(run.start, run.end) } : run,
  );
}
