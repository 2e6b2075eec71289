"""Pages are made once; a page that has not changed is not sent again."""

from flask.testing import FlaskClient

from server.kept import Kept

PAGE = "/page/id/disclosure/410703/309/2025/budget"


def test_a_text_is_made_once_and_the_oldest_goes_first() -> None:
    pages, made = Kept(most=2), []

    def ask(name: str) -> str:
        return pages.get((name,), lambda: made.append(name) or name)  # type: ignore[func-returns-value]

    for name in ("a", "b", "a", "c", "a", "b"):
        assert ask(name) == name
    assert made == ["a", "b", "c", "b"]


def test_languages_are_kept_apart(client: FlaskClient) -> None:
    for _ in range(2):
        assert "项目支出" in client.get(PAGE).get_data(as_text=True)
        assert "Project expenditure" in client.get(PAGE, headers={"Accept-Language": "en"}).get_data(as_text=True)
        assert "Project expenditure" in client.get(PAGE + "?lang=en").get_data(as_text=True)


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get(PAGE).headers["ETag"]
    again = client.get(PAGE, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(PAGE, headers={"If-None-Match": etag, "Accept-Language": "en"}).status_code == 200
