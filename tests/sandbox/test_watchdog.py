import threading

from mailbot.sandbox.watchdog import Watchdog


def test_a_deadline_that_passes_bites_once() -> None:
    bitten = threading.Event()
    watchdog = Watchdog(bitten.set)
    watchdog.arm(0.01)
    assert bitten.wait(5)
    assert watchdog.disarm() is True
    assert watchdog.disarm() is True
    watchdog.stop()


def test_a_disarmed_watchdog_does_not_bite() -> None:
    bitten = threading.Event()
    watchdog = Watchdog(bitten.set)
    watchdog.arm(0.05)
    assert watchdog.disarm() is False
    assert not bitten.wait(0.15)
    watchdog.stop()


def test_a_shorter_deadline_after_a_longer_one_is_kept() -> None:
    bitten = threading.Event()
    watchdog = Watchdog(bitten.set)
    watchdog.arm(600)
    watchdog.disarm()
    watchdog.arm(0.01)
    assert bitten.wait(5)
    watchdog.stop()


def test_a_stopped_watchdog_can_be_armed_again() -> None:
    bitten = threading.Event()
    watchdog = Watchdog(bitten.set)
    watchdog.arm(600)
    watchdog.stop()
    watchdog.arm(0.01)
    assert bitten.wait(5)
    watchdog.stop()
