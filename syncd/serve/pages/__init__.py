"""Web pages of the centre. Read the store only."""
