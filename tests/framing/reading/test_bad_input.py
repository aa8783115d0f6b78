"""What cannot be read is told with place, rule and value found, and the rest goes on."""

from __future__ import annotations

import gzip
import os
import random
import time
from pathlib import Path

import pytest

from framing.reading import ReadOptions, open_corpus
from framing.reading.options import MAX_ARTICLE
from framing.types import Article, Reject

SPANISH = (
    "La alcaldesa anunció ayer que el puente viejo se reparará antes del invierno, según informaron los vecinos del "
    "valle. La oposición rechazó la propuesta y pidió una reunión urgente con el consejo para discutir las obras."
)
GOOD = "Rain fell on the old bridge of Harrow Vale, and the ferry stayed at its mooring all day."


def cases() -> dict[str, tuple[bytes, str]]:
    """File name -> (content, part of the rule that refuses it)."""
    noise = random.Random(3).randbytes(20_000)
    return {
        "empty.txt": (b"", "must have text"),
        "blank.txt": (b" \n\t\n", "must have text"),
        "noise.txt": (noise, "must be text"),
        "picture.png": (b"\x89PNG\r\n\x1a\n" + noise, "must be text"),
        "paper.pdf": (b"%PDF-1.7\nobj\n", "must be text"),
        "nuls.txt": (b"\x00" * 500 + GOOD.encode(), "must be text"),
        "spanish.txt": (SPANISH.encode(), "the language must be 'en'"),
        "no_text.csv": (b"a,b\n1,2\n", "must have a text column"),
        "nothing.csv": (b"", "must begin with a header"),
        "nothing.jsonl": (b"", "must have a text column"),
        "array.json": (b'[{"text": "a"}]', "one object a line"),
        "fake.parquet": (b"PAR1 and no more", "must be a Parquet file"),
        "none.html": (b"<html><body><script>let a = 1</script></body></html>", "must hold an article"),
        "deep.html": (b"<html><body>" + b"<div>" * 100_000 + b"<p>x</p>", "must hold an article"),
        "long.txt": (b"word " * 10_000_000, "at most 5,000,000 characters"),
        "long.html": (b"<p>" + b"word " * 10_000_000, "at most 5,000,000 characters"),
    }


@pytest.mark.parametrize("name", cases())
def test_refused_and_the_rest_goes_on(read, tmp_path: Path, name: str) -> None:
    content, rule = cases()[name]
    (article,), (refused,) = read({name: content, "zz.txt": GOOD})
    assert article.text == GOOD
    assert refused.source == str(tmp_path / name)
    assert rule in refused.rule
    assert refused.found
    assert len(refused.found) <= 200


LINES = {
    "broken": ('{"text": "half', "must be one JSON object"),
    "list": ('["text"]', "must be one JSON object"),
    "number": ("5", "must be one JSON object"),
    "deep": ('{"text": ' + "[" * 100_000 + "]" * 100_000 + "}", "must be one JSON object"),
    "long": ('{"text": "' + "word " * 2_100_000 + '"}', "at most 10,000,000 characters"),
    "long article": ('{"text": "' + "word " * 1_200_000 + '"}', "at most 5,000,000 characters"),
    "no text": ('{"title": "a"}', "must not be empty"),
    "number as text": ('{"text": 5}', "must hold text"),
    "spanish": ('{"text": "' + SPANISH + '"}', "the language must be 'en'"),
    "nul byte": ('{"text": "a\x00b"}', "must be one JSON object"),
    "digits": ('{"n": ' + "9" * 5000 + "}", "must be one JSON object"),
}


@pytest.mark.parametrize("case", LINES)
def test_bad_json_line_in_the_middle(read, tmp_path: Path, case: str) -> None:
    line, rule = LINES[case]
    articles, (refused,) = read({"a.jsonl": f'{{"text": "One."}}\n{line}\n{{"text": "Three."}}\n'})
    assert [a.text for a in articles] == ["One.", "Three."]
    assert refused.source == f"{tmp_path}/a.jsonl:2"
    assert rule in refused.rule


CSV_ROWS = {
    "too few": ("2", "must have 2 fields"),
    "too many": ("2,two,too", "must have 2 fields"),
    "never closed": ('2,"two', "must be well formed"),
    "long": ('2,"' + "word " * 2_100_000 + '"', "must be well formed"),
    "empty": ("2,", "must not be empty"),
}


