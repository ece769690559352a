"""Names kept: which of the names of the reference the translation has, as written or spelled else.

A name is *exact* where its form stands in the hypothesis, but for vowel signs and the like, and
behind Arabic clitics.  It is a *variant* where the gazetteer has another form of it that stands
there, or where words there are like it enough to be the same name (`mtkit.names.similarity`).
Else it is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit import langs
from mtkit.evaluation.expected_names import expected_names
from mtkit.evaluation.metrics.base import Better
from mtkit.evaluation.metrics.name_search import NamedText, named_text, tokens
from mtkit.evaluation.metrics.rates import ratio
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.names.gazetteer import Gazetteer

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

_EXACT, _VARIANT, _EXPECTED = range(3)
_BLOCK = 256  # names compared at a time
_SAME = 0.8  # likeness; Iran and Iraq reach 0.6


class NamesKept:
    """Share of the names that are kept, exact or as a variant, in 0-100; 100 where there are none.

    Args:
        names: The names that each translation should hold.
        variants: Name → its other forms.
        signature: Where names and variants come from.
    """

    title = "names"
    better: Better = "higher"

    def __init__(
        self,
        names: Sequence[Sequence[str]],
        *,
        variants: Mapping[str, Sequence[str]],
        signature: str,
    ) -> None:
        self._names = names
        self._variants = variants
        self.signature = signature
        self._same: dict[tuple[str, str], bool] = {}

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return names exact, names as variants, names expected."""
        import numpy as np

        found = np.zeros((len(hypotheses), 3))
        asked: list[tuple[int, str, frozenset[str]]] = []
        for segment, (names, text) in enumerate(zip(self._names, hypotheses, strict=True)):
            if not names:
                continue
            found[segment, _EXPECTED] = len(names)
            words = named_text(text)
            for name in names:
                kind = self._looked_up(name, words)
                if kind is None:
                    asked.append((segment, name, words.candidates(tokens(name))))
                else:
                    found[segment, kind] += 1
        self._compare({(name, form) for _, name, forms in asked for form in forms})
        for segment, name, forms in asked:
            found[segment, _VARIANT] += any(self._same[name, form] for form in forms)
        return found

    def _looked_up(self, name: str, words: NamedText) -> int | None:
        if words.has(tokens(name)):
            return _EXACT
        if any(words.has(tokens(form)) for form in self._variants.get(name, ())):
            return _VARIANT
        return None

    def _compare(self, pairs: set[tuple[str, str]]) -> None:
        """Decide for new pairs whether they are the same name."""
        from mtkit.names.similarity import similarity_matrix

        new = sorted(pairs - self._same.keys())
        for start in range(0, len(new), _BLOCK):
            block = new[start : start + _BLOCK]
            names = list(dict.fromkeys(name for name, _ in block))
            forms = list(dict.fromkeys(form for _, form in block))
            alike = similarity_matrix(names, forms) >= _SAME
            row = {name: i for i, name in enumerate(names)}
            column = {form: i for i, form in enumerate(forms)}
            self._same |= {
                (name, form): bool(alike[row[name], column[form]]) for name, form in block
            }

    def score(self, sums: Counts) -> Counts:
        """Return the share that is kept."""
        import numpy as np

        kept = np.stack([sums[..., _EXACT] + sums[..., _VARIANT], sums[..., _EXPECTED]], axis=-1)
        return ratio(kept, numerator=0, denominator=1, scale=100, empty=100)

    def parts(self, sums: Counts) -> Mapping[str, float]:
        """Return how many names there were, are exact, are variants, are missing."""
        exact, variant, expected = map(float, sums)
        return {
            "expected": expected,
            "exact": exact,
            "variant": variant,
            "missing": expected - exact - variant,
        }


def names(references: ReferenceSet, gazetteer: str = "") -> NamesKept:
    """Return names kept.

    Args:
        references: Names marked in it, else those found in its first reference.
        gazetteer: File of a gazetteer whose forms are accepted variants; empty for none.

    Raises:
        ConfigError: No names are marked, and the target is neither English nor Arabic; or there is
            no such gazetteer.
    """
    expected = expected_names(references)
    origin = "reference" if references.names is None else "marked"
    origin = "marked+reference" if None in (references.names or ()) else origin
    signature = f"names:{origin}|same:0.8|rules:mtkit-names.1"
    variants: dict[str, list[str]] = {}
    if gazetteer:
        signature += f"|gazetteer:{Path(gazetteer).name}"
        language = references.target_language
        with Gazetteer(gazetteer) as known:
            for name in {name for row in expected for name in row}:
                entry = known.find(name)
                variants[name] = [
                    variant.form
                    for variant in (entry.variants if entry else ())
                    if language is None or langs.base(variant.language) == langs.base(language)
                ]
    return NamesKept(expected, variants=variants, signature=signature)
