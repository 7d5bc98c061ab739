"""Presenters of a judgment's page, of "my case number" and of lists (文书页、我的案子)."""

from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from core.navigation import address
from openness.kinds import counted
from openness.models import ExemptionNotice, Judgment
from openness.presenters.reader import body_html, paragraphs, statutes
from openness.selectors.judgments import Filters, case_documents, cited_cases, facets, summary
from openness.selectors.my_case import Answer, MyCase
from openness.writing import pdf_possible
from search.address import alert_url
from search.engines.base import FACETS

PROFILE_NOTES = {
    "2024": "当事人姓名、单位字号依 2024 年以来的上网要求隐去，住址保留到区县；法官、书记员、律师和案号不遮。",
    "2016": "被害人、证人、未成年人和家事案件当事人的姓名依法释〔2016〕19号第八条隐去；法官、书记员、律师和案号不遮。",
    "2014": "当事人姓名依法释〔2013〕26号第六条、第七条隐去；法官、书记员、律师和案号不遮。",
}
CATALOGUE = "https://wenshu.court.gov.cn"


def due_of(due_on: date | None, steps: list[dict], article: str, provisional: bool = False) -> dict | None:
    """A stored deadline for the due line: ISO days become dates."""
    if due_on is None:
        return None
    lines = [
        {**s, "date_from": date.fromisoformat(s["date_from"]), "date_to": date.fromisoformat(s["date_to"])}
        for s in steps
    ]
    return {"due": due_on, "steps": lines, "article": article, "provisional": provisional}


def detail(judgment: Judgment, of_case: list[Judgment]) -> dict:
    """Everything that the page of a public judgment shows; `of_case` are the public judgments of its case."""
    text, toc = paragraphs(
        judgment.text,
        head=(judgment.organ.name, judgment.document_kind, judgment.case_number, judgment.title),
    )
    others = [
        d | {"current": d["public_id"] == judgment.public_id}
        for d in case_documents(of_case, judgment.case_id, judgment.case_has_notice)
    ]
    cited = cited_cases(judgment.prior_numbers)
    published = timezone.localtime(judgment.published_at).date()
    url = settings.SITE_URL + judgment.get_absolute_url()
    return {
        "judgment": {
            "title": judgment.title, "kind": judgment.document_kind, "organ": judgment.organ, "number": judgment.case_number,
            "decided_on": judgment.decided_on, "cause": judgment.cause, "effective_on": judgment.effective_on, "public_from": judgment.published_at, "url": url,
        },
        "crumbs": [{"label": "司法公开", "url": address("openness:index")}, {"label": "裁判文书", "url": address("openness:judgments")}, {"label": judgment.case_number}],
        "status": _status(judgment.due_on, published),
        "due": due_of(judgment.due_on, judgment.due_steps, judgment.due_article),
        "body": body_html(text),
        "toc": toc,
        "case_file": [d for d in [*others, *({"label": "引用案件", **c} for c in cited if c["url"])]] if len(others) > 1 or any(c["url"] for c in cited) else [],
        "elsewhere": [f"{c['number']}：不在本站" for c in cited if not c["url"]],
        "statutes": statutes(judgment.text, address("search:results")),
        "masked": counted(judgment.masked),
        "masking_note": PROFILE_NOTES.get(judgment.profile, ""),
        "cite": citation(judgment),
        "files": _files(judgment),
        "permalink": settings.SITE_URL + address("short", judgment.public_id),
    }  # fmt: skip


def _files(judgment: Judgment) -> list[dict]:
    """The formats in which the document can be taken away."""
    formats = [("Word", "openness:judgment_docx"), *([("PDF", "openness:judgment_pdf")] if pdf_possible() else [])]
    return [{"label": label, "url": address(view, judgment.public_id)} for label, view in formats]


def citation(judgment: Judgment) -> str:
    """The usual form of a citation: court, number, kind."""
    return f"{judgment.organ.name}{judgment.case_number}{judgment.document_kind}"


def _status(due_on: date | None, published: date) -> dict:
    if due_on is None:
        return {"tone": "plain", "text": "已公开"}
    return {"tone": "good", "text": "按期公开"} if published <= due_on else {"tone": "wait", "text": "迟公开"}


def listing(filters: Filters, page, path: str) -> dict:
    """A page of the list, with facets and applied filters, all state in the address."""
    chosen = {
        k: v
        for k, v in (
            ("court", filters.court),
            ("year", filters.year),
            ("category", filters.category),
            ("cause", filters.cause),
        )
        if v
    }

    def link(**change) -> str:
        query = {k: v for k, v in {**chosen, **change}.items() if v}
        return f"{path}?{urlencode(query)}" if query else path

    sides, applied = [], []
    for facet in facets(filters):
        current = str(chosen.get(facet["name"], ""))
        options = [
            {
                "label": label,
                "count": n,
                "url": link(**{facet["name"]: value}),
                "current": str(value) == current,
            }
            for value, label, n in facet["values"]
        ]
        sides.append({"label": facet["label"], "all_url": link(**{facet["name"]: ""}), "options": options})
        if current:
            label = next((o["label"] for o in options if o["current"]), current)
            applied.append({"label": f"{facet['label']}：{label}", "url": link(**{facet["name"]: ""})})
    return {
        "title": "裁判文书", "page_obj": page, "records": [summary(j) for j in page.object_list], "total": page.paginator.count, "facets": sides,
        "applied": applied, "sort_links": [], "feed_url": address("openness:feed") + (f"?{urlencode(chosen)}" if chosen else ""), "export_url": "",
        "alert_url": alert_url(kind="judgment", organ=chosen.get("court", ""), **{name: chosen[name] for name in chosen.keys() & FACETS}),
        "crumbs": [{"label": "司法公开", "url": address("openness:index")}, {"label": "裁判文书"}],
    }  # fmt: skip


