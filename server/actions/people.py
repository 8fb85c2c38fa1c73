"""People of the centre: added, changed, deactivated, given a new password. One head always stays."""

import re
from datetime import date

from server.actions.set_up import IDENTIFIER, ROLES
from server.db.queries.desks import session_of_officer
from server.db.queries.logins import forget_browsers_of
from server.db.queries.people import (
    StaffMember,
    add_profile,
    all_staff,
    has_password,
    mark_password_own,
    mark_password_temporary,
    set_display_name,
    set_password_hash,
    staff_by_login,
    staff_member,
)
from server.db.queries.sessions import end_session, end_sessions_of, sessions_of
from server.db.work import Work
from server.domain.accounts import LOGIN, NAME_LIMIT
from server.domain.instant import local_date
from server.domain.typed_text import one_line
from server.errors import Conflict, NotFound, Unprocessable
from server.journal.events import AccessChanged, StaffAdded, StaffChanged

LANGUAGE = re.compile(r"[a-z]{2,3}")


def add_person(
    work: Work,
    *,
    staff_id: str,
    login: str,
    display_name: str,
    role: str,
    languages: list[str],
    expires_on: date | None,
    password_hash: str,
) -> None:
    """Add somebody with a password that is changed at the first login.

    Raises:
        Unprocessable: an id, login, name, role, language or date that is none.
        Conflict: the id or the login is taken.
    """
    display_name = _checked_name(display_name)
    _check(work, role, languages, expires_on)
    if not IDENTIFIER.fullmatch(staff_id):
        raise Unprocessable("bad_staff_id", "Mã cán bộ chỉ gồm chữ không dấu, số, dấu chấm, gạch ngang, gạch dưới.")
    if not LOGIN.fullmatch(login):
        raise Unprocessable("bad_login", "Tên đăng nhập gồm 2 đến 64 chữ thường không dấu, số, dấu chấm hoặc gạch.")
    if staff_member(work.connection, staff_id) is not None:
        raise Conflict("staff_taken", f"Mã {staff_id} đã có.")
    if staff_by_login(work.connection, login) is not None:
        raise Conflict("login_taken", f"Tên đăng nhập {login} đã có.")
    work.record(
        StaffAdded(
            staff_id=staff_id,
            role=role,
            languages=languages,
            expires_on=None if expires_on is None else expires_on.isoformat(),
        )
    )
    add_profile(work.connection, staff_id=staff_id, login=login, display_name=display_name, password_hash=password_hash)
    mark_password_temporary(work.connection, staff_id, work.now)


def change_person(
    work: Work,
    *,
    staff_id: str,
    display_name: str,
    role: str,
    languages: list[str],
    is_active: bool,
    expires_on: date | None,
) -> None:
    """Give somebody another name, role, languages or expiry, or take the account away.

    Whoever may not log in any more is logged out; whoever sits at a counter has to leave it first.

    Raises:
        NotFound: no such person.
        Unprocessable: a name, role, language or date that is none.
        Conflict: it is the last head, or somebody at a counter who could not serve there any more.
    """
    before = _known(work, staff_id)
    display_name = _checked_name(display_name)
    today = local_date(work.now, work.centre.timezone)
    ends = expires_on is not None and expires_on < today
    is_expiry_new = expires_on != before.expires_on
    _check(work, role, languages, expires_on if is_expiry_new else None)
    stays = is_active and not ends
    if before.role == "head" and not (stays and role == "head" and expires_on is None):
        _require_another_head(work, staff_id)
    if not (stays and role in ("officer", "head")) and session_of_officer(work.connection, staff_id) is not None:
        raise Conflict("still_at_counter", f"{before.display_name} đang ở quầy. Vui lòng cho rời quầy trước.")
    after = StaffChanged(
        staff_id=staff_id,
        role=role,
        languages=languages,
        is_active=is_active,
        expires_on=None if expires_on is None else expires_on.isoformat(),
    )
    if (role, tuple(languages), is_active, expires_on) != (
        before.role,
        before.languages,
        before.is_active,
        before.expires_on,
    ):
        work.record(after)
    set_display_name(work.connection, staff_id, display_name)
    if not stays:
        end_sessions_of(work.connection, staff_id)
        forget_browsers_of(work.connection, staff_id)


def reset_password(work: Work, *, staff_id: str, password_hash: str) -> StaffMember:
    """Give somebody a password for one login, which changes it; all their sessions end.

    It stands in the journal: whoever did it could have logged in as that person.

    Raises:
        NotFound: no such person.
    """
    known = _known(work, staff_id)
    set_password_hash(work.connection, staff_id, password_hash)
    mark_password_temporary(work.connection, staff_id, work.now)
    end_sessions_of(work.connection, staff_id)
    forget_browsers_of(work.connection, staff_id)
    work.record(AccessChanged(staff_id=staff_id, deed="password_reset"))
    return known


def change_own_password(work: Work, *, staff_id: str, password_hash: str, session: str) -> None:
    """Keep the password that somebody chose; their other sessions end, this one (its token's hash) stays."""
    set_password_hash(work.connection, staff_id, password_hash)
    mark_password_own(work.connection, staff_id)
    for other in sessions_of(work.connection, staff_id):
        if other != session:
            end_session(work.connection, other)


def _known(work: Work, staff_id: str) -> StaffMember:
    known = staff_member(work.connection, staff_id)
    if known is None:
        raise NotFound("staff", "Không có người này.")
    return known


def _checked_name(display_name: str) -> str:
    display_name = one_line(display_name)
    if not display_name or len(display_name) > NAME_LIMIT or not display_name.isprintable():
        raise Unprocessable("bad_name", f"Tên hiển thị cần có, tối đa {NAME_LIMIT} ký tự.")
    return display_name


def _check(work: Work, role: str, languages: list[str], expires_on: date | None) -> None:
    if role not in ROLES:
        raise Unprocessable("unknown_role", f"Không có vai trò '{role}'.")
    if not all(LANGUAGE.fullmatch(tag) for tag in languages) or len(languages) > 8:
        raise Unprocessable("bad_language", "Ngôn ngữ chưa đúng.")
    if expires_on is not None and expires_on < local_date(work.now, work.centre.timezone):
        raise Unprocessable("expiry_has_passed", "Ngày hết hạn đã qua. Muốn ngừng ngay, vui lòng ngừng tài khoản.")


def _require_another_head(work: Work, staff_id: str) -> None:
    """Without a head nobody could add one. An account that ends some day does not count; nor does, beside one who can
    log in, a head who was only named in a centre's file and has no password yet."""
    heads = [known for known in all_staff(work.connection) if known.role == "head" and known.is_active]
    lasting = {known.staff_id for known in heads if known.expires_on is None}
    with_password = {known.staff_id for known in heads if has_password(work.connection, known)}
    counts = lasting & with_password if staff_id in with_password else lasting
    if not counts - {staff_id}:
        raise Conflict("last_head", "Đây là Giám đốc Trung tâm duy nhất. Vui lòng thêm người khác trước.")
