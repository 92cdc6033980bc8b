// How large a program may become: the curves that what was observed allows, and runs of growth by them as bands of quantiles.
capnet.forecast = (() => {
  const { el, svg, by_id, replace } = capnet.dom;
  const { t, code, title, unit, index, number, share, day, list, sentences } = capnet.i18n;
  const { day_number, date_pair } = capnet.payload;
  const { legend_entry } = capnet.glyphs;
  const model = (name) => code("curve", name);
  const simulated = () => el("span", { class: "tag simulated" }, t("simulated"));
  const ids = (data) => data.raw.forecast ? ["forecast"] : [];
  const on = (at) => ({ at, from: at, to: at });
  const reads = (value) => number(value, Math.abs(value) < 100 ? 1 : 0);

  function observed_points(one) {
    return one.observed.map((p) => { const [from, to] = date_pair(p.date) ?? [day_number(p.day), day_number(p.day)]; return { ...p, at: day_number(p.day), from, to }; });
  }
  const name_of = (one) => one.of === "counts" ? t("label_reported", { series: code("series", one.series) }) : t("joined_in_all");

  /// A swatch as the line is drawn.
  const line_swatch = (css) => svg("svg", { class: "key", width: 30, height: 10, "aria-hidden": "true" }, svg("line", { class: css, x1: 1, x2: 29, y1: 5, y2: 5 }));
  const entry = (css, words) => legend_entry(line_swatch(css), words);
  const dot_entry = (words) => legend_entry(svg("svg", { class: "key", width: 12, height: 12, "aria-hidden": "true" }, svg("circle", { class: "observed", cx: 6, cy: 6, r: 4.5 })), words);
  const band_entry = (css, words) => legend_entry(svg("svg", { class: "key", width: 24, height: 12, "aria-hidden": "true" }, svg("rect", { class: "band", width: 24, height: 12 }), css && svg("rect", { class: "band", width: 24, height: 12 })), words);

  /// The family of curves: what lies between the lowest and the highest is the band.
  function family(one, id, subject) {
    const days = one.days.map(day_number), { curves } = one, seen = observed_points(one);
    const points = days.map((at, k) => { const values = curves.map((curve) => curve.values[k]); return { ...on(at), value: values[0], low: Math.min(...values), high: Math.max(...values), values }; });
    const lines = curves.map((curve, k) => ({ dash: k, points: days.map((at, place) => ({ ...on(at), value: curve.values[place] })) }));
    const last = points.at(-1), columns = curves.map((curve) => title(model(curve.model)));
    const chart = {
      points: curves.length > 1 ? points : points.map((p) => ({ ...p, low: null, high: null })), lines, observed: seen, measured: true, shown: reads, value_label: title(unit(one.unit)), tall: 300,
      label: t("family_label", { subject, n: curves.length, day: day(last.at), low: reads(last.low), high: reads(last.high) }),
      words: (p) => t("chart_value", { day: day(p.at), value: list(curves.map((curve, k) => t("curve_value", { curve: model(curve.model), value: reads(p.values[k]) }))) }),
    };
    const figure = capnet.charts.figure(chart, {
      id: `${id}-family`, title: t("family_title", { n: curves.length }), note: t("family_note"),
      columns: [{ label: t("date") }, ...columns.map((label) => ({ label, class: "number" }))], row: (p) => [day(p.at), ...p.values.map(reads)],
      raw_columns: [t("date"), ...columns, t("unit")], raw: (p) => [capnet.csv.iso(p.at), ...p.values, unit(one.unit)],
    });
    figure.querySelector(".chart-frame").after(el("p", { class: "legend" }, dot_entry(t("observed")), curves.map((curve, k) => entry(`curve dash-${k}`, title(k === 0 && curve.support === "best" ? t("most_likely", { curve: model(curve.model) }) : model(curve.model))))));
    return figure;
  }

  /// One growth as a fan of quantiles, beside what was observed.
  function fan(one, band, id, subject) {
    const days = one.band_days.map(day_number), seen = observed_points(one), reach = days.at(-1) - days[0];
    const points = days.map((at, k) => { const [low, inner_low, value, inner_high, high] = band.points[k]; return { ...on(at), low, inner_low, value, inner_high, high }; });
    const near = seen.filter((p) => p.at >= days[0] - 2 * reach), last = points.at(-1), around = (p) => t("fan_around", { low: reads(p.low), high: reads(p.high), inner_low: reads(p.inner_low), inner_high: reads(p.inner_high) });
    const name = band.model ? title(model(band.model)) : t("as_assumed"), quantiles = ["5%", "25%", "50%", "75%", "95%"], five = (p) => [p.low, p.inner_low, p.value, p.inner_high, p.high];
    const chart = {
      points, observed: near.length ? near : seen.slice(-1), measured: true, shown: reads, value_label: title(unit(one.unit)),
      label: t("fan_label", { name, subject, day: day(last.at), value: reads(last.value), low: reads(last.low), high: reads(last.high) }),
      words: (p) => t("chart_value", { day: day(p.at), value: `${reads(p.value)}${t("in_brackets", { words: around(p) })}` }),
    };
    const figure = capnet.charts.figure(chart, {
      id, title: name, note: rules(band.rules),
      columns: [{ label: t("date") }, ...quantiles.map((label) => ({ label: label === "50%" ? t("median") : label, class: "number" }))], row: (p) => [day(p.at), ...five(p).map(reads)],
      raw_columns: [t("date"), ...quantiles, t("unit")], raw: (p) => [capnet.csv.iso(p.at), ...five(p), unit(one.unit)],
    });
    figure.querySelector("h3").append(" ", simulated());
    return figure;
  }

  /// The rules of a growth, a sentence each.
  function rules(all) {
    const shown = ([key, value]) => [key, typeof value === "number" ? key === "homophily" || key === "chance" || key === "share" ? share(value) : index(value) : value];
    return sentences(all.map((rule) => t(rule.rule === "poisson" && rule.rate === 0 ? "rule_nobody" : rule.preferential ? "rule_ties_preferential" : `rule_${rule.rule}`, Object.fromEntries(Object.entries(rule).map(shown)))));
  }

  function verdict(one) {
    const { verdict: said, curves } = one, names = curves.map((curve) => model(curve.model)), last = curves.map((curve) => curve.values.at(-1));
    const words = t(`fit_${said.why}`, { best: names[0], all: list(names), others: list(names.slice(1)), n: one.observed.length, apart: said.apart === undefined ? "" : index(said.apart), low: reads(Math.min(...last)), high: reads(Math.max(...last)), day: day(day_number(one.days.at(-1))) });
    return el("p", { class: "verdict" }, el("strong", null, t(said.identifiable ? "identifiable" : "not_identifiable")), " ", words, " ",
      said.left_out && t("fit_left_out", { curves: list(said.left_out.map(model)) }));
  }

  function notes(one) {
    const { joins } = one, why = (key) => (one.no_bands ?? []).filter((none) => none.why === key).map((none) => model(none.model));
    return [
      joins?.no_ends && one.curves && t("joins_survivors"), joins?.undated > 0 && t("joins_undated", { n: joins.undated }), joins?.persons > 0 && t("joins_persons", { n: joins.persons }), joins?.groups > 0 && t("joins_groups", { n: joins.groups }),
      one.dispersion > 1 && t("joins_batches", { times: index(one.dispersion) }),
      ...["rule", "open", "members", "fast"].map((key) => [key, why(key)]).filter(([, names]) => names.length).map(([key, names]) => t(`no_band_${key}`, { curves: list(names) })),
    ].filter(Boolean);
  }

  function none(one, subject) {
    const { why, found, message } = one.none;
    return el("p", null, el("strong", null, t("no_forecast")), " ", t(`no_forecast_${one.of}_${why}`, { subject, n: found }), message && [" ", el("span", { lang: "en" }, message)]);
  }

  function program(data, one, place, several) {
    const v = data.vertex(one.program), subject = capnet.tables.vertex_name(v), id = `forecast-${place + 1}`;
    const told = notes(one);
    return el("div", { class: "forecast-program" }, several && el("h3", { class: "forecast-of" }, capnet.tables.vertex(v)),
      one.none && none(one, subject), one.curves && verdict(one),
      one.curves && family(one, id, subject),
      one.bands && [el("h3", null, t("bands_title")), el("p", { class: "section-note" }, t("bands_note", { replicas: one.replicas, months: one.months, day: day(day_number(one.start)), seed: one.seed })),
        el("p", { class: "legend" }, dot_entry(t("observed")), entry("line", t("median")), band_entry(true, t("inner_band")), band_entry(false, t("outer_band"))),
        el("div", { class: "series-list" }, one.bands.map((band, k) => fan(one, band, `${id}-band-${k + 1}`, subject)))],
      told.length > 0 && el("ul", { class: "quiet told" }, told.map((words) => el("li", null, words))));
  }

  function show(data) {
    const box = by_id("forecast-part"), all = data.raw.forecast;
    if (!all) return replace(box);
    replace(box, el("section", { id: "forecast", "aria-labelledby": "forecast-h" }, el("h2", { id: "forecast-h" }, t("forecast_title")),
      el("p", { class: "section-note" }, t("forecast_note"), " ", all.some((one) => one.curves || one.bands) && t("chart_hint")), all.map((one, place) => program(data, one, place, all.length > 1))));
  }

  return { show, ids, rules, simulated };
})();
