"""Lists of names: one a line, or one a row with a column for each language.

    Bashar al-Assad
    Aleppo|Halab	حلب

Forms of one language are parted by bars, the first is the preferred one; lines that begin with
``#`` are comments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from mtkit.errors import FormatError
from mtkit.langs import standard
from mtkit.names.gazetteer.clusters import Cluster, Use
from mtkit.names.gazetteer.exchange.files import open_text
from mtkit.names.gazetteer.store import BY_SCRIPT
from mtkit.text.scripts import main_script
from mtkit.types import NameType


def read_list(
    path: Path, *, languages: Sequence[str] = (), type: NameType | None = None
) -> Iterator[Cluster]:
    """Yield the names of a list.

    Args:
        path: A UTF-8 file.
        languages: Of the columns, where there are several; else a form is taken for English in
            Latin, for Arabic in Arabic script, and for of no known language otherwise.
        type: Of all names; None where nothing tells.

    Raises:
        FormatError: It is not UTF-8.
        ConfigError: A language that is none.
    """
    codes = [standard(language) for language in languages]
    try:
        with open_text(path) as file:
            for line in file:
                if line.strip() and not line.startswith("#"):
                    cluster = _cluster(line.rstrip("\r\n").split("\t"), codes)
                    if type is not None:
                        cluster.types[type] += 1
                    yield cluster
    except UnicodeDecodeError as error:
        raise FormatError("not UTF-8 text; convert it first", path) from error


def _cluster(cells: Sequence[str], codes: Sequence[str]) -> Cluster:
    uses = []
    for column, cell in enumerate(cells):
        forms = [form.strip() for form in cell.split("|") if form.strip()]
        for at, form in enumerate(forms):
            language = codes[column] if column < len(codes) and len(cells) > 1 else ""
            language = language or BY_SCRIPT.get(main_script(form), "und")
            uses.append(Use(form, language, preferred=at == 0 and len(forms) > 1))
    return Cluster(uses, Counter())
