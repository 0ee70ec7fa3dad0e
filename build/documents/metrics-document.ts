import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROLES } from '../../agent/roles/roles.ts'
import { PROCESS_METRICS } from '../../agent/samples/process-metrics.ts'
import { HUB_METRICS } from '../../hub/samples/hub-metrics.ts'
import type { Metric } from '../../lib/samples/metric.ts'
import { ROOT } from '../executable/bundle.ts'

const [AGENT, HUB] = ['docs/metrics.md', 'docs/hub/metrics.md']
const TABLES = /(?<=<!-- Made by build\/documents\/metrics-document\.ts\. -->\n).*?(?=<!-- End -->)/s

/** What is made from the tables of metrics, by its path in the repository. */
export async function metricsFiles(): Promise<ReadonlyMap<string, string>> {
  const ofRoles = await Promise.all(
    ROLES.map(async (role) => section(`### The ${role.name}\n\n`, Object.values((await role.metrics?.()) ?? {}))),
  )
  const ofAgent = [section('### Every service\n\n', Object.values(PROCESS_METRICS)), ...ofRoles].join('\n')
  return new Map([
    [AGENT, await filled(AGENT, ofAgent)],
    [HUB, await filled(HUB, section('', Object.values(HUB_METRICS)))],
  ])
}

async function filled(document: string, tables: string): Promise<string> {
  return (await readFile(join(ROOT, document), 'utf8')).replace(TABLES, () => tables)
}

function section(heading: string, metrics: readonly Metric[]): string {
  const rows = metrics.map(({ name, kind, labels, help }) => {
    const names = labels.map((label) => `\`${label}\``).join(', ')
    return `| \`${name}\` | ${kind} | ${names} | ${help} |\n`
  })
  return metrics.length === 0
    ? ''
    : `${heading}| metric | type | labels | meaning |\n|---|---|---|---|\n${rows.join('')}`
}
