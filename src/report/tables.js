// Tables: sources cited, the picture's equivalents, a vertex in detail, and further results.
capnet.tables = (() => {
  const { el, by_id, replace, anchor } = capnet.dom;
  const { t, code, text, name, number, share, script, span, compare } = capnet.i18n;
  const { certain, possible, absent, activity } = capnet.payload;
  const page = 60;
  let data, state;

  function start(loaded, shared) { data = loaded; state = shared; }

  /// Footnote numbers that lead to the list of sources.
  function cites(ids) {
    if (!ids?.length) return el("span", { class: "cite none" }, t("no_source"));
    return el("span", { class: "cite" }, ids.map((id, place) => {
      const index = data.source_index.get(id);
      const separator = place ? " " : null;
      if (index === undefined) return [separator, el("span", { title: t("cite_unknown", { id }) }, `[${id}]`)];
      const title = t("cite", { n: index + 1, title: text(data.sources[index].title) || id });
      return [separator, el("a", { href: `#${anchor("source", id)}`, "aria-label": title, title }, `[${index + 1}]`)];
    }));
  }

  const size = (v) => `${number(v.size)}${v.unit ? ` ${code("unit", v.unit)}` : ""}`;
  const named = (v) => el("span", { lang: script(name(v)) }, name(v));
  const vertex_button = (v) => v ? el("button", { type: "button", class: "vertex-link", "aria-label": t("show_in_picture", { name: name(v) }), onclick: () => { state.select(v); by_id("frame").scrollIntoView({ block: "nearest" }); } }, named(v)) : null;
  const unknown = (word = t("unknown")) => el("span", { class: "unknown" }, word);
  // Only what is held can be certain of a day; anything else is named for what it is.
  const on_this_day = (item) => item.status === "held" ? t(activity_word[activity(item, state.day)]) : el("span", { class: "tag" }, code("status", item.status));
  const placed = new Set(["organization", "person", "event", "cohort", "region"]);
  const activity_word = { [certain]: "activity_certain", [possible]: "activity_possible", [absent]: "activity_absent" };

  /// A table whose rows become cards on a narrow screen: each cell carries its column's title.
  function grid(columns, rows, attributes = {}) {
    return el("table", { class: "grid", ...attributes },
      el("thead", null, el("tr", null, columns.map((column) => el("th", { scope: "col", class: column.class }, column.label)))),
      el("tbody", null, rows.map((row) => row.heading
        ? el("tr", { class: "heading" }, el("th", { scope: "rowgroup", colspan: columns.length }, row.heading))
        : el("tr", { id: row.id }, row.cells.map((cell, place) => place === 0
          ? el("th", { scope: "row", class: columns[place].class }, cell ?? unknown())
          : el("td", { class: columns[place].class, "data-label": columns[place].label }, el("div", null, cell ?? unknown())))))));
  }

  // The equivalents of the picture follow its day and filters. They are built when opened, a page at a time.
  const lists = {
    "vertices-table": { query: "", limit: page, title: "table_vertices",
      items: () => data.vertices.filter((v) => capnet.network.vertex_now(v) !== absent),
      matches: (v, query) => [v.name, v.name_en, v.id, v.region].some((word) => String(word ?? "").toLowerCase().includes(query)),
      sort: (a, b) => capnet.network.held_degree(b) - capnet.network.held_degree(a) || compare(name(a), name(b)),
      columns: () => [{ label: t("name") }, { label: t("kind") }, { label: t("sector") }, { label: t("region") }, { label: t("held_today"), class: "number" }, { label: t("dates") }, { label: t("on_this_day") }, { label: t("source") }],
      row: (v) => ({ cells: [[vertex_button(v), v.size !== null && v.size !== undefined && el("span", { class: "quiet" }, ` (${t("size_is", { n: size(v) })})`)], code("kind", v.kind), v.sectored ? code("sector", v.sector) : "–", v.region || (placed.has(v.kind) ? unknown() : "–"), number(capnet.network.held_degree(v)), span(v), on_this_day(v), cites(v.cite)] }) },
    "ties-table": { query: "", limit: page, title: "table_ties",
      items: () => data.ties.filter((tie) => capnet.network.tie_now(tie) !== absent),
      matches: (tie, query) => [tie.from?.name, tie.from?.name_en, tie.to?.name, tie.to?.name_en, tie.role].some((word) => String(word ?? "").toLowerCase().includes(query)),
      sort: (a, b) => a.index - b.index,
      columns: () => [{ label: t("from") }, { label: t("relation") }, { label: t("to") }, { label: t("status") }, { label: t("role") }, { label: t("dates") }, { label: t("on_this_day") }, { label: t("source") }],
      row: (tie) => ({ cells: [vertex_button(tie.from), code("relation", tie.relation), vertex_button(tie.to), el("span", { class: tie.status === "held" ? null : "tag" }, code("status", tie.status)), tie.role || "–", span(tie), on_this_day(tie), cites(tie.cite)] }) },
  };

  function build_list(id) {
    const list = lists[id], box = by_id(id);
    const search = el("input", { type: "search", value: list.query, placeholder: t("search"), "aria-label": t("search"), oninput: () => { list.query = search.value; list.limit = page; fill_list(id); } });
    replace(box, el("summary", null), el("div", { class: "list-tools" }, search), el("div", { class: "list-body" }));
    box.ontoggle = () => fill_list(id);
    fill_list(id);
  }

  function fill_list(id) {
    const list = lists[id], box = by_id(id);
    const items = list.items();
    box.querySelector("summary").textContent = t(list.title, { n: items.length });
    if (!box.open) return;
    const query = list.query.trim().toLowerCase();
    const found = items.filter((item) => !query || list.matches(item, query)).sort(list.sort);
    const body = box.querySelector(".list-body");
    replace(body,
      found.length ? grid(list.columns(), found.slice(0, list.limit).map(list.row)) : el("p", { class: "quiet" }, t("no_rows")),
      found.length > list.limit && el("button", { type: "button", class: "plain", onclick: () => { const from = list.limit; list.limit += page * 4; fill_list(id); body.querySelectorAll("tbody tr")[from]?.querySelector("button")?.focus(); } }, t("more", { n: Math.min(found.length - list.limit, page * 4) })));
  }

  const show_lists = () => Object.keys(lists).forEach(build_list);
  const refresh_lists = () => Object.keys(lists).forEach(fill_list);

  /// What is known of the chosen vertex, and its ties on the day.
  function detail(v) {
    const box = by_id("detail");
    const focused = box.contains(document.activeElement);
    box.hidden = !v;
    if (!v) return replace(box);
    const now = v.ties.filter((tie) => capnet.network.admits_tie(tie) && activity(tie, state.day) !== absent);
    const most = 14, other_name = v.name && v.name_en ? (name(v) === v.name ? v.name_en : v.name) : null;
    replace(box,
      el("button", { type: "button", class: "tool close", "aria-label": t("close"), title: t("close"), onclick: () => { state.select(null); by_id("picture").focus({ preventScroll: true }); } }, "×"),
      el("h3", { tabindex: -1 }, capnet.glyphs.mark(v.kind, capnet.glyphs.fill(v), v.hollow), " ", named(v)),
      other_name && el("p", { class: "quiet", lang: script(other_name) }, other_name),
      el("p", null, [code("kind", v.kind), v.sectored && code("sector", v.sector), v.region, v.size !== null && v.size !== undefined && t("size_is", { n: size(v) }), v.status !== "held" && code("status", v.status), span(v)].filter(Boolean).join(" · "), " ", cites(v.cite)),
      now.length ? el("ul", { class: "detail-ties" }, now.slice(0, most).map((tie) => el("li", { class: tie.status === "held" ? null : "not-held" },
        tie.from === v ? [code("relation", tie.relation), " ", vertex_button(tie.to)] : [vertex_button(tie.from), " ", code("relation", tie.relation)],
        tie.status !== "held" && [" ", el("span", { class: "tag" }, code("status", tie.status))],
        activity(tie, state.day) === possible && [" ", el("span", { class: "tag possible" }, t("activity_possible"))],
        tie.role && el("span", { class: "quiet" }, ` ${tie.role}`), " ", el("span", { class: "quiet" }, span(tie)), " ", cites(tie.cite))))
        : el("p", { class: "quiet" }, t("no_ties_today")),
      now.length > most && el("p", { class: "quiet" }, t("and_more", { n: now.length - most })),
      v.ties.length > now.length && el("p", { class: "quiet" }, t("other_days", { n: v.ties.length - now.length })));
    if (focused) box.querySelector("h3").focus({ preventScroll: true });
  }

  function cell(value, column) {
    if (column.type === "cite") return cites(value);
    if (value === null || value === undefined) return unknown();
    if (column.type === "number") return number(value);
    if (column.type === "share") return share(value);
    if (column.type === "vertex") return data.by_id.has(value) ? vertex_button(data.by_id.get(value)) : String(value);
    if (column.type === "interval") return capnet.measures.interval_cell({ ...value, format: share, min: 0, max: 1 });
    return text(value);
  }

  /// Further results that the payload brings along: gap, spread and the like.
  function extra() {
    replace(by_id("extra-tables"), data.tables.map((table) => el("section", { id: anchor("table", table.id), "aria-labelledby": anchor("table-h", table.id) },
      el("h2", { id: anchor("table-h", table.id) }, text(table.title)),
      text(table.note) && el("p", { class: "section-note" }, text(table.note)),
      table.rows?.length ? grid(table.columns.map((column) => ({ label: text(column.label), class: column.type === "number" || column.type === "share" ? "number" : column.type === "interval" ? "drawn" : null })),
        table.rows.map((row) => ({ cells: table.columns.map((column) => cell(row[column.key], column)) }))) : el("p", { class: "quiet" }, t("no_rows")))));
  }

  return { start, cites, vertex_button, unknown, grid, show_lists, refresh_lists, detail, extra, named };
})();
