"""What does not come from the desk's own pages, in the browser that was given the cookie, is refused."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from restitution.desk.guard import HEADERS, HOST, Guard
from restitution.desk.pages import EVERY
from restitution.desk.serving import listening
from restitution.desk.views import HERE
from tests.desk.conftest import OnTheDesk

HTMX = "2.0.11"
SHA256 = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
POSTS = [route.path for page in EVERY for route in page.routes if "POST" in (route.methods or ())]


def test_it_listens_on_this_machine_alone() -> None:
    with listening(0) as own:
        assert own.getsockname()[0] == HOST == "127.0.0.1"


def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_has(here: OnTheDesk) -> None:
    stranger = TestClient(here.client.app, base_url=here.keys.origin, follow_redirects=False)
    assert stranger.get("/").status_code == 403
    assert stranger.get("/entrer", params={"jeton": "faux"}).status_code == 403
    answer = stranger.get("/entrer", params={"jeton": here.keys.token})
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 303
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert here.keys.token.lower() not in cookie
    assert stranger.get("/").status_code == 200


def test_two_desks_share_no_secret(here: OnTheDesk) -> None:
    from restitution.desk.guard import Keys  # noqa: PLC0415

    other = Keys(here.keys.port)
    assert not other.opens(here.keys.token)
    assert not other.is_own(here.keys.csrf)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "localhost:8765"}, 421),
        ({"host": "bureau.example:8765"}, 421),
        ({"host": "127.0.0.1"}, 421),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://ailleurs.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
    ],
)
def test_host_and_origin_are_looked_at(here: OnTheDesk, headers: dict[str, str], status: int) -> None:
    for address in ("/", "/remarques", "/statique/htmx.min.js"):
        assert here.client.get(address, headers=headers).status_code == status


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize(
    "headers",
    [
        {"x-csrf": ""},
        {"x-csrf": "0" * 64},
        {"origin": "https://ailleurs.example"},
        {"origin": None},
        {"host": "ailleurs.example"},
    ],
)
def test_every_address_that_changes_something_asks_for_a_form_of_ours(
    here: OnTheDesk, address: str, headers: dict[str, Any]
) -> None:
    before = {path: path.read_bytes() for path in here.world.root.rglob("*") if path.is_file()}
    own = {"origin": here.keys.origin, "x-csrf": here.keys.csrf} | headers
    sent = {name: value for name, value in own.items() if value is not None}
    answer = here.client.post(address.replace("{number}", "R-001"), data={"numero": "R-001:x"}, headers=sent)
    assert answer.status_code in {403, 421}
    assert {path: path.read_bytes() for path in here.world.root.rglob("*") if path.is_file()} == before


def test_every_answer_says_what_a_browser_may_do_with_it(here: OnTheDesk) -> None:
    for address in ("/", "/remarques", "/statique/bureau.css", "/nulle-part", "/remarques/R-999"):
        answer = here.get(address)
        assert {name: answer.headers.get(name) for name in HEADERS if name != "cache-control"} == {
            name: value for name, value in HEADERS.items() if name != "cache-control"
        }
    policy = HEADERS["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_no_page_holds_a_script_a_style_or_another_address(here: OnTheDesk) -> None:
    for address in ("/", "/remarques", "/remarques/R-001"):
        text = here.get(address).text
        assert "<style" not in text
        assert "style=" not in text
        assert "javascript:" not in text
        assert " onclick" not in text
        assert "http://" not in text
        assert "https://" not in text


@pytest.mark.parametrize(
    "address",
    [
        "/statique/../project.py",
        "/statique/..%2Fproject.py",
        "/statique/%2e%2e%2f%2e%2e%2fstore.py",
        "/remarques/..%2F..%2Fetc%2Fpasswd",
        "/remarques/%2Fetc%2Fpasswd/source",
    ],
)
def test_a_path_from_the_browser_leads_nowhere(here: OnTheDesk, address: str) -> None:
    assert here.get(address).status_code in {404, 409}


def test_words_of_others_are_only_words(here: OnTheDesk) -> None:
    from tests.review.test_commands import mark  # noqa: PLC0415
    from tests.review.world import src  # noqa: PLC0415

    here.world.copy("2026-10-11", mark(9, "comment", '<script>alert(1)</script><img src=x onerror="a">', src(3)))
    here.look()
    text = here.get("/remarques/R-009").text
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_what_is_too_heavy_is_refused(here: OnTheDesk) -> None:
    async def heard(request: Any) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    app = Guard(Starlette(routes=[Route("/", heard, methods=["POST"])]), here.keys, most_bytes=100)
    client = TestClient(
        app, base_url=here.keys.origin, cookies=dict(here.client.cookies), raise_server_exceptions=False
    )
    own = {"origin": here.keys.origin}
    assert client.post("/", content=b"x" * 100, headers=own).status_code == 200
    assert client.post("/", content=b"x" * 101, headers=own).status_code == 413
    unsaid = (b"x" * 60 for _ in range(3))
    assert client.post("/", content=unsaid, headers=own).status_code != 200


def test_htmx_is_the_file_of_its_package() -> None:
    data = (HERE / "static" / "htmx.min.js").read_bytes()
    assert f'version:"{HTMX}"'.encode() in data
    assert hashlib.sha256(data).hexdigest() == SHA256
    assert "Zero-Clause BSD" in (HERE / "static" / "htmx-LICENSE.txt").read_text("utf-8")


def test_a_desk_says_that_its_port_is_taken() -> None:
    from restitution.errors import WrongUse  # noqa: PLC0415

    with listening(0) as own:
        port = own.getsockname()[1]
        with pytest.raises(WrongUse, match="déjà pris"):
            listening(port)
