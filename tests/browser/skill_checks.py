"""Checks of the panels of skills: the map of gaps, the training plan, and what may be lost."""

import re

from browser import By, Keys, check, focused, payload_of, tab_to


def percentage(p):
    """As the page writes a share: 0 and 100 only where it is that."""
    return "?" if p is None else "<1" if 0 < p < 0.005 else ">99" if 0.995 < p < 1 else str(int(p * 100 + 0.5))


def check_skills(driver, report):
    payload = payload_of(driver)
    gaps, training, losses = (payload.get(name) for name in ("gap_map", "training", "losses"))
    check(report, "skills are shown if any are required or a leave is assumed", bool(driver.find_elements(By.ID, "skills")) == bool(gaps or losses))
    if not gaps and not losses:
        return
    check(report, "the list of contents leads to the skills", driver.execute_script("return document.querySelector('#contents a[href=\"#skills\"]') !== null"))
    if gaps:
        check_map(driver, report, gaps, payload)
    if training:
        check_training(driver, report, training)
    if losses:
        check_losses(driver, report, losses)
    if report == "skilled.html":
        check(report, "more organizations than are drawn are told", "4 organizations with a smaller or unknown gap are left out" in driver.find_element(By.ID, "gap-map").get_attribute("textContent"))
        check(report, "hazards and ends make it differ by the month", len(losses["days"]) == 4, losses["days"])
    if report == "leaving.html":
        check(report, "a leave that is assumed is said to be", "an assumption" in driver.find_element(By.ID, "losses").get_attribute("textContent") and losses["leave"] == 0.2)


def cells_of(driver, panel):
    """Of each row the texts and looks of its colored cells."""
    return driver.execute_script("""
        return [...document.querySelectorAll(`#${arguments[0]} .heat > tbody > tr:not(.heat-detail)`)].map((row) => [...row.querySelectorAll('td:not(.heat-aside)')].map((cell) => [cell.textContent, cell.className]))""", panel)


def check_map(driver, report, gaps, payload):
    wanted = []
    for row in gaps["rows"]:
        cells = [["", "heat-none"] for _ in gaps["skills"]]
        for cell in row:
            share = 0 if cell["required"] == 0 else cell["missing"]
            cells[cell["skill"]] = [percentage(share), "heat-unknown" if share is None else "heat-known"]
        wanted.append(cells)
    seen = cells_of(driver, "gap-map")
    differ = [(k, a, b) for k, (a, b) in enumerate(zip(seen, wanted)) if a != b]
    check(report, "the map shows what is missing, what is not known, and what is not required", len(seen) == len(wanted) and differ == [], differ[:1])
    known = driver.execute_script("return [...document.querySelectorAll('#gap-map .heat-known')].map((cell) => { const parts = (words) => words.match(/[0-9.]+/g).slice(0, 3).map(Number), light = (words) => { const [r, g, b] = parts(words).map((c) => { const s = c / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; }; const style = getComputedStyle(cell), [a, b] = [light(style.color), light(style.backgroundColor)].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); })")
    check(report, "numbers can be read on their colors (4.5 to 1)", not known or min(known) >= 4.5, known and min(known))
    hatched = driver.execute_script("return [...document.querySelectorAll('#gap-map .heat .heat-unknown')].every((cell) => getComputedStyle(cell).backgroundImage.includes('gradient'))")
    check(report, "what is not known has a pattern", hatched)
    check(report, "the map is one stop of Tab", driver.execute_script("return document.querySelectorAll('#gap-map .heat [tabindex=\"0\"]').length") == 1)
    driver.execute_script("document.querySelector('#gap-map .csv').focus()")
    check(report, "Tab reaches the map", tab_to(driver, "active.closest('#gap-map .heat') !== null", 3))
    table = [len(gaps["rows"]), sum(len(row) for row in gaps["rows"])]
    active = driver.switch_to.active_element
    active.send_keys(Keys.ENTER)
    told = driver.execute_script("return document.querySelector('#gap-map .heat-told')?.textContent")
    check(report, "Enter opens a row with its reason", bool(told) and focused(driver, "active.getAttribute('aria-expanded')") == "true", told)
    if table[1]:
        driver.switch_to.active_element.send_keys(Keys.HOME)
        for _ in range(gaps["rows"][0][0]["skill"] + 1):
            driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
        driver.switch_to.active_element.send_keys(Keys.ENTER)
        told = driver.execute_script("return [...document.querySelectorAll('#gap-map .heat-told')].map((box) => box.textContent)")
        check(report, "the arrow keys lead to a cell, which says required, held and importance", len(told) == 1 and all(words in told[0] for words in ("Required level", "Held level", "Importance", "Levels of its people")), told)
        words = focused(driver, "active.getAttribute('aria-label')")
        check(report, "a cell says what it is", re.search(r": missing .+; required level .+, held ", words or "") is not None, words)
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    check(report, "Escape closes it, and the focus stays", driver.execute_script("return document.querySelectorAll('#gap-map .heat-told').length") == 0 and focused(driver, "active.closest('.heat') !== null"))
    rows = driver.execute_script("return document.querySelectorAll('#gap-map .chart-table tbody tr').length")
    check(report, "the table beside it has every cell", rows == table[1], (rows, table[1]))


