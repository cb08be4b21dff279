"use strict";
// Articles per day and city: a heat map of days, weeks or months.

const DAY = 86400000; // milliseconds

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

/** The columns of the heat map, `{start, name, days}` in order, and the `place` of each day in
 * them; days outside of the data don't count. */
function spansOf(unit, first, last) {
  const spans = Object.assign([], { place: new Map() });
  for (let time = Date.parse(first); time <= Date.parse(last); time += DAY) {
    const day = iso(time);
    const fresh = unit === "day" || (unit === "week" ? new Date(time).getUTCDay() === 1 : day.endsWith("-01"));
    if (fresh || !spans.length) spans.push({ start: day, name: unit === "month" ? day.slice(0, 7) : day, days: 0 });
    spans.at(-1).days += 1;
    spans.place.set(day, spans.length - 1);
  }
  return spans;
}

function sumsIn(spans, cells) {
  const sums = spans.map(() => 0);
  for (const cell of cells) {
    for (const [day, n] of cell.of("day")) sums[spans.place.get(`${cell.month}-${day}`)] += n;
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
