"""Read one mail ahead: while a mail is decided here, the child is at work on the next (design, 10)."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from mailbot.jobs.desk import Desk
from mailbot.jobs.reading import Whole, read_whole
from mailbot.store import inbox


def read_ahead(desk: Desk, batch: Sequence[inbox.Waiting]) -> Iterator[tuple[inbox.Waiting, Future[Whole]]]:
    """Yield each mail with the future of its contents, when the next one's reading has begun.

    A future raises what reading that mail raised. The database is asked here and never in the thread
    beside; whoever leaves early waits for what is being read.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="reader") as beside:
        begun = [_begin(desk, one, beside) for one in batch[:1]]
        for place, waiting in enumerate(batch):
            begun += [_begin(desk, one, beside) for one in batch[place + 1 : place + 2]]
            yield waiting, begun.pop(0)


def _begin(desk: Desk, waiting: inbox.Waiting, beside: ThreadPoolExecutor) -> Future[Whole]:
    try:
        raw = inbox.load_raw(desk.db, waiting.id)
    except Exception as error:  # noqa: BLE001 - it belongs to this mail, whose turn comes later
        failed: Future[Whole] = Future()
        failed.set_exception(error)
        return failed
    return beside.submit(read_whole, raw, desk.sandbox, desk.settings)
