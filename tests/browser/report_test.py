#!/usr/bin/python3
"""Opens reports in headless Chromium and uses them as a reader would: report_test.py REPORT.html...

Every check has a name; those that fail are printed with what was seen. Exit status 0 if all pass, 1 if one fails, 3 if a
prerequisite is missing.
"""

import json
import pathlib
import shutil
import sys
import tempfile
import time

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print("report_test.py: python3-selenium is missing; tests/browser/run.sh installs it", file=sys.stderr)
    sys.exit(3)

from folders import WORDS

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--lang=en-GB", "--window-size=1280,900"]
SILENT_SCHEMES = ("file:", "data:", "blob:", "about:", "chrome:", "devtools:")
passed, failed = 0, 0


def check(report, name, holds, seen=""):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {report}: {name}{f' (saw {seen!r})' if seen != '' else ''}")


def start(profile):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for flag in [*FLAGS, f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def wait(driver, script, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = driver.execute_script(script)
        if value:
            return value
        time.sleep(0.1)
    return None


def counts(driver):
    return driver.execute_script("return [...document.querySelectorAll('#counts .number')].map((cell) => cell.textContent).join('|')")


def status(driver):
    return driver.find_element(By.ID, "picture-status").get_attribute("textContent")


def focused(driver, script):
    return driver.execute_script(f"const active = document.activeElement; return {script}")


def tab_to(driver, condition, limit=150):
    """Presses Tab until the focused element meets the condition (JavaScript over `active`)."""
    for _ in range(limit):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        if focused(driver, condition):
            return True
    return False


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
                return [...document.querySelectorAll('svg.series')].filter((chart) => {
                  const words = [...chart.querySelectorAll('.axis-text[text-anchor=middle]')].map((node) => node.getBoundingClientRect());
                  return words.length < 2 || words.some((box, place) => place > 0 && box.left < words[place - 1].right);
                }).length""")
            check(report, f"{at}: every chart names two days or more, none over another", crowded == 0, crowded)
            if driver.find_elements(By.CSS_SELECTOR, "#picture canvas"):
                check_picture(driver, report, at)
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


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
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        driver = start(profile)
        try:
            for file in files:
                path = pathlib.Path(file).resolve()
                if not path.is_file():
                    check(file, "the file is there", False)
                    continue
                check(path.name, "the file stays below 8 MB", path.stat().st_size < 8_000_000, path.stat().st_size)
                driver.get(path.as_uri())
                for part in (check_page, check_slider, check_filters, check_tables, check_words, check_attributes, check_many, check_made, check_language, check_widths, check_touch, check_print, check_quiet):
                    try:
                        part(driver, path.name)
                    except Exception as error:  # a check that breaks is a check that fails
                        check(path.name, part.__name__, False, f"{type(error).__name__}: {str(error).splitlines()[0]}")
        finally:
            driver.quit()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
