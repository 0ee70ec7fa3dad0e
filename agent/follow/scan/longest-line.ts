/** The longest line, newline included, that is kept whole, in bytes; also how much is read at once. */
export const LONGEST_LINE = 256 * 1024
