"use strict";
// The data, the filters, the two languages: everything is drawn anew when one of them changes.

const data = JSON.parse(document.getElementById("data").textContent);
const WORDS = JSON.parse(document.getElementById("words").textContent);
const PAPER = 688; // pixels between the margins of a printed page
const root = document.documentElement;
const state = { lang: "zh", region: "", from: "", to: "", printing: false };
let regions = [];

// Words and numbers

function t(key, values = {}) {
  const words = WORDS[state.lang];
  const form = words[`${key}.one`] !== undefined && values.n === 1 ? `${key}.one` : key;
  return words[form].replace(/\{(\w+)\}/g, (_, name) =>
    typeof values[name] === "number" ? number(values[name]) : values[name]);
}

const number = (value) => value.toLocaleString("en-US");
const decimal = (value) => value >= 10 || Number.isInteger(value) ? number(Math.round(value)) : value >= 0.1 ? value.toFixed(1) : value.toPrecision(1);

/** A share; one that is not whole is never written as 0 or 100. */
function percent(part, whole) {
  if (!whole) return "–";
  const share = (100 * part) / whole;
  if (part === 0 || part === whole) return `${share} %`;
  if (share < 0.1) return "< 0.1 %";
  return share > 99.9 ? "> 99.9 %" : `${share.toFixed(1)} %`;
}

const iso = (time) => new Date(time).toISOString().slice(0, 10);
const clock = (utc) => new Date(Date.parse(utc) + 8 * 3600000).toISOString().slice(0, 16).replace("T", " ");
/** A sentence of a run, in which names stand in backticks. */
function english(text) {
  const parts = text.split("`").map((part, index) => index % 2 ? el("code", {}, part) : part);
  return el("span", state.lang === "en" ? {} : { lang: "en" }, ...parts);
}
const chinese = (text) => state.lang === "zh" ? text : el("span", { lang: "zh-CN" }, text);

// The table of counts

class Cell {
  constructor([region, month, n, ...counts]) {
    Object.assign(this, { region, month: data.months[month], n, counts, read: {} });
  }

  /** The values of a kind with their counts; null is what the table does not name. */
  of(kind) {
    const index = data.kinds.indexOf(kind);
    return this.read[kind] ??= (this.counts[index] || "").split(" ").filter(Boolean).map((entry) => {
      const [value, n = 1] = entry.split("*").map(Number);
      return [value < 0 ? null : data.values[kind][value], n];
    });
  }
}
const cells = data.cells.map((cell) => new Cell(cell));

const passes = (region, month) => (state.region === "" || region === state.region)
  && (month ? (!state.from || month >= state.from) && (!state.to || month <= state.to) : !state.from && !state.to);
const count = (chosen) => chosen.reduce((sum, cell) => sum + cell.n, 0);
const sumOver = (chosen, kind, wanted) => chosen.reduce((sum, cell) =>
  sum + cell.of(kind).reduce((part, [what, n]) => part + (what !== null && wanted(what) ? n : 0), 0), 0);
const total = (chosen, kind, wanted = () => true) => chosen.reduce((sum, cell) =>
  sum + cell.of(kind).reduce((part, [what, n]) => part + (wanted(what) ? n : 0), 0), 0);

