"use strict";
// How many articles have each field, by layout and month.

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
