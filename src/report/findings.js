// The audit's findings as sentences, each with what it is about and where that was said.
capnet.findings = (() => {
  const { el, by_id, replace, anchor, safe_url } = capnet.dom;
  const { t, code, current, date } = capnet.i18n;
  const signs = new Map([["error", "✕"], ["warning", "!"], ["info", "→"]]);

  function sentence(f) {
    if (current() === "ja" && f.message_ja) return el("p", null, f.message_ja);
    return el("p", { lang: "en" }, f.message ?? "", current() === "ja" && [" ", el("span", { class: "quiet", lang: "ja" }, t("only_english"))]);
  }

  function item(f) {
    const about = [...f.figures.map((figure) => el("a", { href: `#${anchor("figure", figure.index)}` }, capnet.measures.figure_label(figure), " – ", capnet.measures.reported(figure))), ...f.vertices.map(capnet.tables.vertex)];
    return el("li", { class: `finding ${f.severity}` },
      el("h4", null, code("finding", f.code)),
      sentence(f),
      el("p", { class: "about" }, about.length > 0 && [el("span", { class: "quiet" }, `${t("about_figures")}: `), about.map((node, place) => [place > 0 && ", ", node]), f.more > 0 && `, ${t("and_more", { n: f.more })}`, " "], capnet.tables.cites(f)));
  }

  function show(data) {
    const box = by_id("findings-body");
    if (!data.findings.length) return replace(box, el("p", { class: "quiet" }, t("no_findings")));
    replace(box, el("p", { class: "section-note" }, t("findings_intro", { n: data.raw.findings_in_all }), " ", data.findings.length < data.raw.findings_in_all && t("findings_part", { shown: data.findings.length })),
      capnet.csv.tools("findings", t("findings"), () => ({ columns: [t("severity"), t("finding"), t("code"), t("message"), t("about_figures"), t("source")],
        rows: data.findings.map((f) => [t(`severity_${f.severity}`), code("finding", f.code), f.code, current() === "ja" && f.message_ja || f.message, [...f.figures.map(capnet.measures.figure_label), ...f.vertices.map(capnet.tables.vertex_name)].join("; "), capnet.tables.cited(f)]) })),
      data.raw.findings_by_severity.filter(({ count }) => count > 0).map(({ severity, count }) => {
        const found = data.findings.filter((f) => f.severity === severity);
        return [el("h3", { class: `severity ${severity}` }, el("span", { class: "sign", "aria-hidden": "true" }, signs.get(severity)), " ", t(`severity_${severity}`), el("span", { class: "quiet" }, ` (${found.length < count ? t("k_of_n", { k: found.length, n: count }) : count})`)), capnet.tables.folded(found, 40, (list) => el("ul", { class: "findings" }, list.map(item)))];
      }));
  }

  const source_date = (value) => value ? date(capnet.payload.date_pair(value)) : "";

  function sources(data) {
    const box = by_id("sources-body");
    if (!data.sources.length) return replace(box, el("p", { class: "quiet" }, t("no_sources")));
    replace(box, capnet.csv.tools("sources", t("sources"), () => ({ columns: ["id", t("source_title"), t("publisher"), t("date"), "URL"], rows: data.sources.map((source) => [source.id, source.title, source.publisher, capnet.csv.date(source.date ? capnet.payload.date_pair(source.date) : null), source.url]) })), el("ol", { class: "sources" }, data.sources.map((source, place) => {
      const url = safe_url(source.url), title = source.title || source.id;
      return el("li", { id: anchor("source", place) }, url ? el("a", { href: url, rel: "noopener noreferrer", lang: capnet.i18n.script(title) }, title) : el("span", { lang: capnet.i18n.script(title) }, title),
        el("span", { class: "quiet" }, [source.publisher, source_date(source.date)].filter(Boolean).map((words) => `, ${words}`).join("")),
        source.url && el("span", { class: "print-url" }, ` ${source.url}`));
    })));
  }

  return { show, sources };
})();
