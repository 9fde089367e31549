#!/usr/bin/env python3
"""Writes the synthetic exports of the three offices beside this script. Every case is invented, and the same seed gives the
same bytes on every machine.

    python3 examples/offices/generate.py              # the exports of the Jobcenter and the housing ombudsman, which are committed
    python3 examples/offices/generate.py city         # the 20,000 rows of the city, which are not
"""

import datetime
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
MASK = (1 << 64) - 1


class Random:
    """SplitMix64."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 & MASK
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB & MASK
        return ((mixed ^ (mixed >> 31)) >> 11) % limit

    def percent(self, chance):
        return self.below(100) < chance

    def pick(self, weights):
        """One of the keys, as likely as its weight."""
        rest = self.below(sum(weights.values()))
        for item, weight in weights.items():
            if rest < weight:
                return item
            rest -= weight

    def several(self, weights, number):
        """So many different keys, in the order of the weights."""
        chosen = set()
        while len(chosen) < number:
            chosen.add(self.pick(weights))
        return [item for item in weights if item in chosen]


def write(path, rows, delimiter, encoding, ending):
    """Fields in quotes only where they must be, as databases write them."""

    def cell(text):
        quoted = any(sign in text for sign in (delimiter, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if quoted else text

    text = "".join(delimiter.join(map(cell, row)) + ending for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))


def german(day):
    return day.strftime("%d.%m.%Y") if day else ""


def jobcenter():
    """The complaint database of a Jobcenter for a half-year and the one before: subjects and conduct in columns of their own, no remark."""
    random = Random(2017)
    first, last, as_of = datetime.date(2016, 7, 1), datetime.date(2017, 6, 30), datetime.date(2017, 7, 14)
    subjects = {
        "Bearbeitungsdauer": 24, "Berechnung der Leistung": 20, "Kosten der Unterkunft": 17, "Erreichbarkeit": 12,
        "Unterlagen fehlen": 9, "Vermittlung": 7, "Sanktion": 6, "Bildung und Teilhabe": 5,
    }
    conduct = {"Unfreundlichkeit": 5, "Falsche Auskunft": 4, "Keine Rückmeldung": 6}
    rows = [[
        "Vorgangs-ID", "Eingangsdatum", "Eingangsbestätigung am", "Abschlussdatum", "Reaktionsart", "Sachanliegen 1", "Sachanliegen 2",
        "Sachanliegen 3", "Verhalten Mitarbeiter", "Bewertung", "Begründungsgrund", "Eingangskanal", "Geschäftsstelle", "Rechtskreis",
        "Sachbearbeiter",
    ]]
    received = []
    while len(received) < 806:
        day = first + datetime.timedelta(random.below((last - first).days + 1))
        if day.weekday() < 5 or random.percent(15):
            received.append(day)
    for number, day in enumerate(sorted(received)):
        kind = random.pick({"Beschwerde": 82, "Anregung": 12, "Lob": 6})
        topics = random.several(subjects, 1 + random.pick({0: 70, 1: 24, 2: 6}))
        manner = random.pick(conduct) if random.percent(22) else ""
        if manner and random.percent(30):
            topics = []
        if kind == "Lob":
            topics, manner = [], ""
        acknowledged = day + datetime.timedelta(random.pick({0: 20, 1: 30, 2: 20, 3: 14, 4: 8, 7: 6, 11: 2})) if random.percent(94) else None
        closed = day + datetime.timedelta(random.pick({0: 4, 2: 10, 5: 16, 9: 22, 13: 20, 17: 12, 24: 9, 38: 5, 70: 2}))
        closed = closed if closed <= as_of and random.percent(97) else None
        acknowledged = acknowledged if acknowledged and acknowledged <= (closed or as_of) else None
        assessment, reason = "", ""
        if kind == "Beschwerde":
            assessment = random.pick({"berechtigt": 31, "teilweise berechtigt": 14, "nicht berechtigt": 55}) if closed else "offen"
            if assessment == "berechtigt":
                reason = random.pick({"Bearbeitungsfrist überschritten": 58, "Bearbeitungsfehler": 42})
        rows.append([
            f"{day:%y}-{number + 4101:06}", german(day), german(acknowledged), german(closed), kind, *(topics + [""] * 3)[:3], manner, assessment,
            reason, random.pick({"E-Mail": 44, "Brief": 25, "Telefon": 22, "persönlich": 9}),
            random.pick({"Nord": 38, "Mitte": 34, "Süd": 28}), random.pick({"SGB II": 93, "SGB III": 7}), random.pick({"A": 1, "B": 1, "C": 1}),
        ])
    write(HERE / "jobcenter/exports/KRM 2017-07-14.csv", rows, ";", "cp1252", "\r\n")


def city():
    """Reports of defects from a city's app and telephone: what and where, and nothing of what became of them."""
    random = Random(2024)
    kinds = {
        "Wilder Müll": 5600, "Straßenschaden": 4100, "Straßenbeleuchtung": 2700, "Grünfläche, Baum": 2100, "Ampel": 1300, "Radweg": 1250,
        "Graffiti": 1150, "Verkehrszeichen": 900, "Spielplatz": 520, "Gehweg, Winterdienst": 340, "Brunnen": 33, "Sonstiges": 7,
    }
    districts = {
        "Innenstadt": 21, "Nordstadt": 18, "Hafen": 15, "Am Wald": 7, "Weinberg": 6, "Flussaue": 12, "Ostvorstadt": 8, "Südhang": 9,
        "Bahnhofsviertel": 11, "Westend": 13, "außerhalb": 1,
    }
    rows = [["id", "gemeldet", "kategorie", "stadtbezirk", "weg", "breite", "laenge", "beschreibung"]]
    start = datetime.datetime(2024, 1, 1)
    minutes = sorted(random.below(366 * 24 * 60) for _ in range(20_000))
    for number, minute in enumerate(minutes):
        when = start + datetime.timedelta(minutes=minute)
        kind = random.pick(kinds)
        if kind == "Gehweg, Winterdienst" and when.month not in (1, 2, 12):
            kind = "Wilder Müll"
        district = "" if random.percent(2) else random.pick(districts)
        text = random.pick({"": 3, 'Schild "Parken" fehlt, seit Wochen': 1, "liegt am Weg": 2, "bitte prüfen,\nist gefährlich": 1})
        rows.append([
            f"M{202400001 + number}", when.strftime("%Y-%m-%d %H:%M"), kind, district, random.pick({"App": 61, "Web": 22, "Telefon": 15, "Brief": 2}),
            f"50.0{random.below(90000):05}", f"10.0{random.below(90000):05}", text,
        ])
    write(HERE / "city/exports/2024.csv", rows, ",", "utf-8", "\n")


