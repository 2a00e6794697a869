// In /cms/: a press on a section in the preview (js/preview-sections.js) opens and shows it in the form.
function opened(section) {
  // Its tab, then every folded panel around and in front of its fields.
  const tab = section.closest("[role=tabpanel][hidden]");
  if (tab) document.querySelector(`[role=tab][href="#${tab.id}"]`)?.click();
  for (let panel = section; panel; panel = panel.parentElement?.closest("[data-panel]")) {
    const toggle = panel.querySelector(":scope > .w-panel__header [data-panel-toggle]") ?? panel.querySelector("[data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
}

// What one would type into first. A section that is all settings (behind its cog) has those opened.
function firstField(section) {
  const fields = "input:not([type=hidden]), select, textarea, [contenteditable=true]";
  const seen = () => [...section.querySelectorAll(fields)].find((field) => field.checkVisibility());
  const found = seen();
  if (found) return found;
  const settings = section.querySelector("[data-block-settings][hidden]");
  if (settings) section.querySelector(`[aria-controls="${settings.id}"]`)?.click();
  return seen() ?? section.querySelector("button");
}

window.addEventListener("message", (event) => {
  if (event.origin !== window.location.origin || event.data?.type !== "shop:section") return;
  const section = document.querySelector(`[data-contentpath="${CSS.escape(event.data.id)}"]`);
  if (!section) return;
  opened(section);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  section.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  firstField(section)?.focus({ preventScroll: true });
  section.classList.add("shop-section-found");
  setTimeout(() => section.classList.remove("shop-section-found"), 2000);
});
