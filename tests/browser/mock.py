#!/usr/bin/python3
"""Writes made-up payloads that the report must open, one JSON file each: mock.py FOLDER

They stand in for `capnet report` where it has not been built. `nptech` and `reskilling` follow the published articles in outline
only; `large`, `undated`, `empty` and `hostile` are invented.
"""

import json
import pathlib
import random
import sys

COMPANY, NPO, PUBLIC = "company", "npo", "public_institution"


def day(text):
    """A date as the payload has it: '2023' and '2023-10' become their first and last day."""
    if text is None:
        return None
    if isinstance(text, (list, tuple)):
        return list(text)
    if text.startswith("FY"):
        year = int(text[2:])
        return [f"{year}-04-01", f"{year + 1}-03-31"]
    parts = text.split("-")
    if len(parts) == 1:
        return [f"{text}-01-01", f"{text}-12-31"]
    if len(parts) == 2:
        last = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}.get(parts[1], "31")
        return [f"{text}-01", f"{text}-{last}"]
    return [text, text]


def vertex(id, kind, name, name_en, sector=None, begin=None, end=None, region=None, size=None, status="held", cite=("a",)):
    return {"id": id, "kind": kind, "sector": sector, "name": name, "name_en": name_en, "region": region, "size": size, "status": status,
            "begin": day(begin), "end": day(end), "cite": list(cite)}


def tie(relation, source, target, begin=None, end=None, status="held", role=None, directed=True, cite=("a",)):
    return {"relation": relation, "source": source, "target": target, "directed": directed, "status": status, "weight": None, "role": role,
            "begin": day(begin), "end": day(end), "cite": list(cite)}


def figure(id, subject, label, kind, value, unit, cite=("a",), **more):
    base = {"survey": None, "numerator": None, "denominator": None, "rounding": 1, "approximate": False, "date": day("FY2023"), "status": "held",
            "share": None, "low": None, "high": None}
    return {"id": id, "subject": subject, "label": label, "kind": kind, "value": value, "unit": unit, **base, **more, "cite": list(cite)}


