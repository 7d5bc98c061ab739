"""App openness."""

from django.apps import AppConfig


class OpennessConfig(AppConfig):
    """Duties and disclosures of every organ (司法公开)."""

    name = "openness"
    verbose_name = "司法公开"

    def ready(self) -> None:
        """Registers kinds, navigation, doors, handlers and the staff allow-list."""
        from core import uploads
        from core.navigation import Door, NavItem, register_door, register_nav
        from core.pages.policy import register_folder
        from core.publishing import register_follower
        from core.seeding import register_seed
        from core.tasks import register_schedule

        from . import event_handlers, searchable, staff_access, surfaces  # noqa: F401
        from .models import OrganFolder
        from .services.attachments import uploads_of_attachments
        from .services.catalogue import catalogue_load
        from .services.duties import duties_follow
        from .tasks import uploads_needed

        register_folder(OrganFolder)
        register_follower(duties_follow)
        uploads.owner(uploads_needed)
        uploads.owner(uploads_of_attachments)
        register_seed("catalogue", catalogue_load)
        register_schedule("inbox", "openness.tasks.scan_inbox", minutes=1)
        register_schedule("periodic_duties", "openness.tasks.open_periodic_duties")
        register_schedule("settling", "openness.tasks.settle_duties", minutes=60)
        register_schedule("reminders", "openness.tasks.remind_of_duties")
        register_schedule("recheck", "openness.tasks.begin_recheck", minutes=10)
        register_schedule("patrol", "openness.tasks.begin_patrol")
        searchable.register()
        surfaces.register()
        register_nav(NavItem("文书", "openness:judgments", 10))
        register_nav(NavItem("我的案子", "openness:my_case", 20))
        register_nav(NavItem("公开情况", "openness:coverage", 30))
        register_nav(NavItem("典型案例", "model_cases", 40))
        register_nav(NavItem("通报", "circulars", 50))
        register_nav(NavItem("制度", "rules", 60))
        register_nav(NavItem("专题", "topics", 70))
        register_door(Door("查裁判文书", "openness:judgments", "按法院、年份、案由找，也可以查任何一句话", 10))
        register_door(Door("我的案子公开了吗", "openness:my_case", "输入案号，公开了没有、哪天公开、为什么不公开，都有答复", 20))
        register_nav(NavItem("开庭", "openness:hearings", 22))
        register_nav(NavItem("目录", "openness:catalogue", 25))
        register_door(Door("开庭公告", "openness:hearings", "哪天、在哪个法庭、开什么庭，能不能旁听", 22))
        register_door(Door("应当公开什么", "openness:catalogue", "法院、检察院、公安、司法局各要公开哪些、依据什么、多快", 25))
        register_door(Door("各单位公开情况", "openness:coverage", "每个单位每月该公开多少、公开了多少、超期多少，谁最差", 30))
