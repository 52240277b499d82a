"""Is a value of a source among the facts of a record? Words, numbers, dates and countries, compared after case, accents and blanks are gone."""
import collections
import datetime
import functools
import os
import re
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
MONTHS = "january february march april may june july august september october november december".split()
MONTH = {m[:n]: str(i + 1) for i, m in enumerate(MONTHS) for n in (3, 4, len(m))}
NOTHING = {"", "-0-", "0-", "na", "n/a", "n.a.", "none", "-", "--", "null", "nil", "unknown", "不明", "00", "0", "00/00/0000", "?", "04:00", "dd/mm/yyyy"}
# A value that stands in the index in another form: as a property, a kind or a value of ours. The right side is a word of the record.
CODED = {"m": "male", "f": "female", "male": "male", "female": "female", "individual": "person", "p": "person", "person": "person", "enterprise": "organisation",
         "e": "organisation", "entity": "organisation", "ship": "vessel", "a.k.a.": "alias", "aka": "alias", "good": "alias", "strong": "alias",
         "primary name": "name", "primary name variation": "alias", "prime alias": "name", "primary-name": "name",
         "f.k.a.": "former_name", "fka": "former_name", "formerly-known-as": "former_name", "low": "weak_alias", "weak": "weak_alias", "good quality a.k.a": "alias", "low quality a.k.a": "weak_alias", "alias": "alias",
         "national identification number": "national_id", "passport": "passport", "individuals": "person", "entities": "organisation",
         "approximately": "circa", "between": "range"}
PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'", "‘": "'", "`": "'"})


# Words that name a property or join values: the index has the property.
LABELS = set("bin tax occupation build ssn travelcardid d formerly now mr id phone fax b manufacture other digital currency original script 別名 までの間 email address flag model operator target listing effective was zaire code uscc legal entity 旧称 別称 頃 又は または おおよそ から の間 生 改訂 出身 dob pob alt gender circa between approximately about and or to in at linked website website: also known as nationality citizenship number no possibly "
             "citizen organization organisation established type imo birthdate belarusian belarussian russian ukrainian english arabic persian possibly aka fka nee "
             "born date of birth place place year month passport the from until expires expired issued".split())


# Labels in front of numbers that become a property.
PROPERTY = {w: w for w in "ogrn inn imo mmsi bic lei tax registration website gender".split()} | {"tin": "tax_id", "swift": "bic", "kpp": "id_number"}


@functools.lru_cache(1 << 18)
def fold(text):
    t = unicodedata.normalize("NFKD", str(text).casefold().translate(PLAIN))
    t = "".join(c for c in t if (not unicodedata.combining(c) or c in "\u3099\u309a") and unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", t) if "\u3099" in t or "\u309a" in t else t


@functools.lru_cache(1 << 18)
def words(folded):
    out = []
    folded = re.sub(r"(\d{4}-\d\d-\d\d)[t+-]\d\d:\S*", r"\1", folded)   # a time of day, a time zone
    folded = re.sub(r"\bimo(?=\d)", "imo ", folded)
    folded = re.sub(r"(\d+)年(?:(\d+)月)?(?:(\d+)日)?", r" \1 \2 \3 ", folded)
    folded = re.sub(r"又は|または|及び|(?<=\d)(?:改訂|\s?[年月日])", " ", folded)
    folded = re.sub(r"\(?\b(?:[a-z]|\d{1,2}|i{1,3}|iv|vi{0,3}|ix|x)\)|\b[afn]\.?k\.?a\b\.?", " ", folded)   # (1) a) (ii) a.k.a.
    for w in re.findall(r"[^\W_]+", folded):
        w = MONTH.get(w, w)
        out.append(w.lstrip("0") or "0" if w.isdigit() else w)
    return out


def compact(folded):
    return re.sub(r"[\W_]+", "", folded)


def load_countries():
    out = {}
    with open(os.path.join(ROOT, "data", "places", "countries.tsv"), encoding="utf-8") as f:
        for line in f:
            cells = line.rstrip("\n").split("\t")
            if line.startswith("#") or len(cells) < 3:
                continue
            for name in [cells[0], cells[1], cells[2]] + (cells[3].split(";") if len(cells) > 3 else []):
                out.setdefault(" ".join(words(fold(name))), cells[0].lower())
    return out


COUNTRY = load_countries()


class Record:
    """The facts of one party: its words, its text without blanks, its property names and kind."""
    __slots__ = ("id", "words", "text", "props", "facts")

    def __init__(self, party):
        self.id, self.props, self.facts = party["id"], {party["type"]}, []
        parts = []
        for key, facts in party.items():
            if not isinstance(facts, list):
                parts.append(str(facts))
                continue
            self.props.add(key)
            for fact in facts:
                quals = fact if isinstance(fact, dict) else {"value": fact}
                self.facts.append((key, quals))
                for q, v in quals.items():
                    self.props.add(q)
                    parts += v if isinstance(v, list) else [v]
                    if key.endswith("_date") and q == "value":
                        self.props.update({"circa"} if "~" in v else {"range"} if "/" in v else set())
                if key == "gender":
                    self.props.add(quals["value"])
        folded = fold(" | ".join(parts))
        self.words = set(words(folded))
        self.text = "|".join(compact(p) for p in folded.split(" | "))

    def has(self, word):
        return word in self.words or ((len(word) > 3 or not word.isascii()) and word in self.text)

    def missing(self, value):
        """Words of the value that the record does not have; empty when all is kept."""
        folded = fold(value).strip()
        if folded in NOTHING or CODED.get(folded) in self.props or folded == "alias" and "weak_alias" in self.props:
            return []
        flat = compact(folded)
        if not flat or len(flat) > 3 and flat in self.text:
            return []
        ws = words(folded)
        lost = [w for w in ws if w not in LABELS and w not in ("0", "dd", "mm") and not self.has(w) and PROPERTY.get(w) not in self.props]
        if lost and len(ws) == 1 and re.fullmatch(r"[1-6]?\d{4}", lost[0]):   # the day number of a workbook
            day = datetime.date(1899, 12, 30) + datetime.timedelta(int(lost[0]))
            lost = [] if day.strftime("%Y%m%d") in self.text else lost
        return self.countries(ws, lost) if lost else []

    def countries(self, ws, lost):
        """Takes country names away whose code the record has."""
        gone, i = set(), 0
        while i < len(ws):
            for n in range(min(7, len(ws) - i), 0, -1):
                code = COUNTRY.get(" ".join(ws[i:i + n]))
                if code and code in self.words:
                    gone.update(ws[i:i + n])
                    i += n - 1
                    break
            i += 1
        if all(not w.isascii() for w in ws) and sum(map(len, ws)) < 16 and self.props & {"in_country", "nationality", "country"}:
            return []   # a country in Japanese
        left = [w for w in lost if w not in gone]
        return left if not gone or any(w.isascii() for w in left) else []   # a name in another script beside the one that is known


# Properties whose values a record must say itself; the others hold words of ours (authority, kind, measure) or keys of other records.
SAID = set("name alias weak_alias former_name original_name birth_date birth_place death_date position title address phone email website founded passport "
           "national_id tax_id registration inn ogrn lei bic imo imo_company mmsi call_sign tail_number serial_number wallet account ssn licence id_number "
           "reason remark".split())
SAID_QUALS = {"value", "street", "city", "postcode", "issued", "expires", "given", "middle", "family_name"}


def unsaid(record, values):
    """Facts of the record with words that the values of its source do not have."""
    folded = [fold(v) for v in values]
    have, flat = {w for f in folded for w in words(f)}, "|".join(compact(f) for f in folded)
    countries = {COUNTRY[k] for f in folded for k in [" ".join(words(f))] if k in COUNTRY}
    for prop, quals in record.facts:
        if prop not in SAID:
            continue
        for q, v in quals.items():
            for text in (v if isinstance(v, list) else [v]) if q in SAID_QUALS else []:
                f = fold(text)
                if compact(f) in flat:
                    continue
                miss = [w for w in words(f) if w not in have and w not in flat and w not in countries and not day_number(w, f, have)]
                if miss:
                    yield prop + ("" if q == "value" else "." + q), text, miss


def day_number(word, folded, have):
    """A date of the index that is the day number of a workbook in the source."""
    m = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", folded)
    return bool(m) and str((datetime.date(*map(int, m.groups())) - datetime.date(1899, 12, 30)).days) in have


class Index:
    """All parties of an index, found by what they have in common with a record of the source."""

    def __init__(self, parties):
        self.records = [Record(p) for p in parties]
        self.at = collections.defaultdict(list)
        for i, r in enumerate(self.records):
            for w in r.words:
                self.at[w].append(i)
        self.whole = "\n".join(r.text for r in self.records)
        self.all = set(self.at)
        self.by_id = collections.defaultdict(list)
        for i, r in enumerate(self.records):
            self.by_id[r.id].append(i)
            for key, quals in r.facts:
                if key == "name":
                    self.by_id[compact(fold(quals["value"]))].append(i)

    def candidates(self, values, ws):
        """The records whose key or name stands in the record, then those with most of its rarest words, then those with the rarest of them."""
        named = [i for v in values for i in self.by_id.get(v.strip(), [])[:3] + self.by_id.get(compact(fold(v)), [])[:40]]
        rare = sorted({w for w in ws if w in self.at}, key=lambda w: (len(self.at[w]), w))[:12]
        votes, weight = collections.Counter(), collections.Counter()
        for w in rare:
            if len(self.at[w]) < 3000 or not votes:
                for i in self.at[w]:
                    votes[i] += 1
                    weight[i] += 1 / len(self.at[w])
        return list(dict.fromkeys(named[:60] + [i for i, _ in votes.most_common(6)] + [i for i, _ in weight.most_common(6)]))

    def best(self, values):
        """What the best record lacks: {position: missing words}, and the record."""
        ws = [w for v in values for w in words(fold(v))]
        top = None
        for i in self.candidates(values, ws):
            lost = {k: m for k, v in enumerate(values) if (m := self.records[i].missing(v))}
            if top is None or len(lost) < len(top[0]):
                top = (lost, self.records[i])
                if not lost:
                    break
        return top if top else ({k: words(fold(v)) for k, v in enumerate(values)}, None)

    def anywhere(self, value):
        flat = compact(fold(value))
        return fold(value).strip() in NOTHING or not flat or flat in self.whole or all(w in self.all for w in words(fold(value)))
