"""Where the files of an office lie that may lie elsewhere: a folder, or a bucket of an object store, through fsspec."""
