// Which organizations would lose the last holder of which skill when people move on, by which day, and what would help.
capnet.losses = (() => {
  const { el } = capnet.dom;
  const { t, number, index, share, text, list_part, day, date, interval, sentences } = capnet.i18n;
  const { has, day_number, date_pair } = capnet.payload;
  const expected = (value) => number(value, 2);

  function show(data) {
    const { losses } = data.raw;
    if (!losses) return null;
    const panel = (...content) => el("div", { class: "skill-panel", id: "losses" }, el("h3", null, t("losses_title")), content);
    if (losses.none) return panel(el("p", null, t(`losses_none_${losses.none}`), losses.message && [" ", el("span", { lang: "en" }, losses.message), " ", t("only_english")]));
    const { rows, hedges, days } = losses, name = (reference) => capnet.tables.vertex_name(data.vertex(reference));
    const until = days.length ? day(day_number(days.at(-1))) : t("losses_then");
    const law = sentences([t("losses_law"), has(losses.leave) ? t("losses_leave", { p: share(losses.leave) }) : losses.unknown_posts > 0 && t("losses_unsaid", { n: losses.unknown_posts, all: losses.posts }), t("losses_independent")]);
    if (!rows.length) return panel(el("p", null, t("losses_nothing", { n: losses.held, day: until })), el("p", { class: "quiet" }, law));

    const titles = days.length ? days.map((one) => day(day_number(one), days.length > 1 ? "short" : "long")) : [t("losses_then")];
    const chance = ([p, low, high]) => has(p) ? capnet.heat.percent(p) : `${t("unknown")}${t("in_brackets", { words: interval("bounds", capnet.heat.percent(low), capnet.heat.percent(high)) })}`;
    const words = (row, k) => t("losses_cell", { organization: name(row.organization), skill: name(row.skill), day: titles[k], p: chance(row.by[k]) });
    const holder = (h) => t(`fate_${h.fate}`, { who: name(h.who), level: has(h.level) ? t("losses_level", { level: index(h.level) }) : t("losses_level_unknown"), gone: has(h.gone) ? capnet.heat.percent(h.gone) : "", ends: h.ends ? date(date_pair(h.ends)) : t("unknown") });
    const names = (row) => list_part(row.holders.map((h) => name(h.who)), row.more);
    const told = (row) => [el("h4", null, `${name(row.organization)} – ${name(row.skill)}`), capnet.heat.facts([
      ...titles.map((title, k) => [title, chance(row.by[k])]),
      [t("gap_map_required"), has(row.required) ? index(row.required) : t("losses_any_level")], has(row.importance) ? [t("gap_map_importance"), index(row.importance)] : [t("gap_map_importance"), t("losses_not_stated")],
      has(row.at_most_one) && [t("losses_at_most_one"), capnet.heat.percent(row.at_most_one)], has(row.with_hedge) && [t("losses_with_hedge"), capnet.heat.percent(row.with_hedge)]]),
      el("ul", null, row.holders.map((h) => el("li", null, holder(h))), row.more > 0 && el("li", null, t("and_more", { n: row.more }))), row.unknown > 0 && el("p", null, t("losses_unknown_level", { n: row.unknown }))];

    function hedge(one) {
      const parts = { what: name(one.what), organization: one.organization === undefined ? "" : name(one.organization), skill: text(one.skill), who: one.who ? list_part(one.who.map(name), one.more) : "" };
      return sentences([t(`hedge_${one.kind}`, parts), t("hedge_leaves", { before: expected(one.after + one.cut), after: expected(one.after) })]);
    }
    const lead = sentences([t("losses_lead", { n: losses.at_risk, held: losses.held, day: until }), losses.unknown < losses.at_risk && t("losses_expected", { n: expected(losses.expected) }), losses.unknown > 0 && t("losses_uncounted", { n: losses.unknown })]);
    return panel(
      capnet.csv.tools("losses", t("losses_title"), () => ({ columns: [t("organization"), t("skill"), ...titles, t("low"), t("high"), t("gap_map_required"), t("losses_holders")],
        rows: rows.map((row) => [name(row.organization), name(row.skill), ...row.by.map(([p]) => p), row.by.at(-1)[1], row.by.at(-1)[2], row.required, names(row)]) })),
      el("p", { class: "section-note" }, sentences([lead, law, t("heat_hint")])),
      capnet.heat.legend(t("losses_legend"), t("heat_unknown")),
      capnet.heat.grid({ label: t("losses_title"), corner: t("losses_what"), columns: titles, aside_title: t("losses_holders"),
        rows: rows.map((row) => ({ head: name(row.organization), said: name(row.skill), cells: row.by.map(([p], k) => ({ share: p, words: words(row, k) })), aside: names(row), open: () => told(row) })) }),
      losses.at_risk > rows.length && el("p", { class: "quiet" }, t("losses_more", { n: losses.at_risk - rows.length })),
      el("details", { class: "chart-table" }, el("summary", null, t("heat_table", { n: rows.length * titles.length })), capnet.tables.folded(rows, 30, (some) => capnet.tables.grid(
        [{ label: t("organization") }, { label: t("skill") }, ...titles.map((label) => ({ label, class: "number" })), { label: t("losses_holders") }],
        some.map((row) => ({ cells: [capnet.tables.vertex(data.vertex(row.organization)), name(row.skill), ...row.by.map(chance), names(row)] }))))),
      hedges.length > 0 && [el("h4", null, t("hedges_title")), capnet.csv.tools("hedges", t("hedges_title"), () => ({ columns: [t("rank"), t("hedge_what"), t("hedge_cut"), t("hedge_left"), t("cost"), t("why")], rows: hedges.map((one, k) => [k + 1, name(one.what), one.cut, one.after, one.cost, hedge(one)]) })),
        el("ol", { class: "training-events" }, hedges.map((one) => el("li", null, hedge(one)))), el("p", { class: "quiet" }, t("hedges_bound", { n: expected(Math.max(losses.expected - losses.cut_at_most, 0)) }))]);
  }

  return { show };
})();
