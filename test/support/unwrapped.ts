/** Joins lines that were wrapped for a page. */
export function unwrapped(text: string): string {
  return text.replaceAll(/\n {4,}/g, ' ')
}
