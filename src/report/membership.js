// Reported series over time, one chart each, with the range of every date and value drawn.
capnet.membership = (() => {
  const { el, svg, by_id, replace } = capnet.dom;
  const { t, code, title, unit, text, number, share, day, date, interval } = capnet.i18n;
  const { scaleLinear, scaleUtc, line } = capnet_vendor;
  const has = (value) => value !== null && value !== undefined;
  const height = 250, tick_room = 72, margin = { top: 26, right: 28, bottom: 34, left: 48 };

  function points_of(series) {
    return series.points.filter((p) => has(p.value) && p.date).map((p) => {
      const [earliest, latest] = capnet.payload.date_pair(p.date);
      return { ...p, earliest, latest, middle: (earliest + latest) / 2 };
    }).sort((a, b) => a.middle - b.middle);
  }

  const name_of = (series) => series.recorded ? t("recorded_members") : t("label_reported", { series: code("series", series.name) });
  const shown = (series, value) => series.unit === "share" ? share(value) : series.unit === "percent" ? `${number(value)}%` : number(value);

  function chart(series, points, width) {
    const inner = width - margin.left - margin.right, first = points[0].earliest, last = Math.max(...points.map((p) => p.latest));
    const pad = Math.max((last - first) * 0.05, 15), ms = 86400000;
    const x = scaleUtc([(first - pad) * ms, (last + pad) * ms], [margin.left, margin.left + inner]);
    const values = points.flatMap((p) => [p.value, p.low, p.high].filter(has)), top = Math.max(0, ...values), base = Math.min(0, ...values);
    const y = scaleLinear([base, top > base ? top : base + 1], [height - margin.bottom, margin.top]).nice(5);
    const fine = x.ticks(Math.max(4, Math.floor(inner / 120))), every = Math.ceil(fine.length * tick_room / inner), ticks = fine.filter((_, place) => place % every === 0);
    const style = ticks.every((tick) => tick.getUTCMonth() === 0 && tick.getUTCDate() === 1) ? "year" : ticks.some((tick) => tick.getUTCDate() !== 1) ? "short" : "month_short";
    const label = t("series_label", { name: name_of(series), n: points.length, first: `${shown(series, points[0].value)} (${date([points[0].earliest, points[0].latest])})`, last: `${shown(series, points.at(-1).value)} (${date([points.at(-1).earliest, points.at(-1).latest])})` });
    const bottom = height - margin.bottom, dense = points.length > inner / 26;
    return svg("svg", { class: "series", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
      y.ticks(5).filter((tick) => !values.every(Number.isInteger) || Number.isInteger(tick)).map((tick) => [svg("line", { class: "gridline", x1: margin.left, x2: width - margin.right, y1: y(tick), y2: y(tick) }), svg("text", { class: "axis-text", x: margin.left - 8, y: y(tick) + 4, "text-anchor": "end" }, shown(series, tick))]),
      ticks.map((tick) => [svg("line", { class: "tick", x1: x(tick), x2: x(tick), y1: bottom, y2: bottom + 5 }), svg("text", { class: "axis-text", x: x(tick), y: bottom + 20, "text-anchor": "middle" }, day(tick.getTime() / ms, style))]),
      svg("line", { class: "baseline", x1: margin.left, x2: width - margin.right, y1: bottom, y2: bottom }),
      svg("path", { class: "join", d: line().x((p) => x(p.middle * ms)).y((p) => y(p.value))(points) }),
      points.map((p, place) => {
        const px = x(p.middle * ms), py = y(p.value), anchor = px > width - 70 ? "end" : px < margin.left + 30 ? "start" : "middle";
        const crowded = place > 0 && px - x(points[place - 1].middle * ms) < 34, named = !dense || place === 0 || place === points.length - 1;
        return svg("g", { class: "point" },
          p.latest > p.earliest && svg("line", { class: "range", x1: x(p.earliest * ms), x2: x((p.latest + 1) * ms), y1: py, y2: py }),
          has(p.low) && has(p.high) && svg("line", { class: "range", x1: px, x2: px, y1: y(p.low), y2: y(p.high) }),
          svg("circle", { cx: px, cy: py, r: dense ? 3 : 5 }),
          named && svg("text", { class: "point-text", x: px, y: crowded && !dense ? py + 22 : py - 12, "text-anchor": anchor }, shown(series, p.value)));
      }));
  }

  function show(data) {
    const box = by_id("membership-body");
    const drawn = data.series.map((series) => ({ series, points: points_of(series) })).filter(({ points }) => points.length);
    if (!drawn.length) return replace(box, el("p", { class: "quiet" }, t("no_series")));
    const reported = data.series.filter((series) => !series.recorded).length;
    replace(box, el("p", { class: "section-note" }, t("series_note"), " ", reported < data.raw.series_in_all && t("series_part", { shown: reported, all: data.raw.series_in_all })), el("div", { class: "series-list" }, drawn.map(({ series, points }) => {
      const holder = el("div", { class: "series-holder" });
      const cell = (p) => ({ cells: [date([p.earliest, p.latest]), `${shown(series, p.value)}${has(p.low) && has(p.high) && p.high > p.low ? t("in_brackets", { words: interval("bounds", shown(series, p.low), shown(series, p.high)) }) : ""}`, series.recorded && !p.cite ? "–" : capnet.tables.cites(p)] });
      const grid = (list) => capnet.tables.grid([{ label: t("date") }, { label: title(unit(series.unit)) || t("value"), class: "number" }, { label: t("source") }], list.map(cell), { class: "grid compact" });
      const figure = el("figure", null,
        el("figcaption", null, el("h3", null, name_of(series)), el("p", { class: "quiet" }, [unit(series.unit), series.subject && capnet.tables.vertex_name(series.subject), series.of > series.points.length && t("points_part", { shown: series.points.length, all: series.of })].filter(Boolean).join(" · "))),
        holder, capnet.tables.folded(points, 24, grid));
      observe(holder, () => replace(holder, chart(series, points, Math.max(holder.clientWidth, 260))));
      return figure;
    })));
  }

  let observers = [];
  function observe(node, draw) {
    let width = 0;
    const observer = new ResizeObserver(() => { if (node.clientWidth !== width) { width = node.clientWidth; draw(); } });
    observer.observe(node);
    observers = [...observers.filter((known) => known.node.isConnected || known.node === node), { node, observer }];
  }

  return { show };
})();
