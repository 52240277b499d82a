#!/usr/bin/env python3
"""Filters, thresholds and groups of strait screen from outside: a filtered answer is the unfiltered one without what does not pass, by the facts that strait info
shows; it says so; scores stay."""
import json, os
from shared import done, folder, ok, run, sample_index

QUERIES = ["Sergei Shoigu", "Ali Hassan", "Bank", "Sergey Ivanov", "Al Shabaab", "Victory Shipping", "Novosti Television"]


def screen(index, name, *args):
    status, out, err = run("screen", "-i", index, "--threshold", "0.05", "--limit", "0", "--json", *args, "--", name)
    return json.loads(out) if out else {"error": err, "hits": []}


def plain(h):
    return {k: v for k, v in h.items() if k not in ("group",)}


def texts(fact, *keys):
    """The value of a fact and those of its qualifiers that are named."""
    if isinstance(fact, str):
        return [fact]
    out = [fact["value"]]
    for k in keys:
        v = fact.get(k, [])
        out += [v] if isinstance(v, str) else v
    return out


def dates(listing):
    return [] if isinstance(listing, str) else texts(dict(listing, value=""), "listed_on", "since")[1:]


def countries(r):
    out = [v for p in ("nationality", "citizenship", "country", "flag") for f in r.get(p, []) for v in texts(f)]
    return out + [v for f in r.get("address", []) for v in texts(f, "in_country")[1:]]


def listing_passes(l, programme=None, regime=None, since=None):
    good = programme is None or texts(l)[0].lower() == programme.lower()
    good = good and (regime is None or any(regime.lower() in t.lower() for t in texts(l, "instrument", "authority")))
    return good and (since is None or not dates(l) or any(d[:len(since)] >= since for d in dates(l)))


def lists_pass(r, **want):
    if want.get("programme") is None and want.get("regime") is None and not r.get("listing"):
        return True
    return any(listing_passes(l, **want) for l in r.get("listing", []))


def compare(index, records, name, args, passes):
    kept = left = 0
    wrong = []
    for q in QUERIES:
        whole, part = screen(index, q), screen(index, q, *args)
        want = [plain(h) for h in whole["hits"] if passes(records[h["list"], h["id"]])]
        got = [plain(h) for h in part["hits"]]
        if got != want or part.get("filter", {}).get("kept_back") != len(whole["hits"]) - len(want):
            wrong.append((q, [h["id"] for h in want], [h["id"] for h in got], part.get("filter"), part.get("error")))
        kept += len(want)
        left += len(whole["hits"]) - len(want)
    ok(not wrong and kept > 0 and left > 0, "%s: the same hits and scores, less what does not pass (%d stay, %d go)" % (name, kept, left), wrong or (kept, left))


def filters(index, records):
    rows = list(records.values())
    programme = next(texts(l)[0] for r in rows for l in r.get("listing", []) if r["list"] == "sample_us")
    regime = "russia (sanctions)"
    compare(index, records, "a list", ["--list", "sample_gb"], lambda r: r["list"] == "sample_gb")
    compare(index, records, "two lists", ["--list", "sample_gb", "--list", "SAMPLE_UN"], lambda r: r["list"] in ("sample_gb", "sample_un"))
    compare(index, records, "a type", ["--list-type", "person"], lambda r: r["type"] == "person")
    compare(index, records, "a country", ["--list-country", "Russia"], lambda r: "RU" in countries(r))
    compare(index, records, "a programme", ["--programme", programme.lower()], lambda r: lists_pass(r, programme=programme))
    compare(index, records, "a regime", ["--regime", regime.upper()], lambda r: lists_pass(r, regime=regime))
    compare(index, records, "a date", ["--listed-since", "2022"], lambda r: lists_pass(r, since="2022"))
    compare(index, records, "all at once", ["--list", "sample_gb", "--list-type", "person", "--listed-since", "2022-02", "--list-country", "RU"],
            lambda r: r["list"] == "sample_gb" and r["type"] == "person" and "RU" in countries(r) and lists_pass(r, since="2022-02"))
    a = screen(index, "Sergei Shoigu", "--list", "sample_gb", "--list-country", "Russia", "--listed-since", "2022")
    ok({k: v for k, v in a["filter"].items() if k != "kept_back"} ==
         {"list": ["sample_gb"], "list_country": ["RU"], "listed_since": "2022"}, "the answer says what it was filtered by", a.get("filter"))
    ok("filter" not in screen(index, "Sergei Shoigu"), "an answer from all lists speaks of no filter")
    _, out, _ = run("screen", "-i", index, "--text", "--list", "sample_un", "Sergei Shoigu")
    ok("part of the lists" in out and "that passes the filter" in out, "in words as well", out)


