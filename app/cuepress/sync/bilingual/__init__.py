"""A text and its translation: which sentences say the same, and the times that follow from it. Pure, no sound.

pieces      a text in sentences and clauses, and what in each survives translation
terms       where concepts of a glossary are named
lexicon     words that mean the same, learnt from the two texts
evidence    how much two pieces have in common
beads       the cheapest way to pair them; ``search`` is its compiled loop
likeness    whether they say the same at all
aligning    a few rounds of pairing and learning
clauses     the parts of a sentence and the rests in its speech
times       times for the translation
"""
