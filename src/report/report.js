// Puts the page together: one state, and what is drawn again when it changes.
(() => {
  const { el, by_id, replace, anchor } = capnet.dom;
  const { t, code, text, number, day, list, current, choose, languages, names } = capnet.i18n;
  const { network, timeline, counts, filters, tables, measures, membership, findings } = capnet;

  const data = capnet.payload.read(by_id("capnet-data").textContent);
  const sector_order = capnet.glyphs.assign_sectors(data.vertices);

  const state = {
    day: data.as_of ?? 0,
    off: { kind: new Set(), sector: new Set(), status: new Set() },
    selected: null,
    set_day(chosen) {
      if (chosen === state.day) return;
      state.day = chosen;
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
    timeline.show();
    network.apply();
    counts.show(data, state, sector_order);
    if (!timeline.is_playing()) settle(); else { clearTimeout(settling); settling = setTimeout(settle, 300); }
  }
  let settling = 0;
  // The tables follow when the day stands still: nobody reads them while the history plays.
  function settle() { network.status(); tables.refresh_lists(); if (state.selected) tables.detail(state.selected); }
  function on_filter() { network.apply(); network.declutter(); settle(); }

  function static_words() {
    for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
    const title = text(data.raw.title);
    if (title) { by_id("title").textContent = title; document.title = title; }
    const subtitle = text(data.raw.subtitle);
    by_id("subtitle").textContent = subtitle;
    by_id("subtitle").hidden = !subtitle;
    by_id("languages").setAttribute("aria-label", t("language"));
    replace(by_id("languages"), languages.map((language) => el("button", { type: "button", lang: language, "data-language": language, "aria-pressed": String(language === current()), onclick: () => speak(language) }, names[language])));
    by_id("contents").setAttribute("aria-label", t("contents"));
    replace(by_id("contents"), ["network", "measures", "membership", "figures"].map((id) => el("a", { href: `#${id}` }, t(id))),
      data.tables.map((table) => el("a", { href: `#${anchor("table", table.id)}` }, text(table.title))), ["findings", "reading", "sources"].map((id) => el("a", { href: `#${id}` }, t(id))));
    replace(by_id("reading-body"), ["read_certain", "read_held", "read_unknown", "read_units", "read_intervals", "read_picture"].map((key) => {
      const words = t(key), stop = words.search(/[.。]/) + 1;
      return el("p", null, el("strong", null, words.slice(0, stop)), words.slice(stop));
    }));
    if (data.raw.manifest) {
      by_id("manifest-box").hidden = false;
      by_id("manifest").textContent = JSON.stringify(data.raw.manifest, null, 2);
    }
    const omitted = data.raw.omitted;
    by_id("network-note").textContent = [data.ties.length > 0 && t("network_note"), network.note(), omitted && (omitted.vertices || omitted.ties) && `${t("omitted", { vertices: omitted.vertices ?? 0, ties: omitted.ties ?? 0 })} ${text(omitted.reason)}`].filter(Boolean).join(" ");
  }

  function lead() {
    const box = by_id("lead");
    if (!data.vertices.length) { box.textContent = t("lead_empty"); return; }
    const now = capnet.payload.counts(data, data.as_of ?? 0), not_held = data.ties.filter((tie) => tie.status !== "held").length;
    const more = (row) => row.extra > 0 ? t("lead_more", { n: row.extra }) : "";
    const lower = (words) => /^[A-Z][a-z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
    const sectors = [...now.sectors.entries()].filter(([, row]) => row.certain > 0).sort((a, b) => (a[0] === "unknown") - (b[0] === "unknown") || b[1].certain - a[1].certain)
      .map(([sector, row]) => t("lead_sector", { sector: lower(code("sector", sector)), n: row.certain }));
    const sentences = [
      data.organizations > 0
        ? t(data.days ? "lead_organizations" : "lead_organizations_undated", { day: data.days ? day(data.as_of) : "", n: now.organizations.certain, sectors: sectors.length ? t("lead_sectors", { sectors: sectors.join(t("lead_comma")) }) : "", more: more(now.organizations) })
        : t("lead_vertices", { n: data.vertices.length }),
      data.ties.length > 0 && t("lead_held", { n: now.held.certain, more: more(now.held) }),
      not_held > 0 && t("lead_not_held", { n: not_held }),
      data.findings.length > 0 && t("lead_findings", { n: data.findings.length }),
    ];
    box.textContent = sentences.filter(Boolean).join(current() === "ja" ? "" : " ");
  }

  function speak(language) {
    const focused = document.activeElement?.dataset?.language;
    choose(language);
    everything();
    network.relabel();
    timeline.rebuild();
    if (state.selected) tables.detail(state.selected);
    if (focused) document.querySelector(`[data-language="${focused}"]`)?.focus();
  }

  function everything() {
    static_words();
    lead();
    measures.headline(data);
    counts.show(data, state, sector_order);
    filters.show(data, state, sector_order);
    filters.legend();
    tables.show_lists();
    tables.extra();
    measures.table(data);
    measures.figures(data);
    membership.show(data);
    findings.show(data);
    findings.sources(data);
  }

  choose(current());
  tables.start(data, state);
  counts.start(data);
  network.start(data, state);
  timeline.start(data, state);
  everything();
  network.status();
  timeline.show();
  addEventListener("beforeprint", network.before_print);
  document.documentElement.dataset.ready = "true";
})();