def housing():
    """Decisions of a housing ombudsman: a line for each finding, with what the landlord was told to do about it."""
    random = Random(2023)
    matters = {
        "Feuchte und Schimmel": 26, "Reparaturen": 24, "Umgang mit der Beschwerde": 20, "Heizung und Warmwasser": 10, "Lärm": 9,
        "Nebenkosten": 8, "Aufzug": 6, "Sicherheit im Haus": 5, "Umbau für Behinderte": 4, "Schädlinge": 4, "Mietvertrag": 4, "Tausch der Wohnung": 3,
        "Garten und Hof": 3, "Müllplatz": 3, "Auskünfte": 3, "Fenster und Türen": 3, "Parkplatz": 2, "Datenschutz": 2,
    }
    rows = [[
        "Aktenzeichen", "Eingang", "Entschieden am", "Verfahren", "Vermieter", "Region", "Thema", "Feststellung", "Auflage",
    ]]
    start = datetime.date(2021, 11, 1)
    for number in range(640):
        day = start + datetime.timedelta(random.below(790))
        if day > datetime.date(2023, 12, 31):
            continue
        decided = day + datetime.timedelta(90 + random.below(330))
        decided = decided if decided <= datetime.date(2024, 1, 31) else None
        kind = random.pick({"Schlichtung": 78, "Anfrage": 22})
        landlord = random.pick({"Genossenschaft": 41, "kommunal": 36, "privat": 23})
        region = random.pick({"Nord": 30, "Ost": 24, "Süd": 27, "West": 19})
        count = 18 if number in (77, 301) else 1 + random.pick({0: 48, 1: 24, 2: 13, 3: 8, 5: 4, 8: 2, 11: 1})
        for matter in random.several(matters, count):
            finding, remedy = "", ""
            if decided and kind == "Schlichtung":
                finding = random.pick({"Pflicht verletzt": 44, "teils Pflicht verletzt": 14, "keine Pflicht verletzt": 36, "nicht zuständig": 6})
                if finding.endswith("Pflicht verletzt") and not finding.startswith("keine"):
                    remedy = random.pick({"Entschuldigung": 18, "Entschädigung": 40, "Reparatur": 27, "Schulung": 15})
            rows.append([
                f"WO/{day.year}/{number + 1:04}", german(day), german(decided), kind, landlord, region, matter, finding, remedy,
            ])
    write(HERE / "housing/exports/feststellungen.csv", rows, ";", "utf-8-sig", "\r\n")


if __name__ == "__main__":
    offices = {"jobcenter": jobcenter, "city": city, "housing": housing}
    for office in sys.argv[1:] or ["jobcenter", "housing"]:
        offices[office]()
