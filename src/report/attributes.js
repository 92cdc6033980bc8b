// Attributes of vertices and ties as words: name, value and unit, as of a stop of the slider.
capnet.attributes = (() => {
  const { el } = capnet.dom;
  const { t, code, unit, counted, exact, date, script } = capnet.i18n;
  const { value_at, date_pair } = capnet.payload;

  /// A weight is called by what it means, where that is said.
  const label = ({ name, meaning }) => name === "weight" && meaning ? code("meaning", meaning, 1) : code("attribute", name, 1);

  /// Thousands are set apart in what is measured or counted; else a number may be a year or a code.
  function words({ unit: of, meaning }, value) {
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    if (Array.isArray(value)) return date(date_pair(value));
    if (typeof value !== "number") return of ? counted(value, unit(of)) : value;
    return counted(exact(value, Boolean(of || meaning)), unit(of, value));
  }

  /// What is known of a vertex or tie at a stop: pairs of label and value.
  const known = (item, stop) => item.attributes.map((attribute) => ({ what: attribute.what, value: value_at(attribute, stop) })).filter(({ value }) => value !== null)
    .map(({ what, value }) => ({ label: label(what), value: words(what, value), description: what.description }));

  const more = ({ attributes_more }) => attributes_more > 0 ? t("and_more", { n: attributes_more }) : null;
  const said = ({ label, value }) => t("attribute_value", { name: label, value });

  /// "hours: 6 h": one text each, of at most `most` of them.
  function lines(item, stop, most = Infinity) {
    const all = known(item, stop), left_out = Math.max(all.length - most, 0) + (item.attributes_more ?? 0);
    return [...all.slice(0, most).map(said), left_out > 0 && t("and_more", { n: left_out })].filter(Boolean);
  }
  /// The same as a list of definitions; null where nothing is known.
  function list(item, stop) {
    const all = known(item, stop), rest = more(item);
    if (!all.length && !rest) return null;
    return [el("dl", { class: "attributes" }, all.map(({ label, value, description }) => el("div", null, el("dt", { lang: script(label), title: description }, t("attribute_name", { name: label })), el("dd", { lang: script(value) }, value)))), rest && el("span", { class: "quiet" }, rest)];
  }
  const matches = (item, stop, query) => known(item, stop).some(({ value }) => value.toLowerCase().includes(query));

  return { lines, list, matches };
})();
