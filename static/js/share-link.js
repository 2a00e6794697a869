// Turns “send it” into the device's own sharing, or into a press that copies the address; as a link it writes an e-mail.
class ShareLink extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector("a");
    const { title, url, copied } = this.dataset;
    if (!navigator.share && !navigator.clipboard) return;
    link.setAttribute("role", "button");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (navigator.share) navigator.share({ title, url }).catch(() => {});
      else navigator.clipboard.writeText(url).then(() => this.say(copied), () => { location.href = link.href; });
    });
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.click();
    });
  }

  say(words) {
    const told = document.createElement("span");
    told.className = "small soft";
    told.role = "status";
    this.append(told);
    told.textContent = words;
    setTimeout(() => told.remove(), 6000);
  }
}

customElements.define("share-link", ShareLink);
