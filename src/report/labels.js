// The names in the picture: in letters of one size at every zoom, and only where they cover neither a mark nor another name.
capnet.labels = (() => {
  const line_width = 112, narrow_line = 90, most_lines = 3, most_names = 500, cell = 64;
  let measure = null;

  /// A name in up to three lines of about equal length, with its size. Words break at spaces; Japanese breaks anywhere but before
  /// closing marks.
  function wrap(words, narrow) {
    const font = narrow ? 11 : 12, limit = narrow ? narrow_line : line_width;
    measure ??= document.createElement("canvas").getContext("2d");
    measure.font = `${font}px ${getComputedStyle(document.body).fontFamily}`;
    const width = (line) => measure.measureText(line).width;
    const pieces = capnet.i18n.script(words) === "ja" ? words.match(/[（「『〈]*(?:[A-Za-z0-9]+|[\s\S])[ー、。，）」』・ッャュョァィゥェォっゃゅょ]*/gu) ?? [] : words.split(/(?<=[ \-–/])/);
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
    const kept = lines.slice(0, most_lines).map((line) => { let short = line.trim(); while (width(short) > limit + 24) short = `${short.slice(0, -2)}…`; return short; });
    if (lines.length > most_lines) kept[most_lines - 1] = `${kept[most_lines - 1].slice(0, 14)}…`;
    return { text: kept.join("\n"), width: Math.max(...kept.map(width)) + 4, height: kept.length * font * 1.17 + 2, font };
  }

  /// Those that everything hangs on: their names get room of their own.
  function prominent(vertices) {
    const mean = vertices.reduce((sum, v) => sum + v.stated, 0) / (vertices.length || 1);
    return new Set([...vertices].sort((a, b) => b.stated - a.stated || a.index - b.index).slice(0, 4).filter((v) => v.stated >= Math.max(5, 3 * mean)));
  }

  /// Boxes in a grid of cells, for quick questions of what covers what.
  function occupied() {
    const boxes = new Map();
    const some = ([x0, y0, x1, y1], act) => { for (let x = Math.floor(x0 / cell); x <= Math.floor(x1 / cell); ++x) for (let y = Math.floor(y0 / cell); y <= Math.floor(y1 / cell); ++y) if (act(`${x} ${y}`)) return true; return false; };
    return {
      add: (box) => some(box, (key) => { if (!boxes.has(key)) boxes.set(key, []); boxes.get(key).push(box); return false; }),
      covers: (box) => some(box, (key) => boxes.get(key)?.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])),
    };
  }

  /// Which of the marks ({v, x, y, r}, as drawn) get their names, and on which side: those of high degree first, the chosen one before all.
  function choose(marks, { width, height, zoomed, chosen, narrow }) {
    const taken = occupied(), named = new Map();
    for (const { x, y, r } of marks) taken.add([x - r, y - r, x + r, y + r]);
    const first = prominent(marks.map(({ v }) => v));
    const order = [...marks].sort((a, b) => (b.v === chosen) - (a.v === chosen) || first.has(b.v) - first.has(a.v) || b.v.stated - a.v.stated || a.v.index - b.v.index).slice(0, most_names);
    const inside = (box) => box[0] > 2 && box[2] < width - 2 && box[1] > 2 && box[3] < height - 2;
    for (const { v, x, y, r } of order) {
      if (x < -50 || y < -50 || x > width + 50 || y > height + 50) continue;
      const name = wrap(capnet.i18n.name(v), narrow), half = name.width / 2, middle = name.height / 2;
      const sides = { bottom: [x - half, y + r + 2, x + half, y + r + 2 + name.height], right: [x + r + 3, y - middle, x + r + 3 + name.width, y + middle], left: [x - r - 3 - name.width, y - middle, x - r - 3, y + middle], top: [x - half, y - r - 2 - name.height, x + half, y - r - 2] };
      const side = Object.keys(sides).find((key) => !taken.covers(sides[key]) && (zoomed || inside(sides[key])));
      if (!side) continue;
      taken.add(sides[side]);
      named.set(v, { text: name.text, font: name.font, side, box: sides[side], prominent: first.has(v) });
    }
    return named;
  }

  return { wrap, prominent, choose };
})();
