"""Letters of names."""
