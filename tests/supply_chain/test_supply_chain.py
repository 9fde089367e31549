"""What comes from others: where it comes from, under which licence, and that none of it is what this program does without.

Asks cargo alone (`cargo metadata`, `cargo tree`); needs Python 3.9 and nothing from elsewhere. Run from the repository:

    python3 -B -m unittest tests/supply_chain/test_supply_chain.py
"""

import json
import re
import subprocess
import tomllib
import unittest
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"
# The package and those of its own beside it.
MANIFESTS = ["Cargo.toml", "tests/pdf/Cargo.toml", "fuzz/Cargo.toml"]
# What a licence may ask: to be named, and no more.
LICENCES = {
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0",
    "CC0-1.0", "ISC", "MIT", "MIT-0", "NCSA", "OFL-1.1", "Unicode-3.0", "Unicode-DFS-2016", "Unlicense", "Zlib",
}
# Networks, other runtimes, fonts of the system, code in C that would have to be trusted as well. (typst brings `fontdb`,
# which reads fonts of the system when it is asked to; nobody asks it.)
BANNED = {
    "async-std", "curl-sys", "font-kit", "hyper", "libgit2-sys", "native-tls", "openssl-sys", "reqwest", "rustls", "tokio", "ureq",
}
# Crates that may come in two versions in a plain build, with the reason.
TWICE = {"syn": "serde and thiserror have moved to 3, other macros have not; built, never run"}


def cargo(*arguments):
    return subprocess.run(["cargo", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def packages(manifest):
    """All packages a manifest can bring, with every feature and on every system."""
    text = cargo("metadata", "--locked", "--all-features", "--format-version", "1", "--manifest-path", manifest)
    return json.loads(text)["packages"]


def is_allowed(expression):
    """Whether an SPDX expression can be met with the licences above; `/` is an old form of `OR`."""
    words = re.findall(r"[()]|[A-Za-z0-9.+-]+|/", expression or "")
    position = 0

    def peek():
        return words[position] if position < len(words) else ""

    def take():
        nonlocal position
        position += 1
        return words[position - 1] if position <= len(words) else ""

    def one():
        if peek() == "(":
            take()
            met = either()
            take()
            return met
        name = take()
        if peek() == "WITH":
            name = f"{name} {take()} {take()}"
        return name in LICENCES

    def both():
        met = one()
        while peek() == "AND":
            take()
            met = one() and met
        return met

    def either():
        met = both()
        while peek() in ("OR", "/"):
            take()
            met = both() or met
        return met

    return bool(words) and either()


def built(*features):
    """Names and versions of the crates a build compiles on this machine."""
    tree = cargo("tree", "--locked", "--edges", "normal,build", "--prefix", "none", *features)
    return {tuple(line.split()[:2]) for line in tree.splitlines() if line.strip()}


class SupplyChain(unittest.TestCase):
    def test_everything_comes_from_the_registry_with_its_checksum(self):
        for manifest in MANIFESTS:
            lock = tomllib.loads((ROOT / manifest).with_name("Cargo.lock").read_text(encoding="utf-8"))
            for package in lock["package"]:
                with self.subTest(manifest=manifest, crate=package["name"]):
                    if package["name"].startswith("krm-report") or "annex" in package["name"]:
                        self.assertNotIn("source", package)
                    else:
                        self.assertEqual(package.get("source"), REGISTRY)
                        self.assertRegex(package.get("checksum", ""), "^[0-9a-f]{64}$")

    def test_every_licence_asks_for_no_more_than_a_name(self):
        for manifest in MANIFESTS:
            for package in packages(manifest):
                with self.subTest(manifest=manifest, crate=package["name"]):
                    ours = package["source"] is None
                    self.assertTrue(ours or is_allowed(package["license"]), package["license"])

    def test_nothing_the_program_does_without_has_come_in(self):
        found = BANNED & {name for name, _ in built("--features", "pdf")}
        self.assertEqual(found, set())

    def test_no_crate_is_built_twice_but_those_with_a_reason(self):
        names = Counter(name for name, _ in built())
        self.assertEqual({name for name, count in names.items() if count > 1}, set(TWICE))

    def test_the_documentation_counts_the_crates_there_are(self):
        plain, annex = len(built()), len(built("--features", "pdf"))
        architecture = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
        self.assertTrue(f"With it a build has {annex} crates instead of {plain}" in architecture, (plain, annex))
        formats = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
        self.assertTrue(f"a plain build has {plain} crates and one with it {annex}" in formats, (plain, annex))

    def test_the_check_of_licences_finds_what_it_is_for(self):
        for met in ["MIT", "MIT/Apache-2.0", "(MIT OR Apache-2.0) AND Unicode-3.0", "GPL-3.0-only OR MIT",
                    "Apache-2.0 WITH LLVM-exception"]:
            self.assertTrue(is_allowed(met), met)
        for unmet in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "MIT AND (AGPL-3.0-only OR SSPL-1.0)", "", None,
                      "GPL-2.0 WITH Classpath-exception-2.0", "Proprietary"]:
            self.assertFalse(is_allowed(unmet), unmet)


if __name__ == "__main__":
    unittest.main()
