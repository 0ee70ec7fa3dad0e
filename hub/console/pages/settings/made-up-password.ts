/** Letters and digits that are not taken for each other. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Groups of letters: 20 letters of 31 are 99 bits. */
const [GROUPS, LENGTH] = [4, 5]

/** A password that nobody guesses and that can be read out. */
export function madeUpPassword(): string {
  const letters: string[] = []
  while (letters.length < GROUPS * LENGTH) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1))
    // What is left over at the end would make the first letters likelier.
    if (byte < LETTERS.length * 8) letters.push(LETTERS[byte % LETTERS.length] ?? '')
  }
  return letters.join('').replaceAll(/(.{5})(?!$)/g, '$1-')
}
