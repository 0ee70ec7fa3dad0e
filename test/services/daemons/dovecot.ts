import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Daemon, type DaemonCheck, processCheck } from '../daemon.ts'
import { EXIM_USER, MAIL_PASSWORD } from './exim.ts'

/** dovecot with all that it speaks. */
export const dovecot: Daemon = {
  name: 'dovecot',
  needs: {
    '/usr/lib/dovecot/imap-login': 'dovecot-imapd',
    '/usr/lib/dovecot/pop3-login': 'dovecot-pop3d',
    '/usr/lib/dovecot/lmtp': 'dovecot-lmtpd',
    '/usr/lib/dovecot/managesieve-login': 'dovecot-managesieved',
  },
  lay: async ({ folder, certificates: { ending } }) => {
    for (const name of ['run', 'mail']) mkdirSync(join(folder, name))
    const config = join(folder, 'dovecot.conf')
    writeFileSync(config, configuration(folder, ending.cert, ending.key))
    execFileSync('chown', ['-R', `${EXIM_USER}:${EXIM_USER}`, join(folder, 'mail')])
    return { argv: ['/usr/sbin/dovecot', '-F', '-c', config] }
  },
  checks: (folder) => [
    inClear('imap', 143, '* OK'),
    secure('imaps', 993, '* OK'),
    inClear('pop3', 110, '+OK'),
    secure('pop3s', 995, '+OK'),
    inClear('sieve', 4190, 'OK'),
    inClear('lmtp', 24, '220'),
    {
      name: 'lmtp-socket',
      keys: `type: tcp, service: lmtp, socket: ${join(folder, 'run/lmtp')}`,
      up: /lmtp said 220 /,
      certificate: 'ending',
      hung: /lmtp did not say 220 in time$/,
      killed: /lmtp refused the connection: nobody listens at this socket/,
      place: join(folder, 'run/lmtp'),
    },
    processCheck('dovecot', 'root'),
  ],
}

/** A service with STARTTLS, and how its greeting begins. */
function inClear(service: string, port: number, greeting: string): DaemonCheck {
  return {
    name: service,
    keys: `type: tcp, service: ${service}`,
    up: new RegExp(`^127\\.0\\.0\\.1:${port} said ${RegExp.escape(greeting)} .*Dovecot`),
    certificate: 'ending',
    hung: new RegExp(`^127\\.0\\.0\\.1:${port} did not say ${RegExp.escape(greeting)} in time$`),
    place: port,
  }
}

/** The same, with TLS from the beginning. */
function secure(service: string, port: number, greeting: string): DaemonCheck {
  return {
    ...inClear(service, port, greeting),
    hung: new RegExp(`^127\\.0\\.0\\.1:${port} did not finish the handshake of TLS in time$`),
  }
}

function configuration(folder: string, cert: string, key: string): string {
  return `
protocols = imap pop3 lmtp sieve
listen = 127.0.0.1, ::1
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/dovecot.log
ssl = yes
ssl_cert = <${cert}
ssl_key = <${key}
mail_location = maildir:${folder}/mail/%n
first_valid_uid = 1
postmaster_address = postmaster@example.com
passdb {
  driver = static
  args = password=${MAIL_PASSWORD}
}
userdb {
  driver = static
  args = uid=${EXIM_USER} gid=${EXIM_USER} home=${folder}/mail/%n
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = 24
  }
}
`
}
