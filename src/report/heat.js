// A table of shares as colors with their numbers, of which each row and each cell can be opened: by pointer, and by arrow keys and Enter.
capnet.heat = (() => {
  const { el } = capnet.dom;
  const { t, number } = capnet.i18n;
  const { ramp, ramp_bar, legend_entry } = capnet.glyphs;

  /// A share as a whole percentage that is 0 or 100 only where the share is 0 or 1.
  const whole = (p) => p > 0 && p < 0.005 ? "<1" : p < 1 && p > 0.995 ? ">99" : number(p * 100, 0);
  /// The same with its sign.
  const percent = (p) => `${whole(p)}%`;

  /// Black or white, whichever reads better on a color (WCAG 2.2, relative luminance).
  function ink_on(color) {
    const [r, g, b] = color.match(/\d+/g).map((c) => { const s = c / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#000" : "#fff";
  }

  /// A cell's look: `share` from 0 to 1, null where it is not known; no cell, where there is nothing to say.
  function look(cell) {
    if (!cell) return { class: "heat-none" };
    if (cell.share === null) return { class: "heat-unknown" };
    const color = ramp(cell.share);
    return { class: "heat-known", style: `background:${color};color:${ink_on(color)}` };
  }

  const legend = (known, unknown, none) => el("p", { class: "legend" },
    legend_entry(ramp_bar(), known), legend_entry(el("span", { class: "heat-key heat-unknown" }, "?"), unknown),
    none && legend_entry(el("span", { class: "heat-key" }), none));

  /// `columns`: titles. `rows`: `head` (text), `said` (beside it, or nothing), `cells` (null or `{share, words}`), `aside` (a text in a last column,
  /// `aside_title`), and `open(column)`: what is told of a cell, of the row where `column` is -1; null where there is nothing.
  function grid({ label, corner, columns, rows, aside_title }) {
    const wide = columns.length + 1 + (aside_title ? 1 : 0), places = [];
    let at = [0, -1], opened = null;
    const cell_of = ([r, c]) => places[r][c + 1];

    function go(r, c, focus = true) {
      cell_of(at).tabIndex = -1;
      at = [Math.min(Math.max(r, 0), rows.length - 1), Math.min(Math.max(c, -1), columns.length - 1)];
      cell_of(at).tabIndex = 0;
      if (focus) cell_of(at).focus();
    }
    function close() {
      if (!opened) return;
      opened.cell.setAttribute("aria-expanded", "false");
      opened.row.remove();
      opened = null;
    }
    function toggle() {
      const cell = cell_of(at), was = opened?.cell, told = was === cell ? null : rows[at[0]].open(at[1]);
      close();
      if (!told) return;
      const row = el("tr", { class: "heat-detail" }, el("td", { colspan: wide }, el("div", { class: "heat-slot" }, el("div", { class: "heat-told", role: "status" },
        el("button", { type: "button", class: "tool close", "aria-label": t("close"), title: t("close"), onclick: () => { close(); cell.focus(); } }, "×"), told))));
      cell.closest("tr").after(row);
      cell.setAttribute("aria-expanded", "true");
      opened = { cell, row };
    }
    function keys(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(".heat-detail")) {
        if (event.key === "Escape" && opened) { const { cell } = opened; close(); cell.focus(); }
        return;
      }
      const [r, c] = at, to = { ArrowRight: [r, c + 1], ArrowLeft: [r, c - 1], ArrowDown: [r + 1, c], ArrowUp: [r - 1, c], Home: [r, -1], End: [r, columns.length - 1], PageUp: [0, c], PageDown: [rows.length - 1, c] }[event.key];
      if (to) go(...to);
      else if (event.key === "Enter" || event.key === " ") toggle();
      else if (event.key === "Escape" && opened) close();
      else return;
      event.preventDefault();
    }
    const place = (node, r, c) => { (places[r] ??= [])[c + 1] = node; return node; };
    const press = (r, c) => () => { go(r, c); toggle(); };
    const body = rows.map((row, r) => el("tr", null,
      place(el("th", { scope: "row", role: "rowheader", tabindex: -1, "aria-expanded": "false", onclick: press(r, -1) }, el("div", { class: "heat-head" }, el("span", null, row.head), row.said && el("span", { class: "quiet" }, row.said))), r, -1),
      columns.map((_, c) => {
        const cell = row.cells[c];
        return place(el("td", { role: "gridcell", tabindex: -1, "aria-label": cell ? cell.words : t("heat_none", { row: row.head, column: columns[c] }), title: cell ? cell.words : null, "aria-expanded": cell ? "false" : null, ...look(cell), onclick: press(r, c) }, cell && (cell.share === null ? "?" : whole(cell.share))), r, c);
      }),
      aside_title && el("td", { class: "heat-aside", role: "gridcell" }, row.aside)));
    const table = el("table", { class: "heat", role: "grid", "aria-label": label, onkeydown: keys },
      el("thead", null, el("tr", null, el("th", { scope: "col", class: "heat-corner" }, corner), columns.map((words) => el("th", { scope: "col", title: words }, el("span", null, words))), aside_title && el("th", { scope: "col", class: "heat-aside" }, aside_title))),
      el("tbody", null, body));
    cell_of(at).tabIndex = 0;
    return el("div", { class: "heat-frame" }, table);
  }

  /// Names and values, of a cell that is opened.
  const facts = (pairs) => el("dl", { class: "heat-facts" }, pairs.filter(Boolean).map(([name, value]) => el("div", null, el("dt", null, name), el("dd", null, value))));

  return { grid, legend, facts, whole, percent };
})();
