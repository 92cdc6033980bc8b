#!/usr/bin/python3
"""Fills src/report/template.html with a payload, as the library's writer does: assemble.py PAYLOAD.json REPORT.html"""

import html
import json
import pathlib
import re
import sys

REPORT = pathlib.Path(__file__).resolve().parents[2] / "src" / "report"
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def assemble(payload: dict) -> str:
    data = re.sub("[<>&\u2028\u2029]", lambda found: ESCAPES[found[0]], json.dumps(payload, ensure_ascii=False, separators=(",", ":")))
    title = payload.get("title") or "capnet"
    scripts = (REPORT / "files.txt").read_text(encoding="utf-8").split()
    parts = {
        "title": html.escape(title if isinstance(title, str) else title.get("en") or title.get("ja") or "capnet"),
        "css": (REPORT / "report.css").read_text(encoding="utf-8"),
        "licenses": html.escape((REPORT / "vendor" / "LICENSES").read_text(encoding="utf-8")),
        "data": data,
        "js": "\n".join((REPORT / name).read_text(encoding="utf-8") for name in scripts),
    }
    template = (REPORT / "template.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{capnet:(\w+)\}\}", lambda found: parts[found[1]], template)


if __name__ == "__main__":
    payload_file, report_file = sys.argv[1:]
    payload = json.loads(pathlib.Path(payload_file).read_text(encoding="utf-8"))
    pathlib.Path(report_file).write_text(assemble(payload), encoding="utf-8")
