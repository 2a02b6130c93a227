"""Data files that a case names by their path, such as a mesh."""

import hashlib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import ValidationInfo

LARGEST_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file beside the case: absolute path and SHA-256 of its content."""

    path: str
    digest: str

    @classmethod
    def beside(cls, given: object, folder: Path) -> "CaseFile":
        """Return the file of a path that starts from a folder.

        Raises:
            ValueError: no path of a readable file, or too large.
        """
        if not isinstance(given, str) or not given or "\0" in given:
            raise ValueError("must be the path of a file such as my_particle.msh")
        file = (folder / given).resolve()
        try:
            if not file.is_file():
                raise ValueError(f"no file {file}")
            if file.stat().st_size > LARGEST_BYTES:
                raise ValueError(f"{file} is larger than {LARGEST_BYTES} bytes")
            return cls(str(file), hashlib.sha256(file.read_bytes()).hexdigest())
        except OSError as error:
            raise ValueError(f"{file} cannot be read: {error.strerror or error}") from error

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        """Read the path, relative to the folder in the context, and write it as text."""
        from pydantic_core import core_schema

        def read(given: object, info: "ValidationInfo") -> "CaseFile":
            if isinstance(given, cls):
                return given
            return cls.beside(given, Path((info.context or {}).get("folder", ".")))

        return core_schema.with_info_plain_validator_function(
            read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda file: file.path, when_used="json"
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, Any]:
        """Return the schema of a path."""
        return {"type": "string"}


def digests(parameters: Any) -> dict[str, str]:
    """Return the SHA-256 of the files that the parameters of a recipe name, by parameter."""
    given = {one.name: getattr(parameters, one.name) for one in fields(parameters)}
    return {name: value.digest for name, value in given.items() if isinstance(value, CaseFile)}
