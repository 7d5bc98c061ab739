"""A public document as a file to take away (下载): DOCX and PDF from one Paper, which holds public words only.

Nothing here knows the database; the same paper gives the same bytes.
"""

from .paper import Paper
from .pdf import pdf_bytes, pdf_possible
from .word import docx_bytes

__all__ = ["Paper", "docx_bytes", "pdf_bytes", "pdf_possible"]
