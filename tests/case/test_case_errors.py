"""Every mistake in a case is told with line, column, path, what was found and what would do."""

import pytest

from nanoglue.case import CaseError, read

LAW = "toughness: 0.5 J/m^2, stiffness: 3e18 Pa/m}"
MISTAKES = [
    # found -> put there, line, column, what is told
    (
        "{model: j2, yield_stress: 2 GPa}",
        "{model: j2, yield_stress: 2 GPa}\n    quadrature: {degree: 1}",
        14,
        26,
        "quadrature.degree: must be at least 2, not 1",
    ),
    ("0.3\n", "0.6\n", 12, 23, "poissons_ratio: must be less than 0.5, not 0.6"),
    ("width: 200", "width: -200", 6, 10, "geometry.width: must be greater than 0, not "),
    (
        "width: 200 nm",
        "width: 200",
        6,
        10,
        "must be a length such as 200 nm, not the bare number 200",
    ),
    ("2 GPa", "2 s", 13, 43, "must be a stress such as 30 GPa, but '2 s' is a time"),
    ("strength:", "strenght:", 28, 28, "unknown key (did you mean 'strength'?)"),
    ("model: hencky", "model: henky", 10, 14, "not 'henky' (did you mean 'hencky'?)"),
    ("plane_strain", "plain_strain", 3, 14, "(did you mean 'plane_strain'?)"),
    ("./blocks_of_a_test.py", "two_block", 5, 11, "(did you mean 'two_blocks'?)"),
    ("./blocks_of_a_test.py", "blocks_of_a_test", 5, 11, "write './blocks_of_a_test.py'"),
    ("./blocks_of_a_test.py", "blocks_of_a_test.py", 5, 11, "write './blocks_of_a_test.py'"),
    ("./blocks_of_a_test.py", "./missing.py", 5, 11, "no file"),
    ("./blocks_of_a_test.py", "/dev/zero", 5, 11, "must be a Python file"),
    ("width: 200 nm", "widht: 200 nm", 6, 3, "geometry.widht: unknown key (did you mean 'width'?)"),
    (
        "  upper:",
        "  uper:",
        8,
        3,
        "bodies.uper: the geometry has no such body (did you mean 'upper'?)",
    ),
    ("  upper_lower:", "  lower_upper:", 27, 3, "the geometry has no such interface"),
    ("  bottom:", "  botom:", 30, 3, "the geometry has no such boundary (did you mean 'bottom'?)"),
    ("body: upper\n", "body: uper\n", 35, 11, "no body 'uper' (did you mean 'upper'?)"),
    ("body: upper\n", "body: lower\n", 35, 11, "lower has no species to take up"),
    ("through: upper_lower", "through: bottom", 36, 14, "bottom is no surface of upper"),
    ("forces: [top]", "forces: [tip]", 40, 19, "no boundary 'tip' (did you mean 'top'?)"),
    ("{x: 0 nm, y: 0 nm}", "{r: 0 nm, y: 0 nm}", 30, 30, "has the components 'x' or 'y'"),
    ("time: {end: 5 hour}", "time: {wall: 5 hour}", 39, 1, "time.end: missing; must be a time"),
    ("time: {end: 5 hour}", "", 1, 1, "time: missing; must be a mapping with 'end'"),
    ("coordinates: plane_strain", "", 1, 1, "coordinates: missing; must be 'axisymmetric', "),
    ("{stoichiometry: 3}", "{stoichiometry: 0,5}", 38, 30, "has a point, not a comma"),
    ("rate: 0.2 /hour", "rate: 0,2 /hour", 37, 11, "has a point, not a comma"),
    ("{x: 0 nm, y: 0 nm}", "{x: 0 nm y: 0 nm}", 30, 36, "separate the entries by commas"),
    ("forces: [top]", "forces: [top", 40, 72, "separate the items by commas"),
    ("plane_strain", "plane: strain", 3, 19, "or quote the text"),
    ("plane_strain", "@plane", 3, 14, "put the text into quotes"),
    ("  upper:", "   upper:", 23, 3, "indent all keys of a section alike"),
    ("max_stoichiometry: 3.75", "full: .nan", 16, 13, "must be a finite number"),
    ("max_stoichiometry: 3.75", "full: .inf", 16, 13, "must be a finite number"),
    ("max_stoichiometry: 3.75", "full: 1e999", 16, 13, "must be a finite number"),
    ("max_stoichiometry: 3.75", "full:", 16, 7, "must be a number such as 0.3, not nothing"),
    (
        "max_stoichiometry: 3.75",
        "initial: 4\n      max_stoichiometry: 3.75",
        14,
        5,
        "initial (4) must not exceed max_stoichiometry (3.75)",
    ),
    (
        "max_stoichiometry: 3.75",
        "full: 3.75\n      full: 3",
        17,
        7,
        "given twice; first in line 16",
    ),
    ("max_stoichiometry: 3.75", "full: &a 3.75", 16, 13, "anchors and aliases"),
    (
        "max_stoichiometry: 3.75",
        "full: !!python/name:os.system 3",
        16,
        13,
        "the tag python/name:os.system has",
    ),
    (
        "max_stoichiometry: 3.75",
        "full: !secret 3",
        16,
        13,
        "the tag !secret has no place in a case",
    ),
    ("max_stoichiometry: 3.75", "full: [3.75", 17, 15, "this is not YAML"),
    ("rate: 0.2 /hour", "rate: 1 C\n    current: 1 pA", 34, 5, "give exactly one of rate"),
    ("rate: 0.2 /hour", "current: 1 V", 37, 14, "must be a molar current"),
    ("rate: 0.2 /hour", "specific_current: 1 A/g", 37, 23, "species.host_molar_mass"),
    ("[0 s, 1 s]", "[1 s, 1 s]", 31, 24, "time must increase from point to point"),
    ("3e18 Pa/m", "3 Pa/m", 28, 5, "stiffness is too low"),
    ("    law: {model", "    low: {model", 28, 5, "unknown key (did you mean 'law'?)"),
    ("growth: {expression: 1 + 0.01*t}", "formulation: mixt", 25, 18, "'displacement', not 'mixt'"),
    ("title: Two blocks", "title: 3", 1, 8, "must be a text, not 3"),
    ("  width: 200 nm", "  width: 1 nm\n  height: 1 m", 4, 1, "height must not exceed 100 widths"),
    ("pressure: 3 MPa", "flux: 1 mol/m^2/s", 32, 3, "concentration and flux exclude each other"),
    ("nobody\nco", "nobody\ntemperature: -3 K\nco", 3, 14, "must be greater than 0"),
    (LAW, f"{LAW}\n    sliding: huge", 29, 14, "must be 'small' or 'finite', not 'huge'"),
    (LAW, f"{LAW}\n    sliding: finite\n    friction: 0.2", 30, 15, "is without friction"),
    (
        LAW,
        f"{LAW}\n    sliding: finite\n    penetration_tolerance: 1e-6 nm",
        30,
        28,
        "is a penalty",
    ),
    (LAW, f"{LAW}\n    contact_surfaces: [bottom]", 29, 5, "set 'sliding: finite'"),
    (
        LAW,
        f"{LAW}\n    sliding: finite\n    contact_surfaces: [top]",
        30,
        24,
        "no surface of lower",
    ),
    (LAW, f"{LAW}\n    sliding: finite\n    contact_surfaces: [botom]", 30, 24, "mean 'bottom'?"),
    (
        f"law: {{model: bilinear, strength: 0.25 GPa, {LAW}",
        "bond: perfect\n    sliding: finite",
        29,
        14,
        "does not slide",
    ),
]


