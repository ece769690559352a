"""Two forms of a name: `clean`, which is shown, and `comparable`, which is only compared.

`clean` takes away what no reader sees (direction marks, zero-width characters, tatweel, doubled
white space, presentation forms) and nothing else.  `comparable` takes away what writers of one name
disagree on: case, accents, apostrophes for ʿayn and hamza, hyphens, Arabic marks and hamza seats.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from mtkit.errors import FormatError
from mtkit.text.arabic import normalize as _fold_arabic

LONGEST = 200
"""Code points of the longest form that is kept as a name; the longest real ones have about 120."""

# Zero-width space, joiners, word joiner, byte order mark, soft hyphen, combining grapheme joiner;
# direction marks, embeddings and isolates; variation selectors; tatweel.
_UNSEEN = re.compile(
    "[\u200b-\u200f\u2060-\u2064\ufeff\u00ad\u034f\u061c\u202a-\u202e\u2066-\u206f"
    "\u180e\ufe00-\ufe0f\u0640]"
)
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
# Arabic letters without marks, one space between words: nearly every Arabic name is clean already
_PLAIN_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]+(?: [\u0621-\u063a\u0641-\u064a]+)*")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_APOSTROPHES = re.compile("['’‘‛ʼʻʽʾʿˈ`´′ˋˊ＇]")
_OTHER = re.compile(r"[\W_]+")


def clean(form: str) -> str:
    """Return the form as it is shown and kept: NFC, without what no reader sees; idempotent.

    Bidi controls, zero-width characters, soft hyphens and tatweel go; Arabic presentation forms
    become letters; white space and controls become one space each, none at the ends.  Letters,
    marks, case and punctuation stay as they are.  Text of any length is taken; what is to be kept
    as a name goes through `checked`.
    """
    if form.isascii():
        return " ".join((form if form.isprintable() else _BLANK.sub(" ", form)).split())
    if _PLAIN_ARABIC.fullmatch(form):
        return form
    plain = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), form)
    plain = unicodedata.normalize("NFC", _UNSEEN.sub("", plain))
    return _BLANK.sub(" ", plain).strip()


def checked(form: str) -> str:
    """Return `clean(form)`, if that can be kept as a name.

    Raises:
        FormatError: It has no letter and no digit, or more than `LONGEST` code points.
    """
    plain = clean(form)
    if len(plain) > LONGEST:
        problem = f"a name of {len(plain)} characters ({plain[:30]!r}…); the longest has {LONGEST}"
        raise FormatError(f"{problem}: is it a sentence?")
    if not any(map(str.isalnum, plain)):
        raise FormatError(f"{form[:30]!r} is no name: it has no letter and no digit")
    return plain


def comparable(form: str) -> str:
    """Return the form as it is compared: lower-case words with single spaces; idempotent.

    Latin letters lose their accents (é, ā, ḥ, ø, ß → e, a, h, o, ss), Arabic ones what
    `mtkit.text.arabic.normalize` takes.  Apostrophes of any kind go, whether they stand for ʿayn,
    hamza or an elision; hyphens and other punctuation part words; digits are European.  Empty when
    the form has no letter and no digit.
    """
    if form.isascii():
        folded = _APOSTROPHES.sub("", form.lower())
        return folded if folded.isalnum() else _OTHER.sub(" ", folded).strip()
    return _fold(clean(form))


@lru_cache(maxsize=65536)
def _fold(form: str) -> str:
    # compatibility first, for what casefold does not know: 𝐀, ﷲ
    folded = _fold_arabic(unicodedata.normalize("NFKD", form)).casefold()
    folded = _APOSTROPHES.sub("", folded)
    # decomposed, so that a Latin letter's accents are characters of their own
    kept: list[str] = []
    takes_marks = False
    for character in unicodedata.normalize("NFKD", folded):
        if unicodedata.category(character)[0] == "M":
            if takes_marks:
                kept.append(character)
            continue
        if character.isdecimal():
            character = str(unicodedata.decimal(character))
        latin = character < "\u02b0" or "\u1e00" <= character <= "\u1eff"
        takes_marks = character.isalnum() and not latin
        kept.append(_latin_folds().get(character, character) if character.isalnum() else " ")
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


@cache
def _latin_folds() -> dict[str, str]:
    table = (files("mtkit.names") / "data" / "latin_folds.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows}
