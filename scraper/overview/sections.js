"use strict";
// What each section shows: `chosen` are the cells that pass the filters, see page.js.

const DAY = 86400000;
const SHOWN = 15; // names in a chart
const RUNS = 30; // runs in the table
const SILENT = 30; // days
const REQUIRED = ["headline", "date_published"];
const LEVELS = [["ok", "●"], ["warning", "▲"], ["critical", "■"], ["warning", "▲"]];

// Figures, and what is wrong

function showFigures(chosen) {
  const articles = count(chosen);
  const [first, last] = ends(chosen);
  const cities = new Set(chosen.map((cell) => cell.region).filter((region) => regions[region].slug));
  const figures = [
    [number(articles), t("figure.articles", { n: articles })],
    [number(cities.size), t("figure.regions", { n: cities.size })],
    [first ? `${first} – ${last}` : t("figure.empty"), t("figure.period"), "words"],
    [articles ? percent(total(chosen, "clean"), articles) : "–", t("figure.clean")],
    [middleOf(chosen, "lag") ?? "–", t("figure.lag"), "words"],
  ];
  fill("figures", ...figures.map(([value, name, kind]) =>
    el("div", {}, el("dt", {}, name), el("dd", { class: kind }, value))));
}

function showWrong(chosen) {
  const found = count(chosen) ? [...wrongRun(), ...wrongRecords(chosen), ...silent(chosen)] : [];
  const nothing = count(chosen) ? "wrong.none" : "wrong.nothing";
  fill("wrong", ...(found.length ? found : [[0, "", t(nothing), null]]).map(([level, lead, text, link]) => {
    const sign = level === 0 ? (link ? "·" : "●") : LEVELS[level][1];
    const word = level === 0 ? t(link ? "note" : "ok") : t(LEVELS[level][0]);
    return el("li", { class: level ? "bad" : null },
      el("span", { class: "sign", "aria-hidden": "true" }, sign), el("span", { class: "hidden" }, `${word}: `),
      el("strong", {}, lead), link ? el("a", { href: link }, text) : text);
  }));
}

function wrongRun() {
  const run = runsOf().at(-1);
  if (!run || run.level === 0) return [];
  const lead = t("wrong.run", { level: t(LEVELS[run.level][0]) });
  const alarms = run.alarms.map((text) => [run.level, t("wrong.alarm"), english(text), "#runs"]);
  return [[run.level, lead, english(run.sentence), "#runs"], ...alarms];
}

function wrongRecords(chosen) {
  const articles = count(chosen);
  const say = (key, n, link, level = 1, more = {}) =>
    n ? [[level, "", t(key, { n, share: percent(n, articles), ...more }), link]] : [];
  const listed = ranked(chosen, "problem").filter(([what]) => !what.startsWith("layout: "));
  const lacking = (field) => sumOver(chosen, "missing", (what) => what.endsWith(`/${field}`));
  return [
    ...say("wrong.drift", sumOver(chosen, "problem", (what) => what.startsWith("layout: ")), "#problems"),
    ...say("wrong.problems", listed.reduce((sum, [, n]) => sum + n, 0), "#problems", 1, { what: listed[0]?.[0] }),
    ...REQUIRED.flatMap((field) => say("wrong.missing", lacking(field), "#fields", 1, { what: field })),
    ...say("wrong.early", sumOver(chosen, "lag", (what) => what === "0"), "#lags"),
    ...say("wrong.copies", total(chosen, "copy"), "#copies", 0),
  ];
}

function silent(chosen) {
  const newest = ends(chosen)[1];
  return regions.flatMap((region, index) => {
    const last = ends(chosen.filter((cell) => cell.region === index))[1];
    const days = last && region.slug && region.now ? (Date.parse(newest) - Date.parse(last)) / DAY : 0;
    return days > SILENT ? [[1, "", t("wrong.silent", { region: region.name, day: last, n: days }), "#days"]] : [];
  });
}

// Articles per day and city

function showDays(chosen) {
  const dated = chosen.filter((cell) => cell.month);
  const [first, last] = ends(dated);
  const undated = count(chosen) - count(dated);
  if (!first) {
    fill("days-note", t("names.empty"));
    return void [fill("days-chart"), fill("days-table")];
  }
  const unit = unitOf(first, last);
  const spans = spansOf(unit, first, last);
  const rows = regions.map((region, index) => ({ region, sums: sumsIn(spans, dated.filter((cell) => cell.region === index)) }))
    .filter((row) => row.sums.some((n) => n));
  fill("days-note", t(`days.${unit}`), undated ? ` ${t("days.undated", { n: undated })}` : "");
  fill("days-chart", heatMap(spans, rows, unit, [first, last]));
  const heads = [t(unit === "day" ? "date" : unit), ...rows.map((row) => row.region.name), t("days.total")];
  const lines = spans.map((span, index) => {
    const sums = rows.map((row) => row.sums[index]);
    return [span.name, ...sums.map(number), number(sums.reduce((a, b) => a + b, 0))];
  });
  folded("days-table", t("numbers"), table(`${t("days")}: ${t("articles")}`, heads, lines, { upright: true }));
}

