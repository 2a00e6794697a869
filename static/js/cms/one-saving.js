// In /cms/: the form's own saving and a press on a button never run at once. Both would write a version,
// whichever came last would count, and the form would warn its editor of a conflict with herself (Wagtail 8.0; its issue 13863).
(() => {
  let coming; // the saving that was announced last; it waits half a second before it asks
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
    // By then the pressed button is disabled, and a disabled one is not sent.
    const { name, value } = event.submitter || {};
    if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    running.finally(() => form.requestSubmit());
  });
})();
