"""Queries of every kind for one index: its own names with damage, ordinary customers, names in every script, noise."""
import random
from . import alerts
from .engine import Skip, names, values
from .mutate import perturbed

# One range of letters for each script; what is not a letter of it is left out.
RANGES = [(0x41, 0x5b), (0xc0, 0x180), (0x386, 0x3cf), (0x400, 0x460), (0x531, 0x587), (0x5d0, 0x5eb), (0x621, 0x64b), (0x671, 0x6d4), (0x905, 0x93a), (0x985, 0x9ba),
          (0xa05, 0xa3a), (0xb85, 0xbba), (0xe01, 0xe2f), (0xe81, 0xeb0), (0x10d0, 0x10f1), (0x1200, 0x1358), (0x1780, 0x17b3), (0x3041, 0x3097), (0x30a1, 0x30fb),
          (0x4e00, 0x9fa6), (0xac00, 0xd7a4)]


def word(rng, low, high, length):
    letters = [chr(c) for c in range(low, high) if chr(c).isalpha()]
    return "".join(rng.choice(letters) for _ in range(length))


def noise(rng):
    """What no name is: letters by chance, digits, one letter over and over, scripts mixed, many short parts, one very long one."""
    how = rng.randrange(7)
    if how == 0:
        return " ".join(word(rng, 0x61, 0x7b, rng.randrange(1, 12)) for _ in range(rng.randrange(1, 6)))
    if how == 1:
        return f"{rng.randrange(10 ** rng.randrange(1, 12))} {word(rng, 0x61, 0x7b, 3)}"
    if how == 2:
        return rng.choice("abkmoz") * rng.randrange(1, 60)
    if how == 3:
        return " ".join(word(rng, *rng.choice(RANGES), rng.randrange(1, 7)) for _ in range(3))
    if how == 4:
        return " ".join(rng.choice(("al", "abu", "bin", "de", "co", "ltd", "of", "the", "a", "m", "mohammed", "company", "bank")) for _ in range(rng.randrange(1, 12)))
    if how == 5:
        return word(rng, 0x61, 0x7b, rng.randrange(30, 120))
    return "".join(rng.choice("-'.,()/&") + word(rng, 0x61, 0x7b, 2) for _ in range(rng.randrange(1, 10)))


def listed(lab, index, rng, count, every=1):
    """Names of the index, drawn from every so-manieth party: (record, name)."""
    pool = []
    for i, r in enumerate(lab.parties(index)):
        if (i * 2654435761 >> 7) % every == 0:
            pool += [({"type": r.get("type", ""), "birth_date": next(iter(values(r, "birth_date")), "")}, n) for n in names(r)]
    return [pool[rng.randrange(len(pool))] for _ in range(count)]


def mixed(lab, index, count, every=1):
    """`count` queries: four tenths altered names of the index, two tenths unaltered ones with their attributes, two tenths customers, one tenth
    words of every script, one tenth noise. The order is random."""
    rng, out = random.Random(f"{lab.seed} {count}"), []
    for i, (party, name) in enumerate(listed(lab, index, rng, count * 6 // 10, every)):
        kind = party["type"] if party["type"] in ("person", "organisation", "vessel", "aircraft") and i % 2 else ""
        date = party["birth_date"] if i % 4 == 1 else ""
        out.append({"type": kind, "name": name if i % 3 == 0 else perturbed(name, rng) if name.split() else name, "birth_date": date})
    try:
        people = [r for w in ("global", "us") for r in alerts.customers(lab, w)]
        out += [r if i % 2 else {"name": r["name"]} for i, r in enumerate(rng.sample(people, min(len(people), count * 2 // 10)))]
    except Skip:
        pass   # the other kinds stand in
    scripts = [{"name": " ".join(word(rng, *RANGES[i % len(RANGES)], rng.randrange(1, 9)) for _ in range(rng.randrange(1, 4)))} for i in range(count // 10)]
    out += scripts
    while len(out) < count:
        out.append({"name": noise(rng)})
    rng.shuffle(out)
    return out
