"""What an HTML parser finds in a page."""

from html.parser import HTMLParser


class Seen(HTMLParser):
    """What a page holds: its text, its elements, their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._parts: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        self.text = "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self._parts.append(data)
