// The five conditions of collective impact (Kania & Kramer 2011) as a panel: what is measured of each, how sure it is, how it moved and
// what it rests on.
capnet.conditions = (() => {
  const { el, by_id, replace, anchor } = capnet.dom;
  const { t, code, share, list: list_words } = capnet.i18n;
  const { has } = capnet.payload;
  const five = ["common_agenda", "shared_measurement", "mutually_reinforcing_activities", "continuous_communication", "backbone_support"];

  const found = (data) => data.measures.map((measure, place) => ({ measure, place })).filter(({ measure }) => measure.condition);
  const ids = (data) => found(data).length > 0 ? ["conditions"] : [];

  /// What is measured beside a condition belongs to the one before it.
  function grouped(data) {
    const cards = [];
    for (const one of found(data)) {
      if (five.includes(one.measure.name) || !cards.length) cards.push({ main: one, parts: [] });
      else cards.at(-1).parts.push(one);
    }
    return cards.sort((a, b) => rank(a) - rank(b));
  }
  const rank = ({ main }) => (five.indexOf(main.measure.name) + five.length + 1) % (five.length + 1);  // those that are none of the five last

  /// Why there is no value: nothing is known, or too little.
  function why_none(m) {
    const key = [m.coverage > 0 && `none_${m.name}_few`, `none_${m.name}`].find((known) => known && capnet.strings[known]);
    return t(key ?? "undefined_reason");
  }

  const bar = (m) => capnet.measures.value_cell(m);

  function rests_on(data, { vertices_in_all, ties_in_all, vertices, ties }) {
    const more = (shown, all) => all > shown.length && `${t("list_comma")}${t("and_more", { n: all - shown.length })}`;
    const side_by_side = (nodes) => nodes.map((node, k) => [k > 0 && t("list_comma"), node]);
    if (vertices_in_all + ties_in_all === 0) return null;
    return el("details", { class: "rows-behind" }, el("summary", null, t("rows_behind", { rows: list_words([vertices_in_all > 0 && t("n_entries", { n: vertices_in_all }), ties_in_all > 0 && t("n_ties", { n: ties_in_all })].filter(Boolean)) })),
      vertices.length > 0 && el("p", null, side_by_side(vertices.map((v) => capnet.tables.vertex(data.vertex(v)))), more(vertices, vertices_in_all)),
      ties.length > 0 && el("p", null, side_by_side(ties.map((tie) => [capnet.tables.vertex(data.vertex(tie.source)), " ", el("span", { class: "quiet" }, code("relation", tie.relation)), " ", capnet.tables.vertex(data.vertex(tie.target))])), more(ties, ties_in_all)));
  }

  function spark(data, place) {
    const series = capnet.course.of(data, place);
    return series && series.points.filter((p) => has(p.value)).length > 1 && capnet.charts.spark(capnet.course.chart(series));
  }

  function facts(m) {
    const parts = [has(m.denominator) && capnet.measures.parts_of(m), has(m.coverage) && m.coverage < 1 && t("known_share", { share: share(m.coverage) })].filter(Boolean);
    return parts.length > 0 && el("p", { class: "quiet" }, parts.join(" · "));
  }

  function card(data, { main: { measure: m, place }, parts }) {
    const known = has(m.value);
    return el("li", { class: known ? "condition" : "condition none", id: anchor("measure", place) },
      el("h3", null, capnet.measures.label(m)),
      known || has(m.low) ? el("div", { class: "condition-value" }, bar(m), spark(data, place)) : el("p", { class: "why-none" }, why_none(m)),
      el("p", null, capnet.measures.sentence(m)), known && facts(m),
      parts.length > 0 && el("ul", { class: "condition-parts" }, parts.map((part) => el("li", { id: anchor("measure", part.place) },
        el("h4", null, capnet.measures.label(part.measure)),
        has(part.measure.value) || has(part.measure.low) ? el("div", { class: "condition-value" }, bar(part.measure), spark(data, part.place)) : el("p", { class: "why-none" }, why_none(part.measure)),
        el("p", { class: "quiet" }, capnet.measures.sentence(part.measure)), has(part.measure.value) && facts(part.measure)))),
      m.rows && rests_on(data, m.rows), m.cite ? el("p", { class: "quiet" }, `${t("source")}: `, capnet.tables.cites(m)) : null);
  }

  function show(data) {
    const box = by_id("conditions-part");
    if (!found(data).length) return replace(box);
    replace(box, el("section", { id: "conditions", "aria-labelledby": "conditions-h" }, el("h2", { id: "conditions-h" }, t("conditions_title")),
      el("p", { class: "section-note" }, t("conditions_note")),
      capnet.csv.tools("conditions", t("conditions_title"), () => capnet.measures.file(found(data).map(({ measure }) => measure))),
      el("ol", { class: "conditions" }, grouped(data).map((one) => card(data, one)))));
  }

  return { show, ids };
})();
