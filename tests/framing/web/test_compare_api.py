"""Comparing over the API: the program's own comparison, as JSON and as a page to keep."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from framing.web.api.compare import LONGEST_ARTICLE, Comparison

WIRE = (
    "The council voted on Monday to raise the harbour tolls by 12 percent. "
    "The quay was last repaired in 1998. Police said nobody was arrested outside the hall."
)
OTHER = (
    "The council voted on Monday to raise the harbour tolls by 12 percent. "
    "It was a shameful surrender to a clique of corrupt contractors."
)


def both(**more: object) -> dict[str, object]:
    return {
        "articles": [{"text": WIRE, "outlet": "Northern Wire"}, {"text": OTHER, "outlet": "Sund Post"}]
    } | more


def test_a_telling_is_set_beside_the_wire(client: TestClient) -> None:
    answer = client.post("/api/v1/compare", json=both(wire=0))
    found = Comparison.model_validate(answer.json())
    assert found.wire is not None
    assert found.wire.outlet == "Northern Wire"
    (telling,) = found.tellings
    assert [sentence.fate for sentence in telling.sentences] == ["kept", "added"]
    assert telling.omitted == [1, 2]
    assert telling.sentences[1].editorial_label == 1
    assert found.reference[0].text == WIRE[found.reference[0].start : found.reference[0].end]


def test_without_a_wire_the_common_core_is_the_reference(client: TestClient) -> None:
    found = Comparison.model_validate(client.post("/api/v1/compare", json=both()).json())
    assert found.wire is None
    assert len(found.tellings) == 2
    assert [source.text for source in found.reference] == [WIRE.split(". ")[0] + "."]


def test_the_page_to_keep_escapes_what_the_articles_hold(client: TestClient) -> None:
    body = both(wire=0)
    body["articles"][1]["outlet"] = "<script>alert(1)</script>"
    page = client.post("/api/v1/compare", json=body, headers={"Accept": "text/html"})
    assert page.headers["content-disposition"].startswith("attachment")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


@pytest.mark.usefixtures("numeric_names")
@pytest.mark.parametrize(
    ("body", "rule"),
    [({"articles": [{"text": WIRE}]}, "at least 2"), ({"articles": []}, "at least 2"), (both(wire=2), "under 2"),
     (both(wire=-1), "greater"), ({"articles": [{"text": WIRE}] * 13}, "at most 12"),
     ({"articles": [{"text": WIRE}, {}]}, "either"), ({"articles": [{"text": WIRE}, {"url": "http://10.0.0.1/"}]}, "public"),
     ({"articles": [{"text": WIRE}, {"text": "The quay is shut. " * (LONGEST_ARTICLE // 18 + 1)}]}, "60,000")],
)  # fmt: skip
def test_what_cannot_be_compared_is_told(client: TestClient, body: dict[str, object], rule: str) -> None:
    answer = client.post("/api/v1/compare", json=body)
    assert answer.status_code == 422
    assert rule in answer.json()["detail"][0]["rule"]


def test_the_article_that_is_at_fault_is_named(client: TestClient) -> None:
    answer = client.post("/api/v1/compare", json={"articles": [{"text": WIRE}, {"text": ""}]})
    assert answer.json()["detail"][0]["place"] == "article 2, text"
