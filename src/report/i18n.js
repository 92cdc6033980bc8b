// Language, numbers and dates as words.
capnet.i18n = (() => {
  const languages = ["en", "ja"];
  const names = { en: "English", ja: "日本語" };
  let language = (navigator.language || "en").toLowerCase().startsWith("ja") ? "ja" : "en";
  const position = () => languages.indexOf(language);

  const plural = (pattern, n) => pattern.includes("|") ? pattern.split("|")[n === 1 ? 0 : 1] : pattern;

  /// The string `key` in the current language; `{n}` also chooses between "one|many".
  function t(key, values = {}) {
    const entry = capnet.strings[key];
    if (!entry) return key;
    return plural(entry[position()], values.n).replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      return value === undefined ? whole : typeof value === "number" ? number(value) : value;
    });
  }
  /// The same with nodes among the values: a list of texts and nodes.
  function parts(key, values) {
    return plural(capnet.strings[key][position()], values.n).split(/\{(\w+)\}/).map((piece, place) => place % 2 === 0 ? piece : typeof values[piece] === "number" ? number(values[piece]) : values[piece]);
  }

  const spelled = (code) => String(code ?? "").replace(/(?<=[^_])_(?=[^_])/g, " ");
  /// The word for a code of the data, of one or (by default) of many; a word that is not known is shown as it is.
  const code = (group, value, n = 2) => plural(capnet.codes.get(group)?.get(value)?.[position()] ?? spelled(value), n);
  const title = (words) => words.charAt(0).toUpperCase() + words.slice(1);

  /// A unit of one or many: a word of the data's own follows the rule of English, in either language.
  function unit(value, n = 2) {
    if (!value) return "";
    if (capnet.codes.get("unit").has(value)) return code("unit", value, n);
    const word = spelled(value);
    if (language !== "en" || n === 1 || word.length < 3 || !/[a-z]$/.test(word) || /(s|people)$/.test(word)) return word;
    return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}${/(x|ch|sh)$/.test(word) ? "es" : "s"}`;
  }
  /// "87 municipalities", "87自治体".
  const counted = (n, words, digits) => `${typeof n === "number" ? number(n, digits) : n}${language === "en" && words ? " " : ""}${words}`;

  /// A text of the payload: a string or {en, ja}.
  function text(value) {
    if (value === null || value === undefined) return "";
    if (typeof value !== "object") return String(value);
    return String(value[language] ?? value.en ?? value.ja ?? "");
  }

  const name = (v) => v ? String((language === "ja" ? v.name || v.name_en : v.name_en || v.name) || v.id) : "";
  const script = (words) => /[\u3040-\u30ff\u3400-\u9fff]/.test(words) ? "ja" : "en";

  const formats = new Map();
  function format(key, make) {
    const full = `${language} ${key}`;
    if (!formats.has(full)) formats.set(full, make(language === "ja" ? "ja-JP" : "en-GB"));
    return formats.get(full);
  }

  function number(value, digits = 4) {
    return format(`number ${digits}`, (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: digits })).format(value);
  }
  const share = (value) => `${number(value * 100, 1)}%`;
  /// A value that is no share, with as many digits as the command gives.
  const index = (value) => Number.isInteger(value) ? number(value) : format("index", (tag) => new Intl.NumberFormat(tag, { maximumSignificantDigits: 4 })).format(value);

  /// With all the digits that it was given.
  const exact = (value, grouped) => format(`exact ${grouped}`, (tag) => new Intl.NumberFormat(tag, { maximumSignificantDigits: 15, useGrouping: grouped })).format(value);

  const utc = (day) => new Date(day * 86400000);
  function day(value, style = "long") {
    const options = { long: { year: "numeric", month: "long", day: "numeric" }, short: { year: "numeric", month: "short", day: "numeric" }, month: { year: "numeric", month: "long" }, month_short: { year: "numeric", month: "short" }, year: { year: "numeric" } }[style];
    return format(`day ${style}`, (tag) => new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" })).format(utc(value));
  }

  // A pair of days as the period it spells: a day, a month, a calendar year, a fiscal year; null if it is none of them.
  function period([earliest, latest]) {
    if (earliest === latest) return day(earliest);
    const a = utc(earliest), after = utc(latest + 1);
    if (a.getUTCDate() !== 1 || after.getUTCDate() !== 1) return null;
    const months = (after.getUTCFullYear() - a.getUTCFullYear()) * 12 + after.getUTCMonth() - a.getUTCMonth();
    if (months === 1) return day(earliest, "month");
    if (months === 12 && a.getUTCMonth() === 0) return day(earliest, "year");
    if (months === 12 && a.getUTCMonth() === 3) return language === "ja" ? `${a.getUTCFullYear()}年度` : `FY${a.getUTCFullYear()}`;
    return null;
  }
  const between = ([a, b]) => t("between", { a: day(a), b: day(b) });
  const date = (pair) => pair ? period(pair) ?? between(pair) : t("unknown");

  // An end is the first day on which something no longer holds.
  function end(pair) {
    if (pair[0] === pair[1]) return t("before", { end: day(pair[0]) });
    const named = period([pair[0] - 1, pair[1] - 1]) ?? period(pair);
    return named ? t("until", { end: named }) : t("until", { end: between(pair) });
  }

  /// "since 2023", "2019 to 2021", "no dates given": of something with begin and end pairs.
  function span(item) {
    if (!item.begin && !item.end) return t("no_dates");
    if (!item.end) return t("since", { begin: date(item.begin) });
    if (!item.begin) return end(item.end);
    const last = item.end[0] === item.end[1] ? day(item.end[0] - 1) : period([item.end[0] - 1, item.end[1] - 1]) ?? period(item.end) ?? between(item.end);
    return t("span", { begin: date(item.begin), end: last });
  }

  /// What the numbers around a value are, in the words that the whole library uses for them.
  const interval = (kind, low, high) => t(`interval_${kind}`, { low, high });

  /// Sentences one after the other; what is no sentence is left out.
  const sentences = (all) => all.filter(Boolean).join(language === "ja" ? "" : " ");
  const list = (words) => format("list", (tag) => new Intl.ListFormat(tag, { type: "conjunction" })).format(words);
  /// The same of some of them, and how many there are beside them.
  const list_part = (words, more) => `${list(words)}${more > 0 ? ` ${t("and_more", { n: more })}` : ""}`;
  const compare = (a, b) => format("collator", (tag) => new Intl.Collator(tag, { numeric: true })).compare(a, b);

  return {
    languages, names, t, parts, code, title, unit, counted, text, name, script, number, share, index, exact, day, date, span, interval, sentences, list, list_part, compare, spelled,
    current: () => language,
    choose: (chosen) => { language = chosen; document.documentElement.lang = chosen; },
  };
})();