def profiles(index, records):
    def want(h):
        r = records[h["list"], h["id"]]
        own = [t for t in ({"person": 0.9, "organisation": 0.3}.get(r["type"]), {"sample_us": 0.95, "sample_ca": 0.2}.get(r["list"])) if t is not None]
        return h["score"] >= (max(own) if own else 0.6)
    wrong, seen, lower, higher = [], 0, 0, 0
    for q in QUERIES:
        whole = screen(index, q)["hits"]
        status, out, err = run("screen", "-i", index, "--threshold", "0.6", "--limit", "0", "--json", "--threshold-for", "person=0.9", "--threshold-for", "organisation=0.3",
                               "--threshold-for", "sample_us=0.95", "--threshold-for", "sample_ca=0.2", "--", q)
        a = json.loads(out)
        lower += sum(h["score"] < 0.6 for h in a["hits"])
        higher += sum(h["score"] >= 0.6 and not want(h) for h in whole)
        seen += len(a["hits"])
        if [plain(h) for h in a["hits"]] != [plain(h) for h in whole if want(h)]:
            wrong.append((q, [(h["list"], h["id"], h["score"]) for h in a["hits"]], [(h["list"], h["id"], h["score"]) for h in whole if want(h)]))
        if a.get("thresholds") != {"default": 0.6, "person": 0.9, "organisation": 0.3, "sample_ca": 0.2, "sample_us": 0.95} or status != (1 if a["hits"] else 0):
            wrong.append((q, a.get("thresholds"), status, err))
    ok(not wrong and seen and lower and higher, "each list and type has its threshold, the higher counts, and the answer says so", (wrong, seen, lower, higher))


def groups(index):
    """Groups are a view: the hits and their order stay, each is in one group, and the bits of every join add up."""
    wrong, joined = [], 0
    for q in QUERIES:
        a, flat = screen(index, q), screen(index, q, "--ungrouped")
        g = a["groups"]
        good = [plain(h) for h in a["hits"]] == flat["hits"] and "groups" not in flat
        good = good and sorted(i for x in g for i in x["hits"]) == list(range(len(a["hits"])))
        good = good and all(a["hits"][i]["group"] == k for k, x in enumerate(g) for i in x["hits"])
        good = good and all(len({a["hits"][i]["list"] for i in x["hits"]}) == len(x["hits"]) and [w["hit"] for w in x["why"]] == x["hits"][1:] for x in g)
        good = good and all(round(16 * sum(r["bits"] for r in w["explain"])) == round(16 * w["bits"]) for x in g for w in x["why"])
        joined += sum(len(x["why"]) for x in g)
        if not good:
            wrong.append((q, g))
    ok(not wrong and joined > 3, "groups are a view of the same hits (%d joined)" % joined, wrong)
    a = screen(index, "Sergei Shoigu")
    first = [(a["hits"][i]["list"], a["hits"][i]["id"]) for i in a["groups"][0]["hits"]]
    ok(len(first) > 3 and {i for _, i in first} == {"sergei-shoigu"}, "a party on several lists is one", first)
    _, out, _ = run("screen", "-i", index, "--text", "Sergei Shoigu")
    _, flat, _ = run("screen", "-i", index, "--text", "--ungrouped", "Sergei Shoigu")
    ok(out.count("    also ") == len(first) - 1 and "also" not in flat and flat.count("(person)") >= len(first), "in words: one hit and a line for each other list, or all of them", out)


def wrong_calls(index):
    for name, words, args in (
            ("a list that is not there", "has no list", ["--list", "sample_xx"]), ("a programme that is not there", "has the programme", ["--programme", "Nonsense"]),
            ("a regime that is not there", "speaks of", ["--regime", "Nonsense"]), ("a country that is not there", "tied to", ["--list-country", "Atlantis"]),
            ("a wrong type", "type", ["--list-type", "banana"]), ("a wrong date", "no date", ["--listed-since", "yesterday"]),
            ("a threshold for nothing", "wants a list or type", ["--threshold-for", "0.7"]), ("a threshold for a stranger", "neither a list", ["--threshold-for", "banana=0.7"]),
            ("a wrong threshold", "a threshold is", ["--threshold-for", "person=7"])):
        got, out, err = run("screen", "-i", index, *args, "Name")
        ok(got == 2 and words in err and out == "", "%s: status 2" % name, (got, out, err))


def main():
    with folder() as work:
        index = sample_index(work)
        _, out, _ = run("info", index, "--all")
        records = {(r["list"], r["id"]): r for r in map(json.loads, out.splitlines())}
        filters(index, records)
        profiles(index, records)
        groups(index)
        wrong_calls(index)


main()
done()
