// The picture, drawn by cytoscape, showing one day at a time.
capnet.network = (() => {
  const { el, by_id, replace } = capnet.dom;
  const { t, code, title, name } = capnet.i18n;
  const { presence, possible, absent } = capnet.payload;
  const glyphs = capnet.glyphs;
  const { cytoscape } = capnet_vendor;

  let data, state, cy = null;
  // One layout for wide frames and one for tall ones; marks shrink with the room that the frame leaves each of them.
  const layouts = new Map();
  let mark_scale = 1;

  /// Fits the layout to the frame, so that at zoom 1 it fills it and marks and letters have their full size.
  function spread() {
    const width = cy.width(), height = cy.height();
    if (width < 50 || height < 50) return;
    const aspect = width >= height ? 1.5 : 0.9;
    if (!layouts.has(aspect)) layouts.set(aspect, capnet.layout.place(data.vertices, data.ties, aspect));
    const prominent = capnet.labels.prominent(data.vertices);
    const box_of = (v) => {
      if (!prominent.has(v)) return null;
      const sizes = [v.name, v.name_en, v.id].filter(Boolean).map((words) => capnet.labels.wrap(words, narrow()));
      return { width: Math.max(...sizes.map((box) => box.width)), height: Math.max(...sizes.map((box) => box.height)) };
    };
    const { scale, placed } = capnet.layout.fit(layouts.get(aspect), width, height, box_of);
    mark_scale = scale;
    cy.batch(() => {
      for (const { v, x, y } of placed) node_of(v).position({ x, y }).data("size", 2 * radius(v));
    });
    cy.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
    declutter();
  }
  const radius = (v) => mark_scale * capnet.layout.radius(v);

  function shape_of(v) {
    const outline = glyphs.outlines.get(v.look);
    return outline ? { shape: "polygon", "shape-polygon-points": outline.flat().map((c) => c.toFixed(3)).join(" ") } : { shape: "ellipse" };
  }

  function stylesheet(looks) {
    const font = getComputedStyle(document.body).fontFamily, m = data.ties.length, calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // The more ties there are, the fainter each: together they must not hide the marks.
    const faint = Math.min(0.75, Math.max(0.08, Math.sqrt(by_id("picture").clientWidth * by_id("picture").clientHeight / (m || 1)) / 75)), many = m > 300, large = m > 900;
    return [
      { selector: "node", style: {
        width: "data(size)", height: "data(size)", "background-color": "data(color)", "border-width": 1.5, "border-color": glyphs.ink, "border-opacity": 0.75,
        label: "data(label)", color: glyphs.ink, "font-family": font, "font-size": "data(font)",
        "text-valign": "bottom", "text-halign": "center", "text-wrap": "wrap", "text-max-width": "400px", "line-height": 1.15,
        "text-background-color": glyphs.paper, "text-background-opacity": 0.78, "text-background-padding": "1px", "overlay-opacity": 0 } },
      ...looks.map((look) => ({ selector: `node.k${looks.indexOf(look)}`, style: shape_of({ look }) })),
      ...["bottom", "top", "right", "left"].map((side) => ({ selector: `node.label-${side}`, style: {
        "text-valign": side === "left" || side === "right" ? "center" : side, "text-halign": side === "left" || side === "right" ? side : "center",
        "text-margin-x": side === "right" ? 4 : side === "left" ? -4 : 0, "text-margin-y": side === "bottom" ? 3 : side === "top" ? -3 : 0 } })),
      { selector: "node.hollow", style: { "background-opacity": 0.15, "border-color": glyphs.tie_colors.not_held, "border-style": "dashed", "border-width": 2.2, "border-opacity": 1 } },
      { selector: "node.prominent", style: { "z-index": 7, "text-background-opacity": 0.9 } },
      { selector: "node.possible", style: { opacity: 0.5 } },
      { selector: "edge", style: {
        width: many ? 1.1 : 1.5, "line-color": glyphs.tie_colors.held, "curve-style": large ? "haystack" : "bezier", "haystack-radius": 0, "control-point-step-size": 26,
        "target-arrow-color": glyphs.tie_colors.held, "target-arrow-shape": "none", "arrow-scale": 0.75, opacity: faint, "overlay-opacity": 0 } },
      ...many ? [] : [{ selector: "edge.directed", style: { "target-arrow-shape": "triangle" } }],
      { selector: "edge.possible", style: { "line-style": "dashed", "line-dash-pattern": [1.5, 4.5], "line-cap": "round", opacity: faint } },
      { selector: "edge.not-held", style: { "line-style": "dashed", "line-dash-pattern": [7, 5], "line-color": glyphs.tie_colors.not_held, "target-arrow-color": glyphs.tie_colors.not_held, opacity: Math.min(0.85, 1.4 * faint) } },
      { selector: "edge.not-held.possible", style: { opacity: 0.6 * faint } },
      { selector: "node.informed", style: { "background-color": "data(informed)", "background-opacity": 1, "border-style": "solid", "border-width": 2.5, "border-opacity": 1, opacity: 1, "z-index": 6, ...calm ? {} : { "transition-property": "background-color", "transition-duration": "400ms" } } },
      { selector: "node.uninformed", style: { "background-color": glyphs.paper, "background-opacity": 1, "border-color": glyphs.muted, "border-width": 1, "border-opacity": 0.7 } },
      { selector: "edge.told", style: { opacity: 0.5 * faint } },
      { selector: ".gone", style: { display: "none" } },
      { selector: ".dim", style: { opacity: 0.13 } },
      { selector: "node.near", style: { "z-index": 8 } },
      { selector: "edge.near", style: { opacity: 1, width: 2.4, "z-index": 9 } },
      { selector: "node.chosen", style: { "border-width": 4, "border-color": "#b3005e", "border-style": "solid", "border-opacity": 1, "z-index": 10 } },
    ];
  }

  function start(loaded, shared) {
    data = loaded; state = shared;
    tools();
    if (!data.vertices.length) { by_id("network").classList.add("empty"); status(); return; }
    const looks = [...new Set(data.vertices.map((v) => v.look))];
    const elements = [
      ...data.vertices.map((v) => ({
        group: "nodes", data: { id: `v${v.index}`, size: 2 * radius(v), color: glyphs.fill(v), label: "", font: 12 },
        position: { x: 0, y: 0 }, classes: [`k${looks.indexOf(v.look)}`, v.hollow && "hollow"].filter(Boolean),
      })),
      ...data.ties.map((tie) => ({
        group: "edges", data: { id: `t${tie.index}`, source: `v${tie.from.index}`, target: `v${tie.to.index}` },
        classes: [tie.directed && "directed", tie.status !== "held" && "not-held"].filter(Boolean),
      })),
    ];
    cy = cytoscape({
      container: by_id("picture"), elements, style: stylesheet(looks), layout: { name: "preset", fit: false },
      minZoom: 0.4, maxZoom: 8, boxSelectionEnabled: false, autounselectify: true,
      hideEdgesOnViewport: data.ties.length > 3000, pixelRatio: Math.min(window.devicePixelRatio || 1, 2),
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
    const frame_size = () => `${by_id("picture").clientWidth} ${by_id("picture").clientHeight}`;
    let size = frame_size();
    new ResizeObserver(() => {
      const now = frame_size();
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
    if (!data.vertices.length) return replace(box);
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

  const narrow = () => by_id("picture").clientWidth < 500;
  let decluttering = 0, named = new Map();

  /// Names what has room for its name. It goes by the filters, not by the day, so that names stand still while the history plays.
  function declutter() {
    if (!cy) return;
    const scale = cy.zoom(), pan = cy.pan();
    const marks = data.vertices.filter(admits_vertex).map((v) => {
      const { x, y } = node_of(v).position();
      return { v, x: x * scale + pan.x, y: y * scale + pan.y, r: radius(v) * scale + 1 };
    });
    named = capnet.labels.choose(marks, { width: cy.width(), height: cy.height(), zoomed: scale > 1.05, chosen: state.selected, narrow: narrow() });
    cy.batch(() => data.vertices.forEach((v) => {
      const node = node_of(v), label = named.get(v);
      node.data({ label: label?.text ?? "", font: (label?.font ?? 12) / scale });
      node.toggleClass("prominent", Boolean(label?.prominent));
      if (label && !node.hasClass(`label-${label.side}`)) node.removeClass("label-bottom label-top label-left label-right").addClass(`label-${label.side}`);
    }));
  }

  /// Whether the filters admit a vertex or a tie, whatever the day.
  const admits_vertex = (v) => !state.off.kind.has(v.kind) && !state.off.status.has(v.status) && !(v.sectored && state.off.sector.has(v.sector));
  const admits_tie = (tie) => !state.off.status.has(tie.status) && admits_vertex(tie.from) && admits_vertex(tie.to);
  const vertex_now = (v) => admits_vertex(v) ? presence(v, state.stop) : absent;
  const tie_now = (tie) => admits_tie(tie) ? presence(tie, state.stop) : absent;

  let last_vertices = [], last_ties = [];
  /// Shows the state's day and filters; touches only what changed since the last call.
  function apply() {
    if (cy) cy.batch(() => {
      data.vertices.forEach((v, place_in) => {
        const now = vertex_now(v);
        if (now === last_vertices[place_in]) return;
        last_vertices[place_in] = now;
        node_of(v).toggleClass("gone", now === absent).toggleClass("possible", now === possible);
      });
      data.ties.forEach((tie, place_in) => {
        const now = tie_now(tie);
        if (now === last_ties[place_in]) return;
        last_ties[place_in] = now;
        cy.getElementById(`t${tie.index}`).toggleClass("gone", now === absent).toggleClass("possible", now === possible);
      });
    });
  }

  function status() {
    const vertices = data.vertices.filter((v) => vertex_now(v) !== absent).length, ties = data.ties.filter((tie) => tie_now(tie) !== absent).length;
    by_id("picture-status").textContent = data.vertices.length ? t("picture_status", { vertices, all_vertices: data.raw.order, ties, all_ties: data.raw.size }) : t("empty_picture");
    by_id("picture").setAttribute("aria-label", t(data.days.length ? "picture_label" : "picture_label_undated", { vertices, ties, day: data.days.length ? capnet.i18n.day(state.day) : "" }));
  }

  /// Colors each vertex by how probably it knows, `chance(v)` in [0, 1], or all by their sector again.
  function paint(chance) {
    if (!cy) return;
    cy.batch(() => {
      data.vertices.forEach((v) => {
        const p = chance?.(v) ?? 0, node = node_of(v);
        if (p > 0) node.data("informed", glyphs.ramp(p));
        node.toggleClass("informed", p > 0).toggleClass("uninformed", chance !== null && p === 0);
      });
      cy.edges().toggleClass("told", chance !== null);
    });
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

  /// The first attributes, a line each.
  const told = (item) => capnet.attributes.lines(item, state.stop, 6).map((line) => el("span", { class: "attribute" }, line));

  function tooltip(element) {
    const box = by_id("tooltip");
    box.hidden = !element || matchMedia("(hover: none)").matches;
    if (box.hidden) return;
    const at = element.isNode() ? element.renderedPosition() : element.renderedMidpoint();
    if (element.isNode()) {
      const v = vertex_of(element);
      replace(box, el("strong", { lang: capnet.i18n.script(name(v)) }, name(v)), el("span", null, [title(code("kind", v.kind, 1)), v.sectored && title(code("sector", v.sector, 1)), v.region].filter(Boolean).join(" · ")), el("span", null, t("degree_short", { n: v.stated })), told(v));
    } else {
      const tie = tie_of(element);
      replace(box, el("strong", null, `${name(tie.from)} ${tie.directed ? "→" : "—"} ${name(tie.to)}`), el("span", null, [code("relation", tie.relation), tie.status !== "held" && code("status", tie.status), tie.role].filter(Boolean).join(" · ")), el("span", null, capnet.i18n.span(tie)), told(tie));
    }
    const frame = by_id("frame").getBoundingClientRect();
    const left = Math.min(Math.max(at.x + 14, 6), frame.width - box.offsetWidth - 6), top = at.y + 14 + box.offsetHeight > frame.height ? at.y - box.offsetHeight - 14 : at.y + 14;
    box.style.left = `${left}px`;
    box.style.top = `${Math.max(top, 6)}px`;
  }

  function select(v) {
    if (!cy) return;
    cy.elements().removeClass("chosen");
    declutter();
    near(null);
    if (!v) return;
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
  /// What is drawn where, for tests: boxes of names, circles of marks, and how many of those that all hangs on have no name.
  const drawn = () => ({
    names: [...named.values()].map(({ box }) => box),
    marks: data.vertices.filter(admits_vertex).map((v) => { const at = node_of(v).renderedPosition(); return [at.x, at.y, radius(v) * cy.zoom()]; }),
    hidden: [...capnet.labels.prominent(data.vertices)].filter((v) => !named.has(v)).length,
  });

  return { start, apply, status, select, paint, declutter, relabel, before_print, vertex_now, tie_now, drawn, instance: () => cy };
})();
