"""The only writers of people, departments, roles, absences and tokens.

Each command checks the right, bumps the revision (which keeps other changes of the company waiting), checks what was
sent, writes, and leaves a line in the history. In an edit, what is not named
stays as it is.
"""

from .absences import change_absence, end_absence, set_absence
from .departments import add_department, edit_department, remove_department
from .exporting import export_people
from .factors import (
    add_passkey,
    add_totp,
    remove_passkey,
    remove_totp,
    renew_recovery_codes,
    reset_second_factor,
)
from .importing import import_people
from .leaving import dismiss_person, reinstate_person
from .links import invite_person, set_password_by_link
from .outside import accept_invitation, tie_account, tie_directory, untie_account
from .passwords import change_own_password, set_password
from .people import add_person, edit_person
from .profile import edit_profile
from .roles import add_role, assign_role, edit_role, revoke_role
from .rota import import_absences
from .sessions import end_session, end_sessions
from .tokens import create_token, revoke_token

__all__ = [
    "accept_invitation",
    "add_department",
    "add_passkey",
    "add_person",
    "add_role",
    "add_totp",
    "assign_role",
    "change_absence",
    "change_own_password",
    "create_token",
    "dismiss_person",
    "edit_department",
    "edit_person",
    "edit_profile",
    "edit_role",
    "end_absence",
    "end_session",
    "end_sessions",
    "export_people",
    "import_absences",
    "import_people",
    "invite_person",
    "reinstate_person",
    "remove_department",
    "remove_passkey",
    "remove_totp",
    "renew_recovery_codes",
    "reset_second_factor",
    "revoke_role",
    "revoke_token",
    "set_absence",
    "set_password",
    "set_password_by_link",
    "tie_account",
    "tie_directory",
    "untie_account",
]
