"""A case file is data: it writes no files of its choice and runs no code that it does not name."""

import subprocess
import sys
from pathlib import Path

import pytest

from nanoglue.case import CaseError, read
from nanoglue.case.schema.petsc import refused
from nanoglue.case.schema.settings import Solver
from nanoglue.cli.mpiexec import command
from nanoglue.mesh.cohesive_zone import work_of_separation
from nanoglue.models import own_code, registry

LAW = """
from dataclasses import dataclass
from typing import ClassVar

from nanoglue.units.quantities import Pascal, Positive


@dataclass(frozen=True, slots=True)
class MyLaw:
    has_potential: ClassVar[bool] = False
    strength: Positive[Pascal]

    @property
    def normal_stiffness(self):
        return 1e3

    shear_stiffness = normal_stiffness

    def damage(self, opening, sliding):
        return 0.0

    def failed_at(self):
        return 1.0
"""
BILINEAR = "law: {model: bilinear, strength: 0.25 GPa, toughness: 0.5 J/m^2, stiffness: 3e18 Pa/m}"


@pytest.mark.parametrize(
    "options",
    [
        {"ksp_view": "ascii:victim.txt"},
        {"ksp_view": None},
        {"pc_type": "python"},
        {"ksp_type": "python"},
        {"pc_python_type": "os.abort"},
        {"fieldsplit_displacement_pc_type": "python"},
        {"nanoglue_0_mg_levels_1_sub_pc_python_type": "os.abort"},
        {"ksp_monitor": "ascii:victim.txt"},
        {"ksp_converged_reason": "ascii:victim.txt:ascii_info:append"},
        {"mat_view": "binary:victim"},
        {"options_file": "evil"},
        {"nanoglue_0_options_file": "evil"},
        {"dll_append": "evil.so"},
        {"mat_mumps_icntl_1": 6},
        {"mat_mumps_icntl_22": 1},
        {"mat_mumps_ooc_tmpdir": "/"},
        {"log_view": ":victim.txt"},
        {"history": "victim"},
        {"pc_factor_mat_solver_type": "./evil"},
        {"ksp_rtol": "1e-8 -ksp_view ascii:victim"},
        {"ksp_rtol": "1e-8\n-ksp_view"},
        {"ksp_max_it": 1.5},
        {"ksp_rtol": "nan"},
        {"ksp_monitor ": None},
        {"help": None},
    ],
)
def test_options_that_are_not_plain_settings_of_a_solver_are_refused(options):
    assert list(refused(options))
    with pytest.raises(ValueError, match=r"must be|among"):
        Solver(petsc=options)


def test_plain_settings_of_a_solver_are_accepted():
    options = {"ksp_type": "gmres", "ksp_rtol": 1e-8, "nanoglue_1_mg_levels_pc_type": "sor"}
    options |= {"mat_mumps_icntl_14": 40, "mat_mumps_cntl_7": 1e-6, "ksp_monitor": None}
    assert Solver(petsc=options).petsc == options


def test_the_options_that_the_program_sets_are_among_those_allowed():
    from nanoglue.solvers.linear_solver import DIRECT, KRYLOV, SPLIT

    assert not list(refused(DIRECT | KRYLOV | SPLIT))


@pytest.fixture
def trap(tmp_path):
    """The text of a module that leaves a file when it runs, and that file."""
    sprung = tmp_path / "sprung"
    return f"open({str(sprung)!r}, 'w')\n", sprung


@pytest.mark.parametrize("name", ["two_blocks", "bilinear", "numpy", "gmsh"])
def test_a_python_file_beside_the_case_does_not_run_unless_it_is_named(
    case_file, case_text, trap, name
):
    text, sprung = trap
    case_file.with_name(f"{name}.py").write_text(text)
    read(case_file)
    case_file.write_text(case_text.replace("./blocks_of_a_test.py", name))
    with pytest.raises(CaseError):
        read(case_file)
    assert not sprung.exists()