def nptech():
    v = [
        vertex("jnpoc", "organization", "日本NPOセンター", "Japan NPO Center", NPO, region="東京"),
        vertex("nttdata", "organization", "NTTデータ", "NTT Data", COMPANY, "2019"),
        vertex("dell", "organization", "デル・テクノロジーズ", "Dell Technologies", COMPANY, "2022"),
        vertex("intel", "organization", "インテル", "Intel", COMPANY, "2023"),
        vertex("tis", "organization", "TIS", "TIS", COMPANY, "2023"),
        vertex("ctc", "organization", "伊藤忠テクノソリューションズ", "ITOCHU Techno-Solutions (CTC)", COMPANY, "2024"),
        vertex("nwec", "organization", "国立女性教育会館", "National Women’s Education Center", PUBLIC, "2024", region="埼玉"),
        vertex("ctcf", "organization", "CTC未来財団", "CTC Future Foundation", "foundation"),
        vertex("sto", "program", "STO創出プロジェクト", "STO creation project", begin="2019", end=["2021-01-02", "2022-01-01"]),
        vertex("nptech", "program", "NPTechイニシアティブ", "NPTech Initiative", begin="2023"),
        vertex("fy23", "program", "2023年度 基礎セミナー", "FY2023 foundation seminars", begin="FY2023", end="2024-04-01"),
        vertex("literacy", "event", "ITリテラシー：PCの選び方", "IT literacy: choosing a PC", begin="FY2023"),
        vertex("trends", "event", "ITトレンド：AI", "IT trends: AI", begin="FY2023"),
        vertex("storage", "event", "データ保管セミナー", "Data storage seminar", begin="FY2023"),
        vertex("security", "event", "ITセキュリティセミナー", "IT security seminar", begin="FY2023"),
        vertex("visit", "event", "1Day留学", "1Day study visit", begin="2024-10", status="planned"),
        vertex("followup", "event", "フォローアップ会", "Follow-up session", begin="2024-11", status="planned"),
        vertex("ordering", "event", "ITベンダーへの発注講座", "Ordering from IT vendors", begin="FY2024", status="planned"),
        vertex("aiintro", "event", "AI導入研修", "Training on introducing AI", begin="FY2024", status="intended"),
        vertex("orgs144", "cohort", "参加144団体", "144 organizations taking part", NPO, begin="FY2023", size=144),
        vertex("orgs41", "cohort", "データ保管セミナー参加41団体", "41 organizations at the storage seminar", NPO, begin="FY2023", size=41),
        vertex("persons60", "cohort", "セキュリティセミナー参加60人", "60 persons at the security seminar", None, begin="FY2023", size=60),
        vertex("centres", "cohort", "男女共同参画センター355館", "355 gender-equality centres", "public", begin="2024", size=355, status="potential"),
        vertex("citizens", "practice", "AI for Citizens", "AI for Citizens", None),
        vertex("workforce", "practice", "Intel AI for Future Workforce", "Intel AI for Future Workforce", None),
        vertex("widen", "goal", "広げる", "Widen", begin="FY2024"),
        vertex("deepen", "goal", "深める", "Deepen", begin="FY2024"),
        vertex("impact", "goal", "コレクティブ・インパクト", "Collective impact"),
        vertex("kpi", "indicator", "社会課題ワークショップ参加率", "Share of employees in social-issue workshops"),
    ]
    e = [
        tie("runs", "jnpoc", "sto", "2019", ["2021-01-02", "2022-01-01"], role="運営"), tie("runs", "jnpoc", "nptech", "2023", role="事務局"),
        tie("participates_in", "nttdata", "sto", "2019", ["2021-01-02", "2022-01-01"]), tie("participates_in", "dell", "sto", "2022"),
        tie("succeeds", "nptech", "sto", "2023"),
        *(tie("participates_in", c, "nptech", "2023") for c in ("nttdata", "dell", "intel", "tis")),
        tie("participates_in", "ctc", "nptech", "FY2024", cite=("a", "b")), tie("participates_in", "nwec", "nptech", "2024"),
        tie("part_of", "fy23", "nptech", "FY2023"),
        *(tie("part_of", e, "fy23", "FY2023") for e in ("literacy", "trends", "storage", "security")),
        tie("delivers", "nttdata", "literacy", "FY2023"), tie("delivers", "nttdata", "trends", "FY2023"), tie("delivers", "dell", "storage", "FY2023"),
        tie("delivers", "tis", "security", "FY2023"), tie("participates_in", "orgs144", "fy23", "FY2023"), tie("attends", "orgs41", "storage", "FY2023"),
        tie("attends", "persons60", "security", "FY2023"),
        tie("delivers", "dell", "visit", "2024-10", status="planned"), tie("delivers", "dell", "followup", "2024-11", status="planned"),
        tie("depends_on", "followup", "visit", "2024-11", status="planned"), tie("delivers", "tis", "ordering", "FY2024", status="planned"),
        tie("delivers", "intel", "aiintro", "FY2024", status="intended"), tie("reaches", "nwec", "centres", "2024", status="potential"),
        tie("uses", "intel", "citizens"), tie("uses", "intel", "workforce"), tie("supports", "ctc", "ctcf"),
        tie("pursues", "jnpoc", "widen", "FY2024"), tie("pursues", "jnpoc", "deepen", "FY2024"), tie("pursues", "nptech", "impact", "2023"),
        tie("measures", "nttdata", "kpi", status="target"),
    ]
    f = [
        figure("took_part", "fy23", {"en": "Organizations that took part", "ja": "参加した団体"}, "count", 144, "organizations"),
        figure("learned", "fy23", {"en": "“Learned a lot”", "ja": "「大変勉強になった」"}, "percent", 80, "organizations", approximate=True, rounding=10),
        figure("can_use", "fy23", {"en": "“Can use it”", "ja": "「活用できる」"}, "percent", 78, "answers"),
        figure("wanted", "fy23", {"en": "Responses on topics wanted", "ja": "希望テーマの回答"}, "count", 63, "responses"),
        figure("satisfied", "storage", {"en": "Satisfied with the storage seminar", "ja": "データ保管セミナーに満足"}, "percent", 74, "participants", survey="storage", denominator=41),
        figure("raises", "storage", {"en": "“It raises our IT skills”", "ja": "「ITスキルが上がる」"}, "percent", 70, "participants", survey="storage", denominator=41),
        figure("persons", "security", {"en": "Persons at the security seminar", "ja": "セキュリティセミナーの参加者"}, "count", 60, "persons"),
        figure("if144", "fy23", {"en": "“Can use it”, if all 144 answered", "ja": "「活用できる」（144団体すべてが回答したとすれば）"}, "percent", 78, "organizations", numerator=112, denominator=144, share=112 / 144, low=.703158, high=.837963),
        figure("kpi_target", "nttdata", {"en": "Employees in workshops on social issues", "ja": "社会課題ワークショップへの参加社員"}, "percent", 80, "employees", status="target"),
        figure("materiality", "ctc", {"en": "Want to work with materiality in mind", "ja": "マテリアリティを意識して働きたい"}, "percent", 88, "employees", date=day("2024")),
        figure("materiality_change", "ctc", {"en": "Change on the year before", "ja": "前年からの変化"}, "change_points", 24, "points", date=day("2024")),
    ]
    findings = [
        {"code": "percent_impossible", "severity": "error", "figures": ["satisfied", "raises"], "vertices": ["storage"], "value": 74, "denominator": 41, "smallest_joint_denominator": 23, "cite": ["a"],
         "message": "74% satisfied can't be a share of the 41 organizations: 30 of 41 is 73.2%, 31 of 41 is 75.6%. The smallest group that gives both 74% and 70% has 23 respondents."},
        {"code": "statements_conflict", "severity": "warning", "figures": [], "vertices": ["dell", "sto"], "cite": ["a"],
         "message": "Dell is said to have joined the STO project in 2022, but the project is said to have ended in 2021. Both statements are kept; one of the two dates needs checking with the Japan NPO Center."},
        {"code": "units_differ", "severity": "warning", "figures": ["took_part", "persons"], "vertices": [], "units": ["organizations", "persons"], "cite": ["a"],
         "message": "41 organizations and 60 persons took part in two seminars: different units, which can't be added."},
        {"code": "approximate", "severity": "info", "figures": ["learned"], "vertices": [], "denominator": 144, "feasible_counts": [115], "cite": ["a"],
         "message": "About 80% is approximate and its number of answers is not stated, so no count follows from it. If it were exact and all 144 had answered, only 115 would fit."},
        {"code": "count_inferred", "severity": "info", "figures": ["if144"], "vertices": [], "denominator": 144, "feasible_counts": [112, 113], "cite": ["a"],
         "message": "78% of 144 organizations would be 112 or 113 of them; how many answered is not said."},
        {"code": "previous_value", "severity": "info", "figures": ["materiality", "materiality_change"], "vertices": ["ctc"], "previous": .64, "previous_low": .63, "previous_high": .65, "cite": ["b"],
         "message": "88% after a rise of 24 points means 64% the year before; with both figures rounded, between 63% and 65%."},
        {"code": "not_held", "severity": "info", "figures": [], "vertices": ["visit", "followup", "ordering"], "status": "planned", "count": 4, "cite": ["a"],
         "message": "4 statements are plans and count for nothing that has happened: the study visit, its follow-up session, what joins them, and the course on ordering from IT vendors."},
    ]
    m = [
        {"name": "companies", "label": {"en": "Companies taking part", "ja": "参加企業"}, "group": {"en": "Who takes part", "ja": "参加者"}, "value": 5, "low": None, "high": None, "unit": "companies", "numerator": None, "denominator": None, "coverage": 1,
         "definition": {"en": "Companies with a held participation in the NPTech Initiative.", "ja": "NPTechイニシアティブへの参加が成立している企業の数。"}, "cite": ["a"]},
        {"name": "blau", "label": {"en": "Sector heterogeneity (Blau)", "ja": "部門の多様性（ブラウ指数）"}, "group": {"en": "Who takes part", "ja": "参加者"}, "value": .44898, "low": None, "high": None, "unit": "index", "numerator": None, "denominator": 7, "coverage": 1, "range": [0, 1],
         "definition": {"en": "Chance that two members drawn with replacement are of different sectors; 0 if all are alike.", "ja": "無作為に（重複を許して）選んだ2者の部門が異なる確率。すべて同じなら0。"}, "cite": ["a"]},
        {"name": "effective_providers", "label": {"en": "Effective number of seminar providers", "ja": "セミナー提供者の実効数"}, "group": {"en": "What is offered", "ja": "提供内容"}, "value": 2.667, "low": None, "high": None, "unit": "providers", "numerator": None, "denominator": None, "coverage": 1, "range": [1, 4],
         "definition": {"en": "1 over the sum of squared shares of the four FY2023 seminars (0.375).", "ja": "2023年度の4セミナーの提供割合の二乗和（0.375）の逆数。"}, "cite": ["a"]},
        {"name": "can_use", "label": {"en": "Participants who can use what they learned", "ja": "学びを活用できる参加者"}, "group": {"en": "What is offered", "ja": "提供内容"}, "value": 112 / 144, "low": .703158, "high": .837963, "unit": "share", "numerator": 112, "denominator": 144, "coverage": None,
         "interval": {"en": "Wilson, 95%, if all 144 answered", "ja": "ウィルソン95％、144団体すべてが回答したとすれば"}, "definition": {"en": "Share of the organizations that took part in FY2023.", "ja": "2023年度に参加した団体に占める割合。"}, "cite": ["a"]},
        {"name": "reach", "label": {"en": "Participants among those the network means to reach", "ja": "届けたい相手のうちの参加者"}, "group": {"en": "What is offered", "ja": "提供内容"}, "value": None, "low": None, "high": None, "unit": "share", "numerator": 144, "denominator": None, "coverage": 0,
         "definition": {"en": "The number of nonprofits meant to be reached is not reported.", "ja": "届けたい団体の総数は報告されていません。"}, "cite": []},
    ]
    s = [{"name": {"en": "Companies taking part", "ja": "参加企業数"}, "unit": "companies", "subject": "nptech", "points": [
        {"date": day("2019"), "value": 1, "low": None, "high": None, "cite": ["a"]}, {"date": day("2022"), "value": 2, "low": None, "high": None, "cite": ["a"]},
        {"date": day("2023"), "value": 4, "low": None, "high": None, "cite": ["a"]}, {"date": day("2024"), "value": 5, "low": None, "high": None, "cite": ["a"]}]}]
    return {"version": 1, "title": {"en": "The NPTech Initiative", "ja": "NPTechイニシアティブ"}, "subtitle": {"en": "Companies give the staff of nonprofits training in digital skills.", "ja": "企業がNPOの職員にデジタルスキルの研修を届ける取り組みです。"},
            "as_of": "2024-12-31", "days": {"min": "2019-01-01", "max": "2025-03-31"}, "vertices": v, "ties": e, "measures": m, "figures": f, "series": s, "findings": findings,
            "headline": ["companies", "blau", "effective_providers", "can_use"],
            "sources": [{"id": "a", "title": {"en": "Media briefing on the NPTech Initiative (mock)", "ja": "NPTechイニシアティブ メディア説明会（試作データ）"}, "publisher": "Japan NPO Center", "date": "2024-07-23", "url": "https://example.org/briefing"},
                        {"id": "b", "title": {"en": "Survey of employees (mock)", "ja": "社員意識調査（試作データ）"}, "publisher": "CTC", "date": "2024", "url": None}],
            "manifest": {"version": "0.1.0", "data_hash": "mock", "arguments": ["report", "examples/data/nptech"]}}


