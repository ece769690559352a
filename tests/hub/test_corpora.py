"""Reference sets from a hub, archives, web folders and sacreBLEU, all on loopback."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from mtkit.cli.app import run
from mtkit.errors import ChecksumError, CorpusError, FormatError, NetworkError, UnknownEntryError
from mtkit.evaluation.corpora import find_corpus, load_part
from mtkit.evaluation.corpora.adding import pull
from mtkit.store.corpora.download import fetch
from mtkit.store.corpora.manifest import Corpus, load
from mtkit.store.corpora.places import installed

pytestmark = pytest.mark.hub

WMT = "google/wmt24pp"
ENGLISH = "one\ntwo\n"
ARABIC = "واحد\nاثنان\n"


def silent(file: str, here: int, total: int) -> None:
    pass


def record(source: str, target: str, *, bad: bool = False) -> str:
    fields = {"source": source, "target": target, "domain": "news", "document_id": "d1"}
    return json.dumps({**fields, "is_bad_source": bad}, ensure_ascii=False) + "\n"


def wmt_files() -> dict[str, bytes]:
    lines = record("canary", "كناري", bad=True) + record("one", "واحد") + record("two", "اثنان")
    return {f"en-ar_{region}.jsonl": lines.encode() for region in ("EG", "SA")}


def described(folder: Path, download: str, fetched: dict[str, str], **more: str) -> Corpus:
    manifest = folder / "known.toml"
    names = list(fetched)
    fields = {"en": names[0], "ar": names[-1]} | more
    manifest.write_text(
        'id = "set"\nsummary = "s"\nlanguages = ["en", "ar"]\nlicense = "l"\nsource = "x"\n'
        f"[download]\n{download}\n[parts.test]\n"
        f'files = [{{ en = "{fields["en"]}", ar = "{fields["ar"]}" }}]\n[parts.test.fetch]\n'
        + "".join(f'"{name}" = "{there}"\n' for name, there in fetched.items()),
        "utf-8",
    )
    corpus = load(manifest)
    assert corpus is not None
    return corpus


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "target").mkdir()
    return tmp_path / "target"


def test_a_set_from_the_hub_is_pulled_checked_and_at_hand(hub):
    hub.repositories[WMT] = wmt_files() | {"en-de_DE.jsonl": b"{}"}
    seen: dict[str, tuple[int, int]] = {}
    corpus = pull("wmt24pp", on_progress=lambda f, here, total: seen.update({f: (here, total)}))
    assert not any("de_DE" in request for request in hub.requests)
    assert seen == {name: (len(data), len(data)) for name, data in wmt_files().items()}
    assert hub.commit(WMT) in corpus.source
    found = find_corpus("wmt24pp/ar_EG")
    assert found is not None
    references = load_part(*found, source="en", target="ar")
    assert references.sources == ("one", "two")  # without what its authors leave out
    assert references.labels == {"doc": ("d1", "d1"), "domain": ("news", "news")}
    assert found[1].segments == 2
    assert found[1].first == {"en": "one", "ar": "واحد"}


def test_only_pull_asks_the_network(hub, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")  # put back after the test; commands set it
    hub.repositories[WMT] = wmt_files()
    assert run(["corpora", "pull", "wmt24pp"]) == 0
    assert "wmt24pp/ar_SA is at hand: 2 segments" in capsys.readouterr().err
    hub.requests.clear()
    for arguments in (
        ["list"],
        ["info", "wmt24pp"],
        ["verify", "wmt24pp"],
        ["export", "wmt24pp", "-o", str(tmp_path / "out.tsv")],
        ["remove", "wmt24pp"],
    ):
        assert run(["corpora", *arguments]) == 0
    assert (tmp_path / "out.tsv").read_text("utf-8") == "one\tواحد\ntwo\tاثنان\n"
    assert find_corpus("wmt24pp") is None
    assert hub.requests == []


@pytest.mark.tables
def test_parquet_is_found_by_pattern(hub):
    import pyarrow
    import pyarrow.parquet

    def parquet(*texts: str) -> bytes:
        out = io.BytesIO()
        pyarrow.parquet.write_table(pyarrow.table({"text": list(texts)}), out)
        return out.getvalue()

    files = {}
    for part, segments in (("dev", 997), ("devtest", 1012)):
        files[f"{part}/eng_Latn.parquet"] = parquet(*(f"line {i}" for i in range(segments)))
        files[f"{part}/arb_Arab.parquet"] = parquet(*(f"سطر {i}" for i in range(segments)))
    hub.repositories["openlanguagedata/flores_plus"] = files
    assert [part.segments for part in pull("flores-plus").parts.values()] == [997, 1012]


def test_a_set_that_is_not_what_it_should_be_does_not_come_to_hand(hub):
    files = wmt_files()
    files["en-ar_SA.jsonl"] = b"not JSON\n"
    hub.repositories[WMT] = files
    with pytest.raises(FormatError, match="not JSON Lines"):
        pull("wmt24pp")
    assert find_corpus("wmt24pp") is None
    assert list(installed().iterdir()) == []


def test_a_damaged_file_is_refused(hub):
    hub.repositories[WMT] = wmt_files()
    hub.claimed["en-ar_EG.jsonl"] = "0" * 40
    with pytest.raises(ChecksumError, match=r"google/wmt24pp/en-ar_EG\.jsonl"):
        pull("wmt24pp")


def test_what_a_publisher_has_renamed_is_said(hub):
    hub.repositories[WMT] = {"data.parquet": b""}
    with pytest.raises(CorpusError, match=r"0 files fit 'en-ar_EG\.jsonl'"):
        pull("wmt24pp")


def test_no_network_is_one_line(hub, monkeypatch, capsys):
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert run(["corpora", "pull", "wmt24pp"]) == 2
    assert "google/wmt24pp: cannot reach http://127.0.0.1:9" in capsys.readouterr().err
    with pytest.raises(UnknownEntryError, match=r"no reference set to pull 'nosuch' .*ntrex-128"):
        pull("nosuch")


def tarred(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(f"./{name}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return out.getvalue()


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("packed", [tarred, zipped])
def test_an_archive(hub, tmp_path, target, packed):
    hub.web["a.pack"] = packed({"set/dev.eng": ENGLISH, "set/dev.arb": ARABIC, "../evil": "x"})
    digest = hashlib.sha256(hub.web["a.pack"]).hexdigest()
    download = f'archive = "{hub.url}/web/a.pack"\nsha256 = "{digest}"'
    corpus = described(tmp_path, download, {"en.txt": "set/dev.eng", "ar.txt": "set/dev.arb"})
    fetch(corpus, target, on_progress=silent)
    assert {path.name: path.read_text("utf-8") for path in target.iterdir()} == {
        "en.txt": ENGLISH,
        "ar.txt": ARABIC,
    }
    assert not (tmp_path / "evil").exists()
    hub.web["a.pack"] += b" "
    with pytest.raises(ChecksumError):
        fetch(corpus, target, on_progress=silent)


def test_an_archive_without_the_file_and_one_that_is_none(hub, tmp_path, target):
    download = f'archive = "{hub.url}/web/a.zip"'
    corpus = described(tmp_path, download, {"en.txt": "gone.en", "ar.txt": "gone.ar"})
    hub.web["a.zip"] = zipped({"set.en": ENGLISH})
    with pytest.raises(CorpusError, match=r"holds no gone\.en"):
        fetch(corpus, target, on_progress=silent)
    hub.web["a.zip"] = b"<html>"
    with pytest.raises(FormatError, match="neither a sound zip nor a tar archive"):
        fetch(corpus, target, on_progress=silent)


def test_files_of_a_web_folder_are_unpacked(hub, tmp_path, target):
    rows = "".join(f"ara\teng\t{a}\t{e}\n" for a, e in [("واحد", "one"), ("اثنان", "two")])
    hub.web["t/set.txt.gz"] = gzip.compress(rows.encode())
    corpus = described(tmp_path, f'files = "{hub.url}/web/t/"', {"set.tsv": "set.txt.gz"})
    fetch(corpus, target, on_progress=silent)
    assert (target / "set.tsv").read_text("utf-8") == rows
    missing = described(tmp_path, f'files = "{hub.url}/web/"', {"set.tsv": "nothing"})
    with pytest.raises(NetworkError, match="nothing: cannot be fetched"):
        fetch(missing, target, on_progress=silent)


def test_a_connection_that_breaks_leaves_nothing(hub, tmp_path, target):
    hub.web["en.txt"] = ENGLISH.encode() * 1000
    hub.cut["en.txt"] = 100
    corpus = described(tmp_path, f'files = "{hub.url}/web/"', {"en.txt": "en.txt"})
    with pytest.raises(NetworkError, match="broke off"):
        fetch(corpus, target, on_progress=silent)


def test_sacrebleu_gets_its_own_set(hub, tmp_path, monkeypatch):
    from sacrebleu.dataset import DATASETS

    def xml(language: str, *texts: str) -> str:
        segs = "".join(f'<seg id="{i}"> {t} </seg>\n' for i, t in enumerate(texts, 1))
        return f'<refset><doc docid="1" genre="x">\n{segs}</doc></refset>'

    pairs = {"en-ar": ("en", "one", "two"), "ar-en": ("ar", "واحد", "اثنان")}
    for pair, (language, *texts) in pairs.items():
        name = f"IWSLT17.TED.tst2017.{pair}.{language}.xml"
        hub.web[f"{pair}.tgz"] = tarred({f"{pair}/{name}": xml(language, *texts)})
    dataset = DATASETS["iwslt17"]
    monkeypatch.setattr(dataset, "data", [f"{hub.url}/web/{pair}.tgz" for pair in pairs])
    digests = [hashlib.md5(hub.web[f"{pair}.tgz"]).hexdigest() for pair in pairs]
    monkeypatch.setattr(dataset, "md5", digests)
    wanted = {pair: dataset.langpairs[pair] for pair in pairs}
    monkeypatch.setattr(dataset, "langpairs", wanted)
    monkeypatch.setattr(dataset, "_outdir", str(tmp_path / "sacrebleu"))
    monkeypatch.setattr(dataset, "_rawdir", str(tmp_path / "sacrebleu" / "raw"))
    corpus = pull("iwslt17")
    for direction in (("en", "ar"), ("ar", "en")):
        part = corpus.parts["-".join(direction)]
        assert corpus.directions(part) == (direction,)
        references = load_part(corpus, part, source=direction[0], target=direction[1])
        assert len(references) == 2
    hub.web.clear()
    monkeypatch.setattr(dataset, "_outdir", str(tmp_path / "again"))
    monkeypatch.setattr(dataset, "_rawdir", str(tmp_path / "again" / "raw"))
    with pytest.raises(NetworkError, match="sacreBLEU could not get iwslt17"):
        pull("iwslt17")
