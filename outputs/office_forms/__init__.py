"""表式.xlsx: the forms as an office edits them."""
