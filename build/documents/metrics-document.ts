import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROLES } from '../../agent/roles/roles.ts'
import { PROCESS_METRICS } from '../../agent/samples/process-metrics.ts'
import type { Metric } from '../../lib/samples/metric.ts'
import { ROOT } from '../executable/bundle.ts'

const DOCUMENT = 'docs/metrics.md'
const TABLES = /(?<=<!-- Made by build\/documents\/metrics-document\.ts\. -->\n).*?(?=<!-- End -->)/s

/** What is made from the tables of metrics, by its path in the repository. */
export async function metricsFiles(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(ROOT, DOCUMENT), 'utf8')
  const ofRoles = await Promise.all(
    ROLES.map(async (role) => section(`The ${role.name}`, Object.values((await role.metrics?.()) ?? {}))),
  )
  const tables = [section('Every service', Object.values(PROCESS_METRICS)), ...ofRoles].join('\n')
  return new Map([[DOCUMENT, text.replace(TABLES, () => tables)]])
}

function section(title: string, metrics: readonly Metric[]): string {
  const rows = metrics.map(({ name, kind, labels, help }) => {
    const names = labels.map((label) => `\`${label}\``).join(', ')
    return `| \`${name}\` | ${kind} | ${names} | ${help} |\n`
  })
  return metrics.length === 0
    ? ''
    : `### ${title}\n\n| metric | type | labels | meaning |\n|---|---|---|---|\n${rows.join('')}`
}
