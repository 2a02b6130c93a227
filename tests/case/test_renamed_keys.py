"""Old keys of a case are accepted with a warning that names the present key."""

from pathlib import Path

import pytest

import nanoglue
from nanoglue.case import CaseError, read
from nanoglue.case.renamed import RENAMED, Renamed, given_twice, present_path, rename
from nanoglue.case.text.document import Node, parse
from nanoglue.case.upgrade import upgrade, upgrade_file

OLD = sorted((Path(__file__).parent / "old_cases").glob("*.yaml"))


def document(row: Renamed) -> str:
    """A document with the old key of a row, in block style, with a comment after it."""
    steps = [step if step not in ("*", "**") else "any" for step in row.path.split(".") if step]
    lines = [f"{'  ' * i}{step}:" for i, step in enumerate(steps)]
    if row.path.startswith("protocol"):
        lines = ["protocol:", "  any:"]
    indent = "  " * len(lines)
    beside = [f"{indent}{row.beside}: {row.among[0] if row.among else 1}"] if row.beside else []
    value = next(iter(row.values), "3")
    return "\n".join([*lines, *beside, f"{indent}{row.old}: {value}  # a comment", ""])


def inner(tree: Node) -> Node:
    """The innermost mapping of such a document."""
    while len(tree.value) == 1 and isinstance(next(iter(tree.value.values())).value, dict):
        tree = next(iter(tree.value.values()))
    return tree


@pytest.mark.parametrize(
    "row", RENAMED, ids=lambda row: f"{row.path}.{row.old} {' '.join(row.values)}"
)
def test_each_old_key_is_replaced_and_its_comment_is_kept(row):
    text, value = document(row), next(iter(row.values), "3")
    tree = parse(text, "a.yaml")
    found = rename(tree)
    assert row.new in inner(tree).value
    assert found[0].place.line == len(text.splitlines())
    assert {(one.old, one.new) for one in found} >= (
        {(row.old, row.new)} if row.old != row.new else set(row.values.items())
    )
    rewritten, _ = upgrade(text, "a.yaml")
    expected = f"{row.new}: {row.values.get(value, value)}  # a comment"
    assert rewritten.splitlines()[-1].strip() == expected
    assert upgrade(rewritten, "a.yaml") == (rewritten, [])


@pytest.mark.parametrize("row", [r for r in RENAMED if r.old != r.new], ids=lambda row: row.old)
def test_a_key_under_both_names_is_refused(row):
    text = document(row)
    both = f"{text}{text.splitlines()[-1].replace(row.old, row.new, 1)}\n"
    tree = parse(both, "a.yaml")
    rename(tree)
    assert [issue.path[-1] for issue in given_twice(tree)] == [row.old]


@pytest.mark.parametrize("file", OLD, ids=lambda file: file.stem)
def test_an_old_case_is_accepted_with_warnings(file):
    case = read(file)
    assert case.deprecated
    first = case.deprecated[0]
    assert str(first).startswith(f"{file}:{first.place.line}:{first.place.column}: warning: ")
    assert str(first).endswith(f"'{first.old}' is deprecated; write '{first.new}'")


@pytest.mark.parametrize("file", OLD, ids=lambda file: file.stem)
def test_an_upgraded_case_is_the_same_case_without_warnings(file, tmp_path):
    new = tmp_path / file.name
    new.write_bytes(file.read_bytes())
    upgrade_file(new)
    assert new.with_name(f"{file.name}.bak").read_bytes() == file.read_bytes()
    old, present = read(file), read(new)
    assert not present.deprecated
    assert present.resolved() == old.resolved()
    assert comments(new) == comments(file)


def comments(file: Path) -> list[str]:
    """What follows a hash in the lines of a file."""
    return [line.partition("#")[2] for line in file.read_text().splitlines()]


def test_an_upgrade_to_another_file_leaves_the_old_one(tmp_path):
    upgrade_file(OLD[0], tmp_path / "new.yaml")
    assert not read(tmp_path / "new.yaml").deprecated
    assert read(OLD[0]).deprecated


def test_quoted_keys_and_flow_style_are_upgraded():
    text = "solver: {\"reuse\": 0, 'path': 'dissipation'}  # path\n"
    assert upgrade(text, "a.yaml")[0] == (
        "solver: {\"factor_reuse\": 0, 'control': 'arc_length'}  # path\n"
    )


def test_keys_after_a_separator_of_unicode_are_upgraded():
    text = 'title: "before\u2028after"\nsolver: {reuse: 0}\n'
    assert upgrade(text, "a.yaml")[0] == text.replace("reuse", "factor_reuse")


def test_the_path_of_a_dependent_number_is_renamed():
    text = "geometry: {recipe: dcb, arm: 1 mm, crack: {of: geometry.arm, at: [1, 2], is: [1, 2]}}\n"
    new = upgrade(text, "a.yaml")[0]
    assert "crack_length: {of: geometry.arm_thickness," in new


def test_an_override_may_use_an_old_path_or_a_present_one():
    old = next(file for file in OLD if file.stem == "arc_length")
    for key in ("reuse", "factor_reuse"):
        assert read(old, [f"solver.{key}=0.3"]).solver.factor_reuse == 0.3
    warned = [str(one) for one in read(old, ["solver.reuse=0.3"]).deprecated]
    assert any(text.startswith("--set solver.reuse: warning: solver: 'reuse'") for text in warned)


def test_a_key_of_the_same_name_elsewhere_is_left_alone():
    tree = parse("interfaces: {a: {law: {model: elastic, coupling: 2}}}", "a.yaml")
    assert not rename(tree)
    assert present_path(tree, ["interfaces", "a", "law", "stiffness"])[-1] == "stiffness"


def test_a_present_case_with_an_old_key_beside_the_new_one_is_refused(case_file):
    text = case_file.read_text().replace("time: {", "solver: {reuse: 0, factor_reuse: 0}\ntime: {")
    case_file.write_text(text)
    with pytest.raises(CaseError, match="also given under its present name 'factor_reuse'"):
        read(case_file)


def test_the_python_interface_warns_of_old_keys_and_of_doubtful_values():
    with pytest.warns(FutureWarning, match="'kind' is deprecated; write 'model'"):
        nanoglue.load(OLD[0])
    with pytest.warns(UserWarning, match="25 K is outside the plausible range"):
        nanoglue.load("nanoglue/bare", set={"temperature": "25 K"})
