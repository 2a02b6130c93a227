"""Reference pages generated from the code."""


def pages() -> dict[str, tuple[str, str]]:
    """Return title and Markdown text of each reference page, by the name of the page."""
    return {}
