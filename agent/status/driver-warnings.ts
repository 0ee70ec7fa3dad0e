import type { Loaded } from '../config/load.ts'
import type { Status } from './status.ts'
import { type Warning, warning } from './warning.ts'

/** Own drivers that are refused, or that the running collector does not know yet: of their logs nothing is heard. */
export function driverWarnings(
  { drivers, notices }: Pick<Loaded, 'drivers' | 'notices'>,
  { collector, sources }: Pick<Status, 'collector' | 'sources'>,
): readonly Warning[] {
  const refused = notices.filter(({ code }) => code === 'driver_refused')
  const isUnread = (name: string): boolean =>
    sources.some(
      ({ source, size, offset, problem }) =>
        source === name && size !== undefined && offset === undefined && problem === undefined,
    )
  const unread = collector.running ? drivers.filter(({ name }) => isUnread(name)) : []
  return [
    ...refused.map(({ text }) =>
      warning(
        'warning',
        'driver_stalled',
        text,
        'Correct its file, and see whether it is taken; type: spoor-agent drivers',
      ),
    ),
    ...unread.map(({ name }) =>
      warning(
        'warning',
        'driver_stalled',
        `${name}: the collector that runs does not read the log of this driver.`,
        'Have it read its configuration again; type: systemctl reload spoor-agent-collector',
      ),
    ),
  ]
}
