"""How far the masks of disclosure control are from the cheapest ones there could be.

    cargo bench --bench disclosure -- --export FOLDER
    pip install highspy numpy
    python3 benches/optimum.py [--joint] [--seconds N] FOLDER/*

For each report: the cost of the program's further masks, and a lower bound of the cost of any masks that protect the same
numbers in the sense of `docs/disclosure.md`, by cutting planes (Fischetti and Salazar 2001). The reader is a linear program:
he looks at years with fractions of cases, made of the topics that come together in the exports and of the kinds that come
with an assessment, as the other years of the program are. What he can compute, the program's reader can compute as well,
not the other way round. So the bound holds for the program, and the true distance is at most the one shown. `open` counts
the numbers that the program's masks leave to this reader: there must be none.

His unknowns: cases by half-year, assessment and submitter; by kind and assessment; by topics, half-year and assessment; by
topics and submitter (`--joint`: by topics and all three).
"""
import csv, itertools, json, pathlib, sys, time, tomllib
import highspy, numpy as np

EPS = 1e-6
CORE = ("half_year", "assessment", "submitter_group")


class Reader:
    """What the reader knows, as rows over unknown numbers of cases: one row for each count, then what holds in any year."""

    def __init__(self, folder, joint):
        instance = json.loads((folder / "instance.json").read_text())
        lists = tomllib.loads((folder / "report.toml").read_text())["lists"]
        lists["half_year"] = [{"id": "1"}, {"id": "2"}]
        codes = {name: [item["id"] for item in items] for name, items in lists.items()}
        code = {name: {item["label"]: item["id"] for item in lists[name]} for name in ("category", "assessment", "topic")}
        self.group = {item["id"]: item["group"] for item in lists["topic"]}
        with open(folder / "exports" / "year.csv", encoding="utf-8", newline="") as export:
            cases = list(csv.DictReader(export, delimiter=";"))
        kinds = {(code["category"][it["Art der Kundenreaktion"]], code["assessment"][it["Bewertung"]]) for it in cases}
        named = lambda it: (it[f"Anliegen {at}"] for at in (1, 2, 3))
        sets = {tuple(sorted(code["topic"][topic] for topic in named(it) if topic)) for it in cases}
        record = instance["record"]
        self.size = 0
        self.threshold = record["threshold"]
        # Counts of cases without a topic, submitter or assessment are printed as zero.
        figures = [it for it in instance["figures"] if "not_stated" not in it["id"] or it["value"] > 0]
        self.ids = [it["id"] for it in figures]
        self.value = np.array([it["value"] for it in figures], float)
        self.weight = np.array([it["weight"] for it in figures], float)
        masked = {it["figure"]: it["reason"] for it in record["masked"]}
        self.small = np.array([masked.get(it) == "small" for it in self.ids])
        self.further = np.array([masked.get(it) == "complementary" for it in self.ids])
        self.free = ~self.small & (self.value > 0) & (np.array(self.ids) != "cases")
        new = lambda *keys: {key: self.column() for key in itertools.product(*keys)}
        self.cases = new(*(codes[name] for name in CORE))
        self.kinds = {key: self.column() for key in sorted(kinds)}
        named = self.ids + [proof["figure"] for proof in record["proofs"]]
        crossed = {name for it in named if "topic" in it for name in conditions(it) if name in CORE}
        parts = [CORE] if joint else [CORE[:2], CORE[2:]]
        self.parts = [part for part in parts if crossed & set(part)]
        self.topics = [new(sorted(sets), *(codes[name] for name in part)) for part in self.parts]
        self.rows = [self.form(it) for it in self.ids]
        equal = []
        for code in codes["assessment"]:
            equal.append((self.pick(self.kinds, (1, code)), self.pick(self.cases, (CORE.index("assessment"), code))))
        for part, topics in zip(self.parts, self.topics):
            for stratum in itertools.product(*(codes[name] for name in part)):
                of_topics = self.pick(topics, *enumerate(stratum, 1))
                equal.append((of_topics, self.pick(self.cases, *zip(map(CORE.index, part), stratum))))
        # As many cases with the same topics by one property as by another.
        for other in self.topics[1:]:
            equal += [(self.pick(self.topics[0], (0, it)), self.pick(other, (0, it))) for it in sorted(sets)]
        self.rows += [total(*sides) for sides in equal]
        self.bounds = np.zeros((len(equal), 2))
        self.targets = []
        for proof in record["proofs"]:
            form = self.form(proof["figure"])
            for column, times in self.form(proof["without"]).items() if "without" in proof else ():
                form[column] = form.get(column, 0) - times
            self.targets.append((proof["figure"], form, proof["exact"], proof["printed"]))
        self.load()

    def column(self):
        self.size += 1
        return self.size - 1

    def pick(self, unknown, *asked):
        return [column for key, column in unknown.items() if all(key[at] == code for at, code in asked)]

    def form(self, figure):
        """A count of cases by unknowns."""
        asked = conditions(figure)
        if "category" in asked:
            assert len(asked) == 1, figure
            return total(self.pick(self.kinds, (0, asked["category"])), [])
        topic, group = asked.pop("topic", None), asked.pop("topic_group", None)
        if topic is None and group is None:
            return total(self.pick(self.cases, *((CORE.index(name), code) for name, code in asked.items())), [])
        part, unknown = next(it for it in zip(self.parts, self.topics) if set(asked) <= set(it[0]))
        counts = lambda topics: topic in topics or group in (self.group[it] for it in topics)
        unknown = {key: column for key, column in unknown.items() if counts(key[0])}
        return total(self.pick(unknown, *((1 + part.index(name), code) for name, code in asked.items())), [])

    def load(self):
        self.solver = quiet()
        self.solver.addVars(self.size, np.zeros(self.size), np.full(self.size, np.inf))
        low, high = self.limits(np.zeros(len(self.ids)), np.inf)
        for row, below, above in zip(self.rows, low, high):
            self.solver.addRow(below, above, len(row), np.array(list(row), np.int32), np.array(list(row.values()), float))

    def limits(self, masks, reach):
        """What is known of each row under masks, fractional ones included: at least 1 where a sign stands."""
        low = self.value - (self.value - 1) * masks
        most = self.value[self.ids.index("cases")]
        high = self.value + np.minimum(reach, most) * masks
        low[self.small], high[self.small] = 1, most
        return np.append(low, self.bounds[:, 0]), np.append(high, self.bounds[:, 1])

    def see(self, masks, reach):
        low, high = self.limits(masks, reach)
        for row in range(len(self.ids)):
            self.solver.changeRowBounds(row, low[row], high[row])

    def extreme(self, form, sign):
        """The largest (1) or smallest (-1) value of a form, and how much a mask on each row could change it."""
        columns = np.array(list(form), np.int32)
        self.solver.changeColsCost(len(form), columns, -sign * np.array(list(form.values()), float))
        self.solver.run()
        assert self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal, self.solver.getModelStatus()
        value = -sign * self.solver.getInfo().objective_function_value
        duals = np.array(self.solver.getSolution().row_dual)[: len(self.ids)]
        self.solver.changeColsCost(len(form), columns, np.zeros(len(form)))
        duals[abs(duals) < 1e-9] = 0
        most = self.value[self.ids.index("cases")]
        change = np.maximum(duals, 0) * (self.value - 1) + np.maximum(-duals, 0) * most
        return value, np.where(self.free, change, 0)

    def violated(self, masks, reach):
        """Cuts `coefficients * masks >= 1` for the targets that masks leave unprotected."""
        self.see(masks, reach)
        for name, form, value, printed in self.targets:
            up, of_up = self.extreme(form, 1)
            many = cut(of_up, self.threshold - up, masks)
            if not printed:
                if many is None:
                    continue
                down, of_down = self.extreme(form, -1)
                none = cut(of_down, down, masks)
                if none is not None:
                    yield name, np.maximum(many, none), masks
                continue
            if many is not None:
                yield name, many, masks
            if up < value + self.threshold - 1 - EPS:
                down, of_down = self.extreme(form, -1)
                wide = cut(of_up + of_down, self.threshold - 1 - (up - down), masks)
                if wide is not None:
                    yield name, wide, masks


