/**
 * A value as JSON that is safe on a terminal. JSON.stringify escapes only C0; this also escapes DEL, C1, invisible
 * characters, line separators and bidirectional controls, which can steer a terminal or reorder its text.
 */
export function plainJson(value: unknown, indent = 0): string {
  const json = JSON.stringify(value, undefined, indent).replaceAll(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `${json}\n`
}
