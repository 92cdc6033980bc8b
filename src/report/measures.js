// Headline numbers, the measures with their intervals drawn, and the figures as reported.
capnet.measures = (() => {
  const { el, by_id, replace, anchor } = capnet.dom;
  const { t, code, text, number, share, index, day, date, spelled } = capnet.i18n;
  const { interval_bar } = capnet.glyphs;
  const has = (value) => value !== null && value !== undefined;

  const is_share = (m) => m.unit === "share" || m.unit === "percent";
  const shown = (m, value) => is_share(m) ? share(value) : index(value);
  const unit = (m) => is_share(m) ? "" : code("unit", m.unit ?? "");
  const label = (m) => { const words = text(m.label) || spelled(m.name); return words.charAt(0).toUpperCase() + words.slice(1); };

  // The scale a value is drawn on: the measure's own, [0, 1] for what lies within, else from 0 to a round number above.
  function scale(m) {
    if (m.range) return m.range;
    if (!is_share(m) && m.unit !== "index" && !(has(m.low) && has(m.high))) return null;
    const numbers = [m.value, m.low, m.high].filter(has), low = Math.min(0, ...numbers), high = Math.max(0, ...numbers);
    if (is_share(m) || m.unit === "index" && low >= 0 && high <= 1) return [0, 1];
    if (m.unit === "index" && low >= -1 && high <= 1) return [-1, 1];
    const step = 10 ** Math.floor(Math.log10(high - low || 1));
    return [Math.floor(low / step) * step, Math.ceil(high / step) * step || 1];
  }

  function interval_cell({ value, low, high, format, min, max, hollow, unit }) {
    const words = has(value) ? format(value) : t("undefined_value"), bounded = has(low) && has(high);
    return el("div", { class: "interval-cell" },
      has(min) && interval_bar({ value, low, high, min, max, hollow, ends: [format(min), format(max)], label: bounded ? t("interval_label", { value: words, low: format(low), high: format(high) }) : t("point_label", { value: words }), ticks: min < 0 && max > 0 ? [0] : [(min + max) / 2] }),
      el("span", { class: "interval-words" }, has(value) ? [el("strong", null, words), " ", unit && [el("span", { class: "quiet" }, unit), " "]] : null, bounded ? el("span", { class: "quiet" }, t("interval_range", { low: format(low), high: format(high) })) : has(value) ? null : el("span", { class: "unknown" }, words)));
  }

  function counted(m) {
    if (has(m.numerator) && has(m.denominator)) return t("of_n", { k: m.numerator, n: m.denominator });
    if (has(m.denominator)) return t("of_unknown", { n: m.denominator });
    if (has(m.numerator)) return t("count_only", { k: m.numerator });
    return "–";
  }

  function headline(data) {
    const by_name = new Map(data.measures.map((m) => [m.name, m]));
    const chosen = data.raw.headline ? data.raw.headline.map((name) => by_name.get(name)).filter(Boolean) : data.measures.filter((m) => has(m.value)).slice(0, 4);
    replace(by_id("headline"), chosen.map((m) => el("div", { class: "tile" },
      el("dt", null, label(m)),
      el("dd", null,
        el("span", { class: has(m.value) ? "big" : "big unknown" }, has(m.value) ? shown(m, m.value) : t("undefined_value")), unit(m) && [" ", el("span", { class: "unit" }, unit(m))], " ", m.cite?.length ? capnet.tables.cites(m.cite) : null,
        el("span", { class: "tile-note" }, [has(m.low) && has(m.high) && t("interval_range", { low: shown(m, m.low), high: shown(m, m.high) }), has(m.denominator) && counted(m)].filter(Boolean).join(" · "))))));
    by_id("headline").hidden = chosen.length === 0;
  }

  function table(data) {
    const box = by_id("measures-body");
    if (!data.measures.length) return replace(box, el("p", { class: "quiet" }, t("no_measures")));
    const columns = [{ label: t("measure"), class: "wide" }, { label: t("interval"), class: "drawn" }, { label: t("counted"), class: "counted" }, { label: t("coverage") }, { label: t("source") }];
    const rows = [];
    let group = "";
    for (const m of data.measures) {
      if (text(m.group) && text(m.group) !== group) rows.push({ heading: text(m.group) });
      group = text(m.group);
      const [min, max] = scale(m) ?? [null, null];
      rows.push({ id: anchor("measure", m.name), cells: [
        [el("span", { class: "row-title" }, label(m)), text(m.definition) && el("span", { class: "definition" }, text(m.definition))],
        has(m.value) || has(m.low) ? [interval_cell({ ...m, format: (value) => shown(m, value), min, max, unit: unit(m) }), text(m.interval) && el("span", { class: "quiet scale-words" }, text(m.interval))] : null,
        counted(m), has(m.coverage) ? share(m.coverage) : "–", m.cite?.length ? capnet.tables.cites(m.cite) : "–",
      ] });
    }
    replace(box, data.as_of !== null && el("p", { class: "section-note" }, t("measures_as_of", { day: day(data.as_of) })), capnet.tables.grid(columns, rows));
  }

  /// A figure as it was reported, in words: "about 80%", "60 persons", "+24 points".
  function reported(f) {
    if (!has(f.value)) return t("unknown");
    const value = f.kind === "percent" ? `${number(f.value)}%`
      : f.kind === "change_points" ? t("points", { value: `${f.value > 0 ? "+" : ""}${number(f.value)}` })
      : f.kind === "count" ? `${number(f.value)} ${code("unit", f.unit ?? "")}`.trim() : `${number(f.value)} ${code("unit", f.unit ?? "")}`.trim();
    return f.approximate ? t("about", { value }) : value;
  }

  function respondents(f) {
    const of_unit = f.kind === "percent" || f.kind === "ratio" ? code("unit", f.unit ?? "") : "";
    if (has(f.numerator) && has(f.denominator)) return `${t("of_n", { k: f.numerator, n: f.denominator })} ${of_unit}`.trim();
    if (has(f.denominator)) return `${t("of_denominator", { n: f.denominator, unit: of_unit })}`.trim();
    if (f.kind === "count") return "–";
    return [el("span", { class: "unknown" }, t("denominator_unknown")), of_unit && el("span", { class: "quiet" }, ` (${of_unit})`)];
  }

  const figure_label = (f) => text(f.label) || f.id;

  function figures(data) {
    const box = by_id("figures-body");
    if (!data.figures.length) return replace(box, el("p", { class: "quiet" }, t("no_figures")));
    const columns = [{ label: t("figure"), class: "wide" }, { label: t("reported"), class: "reported" }, { label: t("respondents") }, { label: t("share_interval"), class: "drawn" }, { label: t("date") }, { label: t("source") }];
    const rows = [];
    for (const subject of new Set(data.figures.map((f) => f.subject))) {
      const v = data.by_id.get(subject);
      rows.push({ heading: v ? capnet.tables.vertex_button(v) : subject || t("unknown") });
      for (const f of data.figures) if (f.subject === subject) rows.push({ id: anchor("figure", f.id), cells: [
        [el("span", { class: "row-title" }, figure_label(f)), f.status && f.status !== "held" && [" ", el("span", { class: "tag" }, code("status", f.status))]],
        el("strong", null, reported(f)), respondents(f),
        has(f.share) || has(f.low) ? interval_cell({ value: f.share, low: f.low, high: f.high, format: share, min: 0, max: 1, hollow: Boolean(f.approximate) || f.status && f.status !== "held" })
          : el("span", { class: "quiet" }, f.kind === "percent" || f.kind === "ratio" ? t("nothing_follows") : "–"),
        f.date ? date(capnet.payload.date_pair(f.date)) : null, capnet.tables.cites(f.cite)] });
    }
    replace(box, el("p", { class: "section-note" }, t("figures_note")), capnet.tables.grid(columns, rows));
  }

  return { headline, table, figures, reported, figure_label, interval_cell, shown, has };
})();