def reskilling():
    rng = random.Random(7)
    regions = ["北海道", "宮城県", "東京都", "新潟県", "愛知県", "大阪府", "鳥取県", "広島県", "福岡県", "沖縄県"]
    v = [vertex("benesse", "organization", "ベネッセコーポレーション", "Benesse Corporation", COMPANY, cite=("c",)),
         vertex("network", "program", "全国自治体リスキリングネットワーク", "All-Japan Municipal Reskilling Network", begin="2023-05", cite=("c",)),
         vertex("udemy", "tool", "Udemy Business", "Udemy Business", begin="2020-12", cite=("d",)),
         vertex("kickoff", "event", "発足イベント", "Kick-off event", begin="2023-05", cite=("c",)),
         vertex("second", "event", "第2回イベント", "Second event", begin="2023-09", cite=("d",)),
         vertex("tottori", "organization", "鳥取県", "Tottori Prefecture", "prefecture", region="鳥取県", begin="2023-05", cite=("d",)),
         vertex("attend33", "cohort", "第2回の参加者33人", "33 persons at the second event", None, begin="2023-09", size=33, cite=("d",))]
    for place, words in enumerate((("デジタルスキルの二極化", "Polarisation of digital skill"), ("研修体系の作り方", "Building a training programme"), ("動機づけ", "Motivation"), ("学びの定着", "Retention of what was learned"), ("成果とは何か", "What counts as an outcome"))):
        v.append(vertex(f"need{place}", "need", words[0], words[1], begin="2023-09", cite=("d",)))
    e = [tie("runs", "benesse", "network", "2023-05", role="事務局", cite=("c",)), tie("uses", "network", "udemy", "2023-05", cite=("c",)), tie("part_of", "kickoff", "network", "2023-05", cite=("c",)), tie("part_of", "second", "network", "2023-09", cite=("d",)),
         tie("member_of", "tottori", "network", "2023-05", cite=("d",)), tie("attends", "attend33", "second", "2023-09", cite=("d",)), tie("collaborates_with", "benesse", "tottori", "2023", directed=False, cite=("d",)),
         *(tie("addresses", "second", f"need{n}", "2023-09", cite=("d",)) for n in range(5))]
    for n in range(86):
        begin = "2023-05" if n < 44 else ["2023-06-01", "2023-10-31"] if n < 85 else ["2023-11-01", "2023-12-31"]
        v.append(vertex(f"m{n}", "organization", f"加盟自治体 {n + 1}", f"Member municipality {n + 1}", "municipality", begin=begin, region=rng.choice(regions), cite=("c",)))
        e.append(tie("member_of", f"m{n}", "network", begin, cite=("c",)))
    for group in range(5):
        members = [f"m{n}" for n in range(group, 22, 5)]
        e += [tie("shares_knowledge_with", a, b, "2023-09", directed=False, cite=("d",)) for k, a in enumerate(members) for b in members[k + 1:]]
    m = [{"name": "members", "label": {"en": "Members", "ja": "加盟自治体"}, "value": 87, "low": None, "high": None, "unit": "municipalities", "numerator": None, "denominator": None, "coverage": 1, "definition": {"en": "Reported at the end of December 2023.", "ja": "2023年12月末の報告値。"}, "cite": ["d"]},
         {"name": "event_rate", "label": {"en": "Members at the second event", "ja": "第2回イベントへの参加率"}, "value": None, "low": .256, "high": .489, "unit": "share", "numerator": 22, "denominator": None, "coverage": None, "interval": {"en": "22 of between 45 and 86 members", "ja": "45から86の加盟自治体のうち22"}, "definition": {"en": "Municipalities at the September event over members at the time, which is known only between two dates.", "ja": "9月のイベントに参加した自治体の、当時の加盟数（2つの時点の間でのみ判明）に対する割合。"}, "cite": ["c", "d"]},
         {"name": "prefectures", "label": {"en": "Prefectural governments among the 47", "ja": "加盟する都道府県"}, "value": .4, "low": 17 / 47, "high": 21 / 47, "unit": "share", "numerator": None, "denominator": 47, "coverage": None, "interval": {"en": "rounding to ten points", "ja": "10ポイント単位の丸め"}, "definition": {"en": "Reported as “4割”, four tenths.", "ja": "「4割」と報告。"}, "cite": ["c"]},
         {"name": "degree_centralization", "value": .9896, "low": None, "high": None, "unit": "index", "numerator": None, "denominator": None, "coverage": 1, "range": [0, 1], "definition": {"en": "1 for a perfect star: everything passes through the backbone.", "ja": "すべてが中心を経由する星形なら1。"}, "cite": []}]
    s = [{"name": {"en": "Members of the network", "ja": "加盟自治体数"}, "unit": "municipalities", "subject": "network", "points": [
        {"date": day("2023-05"), "value": 45, "low": None, "high": None, "cite": ["c"]}, {"date": day("2023-10-31"), "value": 86, "low": None, "high": None, "cite": ["c"]}, {"date": day("2023-12-31"), "value": 87, "low": None, "high": None, "cite": ["d"]}]},
        {"name": {"en": "Share of the population that is old", "ja": "高齢化率"}, "unit": "share", "subject": None, "note": {"en": "2040 is a projection", "ja": "2040年は推計"}, "points": [{"date": day("2021"), "value": .289, "low": .2885, "high": .2895, "cite": ["d"]}, {"date": day("2040"), "value": .35, "low": .345, "high": .355, "cite": ["d"]}]}]
    tables = [{"id": "gap", "title": {"en": "Where the skill gap is widest", "ja": "スキルの不足"}, "note": {"en": "Made-up numbers, to show the table.", "ja": "表示を確かめるための架空の値です。"},
               "columns": [{"key": "organization", "label": {"en": "Organization", "ja": "組織"}, "type": "vertex"}, {"key": "gap", "label": {"en": "Gap", "ja": "不足"}, "type": "interval"}, {"key": "coverage", "label": {"en": "Coverage", "ja": "把握率"}, "type": "share"}, {"key": "reason", "label": {"en": "Why", "ja": "理由"}, "type": "text"}],
               "rows": [{"organization": "tottori", "gap": {"value": .42, "low": .3, "high": .61}, "coverage": .7, "reason": {"en": "No holder known for RPA", "ja": "RPAの担い手が不明"}}, {"organization": "m3", "gap": None, "coverage": 0, "reason": None}]}]
    return {"version": 1, "title": {"en": "All-Japan Municipal Reskilling Network", "ja": "全国自治体リスキリングネットワーク"}, "as_of": "2023-12-31", "days": {"min": "2020-12-01", "max": "2023-12-31"},
            "vertices": v, "ties": e, "measures": m, "figures": [figure("towns", "second", {"en": "Municipalities at the second event", "ja": "第2回の参加自治体"}, "count", 22, "municipalities", cite=("d",), date=day("2023-09")), figure("people", "second", {"en": "Persons at the second event", "ja": "第2回の参加者"}, "count", 33, "persons", cite=("d",), date=day("2023-09"))],
            "series": s, "tables": tables, "findings": [{"code": "rate_bounds", "severity": "info", "figures": ["towns"], "vertices": [], "low": .256, "high": .489, "message": "22 of between 45 and 86 members: between 25.6% and 48.9%.", "cite": ["d"]}],
            "sources": [{"id": "c", "title": "全国自治体リスキリングネットワーク（2023年10月の記事・試作データ）", "publisher": None, "date": [*day("2023-10")], "url": "https://example.org/c"}, {"id": "d", "title": "2024年1月12日の記事（試作データ）", "publisher": None, "date": "2024-01-12", "url": "https://example.org/d"}]}


