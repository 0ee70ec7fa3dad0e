/** A value as indented JSON for a terminal: JSON.stringify escapes C0 alone, and DEL and C1 can steer one, too. */
export function plainJson(value: unknown): string {
  const json = JSON.stringify(value, undefined, 2)
  return `${json.replace(/[\u007f-\u009f]/g, (control) => `\\u00${control.charCodeAt(0).toString(16)}`)}\n`
}
