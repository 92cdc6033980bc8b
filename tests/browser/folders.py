#!/usr/bin/python3
"""Writes made-up data folders whose reports must open, one folder each: folders.py FOLDER

They stand beside the real networks of examples/data, for what those don't have.
"""

import csv
import pathlib
import random
import sys

VERTICES = ("id", "kind", "sector", "name", "name_en", "region", "size", "begin", "end", "status", "unit", "cite")
TIES = ("relation", "source", "target", "begin", "end", "status", "role", "cite")
FIGURES = ("id", "subject", "survey", "label", "kind", "value", "unit", "denominator", "date", "series", "cite")
SOURCES = ("id", "title", "publisher", "date", "url")
DECLARED = ("of", "name", "type", "unit", "meaning", "description")
CHANGES = ("vertex", "attribute", "from", "value", "cite")
SCHEMA = ("relation", "source_kinds", "target_kinds", "directed")


def table(columns, rows):
    """A table by its columns; a row may leave cells out."""
    return [columns, *([row.get(column, "") for column in columns] for row in rows)]


def empty():
    return {"vertices": table(VERTICES, []), "ties": table(TIES, [])}


def undated():
    """No day is given anywhere, and some sectors are unknown."""
    return {"vertices": table(VERTICES, [{"id": f"u{n}", "kind": "organization", "name": f"団体{n}", "sector": "nonprofit" if n % 2 else ""} for n in range(12)]),
            "ties": table(TIES, [{"relation": "collaborates_with", "source": f"u{n}", "target": f"u{(n * 5 + 1) % 12}", "status": "" if n else "planned"} for n in range(12)])}


def hostile():
    """Every word would be markup, script or a placeholder of the page."""
    bad = "</script><img src=x onerror=\"document.title='broken'\"><!-- {{capnet:js}} & ' \u2028"
    return {"schema": table(SCHEMA, [{"relation": bad, "source_kinds": "organization", "target_kinds": bad, "directed": "yes"}]),
            "vertices": table(VERTICES, [{"id": "<b>", "kind": bad, "name": bad, "name_en": bad, "region": bad, "cite": "s"},
                                         {"id": "\" onclick=\"x", "kind": "organization", "sector": bad, "name": bad * 3, "begin": "2024-01-02", "unit": bad, "cite": "s"},
                                         {"id": "p", "kind": "program", "name": bad, "name_en": bad}, {"id": "c", "kind": "cohort", "sector": bad, "size": "3", "unit": bad, "name": bad}]),
            "ties": table(TIES, [{"relation": bad, "source": "\" onclick=\"x", "target": "<b>", "begin": "2024-01-02", "role": bad, "cite": "s"},
                                 {"relation": "participates_in", "source": "c", "target": "p", "begin": "2024-01-03"}]),
            "figures": table(FIGURES, [{"id": bad, "subject": "<b>", "survey": bad, "label": bad, "kind": "percent", "value": "74", "unit": bad, "denominator": "41", "date": "2024-01-02", "series": bad, "cite": "s"},
                                       *({"id": f"n{n}", "subject": "<b>", "label": bad, "kind": "count", "value": n + 1, "unit": bad, "date": f"2024-01-0{n + 1}", "series": bad} for n in range(3))]),
            "sources": table(SOURCES, [{"id": "s", "title": bad, "publisher": bad, "url": "javascript:alert(1)"}])}


def one_day():
    """All dates name one day, and a sector is a word of the data's own."""
    return {"vertices": table(VERTICES, [{"id": "p", "kind": "program", "begin": "2024-01-02"}, {"id": "a", "kind": "organization", "sector": "school", "name": "会員学校（2023年12月末）", "begin": "2024-01-02"}]),
            "ties": table(TIES, [{"relation": "participates_in", "source": "a", "target": "p"}, {"relation": "supports", "source": "a", "target": "p", "status": "planned"}])}


