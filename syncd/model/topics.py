"""The topics of a course, which travel as one text with a line for each (docs/contract.md section 6). Pure."""

MOST, LENGTH = 10, 50


def of_text(text: str | None) -> tuple[str, ...]:
    """Each once, in their order; at most so many, and none longer than so many characters."""
    lines = dict.fromkeys(" ".join(line.split())[:LENGTH].strip() for line in (text or "").split("\n"))
    return tuple(line for line in lines if line)[:MOST]
