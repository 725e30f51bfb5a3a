"""The search index and the words it is made of, derived from the store and rebuilt at any time."""
