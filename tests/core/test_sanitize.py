"""The sanitizer: no script survives, plain markup does."""

import pytest

from core.sanitize import sanitize


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="javascript:alert(1)">x</a>', '<a href="jAvAsCrIpT&#58;alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>', '<p onclick="alert(1)" style="background:url(x)">x</p>', "<iframe src=//evil></iframe>",
        "<svg><script>alert(1)</script></svg>", "<style>body{display:none}</style>", "<!-- <script>alert(1)</script> -->", '<form action="//evil"><input></form>',
        "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">", "<object data=x></object>", '<base href="//evil">', "<scr<script>ipt>alert(1)</scr</script>ipt>",
    ],
)  # fmt: skip
def test_no_script_survives(nasty):
    clean = sanitize(nasty).lower()
    for bad in ("<script", "onerror=", "onclick=", 'href="javascript', 'href="data', "<iframe", "<style", "style=", "<svg", "<form", "<object", "<base", "<img", "<!--", "<math"):
        assert bad not in clean


def test_markup_of_a_notice_stays():
    html = '<h2>通告</h2><p>见<a href="https://example.cn/x" title="全文">全文</a>。</p><table><tbody><tr><td colspan="2">一</td></tr></tbody></table>'
    assert sanitize(html) == html


def test_cleaning_twice_changes_nothing():
    once = sanitize("<p>1 < 2 & <b>3</b><script>x</script></p>")
    assert sanitize(once) == once
