"""How many crates a build has, and that none is built in two versions without a reason. Where they come from, under which
licences, and what may not be among them stands in `deny.toml`.

Asks cargo alone (`cargo tree`); needs Python 3.9 and nothing from elsewhere. Run from the repository:

    python3 -B -m unittest tests/supply_chain/test_supply_chain.py
"""

import subprocess
import unittest
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Crates that may come in two versions in a plain build, with the reason.
TWICE = {"syn": "serde and thiserror have moved to 3, other macros have not; built, never run"}


def cargo(*arguments):
    return subprocess.run(["cargo", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def built(*features):
    """Names and versions of the crates a build compiles on this machine."""
    tree = cargo("tree", "--locked", "--edges", "normal,build", "--prefix", "none", *features)
    return {tuple(line.split()[:2]) for line in tree.splitlines() if line.strip()}


class SupplyChain(unittest.TestCase):
    def test_no_crate_is_built_twice_but_those_with_a_reason(self):
        names = Counter(name for name, _ in built())
        self.assertEqual({name for name, count in names.items() if count > 1}, set(TWICE))

    def test_the_documentation_counts_the_crates_there_are(self):
        plain, annex = len(built()), len(built("--features", "pdf"))
        decisions = (ROOT / "docs/decisions.md").read_text(encoding="utf-8")
        self.assertTrue(f"With it a build has {annex} crates instead of {plain}" in decisions, (plain, annex))
        formats = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
        self.assertTrue(f"a plain build has {plain} crates and one with it {annex}" in formats, (plain, annex))


if __name__ == "__main__":
    unittest.main()
