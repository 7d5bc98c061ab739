"""Blocks of pages (页面的积木): explicit lists, each with its template."""

from wagtail import blocks

TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link"]


class TableBlock(blocks.StructBlock):
    """A plain table (表格): a line for each row, cells parted by | ; read by screen readers, edited without a script."""

    caption = blocks.CharBlock(label="表题", required=False, max_length=120)
    head = blocks.BooleanBlock(label="第一行是表头", required=False, default=True)
    rows = blocks.TextBlock(label="内容", help_text="一行写一行，各格用 | 隔开。")

    class Meta:
        icon, label, template = "table", "表格", "openness/pages/blocks/table.html"

    def get_context(self, value, parent_context=None):
        """Head and rows as lists of cells, each row as long as the longest."""
        lines = [[cell.strip() for cell in line.split("|")] for line in value["rows"].splitlines() if line.strip()]
        width = max(map(len, lines), default=0)
        full = [line + [""] * (width - len(line)) for line in lines]
        head = full[0] if value["head"] and full else []
        return {**super().get_context(value, parent_context), "head": head, "lines": full[1:] if head else full}


class RecordsBlock(blocks.StructBlock):
    """Links to public records, by their permanent numbers (公开内容链接); what is not public now is left out."""

    title = blocks.CharBlock(label="小标题", required=False, max_length=60)
    ids = blocks.TextBlock(label="编号", help_text="每行一个，可以直接粘贴短网址，如 /r/abcd234567/。")

    class Meta:
        icon, label, template = "link", "公开内容", "openness/pages/blocks/records.html"

    def get_context(self, value, parent_context=None):
        """The records that are public at this moment."""
        from openness.selectors.pages import records_named

        return {**super().get_context(value, parent_context), "records": records_named(value["ids"])}


class PagesBlock(blocks.StructBlock):
    """Links to pages of this site (站内页面)."""

    title = blocks.CharBlock(label="小标题", required=False, max_length=60)
    pages = blocks.ListBlock(blocks.PageChooserBlock(label="页面"), label="页面")

    class Meta:
        icon, label, template = "doc-full", "站内页面", "openness/pages/blocks/pages.html"

    def get_context(self, value, parent_context=None):
        """Cards of those that are public at this moment."""
        from openness.selectors.pages import cards_of

        return {**super().get_context(value, parent_context), "records": cards_of([page for page in value["pages"] if page])}


class NoteBlock(blocks.StructBlock):
    """A notice inside a page (提示)."""

    title = blocks.CharBlock(label="标题", required=False, max_length=60)
    text = blocks.TextBlock(label="内容", max_length=600)

    class Meta:
        icon, label, template = "info-circle", "提示", "openness/pages/blocks/note.html"


class DocumentStoryBlock(blocks.StreamBlock):
    """The text of a circular or a rule (公文正文)."""

    text = blocks.RichTextBlock(label="文字", features=TEXT_FEATURES, template="openness/pages/blocks/text.html")
    table = TableBlock()

    class Meta:
        label = "正文"


class TopicStoryBlock(blocks.StreamBlock):
    """What a topic page is composed of (专题积木)."""

    heading = blocks.CharBlock(label="标题", icon="title", max_length=60, template="openness/pages/blocks/heading.html")
    text = blocks.RichTextBlock(label="文字", features=TEXT_FEATURES, template="openness/pages/blocks/text.html")
    table = TableBlock()
    note = NoteBlock()
    records = RecordsBlock()
    pages = PagesBlock()

    class Meta:
        label = "专题内容"
