// Tables as files: RFC 4180, UTF-8, with the column names of the page's language.
capnet.csv = (() => {
  const { el } = capnet.dom;
  const { t } = capnet.i18n;
  const is_number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  // A spreadsheet takes text that begins so for a formula, and would run it.
  const is_formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

  function field(value) {
    if (value === null || value === undefined) return "";
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    let words = String(value);
    if (typeof value !== "number" && is_formula.test(words) && !is_number.test(words)) words = `'${words}`;
    return /[",\r\n]/.test(words) ? `"${words.replaceAll("\"", "\"\"")}"` : words;
  }
  /// `columns`: their titles; `rows`: lists of values, null where nothing is known.
  const write = (columns, rows) => [columns, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");

  /// `make()` gives `{columns, rows}` when the file is asked for.
  function button(name, words, make) {
    const label = t("csv_of", { table: words });
    return el("button", { type: "button", class: "csv", "data-csv": name, "aria-label": label, title: label, onclick: () => {
      const { columns, rows } = make();
      const address = URL.createObjectURL(new Blob([write(columns, rows)], { type: "text/csv;charset=utf-8" }));
      el("a", { href: address, download: `${name}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
    } }, "CSV");
  }
  /// The same above the table that it stands for.
  const tools = (name, words, make) => el("div", { class: "table-tools" }, button(name, words, make));

  const iso = (day) => new Date(day * 86400000).toISOString().slice(0, 10);
  /// A pair of days as one date or, where it is known only in part, as "first/last" (ISO 8601).
  const date = (pair) => !pair ? null : pair[0] === pair[1] ? iso(pair[0]) : `${iso(pair[0])}/${iso(pair[1])}`;

  return { write, button, tools, iso, date };
})();
