"""Gives the program what an office never would: hostile texts in every place of the configuration, hostile cells and names in
exports, and files changed at random. Whatever comes, it ends with a code of its own, in findings that a machine can read, with nothing
on the terminal that moves it, and never in a finding that calls itself a fault of the program.

Needs the program in KRM_REPORT. SHARE says how much is tried: 1 is all, 25 every twenty-fifth.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from finished import wrong_in

PROGRAM = os.environ["KRM_REPORT"]
SHARE = int(os.environ.get("SHARE", "25"))
# Changes at random; with the two lists below they are all that is tried.
CHANGES = 15_000

REPORT = """format_version = 1

[report]
title = "Bericht der Lotsin"
office = "Lotsin"
organisation = "Jobcenter Nordkreis"
year = 2023
as_of = 2024-03-01
notice = "Erste Fassung"
contact = "Rathaus, Zimmer 12"
committee = "Beirat"
council_paper = "12/2024"
annex = "2"
resolution = "A 7/15"
next_report = "Frühjahr 2025"
source = "Fachverfahren"
licence = "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"
accessibility = "https://example.org/bf"

[[correction]]
date = 2024-02-02
text = "Eine Zahl ist berichtigt."

[abbreviations]
BL = "Lotsin"

[exports.columns]
case_id = ["Nr"]
received_on = ["kam am"]

[scope]
markers = ["Lotsin"]

[disclosure]
threshold = 3
mark = "*"

[[disclosure.exempt]]
figure = "cases:category=praise"
reason = "Lob verrät nichts."

[[edition]]
id = "short"
label = "Kurzfassung"

[lists]
category = [{ id = "complaint", label = "Beschwerde", plural = "Beschwerden" }, { id = "praise", label = "Lob" }]
topic_group = [{ id = "money", label = "Geld" }, { id = "people", label = "Umgang" }]
topic = [{ id = "rent", label = "Miete", group = "money" }, { id = "tone", label = "Ton", group = "people" }]
assessment = [{ id = "justified", label = "begründet" }, { id = "unjustified", label = "unbegründet" }]
channel = [{ id = "mail", label = "E-Mail" }, { id = "desk", label = "Tresen" }]
site = [{ id = "north", label = "Nord" }, { id = "south", label = "Süd" }]

[[table]]
id = "by_site"
title = "Fälle nach Standort"
rows = "site"
row_header = "Standort"
columns = ["total", "share", { label = "nur Beschwerden", conditions = "category=complaint" }]
note = "Ohne Außenstellen."

[[chart]]
id = "by_site"
title = "Fälle nach Standort"
form = "bars"
table = "by_site"
headline = "Vorn: {rows}"
"""

NETWORK = """activity_kind = [{ id = "meet", label = "Treffen" }]
partner_group = [{ id = "town", label = "Stadt" }]

[[partner]]
id = "amt"
name = "Wohnungsamt"
group = "town"

[[activity]]
date = 2023-03-14
kind = "meet"
title = "Runder Tisch Wohnen"
partners = ["amt"]
feedback = "Bescheide sind schwer zu lesen."
"""

CHAPTER = """# Standorte