def steering():
    """Words that would turn the letters after them, or color a terminal."""
    bad = "\x1b[31m\u202eevil"
    return {"vertices": table(VERTICES, [{"id": "p", "kind": "program", "name": bad, "name_en": bad}, {"id": bad, "kind": "organization", "sector": bad, "name": bad, "region": bad, "begin": "2023", "cite": "s"}]),
            "ties": table(TIES, [{"relation": "participates_in", "source": bad, "target": "p", "begin": "2023", "role": bad, "cite": "s"}]),
            "sources": table(SOURCES, [{"id": "s", "title": bad, "publisher": bad}])}


def large(order=2000):
    """More vertices than are drawn."""
    rng = random.Random(11)
    begins = [f"{rng.randint(2015, 2023)}-{rng.randint(1, 12):02d}-01" for _ in range(order)]
    vertices = []
    for n in range(order):
        kind = rng.choices(["organization", "cohort", "person"], [70, 5, 25])[0]
        sector = rng.choices(["company", "nonprofit", "municipality", "academia", "", "public_institution"], [30, 40, 15, 5, 5, 5])[0]
        vertices.append({"id": f"v{n}", "kind": kind, "name": f"団体{n}", "name_en": f"Body {n}", "sector": "" if kind == "person" else sector, "begin": begins[n]})
    ends, ties = [0], []
    for n in range(1, order):
        for _ in range(rng.randint(1, 4)):
            target = rng.choice(ends) if rng.random() < .8 else rng.randrange(n)
            ties.append({"relation": rng.choice(["collaborates_with", "shares_knowledge_with"]), "source": f"v{n}", "target": f"v{target}", "begin": max(begins[n], begins[target]),
                         "end": "" if rng.random() < .7 else "2024-03-31"})
            ends += [n, target]
    return {"vertices": table(VERTICES, vertices), "ties": table(TIES, ties)}


# What every JavaScript object has: as a word of the data it must be a word like any other.
WORDS = ("constructor", "toString", "__proto__", "hasOwnProperty", "valueOf")


def words():
    """Those words in every place in which the data can have a word."""
    vertices, ties, figures = [{"id": "p", "kind": "program", "begin": "2024-01-01"}], [], []
    for w in WORDS:
        vertices += [{"id": w, "kind": w, "region": w, "begin": "2024-01-01", "cite": w},
                     {"id": f"org {w}", "kind": "organization", "sector": w, "region": w, "begin": "2024-01-01", "cite": w},
                     {"id": f"group {w}", "kind": "cohort", "sector": w, "size": 7, "unit": w, "begin": "2024-01-01", "cite": w}]
        ties += [{"relation": w, "source": f"org {w}", "target": w, "begin": "2024-01-02", "role": w, "cite": w},
                 {"relation": "runs", "source": f"org {w}", "target": "p", "begin": "2024-01-02"},
                 {"relation": "participates_in", "source": f"group {w}", "target": "p", "begin": "2024-01-02"}]
        figures += [{"id": w, "subject": w, "survey": w, "label": w, "kind": "percent", "value": 74, "unit": w, "denominator": 41, "date": "2024-01-02", "cite": w},
                    *({"id": f"{w} {day}", "subject": w, "label": w, "kind": "count", "value": day, "unit": w, "date": f"2024-01-0{day}", "series": w, "cite": w} for day in (1, 3))]
    return {"schema": table(SCHEMA, [{"relation": w, "source_kinds": "organization", "target_kinds": w, "directed": "yes"} for w in WORDS]),
            "vertices": [[*row, *(WORDS if place == 0 else (f"value of {w}" for w in WORDS))] for place, row in enumerate(table(VERTICES, vertices))],
            "ties": table(TIES, ties), "figures": table(FIGURES, figures), "sources": table(SOURCES, [{"id": w, "title": w} for w in WORDS])}