def cut(change, missing, masks):
    """Some of the masks are needed for what is missing; `None` where nothing is."""
    if missing < EPS:
        return None
    return np.minimum(change / (missing + change @ masks), 1)


def conditions(figure):
    return dict(it.split("=") for it in figure.partition(":")[2].split(",") if it)


def total(plus, minus):
    form = {}
    for columns, sign in ((plus, 1), (minus, -1)):
        for column in columns:
            form[column] = form.get(column, 0) + sign
    return form


def quiet():
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


def bound(reader, seconds):
    """A lower bound of the cost of masks, and whether it is reached: from fractions of masks first, then from whole ones."""
    free = np.flatnonzero(reader.free)
    master = quiet()
    master.addVars(len(free), np.zeros(len(free)), np.ones(len(free)))
    master.changeColsCost(len(free), np.arange(len(free), dtype=np.int32), reader.weight[free])
    start, best, whole, rounds = time.monotonic(), 0.0, False, 0
    while time.monotonic() - start < seconds:
        rounds += 1
        if whole:
            left = seconds - (time.monotonic() - start)
            master.setOptionValue("time_limit", master.getRunTime() + max(1, left))
        master.run()
        info = master.getInfo()
        before = best
        best = max(best, np.ceil((info.mip_dual_bound if whole else info.objective_function_value) - 1e-4))
        masks = np.zeros(len(reader.ids))
        masks[free] = np.clip(master.getSolution().col_value, 0, 1)
        if whole:
            masks = np.round(masks)
        cuts = [c for _, c, at in reader.violated(masks, np.inf if whole else 3) if c @ at < 1 - 1e-4]
        if whole and not cuts:
            return best, master.getModelStatus() == highspy.HighsModelStatus.kOptimal
        for coefficients in cuts:
            used = np.flatnonzero(coefficients[free])
            master.addRow(1, np.inf, len(used), used.astype(np.int32), coefficients[free][used])
        if not whole and (not cuts or (rounds > 8 and best == before)):
            whole = True
            kinds = np.full(len(free), highspy.HighsVarType.kInteger)
            master.changeColsIntegrality(len(free), np.arange(len(free), dtype=np.int32), kinds)
            master.setOptionValue("mip_abs_gap", 0.99)
    return best, False


def main():
    words = sys.argv[1:]
    seconds = float(words[words.index("--seconds") + 1]) if "--seconds" in words else 300
    print("report  targets  open  cost  optimum  above %  seconds", flush=True)
    for folder in (pathlib.Path(word) for word in words if pathlib.Path(word).is_dir()):
        reader = Reader(folder, "--joint" in words)
        cost = reader.weight[reader.further].sum()
        left = {name for name, _, _ in reader.violated(np.where(reader.further, 1.0, 0.0), np.inf)}
        start = time.monotonic()
        least, proved = bound(reader, seconds)
        sign = " " if proved else ">="
        above, spent = 100 * (cost / least - 1), time.monotonic() - start
        line = f"{folder.name:7} {len(reader.targets):7} {len(left):5} {cost:5.0f} {sign:>3} {least:4.0f} {above:8.1f} {spent:8.1f}"
        print(line, *sorted(left), flush=True)


if __name__ == "__main__":
    main()
