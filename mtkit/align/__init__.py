"""Which words of two texts stand for each other: from attention, from form, from a bitext."""
