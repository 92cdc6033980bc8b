#!/usr/bin/python3
"""Opens reports in headless Chromium and uses them as a reader would: report_test.py REPORT.html...

Every check has a name; those that fail are printed with what was seen. Exit status 0 if all pass, 1 if one fails, 3 if a
prerequisite is missing.
"""

import base64
import csv
import io
import json
import pathlib
import re
import shutil
import sys
import tempfile
import time

import browser
from browser import By, Keys, check, focused, payload_of, start, tab_to, wait
from folders import FORMULAS, WORDS
from simulation_checks import check_forecast, check_spread, check_what_if
from skill_checks import check_skills

SILENT_SCHEMES = ("file:", "data:", "blob:", "about:", "chrome:", "devtools:")


def counts(driver):
    return driver.execute_script("return [...document.querySelectorAll('#counts .number')].map((cell) => cell.textContent).join('|')")


def status(driver):
    return driver.find_element(By.ID, "picture-status").get_attribute("textContent")


def check_page(driver, report):
    check(report, "the page gets ready", wait(driver, "return document.documentElement.dataset.ready === 'true'"))
    check(report, "its title is set", driver.title.strip() != "")
    check(report, "no placeholder is left", driver.execute_script("return ![...document.querySelectorAll('style, script:not([type])')].some((node) => /\\{\\{capnet:\\w+\\}\\}/.test(node.textContent))"))
    check(report, "no script came from the data", driver.execute_script("return document.scripts.length === 2 && !document.querySelector('#capnet-data ~ img')"))
    check(report, "a policy forbids connections", driver.execute_script("return document.querySelector('meta[http-equiv=\"Content-Security-Policy\"]').content.includes(\"default-src 'none'\")"))
    duplicates = driver.execute_script("const ids = [...document.querySelectorAll('[id]')].filter((node) => !node.closest('svg')).map((node) => node.id); return ids.filter((id, place) => ids.indexOf(id) !== place)")
    check(report, "ids are unique", duplicates == [], duplicates)
    nameless = driver.execute_script("return [...document.querySelectorAll('button, input, summary, a[href], [role=img]')].filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim() || node.closest('label')?.textContent.trim())).map((node) => node.outerHTML.slice(0, 80))")
    check(report, "whatever takes the focus has a name", nameless == [], nameless)
    lost = driver.execute_script("return [...document.querySelectorAll('a[href^=\"#\"]')].filter((link) => !document.getElementById(link.getAttribute('href').slice(1))).map((link) => link.getAttribute('href'))")
    check(report, "every inner link leads somewhere", lost == [], lost)
    unsafe = driver.execute_script("return [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href')).filter((address) => !/^(#|https?:)/.test(address))")
    check(report, "links are inner or web addresses", unsafe == [], unsafe)
    cut = driver.execute_script("return JSON.parse(document.getElementById('capnet-data').textContent).vertices.map((v) => v.name ?? '').flatMap((name) => [true, false].map((narrow) => capnet.labels.wrap(name, narrow).text)).filter((words) => /[0-9]\\n[0-9]/.test(words))")
    check(report, "no number is cut where a Japanese name is wrapped", cut == [], cut)


def check_slider(driver, report):
    slider = driver.find_elements(By.ID, "day-slider")
    if not slider:
        check(report, "without dates the page says so", driver.execute_script("return document.getElementById('timeline').textContent.trim() !== ''"))
        return
    slider = slider[0]
    check(report, "Tab reaches the slider", tab_to(driver, "active.id === 'day-slider'"))
    visible = focused(driver, "active.matches(':focus-visible') && getComputedStyle(active).outlineStyle !== 'none'")
    check(report, "the focus is visible on it", visible)
    slider.send_keys(Keys.END)
    last, last_day = counts(driver), slider.get_attribute("aria-valuetext")
    slider.send_keys(Keys.HOME)
    first, first_day = counts(driver), slider.get_attribute("aria-valuetext")
    check(report, "Home and End change the day", first_day != last_day, first_day)
    check(report, "the day is shown beside it", first_day == driver.find_element(By.ID, "day-output").get_attribute("textContent"))
    seen = {first, last}
    for _ in range(60):
        slider.send_keys(Keys.ARROW_RIGHT)
        seen.add(counts(driver))
        if len(seen) > 2 or slider.get_attribute("aria-valuetext") == last_day:
            break
    check(report, "the counts change with the day", len(seen) > 1, first)
    check(report, "the arrow key leads to another day", slider.get_attribute("aria-valuetext") != first_day)
    slider.send_keys(Keys.HOME)
    slider.send_keys(Keys.SPACE)
    check(report, "the history plays", wait(driver, f"return document.getElementById('day-slider').getAttribute('aria-valuetext') !== {json.dumps(first_day)}", 8))
    slider.send_keys(Keys.SPACE)
    stopped = slider.get_attribute("aria-valuetext")
    time.sleep(0.4)
    check(report, "and stops when asked", slider.get_attribute("aria-valuetext") == stopped)
    slider.send_keys(Keys.END)


