// The measures on earlier days: one chart each, and small ones for the panel of conditions.
capnet.course = (() => {
  const { el, by_id, replace } = capnet.dom;
  const { t, title, unit, day, interval } = capnet.i18n;
  const { has } = capnet.payload;

  /// The series of the payload with their measures, each point with its day.
  function all(data) {
    const { days = [], series = [] } = data.raw.measure_series ?? {}, numbers = days.map(capnet.payload.day_number);
    return series.map((one) => ({ measure: data.measures[one.measure], place: one.measure, interval: one.interval, points: one.points.map(([value, low, high], k) => ({ at: numbers[k], from: numbers[k], to: numbers[k], value, low, high })) }));
  }
  const of = (data, place) => all(data).find((one) => one.place === place);

  const shown = (one, value) => capnet.measures.shown(one.measure, value);
  const around = (one, p) => has(p.low) && has(p.high) ? interval(one.interval, shown(one, p.low), shown(one, p.high)) : "";
  const in_words = (one, p) => has(p.value) ? `${shown(one, p.value)}${around(one, p) && t("in_brackets", { words: around(one, p) })}` : t("undefined_value");

  function chart(one) {
    const { measure, points } = one, known = points.filter((p) => has(p.value)), [first, last] = [known[0], known.at(-1)];
    return {
      points, measured: true, shown: (value) => shown(one, value), scale: capnet.measures.fixed_scale(measure), value_label: capnet.measures.unit_word(measure),
      label: t("series_label", { name: capnet.measures.label(measure), n: known.length, first: `${shown(one, first.value)} (${day(first.at)})`, last: `${shown(one, last.value)} (${day(last.at)})` }),
      words: (p) => t("chart_value", { day: day(p.at), value: in_words(one, p) }),
    };
  }

  const ids = (data) => all(data).length > 0 ? ["course"] : [];

  function show(data) {
    const box = by_id("course-part"), found = all(data);
    if (!found.length) return replace(box);
    const { days, months, fewer } = data.raw.measure_series, numbers = days.map(capnet.payload.day_number);
    const columns = [t("measure_name"), t("date"), t("value"), t("low"), t("high"), t("interval_kind"), t("unit")];
    const raw = (one) => (p) => [capnet.measures.label(one.measure), capnet.csv.iso(p.at), p.value, p.low, p.high, has(p.low) ? t(`kind_${one.interval}`) : null, one.measure.unit];
    const step = months % 12 === 0 ? t("step_years", { n: months / 12 }) : t("step_months", { n: months });
    replace(box, el("section", { id: "course", "aria-labelledby": "course-h" }, el("h2", { id: "course-h" }, t("course_title")),
      el("p", { class: "section-note" }, t("course_note", { step, first: day(numbers[0]), last: day(numbers.at(-1)) }), " ", fewer && [t("course_fewer"), " "], t("chart_hint")),
      capnet.csv.tools("measure_series", t("course_title"), () => ({ columns, rows: found.flatMap((one) => one.points.map(raw(one))) })),
      el("div", { class: "series-list" }, found.map((one) => capnet.charts.figure(chart(one), {
        id: `course-${one.measure.name}`, title: capnet.measures.label(one.measure), note: capnet.i18n.text(one.measure.meaning),
        columns: [{ label: t("date") }, { label: t("value"), class: "number" }, { label: t("around") }],
        row: (p) => [day(p.at), has(p.value) ? shown(one, p.value) : null, around(one, p) || "–"],
        raw_columns: columns, raw: raw(one),
      })))));
  }

  return { show, ids, of, chart };
})();
