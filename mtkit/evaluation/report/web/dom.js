// Making elements. Text only ever goes in as text: nothing here parses markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name.startsWith("--")) node.style.setProperty(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** Returns an HTML element; attributes named `on…` are listeners, `--…` custom properties. */
function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** Returns an SVG element. */
function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Returns a name that keeps its own direction and that of its neighbours. */
function isolated(text, attributes = {}) {
  return el("bdi", attributes, text);
}

/** Returns a `<select>` of [value, label] pairs. */
function choice(label, options, value, onchange) {
  const select = el(
    "select",
    { "aria-label": label, onchange: () => onchange(select.value) },
    options.map(([key, text]) => el("option", { value: key }, text)),
  );
  select.value = value;
  return select;
}

function button(label, onclick, attributes = {}) {
  return el("button", { type: "button", onclick, ...attributes }, label);
}

// A real minus, and none before a zero.
const number = (value, digits = 1) => value?.toFixed(digits).replace(/^-(?=[0.]*$)/, "").replace("-", "−") ?? "–";
const signed = (value, digits = 1) => number(value, digits).replace(/^(?=.*[1-9])(?!−)/, "+");
const count = (value) => value.toLocaleString("en-US");
const plural = (value, noun) => `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
const pValue = (p) => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);
