"""Kills a release, a build and `strip` at every call of the system, and lets the system refuse it each of them, one at a time; cuts the
power of a release at every change of the disk.

Afterwards the old edition is there or the new one, whole; a new one that can be seen is recorded in the archive; and no
run ends in a panic. Needs strace and the program in KRM_REPORT; cuts of the power need root and a loop device, too, and
are left out without. SHARE says how much is tried: 1 is all, 6 every sixth call.
"""

import contextlib
import filecmp
import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ["KRM_REPORT"]
# A project whose report is small; what is tried does not depend on what it says.
PROJECT = ROOT / "tests/cases/recording/topics-missing"
# What changes a disk.
CHANGES = "mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,link,linkat,fsync,ftruncate"
# What a run asks of a disk.
CALLS = CHANGES + ",openat,read,write,getdents64,statx,newfstatat,flock,fchmod"
SHARE = int(os.environ.get("SHARE", "6"))
# What the system says when it refuses a call, beside that the device failed.
REFUSALS = {"write": "ENOSPC", "openat": "EMFILE", "mkdir": "ENOSPC", "flock": "ENOLCK"}
# Runs that are disturbed. What stays in the office may lie elsewhere.
RELEASE = ["release", "input", "--output", "output"]
BUILD = ["build", "input", "--output", "output"]
APART = [*RELEASE, "--internal", "office"]
STRIP = ["strip", "input/exports/a.csv", "--to", "stripped"]


def same(left: Path, right: Path) -> bool:
    """Whether two folders hold the same files with the same bytes; two that are missing do."""
    if left.exists() != right.exists():
        return False
    if not left.exists():
        return True
    names = lambda folder: sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    )
    files = names(left)
    return files == names(right) and filecmp.cmpfiles(left, right, files, shallow=False)[1:] == ([], [])


def copy(image: Path, to: Path):
    subprocess.run(["cp", "--sparse=always", image, to], check=True)


def wait_for_stop(tracer) -> list:
    """The program below a tracer once it is stopped; nothing when it has ended."""
    children = Path(f"/proc/{tracer.pid}/task/{tracer.pid}/children")
    give_up = time.monotonic() + 60
    while tracer.poll() is None:
        if time.monotonic() > give_up:
            tracer.kill()
            raise TimeoutError("the program neither stops nor ends")
        try:
            processes = children.read_text().split()
            # The tracer stops its child before the child becomes the program, too.
            if processes and all(is_stopped(process) for process in processes):
                time.sleep(0.05)
                if all(is_stopped(process) for process in processes):
                    return [int(process) for process in processes]
        except FileNotFoundError:
            pass
        time.sleep(0.005)
    return []


def is_stopped(process) -> bool:
    stat = Path(f"/proc/{process}/stat").read_text()
    return f"({Path(PROGRAM).name})" in stat and stat.rpartition(")")[2].split()[0] in "tT"


