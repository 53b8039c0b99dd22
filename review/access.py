"""Who somebody is, and what that person may see and do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """查阅, 审核, 组长, 管理员, and 部门: an account of a department, which reads its own tasks alone."""

    READER = "reader"
    REVIEWER = "reviewer"
    LEAD = "lead"
    ADMIN = "admin"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. ``unit`` is the department whose tasks alone a department account sees, else None."""

    id: int
    login: str
    name: str
    role: Role
    unit: str | None = None

    @property
    def decides(self) -> bool:
        """May correct suggestions."""
        return self.role in (Role.REVIEWER, Role.LEAD, Role.ADMIN)

    @property
    def leads(self) -> bool:
        """May assign, seal, open again, settle what two reviewers differ in, and start a training."""
        return self.role in (Role.LEAD, Role.ADMIN)

    @property
    def administers(self) -> bool:
        """May make accounts and take them away."""
        return self.role is Role.ADMIN

    @property
    def sees_all(self) -> bool:
        """May see more than the tasks of one department."""
        return self.role is not Role.DEPARTMENT
