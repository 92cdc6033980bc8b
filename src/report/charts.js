// Charts: values over days with what stands around them, drawn by Observable Plot as one picture, one line of words for the value that
// the pointer or the arrow keys are at, and one table of all values.
capnet.charts = (() => {
  const { el, svg, replace } = capnet.dom;
  const { t, day } = capnet.i18n;
  const { has } = capnet.payload;
  const { plot, areaY, lineY, dot, ruleX, ruleY, text, axisX, axisY, gridY, scaleLinear, scaleUtc } = capnet_vendor;
  const ms = 86400000, tick_room = 72, height = 250;
  const at = (number) => new Date(number * ms);

  /// The days that an axis names, and how.
  function day_ticks(first, last, room, each = tick_room) {
    const fine = scaleUtc([at(first), at(last)], [0, room]).ticks(Math.max(2, Math.floor(room / each))).filter((tick) => tick.getTime() % ms === 0);
    const every = Math.max(1, Math.ceil(fine.length * each / room)), ticks = fine.filter((_, place) => place % every === 0);
    const style = ticks.every((tick) => tick.getUTCMonth() === 0 && tick.getUTCDate() === 1) ? "year" : ticks.some((tick) => tick.getUTCDate() !== 1) ? "short" : "month_short";
    return { ticks, words: (tick) => day(tick.getTime() / ms, style) };
  }

  /// About how wide a word of an axis is: a Japanese letter is as wide as it is high.
  const breadth = (words) => [...words].reduce((sum, letter) => sum + (letter > "\u2fff" ? 12 : 6.8), 0);

  /// The numbers that the scale of values runs between: as given, else from 0 to what there is.
  function domain_of({ points, scale, lines = [], observed = [] }) {
    if (scale) return scale;
    const values = [...points, ...observed, ...lines.flatMap((line) => line.points)].flatMap((p) => [p.value, p.low, p.high].filter(has)), top = Math.max(0, ...values), base = Math.min(0, ...values);
    return scaleLinear([base, top > base ? top : base + 1], [0, 1]).nice(5).domain();
  }

  /// `chart`: `points` ({from, to, at: days; value, low, high: numbers or null}, ascending), `shown(value)`, `scale`, `label` (what the
  /// picture is called), `value_label`, `words(point)`, and how it is drawn: `measured` (a line with a band) or not (reported now and then: dots with
  /// what their dates leave open, joined by a dotted line). A forecast is measured, and may have `inner_low` and `inner_high` (a second band), `lines`
  /// of their own (`dash`, `points`), and what was `observed`, as dots. `tall` is the height of the picture.
  function picture(chart, width) {
    const { points, shown, measured, lines = [], observed = [], tall = height } = chart, known = points.filter((p) => has(p.value)), all = [...points, ...observed];
    const first = Math.min(...all.map((p) => p.from)), last = Math.max(...all.map((p) => p.to)), pad = Math.max((last - first) * (measured ? 0.02 : 0.05), measured ? 1 : 15);
    const domain = domain_of(chart), whole = known.every((p) => Number.isInteger(p.value)) && !chart.scale;
    const levels = scaleLinear(domain, [0, 1]).ticks(5).filter((tick) => !whole || Number.isInteger(tick));
    const wide = Math.max(...levels.map((tick) => shown(tick).length)), rough = day_ticks(first - pad, last + pad, width - 80), half = Math.max(...rough.ticks.map((tick) => breadth(rough.words(tick)))) / 2;
    const margins = { marginTop: 34, marginRight: Math.max(24, half + 2), marginBottom: 44, marginLeft: Math.max(40, 16 + wide * 7) };
    const inner = width - margins.marginLeft - margins.marginRight, dense = points.length > inner / 26;
    const axis = day_ticks(first - pad, last + pad, inner), x = (p) => at(p.at), end = (p) => at(p.to + 1);
    const named = chart.lines ? [] : measured ? [known.at(-1)] : dense ? [known[0], known.at(-1)] : known;
    const close = (p) => { const before = known[known.indexOf(p) - 1]; return !dense && !measured && before && (p.at - before.at) / (last - first + 2 * pad) * inner < 34; };
    const side = (p) => (p.at - first + pad) / (last - first + 2 * pad) * inner;
    const placed = (list, dy) => [["start", list.filter((p) => side(p) < 24)], ["end", list.filter((p) => side(p) > inner - 24)], ["middle", list.filter((p) => side(p) >= 24 && side(p) <= inner - 24)]]
      .filter(([, some]) => some.length).map(([textAnchor, some]) => text(some, { x, y: "value", text: (p) => shown(p.value), dy, className: "point-text", textAnchor, lineAnchor: dy > 0 ? "top" : "bottom" }));
    const drawn = plot({
      width, height: tall, ...margins, className: "series", ariaLabel: chart.label, style: { fontFamily: "inherit", fontSize: "12px", background: "none" },
      x: { type: "utc", domain: [at(first - pad), at(last + pad)] }, y: { domain, label: null },
      marks: [
        gridY(levels, { className: "gridline" }),
        axisY(levels, { className: "y-axis", tickFormat: shown, tickSize: 0, label: chart.value_label || null, labelArrow: "none", labelAnchor: "top", fontVariant: "tabular-nums" }),
        axisX(axis.ticks, { className: "x-axis", tickFormat: axis.words, tickSize: 5, tickPadding: 6, label: t("date"), labelArrow: "none", labelAnchor: "right", labelOffset: 42 }),
        ruleY([domain[0]], { className: "baseline" }),
        measured && areaY(points, { x, y1: (p) => p.low ?? p.value, y2: (p) => p.high ?? p.value, className: "band" }),
        measured && has(points[0].inner_low) && areaY(points, { x, y1: "inner_low", y2: "inner_high", className: "band" }),
        ...lines.map((line) => lineY(line.points, { x, y: "value", className: `curve dash-${line.dash}` })),
        measured && lineY(points, { x, y: (p) => p.low, className: "edge" }), measured && lineY(points, { x, y: (p) => p.high, className: "edge" }),
        measured ? lineY(points, { x, y: "value", className: "line" }) : lineY(known, { x, y: "value", className: "join" }),
        ruleY((measured ? observed : known).filter((p) => p.to > p.from), { y: "value", x1: (p) => at(p.from), x2: end, className: "range" }),
        !measured && ruleX(known.filter((p) => has(p.low) && has(p.high)), { x, y1: "low", y2: "high", className: "range" }),
        dot(observed, { x, y: "value", r: observed.length > 12 ? 2.6 : 4.5, className: "point observed" }),
        dot(chart.lines || chart.observed ? [] : known, { x, y: "value", r: measured ? 2.2 : dense ? 3 : 5, className: measured ? "point small" : "point" }),
        ...placed(named.filter((p) => p && !close(p)), -10), ...placed(named.filter((p) => p && close(p)), 12),
      ].filter(Boolean),
    });
    drawn.setAttribute("role", "img");
    return drawn;
  }

  /// A small one without axes, for a card or a row.
  function spark(chart, width = 116, tall = 44) {
    const { points } = chart, known = points.filter((p) => has(p.value)), x = (p) => at(p.at);
    const drawn = plot({
      width, height: tall, margin: 5, className: "series", ariaLabel: chart.label, style: { background: "none" },
      x: { type: "utc", axis: null, domain: [at(points[0].at), at(points.at(-1).at)] }, y: { axis: null, domain: domain_of(chart) },
      marks: [ruleY([domain_of(chart)[0]], { className: "gridline" }), areaY(points, { x, y1: (p) => p.low ?? p.value, y2: (p) => p.high ?? p.value, className: "band" }), lineY(points, { x, y: "value", className: "line" }), dot(known.slice(-1), { x, y: "value", r: 3, className: "point" })],
    });
    drawn.setAttribute("role", "img");
    drawn.classList.add("spark");
    return drawn;
  }

  /// The picture in a frame that takes the focus: the arrow keys, Home and End, and the pointer go from value to value, and say each.
  function framed(chart) {
    const { points } = chart, said = el("p", { class: "chart-value", role: "status", "aria-live": "polite" });
    const frame = el("div", { class: "chart-frame", tabindex: 0, role: "group", "aria-label": chart.label, onkeydown: keys, onpointermove: near, onpointerdown: near });
    let drawn = null, place = null, width = 0;

    function go(to) {
      place = Math.min(Math.max(to, 0), points.length - 1);
      said.textContent = chart.words(points[place]);
      mark();
    }
    function mark() {
      drawn?.querySelector(".cursor")?.remove();
      if (place === null || !drawn) return;
      const p = points[place], x = drawn.scale("x").apply(at(p.at)), y = drawn.scale("y"), [bottom, top] = y.range;
      drawn.append(svg("g", { class: "cursor" }, svg("line", { x1: x, x2: x, y1: top, y2: bottom }), has(p.value) && svg("circle", { cx: x, cy: y.apply(p.value), r: 6 })));
    }
    function keys(event) {
      const from = place ?? (event.key === "ArrowLeft" ? points.length : -1);
      const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: points.length - 1 }[event.key];
      if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      go(to);
      event.preventDefault();
    }
    function near(event) {
      if (!drawn) return;
      const x = event.clientX - drawn.getBoundingClientRect().left, scale = drawn.scale("x"), far = (p) => Math.abs(scale.apply(at(p.at)) - x);
      const to = points.reduce((best, p, k) => far(p) < far(points[best]) ? k : best, 0);
      if (to !== place) go(to);
    }
    watch(frame, () => {
      if (frame.clientWidth === width) return;
      width = frame.clientWidth;
      drawn = picture(chart, Math.max(width, 240));
      replace(frame, drawn);
      mark();
    });
    return [frame, said];
  }

  // One observer for all frames; those that the page has dropped are let go of.
  const redraw = new WeakMap(), observer = new ResizeObserver((entries) => { for (const { target } of entries) if (target.isConnected) redraw.get(target)?.(); else observer.unobserve(target); });
  function watch(node, draw) { redraw.set(node, draw); observer.observe(node); }

  /// A chart with its title, its values as a table, and those as a file. `columns` and `row(point)` are of both: cells and raw values.
  function figure(chart, { id, title, note, columns, row, raw_columns, raw, open = false }) {
    const table = (list) => capnet.tables.grid(columns, list.map((p) => ({ cells: row(p) })), { class: "grid compact" });
    return el("figure", { class: "chart", id: `chart-${id}` },
      el("figcaption", null, el("h3", null, title), note && el("p", { class: "quiet" }, note)),
      framed(chart),
      el("details", { class: "chart-table", open }, el("summary", null, t("chart_table", { n: chart.points.length })),
        capnet.csv.tools(id, title, () => ({ columns: raw_columns, rows: chart.points.map(raw) })), capnet.tables.folded(chart.points, 36, table)));
  }

  return { picture, spark, figure, day_ticks, at };
})();
