// The counts beside the picture: of the whole network on the slider's day, whatever the filters hide.
capnet.counts = (() => {
  const { el, by_id, replace } = capnet.dom;
  const { t, code, title, unit, counted, text, number, day, date } = capnet.i18n;
  const { count, presence, absent, possible, date_pair } = capnet.payload;
  const glyphs = capnet.glyphs;
  const most_groups = 6;

  const figure = ({ certain, extra }) => [el("span", { class: "certain" }, number(certain)), extra > 0 && el("span", { class: "extra" }, ` ${t("plus_possible", { n: extra })}`)];

  function table(id, caption, { rows, total, more }, stop, label, color) {
    if (!rows.length) return null;
    const now = rows.map((row) => ({ name: row.name, ...count(row.counts, stop) })), max = Math.max(1, ...now.map((row) => row.certain + row.extra));
    return el("table", { class: "count-table", id },
      el("caption", null, caption, " ", capnet.csv.button(id, caption, () => ({ columns: [caption, t("certain_count"), t("at_most")], rows: now.map((row) => [label(row.name), row.certain, row.certain + row.extra]) }))),
      el("tbody", null, now.map((row) => el("tr", { class: row.certain + row.extra ? null : "zero" },
        el("th", { scope: "row" }, label(row.name)),
        el("td", { class: "bar" }, glyphs.count_bar(row.certain, row.extra, max, color(row.name))),
        el("td", { class: "number" }, figure(row))))),
      el("tfoot", null, more > 0 && el("tr", null, el("td", { colspan: 3, class: "quiet" }, t("and_more", { n: more }))),
        el("tr", null, el("th", { scope: "row" }, t("total")), el("td"), el("td", { class: "number" }, figure(count(total, stop))))));
  }

  /// "87 municipalities": a group by its size and unit; one of unknown size by its name.
  function size_of(group) {
    if (group.size === null) return text(group.name);
    return counted(group.size, unit(group.unit, group.size) || (group.sector ? code("sector", group.sector, group.size) : t("of_unknown_unit")));
  }
  const reported = (group) => group.reported ? t("reported_on", { day: date(date_pair(group.reported)) }) : t("reported_undated");
  const groups_at = (data, stop) => data.counts.groups.filter((group) => presence(group, stop) !== absent);

  function groups(data, stop) {
    const now = groups_at(data, stop), total = count(data.counts.groups_total, stop);
    if (!now.length) return null;
    const more = total.certain + total.extra - Math.min(now.length, most_groups);
    return [el("h4", null, t("groups_title")),
      el("ul", { class: "groups", id: "groups" }, now.slice(0, most_groups).map((group) => el("li", null,
        el("strong", null, size_of(group)), " ", group.size === null ? t("size_unknown") : reported(group),
        group.program && [" · ", text(group.program)], presence(group, stop) === possible && [" ", el("span", { class: "tag possible" }, t("activity_possible"))], " ", capnet.tables.cites(group)))),
      more > 0 && el("p", { class: "quiet" }, t("and_more", { n: more }))];
  }

  function show(data, state) {
    const { counts } = data, stop = state.stop, persons = count(counts.persons, stop), taking_part = groups(data, stop);
    const kinds = [counts.organizations.rows.length, persons.certain + persons.extra, taking_part].filter(Boolean).length;
    replace(by_id("counts"),
      el("h3", { id: "counts-h" }, data.days.length ? t("on_day", { day: day(state.day) }) : t("at_any_time")),
      table("sector-counts", t("organizations_by_sector"), counts.organizations, stop, (sector) => title(code("sector", sector || "unknown")), (sector) => glyphs.sector_color(sector || "unknown")),
      persons.certain + persons.extra > 0 && el("table", { class: "count-table", id: "person-counts" }, el("tbody", null, el("tr", null, el("th", { scope: "row" }, el("strong", null, t("persons_title"))), el("td", { class: "number" }, figure(persons))))),
      taking_part,
      kinds > 1 && el("p", { class: "quiet" }, t("never_added")),
      table("relation-counts", t("ties_by_relation"), counts.held, stop, (relation) => code("relation", relation), () => glyphs.tie_colors.held),
      table("other-counts", t(data.days.length ? "not_held_title" : "not_held_title_undated"), counts.not_held, stop, (status) => title(code("status", status)), () => glyphs.tie_colors.not_held),
      kinds > 0 && el("p", { class: "quiet" }, t("counts_participation")),
      data.vertices.length > 0 && el("p", { class: "quiet" }, data.days.length ? t("counts_note", { vertices: counts.undated[0], all_vertices: data.raw.order, ties: counts.undated[1], all_ties: data.raw.size }) : t("counts_note_undated")));
  }

  return { show, size_of, reported, groups_at };
})();
