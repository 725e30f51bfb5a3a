"""`python -m syncd` is `syncd`."""

from syncd.cli import app

app(prog_name="syncd")
