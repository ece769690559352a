"""From sentences to documents to files: the pipeline, and what can go wrong in it."""
