"""Downloads from the Hugging Face hub: the only place in mtkit that opens a connection.

`huggingface_hub` finds, authenticates and resolves; its own downloads, though, start a broken file
again from the first byte in the next run and do not compare hashes over plain HTTP.  So files are
streamed here: a part that was fetched is kept until the file is whole, and each file is held
against the hash that the hub has for it.  ``HF_ENDPOINT``, ``HF_TOKEN`` and proxies work as usual.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.errors import ChecksumError, NetworkError
from mtkit.io import sha256
from mtkit.paths import cache_dir
from mtkit.store import layouts
from mtkit.store.weights import check_readable

if TYPE_CHECKING:
    from huggingface_hub import HfApi

Progress = Callable[[str, int, int], None]
"""(file, bytes that are here, bytes in all), called as they arrive."""

_SHA1, _SHA256 = re.compile("[0-9a-f]{40}"), re.compile("[0-9a-f]{64}")
_TRIES = 4  # without a new byte, before giving up
_PAUSE = 0.25  # seconds before the first new try, doubled for each further one
_PARTIAL_CONTENT = 206
_PASSING = frozenset({408, 429, 500, 502, 503, 504})  # statuses that may be otherwise in a moment


@dataclass(frozen=True, slots=True)
class Fetched:
    """A repository's model files, whole and checked.

    Args:
        folder: Where they lie, in the cache.
        commit: The revision that they are of, resolved.
        selection: Which they are.
    """

    folder: Path
    commit: str
    selection: layouts.Selection


def go_offline() -> None:
    """Keep `huggingface_hub` and `transformers` from connecting, for the rest of the process.

    To be called before either is imported, by every command but `pull`.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"


def fetch(
    repository: str,
    *,
    revision: str | None = None,
    on_progress: Progress = lambda file, here, total: None,
) -> Fetched:
    """Download the files of a Marian model, and only those.

    What an earlier attempt got of the same commit is not fetched again.

    Args:
        repository: OWNER/NAME.
        revision: Branch, tag or commit; None is the main branch.
        on_progress: Told of every chunk.

    Raises:
        NetworkError: No connection, no such repository or revision, or a download that broke off.
        ChecksumError: A file is not what the hub says it is.
        ModelError: The repository holds no whole Marian model that could run here.
        MissingExtraError: Its weights are a pickle, and PyTorch is not installed.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.utils import WeakFileLock  # type: ignore[attr-defined]

    api = HfApi(endpoint=os.environ.get("HF_ENDPOINT") or None, library_name="mtkit")
    with explained(repository, revision, api.endpoint):
        info = api.model_info(repository, revision=revision)
    commit = str(info.sha)
    names = {sibling.rfilename for sibling in info.siblings or ()}
    selection = layouts.select(names, where=repository)
    folder = cache_dir() / "downloads" / repository.replace("/", "--") / commit
    folder.mkdir(parents=True, exist_ok=True)
    with WeakFileLock(folder / ".lock"), explained(repository, revision, api.endpoint):
        # Small files first: what cannot run is refused before the weights are fetched.
        for name in selection.names:
            if name != selection.weights:
                _fetch_file(api, repository, commit, name, folder, on_progress)
        layouts.check_runnable(folder, selection, where=repository)
        check_readable(selection.weights)
        _fetch_file(api, repository, commit, selection.weights, folder, on_progress)
    return Fetched(folder, commit, selection)


def _fetch_file(
    api: HfApi, repository: str, commit: str, name: str, folder: Path, on_progress: Progress
) -> None:
    from huggingface_hub import get_hf_file_metadata, hf_hub_url

    path = folder / name
    if path.exists():
        return
    url = hf_hub_url(repository, name, revision=commit, endpoint=api.endpoint)
    known = get_hf_file_metadata(url, endpoint=api.endpoint, retry_on_errors=True)
    part = path.with_name(f"{name}.part")
    stream(url, part, known.size, lambda here: on_progress(name, here, known.size or here))
    expected = known.etag or ""
    found = digest(part, like=expected)
    if found is None:
        raise NetworkError(
            f"{url}: comes without a hash (ETag {expected!r}); is HF_ENDPOINT a hub?"
        )
    if found != expected:
        part.unlink()
        raise ChecksumError(f"{repository}/{name}", expected, found)
    part.rename(path)


def stream(url: str, part: Path, size: int | None, on_bytes: Callable[[int], None]) -> None:
    """Append to `part` until it is whole, over as many connections as it takes."""
    from huggingface_hub.errors import HfHubHTTPError

    tries = 0
    while (here := _size(part)) != size:
        try:
            _stream_once(url, part, here, on_bytes)
            return
        except _transport_error() as error:
            status = error.response.status_code if isinstance(error, HfHubHTTPError) else 503
            tries = 0 if _size(part) > here else tries + 1
            if tries == _TRIES or status not in _PASSING:
                raise
            time.sleep(_PAUSE * 2**tries)


def _stream_once(url: str, part: Path, here: int, on_bytes: Callable[[int], None]) -> None:
    from huggingface_hub import constants, get_session
    from huggingface_hub.utils import (  # type: ignore[attr-defined]
        build_hf_headers,
        hf_raise_for_status,
    )

    headers = {**build_hf_headers(library_name="mtkit"), "Accept-Encoding": "identity"}
    if here:
        headers["Range"] = f"bytes={here}-"
    timeout = constants.HF_HUB_DOWNLOAD_TIMEOUT
    with get_session().stream("GET", url, headers=headers, timeout=timeout) as response:
        hf_raise_for_status(response)
        continued = response.status_code == _PARTIAL_CONTENT
        with part.open("ab" if continued else "wb") as file:
            for chunk in response.iter_bytes():
                file.write(chunk)
                on_bytes(file.tell())


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def digest(path: Path, *, like: str) -> str | None:
    """Return the file's hash of the kind that `like` is; None if that is no kind the hub uses."""
    if _SHA256.fullmatch(like):  # of large files
        return sha256(path)
    if _SHA1.fullmatch(like):  # git's, of small ones
        content = path.read_bytes()
        return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
    return None


def _transport_error() -> type[Exception]:
    """Return the base of all errors of the HTTP library that `huggingface_hub` is built on."""
    from huggingface_hub import errors

    base: type[Exception] = errors.HfHubHTTPError.__bases__[0]
    return base


@contextlib.contextmanager
def explained(repository: str, revision: str | None, endpoint: str) -> Iterator[None]:
    """Turn what `huggingface_hub` raises into one line that says what to do."""
    from huggingface_hub import errors

    try:
        yield
    except errors.OfflineModeIsEnabled:
        raise NetworkError(
            f"{repository}: HF_HUB_OFFLINE is set, so nothing is downloaded; unset it to pull"
        ) from None
    except errors.GatedRepoError:
        raise NetworkError(
            f"{repository}: its owner asks for a login; accept the terms at "
            f"{endpoint}/{repository} and set HF_TOKEN"
        ) from None
    except errors.RepositoryNotFoundError:
        raise NetworkError(
            f"{repository}: no such repository at {endpoint}, or a private one (then set HF_TOKEN)"
        ) from None
    except errors.RevisionNotFoundError:
        raise NetworkError(f"{repository}: no revision {revision!r}") from None
    except errors.EntryNotFoundError as error:
        raise NetworkError(f"{repository}: a file is gone: {_first_line(error)}") from None
    except _transport_error() as error:
        raise NetworkError(
            f"{repository}: cannot reach {endpoint} ({_first_line(error)}); check the connection "
            "and pull again: what has arrived is kept"
        ) from None


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
