"""From hub, archive, web folder or sacreBLEU into a folder; asked by `mtkit corpora pull` alone.

What a publisher's hash is known of is held against it: the hub's own of every file, the archive's
from the manifest, sacreBLEU's from its table.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import shutil
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, TYPE_CHECKING

from mtkit.errors import ChecksumError, ConfigError, CorpusError, FormatError, NetworkError
from mtkit.io import sha256
from mtkit.store import hub
from mtkit.store.corpora.manifest import Corpus, Download

if TYPE_CHECKING:
    from huggingface_hub import HfApi

Progress = hub.Progress

_CHUNK = 1 << 16
_TIMEOUT = 60  # seconds without an answer


def fetch(corpus: Corpus, folder: Path, *, on_progress: Progress) -> str:
    """Download the files of a corpus that mtkit knows into `folder`.

    Args:
        corpus: Of `known_corpora`.
        folder: Empty; the files get the names that the manifest gives them.
        on_progress: Told of every chunk that arrives.

    Returns:
        The revision: of the hub a commit, else nothing.

    Raises:
        NetworkError: The download failed.
        ChecksumError: A file is not what its publisher says it is.
        CorpusError: What came does not hold the files that it should.
    """
    if corpus.download is None:
        raise ConfigError(f"{corpus.id}: its manifest does not say how to get it")
    wanted = {name: there for part in corpus.parts.values() for name, there in part.fetch.items()}
    revision = _SOURCES[corpus.download.kind](corpus.download, wanted, folder, on_progress)
    for part in corpus.parts.values():
        if part.drop:
            for name in part.fetch:
                _drop(folder / name, part.drop)
    return revision


# --- one function a kind of place ----------------------------------------------------------------


def _from_hub(
    download: Download, wanted: Mapping[str, str], folder: Path, on_progress: Progress
) -> str:
    """Fetch files of a dataset repository, each named by a pattern that fits one of its files."""
    from huggingface_hub import HfApi

    repository = download.place
    api = HfApi(endpoint=os.environ.get("HF_ENDPOINT") or None, library_name="mtkit")
    with hub.explained(repository, None, api.endpoint):
        info = api.dataset_info(repository)
        names = [sibling.rfilename for sibling in info.siblings or ()]
        for name, pattern in wanted.items():
            there = _matching(names, pattern, repository)
            _fetch_file(api, repository, str(info.sha), there, folder / name, on_progress)
    return str(info.sha)


def _fetch_file(
    api: HfApi, repository: str, commit: str, name: str, path: Path, on_progress: Progress
) -> None:
    from huggingface_hub import get_hf_file_metadata, hf_hub_url

    url = hf_hub_url(repository, name, repo_type="dataset", revision=commit, endpoint=api.endpoint)
    known = get_hf_file_metadata(url, endpoint=api.endpoint, retry_on_errors=True)
    hub.stream(url, path, known.size, lambda here: on_progress(name, here, known.size or here))
    expected = known.etag or ""
    found = hub.digest(path, like=expected)
    if found != expected:
        raise ChecksumError(f"{repository}/{name}", expected, found or "no known hash")


def _from_archive(
    download: Download, wanted: Mapping[str, str], folder: Path, on_progress: Progress
) -> str:
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".archive-") as work:
        archive = Path(work) / download.place.rpartition("/")[2]
        _get(download.place, archive, on_progress)
        if download.sha256 and (found := sha256(archive)) != download.sha256:
            raise ChecksumError(download.place, download.sha256, found)
        with _opened(archive, download.place) as member:
            for name, there in wanted.items():
                with member(there) as source, (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target)
    return ""


def _from_files(
    download: Download, wanted: Mapping[str, str], folder: Path, on_progress: Progress
) -> str:
    for name, there in wanted.items():
        path = folder / name
        _get(download.place + there, path, on_progress)
        if there.endswith(".gz"):
            try:
                path.write_bytes(gzip.decompress(path.read_bytes()))
            except (OSError, EOFError) as error:
                raise FormatError(f"not a sound gzip file ({error})", there) from error
    return ""


def _from_sacrebleu(
    download: Download, wanted: Mapping[str, str], folder: Path, on_progress: Progress
) -> str:
    """Let sacreBLEU get its set; ``en-ar:src`` is its source and ``en-ar:ref`` its reference."""
    from sacrebleu.dataset import DATASETS

    dataset = DATASETS[download.place]
    for number, (name, there) in enumerate(wanted.items()):
        pair, _, field = there.partition(":")
        on_progress(download.place, number, len(wanted))
        try:
            paths = dict(zip(dataset.fieldnames(pair), dataset.get_files(pair), strict=True))
        except (Exception, SystemExit) as error:  # it raises what it likes, and sometimes exits
            reason = " ".join(str(error).split()) or type(error).__name__
            raise NetworkError(f"sacreBLEU could not get {download.place}: {reason}") from None
        shutil.copyfile(paths[field], folder / name)
    on_progress(download.place, len(wanted), len(wanted))
    return ""


_SOURCES: Mapping[str, Callable[[Download, Mapping[str, str], Path, Progress], str]] = {
    "hub": _from_hub,
    "archive": _from_archive,
    "files": _from_files,
    "sacrebleu": _from_sacrebleu,
}


# --- helpers -----------------------------------------------------------------------------------


def _get(url: str, path: Path, on_progress: Progress) -> None:
    """Download a file over HTTP; proxies are taken from the environment."""
    name = url.rpartition("/")[2]
    try:
        with (
            urllib.request.urlopen(url, timeout=_TIMEOUT) as answer,
            path.open("wb") as file,
        ):
            total = int(answer.headers.get("Content-Length") or 0)
            while chunk := answer.read(_CHUNK):
                file.write(chunk)
                on_progress(name, file.tell(), max(total, file.tell()))
            here = file.tell()
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", error)
        raise NetworkError(f"{url}: cannot be fetched ({reason}); check the connection") from None
    if total and here != total:
        raise NetworkError(f"{url}: broke off after {here} of {total} bytes; pull again")


@contextlib.contextmanager
def _opened(archive: Path, place: str) -> Iterator[Callable[[str], IO[bytes]]]:
    """Yield how to open a member of a zip or tar archive; nothing is unpacked to its own path."""
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as zipped:
                yield lambda name: _member(lambda: zipped.open(name), name, place)
        else:
            with tarfile.open(archive) as tarred:
                names = {n.name.removeprefix("./"): n for n in tarred.getmembers()}
                yield lambda name: _member(lambda: _extracted(tarred, names[name]), name, place)
    except (tarfile.TarError, zipfile.BadZipFile, EOFError) as error:
        raise FormatError(f"neither a sound zip nor a tar archive ({error})", place) from error


def _extracted(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    return archive.extractfile(member) or io.BytesIO()


def _member(opened: Callable[[], IO[bytes]], name: str, place: str) -> IO[bytes]:
    try:
        return opened()
    except KeyError:
        raise CorpusError(f"{place}: holds no {name}; has its publisher changed it?") from None


def _matching(names: list[str], pattern: str, repository: str) -> str:
    found = [name for name in names if fnmatchcase(name, pattern)]
    if len(found) != 1:
        there = f"{len(found)} files fit {pattern!r}"
        raise CorpusError(f"{repository}: {there}, not one; has its publisher changed it?")
    return found[0]


def _drop(path: Path, field: str) -> None:
    """Take the records of JSON Lines that have the field set out of the file."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    try:
        kept = [line for line in lines if not json.loads(line).get(field)]
    except (json.JSONDecodeError, AttributeError) as error:
        raise FormatError(f"not JSON Lines ({error})", path.name) from error
    path.write_text("".join(kept), "utf-8")
