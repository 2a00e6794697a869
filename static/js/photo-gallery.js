// The thumbnails lead to their pictures and show which one is in sight; a press on a picture opens it large in a dialog. Both are
// links, so without this script they lead to the same places.
const at = (event, selector) => event.target.closest?.(selector);

function scrollTo(list, item) {
  const [first] = list.children;
  list.scrollTo({ left: item.offsetLeft - first.offsetLeft });
}

// Calls `tell` with the position of the item that fills most of the list.
function watch(list, tell) {
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) tell([...list.children].indexOf(entry.target));
  }, { root: list, threshold: 0.6 });
  for (const item of list.children) seen.observe(item);
}

// Marks one of the thumbnails and brings it to the middle of its strip.
function current(thumbs, index) {
  thumbs.forEach((thumb, each) => {
    if (each === index) thumb.setAttribute("aria-current", "true");
    else thumb.removeAttribute("aria-current");
  });
  const item = thumbs[index]?.parentElement;
  if (!item) return;
  const strip = item.parentElement;
  strip.scrollTo({
    left: item.offsetLeft - (strip.clientWidth - item.offsetWidth) / 2,
    top: item.offsetTop - (strip.clientHeight - item.offsetHeight) / 2,
  });
}

class PhotoGallery extends HTMLElement {
  connectedCallback() {
    this.stage = this.querySelector(".gallery-stage");
    this.thumbs = [...this.querySelectorAll(".gallery-thumbs a")];
    // The row takes the focus only where it scrolls.
    new ResizeObserver(() => {
      this.stage.tabIndex = this.stage.scrollWidth > this.stage.clientWidth + 1 ? 0 : -1;
    }).observe(this.stage);
    this.thumbs.forEach((thumb, index) => thumb.addEventListener("click", (event) => {
      event.preventDefault();
      scrollTo(this.stage, this.stage.children[index]);
    }));
    if (this.thumbs.length) watch(this.stage, (index) => this.mark(index));
    for (const link of this.querySelectorAll("[data-look]")) link.setAttribute("aria-haspopup", "dialog");
    this.addEventListener("click", (event) => {
      const link = at(event, "[data-look]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.look(link);
    });
  }

  mark(index) {
    current(this.thumbs, index);
  }

  look(link) {
    const links = [...this.querySelectorAll("[data-look]")];
    this.append(this.querySelector("template").content.cloneNode(true));
    const dialog = this.querySelector(".zoom");
    new Zoom(dialog, links.map((each) => each.querySelector(".picture")), links.indexOf(link), (index) => {
      dialog.remove();
      scrollTo(this.stage, links[index].parentElement);
      links[index].focus({ preventScroll: true });
    });
  }
}

class Zoom {
  constructor(dialog, pictures, start, left) {
    this.dialog = dialog;
    this.stage = dialog.querySelector(".zoom-stage");
    this.count = dialog.querySelector(".zoom-count");
    this.index = start;
    this.stage.append(...pictures.map((picture) => {
      const item = document.createElement("li");
      const copy = picture.cloneNode(true);
      for (const each of copy.querySelectorAll("[srcset]")) each.sizes = "100vw";
      const img = copy.querySelector("img");
      img.loading = "lazy";
      img.draggable = false;
      item.append(copy);
      return item;
    }));
    const strip = pictures[0].closest("photo-gallery").querySelector(".gallery-thumbs")?.cloneNode(true);
    this.thumbs = [...strip?.querySelectorAll("a:not(.is-film)") ?? []];
    strip?.querySelectorAll("li:has(.is-film)").forEach((item) => item.remove());
    if (this.thumbs.length > 1) dialog.querySelector(".zoom-thumbs").append(strip);
    dialog.addEventListener("close", () => left(this.index));
    dialog.addEventListener("click", (event) => this.press(event));
    dialog.addEventListener("keydown", (event) => this.key(event));
    this.stage.addEventListener("pointerdown", (event) => this.drag(event));
    dialog.showModal();
    this.stage.style.scrollBehavior = "auto";
    scrollTo(this.stage, this.stage.children[start]);
    this.stage.style.scrollBehavior = "";
    for (const step of dialog.querySelectorAll("[data-step]")) step.hidden = pictures.length < 2;
    this.mark(start);
    watch(this.stage, (index) => this.mark(index));
  }

  get item() {
    return this.stage.children[this.index];
  }

  mark(index) {
    if (index !== this.index) this.near(false);
    this.index = index;
    const many = this.stage.children.length;
    current(this.thumbs, index);
    this.count.textContent = many < 2 ? "" : this.count.dataset.words.replace("%n", index + 1).replace("%m", many);
  }

  step(by) {
    const next = this.stage.children[this.index + by];
    if (next) scrollTo(this.stage, next);
  }

  // Comes closer to a point of the window, the middle by default, or goes back.
  near(wanted, x = innerWidth / 2, y = innerHeight / 2) {
    const { item } = this;
    this.dialog.querySelector("button[data-near]").setAttribute("aria-pressed", String(wanted));
    if (item.hasAttribute("data-large") === wanted) return;
    const was = item.querySelector("img").getBoundingClientRect();
    item.toggleAttribute("data-large", wanted);
    for (const each of item.querySelectorAll("[srcset]")) each.sizes = wanted ? "220vw" : "100vw";
    const is = item.querySelector("img").getBoundingClientRect();
    item.scrollBy(is.left + (x - was.left) * is.width / was.width - x, is.top + (y - was.top) * is.height / was.height - y);
  }

  press(event) {
    const step = at(event, "[data-step]");
    const thumb = this.thumbs.indexOf(at(event, "a"));
    if (thumb >= 0) {
      event.preventDefault();
      scrollTo(this.stage, this.stage.children[thumb]);
    } else if (step) this.step(Number(step.dataset.step));
    else if (at(event, "[data-close]")) this.dialog.close();
    else if (at(event, "button[data-near]")) this.near(!this.item.hasAttribute("data-large"));
    else if (at(event, "img") && !this.dragged) this.near(!this.item.hasAttribute("data-large"), event.clientX, event.clientY);
    else if (at(event, "li") && !this.dragged) this.dialog.close();
    this.dragged = false;
  }

  key(event) {
    const near = this.item.hasAttribute("data-large");
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: 0, ArrowDown: 0 };
    if (event.key === "+" || event.key === "=") this.near(true);
    else if (event.key === "-") this.near(false);
    else if (event.key in steps && near) {
      const across = steps[event.key] * 120;
      this.item.scrollBy(across, { ArrowUp: -120, ArrowDown: 120 }[event.key] ?? 0);
    } else if (steps[event.key]) this.step(getComputedStyle(this.stage).direction === "rtl" ? -steps[event.key] : steps[event.key]);
    else return;
    event.preventDefault();
  }

  // A mouse moves what is near by pulling; a finger scrolls by itself, and pinches as everywhere.
  drag(event) {
    const { item } = this;
    if (event.pointerType !== "mouse" || !item.hasAttribute("data-large")) return;
    let { clientX: x, clientY: y } = event;
    const pull = (move) => {
      if (Math.hypot(move.clientX - event.clientX, move.clientY - event.clientY) > 4) this.dragged = true;
      item.scrollBy(x - move.clientX, y - move.clientY);
      [x, y] = [move.clientX, move.clientY];
    };
    addEventListener("pointermove", pull);
    addEventListener("pointerup", () => removeEventListener("pointermove", pull), { once: true });
  }
}

customElements.define("photo-gallery", PhotoGallery);
