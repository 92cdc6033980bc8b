// Filters by kind, sector and status; they are the picture's legend as well.
capnet.filters = (() => {
  const { el, by_id, replace } = capnet.dom;
  const { t, code, title, number } = capnet.i18n;
  const glyphs = capnet.glyphs;

  function group(state, dimension, caption, values, label, mark) {
    if (values.length === 0) return null;
    return el("fieldset", { class: "filter" }, el("legend", null, caption),
      el("div", { class: "chips" }, values.map(({ name, count }) => {
        const box = el("input", { type: "checkbox", name: dimension, value: name, checked: !state.off[dimension].has(name), onchange: () => state.toggle(dimension, name, box.checked) });
        return el("label", { class: "chip" }, box, mark(name), el("span", null, label(name)), el("span", { class: "chip-count" }, number(count)));
      })));
  }

  const by_count = (values) => [...values].sort((a, b) => (a.name === "unknown") - (b.name === "unknown") || b.count - a.count || (a.name < b.name ? -1 : 1));

  function show(data, state) {
    const box = by_id("filters");
    if (!data.vertices.length) return replace(box);
    // An own kind looks like what it is one of.
    const look = (kind) => data.kinds.find(({ name }) => name === kind).is ?? kind;
    replace(box,
      el("h3", null, t("filters")),
      el("div", { class: "filter-groups" },
        group(state, "kind", t("filter_kind"), by_count(data.kinds), (kind) => title(code("kind", kind)), (kind) => glyphs.mark(look(kind), ["organization", "cohort"].includes(look(kind)) ? "#c3c9cf" : undefined)),
        group(state, "sector", t("filter_sector"), by_count(data.sectors), (sector) => title(code("sector", sector)), (sector) => glyphs.swatch(glyphs.sector_color(sector))),
        group(state, "status", t("filter_status"), data.statuses, (status) => title(code("status", status)), (status) => glyphs.tie_line(status === "held" ? "held" : "not_held"))),
      el("button", { type: "button", class: "plain", id: "filters-reset", onclick: () => { state.reset_filters(); show(data, state); by_id("filters-reset").focus(); } }, t("reset")));
  }

  function legend() {
    const entry = glyphs.legend_entry;
    replace(by_id("legend"),
      entry(glyphs.tie_line("held"), t("legend_held")), entry(glyphs.tie_line("possible"), t("legend_possible")), entry(glyphs.tie_line("not_held"), t("legend_not_held")),
      entry(glyphs.mark("organization", glyphs.tie_colors.not_held, true), t("legend_hollow")));
  }

  return { show, legend };
})();
