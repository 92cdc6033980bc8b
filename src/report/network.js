// The picture: a layout that depends on the data alone, drawn by cytoscape, showing one day at a time.
capnet.network = (() => {
  const { el, by_id, replace } = capnet.dom;
  const { t, code, name, number } = capnet.i18n;
  const { activity, certain, possible, absent } = capnet.payload;
  const glyphs = capnet.glyphs;
  const { cytoscape, forceSimulation, forceManyBody, forceLink, forceCollide, forceX, forceY } = capnet_vendor;

  const max_vertices = 1500, max_ties = 6000;
  let data, state, cy = null, shown = null;

  /// The vertices and ties drawn: all of them, or those of highest degree (ties by id order among equals).
  function choose_shown() {
    let vertices = data.vertices;
    if (vertices.length > max_vertices)
      vertices = [...vertices].sort((a, b) => b.ties.length - a.ties.length || a.index - b.index).slice(0, max_vertices);
    const kept = new Set(vertices);
    const inner = data.ties.filter((tie) => kept.has(tie.from) && kept.has(tie.to));
    return { vertices, ties: inner.slice(0, max_ties), inner: inner.length, partial: vertices.length < data.vertices.length };
  }

  // Marks shrink with the room that the frame leaves each of them.
  let mark_scale = 1;
  const radius = (v) => mark_scale * Math.min(8.5 + 2.6 * Math.sqrt(v.ties.length), 25);

  // Deterministic: d3-force starts from a spiral in index order and has its own seeded generator. In units of its own;
  // `spread` fits them to the frame.
  function place(vertices, ties) {
    const large = vertices.length > 300;
    const nodes = vertices.map((v) => ({ v, r: Math.min(8.5 + 2.6 * Math.sqrt(v.ties.length), 25) }));
    const at = new Map(nodes.map((node) => [node.v, node]));
    const links = ties.filter((tie) => tie.from !== tie.to).map((tie) => ({ source: at.get(tie.from), target: at.get(tie.to) }));
    forceSimulation(nodes)
      .force("charge", forceManyBody().strength((node) => (large ? -80 : -420) - 8 * node.r).theta(large ? 1.1 : 0.9).distanceMax(large ? 600 : 1400))
      .force("link", forceLink(links).distance((link) => (large ? 30 : 58) + link.source.r + link.target.r).iterations(large ? 1 : 2))
      .force("collide", forceCollide((node) => node.r + (large ? 4 : 22)).iterations(2))
      .force("x", forceX(0).strength(0.05))
      .force("y", forceY(0).strength(large ? 0.06 : 0.075))
      .stop()
      .tick(nodes.length > 800 ? 120 : large ? 180 : 420);
    return nodes;
  }

  // Maps the layout to the frame, so that at zoom 1 it fills it and marks and letters have their full size; a narrow frame
  // stretches it along the other axis, within reason.
  let layout = [];
  function spread() {
    const width = cy.width(), height = cy.height();
    if (!layout.length || width < 50 || height < 50) return;
    mark_scale = Math.min(1, Math.max(0.28, Math.sqrt(width * height / layout.length) / 86));
    const side = Math.min(58, width * 0.13), top = 30, bottom = 46;
    const range = (values) => [Math.min(...values), Math.max(...values)];
    const [x0, x1] = range(layout.map((node) => node.x)), [y0, y1] = range(layout.map((node) => node.y));
    let sx = Math.min((width - 2 * side) / (x1 - x0 || 1), 1.7), sy = Math.min((height - top - bottom) / (y1 - y0 || 1), 1.7);
    const limit = 1.9;
    sx = Math.min(sx, sy * limit);
    sy = Math.min(sy, sx * limit);
    cy.batch(() => {
      for (const node of layout) {
        const drawn = node_of(node.v);
        drawn.position({ x: width / 2 + (node.x - (x0 + x1) / 2) * sx, y: (top + height - bottom) / 2 + (node.y - (y0 + y1) / 2) * sy });
        drawn.data("size", 2 * radius(node.v));
      }
    });
    cy.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
    declutter();
  }

  function shape_of(v) {
    const outline = glyphs.outlines.get(v.kind);
    return outline ? { shape: "polygon", "shape-polygon-points": outline.flat().map((c) => c.toFixed(3)).join(" ") } : { shape: "ellipse" };
  }

  function stylesheet(large) {
    const font = getComputedStyle(document.body).fontFamily;
    const kinds = [...new Set(shown.vertices.map((v) => v.kind))];
    return [
      { selector: "node", style: {
        width: "data(size)", height: "data(size)", "background-color": "data(color)", "border-width": 1.5, "border-color": glyphs.ink, "border-opacity": 0.75,
        label: "data(label)", color: glyphs.ink, "font-family": font, "font-size": "data(font)",
        "text-valign": "bottom", "text-halign": "center", "text-wrap": "wrap", "text-max-width": "400px", "line-height": 1.15,
        "text-background-color": glyphs.paper, "text-background-opacity": 0.78, "text-background-padding": "1px", "overlay-opacity": 0 } },
      ...kinds.map((kind) => ({ selector: `node.k${kinds.indexOf(kind)}`, style: shape_of({ kind }) })),
      ...["bottom", "top", "right", "left"].map((side) => ({ selector: `node.label-${side}`, style: {
        "text-valign": side === "left" || side === "right" ? "center" : side, "text-halign": side === "left" || side === "right" ? side : "center",
        "text-margin-x": side === "right" ? 4 : side === "left" ? -4 : 0, "text-margin-y": side === "bottom" ? 3 : side === "top" ? -3 : 0 } })),
      { selector: "node.hollow", style: { "background-opacity": 0.15, "border-color": glyphs.tie_colors.not_held, "border-style": "dashed", "border-width": 2.2, "border-opacity": 1 } },
      { selector: "node.prominent", style: { "z-index": 7, "text-background-opacity": 0.9 } },
      { selector: "node.possible", style: { opacity: 0.5 } },
      { selector: "edge", style: {
        width: 1.5, "line-color": glyphs.tie_colors.held, "curve-style": large ? "haystack" : "bezier", "haystack-radius": 0, "control-point-step-size": 26,
        "target-arrow-color": glyphs.tie_colors.held, "target-arrow-shape": "none", "arrow-scale": 0.75, opacity: large ? 0.35 : 0.75, "overlay-opacity": 0 } },
      ...large ? [] : [{ selector: "edge.directed", style: { "target-arrow-shape": "triangle" } }],
      { selector: "edge.possible", style: { "line-style": "dashed", "line-dash-pattern": [1.5, 4.5], "line-cap": "round", opacity: 0.7 } },
      { selector: "edge.not-held", style: { "line-style": "dashed", "line-dash-pattern": [7, 5], "line-color": glyphs.tie_colors.not_held, "target-arrow-color": glyphs.tie_colors.not_held, opacity: 0.85 } },
      { selector: "edge.not-held.possible", style: { opacity: 0.45 } },
      { selector: ".gone", style: { display: "none" } },
      { selector: ".dim", style: { opacity: 0.13 } },
      { selector: "node.near", style: { "z-index": 8 } },
      { selector: "edge.near", style: { opacity: 1, width: 2.4, "z-index": 9 } },
      { selector: "node.chosen", style: { "border-width": 4, "border-color": "#b3005e", "border-style": "solid", "border-opacity": 1, "z-index": 10 } },
    ];
  }

  function start(loaded, shared) {
    data = loaded; state = shared;
    shown = choose_shown();
    const frame = by_id("frame");
    tools();
    if (!shown.vertices.length) { by_id("network").classList.add("empty"); status(); return; }
    const large = shown.ties.length > 900 || shown.vertices.length > 400;
    layout = place(shown.vertices, shown.ties);
    const kinds = [...new Set(shown.vertices.map((v) => v.kind))];
    const elements = [
      ...shown.vertices.map((v) => ({
        group: "nodes", data: { id: `v${v.index}`, size: 2 * radius(v), color: glyphs.fill(v), label: "", font: 12 },
        position: { x: 0, y: 0 }, classes: [`k${kinds.indexOf(v.kind)}`, v.hollow && "hollow"].filter(Boolean),
      })),
      ...shown.ties.map((tie) => ({
        group: "edges", data: { id: `t${tie.index}`, source: `v${tie.from.index}`, target: `v${tie.to.index}` },
        classes: [tie.directed && "directed", tie.status !== "held" && "not-held"].filter(Boolean),
      })),
    ];
    cy = cytoscape({
      container: by_id("picture"), elements, style: stylesheet(large), layout: { name: "preset", fit: false },
      minZoom: 0.4, maxZoom: 8, boxSelectionEnabled: false, autounselectify: true,
      hideEdgesOnViewport: large && shown.ties.length > 3000, pixelRatio: Math.min(window.devicePixelRatio || 1, 2),
      userZoomingEnabled: true, textureOnViewport: false,
    });
    // The wheel scrolls the page unless the picture has been clicked or has the focus.
    cy.userZoomingEnabled(false);
    by_id("picture").addEventListener("focus", () => cy.userZoomingEnabled(true));
    by_id("picture").addEventListener("blur", () => cy.userZoomingEnabled(false));
    capnet.touch.start(by_id("picture"), cy);
    cy.on("tap", "node", (event) => state.select(vertex_of(event.target)));
    cy.on("tap", (event) => { by_id("picture").focus({ preventScroll: true, focusVisible: false }); if (event.target === cy) state.select(null); });
    cy.on("mouseover", "node", (event) => { near(event.target); tooltip(event.target); });
    cy.on("mouseout", "node", () => { near(null); tooltip(null); });
    cy.on("mouseover", "edge", (event) => tooltip(event.target));
    cy.on("mouseout", "edge", () => tooltip(null));
    cy.on("viewport", () => tooltip(null));
    keyboard();
    let size = "";
    new ResizeObserver(() => {
      const now = `${by_id("picture").clientWidth} ${by_id("picture").clientHeight}`;
      if (now === size || by_id("picture").clientWidth < 50) return;
      size = now;
      cy.resize();
      spread();
    }).observe(by_id("picture"));
    cy.on("zoom", () => { cancelAnimationFrame(decluttering); decluttering = requestAnimationFrame(declutter); });
    spread();
    apply();
  }

  const vertex_of = (node) => data.vertices[Number(node.id().slice(1))];
  const tie_of = (edge) => data.ties[Number(edge.id().slice(1))];
  const node_of = (v) => cy?.getElementById(`v${v.index}`);

  const fit = () => spread();
  const zoom = (factor) => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  const pan = (x, y) => cy.panBy({ x, y });

  function keyboard() {
    by_id("picture").addEventListener("keydown", (event) => {
      const act = { ArrowLeft: () => pan(50, 0), ArrowRight: () => pan(-50, 0), ArrowUp: () => pan(0, 50), ArrowDown: () => pan(0, -50), "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: fit, Escape: () => state.select(null) }[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      act();
      event.preventDefault();
    });
  }

  function tools() {
    const button = (key, sign, act) => el("button", { type: "button", class: "tool", "data-act": key, onclick: act, "aria-label": t(key), title: t(key) }, sign);
    const box = by_id("picture-tools");
    box.setAttribute("aria-label", t("picture_tools"));
    if (!shown.vertices.length) return replace(box);
    replace(box,
      button("zoom_in", "+", () => zoom(1.3)), button("zoom_out", "−", () => zoom(1 / 1.3)), button("fit", "⤢", fit),
      el("button", { type: "button", class: "tool wide", onclick: save }, t("save_picture")),
      el("span", { class: "quiet touch-only" }, t("two_fingers")));
  }
  const png = (scale) => cy.png({ full: true, scale, bg: glyphs.paper, maxWidth: 4000, maxHeight: 4000 });
  function save() {
    const link = el("a", { href: png(2), download: "network.png" });
    link.click();
  }

  const line_width = 112, most_lines = 3;
  const narrow = () => by_id("picture").clientWidth < 500;
  const font_size = () => narrow() ? 11 : 12;
  let measure = null, decluttering = 0;

  // A name in up to three lines of about equal length. Words break at spaces; Japanese breaks anywhere but before closing marks.
  function wrap(words) {
    measure ??= document.createElement("canvas").getContext("2d");
    measure.font = `${font_size()}px ${getComputedStyle(document.body).fontFamily}`;
    const width = (line) => measure.measureText(line).width, limit = narrow() ? 90 : line_width;
    const pieces = capnet.i18n.script(words) === "ja" ? words.match(/[A-Za-z0-9]+|[\s\S][ー、。，）」』・ッャュョァィゥェォっゃゅょ]*/gu) ?? [] : words.split(/(?<=[ \-–/])/);
    const fill = (most) => {
      const lines = [""];
      for (const piece of pieces) {
        if (lines.at(-1) && width(lines.at(-1) + piece.trimEnd()) > most) lines.push("");
        lines[lines.length - 1] += piece;
      }
      return lines;
    };
    const least = Math.ceil(width(words) / limit);
    let lines = least > 1 ? fill(Math.min(limit, width(words) / least + 14)) : [words];
    if (lines.length > least) lines = fill(limit);
    const kept = lines.slice(0, most_lines).map((line) => line.trim());
    if (lines.length > most_lines) kept[most_lines - 1] = `${kept[most_lines - 1].slice(0, 14)}…`;
    return { text: kept.join("\n"), width: Math.max(...kept.map(width)) + 4, height: kept.length * font_size() * 1.17 + 2 };
  }

  // Names are written in letters of one size at every zoom, and only where they cover neither a mark nor another name: those of
  // high degree first. It goes by the filters, not by the day, so that names stand still while the history plays.
  function declutter() {
    if (!cy) return;
    const scale = cy.zoom(), { x: pan_x, y: pan_y } = cy.pan();
    const drawn = shown.vertices.filter(admits_vertex);
    const boxes = new Map();
    const cell = 64;
    const cells = ([x0, y0, x1, y1], act) => { for (let x = Math.floor(x0 / cell); x <= Math.floor(x1 / cell); ++x) for (let y = Math.floor(y0 / cell); y <= Math.floor(y1 / cell); ++y) if (act(`${x} ${y}`)) return true; return false; };
    const add = (box) => cells(box, (key) => { if (!boxes.has(key)) boxes.set(key, []); boxes.get(key).push(box); });
    const covered = (box) => cells(box, (key) => boxes.get(key)?.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]));
    const places = new Map(drawn.map((v) => {
      const { x, y } = node_of(v).position(), r = radius(v) * scale + 1;
      return [v, { x: x * scale + pan_x, y: y * scale + pan_y, r }];
    }));
    for (const { x, y, r } of places.values()) add([x - r, y - r, x + r, y + r]);
    const by_degree = [...drawn].sort((a, b) => (b === state.selected) - (a === state.selected) || b.ties.length - a.ties.length || a.index - b.index).slice(0, 500);
    const labelled = new Map();
    // The few that everything hangs on are named in any case.
    const mean = 2 * shown.ties.length / (shown.vertices.length || 1), prominent = new Set(by_degree.slice(0, 4).filter((v) => v.ties.length >= Math.max(5, 3 * mean)));
    for (const v of by_degree) {
      const { x, y, r } = places.get(v), { text, width, height } = wrap(name(v)), half = width / 2;
      if (x < -50 || y < -50 || x > cy.width() + 50 || y > cy.height() + 50) continue;
      const sides = { bottom: [x - half, y + r + 2, x + half, y + r + 2 + height], right: [x + r + 3, y - height / 2, x + r + 3 + width, y + height / 2], left: [x - r - 3 - width, y - height / 2, x - r - 3, y + height / 2], top: [x - half, y - r - 2 - height, x + half, y - r - 2] };
      const inside = (box) => box[0] > 2 && box[2] < cy.width() - 2 && box[1] > 2 && box[3] < cy.height() - 2;
      const side = Object.keys(sides).find((key) => !covered(sides[key]) && (scale > 1.05 || inside(sides[key]))) ?? (v === state.selected || prominent.has(v) ? "bottom" : null);
      if (!side) continue;
      add(sides[side]);
      labelled.set(v, { text, side });
    }
    cy.batch(() => shown.vertices.forEach((v) => {
      const node = node_of(v), label = labelled.get(v);
      node.data({ label: label?.text ?? "", font: font_size() / scale });
      node.toggleClass("prominent", prominent.has(v));
      if (label && !node.hasClass(`label-${label.side}`)) node.removeClass("label-bottom label-top label-left label-right").addClass(`label-${label.side}`);
    }));
  }

  /// Whether the filters admit a vertex or a tie, whatever the day.
  const admits_vertex = (v) => !state.off.kind.has(v.kind) && !state.off.status.has(v.status) && !(v.sectored && state.off.sector.has(v.sector));
  const admits_tie = (tie) => tie.from && tie.to && !state.off.status.has(tie.status) && admits_vertex(tie.from) && admits_vertex(tie.to);
  const vertex_now = (v) => admits_vertex(v) ? activity(v, state.day) : absent;
  function tie_now(tie) {
    if (!admits_tie(tie)) return absent;
    if (activity(tie.from, state.day) === absent || activity(tie.to, state.day) === absent) return absent;
    return activity(tie, state.day);
  }

  let last_vertices = [], last_ties = [];
  /// Shows the state's day and filters; touches only what changed since the last call.
  function apply() {
    if (cy) cy.batch(() => {
      shown.vertices.forEach((v, place_in) => {
        const now = vertex_now(v);
        if (now === last_vertices[place_in]) return;
        last_vertices[place_in] = now;
        node_of(v).toggleClass("gone", now === absent).toggleClass("possible", now === possible);
      });
      shown.ties.forEach((tie, place_in) => {
        const now = tie_now(tie);
        if (now === last_ties[place_in]) return;
        last_ties[place_in] = now;
        cy.getElementById(`t${tie.index}`).toggleClass("gone", now === absent).toggleClass("possible", now === possible);
      });
    });
  }

  function status() {
    const vertices = shown.vertices.filter((v) => vertex_now(v) !== absent).length, ties = shown.ties.filter((tie) => tie_now(tie) !== absent).length;
    by_id("picture-status").textContent = shown.vertices.length ? t("picture_status", { vertices, all_vertices: data.vertices.length, ties, all_ties: data.ties.length }) : t("empty_picture");
    by_id("picture").setAttribute("aria-label", t(data.days ? "picture_label" : "picture_label_undated", { vertices, ties, day: data.days ? capnet.i18n.day(state.day) : "" }));
  }

  function near(node) {
    cy.batch(() => {
      cy.elements().removeClass("dim near");
      if (!node) return;
      const around = node.closedNeighborhood();
      around.addClass("near");
      cy.elements().not(around).addClass("dim");
    });
  }

  function tooltip(element) {
    const box = by_id("tooltip");
    box.hidden = !element || matchMedia("(hover: none)").matches;
    if (box.hidden) return;
    const at = element.isNode() ? element.renderedPosition() : element.renderedMidpoint();
    if (element.isNode()) {
      const v = vertex_of(element), held = held_degree(v);
      replace(box, el("strong", { lang: capnet.i18n.script(name(v)) }, name(v)), el("span", null, [code("kind", v.kind), v.sectored && code("sector", v.sector), v.region].filter(Boolean).join(" · ")), el("span", null, t("degree_short", { n: held })));
    } else {
      const tie = tie_of(element);
      replace(box, el("strong", null, `${name(tie.from)} ${tie.directed ? "→" : "—"} ${name(tie.to)}`), el("span", null, [code("relation", tie.relation), tie.status !== "held" && code("status", tie.status), tie.role].filter(Boolean).join(" · ")), el("span", null, capnet.i18n.span(tie)));
    }
    const frame = by_id("frame").getBoundingClientRect();
    const left = Math.min(Math.max(at.x + 14, 6), frame.width - box.offsetWidth - 6), top = at.y + 14 + box.offsetHeight > frame.height ? at.y - box.offsetHeight - 14 : at.y + 14;
    box.style.left = `${left}px`;
    box.style.top = `${Math.max(top, 6)}px`;
  }

  const held_degree = (v) => v.ties.filter((tie) => tie.status === "held" && activity(tie, state.day) === certain).length;

  function select(v) {
    if (!cy) return;
    cy.elements().removeClass("chosen");
    declutter();
    near(null);
    if (!v || !shown.vertices.includes(v)) return;
    const node = node_of(v);
    node.addClass("chosen");
    near(node);
  }

  // Paper gets an image, so that the picture keeps its shape at any page width.
  function before_print() {
    if (cy) by_id("picture-print").src = png(2);
    by_id("picture-print").alt = by_id("picture").getAttribute("aria-label") ?? "";
  }

  function relabel() { tools(); declutter(); status(); }
  const note = () => !shown.partial && shown.ties.length === shown.inner ? "" :
    [shown.partial && t("shown_part", { shown: shown.vertices.length, all: data.vertices.length }), shown.ties.length < shown.inner && t("shown_part_ties", { shown: shown.ties.length, all: shown.inner })].filter(Boolean).join(" ");

  return { start, apply, status, select, declutter, relabel, note, before_print, admits_vertex, admits_tie, vertex_now, tie_now, held_degree, instance: () => cy };
})();
