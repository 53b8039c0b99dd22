"""The jobs as Prefect flows: each resolves its parameters, calls the core and leaves a table of figures.

No rule about documents is in here, and nothing is cached or kept by Prefect: the store is the cache, by content.
"""
