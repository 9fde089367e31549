"""Builds the three offices of examples/offices and counts every published figure again, from the exports alone and with nothing but
Python's standard library: cases, mentions, shares, durations, the accounts of lines and records.

Needs the program in KRM_REPORT. The city's export is written first; that the two committed ones are what their generator writes is
tested, too.
"""

import csv
import datetime
import filecmp
import importlib.util
import io
import json
import math
import os
import shutil
import subprocess
import tempfile
import tomllib
import unittest
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OFFICES = ROOT / "examples/offices"
PROGRAM = os.environ["KRM_REPORT"]

# Of each office: encoding and delimiter of its exports, how their days are written, and the columns of its lists by heading.
SHAPES = {
    "jobcenter": (
        "cp1252", ";", "%d.%m.%Y", "Vorgangs-ID", ("Eingangsdatum", "Eingangsbestätigung am", "Abschlussdatum"),
        {
            "Reaktionsart": "category", "Sachanliegen 1": "topic", "Sachanliegen 2": "topic", "Sachanliegen 3": "topic",
            "Verhalten Mitarbeiter": "topic", "Bewertung": "assessment", "Begründungsgrund": "justified_reason",
            "Eingangskanal": "channel", "Geschäftsstelle": "site", "Rechtskreis": "legal_area",
        },
    ),
    "city": (
        "utf-8", ",", "%Y-%m-%d %H:%M", "id", ("gemeldet", None, None),
        {"kategorie": "category", "stadtbezirk": "district", "weg": "channel"},
    ),
    "housing": (
        "utf-8-sig", ";", "%d.%m.%Y", "Aktenzeichen", ("Eingang", None, "Entschieden am"),
        {
            "Verfahren": "category", "Vermieter": "landlord", "Region": "site", "Thema": "topic", "Feststellung": "finding",
            "Auflage": "remedy",
        },
    ),
}
# The Jobcenter's holidays on weekdays, and its deadlines: working days until the acknowledgement, calendar days until the answer.
HOLIDAYS = {
    datetime.date.fromisoformat(day)
    for day in ("2016-10-03", "2016-11-01", "2016-12-26", "2017-04-14", "2017-04-17", "2017-05-01", "2017-05-25", "2017-06-05", "2017-06-15")
}
GROUPS = {"topic": "topic_group", "category": "category_group"}


