"""A language model asked over the wire: what it may say, and what becomes of anything else."""

import json
import socket
from collections.abc import Iterator

import pytest

from jiugai.exchange.model_endpoint import (
    MOST_CHARACTERS,
    Endpoint,
    EndpointFailed,
    sentences_of,
)
from tests.model_server import Model, model_server


@pytest.fixture
def model() -> Iterator[Model]:
    with model_server() as found:
        yield found


class TestSentences:
    def test_are_those_that_the_model_quotes(self, model: Model) -> None:
        model.says = '{"sentences": ["市财政局要拨付资金。", "各县区要开工。"]}'

        found = sentences_of(Endpoint(model.base, "小模型", "secret"), "正文")

        assert found == ("市财政局要拨付资金。", "各县区要开工。")
        (asked,) = model.asked
        assert (asked["path"], asked["model"], asked["temperature"]) == (
            "/v1/chat/completions",
            "小模型",
            0,
        )
        assert asked["messages"][-1] == {"role": "user", "content": "正文"}
        assert model.keys == ["Bearer secret"]

    def test_may_come_in_a_fence(self, model: Model) -> None:
        model.says = '好的：\n```json\n{"sentences": ["一句话"]}\n```'

        assert sentences_of(Endpoint(model.base, "m"), "正文") == ("一句话",)
        assert model.keys == [None]

    def test_of_a_long_text_are_asked_of_its_beginning(self, model: Model) -> None:
        sentences_of(Endpoint(model.base, "m"), "字" * (MOST_CHARACTERS + 1))

        assert len(model.asked[0]["messages"][-1]["content"]) == MOST_CHARACTERS


class TestFailure:
    @pytest.mark.parametrize(
        "says",
        [
            "我认为有三项任务。",
            '{"tasks": []}',
            '{"sentences": "一句话"}',
            '{"sentences": [1, 2]}',
            "[]",
            b"<html>502</html>",
            b"",
            json.dumps({"choices": []}).encode(),
            json.dumps({"choices": [{"message": {"content": None}}]}).encode(),
        ],
    )
    def test_of_an_answer_in_another_form(self, model: Model, says: str | bytes) -> None:
        model.says = says

        with pytest.raises(EndpointFailed, match="不是约定的格式"):
            sentences_of(Endpoint(model.base, "m"), "正文")

    def test_of_an_answer_without_end(self, model: Model) -> None:
        model.says = b"x" * ((1 << 20) + 1)

        with pytest.raises(EndpointFailed, match="太长"):
            sentences_of(Endpoint(model.base, "m"), "正文")

    def test_tells_the_status(self, model: Model) -> None:
        model.status = 401

        with pytest.raises(EndpointFailed, match="答复 401"):
            sentences_of(Endpoint(model.base, "m"), "正文")

    def test_of_an_address_where_nobody_is(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]

        with pytest.raises(EndpointFailed, match=f"127.0.0.1:{port} 没有答复"):
            sentences_of(Endpoint(f"http://127.0.0.1:{port}/v1", "m"), "正文")

    @pytest.mark.parametrize("base", ["file:///etc/passwd?", "ftp://127.0.0.1", "local"])
    def test_of_an_address_that_is_no_web_address(self, base: str) -> None:
        with pytest.raises(EndpointFailed, match="不是 http 或 https 地址"):
            sentences_of(Endpoint(base, "m"), "正文")
