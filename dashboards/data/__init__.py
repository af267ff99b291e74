"""What pages read: one unchanged state of the database, what was asked of it, and each thing made once."""
