import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The look's tokens, so that both themes come with the page's. */
export const editorTheme = [
  EditorView.theme({
    "&": { backgroundColor: "var(--bg)", color: "var(--text)", fontSize: "13px", height: "100%" },
    // The frame around it shows the focus.
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "20px" },
    ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--muted)", borderRight: "1px solid var(--line)" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--panel)" },
    ".cm-cursor": { borderLeftColor: "var(--text)" },
    "&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection": {
      backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent) !important",
    },
    ".cm-tooltip": {
      backgroundColor: "var(--panel)",
      color: "var(--text)",
      border: "1px solid var(--line)",
      borderRadius: "6px",
      maxWidth: "min(560px, 90vw)",
    },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
    ".cm-tooltip .cm-type, .cm-tooltip-lint .cm-diagnostic": { padding: "4px 8px", fontSize: "13px", lineHeight: "20px" },
    ".cm-type code": { fontFamily: "var(--font-mono)", fontSize: "12px", whiteSpace: "pre-wrap" },
    ".cm-type p": { margin: "4px 0 0", color: "var(--muted)", whiteSpace: "pre-wrap" },
    ".cm-diagnostic-error": { borderLeft: "3px solid var(--loss)" },
    ".cm-diagnosticText": { color: "var(--text)" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)", fontSize: "12px" },
    ".cm-panels": { backgroundColor: "var(--panel)", color: "var(--text)" },
    ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--loss)" },
    ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn)" },
    ".cm-changedText, .cm-insertedLine .cm-changedText": {
      background: "color-mix(in srgb, var(--gain) 22%, transparent) !important",
    },
    ".cm-deletedChunk .cm-deletedText": { background: "color-mix(in srgb, var(--loss) 22%, transparent) !important" },
    ".cm-changedLineGutter": { background: "var(--gain) !important" },
    ".cm-deletedLineGutter": { background: "var(--loss) !important" },
    ".cm-collapsedLines": { background: "var(--panel)", color: "var(--muted)" },
    // The library's marks are in few fonts.
    ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "'…'" },
    ".cm-deletedChunk": { backgroundColor: "color-mix(in srgb, var(--loss) 12%, transparent)" },
    ".cm-insertedLine, .cm-changedLine": { backgroundColor: "color-mix(in srgb, var(--gain) 12%, transparent) !important" },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--series4)" },
      { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--series3)" },
      { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
      { tag: [tags.lineComment, tags.blockComment], color: "var(--muted)", fontStyle: "italic" },
      { tag: [tags.typeName, tags.className], color: "var(--series5)" },
      { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--accent)" },
    ]),
  ),
];
