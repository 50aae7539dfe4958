"""What remigrate said against what the engines did: the measure of both, the counts, and every disagreement."""
import json
import re
from collections import Counter

LEVELS = ["ok", "warning", "error"]
# They speak of the history as a whole, or of a shape that stays: one migration may run and run again all the same.
OF_THE_WHOLE = ("multiple-heads", "broken-revision-graph", "duplicate-version", "out-of-order", "created-outside-migrations", "guard-hides-drift")
DUPLICATE_ROWS = ("23505", "1062", "SQLITE_CONSTRAINT_UNIQUE", "SQLite3::ConstraintException")


def truth_level(record):
    """How bad it is, by DESIGN's measure: error, warning or ok; None where it hangs on rows or things outside the files."""
    v = record["verdict"]
    if v["first"] != "ok":
        return None if record["first"].get("code") in DUPLICATE_ROWS else "error"
    if not v["crash_safe"] or v.get("interrupt_safe") is False:
        return "error"
    if not v["rerunnable"] or v.get("keeps_data") is False:
        return "warning"
    return "ok"


def predicted(report):
    found = [f for f in report["findings"] if f["scenario"]["name"] in ("first-run", "rerun", "after-stop") and f["severity"] != "hint" and f["rule"] not in OF_THE_WHOLE]
    level = max((LEVELS.index(f["severity"]) for f in found), default=0)
    return LEVELS[level], found


def hints_at_overwriting(report):
    return any(f["rule"] == "repeated-update" and f["severity"] == "hint" for f in report["findings"])


def changes_rows(again):
    """Whether a second run leaves other rows."""
    return isinstance(again, dict) and any(it.startswith(("~data", "~rows")) for it in again.get("differs", []))


def by_design(case, rollback):
    """Why a rollback that breaks is not told; None where it should be.

    What a way back must bring back is for its author to say: replay looks for what fails, and, where the framework works
    the way back out by itself, for things that a guard leaves there. All else is listed here, with the reason.
    """
    if isinstance(rollback, str):
        return None
    if any(word in rollback.get("code", "") for word in ("Irreversible", "NotImplementedError")):
        return "says itself that there is no way back"
    differs = rollback.get("differs", [])
    if differs and all(it.startswith("~") for it in differs):
        return "brings back another shape: definitions are not compared"
    if differs and case.engine == "mariadb" and all(it.startswith("+index") for it in differs):
        return "leaves the index that MariaDB makes for a foreign key: the engine keeps it"
    if differs and case.framework == "rails" and all(it.startswith("-index") for it in differs) and "remove_column" in case.read(case.migration):
        return "lacks the index that went with its column: the text of the migration does not know of it"
    if differs and not (case.framework == "rails" and re.search(r"def\s+change\b", case.read(case.migration))):
        return "leaves or lacks what its author left out of the way back: a second run of the way forth meets it, and that is told there"
    return None


def codes(record):
    out = set()
    for key in ("first", "again"):
        o = record.get(key)
        if isinstance(o, dict) and o.get("outcome") == "fails":
            out.add(o["code"])
    return out


def code_of(error):
    """An error that the framework itself raises has no code but its class."""
    return error.get("code") or error["message"].split(": ")[0].rsplit(".", 1)[-1]


class Book:
    """Counts, and every disagreement."""

    def __init__(self):
        self.grid, self.fixes, self.lines, self.back = Counter(), Counter(), [], Counter()
        self.judged = []

    def tell(self, kind, name, text, more=""):
        self.lines.append((kind, name, text + ("\n" + more if more else "")))

    def to_text(self):
        counts = [[(list(key) if isinstance(key, tuple) else key, n) for key, n in c.items()] for c in (self.grid, self.fixes, self.back)]
        return json.dumps([*counts, self.lines, self.judged])

    def add(self, text):
        grid, fixes, back, lines, judged = json.loads(text)
        self.judged += judged
        for mine, more in ((self.grid, grid), (self.fixes, fixes), (self.back, back)):
            mine.update({tuple(key) if isinstance(key, list) else key: n for key, n in more})
        self.lines += [tuple(line) for line in lines]

    def compare(self, case, record, report, verbose):
        want = truth_level(record)
        have, found = predicted(report)
        rules = sorted({f["rule"] for f in found})
        if verbose:
            for f in report["findings"]:
                print(f"  {case.name}: {f['severity']} {f['rule']} [{f['scenario']['name']}] {f['message']}" + (f"  ({(f.get('error') or {}).get('code')})" if f.get("error") else ""))
        if want is None or case.start:
            self.grid["not comparable"] += 1
            return
        # Rows that a second run loses or doubles are an error to some rules and a warning to others; that the second run
        # works out anew what the application has changed is a hint.
        told = have == "error" or hints_at_overwriting(report)
        loses = want == "warning" and told and (record["verdict"].get("keeps_data") is False or changes_rows(record["again"]))
        have = want if loses else have
        self.grid[want, have] += 1
        if want != have:
            why = record["first"] if record["first"] != "ok" else record["again"] if record["again"] != "ok" else next((s for s in record["stops"] if s not in ("ok", "again")), "")
            self.tell("level", case.name, f"engines {want}, remigrate {have} {rules}   {json.dumps(why)[:160]}")
        else:
            said = {code_of(f["error"]) for f in found if f.get("error")}
            real = codes(record)
            if case.engine != "sqlite" and record["first"] == "ok" and said and real and not real & said:
                self.tell("code", case.name, f"engines {sorted(real)}, remigrate {sorted(said)}")
        self.compare_back(case, record, report)

    def compare_back(self, case, record, report):
        if "rollback" in record["verdict"]:
            breaks, told = record["verdict"]["rollback"] != "ok", "rollback" in {f["scenario"]["name"] for f in report["findings"]}
            # In short form, as truth.json holds it, one outcome may stand for another.
            rollback = record["again"] if record["rollback"] == "again" else record["rollback"]
            reason = by_design(case, rollback) if breaks and not told else None
            self.back[reason or (breaks, told)] += 1
            if breaks != told and not reason:
                self.tell("back", case.name, f"rollback {record['verdict']['rollback']}, remigrate {'warns' if told else 'is silent'}   {json.dumps(record['rollback'])[:160]}")

    def print(self):
        print("\n              remigrate says")
        print("engines       " + "".join(f"{x:>9}" for x in LEVELS))
        for want in LEVELS:
            print(f"{want:<14}" + "".join(f"{self.grid[want, have]:>9}" for have in LEVELS))
        same = sum(self.grid[x, x] for x in LEVELS)
        everything = sum(self.grid[a, b] for a in LEVELS for b in LEVELS)
        print(f"the same: {same} of {everything}; " + "; ".join(f"{key}: {n}" for key, n in self.grid.items() if isinstance(key, str)))
        print(f"rollback breaks and is told: {self.back[True, True]}, is not told: {self.back[True, False]}; told for nothing: {self.back[False, True]}")
        for reason in sorted(key for key in self.back if isinstance(key, str)):
            print(f"rollback is not told by design, {self.back[reason]}: {reason}")
        for kind in sorted(self.fixes):
            print(f"fix {' '.join(kind)}: {self.fixes[kind]}")
        print()
