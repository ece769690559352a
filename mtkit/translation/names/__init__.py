"""Names in translation: found, held against gazetteers, put right, accounted for.

Nothing is loaded here: `uses` alone is needed where nobody keeps names, and the rest brings
taggers, gazetteers and the similarity of names along.
"""
