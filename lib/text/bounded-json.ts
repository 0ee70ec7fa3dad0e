/** Deepest nesting allowed; nothing that the agent reads comes near it. */
const DEEPEST = 32

const [QUOTE, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Parses JSON from outside, and checks its depth first, in one pass: V8 keeps a handle for each level and visits all of
 * them at each garbage collection, so 256 KiB of `[` take a tenth of a second. Throws a SyntaxError, which may repeat
 * the text.
 */
export function boundedJson(text: string): unknown {
  if (!isShallow(text)) throw new SyntaxError('Too deep JSON')
  return JSON.parse(text)
}

/** Whether JSON is nested at most DEEPEST levels; of other text the answer means nothing. */
function isShallow(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at)
    if (character === QUOTE) at = endOfString(text, at)
    else if (character === OPEN_LIST || character === OPEN_OBJECT) depth += 1
    else if (character === CLOSE_LIST || character === CLOSE_OBJECT) depth -= 1
    if (depth > DEEPEST) return false
  }
  return true
}

/** Index of the quote that ends the string that begins at `start`. Looks at each character at most twice. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end
    while (text[before - 1] === '\\') before -= 1
    if ((end - before) % 2 === 0) return end
  }
  return text.length
}
