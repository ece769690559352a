"""The gazetteer for other programs, and theirs for it: one module a format (`base.EXPORTS`)."""
