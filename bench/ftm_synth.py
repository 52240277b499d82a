"""Writes N synthetic FollowTheMoney entities as JSON lines to stdout: people, companies and the sanctions on them. The same N gives the same bytes.

Names are put together from syllables, so that no one is meant and every part has a realistic number of distinct values."""
import random, sys

rng = random.Random(20260501)
ONSET = "b d f g h k l m n p r s t v z ch sh kh br dr gr st tr vl".split()
VOWEL = "a e i o u a e o ia au".split()
CODA = ["", "", "n", "r", "l", "s", "k", "m", "v", "nov", "ski", "zade", "oglu", "sen", "man"]
FORMS = "LLC OOO JSC AO GmbH Ltd SA FZE DMCC Limited".split()
COUNTRIES = "ru by ua tr ae cn ir sy kp us gb de fr cy kz am ge rs hk sg".split()


def word(k):
    return "".join(rng.choice(ONSET) + rng.choice(VOWEL) for _ in range(k)) + rng.choice(CODA)


POOL = [word(rng.choice((1, 2, 2, 3))).capitalize() for _ in range(60000)]


def pick():
    return POOL[int(rng.random() ** 3 * len(POOL))]   # some are common, most are rare


def person(i):
    first, father, last = pick(), pick(), pick()
    names = f'"{first} {last}","{first} {father} {last}","{last} {first}"'
    return (f'{{"id":"p-{i}","caption":"{first} {last}","schema":"Person","properties":{{"name":[{names}],"firstName":["{first}"],"lastName":["{last}"],'
            f'"fatherName":["{father}"],"birthDate":["{1930 + i % 75}-{1 + i % 12:02d}-{1 + i % 28:02d}"],"nationality":["{COUNTRIES[i % 20]}"],'
            f'"gender":["{"male" if i % 3 else "female"}"],"passportNumber":["{70000000 + i}"],"address":["{1 + i % 200} {pick()} street, {pick()}"],'
            f'"position":["Director of {pick()} {pick()}"],"topics":["sanction"]}},"datasets":["synthetic"],"referents":[],"target":true,'
            f'"first_seen":"2023-04-20T00:00:00","last_seen":"2026-05-01T00:00:00"}}')


def company(i):
    name = f"{pick()} {pick()} {rng.choice(FORMS)}"
    return (f'{{"id":"c-{i}","caption":"{name}","schema":"Company","properties":{{"name":["{name}"],"alias":["{pick()} {pick()}"],'
            f'"registrationNumber":["{10**12 + i}"],"jurisdiction":["{COUNTRIES[i % 20]}"],"address":["{1 + i % 90} {pick()} road, {pick()}"],'
            f'"sector":["{pick()}"],"topics":["sanction"]}},"datasets":["synthetic"],"referents":[],"target":true}}')


def sanction(i, of):
    return (f'{{"id":"s-{i}","schema":"Sanction","properties":{{"entity":["{of}"],"authority":["Office of Examples"],"program":["EX-{i % 40}"],'
            f'"startDate":["20{10 + i % 16}-0{1 + i % 9}-1{i % 10}"],"reason":["Listed for reasons that are numbered {i}"]}},"datasets":["synthetic"]}}')


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
    out, last = [], "p-0"
    for i in range(n):
        if i % 10 < 5:
            out.append(person(i))
            last = f"p-{i}"
        elif i % 10 < 7:
            out.append(company(i))
            last = f"c-{i}"
        else:
            out.append(sanction(i, last))
        if len(out) == 5000:
            sys.stdout.write("\n".join(out) + "\n")
            out.clear()
    if out:
        sys.stdout.write("\n".join(out) + "\n")


main()