def check_filters(driver, report):
    if not driver.find_elements(By.CSS_SELECTOR, "#filters input"):
        return
    before = status(driver)
    check(report, "Tab reaches the filters", tab_to(driver, "active.matches('#filters input')"))
    changed = False
    for _ in range(len(driver.find_elements(By.CSS_SELECTOR, "#filters input"))):
        driver.switch_to.active_element.send_keys(Keys.SPACE)
        if status(driver) != before:
            changed = True
            break
        driver.switch_to.active_element.send_keys(Keys.SPACE, Keys.TAB)
    check(report, "a filter changes what is shown", changed, before)
    check(report, "the filter keeps the focus", focused(driver, "active.matches('#filters input')"))
    hidden = counts(driver)
    driver.find_element(By.ID, "filters-reset").send_keys(Keys.ENTER)
    check(report, "everything comes back", status(driver) == before, status(driver))
    check(report, "filters leave the counts alone", counts(driver) == hidden)


def check_tables(driver, report):
    if not driver.find_elements(By.CSS_SELECTOR, "#filters input"):
        return
    summary = driver.find_element(By.CSS_SELECTOR, "#vertices-table summary")
    summary.send_keys(Keys.ENTER)
    rows = wait(driver, "return document.querySelectorAll('#vertices-table tbody tr').length", 10)
    check(report, "the picture is there as a table", rows)
    if rows:
        driver.find_element(By.CSS_SELECTOR, "#vertices-table tbody button").send_keys(Keys.ENTER)
        check(report, "a row shows its vertex in detail", not driver.find_element(By.ID, "detail").get_property("hidden"))
    summary.send_keys(Keys.ENTER)


def check_language(driver, report):
    before = driver.find_element(By.ID, "network-h").text
    for language, word in (("ja", "ネットワーク"), ("en", "network")):
        button = driver.find_element(By.CSS_SELECTOR, f"[data-language={language}]")
        button.send_keys(Keys.ENTER)
        check(report, f"the page speaks {language}", word in driver.find_element(By.ID, "network-h").text and driver.execute_script("return document.documentElement.lang") == language)
        check(report, f"the switch to {language} keeps the focus", focused(driver, "active.dataset.language") == language)
        check(report, f"nothing is left untranslated in {language}", driver.execute_script("return ![...document.querySelectorAll('[data-t]')].some((node) => node.textContent === node.dataset.t)"))
    check(report, "and back", driver.find_element(By.ID, "network-h").text == before)


def leftovers(driver, language):
    """Words of the page's own in the other language, names of strings that are none, and blanks that were not filled."""
    return driver.execute_script("""
        const [language] = arguments, own = language === 'en' ? 0 : 1, found = [];
        const groups = [...capnet.codes.values()].flatMap((words) => [...words.values()]), entries = [...Object.values(capnet.strings), ...groups];
        const mine = new Set(entries.flatMap((entry) => entry[own].split('|'))), other = new Set(entries.flatMap((entry) => entry[1 - own].split('|')).filter((words) => words && !words.includes('{') && !mine.has(words)));
        const payload = JSON.parse(document.getElementById('capnet-data').textContent), of_data = new Set([...payload.ties.map((tie) => tie.role), ...payload.vertices.flatMap((v) => [v.name, v.name_en, v.region]), ...payload.figures.map((figure) => figure.label), ...payload.series.map((series) => series.name)]);
        const see = (words, node) => {
          const said = words.trim();
          if (of_data.has(said)) return;
          if (node.closest(`[lang]:not([lang=${language}]), .languages, script, style, noscript`)) return;
          if (other.has(said) || /^[a-z]+(_[a-z]+)+$/.test(said) && capnet.strings[said] === undefined || capnet.strings[said] && said.includes('_') || /\\{[a-z_]+\\}/.test(said)) found.push(said.slice(0, 60));
        };
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) see(walker.currentNode.textContent, walker.currentNode.parentElement);
        for (const node of document.querySelectorAll('[aria-label], [title]')) for (const name of ['aria-label', 'title']) if (node.getAttribute(name)) see(node.getAttribute(name), node);
        return found;""", language)


