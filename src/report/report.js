// Puts the page together: one state, and what is drawn again when it changes.
(() => {
  const { el, by_id, replace } = capnet.dom;
  const { t, parts, code, text, day, list, sentences, current, choose, languages, names } = capnet.i18n;
  const { presence, count, certain } = capnet.payload;
  const { network, timeline, counts, filters, tables, measures, membership, findings, course, conditions, changed, forecast, spread, what_if, skills } = capnet;

  const data = capnet.payload.read(by_id("capnet-data").textContent);
  capnet.glyphs.assign_sectors(data.sectors);

  const state = {
    day: data.as_of ?? 0,
    stop: data.stop_of(data.as_of ?? 0),
    off: { kind: new Set(), sector: new Set(), status: new Set() },
    selected: null,
    set_day(chosen) {
      const stop = data.stop_of(chosen);
      // Between two stops nothing changes, unless some were left out: then only the stops can be shown.
      if (data.raw.stops_left_out > 0) chosen = data.days[stop];
      if (chosen === state.day) return;
      state.day = chosen;
      state.stop = stop;
      on_day();
    },
    toggle(dimension, value, shown) {
      if (shown) state.off[dimension].delete(value); else state.off[dimension].add(value);
      on_filter();
    },
    reset_filters() {
      for (const hidden of Object.values(state.off)) hidden.clear();
      on_filter();
    },
    select(v) {
      state.selected = v;
      network.select(v);
      tables.detail(v);
    },
  };

  function on_day() {
    spread.leave();
    timeline.show();
    network.apply();
    counts.show(data, state);
    if (!timeline.is_playing()) settle(); else { clearTimeout(settling); settling = setTimeout(settle, 300); }
  }
  let settling = 0;
  // The tables follow when the day stands still: nobody reads them while the history plays.
  function settle() { network.status(); tables.refresh_lists(); if (state.selected) tables.detail(state.selected); }
  function on_filter() { network.apply(); network.declutter(); settle(); }

  function static_words() {
    for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
    by_id("title").textContent = document.title = text(data.raw.title);
    by_id("languages").setAttribute("aria-label", t("language"));
    replace(by_id("languages"), languages.map((language) => el("button", { type: "button", lang: language, "data-language": language, "aria-pressed": String(language === current()), onclick: () => speak(language) }, names[language])));
    by_id("contents").setAttribute("aria-label", t("contents"));
    const link = (id, words) => el("a", { href: `#${id}` }, words);
    const titled = (ids) => ids.map((id) => link(id, t(`${id}_title`))), fixed = (...ids) => ids.map((id) => link(id, t(id)));
    replace(by_id("contents"), fixed("network"), titled(conditions.ids(data)), fixed("measures"), titled([...course.ids(data), ...changed.ids(data)]), fixed("membership"), titled([...forecast.ids(data), ...what_if.ids(data)]), fixed("figures"), titled([...tables.extra_ids(), ...skills.ids(data)]), ["findings", "reading", "sources"].map((id) => link(id, t(id))));
    replace(by_id("reading-body"), ["read_certain", "read_held", "read_unknown", "read_units", "read_intervals", "read_picture"].map((key) => {
      const words = t(key), stop = words.search(/[.。]/) + 1;
      return el("p", null, el("strong", null, words.slice(0, stop)), words.slice(stop));
    }));
    by_id("manifest").textContent = JSON.stringify(data.raw.manifest, null, 2);
    const { order, size } = data.raw, partial = data.vertices.length < order || data.ties.length < size;
    by_id("network-note").textContent = sentences([data.ties.length > 0 && t("network_note"), partial && t("shown_part", { shown: data.vertices.length, all: order, ties: data.ties.length, all_ties: size })]);
  }

  /// Who takes part, in one sentence: groups known by their size, organizations and persons, side by side.
  function taking_part() {
    const stop = data.stop_of(data.as_of ?? 0), { organizations, persons } = data.counts;
    const more = ({ extra }) => extra > 0 ? t("lead_more", { n: extra }) : "";
    const groups = counts.groups_at(data, stop).filter((group) => presence(group, stop) === certain && !group.program);
    const sized = groups.filter((group) => group.size !== null), unsized = groups.filter((group) => group.size === null);
    const named = count(organizations.total, stop), people = count(persons, stop);
    const sectors = organizations.rows.map((row) => ({ name: row.name || "unknown", n: count(row.counts, stop).certain })).filter(({ n }) => n > 0).map(({ name, n }) => t(capnet.codes.get("sector").has(name) ? "lead_sector" : "lead_own_sector", { n, sector: code("sector", name, n) }));
    const items = [
      ...sized.map((group) => [counts.size_of(group), parts("lead_group", { reported: counts.reported(group), cite: tables.cites(group) })]),
      ...named.certain > 0 ? [[t(sized.length ? "lead_organizations_named" : "lead_organizations", { n: named.certain, sectors: list(sectors) }), more(named)]] : [],
      ...people.certain > 0 ? [[t("lead_persons", { n: people.certain }), more(people)]] : [],
    ];
    const joined = items.map((item, place) => [place === 0 ? "" : place === items.length - 1 ? t("lead_and") : t("lead_comma"), item]);
    const on_day = data.days.length > 0;
    const one = items.length === 1 && (sized[0]?.size ?? (named.certain || people.certain)) === 1;
    return [
      items.length > 0 && parts(on_day ? "lead_take_part" : "lead_take_part_undated", { n: one ? 1 : 2, day: on_day ? day(data.as_of) : "", who: joined }),
      unsized.length > 0 && parts("lead_unsized", { n: unsized.length, names: list(unsized.map((group) => text(group.name))) }),
      items.length + unsized.length === 0 && [t(on_day ? "lead_nobody" : "lead_nobody_undated", { day: on_day ? day(data.as_of) : "" })],
    ].filter(Boolean);
  }

  function lead() {
    const box = by_id("lead");
    if (!data.vertices.length) { box.textContent = t("lead_empty"); return; }
    const held = count(data.counts.held.total, data.stop_of(data.as_of ?? 0)), stated = data.statuses.reduce((sum, status) => sum + (status.name === "held" ? 0 : status.count), 0);
    const told = [
      ...taking_part(),
      data.raw.size > 0 && [t("lead_held", { n: held.certain, more: held.extra > 0 ? t("lead_more", { n: held.extra }) : "" })],
      stated > 0 && [t("lead_not_held", { n: stated })],
      data.raw.findings_in_all > 0 && [t("lead_findings", { n: data.raw.findings_in_all })],
    ].filter(Boolean);
    replace(box, told.map((sentence, place) => [place > 0 && current() === "en" && " ", sentence]));
  }

  function speak(language) {
    const focused = document.activeElement?.dataset?.language;
    choose(language);
    everything();
    network.relabel();
    timeline.rebuild();
    spread.rebuild();
    if (state.selected) tables.detail(state.selected);
    if (focused) document.querySelector(`[data-language="${focused}"]`)?.focus();
  }

  function everything() {
    static_words();
    lead();
    measures.headline(data);
    counts.show(data, state);
    filters.show(data, state);
    filters.legend();
    tables.show_lists();
    tables.extra();
    conditions.show(data);
    measures.table(data);
    course.show(data);
    changed.show(data);
    measures.figures(data);
    membership.show(data);
    forecast.show(data);
    what_if.show(data);
    skills.show(data);
    findings.show(data);
    findings.sources(data);
  }

  choose(current());
  tables.start(data, state);
  network.start(data, state);
  timeline.start(data, state);
  spread.start(data, state);
  everything();
  network.status();
  timeline.show();
  addEventListener("beforeprint", network.before_print);
  document.documentElement.dataset.ready = "true";
})();
