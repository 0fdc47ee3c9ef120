"""Style sheets and scripts as they are sent: without the comments and the layout that only we read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

_QUOTED = re.compile(r'("[^"\n]*"|\'[^\'\n]*\')')


def smaller_sheet(text: str) -> str:
    """The same style sheet without comments and needless space. Quoted text stays as it is."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    parts = _QUOTED.split(text)
    parts[::2] = [_tight(part) for part in parts[::2]]
    return "".join(parts).strip()


def _tight(part: str) -> str:
    part = re.sub(r"\s+", " ", part)
    part = re.sub(r" ?([{};,>]) ?", r"\1", part)
    return part.replace(": ", ":").replace(";}", "}")


def smaller_script(text: str) -> str:
    """The same script without indentation and lines that are only a comment; line breaks stay, as they end
    statements."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


SMALLER = {".css": smaller_sheet, ".js": smaller_script}


class Smaller(Storage):
    """Another storage's files, read as they are sent."""

    def __init__(self, files: Storage) -> None:
        self.files = files

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        with self.files.open(name) as file:
            content = file.read()
        for ending, smaller in SMALLER.items():
            if name.endswith(ending):
                content = smaller(content.decode()).encode()
        return ContentFile(content, name)


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Small, compressed beforehand, and under a name that tells the content: a browser may keep it."""

    def post_process(self, paths: Mapping[str, Any], **options: Any) -> Iterator[Any]:
        smaller = {name: (Smaller(files), path) for name, (files, path) in paths.items()}
        yield from super().post_process(smaller, **options)

    def file_hash(self, name: str, content: Any = None) -> str:
        """Eight signs of the hash: enough to tell versions apart, and fewer bytes in every page."""
        return str(super().file_hash(name, content))[:8]