def check_whole(driver, report):
    """Both languages are whole: nothing of the page is in the other one. Made-up words of the data may look like anything."""
    if report in ("hostile.html", "words.html", "steering.html", "attributes.html"):
        return
    for language in ("ja", "en"):
        driver.execute_script("document.querySelector(`[data-language=${arguments[0]}]`).click()", language)
        driver.execute_script("document.querySelectorAll('details.chart-table, details.rows-behind').forEach((node) => { node.open = true; })")
        found = leftovers(driver, language)
        check(report, f"nothing is left over in {language}", found == [], found[:5])


def check_charts(driver, report):
    """Every chart is a picture with a name, says its values to the arrow keys, and stands as a table beneath."""
    payload = payload_of(driver)
    drawn = driver.execute_script("return [...document.querySelectorAll('svg.series')].map((chart) => [chart.getAttribute('role'), chart.getAttribute('aria-label')])")
    check(report, "charts are pictures with a name", all(role == "img" and label for role, label in drawn), drawn[:3])
    series = payload.get("measure_series", {}).get("series", [])
    check(report, "every series of a measure is drawn", driver.execute_script("return document.querySelectorAll('#course figure svg.series').length") == len(series), len(series))
    short = driver.execute_script("""
        return [...document.querySelectorAll('figure.chart')].map((figure) => [figure.id, figure.querySelectorAll('.chart-table tbody tr').length]).filter(([id, n]) => n === 0)""")
    check(report, "and stands as a table", short == [], short)
    if series:
        rows = driver.execute_script("return [...document.querySelectorAll('#course figure')].map((figure) => figure.querySelectorAll('tbody tr').length)")
        check(report, "with a row for each day", set(rows) == {len(payload["measure_series"]["days"])}, rows)
    if driver.find_elements(By.CSS_SELECTOR, ".chart-frame"):
        said = "return document.activeElement.closest('figure').querySelector('.chart-value').textContent"
        driver.execute_script("document.querySelector('.chart-frame').focus()")
        frame = driver.find_element(By.CSS_SELECTOR, ".chart-frame")
        frame.send_keys(Keys.HOME)
        first = driver.execute_script(said)
        frame.send_keys(Keys.END)
        last = driver.execute_script(said)
        check(report, "the arrow keys read a chart", first != "" and last != "", (first, last))
        check(report, "and show where they are", driver.execute_script("return document.querySelector('.chart-frame .cursor') !== null"))


def check_conditions(driver, report):
    """The panel is there if something of it is measured, and says of each condition what it is or why there is nothing."""
    conditions = [m for m in payload_of(driver)["measures"] if m.get("condition")]
    cards = driver.find_elements(By.CSS_SELECTOR, "#conditions .condition")
    if not conditions:
        check(report, "without conditions there is no panel", cards == [] and not driver.find_elements(By.ID, "conditions"))
        return
    words = " ".join(card.get_attribute("textContent") for card in cards)
    missing = [m["name"] for m in conditions if m["label"]["en"] not in words]
    check(report, "every condition is in the panel", missing == [], missing)
    empty = driver.execute_script("return [...document.querySelectorAll('.condition')].filter((card) => !card.querySelector('.interval-words strong') && !card.querySelector('.why-none')?.textContent).length")
    check(report, "each has a value or says why not", empty == 0, empty)
    check(report, "the panel is in the list of contents", driver.execute_script("return document.querySelector('#contents a[href=\"#conditions\"]') !== null"))
    if report == "conditions.html":
        shown = lambda selector: driver.execute_script("return document.querySelector(arguments[0])?.textContent ?? ''", selector)
        first = ".condition:nth-child(1)"
        for part in ("60%", "at least 40%, at most 80%", "9 of 15", "known of 70%", "Rests on 9 entries and 3 ties", "and 5 more"):
            check(report, f"the first condition says '{part}'", part in shown(first), shown(first))
        check(report, "its bar runs from 0 to 1", "0%" in shown(f"{first} .interval-bar") and "100%" in shown(f"{first} .interval-bar"))
        check(report, "it has a small curve with a name", "Common agenda: 3 values" in (driver.execute_script(f"return document.querySelector('{first} .spark')?.getAttribute('aria-label')") or ""))
        check(report, "one without a value says why", "No shared indicator on which a member reports" in shown(".condition:nth-child(2)"), shown(".condition:nth-child(2)"))
        check(report, "what is measured beside one stands with it", "Longest silence" in shown(".condition:nth-child(4)") and "41 days" in shown(".condition:nth-child(4)"), shown(".condition:nth-child(4)"))
        check(report, "five cards, whatever stands beside", len(cards) == 5, len(cards))


