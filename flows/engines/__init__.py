"""Where the chunks of a job are worked on: in this process, in several of this machine, on Dask's workers."""
