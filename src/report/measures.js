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
    const numbers = [m.value, m.low, m.high].filter(has), low = Math.min(0, ...numbers), high = Math.max(...numbers);
    if (is_share(m) || m.unit === "index" && low >= 0 && high <= 1) return [0, 1];
    if (m.unit === "index" && low >= -1 && high <= 1) return [-1, 1];
    const step = 10 ** Math.floor(Math.log10(high - low || 1));
    return [Math.floor(low / step) * step, Math.ceil(high / step) * step || 1];
  }

  function interval_cell({ value, low, high, format, min, max, hollow }) {
    const words = has(value) ? format(value) : t("undefined_value"), bounded = has(low) && has(high);
    return el("div", { class: "interval-cell" },
      interval_bar({ value, low, high, min, max, hollow, label: bounded ? t("interval_label", { value: words, low: format(low), high: format(high) }) : t("point_label", { value: words }), ticks: min < 0 && max > 0 ? [0] : [(min + max) / 2] }),
      el("span", { class: "interval-words" }, has(value) ? [el("strong", null, words), " "] : null, bounded ? el("span", { class: "quiet" }, t("interval_range", { low: format(low), high: format(high) })) : has(value) ? null : el("span", { class: "unknown" }, words)));
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
        el("span", { class: has(m.value) ? "big" : "big unknown" }, has(m.value) ? shown(m, m.value) : t("undefined_value")), unit(m) && [" ", el("span", { class: "unit" }, unit(m))],
        el("span", { class: "tile-note" }, [has(m.low) && has(m.high) && t("interval_range", { low: shown(m, m.low), high: shown(m, m.high) }), has(m.denominator) && counted(m)].filter(Boolean).join(" · "), " ", m.cite?.length ? capnet.tables.cites(m.cite) : null)))));
    by_id("headline").hidden = chosen.length === 0;
  }

  function table(data) {
    const box = by_id("measures-body");
    if (!data.measures.length) return replace(box, el("p", { class: "quiet" }, t("no_measures")));
    const columns = [{ label: t("measure"), class: "wide" }, { label: t("interval"), class: "drawn" }, { label: t("counted"), class: "counted" }, { label: t("coverage") }, { label: t("source") }];
    const groups = [];
    for (const m of data.measures) {
      const title = text(m.group);
      if (!groups.length || groups.at(-1).title !== title) groups.push({ title, measures: [] });
      groups.at(-1).measures.push(m);
    }
    replace(box, data.as_of !== null && el("p", { class: "section-note" }, t("measures_as_of", { day: day(data.as_of) })),
      groups.map((group) => [group.title && el("h3", null, group.title), capnet.tables.grid(columns, group.measures.map((m) => {
        const [min, max] = scale(m);
        return { id: anchor("measure", m.name), cells: [
          [el("span", { class: "row-title" }, label(m)), text(m.definition) && el("span", { class: "definition" }, text(m.definition))],
          has(m.value) || has(m.low) ? [interval_cell({ ...m, format: (value) => shown(m, value), min, max }), el("span", { class: "quiet scale-words" }, [unit(m), text(m.interval)].filter(Boolean).join(" · "))] : null,
          counted(m), has(m.coverage) ? share(m.coverage) : "–", m.cite?.length ? capnet.tables.cites(m.cite) : "–",
        ] };
      }))]));
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
    const subjects = [...new Set(data.figures.map((f) => f.subject))];
    replace(box, el("p", { class: "section-note" }, t("figures_note")), subjects.map((subject) => {
      const v = data.by_id.get(subject);
      return [el("h3", null, v ? capnet.tables.vertex_button(v) : subject || t("unknown")), capnet.tables.grid(columns, data.figures.filter((f) => f.subject === subject).map((f) => ({
        id: anchor("figure", f.id), cells: [
          [el("span", { class: "row-title" }, figure_label(f)), f.status && f.status !== "held" && [" ", el("span", { class: "tag" }, code("status", f.status))]],
          el("strong", null, reported(f)), respondents(f),
          has(f.share) || has(f.low) ? interval_cell({ value: f.share, low: f.low, high: f.high, format: share, min: 0, max: 1, hollow: Boolean(f.approximate) || f.status && f.status !== "held" })
            : el("span", { class: "quiet" }, f.kind === "percent" || f.kind === "ratio" ? t("nothing_follows") : "–"),
          f.date ? date(capnet.payload.date_pair(f.date)) : null, capnet.tables.cites(f.cite)],
      })))];
    }));
  }

  return { headline, table, figures, reported, figure_label, interval_cell, shown, has };
})();
