// Lights up a sentence's partners, here and in the other articles. Without it the page reads the same.
(() => {
  const cells = [...document.querySelectorAll("[data-sources]")];
  const ids = (cell) => cell.dataset.sources.split(" ").filter(Boolean);
  const light = (cell) => {
    const again = cell.classList.contains("picked");
    cells.forEach((one) => one.classList.remove("lit", "picked"));
    if (again) return;
    const wanted = new Set(ids(cell));
    cells.filter((one) => ids(one).some((id) => wanted.has(id))).forEach((one) => one.classList.add("lit"));
    cell.classList.add("picked");
  };
  cells.filter((cell) => ids(cell).length).forEach((cell) => {
    cell.tabIndex = 0;
    cell.setAttribute("role", "button");
    cell.addEventListener("click", () => { if (!String(getSelection())) light(cell); });
    cell.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); light(cell); }
    });
  });
  document.body.classList.add("scripted");
})();
