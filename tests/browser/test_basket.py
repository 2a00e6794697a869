"""The basket in the browser: drawer, changes without a reload, and what each is told."""

import re
from collections.abc import Callable

import pytest
from oscar.core.loading import get_model
from playwright.sync_api import Page, Route, expect

from tests.browser import steps
from tests.browser.test_accessibility import examine
from tests.browser.visitor import HEIGHTS, PHONE, WIDE, Visitor

pytestmark = pytest.mark.browser

Line = get_model("basket", "Line")
StockRecord = get_model("partner", "StockRecord")
Visit = Callable[..., Visitor]
TRAY = "/products/round-oak-tray/"


def add(page: Page, path: str = steps.MUG) -> None:
    """Put one into the basket and wait for the drawer."""
    page.goto(path)
    page.get_by_role("button", name="Add to basket").first.click()
    steps.expect_added(page)


def recommend_the_tray() -> None:
    """Have the tray, which is of one kind only, go well with the mug."""
    Product = get_model("catalogue", "Product")
    get_model("catalogue", "ProductRecommendation").objects.create(
        primary=Product.objects.get(slug="stoneware-mug", structure="parent"),
        recommendation=Product.objects.get(slug="round-oak-tray"),
        ranking=99,
    )


def tab_to(page: Page, name: str) -> None:
    """Tab on until the element with this beginning of a name has the focus."""
    for _press in range(40):
        page.keyboard.press("Tab")
        stop = steps.focused(page)
        if stop["text"].startswith(name):
            assert stop["ringed"], f"one cannot see the focus on {stop}"
            assert stop["inSight"], f"the focus is out of sight on {stop}"
            return
    pytest.fail(f"Tab never reached {name}")


