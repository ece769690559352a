"""The engine to compare with: Transformers' own MarianMTModel in float32.

Slow, and needs PyTorch; what it is for is to show that the fast engine computes the same thing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from mtkit.engines.base import DecodeOptions
from mtkit.engines.convert import digest
from mtkit.engines.normalize import NORMALIZER_VERSION
from mtkit.engines.pieces import EOS, UNK, Codec, Coded, blank, decode, is_blank, read_vocabulary
from mtkit.engines.schedule import length_limit, schedule
from mtkit.errors import ConfigError, MissingExtraError, ModelError
from mtkit.store.manifest import Model
from mtkit.types import Hypothesis, Piece

if TYPE_CHECKING:
    import torch

_BUDGET = 1024  # source pieces of a batch
_WINDOW = 256
_PAD = "<pad>"


def load(
    model: Model,
    *,
    device: str = "auto",
    compute_type: str = "auto",
    inter_threads: int | None = None,
    intra_threads: int | None = None,
) -> TransformersEngine:
    """Return a `TransformersEngine`.

    Raises:
        ConfigError: Another compute type than float32, or several batches side by side.
        MissingExtraError: PyTorch or Transformers is not installed.
        ModelError: The model is not in Transformers' layout, or is broken.
    """
    if compute_type not in ("auto", "float32"):
        raise ConfigError(f"the transformers engine computes in float32, not in {compute_type}")
    if inter_threads not in (None, 1):
        raise ConfigError("the transformers engine decodes one batch at a time")
    return TransformersEngine(model, device=device, threads=intra_threads)


class TransformersEngine(Coded):
    """A Marian model on Transformers, with eager attention, which alone can be looked at.

    Args:
        model: In Transformers' layout.
        device: ``"cpu"``, ``"cuda"`` or ``"auto"``.
        threads: Of PyTorch, in the whole process; None leaves them.

    Raises:
        MissingExtraError: PyTorch or Transformers is not installed.
        ModelError: The model is not in Transformers' layout, or is broken.
    """

    name = "transformers"

    def __init__(self, model: Model, *, device: str = "auto", threads: int | None = None) -> None:
        try:
            import torch
            from transformers import MarianMTModel
        except ModuleNotFoundError:
            raise MissingExtraError("the transformers engine", "transformers") from None
        if model.manifest.layout != "transformers":
            raise ModelError(
                f"{model.id}: its weights are in the layout of {model.manifest.layout}; "
                "use engine 'ctranslate2'"
            )
        if threads is not None:
            torch.set_num_threads(threads)
        try:
            loaded = MarianMTModel.from_pretrained(
                str(model.path), dtype=torch.float32, attn_implementation="eager"
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(f"{model.id}: Transformers cannot load it: {error}") from None
        self._model: Any = loaded.eval().to(_device(device))
        vocabulary = read_vocabulary(model.path)
        codec = Codec(model.path, vocabulary, model.manifest, append_eos=True)
        super().__init__(codec, model.manifest.pairs)
        self._vocabulary = vocabulary
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        facts = (self.name, digest(model), NORMALIZER_VERSION)
        self.fingerprint = hashlib.sha256(repr(facts).encode()).hexdigest()

    def stream(
        self, texts: Iterable[str], *, source: str, target: str, options: DecodeOptions
    ) -> Iterator[list[Hypothesis]]:
        """Yield the hypotheses of each text, one batch after the other."""
        label = self._codec.label(source, target)
        if options.sampling_topk:
            import torch

            torch.manual_seed(options.seed)
        return schedule(
            (self._codec.encode(text, label) for text in texts),
            start=partial(self._start, options),
            length=len,
            budget=_BUDGET,
            window=_WINDOW,
            in_flight=1,
        )

    def _start(self, options: DecodeOptions, sources: Sequence[tuple[Piece, ...]]) -> _Finished:
        import torch

        with torch.inference_mode():
            ids, mask = self._pad([[self._ids[piece.piece] for piece in s] for s in sources])
            said = self._generate(ids, mask, options, length_limit(len(ids[0]), options))
            count = options.num_hypotheses
            scores, attentions = self._look_back(
                ids.repeat_interleave(count, 0), mask.repeat_interleave(count, 0), said
            )
        results = []
        for row, source in enumerate(sources):
            if is_blank(source):
                results.append([blank(source, aligned=options.alignment)])
                continue
            results.append(
                [
                    self._hypothesis(source, said[n], scores[n], attentions[n], options.alignment)
                    for n in range(row * count, (row + 1) * count)
                ]
            )
        return _Finished(results)

    def _generate(
        self, ids: torch.Tensor, mask: torch.Tensor, options: DecodeOptions, limit: int
    ) -> list[list[int]]:
        """Return what was said, end of sentence included where it was reached."""
        sampling = options.sampling_topk > 0
        output = self._model.generate(
            input_ids=ids,
            attention_mask=mask,
            num_beams=1 if sampling else options.beam_size,
            num_return_sequences=options.num_hypotheses,
            do_sample=sampling,
            top_k=options.sampling_topk if sampling else None,
            temperature=options.sampling_temperature if sampling else None,
            length_penalty=options.length_penalty,
            # As CTranslate2 does: stop at as many finished hypotheses as the beam is wide.
            early_stopping=options.beam_size > 1 and not sampling,
            repetition_penalty=options.repetition_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram_size,
            suppress_tokens=[self._ids[UNK], self._ids[_PAD]],
            bad_words_ids=None,
            forced_eos_token_id=None,
            max_length=None,
            max_new_tokens=limit,
        )
        return [self._until_end(row) for row in output[:, 1:].tolist()]

    def _until_end(self, row: list[int]) -> list[int]:
        end, pad = self._ids[EOS], self._ids[_PAD]
        if end in row:
            return row[: row.index(end) + 1]
        return [number for number in row if number != pad]

    def _look_back(
        self, ids: torch.Tensor, mask: torch.Tensor, said: list[list[int]]
    ) -> tuple[list[float], list[torch.Tensor]]:
        """Read the hypotheses once more, for mean log-probabilities and for attention.

        The attention is that of the last layer's first head: the one that Marian guides by word
        alignments when it is trained so.
        """
        import torch

        labels, label_mask = self._pad(said)
        output = self._model(
            input_ids=ids, attention_mask=mask, labels=labels, output_attentions=True
        )
        logits = output.logits
        logits[..., [self._ids[UNK], self._ids[_PAD]]] = -torch.inf
        chosen = logits.log_softmax(-1).gather(-1, labels[..., None])[..., 0]
        means = chosen.where(label_mask.bool(), 0).sum(1) / label_mask.sum(1)
        heads = output.cross_attentions[-1][:, 0]
        return means.tolist(), list(heads)

    def _hypothesis(
        self,
        source: tuple[Piece, ...],
        said: list[int],
        score: float,
        attention: torch.Tensor,
        aligned: bool,
    ) -> Hypothesis:
        end = self._ids[EOS]
        text, pieces = decode([self._vocabulary[number] for number in said if number != end])
        rows = attention[: len(pieces), : len(source)].cpu().numpy() if aligned else None
        return Hypothesis(text, score, source, pieces, rows)

    def _pad(self, rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the rows as one matrix, and which of its cells are theirs."""
        import torch

        longest, pad = max(map(len, rows)), self._ids[_PAD]
        ids = torch.tensor([[*row, *[pad] * (longest - len(row))] for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        return ids.to(self._model.device), mask.to(self._model.device)


@dataclass(frozen=True, slots=True)
class _Finished:
    results: list[list[Hypothesis]]

    def done(self) -> bool:
        return True

    def result(self) -> list[list[Hypothesis]]:
        return self.results


def _device(asked: str) -> str:
    import torch

    if asked not in ("auto", "cpu", "cuda"):
        raise ConfigError(f"device is {asked!r}; it must be 'cpu', 'cuda' or 'auto'")
    available = torch.cuda.is_available()
    if asked == "cuda" and not available:
        raise ConfigError("no CUDA device that PyTorch can use; use device 'cpu'")
    return "cuda" if available and asked != "cpu" else "cpu"
