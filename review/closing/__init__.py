"""Closing tasks (销号): the six steps, their evidence, how far every task is, and everything that happened to one.

Nothing is changed or deleted: a step that is taken back and evidence that is withdrawn are entries of their own, and
the database refuses anything else (``corpus.papers_schema``).
"""