class Faults(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        # Where the project is released and its output lies.
        self.place = self.folder
        old = self.project("old", "Alter Bericht")
        new = self.project("new", "Neuer Bericht")
        broken = self.project("broken", "Kein Bericht")
        export = broken / "exports/a.csv"
        export.write_text(export.read_text().replace("Beschwerde", "Unsinn"))
        self.run_program("build", old, "--output", self.folder / "is-old")
        shutil.copytree(new, self.folder / "released")
        self.run_program("release", self.folder / "released", "--output", self.folder / "is-new")
        self.record = (self.folder / "released/archive/2017.json").read_bytes()

    def project(self, name, title):
        folder = self.folder / name
        shutil.copytree(PROJECT, folder)
        config = folder / "report.toml"
        config.write_text(config.read_text().replace("Jahresbericht 2017", title))
        return folder

    def run_program(self, *arguments):
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def begin(self, call=RELEASE):
        """The old edition lies in the output, the project of the new one is not released."""
        for name in ["input", "output", "office", "stripped", "again"]:
            shutil.rmtree(self.place / name, ignore_errors=True)
        shutil.copytree(self.folder / "new", self.place / "input")
        shutil.copytree(self.folder / "is-old", self.place / "output")
        if call is APART:
            (self.place / "office").mkdir()
            (self.place / "output/2017-internal").rename(self.place / "office/2017-internal")

    def disturbed(self, call, *options):
        return subprocess.run(
            self.traced(call, *options), cwd=self.place, capture_output=True, text=True, timeout=120
        )

    def traced(self, call, *options):
        return ["strace", "-f", "-qq", *options, PROGRAM, *call]

    def points(self, call, calls):
        """Every call of these that the main thread makes, by name and number."""
        self.begin(call)
        log = self.folder / "log"
        self.disturbed(call, "-e", f"trace={calls}", "-o", str(log))
        lines = [line.split(maxsplit=1) for line in log.read_text().splitlines()]
        made = [made.split("(")[0] for process, made in lines if process == lines[0][0]]
        names = [name for name in sorted(set(made)) if name in calls.split(",")]
        return [(name, number) for name in names for number in range(1, made.count(name) + 1)]

    def settle(self, call=RELEASE):
        """What is there after the next run, which itself gives no report."""
        if call is STRIP:
            return self.settle_strip()
        next_run = [PROGRAM, "build", str(self.folder / "broken"), *call[2:]]
        done = subprocess.run(next_run, cwd=self.place, capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stderr)
        output, office = self.place / "output", self.place / ("office" if call is APART else "output")
        for folder, left in [(output, ["2017"]), (office, ["2017-internal"])]:
            left = left if call is APART else ["2017", "2017-internal"]
            self.assertEqual(sorted(path.name for path in folder.iterdir()), left)
        archive = self.place / "input/archive/2017.json"
        is_recorded = archive.exists()
        if is_recorded:
            self.assertEqual(archive.read_bytes(), self.record, "a record is whole")
        for state in ["old", "new"]:
            is_there = self.folder / f"is-{state}"
            pairs = [(output / "2017", is_there / "2017"), (office / "2017-internal", is_there / "2017-internal")]
            if all(same(*pair) for pair in pairs):
                allowed = state == "old" or is_recorded or call is BUILD
                self.assertTrue(allowed, "what is published is recorded")
                self.run_again(call, output)
                return state
        self.fail("a mixed or damaged edition")

    def run_again(self, call, output):
        """What was disturbed is done by calling it once more."""
        done = subprocess.run([PROGRAM, *call], cwd=self.place, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(same(output / "2017", self.folder / "is-new/2017"))
        hidden = [path.name for path in (self.place / "input").rglob(".*")]
        self.assertTrue(call is BUILD or hidden == [], hidden)
        if call is not BUILD:
            self.assertEqual((self.place / "input/archive/2017.json").read_bytes(), self.record)

    def settle_strip(self):
        """All files or none, and the key that the next files have as well."""
        call = [PROGRAM, *STRIP[:-1], "again"]
        done = subprocess.run(call, cwd=self.place, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        # An empty file that was locked is harmless.
        hidden = {path.name for path in self.place.rglob(".*")} - {".krm-report.lock"}
        self.assertEqual(hidden, set(), "nothing is left behind")
        stripped = self.place / "stripped"
        if not stripped.exists() or not any(stripped.iterdir()):
            return "old"
        self.assertTrue(same(stripped, self.place / "again"), "all of it, under the same key")
        return "new"

    def disturb(self, call, shift, how):
        """Disturbs a run at a share of its calls; what is there afterwards, counted."""
        seen = {"old": 0, "new": 0}
        for name, number in self.points(call, CALLS)[shift % SHARE :: SHARE]:
            with self.subTest(run=call[0], call=name, number=number):
                self.begin(call)
                done = how(name, number)
                self.assertNotIn("panicked", done.stderr)
                state = self.settle(call)
                seen[state] += 1
                if done.returncode == 0:
                    self.assertEqual(state, "new", "success is told of what is there")
                elif state == "new" and done.returncode > 0:
                    told = ["an seinem Platz", "Ausgabe ist nicht möglich"]
                    self.assertTrue(any(words in done.stderr for words in told), done.stderr)
        return seen

    def test_a_run_that_is_killed_leaves_a_whole_edition(self):
        whole = {"old": 0, "new": 0}
        for shift, call in enumerate([RELEASE, APART, BUILD, STRIP]):

            def kill(name, number, call=call):
                inject = f"inject={name}:signal=SIGKILL:when={number}"
                return self.disturbed(call, "-o", "/dev/null", "-e", f"trace={name}", "-e", inject)

            seen = self.disturb(call, shift, kill)
            print(f"\n{' '.join(call)}: killed at {sum(seen.values())} points: {seen}")
            whole = {state: whole[state] + seen[state] for state in seen}
        self.assertGreater(min(whole.values()), 10)

    @unittest.skipUnless(os.geteuid() == 0 and Path("/dev/loop-control").exists(), "needs a loop device")
    def test_a_power_cut_leaves_a_whole_edition(self):
        """The program is stopped at a call, and all that has reached the disk by then is mounted elsewhere."""
        points = self.points(RELEASE, CHANGES)
        clean, disk, cut = (self.folder / name for name in ["clean.img", "disk.img", "cut.img"])
        with clean.open("wb") as file:
            file.truncate(48 * 1024 * 1024)
        subprocess.run(["mkfs.ext4", "-q", "-F", clean], check=True)
        with self.mounted(clean):
            self.begin()
        seen = {"old": 0, "new": 0}
        for call, number in points:
            with self.subTest(call=call, number=number):
                copy(clean, disk)
                with self.mounted(disk):
                    inject = f"inject={call}:signal=SIGSTOP:when={number}"
                    traced = self.traced(RELEASE, "-o", "/dev/null", "-e", f"trace={call}", "-e", inject)
                    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
                    with subprocess.Popen(traced, cwd=self.place, **quiet) as tracer:
                        stopped = wait_for_stop(tracer)
                        copy(disk, cut)
                        for process in stopped:
                            with contextlib.suppress(ProcessLookupError):
                                os.kill(process, signal.SIGKILL)
                        try:
                            tracer.wait(timeout=30)
                        except subprocess.TimeoutExpired:
                            tracer.kill()
                with self.mounted(cut):
                    seen[self.settle()] += 1
        copy(clean, disk)
        with self.mounted(disk):
            released = [PROGRAM, "release", "input", "--output", "output"]
            subprocess.run(released, cwd=self.place, check=True, capture_output=True)
            copy(disk, cut)
        with self.mounted(cut):
            self.assertEqual(self.settle(), "new", "success is told of what is on the disk")
        # Without the syncs it is lost, so this test can fail.
        copy(clean, disk)
        with self.mounted(disk):
            self.disturbed(RELEASE, "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:retval=0")
            copy(disk, cut)
        with self.mounted(cut), self.assertRaises(AssertionError):
            self.assertEqual(self.settle(), "new")
        print(f"\npower cut at {sum(seen.values())} points: {seen}")
        # How many are new depends on what the system writes by itself: on a busy machine 5, on an idle one 12.
        self.assertGreater(min(seen.values()), 2)

    @contextlib.contextmanager
    def mounted(self, image):
        place = self.folder / "mounted"
        place.mkdir(exist_ok=True)
        subprocess.run(["mount", "-o", "loop", image, place], check=True)
        self.place = place
        try:
            yield
        finally:
            self.place = self.folder
            subprocess.run(["umount", place], check=True)

    def test_a_run_that_is_refused_a_call_leaves_a_whole_edition(self):
        told = 0
        for shift, call in enumerate([RELEASE, BUILD, STRIP]):
            for further in [False, True]:
                failed = []

                def refuse(name, number, call=call, further=further, failed=failed):
                    error = REFUSALS.get(name, "EACCES") if further else "EIO"
                    inject = f"inject={name}:error={error}:when={number}"
                    done = self.disturbed(call, "-o", "/dev/null", "-e", f"trace={name}", "-e", inject)
                    self.assertIn(done.returncode, [0, 1, 2, 3, 127], done.stderr)
                    failed.append(done.returncode != 0)
                    return done

                seen = self.disturb(call, shift + 2 * further, refuse)
                tried = f"refused {sum(seen.values())} calls, {sum(failed)} runs failed: {seen}"
                print(f"\n{' '.join(call)}: {tried}")
                told += sum(failed)
        self.assertGreater(told, 50)


if __name__ == "__main__":
    unittest.main()