Hier steht, wo die Fälle eingingen; mehr bei der [Stadt](https://example.org/).

{{ key_figure(figure="cases", label="Fälle") }}

{{ table(id="by_site") }}

{{ chart(id="by_site") }}

{{ activity_list() }}

{{ partner_list() }}

{{ feedback_list() }}
"""

PAPER = """format_version = 1
as_of = 2023-04-28
office = "Lotsin"
threshold = 3
source = "Bericht 2022"

[figures]
"cases" = 40
"cases:category=complaint" = 20
"""

HEADER = "Nr;kam am;Erledigt am;Art;Anliegen 1;Bewertung;Eingangsart;Standort;Einreicher Name;Bemerkung"

# Where a text of an office is printed, each of these is put, alone and around what stood there.
TEXTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style></title></svg>",
    "&lt;b&gt;&#60;i&#62;",
    "[x](javascript:alert(1))",
    "**a** _b_ `c` # d | e",
    "{{ count() }} {% raw %} {# x #}",
    "=cmd|' /C calc'!A0",
    "+1-2@3",
    "\t=1",
    "a;=1+1",
    "::error::x",
    "\n::warning::x",
    "\x1b[2J\x1b]0;x\x07",
    "\u202e12",
    "\u200b\ufeff\u00ad",
    "\ue000" + "0\ue001",
    "\u3164",
    "  blank  ",
    "4711",
    "-5",
    "42",
    "1.234,5 %",
    "§ 22 Abs. 1 S. 2",
    "31.12.2023",
    "½ ² ٣ １２",
    "'\"\\",
    "../../x",
    "x",
    ".",
    "insgesamt",
    "ohne Angabe",
    "Q" * 900,
    "Ä" + "\u0301" * 200,
]

# What is put into files anywhere.
PIECES = [text.encode() for text in TEXTS] + [
    b"\0", b"\xff\xfe", b"\r", b'"', b"'", b";", b"\n\n", b"[[", b"= ", b"{{", b"%}", b"99999999999999999999", b"-1", b"nan", b"\xef\xbb\xbf",
]

# Nothing of these may reach a terminal: they move it, turn a line round or hide in it.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")
# Findings that say "a fault of the program", where nobody has written a template.
FAULTS = {"K501", "K502", "K503", "K504"}


def rows(count, chance):
    """So many cases."""
    found = []
    for number in range(count):
        month, day = chance.randint(1, 12), chance.randint(1, 28)
        closed = f"28.{month:02}.2023" if chance.random() < 0.9 else ""
        found.append(
            f"B-{number};{day:02}.{month:02}.2023;{closed};{chance.choice(['Beschwerde', 'Beschwerde', 'Lob'])};"
            f"{chance.choice(['Miete', 'Ton'])};{chance.choice(['begründet', 'unbegründet'])};"
            f"{chance.choice(['E-Mail', 'Tresen'])};{chance.choice(['Nord', 'Süd'])};Name {number};über Lotsin"
        )
    return found


class Hostile(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.project = self.folder / "p"
        self.files = {
            "report.toml": REPORT,
            "network.toml": NETWORK,
            "chapters/06-site.md": CHAPTER,
            "archive/2022.toml": PAPER,
            "exports/a.csv": "\n".join([HEADER, *rows(60, random.Random(5))]) + "\n",
        }
        self.lay_out()

    def lay_out(self):
        """The project as it is."""
        shutil.rmtree(self.project, ignore_errors=True)
        for name, text in self.files.items():
            self.write(name, text.encode())

    def write(self, name, content):
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def run_program(self, *arguments, own_template=False):
        """What a run says, after checking how it says it."""
        call = [PROGRAM, *arguments]
        done = subprocess.run(call, cwd=self.folder, capture_output=True, timeout=60)
        out, told = (text.decode("utf-8", "replace") for text in (done.stdout, done.stderr))
        self.assertIn(done.returncode, [0, 1, 2, 3], told)
        self.assertNotIn("panicked", told)
        is_json = "--message-format" in arguments
        codes = set(re.findall(r"\bK\d{3}\b", out + told))
        if is_json:
            found = [json.loads(line) for line in out.splitlines()]
            codes = {one.get("code") for one in found}
        for text in [told] + ([] if is_json else [out]):
            self.assertIsNone(UNSEEN.search(text), repr(text[:500]))
            self.assertFalse([line for line in text.splitlines() if line.lstrip().startswith("::")])
        if not own_template:
            self.assertFalse(codes & FAULTS, told[:2000])
        return done.returncode, codes

    def test_a_hostile_text_in_any_place_of_the_configuration(self):
        tried, built = 0, 0
        for name in ["report.toml", "network.toml"]:
            text = self.files[name]
            for place in re.finditer(r'"([^"\n]*)"', text):
                for hostile in TEXTS:
                    for form in [hostile, place[1] + hostile]:
                        tried += 1
                        if tried % SHARE:
                            continue
                        changed = text[: place.start()] + json.dumps(form) + text[place.end() :]
                        with self.subTest(file=name, place=place[0], text=form):
                            self.write(name, changed.encode("utf-8", "surrogatepass"))
                            formats = "html,md,csv,json,xlsx"
                            code, _ = self.run_program("build", "p", "--output", "o", "--format", formats)
                            if code == 0:
                                built += 1
                                self.assertEqual(wrong_in(self.folder / "o/2023"), {})
            self.write(name, text.encode())
        print(f"\n{tried // SHARE} hostile configurations, {built} built")

    def test_a_hostile_cell_heading_or_name_of_an_export(self):
        tried = 0
        header, *cases = self.files["exports/a.csv"].splitlines()
        for hostile in TEXTS:
            for column in range(header.count(";") + 1):
                for line in [0, 7]:
                    tried += 1
                    if tried % max(1, SHARE // 5):
                        continue
                    lines = [header, *cases]
                    cells = lines[line].split(";")
                    cells[column] = '"' + hostile.replace('"', '""') + '"'
                    lines[line] = ";".join(cells)
                    with self.subTest(text=hostile, column=column, line=line):
                        self.write("exports/a.csv", "\n".join(lines).encode())
                        for call in [("check", "p"), ("inspect", "p/exports/a.csv", "--suggest")]:
                            self.run_program(*call)
            name = re.sub(r"[/\0]", "_", hostile)[:80]
            with self.subTest(name=name):
                self.lay_out()
                self.write(f"exports/{name}.csv", self.files["exports/a.csv"].encode())
                (self.project / "exports/a.csv").unlink()
                self.run_program("check", "p")
                self.lay_out()
        print(f"\n{tried // max(1, SHARE // 5) + len(TEXTS)} hostile exports")

    def test_files_changed_at_random(self):
        codes = {}
        for number in range(0, CHANGES, SHARE):
            chance = random.Random(number)
            name = chance.choice(list(self.files))
            content = bytearray(self.files[name].encode())
            for _ in range(chance.choice([1, 1, 1, 2, 5])):
                change(content, chance)
            with self.subTest(number=number, file=name):
                self.write(name, bytes(content))
                code, _ = self.run_program("check", "p", "--message-format", "json")
                codes[code] = codes.get(code, 0) + 1
            self.write(name, self.files[name].encode())
        print(f"\n{sum(codes.values())} changed files, by exit code: {dict(sorted(codes.items()))}")
        self.assertGreater(len(codes), 2)


def change(content, chance):
    """One change somewhere."""
    if not content:
        return
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice([1, 2, 8, 64, 512]))
    match chance.randrange(6):
        case 0:
            content[start] = chance.randrange(256)
        case 1:
            del content[start:end]
        case 2:
            content[start:start] = content[start:end]
        case 3:
            del content[start:]
        case 4:
            content[start:start] = chance.choice(PIECES)
        case 5:
            content[start:end] = chance.choice(PIECES)


if __name__ == "__main__":
    unittest.main()
