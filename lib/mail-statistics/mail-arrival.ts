const [SPACE, QUOTE, BACKSLASH, EQUALS, COLON] = [0x20, 0x22, 0x5c, 0x3d, 0x3a]
const [OPEN, CLOSE, OPEN_ROUND, CLOSE_ROUND] = [0x5b, 0x5d, 0x28, 0x29]
const [A, P, S, T, U] = [0x41, 0x50, 0x53, 0x54, 0x55]
const [LOWER_A, LOWER_D, LOWER_F, LOWER_I, LOWER_L, LOWER_O, LOWER_R] = [0x61, 0x64, 0x66, 0x69, 0x6c, 0x6f, 0x72]

/**
 * The fields of a message's arrival, `<= sender [R=id] [U=user] [H=host (HELO) [ip]:port] P=protocol … [A=method:user]
 * S=size … id=… T="subject" for recipients`, as places in the bytes; one object for all lines. The client chooses HELO
 * and TLS names, the sender id and subject: nothing is taken behind S= but the recipients, and nobody is named where
 * A= or P= stands twice before.
 */
export class MailArrival {
  senderStart = 0
  senderEnd = 0
  /** Who gave a password: A=METHOD:USER, where the protocol says that it was right. Empty without. */
  userStart = 0
  userEnd = 0
  /** As whom a program of this host runs: U=, where the protocol is local. Empty without. */
  programStart = 0
  programEnd = 0
  /** The client's address. Empty without. */
  addressStart = 0
  addressEnd = 0
  size = 0
  recipients = 0

  #protocols = 0
  #users = 0
  #isAuthenticated = false
  #isLocal = false

  /** Whether a stranger sent it: without a password, and not by a program of this host. */
  get isForeign(): boolean {
    return this.userEnd === this.userStart && this.programEnd === this.programStart
  }

  /** Reads what follows `<= `. */
  read(bytes: Buffer, start: number, end: number): void {
    this.#clear(start)
    let at = endOfToken(bytes, start, end)
    this.senderEnd = at
    while (at < end) {
      at += 1
      if (isSenders(bytes, at)) break
      const next = this.#endOfField(bytes, at, end)
      if (bytes[at + 1] === EQUALS) {
        if (bytes[at] === S) {
          this.size = numberAt(bytes, at + 2, next)
          at = next
          break
        }
        this.#take(bytes, at, next)
      } else if (bytes[at] === OPEN && this.#protocols === 0) this.#takeAddress(bytes, at, next)
      at = next
    }
    this.recipients = recipientsIn(bytes, at, end)
    if (this.#users > 1 || this.#protocols > 1 || !this.#isAuthenticated) this.userEnd = this.userStart
    if (this.#protocols > 1 || !this.#isLocal) this.programEnd = this.programStart
  }

  #clear(start: number): void {
    this.senderStart = start
    this.userStart = this.userEnd = this.programStart = this.programEnd = this.addressStart = this.addressEnd = start
    this.size = this.#protocols = this.#users = 0
    this.#isAuthenticated = this.#isLocal = false
  }

  #take(bytes: Buffer, at: number, next: number): void {
    const name = bytes[at]
    if (name === P) {
      this.#protocols += 1
      this.#isAuthenticated = bytes[next - 1] === LOWER_A
      this.#isLocal = bytes[at + 2] === LOWER_L && bytes[at + 3] === LOWER_O
    } else if (name === U) {
      this.programStart = at + 2
      this.programEnd = next
    } else if (name === A) {
      this.#users += 1
      this.userStart = after(bytes, COLON, at + 2, next)
      // A third part is the sender that the client claims in AUTH=.
      this.userEnd = before(bytes, COLON, this.userStart, next)
    }
  }

  /** The last before the protocol: a HELO may look like one, too. */
  #takeAddress(bytes: Buffer, at: number, next: number): void {
    this.addressStart = at + 1
    this.addressEnd = before(bytes, CLOSE, at + 1, next)
  }

  /** A HELO may hold spaces. */
  #endOfField(bytes: Buffer, at: number, end: number): number {
    const round = bytes[at] === OPEN_ROUND ? at : bytes[at + 1] === EQUALS && bytes[at + 2] === OPEN_ROUND ? at + 2 : -1
    return endOfToken(bytes, round === -1 ? at : before(bytes, CLOSE_ROUND, round, end), end)
  }
}

/** Whether what the sender wrote begins: `id=` or `T=`. */
function isSenders(bytes: Buffer, at: number): boolean {
  if (bytes[at] === T) return bytes[at + 1] === EQUALS
  return bytes[at] === LOWER_I && bytes[at + 1] === LOWER_D && bytes[at + 2] === EQUALS
}

/** The next space that is in no quotes; the end without one. */
export function endOfToken(bytes: Buffer, start: number, end: number): number {
  // Local names of constants: this loop sees most bytes of an arrival.
  const [space, quote] = [SPACE, QUOTE]
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]
    if (byte === space) return at
    if (byte === quote) at = endOfQuote(bytes, at, end)
  }
  return end
}

/** The quote that ends what begins at `start`; a quote without an end is none. */
function endOfQuote(bytes: Buffer, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1
    else if (bytes[at] === QUOTE) return at
  }
  return start
}

/** The index behind the next such byte; the end without one. */
function after(bytes: Buffer, byte: number, start: number, end: number): number {
  return Math.min(before(bytes, byte, start, end) + 1, end)
}

/** The index of the next such byte; the end without one. */
function before(bytes: Buffer, byte: number, start: number, end: number): number {
  for (let at = start; at < end; at += 1) if (bytes[at] === byte) return at
  return end
}

/** Fifteen digits at most: exact as a number. */
function numberAt(bytes: Buffer, start: number, end: number): number {
  let number = 0
  for (let at = start; at < Math.min(end, start + 15); at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return 0
    number = number * 10 + digit
  }
  return number
}

/**
 * How many addresses stand behind the last ` for `, which follows the subject's closing quote where there is a subject.
 * Exim escapes quotes within it. 0 if Exim does not log them (`received_recipients`).
 */
function recipientsIn(bytes: Buffer, start: number, end: number): number {
  let [count, hasQuote] = [1, bytes[end - 1] === QUOTE]
  for (let at = end - 2; at >= start; at -= 1) {
    const byte = bytes[at]
    if (byte === QUOTE) hasQuote = true
    if (byte !== SPACE) continue
    if (isFor(bytes, at, end) && (!hasQuote || isClosing(bytes, at - 1))) return count - 1
    count += 1
  }
  return 0
}

function isFor(bytes: Buffer, at: number, end: number): boolean {
  return (
    at + 5 < end &&
    bytes[at + 1] === LOWER_F &&
    bytes[at + 2] === LOWER_O &&
    bytes[at + 3] === LOWER_R &&
    bytes[at + 4] === SPACE
  )
}

function isClosing(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== QUOTE) return false
  let backslashes = 0
  while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes += 1
  return backslashes % 2 === 0
}
