import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { ROOT } from './repository-files.ts'
import { temporaryFolder } from './spool-scene.ts'

/** The folder of the playbook and the role. */
export const ANSIBLE = join(ROOT, 'packaging/ansible')

/** What a run of a playbook came to. */
export interface Played {
  readonly code: number
  /** All that it said, with the details that -vv shows. */
  readonly text: string
  /** How many tasks changed something, by server; a server that was not reached is absent. */
  readonly changed: ReadonlyMap<string, number>
}

/** Servers of which each is a folder of this machine, with a stand-in for spoor-agent and for systemctl. */
export interface AnsibleScene {
  readonly folderOf: (host: string) => string
  /** What the stand-ins of a server were called with, a line for each call. */
  readonly calls: (host: string) => Promise<readonly string[]>
  /** Plays `rollout.yml` with these variables of all servers. */
  readonly play: (variables: Readonly<Record<string, unknown>>, ...words: readonly string[]) => Promise<Played>
}

/**
 * What setup is: it says that it changed something until it did so once. It notes the mode and the content of the file
 * that a secret comes in, and fails where there is a file `broken`.
 */
const PROGRAM = `#!/bin/sh
cd "$(dirname "$0")" || exit 9
echo "$*" >> calls
case $1 in
setup)
  before=
  for word; do
    case $before in
    --token-file | --secret-file) { stat -c %a "$word"; cat "$word"; } > held; echo "$word" > held-at ;;
    esac
    before=$word
  done
  changed=true
  [ -e done ] && changed=false
  case " $* " in *' --dry-run '*) ;; *) touch done ;; esac
  state=$changed
  [ -e broken ] && state=failed
  echo "{\\"schema\\":1,\\"command\\":\\"setup\\",\\"changed\\":$changed,\\"dry_run\\":false,\\"remarks\\":[],"
  echo "\\"steps\\":[{\\"name\\":\\"services\\",\\"state\\":\\"$state\\",\\"remarks\\":[],"
  echo "\\"changes\\":[{\\"text\\":\\"Enables and starts spoor-agent.target.\\"}]}]}"
  [ ! -e broken ]
  ;;
status) cat health.json ;;
esac
`

const SYSTEMCTL = '#!/bin/sh\necho "systemctl $*" >> "$SPOOR_CALLS"\n'

/** Makes servers; `health` is what status says of each. */
export async function ansibleScene(
  t: TestContext,
  hosts: Readonly<Record<string, 'healthy' | 'degraded'>>,
): Promise<AnsibleScene> {
  const root = await temporaryFolder(t)
  const folderOf = (host: string): string => join(root, host)
  await mkdir(join(root, 'bin'))
  await executable(join(root, 'bin/systemctl'), SYSTEMCTL)
  for (const [host, health] of Object.entries(hosts)) {
    await mkdir(join(folderOf(host), 'conf.d'), { recursive: true })
    await executable(join(folderOf(host), 'spoor-agent'), PROGRAM)
    const warnings = health === 'healthy' ? [] : [{ code: 'source_unavailable', text: 'A log is missing.' }]
    await writeFile(join(folderOf(host), 'health.json'), JSON.stringify({ health, warnings }))
  }
  const { uid, gid } = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 }
  const play: AnsibleScene['play'] = async (variables, ...words) => {
    const of = (host: string): object => ({
      spoor_agent_folder: folderOf(host),
      spoor_agent_program: `${folderOf(host)}/spoor-agent`,
    })
    const own = { ansible_connection: 'local', ansible_python_interpreter: '/usr/bin/python3', ansible_become: false }
    const ours = { spoor_agent_install: false, spoor_agent_owner: String(uid), spoor_agent_group: String(gid) }
    const inventory = join(root, 'inventory.json')
    const group = {
      vars: { ...own, ...ours, spoor_agent_gate_retries: 1, spoor_agent_gate_delay: 0, ...variables },
      hosts: Object.fromEntries(Object.keys(hosts).map((host) => [host, of(host)])),
    }
    await writeFile(inventory, JSON.stringify({ spoor: group }), { mode: 0o600 })
    const env = {
      ...process.env,
      PATH: `${join(root, 'bin')}:${process.env['PATH']}`,
      HOME: root,
      SPOOR_CALLS: join(root, 'systemctl.calls'),
      ANSIBLE_NOCOLOR: '1',
      ANSIBLE_RETRY_FILES_ENABLED: '0',
      ANSIBLE_INVENTORY_ENABLED: 'yaml',
    }
    const line = ['-i', inventory, 'rollout.yml', '-vv', ...words]
    const { code, text } = await new Promise<Pick<Played, 'code' | 'text'>>((resolve) => {
      execFile('ansible-playbook', line, { cwd: ANSIBLE, env, maxBuffer: 64 * 1024 ** 2 }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), text: `${out}${err}` }),
      )
    })
    const recap = text.matchAll(/^(\S+) +: ok=\d+ +changed=(\d+)/gm)
    return { code, text, changed: new Map([...recap].map(([, host = '', count]) => [host, Number(count)])) }
  }
  const calls: AnsibleScene['calls'] = async (host) =>
    (await readFile(join(folderOf(host), 'calls'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '')
  return { folderOf, calls, play }
}

async function executable(file: string, text: string): Promise<void> {
  await writeFile(file, text)
  await chmod(file, 0o755)
}
