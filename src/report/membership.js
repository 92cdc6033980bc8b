// Reported series over time, one chart each, with the range of every date and value drawn.
capnet.membership = (() => {
  const { el, by_id, replace } = capnet.dom;
  const { t, code, title, unit, number, share, date, interval } = capnet.i18n;
  const { has } = capnet.payload;

  function points_of(series) {
    return series.points.filter((p) => has(p.value) && p.date).map((p) => {
      const [from, to] = capnet.payload.date_pair(p.date);
      return { ...p, from, to, at: (from + to) / 2 };
    }).sort((a, b) => a.at - b.at);
  }

  const name_of = (series) => series.recorded ? t("recorded_members") : t("label_reported", { series: code("series", series.name) });
  const shown = (series, value) => series.unit === "share" ? share(value) : series.unit === "percent" ? `${number(value)}%` : number(value);
  const around = (series, p) => has(p.low) && has(p.high) && p.high > p.low ? interval("bounds", shown(series, p.low), shown(series, p.high)) : "";

  function chart(series, points, id) {
    const value = (p) => `${shown(series, p.value)}${around(series, p) && t("in_brackets", { words: around(series, p) })}`, when = (p) => date([p.from, p.to]), last = points.at(-1);
    return capnet.charts.figure({
      points, shown: (number_shown) => shown(series, number_shown), value_label: title(unit(series.unit)),
      label: t("series_label", { name: name_of(series), n: points.length, first: `${shown(series, points[0].value)} (${when(points[0])})`, last: `${shown(series, last.value)} (${when(last)})` }),
      words: (p) => t("chart_value", { day: when(p), value: value(p) }),
    }, {
      id, title: name_of(series), open: points.length <= 6,
      note: [unit(series.unit), series.subject && capnet.tables.vertex_name(series.subject), series.of > series.points.length && t("points_part", { shown: series.points.length, all: series.of })].filter(Boolean).join(" · "),
      columns: [{ label: t("date") }, { label: title(unit(series.unit)) || t("value"), class: "number" }, { label: t("source") }],
      row: (p) => [when(p), value(p), series.recorded && !p.cite ? "–" : capnet.tables.cites(p)],
      raw_columns: [t("date"), t("value"), t("low"), t("high"), t("unit"), t("source")],
      raw: (p) => [capnet.csv.date([p.from, p.to]), p.value, p.low, p.high, unit(series.unit), capnet.tables.cited(p)],
    });
  }

  function show(data) {
    const box = by_id("membership-body");
    const drawn = data.series.map((series) => ({ series, points: points_of(series) })).filter(({ points }) => points.length);
    if (!drawn.length) return replace(box, el("p", { class: "quiet" }, t("no_series")));
    const reported = data.series.filter((series) => !series.recorded).length;
    replace(box, el("p", { class: "section-note" }, t("series_note"), " ", reported < data.raw.series_in_all && t("series_part", { shown: reported, all: data.raw.series_in_all }), " ", t("chart_hint")),
      el("div", { class: "series-list" }, drawn.map(({ series, points }, place) => chart(series, points, `series-${place + 1}`))));
  }

  return { show };
})();
