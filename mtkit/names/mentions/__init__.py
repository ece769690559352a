"""Names in running English and Arabic text."""

from mtkit.names.mentions.find import arabic_mentions, english_mentions, english_names, mentions
from mtkit.names.mentions.sharpen import sharpen

__all__ = ["arabic_mentions", "english_mentions", "english_names", "mentions", "sharpen"]
