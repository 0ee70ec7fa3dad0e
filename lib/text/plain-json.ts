/**
 * A value as JSON that says on a terminal what it says: JSON.stringify escapes C0 alone; DEL, C1, invisible characters,
 * line separators and bidirectional controls, which steer a terminal or turn its text around, are escaped here.
 */
export function plainJson(value: unknown, indent = 0): string {
  const json = JSON.stringify(value, undefined, indent).replaceAll(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `${json}\n`
}
