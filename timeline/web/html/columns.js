// Datasette makes the menus of columns as pictures for the mouse alone: they become buttons that keys reach.
addEventListener("load", () => {
  for (const icon of document.querySelectorAll(".dropdown-menu-icon")) {
    const column = icon.closest("th").querySelector("a").textContent.trim();
    for (const [name, value] of Object.entries({ role: "button", tabindex: "0", "aria-haspopup": "true", "aria-label": `What can be done with ${column}` }))
      icon.setAttribute(name, value);
    icon.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      icon.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      const menu = [...document.querySelectorAll(".dropdown-menu")].find(one => one.style.display === "block");
      if (!menu) return;
      [...menu.querySelectorAll("a")].find(link => link.getClientRects().length)?.focus();
      menu.onkeydown = pressed => {
        if (pressed.key !== "Escape") return;
        document.body.click();
        icon.focus();
      };
    });
  }
});
