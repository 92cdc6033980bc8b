// Which planned events would close most of the gaps: what is chosen with its reasons, and each organization before and after.
capnet.training = (() => {
  const { el, svg } = capnet.dom;
  const { t, share, index, number, text, list_part, counted, unit, interval, sentences } = capnet.i18n;
  const { has } = capnet.payload;
  const { legend_entry } = capnet.glyphs;
  const around = (gap) => has(gap.low) && has(gap.high) && gap.low < gap.high ? interval("bounds", share(gap.low), share(gap.high)) : null;
  const points = (gain, sign = "") => t("points", { n: gain * 100, value: `${sign}${number(gain * 100, gain < 0.01 ? 2 : 1)}` });

  /// From a hollow dot before to a full one after; the pale bar is what is not known after.
  function dumbbell({ before, after }, words) {
    const width = 260, height = 22, middle = 11, x = (p) => 7 + (width - 14) * p;
    return svg("svg", { class: "dumbbell", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words },
      svg("line", { class: "scale", x1: x(0), x2: x(1), y1: middle, y2: middle }), [0, 0.25, 0.5, 0.75, 1].map((p) => svg("line", { class: "tick", x1: x(p), x2: x(p), y1: middle - 4, y2: middle + 4 })),
      has(after.low) && has(after.high) && svg("rect", { class: "span", x: x(after.low), y: middle - 5, width: Math.max(x(after.high) - x(after.low), 1), height: 10, rx: 2 }),
      svg("line", { class: "fall", x1: x(before.value), x2: x(after.value), y1: middle, y2: middle }),
      svg("circle", { class: "before", cx: x(before.value), cy: middle, r: 5 }), svg("circle", { class: "after", cx: x(after.value), cy: middle, r: 5 }));
  }
  const key = (css) => svg("svg", { class: "key dumbbell-key", width: 14, height: 14, "aria-hidden": "true" }, svg("circle", { class: css, cx: 7, cy: 7, r: 5 }));
  const bar_key = () => svg("svg", { class: "key dumbbell-key", width: 22, height: 12, "aria-hidden": "true" }, svg("rect", { class: "span", width: 22, height: 10, y: 1, rx: 2 }));

  function show(data) {
    const { training } = data.raw;
    if (!training) return null;
    const panel = (...content) => el("div", { class: "skill-panel", id: "training" }, el("h3", null, t("training_title")), content);
    if (training.none) return panel(el("p", null, t(`training_none_${training.none}`, { n: training.candidates ?? 0 }), training.message && [" ", el("span", { lang: "en" }, training.message), " ", t("only_english")]));
    const { events, organizations, before, after, known, currency } = training, name = (reference) => capnet.tables.vertex_name(data.vertex(reference));
    const money = (cost) => counted(cost, unit(currency, cost), 2);
    const facts = (one) => [has(one.cost) && money(one.cost), has(one.hours) && counted(one.hours, unit("hour", one.hours)), t(has(one.seats) ? "training_seats" : "training_seats_unknown", { n: one.attendees, seats: one.seats })].filter(Boolean).join(" · ");
    function reason(one) {
      if (!one.first) return one.needed_by === undefined ? t("training_closes_nothing") : t("training_needed", { event: name(one.needed_by) });
      const { first } = one, words = t("training_raises", { skill: text(first.skill), organization: name(first.organization), before: index(first.before), after: index(first.after), required: index(first.required) });
      return one.raised > 1 ? sentences([words, t("training_raises_more", { n: one.raised, organizations: one.organizations })]) : words;
    }
    const who = (one) => one.who.length ? t("training_who", { names: list_part(one.who.map(name), one.attendees - one.who.length) }) : null;
    const summary = [t("training_falls", { n: known, before: share(before.value), after: share(after.value) }), around(after) && t("training_around", { before: around(before) ?? share(before.value), after: around(after) }),
      t("training_bound", { most: training.most_events, gain: points(training.gain), bound: points(training.bound) })];
    const fine = [training.seats_unknown > 0 && t("training_no_seats", { n: training.seats_unknown }), training.passed_over > 0 && t("training_passed_over", { n: training.passed_over })].filter(Boolean);
    return panel(
      capnet.csv.tools("training_events", t("training_title"), () => ({ columns: [t("rank"), t("training_event"), t("training_gain"), t("cost"), t("hours"), t("seats"), t("training_attendees"), t("why")],
        rows: events.map((one, k) => [k + 1, name(one.event), one.gain, one.cost, one.hours, one.seats, one.attendees, reason(one)]) })),
      el("p", { class: "section-note" }, sentences(summary)),
      el("ol", { class: "training-events" }, events.map((one) => el("li", null, el("p", null, capnet.tables.vertex(data.vertex(one.event)), " ", el("strong", null, points(one.gain, "−")), " ", el("span", { class: "quiet" }, facts(one))), el("p", null, reason(one)), who(one) && el("p", { class: "quiet" }, who(one))))),
      organizations.length > 0 && [
        el("h4", null, t("training_organizations")),
        capnet.csv.tools("training", t("training_organizations"), () => ({ columns: [t("organization"), t("before_plan"), `${t("before_plan")} ${t("low")}`, `${t("before_plan")} ${t("high")}`, t("after_plan"), `${t("after_plan")} ${t("low")}`, `${t("after_plan")} ${t("high")}`],
          rows: organizations.map((row) => [name(row.organization), row.before.value, row.before.low, row.before.high, row.after.value, row.after.low, row.after.high]) })),
        el("p", { class: "legend" }, legend_entry(key("before"), t("before_plan")), legend_entry(key("after"), t("after_plan")), legend_entry(bar_key(), t("training_span"))),
        capnet.tables.grid([{ label: t("organization") }, { label: t("training_scale"), class: "drawn" }, { label: t("before_plan"), class: "number" }, { label: t("after_plan"), class: "number" }],
          organizations.map((row) => ({ cells: [capnet.tables.vertex(data.vertex(row.organization)),
            has(row.before.value) && has(row.after.value) ? dumbbell(row, t("training_row", { before: share(row.before.value), after: share(row.after.value) })) : null,
            has(row.before.value) ? share(row.before.value) : null, has(row.after.value) ? [el("strong", null, share(row.after.value)), around(row.after) && [" ", el("span", { class: "quiet around" }, around(row.after))]] : null] }))),
        training.more > 0 && el("p", { class: "quiet" }, t("and_more", { n: training.more }))],
      fine.length > 0 && el("p", { class: "quiet" }, sentences(fine)));
  }

  return { show };
})();
