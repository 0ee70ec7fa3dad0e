import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'

/** PostgreSQL refuses root. */
const OTHER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/** A primary on loopback and its synchronous standby, both of which keep what they say on the disk. */
export class PostgresqlPair {
  /** Names both hosts, and a database `postgres`. */
  readonly url: string
  readonly #programs: string
  readonly #folder: string
  readonly #ports: readonly [number, number]
  readonly #servers = new Map<'primary' | 'standby', ChildProcess>()

  private constructor(programs: string, folder: string, ports: readonly [number, number]) {
    this.#programs = programs
    this.#folder = folder
    this.#ports = ports
    this.url = `postgresql://spoor@127.0.0.1:${ports[0]},127.0.0.1:${ports[1]}/postgres`
  }

  /** Starts both; resolves when each commit waits for the standby. */
  static async start(programs: string): Promise<PostgresqlPair> {
    const folder = mkdtempSync(join(tmpdir(), 'spoor-failover-'))
    if (OTHER.uid !== undefined) chownSync(folder, OTHER.uid, OTHER.gid)
    const pair = new PostgresqlPair(programs, folder, [await freePort(), await freePort()])
    const initdb = ['--username', 'spoor', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C.UTF-8']
    await pair.#run('initdb', ['--pgdata', pair.#data('primary'), ...initdb])
    await pair.startServer('primary')
    const source = `host=127.0.0.1 port=${pair.#ports[0]} user=spoor application_name=standby`
    const copy = ['--dbname', source, '--pgdata', pair.#data('standby'), '--write-recovery-conf', '--checkpoint=fast']
    await pair.#run('pg_basebackup', copy)
    await pair.startServer('standby')
    await pair.query(`alter system set synchronous_standby_names = 'standby'`)
    await pair.query('select pg_reload_conf()')
    for (let state = ''; !state.includes('sync');)
      state = await pair.query(`select sync_state from pg_stat_replication where sync_state = 'sync'`)
    return pair
  }

  /** Starts one of the servers, and waits until it takes connections. */
  async startServer(which: 'primary' | 'standby'): Promise<void> {
    const port = this.#ports[which === 'primary' ? 0 : 1]
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${this.#folder}`,
      'hot_standby=on',
    ]
    const args = ['-D', this.#data(which), ...settings.flatMap((setting) => ['-c', setting])]
    const server = spawn(join(this.#programs, 'postgres'), args, {
      ...this.#environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#servers.set(which, server)
    await new Promise<void>((resolve, reject) => {
      let told = ''
      server.stderr.on('data', (text: Buffer) => {
        told += text.toString()
        if (/ready to accept (?:read-only )?connections/.test(told)) resolve()
      })
      server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${told}`)))
    })
  }

  /** Ends one of the servers by a signal; SIGKILL also kills its processes. */
  async end(which: 'primary' | 'standby', signal: NodeJS.Signals): Promise<void> {
    const server = this.#servers.get(which)
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }

  /** Makes the standby the primary; it waits for no other. */
  async promote(): Promise<void> {
    await this.#run('pg_ctl', ['promote', '--pgdata', this.#data('standby'), '--wait'])
    await this.query(`alter system set synchronous_standby_names = ''`, 'standby')
    await this.query('select pg_reload_conf()', 'standby')
  }

  /** What psql prints of a statement. */
  async query(statement: string, which: 'primary' | 'standby' = 'primary'): Promise<string> {
    const port = String(this.#ports[which === 'primary' ? 0 : 1])
    const args = ['-h', '127.0.0.1', '-p', port, '-U', 'spoor', '-d', 'postgres', '-Atc', statement]
    return this.#run('psql', args)
  }

  /** Ends both, and removes their files. */
  async close(): Promise<void> {
    await this.end('standby', 'SIGQUIT')
    await this.end('primary', 'SIGQUIT')
    await rm(this.#folder, { recursive: true, force: true })
  }

  #data(which: string): string {
    return join(this.#folder, which)
  }

  #environment(): { readonly env: NodeJS.ProcessEnv; readonly cwd: string } {
    return { ...OTHER, env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' }, cwd: this.#folder }
  }

  async #run(program: string, args: readonly string[]): Promise<string> {
    // The faster the machine, the more ids there are.
    const options = { ...this.#environment(), maxBuffer: Infinity }
    const { stdout } = await promisify(execFile)(join(this.#programs, program), args, options)
    return stdout
  }
}