@pytest.mark.parametrize(("found", "put", "line", "column", "told"), MISTAKES)
def test_a_mistake_is_told_where_it_stands(case_file, case_text, found, put, line, column, told):
    assert found in case_text
    case_file.write_text(case_text.replace(found, put, 1))
    with pytest.raises(CaseError) as caught:
        read(case_file)
    text = str(caught.value)
    lines = [row for row in text.splitlines() if ": error: " in row]
    assert any(
        row.startswith(f"{case_file}:{line}:{column}: error: ") and told in row for row in lines
    ), text


def test_the_caret_stands_under_the_mistake(case_file, case_text):
    case_file.write_text(case_text.replace("strength:", "strenght:"))
    with pytest.raises(CaseError) as caught:
        read(case_file)
    _, source, caret, _ = str(caught.value).splitlines()
    assert source[caret.index("^") :].startswith("strenght")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(case_file, case_text):
    text = case_text.replace("200 nm", "200 s").replace("0.3\n", "3\n").replace("5 hour", "5 m")
    case_file.write_text(text.replace("body: upper, at", "body: uper, att"))
    with pytest.raises(CaseError) as caught:
        read(case_file)
    lines = [problem.place.line for problem in caught.value.issues]
    assert lines == sorted(lines)
    assert {6, 12, 39, 40} <= set(lines)
    assert str(caught.value).endswith(f"{len(lines)} errors; nothing was run")


def test_a_missing_body_and_interface_are_asked_for(case_file, case_text):
    kept = case_text.replace("  lower:", "  unknown:").replace(
        "interfaces:\n  upper_lower:", "x:\n  y:"
    )
    case_file.write_text(kept)
    with pytest.raises(CaseError) as caught:
        read(case_file)
    text = str(caught.value)
    assert "bodies.lower: missing; the geometry has this body" in text
    assert "interfaces.upper_lower: missing; the geometry has this interface" in text


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "the file is empty"),
        (b"# nothing\n", "the file is empty"),
        (b"- 1\n- 2\n", "a case is a mapping"),
        (b"title: \xff\xfe", "not UTF-8 text: byte 0xff in line 1"),
        (b"title: a\x00b", "this is not YAML"),
        (b"a: 1\n---\nb: 2\n", "this is not YAML"),
        (b"\ta: 1", "this is not YAML"),
        (b"a: *b", "this is not YAML"),
        (b"[" * 5000, "error"),
        (b"x: " + b"y" * 300_000, "a case has at most"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "anchors and aliases"),
        (b"? [1, 2]\n: 3", "a key must be a plain word"),
        (b"title: 1" + b"0" * 400, "title: must be a text"),
    ],
)
def test_what_is_no_case_is_refused(tmp_path, raw, told):
    file = tmp_path / "bad.yaml"
    file.write_bytes(raw)
    with pytest.raises(CaseError) as caught:
        read(file)
    assert told in str(caught.value)


def test_a_file_that_is_not_there_is_told_so(tmp_path):
    with pytest.raises(CaseError, match="cannot be read: No such file"):
        read(tmp_path / "nowhere.yaml")


def test_a_folder_is_told_to_be_one(tmp_path):
    with pytest.raises(CaseError, match="this is a folder"):
        read(tmp_path)


def test_a_unit_in_wrong_case_a_tab_and_a_mistyped_file_have_a_hint(tmp_path):
    from nanoglue.case.read import find
    from nanoglue.units.parsing import written_quantity

    with pytest.raises(ValueError, match=r"did you mean GPa\?"):
        written_quantity("2 gpa")
    (tmp_path / "particle.yaml").write_text("bodies:\n\tparticle: {}\n")
    with pytest.raises(CaseError, match="indent with spaces"):
        read(tmp_path / "particle.yaml")
    with pytest.raises(CaseError, match=r"did you mean '.*particle\.yaml'"):
        find(tmp_path / "partcle.yaml")