class Office:
    """An office's configuration and its cases, as its exports have them."""

    def __init__(self, folder, name):
        encoding, delimiter, form, number, days, columns = SHAPES[name]
        self.report = tomllib.loads((folder / "report.toml").read_text("utf-8"))
        self.lists = self.report["lists"]
        ids = {
            dimension: {spelling: entry["id"] for entry in entries for spelling in [entry["label"], *entry.get("synonyms", [])]}
            for dimension, entries in self.lists.items()
        }
        self.cases, self.lines, self.rows = {}, 0, 0
        for file in sorted((folder / "exports").iterdir()):
            text = file.read_bytes().decode(encoding)
            self.lines += text.count("\n")
            for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter):
                self.rows += 1
                case = self.cases.setdefault(row[number], {"topic": [], "days": None})
                read = [datetime.datetime.strptime(row[day], form).date() if day and row[day] else None for day in days]
                assert case["days"] in (None, read), row
                case["days"] = read
                for column, dimension in columns.items():
                    held = case.setdefault(dimension, [])
                    if row[column] and ids[dimension][row[column]] not in held:
                        held.append(ids[dimension][row[column]])
        year = self.report["report"].get("year") or int(self.report["report"]["period"][:4])
        half = self.report["report"].get("period", "")[-2:]
        self.months = {"H1": (1, 6), "H2": (7, 12)}.get(half, (1, 12))
        self.year = year
        self.as_of = self.report["report"]["as_of"]

    def bounds(self, conditions):
        """The first and the last day of what conditions ask for; takes the part of the year out of them."""
        first, last = self.months
        for name, length in (("month", 1), ("quarter", 3), ("half_year", 6)):
            if name in conditions:
                number = int(*conditions.pop(name))
                first, last = (number - 1) * length + 1, number * length
        end = datetime.date(self.year + last // 12, last % 12 + 1, 1) - datetime.timedelta(1)
        return datetime.date(self.year, first, 1), end

    def population(self, name, first, last):
        def is_of(received, closed):
            match name:
                case "":
                    return first <= received <= last
                case "closed":
                    return closed is not None and first <= closed <= last
                case "carried_forward":
                    return received < first and (closed is None or closed >= first)
                case "open":
                    return received <= last and (closed is None or closed > last)

        return [case for case in self.cases.values() if is_of(case["days"][0], case["days"][2])]

    def values(self, case, dimension):
        """What a case has of a dimension: identifiers, or that nothing is stated."""
        received, acknowledged, closed = case["days"]
        rules = self.report.get("processing", {})
        match dimension:
            case "duration_band":
                bands = rules.get("bands", [3, 7, 14, 28, 56])
                taken = (closed - received).days
                return {next((f"to_{upper}" for upper in bands if taken <= upper), "longer")}
            case "acknowledgement":
                last, left = received, 3
                while left:
                    last += datetime.timedelta(1)
                    left -= last.weekday() < 5 and last not in HOLIDAYS
                done = min((day for day in (acknowledged, closed) if day), default=None)
                return {"missed" if (done or self.as_of) > last else "met" if done else "pending"}
            case "answer":
                taken = ((closed or self.as_of) - received).days
                return {"missed" if taken > 14 else "met" if closed else "pending"}
            case "target":
                limit = rules.get("target_days", 14)
                taken = ((closed or self.as_of) - received).days
                return {"missed" if taken > limit else "met" if closed else "pending"}
        finer = next((finer for finer, group in GROUPS.items() if group == dimension), None)
        if finer:
            group_of = {entry["id"]: entry["group"] for entry in self.lists[finer]}
            return {group_of[value] for value in case[finer]} or {"not_stated"}
        return set(case[dimension]) or {"not_stated"}

    def count(self, unit, population, text):
        return len(self.found(unit, population, text))

    def found(self, unit, population, text):
        conditions = dict(part.split("=") for part in text.split(",") if part)
        conditions = {name: values.split("+") for name, values in conditions.items()}
        cases = self.population(population, *self.bounds(conditions))
        topics = [name for name in conditions if name in ("topic", "topic_group")]
        others = [name for name in conditions if unit == "cases" or name not in topics]
        cases = [case for case in cases if all(self.values(case, name) & set(conditions[name]) for name in others)]
        if unit == "cases":
            return cases
        mentions = [{"topic": [topic], "days": case["days"]} for case in cases for topic in case["topic"]]
        return [it for it in mentions if all(self.values(it, name) & set(conditions[name]) for name in topics)]

    def figure(self, figure):
        """What a figure is, by its identifier; `None` where this script knows no way to count it."""
        head, _, rest = figure["id"].partition(":")
        name, _, population = head.partition(".")
        match name:
            case "cases" | "mentions":
                return self.count(name, population, rest)
            case "share":
                base = figure["base"].partition(":")
                part = figure["part"].partition(":")
                part, base = (self.count("cases", it[0].partition(".")[2], it[2]) for it in (part, base))
                return rounded(Fraction(100 * part, base))
            case "median_days" | "p90_days":
                cases = self.found("cases", population, rest)
                days = sorted((case["days"][2] - case["days"][0]).days for case in cases if case["days"][2])
                if name == "p90_days":
                    return rounded(Fraction(days[math.ceil(len(days) * 9 / 10) - 1]))
                return rounded(Fraction(days[(len(days) - 1) // 2] + days[len(days) // 2], 2))
            case "activities":
                return 0
            case "ledger":
                return self.account(head.removeprefix("ledger."), rest)

    def account(self, ledger, entry):
        first, last = self.bounds({})
        if ledger == "lines":
            known = {"all": self.lines, "header": 1, "record_start": self.rows, "continuation": self.lines - 1 - self.rows}
            return known.get(entry, 0)
        counted = self.count("cases", "", "")
        earlier = [case["days"] for case in self.cases.values() if case["days"][0] < first]
        carried = sum(closed is None or closed >= first for _, _, closed in earlier)
        known = {
            "all": self.rows, "counted": counted, "carried_in": carried, "further_line": self.rows - len(self.cases),
            "outside_period": len(self.cases) - counted - carried,
        }
        return known.get(entry, 0)


def rounded(number):
    """To one decimal, halves up."""
    return Fraction(math.floor(number * 10 + Fraction(1, 2)), 10)


class Offices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.work = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.work.name) / "offices"
        shutil.copytree(OFFICES, cls.folder, ignore=shutil.ignore_patterns("exports", "__pycache__"))
        spec = importlib.util.spec_from_file_location("generate", cls.folder / "generate.py")
        generate = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(generate)
        for office in SHAPES:
            getattr(generate, office)()

    @classmethod
    def tearDownClass(cls):
        cls.work.cleanup()

    def test_the_committed_exports_are_what_the_generator_writes(self):
        for office in ("jobcenter", "housing"):
            for file in (self.folder / office / "exports").iterdir():
                self.assertTrue(filecmp.cmp(file, OFFICES / office / "exports" / file.name, shallow=False), file.name)

    def recount(self, name, least):
        folder = self.folder / name
        lines = [line for line in (folder / "report.toml").read_text("utf-8").splitlines() if line.strip() and line[0] != "#"]
        self.assertLessEqual(len(lines), 60)
        output = Path(self.work.name) / "output" / name
        words = [PROGRAM, "build", str(folder), "--output", str(output), "--format", "json", "--deny-warnings"]
        run = subprocess.run(words, capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stderr)
        office = Office(folder, name)
        (year,) = [it for it in output.iterdir() if not it.name.endswith("internal")]
        figures = json.loads((year / "data/figures.json").read_text("utf-8"))["figures"]
        held = 0
        for figure in figures:
            if figure["status"] != "published":
                continue
            counted = office.figure(figure)
            self.assertIsNotNone(counted, figure["id"])
            self.assertEqual(Fraction(figure["value"]), counted, figure["id"])
            if figure["unit"] == "cases":
                self.assertNotIn(counted, (1, 2), f"{figure['id']} is small")
            held += 1
        self.assertGreater(held, least)

    def test_every_number_of_the_jobcenter(self):
        self.recount("jobcenter", 150)

    def test_every_number_of_the_city(self):
        self.recount("city", 150)

    def test_every_number_of_the_housing_ombudsman(self):
        self.recount("housing", 150)


if __name__ == "__main__":
    unittest.main()
