"""A case file of an earlier release rewritten with the present keys."""

from pathlib import Path

from nanoglue.case.renamed import Deprecation, given_twice, rename
from nanoglue.case.text.document import parse, yaml_lines
from nanoglue.case.text.errors import CaseError, CaseIssue, Place


def upgrade_file(path: Path, output: Path | None = None) -> list[Deprecation]:
    """Rewrite a case file with present keys, in place or to another file.

    In place, the old file is kept with the suffix ``.bak``; a file without old keys is not touched.

    Raises:
        CaseError: the file is not a case in YAML, or has a key under both names.
        OSError: a file cannot be read or written.
    """
    raw = path.read_bytes()
    try:
        text, replaced = upgrade(raw.decode(), str(path))
    except UnicodeDecodeError as error:
        raise CaseError([CaseIssue(Place(str(path)), (), "not UTF-8 text")]) from error
    if output is not None:
        output.write_bytes(text.encode())
    elif replaced:
        path.with_name(f"{path.name}.bak").write_bytes(raw)
        path.write_bytes(text.encode())
    return replaced


def upgrade(text: str, source: str) -> tuple[str, list[Deprecation]]:
    """Return the text of a case with present keys, and the replacements.

    Only the words themselves are replaced, so that comments, order and layout are kept.

    >>> upgrade("solver: {reuse: 0}  # no reuse", "a.yaml")[0]
    'solver: {factor_reuse: 0}  # no reuse'

    Raises:
        CaseError: the text is not a case in YAML, or has a key under both names.
    """
    tree = parse(text, source)
    replaced = rename(tree)
    twice = given_twice(tree)
    if twice:
        raise CaseError(twice)
    lines = yaml_lines(text)
    for one in reversed(replaced):
        line, start = lines[one.place.line - 1], one.place.column - 1
        at = line.index(one.old, start, start + len(one.old) + 1)  # a quote may come first
        lines[one.place.line - 1] = line[:at] + one.new + line[at + len(one.old) :]
    return "".join(lines), replaced
