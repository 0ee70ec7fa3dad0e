import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import * as v from 'valibot'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { freePort } from './free-port.ts'
import { unlessInstalled } from './installed.ts'
import { mortal } from './mortal.ts'
import { temporaryFolder } from './spool-scene.ts'

const INFLUXD = '/usr/bin/influxd'

/** Why tests with a real InfluxDB are skipped; false if Debian's (1.6.7) is there. CI installs it. */
export function withoutInfluxd(): string | false {
  return unlessInstalled(INFLUXD, 'influxdb')
}

/** An InfluxDB of our own, with a database `spoor`, and a user `writer` who may write to it. */
export interface Influxd {
  readonly url: string
  readonly password: string
  /** The values of a query about the database, row by row: the time in seconds, and the columns asked for. */
  rows(query: string): Promise<readonly (readonly unknown[])[]>
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>
  /** Starts it again on what is on its disk. */
  start(): Promise<void>
}

const answer = v.pipe(
  foreignJson,
  v.object({
    results: v.array(
      v.object({ series: v.optional(v.array(v.object({ values: v.array(v.array(v.unknown())) })), []) }),
    ),
  }),
)

/** Starts it, and ends it with the test. */
export async function startInfluxd(t: TestContext): Promise<Influxd> {
  const folder = await temporaryFolder(t)
  const [port, other] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const file = join(folder, 'influxd.conf')
  await writeFile(file, settings(folder, port, other))
  let server: ReturnType<typeof spawn> | undefined
  const kill = async (): Promise<void> => {
    if (server?.kill('SIGKILL') === true) await once(server, 'exit')
  }
  const start = async (): Promise<void> => {
    const [program = INFLUXD, ...words] = mortal
    const command = mortal.length === 0 ? [] : [...words, INFLUXD]
    server = spawn(program, [...command, '-config', file], { stdio: 'ignore' })
    const ended = once(server, 'exit')
    const isThere = (): Promise<boolean> =>
      fetch(`${url}/ping`).then(
        ({ ok }) => ok,
        () => false,
      )
    while (!(await isThere())) {
      if (server.exitCode !== null) throw new Error(`influxd ended with ${String((await ended)[0])}`)
    }
  }
  const asked = async (query: string): Promise<string> => {
    const body = new URLSearchParams({ q: query, db: 'spoor', epoch: 's' })
    const headers = { authorization: `Basic ${Buffer.from('admin:admin-password').toString('base64')}` }
    return (await fetch(`${url}/query`, { method: 'POST', headers, body })).text()
  }
  await start()
  t.after(kill)
  const password = 'write, "only"=1'
  await asked(`CREATE USER admin WITH PASSWORD 'admin-password' WITH ALL PRIVILEGES`)
  await asked('CREATE DATABASE spoor')
  await asked(`CREATE USER writer WITH PASSWORD '${password}'; GRANT WRITE ON spoor TO writer`)
  await asked(`CREATE USER nobody WITH PASSWORD '${password}'`)
  return {
    url,
    password,
    rows: async (query) => {
      const { results } = v.parse(answer, await asked(query))
      return results.flatMap(({ series }) => series).flatMap(({ values }) => values)
    },
    kill,
    start,
  }
}

function settings(folder: string, port: number, other: number): string {
  return `reporting-disabled = true
bind-address = "127.0.0.1:${other}"
[meta]
dir = "${folder}/meta"
[data]
dir = "${folder}/data"
wal-dir = "${folder}/wal"
[http]
bind-address = "127.0.0.1:${port}"
auth-enabled = true
[monitor]
store-enabled = false
`
}
