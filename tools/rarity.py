#!/usr/bin/env python3
"""How rare the parts of names are: prints data/names/rarity.tsv.

    tools/rarity.py --census DIR --lists PARTIES.jsonl --companies NAMES.txt --common data/names/common_names.tsv > data/names/rarity.tsv

  --census     folder with dist.all.last, dist.male.first, dist.female.first of the US census of 1990 (public domain)
  --lists      parties of official lists as "strait info --all" prints them; only lists of the US, the UN, the EU, the UK and Canada are read
  --companies  names of companies, one a line: registrants of the US Securities and Exchange Commission (public domain)
  --common     shares of common names in cultures that the others show too thinly

A population is several cultures with a weight each. In one culture a part has the share s of names that have it: from the census, from the lists (persons by
nationality, organisations by country; each party counts once, spread over its names; what was seen c times counts as c * c / (c + 3), since one sighting
proves little and families are listed together) or from the table of common names, whichever is most. No culture counts as fewer than 1000 names. Over the cultures
the cubic mean, the cube root of the sum of w s^3, is taken. It lies between the share in the whole population, the sum of w s, and that among one's own people,
the greatest s: who is compared with a Kim Jong is Korean more often than the world is, and the parts of a name are no independent draws from the world.
"""
import argparse
import collections
import json
import math
import os
import re
import sys
import unicodedata

PERSONS = {  # weights of cultures, by judgement of whom banks of the world have as customers and whom lists name
    'english': .20, 'arabic': .11, 'persian': .06, 'pakistani': .05, 'indian': .05, 'russian': .11, 'chinese': .09, 'korean': .03, 'japanese': .015,
    'vietnamese': .01, 'spanish': .08, 'portuguese': .03, 'german': .03, 'french': .025, 'italian': .02, 'polish': .01, 'balkan': .01, 'dutch': .01,
    'nordic': .01, 'greek': .005, 'hebrew': .01, 'turkish': .025, 'african': .025, 'indonesian': .01, 'filipino': .01}
COMPANIES = .22  # of the organisations: the registrants; the rest by country as above, less what is English
COUNTRIES = {
    'arabic': 'AE SA IQ SY LB EG LY TN DZ MA YE JO PS SD KW QA BH OM MR', 'persian': 'IR AF TJ', 'pakistani': 'PK BD', 'indian': 'IN LK NP', 'russian': 'RU UA BY KZ KG MD AM GE SU',
    'chinese': 'CN HK TW SG MO', 'korean': 'KP KR', 'japanese': 'JP', 'vietnamese': 'VN', 'spanish': 'ES MX CO VE CU EC PE BO AR CL GT HN SV NI CR PA PY UY DO', 'portuguese': 'PT BR AO MZ GW',
    'german': 'DE AT CH LI', 'french': 'FR BE LU HT', 'italian': 'IT', 'polish': 'PL CZ SK', 'balkan': 'RS BA HR ME MK SI BG', 'dutch': 'NL', 'nordic': 'SE NO DK FI', 'greek': 'GR CY',
    'hebrew': 'IL', 'turkish': 'TR AZ UZ TM', 'african': 'CD SS CF RW UG BI ML NG NE TD CM CI GH KE TZ ET ER SO ZW ZM LR SL GN SN BF DJ', 'indonesian': 'ID MY', 'filipino': 'PH', 'english': 'US GB CA AU IE NZ'}
CULTURE = {c: k for k, v in COUNTRIES.items() for c in v.split()}
LISTS = re.compile('^(us_|un_|eu_|gb_|ca_)')
KEEP = 15.0   # bits: what is rarer than this in both populations is left to the rule for unknown parts
LETTERS = str.maketrans({'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ł': 'l', 'ı': 'i', 'ə': 'e', 'ħ': 'h', 'ŋ': 'ng',
                         "'": '', '’': '', '‘': '', '`': '', 'ʼ': '', 'ʻ': '', '´': '', 'ʿ': '', 'ʾ': ''})


def parts(name):
    """The parts of a name in Latin letters as st_fold gives them; none for other scripts."""
    text = unicodedata.normalize('NFKD', name.lower().translate(LETTERS))
    text = ''.join(c for c in text if not unicodedata.combining(c))
    if any(ord(c) > 127 and c.isalpha() for c in text):
        return []
    return re.findall('[a-z0-9]+', text)


def values(party, key):
    return [v if isinstance(v, str) else v.get('value', '') for v in party.get(key, [])]