def test_a_law_of_ones_own_is_named_by_its_path_and_listed(case_file, case_text):
    from nanoglue.case.summary import summary

    case_file.with_name("my_law.py").write_text(LAW)
    case_file.write_text(
        case_text.replace(BILINEAR, "law: {model: ./my_law.py, strength: 0.25 GPa}")
    )
    case = read(case_file)
    law = case.interfaces["upper_lower"].law
    assert (registry.name_of(law), law.strength) == ("./my_law.py", 250.0)
    assert case.resolved()["interfaces"]["upper_lower"]["law"]["model"] == "./my_law.py"
    assert list(case.own_code) == ["./blocks_of_a_test.py", "./my_law.py"]
    listed = [line for line in summary(case) if "runs the Python file" in line]
    assert len(listed) == 2


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("raise KeyError(3)", "./my_law.py cannot be used: KeyError"),
        ("import sys; sys.exit(0)", "./my_law.py cannot be used: SystemExit"),
        ("x = 1", "./my_law.py must define the dataclass MyLaw"),
        (LAW.replace("return 0.0", "return 1 / 0"), "cannot be used: ZeroDivisionError"),
        (LAW.replace("return 0.0", "return -3.0"), "damage must be between 0 and 1"),
        (LAW.replace("return 0.0", "return 2.0*(0.02 < opening < 0.5)"), "between 0 and 1, not 2"),
        (LAW.replace("return 0.0", "return float('nan')"), "between 0 and 1, not nan"),
        (LAW.replace("return 0.0", "import math; return math.tanh(opening)"), "no expression of"),
        (LAW.replace("return 0.0", "return 0.5 if opening > 0.1 else 0.0"), "no expression of"),
        (LAW.replace("normal_stiffness", "n"), "cannot be used: AttributeError"),
    ],
)
def test_an_error_in_a_law_of_ones_own_is_an_error_of_the_case(case_file, case_text, code, told):
    case_file.with_name("my_law.py").write_text(code)
    own = "law: {model: ./my_law.py, strength: 0.25 GPa}"
    case_file.write_text(case_text.replace(BILINEAR, own))
    with pytest.raises(CaseError) as caught:
        read(case_file)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "code", ["while True: pass", LAW.replace("return 0.0", "while True: pass")]
)
def test_a_law_of_ones_own_that_never_ends_is_ended(case_file, case_text, monkeypatch, code):
    monkeypatch.setattr(own_code, "LONGEST_SECONDS", 0.5)
    case_file.with_name("my_law.py").write_text(code)
    own = "law: {model: ./my_law.py, strength: 0.25 GPa}"
    case_file.write_text(case_text.replace(BILINEAR, own))
    with pytest.raises(CaseError, match=r"TimeoutError: has not ended within 0\.5 s"):
        read(case_file)


def test_a_law_without_a_toughness_has_the_area_under_its_curve(case_file, case_text):
    falling = LAW.replace("return 0.0", "return minimum(positive(opening) / 0.1, 1.0)")
    falling = f"from nanoglue.models.expressions import minimum, positive\n{falling}"
    case_file.with_name("my_law.py").write_text(falling)
    own = "law: {model: ./my_law.py, strength: 0.25 GPa}"
    case_file.write_text(case_text.replace(BILINEAR, own))
    law = read(case_file).interfaces["upper_lower"].law
    assert work_of_separation(law) == pytest.approx(1e3 * 0.1**2 / 6, rel=1e-4)


def test_a_bare_name_of_a_law_beside_the_case_says_what_to_write(case_file, case_text):
    case_file.with_name("my_law.py").write_text(LAW)
    case_file.write_text(case_text.replace(BILINEAR, "law: {model: my_law, strength: 0.25 GPa}"))
    with pytest.raises(CaseError, match=r"write 'model: ./my_law\.py'"):
        read(case_file)


def test_ranks_do_not_import_from_the_working_folder(tmp_path, trap):
    text, sprung = trap
    for name in ("nanoglue", "typer", "numpy"):
        (tmp_path / f"{name}.py").write_text(text)
    line = command(2, ["--version"])
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not sprung.exists()


def test_every_python_started_by_the_package_is_isolated_from_the_working_folder():
    import nanoglue

    for file in Path(nanoglue.__file__).parent.rglob("*.py"):
        for line in file.read_text().splitlines():
            if "sys.executable" in line and '"-m"' in line:
                assert '"-P"' in line, f"{file}: {line}"


def test_petscrc_in_the_working_folder_is_not_read(tmp_path):
    (tmp_path / ".petscrc").write_text("-nanoglue_trap 1\n")
    (tmp_path / "petscrc").write_text("-nanoglue_trap 1\n")
    code = (
        "from nanoglue.runtime.fenics import PETSc; print(PETSc.Options().hasName('nanoglue_trap'))"
    )
    line = [sys.executable, "-c", code]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
