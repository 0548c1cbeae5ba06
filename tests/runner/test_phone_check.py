"""The lines shown while a phone is set up."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from aiohttp import ClientSession

from sensorcoach.cli import options
from sensorcoach.cli.main import run
from sensorcoach.devices.families.phone.choice import NO_GRAVITY, SWITCH_ON
from sensorcoach.devices.families.phone.fake import PhoneEncoder
from sensorcoach.errors import SensorError, UsageError
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.runner.doctor.phone_check import PhoneReport, check_phone
from sensorcoach.samples import Samples
from sensorcoach.sources.phone import instructions
from sensorcoach.sources.phone import settings as phone_settings
from sensorcoach.sources.phone.settings import LOCALHOST, PORT, PhoneSettings, make_phone_settings

TIME_S = np.arange(400) / 100.0
LYING = Samples(TIME_S, np.tile([0.0, 0.0, 9.81], (400, 1)), np.zeros((400, 3)))


async def until(happened: Callable[[], bool]) -> None:
    """Wait until the condition holds; the lines are the only sign of it."""
    async with asyncio.timeout(30.0):
        while not happened():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.001)


async def said_while_pushing(bodies: list[bytes]) -> list[str]:
    """Return the lines while these bodies are pushed, with a clock that follows them."""
    said: list[str] = []
    now_s = 0.0

    def now() -> float:
        return now_s

    settings = PhoneSettings(port=0)
    check = asyncio.ensure_future(check_phone(settings, said.append, tick_s=0.05, now=now))
    await until(lambda: bool(said))
    (url,) = re.findall(r"http://\S+", said[0])
    async with ClientSession() as client:
        for body in bodies:
            now_s += 0.1
            async with client.post(url, data=body, headers={"Content-Type": "application/json"}) as answer:
                assert answer.status == 200
    lines = len(said)
    await until(lambda: len(said) >= lines + 2)
    check.cancel()
    await asyncio.wait({check})
    return said


def test_what_a_phone_that_is_set_up_well_shows():
    """The lines contain streams, rate and gravity, and no problem at the end."""
    said = asyncio.run(said_while_pushing(PhoneEncoder(100.0).make_bodies(LYING)))
    text = "\n".join(said)
    for word in ("accelerometer", "gravity ", "gyroscope", "gravity 9.81 m/s²", "100.0 Hz", "streaming"):
        assert word in text
    assert "lost 0, repeated 0, errors 0" in said[-1]
    assert NO_GRAVITY not in text


def test_each_error_is_reported_once():
    """Without gravity, reason and remedy are shown once, not every second."""
    wrong = [body.replace(b'"gravity"', b'"light"') for body in PhoneEncoder(100.0).make_bodies(LYING)]
    said = asyncio.run(said_while_pushing(wrong))
    assert said.count(f"  {NO_GRAVITY}") == 1
    after = said.index(f"  {NO_GRAVITY}") + 1
    assert said[after] == f"  {SWITCH_ON}"


def test_a_rate_of_the_past_is_not_shown():
    """A second without readings shows no rate, although the phone had one before."""
    report = PhoneReport()
    status = LinkStatus(LinkState.WAITING, "The phone has stopped pushing.", "Open it.", rate_hz=100.0)
    assert "100.0 Hz" in report.lines(status, {"gravity": 100}, 1.0)[0]
    assert report.lines(status, {"gravity": 100}, 1.0)[0].startswith("waiting; nothing; lost")


def test_the_command_ends_by_itself(capsys: pytest.CaptureFixture[str]):
    """`sensorcoach phone --seconds` shows the instructions and that nothing arrived; a given token is used."""
    assert run(["phone", "--phone-port", "0", "--phone-token", "my-own-token", "--seconds", "1"]) == 1
    out = capsys.readouterr().out
    assert re.search(r"http://127\.0\.0\.1:\d+/push/my-own-token", out)
    assert "nothing from a phone yet" in out


def test_a_weak_token_is_refused():
    """A token that is too short or not valid in a URL is refused."""
    for token in ("", "short", "with a blank in it", "slash/slash/"):
        with pytest.raises(UsageError, match="8 to 128"):
            make_phone_settings(LOCALHOST, PORT, token)


def test_help_has_the_defaults_in_use():
    """The defaults of the options are those of the listener."""
    found = {}
    for option in (options.phone_bind_option, options.phone_port_option):

        def command() -> None:
            """Nothing."""

        (parameter,) = option(command).__click_params__  # pyright: ignore[reportFunctionMemberAccess] - click's
        found[parameter.name] = parameter.default
    assert found == {"bind": LOCALHOST, "port": PORT}


@pytest.mark.parametrize(("answer", "bind"), [(True, "192.168.1.5"), (False, LOCALHOST)])
@pytest.mark.parametrize("command", [["phone"], ["live", "--phone", "--plain"]])
def test_a_phone_is_offered_an_address_that_it_can_reach(
    command: list[str],
    answer: bool,  # noqa: FBT001 - a parameter
    bind: str,
    monkeypatch: pytest.MonkeyPatch,
    data_folder: Path,
):
    """On a terminal I am asked whether to listen at this computer's network address; --phone-bind needs no question."""
    del data_folder
    questions: list[str] = []
    binds: list[str] = []

    def confirm(question: str, **_: object) -> bool:
        questions.append(question)
        return answer

    class StopError(SensorError):
        """Ends the command before it listens."""

    def stop(bind: str, *_: object) -> None:
        binds.append(bind)
        raise StopError("stopped", "Stopped.", "")

    monkeypatch.setattr(options, "has_terminal", lambda: True)
    monkeypatch.setattr("click.confirm", confirm)
    monkeypatch.setattr(instructions, "find_own_address", lambda: "192.168.1.5")
    monkeypatch.setattr(phone_settings, "make_phone_settings", stop)
    assert run(command) == 1
    assert run([*command, "--phone-bind", LOCALHOST]) == 1
    assert binds == [bind, LOCALHOST]
    assert len(questions) == 1
    assert "192.168.1.5" in questions[0]
