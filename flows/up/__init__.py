"""``minyi up``: Prefect's server, a worker, the watcher of the inbox and the review page, started and stopped together.

Each is a process of its own (``child_process``); the one that starts them (``supervisor``) imports none of what they
need.
"""
