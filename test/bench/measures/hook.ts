import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../../../build/executable/bundle.ts'
import { agentCommand } from '../../support/agent-process.ts'
import { documentOf, hookNamed } from '../../support/hook-documents.ts'
import type { Measure, Row } from '../measure.ts'
import { timed } from '../timed.ts'

/** So many hooks at once, as an import does. */
const AT_ONCE = 200

/**
 * In a mount namespace with a spool at its usual place, so that the packaged configuration holds: prints milliseconds
 * of `--version` and of the hook by turns (median of 15), of so many hooks at once and one after the other, the most
 * memory (Pss, MiB) that all agents had at once, and how many were given up.
 */
const SCRIPT = String.raw`
set -e; cd "$1"; agent=$2
mkdir upper work; mount -t overlay spool -o lowerdir=/var/lib,upperdir=upper,workdir=work /var/lib
mkdir -p /var/lib/spoor/inbox
now() { echo $(($(date +%s%N) / 10000)); }
taken() { local begin=$(now); "$@" < document > /dev/null; echo $(($(now) - begin)); }
median() { sort -n | sed -n 8p; }
hook() { "$agent" hook --config spoor.yml; }
for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do taken "$agent" --version >> version; taken hook >> hook; done
echo version $(median < version); echo hook $(median < hook)
rm -f /var/lib/spoor/inbox/*
memory() { for pid in $(pidof spoor-agent); do cat /proc/$pid/smaps_rollup 2> /dev/null; done | awk '/^Pss:/ { sum += $2 } END { print int(sum / 1024) }'; }
begin=$(now)
for one in $(seq $3); do ./cpanel-hook < document > /dev/null & pids="$pids $!"; done
( while :; do memory; sleep 0.02; done > memory ) & sampler=$!
wait $pids
echo burst $(($(now) - begin)); kill $sampler
echo memory $(sort -n memory | tail -n 1)
echo lost $(($3 - $(ls /var/lib/spoor/inbox | grep -c json)))
begin=$(now)
for one in $(seq $3); do ./cpanel-hook < document > /dev/null; done
echo row $(($(now) - begin))
`

/** What somebody waits for who changes something in cPanel. */
export const hook: Measure = {
  name: 'hook',
  what: `the hook of cPanel beside \`--version\`, by turns, and ${AT_ONCE} of it at once and in a row; as root`,
  columns: ['wall ms', 'MiB', 'given up'],
  targets: [{ subject: 'hook', column: 'wall ms', of: '--version', bound: 'at most', ratio: 1.5 }],
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'spoor-hook-'))
    try {
      return await measured(folder)
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

async function measured(folder: string): Promise<readonly Row[]> {
  const [agent = ''] = agentCommand()
  const script = (await readFile(join(ROOT, 'packaging/agent/cpanel-hook'), 'utf8'))
    .replace('"$agent" hook "$@"', `${agent} hook "$@" --config ${folder}/spoor.yml`)
    .replace('slots=/run/spoor-hook', `slots=${folder}/slots`)
  await writeFile(join(folder, 'cpanel-hook'), script, { mode: 0o755 })
  await writeFile(join(folder, 'document'), JSON.stringify(documentOf(hookNamed('UAPI::Email::passwd_pop'))))
  const config = await readFile(join(ROOT, 'packaging/agent/spoor.yml'))
  await writeFile(join(folder, 'spoor.yml'), config, { mode: 0o600 })
  const { stdout } = await timed('unshare', '-m', 'bash', '-c', SCRIPT, 'bash', folder, agent, String(AT_ONCE))
  const told = new Map(stdout.split('\n').map((line) => [line.split(' ')[0], Number(line.split(' ')[1])]))
  const milliseconds = (name: string): number => (told.get(name) ?? Number.NaN) / 100
  return [
    { subject: 'hook', values: [milliseconds('hook'), undefined, undefined] },
    { subject: '--version', values: [milliseconds('version'), undefined, undefined] },
    { subject: `${AT_ONCE} at once`, values: [milliseconds('burst'), told.get('memory'), told.get('lost')] },
    { subject: `${AT_ONCE} in a row`, values: [milliseconds('row'), undefined, undefined] },
  ]
}
