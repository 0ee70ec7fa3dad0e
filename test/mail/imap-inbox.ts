import { once } from 'node:events'
import { connect } from 'node:tls'

/** All mails of a mailbox, in order, as an IMAP server gives them to somebody who logs in. Rejects if it refuses. */
export async function imapInbox(port: number, ca: string, user: string, password: string): Promise<readonly string[]> {
  const socket = connect({ host: 'localhost', port, ca, servername: 'localhost' })
  let received = ''
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text
  })
  const failed = once(socket, 'close').then(() => Promise.reject(new Error(`the connection ended: ${received}`)))
  // Nobody may be waiting when it ends.
  failed.catch(() => undefined)
  const until = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(received)) await Promise.race([once(socket, 'data'), failed])
    return received
  }
  const ask = async (tag: string, command: string): Promise<string> => {
    received = ''
    socket.write(`${tag} ${command}\r\n`)
    const answer = await until(new RegExp(`^${tag} (?:OK|NO|BAD) .*\r\n`, 'm'))
    if (!new RegExp(`^${tag} OK `, 'm').test(answer)) throw new Error(`${command}: ${answer}`)
    return answer
  }
  try {
    await until(/^\* OK .*\r\n/m)
    await ask('a1', `LOGIN ${user} ${password}`)
    const selected = await ask('a2', 'SELECT INBOX')
    if (/^\* 0 EXISTS/m.test(selected)) return []
    return mailsIn(await ask('a3', 'FETCH 1:* BODY.PEEK[]'))
  } finally {
    socket.destroy()
  }
}

/** The literals of an answer (RFC 9051 §4.3). */
function mailsIn(answer: string): readonly string[] {
  const mails: string[] = []
  for (let at = 0; ;) {
    const [whole, length] = /\{(\d+)\}\r\n/.exec(answer.slice(at)) ?? []
    if (whole === undefined) return mails
    const start = answer.indexOf(whole, at) + whole.length
    at = start + Number(length)
    mails.push(answer.slice(start, at))
  }
}
