// The picture: a layout that depends on the data alone, drawn by cytoscape, showing one day at a time.
capnet.network = (() => {
  const { el, by_id, replace } = capnet.dom;
  const { t, code, name, number } = capnet.i18n;
  const { activity, certain, possible, absent } = capnet.payload;
  const glyphs = capnet.glyphs;
  const { cytoscape, forceSimulation, forceManyBody, forceLink, forceCollide, forceX, forceY } = capnet_vendor;

  const max_vertices = 1500, max_ties = 6000;
  const labelled_always = 70;
  let data, state, cy = null, shown = null, touching = false;

  /// The vertices and ties drawn: all of them, or those of highest degree (ties by id order among equals).
  function choose_shown() {
    let vertices = data.vertices;
    if (vertices.length > max_vertices)
      vertices = [...vertices].sort((a, b) => b.ties.length - a.ties.length || a.index - b.index).slice(0, max_vertices);
    const kept = new Set(vertices);
    const inner = data.ties.filter((tie) => kept.has(tie.from) && kept.has(tie.to));
    return { vertices, ties: inner.slice(0, max_ties), inner: inner.length, partial: vertices.length < data.vertices.length };
  }

  const radius = (v) => Math.min(8 + 3.2 * Math.sqrt(v.ties.length), 30);

  // Deterministic: d3-force starts from a spiral in index order and has its own seeded generator.
  function place(vertices, ties) {
    const large = vertices.length > 300, labelled = vertices.length <= labelled_always;
    const nodes = vertices.map((v) => ({ v, r: radius(v) }));
    const at = new Map(nodes.map((node) => [node.v, node]));
    const links = ties.filter((tie) => tie.from !== tie.to).map((tie) => ({ source: at.get(tie.from), target: at.get(tie.to) }));
    const room = (node) => labelled ? node.r + 24 : node.r + (large ? 3 : 8);
    const simulation = forceSimulation(nodes)
      .force("charge", forceManyBody().strength((node) => (large ? -60 : labelled ? -620 : -260) - 8 * node.r).theta(large ? 1.1 : 0.9).distanceMax(large ? 600 : 1200))
      .force("link", forceLink(links).distance((link) => (labelled ? 62 : large ? 30 : 46) + link.source.r + link.target.r).iterations(large ? 1 : 2))
      .force("collide", forceCollide(room).iterations(2))
      .force("x", forceX(0).strength(large ? 0.05 : 0.045))
      .force("y", forceY(0).strength(large ? 0.07 : 0.085))
      .stop();
    simulation.tick(large ? 180 : 420);
    return new Map(nodes.map((node) => [node.v, { x: node.x, y: node.y }]));
  }

  function shape_of(v) {
    const outline = glyphs.outlines[v.kind];
    return outline ? { shape: "polygon", "shape-polygon-points": outline.flat().map((c) => c.toFixed(3)).join(" ") } : { shape: "ellipse" };
  }

  function stylesheet(large) {
    const font = getComputedStyle(document.body).fontFamily;
    const kinds = [...new Set(shown.vertices.map((v) => v.kind))];
    return [
      { selector: "node", style: {
        width: "data(size)", height: "data(size)", "background-color": "data(color)", "border-width": 1.5, "border-color": glyphs.ink, "border-opacity": 0.75,
        label: "data(label)", color: glyphs.ink, "font-family": font, "font-size": "data(font)", "min-zoomed-font-size": large ? 9 : 5,
        "text-valign": "bottom", "text-halign": "center", "text-margin-y": 4, "text-wrap": "wrap", "text-max-width": "118px", "line-height": 1.15,
        "text-background-color": glyphs.paper, "text-background-opacity": 0.78, "text-background-padding": "1px", "overlay-opacity": 0 } },
      ...kinds.map((kind) => ({ selector: `node.k${kinds.indexOf(kind)}`, style: shape_of({ kind }) })),
      { selector: "node.hollow", style: { "background-opacity": 0.12, "border-color": "data(color)", "border-style": "dashed", "border-width": 2.2, "border-opacity": 1 } },
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
      { selector: "node.near", style: { "min-zoomed-font-size": 0, "z-index": 8 } },
      { selector: "edge.near", style: { opacity: 1, width: 2.4, "z-index": 9 } },
      { selector: "node.chosen", style: { "border-width": 4, "border-color": "#b3005e", "border-style": "solid", "border-opacity": 1, "min-zoomed-font-size": 0, "z-index": 10 } },
    ];
  }

  function start(loaded, shared) {
    data = loaded; state = shared;
    shown = choose_shown();
    const frame = by_id("frame");
    tools();
    if (!shown.vertices.length) { frame.classList.add("empty"); return; }
    const large = shown.ties.length > 900 || shown.vertices.length > 400;
    const places = place(shown.vertices, shown.ties);
    const kinds = [...new Set(shown.vertices.map((v) => v.kind))];
    const font = shown.vertices.length <= labelled_always ? 12 : 11;
    const elements = [
      ...shown.vertices.map((v) => ({
        group: "nodes", data: { id: `v${v.index}`, size: 2 * radius(v), color: glyphs.fill(v), label: "", font: v.ties.length > 7 ? font + 1.5 : font },
        position: places.get(v), classes: [`k${kinds.indexOf(v.kind)}`, v.hollow && "hollow"].filter(Boolean),
      })),
      ...shown.ties.map((tie) => ({
        group: "edges", data: { id: `t${tie.index}`, source: `v${tie.from.index}`, target: `v${tie.to.index}` },
        classes: [tie.directed && "directed", tie.status !== "held" && "not-held"].filter(Boolean),
      })),
    ];
    cy = cytoscape({
      container: by_id("picture"), elements, style: stylesheet(large), layout: { name: "preset", fit: true, padding: 34 },
      minZoom: 0.05, maxZoom: 4, boxSelectionEnabled: false, autounselectify: true,
      hideEdgesOnViewport: large && shown.ties.length > 3000, pixelRatio: Math.min(window.devicePixelRatio || 1, 2),
      userZoomingEnabled: true, textureOnViewport: false,
    });
    // The wheel scrolls the page unless the picture has been clicked or has the focus.
    cy.userZoomingEnabled(false);
    by_id("picture").addEventListener("focus", () => cy.userZoomingEnabled(true));
    by_id("picture").addEventListener("blur", () => cy.userZoomingEnabled(false));
    cy.on("tap", "node", (event) => state.select(vertex_of(event.target)));
    cy.on("tap", (event) => { by_id("picture").focus({ preventScroll: true }); if (event.target === cy) state.select(null); });
    cy.on("mouseover", "node", (event) => { near(event.target); tooltip(event.target); });
    cy.on("mouseout", "node", () => { near(null); tooltip(null); });
    cy.on("mouseover", "edge", (event) => tooltip(event.target));
    cy.on("mouseout", "edge", () => tooltip(null));
    cy.on("viewport", () => tooltip(null));
    keyboard();
    new ResizeObserver(() => { cy.resize(); if (!touched_view) fit(); }).observe(by_id("picture"));
    if (matchMedia("(pointer: coarse)").matches) coarse_pointer();
    labels();
    apply();
  }

  const vertex_of = (node) => data.vertices[Number(node.id().slice(1))];
  const tie_of = (edge) => data.ties[Number(edge.id().slice(1))];
  const node_of = (v) => cy?.getElementById(`v${v.index}`);

  let touched_view = false;
  function fit() { cy?.fit(cy.elements(), 34); touched_view = false; }
  function zoom(factor) { touched_view = true; cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }); }
  function pan(x, y) { touched_view = true; cy.panBy({ x, y }); }

  function keyboard() {
    by_id("picture").addEventListener("keydown", (event) => {
      const act = { ArrowLeft: () => pan(50, 0), ArrowRight: () => pan(-50, 0), ArrowUp: () => pan(0, 50), ArrowDown: () => pan(0, -50), "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: fit, Escape: () => state.select(null) }[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      act();
      event.preventDefault();
    });
    cy.on("dragpan scrollzoom pinchzoom", () => { touched_view = true; });
  }

  // Under a finger the page must still scroll: the picture takes taps only, until asked to move.
  function coarse_pointer() {
    const picture = by_id("picture");
    picture.classList.add("taps-only");
    by_id("frame").addEventListener("click", (event) => {
      if (touching || event.target.closest("button")) return;
      const box = picture.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
      let best = null, distance = 26;
      cy.nodes().not(".gone").forEach((node) => {
        const at = node.renderedPosition(), d = Math.hypot(at.x - x, at.y - y) - node.renderedWidth() / 2;
        if (d < distance) { best = node; distance = d; }
      });
      state.select(best ? vertex_of(best) : null);
    });
  }

  function tools() {
    const button = (key, sign, act) => el("button", { type: "button", class: "tool", "data-act": key, onclick: act, "aria-label": t(key), title: t(key) }, sign);
    const box = by_id("picture-tools");
    box.setAttribute("aria-label", t("picture_tools"));
    if (!shown.vertices.length) return replace(box);
    replace(box,
      button("zoom_in", "+", () => zoom(1.3)), button("zoom_out", "−", () => zoom(1 / 1.3)), button("fit", "⤢", fit),
      el("button", { type: "button", class: "tool wide no-touch", onclick: save }, t("save_picture")),
      el("button", { type: "button", class: "tool wide touch-only", "aria-pressed": String(touching), onclick: toggle_touch }, t(touching ? "touch_off" : "touch_on")));
  }
  function toggle_touch() {
    touching = !touching;
    by_id("picture").classList.toggle("taps-only", !touching);
    cy.userZoomingEnabled(touching);
    tools();
  }
  const png = (scale) => cy.png({ full: true, scale, bg: glyphs.paper, maxWidth: 4000, maxHeight: 4000 });
  function save() {
    const link = el("a", { href: png(2), download: "network.png" });
    link.click();
  }

  function labels() {
    if (!cy) return;
    const cut = (words) => words.length > 44 ? `${words.slice(0, 43)}…` : words;
    // Japanese has no spaces to wrap at: a zero-width space after every 9th character lets the label break.
    const breakable = (words) => capnet.i18n.script(words) === "ja" ? words.replace(/(.{10})(?=.{2})/gu, "$1\n") : words;
    const most = [...shown.vertices].sort((a, b) => b.ties.length - a.ties.length || a.index - b.index).slice(0, 40);
    const prominent = new Set(shown.vertices.length <= 400 ? shown.vertices : most);
    cy.batch(() => shown.vertices.forEach((v) => node_of(v).data("label", prominent.has(v) || v === state.selected ? breakable(cut(name(v))) : "")));
  }

  /// Whether the filters admit a vertex or a tie, whatever the day.
  const admits_vertex = (v) => !state.off.kind.has(v.kind) && !(v.sectored && state.off.sector.has(v.sector));
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
    status();
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
    box.hidden = !element;
    if (!element) return;
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
    labels();
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

  function relabel() { tools(); labels(); status(); }
  const note = () => !shown.partial && shown.ties.length === shown.inner ? "" :
    [shown.partial && t("shown_part", { shown: shown.vertices.length, all: data.vertices.length }), shown.ties.length < shown.inner && t("shown_part_ties", { shown: shown.ties.length, all: shown.inner })].filter(Boolean).join(" ");

  return { start, apply, select, relabel, note, before_print, admits_vertex, admits_tie, vertex_now, tie_now, held_degree, instance: () => cy };
})();
