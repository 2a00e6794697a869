// Dots below the row of pictures on a phone: they show which picture is in sight and lead to the others.
class PhotoGallery extends HTMLElement {
  connectedCallback() {
    const pictures = [...this.querySelectorAll("li")];
    if (pictures.length < 2 || this.querySelector(".gallery-dots")) return;
    const list = this.querySelector(".gallery-list");
    // The row takes the focus only where it scrolls.
    const follow = () => { list.tabIndex = list.scrollWidth > list.clientWidth + 1 ? 0 : -1; };
    new ResizeObserver(follow).observe(list);
    const dots = document.createElement("div");
    dots.className = "gallery-dots";
    const buttons = pictures.map((picture, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", `${this.dataset.label} ${index + 1}`);
      button.addEventListener("click", () => picture.scrollIntoView({ block: "nearest", inline: "start" }));
      dots.append(button);
      return button;
    });
    this.append(dots);
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        const index = pictures.indexOf(entry.target);
        buttons.forEach((button, at) => button.setAttribute("aria-current", String(at === index)));
      }
    }, { root: list, threshold: 0.6 });
    pictures.forEach((picture) => seen.observe(picture));
  }
}

customElements.define("photo-gallery", PhotoGallery);
