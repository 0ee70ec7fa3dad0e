import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { unlessInstalled } from './installed.ts'
import { mortal } from './mortal.ts'
import { createTestCa } from './test-ca.ts'

const USER = 'Debian-exim'

/** For `skip`: why exim4 and dovecot cannot be started here. */
export function unlessMailServices(): string | false {
  if (process.getuid?.() !== 0) return 'needs root'
  return (
    unlessInstalled('/usr/sbin/exim4', 'exim4-daemon-light') || unlessInstalled('/usr/sbin/dovecot', 'dovecot-imapd')
  )
}

/** exim4 and dovecot on loopback: the ports of the services that they have, by name. */
export interface MailServices {
  readonly ports: Readonly<Record<string, string>>
  /** In it `mail/anna` is the mailbox of anna@example.com, if they deliver. */
  readonly folder: string
  /** The main process of dovecot. */
  readonly dovecot: ChildProcess
  readonly exim: ChildProcess
}

/** Starts both with one certificate, and waits until they listen. */
export async function startMailServices(
  t: TestContext,
  { isDelivering = false }: { readonly isDelivering?: boolean } = {},
): Promise<MailServices> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-mail-services-'))
  const servers: ChildProcess[] = []
  // They write to it until they have ended.
  t.after(async () => {
    await Promise.all(servers.map(end))
    await rm(folder, { recursive: true, force: true })
  })
  await chmod(folder, 0o755)
  for (const name of ['spool', 'log', 'run', 'mail']) await mkdir(join(folder, name))
  const { key, cert } = createTestCa().issue()
  await writeFile(join(folder, 'key.pem'), key)
  await writeFile(join(folder, 'cert.pem'), cert)
  const ports: Record<string, string> = {}
  for (const name of ['smtp', 'smtps', 'imap', 'imaps', ...DOVECOT_ALSO.filter(isThere)])
    ports[name] = String(await freePort())
  await writeFile(join(folder, 'exim.conf'), eximConfig(folder, ports) + (isDelivering ? delivery(folder) : ''))
  await writeFile(join(folder, 'dovecot.conf'), dovecotConfig(folder, ports))
  const owned = ['spool', 'log', 'mail', 'key.pem', 'cert.pem'].map((name) => join(folder, name))
  execFileSync('chown', ['-R', `${USER}:${USER}`, ...owned])
  const exim = run('exim4', ['-C', join(folder, 'exim.conf'), '-bdf'])
  const dovecot = run('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')])
  servers.push(exim, dovecot)
  await Promise.all(Object.values(ports).map(listening))
  return { ports, folder, exim, dovecot }
}

const DOVECOT_ALSO = ['pop3', 'lmtp']

function isThere(protocol: string): boolean {
  return existsSync(`/usr/lib/dovecot/${protocol}`)
}

function run(command: string, words: readonly string[]): ChildProcess {
  const [program = '', ...args] = [...mortal, command, ...words]
  return spawn(program, args, { stdio: 'ignore' })
}

async function end(server: ChildProcess): Promise<void> {
  const ended = once(server, 'exit')
  server.kill('SIGCONT')
  if (server.kill('SIGTERM')) await ended
}

async function listening(port: string): Promise<void> {
  for (;;) {
    const socket = net.connect(Number(port), '127.0.0.1')
    try {
      await once(socket, 'connect')
      return
    } catch {
      await setTimeout(20)
    } finally {
      socket.destroy()
    }
  }
}

function eximConfig(folder: string, { smtp, smtps }: Readonly<Record<string, string>>): string {
  return `
primary_hostname = mail.example.com
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/exim_%s.log
pid_file_path = ${folder}/spool/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${smtp}:${smtps}
tls_on_connect_ports = ${smtps}
tls_advertise_hosts = *
tls_certificate = ${folder}/cert.pem
tls_privatekey = ${folder}/key.pem
keep_environment =
`
}

function delivery(folder: string): string {
  return `
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  accept
begin routers
local:
  driver = accept
  domains = example.com
  local_parts = anna
  transport = maildir
begin transports
maildir:
  driver = appendfile
  directory = ${folder}/mail/$local_part_data
  maildir_format
  create_directory
  user = ${USER}
  group = ${USER}
`
}

function dovecotConfig(folder: string, ports: Readonly<Record<string, string>>): string {
  const also = DOVECOT_ALSO.filter((name) => ports[name] !== undefined)
  const listener = (service: string, name: string, port: string | undefined, ssl = ''): string =>
    `service ${service} {\n  inet_listener ${name} {\n    port = ${port ?? 0}\n    ${ssl}\n  }\n}\n`
  return `
protocols = ${['imap', ...also].join(' ')}
listen = 127.0.0.1
base_dir = ${folder}/run
log_path = ${folder}/log/dovecot.log
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
first_valid_uid = 1
mail_location = maildir:${folder}/mail/%n
passdb {
  driver = static
  args = password=x
}
userdb {
  driver = static
  args = uid=${USER} gid=${USER} home=${folder}/mail
}
${listener('imap-login', 'imap', ports['imap'])}
${listener('imap-login', 'imaps', ports['imaps'], 'ssl = yes')}
${also.includes('pop3') ? listener('pop3-login', 'pop3', ports['pop3']) + listener('pop3-login', 'pop3s', '0') : ''}
${also.includes('lmtp') ? listener('lmtp', 'lmtp', ports['lmtp']) : ''}
`
}
