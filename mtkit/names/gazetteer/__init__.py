"""Entries of persons, places and organizations: every form of their names, with the evidence."""

from mtkit.names.gazetteer.gazetteer import Gazetteer, default_path
from mtkit.names.gazetteer.lookup import Match

__all__ = ["Gazetteer", "Match", "default_path"]
