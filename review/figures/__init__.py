"""What the overview shows: counted in the database, put into tables, drawn, and written as a workbook."""
