// Plays a film of a host in place of its picture. Until it is pressed nothing is asked of the host.
class FilmPlayer extends HTMLElement {
  connectedCallback() {
    this.querySelector("a").addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const frame = document.createElement("iframe");
      frame.src = this.dataset.src;
      frame.title = this.dataset.title;
      frame.allow = "autoplay; fullscreen; picture-in-picture";
      frame.allowFullscreen = true;
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      this.replaceChildren(frame);
      frame.focus();
    });
  }
}

customElements.define("film-player", FilmPlayer);
