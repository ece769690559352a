import json

import pytest

from mtkit.errors import FormatError


def up(text: str) -> str:
    return text.upper()


def arabic(text: str) -> str:
    return "نص"


@pytest.mark.parametrize(
    ("line", "options", "expected"),
    [
        pytest.param(
            '{"id":7,  "text": "one", "n": 1.50 }\r\n',
            {},
            '{"id":7,  "text": "ONE", "n": 1.50 }\r\n',
            id="one string changes",
        ),
        pytest.param('{"text":"a\\"b\\\\"}', {}, '{"text":"A\\"B\\\\"}', id="escapes"),
        pytest.param(
            '{"a":{"b":"x"},"b":"y"}', {"fields": ("a.b",)}, '{"a":{"b":"X"},"b":"y"}', id="path"
        ),
        pytest.param('{"a.b":"x"}', {"fields": ("a.b",)}, '{"a.b":"X"}', id="dot in a name"),
        pytest.param(
            '{"a":["x",{"c":1},"y"]}',
            {"fields": ("a",), "missing": "keep"},
            '{"a":["x",{"c":1},"y"]}',
            id="list of other things",
        ),
        pytest.param(
            '{"a":[ "x", null ,"y"]}', {"fields": ("a",)}, '{"a":[ "X", null ,"Y"]}', id="list"
        ),
        pytest.param(
            '{"p":[{"t":"x"},{"t":"y"}]}',
            {"fields": ("p.t",)},
            '{"p":[{"t":"X"},{"t":"Y"}]}',
            id="list of objects",
        ),
        pytest.param('{"text":null}', {}, '{"text":null}', id="null"),
        pytest.param('{"text":"x"}', {"into": "ar"}, '{"text":"x","ar":"X"}', id="new field"),
        pytest.param(
            '{"text": "x", "n": 1}',
            {"into": "{}_ar"},
            '{"text": "x", "text_ar": "X", "n": 1}',
            id="new field, spaced",
        ),
        pytest.param(
            '{"ar": "old", "text": "x"}',
            {"into": "ar"},
            '{"ar": "X", "text": "x"}',
            id="field that is there",
        ),
        pytest.param('{"t":"x"}\n\n', {"missing": "keep"}, '{"t":"x"}\n\n', id="lacks the field"),
        pytest.param(
            '{"text":"<b>x</b>"}', {"inner": "html"}, '{"text":"<b>X</b>"}', id="html inside"
        ),
    ],
)
def test_only_the_strings_of_the_field_change(convert, line, options, expected) -> None:
    assert convert(line.encode(), "a.jsonl", up, **options).decode() == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param('{"text":"caf\\u00e9"}', '{"text":"\\u0646\\u0635"}', id="escaped"),
        pytest.param(
            '{"text":"x","more":"\\u00e9"}',
            '{"text":"\\u0646\\u0635","more":"\\u00e9"}',
            id="escaped elsewhere",
        ),
        pytest.param('{"text":"x"}', '{"text":"نص"}', id="unknown"),
        pytest.param('{"text":"\\u00e9é"}', '{"text":"نص"}', id="both"),
    ],
)
def test_arabic_is_escaped_where_the_file_escapes(convert, line, expected) -> None:
    assert convert(line.encode(), "a.jsonl", arabic).decode() == expected


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param('{"t": 1', "a.jsonl:2: not JSON", id="cut off"),
        pytest.param("[1]", "a.jsonl:2: JSON that is no object", id="no object"),
        pytest.param('{"t": 1}', "a.jsonl:2: no field 'text' (fields: t)", id="no field"),
        pytest.param(
            '{"text": 5}', "a.jsonl:2: field 'text' is 5, which is no text", id="a number"
        ),
        pytest.param('{"text": "\\ud800"}', "half of a surrogate pair", id="surrogate"),
        pytest.param(
            '{"text": ' + "[" * 100_000, "a.jsonl:2: JSON that is nested too deeply", id="deep"
        ),
    ],
)
def test_a_broken_line_is_named(convert, line, message) -> None:
    data = b'{"text":"fine"}\n' + line.encode() + b"\n"
    with pytest.raises(FormatError) as error:
        convert(data, "a.jsonl")
    assert message in str(error.value)
    assert convert(data, "a.jsonl", up, missing="keep").endswith(line.encode() + b"\n")


def test_spacing_and_order_stay(convert) -> None:
    data = b' { "b" :[1 , 2.50],"text"\t: "x\\u00e9\\/" , "a":null}\r\n\n{"text":""}'
    assert convert(data, "a.jsonl") == data


def test_the_written_lines_are_json(convert) -> None:
    data = json.dumps({"text": 'a "quoted"\tword\\', "n": [1]}).encode()
    (record,) = map(json.loads, convert(data, "a.jsonl", up).decode().splitlines())
    assert record == {"text": 'A "QUOTED"\tWORD\\', "n": [1]}
