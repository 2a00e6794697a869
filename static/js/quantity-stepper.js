// Presses for one less and one more around a plain number input. With data-submits the form is sent once the number has settled.
const SETTLES = 600;

class QuantityStepper extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.addEventListener("click", (event) => {
      const press = event.target.closest("[data-step]");
      if (!press) return;
      if (press.dataset.step < 0) this.input.stepDown();
      else this.input.stepUp();
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    this.input.addEventListener("input", () => this.mark());
    this.input.addEventListener("invalid", (event) => this.refuse(event));
    if (this.hasAttribute("data-submits")) {
      this.input.addEventListener("change", () => this.submitSoon());
      // An answer to an earlier press does not take away what was pressed since: that is sent in a moment, and answered too.
      this.closest("li")?.addEventListener("htmx:beforeSwap", (event) => { event.detail.shouldSwap &&= !this.timer; });
    } else {
      this.input.form?.addEventListener("htmx:afterRequest", ({ detail }) => detail.xhr.status === 422 && this.returnTo());
    }
    this.mark();
  }

  // Says next to the field, not in a bubble that goes away, why the number is not taken.
  refuse(event) {
    const place = document.getElementById(this.input.getAttribute("aria-describedby"));
    if (!place) return;
    event.preventDefault();
    const words = document.createElement("p");
    words.className = "field-error";
    words.role = "alert";
    const span = document.createElement("span");
    span.textContent = (this.input.validity.rangeOverflow && this.dataset.tooMany) || this.input.validationMessage;
    words.append(span);
    place.replaceChildren(place.matches(".field-error") ? span : words);
    this.returnTo();
  }

  returnTo() {
    this.input.setAttribute("aria-invalid", "true");
    this.input.focus();
  }

  mark() {
    if (this.input.getAttribute("aria-invalid") === "true" && this.input.validity.valid) {
      this.input.removeAttribute("aria-invalid");
      document.getElementById(this.input.getAttribute("aria-describedby"))?.replaceChildren();
    }
    const { value, min, max } = this.input;
    this.querySelector('[data-step="-1"]').disabled = min !== "" && Number(value) <= Number(min);
    this.querySelector('[data-step="1"]').disabled = max !== "" && Number(value) >= Number(max);
  }

  submitSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = 0;
      if (this.input.checkValidity()) this.input.form?.requestSubmit();
    }, SETTLES);
  }
}

customElements.define("quantity-stepper", QuantityStepper);