def check_changed(driver, report):
    """Of the folder of members who come and go."""
    if report != "moving.html":
        return
    words = driver.find_element(By.ID, "changed").get_attribute("textContent")
    check(report, "it says which days are compared", "31 December 2023 compared with 31 December 2022" in words, words[:200])
    moved = driver.execute_script("return [...document.querySelectorAll('.moved')].map((box) => box.textContent)")
    check(report, "who joined is named, surely or possibly", "Member 9" in moved[0] and f"{FORMULAS[5]} possible" in moved[0] and "8 to 9" in moved[0], moved)
    check(report, "who left too", FORMULAS[1] in moved[1] and FORMULAS[2] in moved[1], moved)
    check(report, "a tie that came and went in between is counted", driver.execute_script("return [...document.querySelectorAll('#changed .grid.compact tbody tr')].find((row) => row.textContent.includes('supports'))?.querySelectorAll('td')[2].textContent") == "1")
    roles = driver.find_element(By.ID, "organizations").get_attribute("textContent")
    check(report, "the backbone is named for what it is", "backbone" in roles and "No. 1" in roles)


def check_files(driver, report):
    """Every table has a file: RFC 4180, UTF-8 without a mark, in the language of the page, and no text of it is a formula."""
    driver.set_script_timeout(60)
    buttons = driver.execute_script("return [...document.querySelectorAll('[data-csv]')].map((button) => button.dataset.csv)")
    check(report, "the names of files are unique", len(set(buttons)) == len(buttons), buttons)
    bare = driver.execute_script("return [...document.querySelectorAll('#conditions-part section, #measures, #course, #changed, #forecast figure, #what_if, #figures, #organizations, #gaps, .skill-panel, #findings, .count-table caption, figure.chart')].filter((node) => node.querySelector('table, .findings, caption, .conditions') && !node.querySelector('.csv')).map((node) => node.id || node.className)")
    check(report, "every table has one", bare == [], bare)
    for language in ("ja", "en"):
        driver.execute_script("document.querySelector(`[data-language=${arguments[0]}]`).click()", language)
        files = driver.execute_async_script("""
            const done = arguments[0], blobs = [], make = URL.createObjectURL, press = HTMLAnchorElement.prototype.click;
            URL.createObjectURL = (blob) => { blobs.push(blob); return 'blob:none'; };
            HTMLAnchorElement.prototype.click = function () { blobs.at(-1).file = this.download; };
            for (const button of document.querySelectorAll('[data-csv]')) button.click();
            URL.createObjectURL = make; HTMLAnchorElement.prototype.click = press;
            Promise.all(blobs.map(async (blob) => [blob.file, btoa([...new Uint8Array(await blob.arrayBuffer())].map((byte) => String.fromCharCode(byte)).join(''))])).then(done);""")
        check(report, f"every button gives its file ({language})", [name for name, _ in files] == [f"{name}.csv" for name in buttons], files and files[0][0])
        for name, coded in files:
            content = base64.b64decode(coded)
            text = content.decode("utf-8")
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
            if content.startswith(b"\xef\xbb\xbf") or not text.endswith("\r\n") or re.sub(r'"(?:[^"]|"")*"', "", text).replace("\r\n", "").count("\n"):
                check(report, f"{name} is RFC 4180 in UTF-8 ({language})", False, text[:80])
            if len({len(row) for row in rows}) != 1:
                check(report, f"{name}: all rows have as many cells ({language})", False, sorted({len(row) for row in rows}))
            formulas = [cell for row in rows for cell in row if re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", cell) and not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", cell)]
            if formulas:
                check(report, f"{name}: no text is a formula ({language})", False, formulas[:3])
            japanese = any(re.search(r"[\u3040-\u30ff\u3400-\u9fff]", title) for title in rows[0])
            check(report, f"{name} has titles in the page's language ({language})", japanese == (language == "ja"), rows[0])
            if name == "vertices.csv" and report == "moving.html":
                names = {row[0] for row in rows}
                wanted = {f if f in ("-12", "Comma, \"quoted\"") else f"'{f}" for f in FORMULAS}
                check(report, f"names like formulas are text, numbers stay numbers ({language})", wanted <= names, sorted(wanted - names))
                check(report, f"the file of entries has all of them ({language})", len(rows) == 1 + len(payload_of(driver)["vertices"]), len(rows))
    if report == "moving.html":
        with tempfile.TemporaryDirectory() as folder:
            driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": folder})
            driver.find_element(By.CSS_SELECTOR, "[data-csv=measures]").send_keys(Keys.ENTER)
            file, end = pathlib.Path(folder) / "measures.csv", time.monotonic() + 10
            while not file.exists() and time.monotonic() < end:
                time.sleep(0.1)
            check(report, "the file arrives on the disk", file.exists() and "Organizations taking part" in file.read_text(encoding="utf-8"))


