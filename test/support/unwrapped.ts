/** What was broken into lines for a page, in one line each again. */
export function unwrapped(text: string): string {
  return text.replaceAll(/\n {4,}/g, ' ')
}
