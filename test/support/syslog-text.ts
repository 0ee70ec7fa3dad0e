/** Kinds of lines as the syslog of a server has them; the words in capitals vary. */
const KINDS: readonly string[] = [
  'sshd[PID]: Accepted publickey for USER from IP port PORT ssh2',
  'sshd[PID]: Failed password for invalid user USER from IP port PORT ssh2',
  'sshd[PID]: Received disconnect from IP port PORT:11: disconnected by user',
  'CRON[PID]: (root) CMD (   cd / && run-parts --report /etc/cron.hourly)',
  'CRON[PID]: pam_unix(cron:session): session opened for user root by (uid=0)',
  'CRON[PID]: pam_unix(cron:session): session closed for user root',
  'postfix/smtpd[PID]: connect from mail.example.net[IP]',
  'postfix/smtpd[PID]: disconnect from mail.example.net[IP]',
  'postfix/qmgr[PID]: HEX: from=<USER@example.net>, size=NUM, nrcpt=1 (queue active)',
  'postfix/cleanup[PID]: HEX: message-id=<NUM.USER@example.net>',
  'postfix/qmgr[PID]: HEX: removed',
  'dovecot: imap-login: Login: user=<USER>, method=PLAIN, rip=IP, lip=192.0.2.1, mpid=PID, TLS',
  'dovecot: imap(USER): Disconnected: Logged out in=NUM out=NUM',
  'named[PID]: client IP#PORT: query: host.example.com IN A +',
  'ntpd[PID]: synchronized to IP, stratum 2',
  'kernel: [NUM.NUM] eth0: link up, 1000Mbps, full-duplex, lpa 0x45E1',
  'systemd[1]: Started Session NUM of user USER.',
  'dhclient[PID]: DHCPREQUEST on eth0 to IP port 67',
  'shop[PID]: order NUM of USER paid with card in NUMms',
  'su[PID]: Successful su for USER by root',
]

const NAMES = ['anna', 'bert', 'carla', 'dörte', 'emil', 'frieda', 'gustav', 'hanna']

/** A generator of numbers below 2^32, the same for the same seed. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
}

/** So many lines of syslog, of all kinds, ten a second. */
export function syslogText(lines: number, seed = 1): string {
  const next = numbersFrom(seed)
  const upTo = (most: number): number => Math.floor((next() / 2 ** 32) * most)
  const values: Readonly<Record<string, () => string>> = {
    PID: () => String(1 + upTo(32_767)),
    PORT: () => String(1024 + upTo(64_000)),
    NUM: () => String(upTo(1_000_000)),
    IP: () => `203.0.113.${upTo(256)}`,
    USER: () => NAMES[upTo(NAMES.length)] ?? '',
    HEX: () => (2 ** 40 + upTo(2 ** 32)).toString(16).toUpperCase(),
  }
  return Array.from({ length: lines }, (_, line) => {
    const stamp = new Date(Date.UTC(2026, 10, 20) + line * 100).toUTCString()
    const kind = KINDS[upTo(KINDS.length)] ?? ''
    const text = kind.replaceAll(/PID|PORT|NUM|IP|USER|HEX/g, (name) => values[name]?.() ?? '')
    return `${stamp.slice(8, 11)} ${stamp.slice(5, 7)} ${stamp.slice(17, 25)} web1 ${text}\n`
  }).join('')
}
