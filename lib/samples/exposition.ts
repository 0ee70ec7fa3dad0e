import type { Metric, Sample } from './metric.ts'
import type { Family } from './registry.ts'

/**
 * Metrics in Prometheus's text format, version 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/).
 * Without timestamps, which make node_exporter refuse a file.
 */
export function exposition(families: readonly Family[]): string {
  return families
    .map(({ metric, samples }) => `${head(metric)}${samples.flatMap((each) => lines(metric, each)).join('')}`)
    .join('')
}

function head({ name, kind, help }: Metric): string {
  const text = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return `# HELP ${name} ${text}\n# TYPE ${name} ${kind}\n`
}

function lines({ name, labels: names }: Metric, { labels: values, value }: Sample): string[] {
  const labels = names.map((label, index) => [label, values[index] ?? ''] as const)
  if (typeof value === 'number') return [line(name, labels, value)]
  const { buckets, count, sum } = value
  return [
    ...[...buckets, [Infinity, count] as const].map(([bound, count]) =>
      line(`${name}_bucket`, [...labels, ['le', text(bound)]], count),
    ),
    line(`${name}_sum`, labels, sum),
    line(`${name}_count`, labels, count),
  ]
}

function line(name: string, labels: readonly (readonly [string, string])[], value: number): string {
  const pairs = labels.map(([label, value]) => `${label}="${escaped(value)}"`).join(',')
  return `${name}${pairs === '' ? '' : `{${pairs}}`} ${text(value)}\n`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function text(value: number): string {
  return value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value)
}
