"""One module per page of the site, each answering one question in its first sentence.

Belongs here: which tables a page reads and how its words and figures are put together.
Does not: HTML (templates) or styling of figures (figures, theme).
"""
