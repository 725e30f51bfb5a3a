"""The proxy of the operations guide passes on every address that the centre answers to everybody, and no other."""

import re

from syncd.serve.pages.portal.view import SIGN_IN, SIGN_OUT
from tests.architecture.tree import REPOSITORY

GUIDE = (REPOSITORY / "docs/operations.md").read_text(encoding="utf-8")
# For LAN's own machine, and what only tells programs what there is.
HERE = {"/status", "/docs", "/redoc"}
OF_SIGN_IN = {SIGN_IN, SIGN_OUT, "/signed-in"}


def test_both_languages_pass_on_every_public_page_and_answer_and_not_the_operators(app):
    passed = [re.compile(one) for one in re.findall(r"location ~ (\^/\(\$\S+) \{", GUIDE)]
    assert len(passed) == 2
    paths = {re.sub(r"\{\w+\}", "x", path) for path in app.openapi()["paths"]} | OF_SIGN_IN
    public = {path for path in paths if not path.startswith(tuple(HERE))}
    assert len(public) > 20
    for each in passed:
        assert sorted(path for path in public if not each.search(path)) == []
        assert not each.search("/status")
