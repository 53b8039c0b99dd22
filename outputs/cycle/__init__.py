"""The table forms of the cycle: from the task list to the ledger of what was closed, and who fills in which."""
