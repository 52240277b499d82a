"""How often are ordinary people stopped? 50,000 customers, none of them listed, against OFAC, UN, EU and UK together; and the curve of
what a lower threshold costs in alerts and brings in altered names of listed people."""
import csv, gzip
from . import stats, un_people

COLUMNS = ("birth_date", "gender", "nationality")


def customers(lab, which):
    with gzip.open(lab.shared(f"gold/customers_{which}.csv.gz"), "rt", encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            yield {"type": "person", "name": r["full_name"], "birth_date": r["date_of_birth"], "gender": r["gender"], "nationality": r["nationality"]}


def best(lab, index, rows, lowest):
    return [h[0]["score"] if h else 0.0 for h in lab.screen(index, rows, "--threshold", lowest, "--limit", 1)]


def run(lab, report):
    index = lab.build(lab.current({"OFAC", "UN", "EU", "UK"}, annexes=False))
    default, lowest = lab.threshold(), stats.THRESHOLDS[0]
    people = {which: list(customers(lab, which))[:lab.customers // 2] for which in ("global", "us")}
    scores = {}
    for which, rows in people.items():
        scores[which, "name alone"] = best(lab, index, [{"type": "person", "name": r["name"]} for r in rows], lowest)
        scores[which, "with birth date, gender, nationality"] = best(lab, index, rows, lowest)
    hows = ["name alone", "with birth date, gender, nationality"]
    out = []
    for how in hows:
        for which in (*people, "both"):
            some = [s for w in people for s in scores[w, how] if which in (w, "both")]
            out.append((f"{which}, {how}", len(some), 1000 * sum(s >= default for s in some) / len(some)))
    report.table("alerts at the default threshold", ["n", "per 1,000"], out)

    un_index, altered = un_people.rows(lab)
    altered = [r for r in altered if r["altered"] and r["ids"]]
    recall = {}
    for how in hows:
        hits = lab.screen(un_index, [un_people.query(r, how != hows[0]) for r in altered], "--threshold", lowest)
        recall[how] = [max((h["score"] for h in some if h["id"] in r["ids"]), default=0.0) for r, some in zip(altered, hits)]
    curve = {how: [(t, sum(s >= t for s in recall[how]) / len(altered), 1000 * sum(s >= t for w in people for s in scores[w, how]) / sum(map(len, people.values())))
                   for t in stats.THRESHOLDS] for how in hows}
    report.table("threshold: recall on altered UN names, alerts per 1,000", ["recall, name", "alerts, name", "recall, attributes", "alerts, attributes"],
                 [(f"{t:.2f}" + (" default" if t == default else ""), *a, *b) for (t, *a), (_, *b) in zip(curve[hows[0]], curve[hows[1]])])
    report.drawings["alerts"] = drawing(curve)


def drawing(curve):
    """The curve as SVG: recall on altered names over alerts per 1,000 customers, one line for each way of asking, each point with its threshold."""
    import math
    width, height, left, bottom = 760, 460, 60, 50
    points = [p for line in curve.values() for p in line]
    low = min(0.9, min(r for _, r, _ in points))
    most = max(1.0, max(a for *_, a in points))
    def x(alerts): return left + (width - left - 30) * math.log1p(alerts) / math.log1p(most)
    def y(recall): return height - bottom - (height - bottom - 30) * (recall - low) / (1 - low)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">',
           f'<rect width="{width}" height="{height}" fill="white"/>',
           f'<path d="M{left} 20V{height - bottom}H{width - 20}" stroke="black" fill="none"/>',
           f'<text x="{width / 2}" y="{height - 10}" text-anchor="middle">alerts per 1,000 ordinary customers (logarithmic)</text>',
           f'<text x="15" y="{height / 2}" transform="rotate(-90 15 {height / 2})" text-anchor="middle">altered names found</text>']
    for tick in (0, 1, 2, 5, 10, 20, 50, 100, 200, 500):
        if tick <= most:
            out.append(f'<text x="{x(tick):.1f}" y="{height - bottom + 16}" text-anchor="middle">{tick}</text>')
    for k in range(5):
        r = low + (1 - low) * k / 4
        out.append(f'<text x="{left - 5}" y="{y(r) + 4:.1f}" text-anchor="end">{r:.3f}</text>')
    for (how, line), colour, up in zip(curve.items(), ("#b03030", "#2050a0"), (-8, 16)):
        out.append(f'<polyline fill="none" stroke="{colour}" points="' + " ".join(f"{x(a):.1f},{y(r):.1f}" for _, r, a in line) + '"/>')
        for t, r, a in line:
            out.append(f'<circle cx="{x(a):.1f}" cy="{y(r):.1f}" r="3" fill="{colour}"/><text x="{x(a):.1f}" y="{y(r) + up:.1f}" fill="{colour}" text-anchor="middle">{t:.2f}</text>')
        out.append(f'<text x="{width - 30}" y="{height - bottom - 30 + up}" fill="{colour}" text-anchor="end">{how}</text>')
    return "\n".join(out) + "\n</svg>\n"
