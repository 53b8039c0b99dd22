"""Tables of a million comments: read as they come, tagged in parts, written to Parquet and the store part by part."""
