"""Mirrors: candidates for one actor's next account, found by record linkage over what both accounts call themselves.

Belongs here: spellings made comparable, features of accounts, the Splink model, its training and its evaluation.
Does not: what depends on the instant that is asked about (groups, blocks, reviews): that is SQL, so that it can be
replayed. Nor any verdict: a pair is a candidate for a person to review.
"""
