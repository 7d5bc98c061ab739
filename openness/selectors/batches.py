"""Reading hand-ins (报送批次): the result sheet."""

from collections.abc import Iterator

from openness.models import ImportBatch

RESULT_HEADER = ["序号", "文件", "案号", "结果", "说明", "怎么办"]


def result_rows(batch: ImportBatch) -> Iterator[list]:
    """The answer to each document, in order, in constant memory."""
    for row in batch.rows.order_by("position").defer("text").iterator(chunk_size=500):
        yield [row.position, row.name.open_unaudited() if row.name else "", row.case_number, row.get_outcome_display(), row.message, row.remedy]
