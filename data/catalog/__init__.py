"""Songs and their vectors: add, find, read, ship, and build the index from them."""

from data.catalog.changes import Changes
from data.catalog.entries import CatalogEntry, CatalogVectors, Point
from data.catalog.search import Match, meant
from data.catalog.servers import Brought, ServerCount
from data.catalog.shipped import SHIPPED_DIRECTORY, ShippedCatalog, read_shipped, write_shipped
from data.catalog.store import Catalog, Imported, ModelCount
from data.catalog.vocabulary import LabelledSong, Vocabulary, Word, nearest

__all__ = [
    "SHIPPED_DIRECTORY",
    "Brought",
    "Catalog",
    "CatalogEntry",
    "CatalogVectors",
    "Changes",
    "Imported",
    "LabelledSong",
    "Match",
    "ModelCount",
    "Point",
    "ServerCount",
    "ShippedCatalog",
    "Vocabulary",
    "Word",
    "meant",
    "nearest",
    "read_shipped",
    "write_shipped",
]
