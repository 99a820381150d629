import socket

import pytest

from mailbot.errors import TryLater
from mailbot.mail.webhook import ring
from tests.servers.scripted import Peer, Scripted
from tests.servers.webhook import Webhook


def test_one_sentence_in_the_dialects_of_the_common_robots() -> None:
    with Webhook() as hook:
        ring(hook.url, "收不到邮件", {"code": "TryLater"})
    (body,) = hook.rung
    assert body["msgtype"] == body["msg_type"] == "text"
    assert body["text"]["content"] == body["content"]["text"] == "收不到邮件"
    assert body["mailbot"] == {"code": "TryLater"}


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_answer_that_is_no_yes_is_for_later_and_no_redirect_is_followed(status: int) -> None:
    with Webhook() as hook:
        hook.status = status
        with pytest.raises(TryLater) as caught:
            ring(hook.url, "x", {})
    assert len(hook.rung) == 1
    assert "secret" not in str(caught.value)


def test_nobody_there_and_silence_are_for_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(TryLater):
        ring(f"http://127.0.0.1:{port}/", "x", {})
    with Scripted(lambda _server, peer: Peer.hang(peer)) as silent, pytest.raises(TryLater):
        ring(f"http://127.0.0.1:{silent.port}/", "x", {}, seconds=0.1)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/", "nonsense"])
def test_only_the_web_is_rung_at(address: str) -> None:
    with pytest.raises(TryLater):
        ring(address, "x", {})
