from accounts.organisations.actions.domains import add_domain, remove_domain
from accounts.organisations.actions.organisations import (
    activate,
    change,
    create,
    deactivate,
    move,
)
from accounts.organisations.actions.roles import add_role, change_inheritance, remove_role
from accounts.organisations.actions.setting import change_setting, has_orders

__all__ = [
    "activate",
    "add_domain",
    "add_role",
    "change",
    "change_inheritance",
    "change_setting",
    "create",
    "deactivate",
    "has_orders",
    "move",
    "remove_domain",
    "remove_role",
]
