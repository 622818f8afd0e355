"""What a library gives to others: a folder that any web server can serve, and files as video platforms want them.

    items      what is to lie in a folder: names with their content
    folder     items -> a folder, whole or not at all; what has not changed stays
    platforms  tracks -> items in the names and dialects of a platform, and what each loses
    painted    a track -> a script to be painted into a picture

How pages look is no matter of this package: they come from ``web.still`` as items.
"""

from cuepress.publish.folder import Published, write
from cuepress.publish.items import Item
from cuepress.publish.platforms import PLATFORMS, Pack, pack

__all__ = ["PLATFORMS", "Item", "Pack", "Published", "pack", "write"]
