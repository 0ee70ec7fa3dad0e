import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, globSync, mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A PostgreSQL server of our own, reached by a socket in its folder. */
export interface Postgresql {
  readonly folder: string
  /** The URL of its database `postgres`, as its superuser, who needs POSTGRESQL_PASSWORD. */
  readonly url: string
  readonly password: string
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** The password of the superuser, with what a URL must encode. */
export const POSTGRESQL_PASSWORD = `tr: @/?#[]%41&+'"`

/** The URL as pg's own clients take it. */
export function urlWithPassword(url: string): string {
  const whole = new URL(url)
  whole.password = encodeURIComponent(POSTGRESQL_PASSWORD)
  return whole.href
}

/** The folder of the newest installed server's programs; undefined if there is none. */
export function postgresqlPrograms(): string | undefined {
  return globSync(['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin']).toSorted().at(-1)
}

/** PostgreSQL refuses root. */
const OTHER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/** Starts a server that forgets everything when it is stopped, with these further settings. */
export async function startPostgresql(programs: string, settings: readonly string[] = []): Promise<Postgresql> {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-postgresql-'))
  if (OTHER.uid !== undefined) chownSync(folder, OTHER.uid, OTHER.gid)
  const data = join(folder, 'data')
  const environment = { ...OTHER, env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' }, cwd: folder }
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, `${POSTGRESQL_PASSWORD}\n`)
  await promisify(execFile)(
    join(programs, 'initdb'),
    [
      '--pgdata',
      data,
      '--username',
      'spoor',
      '--auth',
      'scram-sha-256',
      '--pwfile',
      passwordFile,
      '--encoding',
      'UTF8',
      '--locale',
      'C.UTF-8',
      '--no-sync',
    ],
    environment,
  )
  const options = ['listen_addresses=', `unix_socket_directories=${folder}`, 'max_connections=200', ...settings]
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...options.flatMap((option) => ['-c', option])], {
    ...environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await new Promise<void>((resolve, reject) => {
    let told = ''
    server.stderr.on('data', (text: Buffer) => {
      told += text.toString()
      if (told.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${told}`)))
  })
  return {
    folder,
    url: `postgresql://spoor@localhost/postgres?host=${encodeURIComponent(folder)}`,
    password: POSTGRESQL_PASSWORD,
    stop: async (signal = 'SIGQUIT') => {
      const ended = once(server, 'exit')
      server.kill(signal)
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
