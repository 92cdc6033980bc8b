// Filters by kind, sector and status; they are the picture's legend as well.
capnet.filters = (() => {
  const { el, by_id, replace } = capnet.dom;
  const { t, code, number } = capnet.i18n;
  const glyphs = capnet.glyphs;

  function group(state, dimension, title, values, label, mark) {
    if (values.length === 0) return null;
    return el("fieldset", { class: "filter" }, el("legend", null, title),
      el("div", { class: "chips" }, values.map(([value, n]) => {
        const box = el("input", { type: "checkbox", name: dimension, value, checked: !state.off[dimension].has(value), onchange: () => state.toggle(dimension, value, box.checked) });
        return el("label", { class: "chip" }, box, mark(value), el("span", null, label(value)), el("span", { class: "chip-count" }, number(n)));
      })));
  }

  const tally = (items, key) => {
    const found = new Map();
    for (const item of items) found.set(key(item), (found.get(key(item)) ?? 0) + 1);
    return [...found.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };

  function show(data, state, sector_order) {
    const box = by_id("filters");
    if (!data.vertices.length) return replace(box);
    const sectored = data.vertices.filter((v) => v.sectored), sizes = new Map(tally(sectored, (v) => v.sector));
    const status_order = ["held", "planned", "intended", "potential", "target"];
    const statuses = tally(data.ties, (tie) => tie.status).sort((a, b) => (status_order.indexOf(a[0]) + 99) % 99 - (status_order.indexOf(b[0]) + 99) % 99);
    replace(box,
      el("h3", null, t("filters")),
      el("div", { class: "filter-groups" },
        group(state, "kind", t("filter_kind"), tally(data.vertices, (v) => v.kind), (kind) => code("kinds", kind), (kind) => glyphs.mark(kind, kind === "organization" || kind === "cohort" ? "#c3c9cf" : undefined)),
        group(state, "sector", t("filter_sector"), sector_order.map((sector) => [sector, sizes.get(sector)]), (sector) => code("sector", sector), (sector) => glyphs.swatch(glyphs.sector_color(sector))),
        group(state, "status", t("filter_status"), statuses, (status) => code("status", status), (status) => glyphs.tie_line(status === "held" ? "held" : "not_held"))),
      el("button", { type: "button", class: "plain", id: "filters-reset", onclick: () => { state.reset_filters(); show(data, state, sector_order); by_id("filters-reset").focus(); } }, t("reset")));
  }

  function legend() {
    const entry = (mark, words) => el("span", { class: "legend-entry" }, mark, words);
    replace(by_id("legend"),
      entry(glyphs.tie_line("held"), t("legend_held")), entry(glyphs.tie_line("possible"), t("legend_possible")), entry(glyphs.tie_line("not_held"), t("legend_not_held")),
      entry(glyphs.mark("organization", glyphs.tie_colors.not_held, true), t("legend_hollow")));
  }

  return { show, legend };
})();
