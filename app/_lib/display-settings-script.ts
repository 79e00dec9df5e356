/** Puts the reader's settings on `<html>` before the first paint. Apart from the hooks: the server renders it as text. */
export const displaySettingsScript = `try{for(const k of ["gains","rail"]){const v=localStorage.getItem("rustybt."+k);if(v)document.documentElement.dataset[k]=v}}catch{}`;
