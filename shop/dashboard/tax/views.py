"""VAT rates in the dashboard: the table, and one rate."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views import generic

from shop.dashboard.tax.forms import NewRateForm, RateForm
from shop.dashboard.tax.selectors import country_names, vat_table
from shop.partner.models import TaxRate
from shop.partner.tax import percent_text, rate_for

TEMPLATES = "oscar/dashboard/tax"


def rate_name(rate: TaxRate) -> str:
    """“France, reduced rate”. One query."""
    country = country_names([rate.country])[rate.country]
    return f"{country}, {rate.get_tax_class_display().lower()}"


class VatRateListView(generic.TemplateView):
    """Every country that parcels go to with its rates, and what the others bear."""

    template_name = f"{TEMPLATES}/vat_rate_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = vat_table()
        return super().get_context_data(
            countries=[row for row in table if row.bears_vat],
            exports=[row for row in table if not row.bears_vat],
            **kwargs,
        )


class VatRateFormView(generic.UpdateView):
    """A rate that stands: only its percentage changes."""

    model = TaxRate
    form_class: Any = RateForm
    template_name = f"{TEMPLATES}/vat_rate_form.html"
    context_object_name = "rate"
    success_url = reverse_lazy("dashboard:vat-rate-list")
    object: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.object:
            kwargs["name"] = rate_name(self.object)
        return super().get_context_data(**kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(
            self.request,
            _("%(name)s: %(rate)s. It counts for orders from now on.")
            % {"name": rate_name(self.object), "rate": percent_text(self.object.rate / 100)},
        )
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class VatRateCreateView(VatRateFormView):
    """A new rate; the table's links say of which country and class."""

    form_class = NewRateForm

    def get_object(self, queryset: Any = None) -> Any:
        """None: nothing is there yet."""
        return None

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET.get(name, "") for name in ("country", "tax_class")}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except IntegrityError:  # somebody entered it since the form was looked at
            self.object = None
            form.refuse_second(
                TaxRate.objects.get(
                    country=form.instance.country, tax_class=form.instance.tax_class
                )
            )
            return self.form_invalid(form)


class VatRateDeleteView(generic.DeleteView):
    """Asks, and says what is charged then; orders keep the amounts they were placed with."""

    model = TaxRate
    template_name = f"{TEMPLATES}/vat_rate_delete.html"
    context_object_name = "rate"
    success_url = reverse_lazy("dashboard:vat-rate-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rate = self.object
        then = rate_for(country=rate.country, tax_class=rate.tax_class, but=rate.tax_class)
        return super().get_context_data(
            name=rate_name(rate),
            now=percent_text(rate.rate / 100),
            then=percent_text(then),
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("%(name)s: deleted.") % {"name": rate_name(self.object)})
        return super().form_valid(form)
