"""The read model: what lists, pages and metrics show of each repository, derived from facts and kept."""
