"""A stock Wagtail site of the smallest kind: an index page and a page with three blocks."""
