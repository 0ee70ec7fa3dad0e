/** What a line of Exim's main log says of a message. */
export const SAYS = {
  nothing: 0,
  arrived: 1,
  /** A delivery, also one that was made while the message arrived (`>>`). */
  delivered: 2,
  /** A further address of the same delivery. */
  further: 3,
  deferred: 4,
  failed: 5,
  completed: 6,
  /** About no message: which folder a program called Exim in. */
  called: 7,
} as const

const [SPACE, DASH, DOT, COLON, PLUS] = [0x20, 0x2d, 0x2e, 0x3a, 0x2b]
const [OPEN, CLOSE] = [0x5b, 0x5d]
const [LESS, EQUALS, MORE, STAR] = [0x3c, 0x3d, 0x3e, 0x2a]

/** Bytes of `2026-11-28 02:56:30`. */
const STAMP = 19

const CALLED = Buffer.from('cwd=')
const COMPLETED = Buffer.from('Completed')

/**
 * The head of a line of Exim's main log, read as bytes; one object for all lines. Source: Exim's specification, "Log
 * files": `2026-11-28 02:56:30[.123][ +0100] [[66] ]1xX8c2-000014-03 <= …`; ids have 16 characters, and 23 since 4.97.
 */
export class MainLogLine {
  /** One of SAYS. */
  says: number = SAYS.nothing
  /** Where the message's id stands. */
  idStart = 0
  idEnd = 0
  /** Where the text behind the flag begins, or behind `cwd=`. */
  text = 0
  /** Where the offset of the stamp begins, ` +0100`; 0 without one. */
  offset = 0
  /** The process that wrote the line; 0 without one. */
  pid = 0

  /** Reads a line between two indexes; false if it is no line of this log. */
  read(bytes: Buffer, start: number, end: number): boolean {
    this.says = SAYS.nothing
    if (!isStamped(bytes, start, end)) return false
    let at = start + STAMP
    if (bytes[at] === DOT) at += 4
    this.offset = 0
    if (bytes[at] === SPACE && (bytes[at + 1] === PLUS || bytes[at + 1] === DASH)) {
      this.offset = at
      at += 6
    }
    if (at >= end || bytes[at] !== SPACE) return false
    at = this.#readPid(bytes, at + 1, end)
    const length = idLength(bytes, at, end)
    if (length > 0) this.#readFlag(bytes, at, at + length, end)
    else if (startsWith(bytes, CALLED, at, end)) {
      this.says = SAYS.called
      this.text = at + CALLED.length
    }
    return true
  }

  #readPid(bytes: Buffer, start: number, end: number): number {
    this.pid = 0
    if (bytes[start] !== OPEN) return start
    let at = start + 1
    // The largest process number of Linux has seven digits.
    for (; at < end && at < start + 11; at += 1) {
      const digit = (bytes[at] ?? 0) - 0x30
      if (digit < 0 || digit > 9) break
      this.pid = this.pid * 10 + digit
    }
    if (bytes[at] === CLOSE && bytes[at + 1] === SPACE) return at + 2
    this.pid = 0
    return start
  }

  #readFlag(bytes: Buffer, idStart: number, idEnd: number, end: number): void {
    const at = idEnd + 1
    this.idStart = idStart
    this.idEnd = idEnd
    this.text = at + 3
    if (bytes[at + 2] === SPACE && at + 2 < end) this.says = said(bytes[at] ?? 0, bytes[at + 1] ?? 0)
    else if (startsWith(bytes, COMPLETED, at, end)) this.says = SAYS.completed
  }
}

function said(first: number, second: number): number {
  if (first === LESS && second === EQUALS) return SAYS.arrived
  if (second === MORE) {
    if (first === EQUALS || first === MORE) return SAYS.delivered
    // `*>` was not delivered: somebody tried Exim with -N.
    return first === DASH ? SAYS.further : SAYS.nothing
  }
  if (first === EQUALS && second === EQUALS) return SAYS.deferred
  return first === STAR && second === STAR ? SAYS.failed : SAYS.nothing
}

/** Digits are looked at once a minute alone. */
function isStamped(bytes: Buffer, start: number, end: number): boolean {
  return (
    end - start > STAMP &&
    bytes[start + 4] === DASH &&
    bytes[start + 7] === DASH &&
    bytes[start + 10] === SPACE &&
    bytes[start + 13] === COLON &&
    bytes[start + 16] === COLON
  )
}

/** 0 where no id stands. */
function idLength(bytes: Buffer, at: number, end: number): number {
  if (bytes[at + 6] !== DASH) return 0
  const length = bytes[at + 13] === DASH && bytes[at + 16] === SPACE ? 16 : 23
  if (at + length >= end || bytes[at + length] !== SPACE) return 0
  const second = length === 16 ? 13 : 18
  if (bytes[at + second] !== DASH) return 0
  // Whoever chooses a folder (`cwd=/…`) or a HELO (`H=(…`) cannot write these six.
  return isAlphanumeric(bytes, at, at + 6) ? length : 0
}

/** Whether all bytes between two indexes are letters of ASCII or digits. */
function isAlphanumeric(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0
    const letter = byte | 0x20
    if ((byte < 0x30 || byte > 0x39) && (letter < 0x61 || letter > 0x7a)) return false
  }
  return true
}

/** Whether a text stands at an index. */
function startsWith(bytes: Buffer, text: Buffer, at: number, end: number): boolean {
  if (at + text.length > end) return false
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text[index]) return false
  return true
}
