// Tables: sources cited, the picture's equivalents, a vertex in detail, the best linked organizations and skill gaps.
capnet.tables = (() => {
  const { el, by_id, replace, anchor } = capnet.dom;
  const { t, code, title, unit, counted, text, name, number, share, index, script, span, compare, sentences, list: listed } = capnet.i18n;
  const { has, certain, possible, absent, presence } = capnet.payload;
  const page = 60;
  let data, state;

  function start(loaded, shared) { data = loaded; state = shared; }

  /// Footnote numbers that lead to the list of sources, for something with `cite`.
  function cites({ cite, cite_more }) {
    if (!cite?.length) return el("span", { class: "cite none" }, t("no_source"));
    return el("span", { class: "cite" }, cite.map((place, k) => {
      const label = t("cite", { n: place + 1, title: data.sources[place].title || data.sources[place].id });
      return [k > 0 && " ", el("a", { href: `#${anchor("source", place)}`, "aria-label": label, title: label }, `[${place + 1}]`)];
    }), cite_more > 0 && ` ${t("and_more", { n: cite_more })}`);
  }

  /// The same for a file: the ids of the sources.
  const cited = ({ cite, cite_more }) => cite?.length ? [...cite.map((place) => data.sources[place].id ?? data.sources[place].title), cite_more > 0 && t("and_more", { n: cite_more })].filter(Boolean).join("|") : null;

  const is_drawn = (v) => v.ties !== undefined;
  /// A vertex of the picture, or the name of one that is not drawn.
  const vertex_name = (v) => is_drawn(v) ? name(v) : text(v);
  const named = (v) => el("span", { lang: script(name(v)) }, name(v));
  const vertex_button = (v) => el("button", { type: "button", class: "vertex-link", "aria-label": t("show_in_picture", { name: name(v) }), onclick: () => { state.select(v); by_id("frame").scrollIntoView({ block: "nearest" }); } }, named(v));
  const vertex = (v) => is_drawn(v) ? vertex_button(v) : el("span", { lang: script(text(v)) }, text(v));
  const size = (v) => counted(v.size, unit(v.unit, v.size) || t("of_unknown_unit"));
  const unknown = (word = t("unknown")) => el("span", { class: "unknown" }, word);
  // Only what is held can be certain of a day; anything else is named for what it is.
  const on_this_day = (item) => item.status === "held" ? t(activity_word[presence(item, state.stop)]) : el("span", { class: "tag" }, code("status", item.status));
  const day_word = (item) => item.status === "held" ? t(activity_word[presence(item, state.stop)]) : code("status", item.status);
  const attributes_file = (item) => capnet.attributes.lines(item, state.stop).join("; ");
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

  /// The first `most` of a list as `draw` draws them, and the rest to be opened.
  function folded(list, most, draw) {
    const rest = list.slice(most);
    return [draw(list.slice(0, most)), rest.length > 0 && el("details", { class: "rest" }, el("summary", null, t("more", { n: rest.length })), draw(rest))];
  }

  // A column more where anything has attributes.
  const with_attributes = (items) => items.some((item) => item.attributes.length > 0 || item.attributes_more > 0);
  const attributes_column = (items) => with_attributes(items) ? [{ label: t("attributes"), class: "attributes-cell" }] : [];
  const attributes_cell = (items, item) => with_attributes(items) ? [capnet.attributes.list(item, state.stop) ?? "–"] : [];

  // The equivalents of the picture follow its day and filters. They are built when opened, a page at a time.
  const lists = {
    "vertices-table": { query: "", limit: page, title: "table_vertices",
      items: () => data.vertices.filter((v) => capnet.network.vertex_now(v) !== absent),
      matches: (v, query) => [v.name, v.name_en, v.id, v.region].some((word) => String(word ?? "").toLowerCase().includes(query)) || capnet.attributes.matches(v, state.stop, query),
      sort: (a, b) => b.stated - a.stated || compare(name(a), name(b)),
      columns: () => [{ label: t("name") }, { label: t("kind") }, { label: t("sector") }, { label: t("region") }, { label: t("ties_stated"), class: "number" }, ...attributes_column(data.vertices), { label: t("dates") }, { label: t("on_this_day") }, { label: t("source") }],
      row: (v) => ({ cells: [[vertex_button(v), has(v.size) && el("span", { class: "quiet" }, t("in_brackets", { words: size(v) }))], title(code("kind", v.kind, 1)), v.sectored ? title(code("sector", v.sector, 1)) : "–", v.region || (placed.has(v.look) ? unknown() : "–"), number(v.stated), ...attributes_cell(data.vertices, v), span(v), on_this_day(v), cites(v)] }),
      file: () => [[t("name"), "id", t("kind"), t("sector"), t("region"), t("size"), t("unit"), t("status"), t("ties_stated"), t("attributes"), t("begin"), t("end"), t("on_this_day"), t("source")],
        (v) => [name(v), v.id, code("kind", v.kind, 1), v.sectored ? code("sector", v.sector, 1) : null, v.region, v.size, v.unit, code("status", v.status), v.stated, attributes_file(v), capnet.csv.date(v.begin), capnet.csv.date(v.end), day_word(v), cited(v)]] },
    "ties-table": { query: "", limit: page, title: "table_ties",
      items: () => data.ties.filter((tie) => capnet.network.tie_now(tie) !== absent),
      matches: (tie, query) => [tie.from.name, tie.from.name_en, tie.to.name, tie.to.name_en, tie.role].some((word) => String(word ?? "").toLowerCase().includes(query)) || capnet.attributes.matches(tie, state.stop, query),
      sort: (a, b) => a.index - b.index,
      columns: () => [{ label: t("from") }, { label: t("relation") }, { label: t("to") }, { label: t("status") }, { label: t("role") }, ...attributes_column(data.ties), { label: t("dates") }, { label: t("on_this_day") }, { label: t("source") }],
      row: (tie) => ({ cells: [vertex_button(tie.from), code("relation", tie.relation), vertex_button(tie.to), el("span", { class: tie.status === "held" ? null : "tag" }, title(code("status", tie.status))), tie.role || "–", ...attributes_cell(data.ties, tie), span(tie), on_this_day(tie), cites(tie)] }),
      file: () => [[t("from"), `${t("from")} id`, t("relation"), t("to"), `${t("to")} id`, t("status"), t("role"), t("attributes"), t("begin"), t("end"), t("on_this_day"), t("source")],
        (tie) => [name(tie.from), tie.from.id, code("relation", tie.relation), name(tie.to), tie.to.id, code("status", tie.status), tie.role, attributes_file(tie), capnet.csv.date(tie.begin), capnet.csv.date(tie.end), day_word(tie), cited(tie)]] },
  };

  function build_list(id) {
    const list = lists[id], box = by_id(id);
    const search = el("input", { type: "search", value: list.query, placeholder: t("search"), "aria-label": t("search"), oninput: () => { list.query = search.value; list.limit = page; fill_list(id); } });
    replace(box, el("summary", null), el("div", { class: "list-tools" }, search, capnet.csv.button(id.replace("-table", ""), t(`${id.replace("-table", "")}_file`), () => { const [columns, row] = list.file(); return { columns, rows: found_in(list).map(row) }; })), el("div", { class: "list-body" }));
    box.ontoggle = () => fill_list(id);
    fill_list(id);
  }

  function found_in(list) {
    const query = list.query.trim().toLowerCase();
    return list.items().filter((item) => !query || list.matches(item, query)).sort(list.sort);
  }

  function fill_list(id) {
    const list = lists[id], box = by_id(id);
    box.querySelector("summary").textContent = t(list.title, { n: list.items().length });
    if (!box.open) return;
    const found = found_in(list);
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
    const now = v.ties.filter((tie) => capnet.network.tie_now(tie) !== absent);
    const most = 14, other_name = v.name && v.name_en ? (name(v) === v.name ? v.name_en : v.name) : null;
    replace(box,
      el("button", { type: "button", class: "tool close", "aria-label": t("close"), title: t("close"), onclick: () => { state.select(null); by_id("picture").focus({ preventScroll: true }); } }, "×"),
      el("h3", { tabindex: -1 }, capnet.glyphs.mark(v.look, capnet.glyphs.fill(v), v.hollow), " ", named(v)),
      other_name && el("p", { class: "quiet", lang: script(other_name) }, other_name),
      el("p", null, [title(code("kind", v.kind, 1)), v.sectored && title(code("sector", v.sector, 1)), v.region, has(v.size) && size(v), v.status !== "held" && title(code("status", v.status)), span(v)].filter(Boolean).join(" · "), " ", cites(v)),
      capnet.attributes.list(v, state.stop),
      now.length ? el("ul", { class: "detail-ties" }, now.slice(0, most).map((tie) => el("li", { class: tie.status === "held" ? null : "not-held" },
        tie.from === v ? [code("relation", tie.relation), " ", vertex_button(tie.to)] : [vertex_button(tie.from), " ", code("relation", tie.relation)],
        tie.status !== "held" && [" ", el("span", { class: "tag" }, code("status", tie.status))],
        presence(tie, state.stop) === possible && [" ", el("span", { class: "tag possible" }, t("activity_possible"))],
        tie.role && el("span", { class: "quiet" }, ` ${tie.role}`), " ", el("span", { class: "quiet" }, [...capnet.attributes.lines(tie, state.stop), span(tie)].join(" · ")), " ", cites(tie))))
        : el("p", { class: "quiet" }, t("no_ties_today")),
      now.length > most && el("p", { class: "quiet" }, t("and_more", { n: now.length - most })),
      v.stated > now.length && el("p", { class: "quiet" }, t("other_ties", { n: v.stated - now.length })));
    if (focused) box.querySelector("h3").focus({ preventScroll: true });
  }

  /// Why a gap is as wide as it is, in one or two sentences.
  function gap_reason({ skills, people, unrated, open, open_names, weighs_most }, known) {
    if (unrated === skills) return t("gap_unrated", { n: skills });
    const said = [];
    if (!known) said.push(people === 0 ? t("gap_nobody", { n: skills }) : t("gap_no_level", { n: people, skills }));
    else if (weighs_most) said.push(t(weighs_most.holder ? "gap_weighs" : "gap_weighs_none", { skill: text(weighs_most.skill), required: weighs_most.required, held: weighs_most.held, holder: text(weighs_most.holder) }));
    else said.push(t("gap_met"));
    const names = open_names.map(text);
    if (known && open > 0) said.push(t("gap_open", { names: open > names.length ? `${names.join(t("lead_comma"))} ${t("and_more", { n: open - names.length })}` : listed(names) }));
    if (unrated > 0) said.push(t("gap_also_unrated", { n: unrated }));
    return sentences(said);
  }

  const section = (id, note, part, ...content) => el("section", { id, "aria-labelledby": `${id}-h` }, el("h2", { id: `${id}-h` }, t(`${id}_title`)), el("p", { class: "section-note" }, note, " ", part), content);

  const role_words = (roles) => roles?.length ? listed(roles.map((role) => t(`role_${role}`))) : null;
  const community_word = (number) => t("community_n", { n: number });

  function organizations() {
    const rows = data.raw.organizations;
    return [capnet.csv.tools("organizations", t("organizations_title"), () => ({
      columns: [t("organization"), t("links"), t("on_the_way"), "PageRank", t("roles"), t("community")],
      rows: rows.map((row) => [vertex_name(data.vertex(row.organization)), row.links, row.betweenness, row.pagerank, role_words(row.role), row.community]) })),
    grid([{ label: t("organization") }, { label: t("roles") }, { label: t("community") }, { label: t("links"), class: "number" }, { label: t("on_the_way"), class: "number" }, { label: "PageRank", class: "number" }],
      rows.map((row) => ({ cells: [vertex(data.vertex(row.organization)), role_words(row.role) ?? "–", row.community ? community_word(row.community) : "–", number(row.links), row.betweenness === null ? null : share(row.betweenness), index(row.pagerank)] })))];
  }

  function roles() {
    const rows = data.raw.roles ?? [];
    if (!rows.some((row) => row.count > 0)) return null;
    return [el("h3", null, t("roles_title")),
      capnet.csv.tools("roles", t("roles_title"), () => ({ columns: [t("roles"), t("meaning"), t("organizations")], rows: rows.map((row) => [t(`role_${row.role}`), t(`role_${row.role}_means`), row.count]) })),
      grid([{ label: t("roles") }, { label: t("meaning") }, { label: t("organizations"), class: "number" }], rows.map((row) => ({ cells: [el("span", { class: "row-title" }, t(`role_${row.role}`)), t(`role_${row.role}_means`), number(row.count)] })), { class: "grid compact steady" })];
  }

  function communities() {
    const { settled, total, rows } = data.raw.communities ?? {};
    if (settled === undefined || settled && !total) return null;
    if (!settled) return [el("h3", null, t("communities_title")), el("p", { class: "quiet" }, t("communities_unsettled"))];
    const most = Math.max(...rows.map((row) => row.size)), sector_word = (sector, n) => title(code("sector", sector.name || "unknown", n));
    const known_sector = (sector) => capnet.codes.get("sector").has(sector.name || "unknown");
    const mix = (row) => [...row.sectors.map((sector) => t(known_sector(sector) ? "lead_sector" : "lead_own_sector", { n: sector.count, sector: code("sector", sector.name || "unknown", sector.count) })), row.more_sectors > 0 && t("and_more", { n: row.more_sectors })].filter(Boolean);
    const members = (row) => [row.members.map((v, k) => [k > 0 && t("list_comma"), vertex(data.vertex(v))]), row.size > row.members.length && `${t("list_comma")}${t("and_more", { n: row.size - row.members.length })}`];
    return [el("h3", null, t("communities_title")), el("p", { class: "section-note" }, t("communities_note", { n: total }), " ", rows.length < total && t("communities_part", { shown: rows.length })),
      capnet.csv.tools("communities", t("communities_title"), () => ({ columns: [t("community"), t("organizations"), t("sector"), t("count"), t("best_linked")], rows: rows.flatMap((row, place) => row.sectors.map((sector) => [place + 1, row.size, sector_word(sector, 1), sector.count, row.members.map((v) => vertex_name(data.vertex(v))).join("; ")])) })),
      grid([{ label: t("community") }, { label: t("organizations"), class: "number" }, { label: t("sectors_of"), class: "wide" }, { label: t("best_linked") }], rows.map((row, place) => ({ cells: [
        community_word(place + 1), number(row.size), [capnet.glyphs.mix_bar(row.sectors.map((sector) => [sector.count, capnet.glyphs.sector_color(sector.name || "unknown")]), row.size, row.size / most), el("span", { class: "quiet" }, mix(row).join(t("list_comma")))], members(row)] })))];
  }

  /// The best linked organizations and the widest gaps, where there are any.
  function extra() {
    const { organizations: linked, gaps, gaps_in_all } = data.raw;
    replace(by_id("extra-tables"),
      linked.length > 0 && section("organizations", t("organizations_note"), null, organizations(), roles(), communities()),
      gaps.length > 0 && section("gaps", t("gaps_note"), gaps.length < gaps_in_all && t("gaps_part", { shown: gaps.length, all: gaps_in_all }),
        capnet.csv.tools("gaps", t("gaps_title"), () => ({ columns: [t("organization"), t("gap"), t("low"), t("high"), t("coverage"), t("why")], rows: gaps.map((row) => [vertex_name(data.vertex(row.organization)), row.gap.value, row.gap.low, row.gap.high, row.coverage, gap_reason(row.reason, row.coverage > 0)]) })),
        grid([{ label: t("organization") }, { label: t("gap"), class: "drawn" }, { label: t("coverage"), class: "number" }, { label: t("why") }],
          gaps.map((row) => ({ cells: [vertex(data.vertex(row.organization)), row.gap.value === null && row.gap.low === null ? null : capnet.measures.interval_cell({ ...row.gap, high: row.gap.high ?? 1, kind: "bounds", format: share, min: 0, max: 1 }), share(row.coverage), gap_reason(row.reason, row.coverage > 0)] })))));
  }
  /// The ids of the tables there are, for the list of contents.
  const extra_ids = () => [data.raw.organizations.length > 0 && "organizations", data.raw.gaps.length > 0 && "gaps"].filter(Boolean);

  return { start, cites, cited, vertex, vertex_name, grid, folded, show_lists, refresh_lists, detail, extra, extra_ids, gap_reason };
})();
