import { CHECK_STATES } from '../../lib/agent-status/check-states.ts'
import type { Command, Io } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { counted } from '../../lib/terminal/count.ts'
import { plainCell } from '../../lib/terminal/plain-cell.ts'
import { table } from '../../lib/terminal/table.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { inWords } from '../../lib/time/duration.ts'
import type { CheckCounts } from '../contract/check-contract.ts'
import { type CheckNow, checksNow, countedStates } from '../coverage/checks-now.ts'
import { agentOfHost } from '../store/ask/agent-of-host.ts'
import type { Store } from '../store/store.ts'
import { withStore } from './command-store.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { loadAsService } from './service-user.ts'

/** So many are printed: a thousand hosts with twice as many checks as most have. */
const MOST = 50_000

/** `spoor-hub checks`: what is down. */
export const checks: Command = {
  usage: 'checks [host]',
  summary: 'Show which checks of hosts are not up, with what they found; exit 1 if one is down or flapping.',
  options: [
    CONFIG_OPTION,
    { flags: '--all', text: 'Also what is up, or switched off.' },
    { flags: '--json', text: 'One JSON object for each check, a line each.' },
  ],
  examples: ['checks', 'checks --all', 'checks web1.example.com', 'checks --json'],
  run: async ([host], options, { stdout }) => {
    const config = await loadAsService(configFile(options))
    const now = Math.floor(Date.now() / 1000)
    return withStore(config, async (store) => {
      const silentSince = now - Math.floor(config.coverage.silence / 1000)
      const which = { now, silentSince, ...(await agentCalled(store, host)) }
      const counts = await countedStates(store, which)
      const states =
        options['all'] === true ? CHECK_STATES : CHECK_STATES.filter((state) => state !== 'up' && state !== 'off')
      const shown = await checksNow(store, { ...which, states, limit: MOST })
      if (options['json'] === true) for (const check of shown) stdout.write(plainJson(forPrograms(check)))
      else printTable({ counts, shown, now, stdout })
      return counts.down + counts.flapping > 0 ? EXIT.failed : EXIT.ok
    })
  },
}

async function agentCalled(store: Store, host: string | undefined): Promise<{ readonly agent?: number }> {
  if (host === undefined) return {}
  const known = await store.ask(agentOfHost, { host })
  if (known !== null) return { agent: known.id }
  throw new ActionNeeded(plainText(`checks: no server is enrolled as ${host}; see: spoor-hub agents list`), EXIT.failed)
}

/** As the API names it. */
function forPrograms({ kept, state, isSilent }: CheckNow): object {
  const { host, name, type, since, finding, ran, certificate, target, told } = kept
  return { host, check: name, type, state, since, finding, ran, certificate, target, told, silent: isSilent }
}

interface Printing {
  readonly counts: CheckCounts
  readonly shown: readonly CheckNow[]
  readonly now: number
  readonly stdout: Io['stdout']
}

function printTable({ counts, shown, now, stdout }: Printing): void {
  const heads = ['HOST', 'CHECK', 'STATE', 'FOR', 'CERTIFICATE', 'FOUND']
  const rows = shown.map((check) => rowOf(check, now).map(plainCell))
  const lines = rows.length === 0 ? [] : table([heads, ...rows], widthOf(stdout))
  stdout.write([...lines, sentenceOf(counts)].map((line) => `${line}\n`).join(''))
}

function rowOf({ kept, state, isSilent }: CheckNow, now: number): readonly string[] {
  const { host, name, since, finding, certificate, heard } = kept
  return [
    host,
    name,
    state,
    inWords((now - (isSilent ? heard : since)) * 1000),
    certificate === null ? '-' : daysLeft(certificate - now),
    isSilent ? `its host is silent; it was ${kept.state}` : finding,
  ]
}

function daysLeft(seconds: number): string {
  return seconds < 0 ? 'ended' : counted(Math.floor(seconds / 86_400), 'day')
}

function sentenceOf(counts: CheckCounts): string {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  if (all === 0) return 'Nothing is checked; write checks into the configuration of an agent: see docs/checks.md'
  const parts = CHECK_STATES.filter((state) => counts[state] > 0).map((state) => `${counts[state]} ${state}`)
  return `${counted(all, 'check')}: ${parts.join(', ')}.`
}
