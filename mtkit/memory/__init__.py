"""What was translated before: an SQLite file that many runs share and none depends on."""

from mtkit.memory.export import write_jsonl, write_tmx
from mtkit.memory.key import Key, key
from mtkit.memory.memory import Record, TranslationMemory, default_path

__all__ = [
    "Key",
    "Record",
    "TranslationMemory",
    "default_path",
    "key",
    "write_jsonl",
    "write_tmx",
]
