"""How old the data is: states computed from time stamps in the store whenever they are read."""
