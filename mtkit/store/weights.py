"""Weights on disk: counted from the header, and never left as a pickle.

A `pytorch_model.bin` is a pickle, which can run code when it is loaded.  It is read once, with
PyTorch's ``weights_only``, which builds tensors and nothing else, and kept as safetensors.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.errors import FormatError, MissingExtraError, ModelError
from mtkit.io import atomic_file

if TYPE_CHECKING:
    import torch

SAFE, PICKLED = "model.safetensors", "pytorch_model.bin"

_HEADER_LIMIT = 100_000_000  # bytes; the format's own limit


def count_parameters(folder: Path) -> int:
    """Return the number of weights, shared ones once; 0 where no file tells it cheaply.

    Raises:
        FormatError: The safetensors file is damaged.
    """
    path = folder / SAFE
    if path.exists():
        header = read_header(path)
        return sum(prod(tensor["shape"]) for tensor in header.values())
    archives = sorted(folder.glob("*.npz"))
    return _count_npz(archives[0]) if archives else 0


def read_header(path: Path) -> dict[str, dict[str, list[int]]]:
    """Return a safetensors file's tensors, name → dtype, shape and offsets, without reading them.

    Raises:
        FormatError: The file is damaged.
    """
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if length > min(_HEADER_LIMIT, path.stat().st_size - 8):
                raise ValueError("the header is longer than the file")
            header = json.loads(file.read(length))
        tensors = {name: value for name, value in header.items() if name != "__metadata__"}
        end = max((value["data_offsets"][1] for value in tensors.values()), default=0)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(f"not a safetensors file: {error}", path) from None
    if 8 + length + end != path.stat().st_size:
        raise FormatError("a safetensors file cut short; fetch it again", path)
    return tensors


def check_readable(name: str) -> None:
    """Tell before weights are fetched whether `make_safe` will be able to read them.

    Raises:
        MissingExtraError: `name` is a pickle, and PyTorch, which alone reads it, is not installed.
    """
    if name == PICKLED and find_spec("torch") is None:
        raise MissingExtraError(f"reading {PICKLED}, the old format,", "transformers")


def make_safe(folder: Path) -> None:
    """Replace the folder's `pytorch_model.bin`, if it has one, by `model.safetensors`.

    Raises:
        MissingExtraError: PyTorch, which alone reads the old format, is not installed.
        ModelError: The pickle holds something other than weights.
    """
    pickled = folder / PICKLED
    if not pickled.exists():
        return
    check_readable(PICKLED)
    from safetensors.torch import save

    tensors: dict[str, torch.Tensor] = {}
    seen: set[tuple[int, tuple[int, ...]]] = set()
    for name, tensor in _load_pickled(pickled).items():
        storage = (tensor.data_ptr(), tuple(tensor.shape))
        if storage not in seen:  # tied embeddings stand in it under several names
            seen.add(storage)
            tensors[name] = tensor.contiguous()
    with atomic_file(folder / SAFE) as file:
        file.write(save(tensors, metadata={"format": "pt"}))
    pickled.unlink()


def _load_pickled(path: Path) -> dict[str, torch.Tensor]:
    import pickle

    import torch

    # What `torch.load` raises for damaged files depends on where the damage is.
    broken = (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, LookupError, TypeError)
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except broken:
        raise ModelError(
            f"{path.name}: refused, it is damaged or a pickle of more than weights, which could "
            "run code; take a model that has safetensors"
        ) from None
    if not isinstance(state, dict) or not all(isinstance(x, torch.Tensor) for x in state.values()):
        raise ModelError(f"{path.name}: refused, it does not hold a table of tensors")
    # The name under which the other layers of a Marian model find the shared table comes first.
    return dict(sorted(state.items(), key=lambda item: item[0] != "model.shared.weight"))


def _count_npz(path: Path) -> int:
    import zipfile

    import numpy as np

    try:
        with np.load(path) as archive:
            return sum(archive[name].size for name in archive if not name.startswith("special:"))
    except (ValueError, zipfile.BadZipFile, OSError) as error:
        raise FormatError(f"not a Marian model: {error}", path) from None
