"""The fields of the search index and what a match in each is worth. Defines only.

Words are written as they stand and as their stems, in fields of their own, so that who writes a word exactly finds it first.
Texts that are compared whole are in raw fields; what has to be compared with the time of a question is a number.
"""

from tantivy import Schema, SchemaBuilder

# A newer program that writes other documents counts this up: an index of another number is made anew.
VERSION = 7

# What a word in a field is worth. Titles say what a course is; whose it is helps those who look for an agency; `also` is what
# others call what both say; summaries chat.
WEIGHTS = {"title": 2.0, "title_stem": 3.0, "whose": 2.0, "also": 1.5, "about": 0.5, "about_stem": 1.0}
# In these stand stems.
OF_STEMS = frozenset({"title_stem", "also", "about_stem"})

# All words of a course, and its stems with a mark: what decides whether it is found, of what each is worth in which field. Of
# courses that everybody may see once more, so that who sees no others asks for a word and nothing else.
FOUND_BY, FOUND_BY_ALL = "found_by", "found_by_all"
KEY, TENANT, COURSE, STAMP, CARD, SEEN_BY = "key", "tenant_id", "course_id", "stamp", "card", "seen_by"
# A number next to 1 that differs for every course, so that no two courses of equal words change places between two pages.
STEADY = "steady"
# The comparison group LAN put a course into.
COMPARISON = "comparison"
# Until when LAN recommends it.
FEATURED = "featured"
OPENS, CLOSES, STARTS = "opens", "closes", "starts"
# By what hits can be sorted; each value is of one course alone, so that the order is the same whenever it is asked for.
BY_NEWEST, BY_MINUTES, BY_TITLE, BY_POPULAR, BY_RATING = "by_newest", "by_minutes", "by_title", "by_popular", "by_rating"
# An order in which no course has a better place than another, for whoever draws lots.
BY_LOT = "by_lot"

# A combination of values of several facets, so that one count of it counts them all.
TRAITS = "traits"

EVERYBODY = "*"


def is_stem(term: str) -> bool:
    """Whether this is a stem and no word as somebody wrote it."""
    return term.startswith("~")


def as_stem(form: str) -> str:
    """A stem among words; no word looks like it."""
    return f"~{form}"


def of_agency(name: str) -> str:
    """The mark of what only this agency may see; no name can make it that of everybody."""
    return f"={name}"


def schema(facets: tuple[str, ...]) -> Schema:
    """The schema, with a field for each facet whose values are written down."""
    builder = SchemaBuilder()
    builder.add_text_field(KEY, stored=True, tokenizer_name="raw", index_option="basic")
    for name in WEIGHTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in (FOUND_BY, FOUND_BY_ALL):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field(COMPARISON, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(SEEN_BY, tokenizer_name="raw", index_option="basic")
    for name in (*facets, TRAITS):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(BY_TITLE, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(TENANT, indexed=True, fast=True)
    for name in (COURSE, STAMP, OPENS, CLOSES, STARTS, BY_NEWEST, BY_MINUTES, BY_POPULAR, BY_RATING, BY_LOT, FEATURED):
        builder.add_unsigned_field(name, fast=True)
    builder.add_float_field(STEADY, fast=True)
    builder.add_bytes_field(CARD, stored=True)
    return builder.build()
