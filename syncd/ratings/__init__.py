"""What the ratings of each course come to: the published formula, and its results kept after the store."""
