/** A signature over its documentation, for what is hovered or about to be completed. */
export function typeTooltip({ signature, documentation }: { readonly signature: string; readonly documentation: string }): HTMLElement {
  const tooltip = document.createElement("div");
  tooltip.className = "cm-type";
  const code = tooltip.appendChild(document.createElement("code"));
  code.textContent = signature;
  if (documentation !== "") tooltip.appendChild(document.createElement("p")).textContent = documentation;
  return tooltip;
}
