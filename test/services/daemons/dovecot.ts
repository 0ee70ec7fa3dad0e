import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Daemon, type DaemonCheck, NO_HANDSHAKE, portCheck, processCheck, socketCheck } from '../daemon.ts'
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
    socketCheck('lmtp-socket', 'type: tcp, service: lmtp', {
      socket: join(folder, 'run/lmtp'),
      silence: 'say 220',
      up: /lmtp said 220 /,
      certificate: 'ending',
    }),
    processCheck('dovecot', 'root'),
  ],
}

/** A service with STARTTLS, and how its greeting begins. */
function inClear(service: string, port: number, greeting: string, silence = `say ${greeting}`): DaemonCheck {
  const up = new RegExp(String.raw`^127\.0\.0\.1:${port} said ${RegExp.escape(greeting)} .*Dovecot`)
  return portCheck(service, `type: tcp, service: ${service}`, { port, silence, up, certificate: 'ending' })
}

/** The same, with TLS from the beginning. */
function secure(service: string, port: number, greeting: string): DaemonCheck {
  return inClear(service, port, greeting, NO_HANDSHAKE)
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
