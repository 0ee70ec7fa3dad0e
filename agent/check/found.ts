import type { WatchConfig } from '../config/checks/check-config.ts'
import { besides } from '../watch/found/besides.ts'
import { EVERYWHERE } from '../watch/found/everywhere.ts'
import { foundHere } from '../watch/found/found-here.ts'
import type { Finding } from './finding.ts'

/** What `watch.auto` finds on the host whose files are below `root`, and what of chkservd it cannot take. */
export async function foundFindings(
  { checks: written }: Pick<WatchConfig, 'checks'>,
  root = '/',
): Promise<readonly Finding[]> {
  const { checks, leftOut, fault } = await foundHere(root)
  const all = [...EVERYWHERE, ...checks]
  const found = besides(written, all).map(({ name }) => {
    return `${name} (${all.find((each) => each.name === name)?.found})`
  })
  const warnings = [...(fault === undefined ? [] : [fault]), ...leftOut]
  return [
    ...warnings.map((text): Finding => ({ check: 'checks', state: 'warning', text: `watch.auto: ${text}` })),
    { check: 'checks', state: 'ok', text: `watch.auto: finds ${found.join(', ') || 'nothing more'}: ok` },
  ]
}
