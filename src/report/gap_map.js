// Who lacks which skill how much: organizations by skills, each cell with what it was computed from.
capnet.gap_map = (() => {
  const { el } = capnet.dom;
  const { t, share, index, list_part, interval, sentences } = capnet.i18n;
  const { has } = capnet.payload;
  const level = (value) => has(value) ? index(value) : t("unknown");

  function show(data) {
    const { gap_map: map, gaps, gaps_in_all } = data.raw;
    if (!map) return null;
    const skills = map.skills.map((skill) => data.vertex(skill)), skill_name = (column) => capnet.tables.vertex_name(skills[column]);
    const organization = (r) => data.vertex(gaps[r].organization), organization_name = (r) => capnet.tables.vertex_name(organization(r));
    const bounds = (cell) => has(cell.low) && has(cell.high) && cell.low < cell.high ? interval("bounds", share(cell.low), share(cell.high)) : null;
    const missing = (cell) => has(cell.missing) ? share(cell.missing) : has(cell.required) && cell.required === 0 ? t("gap_map_nothing_asked") : t("unknown");
    const holders = (cell) => cell.holders ? list_part(cell.holders.map((v) => capnet.tables.vertex_name(data.vertex(v))), cell.more) : "–";
    const people = (cell) => t("gap_map_people", { known: cell.known, unknown: cell.unknown });
    // Of a requirement of level 0 nothing is missing.
    const drawn = (cell) => has(cell.missing) ? cell.missing : cell.required === 0 ? 0 : null;
    const words = (r, cell) => t("gap_map_cell", { organization: organization_name(r), skill: skill_name(cell.skill), missing: missing(cell), required: level(cell.required), held: level(cell.held) });

    const of_cell = (r, cell) => [el("h4", null, `${organization_name(r)} – ${skill_name(cell.skill)}`), capnet.heat.facts([
      [t("gap_map_missing"), [el("strong", null, missing(cell)), bounds(cell) && [" ", el("span", { class: "quiet" }, bounds(cell))]]],
      [t("gap_map_required"), level(cell.required)], [t("gap_map_held"), level(cell.held)], [t("gap_map_importance"), index(cell.importance)],
      [t("gap_map_decides"), holders(cell)], [t("gap_map_who"), people(cell)]]),
      !has(cell.required) ? el("p", null, t("gap_map_unrated")) : !has(cell.held) && el("p", null, t("gap_map_open"))];
    function of_row(r) {
      const { gap, coverage, reason } = gaps[r], cells = map.rows[r];
      return [el("h4", null, capnet.tables.vertex(organization(r))),
        el("p", null, el("strong", null, has(gap.value) ? t("gap_map_row", { gap: share(gap.value) }) : t("gap_map_row_unknown")), " ", has(gap.low) && has(gap.high) && [el("span", { class: "quiet" }, interval("bounds", share(gap.low), share(gap.high))), " "], t("gap_map_row_known", { share: share(coverage), n: reason.people })),
        el("p", null, capnet.tables.gap_reason(reason, coverage > 0)),
        capnet.tables.grid([{ label: t("skill") }, { label: t("gap_map_missing"), class: "number" }, { label: t("gap_map_required"), class: "number" }, { label: t("gap_map_held"), class: "number" }, { label: t("gap_map_importance"), class: "number" }, { label: t("gap_map_decides") }],
          cells.map((cell) => ({ cells: [skill_name(cell.skill), missing(cell), level(cell.required), level(cell.held), index(cell.importance), holders(cell)] })))];
    }

    const rows = map.rows.map((cells, r) => {
      const by = new Map(cells.map((cell) => [cell.skill, cell]));
      return { head: organization_name(r), said: has(gaps[r].gap.value) ? capnet.heat.percent(gaps[r].gap.value) : t("unknown"),
        cells: skills.map((_, column) => { const cell = by.get(column); return cell ? { share: drawn(cell), words: words(r, cell) } : null; }),
        open: (column) => column < 0 ? of_row(r) : by.has(column) ? of_cell(r, by.get(column)) : null };
    });
    const flat = map.rows.flatMap((cells, r) => cells.map((cell) => ({ r, cell })));
    const left_out = [rows.length < gaps_in_all && t("gap_map_more_rows", { n: gaps_in_all - rows.length }), map.more > 0 && t("gap_map_more_columns", { n: map.more })].filter(Boolean);
    return el("div", { class: "skill-panel", id: "gap-map" }, el("h3", null, t("gap_map_title")),
      capnet.csv.tools("gap_map", t("gap_map_title"), () => ({ columns: [t("organization"), t("skill"), t("gap_map_missing"), t("low"), t("high"), t("gap_map_required"), t("gap_map_held"), t("gap_map_importance"), t("gap_map_decides")],
        rows: flat.map(({ r, cell }) => [organization_name(r), skill_name(cell.skill), cell.missing, cell.low, cell.high, cell.required, cell.held, cell.importance, cell.holders ? holders(cell) : null]) })),
      el("p", { class: "section-note" }, sentences([t("gap_map_note"), t("heat_hint")])),
      capnet.heat.legend(t("gap_map_legend"), t("heat_unknown"), t("gap_map_blank")),
      capnet.heat.grid({ label: t("gap_map_title"), corner: t("organization"), columns: skills.map((_, column) => skill_name(column)), rows }),
      left_out.length > 0 && el("p", { class: "quiet" }, left_out.join(" ")),
      el("details", { class: "chart-table" }, el("summary", null, t("heat_table", { n: flat.length })), capnet.tables.folded(flat, 30, (some) => capnet.tables.grid(
        [{ label: t("organization") }, { label: t("skill") }, { label: t("gap_map_missing"), class: "number" }, { label: t("gap_map_required"), class: "number" }, { label: t("gap_map_held"), class: "number" }, { label: t("gap_map_importance"), class: "number" }],
        some.map(({ r, cell }) => ({ cells: [capnet.tables.vertex(organization(r)), skill_name(cell.skill), missing(cell), level(cell.required), level(cell.held), index(cell.importance)] }))))));
  }

  return { show };
})();
