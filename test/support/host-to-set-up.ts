import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import * as v from 'valibot'
import { setupBelow } from '../../agent/commands/setup.ts'
import { teardownBelow } from '../../agent/commands/teardown.ts'
import { packagedConfig } from '../../agent/config/example.ts'
import type { Options } from '../../lib/command-line/command.ts'
import { createFakeCpanel, type FakeCpanel, LIST, MANAGE_HOOKS, REGISTRY } from './fake-cpanel.ts'

/** A host in a folder, with systemd and cPanel as scripts, on which the package is installed and nothing is set up. */
export interface HostToSetUp extends FakeCpanel {
  readonly config: string
  /** The words of every call of systemctl that changes something. */
  readonly calls: () => Promise<readonly string[]>
  readonly setup: (options?: Options, typed?: string, signal?: AbortSignal) => Promise<Ended>
  readonly teardown: (options?: Options) => Promise<Ended>
}

/** How a command ended. */
export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** What it threw. */
  readonly error: string
}

const outcome = v.object({
  schema: v.literal(1),
  command: v.string(),
  changed: v.boolean(),
  dry_run: v.boolean(),
  steps: v.array(
    v.object({
      name: v.string(),
      state: v.string(),
      error: v.optional(v.string()),
      changes: v.array(
        v.object({
          text: v.string(),
          state: v.string(),
          difference: v.optional(v.array(v.string())),
          files: v.array(v.string()),
          commands: v.array(v.string()),
        }),
      ),
    }),
  ),
  remarks: v.array(v.string()),
})

/** What `--json` printed, as the documentation has it. */
export function outcomeIn({ stdout }: Pick<Ended, 'stdout'>): v.InferOutput<typeof outcome> {
  return v.parse(v.pipe(v.string(), v.parseJson(), outcome), stdout)
}

/** Lines of a configuration for this host, with its logs, spool and state below its root. */
export function pathsBelow(root: string): string {
  return `spool: { path: ${join(root, 'var/lib/spoor')} }\nruntime: { path: ${join(root, 'run/spoor')} }\n`
}

/** The configuration as the packages bring it, with spool and state below a root. */
export function packaged(root: string): string {
  const below = (key: string, path: string): string => `${key}:\n  path: ${join(root, path)}`
  return packagedConfig()
    .replace(/^spool:$/m, below('spool', 'var/lib/spoor'))
    .replace(/^runtime:$/m, below('runtime', 'run/spoor'))
}

/** Makes one; `config` makes the text of its configuration, or is undefined where there is none. */
export async function createHostToSetUp(
  t: TestContext,
  { config }: { readonly config?: ((root: string) => string) | undefined } = {},
): Promise<HostToSetUp> {
  const host = await createFakeCpanel(t)
  const { root, path } = host
  const file = path('etc/spoor/spoor.yml')
  for (const folder of ['etc/spoor', 'etc/spoor/conf.d', 'etc/spoor/private', 'run/spoor', 'var/lib/spoor'])
    await mkdir(path(folder), { recursive: true, mode: 0o700 })
  await mkdir(path('systemd'))
  await mkdir(path('usr/local/cpanel/logs'), { recursive: true })
  await writeFile(path('usr/local/cpanel/logs/login_log'), '')
  if (config !== undefined) await writeFile(file, config(root), { mode: 0o600 })
  await host.program('usr/bin/systemctl', systemd(path('systemd'), path('run/spoor')))
  const run = async (
    command: ReturnType<typeof setupBelow>,
    options: Options,
    typed: string | undefined,
    signal: AbortSignal,
  ): Promise<Ended> => {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
    if (typed !== undefined) Object.assign(stdin, { isTTY: true, setRawMode: () => undefined }).write(typed)
    const printed = text(stdout)
    const told = text(stderr)
    let error = ''
    const code = await command.run([], options, { stdin, stdout, stderr, signal }).catch((thrown: Error) => {
      error = thrown.message
      return 'exitCode' in thrown ? Number(thrown.exitCode) : 70
    })
    stdout.end()
    stderr.end()
    return { code, stdout: await printed, stderr: await told, error }
  }
  return {
    ...host,
    config: file,
    calls: async () => (await readFile(path('systemd/calls'), 'utf8').catch(() => '')).split('\n').filter(Boolean),
    setup: (options = {}, typed, signal = new AbortController().signal) =>
      run(setupBelow(root, true), { proxy: 'none', ...options }, typed, signal),
    teardown: (options = {}) => run(teardownBelow(root, true), options, undefined, new AbortController().signal),
  }
}

/** A host without cPanel, or without the units of the package. */
export async function without(host: HostToSetUp, what: 'cpanel' | 'units'): Promise<void> {
  const paths =
    what === 'units'
      ? ['usr/bin/systemctl', 'usr/lib/spoor-agent']
      : ['usr/local/cpanel', MANAGE_HOOKS, REGISTRY, dirname(LIST)]
  for (const path of paths) if (existsSync(host.path(path))) await rm(host.path(path), { recursive: true })
}

/**
 * systemctl of a machine with the agent's units: the target starts both services, which tell how they are, and begin
 * anew at a reload.
 */
function systemd(state: string, runtime: string): string {
  return `
cd ${state}
up() { for role in "$@"; do
  touch active-spoor-agent-$role.service
  printf '{"version":1,"agent":"1","process":{"pid":1,"startTime":"1","bootId":"b"},"startedAt":%s,"notices":{"counts":{},"recent":[]}}' \\
    $(date +%s%3N) > ${runtime}/$role.json
done; }
case "$1" in
  is-active) if [ -e "active-$2" ]; then echo active; else echo inactive; exit 3; fi ;;
  is-enabled) if [ -e "enabled-$2" ]; then echo enabled; else echo disabled; exit 1; fi ;;
  enable) echo "$*" >> calls; touch "enabled-$3" "active-$3"; up collector transmitter ;;
  disable) echo "$*" >> calls; rm -f "enabled-$3" "active-$3" ;;
  stop) echo "$*" >> calls; shift; for unit in "$@"; do rm -f "active-$unit"; done ;;
  reload) echo "$*" >> calls; shift; for unit in "$@"; do up \${unit#spoor-agent-}; done ;;
  *) exit 1 ;;
esac
exit 0
`
}