def check_tab(driver, report):
    """Tab reaches all that can be used, and the page never holds it."""
    wanted = "[...document.querySelectorAll('a[href], button, input, summary, [tabindex=\"0\"]')].filter((node) => node.checkVisibility() && !node.disabled && !(node.closest('details:not([open])') && node.tagName !== 'SUMMARY'))"
    size = driver.execute_script(f"return {wanted}.length")
    if size > 500:
        return
    driver.execute_script("window.seen = new Set(); document.addEventListener('focusin', (event) => window.seen.add(event.target)); document.activeElement.blur(); window.scrollTo(0, 0); document.querySelector('.skip').focus()")
    for _ in range(size // 20 + 2):
        driver.switch_to.active_element.send_keys(Keys.TAB * 20)
    missed = driver.execute_script(f"return {wanted}.filter((node) => !window.seen.has(node)).map((node) => node.outerHTML.slice(0, 80))")
    check(report, "Tab reaches everything", missed == [], missed[:4])


def with_conditions(file, folder):
    """A copy of a report in whose payload the five conditions are measured, whether or not the command measures them."""
    page = file.read_text(encoding="utf-8")
    found = re.search(r'(<script type="application/json" id="capnet-data">)(.*?)(</script>)', page, re.S)
    payload = json.loads(found[2])
    kept = [place for place, m in enumerate(payload["measures"]) if not m.get("condition")]
    payload["headline"] = [kept.index(place) for place in payload["headline"] if place in kept]
    payload["measures"] = [payload["measures"][place] for place in kept]
    days = payload["measure_series"]["days"][:3]
    payload["measure_series"] = {"days": days, "months": 1, "series": []}
    payload.pop("changed")
    group = {"en": "Collective impact", "ja": "コレクティブ・インパクト"}

    def add(name, en, ja, value, unit="share", **more):
        payload["measures"].append({"name": name, "label": {"en": en, "ja": ja}, "group": group, "condition": True, "value": value, "unit": unit, "coverage": 0.7, "meaning": {"en": f"meaning of {name}".replace("_", " "), "ja": "読み方の説明"}, **more})
        if value is not None:
            payload["measure_series"]["series"].append({"measure": len(payload["measures"]) - 1, "interval": "bounds", "points": [[None, None, None] if unit == "day" else [0.2, None, None], [value / 2, value / 4, value], [value, None, None]]})

    rows = {"vertices_in_all": 9, "ties_in_all": 3, "vertices": [0, 1, 2, 3], "ties": [{"relation": "runs", "source": 0, "target": 1}]}
    add("common_agenda", "Common agenda", "共通のアジェンダ", 0.6, low=0.4, high=0.8, interval="bounds", numerator=9, denominator=15, range=[0, 1], rows=rows, cite=[0])
    add("shared_measurement", "Shared measurement", "共通の評価", None, range=[0, 1], rows={"vertices_in_all": 0, "ties_in_all": 0, "vertices": [], "ties": []})
    add("mutually_reinforcing_activities", "Mutually reinforcing activities", "相互に補強し合う活動", 0.25, range=[0, 1])
    add("continuous_communication", "Continuous communication", "継続的なコミュニケーション", 1, range=[0, 1])
    add("longest_silence", "Longest silence", "最長の空白", 41, unit="day")
    add("backbone_support", "Backbone support", "バックボーンの支援", 0, range=[0, 1], low=0, high=0.2, interval="sampling")
    safe = json.dumps(payload, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    made = pathlib.Path(folder) / "conditions.html"
    made.write_text(page[:found.start(2)] + safe + page[found.end(2):], encoding="utf-8")
    return made


def check_widths(driver, report):
    """On a desk and on a phone, in both languages: nothing scrolls sideways, and the picture can be read."""
    for width in (1280, 390):
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500})
        time.sleep(0.6)
        for language in ("ja", "en"):
            driver.execute_script(f"document.querySelector('[data-language={language}]').click()")
            at = f"{width} px ({language})"
            wide = driver.execute_script("const most = arguments[0]; return document.documentElement.scrollWidth <= most ? [] : [...document.querySelectorAll('body *')].filter((node) => node.getBoundingClientRect().right > most + 1 && !node.closest('svg, .picture, .skip, thead')).slice(0, 3).map((node) => node.outerHTML.slice(0, 80))", width)
            check(report, f"{at}: nothing scrolls sideways", wide == [], wide)
            crowded = driver.execute_script("""
                return [...document.querySelectorAll('svg.series:not(.spark)')].filter((chart) => {
                  const words = [...chart.querySelectorAll('[aria-label="x-axis tick label"] text')].map((node) => node.getBoundingClientRect());
                  return words.length < 2 || words.some((box, place) => place > 0 && box.left < words[place - 1].right);
                }).length""")
            check(report, f"{at}: every chart names two days or more, none over another", crowded == 0, crowded)
            outside = driver.execute_script("""
                return [...document.querySelectorAll('svg.series:not(.spark)')].filter((chart) => {
                  const frame = chart.closest('.chart-frame').getBoundingClientRect();
                  return [...chart.querySelectorAll('text')].some((node) => { const box = node.getBoundingClientRect(); return box.left < frame.left - 1 || box.right > frame.right + 1; });
                }).map((chart) => chart.getAttribute('aria-label').slice(0, 60))""")
            check(report, f"{at}: the words of a chart stay inside it", outside == [] or report in ("hostile.html", "words.html"), outside[:3])
            if driver.find_elements(By.CSS_SELECTOR, "#picture canvas"):
                check_picture(driver, report, at)
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def box_width(driver):
    return driver.execute_script("return document.getElementById('picture').getBoundingClientRect().width")