def attributes():
    """Attributes of every type, one that changes, more than are shown, and some whose words would be markup."""
    bad = "<img src=x onerror=\"document.title='broken'\">"
    declared = [("event", "hours", "number", "h", "duration", "How long it takes."), ("event", "cost", "number", "JPY", "amount", "What it costs."), ("event", "online", "yes_no", "", "", ""),
                ("event", "announced", "date", "", "", ""), ("event", "language", "category", "", "", ""), ("event", "room", "text", "", "", ""), ("event", "rows", "integer", "", "", ""),
                ("organization", "beds", "integer", "bed", "count", "How many can stay overnight."), ("organization", bad, "text", bad, "", bad),
                ("attends", "weight", "number", "", "probability", "How likely it was."), ("attends", "fee", "number", "JPY", "amount", "What was paid.")]
    vertex = (*VERTICES, "hours", "cost", "online", "announced", "language", "room", "rows", "beds", bad, *(f"more {n}" for n in range(20)))
    rows = [{"id": "e", "kind": "event", "name": "講座", "name_en": "Course", "begin": "2024-01-02", "hours": "6.5", "cost": "12000", "online": "no", "announced": "2023-11", "language": "English", "room": "007", "rows": "1987"},
            {"id": "a", "kind": "organization", "name_en": "Clinic", "begin": "2023-01-01", "beds": "12", bad: bad}, {"id": "b", "kind": "organization", "name_en": "Library", "begin": "2023-01-01", **{f"more {n}": f"word {n}" for n in range(20)}}]
    return {"attributes": table(DECLARED, [dict(zip(DECLARED, row)) for row in declared]), "vertices": table(vertex, rows),
            "ties": table((*TIES, "weight", "fee"), [{"relation": "attends", "source": "a", "target": "e", "begin": "2024-01-02", "weight": "0.25", "fee": "1500"}, {"relation": "attends", "source": "b", "target": "e", "begin": "2024-01-02"}]),
            "changes": table(CHANGES, [{"vertex": "a", "attribute": "beds", "from": "2024-01-01", "value": "1200"}])}


def many(size=100_000):
    """More figures than anyone can look at: a report of it stays small."""
    rng = random.Random(1)
    organizations = [{"id": f"o{n}", "kind": "organization", "sector": rng.choice(("company", "nonprofit", "municipality")), "name_en": f"Organization {n}", "begin": 2015 + n % 9} for n in range(100)]
    figures = []
    for n in range(size):
        one = {"id": f"f{n}", "subject": f"o{n % 100}", "label": f"of course {n}", "unit": "person", "date": f"{2015 + n // 100 % 9}-{1 + n % 12:02d}"}
        figures.append({**one, "kind": "percent", "value": rng.randint(10, 99), "survey": f"s{n}", "denominator": rng.randint(5, 200)} if n % 3 == 0 else
                       {**one, "kind": "count", "value": rng.randint(1, 500), "series": f"series {n % 50}"})
    return {"vertices": table(VERTICES, [{"id": "p", "kind": "program"}, *organizations]), "figures": table(FIGURES, figures),
            "ties": table(TIES, [{"relation": "participates_in", "source": o["id"], "target": "p", "begin": o["begin"]} for o in organizations])}


# Names that a spreadsheet would take for formulas, and what a cell of a file has to be quoted for.
FORMULAS = ("=HYPERLINK(\"http://example.org\")", "+81 3 0000 0000", "-12", "@home", "Comma, \"quoted\"", "＝1+1")


