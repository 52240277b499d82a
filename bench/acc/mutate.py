"""Damage done to names, by a given random generator: the same seed gives the same names."""
import re
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def edit(word, rng):
    """One edit that changes the word: a letter put in, left out, replaced, or neighbours changed over."""
    for _ in range(20):
        i, how = rng.randrange(len(word)), rng.randrange(4)
        if how == 0:
            out = word[:i] + rng.choice(LETTERS) + word[i:]
        elif how == 1 and len(word) > 1:
            out = word[:i] + word[i + 1:]
        elif how == 2:
            out = word[:i] + rng.choice(LETTERS) + word[i + 1:]
        else:
            out = word[:i] + word[i + 1:i + 2] + word[i] + word[i + 2:]
        if out != word:
            return out
    return word + rng.choice(LETTERS)


def edits(word, rng, times):
    start = word
    for _ in range(times):
        word = edit(word, rng)
        if word == start:
            word = edit(word, rng)
    return word


def perturbed(name, rng):
    """One or two of what happens to names on forms: an edit, parts in another order, an initial, two parts joined, one cut in two, one left out."""
    parts = name.split()
    for _ in range(rng.choice((1, 1, 2))):
        how, i = rng.randrange(6), rng.randrange(len(parts))
        if how == 0:
            parts[i] = edit(parts[i], rng)
        elif how == 1 and len(parts) > 1:
            rng.shuffle(parts)
        elif how == 2 and len(parts) > 1:
            parts[i] = parts[i][0]
        elif how == 3 and len(parts) > 1:
            i = min(i, len(parts) - 2)
            parts[i:i + 2] = [parts[i] + parts[i + 1]]
        elif how == 4 and len(parts[i]) > 5:
            cut = rng.randrange(2, len(parts[i]) - 2)
            parts[i:i + 1] = [parts[i][:cut], parts[i][cut:]]
        elif how == 5 and len(parts) > 2:
            del parts[i]
        else:
            parts[i] = edit(parts[i], rng)
    return " ".join(parts)


def words(name):
    """Latin words of a name in small letters."""
    return re.findall(r"[a-z0-9]+", name.lower().replace("'", ""))
