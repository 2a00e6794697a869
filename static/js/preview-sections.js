// In an editor's preview panel: a press on a section opens it in the form beside (js/editor-sections.js).
// Comments "section <id>" mark where sections begin; what follows one, up to the next, is its.
function sectionOf(target) {
  const marks = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
  let found = "";
  while (marks.nextNode()) {
    const mark = marks.currentNode;
    if (!/^ section /.test(mark.data)) continue;
    if (!(mark.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
    found = mark.data.slice(" section ".length).trim();
  }
  return found;
}

if (window.parent !== window) {
  document.addEventListener(
    "click",
    (event) => {
      // Leaving the page would leave the editor without a preview.
      if (event.target.closest("a[href], button[type=submit]")) event.preventDefault();
      const id = sectionOf(event.target);
      if (id) window.parent.postMessage({ type: "shop:section", id }, window.location.origin);
    },
    true,
  );
  document.addEventListener("submit", (event) => event.preventDefault(), true);
}
