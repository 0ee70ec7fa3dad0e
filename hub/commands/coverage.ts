import type { Command, Io } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { counted } from '../../lib/terminal/count.ts'
import { plainCell } from '../../lib/terminal/plain-cell.ts'
import { table } from '../../lib/terminal/table.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { inWords } from '../../lib/time/duration.ts'
import type { SightCounts } from '../contract/coverage-contract.ts'
import { fleetSight, SightSummary } from '../coverage/fleet.ts'
import { hostSight, type HostSight, type SightBounds, type SourceSight } from '../coverage/matrix.ts'
import { isFault, SIGHT_WORDS } from '../coverage/sight-word.ts'
import { agentOfHost } from '../store/ask/agent-of-host.ts'
import { coveredAgents } from '../store/ask/covered-agents.ts'
import type { Store } from '../store/store.ts'
import { withStore } from './command-store.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { loadAsService } from './service-user.ts'

/** What printing works with. */
interface Printing extends SightBounds {
  readonly store: Store
  readonly isAll: boolean
  readonly isJson: boolean
  readonly stdout: Io['stdout']
}

/** `spoor-hub coverage`: what is not seen. */
export const coverage: Command = {
  usage: 'coverage [host]',
  summary: 'Show which hosts and logs are not seen, or of one host every kind of event; exit 1 if one is blind.',
  options: [
    CONFIG_OPTION,
    { flags: '--all', text: 'Also what is well; of one host also the kinds that nothing there tells.' },
    { flags: '--json', text: 'One JSON object for each host, a line each.' },
  ],
  examples: ['coverage', 'coverage --all', 'coverage web1.example.com', 'coverage --json'],
  run: async ([host], options, { stdout }) => {
    const config = await loadAsService(configFile(options))
    const bounds = { now: Math.floor(Date.now() / 1000), silence: Math.floor(config.coverage.silence / 1000) }
    const [isAll, isJson] = [options['all'] === true, options['json'] === true]
    return withStore(config, (store) => {
      const printing = { ...bounds, store, isAll, isJson, stdout }
      return host === undefined ? printFleet(printing) : printHost(host, printing)
    })
  },
}

async function printFleet({ store, isAll, isJson, stdout, ...bounds }: Printing): Promise<number> {
  const summary = new SightSummary()
  const rows: (readonly string[])[] = []
  let isBlind = false
  for await (const host of fleetSight(store, bounds)) {
    summary.add(host)
    isBlind ||= host.word === 'blind'
    if (!isAll && !isFault(host)) continue
    if (isJson) stdout.write(plainJson(host))
    else rows.push(...rowsOf(host, isAll, bounds.now))
  }
  if (!isJson) {
    const titles = ['HOST', 'SOURCE', 'PATH', 'SEEN', 'SINCE', 'WHY']
    const lines = rows.length === 0 ? [] : table([titles, ...rows], widthOf(stdout))
    stdout.write([...lines, sentenceOf(summary)].map((line) => `${line}\n`).join(''))
  }
  return isBlind ? EXIT.failed : EXIT.ok
}

/** Of a host that is not seen at all one row, else one for each source. */
function rowsOf(host: HostSight, isAll: boolean, now: number): readonly (readonly string[])[] {
  const sources = host.sources.filter((source) => isAll || isFault(source))
  const isOne = sources.length === 0 || (!isAll && sources.every(({ why }) => why === host.why) && sources.length > 1)
  const shown = isOne ? [{ ...host, source: '(all)', path: '' }] : sources
  return shown.map(({ source, path, word, since, why }) =>
    [host.host, source, path, word, ago(since, now), why].map(plainCell),
  )
}

function sentenceOf(summary: SightSummary): string {
  const { hosts, sources } = summary.counts
  const all = SIGHT_WORDS.reduce((sum, word) => sum + hosts[word], 0)
  return all === 0
    ? 'No host is enrolled; make a token for some: spoor-hub token create'
    : `${counted(all, 'host')}: ${listed(hosts)}. Sources: ${listed(sources)}.`
}

function listed(counts: SightCounts): string {
  const some = SIGHT_WORDS.filter((word) => counts[word] > 0)
  return some.length === 0 ? 'none' : some.map((word) => `${counts[word].toLocaleString('en')} ${word}`).join(', ')
}

async function printHost(name: string, { store, isAll, isJson, stdout, ...bounds }: Printing): Promise<number> {
  const known = await store.ask(agentOfHost, { host: name })
  const [found] = known === null ? [] : await store.ask(coveredAgents, { now: bounds.now, agent: known.id, limit: 1 })
  if (found === undefined)
    throw new ActionNeeded(
      plainText(`coverage: no host is enrolled as ${name}; see: spoor-hub agents list`),
      EXIT.failed,
    )
  const host = hostSight(found, bounds)
  if (isJson) stdout.write(plainJson(host))
  else stdout.write(`${[...linesOf(host, bounds.now, widthOf(stdout)), ...neverOf(host, isAll)].join('\n')}\n`)
  return host.word === 'blind' ? EXIT.failed : EXIT.ok
}

function linesOf(host: HostSight, now: number, width: number): readonly string[] {
  const why = host.why === '' ? '' : `: ${host.why}`
  const title = plainText(`${host.host} is ${host.word}${why}; heard ${ago(host.heard, now)}`)
  const rows = host.sources.flatMap((source) => rowsOfSource(source, now))
  const titles = ['SOURCE', 'PATH', 'KIND', 'SEEN', 'LAST']
  return rows.length === 0 ? [title] : [title, ...table([titles, ...rows.map((row) => row.map(plainCell))], width)]
}

function rowsOfSource({ source, path, word, last, cells }: SourceSight, now: number): readonly (readonly string[])[] {
  if (cells.length === 0) return [[source, path, '(none yet)', word, ago(last, now)]]
  return cells.map((cell) => [source, path, cell.kind, cell.word, ago(cell.last, now)])
}

function neverOf({ never }: HostSight, isAll: boolean): readonly string[] {
  if (never === null) return ['Its agent does not say which kinds it can tell: update it to see what is missing.']
  if (never.length === 0) return []
  return [
    isAll
      ? `never: ${never.join(', ')}`
      : `${counted(never.length, 'kind')} that nothing there tells; --all names them.`,
  ]
}

function ago(time: number | null, now: number): string {
  return time === null ? '' : `${inWords((now - time) * 1000)} ago`
}