/** The named values of a kind with their sums, the greatest first. */
function ranked(chosen, kind) {
  const sums = new Map();
  for (const cell of chosen) {
    for (const [what, n] of cell.of(kind)) if (what !== null) sums.set(what, (sums.get(what) ?? 0) + n);
  }
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** The first and the last day of publication; undefined where there is none. */
function ends(chosen) {
  const days = chosen.filter((cell) => cell.month).flatMap((cell) => cell.of("day").map(([day]) => `${cell.month}-${day}`)).sort();
  return [days[0], days.at(-1)];
}

function monthsBetween(first, last) {
  const months = [];
  for (let [year, month] = first.split("-").map(Number); ; month += 1) {
    if (month > 12) [year, month] = [year + 1, 1];
    months.push(`${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`);
    if (months.at(-1) >= last) return months;
  }
}

// The page

/** How wide a chart may be: as its box, or as its share of the paper. */
function roomFor(id) {
  const box = document.getElementById(id);
  const parts = Number(box.dataset.of ?? 1);
  return state.printing ? (PAPER - (parts - 1) * 24) / parts : Math.max(box.clientWidth, 200);
}

function showWords() {
  root.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.title = `${t("site")} · ${t("title")}`;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  for (const lang of ["zh", "en"]) document.getElementById(lang).setAttribute("aria-pressed", state.lang === lang);
  fill("asof", data.newest ? t("asof", { time: clock(data.newest) }) : t("asof.none"));
  fill("scheme", t(isDark() ? "light" : "dark"));
  regions = data.regions.map(([slug, name, now]) => ({ slug, now,
    name: !slug ? t("nowhere") : state.lang === "zh" ? name : slug[0].toUpperCase() + slug.slice(1) }));
}

function showFilters() {
  const choice = (id, options) => {
    const chosen = options.map(([value, name]) => el("option", { value }, name));
    fill(id, ...chosen);
    document.getElementById(id).value = String(state[id]);
  };
  const known = data.months.filter(Boolean);
  choice("region", [["", t("all")], ...regions.map((region, index) => [index, region.name])
    .filter(([index]) => cells.some((cell) => cell.region === index))]);
  choice("from", [["", t("first")], ...known.map((month) => [month, month])]);
  choice("to", [["", t("last")], ...known.map((month) => [month, month])]);
}

function showChosen(chosen) {
  const [n, all] = [count(chosen), count(cells)];
  const known = data.months.filter(Boolean);
  const where = state.region === "" ? "" : t("chosen.region", { region: regions[state.region].name });
  const when = state.from || state.to ? t("chosen.months", { from: state.from || known[0], to: state.to || known.at(-1) }) : "";
  fill("chosen", where + when + t(where || when ? "chosen" : "chosen.everything", { n, all }));
}

function show() {
  const chosen = cells.filter((cell) => passes(cell.region, cell.month));
  for (const section of [showChosen, showFigures, showWrong, showDays, showFields, showProblems, showCopies, showRuns]) section(chosen);
  for (const kind of ["source", "section", "reporter"]) showNames(chosen, kind);
  for (const kind of ["length", "lag"]) showClasses(chosen, kind);
}

function showAll() {
  showWords();
  showFilters();
  show();
}

const isDark = () => (root.dataset.scheme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

function listen() {
  const on = (id, event, action) => document.getElementById(id).addEventListener(event, action);
  for (const lang of ["zh", "en"]) on(lang, "click", () => { state.lang = lang; showAll(); });
  on("scheme", "click", () => {
    root.dataset.scheme = isDark() ? "light" : "dark";
    showWords();
  });
  on("filters", "change", ({ target }) => {
    state[target.id] = target.id === "region" && target.value !== "" ? Number(target.value) : target.value;
    show();
  });
  on("filters", "submit", (event) => event.preventDefault());
  on("filters", "reset", () => { Object.assign(state, { region: "", from: "", to: "" }); showFilters(); show(); });
  on("unfold", "click", ({ target }) => {
    const open = !unfolded();
    target.setAttribute("aria-pressed", open);
    for (const one of document.querySelectorAll("details")) one.open = open;
  });
  let last = innerWidth; // a phone that hides its address bar changes the height only
  addEventListener("resize", () => {
    if (innerWidth !== last) show();
    last = innerWidth;
  });
  for (const [event, printing] of [["beforeprint", true], ["afterprint", false]]) {
    addEventListener(event, () => { state.printing = printing; show(); });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showWords);
}

state.lang = root.dataset.lang || (navigator.languages.find((one) => /^(zh|en)/.test(one)) ?? "en").slice(0, 2);
listen();
showAll();
