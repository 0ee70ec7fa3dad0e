import type { Metadata } from '../../../lib/event/metadata.ts'
import { namedRow } from '../totals-names.ts'
import type { TotalsProjection } from '../totals-projection.ts'

/** Tags of our own, and a name that InfluxDB keeps for itself. */
const RESERVED = new Set(['host', 'vhost', 'account', 'sender', 'time'])

/**
 * Totals as lines of InfluxDB's protocol, one for each row, with the beginning of the period in seconds as its time and
 * whole numbers as fields:
 *
 *     spoor_traffic_by_vhost,host=web1.example.com,vhost=example.org requests=12i,bytes=34567i,… 1795834860
 *
 * The sums of a whole host are measurements of their own (`spoor_traffic`): beside the rows that they sum up, whoever
 * adds up a measurement would count everything twice. A point with the measurement, tags and time of one before takes
 * its place, so what is sent twice counts once, and a later count of a period replaces the earlier one.
 */
export function linesOf({ totals, metadata }: TotalsProjection): string {
  const common = tagsOf(metadata)
  return totals
    .flatMap((each) =>
      each.rows.map((row) => {
        const { kind, keyName, key, numbers } = namedRow(each, row)
        const own = keyName === undefined ? [] : [[keyName, key] as const]
        const measurement = keyName === undefined ? `spoor_${kind}` : `spoor_${kind}_by_${keyName}`
        const fields = numbers.map(([name, number]) => `${name}=${number}i`).join(',')
        return `${[measurement, ...sorted([...common, ...own])].join(',')} ${fields} ${each.start}\n`
      }),
    )
    .join('')
}

type Tag = readonly [name: string, value: string]

function tagsOf({ reporter, labels = {} }: Metadata): readonly Tag[] {
  const named = Object.entries(labels).map(([name, value]): Tag => [RESERVED.has(name) ? `label_${name}` : name, value])
  return [['host', reporter], ...named]
}

/** In the order of their bytes, in which the server indexes them fastest; none is empty, which would be an error. */
function sorted(tags: readonly Tag[]): readonly string[] {
  return tags
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .toSorted()
}

/**
 * A name or value of a tag. A backslash has no escape there, and before the comma it would hide it: it becomes `_`, as
 * does what would end the line.
 */
function escaped(text: string): string {
  return text.replace(/[\\\p{Cc}]/gu, '_').replace(/[,= ]/g, String.raw`\$&`)
}
