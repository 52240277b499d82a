"""Every part of the measurement in the order in which it runs: name, title, module."""
from . import alerts, aliases, calibration, cases, checks, equality, ofac, pairs, peer, retrieval, sample, scripts, senzing, translit, un_people

PARTS = [
    ("sample", "the sample lists of the repository", sample),
    ("pairs", "labelled pairs of names", pairs),
    ("checks", "labelled pairs with attributes", checks),
    ("un", "people of the UN list with altered names", un_people),
    ("alerts", "ordinary customers", alerts),
    ("scripts", "official names in two scripts", scripts),
    ("translit", "transliterations of one name", translit),
    ("retrieval", "what is lost before it is compared", retrieval),
    ("cases", "cases that cost somebody a penalty", cases),
    ("equality", "normal search against exhaustive", equality),
    ("calibration", "score against share of true", calibration),
    ("senzing", "an entity-resolution truth set", senzing),
    ("aliases", "aliases held out, ships, small sets", aliases),
    ("ofac", "OFAC's own scores", ofac),
    ("peer", "an open scorer on the same pairs", peer),
]
