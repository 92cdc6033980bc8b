// Marks and colors: shape says kind, color says sector, hatching says possible, dashes say not held.
capnet.glyphs = (() => {
  const { el, svg } = capnet.dom;
  const { has } = capnet.payload;
  const ink = "#1f2a36", paper = "#fcfbf8", neutral = "#e6e1d6", muted = "#6b7580";

  const ngon = (n, turn = 0) => Array.from({ length: n }, (_, k) => {
    const angle = 2 * Math.PI * (k + turn) / n - Math.PI / 2;
    return [Math.cos(angle), Math.sin(angle)];
  });
  const star = Array.from({ length: 10 }, (_, k) => {
    const angle = Math.PI * k / 5 - Math.PI / 2, r = k % 2 ? 0.48 : 1;
    return [r * Math.cos(angle), r * Math.sin(angle)];
  });
  // Outlines in [-1, 1]; the picture and the legend draw the same ones.
  const outlines = new Map(Object.entries({
    program: [[-1, -0.72], [1, -0.72], [1, 0.72], [-1, 0.72]],
    event: [[0, -1], [1, 0], [0, 1], [-1, 0]],
    person: [[0, -0.95], [1, 0.8], [-1, 0.8]],
    cohort: ngon(8, 0.5),
    skill: ngon(6),
    need: ngon(5),
    practice: [[-0.6, -0.75], [1, -0.75], [0.6, 0.75], [-1, 0.75]],
    offer: [[-1, -0.7], [0.45, -0.7], [1, 0], [0.45, 0.7], [-1, 0.7]],
    goal: star,
    indicator: [[-1, 0.8], [-1, 0.1], [-0.33, 0.1], [-0.33, -0.4], [0.33, -0.4], [0.33, -0.85], [1, -0.85], [1, 0.8]],
    project: [[-1, -0.8], [-0.1, -0.8], [0.1, -0.5], [1, -0.5], [1, 0.8], [-1, 0.8]],
    course: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
    tool: [[-0.35, -1], [0.35, -1], [0.35, -0.35], [1, -0.35], [1, 0.35], [0.35, 0.35], [0.35, 1], [-0.35, 1], [-0.35, 0.35], [-1, 0.35], [-1, -0.35], [-0.35, -0.35]],
    region: [[-1, -0.6], [0, -0.85], [1, -0.6], [0.75, 0.85], [-0.75, 0.85]],
  }));
  const kind_fill = new Map([["program", "#37475a"], ["event", "#f4efe2"], ["person", "#b9c3cc"]]);

  // Okabe and Ito's palette, which keeps apart for every common color vision; gray is kept for unknown.
  const named = new Map(Object.entries({
    company: "#0072b2", npo: "#009e73", nonprofit: "#009e73", public_institution: "#e69f00", public: "#e69f00", government: "#b35900",
    municipality: "#e69f00", local_government: "#e69f00", prefecture: "#d55e00", academia: "#56b4e9", academic: "#56b4e9", university: "#56b4e9", education: "#56b4e9",
    foundation: "#cc79a7", citizen: "#d55e00", citizens: "#d55e00", community: "#d55e00", unknown: "#a3abb2",
  }));
  const spare = ["#56b4e9", "#cc79a7", "#d55e00", "#8a7f00", "#5b3a8e", "#0072b2", "#009e73", "#e69f00"];
  let sector_colors = new Map();

  /// Gives each sector of the data a color: its own where it has one, else the first one free; by frequency, then name.
  function assign_sectors(sectors) {
    const order = [...sectors].sort((a, b) => (a.name === "unknown") - (b.name === "unknown") || b.count - a.count || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
    sector_colors = new Map();
    const used = new Set();
    for (const sector of order) {
      const color = named.get(sector);
      if (color && !used.has(color)) { sector_colors.set(sector, color); used.add(color); }
    }
    for (const sector of order) {
      if (sector_colors.has(sector)) continue;
      const free = spare.find((color) => !used.has(color)) ?? "#6b7580";
      sector_colors.set(sector, free);
      used.add(free);
    }
  }
  const sector_color = (sector) => sector_colors.get(sector) ?? named.get("unknown");
  const fill = (v) => v.sectored ? sector_color(v.sector) : kind_fill.get(v.look) ?? neutral;

  /// The mark of a kind as a small picture.
  function mark(kind, color = kind_fill.get(kind) ?? neutral, hollow = false) {
    const style = { fill: hollow ? paper : color, stroke: hollow ? color : ink, "stroke-width": hollow ? 0.28 : 0.12, "stroke-dasharray": hollow ? "0.45 0.3" : null };
    const shape = outlines.has(kind)
      ? svg("polygon", { points: outlines.get(kind).map((point) => point.map((c) => c.toFixed(3)).join(",")).join(" "), "stroke-linejoin": "round", ...style })
      : svg("circle", { r: 0.95, ...style });
    return svg("svg", { class: "mark", viewBox: "-1.15 -1.15 2.3 2.3", width: 14, height: 14, "aria-hidden": "true" }, shape);
  }
  /// An entry of a legend: a mark and what it means.
  const legend_entry = (mark, words) => el("span", { class: "legend-entry" }, mark, words);
  const swatch = (color) => el("span", { class: "swatch", style: `background:${color}`, "aria-hidden": "true" });

  function tie_line(how) {
    const dash = { held: null, possible: "1.5 3.5", not_held: "6 4" }[how];
    return svg("svg", { class: "tie-line", viewBox: "0 0 34 10", width: 34, height: 10, "aria-hidden": "true" },
      svg("line", { x1: 1, x2: 33, y1: 5, y2: 5, stroke: how === "not_held" ? tie_colors.not_held : tie_colors[how], "stroke-width": 2, "stroke-dasharray": dash, "stroke-linecap": how === "possible" ? "round" : "butt" }));
  }
  const tie_colors = { held: "#5c6b7a", possible: "#5c6b7a", not_held: "#b35900" };

  /// Value and interval on a scale: a thin rule for the scale, a bar for the interval, a dot for the value.
  function interval_bar({ value, low, high, min = 0, max = 1, label, hollow = false, ticks = [], ends = [] }) {
    const width = 190, height = 32, x = (number) => 6 + (width - 12) * (Math.min(Math.max(number, min), max) - min) / (max - min || 1);
    const middle = 10;
    return svg("svg", { class: hollow ? "interval-bar hollow" : "interval-bar", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
      svg("line", { class: "scale", x1: x(min), x2: x(max), y1: middle, y2: middle }),
      [min, ...ticks, max].map((tick) => svg("line", { class: "tick", x1: x(tick), x2: x(tick), y1: middle - 3, y2: middle + 3 })),
      has(low) && has(high) && svg("rect", { class: "span", x: x(low), y: middle - 4, width: Math.max(x(high) - x(low), 1.5), height: 8, rx: 2 }),
      has(value) && svg("circle", { class: "value", cx: x(value), cy: middle, r: 4.5 }),
      ends.length === 2 && [svg("text", { class: "end", x: 2, y: height - 3 }, ends[0]), svg("text", { class: "end", x: width - 2, y: height - 3, "text-anchor": "end" }, ends[1])]);
  }

  /// Certain count as a solid bar, what may come on top of it hatched.
  function count_bar(certain, extra, max, color) {
    const width = 100, scale = max > 0 ? width / max : 0;
    const id = `hatch-${color.slice(1)}`;
    return svg("svg", { class: "count-bar", viewBox: `0 0 ${width} 8`, preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("defs", null, svg("pattern", { id, width: 2.4, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "skewX(-20)" }, svg("rect", { width: 1.1, height: 8, fill: color }))),
      svg("rect", { width: certain * scale, height: 8, fill: color }),
      extra > 0 && svg("rect", { x: certain * scale, width: extra * scale, height: 8, fill: `url(#${id})` }));
  }

  /// Counts side by side in one bar, `share` of the whole width.
  function mix_bar(parts, total, share) {
    const width = 200;
    let from = 0;
    return svg("svg", { class: "mix-bar", viewBox: `0 0 ${width} 10`, preserveAspectRatio: "none", "aria-hidden": "true" }, parts.map(([count, color]) => {
      const wide = width * share * count / total, part = svg("rect", { x: from, width: Math.max(wide - 0.8, 0.8), height: 10, fill: color });
      from += wide;
      return part;
    }));
  }

  /// From hardly to surely: paler to darker, for whatever sees colors or not.
  const ramp_stops = [[250, 232, 214], [232, 136, 140], [179, 0, 94], [74, 0, 48]];
  function ramp(p) {
    const at = Math.min(Math.max(p, 0), 1) * (ramp_stops.length - 1), k = Math.min(Math.floor(at), ramp_stops.length - 2);
    return `rgb(${ramp_stops[k].map((from, c) => Math.round(from + (ramp_stops[k + 1][c] - from) * (at - k))).join(", ")})`;
  }
  const ramp_bar = () => svg("svg", { class: "ramp", width: 120, height: 12, "aria-hidden": "true" }, [...Array(24).keys()].map((k) => svg("rect", { x: k * 5, width: 5.5, height: 12, fill: ramp(k / 23) })));

  return { ramp, ramp_bar, ink, paper, muted, neutral, outlines, assign_sectors, sector_color, fill, mark, legend_entry, swatch, tie_line, tie_colors, interval_bar, count_bar, mix_bar };
})();