function unitOf(first, last) {
  const days = (Date.parse(last) - Date.parse(first)) / DAY + 1;
  return days <= 100 ? "day" : days <= 750 ? "week" : "month";
}

/** The columns of the heat map: `{start, name, days}` in order; days outside of the data don't count. */
function spansOf(unit, first, last) {
  const spans = [];
  for (let time = Date.parse(first); time <= Date.parse(last); time += DAY) {
    const day = iso(time);
    const fresh = unit === "day" || (unit === "week" ? new Date(time).getUTCDay() === 1 : day.endsWith("-01"));
    if (fresh || !spans.length) spans.push({ start: day, name: unit === "month" ? day.slice(0, 7) : day, days: 0 });
    spans.at(-1).days += 1;
  }
  return spans;
}

function sumsIn(spans, cells) {
  const sums = spans.map(() => 0);
  const starts = spans.map((span) => span.start);
  for (const cell of cells) {
    for (const [day, n] of cell.of("day")) {
      const date = `${cell.month}-${day}`;
      let index = starts.length - 1;
      while (index > 0 && starts[index] > date) index -= 1;
      sums[index] += n;
    }
  }
  return sums;
}

/** Where the classes of the scale begin, from 0 on: 1, 2, 5 and their tenfolds, five at most. */
function scaleOf(most, unit) {
  const nice = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
  const fit = nice.filter((start) => start <= most && (unit !== "day" || start >= 1));
  return unit === "day" ? fit.slice(-5).map((start, index) => index ? start : 1) : [0, ...fit.slice(-4)];
}
const classOf = (value, scale) => value === 0 ? 0 : scale.filter((start) => value >= start).length;

function heatMap(spans, rows, unit, [first, last]) {
  const wide = roomFor("days-chart");
  const before = Math.max(...rows.map((row) => width(row.region.name))) + 8;
  const after = Math.max(...rows.map((row) => width(number(row.sums.reduce((a, b) => a + b, 0))))) + 8;
  const step = Math.min((wide - before - after) / spans.length, 44);
  const high = 20;
  const rate = (n, index) => n / spans[index].days;
  const most = Math.max(...rows.flatMap((row) => row.sums.map(rate)));
  const scale = scaleOf(most, unit);
  const right = before + step * spans.length;
  const widest = Math.max(...rows.flatMap((row) => row.sums.map((n, index) => n ? width(decimal(rate(n, index))) : 0)));
  const written = step >= widest * 0.9 + 4; // in all cells or in none
  let best = [0, rows[0], 0];
  const parts = rows.flatMap((row, line) => {
    const top = 20 + line * (high + 1);
    const cells = row.sums.flatMap((n, index) => {
      const value = rate(n, index);
      const kind = classOf(value, scale);
      if (value > best[0]) best = [value, row, index];
      const hint = t("days.mark", { region: row.region.name, when: spans[index].name, count: decimal(value) });
      const text = n && written
        ? label(decimal(value), before + (index + 0.5) * step, top + 14, `middle small on ${kind > 3 ? "deep" : ""}`, { "pointer-events": "none" }) : null;
      return [mark(before + index * step, top, Math.max(step - (step > 4 ? 1 : 0), 0.5), high, `q${kind}`, hint), text];
    });
    return [label(row.region.name, before - 8, top + 14, "end"), ...cells,
      label(number(row.sums.reduce((a, b) => a + b, 0)), right + after, top + 14, "end soft")];
  });
  const sentence = t("days.desc", { n: rows.length, from: first, to: last, region: best[1].region.name,
    when: spans[best[2]].name, count: decimal(best[0]) });
  const bottom = 20 + rows.length * (high + 1) + 14;
  return chart(wide, bottom + 34, t("days"), sentence, label(t("days.total"), right + after, 12, "end soft"),
    ...axis(spans, unit, before, step), ...parts, ...legend(scale, unit, before, bottom, wide));
}

/** Days or months above a heat map, as many as have room. */
function axis(spans, unit, before, step) {
  let free = 0;
  return spans.flatMap((span, index) => {
    const x = before + index * step;
    const begins = index === 0 || spans[index - 1].start.slice(0, unit === "month" ? 4 : 7) !== span.start.slice(0, unit === "month" ? 4 : 7);
    const text = unit === "month" ? span.start.slice(0, 4) : begins ? span.start.slice(0, unit === "day" && !index ? 10 : 7) : span.start.slice(8);
    const wanted = begins || (unit === "day" && (span.start.endsWith("1") || span.start.endsWith("6")) && !span.start.endsWith("31"));
    const next = spans.slice(index + 1, index + 8).findIndex((other) => other.start.slice(0, 7) !== span.start.slice(0, 7));
    const crowded = !begins && next >= 0 && (next + 1) * step < 24;
    if (!wanted || crowded || x < free) return [];
    free = x + width(text) + 10;
    return [label(text, x, 12, "soft small")];
  });
}

