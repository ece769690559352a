import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.errors import FormatError
from mtkit.formats import FormatOptions
from mtkit.formats.tables import read_csv, read_tsv


def up(text: str) -> str:
    return text.upper()


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param("id,text\n1,one\n2,two", "id,text\n1,ONE\n2,TWO", id="plain"),
        pytest.param('text,n\r\n"a, ""b""",1\r\n', 'text,n\r\n"A, ""B""",1\r\n', id="quoted"),
        pytest.param('n,text\n1,"two\nlines"\n\n', 'n,text\n1,"TWO\nLINES"\n\n', id="line break"),
        pytest.param("n;text\n1;a, b\n", "n;text\n1;A, B\n", id="semicolons"),
        pytest.param("n\ttext\n1\tx\n", "n\ttext\n1\tX\n", id="tabs"),
        pytest.param('text,"n"\nx, "y"\n', 'text,"n"\nX, "y"\n', id="other cells as they are"),
        pytest.param("text,n\n,1\n", "text,n\n,1\n", id="empty cell"),
    ],
)
def test_only_cells_of_the_column_change(convert, table, expected) -> None:
    assert convert(table.encode(), "t.csv") == table.encode()
    assert convert(table.encode(), "t.csv", up).decode() == expected


def test_a_cell_is_quoted_when_it_must_be(convert) -> None:
    assert convert(b"text,n\nx,1\n", "t.csv", lambda _: 'a, "b"') == b'text,n\n"a, ""b""",1\n'


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param('1\t"Yes," he said.', '1\t"YES," HE SAID.', id="a quotation begins it"),
        pytest.param('1\t"All of it"', '1\t"ALL OF IT"', id="quoted"),
        pytest.param('1\t"never closed', '1\t"NEVER CLOSED', id="a quotation goes on"),
    ],
)
def test_quotation_marks_in_tsv(convert, row, expected) -> None:
    table = f"n\ttext\n{row}\n2\tnext\n".encode()
    assert convert(table, "t.tsv", up).decode() == f"n\ttext\n{expected}\n2\tNEXT\n"


def test_a_tsv_cell_stays_on_its_line(convert) -> None:
    assert convert(b"text\tn\nx\t1\n", "t.tsv", lambda _: "a\tb\nc") == b"text\tn\na b c\t1\n"


@pytest.mark.parametrize(
    ("table", "options", "expected"),
    [
        pytest.param("text,n\r\nx,1\r\n", {"into": "ar"}, "text,n,ar\r\nx,1,X\r\n", id="new"),
        pytest.param("ar,text\n,x\n", {"into": "ar"}, "ar,text\nX,x\n", id="there"),
        pytest.param(
            '"a";"b"\n"x";"y"\n',
            {"fields": ("a", "b"), "into": "{}_ar"},
            '"a";"b";"a_ar";"b_ar"\n"x";"y";"X";"Y"\n',
            id="several",
        ),
    ],
)
def test_translations_go_into_a_column(convert, table, options, expected) -> None:
    assert convert(table.encode(), "t.csv", up, **options).decode() == expected


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param(
            "id;title\n1;x\n",
            "t.csv:1: no column 'text' in the header (columns: id, title)",
            id="column",
        ),
        pytest.param(
            "id,text\n1,x\n2\n", "t.csv:3: 1 cells where the header has 2", id="short row"
        ),
        pytest.param(
            'id,text\n1,"x\n2,y\n',
            "t.csv:2: a quoted cell begins here and does not end",
            id="open quote",
        ),
    ],
)
def test_a_broken_table_is_named(convert, table, message) -> None:
    with pytest.raises(FormatError) as error:
        convert(table.encode(), "t.csv")
    assert str(error.value).endswith(message)


CELLS = st.text(st.sampled_from('ab "",;\n\r\tو'), max_size=6)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=5), st.sampled_from([",", ";"]), st.booleans())
def test_cells_are_those_that_python_reads(rows, delimiter, all_quoted) -> None:
    written = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
    csv.writer(written, delimiter=delimiter, quoting=quoting).writerows([("a", "text"), *rows])
    table = written.getvalue()
    documents = list(read_csv(io.StringIO(table, newline=""), name="", options=FormatOptions()))
    assert "".join(document.render() for document in documents) == table
    parts = [part for document in documents[1:] for part in document.skeleton.parts]
    values = [part.value.text for part in parts if not isinstance(part, str)]
    assert values == [text for _, text in rows]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(CELLS, CELLS)))
def test_tsv_comes_back_as_it_was(rows) -> None:
    clean = [[cell.translate({9: None, 10: None, 13: None}) for cell in row] for row in rows]
    table = "\n".join("\t".join(row) for row in [["a", "text"], *clean])
    documents = read_tsv(io.StringIO(table, newline=""), name="", options=FormatOptions())
    assert "".join(document.render() for document in documents) == table
