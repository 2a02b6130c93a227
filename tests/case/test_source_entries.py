"""What a case may ask of sources, body forces and closed forms, and what it may not."""

import pytest

from nanoglue.case import CaseError, find, read


@pytest.mark.parametrize(
    ("assignment", "told"),
    [
        ("bodies.slab.species.source=1 mol/m^3", "must be a molar rate per volume"),
        (
            'bodies.slab.species.source={expression: "floor(x)", unit: mol/m^3/s}',
            "floor may not stand",
        ),
        (
            'bodies.slab.body_force.x={expression: "1 if x > 0 else 2", unit: N/m^3}',
            "may not stand in a formula that depends on position",
        ),
        ("bodies.slab.body_force.r=1 N/m^3", "has the components"),
        ("output.reference.slap={stoichiometry: 1}", "did you mean 'slab'"),
        ("output.reference.slab.opening=1 um", "slab has no opening"),
        ("output.reference.slab.order_parameter=1", "slab has no order_parameter"),
        ("output.reference.slab.stress.rr=1 MPa", "plane_strain has"),
    ],
)
def test_what_cannot_be_is_refused(assignment, told):
    with pytest.raises(CaseError, match=told):
        read(find("verification/manufactured_uptake"), [assignment])


def test_an_error_has_line_and_column(tmp_path):
    text = find("verification/manufactured_uptake").read_text()
    file = tmp_path / "case.yaml"
    file.write_text(text.replace("{expression: pi*t*(35*pi", "{expression: floor(x)*t*(35*pi"))
    line = 1 + text[: text.index("body_force:")].count("\n") + 1
    where = rf"case\.yaml:{line}:7: error: bodies\.slab\.body_force\.x"
    with pytest.raises(CaseError, match=where):
        read(file)


def test_sources_are_written_as_they_were_read():
    case = read(find("verification/manufactured_uptake"))
    body = case.resolved()["bodies"]["slab"]
    assert body["species"]["source"]["unit"] == "mol/m^3/s"
    assert body["body_force"]["x"]["unit"] == "MPa/um"
