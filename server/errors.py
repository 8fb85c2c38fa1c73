"""What can go wrong in an action, each with its HTTP status, a stable code and the cure in words.

Expected conflicts (somebody else called that number) are 4xx and quiet; docs/messages.md lists the codes.
"""

from dataclasses import dataclass


@dataclass(eq=False)
class ActionRefused(Exception):
    """An action that the rules do not allow now. `detail` is for the person who asked, in Vietnamese."""

    status: int
    code: str
    title: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.detail or self.title}"


class NotFound(ActionRefused):
    def __init__(self, what: str, detail: str) -> None:
        super().__init__(404, f"{what}_not_found", "Không tìm thấy", detail)


class Conflict(ActionRefused):
    """The world has moved on since the asker last looked."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(409, code, "Chưa thực hiện được", detail)


class Gone(ActionRefused):
    def __init__(self, code: str, detail: str) -> None:
        super().__init__(410, code, "Yêu cầu đã hủy", detail)


class Unprocessable(ActionRefused):
    def __init__(self, code: str, detail: str) -> None:
        super().__init__(422, code, "Yêu cầu không hợp lệ", detail)


class NotAllowed(ActionRefused):
    def __init__(self, code: str, detail: str) -> None:
        super().__init__(403, code, "Không có quyền", detail)


class NotSignedIn(ActionRefused):
    def __init__(self, detail: str = "Vui lòng đăng nhập.") -> None:
        super().__init__(401, "not_signed_in", "Chưa đăng nhập", detail)


class PasswordMustChange(ActionRefused):
    """Somebody else has set this password: it is changed before anything else."""

    def __init__(self) -> None:
        detail = "Vui lòng đổi mật khẩu tạm trước khi làm việc."
        super().__init__(403, "password_must_change", "Không có quyền", detail)


class Unavailable(ActionRefused):
    """Nothing was committed; the same request may be sent again with the same key."""

    def __init__(self, detail: str) -> None:
        super().__init__(503, "unavailable", "Máy chủ chưa ghi được dữ liệu", detail)
