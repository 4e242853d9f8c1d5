from accounts.models.address import AddressImport, BillingAddress, CostCenter
from accounts.models.organisation import EmailDomain, Organisation, OrganisationRole, Role
from accounts.models.person import PersonWord, User, display_name
from accounts.models.records import Event, Message, Setting, TablePreference
from accounts.models.saved_view import SavedView

__all__ = [
    "AddressImport",
    "BillingAddress",
    "CostCenter",
    "EmailDomain",
    "Event",
    "Message",
    "Organisation",
    "OrganisationRole",
    "PersonWord",
    "Role",
    "SavedView",
    "Setting",
    "TablePreference",
    "User",
    "display_name",
]
