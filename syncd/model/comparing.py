"""How many courses are compared at once, and from how many learners on a completion rate is said. Pure."""

# A comparison has at least two, a group of LAN's at most so many, a reader's own choice at most four.
LEAST, MOST_OF_GROUP, MOST_CHOSEN = 2, 12, 4
# The rate of fewer learners says more about chance than about a course, and could say something about one of them.
RATE_FROM = 10
_WHOLE = 100


def completion_rate(enrolled: int, completed: int) -> int | None:
    """Of the learners who are enrolled, how many per cent have completed; None where they are too few to say."""
    return None if enrolled < RATE_FROM else round(completed * _WHOLE / enrolled)
