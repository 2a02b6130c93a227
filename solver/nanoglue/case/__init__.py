"""The case file: one YAML document, checked in full before anything is computed."""

from nanoglue.case.errors import CaseError
from nanoglue.case.read import find, read
from nanoglue.case.schema import Case

__all__ = ["Case", "CaseError", "find", "read"]
