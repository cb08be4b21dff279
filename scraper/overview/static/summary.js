"use strict";
// What the page opens with: a few figures, and what is wrong. `chosen` are the cells that pass the filters.

const SILENT = 30; // days without an article
const REQUIRED = ["headline", "date_published"];

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
  const most = ranked(chosen, "problem").find(([what]) => !what.startsWith("layout: "));
  const noted = (kind) => sumOver(chosen, "noted", (what) => what === kind);
  const lacking = (field) => sumOver(chosen, "missing", (what) => what.endsWith(`/${field}`));
  return [
    ...say("wrong.drift", noted("layout"), "#problems"),
    ...say("wrong.problems", noted("other"), "#problems", 1, { what: most?.[0] ?? t("unnamed") }),
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
