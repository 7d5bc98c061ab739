"""App justice."""

from django.apps import AppConfig
from django.core.checks import Error, register


class JusticeConfig(AppConfig):
    name = "justice"
    verbose_name = "司法规则"

    def ready(self) -> None:
        """登记启动时的检查。"""
        register(rule_files)


def rule_files(app_configs: object, **kwargs: object) -> list[Error]:
    """规则文件有错，拒绝启动，并指出文件与行号。"""
    from justice.rule_faults import faults

    return [Error(fault, hint="改好后再启动。", id="justice.E001") for fault in faults()]
