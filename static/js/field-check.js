// Says what is wrong with a field when one leaves it or sends the form, next to it: that it is empty (data-missing), or what the
// browser says of its own rules. Never while one types: there an error only goes away. The server has the last word, and its words
// stand until the value changes.
class FieldCheck extends HTMLElement {
  connectedCallback() {
    this.addEventListener("focusout", (event) => {
      if (event.target.matches("input, select, textarea") && this.touched) this.show(event.target);
    });
    this.addEventListener("input", (event) => {
      this.touched = true;
      if (event.target.getAttribute("aria-invalid") === "true") this.clear(event.target);
    });
    this.addEventListener("invalid", (event) => {
      event.preventDefault();
      this.show(event.target);
      if (event.target.form?.querySelector(":is(input, select, textarea):invalid") === event.target) event.target.focus();
    }, true);
  }

  show(control) {
    if (control.validity.valid) return;
    const words = (control.validity.valueMissing && this.dataset.missing) || control.validationMessage;
    const error = this.querySelector(".field-error");
    const span = document.createElement("span");
    span.textContent = words;
    error.replaceChildren(span);
    control.setAttribute("aria-invalid", "true");
    const described = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    control.setAttribute("aria-describedby", [...described.add(error.id)].join(" "));
  }

  clear(control) {
    this.querySelector(".field-error").replaceChildren();
    control.removeAttribute("aria-invalid");
  }
}

customElements.define("field-check", FieldCheck);
