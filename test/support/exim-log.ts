/** What a generated log is like. */
export interface EximLogSettings {
  /** Of message ids: 16 characters, or 23 since Exim 4.97. */
  readonly idLength: 16 | 23
  /** Whether lines have process numbers (`+pid`), as on cPanel. */
  readonly hasPid: boolean
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

const TLS = 'X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no'
const MX = `R=dkim_lookuphost T=dkim_remote_smtp H=mx.example.net [198.51.100.4]`

/**
 * Lines of Exim's main log about so many messages, three each second, from 2,000 mailboxes, few of which send most: by
 * clients with passwords, by scripts, and from outside; delivered, put off or failed. The same lines for the same
 * number of a message.
 */
export function eximMessage(number: number, { idLength, hasPid }: EximLogSettings): readonly string[] {
  const random = randomOf(number)
  const stamp = new Date(Date.UTC(2026, 10, 20) + number * 333).toISOString().slice(0, 19).replace('T', ' ')
  const pid = 1000 + random(60_000)
  const head = hasPid ? `${stamp} [${pid}]` : stamp
  const inner = idLength === 16 ? [6, 2] : [11, 4]
  const id = `1x${inBase62(number, 4)}-${inBase62(pid, inner[0] ?? 0)}-${inBase62(random(3844), inner[1] ?? 0)}`
  const line = `${head} ${id}`
  const shop = Math.floor(2000 * (random(65_536) / 65_536) ** 3)
  const mailbox = `info${shop % 5}@shop${shop}.example`
  const size = 800 + random(48_000)
  const recipients = Array.from({ length: 1 + random(3) }, (_, index) => `a${random(9)}${index}@example.net`)
  const list = recipients.join(' ')
  return [
    ...[
      () => [
        `${line} <= ${mailbox} H=(laptop) [192.0.2.${shop % 256}]:52100 P=esmtpsa ${TLS} A=dovecot_login:${mailbox} S=${size} id=c56f7efc-${number}@shop.example T="Invoice ${number} for \\"September\\"" for ${list}`,
      ],
      () => [
        `${head} cwd=/home/shop${shop}/public_html 3 args: /usr/sbin/sendmail -t -i`,
        `${line} <= ${mailbox} U=shop${shop} P=local S=${size} id=${number}@web1.example.net T="Your order ${number}" for ${list}`,
      ],
      () => [
        `${line} <= bounces-${random(4) === 0 ? number : shop}@list${shop}.example H=mx.list.example [198.51.100.${shop % 250}]:41884 P=esmtps ${TLS} S=${size} DKIM=list.example id=${number}@list.example T="This week: new houses for you" for ${list}`,
      ],
    ][random(3)]!(),
    ...recipients.flatMap((recipient, index) => outcome(line, recipient, index, random)),
    ...(random(20) === 0 ? [] : [`${line} Completed`]),
  ]
}

/** The lines of so many messages as a log. */
export function eximLog(messages: number, settings: EximLogSettings): string {
  const lines = Array.from({ length: messages }, (_, number) => eximMessage(number, settings)).flat()
  return `${lines.join('\n')}\n`
}

function outcome(line: string, recipient: string, index: number, random: (most: number) => number): readonly string[] {
  const chance = random(100)
  const deferral = `${line} == ${recipient} ${MX.slice(0, 41)} defer (-46) H=mx.example.net: SMTP error from remote mail server: 421 later`
  if (chance < 4) return [`${line} ** ${recipient} ${MX}: 550 no such user`]
  const delivery = `${line} ${index > 0 && chance > 60 ? '->' : '=>'} ${recipient} ${MX} ${TLS} C="250 2.0.0 OK ${chance}"`
  return chance < 12 ? [deferral, ...(chance < 8 ? [deferral] : []), delivery] : [delivery]
}

function inBase62(number: number, length: number): string {
  let [rest, text] = [number, '']
  for (let index = 0; index < length; index += 1) {
    text = DIGITS.charAt(rest % 62) + text
    rest = Math.floor(rest / 62)
  }
  return text
}

/** Numbers below a bound, by a linear congruential generator. */
function randomOf(seed: number): (most: number) => number {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0
  return (most) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % most
  }
}
