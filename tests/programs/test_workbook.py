"""The workbook in LibreOffice: it opens, and the program reads the numbers of the data files in it."""

import csv
import subprocess
import tempfile
import unittest
from decimal import Decimal, InvalidOperation
from pathlib import Path

from reports import REPORTS, tables

# Comma, quotes, UTF-8, from the first row, English numbers, contents rather than what is shown, all sheets.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1"


def convert(workbook: Path, to: str, folder: Path) -> list[Path]:
    """What LibreOffice makes of a workbook; a profile of its own keeps it apart from a running one."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    words = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(workbook)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
    return sorted(path for path in folder.iterdir() if path.is_file())


def rows(path: Path) -> list[list[str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def sheets(workbook: Path) -> dict[str, list[list[str]]]:
    """The sheets by name, without the one in front."""
    with tempfile.TemporaryDirectory() as folder:
        found = {path.stem.removeprefix("tables-"): rows(path) for path in convert(workbook, AS_CSV, Path(folder))}
    del found["Inhalt"]
    return dict(sorted(found.items(), key=lambda it: int(it[0].split()[0])))


def same(read: str, published: str) -> bool:
    """A number as a number, a sign as it is."""
    try:
        return Decimal(read) == Decimal(published)
    except InvalidOperation:
        return read == published


def differences(sheet: list[list[str]], table: dict, data: list[list[str]]) -> list[str]:
    """Where a sheet says something else than the table's data file."""
    heads = [field["title"] for field in table["schema"]["fields"]][1:]
    width = len(heads)
    tops = [at for at, row in enumerate(sheet) if row[:width] == heads]
    if len(tops) != 1:
        return [f"{table['name']}: no head {heads}"]
    found = []
    for read, published in zip(sheet[tops[0] + 1 :], data[1:]):
        # The sheet is for readers, and holds a label together; the file has plain blanks.
        label = read[0].replace("\xa0", " ")
        if label != published[1] or not all(map(same, read[1:width], published[2:])):
            found.append(f"{table['name']}: {read} is not {published[1:]}")
    below = sheet[tops[0] + len(data) :]
    if len(sheet) < tops[0] + len(data) or any(any(row[1:]) for row in below):
        found.append(f"{table['name']}: other rows than those of the table")
    return found


class Workbook(unittest.TestCase):
    def test_every_number_is_that_of_the_data_files(self):
        for report in REPORTS:
            read, described = sheets(report / "tables.xlsx"), tables(report)
            self.assertEqual(len(read), len(described))
            for sheet, table in zip(read.values(), described):
                self.assertIn(table["title"], sheet[0][0])
                data = rows(report / "data" / table["path"])
                self.assertEqual(differences(sheet, table, data), [])

    def test_a_difference_is_found(self):
        report = REPORTS[0]
        [table] = [it for it in tables(report) if it["name"] == "assessment_by_topic_group"]
        data = rows(report / "data" / table["path"])
        [sheet] = [it for it in sheets(report / "tables.xlsx").values() if table["title"] in it[0][0]]
        self.assertEqual(differences(sheet, table, data), [])
        for before, after in [("73", "74"), ("23.5", "23.4"), (".", "2"), ("Unterkunft und Umzug", "Umzug")]:
            changed = [[after if cell == before else cell for cell in row] for row in data]
            self.assertTrue(differences(sheet, table, changed), after)
        self.assertTrue(differences(sheet, table, data[:-1]))
        self.assertTrue(differences(sheet, table, data + [data[-1]]))


if __name__ == "__main__":
    unittest.main()
