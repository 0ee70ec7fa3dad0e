/** The beginning of a text, which a cut leaves well-formed. */
export function cutText(text: string, most: number): string {
  return text.slice(0, most).toWellFormed()
}
