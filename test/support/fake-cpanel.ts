import { hash } from 'node:crypto'
import { chmod, lstat, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { cpanelBelow } from '../../agent/commands/cpanel.ts'
import type { Options } from '../../lib/command-line/command.ts'
import { temporaryFolder } from './spool-scene.ts'
import { unwrapped } from './unwrapped.ts'

/** A cPanel host in a folder; its programs are scripts at their usual paths. */
export interface FakeCpanel {
  readonly root: string
  readonly path: (below: string) => string
  readonly read: (below: string) => Promise<string>
  /** Writes a file of mode 0644 on the host. */
  readonly put: (below: string, content: string | Buffer) => Promise<void>
  /** Replaces a program by another script. */
  readonly program: (below: string, script: string) => Promise<void>
  /** Names, owners, modes and contents of all files. */
  readonly tree: () => Promise<string[]>
  /** Number of restarts of chkservd. */
  readonly restarts: () => Promise<number>
  /** Runs `cpanel` with these words and options; rejects if the command throws. */
  readonly run: (words: string, options?: Options) => Promise<{ code: number; stdout: string }>
}

/** chkservd's list of services. */
export const LIST = 'etc/chkserv.d/chkservd.conf'

/** The script that makes chkservd reread its files. */
export const RESTART = 'usr/local/cpanel/scripts/restartsrv_chkservd'

/** What changes and lists cPanel's hooks. */
export const MANAGE_HOOKS = 'usr/local/cpanel/bin/manage_hooks'

/** The fake's registry: category, event, stage, kind, hook and escalateprivs. */
export const REGISTRY = 'usr/local/cpanel/registry'

/** The script of the package that cPanel runs. */
const SCRIPT = 'usr/lib/spoor-agent/cpanel-hook'

/** chkservd's files for the two services. */
export const SERVICE_FILES = ['etc/chkserv.d/spoor-agent-collector', 'etc/chkserv.d/spoor-agent-transmitter'] as const

/** Makes a host with some services in the list, on which the agent's services run. */
export async function createFakeCpanel(t: TestContext): Promise<FakeCpanel> {
  const root = await temporaryFolder(t)
  const path = (below: string): string => join(root, below)
  const counter = path('restarts')
  const program = async (below: string, script: string): Promise<void> => {
    await writeFile(path(below), `#!/bin/sh\n${script}\n`)
    await chmod(path(below), 0o755)
  }
  const host: FakeCpanel = {
    root,
    path,
    read: (below) => readFile(path(below), 'latin1'),
    put: async (below, content) => {
      await rm(path(below), { recursive: true, force: true })
      await writeFile(path(below), content)
      await chmod(path(below), 0o644)
    },
    program,
    tree: () => treeOf(root),
    restarts: async () => (await readFile(counter, 'utf8').catch(() => '')).length,
    run: async (words, options = {}) => {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()]
      const io = { stdin: new PassThrough(), stdout, stderr, signal: new AbortController().signal }
      const code = await cpanelBelow(root).run(words.split(' '), options, io)
      const printed = await text(stdout.end())
      return { code, stdout: options['json'] === true ? printed : unwrapped(printed) }
    },
  }
  for (const folder of ['etc/chkserv.d', 'usr/bin', 'usr/local/cpanel/scripts', 'var/run/chkservd']) {
    await mkdir(path(folder), { recursive: true })
  }
  for (const below of [MANAGE_HOOKS, SCRIPT]) await mkdir(dirname(path(below)), { recursive: true })
  await host.put(SCRIPT, '')
  await host.put(REGISTRY, OTHERS)
  await program(MANAGE_HOOKS, manageHooks(path(REGISTRY)))
  await host.put('usr/local/cpanel/version', '11.130\n')
  await host.put(LIST, 'cpsrvd:1\nexim:0\nftpd:1\n')
  await host.put(
    'etc/chkserv.d/ftpd',
    'service[ftpd]=21,QUIT,220,/usr/local/cpanel/scripts/restartsrv_ftpserver,ftpd,root\n',
  )
  await program('usr/bin/systemctl', '[ "$1" = is-active ] && echo active')
  await program(RESTART, `printf x >> ${counter}`)
  return host
}

async function treeOf(root: string): Promise<string[]> {
  const names = await readdir(root, { recursive: true })
  const lines = names
    .filter((name) => name !== 'restarts')
    .map(async (name) => {
      const stats = await lstat(join(root, name))
      const content = stats.isFile() ? hash('sha256', await readFile(join(root, name))) : ''
      return `${name} ${stats.uid}:${stats.gid} ${stats.mode.toString(8)} ${content}`
    })
  return (await Promise.all(lines)).toSorted()
}

/** What is registered by others. */
const OTHERS = 'System|upcp|post|script|/root/after-update|0\nCpanel|UAPI::Email::add_pop|pre|module|Quota::check|0\n'

/**
 * manage_hooks as https://api.docs.cpanel.net describes it: `add script`, `delete script` and `delete module`, and
 * `list --output JSON`, an object of categories, of events, of lists of hooks.
 */
export function manageHooks(registry: string): string {
  return `
registry=${registry}
action=$1 type=$2 hook=$3
escalateprivs=0 stage= category= event=
if [ "$action" = list ]; then
  sort -s -t '|' -k1,2 "$registry" | awk -F '|' '
    BEGIN { printf "{" }
    $1 != category { printf "%s\\"%s\\":{", (NR > 1 ? "]}," : ""), $1 }
    $1 != category || $2 != event { printf "%s\\"%s\\":[", ($1 == category ? "]," : ""), $2 }
    $1 == category && $2 == event { printf "," }
    { category = $1; event = $2
      printf "{\\"hook\\":\\"%s\\",\\"stage\\":\\"%s\\",\\"exectype\\":\\"%s\\"", $5, $3, $4
      printf ",\\"escalateprivs\\":\\"%s\\",\\"blocking\\":0,\\"weight\\":100}", $6 }
    END { print (NR > 0 ? "]}" : "") "}" }'
  exit
fi
shift 3 || exit 2
while [ $# -gt 0 ]; do
  case $1 in
    --manual) shift ;;
    --category) category=$2; shift 2 ;;
    --event) event=$2; shift 2 ;;
    --stage) stage=$2; shift 2 ;;
    --escalateprivs) escalateprivs=$2; shift 2 ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
done
line="$category|$event|$stage|$type|$hook|"
case "$action $type" in
  'add script')
    echo "$line$escalateprivs" >> "$registry"
    echo "Added hook for $category::$event to hooks registry" ;;
  'delete script') kept() { grep -vF "$line" "$registry"; } ;;
  'delete module') kept() { grep -v "|module|$hook::" "$registry"; } ;;
  *) exit 2 ;;
esac
[ "$action" = delete ] || exit 0
left=$(kept)
[ "$left" != "$(cat "$registry")" ] || { echo "no such hook" >&2; exit 1; }
if [ -n "$left" ]; then echo "$left"; fi > "$registry"
echo "Deleted hook for $category::$event from hooks registry"
`
}
