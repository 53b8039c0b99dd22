"""The sample batch in ``samples/batch/`` and how it is made: ``python -m samples.build``.

Every office, place, person, number and sentence is invented. The built files are committed; run this only to
change them, and then mend ``samples/expected.json`` by hand: it says what a person reads in the papers.
"""