def check_picture(driver, report, at):
    """Marks stand apart, names cover none of them, and those that everything hangs on are named."""
    seen = driver.execute_script("""
        const { names, marks, hidden } = capnet.network.drawn();
        let together = 0, covered = 0;
        for (const [place, a] of marks.entries()) for (const b of marks.slice(0, place)) if (Math.hypot(a[0] - b[0], a[1] - b[1]) < a[2] + b[2] - 1) ++together;
        for (const name of names) for (const [x, y, r] of marks) if (Math.hypot(Math.max(name[0] - x, 0, x - name[2]), Math.max(name[1] - y, 0, y - name[3])) < r - 0.5) ++covered;
        const box = document.getElementById('picture').getBoundingClientRect(), spread = (axis) => Math.max(...marks.map((mark) => mark[axis])) - Math.min(...marks.map((mark) => mark[axis]));
        return { n: marks.length, together, covered, hidden, wide: spread(0) / box.width, high: spread(1) / box.height };""")
    check(report, f"{at}: no name covers a mark", seen["covered"] == 0, seen)
    if seen["n"] <= 300:
        check(report, f"{at}: marks stand apart", seen["together"] == 0, seen)
        if seen["n"] <= 150 or box_width(driver) > 600:  # two hundred marks leave a telephone no room for every name
            check(report, f"{at}: what all hangs on is named", seen["hidden"] == 0, seen)
    if seen["n"] > 30:
        check(report, f"{at}: the picture fills its frame", seen["wide"] > 0.6 and seen["high"] > 0.6, seen)


def check_many(driver, report):
    """Of the folder of 100,000 figures: the page says what it leaves out and where that is."""
    if report != "many.html":
        return
    for section in ("figures", "findings"):
        words = driver.find_element(By.ID, f"{section}-body").get_attribute("textContent")
        check(report, f"the {section} say what was left out and where it is", "capnet audit DIR --format json" in words and "Shown are" in words, words[:200])
    check(report, "and how many there are", "100,000 figures" in driver.find_element(By.ID, "figures-body").get_attribute("textContent"))
    rows = driver.execute_script("return document.querySelectorAll('#figures-body tbody tr:not(.heading)').length")
    check(report, "300 figures are listed", rows == 300, rows)


def check_words(driver, report):
    """Of the folder of words that JavaScript gives a meaning of its own: each is shown wherever it stands."""
    if report != "words.html":
        return
    for words in ("vertices-table", "ties-table"):
        driver.execute_script(f"document.getElementById('{words}').open = true")
        wait(driver, f"return document.querySelectorAll('#{words} tbody tr').length", 10)
    for word in WORDS:
        shown = driver.execute_script("""
            const word = arguments[0].toLowerCase(), cells = (selector) => [...document.querySelectorAll(selector)].filter((node) => node.textContent.toLowerCase().includes(word)).length;
            return {kind: cells('.filter:nth-child(1) .chip'), sector: cells('.filter:nth-child(2) .chip'), "sector counted": cells('#sector-counts th'), "relation counted": cells('#relation-counts th'),
              vertex: cells('#vertices-table tbody th'), region: cells('#vertices-table td:nth-of-type(3)'), tie: cells('#ties-table td:nth-of-type(1)'), role: cells('#ties-table td:nth-of-type(4)'),
              measure: cells('#measures-body tbody th'), series: cells('#membership-body h3'), figure: cells('#figures-body tbody th'), finding: cells('#findings-body li'), source: cells('#sources-body li')};""", word)
        missing = [place for place, n in shown.items() if n == 0]
        check(report, f"'{word}' is shown as a word", missing == [], missing)
    driver.execute_script("document.querySelectorAll('details[open]').forEach((node) => { node.open = false; })")


