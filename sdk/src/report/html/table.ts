import type { TableTwin } from "../../charts/index.ts";
import { html, type Markup } from "./markup.ts";

export interface TableOptions {
  readonly isSortable?: boolean;
  /** Rows beyond this many are left out in the middle; the note says so. */
  readonly most?: number;
}

export function tableMarkup({ columns, rows }: TableTwin, { isSortable = false, most = 3000 }: TableOptions = {}): Markup {
  const shown = rows.length <= most ? rows : [...rows.slice(0, most / 2), ...rows.slice(-most / 2)];
  const heads = columns.map(({ label, align }) => {
    const name = isSortable ? html`<button type="button">${label}</button>` : label;
    return html`<th scope="col"${sideOf(align)}>${name}</th>`;
  });
  const body = shown.map((row) => html`<tr>${row.map((cell, i) => html`<td${classOf(columns[i])}>${cell}</td>`)}</tr>`);
  const cut =
    shown.length === rows.length
      ? html``
      : html`<p class="note">The first and last ${most / 2} of ${rows.length} rows; result.json has all of them.</p>`;
  const sortable = isSortable ? html` data-sortable` : html``;
  return html`${cut}<table${sortable}><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table>`;
}

function classOf(column: TableTwin["columns"][number] | undefined): Markup {
  return column?.isLong === true ? html` class="wrap"` : sideOf(column?.align);
}

function sideOf(align: "left" | "right" | undefined): Markup {
  return align === "right" ? html` class="right"` : html``;
}
