// Plays a film over its picture, silently and over again, and gives a button to hold it. Nothing is loaded for who asked for less motion
// or to save data; they keep the picture.
class HeroFilm extends HTMLElement {
  connectedCallback() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches || navigator.connection?.saveData) return;
    const film = document.createElement("video");
    Object.assign(film, { muted: true, loop: true, playsInline: true, preload: "auto", src: this.dataset.src });
    film.setAttribute("aria-hidden", "true");
    film.tabIndex = -1;
    const button = this.querySelector("button");
    film.addEventListener("playing", () => this.say(button, true));
    film.addEventListener("pause", () => this.say(button, false));
    film.addEventListener("error", () => this.replaceChildren());
    button.addEventListener("click", () => (film.paused ? film.play() : film.pause()));
    this.prepend(film);
    film.play().catch(() => this.say(button, false)); // a browser that lets nothing play by itself
  }

  say(button, playing) {
    button.hidden = false;
    button.dataset.playing = playing ? "yes" : "";
    button.setAttribute("aria-label", playing ? this.dataset.pause : this.dataset.play);
  }
}

customElements.define("hero-film", HeroFilm);
