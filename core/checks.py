"""House rules as system checks (系统检查)."""

from django.apps import apps
from django.core.checks import Error, register
from django.urls import NoReverseMatch, reverse

from .navigation import nav_items
from .pages.page import PublicPage
from .permissions import allow_list
from .publishing import PublicRecord, PublicRecordQuerySet, ledgered_models
from .searchable import kinds
from .surfaces import patrolled


@register()
def public_records(app_configs, **kwargs):
    """Every public kind has content, gates, a guarded manager and a search document."""
    faults = []
    for model in apps.get_models():
        if not issubclass(model, PublicRecord):
            continue
        if not getattr(model, "kind", "") or not getattr(model, "content_fields", ()):
            faults.append(Error(f"{model.__name__} 没有声明 kind 和 content_fields", obj=model, id="core.E001"))
        if not model.gates:
            faults.append(Error(f"{model.__name__} 没有公开关口", obj=model, id="core.E002"))
        if not isinstance(model._default_manager.get_queryset(), PublicRecordQuerySet):
            faults.append(Error(f"{model.__name__} 的 objects 不是 PublicRecordQuerySet", obj=model, id="core.E003"))
        if getattr(model, "kind", None) not in kinds():
            faults.append(Error(f"{model.__name__} 没有登记检索", hint="在 searchable.py 里 register_kind()", obj=model, id="core.E004"))
    return faults


@register()
def public_pages(app_configs, **kwargs):
    """Every public page type has content and a search document."""
    faults = []
    for model in apps.get_models():
        if not issubclass(model, PublicPage):
            continue
        if not getattr(model, "kind", "") or not getattr(model, "content_fields", ()):
            faults.append(Error(f"{model.__name__} 没有声明 kind 和 content_fields", obj=model, id="core.E005"))
        if getattr(model, "kind", None) not in kinds():
            faults.append(Error(f"{model.__name__} 没有登记检索", hint="在 searchable.py 里 register_kind()", obj=model, id="core.E006"))
    return faults


@register()
def everything_public_is_patrolled(app_configs, **kwargs):
    """Every public kind has a page of its own for the patrol to visit, and says what is public now."""
    return [
        Error(f"{model.__name__} 没有 get_absolute_url() 或 .public()，泄漏巡查查不到它", obj=model, id="core.E007")
        for kind, model in ledgered_models().items()
        if kind not in patrolled() or not hasattr(model._default_manager, "public")
    ]


@register()
def navigation_resolves(app_configs, **kwargs):
    """Navigation and doors lead somewhere."""
    try:
        nav_items()
    except NoReverseMatch as error:
        return [Error(f"导航指向不存在的地址：{error}", id="core.E010")]
    return []


@register()
def allow_list_is_not_empty(app_configs, **kwargs):
    """Somebody must be able to enter, and the home of the staff area must exist."""
    reverse("wagtailadmin_home")
    return [] if "wagtailadmin_home" in allow_list() else [Error("后台首页没有准入行", id="core.E011")]