def check_attributes(driver, report):
    """Of the folder of attributes: values stand with their units in tables, in detail and on hover, as of the day shown."""
    if report != "attributes.html":
        return

    def say(language):
        driver.execute_script("document.querySelector(`[data-language=${arguments[0]}]`).click()", language)

    def row(table, name):
        driver.execute_script(f"document.getElementById('{table}').open = true")
        wait(driver, f"return document.querySelectorAll('#{table} tbody tr').length", 10)
        return driver.execute_script("return [...document.querySelectorAll(`#${arguments[0]} tbody tr`)].find((row) => row.textContent.includes(arguments[1]))?.querySelector('.attributes-cell')?.textContent ?? ''", table, name)

    say("en")
    slider = driver.find_element(By.ID, "day-slider")
    slider.send_keys(Keys.END)
    event = row("vertices-table", "Course")
    for shown in ("hours:6.5 h", "cost:12,000 JPY", "online:no", "announced:November 2023", "language:English", "room:007", "rows:1987"):
        check(report, f"the table says '{shown}'", shown in event, event)
    check(report, "a vertex that has none is told apart", "beds" not in event, event)
    check(report, "of many attributes it says how many more there are", "and 8 more" in row("vertices-table", "Library"), row("vertices-table", "Library"))
    hostile = row("vertices-table", "Clinic")
    check(report, "markup among attributes is text", "<img src=x" in hostile and driver.execute_script("return document.querySelectorAll('img[src=x]').length") == 0 and driver.title != "broken", hostile)
    check(report, "what changes is as of the last day", "beds:1,200 beds" in hostile, hostile)
    tie = row("ties-table", "Clinic")
    check(report, "a tie has its attributes, its weight by what it means", "probability:0.25" in tie and "fee:1,500 JPY" in tie, tie)
    slider.send_keys(Keys.HOME)
    check(report, "and as of the first", "beds:12 beds" in row("vertices-table", "Clinic"), row("vertices-table", "Clinic"))
    slider.send_keys(Keys.END)
    driver.execute_script("[...document.querySelectorAll('#vertices-table tbody button')].find((button) => button.textContent === 'Course').click()")
    detail = driver.find_element(By.ID, "detail").get_attribute("textContent")
    check(report, "the detail names them, with those of the ties", "hours:6.5 h" in detail and "fee: 1,500 JPY" in detail, detail)
    hover = "const asked = window.matchMedia; window.matchMedia = () => ({ matches: false }); capnet.network.instance().getElementById(arguments[0]).emit('mouseover'); window.matchMedia = asked; return document.getElementById('tooltip').innerText"
    check(report, "a vertex shows them on hover", "beds: 1,200 beds" in driver.execute_script(hover, "v0"), driver.execute_script(hover, "v0"))
    check(report, "and a tie", "fee: 1,500 JPY" in driver.execute_script(hover, "t0"), driver.execute_script(hover, "t0"))
    driver.execute_script("capnet.network.instance().getElementById('t0').emit('mouseout')")
    say("ja")
    event = row("vertices-table", "講座")
    for shown in ("費用：12,000円", "時間数：6.5時間", "online：いいえ", "announced：2023年11月"):
        check(report, f"in Japanese it says '{shown}'", shown in event, event)
    say("en")
    driver.execute_script("document.querySelectorAll('details[open]').forEach((node) => { node.open = false; })")


def check_made(driver, report):
    """What the made-up folders are there for."""
    shown = lambda selector: driver.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)
    if report == "undated.html":
        check(report, "what isn't held is stated for no day in particular", "Stated, but not held" in shown("#other-counts caption"), shown("#other-counts caption"))
    if report == "one_day.html":
        check(report, "the only day of the data is named", "2 January 2024" in shown("#timeline"), shown("#timeline"))
        check(report, "a sector of the data's own is quoted", "1 organization (1 of sector “school”)" in shown("#lead"), shown("#lead"))
        check(report, "what isn't held is counted as ties", "A further 1 tie is only planned" in shown("#lead"), shown("#lead"))
    if report == "steering.html":
        words = shown("body")
        check(report, "words that would turn letters are shown as they are", "\\x1b[31m\\u202eevil" in words and not {"\x1b", "\u202e"} & set(words), shown("#lead"))
    if report == "reskilling.html":
        check(report, "numbers have as many digits as the command gives", "0.4865" in shown("#organizations"), shown("#organizations"))