def large(order=5000):
    rng = random.Random(11)
    sectors = [COMPANY, NPO, "municipality", "academia", None, PUBLIC]
    v = [vertex(f"v{n}", rng.choices(["organization", "person", "event", "program", "skill"], [60, 20, 12, 5, 3])[0], f"団体{n}", f"Body {n}", rng.choices(sectors, [30, 40, 15, 5, 5, 5])[0],
                begin=[f"{rng.randint(2015, 2023)}-{rng.randint(1, 12):02d}-01"] * 2, cite=()) for n in range(order)]
    for u in v:
        if u["kind"] not in ("organization",):
            u["sector"] = None
    ends, e = [0], []
    for n in range(1, order):
        for _ in range(rng.randint(1, 4)):
            target = rng.choice(ends) if rng.random() < .8 else rng.randrange(n)
            begin = max(v[n]["begin"][0], v[target]["begin"][0])
            e.append(tie(rng.choice(["collaborates_with", "participates_in", "shares_knowledge_with", "attends"]), f"v{n}", f"v{target}", begin, None if rng.random() < .7 else ["2024-03-31", "2024-03-31"], directed=False, cite=()))
            ends += [n, target]
    return {"version": 1, "title": "Five thousand vertices", "as_of": "2024-06-30", "days": {"min": "2015-01-01", "max": "2024-06-30"}, "vertices": v, "ties": e, "omitted": {"vertices": 0, "ties": 0}}


