"""Reports to look at: the program builds the sample and the gallery once."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("KRM_REPORT", str(ROOT / "target/release/krm-report"))
_folder = tempfile.TemporaryDirectory()


def _build(project: Path, year: str) -> Path:
    output = Path(_folder.name) / year
    words = [PROGRAM, "build", str(project), "--output", str(output), "--format", "csv,json,xlsx"]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return output / year


REPORTS = [_build(ROOT / "input", "2017"), _build(ROOT / "tests/cases/gallery", "2024")]


def package(report: Path) -> dict:
    return json.loads((report / "data/datapackage.json").read_text("utf-8"))


def tables(report: Path) -> list[dict]:
    """The descriptions of the tables, in the order of the report."""
    return [it for it in package(report)["resources"] if it["profile"] == "tabular-data-resource"]
