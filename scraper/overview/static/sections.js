"use strict";
// The other sections: names, lengths and lags, problems, copies, runs.

const SHOWN = 15; // names in a chart
const RUNS = 30; // runs in the table
const LEVELS = [["ok", "●"], ["warning", "▲"], ["critical", "■"], ["warning", "▲"]]; // as `qilu health`

// Names

function showNames(chosen, kind) {
  const list = ranked(chosen, kind);
  const articles = count(chosen);
  const unnamed = total(chosen, kind, (what) => what === null);
  const id = `${kind}s`;
  const shown = list.slice(0, SHOWN);
  const rest = list.slice(SHOWN).reduce((sum, [, n]) => sum + n, 0) + unnamed;
  const row = ([what, n], more = {}) => ({ name: what, value: n, text: number(n),
    hint: t("names.mark", { what, n, share: percent(n, articles) }), ...more });
  if (!list.length) return void [fill(`${id}-chart`, el("p", { class: "note" }, t("names.empty"))), fill(`${id}-table`)];
  // The others are told beside the chart: as a bar they would dwarf the names.
  const sentence = t("names.desc", { what: list[0][0], n: list[0][1] });
  fill(`${id}-chart`, bars(roomFor(`${id}-chart`), t(id), sentence, shown.map((one) => row(one))),
    rest ? el("p", { class: "note" }, `${t("others")}: ${number(rest)}`) : "");
  const lines = list.map(([what, n]) => [chinese(what), number(n), percent(n, articles)]);
  if (unnamed) lines.push([t("unnamed"), number(unnamed), percent(unnamed, articles)]);
  folded(`${id}-table`, t("numbers"), table(t(id), [t(kind), t("articles"), t("share")], lines));
}

// Classes: length and lag

function className(kind, index) {
  const bounds = data.bounds[kind];
  if (index === 0) return t(`${kind}.first`);
  if (index === bounds.length) return t(`${kind}.last`, { from: bound(kind, bounds[index - 1]) });
  const last = kind === "length" ? number(bounds[index] - 1) : bound(kind, bounds[index]);
  const first = bound(kind, bounds[index - 1]);
  const unit = first.replace(/^[\d,]+/, ""); // `1 h` of `1–6 h`
  return `${unit && last.endsWith(unit) ? first.slice(0, -unit.length) : first}–${last}`;
}

function bound(kind, value) {
  if (kind === "length") return number(value);
  const hours = value / 3600;
  if (hours < 24) return hours ? t("h", { n: hours }) : "0";
  return hours < 8760 ? t("d", { n: hours / 24 }) : t("y", { n: hours / 8760 });
}

/** The class that the median is in; null where there are no articles. */
function middleOf(chosen, kind) {
  const sums = sumsOf(chosen, kind);
  const all = sums.reduce((a, b) => a + b, 0);
  let sum = 0;
  const index = sums.findIndex((n) => (sum += n) * 2 >= all);
  return all ? className(kind, index) : null;
}

const sumsOf = (chosen, kind) => [...data.bounds[kind], null].map((_, index) =>
  sumOver(chosen, kind, (what) => what === String(index)));

function showClasses(chosen, kind) {
  const id = `${kind}s`;
  const sums = sumsOf(chosen, kind);
  const all = sums.reduce((a, b) => a + b, 0);
  fill(`${id}-note`, t(`${id}.note`, { n: count(chosen) - all, range: all ? middleOf(chosen, kind) : "–" }));
  const list = sums.map((n, index) => ({ value: n, text: number(n), bad: kind === "lag" && index === 0,
    hint: t("columns.mark", { what: className(kind, index), n, share: percent(n, all) }) }));
  // A class that is rarely met, at the left, has a column only where there is something in it.
  const from = sums[0] ? 0 : 1;
  const edges = data.bounds[kind].map((value) => bound(kind, value)).slice(from).map((text) => text);
  if (from === 0) edges[0] = kind === "length" ? "1" : "0";
  const most = sums.indexOf(Math.max(...sums));
  fill(`${id}-chart`, columns(roomFor(`${id}-chart`), t(id),
    t("columns.desc", { what: className(kind, most), n: sums[most], share: percent(sums[most], all) }),
    list.slice(from), edges, t(`${kind}.axis`)));
  folded(`${id}-table`, t("numbers"), table(t(id), [t(kind), t("articles"), t("share")],
    sums.map((n, index) => [className(kind, index), number(n), percent(n, all)])));
}

// Problems, copies

function showProblems(chosen) {
  const list = ranked(chosen, "problem");
  const articles = count(chosen);
  fill("problems-note", t("problems.note", { n: articles, clean: number(total(chosen, "clean")) }));
  if (!list.length) return void [fill("problems-chart", el("p", {}, t("problems.none"))), fill("problems-table")];
  const rows = list.slice(0, SHOWN).map(([what, n]) => ({ name: what, value: n, text: `${number(n)} · ${percent(n, articles)}`,
    hint: t("names.mark", { what, n, share: percent(n, articles) }) }));
  fill("problems-chart", bars(roomFor("problems-chart"), t("problems"),
    t("names.desc", { what: list[0][0], n: list[0][1] }), rows, true));
  const lines = list.map(([what, n]) => [el("code", { lang: "en" }, what), number(n), percent(n, articles),
    el("ul", {}, ...examplesOf(what).map((page) => el("li", {}, ...link(page))))]);
  const unnamed = total(chosen, "problem", (what) => what === null);
  if (unnamed) lines.push([t("unnamed"), number(unnamed), "", ""]);
  fill("problems-table", table(t("problems"), [t("problem"), t("articles"), t("share"), t("examples")], lines,
    { numeric: (index) => index === 1 || index === 2, wide: true, quiet: true,
      tail: roomFor("problems-table") < 560 }));
}