@pytest.mark.parametrize("case", CSV_ROWS)
def test_bad_csv_row_in_the_middle(read, tmp_path: Path, case: str) -> None:
    row, rule = CSV_ROWS[case]
    rows = [f'{n},"Row, {n}"' for n in range(3, 40)]
    articles, (refused,) = read({"a.csv": "\n".join(["id,text", "1,One.", row, *rows])})
    assert [a.id for a in articles] == ["1", *(str(n) for n in range(3, 40))]
    assert refused.source == f"{tmp_path}/a.csv:3"
    assert rule in refused.rule


def test_csv_quirks_that_are_no_fault(read) -> None:
    table = 'id,text,\n1,He said "no" and left.,\n\n2,"She said "no" too.",\n3,Three.,,\n'
    articles, rejects = read({"a.csv": table})
    assert [a.text for a in articles] == ['He said "no" and left.', 'She said no" too."', "Three."]
    assert not rejects


def test_gzip_cut_short(read) -> None:
    rng = random.Random(5)
    lines = "".join(f'{{"text": "Row {i} {rng.random()}."}}\n' for i in range(5000))
    whole = gzip.compress(lines.encode())
    articles, rejects = read(
        {"a.jsonl.gz": whole[: len(whole) // 2], "b.txt": GOOD, "c.txt.gz": gzip.compress(b"x" * 99)[:20]}
    )
    assert 1000 < len(articles) < 4000
    assert articles[-1].text == GOOD
    assert {r.rule for r in rejects} == {"a file must be readable to its end"}


def test_damaged_row_group(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    table = pa.table(
        {"text": [f"Row {i} of the table, with some words behind it {i * 7919}." for i in range(3000)]}
    )
    pq.write_table(table, path, row_group_size=1000, compression="zstd", use_dictionary=False)
    start = pq.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    data = bytearray(path.read_bytes())
    data[start : start + 3000] = os.urandom(3000)
    path.write_bytes(data)
    units = list(open_corpus([str(path)]))
    (refused,) = (u for u in units if isinstance(u, Reject))
    assert refused.source.endswith(":rows 1001-2000")
    assert sum(isinstance(u, Article) for u in units) == 2000


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(read, codec: str) -> None:
    text = f"“Naïve”, said the mayor’s clerk – and the café closed. {GOOD}"
    (article,), rejects = read({"a.txt": text.encode(codec)})
    assert article.text == text
    assert not rejects


def test_forced_encoding(read) -> None:
    (article,), _ = read({"a.txt": "Die Brücke".encode("cp850")}, encoding="cp850")
    assert article.text == "Die Brücke"
    articles, (refused,) = read({"b.txt": b"\xff\xfe\xfd"}, encoding="utf-8")
    assert not articles
    assert refused.rule == "must be utf-8"


def test_declared_encoding_of_html(read, article_text: str) -> None:
    page = f'<html><head><meta charset="iso-8859-2"></head><body><article><p>Łódź. {article_text}</p></article></body></html>'
    (article,), _ = read({"a.html": page.encode("iso-8859-2")})
    assert article.text.startswith("Łódź.")


def test_what_is_mended_is_told(read) -> None:
    nul = f"{GOOD}\x00 {GOOD * 20}"
    damaged = ("“Quoted” – " * 20).encode() + b"\xff " + GOOD.encode()
    surrogate = '{"text": "Rain \\ud83d fell."}'
    articles, rejects = read({"a.txt": nul, "b.txt": damaged, "c.jsonl": surrogate})
    assert [a.text.count("\x00") for a in articles] == [0, 0, 0]
    assert articles[1].text.count("�") == 1
    assert articles[2].text == "Rain � fell."
    assert [r.rule.split(";")[0] for r in rejects] == ["text must hold no NUL characters", "must be UTF-8"]


def test_language_is_only_refused_where_it_is_clear(read, article_text: str) -> None:
    quoting = f'{article_text}\n\n"{SPANISH[:90]}", she said in Spanish.'
    articles, rejects = read({"a.txt": quoting, "b.txt": SPANISH[:80]})
    assert not rejects
    assert [a.language for a in articles] == ["en", None]
    articles, rejects = read({"c.txt": SPANISH}, language=None)
    assert not rejects
    assert articles[0].language is None


def test_clean_false_keeps_the_page(read) -> None:
    (article,), _ = read({"a.txt": f"Advertisement\n\n\n\n{GOOD}  \n"}, clean=False)
    assert article.text == f"Advertisement\n\n{GOOD}"


def test_many_lines_take_no_quadratic_time(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain fell on the vale and on the bridge too.\n" * 19_000)
    start = time.process_time()
    (article,) = open_corpus([str(tmp_path / "a.txt")], ReadOptions(language=None))
    assert isinstance(article, Article)
    assert time.process_time() - start < 20
    assert len(article.text) < MAX_ARTICLE
