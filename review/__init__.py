"""Where people correct what is proposed: the list, the ledger of their decisions, their accounts, and the page."""