def swipe(driver, at, distance):
    """One finger that goes down at a point and moves along y."""
    driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    for step in range(1, 11):
        driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": at["x"], "y": at["y"] + distance * step / 10}]})
    driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    time.sleep(0.3)


def check_touch(driver, report):
    """On a phone one finger scrolls the page over the picture, two zoom the picture, a tap chooses: the same in every report."""
    if report not in ("nptech.html", "words.html"):
        return
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True})
    driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    center = "const picture = document.getElementById('picture'); picture.scrollIntoView({block: 'center', behavior: 'instant'}); const box = picture.getBoundingClientRect(); return {x: box.left + box.width / 2, y: box.top + box.height / 2}"
    state = "const cy = capnet.network.instance(); return {top: Math.round(scrollY), zoom: cy.zoom(), pan: JSON.stringify(cy.pan())}"
    touch = {"gestureSourceType": "touch"}
    at = driver.execute_script(center)
    time.sleep(0.3)
    before = driver.execute_script(state)
    swipe(driver, at, -150)
    after = driver.execute_script(state)
    check(report, "one finger scrolls the page over the picture", after["top"] > before["top"] + 50, (before, after))
    check(report, "and leaves the picture alone", after["pan"] == before["pan"] and after["zoom"] == before["zoom"], (before, after))
    at = driver.execute_script(center)
    time.sleep(0.3)
    before = driver.execute_script(state)
    driver.execute_cdp_cmd("Input.synthesizePinchGesture", {**at, **touch, "scaleFactor": 2})
    after = driver.execute_script(state)
    check(report, "two fingers zoom the picture", after["zoom"] > 1.3 * before["zoom"], (before, after))
    check(report, "and leave the page alone", after["top"] == before["top"], (before, after))
    driver.find_element(By.CSS_SELECTOR, "[data-act=fit]").click()
    at = driver.execute_script(center.replace("return", "const at = capnet.network.instance().nodes(':visible')[0].renderedPosition(); return").replace("box.left + box.width / 2", "box.left + at.x").replace("box.top + box.height / 2", "box.top + at.y"))
    time.sleep(0.3)
    driver.execute_cdp_cmd("Input.synthesizeTapGesture", {**at, **touch})
    check(report, "a tap shows a vertex in detail", wait(driver, "return !document.getElementById('detail').hidden", 3))
    driver.execute_script("document.querySelector('#detail .close')?.click()")
    driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def check_print(driver, report):
    pages = driver.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})["data"]
    check(report, "it prints", len(pages) > 1000)


def check_quiet(driver, report):
    errors = [entry["message"] for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    check(report, "the console stays silent", errors == [], errors[:3])
    requests = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated"):
            address = message["params"].get("request", message["params"]).get("url", "")
            if not address.startswith(SILENT_SCHEMES):
                requests.append(address)
    check(report, "nothing is asked of the network", requests == [], requests[:3])


def main(files):
    if not files:
        print(__doc__.splitlines()[0], file=sys.stderr)
        return 2
    if not shutil.which("chromedriver") or not (shutil.which("chromium") or shutil.which("google-chrome")):
        print("report_test.py: chromium or chromedriver is missing; tests/browser/run.sh installs them", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, tempfile.TemporaryDirectory() as made:
        driver = start(profile)
        moving = next((pathlib.Path(file) for file in files if pathlib.Path(file).name == "moving.html"), None)
        if moving:
            files = [with_conditions(moving, made), *files]
        try:
            for file in files:
                path = pathlib.Path(file).resolve()
                if not path.is_file():
                    check(file, "the file is there", False)
                    continue
                check(path.name, "the file stays below 6 MB", path.stat().st_size < 6_000_000, path.stat().st_size)
                driver.get(path.as_uri())
                driver.execute_script("document.querySelector('[data-language=en]')?.click()")
                for part in (check_page, check_slider, check_filters, check_tables, check_words, check_attributes, check_many, check_made, check_charts, check_conditions, check_changed, check_forecast, check_what_if, check_spread, check_skills, check_files, check_language, check_whole, check_tab, check_widths, check_touch, check_print, check_quiet):
                    try:
                        part(driver, path.name)
                    except Exception as error:  # a check that breaks is a check that fails
                        check(path.name, part.__name__, False, f"{type(error).__name__}: {str(error).splitlines()[0]}")
        finally:
            driver.quit()
    print(f"{browser.passed} passed, {browser.failed} failed")
    return 1 if browser.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
