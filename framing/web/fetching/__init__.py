"""A page by its address, fetched so that nobody can make the app talk to this machine or its neighbours."""

from framing.web.fetching.addresses import Place, check_address, is_public
from framing.web.fetching.page import Page, fetch_page

__all__ = ["Page", "Place", "check_address", "fetch_page", "is_public"]
