// The panels of skills under one heading: what is lacking, what would close it, what may be lost.
capnet.skills = (() => {
  const { el, by_id, replace } = capnet.dom;
  const { t } = capnet.i18n;
  const ids = (data) => data.raw.gap_map || data.raw.losses ? ["skills"] : [];

  function show(data) {
    const box = by_id("skills-part");
    if (!ids(data).length) return replace(box);
    replace(box, el("section", { id: "skills", "aria-labelledby": "skills-h" }, el("h2", { id: "skills-h" }, t("skills_title")), [capnet.gap_map, capnet.training, capnet.losses].map((panel) => panel.show(data))));
  }

  return { show, ids };
})();
