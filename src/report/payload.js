// The payload, its dates as day numbers (days since 1970-01-01), and what is active on a day.
capnet.payload = (() => {
  const ms_per_day = 86400000;
  const certain = 2, possible = 1, absent = 0;

  const day_number = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / ms_per_day);
  const day_iso = (day) => new Date(day * ms_per_day).toISOString().slice(0, 10);
  const date_pair = (date) => Array.isArray(date) && date.length === 2 ? [day_number(date[0]), day_number(date[1])] : null;

  function dated(item) {
    const begin = date_pair(item.begin), end = date_pair(item.end);
    return {
      ...item, begin, end,
      status: item.status || "held",
      cite: item.cite ?? [],
      begin_earliest: begin ? begin[0] : -Infinity, begin_latest: begin ? begin[1] : -Infinity,
      end_earliest: end ? end[0] : Infinity, end_latest: end ? end[1] : Infinity,
    };
  }

  /// certain: begin.latest <= day < end.earliest; possible: begin.earliest <= day < end.latest.
  function activity(item, day) {
    if (item.begin_latest <= day && day < item.end_earliest) return certain;
    if (item.begin_earliest <= day && day < item.end_latest) return possible;
    return absent;
  }

  function read(json) {
    const raw = JSON.parse(json);
    const vertices = (raw.vertices ?? []).map((v, index) => ({ ...dated(v), index, ties: [] }));
    const by_id = new Map(vertices.map((v) => [v.id, v]));
    const ties = (raw.ties ?? []).map((tie, index) => ({
      ...dated(tie), index, directed: tie.directed !== false, from: by_id.get(tie.source), to: by_id.get(tie.target),
    }));
    for (const tie of ties) {
      if (!tie.from || !tie.to) continue;
      tie.from.ties.push(tie);
      if (tie.to !== tie.from) tie.to.ties.push(tie);
    }
    for (const v of vertices) {
      v.sectored = v.sector !== null && v.sector !== undefined && v.sector !== "" || v.kind === "organization" || v.kind === "cohort";
      v.sector = v.sectored ? v.sector || "unknown" : null;
      // Known only through statements that don't hold: drawn hollow.
      v.hollow = v.status !== "held" || v.ties.length > 0 && v.ties.every((tie) => tie.status !== "held");
    }
    const days = raw.days ? { min: day_number(raw.days.min), max: day_number(raw.days.max) } : null;
    let as_of = raw.as_of ? day_number(raw.as_of) : days ? days.max : null;
    if (days && as_of !== null) as_of = Math.min(Math.max(as_of, days.min), days.max);
    // Which ties make an organization part of the network; where none of them occurs, any tie does.
    let membership = new Set(raw.membership ?? ["participates_in", "member_of", "runs"]);
    if (!ties.some((tie) => membership.has(tie.relation))) membership = new Set(ties.map((tie) => tie.relation));
    return {
      raw, vertices, ties, by_id, days, as_of, membership,
      organizations: vertices.filter((v) => v.kind === "organization" && v.status === "held").length,
      sources: raw.sources ?? [],
      source_index: new Map((raw.sources ?? []).map((s, index) => [s.id, index])),
      measures: raw.measures ?? [], figures: raw.figures ?? [], series: raw.series ?? [],
      findings: raw.findings ?? [], tables: raw.tables ?? [],
      figure_by_id: new Map((raw.figures ?? []).map((f) => [f.id, f])),
      changes: days ? change_days([...vertices, ...ties], days, as_of) : [],
    };
  }

  // The days on which something changes: the slider's stops.
  function change_days(items, days, as_of) {
    const stops = new Set([days.min, days.max, as_of]);
    for (const item of items)
      for (const day of [item.begin_earliest, item.begin_latest, item.end_earliest, item.end_latest])
        if (day >= days.min && day <= days.max) stops.add(day);
    return [...stops].sort((a, b) => a - b);
  }

  /// Held ties over time: [{day, certain, possible}] at every day on which either number changes; possible includes certain.
  function history(ties, days) {
    const deltas = new Map();
    const add = (day, key, n) => {
      if (day === Infinity) return;
      const at = Math.max(day, days.min);
      if (at > days.max) return;
      if (!deltas.has(at)) deltas.set(at, { certain: 0, possible: 0 });
      deltas.get(at)[key] += n;
    };
    add(days.min, "certain", 0);
    for (const tie of ties) {
      if (tie.status !== "held") continue;
      if (tie.begin_latest < tie.end_earliest) { add(tie.begin_latest, "certain", 1); add(tie.end_earliest, "certain", -1); }
      if (tie.begin_earliest < tie.end_latest) { add(tie.begin_earliest, "possible", 1); add(tie.end_latest, "possible", -1); }
    }
    let certain_now = 0, possible_now = 0;
    return [...deltas.keys()].sort((a, b) => a - b).map((day) => {
      certain_now += deltas.get(day).certain;
      possible_now += deltas.get(day).possible;
      return { day, certain: certain_now, possible: possible_now };
    });
  }

  /// Whether an organization takes part on a day: by its surest held tie of membership that covers the day, and its own dates.
  function taking_part(data, v, day) {
    let surest = absent;
    for (const tie of v.ties)
      if (tie.status === "held" && data.membership.has(tie.relation)) surest = Math.max(surest, activity(tie, day));
    return Math.min(surest, activity(v, day));
  }

  /// What the panel beside the picture says about a day. `extra` is what may hold beyond `certain`.
  function counts(data, day) {
    const sectors = new Map(), relations = new Map(), others = new Map();
    const tally = (map, key, how) => {
      const row = map.get(key) ?? { certain: 0, extra: 0 };
      if (how === certain) row.certain += 1;
      if (how === possible) row.extra += 1;
      map.set(key, row);
    };
    for (const v of data.vertices)
      if (v.kind === "organization" && v.status === "held") tally(sectors, v.sector, taking_part(data, v, day));
    for (const tie of data.ties) tally(tie.status === "held" ? relations : others, tie.status === "held" ? tie.relation : tie.status, activity(tie, day));
    const total = (map) => [...map.values()].reduce((sum, row) => ({ certain: sum.certain + row.certain, extra: sum.extra + row.extra }), { certain: 0, extra: 0 });
    return { sectors, relations, others, organizations: total(sectors), held: total(relations), not_held: total(others) };
  }

  return { read, activity, history, counts, certain, possible, absent, day_number, day_iso, date_pair };
})();