function legend(scale, unit, x, y, wide) {
  const names = scale.map((start, index) => {
    const next = scale[index + 1];
    if (next === undefined) return start ? `≥ ${decimal(start)}` : "> 0";
    if (start === 0) return `< ${decimal(next)}`;
    const last = unit === "day" ? next - 1 : next;
    return last === start ? decimal(start) : `${decimal(start)}–${decimal(last)}`;
  });
  const all = ["0", ...names];
  let left = all.reduce((sum, name) => sum + width(name) + 32, x) > wide ? 0 : x;
  return all.flatMap((name, index) => {
    const at = left;
    left += width(name) + 32;
    return [shape("rect", { x: at, y, width: 14, height: 14, class: `q${index}` }), label(name, at + 19, y + 11, "soft small")];
  });
}

// Fields

function showFields(chosen) {
  const layouts = ranked(chosen, "layout");
  const place = document.getElementById("fields-charts");
  const lines = [];
  place.replaceChildren(...layouts.map(([layout, articles]) => {
    const months = byMonth(chosen, layout);
    const shares = data.fields.map((field) => {
      const has = months.reduce((sum, month) => sum + month.n - (month.missing.get(field) ?? 0), 0);
      return { field, has, share: has / articles };
    });
    lines.push(...months.map((month) => [`${layout} ${month.name || t("undated")}`, number(month.n),
      ...data.fields.map((field) => percent(month.n - (month.missing.get(field) ?? 0), month.n))]));
    return panel(layout, articles, months, shares);
  }));
  const heads = [`${t("layout")}, ${t("month")}`, t("articles"), ...data.fields];
  folded("fields-table", t("numbers"), table(t("fields"), heads, lines, { upright: true }));
}

function byMonth(chosen, layout) {
  const months = new Map();
  for (const cell of chosen) {
    const n = cell.of("layout").find(([name]) => name === layout)?.[1] ?? 0;
    if (!n) continue;
    if (!months.has(cell.month)) months.set(cell.month, { name: cell.month, n: 0, missing: new Map() });
    const month = months.get(cell.month);
    month.n += n;
    for (const [what, lacking] of cell.of("missing")) {
      const [owner, field] = what.split("/");
      if (owner === layout) month.missing.set(field, (month.missing.get(field) ?? 0) + lacking);
    }
  }
  return [...months.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function panel(layout, articles, months, shares) {
  const partly = shares.filter((one) => one.share > 0 && one.share < 1);
  const named = (key, list) => list.length
    ? el("p", { class: "note" }, t(key), ...list.flatMap((one, i) => [i ? ", " : "", el("code", {}, one.field)])) : null;
  return el("div", { class: "panel" },
    el("h3", {}, t("fields.count", { layout, n: articles })),
    named("fields.always", shares.filter((one) => one.share === 1)),
    named("fields.never", shares.filter((one) => one.share === 0)),
    partly.length ? el("div", { class: "chart" }, coverage(layout, articles, months, partly)) : null);
}

function coverage(layout, articles, months, shares) {
  const wide = roomFor("fields-charts");
  const before = 19 * 7.4;
  const dated = months.filter((month) => month.name);
  const slots = dated.length ? monthsBetween(dated[0].name, dated.at(-1).name) : [];
  const step = Math.min((wide - before - 54) / Math.max(slots.length, 1), 64);
  const right = before + step * slots.length;
  const parts = shares.flatMap((one, line) => {
    const top = 18 + line * 24;
    const marks = dated.flatMap((month) => {
      const has = month.n - (month.missing.get(one.field) ?? 0);
      const x = before + slots.indexOf(month.name) * step;
      const hint = t("fields.mark", { field: one.field, month: month.name, share: percent(has, month.n), n: number(has), all: number(month.n) });
      const size = (has / month.n) * 18;
      return [mark(x, top, step - (step > 4 ? 1 : 0), 18, "back", hint),
        filled(x, top + 18 - size, step - (step > 4 ? 1 : 0), size)];
    });
    return [label(one.field, before - 8, top + 14, "end mono"), ...marks,
      label(percent(one.has, articles), right + 8, top + 14, "soft")];
  });
  const sentence = t("fields.desc", { layout, from: slots[0] ?? t("undated"), to: slots.at(-1) ?? t("undated"),
    list: shares.map((one) => `${one.field} ${percent(one.has, articles)}`).join(", ") });
  const spans = slots.map((name) => ({ start: `${name}-01` }));
  return chart(wide, 18 + shares.length * 24, t("fields.count", { layout, n: articles }), sentence,
    ...axis(spans, slots.length > 24 ? "month" : "week", before, step), ...parts);
}

/** A share as a level: its edge is what is read, so the area stays light. */
function filled(x, y, wide, high) {
  const box = (size, kind) => shape("rect", { x: round(x), y: round(y), width: round(wide), height: round(size), class: kind });
  return shape("g", { "pointer-events": "none" }, box(high, "q2"), box(Math.min(high, 2), "bar"));
}

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
