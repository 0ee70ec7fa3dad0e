/** Fewer characters than this are no token. */
const SHORTEST = 20

/** Whether a word looks as if it was made by chance, or holds text in base64 or hex: a token, a key, a digest. */
export function isTokenLike(word: string): boolean {
  return isRandom(word) || isEncoded(word)
}

function isRandom(word: string): boolean {
  if (word.length < SHORTEST || !/^[\w+/~.-]*$/.test(word) || word.startsWith('/')) return false
  const [hasDigit, hasSmall, hasBig] = [/\d/, /[a-z]/, /[A-Z]/].map((pattern) => pattern.test(word))
  if (hasDigit !== true) return false
  if (hasSmall === true && hasBig === true) return true
  if (/^[\da-f-]*$/i.test(word)) return hasSmall === true || hasBig === true
  return changesIn(word) >= 5
}

/** How often letters follow digits, or digits letters: words and their numbers seldom take turns. */
function changesIn(word: string): number {
  let changes = 0
  for (let at = 1; at < word.length; at += 1) {
    const [before, here] = [word.charAt(at - 1), word.charAt(at)]
    if ((/\d/.test(before) && /[a-z]/i.test(here)) || (/[a-z]/i.test(before) && /\d/.test(here))) changes += 1
  }
  return changes
}

/** Whether it is readable text in another form, with a sign that mailboxes and credentials have. */
function isEncoded(word: string): boolean {
  if (word.length < 12) return false
  const encodings = [
    /^(?:[\da-f]{2})*$/i.test(word) ? 'hex' : undefined,
    /^[\w+/-]*$/.test(word) ? 'base64' : undefined,
  ]
  return encodings.some((encoding) => {
    if (encoding === undefined) return false
    const text = Buffer.from(word, encoding === 'hex' ? 'hex' : 'base64').toString('latin1')
    return text.length >= 8 && /^[ -~]*$/.test(text) && /[@:]/.test(text)
  })
}
