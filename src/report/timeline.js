// The day slider, the curve of held ties above it, and playing the history.
capnet.timeline = (() => {
  const { el, svg, by_id, replace } = capnet.dom;
  const { t, day, sentences } = capnet.i18n;
  const { plot, areaY, lineY, scaleLinear, scaleUtc } = capnet_vendor;
  const play_seconds = 14, thumb = 18, strip_height = 46, label_room = 26;
  let data, state, parts = null, frame = 0, playing = false, history = [], first = 0, last = 0;

  function start(loaded, shared) {
    data = loaded; state = shared;
    [first, last] = [data.days[0], data.days.at(-1)];
    // Held ties at every stop.
    history = data.days.map((at, stop) => { const { certain, extra } = capnet.payload.count(data.counts.held.total, stop); return { day: at, certain, possible: certain + extra }; });
    build();
    if (data.days.length) new ResizeObserver(draw_strip).observe(by_id("timeline"));
  }

  function build() {
    const box = by_id("timeline");
    if (data.days.length < 2) {
      const why = !data.vertices.length ? "empty_picture" : data.days.length ? "one_day" : "no_history";
      replace(box, el("p", { class: "quiet" }, t(why, { day: data.days.length ? day(first) : "" })));
      parts = null;
      return;
    }
    const slider = el("input", { type: "range", id: "day-slider", min: first, max: last, step: 1, value: state.day, "aria-label": t("day"), "aria-describedby": "slider-hint", oninput: () => { stop(); state.set_day(Number(slider.value)); }, onkeydown: keys });
    const play = el("button", { type: "button", class: "play", id: "play", onclick: toggle });
    const output = el("output", { class: "day", id: "day-output", for: "day-slider" });
    const strip = el("div", { class: "strip" });
    const axis = el("div", { class: "axis", "aria-hidden": "true" });
    replace(box,
      el("div", { class: "transport" },
        el("button", { type: "button", class: "step", "aria-label": t("previous"), title: t("previous"), onclick: () => { stop(); jump(-1); } }, "‹"), play,
        el("button", { type: "button", class: "step", "aria-label": t("next"), title: t("next"), onclick: () => { stop(); jump(1); } }, "›"), output),
      el("div", { class: "track" }, strip, slider, axis),
      el("p", { class: "quiet hint", id: "slider-hint" }, sentences([t("strip_title"), data.raw.stops_left_out > 0 && t("stops_part", { shown: data.days.length, all: data.days.length + data.raw.stops_left_out }), t("slider_hint")])));
    parts = { slider, play, output, strip, axis };
    draw_strip();
    show();
  }

  // The next or previous stop.
  function neighbor(direction) {
    return direction > 0 ? data.days.find((stop) => stop > state.day) ?? last : data.days.findLast((stop) => stop < state.day) ?? first;
  }
  const jump = (direction) => state.set_day(neighbor(direction));

  function keys(event) {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (event.key === " ") { toggle(); event.preventDefault(); return; }
    const tenth = Math.max(1, Math.round((last - first) / 10));
    const target = { Home: first, End: last, PageUp: state.day + tenth, PageDown: state.day - tenth }[event.key];
    if (target !== undefined) { stop(); state.set_day(Math.min(Math.max(target, first), last)); event.preventDefault(); return; }
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    stop();
    if (event.shiftKey && !data.raw.stops_left_out) state.set_day(Math.min(Math.max(state.day + direction, first), last)); else jump(direction);
    event.preventDefault();
  }

  function toggle() { if (playing) stop(); else play(); }
  function stop() { playing = false; cancelAnimationFrame(frame); clearTimeout(frame); show(); }
  function play() {
    playing = true;
    if (state.day >= last) state.set_day(first);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (calm) {
      // Without motion: one change after another, a second each.
      const step = () => { if (!playing) return; jump(1); if (state.day >= last) stop(); else frame = setTimeout(step, 1000); };
      frame = setTimeout(step, 1000);
    } else {
      const from = state.day, began = performance.now(), pace = (last - first) / (play_seconds * 1000);
      const tick = (now) => {
        if (!playing) return;
        const at = Math.min(Math.round(from + Math.max(now - began, 0) * pace), last);
        if (at !== state.day) state.set_day(at);
        if (at >= last) stop(); else frame = requestAnimationFrame(tick);
      };
      frame = requestAnimationFrame(tick);
    }
    show();
  }

  function draw_strip() {
    if (!parts) return;
    const width = Math.max(parts.strip.clientWidth, 120), inset = thumb / 2;
    const x = scaleLinear([first, last], [inset, width - inset]);
    const most = Math.max(1, ...history.map((row) => row.possible));
    const rows = [...history, { ...history.at(-1), day: last }];
    const curve = { x: "day", curve: "step-after" };
    const needle = svg("line", { class: "needle", y1: 0, y2: strip_height });
    parts.needle = needle; parts.x = x; parts.most = most;
    parts.picture = plot({
      width, height: strip_height, marginLeft: inset, marginRight: inset, marginTop: 6, marginBottom: 1, className: "strip-plot", style: { background: "none" },
      x: { type: "linear", domain: [first, last], axis: null }, y: { domain: [0, most], axis: null },
      marks: [areaY(rows, { ...curve, y: "possible", className: "possible" }), areaY(rows, { ...curve, y: "certain", className: "certain" }), lineY(rows, { ...curve, y: "certain", className: "outline" })],
    });
    parts.picture.setAttribute("role", "img");
    parts.picture.append(needle);
    replace(parts.strip, parts.picture);
    const utc = scaleUtc([first * 86400000, last * 86400000], [inset, width - inset]);
    const ticks = utc.ticks(Math.max(2, Math.floor(width / 110))), years = ticks.every((tick) => tick.getUTCMonth() === 0 && tick.getUTCDate() === 1);
    const days = ticks.some((tick) => tick.getUTCDate() !== 1), whole = ticks.filter((tick) => tick.getTime() % 86400000 === 0);
    replace(parts.axis, whole.map((tick) => {
      const label = el("span", null, day(tick.getTime() / 86400000, years ? "year" : days ? "short" : "month_short"));
      const at = utc(tick), room = label_room;
      label.style.left = `${100 * at / width}%`;
      label.style.transform = `translateX(${at < room ? "-8px" : at > width - room ? "-100%" : "-50%"})`;
      return label;
    }));
    show();
  }

  function show() {
    if (!parts) return;
    parts.slider.value = state.day;
    parts.slider.setAttribute("aria-valuetext", day(state.day));
    parts.output.textContent = day(state.day);
    parts.play.replaceChildren(el("span", { "aria-hidden": "true" }, playing ? "❚❚ " : "▶ "), t(playing ? "pause" : "play"));
    parts.play.setAttribute("aria-pressed", String(playing));
    parts.needle?.setAttribute("x1", parts.x(state.day));
    parts.needle?.setAttribute("x2", parts.x(state.day));
    const now = history[state.stop];
    parts.picture?.setAttribute("aria-label", t("strip", { certain: now.certain, extra: now.possible - now.certain, max: parts.most, day: day(state.day) }));
  }

  return { start, show, rebuild: build, stop, is_playing: () => playing };
})();
