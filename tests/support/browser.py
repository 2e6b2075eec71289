"""A real browser for tests: headless Chromium, driven over a pipe with the DevTools protocol."""

import fcntl
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from select import select
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 20.0
_END = b"\0"


def program() -> str | None:
    """The path of a Chromium on this machine, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """One page of a headless Chromium. `problems` collects errors of scripts and of the content security policy."""

    def __init__(self, profile: Path, width: int = 1280, height: int = 900) -> None:
        path = program()
        assert path, "there is no Chromium"
        their_in, self._out = os.pipe()
        self._in, their_out = os.pipe()
        self._process = subprocess.Popen(
            [path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=zh-CN",
             "--remote-debugging-pipe", f"--user-data-dir={profile}", f"--window-size={width},{height}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            pass_fds=(3, 4), preexec_fn=lambda: _place(their_in, their_out),
        )  # fmt: skip
        os.close(their_in)
        os.close(their_out)
        self.problems: list[str] = []
        self.requests: list[str] = []
        self._buffer, self._number = b"", 0
        self._session = ""
        target = next(each for each in self._call("Target.getTargets")["targetInfos"] if each["type"] == "page")
        attached = self._call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._call(f"{domain}.enable")

    def go(self, address: str) -> None:
        """Open an address and wait until it is there, scripts included."""
        self._call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def value(self, script: str) -> Any:
        """What an expression is worth on the page, promises awaited; AssertionError when it throws."""
        answer = self._call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, condition: str) -> Any:
        """The value of an expression as soon as it is something; AssertionError when it stays nothing."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                found = self.value(f"(found => found instanceof Node ? true : found)({condition})")
            except AssertionError:
                found = None
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"never true on {self.value('location.href')}: {condition}")

    def click(self, selector: str) -> None:
        """Click the first element of a selector where a hand would, and wait for a page that it may open."""
        self.wait(f"document.querySelector({json.dumps(selector)})")
        place = self.value(_PLACE.format(json.dumps(selector)))
        for kind in ("mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)
        time.sleep(0.2)
        self.wait("document.readyState === 'complete'")

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self._call("Input.insertText", text=text)

    def press(self, key: str, code: int, text: str = "", control: bool = False) -> None:
        """Press a key, such as ("Enter", 13, "\\r"), alone or with Ctrl."""
        given: dict[str, Any] = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 2 * control}
        self._call("Input.dispatchKeyEvent", type="keyDown", text=text, **given)
        self._call("Input.dispatchKeyEvent", type="keyUp", **given)

    def close(self) -> None:
        """End the browser."""
        self._process.terminate()
        self._process.wait(PATIENCE)
        os.close(self._in)
        os.close(self._out)

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + _END)
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return answer["result"]  # type: ignore[no-any-return]
            self._note(answer)

    def _next(self) -> dict[str, Any]:
        while _END not in self._buffer:
            assert select([self._in], [], [], PATIENCE)[0], "the browser does not answer"
            part = os.read(self._in, 65_536)
            assert part, "the browser has ended"
            self._buffer += part
        message, _, self._buffer = self._buffer.partition(_END)
        return json.loads(message)  # type: ignore[no-any-return]

    def _note(self, event: dict[str, Any]) -> None:
        given = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            self.problems.append(json.dumps(given["exceptionDetails"])[:500])
        if event.get("method") == "Log.entryAdded" and given["entry"]["level"] == "error":
            self.problems.append(f"{given['entry']['text']} {given['entry'].get('url', '')}")
        if event.get("method") == "Network.requestWillBeSent":
            self.requests.append(given["request"]["url"])


def _place(source: int, target: int) -> None:
    """Put two open files where the browser looks for them; they may lie there the other way round."""
    high = [fcntl.fcntl(each, fcntl.F_DUPFD, 10) for each in (source, target)]
    for number, each in enumerate(high, start=3):
        os.dup2(each, number)


_PLACE = """(selector => {{
  const element = document.querySelector(selector);
  element.scrollIntoView({{ block: "center", behavior: "instant" }});
  const box = element.getClientRects()[0];
  return [box.x + Math.min(box.width / 2, 40), box.y + box.height / 2];
}})({})"""
