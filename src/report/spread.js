// How knowledge would spread from a start, step by step over the picture: how probably each has heard of it by then.
capnet.spread = (() => {
  const { el, svg, by_id, replace } = capnet.dom;
  const { t, code, share, number, list, interval, sentences } = capnet.i18n;
  const { at } = capnet.payload;
  const { ramp_bar, legend_entry } = capnet.glyphs;
  const pace = 1100, strip_height = 40;
  let data, state, spread, choice = 0, step = 0, shown = false, playing = 0, parts = null;

  function start(loaded, shared) {
    data = loaded; state = shared; spread = data.raw.spread;
    build();
  }

  const steps = () => spread.starts[choice].steps, last = () => steps().length - 1;
  const name_of = (reference) => capnet.tables.vertex_name(data.vertex(reference));
  const start_name = (one) => list(one.who.map(name_of)), start_why = (one) => one.hosted === undefined ? t(`spread_${one.why}`) : t("spread_hosts", { event: name_of(one.hosted) });
  const chance = (row, k) => at(row.slice(1), k, 1)[0] ?? 0;
  const percent = (p) => p > 0 && p < 0.005 ? t("below", { value: "1%" }) : `${number(p * 100, 0)}%`;
  function expected(k) {
    const [mean, error] = steps()[k], off = 1.96 * error, words = t("spread_expected", { step: k, n: number(mean, 1), all: number(spread.order) });
    return error > 0 ? `${words}${t("in_brackets", { words: interval("sampling", number(Math.max(mean - off, 1), 1), number(Math.min(mean + off, spread.order), 1)) })}` : words;
  }

  function rules() {
    const along = spread.relations ? t("spread_along", { relations: list(spread.relations.map((name) => code("relation", name))) }) : t("spread_organizations");
    const sure = spread.assumed === 0 ? t("spread_from_data") : t(spread.assumed < spread.links ? "spread_assumed_some" : "spread_assumed", { p: share(spread.probability), n: spread.assumed, all: spread.links });
    return sentences([t("spread_rules"), along, sure, t("spread_runs", { samples: spread.samples, seed: spread.seed })]);
  }

  function build() {
    halt();
    const box = by_id("spread");
    parts = null;
    if (!spread || !data.vertices.length) return replace(box);
    if (spread.none) return replace(box, el("p", { class: "quiet" }, t(`spread_none_${spread.none}`)));
    const select = el("select", { id: "spread-start", onchange: () => { choice = Number(select.value); step = 0; build(); enter(); by_id("spread-start").focus(); } },
      spread.starts.map((one, k) => el("option", { value: k, selected: k === choice }, `${start_name(one)}${t("in_brackets", { words: start_why(one) })}`)));
    const slider = el("input", { type: "range", id: "spread-slider", min: 0, max: last(), step: 1, value: step, "aria-label": t("spread_step"), oninput: () => { const to = Number(slider.value); halt(); go(to); }, onkeydown: (event) => { if (event.key === " ") { toggle(); event.preventDefault(); } } });
    const play = el("button", { type: "button", class: "play", id: "spread-play", onclick: toggle });
    const output = el("output", { class: "spread-output", id: "spread-output", for: "spread-slider", "aria-live": "polite" });
    const strip = el("div", { class: "strip" }), off = el("button", { type: "button", class: "plain", id: "spread-off", onclick: () => { leave(); by_id("spread-play").focus(); } }, t("spread_off"));
    parts = { slider, play, output, strip, off };
    replace(box,
      el("h3", null, t("spread_title"), " ", capnet.forecast.simulated()),
      el("label", { class: "spread-from" }, el("span", null, t("spread_start")), select),
      el("div", { class: "transport" },
        el("button", { type: "button", class: "step", id: "spread-back", "aria-label": t("spread_back"), title: t("spread_back"), onclick: () => { halt(); go(step - 1); } }, "‹"), play,
        el("button", { type: "button", class: "step", id: "spread-next", "aria-label": t("spread_next"), title: t("spread_next"), onclick: () => { halt(); go(step + 1); } }, "›"), off),
      output, el("div", { class: "track" }, strip, el("div", { class: "under-bars", style: `--bars: ${steps().length}` }, slider)),
      el("p", { class: "legend" }, legend_entry(ramp_bar(), t("spread_legend")), legend_entry(null, t("spread_pale"))),
      el("p", { class: "quiet hint" }, rules()), table());
    draw_strip();
    show();
  }

  function draw_strip() {
    const most = Math.max(...steps().map(([mean]) => mean)), wide = 100 / steps().length, n = steps().length;
    parts.bars = steps().map(([mean], k) => svg("rect", { x: `${k * wide + wide * 0.06}%`, width: `${wide * 0.88}%`, y: strip_height * (1 - mean / most), height: strip_height * mean / most }));
    replace(parts.strip, svg("svg", { height: strip_height, role: "img", class: "spread-strip", "aria-label": t("spread_strip", { n: n - 1, from: number(steps()[0][0], 1), to: number(steps()[n - 1][0], 1) }) }, parts.bars));
  }

  /// Who hears of it, how probably by which step: some steps in the table, all in the file.
  function table() {
    const { rows, more } = spread.starts[choice], all = steps().map((_, k) => k), most = 5;
    const some = all.length <= most ? all : [...Array(most).keys()].map((k) => Math.round(k * (all.length - 1) / (most - 1)));
    const names = (k) => t("spread_step_n", { n: k });
    return el("details", { class: "chart-table" }, el("summary", null, t("spread_table", { n: rows.length })),
      capnet.csv.tools("spread", t("spread_title"), () => ({ columns: [t("spread_start"), t("name"), ...all.map(names)], rows: rows.map((row) => [start_name(spread.starts[choice]), name_of(row[0]), ...all.map((k) => chance(row, k))]) })),
      capnet.tables.folded(rows, 30, (list) => capnet.tables.grid([{ label: t("name") }, ...some.map((k) => ({ label: names(k), class: "number" }))], list.map((row) => ({ cells: [capnet.tables.vertex(data.vertex(row[0])), ...some.map((k) => percent(chance(row, k)))] })), { class: "grid compact steady" })),
      more > 0 && el("p", { class: "quiet" }, t("and_more", { n: more })));
  }

  function enter() {
    if (shown) return paint();
    capnet.timeline.stop();
    if (data.as_of !== null) state.set_day(data.as_of);
    shown = true;
    paint();
    show();
  }
  /// Back to the colors of the picture.
  function leave() {
    if (!shown) return;
    halt();
    shown = false;
    capnet.network.paint(null);
    show();
  }
  function paint() {
    const now = new Map(spread.starts[choice].rows.filter((row) => typeof row[0] === "number").map((row) => [row[0], chance(row, step)]));
    capnet.network.paint((v) => now.get(v.index) ?? 0);
  }

  function go(to) {
    step = Math.min(Math.max(to, 0), last());
    enter();
    paint();
    show();
  }
  function halt() { clearInterval(playing); playing = 0; if (parts) show(); }
  function toggle() {
    if (playing) return halt();
    go(step >= last() ? 0 : step);
    playing = setInterval(() => { go(step + 1); if (step >= last()) halt(); }, pace);
    show();
  }

  function show() {
    if (!parts) return;
    const words = expected(step);
    parts.slider.value = step;
    parts.slider.setAttribute("aria-valuetext", words);
    parts.output.textContent = words;
    parts.play.replaceChildren(el("span", { "aria-hidden": "true" }, playing ? "❚❚ " : "▶ "), t(playing ? "pause" : "spread_play"));
    parts.play.setAttribute("aria-pressed", String(playing !== 0));
    parts.off.hidden = !shown;
    parts.bars?.forEach((bar, k) => bar.classList.toggle("now", k <= step));
  }

  function rebuild() { build(); if (shown) paint(); }

  return { start, rebuild, leave, is_shown: () => shown };
})();
