"""The shelf: models at hand, their manifests, where they come from and whether they are whole."""

from mtkit.store.manifest import Golden, Manifest, MeasuredScore, Model
from mtkit.store.sealing import seal
from mtkit.store.shelf import Choice, NoModelError, Shelf
from mtkit.store.verification import Verification, verify

__all__ = [
    "Choice",
    "Golden",
    "Manifest",
    "MeasuredScore",
    "Model",
    "NoModelError",
    "Shelf",
    "Verification",
    "seal",
    "verify",
]
