"use strict";
// Elements, charts and tables. Nothing here knows the data; all text is set as text, never as HTML.

const SVG = "http://www.w3.org/2000/svg";
let drawn = 0; // numbers the charts, for their ids

function put(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}
const el = (name, attributes = {}, ...children) => put(document.createElement(name), attributes, children);
const shape = (name, attributes = {}, ...children) => put(document.createElementNS(SVG, name), attributes, children);
const fill = (id, ...children) => document.getElementById(id).replaceChildren(...children);

/** A label of a chart; `y` is that of its base line. */
function label(text, x, y, kind = "", attributes = {}) {
  return shape("text", { x, y, class: kind, ...attributes }, String(text));
}

/** The width of a text of 12 px: a Chinese character is as wide as it is high. */
function width(text) {
  let sum = 0;
  for (const sign of text) sum += sign.codePointAt(0) > 0x2e7f || "·“”‘’…—≥".includes(sign) ? 12 : 6.9;
  return sum;
}

/** A text of so many pixels at most; what is longer ends in `…`. */
function shortened(text, maximum) {
  if (width(text) <= maximum) return text;
  const signs = [...text];
  while (signs.length && width(signs.join("")) > maximum - 12) signs.pop();
  return signs.join("") + "…";
}

/** A chart: an image to a screen reader, with a name and a sentence that says what it shows. */
function chart(wide, high, name, sentence, ...children) {
  const id = `chart-${(drawn += 1)}`;
  return shape("svg", { viewBox: `0 0 ${wide} ${Math.max(high, 1)}`, width: wide, height: high,
    role: "img", "aria-labelledby": `${id}-t`, "aria-describedby": `${id}-d` },
  shape("title", { id: `${id}-t` }, name), shape("desc", { id: `${id}-d` }, sentence), ...children);
}

/** A mark of a chart: a rectangle that tells its number when it is pointed at. */
function mark(x, y, wide, high, kind, hint) {
  return shape("rect", { x: round(x), y: round(y), width: round(wide), height: round(high), class: `mark ${kind}` },
    shape("title", {}, hint));
}
const round = (number) => Math.round(number * 100) / 100;

/** Horizontal bars with the name before and the number after each: `[{name, value, text, hint}]`. */
function bars(wide, name, sentence, rows, mono = false) {
  const most = Math.max(...rows.map((row) => row.value), 1);
  const after = Math.max(...rows.map((row) => width(row.text))) + 8;
  const scale = mono ? 1.06 : 1; // a fixed pitch is wider
  const before = Math.min(Math.max(...rows.map((row) => width(row.name) * scale)) + 10, (wide - after) * (mono ? 0.6 : 0.45));
  const long = Math.max(wide - before - after, 10);
  const parts = rows.flatMap((row, index) => {
    const top = index * 22;
    const size = Math.max((row.value / most) * long, 1);
    return [
      label(shortened(row.name, (before - 8) / scale), before - 8, top + 15, `end ${mono ? "mono" : ""} ${row.rest ? "soft" : ""}`),
      mark(before, top + 4, size, 14, row.rest ? "rest" : "bar", row.hint),
      label(row.text, before + size + 6, top + 15, "soft"),
    ];
  });
  return chart(wide, rows.length * 22, name, sentence, ...parts);
}

/** Classes of a quantity, as columns that touch; `edges` are written between them. */
function columns(wide, name, sentence, list, edges, unit) {
  const high = 150;
  const step = wide / list.length;
  const most = Math.max(...list.map((one) => one.value), 1);
  const parts = list.flatMap((one, index) => {
    const size = (one.value / most) * (high - 22);
    return [
      one.value ? mark(index * step + 0.5, high - Math.max(size, 1), step - 1, Math.max(size, 1), one.bad ? "alarm" : "bar", one.hint) : null,
      one.value ? label(one.text, (index + 0.5) * step, high - Math.max(size, 1) - 6, "middle small") : null,
    ];
  });
  const ticks = edges.flatMap((edge, index) => edge === "" ? [] : [
    shape("path", { d: `M${round((index + 1) * step)} ${high}v4`, class: "rule" }),
    label(edge, (index + 1) * step, high + 17, "middle soft small"),
  ]);
  return chart(wide, high + (unit ? 36 : 24), name, sentence,
    shape("path", { d: `M0 ${high}.5H${wide}`, class: "rule" }), ...ticks, ...parts,
    unit ? label(unit, wide, high + 33, "end soft small") : null);
}

/** A table; `rows` are lists of strings or nodes, the first of each heads its row; with `tail` the
 * last has a line of its own, where there is no room beside the others. */
function table(caption, heads, rows,
  { upright = false, numeric = () => true, wide = false, quiet = false, tail = false } = {}) {
  const kept = tail ? heads.length - 1 : heads.length;
  const head = heads.slice(0, kept).map((text, index) => {
    const kind = index === 0 ? "" : upright ? "upright" : numeric(index) ? "n" : "";
    return el("th", { scope: "col", class: kind || null }, text);
  });
  const body = rows.flatMap((row) => [
    el("tr", { class: tail ? "led" : null }, ...row.slice(0, kept).map((cell, index) => index === 0
      ? el("th", { scope: "row" }, cell)
      : el("td", { class: numeric(index) ? "n" : null }, cell))),
    ...(tail ? [el("tr", {}, el("td", { colspan: kept }, row[kept]))] : []),
  ]);
  return el("table", { class: wide ? "wide" : upright ? "narrow" : null },
    el("caption", quiet ? { class: "hidden" } : {}, caption), el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body));
}

/** A table behind a chart, folded; it stays as it was when it is made anew. */
function folded(id, title, content) {
  const place = document.getElementById(id);
  const open = place.querySelector("details")?.open || unfolded();
  const about = `: ${place.closest("section").querySelector("h2").textContent}`;
  place.replaceChildren(el("details", open ? { open: "" } : {},
    el("summary", {}, title, el("span", { class: "hidden" }, about)),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title + about }, content)));
}
const unfolded = () => document.getElementById("unfold").getAttribute("aria-pressed") === "true";
