"""Papers as Word documents and PDF: the page of GB/T 9704-2012, and how texts, tables and charts are laid on it."""
