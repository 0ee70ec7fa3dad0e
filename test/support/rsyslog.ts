import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, watch } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { mortal } from './mortal.ts'
import type { TestCertificate } from './test-ca.ts'

/** What a rsyslog needs: its certificate, the authority of its clients, and the port that it passes messages on to. */
export interface RsyslogWish {
  readonly certificate: TestCertificate
  readonly clients: string
  readonly relay: number
}

/** Why there is no rsyslog with TLS; undefined if there is one. CI installs it, so there it must not be missing. */
export function withoutRsyslog(): string | false {
  if (globSync(['/usr/sbin/rsyslogd', '/usr/lib{,64,/*}/rsyslog/lmnsd_gtls.so']).length === 2) return false
  const reason = 'rsyslog is not installed: apt-get install rsyslog rsyslog-gnutls'
  if (process.env['SPOOR_CI'] !== undefined) throw new Error(reason)
  return reason
}

/**
 * Starts a rsyslog that wants a certificate of its clients, and passes what it understood of each message on to a port
 * of this machine: host, program, MSGID and text, with tabs between them. Returns the port on which it listens.
 */
export async function startRsyslog(
  context: TestContext,
  { certificate, clients, relay }: RsyslogWish,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-rsyslog-'))
  const at = (name: string): string => join(folder, name)
  await writeFile(at('ca.pem'), clients)
  await writeFile(at('crt.pem'), certificate.cert)
  await writeFile(at('key.pem'), certificate.key, { mode: 0o600 })
  const lines = [
    `global(workDirectory="${folder}" defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="${at('ca.pem')}"`,
    `  defaultNetstreamDriverCertFile="${at('crt.pem')}" defaultNetstreamDriverKeyFile="${at('key.pem')}")`,
    'module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="x509/certvalid")',
    `input(type="imtcp" address="127.0.0.1" port="0" listenPortFileName="${at('port')}")`,
    'template(name="told" type="string" string="%hostname%\\t%programname%\\t%msgid%\\t%msg%")',
    `action(type="omfwd" target="127.0.0.1" port="${relay}" protocol="tcp" tcp_framing="octet-counted" template="told"`,
    '  streamDriver="ptcp" streamDriverMode="0")',
  ]
  await writeFile(at('rsyslog.conf'), `${lines.join('\n')}\n`)
  const listening = portIn(folder)
  const [command, ...words] = [...mortal, '/usr/sbin/rsyslogd', '-n', '-f', at('rsyslog.conf'), '-i', at('pid')]
  const server = spawn(command, words, { stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = once(server, 'exit')
  context.after(async () => {
    server.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true })
  })
  const failed = ended.then(() => Promise.reject<number>(new Error('rsyslog ended')))
  failed.catch(() => undefined)
  return Promise.race([listening, failed])
}

async function portIn(folder: string): Promise<number> {
  const news = watch(folder)
  try {
    for (;;) {
      const text = await readFile(join(folder, 'port'), 'utf8').catch(() => '')
      if (text !== '') return Number(text)
      await once(news, 'change')
    }
  } finally {
    news.close()
  }
}
