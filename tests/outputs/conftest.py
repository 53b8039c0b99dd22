"""Its being here lets the folders below import ``invented_batch``."""
