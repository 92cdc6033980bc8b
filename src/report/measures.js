// Headline numbers, the measures with their intervals drawn, and the figures as reported.
capnet.measures = (() => {
  const { el, by_id, replace, anchor } = capnet.dom;
  const { t, code, title, unit, counted, text, number, share, index, day, date, spelled, interval, sentences } = capnet.i18n;
  const { has, date_pair } = capnet.payload;
  const { interval_bar } = capnet.glyphs;

  const is_share = (m) => m.unit === "share" || m.unit === "percent";
  const shown = (m, value) => is_share(m) ? share(value) : `${m.since && value > 0 ? "+" : ""}${index(value)}`;
  const unit_of = (m, value = m.value) => is_share(m) ? "" : unit(m.unit, value);
  // "growth_per_month.members" is of the family growth_per_month; a series has the data's own word for its name.
  const family = (m) => m.series ? m.name.slice(0, m.name.indexOf(".")) : m.name;
  function label(m) {
    if (m.series) return t(`label_${family(m)}`, { series: code("series", m.series) }) + (m.subject && m.name !== `${family(m)}.${m.series}` ? ` – ${text(m.subject)}` : "");
    return title(text(m.label) || spelled(m.name));
  }

  /// What the value says, for someone who runs the network; in short where no sentence is known.
  function sentence(m) {
    const key = `measure_${family(m)}`;
    if (!capnet.strings[key]) return title(text(m.meaning));
    const words = t(key, { k: m.numerator, n: m.denominator, value: has(m.value) ? shown(m, m.value) : "–", percent: has(m.value) ? share(m.value) : "–", who: text(m.backbone), since: m.since ? date(date_pair(m.since)) : "", day: m.day ? date(date_pair(m.day)) : "" });
    if (!has(m.value)) return sentences([capnet.strings[`${key}_rule`] && t(`${key}_rule`), t("undefined_reason")]);
    const by_chance = has(m.p) && has(m.expected) && t("measure_by_chance", { expected: index(m.expected), p: share(m.p), verdict: t(m.p < 0.05 ? "chance_hardly" : "chance_may") });
    return sentences([words, by_chance]);
  }

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

  /// `kind` says what low and high are: bounds, readings or sampling.
  function interval_cell({ value, low, high, kind, format, min, max, hollow, unit }) {
    const words = has(value) ? format(value) : t("undefined_value"), around = has(low) && has(high) ? interval(kind, format(low), format(high)) : null;
    return el("div", { class: "interval-cell" },
      has(min) && interval_bar({ value, low, high, min, max, hollow, ends: [format(min), format(max)], label: around ? `${words}, ${around}` : words, ticks: min < 0 && max > 0 ? [0] : [(min + max) / 2] }),
      el("span", { class: "interval-words" }, has(value) ? [el("strong", null, words), " ", unit && [el("span", { class: "quiet" }, unit), " "]] : null, around ? el("span", { class: "quiet around" }, around) : has(value) ? null : el("span", { class: "unknown" }, words)));
  }

  function parts_of(m) {
    if (!has(m.value) || !has(m.denominator)) return "–";
    return has(m.numerator) ? t("k_of_n", { k: m.numerator, n: m.denominator }) : number(m.denominator);
  }

  /// Value and interval of a measure on its scale.
  function value_cell(m) {
    const [min, max] = scale(m) ?? [null, null];
    return interval_cell({ ...m, kind: m.interval, format: (value) => shown(m, value), min, max, unit: unit_of(m) });
  }

  /// The scale of a measure whose values have one, whatever they are.
  const fixed_scale = (m) => m.range ?? (is_share(m) ? [0, 1] : null);
  const unit_word = (m) => is_share(m) ? t("share") : title(unit(m.unit)) || t("value");

  /// By how much a measure differs: shares in points.
  function difference(m, by) {
    const sign = by > 0 ? "+" : "";
    return is_share(m) ? t("points", { n: by * 100, value: `${sign}${number(by * 100, 1)}` }) : `${sign}${index(by)}`;
  }

  /// Measures as the rows of a file.
  function file(list) {
    return {
      columns: [t("measure_name"), "id", t("group"), t("value"), t("low"), t("high"), t("interval_kind"), t("unit"), t("numerator"), t("denominator"), t("coverage"), t("measure"), t("source")],
      rows: list.map((m) => [label(m), m.name, text(m.group), m.value, m.low, m.high, m.interval ? t(`kind_${m.interval}`) : null, m.unit, m.numerator, m.denominator, m.coverage, sentence(m), capnet.tables.cited(m)]),
    };
  }

  function headline(data) {
    const chosen = data.raw.headline.map((place) => data.measures[place]);
    replace(by_id("headline"), chosen.map((m) => el("div", { class: "tile" },
      el("dt", null, label(m)),
      el("dd", null,
        el("span", { class: "big" }, shown(m, m.value)), unit_of(m) && [" ", el("span", { class: "unit" }, unit_of(m))], " ", m.cite ? capnet.tables.cites(m) : null,
        el("span", { class: "tile-note" }, [
          has(m.low) && interval(m.interval, shown(m, m.low), shown(m, m.high)),
          m.since ? t("from_to", { since: date(date_pair(m.since)), day: date(date_pair(m.day)) }) : m.day && t("reported_on", { day: date(date_pair(m.day)) }),
          has(m.numerator) ? parts_of(m) : text(m.meaning)].filter(Boolean).join(" · "))))));
    by_id("headline").hidden = chosen.length === 0;
  }

  function table(data) {
    const box = by_id("measures-body");
    if (!data.measures.length) return replace(box, el("p", { class: "quiet" }, t("no_measures")));
    const columns = [{ label: t("measure"), class: "wide" }, { label: t("value"), class: "drawn" }, { label: t("parts"), class: "counted" }, { label: t("coverage") }, { label: t("source") }];
    const rows = [];
    let group = "";
    data.measures.forEach((m, place) => {
      if (m.condition) return;  // in a panel of their own
      if (text(m.group) !== group) rows.push({ heading: text(m.group) });
      group = text(m.group);
      rows.push({ id: anchor("measure", place), cells: [
        [el("span", { class: "row-title" }, label(m)), el("span", { class: "definition" }, sentence(m))],
        has(m.value) || has(m.low) ? value_cell(m) : null,
        parts_of(m), has(m.value) && has(m.coverage) ? share(m.coverage) : "–", m.cite ? capnet.tables.cites(m) : "–",
      ] });
    });
    replace(box, data.as_of !== null && el("p", { class: "section-note" }, t("measures_as_of", { day: day(data.as_of) })), capnet.csv.tools("measures", t("measures"), () => file(data.measures)), capnet.tables.grid(columns, rows));
  }

  /// A figure as it was reported, in words: "about 80%", "60 persons", "+24 points".
  function reported(f) {
    if (!has(f.value)) return t("unknown");
    const value = f.kind === "percent" ? `${number(f.value)}%`
      : f.kind === "change_points" ? t("points", { n: f.value, value: `${f.value > 0 ? "+" : ""}${number(f.value)}` })
      : f.kind === "count" ? counted(f.value, unit(f.unit, f.value)) : number(f.value);
    return f.approximate ? t("about", { value }) : value;
  }

  function respondents(f) {
    const of_unit = f.kind === "percent" || f.kind === "ratio" ? f.unit : "";
    if (has(f.denominator)) return has(f.numerator) ? t("k_of_n", { k: f.numerator, n: counted(f.denominator, unit(of_unit, f.denominator)) }) : t("of_n", { n: counted(f.denominator, unit(of_unit, f.denominator)) });
    if (f.kind === "count" || f.kind === "change_points") return "–";
    return [el("span", { class: "unknown" }, t("denominator_unknown")), of_unit && el("span", { class: "quiet" }, t("in_brackets", { words: unit(of_unit).replace(/^[件人]の/, "") }))];
  }

  const figure_label = (f) => text(f.label) || f.id;

  function figures(data) {
    const box = by_id("figures-body");
    if (!data.figures.length) return replace(box, el("p", { class: "quiet" }, t("no_figures")));
    const columns = [{ label: t("figure"), class: "wide" }, { label: t("reported"), class: "reported" }, { label: t("respondents") }, { label: t("share_interval"), class: "drawn" }, { label: t("date") }, { label: t("source") }];
    const by_subject = new Map();
    for (const f of data.figures) {
      const key = text(f.subject?.id ?? f.subject);
      if (!by_subject.has(key)) by_subject.set(key, []);
      by_subject.get(key).push(f);
    }
    const rows = [...by_subject.values()].flatMap((list) => [{ heading: list[0].subject ? capnet.tables.vertex(list[0].subject) : t("unknown") }, ...list.map((f) => ({ id: anchor("figure", f.index), cells: [
      [el("span", { class: "row-title" }, figure_label(f)), f.status && [" ", el("span", { class: "tag" }, code("status", f.status))]],
      el("strong", null, reported(f)), respondents(f),
      has(f.share) || has(f.low) ? interval_cell({ value: f.share, low: f.low, high: f.high, kind: "sampling", format: share, min: 0, max: 1, hollow: Boolean(f.approximate || f.status) })
        : el("span", { class: "quiet" }, f.kind === "percent" || f.kind === "ratio" ? t("nothing_follows") : "–"),
      f.date ? date(date_pair(f.date)) : null, capnet.tables.cites(f)] }))]);
    replace(box, el("p", { class: "section-note" }, t("figures_note"), " ", data.figures.length < data.raw.figures_in_all && t("figures_part", { shown: data.figures.length, all: data.raw.figures_in_all })), capnet.csv.tools("figures", t("figures"), () => ({
      columns: [t("subject"), t("figure"), "id", t("kind"), t("value"), t("unit"), t("approximate"), t("numerator"), t("denominator"), t("share"), t("low"), t("high"), t("date"), t("status"), t("source")],
      rows: data.figures.map((f) => [f.subject ? capnet.tables.vertex_name(f.subject) : null, figure_label(f), f.id, code("figure_kind", f.kind), f.value, f.unit, Boolean(f.approximate), f.numerator, f.denominator, f.share, f.low, f.high, capnet.csv.date(date_pair(f.date)), code("status", f.status ?? "held"), capnet.tables.cited(f)]) })), capnet.tables.folded(rows, 100, (list) => capnet.tables.grid(columns, list)));
  }

  return { headline, table, figures, reported, figure_label, interval_cell, value_cell, fixed_scale, unit_of, unit_word, difference, file, label, sentence, shown, parts_of };
})();
