"""The JSON interface (``/api/v1``): the services of the page, under the same permissions, for the office's programs.

What the schema says to its readers stands in Chinese where FastAPI takes it from: summaries, descriptions of fields,
and the docstrings of routes and shapes.
"""
