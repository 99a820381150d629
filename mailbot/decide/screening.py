"""The sorting out before any table is judged: what needs no answer, or another one (interface, 4)."""

from datetime import timedelta

from mailbot.decide.case import Case
from mailbot.letters import replies
from mailbot.model.decision import Decision, Outcome, PriorLetter, Standing
from mailbot.model.instant import local_day
from mailbot.model.mail import DRESSING, Mail
from mailbot.reading import screen
from mailbot.standards.rows import is_standard

ADORNMENTS = frozenset({"image", DRESSING})
"""Formats of files that come with a mail's looks and say nothing of what it brings."""


def screened(case: Case) -> Decision | None:
    """Decide a mail that is no submission: bounce, ignored, command, duplicate, request; else None."""
    for rule in (_bounce, _ignored, _command, _duplicate, _request):
        decision = rule(case)
        if decision is not None:
            return decision
    return None


def _bounce(case: Case) -> Decision | None:
    mail, answered = case.mail, case.history.answered
    if mail.sender.lower() in case.directory.own and mail.loop_header:
        return Decision(Outcome.BOUNCE, "own-letter-back")
    if not mail.bounce:
        return None
    dead, unit = _failed(mail, answered), answered.unit if answered else None
    return Decision(Outcome.BOUNCE, "delivery-report" if dead else "delivery-report-of-nobody", unit=unit, dead_addresses=dead)


def _failed(mail: Mail, answered: PriorLetter | None) -> tuple[str, ...]:
    """Tell which addresses of a letter failed; where the report names none of them, the only one it went to."""
    if answered is None:
        return mail.bounced
    reached = {address.lower(): address for address in (answered.to, *answered.copies)}
    named = tuple(reached[address.lower()] for address in mail.bounced if address.lower() in reached)
    return named or (tuple(reached.values()) if len(reached) == 1 else ())


def _ignored(case: Case) -> Decision | None:
    mail, campaign, rules = case.mail, case.rulebook.campaign, case.rulebook.screen
    has_tables = bool(case.drafts.submissions)
    if mail.loop_header:
        return Decision(Outcome.IGNORED, "another-mailbot")
    robot = screen.is_robot(mail, rules, has_tables=has_tables)
    if robot:
        return Decision(Outcome.IGNORED, f"robot:{robot}")
    day = local_day(mail.received_at)
    if not campaign.first - timedelta(campaign.grace_days_before) <= day <= campaign.last + timedelta(campaign.grace_days_after):
        return Decision(Outcome.IGNORED, "outside-campaign")
    if not has_tables and screen.is_acknowledgement(
        mail, has_files=any(file.format not in ADORNMENTS or file.trouble for file in case.contents.files), screen=rules
    ):
        answered = case.history.answered
        return Decision(
            Outcome.IGNORED,
            "acknowledgement",
            unit=(answered.unit if answered else None) or case.attribution.unit,
            receipt_of=answered.letter if answered else None,
        )
    return None


def _command(case: Case) -> Decision | None:
    """Take orders only from an answer to a digest that names its code; once, whatever is sent again."""
    if not case.trusted or case.history.duplicate_of is not None or (case.behalf and case.contents.files):
        return None
    answered, codes = case.history.answered, case.history.live_codes
    standard = any(is_standard(file, case.rulebook) for file in case.contents.files)
    written = [code for code in codes if code in case.mail.subject or code in case.mail.text]
    if answered is not None and answered.template in ("digest", "commands"):
        # Numbers mean something else in every digest, so the code must be the answered one's own.
        own = [code for code in written if answered.template == "commands" or answered.key == f"digest:{codes[code]}"]
        own += written if standard else []
        return Decision(Outcome.COMMAND, "office-order", code=own[0]) if own else Decision(Outcome.OTHER, "wrong-code")
    if standard:
        # The edited standard is nobody's catalogue. It has no numbers, so any live code will do, in a mail of its own too.
        return Decision(Outcome.COMMAND, "office-order", code=written[0]) if written else Decision(Outcome.OTHER, "standard-without-code")
    return Decision(Outcome.OTHER, "code-without-reply") if written and not case.drafts.submissions else None


def _duplicate(case: Case) -> Decision | None:
    if case.history.duplicate_of is None:
        return None
    return Decision(Outcome.DUPLICATE, case.history.duplicate_why, unit=case.attribution.unit, duplicate_of=case.history.duplicate_of)


def _request(case: Case) -> Decision | None:
    if case.drafts.submissions or case.trusted or case.attribution.unit is None or case.attribution.standing is Standing.NONE:
        return None
    only_pictures = all(file.format in ADORNMENTS for file in case.contents.files)
    if not only_pictures or not screen.is_request(case.mail, case.rulebook.screen):
        return None
    unit = case.attribution.unit
    known = case.attribution.standing is Standing.KNOWN
    duties = case.history.duties if known else ()
    letter = replies.forms_letter(case.reply_key, case.mail, unit, case.rulebook, now_day=local_day(case.now), duties=duties)
    return Decision(Outcome.REQUEST, "forms-asked", unit=unit, provisional=not known, letters=(letter,))
