"""The report in a browser: a real Chromium, told what to do over its DevTools protocol.

The protocol goes over two pipes (``--remote-debugging-pipe``), so no package is needed.  Pictures
of what was seen lie in ``build/report/``, which git ignores.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mtkit.evaluation import ReferenceSet, Sampling, evaluate
from mtkit.evaluation.corpora import find_corpus, load_part
from mtkit.evaluation.report import Extras, write_report
from mtkit.types import Mention, Span

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUICK = Sampling(samples=20, trials=20)
PICTURES = Path(__file__).resolve().parents[2] / "build" / "report"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
BREAK = "document.title='broken'"
HOSTILE = f'</script><script>{BREAK}</script><img src=x onerror="{BREAK}">'
PATIENCE = 30.0  # seconds


class Chromium:
    """A browser with one page.

    Args:
        program: Path of Chromium.
        profile: Empty folder of its own.
    """

    def __init__(self, program: str, profile: Path) -> None:
        read_in, self._out = os.pipe()
        self._in, write_out = os.pipe()
        # the browser reads descriptor 3 and writes descriptor 4
        wired = f'exec "$@" 3<&{read_in} 4>&{write_out}'
        self._process = subprocess.Popen(
            [
                "bash",
                "-c",
                wired,
                "-",
                program,
                *FLAGS,
                f"--user-data-dir={profile}",
                "about:blank",
            ],
            pass_fds=(read_in, write_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read_in)
        os.close(write_out)
        self._buffer = b""
        self._calls = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        pages = [t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page"]
        target = pages[0]["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return the answer to a command; what happens meanwhile is kept in `events`."""
        self._calls += 1
        message: dict[str, Any] = {"id": self._calls, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == self._calls:
                assert "error" not in answer, answer["error"]
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            more = os.read(self._in, 1 << 20)
            assert more, "the browser went away"
            self._buffer += more
        line, self._buffer = self._buffer.split(b"\0", 1)
        message: dict[str, Any] = json.loads(line)
        return message

    def run(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, expression: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE
        while not self.run(expression):
            assert time.monotonic() < end, f"never came true: {expression}"
            time.sleep(0.03)

    def open(self, page: Path, address: str = "", *, size: tuple[int, int] = (1440, 900)) -> None:
        """Open a report and wait until it is drawn."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=1,
            mobile=False,
        )
        self.call("Page.navigate", url="about:blank")
        self.events.clear()
        self.call("Page.navigate", url=page.as_uri() + address)
        self.wait("document.documentElement?.dataset.ready === 'true'")
        self.run("document.documentElement.style.scrollBehavior = 'auto'")

    def theme(self, theme: str) -> None:
        """Say which colours the user likes."""
        features = [{"name": "prefers-color-scheme", "value": theme}]
        self.call("Emulation.setEmulatedMedia", features=features)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            text = key if len(key) == 1 else ""
            self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def picture(self, name: str) -> bytes:
        """Return what is seen, and keep it."""
        image = base64.b64decode(self.call("Page.captureScreenshot")["data"])
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(image)
        return image

    def complaints(self) -> list[dict[str, Any]]:
        """Return errors and warnings since the page was opened."""
        methods = {"Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled"}
        return [event for event in self.events if event["method"] in methods]

    def loaded(self) -> list[str]:
        """Return the addresses that were asked for since the page was opened."""
        asked = [e for e in self.events if e["method"] == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in asked]

    def close(self) -> None:
        """End it."""
        self._session = None
        with contextlib.suppress(OSError, AssertionError):
            self.call("Browser.close")
        self._process.wait(PATIENCE)
        os.close(self._in)
        os.close(self._out)


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium (Debian: apt-get install chromium)")
    # not pytest's folder: its last processes may still write while the profile is removed
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        chromium = Chromium(program, Path(profile))
        yield chromium
        chromium.close()


def spoiled(texts: Sequence[str], every: int) -> list[str]:
    """Return the texts with each so manieth word replaced."""
    return [
        " ".join("شيء" if i % every == every - 1 else word for i, word in enumerate(text.split()))
        for text in texts
    ]


def newsdesk(count: int) -> ReferenceSet:
    found = find_corpus("newsdesk/dev")
    assert found is not None
    whole = load_part(*found, source="en", target="ar")
    assert whole.sources is not None
    size = len(whole)
    places = [i % size for i in range(count)]
    return ReferenceSet(
        references=(tuple(whole.references[0][i] for i in places),),
        sources=tuple(whole.sources[i] for i in places),
        source_language="en",
        target_language="ar",
        labels={"doc": tuple(f"doc {i // 20}" for i in range(count))},
        name="newsdesk/dev",
    )


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of three systems into Arabic, of which the worst holds a hostile text."""
    references = newsdesk(150)
    texts = references.references[0]
    systems = {name: spoiled(texts, every) for name, every in (("good", 6), ("bad", 3))}
    systems["bad"][4] = HOSTILE
    systems["أحسن"] = list(texts)
    systems["أحسن"][0] = "أحمدُ وبوتين ذهبا إلى المدرسةِ ۱٢3."
    names: list[list[Mention]] = [[] for _ in texts]
    names[0] = [Mention(Span(7, 12), "بوتين")]
    path = tmp_path_factory.mktemp("report") / "arabic.html"
    write_report(
        path,
        evaluate(systems, references, sampling=QUICK),
        references=references,
        hypotheses=systems,
        extras=Extras(command="mtkit evaluate", mentions={"أحسن": names}),
    )
    return path


SHOWN = "[...document.querySelectorAll('.rows .row .num')].map(cell => Number(cell.textContent))"
STATE = "Object.fromEntries(new URLSearchParams(location.hash.slice(1)))"
TEXT = "document.querySelector('[data-system=\"%d\"] .body')"


def test_nothing_is_loaded_and_nothing_is_complained_of(browser: Chromium, arabic: Path) -> None:
    browser.open(arabic)
    assert browser.loaded() == [arabic.as_uri()]
    assert browser.complaints() == []
    assert "أحسن" in browser.run("document.querySelector('.verdict').textContent")
    browser.picture("summary-light")


def test_hostile_text_stays_text(browser: Chromium, arabic: Path) -> None:
    browser.open(arabic, "#s=5")
    assert browser.run(f"{TEXT % 1}.textContent").replace("  ", " ").count("<script>") == 1
    assert "broken" not in browser.run("document.title")
    assert browser.run("document.querySelectorAll('img').length") == 0
    assert browser.run("document.scripts.length") == 2
    assert browser.complaints() == []


def test_the_policy_stops_what_is_not_ours(browser: Chromium, arabic: Path) -> None:
    browser.open(arabic)
    browser.run(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=document.title=1>')"
    )
    browser.run("fetch('http://127.0.0.1:9/').catch(() => 0)")
    blocked = json.dumps(browser.complaints())
    assert "Content Security Policy" in blocked
    assert browser.run("document.title") != "1"


def test_directions(browser: Chromium, arabic: Path) -> None:
    browser.open(arabic, "#s=2")
    assert browser.run(f"getComputedStyle({TEXT % 0}).direction") == "rtl"
    assert browser.run(f"{TEXT % 0}.lang") == "ar"
    source = "document.querySelector('[data-kind=source]')"
    assert browser.run(f"getComputedStyle({source}.querySelector('.body')).direction") == "ltr"
    # the label stands where the text begins: left of English, right of Arabic
    left = "getBoundingClientRect().left"
    about, body = (f"querySelector('.{name}').{left}" for name in ("about", "body"))
    assert browser.run(f"{source}.{about} < {source}.{body}")
    row = "document.querySelector('[data-system=\"0\"]')"
    assert browser.run(f"{row}.{about} > {row}.{body}")


def test_diff_says_more_than_colour(browser: Chromium, arabic: Path) -> None:
    browser.open(arabic, "#s=2")
    assert browser.run(f"{TEXT % 0}.querySelectorAll('ins').length") > 0
    assert browser.run(f"{TEXT % 0}.querySelectorAll('del').length") > 0
    assert browser.run(f"{TEXT % 2}.querySelectorAll('ins, del').length") == 0  # the reference
    line = "getComputedStyle(document.querySelector('.body %s')).textDecorationLine"
    assert browser.run(line % "ins") == "underline"
    assert browser.run(line % "del") == "line-through"
    browser.press("d", "d")
    assert browser.run("document.querySelectorAll('.body ins, .body del').length") == 0
    browser.press("d")


def test_keys_walk_through_the_list(browser: Chromium, arabic: Path) -> None:
    browser.open(arabic, "#s=3")
    browser.press("j", "j", "k")
    assert browser.run(STATE) == {"s": "4"}
    browser.run("document.querySelector('#list').focus()")
    browser.press("ArrowDown", "End")
    assert browser.run(STATE) == {"s": "150"}
    assert browser.run("document.querySelector('[aria-selected=true] .num').textContent") == "150"
    active = browser.run("document.querySelector('#list').getAttribute('aria-activedescendant')")
    assert browser.run(f"document.getElementById('{active}').ariaSelected") == "true"
    browser.press("?")
    assert browser.run("document.querySelector('dialog').open")
    browser.press("Escape")


def test_search_forgives_hamza_marks_and_digits(browser: Chromium, arabic: Path) -> None:
    for query in ("احمد", "أَحمد", "المدرسه 123"):
        browser.open(arabic)
        browser.press("/")
        browser.call("Input.insertText", text=query)
        browser.wait(f"{SHOWN}.join() === '1'")
        browser.run("document.querySelector('.rows .row').click()")
        assert browser.run(f"{TEXT % 2}.querySelectorAll('.hit').length") >= 1
    browser.press("Escape", "Escape", "r")
    browser.wait(f"{SHOWN}.length > 1")


def test_sort_filter_and_address(browser: Chromium, arabic: Path) -> None:
    browser.open(arabic, "#s=1&a=1&b=0&sort=difference&apart=5&slice=doc%3Ddoc+1")
    shown = browser.run(SHOWN)
    assert shown
    assert all(21 <= number <= 40 for number in shown)
    gaps = browser.run(
        "[...document.querySelectorAll('.rows .row .gap')]"
        ".map(cell => Number(cell.textContent.replace('−', '-')))"
    )
    assert gaps == sorted(gaps)
    assert all(abs(gap) >= 5 for gap in gaps)
    browser.open(arabic, "#s=1&flag=script&of=a&a=1")
    assert browser.run(SHOWN) == [5]


def test_names_and_links(browser: Chromium, arabic: Path) -> None:
    browser.open(arabic, "#s=1")
    assert browser.run(f"[...{TEXT % 2}.querySelectorAll('.name')].map(n => n.textContent)") == [
        "بوتين"
    ]
    browser.open(arabic, "#s=2")
    browser.run("document.querySelector('[data-kind=source] .body').focus()")
    browser.press("ArrowRight", "ArrowRight")
    assert browser.run("document.querySelectorAll('[data-kind=source] .lit').length") == 1
    linked = "document.querySelectorAll('[data-system] .linked').length"
    for _ in range(12):
        browser.press("ArrowRight")
        if browser.run(linked):
            break
    assert browser.run(linked) > 0
    browser.picture("segments-light")


def test_dark_is_dark(browser: Chromium, arabic: Path) -> None:
    brightness = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    browser.theme("dark")
    browser.open(arabic, "#s=2")
    assert max(browser.run(brightness)) < 60
    browser.picture("segments-dark")
    browser.press("t")
    assert min(browser.run(brightness)) > 200
    browser.press("t")
    browser.theme("light")


def test_copying(browser: Chromium, arabic: Path) -> None:
    browser.open(arabic, "#s=5")
    browser.run(
        "window.copied = null; navigator.clipboard.writeText = async t => { copied = t }; 1"
    )
    browser.press("c")
    browser.wait("copied !== null")
    table = [line.split("\t") for line in browser.run("copied").splitlines()]
    assert table[0] == ["segment", "role", "system", "chrf", "flags", "text"]
    assert {row[2]: row[5] for row in table[3:]}["bad"] == HOSTILE
    browser.run(
        "copied = null; [...document.querySelectorAll('button')]"
        ".find(button => button.textContent === 'Copy JSON').click()"
    )
    browser.wait("copied !== null")
    entry = json.loads(browser.run("copied"))
    assert entry["segment"] == 5
    assert {item["system"] for item in entry["hypotheses"]} == {"good", "bad", "أحسن"}


def test_one_system_two_references_no_source(browser: Chromium, tmp_path: Path) -> None:
    sides = (("the troops left", "he came"), ("the army left today", "he came back"))
    references = ReferenceSet(references=sides, target_language="en")
    systems = {"only": ["the army left", ""]}
    path = tmp_path / "one.html"
    result = evaluate(systems, references, sampling=QUICK)
    write_report(path, result, references=references, hypotheses=systems)
    browser.open(path, "#s=1")
    assert browser.complaints() == []
    assert "reference 2" in browser.run("document.querySelector('.against').textContent")
    browser.press("j")
    assert browser.run(f"{TEXT % 0}.textContent") == "(empty)"


def test_small_screen_and_print(browser: Chromium, arabic: Path) -> None:
    browser.open(arabic, "#s=2", size=(390, 800))
    assert browser.run("document.documentElement.scrollWidth") <= 390
    browser.picture("segments-small")
    pages = base64.b64decode(browser.call("Page.printToPDF")["data"])
    assert pages.startswith(b"%PDF")


def test_five_thousand_segments_of_eight_systems(browser: Chromium, tmp_path: Path) -> None:
    """Prints what it took (``pytest -s``)."""
    whole, part = newsdesk(5000), newsdesk(500)
    systems = {f"system {i}": spoiled(whole.references[0], i) for i in range(2, 10)}
    parts = {name: texts[:500] for name, texts in systems.items()}
    # scored are 500; what the browser has to hold is 5,000
    result = evaluate(parts, part, metrics=["chrf", "numbers", "length"], sampling=QUICK)
    scores = {key: np.tile(column, 10) for key, column in result.segment_scores.items()}
    result = replace(result, segments=5000, segment_scores=scores)
    path = tmp_path / "large.html"
    extras = Extras(align=False)
    write_report(path, result, references=whole, hypotheses=systems, extras=extras)
    browser.open(path)
    browser.wait("performance.getEntriesByName('drawn').length")
    took = {"open to drawn": browser.run("performance.getEntriesByName('drawn')[0].startTime")}
    timed = """(async () => {
        const start = performance.now();
        %s;
        await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
        return performance.now() - start;
    })()"""
    scroll = "document.querySelector('#list').scrollTop = %d"
    took["scroll"] = max(browser.run(timed % (scroll % at)) for at in range(0, 160_000, 20_000))
    assert browser.run("document.querySelectorAll('.rows .row').length") < 60
    assert browser.run(SHOWN)[0] > 4000
    took["sort"] = browser.run(timed % "document.querySelector('.tall button').click()")
    first = "dispatchEvent(new HashChangeEvent('hashchange'))"
    took["filter"] = browser.run(timed % f"location.replace('#q=الجيش'); {first}")
    assert 0 < browser.run("Number(document.querySelector('#list').ariaRowCount)") < 5000
    browser.picture("large")
    print({name: f"{value:.0f} ms" for name, value in took.items()})  # noqa: T201
    print(f"{path.stat().st_size / 1e6:.1f} MB")  # noqa: T201
    assert max(took.values()) < 5000