const examplesOf = (what) => data.examples
  .filter(([problem, region, month]) => data.values.problem[problem] === what && passes(region, data.months[month]))
  .map(([, ...page]) => page).slice(0, 3);

/** A page as its day, city and headline, which leads to it. */
function link([region, , day, url, headline]) {
  const text = chinese(headline || t("untitled"));
  return [`${[day, regions[region].slug ? regions[region].name : ""].filter(Boolean).join(" ")} `,
    url ? el("a", { href: url, rel: "noreferrer noopener" }, text) : text];
}

function showCopies(chosen) {
  const n = total(chosen, "copy");
  const groups = data.groups.filter(([, ...pages]) => pages.some(([region, month]) => passes(region, data.months[month]))).slice(0, SHOWN);
  if (!data.texts) return void [fill("copies-note", t("copies.none")), fill("copies-table")];
  const key = data.given ? "copies.given" : "copies.note";
  fill("copies-note", t(key, { n: number(n), texts: number(data.texts) }));
  const lines = groups.map(([size, ...pages]) => [number(size),
    el("ul", {}, ...pages.map((page) => el("li", {}, ...link(page))),
      size > pages.length ? el("li", {}, t("more", { n: size - pages.length })) : null)]);
  if (!lines.length) return void fill("copies-table");
  fill("copies-table", table(t("copies.some", { n: groups.length }), [t("articles"), t("copies.group")], lines,
    { numeric: () => false, wide: true }));
}

// Runs

function runsOf() {
  const slug = state.region === "" ? null : regions[state.region].slug;
  return data.runs.filter((run) => !slug || !run.regions.length || run.regions.includes(slug));
}

function citiesOf(run) {
  const names = run.regions.map((slug) => regions.find((one) => one.slug === slug)?.name ?? slug);
  return names.length > 3 ? t("cities", { n: names.length }) : names.join(state.lang === "zh" ? "、" : ", ");
}

function showRuns() {
  const runs = runsOf();
  fill("runs-note", t(runs.length ? "runs.note" : "runs.none"));
  if (!runs.length) return void [fill("runs-chart"), fill("runs-table")];
  fill("runs-chart", runChart(runs));
  const heads = ["ended", "result", "written", "unchanged", "failed", "rejected", "minutes", "sentence"].map((key) => t(`run.${key}`));
  heads.splice(1, 0, t("region"));
  const newest = runs.slice(-RUNS).reverse();
  const lines = newest.map((run) => [clock(run.ended), citiesOf(run), resultOf(run), number(run.written), number(run.unchanged),
    number(run.failed), number(run.rejected), decimal(run.seconds / 60), english(run.sentence)]);
  folded("runs-table", t("numbers"), table(t("runs.caption", { n: newest.length }), heads, lines,
    { numeric: (index) => index > 2 && index < 8, wide: true }));
}

const resultOf = (run) => `${LEVELS[run.level][1]} ${t(LEVELS[run.level][0])}`;

function runChart(runs) {
  const wide = roomFor("runs-chart");
  const high = 90;
  const most = Math.max(...runs.map((run) => run.written), 1);
  const left = width(number(most)) + 8;
  const step = Math.min((wide - left) / runs.length, 24);
  const parts = runs.flatMap((run, index) => {
    const size = (run.written / most) * high;
    const x = left + index * step;
    const hint = t("runs.mark", { when: clock(run.ended), result: t(LEVELS[run.level][0]), n: number(run.written) });
    const sign = step >= 9 || run.level
      ? label(LEVELS[run.level][1], x + step / 2, 10 + high + 16, `middle small ${run.level ? "alarm" : "soft"}`) : null;
    return [mark(x, 10 + high - Math.max(size, 0.5), Math.max(step - 1, 0.7), Math.max(size, 0.5), run.level ? "alarm" : "bar", hint), sign];
  });
  const of = (level) => runs.filter((run) => LEVELS[run.level][0] === level).length;
  const [from, to] = [clock(runs[0].ended), clock(runs.at(-1).ended)];
  const sentence = t("runs.desc", { n: runs.length, from, to, ok: of("ok"), warning: of("warning"), critical: of("critical") });
  const right = left + step * runs.length;
  return chart(wide, high + 46, t("runs"), sentence,
    label(number(most), left - 8, 18, "end soft small"), label("0", left - 8, high + 10, "end soft small"),
    shape("path", { d: `M${left} ${high + 10.5}H${round(right)}`, class: "rule" }), ...parts,
    label(from, left, high + 42, "soft small"),
    right - left > 260 ? label(to, right, high + 42, "end soft small") : null);
}
