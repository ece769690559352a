"""Make the tables of attested spellings and regional profiles from Wikidata's labels.

    python benchmarks/transliteration_tables.py    # reads $MTKIT_SHARED/names/train

Writes ``mtkit/names/data/spellings.tsv`` and ``mtkit/names/data/profiles.tsv``.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from mtkit.names.attested import part_key
from mtkit.names.profiles import (
    ARTICLE,
    FINAL_TA,
    FINAL_YA,
    SERVANT,
    SON,
    VOWEL,
    alternatives_in,
    compile_alternatives,
    letters_of,
)
from mtkit.names.units import units
from mtkit.training.characters import folds

DATA = Path(__file__).parents[1] / "mtkit" / "names" / "data"
NAMES = Path(os.environ.get("MTKIT_SHARED", "../shared")) / "names" / "train"

ARTICLES = ("al-", "el-", "al ", "el ")
FOLDS = {c: folded for c, folded in folds() if not folded or folded.isascii()}

LEAST_SEEN = 4  # a part that was spelled less often is left to the model
ENOUGH = 10  # seen so often, a spelling seen once is a slip
LEAST_SHARE = 0.02
TAIL = 0.3  # counts of the world's people, against those of people of Arab countries

REGIONS = {
    "egypt": {"EG", "SD"},
    "gulf": {"SA", "AE", "KW", "QA", "BH", "OM", "YE"},
    "iraq": {"IQ"},
    "lebanon": {"LB"},
    "levant": {"SY", "PS", "JO"},
    "libya": {"LY"},
    "maghreb": {"MA", "DZ", "TN", "MR"},
}
ALTERNATIVES = {
    ARTICLE: "al-|al |al|el-|el |el|ul |as-|as |es |ash-|ech-|ad-|ed-|an-|ar-|az-|at-",
    SERVANT: "abdul |abdul|abdel |abdel|abd al-|abd el-|abd al |abd el |abder|abdal|abdol|abd",
    SON: "bin|ben|ibn",
    FINAL_TA: "a|ah|eh|e|at|et",
    FINAL_YA: "i|y|ee|ie|í",
    VOWEL: "a|e|i|o|u",
    "ش": "sh|ch|sch",
    "ج": "j|dj|g|gu",
    "و": "u|ou|oo|o|w|v",
    "ي": "i|y|ee|ai|ay|ei|ey|e|ie",
    "ق": "q|k|g|c|gu",
    "ك": "k|c|q",
    "خ": "kh|k|h|ch",
    "غ": "gh|g|r",
    "ح": "h|7",
    "ث": "th|t|s",
    "ذ": "dh|d|th|z",
    "ض": "d|dh|z",
    "ظ": "z|dh|d|th",
    "ص": "s|ss|c|ç",
    "س": "s|ss|c|ç",
    "ف": "f|ph",
    "ا": "a|e|aa|â|i",
    "ز": "z|s",
}


def rows(name: str) -> Iterator[list[str]]:
    for line in (NAMES / name).read_text("utf-8").splitlines():
        yield line.split("\t")


def plain(latin: str) -> str:
    """Return a spelling as newspapers in English print it: no accents; lower case."""
    return "".join(FOLDS.get(c, c) for c in " ".join(latin.lower().split()))


def counted(forms: str) -> Iterator[tuple[str, int]]:
    for form in forms.split("|"):
        text, _, count = form.rpartition(":")
        yield text, int(count)


def pairs_of_parts() -> Iterator[tuple[str, str, str]]:
    """Yield part, spelling and country of the full names that have as many parts on both sides."""
    for arabic, latin, country in rows("full_names.tsv"):
        ours, theirs = units(arabic), units(latin)
        if len(ours) == len(theirs):
            for a, b in zip(ours, theirs, strict=True):
                yield a, b, country


def spellings() -> dict[str, Counter[str]]:
    """Count spellings by part.

    Labels of people of Arab countries count in full; the longer lists are of people of the whole
    world (Ahmet, Fatemeh) and lack some forms, so where there are enough of the former they only
    add a tail.
    """
    lists: dict[str, Counter[str]] = defaultdict(Counter)
    for arabic, forms in rows("latin_variants_by_arabic.tsv"):
        for form, count in counted(forms):
            lists[part_key(arabic)][plain(form)] += count
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for arabic, latin, _ in pairs_of_parts():
        names[part_key(arabic)][plain(latin)] += 1
    found = {}
    for key in {*lists, *names}:
        ours, theirs = names[key], lists[key]
        enough = ours.total() >= ENOUGH
        scale = min(1.0, TAIL * ours.total() / max(theirs.total(), 1)) if enough else 1.0
        tail = {form: round(scale * count) for form, count in theirs.items()}
        found[key] = ours + Counter(tail)
    return found


def full_spellings() -> dict[str, str]:
    """Return part → its commonest form with hamza and final letters written."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for arabic, _, count in rows("wikidata_tokens.tsv"):
        seen[part_key(arabic)][arabic] += int(count)
    for name in ("name_parts.tsv", "places.tsv"):
        for arabic, *_ in rows(name):
            seen[part_key(arabic)][arabic] += 1
    found = {
        key: forms.most_common(1)[0][0]
        for key, forms in seen.items()
        if not key.endswith("الله")  # the lists hold عبداللة, a mistake
    }
    spaced = (part for arabic, _, _ in rows("full_names.tsv") for part in units(arabic))
    return found | {part_key(part): part for part in spaced if " " in part}  # عبد الرحمن


