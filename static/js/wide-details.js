// A fold that stands open where the page is wide (data-wide, a media query) and folds where it is narrow.
class WideDetails extends HTMLElement {
  connectedCallback() {
    const details = this.querySelector("details");
    const wide = window.matchMedia(this.dataset.wide ?? "(min-width: 60rem)");
    const follow = () => { details.open = wide.matches; };
    wide.addEventListener("change", follow);
    follow();
  }
}

customElements.define("wide-details", WideDetails);
