"""Compare: any number of repositories, any metric, in one chart with its numbers."""
