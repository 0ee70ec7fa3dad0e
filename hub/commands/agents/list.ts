import { counted } from '../../../lib/terminal/count.ts'
import { plainCell } from '../../../lib/terminal/plain-cell.ts'
import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { inWords } from '../../../lib/time/duration.ts'
import { everyAgent, type ListedAgent } from '../../store/ask/every-agent.ts'
import type { StoreAction } from '../store-action.ts'

/** Lists the hosts that may report, with what was heard of them last. */
export const listServers: StoreAction = {
  usage: 'list',
  summary: 'List the hosts that may report, with their last report, version, health and lag.',
  options: ['--config', '--label', '--all', '--json'],
  run: async ({ store, now, options, io: { stdout } }) => {
    const { label } = options
    const all = await store.ask(everyAgent, { now })
    const labelled = all.filter((agent) => label === undefined || agent.label === label)
    const agents = options['all'] === true ? labelled : labelled.filter(mayReport)
    const ended = labelled.length - agents.length
    if (options['json'] === true) {
      for (const { id: _id, formerNames: former_names, ...agent } of agents)
        stdout.write(plainJson({ ...agent, former_names }))
      return
    }
    if (agents.length === 0) {
      const none = label === undefined ? 'No host is enrolled' : 'No host has this label'
      stdout.write(`${none}; make a token for some: spoor-hub token create\n${leftOut(ended)}`)
      return
    }
    const rows = agents.map((agent) => rowOf(agent, now).map(plainCell))
    const titles = ['HOST', 'LABEL', 'LAST REPORT', 'LAST STATUS', 'VERSION', 'HEALTH', 'LAG']
    stdout.write(`${table([titles, ...rows], widthOf(stdout)).join('\n')}\n${leftOut(ended)}`)
  },
}

function mayReport({ identifiers }: ListedAgent): boolean {
  return identifiers.length > 0
}

function leftOut(ended: number): string {
  return ended === 0 ? '' : `${counted(ended, 'host')} may report no more; to see also those: --all\n`
}

function rowOf(agent: ListedAgent, now: number): readonly string[] {
  const { host, label, reported, status_at: told, version, health, lag } = agent
  return [
    host,
    label,
    ago(reported, now),
    ago(told, now),
    version ?? '',
    mayReport(agent) ? (health ?? 'unknown') : 'revoked',
    lag === null || lag === 0 ? '' : inWords(lag * 1000),
  ]
}

function ago(time: number | null, now: number): string {
  return time === null ? 'never' : `${inWords((now - time) * 1000)} ago`
}