def culture_of(party):
    for key in ('nationality', 'citizenship', 'country', 'birth_country', 'flag'):
        for v in values(party, key):
            if v in CULTURE:
                return CULTURE[v]
    for key in ('birth_place', 'address'):
        for a in party.get(key, []):
            if isinstance(a, dict) and a.get('in_country') in CULTURE:
                return CULTURE[a['in_country']]
    return None


class Culture:
    """Names of one culture: how many there were, and how many had each part."""
    def __init__(self):
        self.names, self.count, self.least = 0, collections.Counter(), {}

    def add(self, names):
        self.names += 1
        for name in set(names):
            for p in name:
                self.count[p] += 1 / len(set(names))

    def share(self, p):
        c = self.count.get(p, 0)
        seen = c * c / (c + 3) / max(self.names, 1000) if c else 0
        return max(seen, self.least.get(p, 0))

    def known(self):
        return set(self.count) | set(self.least)


def read_lists(path, persons, organisations):
    seen = set()
    for line in open(path, encoding='utf-8'):
        party = json.loads(line)
        kind = party.get('type')
        if not LISTS.match(party['list']) or kind not in ('person', 'organisation'):
            continue
        names = [frozenset(n) for n in map(parts, values(party, 'name') + values(party, 'alias')) if len(n) > (kind == 'person')]
        if not names or names[0] in seen:   # the same party on an earlier list
            continue
        seen.update(names)
        culture = culture_of(party)
        if culture:
            (persons if kind == 'person' else organisations)[culture].add(names)


def read_census(folder, english):
    for name, factor in (('dist.all.last', 1), ('dist.male.first', .65), ('dist.female.first', .65)):   # half of the people each, a third with a second name
        for line in open(os.path.join(folder, name), encoding='ascii'):
            field = line.split()
            p = field[0].lower()
            english.least[p] = english.least.get(p, 0) + float(field[1]) / 100 * factor


def read_common(path, persons):
    for line in open(path, encoding='utf-8'):
        if line.strip() and not line.startswith('#'):
            culture, percent, names = line.rstrip('\n').split('\t')
            for p in names.split():
                least = persons[culture].least
                least[p] = max(least.get(p, 0), float(percent) / 100)


def unknown(p):
    """What st_rarity says of a part that the table lacks."""
    if p.isdigit():
        return (0, 64, 104, 152, 200, 248, 255)[min(len(p), 6)]
    return (0, 72, 136, 184, 224, 255)[min(len(p), 5)]


def sixteenths(share, p):
    """In 1/16 bits, and never more than what st_rarity says of an unknown part as short as this one."""
    return min(unknown(p), max(1, round(-16 * math.log2(share)))) if share else unknown(p)


def main():
    a = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    for option in ('--census', '--lists', '--companies', '--common'):
        a.add_argument(option, required=True)
    a = a.parse_args()
    persons, organisations = ({k: Culture() for k in PERSONS} for _ in range(2))
    registrants = Culture()
    read_lists(a.lists, persons, organisations)
    read_census(a.census, persons['english'])
    read_common(a.common, persons)
    for name in {tuple(parts(line)) for line in open(a.companies, encoding='utf-8')}:
        if name:
            registrants.add([frozenset(name)])
    known = registrants.known().union(*(c.known() for c in persons.values()), *(c.known() for c in organisations.values()))
    rest = (1 - COMPANIES) / (1 - PERSONS['english'])
    rows = []
    for p in sorted(known):
        person = sum(w * persons[k].share(p) ** 3 for k, w in PERSONS.items()) ** (1 / 3)
        body = (COMPANIES * registrants.share(p) ** 3 + sum(w * rest * organisations[k].share(p) ** 3 for k, w in PERSONS.items() if k != 'english')) ** (1 / 3)
        body += .1 * person   # bodies are named after persons
        if max(person, body) >= 2 ** -KEEP and len(p) < 30 and not p.isdigit():
            rows.append((p, sixteenths(person, p), sixteenths(body, p)))
    print('# How rare a part of a name is: -log2 of the share of names that have it, in 1/16 bits, among persons and among organisations of the world.')
    print('# Made by tools/rarity.py, which says how, from: names of the US census of 1990 and company names of the US Securities and Exchange Commission (public')
    print('# domain); the lists of OFAC, BIS and State (public domain), of the UN, the EU, the UK (Open Government Licence v3.0) and Canada (Open Government')
    print('# Licence - Canada), of which only frequencies are kept; and common_names.tsv. part, persons, organisations')
    for row in rows:
        print('%s\t%d\t%d' % row)
    for name, group in (('persons', persons), ('organisations', organisations)):
        print(name, {k: c.names for k, c in group.items()}, file=sys.stderr)
    print(len(rows), 'parts', file=sys.stderr)


if __name__ == '__main__':
    main()
