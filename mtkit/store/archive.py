"""Unpacking a zip that somebody else made: nothing lands outside the folder, nothing swells."""

from __future__ import annotations

import shutil
import stat
import zipfile
from pathlib import Path, PurePosixPath

from mtkit.errors import FormatError

MOST_BYTES = 8 << 30
"""Unpacked; the largest OPUS releases have 1 GB."""


def unpack(archive: Path, folder: Path) -> None:
    """Unpack the files of a zip into `folder`, without the folders that they lay in.

    OPUS releases are flat, or have one folder; a model never needs more.

    Raises:
        FormatError: It is no zip or damaged, two files have one name, or a member is what no model
            needs: a path out of the folder, a link, an encrypted file, more than `MOST_BYTES`.
    """
    try:
        with zipfile.ZipFile(archive) as source:
            members = [member for member in source.infolist() if not member.is_dir()]
            _check(members, archive)
            for member in members:
                with (
                    source.open(member) as reader,
                    (folder / PurePosixPath(member.filename).name).open("xb") as writer,
                ):
                    shutil.copyfileobj(reader, writer)
    except zipfile.BadZipFile as error:
        raise FormatError(f"not a sound zip: {error}", archive) from None


def _check(members: list[zipfile.ZipInfo], archive: Path) -> None:
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise FormatError(f"unpacks to more than {MOST_BYTES >> 30} GB, more than a model", archive)
    seen: set[str] = set()
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        problem = None
        if path.is_absolute() or ".." in path.parts or ":" in member.filename:
            problem = "leads out of the archive"
        elif stat.S_ISLNK(member.external_attr >> 16):
            problem = "is a link"
        elif member.flag_bits & 1:
            problem = "is encrypted"
        elif path.name in seen:
            problem = "is there twice"
        if problem:
            raise FormatError(f"refused, {member.filename!r} {problem}", archive)
        seen.add(path.name)
