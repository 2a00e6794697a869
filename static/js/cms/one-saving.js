// In /cms/: the form's own saving and a press on a button never run at once. Both would write a version,
// whichever came last would count, and the form would warn its editor of a conflict with herself (Wagtail 8.0; its issue 13863).
(() => {
  let coming; // the saving that was announced last; it waits half a second before it asks
  let waits = false; // a press waits for the saving under way; one press counts
  document.addEventListener("w-autosave:save", (event) => {
    coming = event;
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const autosave = window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave");
    if (!autosave || event.defaultPrevented) return;
    autosave.activeValue = false; // a page comes next, with a form of its own
    coming?.preventDefault();
    const running = autosave.submitPromise;
    if (!running) return;

    event.preventDefault();
    if (waits) return;
    waits = true;
    const { name, value } = event.submitter || {};
    running.finally(() => {
      waits = false;
      // By now the pressed button is disabled, and a disabled one is not sent. It does not stay in the form:
      // whoever comes back to it and saves a draft would publish.
      const pressed = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      if (name) form.append(pressed);
      form.requestSubmit();
      pressed.remove();
    });
  });
})();