def check_training(driver, report, training):
    words = driver.find_element(By.ID, "training").get_attribute("textContent")
    if "none" in training:
        check(report, "without a plan one sentence says why", 20 < len(words) < 900 and driver.execute_script("return document.querySelector('#training table') === null"), words)
        return
    shown = driver.execute_script("return [document.querySelectorAll('#training li').length, document.querySelectorAll('#training .dumbbell').length, document.querySelectorAll('#training tbody tr').length]")
    check(report, "the plan shows each event and each organization before and after", shown == [len(training["events"]), len(training["organizations"]), len(training["organizations"])], shown)
    drawn = driver.execute_script("return [...document.querySelectorAll('#training .dumbbell')].map((svg) => ['before', 'after'].map((end) => (Number(svg.querySelector(`.${end}`).getAttribute('cx')) - 7) / 246))")
    wanted = [[one["before"]["value"], one["after"]["value"]] for one in training["organizations"]]
    check(report, "each end of a dumbbell is at its gap", all(abs(a - b) < 1e-9 for one, other in zip(drawn, wanted) for a, b in zip(one, other)), drawn[:2])
    check(report, "each event has its reason", all(("rises from" in item or "depends on it" in item or "closes nothing" in item) for item in driver.execute_script("return [...document.querySelectorAll('#training li')].map((item) => item.textContent)")))


def check_losses(driver, report, losses):
    words = driver.find_element(By.ID, "losses").get_attribute("textContent")
    if "none" in losses:
        check(report, "without probabilities one sentence says how to ask", losses["none"] not in ("missing", "day") or "--leave P" in words, words)
        return
    if not losses["rows"]:
        check(report, "where nothing may be lost it says so", "Nothing may be lost" in words, words)
        return
    seen = cells_of(driver, "losses")
    wanted = [[[percentage(p), "heat-unknown" if p is None else "heat-known"] for p, _, _ in row["by"]] for row in losses["rows"]]
    differ = [(k, a, b) for k, (a, b) in enumerate(zip(seen, wanted)) if a != b]
    check(report, "each probability is shown, by the month or by the day", len(seen) == len(wanted) and differ == [], differ[:1])
    driver.execute_script("document.querySelector('#losses .heat td').click()")
    told = driver.execute_script("return document.querySelector('#losses .heat-told')?.textContent")
    check(report, "a press opens a row with its holders", bool(told) and "Required level" in told, told)
    driver.execute_script("document.querySelector('#losses .heat-told .close').click()")
    check(report, "and closes it", driver.execute_script("return document.querySelector('#losses .heat-told') === null"))
    check(report, "each hedge is told", driver.execute_script("return document.querySelectorAll('#losses ol li').length") == len(losses["hedges"]))
