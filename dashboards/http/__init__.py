"""Over HTTP: which path leads where, answers with their headers, addresses, the pages' own files."""
