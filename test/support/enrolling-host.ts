import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { enrol } from '../../agent/commands/enrol.ts'
import type { Options } from '../../lib/command-line/command.ts'

/** A server whose agent is installed, and reports nowhere yet. */
export interface EnrollingHost {
  /** Its folder of configuration, as /etc/spoor. */
  readonly folder: string
  readonly config: string
  readonly name: string
  /** Runs `enrol` with the token on standard input, and returns what it printed; rejects if it throws. */
  readonly enrol: (url: string, token: string, options?: Options) => Promise<string>
}

/** The section as the packages bring it: the operator has not filled it in. */
const BLANK = [
  'transmission:',
  '  host:',
  '  credentials:',
  '    api_identifier:',
  '    api_secret_file: /etc/spoor/private/api_secret',
]

/** Makes one, with a section `transmission` that is blank, or with other lines. */
export async function createEnrollingHost(
  t: TestContext,
  { name = 'web1.example.com', lines = BLANK }: { name?: string; lines?: readonly string[] } = {},
): Promise<EnrollingHost> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-enrolling-'))
  t.after(() => rm(folder, { recursive: true }))
  const [config, log] = [join(folder, 'spoor.yml'), join(folder, 'login_log')]
  await writeFile(log, '')
  await mkdir(join(folder, 'run'), { mode: 0o700 })
  const written = [
    `followers: { login: { name: ${log}, start: beginning } }`,
    ...lines,
    `host: { name: ${name} }`,
    `spool: { path: ${join(folder, 'spool')} }`,
    `runtime: { path: ${join(folder, 'run')} }`,
  ]
  await writeFile(config, `${written.join('\n')}\n`, { mode: 0o600 })
  return {
    folder,
    config,
    name,
    enrol: async (url, token, options = {}) => {
      const [stdin, stdout] = [new PassThrough(), new PassThrough()]
      const io = { stdin, stdout, stderr: new PassThrough(), signal: new AbortController().signal }
      stdin.end(`${token}\n`)
      const printed = text(stdout)
      await enrol.run([url], { config, proxy: 'none', ...options }, io).finally(() => stdout.end())
      return printed
    },
  }
}