def is_too_wide(page: Page) -> bool:
    """Whether the page, or the drawer in it, must be scrolled sideways."""
    return page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll("dialog, dialog *")].some(
          (each) => each.scrollWidth > each.clientWidth + 1
            && !["visible", "clip", "hidden"].includes(getComputedStyle(each).overflowX)
            || each === document.documentElement && each.scrollWidth > innerWidth)"""
    )


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_drawer_with_the_keyboard_alone(visit: Visit, width: int) -> None:
    page = visit(width=width).page
    add(page)
    add(page, TRAY)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Add to basket").first).to_be_focused()

    page.locator("#header-basket").focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="Your basket")
    expect(drawer.get_by_role("heading", name="Your basket")).to_be_focused()
    said = page.locator("#basket-said")

    # The focus stays inside, however long one tabs (the browser's own bar counts as body).
    for _press in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )

    # More of the first: the press keeps the focus, and what changed is said.
    page.locator(".drawer .quantity button").nth(1).focus()
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Basket updated. The total is £")
    expect(page.locator("#header-basket")).to_contain_text("3 items")
    expect(page.get_by_role("spinbutton", name="Quantity of Stoneware Mug")).to_have_value("2")
    assert page.evaluate("document.activeElement.id").endswith("-more")

    # Out, and back as it was.
    tab_to(page, "Remove")
    page.keyboard.press("Enter")
    undo = drawer.get_by_role("button", name="Undo and put Stoneware Mug, Oat back")
    expect(undo).to_be_focused()
    expect(said).to_contain_text("Stoneware Mug, Oat is taken out. The total is £")
    expect(page.locator("#header-basket")).to_contain_text("1 item")
    page.keyboard.press("Enter")
    expect(drawer.get_by_role("link", name="Stoneware Mug")).to_be_focused()
    expect(said).to_contain_text("Stoneware Mug, Oat is back.")
    expect(page.get_by_role("spinbutton", name="Quantity of Stoneware Mug")).to_have_value("2")

    page.keyboard.press("Escape")
    expect(page.locator("#header-basket")).to_be_focused()
    page.keyboard.press("Enter")
    expect(drawer).to_be_visible()
    tab_to(page, "Check out")
    page.keyboard.press("Enter")
    expect(page.get_by_label("E-mail", exact=True)).to_be_visible()


def test_the_last_line_leaves_a_drawer_that_leads_on(visit: Visit) -> None:
    page = visit(width=PHONE).page
    add(page)
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="Remove").click()
    expect(drawer.get_by_role("heading", name="Your basket is empty")).to_be_visible()
    expect(drawer.get_by_role("button", name="Undo")).to_be_focused()
    expect(page.locator("#header-basket")).not_to_contain_text("item")
    drawer.get_by_role("button", name="Undo").click()
    expect(drawer.get_by_role("link", name="Check out")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_page_changes_without_a_reload(visit: Visit, width: int) -> None:
    page = visit(width=width).page
    recommend_the_tray()
    add(page)
    page.goto("/basket/")
    page.evaluate("window.stayed = true")
    said, total = page.locator("#basket-said"), page.locator(".totals-sum dd")
    lines = page.locator(".basket-page .lines > li")
    tray = page.locator(".suggestion", has_text="Round Oak Tray")
    tray.get_by_role("button", name="Add").click()
    expect(lines).to_have_count(2)
    expect(said).to_contain_text("Round Oak Tray is in your basket. The total is £60.00.")
    expect(total).to_have_text("£60.00")
    expect(page.locator("#header-basket")).to_contain_text("2 items")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(tray).to_have_count(0)

    page.get_by_role("button", name="Save for later Round Oak Tray").click()
    expect(page.get_by_role("heading", name="Saved for later")).to_be_visible()
    expect(said).to_contain_text("Round Oak Tray is saved for later. The total is £21.95.")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("£42.00 to free delivery.")).to_be_visible()

    page.get_by_label("Where does it go?").select_option("France")
    expect(total).to_have_text("£30.50")
    expect(page.locator("#delivery-choices")).to_contain_text("Arrives")
    expect(page.get_by_text("to free delivery.")).to_be_visible()

    page.get_by_role("button", name="Move to basket Round Oak Tray").click()
    expect(said).to_contain_text("Round Oak Tray is in your basket.")
    expect(page.get_by_role("heading", name="Saved for later")).to_have_count(0)

    for title in ("Stoneware Mug", "Round Oak Tray"):
        page.get_by_role("button", name=re.compile(f"^Remove {title}")).click()
        expect(
            page.get_by_role("button", name=re.compile(f"^Undo and put {title}"))
        ).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your basket is empty")
    page.get_by_role("button", name=re.compile("^Undo and put Round Oak Tray")).click()
    expect(page.get_by_role("link", name="Round Oak Tray")).to_be_focused()
    assert page.evaluate("window.stayed"), "the page was loaded anew"

    # The basket's link on its own page is a link.
    page.locator("#header-basket").click()
    expect(page).to_have_url(re.compile("/basket/$"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_is_pressed_while_an_answer_is_on_its_way_is_not_lost(visit: Visit) -> None:
    page = visit().page
    add(page)
    page.goto("/basket/")
    held: list[Route] = []
    page.route("**/basket/lines/*/", lambda route: held.append(route), times=1)
    more = page.get_by_role("button", name="One more")
    with page.expect_request("**/basket/lines/*/"):
        more.click()
    more.click()
    assert held, "the first answer was not held back"
    held[0].continue_()
    quantity = page.get_by_role("spinbutton", name="Quantity of Stoneware Mug")
    expect(page.locator(".totals-sum dd")).to_have_text("£57.95")
    expect(quantity).to_have_value("3")


def test_a_press_that_opens_a_window_is_left_alone(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    add(page)
    page.keyboard.press("Escape")
    with visitor.context.expect_page() as opened:
        page.locator("#header-basket").click(modifiers=["ControlOrMeta"])
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Your basket")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_everything_without_javascript(visit: Visit) -> None:
    page = visit(width=PHONE, javascript=False).page
    recommend_the_tray()
    for path in (steps.MUG, TRAY):
        page.goto(path)
        page.get_by_role("button", name="Add to basket").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your basket")
    page.get_by_label("Quantity of Stoneware Mug").fill("3")
    page.get_by_role("button", name="Update").first.click()
    expect(page.locator(".totals-sum dd")).to_have_text("£96.00")
    page.get_by_label("Quantity of Stoneware Mug").fill("0")
    page.get_by_role("button", name="Update").first.click()
    expect(page.get_by_text("Stoneware Mug, Oat is taken out.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Quantity of Stoneware Mug")).to_have_value("3")
    page.get_by_role("button", name="Save for later Round Oak Tray").click()
    expect(page.get_by_role("heading", name="Saved for later")).to_be_visible()
    expect(page.locator(".totals-sum dd")).to_have_text("£57.95")
    page.get_by_label("Where does it go?").select_option("France")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".totals-sum dd")).to_have_text("£66.50")
    page.get_by_role("button", name="Move to basket Round Oak Tray").click()
    expect(page.get_by_role("button", name="Move to basket")).to_have_count(0)
    page.get_by_role("button", name="Remove Round Oak Tray").click()
    page.locator("#header-basket").click()
    tray = page.locator(".suggestion", has_text="Round Oak Tray")
    tray.get_by_role("button", name="Add").click()
    expect(page.locator(".basket-page .lines > li")).to_have_count(2)


def states(page: Page) -> dict[str, Callable[[], None]]:
    """Ways into each state of the basket; in this order."""

    def drawer() -> None:
        add(page)
        add(page, TRAY)

    def drawer_removed() -> None:
        page.get_by_role("dialog").get_by_role("button", name="Remove").first.click()
        expect(page.get_by_role("button", name="Undo")).to_be_focused()

    def filled() -> None:
        add(page, TRAY)
        page.goto("/basket/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your basket")

    def refused() -> None:
        page.get_by_role("spinbutton").first.fill("9999")
        page.get_by_role("spinbutton").first.blur()
        expect(page.locator(".field-error span").first).to_be_visible()

    def changed() -> None:
        line = Line.objects.filter(basket__status="Open").order_by("pk").first()
        StockRecord.objects.filter(basket_lines=line).update(price="99.00", num_in_stock=0)
        page.goto("/basket/")
        expect(page.get_by_text("This is sold out.")).to_be_visible()

    def saved() -> None:
        page.get_by_role("button", name="Save for later").first.click()
        expect(page.get_by_role("heading", name="Saved for later")).to_be_visible()

    def removed() -> None:
        page.locator(".sided").get_by_role("button", name="Remove").first.click()
        expect(page.get_by_role("button", name="Undo")).to_be_focused()

    def empty() -> None:
        page.context.clear_cookies()
        page.goto("/basket/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your basket is empty")

    ways = (drawer, drawer_removed, filled, refused, changed, saved, removed, empty)
    return {way.__name__: way for way in ways}


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_every_state_is_for_everyone(visit: Visit, direction: str) -> None:
    visitor = visit(width=PHONE)
    if direction == "rtl":
        visitor.context.add_init_script(
            "document.addEventListener('DOMContentLoaded', () => { document.dir = 'rtl'; });"
        )
    page = visitor.page
    found: dict[str, list[str]] = {}
    for name, enter in states(page).items():
        page.set_viewport_size({"width": PHONE, "height": HEIGHTS[PHONE]})
        enter()
        found[name] = examine(page) if direction == "ltr" else []
        # 200% of a small laptop, and of a phone at 320: nothing is cut off, nothing scrolls aside.
        for width, height in ((WIDE, 1000), (640, 400), (PHONE, 844), (320, 480)):
            page.set_viewport_size({"width": width, "height": height})
            if is_too_wide(page):
                found[name].append(f"scrolls sideways at {width}")
    assert {name: lines for name, lines in found.items() if lines} == {}