def moving():
    """Members join and leave over three years, some on days known only by their year; two groups that one organization joins."""
    names = [*FORMULAS, *(f"Member {n}" for n in range(len(FORMULAS), 14))]
    sectors = ("company", "nonprofit", "municipality", "")
    vertices = [{"id": "p", "kind": "program", "name_en": "Program", "name": "プログラム", "begin": "2021-01-01"}, {"id": "hub", "kind": "organization", "sector": "nonprofit", "name_en": "Hub", "name": "中心", "begin": "2021-01-01", "cite": "s"}]
    ties = [{"relation": "runs", "source": "hub", "target": "p", "begin": "2021-01-01", "cite": "s"}]
    for n, name in enumerate(names):
        vertices.append({"id": f"m{n}", "kind": "organization", "sector": sectors[n % 4], "name": name, "name_en": name, "begin": "2021-01-01", "cite": "s"})
        ties.append({"relation": "participates_in", "source": f"m{n}", "target": "p", "begin": "2021-03-01" if n < 5 else "FY2022" if n == 5 else "2023" if n < 8 else f"2023-{n - 1:02d}-01", "end": {1: "2023-06-01", 2: "2023"}.get(n, ""), "cite": "s"})
        ties.append({"relation": "collaborates_with", "source": f"m{n}", "target": f"m{(n + 1) % 7 if n < 7 else 7 + (n + 1) % 7}", "begin": f"202{1 + n % 3}-05-01", "cite": "s"})
    ties.append({"relation": "supports", "source": "hub", "target": "m3", "begin": "2023-03-01", "end": "2023-04-01"})
    return {"vertices": table(VERTICES, vertices), "ties": table(TIES, ties), "sources": table(SOURCES, [{"id": "s", "title": "Register", "date": "2023-12-31"}]),
            "figures": table(FIGURES, [{"id": f"f{n}", "subject": "hub", "label": "Members of the hub", "kind": "count", "value": 4 + n, "unit": "organization", "date": f"2023-{n + 1:02d}", "series": "members", "cite": "s"} for n in range(9)])}


def skilled():
    """Organizations that require skills, more than are drawn: levels known and unknown, a course and a seminar, people who leave at a hazard or on a day."""
    bad = "<img src=x onerror=\"document.title='broken'\">"
    skills = ["Writing", FORMULAS[0], bad, "Data", "Cloud", "Law"]
    vertices = [{"id": f"s{n}", "kind": "skill", "name": name, "scale": "0-4"} for n, name in enumerate(skills)]
    vertices += [{"id": "course", "kind": "course", "name": "講座", "name_en": "Course", "begin": "2024-01-01", "seats": "3", "cost": "5000", "hours": "6"}, {"id": "seminar", "kind": "event", "name_en": "Seminar", "begin": "2025-02-01", "status": "planned"}]
    ties = [{"relation": "teaches", "source": "course", "target": f"s{n}", "weight": "4"} for n in (0, 3)] + [{"relation": "teaches", "source": "seminar", "target": "s4", "weight": "3", "status": "planned"}]
    for n in range(44):
        vertices += [{"id": f"o{n}", "kind": "organization", "sector": "nonprofit", "name_en": FORMULAS[n] if n < 3 else f"Organization {n}", "begin": "2024-01-01"}, {"id": f"p{n}", "kind": "person", "name_en": f"Person {n}", "begin": "2024-01-01"}]
        ties += [{"relation": "employs", "source": f"o{n}", "target": f"p{n}", "begin": "2024-01-01", "end": "2025-02-15" if n % 4 == 3 else "", "hazard": ("0.5", "2", "", "")[n % 4]}]
        for k in range(6):
            if (n + k) % 3:
                ties.append({"relation": "requires_skill", "source": f"o{n}", "target": f"s{k}", "weight": "" if n == 5 and k == 2 else 1 + (n * k) % 4, "importance": 1 + k})
            if (n + k) % 5:
                ties.append({"relation": "has_skill", "source": f"p{n}", "target": f"s{k}", "weight": "" if (n + k) % 5 == 1 else (n + 2 * k) % 5})
    ties.append({"relation": "collaborates_with", "source": "o0", "target": "o1", "begin": "2024-12-31"})
    return {"vertices": table((*VERTICES, "scale", "seats", "cost", "hours"), vertices), "ties": table((*TIES, "weight", "importance", "hazard"), ties)}


FOLDERS = {"moving": moving, "skilled": skilled, "empty": empty, "undated": undated, "hostile": hostile, "words": words, "attributes": attributes, "one_day": one_day, "steering": steering, "large": large, "many": many}

if __name__ == "__main__":
    for name, make in FOLDERS.items():
        folder = pathlib.Path(sys.argv[1]) / name
        folder.mkdir(parents=True, exist_ok=True)
        for stem, rows in make().items():
            with open(folder / f"{stem}.csv", "w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)
