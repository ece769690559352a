"""``lang`` and ``dir`` of a page that is now in another language."""

import pytest

from mtkit.formats.html import parse

CASES = {
    "root": ('<html lang="en" id=x>', '<html dir="rtl" lang="ar" id=x>'),
    "root without language": ("<html>", '<html lang="ar" dir="rtl">'),
    "root with both": ("<HTML DIR='LTR' LANG=en-GB>", "<HTML DIR='rtl' LANG=ar>"),
    "XHTML": ('<html xml:lang="en" lang="en">', '<html dir="rtl" xml:lang="ar" lang="ar">'),
    "already so": ("<html lang='ar-SY' dir=rtl>", "<html lang='ar-SY' dir=rtl>"),
    "body": ("<html lang=en><body dir=ltr>", '<html dir="rtl" lang=ar><body dir=rtl>'),
    "body is root": ("<body>a", '<body lang="ar" dir="rtl">a'),
    "element in the language": (
        "<body lang=en dir=rtl><q lang=en>a",
        "<body lang=ar dir=rtl><q lang=ar>a",
    ),
    "element in another": (
        "<body lang=en dir=rtl><q lang=fr>a",
        "<body lang=ar dir=rtl><q lang=fr>a",
    ),
    "block with direction": ("<p dir=ltr>a", "<p dir=rtl>a"),
    "direction by content": ("<p dir=auto>a", "<p dir=auto>a"),
    "span with direction": ("<p>a <b dir=ltr>1</b>", "<p>a <b dir=ltr>1</b>"),
    "link elsewhere": ("<p>a <a hreflang=en>b</a>", "<p>a <a hreflang=en>b</a>"),
    "meta": (
        "<meta http-equiv=content-language content=en>",
        "<meta http-equiv=content-language content=ar>",
    ),
    "locale": ("<meta property=og:locale content=en_US>", "<meta property=og:locale content=ar>"),
    "fragment": ("<p>a <code>b</code>", "<p>a <code>b</code>"),
}


@pytest.mark.parametrize(("source", "arabic"), CASES.values(), ids=CASES)
def test_says_the_language(source: str, arabic: str) -> None:
    assert parse(source).render(language="ar") == arabic


UNTRANSLATED = {
    "code": ("<code>a</code>", '<code dir="ltr">a</code>'),
    "name": ("<b translate=no>A</b>", '<b lang="en" dir="ltr" translate=no>A</b>'),
    "block": ("<pre>\n1 a</pre>", '<pre dir="ltr">\n1 a</pre>'),
    "Arabic": ("<b translate=no>أ</b>", '<b lang="en" translate=no>أ</b>'),
    "has its own": (
        "<b translate=no lang=fr dir=ltr>A</b>",
        "<b translate=no lang=fr dir=ltr>A</b>",
    ),
    "no letters": ("<code>1</code>", "<code>1</code>"),
    "script": ("<script>a</script>", "<script>a</script>"),
    "inside": ("<pre><code>a</code></pre>", '<pre dir="ltr"><code>a</code></pre>'),
}


@pytest.mark.parametrize(("source", "arabic"), UNTRANSLATED.values(), ids=UNTRANSLATED)
def test_says_the_direction_of_what_stays(source: str, arabic: str) -> None:
    page = parse(f"<html lang=en dir=ltr><p>x {source}")
    assert page.render(language="ar") == f"<html lang=ar dir=rtl><p>x {arabic}"


def test_goes_back_to_left_to_right() -> None:
    page = parse("<html lang=ar dir=rtl><p dir=rtl lang=ar>نص <code>a</code>")
    assert (
        page.render(language="en") == "<html lang=en dir=ltr><p dir=ltr lang=en>نص <code>a</code>"
    )
    assert parse("<html lang=fr>").render(language="en") == "<html lang=en>"


def test_the_caller_knows_the_language() -> None:
    fragment = parse("<p>a <q lang=en>b</q>", language="en")
    assert fragment.render(language="ar") == "<p>a <q lang=ar>b</q>"


def test_wraps_fragments_when_asked() -> None:
    fragment = parse("\n a <code>b</code>\n", wrap=True)
    assert fragment.render() == "\n a <code>b</code>\n"
    wrapped = fragment.render(language="ar")
    assert wrapped == '\n <div lang="ar" dir="rtl">a <code dir="ltr">b</code></div>\n'
    page = parse("<html lang=ar dir=rtl>a", wrap=True)
    assert page.render(language="ar") == "<html lang=ar dir=rtl>a"
