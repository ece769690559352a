"""Inline markup carried over to the translation, on the words that it belongs to."""
