"""The lake: every series as partitioned Parquet that others read in place, kept current by what changed."""
