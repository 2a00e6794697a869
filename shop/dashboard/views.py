"""The dashboard's first page: the shop's figures are for who may read reports."""

from typing import Any

from oscar.apps.dashboard import views as oscar_views


class IndexView(oscar_views.IndexView):
    """Oscar shows takings and customers to all staff; who looks after parcels needs the parcels."""

    def may_read_reports(self) -> bool:
        return bool(self.request.user.has_perm("analytics.view_userrecord"))

    def get_template_names(self) -> list[str]:
        if self.may_read_reports():
            return ["oscar/dashboard/index.html"]
        return ["oscar/dashboard/index_sections.html"]

    def get_stats(self) -> dict[str, Any]:
        return super().get_stats() if self.may_read_reports() else {}
