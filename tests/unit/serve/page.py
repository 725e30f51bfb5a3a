"""What a browser would find in a page. Reads HTML only."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """What a browser would find."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def links(self, path: str) -> list[str]:
        """Where links go that begin so."""
        return [one["href"] or "" for one in self.all("a") if (one.get("href") or "").startswith(path)]

    @property
    def said(self) -> str:
        """All text, in one line."""
        return " ".join(" ".join(self.text).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]
