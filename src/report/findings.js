// The audit's findings as sentences, each with what it is about and where that was said.
capnet.findings = (() => {
  const { el, by_id, replace, anchor, safe_url } = capnet.dom;
  const { t, code, text, number, share, current, date, day } = capnet.i18n;
  const has = (value) => value !== null && value !== undefined;
  const order = ["error", "warning", "info"];
  const signs = { error: "✕", warning: "!", info: "→" };

  const numbers = (values) => values.length <= 6 ? values.map((n) => number(n)).join("、") : `${number(values[0])}〜${number(values.at(-1))}（${values.length}通り）`;
  // The Japanese sentence of a code, from the finding's own fields; null where they don't suffice.
  const japanese = new Map(Object.entries({
    percent_impossible: (f) => has(f.value) && has(f.denominator) && `${number(f.value)}%は、${number(f.denominator)}のうちの割合ではありえません。丸めて${number(f.value)}%になる整数がないためです。${has(f.smallest_joint_denominator) ? `同じ調査の割合すべてに合う最小の母数は${number(f.smallest_joint_denominator)}です。` : ""}`,
    count_inferred: (f) => f.feasible_counts && has(f.denominator) && (f.feasible_counts.length ? `${number(f.denominator)}のうち、この割合に合う数は${numbers(f.feasible_counts)}です。` : null),
    denominator_inferred: (f) => f.feasible_denominators && has(f.numerator) && `${number(f.numerator)}がこの割合になる母数は${f.feasible_denominators.length ? numbers(f.feasible_denominators) : "ありません"}です。${has(f.stated_denominator) ? `記載の母数${number(f.stated_denominator)}とは合いません。` : ""}`,
    interval: (f) => has(f.share) && has(f.low) && has(f.high) && `${number(f.denominator)}中${number(f.numerator)}、割合は${share(f.share)}、95％区間は${share(f.low)}から${share(f.high)}です（ウィルソン）。`,
    approximate: (f) => `概数のため、ここから正確には何も導けません。${f.feasible_counts?.length && has(f.denominator) ? `仮に正確な値で母数が${number(f.denominator)}なら、${numbers(f.feasible_counts)}が当てはまります。` : ""}`,
    previous_value: (f) => has(f.previous) && `前回の値は${share(f.previous)}${has(f.previous_low) && has(f.previous_high) ? `（丸めを考えると${share(f.previous_low)}から${share(f.previous_high)}）` : ""}と計算できます。`,
    units_differ: (f) => f.units && `単位が異なるため合算できません：${f.units.map((unit) => code("unit", unit)).join("、")}。`,
    rate_bounds: (f) => has(f.low) && has(f.high) && `全体の数が2つの時点の間でしかわからないため、率は${share(f.low)}から${share(f.high)}の間です。`,
    not_held: (f) => has(f.count) && f.status && `「${code("status", f.status)}」の記述が${number(f.count)}件あります。成立したものには数えません。`,
  }));

  function sentence(f) {
    if (current() !== "ja") return el("p", { lang: "en" }, f.message ?? "");
    const words = f.message_ja || japanese.get(f.code)?.(f);
    return words ? el("p", null, words) : el("p", { lang: "en" }, f.message ?? "", " ", el("span", { class: "quiet", lang: "ja" }, t("only_english")));
  }

  function item(data, f) {
    const figures = (f.figures ?? []).map((id) => data.figure_by_id.get(id)).filter(Boolean), vertices = (f.vertices ?? []).map((id) => data.by_id.get(id)).filter(Boolean);
    const cite = f.cite?.length ? f.cite : [...new Set(figures.flatMap((figure) => figure.cite ?? []))];
    return el("li", { class: `finding ${order.includes(f.severity) ? f.severity : "info"}` },
      el("h4", null, code("finding", f.code)),
      sentence(f),
      el("p", { class: "about" }, figures.length + vertices.length > 0 && [el("span", { class: "quiet" }, `${t("about_figures")}: `),
        figures.map((figure, place) => [place > 0 && ", ", el("a", { href: `#${anchor("figure", figure.id)}` }, capnet.measures.figure_label(figure), " – ", capnet.measures.reported(figure))]),
        figures.length > 0 && vertices.length > 0 && ", ", vertices.slice(0, 12).map((v, place) => [place > 0 && ", ", capnet.tables.vertex_button(v)]), vertices.length > 12 && `, ${t("and_more", { n: vertices.length - 12 })}`, " "],
        capnet.tables.cites(cite)));
  }

  function show(data) {
    const box = by_id("findings-body");
    if (!data.findings.length) return replace(box, el("p", { class: "quiet" }, t("no_findings")));
    const severities = [...new Set([...order, ...data.findings.map((f) => f.severity)])];
    replace(box, el("p", { class: "section-note" }, t("findings_intro", { n: data.findings.length })), severities.map((severity) => {
      const found = data.findings.filter((f) => f.severity === severity);
      const title = capnet.strings[`severity_${severity}`] ? t(`severity_${severity}`) : severity;
      return found.length > 0 && [el("h3", { class: `severity ${severity}` }, el("span", { class: "sign", "aria-hidden": "true" }, signs[severity] ?? "→"), " ", title, el("span", { class: "quiet" }, ` (${found.length})`)), el("ul", { class: "findings" }, found.map((f) => item(data, f)))];
    }));
  }

  function source_date(value) {
    if (Array.isArray(value)) return date(capnet.payload.date_pair(value));
    return /^\d{4}-\d{2}-\d{2}$/.test(value ?? "") ? day(capnet.payload.day_number(value)) : value ?? "";
  }

  function sources(data) {
    const box = by_id("sources-body");
    if (!data.sources.length) return replace(box, el("p", { class: "quiet" }, t("no_sources")));
    replace(box, el("ol", { class: "sources" }, data.sources.map((source) => {
      const url = safe_url(source.url), title = text(source.title) || source.id;
      return el("li", { id: anchor("source", source.id) }, url ? el("a", { href: url, rel: "noopener noreferrer", lang: capnet.i18n.script(title) }, title) : el("span", { lang: capnet.i18n.script(title) }, title),
        el("span", { class: "quiet" }, [text(source.publisher), source_date(source.date)].filter(Boolean).map((words) => `, ${words}`).join("")),
        source.url && el("span", { class: "print-url" }, ` ${source.url}`));
    })));
  }

  return { show, sources };
})();
