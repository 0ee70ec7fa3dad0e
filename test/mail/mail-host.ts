import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { freePort } from '../support/free-port.ts'
import { mortal } from '../support/mortal.ts'
import { createTestCa } from '../support/test-ca.ts'

/** Whom exim4 runs as, and the mailboxes belong to. */
const USER = 'Debian-exim'

/** What the hub logs in with. */
export const LOGIN = { user: 'spoor', password: 'pass word 4711' }

/** exim4 and dovecot on loopback, each over TLS with a certificate of a test's own authority. */
export class MailHost {
  readonly folder: string
  readonly smtp: number
  readonly imap: number
  /** The authority's certificate. */
  readonly caFile: string
  readonly #processes: ChildProcess[] = []

  private constructor(folder: string, smtp: number, imap: number) {
    this.folder = folder
    this.smtp = smtp
    this.imap = imap
    this.caFile = join(folder, 'ca.pem')
  }

  static async start(): Promise<MailHost> {
    const host = new MailHost(await mkdtemp(join(tmpdir(), 'spoor-mail-')), await freePort(), await freePort())
    await host.#prepare()
    host.#run('exim4', ['-C', join(host.folder, 'exim.conf'), '-bdf'])
    host.#run('dovecot', ['-F', '-c', join(host.folder, 'dovecot.conf')])
    return host
  }

  /** What the logs of both say. */
  async logs(): Promise<string> {
    const logs = ['exim_main.log', 'exim_reject.log', 'exim_panic.log', 'dovecot.log'].map((name) =>
      readFile(join(this.folder, 'log', name), 'utf8').catch(() => ''),
    )
    return (await Promise.all(logs)).join('')
  }

  async close(): Promise<void> {
    for (const server of this.#processes) {
      const ended = once(server, 'exit')
      if (server.kill('SIGTERM')) await Promise.race([ended, setTimeout(10_000, undefined, { ref: false })])
    }
    await rm(this.folder, { recursive: true, force: true })
  }

  async #prepare(): Promise<void> {
    const ca = createTestCa()
    const { key, cert } = ca.issue()
    await chmod(this.folder, 0o755)
    for (const name of ['spool', 'log', 'mail', 'home', 'run']) await mkdir(join(this.folder, name))
    await writeFile(this.caFile, ca.pem)
    await writeFile(join(this.folder, 'key.pem'), key)
    await writeFile(join(this.folder, 'cert.pem'), cert)
    await writeFile(join(this.folder, 'exim.conf'), this.#eximConfig())
    await writeFile(join(this.folder, 'dovecot.conf'), this.#dovecotConfig())
    const owned = ['spool', 'log', 'mail', 'home', 'key.pem', 'cert.pem'].map((name) => join(this.folder, name))
    execFileSync('chown', ['-R', `${USER}:${USER}`, ...owned])
  }

  #run(command: string, words: readonly string[]): void {
    const [program = '', ...args] = [...mortal, command, ...words]
    this.#processes.push(spawn(program, args, { stdio: 'ignore' }))
  }

  #eximConfig(): string {
    const { folder, smtp } = this
    return `
primary_hostname = mail.example.com
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/exim_%s.log
pid_file_path = ${folder}/spool/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${smtp}
tls_advertise_hosts = *
tls_certificate = ${folder}/cert.pem
tls_privatekey = ${folder}/key.pem
acl_smtp_rcpt = rcpt
keep_environment =
begin acl
rcpt:
  deny !authenticated = * 
    message = log in first
  deny local_parts = gone
    message = no such user
  accept
begin routers
local:
  driver = accept
  domains = example.com
  local_parts = anna : duty
  transport = maildir
begin transports
maildir:
  driver = appendfile
  directory = ${folder}/mail/$local_part_data
  maildir_format
  create_directory
  user = ${USER}
  group = ${USER}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_advertise_condition = \${if def:tls_in_cipher}
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{${LOGIN.user}}}{eq{$auth3}{${LOGIN.password}}}}}
  server_set_id = $auth2
`
  }

  #dovecotConfig(): string {
    const { folder, imap } = this
    return `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
log_path = ${folder}/log/dovecot.log
ssl = required
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
mail_location = maildir:${folder}/mail/%n
first_valid_uid = 1
passdb {
  driver = static
  args = password=${LOGIN.user}
}
userdb {
  driver = static
  args = uid=${USER} gid=${USER} home=${folder}/home/%n
}
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${imap}
    ssl = yes
  }
}
`
  }
}
