"""Pictures drawn at the server: complete without a script, and the same words as the tables beside them."""
