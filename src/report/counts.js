// The counts beside the picture: of the whole network on the slider's day, whatever the filters hide.
capnet.counts = (() => {
  const { el, by_id, replace } = capnet.dom;
  const { t, code, number, day } = capnet.i18n;
  const glyphs = capnet.glyphs;

  const status_order = ["planned", "intended", "potential", "target"];

  function rows(map, label, color, max) {
    return [...map.entries()].map(([key, { certain, extra }]) => el("tr", { "data-key": key, class: certain + extra ? null : "zero" },
      el("th", { scope: "row" }, label(key)),
      el("td", { class: "bar" }, glyphs.count_bar(certain, extra, max, color(key))),
      el("td", { class: "number" }, el("span", { class: "certain" }, number(certain)), extra > 0 && el("span", { class: "extra" }, ` ${t("plus_possible", { n: extra })}`))));
  }

  function table(id, title, map, label, color, total) {
    if (!map.size) return null;
    const max = Math.max(1, ...[...map.values()].map((row) => row.certain + row.extra));
    return el("table", { class: "count-table", id },
      el("caption", null, title),
      el("tbody", null, rows(map, label, color, max)),
      el("tfoot", null, el("tr", null, el("th", { scope: "row" }, t("total")), el("td"), el("td", { class: "number" }, el("span", { class: "certain" }, number(total.certain)), total.extra > 0 && el("span", { class: "extra" }, ` ${t("plus_possible", { n: total.extra })}`)))));
  }

  function show(data, state, sector_order) {
    const now = capnet.payload.counts(data, state.day);
    const sectors = new Map(sector_order.filter((sector) => now.sectors.has(sector)).map((sector) => [sector, now.sectors.get(sector)]));
    const by_frequency = [...now.relations.entries()].sort((a, b) => relation_order.get(a[0]) - relation_order.get(b[0]));
    const others = new Map([...now.others.entries()].sort((a, b) => status_order.indexOf(a[0]) - status_order.indexOf(b[0])));
    const undated = (items) => items.filter((item) => !item.begin && !item.end).length;
    replace(by_id("counts"),
      el("h3", { id: "counts-h" }, data.days ? t("on_day", { day: day(state.day) }) : t("at_any_time")),
      table("sector-counts", t("organizations_by_sector"), sectors, (sector) => code("sector", sector), glyphs.sector_color, now.organizations),
      table("relation-counts", t("ties_by_relation"), new Map(by_frequency), (relation) => code("relation", relation), () => glyphs.tie_colors.held, now.held),
      table("other-counts", t("not_held_title"), others, (status) => code("status", status), () => glyphs.tie_colors.not_held, now.not_held),
      now.sectors.size > 0 && el("p", { class: "quiet" }, t("counts_membership", { relations: [...data.membership].map((relation) => code("relation", relation)).join(", "), n: data.organizations })),
      data.vertices.length > 0 && el("p", { class: "quiet" }, data.days
        ? t("counts_note", { undated: t("undated", { vertices: undated(data.vertices), all_vertices: data.vertices.length, ties: undated(data.ties), all_ties: data.ties.length }) })
        : t("counts_note_undated")));
  }

  // Relations stay in one order, by how many ties they ever have, so that the eye finds them while the history plays.
  let relation_order = new Map();
  function start(data) {
    const sizes = new Map();
    for (const tie of data.ties) sizes.set(tie.relation, (sizes.get(tie.relation) ?? 0) + 1);
    relation_order = new Map([...sizes.keys()].sort((a, b) => sizes.get(b) - sizes.get(a) || (a < b ? -1 : 1)).map((relation, place) => [relation, place]));
  }

  return { start, show };
})();
