"""MkDocs hooks: decisions and generated reference pages, and formulas as MathML."""

import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
IMAGES = (
    "cases/nanoglue/pictures/bare_tenth.png",
    "cases/nanoglue/pictures/coated_onset.png",
    "cases/nanoglue/pictures/interpretations.png",
    "cases/nanoglue/pictures/optimum.png",
    "benchmarks/sei/lifted.png",
    "benchmarks/posterior/nanoglue_corner.png",
    "benchmarks/posterior/nanoglue_tornado.png",
    "benchmarks/posterior/sei_corner.png",
)

BLOCK = re.compile(r"^\$\$\n?(.+?)\n?\$\$$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<![\\$`\w])\$((?:[^$\n`]|\n(?!\n))+?)\$(?![\w$])")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the decisions and the reference to the navigation."""
    nav: list[Any] = list(config.nav or [])
    decisions = [f"decisions/{file.name}" for file in _decisions()]
    for section in nav:
        if "Development" in section:
            section["Development"].append({"Decisions": decisions})
    reference = [{title: f"reference/{name}.md"} for name, (title, _) in _reference().items()]
    nav.insert(-2, {"Reference": reference})
    config.nav = nav
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are not in this folder."""
    for file in _decisions():
        text = file.read_text(encoding="utf-8")
        files.append(File.generated(config, f"decisions/{file.name}", content=text))
    for image in IMAGES:
        path = ROOT / image
        files.append(File.generated(config, f"images/{path.name}", abs_src_path=str(path)))
    for name, (title, text) in _reference().items():
        content = f"# {title}\n\n{text}\n"
        files.append(File.generated(config, f"reference/{name}.md", content=content))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace formulas between dollar signs by MathML, outside of code."""
    parts = re.split(r"(^```.*?^```|`[^`\n]+`)", markdown, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("`") else _formulas(part) for part in parts)


def _formulas(text: str) -> str:
    from latex2mathml.converter import convert

    # A wide formula scrolls within its frame. Without a span, Markdown would take a formula at the
    # start of a line for a block of HTML and end the paragraph there.
    block = '\n<div class="formula">{}</div>\n'
    text = BLOCK.sub(lambda found: block.format(convert(found[1], display="block")), text)
    return INLINE.sub(lambda found: f'<span class="formula">{convert(found[1])}</span>', text)


def _decisions() -> list[Path]:
    return sorted((ROOT / "solver" / "decisions").glob("*.md"))


@cache
def _reference() -> dict[str, tuple[str, str]]:
    """Title and text of each reference page, by the name of the page."""
    sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "solver")]
    from generate import pages

    return pages()
