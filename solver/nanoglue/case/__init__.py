"""The case file: one YAML document, checked in full before anything is computed."""

from nanoglue.runtime.garbage import without_garbage_collection
from nanoglue.runtime.plugins import without_plugins

with without_garbage_collection(), without_plugins():
    from nanoglue.case.read import find, read
    from nanoglue.case.schema.case import Case
    from nanoglue.case.text.errors import CaseError

__all__ = ["Case", "CaseError", "find", "read"]
