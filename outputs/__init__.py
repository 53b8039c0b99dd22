"""Records → drafts for people: DOCX, XLSX, ICS, HTML, and the folder that they lie in."""
