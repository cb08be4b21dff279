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

/** Where the five classes above 0 begin; the first takes all that is less than the second. Values
 * that are near each other have even steps, others 1, 2, 5 and their tenfolds. */
function scaleOf(values, unit) {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  const [low, high] = [0.02, 0.98].map((part) => sorted[Math.floor(part * (sorted.length - 1))]);
  const whole = unit === "day";
  const nice = (digits) => [0.1, 1, 10, 100, 1000].flatMap((ten) => digits.map((digit) => round(digit * ten)));
  if (high > 8 * low) return [0, ...nice([1, 2, 5]).filter((start) => start > (whole ? 1 : 0.1) && start <= high).slice(-4)];
  const step = nice([1, 2, 3, 4, 5]).find((size) => size * 5 > high - low && (size >= 1 || !whole)) ?? 10000;
  const first = Math.floor(low / step) * step;
  const starts = [0, 1, 2, 3, 4].map((index) => round(first + index * step));
  return starts.filter((start, index) => index === 0 || (start <= high && (start > 1 || !whole)));
}
const classOf = (value, scale) => value === 0 ? 0 : Math.max(scale.filter((start) => value >= start).length, 1);

function heatMap(spans, rows, unit, [first, last]) {
  const wide = roomFor("days-chart");
  const before = Math.max(...rows.map((row) => width(row.region.name))) + 8;
  const after = Math.max(...rows.map((row) => width(number(row.sums.reduce((a, b) => a + b, 0))))) + 8;
  const step = Math.min((wide - before - after) / spans.length, 44);
  const high = 20;
  const rate = (n, index) => n / spans[index].days;
  const scale = scaleOf(rows.flatMap((row) => row.sums.map(rate)), unit);
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

/** Dates above a chart, as many as have room: years or months first, days between them. */
function axis(spans, unit, before, step) {
  const period = (span) => span.start.slice(0, unit === "month" ? 4 : 7);
  const wanted = spans.flatMap((span, index) => {
    const begins = index === 0 || period(spans[index - 1]) !== period(span);
    const day = span.start.slice(8);
    if (!begins && (unit !== "day" || !["06", "11", "16", "21", "26"].includes(day))) return [];
    const first = index === 0 && unit === "day" && day !== "01";
    const text = first ? span.start : begins ? period(span) : day;
    return [{ x: before + index * step, text, rank: first ? 1 : begins ? 0 : 2 }];
  });
  const taken = [];
  for (const one of wanted.sort((a, b) => a.rank - b.rank || a.x - b.x)) {
    const end = one.x + width(one.text) + 8;
    if (taken.every((other) => end <= other.x || one.x >= other.end)) taken.push({ ...one, end });
  }
  return taken.map(({ x, text }) => label(text, x, 12, "soft small"));
}

function legend(scale, unit, x, y, wide) {
  const names = scale.map((start, index) => {
    const next = scale[index + 1];
    if (index === 0) return next === undefined ? "> 0" : unit === "day" && next === 2 ? "1" : `< ${decimal(next)}`;
    if (next === undefined) return `≥ ${decimal(start)}`;
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
