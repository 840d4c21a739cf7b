"""How the words of a sentence hang together: Universal Dependencies, from the model's choices."""

from __future__ import annotations

RELATIONS = (
    "root nsubj nsubj:pass csubj obj iobj ccomp xcomp obl obl:agent obl:unmarked nmod nmod:poss nmod:desc appos acl acl:relcl "
    "advcl advmod amod aux aux:pass cop mark case det nummod compound compound:prt conj cc punct flat fixed parataxis "
    "discourse expl dislocated vocative goeswith dep"
).split()
"""What a word can be to its head; in the order of the model's outputs."""
CLASSES = "NOUN PROPN PRON VERB AUX ADJ ADV ADP DET NUM CCONJ SCONJ PART INTJ PUNCT SYM X".split()
"""Universal parts of speech; in the order of the model's outputs."""
