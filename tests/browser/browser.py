"""What the checks of a report share: headless Chromium, waiting for the page, the keyboard, and how many checks passed."""

import json
import shutil
import sys
import time

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print("report_test.py: python3-selenium is missing; tests/browser/run.sh installs it", file=sys.stderr)
    sys.exit(3)

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--lang=en-GB", "--window-size=1280,900"]
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


def focused(driver, script):
    return driver.execute_script(f"const active = document.activeElement; return {script}")


def tab_to(driver, condition, limit=150):
    """Presses Tab until the focused element meets the condition (JavaScript over `active`)."""
    for _ in range(limit):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        if focused(driver, condition):
            return True
    return False


def payload_of(driver):
    return json.loads(driver.execute_script("return document.getElementById('capnet-data').textContent"))
