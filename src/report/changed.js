// What is different from an earlier day: who came and went, which ties, and by how much the measures moved.
capnet.changed = (() => {
  const { el, by_id, replace } = capnet.dom;
  const { t, code, day, number, interval, parts } = capnet.i18n;
  const { has } = capnet.payload;
  const ids = (data) => data.raw.changed ? ["changed"] : [];

  /// "3", "3 to 5": surely, and with what may have.
  const counted = ([sure, most]) => most > sure ? t("count_range", { low: sure, high: most }) : number(sure);

  function people(data, { count, named }, key) {
    const more = count[1] - named.length;
    return el("div", { class: "moved" }, el("h3", null, t(key), " ", el("span", { class: "quiet" }, counted(count))),
      count[1] === 0 ? el("p", { class: "quiet" }, t(`${key}_nobody`)) : el("ul", null, named.map(({ who, possible }) => el("li", null, capnet.tables.vertex(data.vertex(who)), possible && [" ", el("span", { class: "tag possible" }, t("activity_possible"))])), more > 0 && el("li", { class: "quiet" }, t("and_more", { n: more }))));
  }

  function ties(data) {
    const { ties: rows } = data.raw.changed;
    if (!rows.length) return [el("h3", null, t("ties_changed")), el("p", { class: "quiet" }, t("no_ties_changed"))];
    const columns = ["relation", "begun", "ended", "came_and_went"];
    return [el("h3", null, t("ties_changed")),
      capnet.csv.tools("changed_ties", t("ties_changed"), () => ({ columns: [t("relation"), ...columns.slice(1).flatMap((key) => [`${t(key)} (${t("at_least")})`, `${t(key)} (${t("at_most")})`])], rows: rows.map((row) => [code("relation", row.relation), ...row.begun, ...row.ended, ...row.between]) })),
      capnet.tables.grid(columns.map((key, place) => ({ label: t(key), class: place > 0 ? "number" : null })), rows.map((row) => ({ cells: [code("relation", row.relation), counted(row.begun), counted(row.ended), counted(row.between)] })), { class: "grid compact steady" })];
  }

  function measures(data) {
    const { measures: rows, since } = data.raw.changed, { label, shown, difference } = capnet.measures;
    if (!rows.length) return null;
    const with_unit = (m, value) => [shown(m, value), capnet.measures.unit_of(m, value) && [" ", el("span", { class: "quiet" }, capnet.measures.unit_of(m, value))]];
    const around = (kind, low, high, words) => has(low) && has(high) && el("span", { class: "quiet around" }, interval(kind, words(low), words(high)));
    const cells = (row) => {
      const m = data.measures[row.measure], [then, then_low, then_high] = row.then, [by, by_low, by_high] = row.difference ?? [];
      return [el("span", { class: "row-title" }, label(m)),
        has(then) ? [with_unit(m, then), " ", around(row.interval_then, then_low, then_high, (value) => shown(m, value))] : el("span", { class: "unknown" }, t("undefined_value")),
        has(m.value) ? [with_unit(m, m.value), " ", around(m.interval, m.low, m.high, (value) => shown(m, value))] : el("span", { class: "unknown" }, t("undefined_value")),
        has(by) ? [el("strong", null, difference(m, by)), " ", around(row.proven ? "bounds" : "spread", by_low, by_high, (value) => difference(m, value))] : "–"];
    };
    return [el("h3", null, t("measures_changed")),
      capnet.csv.tools("changed_measures", t("measures_changed"), () => ({
        columns: [t("measure_name"), ...[since, data.raw.as_of].flatMap((on) => [on, `${on} ${t("low")}`, `${on} ${t("high")}`]), t("difference"), `${t("difference")} ${t("low")}`, `${t("difference")} ${t("high")}`, t("unit")],
        rows: rows.map((row) => { const m = data.measures[row.measure]; return [label(m), ...row.then, m.value, m.low, m.high, ...(row.difference ?? [null, null, null]), m.unit]; }) })),
      capnet.tables.grid([{ label: t("measure_name"), class: "wide" }, { label: t("on_that_day", { day: day(capnet.payload.day_number(since)) }) }, { label: t("on_that_day", { day: day(data.as_of) }) }, { label: t("difference") }], rows.map((row) => ({ cells: cells(row) })))];
  }

  function show(data) {
    const box = by_id("changed-part"), { changed } = data.raw;
    if (!changed) return replace(box);
    const since = day(capnet.payload.day_number(changed.since)), file = (key) => changed[key].named.map(({ who, possible }) => [t(key), capnet.tables.vertex_name(data.vertex(who)), t(possible ? "activity_possible" : "activity_certain")]);
    replace(box, el("section", { id: "changed", "aria-labelledby": "changed-h" }, el("h2", { id: "changed-h" }, t("changed_title")),
      el("p", { class: "section-note" }, parts("changed_note", { since: el("strong", null, since), day: el("strong", null, day(data.as_of)) })),
      changed.joined.named.length + changed.left.named.length > 0 && capnet.csv.tools("changed_members", t("members_changed"), () => ({ columns: [t("change"), t("organization"), t("how_sure")], rows: ["joined", "left"].flatMap(file) })),
      el("div", { class: "movements" }, people(data, changed.joined, "joined"), people(data, changed.left, "left")),
      ties(data), measures(data)));
  }

  return { show, ids };
})();
