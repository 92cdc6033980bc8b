// Where each mark of the picture stands: the same data in the same frame always stand alike.
capnet.layout = (() => {
  const { forceSimulation, forceManyBody, forceLink, forceCollide, forceX, forceY } = capnet_vendor;
  const room = 62, side = 14, top = 16, bottom = 30;

  const radius = (v) => Math.min(8.5 + 2.6 * Math.sqrt(v.stated), 25);

  // Deterministic: d3-force starts from a spiral in index order and has its own seeded generator.
  /// Places in units of their own, spread over an area of about the frame's shape (`aspect`: width by height).
  function place(vertices, ties, aspect) {
    const nodes = vertices.map((v) => ({ v, r: radius(v) })), at = new Map(nodes.map((node) => [node.v, node]));
    const links = ties.filter((tie) => tie.from !== tie.to).map((tie) => ({ source: at.get(tie.from), target: at.get(tie.to) }));
    const many = nodes.length > 300, steps = nodes.length > 800 ? 40 : many ? 160 : 300, dense = Math.min(1, 6 * nodes.length / (2 * links.length || 1));
    // What has no tie keeps the others company rather than flying off.
    const pull = (node) => node.v.ties.length ? 0.06 : 0.14;
    const simulation = forceSimulation(nodes)
      .force("charge", forceManyBody().strength((node) => (many ? -120 : -420) - 8 * node.r).theta(many ? 1.1 : 0.9).distanceMax(room * 6))
      .force("link", forceLink(links).distance((link) => (many ? 30 : 66) + link.source.r + link.target.r).iterations(many ? 1 : 2))
      .force("collide", forceCollide((node) => node.r + (many ? 8 : 26)).iterations(nodes.length > 800 ? 1 : 2))
      .force("x", forceX(0).strength((node) => pull(node) / Math.max(aspect, 0.8)))
      .force("y", forceY(0).strength((node) => pull(node) * Math.max(aspect, 0.8)))
      .alphaDecay(1 - 0.02 ** (1 / steps))
      .stop();
    // Many ties on each vertex would pull all of them into one knot.
    const strength = simulation.force("link").strength();
    simulation.force("link").strength((link, k, all) => strength(link, k, all) * dense);
    simulation.tick(steps);
    return nodes;
  }

  const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));

  /// Round bodies that stand below a mark where its name will be, so that other marks are pushed off the name as off the mark.
  function name_bodies(node, box, scale) {
    const r = box.height / 2, n = Math.max(1, Math.ceil(box.width / box.height)), reach = box.width / 2 - r;
    return Array.from({ length: n }, (_, k) => ({ of: node, r: r + 4, dx: n === 1 ? 0 : reach * (2 * k / (n - 1) - 1), dy: node.r * scale + 3 + r, x: 0, y: 0 }));
  }

  /// Fits places into a frame: fills it, and moves marks off each other. Returns how much marks shrink.
  function fit(nodes, width, height, box_of) {
    const scale = Math.min(1, Math.max(0.16, Math.sqrt(width * height / nodes.length) / 84));
    const range = (values) => [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
    const [x0, x1] = range(nodes.map((node) => node.x)), [y0, y1] = range(nodes.map((node) => node.y));
    const margin = side + Math.min(44, width * 0.1);
    let sx = Math.min((width - 2 * margin) / (x1 - x0 || 1), 1.7), sy = Math.min((height - top - bottom - 30) / (y1 - y0 || 1), 1.7);
    sx = Math.min(sx, 2.2 * sy);
    sy = Math.min(sy, 2.2 * sx);
    const placed = nodes.map((node) => ({ v: node.v, r: node.r, x: width / 2 + (node.x - (x0 + x1) / 2) * sx, y: (top + height - bottom) / 2 + (node.y - (y0 + y1) / 2) * sy }));
    const homes = new Map(placed.map((node) => [node, { x: node.x, y: node.y }]));
    const boxes = new Map(placed.map((node) => [node, box_of(node.v)]).filter(([, box]) => box));
    const names = [...boxes].flatMap(([node, box]) => name_bodies(node, box, scale));
    const gap = clamp(0.32 * Math.sqrt(width * height / nodes.length) - 8, 1, 9);
    const follow = () => {
      for (const body of names) {
        body.x = body.of.x + body.dx;
        body.y = body.of.y + body.dy;
      }
    };
    const hold = () => {
      // What pushes a name pushes its mark: they move as one.
      for (const body of names) {
        body.of.vx += body.vx / 2;
        body.of.vy += body.vy / 2;
        body.vx = body.vy = 0;
      }
      for (const node of placed) {
        const r = node.r * scale, box = boxes.get(node), half = Math.max(r, (box?.width ?? 0) / 2);
        node.x = clamp(node.x, side + half, width - side - half);
        node.y = clamp(node.y, top + r, height - Math.max(bottom, (box?.height ?? 0) + 6) - r);
      }
      follow();
    };
    follow();
    const strength = (node) => node.of ? 0 : 0.04;
    const simulation = forceSimulation([...placed, ...names]).alpha(1).alphaDecay(0).velocityDecay(0.5)
      .force("home_x", forceX((node) => homes.get(node)?.x ?? 0).strength(strength)).force("home_y", forceY((node) => homes.get(node)?.y ?? 0).strength(strength))
      .force("collide", forceCollide((node) => node.of ? node.r : node.r * scale + gap).iterations(nodes.length > 1000 ? 2 : 3))
      .force("hold", hold)
      .stop().tick(nodes.length > 1000 ? 16 : nodes.length > 600 ? 40 : 140);
    // At the end only what stands on something else moves.
    simulation.force("home_x", null).force("home_y", null).tick(nodes.length > 600 ? 10 : 40);
    hold();
    return { scale, placed };
  }

  return { place, fit, radius };
})();
