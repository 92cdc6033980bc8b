"""Checks of what a report simulates: forecast, spread and what-if."""

from browser import By, Keys, check, focused, payload_of, tab_to, wait


def check_forecast(driver, report):
    """What is simulated says so; a program without a forecast says why; curves that can't be told apart are all shown."""
    payload = payload_of(driver)
    programs = payload.get("forecast", [])
    check(report, "a forecast is there if the data have a program with a day", bool(driver.find_elements(By.ID, "forecast")) == bool(programs))
    if not programs:
        return
    words = driver.find_element(By.ID, "forecast").get_attribute("textContent")
    shown = driver.execute_script("return [...document.querySelectorAll('.forecast-program')].map((box) => [box.querySelectorAll('figure').length, box.querySelectorAll('.tag.simulated').length, box.querySelectorAll('[id$=-family] .curve').length, box.textContent.includes('No forecast.'), box.textContent.includes('Not identifiable.')])")
    wanted = [[int("curves" in one) + len(one.get("bands", [])), len(one.get("bands", [])), 2 * len(one.get("curves", [])), "none" in one, not one.get("verdict", {"identifiable": True})["identifiable"]] for one in programs]
    check(report, "each program has its curves, its bands marked as simulated, or why there are none", shown == wanted, (shown, wanted))
    check(report, "the list of contents leads to it", driver.execute_script("return document.querySelector('#contents a[href=\"#forecast\"]') !== null"))
    if any("bands" in one for one in programs):
        check(report, "seed and replicas are told", "200 runs of 12 months" in words and "seed 0" in words or report == "simulated.html", words[:900])
        frame = driver.find_element(By.CSS_SELECTOR, "#forecast [id*=-band-] .chart-frame")
        frame.send_keys(Keys.END)
        said = driver.execute_script("return document.querySelector('#forecast [id*=-band-] .chart-value').textContent")
        check(report, "the arrow keys read the bands", "half of the runs" in said and "nine in ten" in said, said)
    if report == "reskilling.html":
        check(report, "three counts can't tell curves apart", "3 values can\u2019t tell curves apart: saturating exponential, logistic and Gompertz each pass through all of them" in words, words[:600])
    if report == "sto.html":
        check(report, "too few joins are told", "after the first day 1 organization joined on a known day" in words, words)


def check_what_if(driver, report):
    told = payload_of(driver).get("what_if")
    check(report, "a what-if is there if it was asked for", bool(driver.find_elements(By.ID, "what_if")) == bool(told))
    if not told:
        return
    words = driver.find_element(By.ID, "what_if").get_attribute("textContent")
    check(report, "it says that it is simulated, and by which rules", "simulated, not observed" in words and "Assumed" in words and "seed 0" in words, words[:400])
    rows = driver.execute_script("return [...document.querySelectorAll('#what_if tbody tr')].map((row) => row.querySelectorAll('td').length)")
    check(report, "a row for each organization, a cell for each measure", rows == [len(told["measures"])] * len(told["rows"]), rows)
    check(report, "the backbone comes first", "the backbone" in words)


def check_spread(driver, report):
    """The spread plays over the picture, by keys too, and leaves it as it was; what is assumed is said to be."""
    told = payload_of(driver).get("spread")
    if not told:
        check(report, "without ties nothing is said of a spread", driver.execute_script("return document.getElementById('spread').textContent") == "")
        return
    words = lambda: driver.find_element(By.ID, "spread").get_attribute("textContent")
    if "none" in told:
        check(report, "without probabilities it says how to assume one", "--probability P" in words(), words())
        return
    check(report, "what is assumed is said", "an assumption" in words() or told["assumed"] == 0, words())
    driver.execute_script("document.querySelector('#spread-start').focus()")
    informed = "return capnet.network.instance().nodes('.informed').map((node) => node.id())"
    check(report, "nothing is colored before it is asked for", driver.execute_script(informed) == [])
    check(report, "Tab reaches its slider", tab_to(driver, "active.id === 'spread-slider'", 8))
    slider = driver.find_element(By.ID, "spread-slider")
    output = lambda: driver.find_element(By.ID, "spread-output").get_attribute("textContent")
    steps = told["starts"][0]["steps"]
    slider.send_keys(Keys.END)
    check(report, "End leads to the last step", f"Step {len(steps) - 1}:" in output() and slider.get_attribute("aria-valuetext") == output(), output())
    last = driver.execute_script(informed)
    slider.send_keys(Keys.HOME)
    first = driver.execute_script(informed)
    check(report, "it begins with its start alone", len(first) == len(told["starts"][0]["who"]) and "Step 0: " in output(), (first, output()))
    check(report, "and reaches others", len(last) > len(first), last)
    slider.send_keys(Keys.ARROW_RIGHT)
    check(report, "the arrow key leads one step on", "Step 1:" in output(), output())
    slider.send_keys(Keys.HOME, Keys.SPACE)
    check(report, "it plays", wait(driver, "return document.getElementById('spread-slider').value > 0", 5))
    if driver.find_element(By.ID, "spread-play").get_attribute("aria-pressed") == "true":  # not at its end yet
        slider.send_keys(Keys.SPACE)
    check(report, "and stops when asked or at its end", wait(driver, "return document.getElementById('spread-play').getAttribute('aria-pressed') === 'false'", 5))
    driver.find_element(By.ID, "spread-off").send_keys(Keys.ENTER)
    check(report, "the colors of sectors come back, and the focus stays there", driver.execute_script(informed) == [] and driver.execute_script("return capnet.network.instance().elements('.uninformed, .told').length") == 0 and focused(driver, "active.id") == "spread-play")
    if len(told["starts"]) > 1:
        driver.execute_script("const choice = document.getElementById('spread-start'); choice.value = 1; choice.dispatchEvent(new Event('change'))")
        check(report, "another start can be chosen", len(driver.execute_script(informed)) == len(told["starts"][1]["who"]) and "Step 0:" in output(), output())
    day = driver.find_elements(By.ID, "day-slider")
    if day:
        driver.find_element(By.ID, "spread-next").click()
        day[0].send_keys(Keys.HOME)
        check(report, "another day leaves the spread, which is of one day", driver.execute_script(informed) == [])
        day[0].send_keys(Keys.END)
    if report == "simulated.html":
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
        driver.refresh()
        wait(driver, "return document.documentElement.dataset.ready === 'true'")
        driver.execute_script("document.querySelector('[data-language=en]').click()")
        driver.find_element(By.ID, "spread-next").click()
        check(report, "without motion colors change at once", driver.execute_script("return capnet.network.instance().nodes('.informed').every((node) => parseFloat(node.style('transition-duration')) === 0)"))
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        driver.find_element(By.ID, "spread-off").click()
