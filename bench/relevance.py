"""How well a search answers: NDCG of the first ten over the judged queries, beside plain SQLite FTS5. Reads the relevance set.

`python -m bench.relevance [module:function]`: the function is given the offerings and answers with a search, which is given a
query and answers with the keys of the offerings it found, best first.
"""

import json
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib import import_module
from statistics import mean

from bench.measure import Json, machine
from tests.index.relevance.judge import Offering, best_is_there, catalogue, ndcg, queries

Search = Callable[[str], Sequence[int]]
IN_MEMORY = "tests.index.relevance.bm25:build"
COLUMNS = ("title", "summary", "category", "training_type", "agency")


def fts5(offerings: Sequence[Offering], joined: str = " OR ") -> Search:
    """The rival: SQLite's full text search as it comes, ranked by its own BM25; any of the words, or all of them."""
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE offering USING fts5({', '.join(COLUMNS)})")
    for offering in offerings:
        places = ", ".join("?" * (len(COLUMNS) + 1))
        row = (offering.key, *(getattr(offering, column) for column in COLUMNS))
        database.execute(f"INSERT INTO offering (rowid, {', '.join(COLUMNS)}) VALUES ({places})", row)

    def search(query: str) -> list[int]:
        asked = joined.join(f'"{word}"' for word in re.findall(r"\w+", query))
        found = database.execute("SELECT rowid FROM offering WHERE offering MATCH ? ORDER BY rank, rowid LIMIT 10", (asked,))
        return [key for (key,) in found]

    return search


def judged(search: Search) -> Json:
    """The figures of one search, in all and for each sort of query, and every query whose best answer is not there."""
    figures, missed = defaultdict(list), []
    for query in queries():
        ranked = search(query.text)
        figures[query.sort].append(ndcg(ranked, query))
        if not best_is_there(ranked, query):
            missed.append(f"{query.sort}: {query.text}")
    every = [figure for of_sort in figures.values() for figure in of_sort]
    by_sort = {sort: round(mean(of_sort), 3) for sort, of_sort in figures.items()}
    return {"ndcg_at_10": round(mean(every), 3), "by_sort": by_sort, "best_not_in_first_ten": missed}


def run(ranking: str = IN_MEMORY) -> Json:
    module, _, function = ranking.partition(":")
    build: Callable[[Sequence[Offering]], Search] = getattr(import_module(module), function)
    ours, any_word, all_words = judged(build(catalogue())), judged(fts5(catalogue())), judged(fts5(catalogue(), " AND "))
    return {
        "offerings": len(catalogue()),
        "queries": len(queries()),
        "ranking": ranking,
        "ours": ours,
        "fts5_any_word": any_word,
        "fts5_all_words": all_words["ndcg_at_10"],
        "above_fts5": round(ours["ndcg_at_10"] - any_word["ndcg_at_10"], 3),
    }


if __name__ == "__main__":
    print(json.dumps({"benchmark": "relevance", "machine": machine(), **run(*sys.argv[1:2])}, indent=1, ensure_ascii=False))
