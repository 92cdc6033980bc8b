// The payload, its references resolved. What holds at a stop of the slider was computed where the report was written: here it is looked up.
capnet.payload = (() => {
  const ms_per_day = 86400000;
  const certain = 2, possible = 1, absent = 0;

  /// Whether a field of the payload says anything.
  const has = (value) => value !== null && value !== undefined;

  const day_number = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / ms_per_day);
  const date_pair = (date) => Array.isArray(date) && date.length === 2 ? [day_number(date[0]), day_number(date[1])] : null;

  /// The last place of an ascending list whose value is at most `value`; 0 before the first.
  function last_at_most(size, value_at, value) {
    let low = 0, high = size - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (value_at(middle) <= value) low = middle; else high = middle - 1;
    }
    return low;
  }

  /// Of `[stop, numbers..., stop, numbers..., ...]` the `width` numbers that hold at a stop.
  function at(changes, stop, width) {
    const step = width + 1, place = last_at_most(changes.length / step, (k) => changes[k * step], stop);
    return changes.slice(place * step + 1, (place + 1) * step);
  }
  /// How surely something is there at a stop.
  const presence = (item, stop) => item.there ? at(item.there, stop, 1)[0] : certain;
  /// What surely counts at a stop, and what may on top of it.
  function count(changes, stop) {
    const [sure, most] = at(changes, stop, 2);
    return { certain: sure, extra: most - sure };
  }

  /// An attribute's value at a stop: its changes begin with the first value, from the beginning on. null: not known.
  const value_at = ({ changes }, stop) => at([0, ...changes], stop, 1)[0];

  function read(json) {
    const raw = JSON.parse(json);
    const dated = (item, index) => ({
      ...item, index, status: item.status ?? "held", begin: date_pair(item.begin), end: date_pair(item.end),
      attributes: (item.attributes ?? []).map(([place, ...changes]) => ({ what: raw.attributes[place], changes })),
    });
    const sector_name = (place) => raw.sectors[place].name || "unknown";
    const vertices = raw.vertices.map((v, index) => ({ ...dated(v, index), kind: raw.kinds[v.kind].name, look: raw.kinds[v.kind].is ?? raw.kinds[v.kind].name, sectored: v.sector !== undefined, sector: v.sector === undefined ? null : sector_name(v.sector), stated: v.ties, ties: [] }));
    const ties = raw.ties.map((tie, index) => ({ ...dated(tie, index), relation: raw.relations[tie.relation].name, directed: raw.relations[tie.relation].directed, from: vertices[tie.source], to: vertices[tie.target] }));
    for (const tie of ties) {
      tie.from.ties.push(tie);
      if (tie.to !== tie.from) tie.to.ties.push(tie);
    }
    // A vertex is referred to by its place, or named where it is not drawn.
    const vertex = (reference) => typeof reference === "number" ? vertices[reference] : reference;
    const figures = raw.figures.map((f, index) => ({ ...f, index, subject: vertex(f.subject) }));
    const days = raw.stops.map(day_number);
    return {
      raw, vertices, ties, figures, vertex, days,
      kinds: raw.kinds, sectors: raw.sectors.map((sector, place) => ({ ...sector, name: sector_name(place) })), statuses: raw.statuses,
      counts: raw.counts, sources: raw.sources, measures: raw.measures,
      series: raw.series.map((series) => ({ ...series, subject: vertex(series.subject) })),
      findings: raw.findings.map((f) => ({ ...f, figures: f.figures.map((place) => figures[place]), vertices: f.vertices.map(vertex) })),
      as_of: raw.as_of ? day_number(raw.as_of) : null,
      stop_of: (day) => days.length ? last_at_most(days.length, (place) => days[place], day) : 0,
    };
  }

  return { read, has, presence, count, at, value_at, certain, possible, absent, day_number, date_pair };
})();
