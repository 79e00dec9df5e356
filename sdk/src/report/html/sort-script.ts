/** Sorts a table by the column whose head is pressed; numbers as numbers, everything else as text. Runs in the reader's browser. */
export const sortScript = `
for (const button of document.querySelectorAll("table[data-sortable] th button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const body = head.closest("table").tBodies[0];
    const descending = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const sign = descending ? -1 : 1;
    const key = (text) => {
      const plain = text.replaceAll("\\u202f", "").replace("\\u2212", "-");
      return plain !== "" && !Number.isNaN(Number(plain)) ? Number(plain) : text;
    };
    const rows = Array.from(body.rows, (row) => ({ row, key: key(row.cells[head.cellIndex].textContent) }));
    rows.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    body.append(...rows.map(({ row }) => row));
  });
}
`.trim();
