"""The office's own forms: its Word and Excel templates, filled with the fields of a batch."""
