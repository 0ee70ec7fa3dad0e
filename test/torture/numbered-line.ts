/** A numbered line of login_log, and what its event must contain. */
export interface NumberedLine {
  readonly number: number
  /** With its newline. */
  readonly text: string
  readonly mailbox: string
  readonly ip: string
  readonly time: number
}

/** What may differ between the lines of scenarios. */
export interface LineForm {
  /** The beginning of the mailbox. */
  readonly user?: string
  /** Free text inside the line: neither blanks nor brackets. */
  readonly note?: string
  /** The log that the line is for: of logins, or of requests, one of which adds a forward. */
  readonly log?: 'login' | 'access'
}

const FIRST_SECOND = Date.UTC(2026, 10, 20) / 1000

/**
 * Number, address and time belong together, so an event made of two lines is noticed. All lines of one form have the
 * same length.
 */
export function numberedLine(number: number, { user = 'user', note, log = 'login' }: LineForm = {}): NumberedLine {
  const mailbox = `${user}${String(number).padStart(6, '0')}@example.com`
  const ip = `192.0.2.${100 + (number % 100)}`
  const time = FIRST_SECOND + number
  const stamp = new Date(time * 1000).toISOString().slice(0, 19).replace('T', ' ')
  const who = note === undefined ? mailbox : `${mailbox} (possessor: ${note})`
  if (log === 'access') return { number, mailbox, ip, time, text: accessText({ mailbox, ip, time }) }
  return {
    number,
    mailbox,
    ip,
    time,
    text: `[${stamp} +0000] info [webmaild] ${ip} - ${who} - SUCCESS LOGIN webmaild\n`,
  }
}

function accessText({ mailbox, ip, time }: Omit<NumberedLine, 'number' | 'text'>): string {
  const [year, month, day, clock] = new Date(time * 1000).toISOString().split(/[-T.]/)
  const request = 'POST /cpsess4233906373/webmail/jupiter/mail/doaddfwd.html HTTP/1.1'
  return `${ip} - ${encodeURIComponent(mailbox)} [${month}/${day}/${year}:${clock} -0000] "${request}" 200 0 "-" "-" "s" "-" 2096\n`
}
