"""How old is the truth: states computed by the reader from time stamps in the store."""
