"""Pages over a store: each loads the part of the record it shows and gives it to the views and macros of ``report``.

Nothing is worked out here that a layer below could: a page finds its slice (``slices``), puts it into words
(``rendering``) and says where each thing has its address (``addresses``). Routers stand in ``pages`` (for people) and
``api`` (for programs).
"""