def write_spellings() -> None:
    full = full_spellings()
    lines = [
        "# Parts of names and how they were spelled in Latin letters, with counts: the Arabic",
        "# form as it is compared, its full spelling where that differs, spellings.  Wikidata",
        "# labels by way of arabic-name-romanizer (data CC0); full spellings also by Merhav and",
        "# Ash 2018 (CC0), volunteers' lists of name parts (public domain), GeoNames (CC BY 4.0).",
        "# Made by benchmarks/transliteration_tables.py.",
    ]
    for key, counts in sorted(spellings().items()):
        total = counts.total()
        kept = {
            form: n
            for form, n in counts.most_common()
            if n >= LEAST_SHARE * total
            and (n > 1 or total < ENOUGH)
            and "|" not in form
            and (key.startswith("ال") or not form.startswith(ARTICLES))  # another name's article
        }
        if total >= LEAST_SEEN and kept and len(key) > 1:
            shown = full.get(key, key)
            forms = "|".join(f"{form}:{n}" for form, n in kept.items())
            lines.append(f"{key}\t{shown if shown != key else ''}\t{forms}")
    (DATA / "spellings.tsv").write_text("\n".join(lines) + "\n", "utf-8")


def write_profiles() -> None:
    region_of = {code: region for region, codes in REGIONS.items() for code in codes}
    columns = ["all", *REGIONS]
    patterns = {
        row: compile_alternatives(row, tuple(text.split("|"))) for row, text in ALTERNATIVES.items()
    }
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for arabic, latin, country in pairs_of_parts():
        for row, times in letters_of(arabic).items():
            if row not in patterns:
                continue
            found = alternatives_in(latin, patterns[row])
            if found and (row == VOWEL or len(found) == times):  # else it stands for another letter
                for one in found:
                    counts[row, one]["all"] += 1
                    counts[row, one][region_of.get(country, "other")] += 1
    lines = [
        "# Which Latin letters stand for an Arabic one (or the article, final ة and ي, unwritten",
        "# vowels), by region: counts in Wikidata labels of people (arabic-name-romanizer, CC0).",
        "# Made by benchmarks/transliteration_tables.py.",
        "\t".join(["arabic", "latin", *columns]),
    ]
    for row, text in ALTERNATIVES.items():
        for one in text.split("|"):
            if counts[row, one]["all"] >= 3:
                numbers = (str(counts[row, one][column]) for column in columns)
                lines.append("\t".join([row, one, *numbers]))
    (DATA / "profiles.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    write_spellings()
    write_profiles()
