"""Letters, words and numbers: what is asked of text everywhere in mtkit."""