def tombstone(record: Judgment | ExemptionNotice, reason: str) -> dict:
    """What is left of a withdrawn document: kind, organ, date, class of reason; nothing of its content."""
    return {
        "title": "不公开说明已撤销" if isinstance(record, ExemptionNotice) else "这份文书已撤回", "label": record.document_kind, "organ": record.organ.name,
        "withdrawn_on": timezone.localtime(record.withdrawn_at).date() if record.withdrawn_at else None, "reason": reason, "public_id": record.public_id,
    }  # fmt: skip


def answer(case: MyCase) -> dict:
    """The answer of "my case number" in words."""
    return {
        "number": case.number.canonical,
        "links": [],
        "due": None,
        "note": "",
        **_ANSWERS[case.answer](case),
    }


def _published(case: MyCase) -> dict:
    links = [
        {
            "label": f"看{d.document_kind}" + (f" {d.case_number}" if len(case.documents) > 1 else ""),
            "url": d.get_absolute_url(),
        }
        for d in case.documents
    ]
    first = case.documents[0]
    text = f"{first.organ.name}的{first.document_kind}已于 {timezone.localtime(first.public_from):%Y年%-m月%-d日} 在本站公开。"
    return {
        "tone": "good",
        "pill": "已公开",
        "title": "已经公开",
        "text": text,
        "links": links,
        "due": due_of(first.due_on, first.due_steps, first.due_article),
    }


def _withdrawn(case: MyCase) -> dict:
    if case.held:
        return {
            "tone": "bad",
            "pill": "暂停公开",
            "title": "曾经公开，现已暂停",
            "text": f"{case.organ.name}正在核查这份文书，核查期间暂停公开。",
        }
    when = timezone.localtime(case.documents[0].withdrawn_at)
    return {
        "tone": "bad",
        "pill": "已撤回",
        "title": "曾经公开，现已撤回",
        "text": f"{case.organ.name}于 {when:%Y年%-m月%-d日} 撤回。原因：{case.reason}。",
    }


def _due(case: MyCase) -> dict:
    duty = case.duty
    text = f"文书已于 {duty.ends_on:%Y年%-m月%-d日} 生效，{case.organ.name}应于 {duty.due_on:%Y年%-m月%-d日} 前在本站公开。"
    return {
        "tone": "wait",
        "pill": "还没到期",
        "title": "还没到公开期限",
        "text": text,
        "due": due_of(duty.due_on, duty.steps, duty.article, duty.provisional),
    }


def _exempt(case: MyCase) -> dict:
    text = f"{case.organ.name}依法不在互联网公布这份文书。理由：{case.reason}。"
    note = "您是本案当事人的，可以凭身份证件到该院诉讼服务中心查阅、复制。"
    return {
        "tone": "exempt",
        "pill": "依法不公开",
        "title": "依法不公开",
        "text": text,
        "note": note,
        "links": [{"label": "看不公开说明", "url": case.notice.get_absolute_url()}],
    }


def overdue_words(workdays: int) -> str:
    """超期 3 个工作日; before the first working day has passed, just 已超期."""
    return f"超期 {workdays} 个工作日" if workdays else "已超期"


def _overdue(case: MyCase) -> dict:
    duty = case.duty
    text = f"文书已于 {duty.ends_on:%Y年%-m月%-d日} 生效，应于 {duty.due_on:%Y年%-m月%-d日} 前公开，{case.organ.name}尚未公开。"
    contact = (
        f"可以向{case.organ.name}询问" + (f"，电话 {case.organ.phone}" if case.organ.phone else "") + "。"
    )
    pill = overdue_words(case.overdue_days)
    return {
        "tone": "bad",
        "pill": pill,
        "title": "超期未公开",
        "text": text,
        "note": contact,
        "due": due_of(duty.due_on, duty.steps, duty.article, duty.provisional),
    }


def _unknown(case: MyCase) -> dict:
    text = f"{case.organ.name}报送的生效文书名册里没有这个案号：可能还没有生效，也可能还没有报送。"
    return {
        "tone": "plain",
        "pill": "查不到",
        "title": "不在名册里",
        "text": text,
        "note": f"可以向{case.organ.name}询问"
        + (f"，电话 {case.organ.phone}" if case.organ.phone else "")
        + "。",
    }


def _not_ours(case: MyCase) -> dict:
    text = "这个案号不是本市法院的。其他法院的文书请到中国裁判文书网查询，或者联系审理法院。"
    return {
        "tone": "plain",
        "pill": "不是本市法院",
        "title": "不是本市法院的案号",
        "text": text,
        "links": [{"label": "去中国裁判文书网", "url": CATALOGUE}],
    }


_ANSWERS = {
    Answer.PUBLISHED: _published, Answer.WITHDRAWN: _withdrawn, Answer.DUE: _due, Answer.EXEMPT: _exempt,
    Answer.OVERDUE: _overdue, Answer.UNKNOWN: _unknown, Answer.NOT_OURS: _not_ours,
}  # fmt: skip
