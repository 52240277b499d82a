"""What is measured, as tables for people and as JSON for the next run to be compared with."""
import json, time


def text(v):
    if v is None:
        return "-"
    return f"{v:.3f}" if isinstance(v, float) else str(v)


class Report:
    """Tables are printed as they come. In the JSON a figure is found as section, table, label of its row, column."""

    def __init__(self):
        self.sections, self.now, self.began, self.drawings = {}, None, 0, {}

    def section(self, name, title):
        self.close()
        self.now, self.began = self.sections.setdefault(name, {"title": title, "tables": {}, "notes": []}), time.time()
        print(f"\n== {name}: {title}", flush=True)

    def close(self):
        if self.now is not None:
            self.now["seconds"] = round(time.time() - self.began, 1)
            self.now = None

    def note(self, line):
        self.now["notes"].append(line)
        print(f"  {line}", flush=True)

    def table(self, title, columns, rows):
        """rows: a label and a value for each of the columns; None where there is none."""
        rows = [[label, *cells] for label, *cells in rows]
        self.now["tables"][title] = {str(label): dict(zip(columns, cells)) for label, *cells in rows}
        grid = [[title, *columns]] + [[text(c) for c in r] for r in rows]
        width = [max(len(r[i]) for r in grid) for i in range(len(columns) + 1)]
        print()
        for r in grid:
            print("  " + "  ".join([r[0].ljust(width[0])] + [c.rjust(w) for c, w in zip(r[1:], width[1:])]).rstrip())
        print(flush=True)

    def write(self, path):
        self.close()
        with open(path, "w", encoding="utf-8") as f:
            json.dump(self.sections, f, ensure_ascii=False, indent=1)
            f.write("\n")


def changes(old, new):
    """Lines that say which figures differ between two reports, in the order of the new one. Counts of queries and seconds are left out."""
    for s, section in new.items():
        for t, table in section["tables"].items():
            for label, cells in table.items():
                before = old.get(s, {}).get("tables", {}).get(t, {}).get(label)
                if before is None:
                    continue
                moved = [f"{c} {text(before[c])} -> {text(v)}" for c, v in cells.items() if isinstance(v, (int, float)) and before.get(c) not in (None, v)]
                if moved:
                    yield f"{s} / {t} / {label}: " + ", ".join(moved)
