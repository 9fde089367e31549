"""The data files before the programs of Frictionless: the published profiles and the reference validator."""

import json
import shutil
import tempfile
import unittest
from importlib.util import find_spec
from pathlib import Path

import frictionless
import jsonschema
from reports import REPORTS, package, tables

# Of this package only its copies of the profiles are needed: it is found, not imported.
PROFILES = Path(find_spec("datapackage").submodule_search_locations[0]) / "profiles"


def against_profile(value: dict, profile: str) -> list[str]:
    schema = json.loads((PROFILES / f"{profile}.json").read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    return [error.message for error in validator.iter_errors(value)]


def against_data(folder: Path) -> list[str]:
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [error[0] for error in report.flatten(["type"])]


class Package(unittest.TestCase):
    def test_package_and_resources_meet_their_published_profiles(self):
        for report in REPORTS:
            described = package(report)
            self.assertEqual(against_profile(described, described["profile"]), [])
            for resource in described["resources"]:
                self.assertEqual(against_profile(resource, resource["profile"]), [], resource["name"])

    def test_every_file_is_what_its_description_says(self):
        for report in REPORTS:
            self.assertEqual(against_data(report / "data"), [])

    def test_a_masked_value_is_read_as_missing(self):
        [table] = [it for it in tables(REPORTS[0]) if it["name"] == "assessment_by_topic_group"]
        folder = str(REPORTS[0] / "data")
        resource = frictionless.Resource(table, basepath=folder)
        rows = {row["id"]: row for row in resource.read_rows()}
        self.assertIsNone(rows["livelihood"]["partly"])
        self.assertEqual(rows["livelihood"]["justified"], 25)

    def test_faults_are_found(self):
        faults = [
            ("data", "months.csv", "Januar,4,", "Januar,viele,", "type-error"),
            ("data", "months.csv", "month_02,", "month_01,", "primary-key"),
            ("data", "months.csv", "Januar,4,", "Januar,44,", "byte-count"),
            ("data", "months.csv", "Januar,4,", "Januar,5,", "hash-count"),
            ("data", "months.csv", "label,total", "label,sum", "incorrect-label"),
            ("data", "datapackage.json", '"."', '"*"', "type-error"),
            ("profile", "datapackage.json", '"name": "krm', '"name": "KRM ', "does not match"),
        ]
        for kind, name, before, after, expected in faults:
            with self.subTest(f"{name}: {after}"), tempfile.TemporaryDirectory() as folder:
                data = Path(shutil.copytree(REPORTS[0] / "data", Path(folder) / "data"))
                text = (data / name).read_text("utf-8")
                self.assertIn(before, text)
                (data / name).write_text(text.replace(before, after), "utf-8")
                if kind == "data":
                    found = against_data(data)
                else:
                    found = against_profile(package(data.parent), "data-package")
                self.assertTrue(any(expected in it for it in found), found)


if __name__ == "__main__":
    unittest.main()
