// Datasette's editor of SQL is made by a script, which does not hand on what its field is called.
addEventListener("load", () => setTimeout(() => {
  const called = document.querySelector("#sql-editor")?.getAttribute("aria-label");
  for (const made of document.querySelectorAll(".CodeMirror textarea, .cm-content"))
    if (called) made.setAttribute("aria-label", called);
}));
