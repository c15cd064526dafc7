"""What people's plays say of what goes together: models of items, learned from many histories, answering for any one.

The way in is :func:`engine.collaborative.models.make_model`.
"""

from engine.collaborative.interactions import Interactions, ItemId, UserId
from engine.collaborative.models import make_blend, make_model, make_wmf
from engine.collaborative.protocol import CollaborativeModel, Progress, Recommended
from engine.collaborative.settings import SHIPPED, ModelKind, Settings
from engine.collaborative.tags import ItemTags

__all__ = [
    "SHIPPED",
    "CollaborativeModel",
    "Interactions",
    "ItemId",
    "ItemTags",
    "ModelKind",
    "Progress",
    "Recommended",
    "Settings",
    "UserId",
    "make_blend",
    "make_model",
    "make_wmf",
]