def undated():
    v = [vertex(f"u{n}", "organization", f"団体{n}", None, NPO if n % 2 else None, cite=()) for n in range(12)]
    return {"version": 1, "title": "No dates", "days": None, "as_of": None, "vertices": v, "ties": [tie("collaborates_with", f"u{n}", f"u{(n * 5 + 1) % 12}", directed=False, cite=()) for n in range(12)], "measures": [{"name": "density", "value": .18, "unit": "index", "definition": "Ties over pairs."}]}


def hostile():
    bad = "</script><img src=x onerror=\"document.title='broken'\"><!-- {{capnet:js}} & ' \u2028"
    return {"version": 1, "title": bad, "subtitle": bad, "as_of": "2024-01-02", "days": {"min": "2024-01-01", "max": "2024-01-03"},
            "vertices": [vertex("<b>", bad, bad, bad, bad, cite=(bad,)), vertex("\" onclick=\"x", "organization", bad * 3, None, "unknown", begin="2024-01-02", cite=("s",))],
            "ties": [tie(bad, "<b>", "\" onclick=\"x", "2024-01-02", status="held", role=bad, cite=(bad, "s")), tie("self", "<b>", "<b>", "2024-01-03", cite=())],
            "measures": [{"name": bad, "value": .5, "low": .4, "high": .6, "unit": bad, "definition": bad, "cite": [bad]}], "figures": [figure(bad, "<b>", bad, "percent", 50, bad, cite=("s",))],
            "findings": [{"code": bad, "severity": bad, "message": bad, "figures": [bad], "vertices": ["<b>"], "cite": ["s"]}],
            "sources": [{"id": "s", "title": bad, "publisher": bad, "date": bad, "url": "javascript:alert(1)"}], "manifest": {"x": bad}}


MOCKS = {"nptech": nptech, "reskilling": reskilling, "large": large, "undated": undated, "empty": lambda: {"version": 1}, "hostile": hostile}

if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in MOCKS.items():
        (folder / f"{name}.json").write_text(json.dumps(make(), ensure_ascii=False), encoding="utf-8")
