import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Daemon, NO_HANDSHAKE, portCheck, processCheck } from '../daemon.ts'

/** Whom exim4 runs as. */
export const EXIM_USER = 'Debian-exim'

/** The password of anna@example.com in dovecot, and the file that holds it. */
export const MAIL_PASSWORD = 'password-4711'

const GREETING = /^127\.0\.0\.1:\d+ said 220 mail\.example\.com ESMTP Exim /

/** exim4, which offers TLS, and brings the mails of anna@example.com to dovecot. */
export const exim: Daemon = {
  name: 'exim',
  needs: { '/usr/sbin/exim4': 'exim4-daemon-light' },
  lay: async ({ folder, certificates: { ended } }) => {
    for (const name of ['spool', 'log']) mkdirSync(join(folder, name))
    const config = join(folder, 'exim.conf')
    writeFileSync(config, configuration(folder, ended.cert, ended.key))
    execFileSync('chown', ['-R', `${EXIM_USER}:${EXIM_USER}`, join(folder, 'spool'), join(folder, 'log')])
    writeFileSync(join(folder, 'password'), `${MAIL_PASSWORD}\n`, { mode: 0o600 })
    return { argv: ['/usr/sbin/exim4', '-C', config, '-bdf', '-q30m'] }
  },
  checks: (folder) => [
    portCheck('smtp', 'type: tcp, service: smtp', { port: 25, silence: 'say 220', up: GREETING, certificate: 'ended' }),
    portCheck('submission', 'type: tcp, service: submission', {
      port: 587,
      silence: 'say 220',
      up: GREETING,
      certificate: 'ended',
    }),
    portCheck('smtps', 'type: tcp, service: smtps', {
      port: 465,
      silence: NO_HANDSHAKE,
      up: GREETING,
      certificate: 'ended',
    }),
    {
      name: 'mail',
      keys: `type: mail, from: anna@example.com, to: anna@example.com, smtp: { port: 25 }, imap: { user: anna, password_file: ${join(folder, 'password')} }, limit: 9s`,
      up: /^A mail to anna@example\.com arrived$/,
      certificate: 'ending',
      hung: /^127\.0\.0\.1:25 did not take the mail in time$/,
    },
    {
      name: 'queue',
      keys: `type: queue, spool: ${join(folder, 'spool')}`,
      up: /^\d+ messages? waits? in the queue$/,
      killed: 'up',
    },
    processCheck('exim4', EXIM_USER),
  ],
}

function configuration(folder: string, cert: string, key: string): string {
  return `
primary_hostname = mail.example.com
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%s.log
pid_file_path = ${folder}/spool/exim.pid
local_interfaces = <; 127.0.0.1 ; ::1
daemon_smtp_ports = 25 : 465 : 587
tls_on_connect_ports = 465
tls_advertise_hosts = *
tls_certificate = ${cert}
tls_privatekey = ${key}
keep_environment =
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  accept domains = example.com
begin routers
local:
  driver = accept
  local_parts = anna
  transport = maildir
begin transports
maildir:
  driver = appendfile
  directory = ${join(folder, '..', 'dovecot', 'mail')}/$local_part_data
  maildir_format
  create_directory
  user = ${EXIM_USER}
  group = ${EXIM_USER}
`
}
