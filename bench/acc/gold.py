"""The labelled pairs: read once, in one form, for every part that uses them."""
import csv, unicodedata
from .engine import KIND


def name_pairs(lab):
    """Rows of gold/name_pairs.csv as dicts, with `label` as a truth value and `kind` in strait's words."""
    with open(lab.shared("gold/name_pairs.csv"), encoding="utf-8", newline="") as f:
        return [{**r, "label": r["is_match"] == "true", "kind": KIND[r["type"]]} for r in csv.DictReader(f)]


def checks(lab):
    """gold/entity_checks.yml: a list of mappings, two levels deep, of plain one-line texts that may go on in a deeper line. Only that much YAML is
    read, and anything else is an error. Dicts with `label`, `kind`, `query` and `candidate` (dicts of texts)."""
    out, part, key = [], None, None
    with open(lab.shared("gold/entity_checks.yml"), encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            body = line.split(" #")[0].rstrip() if not line.lstrip().startswith("#") else ""
            indent = len(body) - len(body.lstrip())
            body = body.strip()
            if not body or body == "checks:":
                continue
            if body.startswith("- "):
                out.append({})
                part, indent, body = out[-1], indent + 2, body[2:]
            name, colon, value = body.partition(":")
            if indent > 6 and part is not None and key:      # a text that goes on
                part[key] += " " + body
            elif not colon or (value and not value.startswith(" ")):
                raise ValueError(f"entity_checks.yml, line {number}: not the YAML that is read here: {body}")
            elif not value.strip():
                part = out[-1].setdefault(name, {})
            else:
                part, key = (out[-1] if indent == 4 else part), name
                part[key] = plain(value.strip())
    return [{"label": c["match"] == "true", "kind": KIND[c["schema"].lower()], "query": c["query"], "candidate": c["candidate"], "what": c.get("label", "")} for c in out]


def plain(value):
    """A scalar without its quotes."""
    if value[:1] == "'" and value[-1:] == "'":
        return value[1:-1].replace("''", "'")
    if value[:1] == '"' and value[-1:] == '"':
        return value[1:-1].encode().decode("unicode_escape") if "\\" in value else value[1:-1]
    return value


def whole_name(person):
    """The name of one side of a check, from its parts when there is no other."""
    return person.get("name") or " ".join(person[k] for k in ("firstName", "middleName", "lastName") if person.get(k))


def key(a, b):
    """A pair of names, either way round, small letters."""
    return tuple(sorted((a.casefold(), b.casefold())))


def labels(lab):
    """Every label that the two sets give to a pair: key -> list of (label, set)."""
    out = {}
    for r in name_pairs(lab):
        out.setdefault(key(r["name1"], r["name2"]), []).append((r["label"], r["group"]))
    for c in checks(lab):
        out.setdefault(key(whole_name(c["query"]), whole_name(c["candidate"])), []).append((c["label"], "entity_checks"))
    return out


def script(text):
    """The script of most letters: LATIN, CYRILLIC, CJK, ..., by the first word of Unicode's name of the letter."""
    seen = {}
    for c in text:
        if c.isalpha():
            s = unicodedata.name(c, "NONE").split()[0].replace("-", " ").split()[0]
            seen[s] = seen.get(s, 0) + 1
    return max(seen, key=seen.get) if seen else "NONE"


def script_class(a, b):
    a, b = script(a), script(b)
    if a == b:
        return "both Latin" if a == "LATIN" else "one other script"
    return "Latin and another" if "LATIN" in (a, b) else "two other scripts"
