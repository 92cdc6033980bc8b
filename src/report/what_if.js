// What would come of the network without its backbone, or without another organization: paired differences of simulated growths.
capnet.what_if = (() => {
  const { el, by_id, replace } = capnet.dom;
  const { t, title, unit, number, day, interval } = capnet.i18n;
  const ids = (data) => data.raw.what_if ? ["what_if"] : [];
  const reads = (value) => number(value, 1), signed = (value) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${reads(Math.abs(value))}`;
  const why = (row) => t(`what_if_${row.why}`);

  function difference([baseline, changed, by, low, high], { unit: of }) {
    const sure = low !== undefined && (low > 0 || high < 0);
    return el("span", null, el(sure ? "strong" : "span", null, signed(by)), " ", el("span", { class: "quiet" }, t("from_a_to_b", { a: reads(baseline), b: reads(changed) })),
      low !== undefined && el("span", { class: "quiet around" }, low === high ? t("never_differs") : interval("sampling", signed(low), signed(high))));
  }

  function show(data) {
    const box = by_id("what-if-part"), { what_if } = data.raw;
    if (!what_if) return replace(box);
    const section = (...content) => replace(box, el("section", { id: "what_if", "aria-labelledby": "what_if-h" }, el("h2", { id: "what_if-h" }, t("what_if_title")), ...content));
    if (what_if.none) return section(el("p", null, t("what_if_none")));
    const { rows, measures, months, replicas, seed } = what_if, from = day(capnet.payload.day_number(what_if.from));
    if (!rows.length) return section(el("p", null, t("what_if_nobody", { day: from })));
    const name = (row) => capnet.tables.vertex_name(data.vertex(row.organization)), label = (m) => t(`grown_${m.name}`);
    const columns = [t("without"), t("why"), t("measure_name"), t("baseline"), t("without_it"), t("difference"), t("low"), t("high"), t("unit")];
    section(el("p", { class: "section-note" }, capnet.forecast.simulated(), " ", t("what_if_note", { day: from, months, replicas, seed })),
      el("p", { class: "quiet" }, el("strong", null, t(what_if.assumed ? "rules_usual" : "rules_asked")), " ", capnet.forecast.rules(what_if.rules)),
      capnet.csv.tools("what_if", t("what_if_title"), () => ({ columns, rows: rows.flatMap((row) => row.differences.map(([baseline, changed, by, low = null, high = null], k) => [name(row), why(row), label(measures[k]), baseline, changed, by, low, high, unit(measures[k].unit)])) })),
      capnet.tables.grid([{ label: t("without"), class: "wide" }, ...measures.map((m) => ({ label: label(m) }))],
        rows.map((row) => ({ cells: [el("span", null, el("span", { class: "row-title" }, capnet.tables.vertex(data.vertex(row.organization))), el("span", { class: "definition" }, why(row))), ...row.differences.map((values, k) => difference(values, measures[k]))] }))),
      el("p", { class: "quiet" }, t(replicas < 5 ? "what_if_few" : "what_if_interval")));
  }

  return { show, ids };
})();
