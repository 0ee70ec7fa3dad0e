import type { Driver, ParseContext, Parsed } from './driver.ts'

const CARRIAGE_RETURN = 0x0d
const BYTE_ORDER_MARK = '\ufeff'

/**
 * Lets a driver read the bytes of one line, without its newline: the only way from a log to events. A carriage return
 * at the end or a byte order mark in front, as tools on other systems write them, is no part of the line.
 */
export function parseLine(driver: Driver, bytes: Buffer, context: ParseContext): Parsed {
  return driver.parse(textOf(bytes), context)
}

/** Bytes that are not UTF-8 become U+FFFD. */
function textOf(bytes: Buffer): string {
  let end = bytes.length
  while (bytes[end - 1] === CARRIAGE_RETURN) end -= 1
  const text = bytes.toString('utf8', 0, end)
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
}
