import type { ChannelsAnswer } from '../../../contract/alert-contract.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'

const { headline: words } = ALERT_WORDS

/** One true sentence or two about all messages; what did not arrive comes first. */
export function alertsHeadline({ channels, delivered }: ChannelsAnswer): string {
  if (channels.length === 0) return words.noChannel
  const lost = [
    ...channels.flatMap(({ name, failed }) => (failed === 0 ? [] : [`${words.failed(failed, name)}.`])),
    ...channels.flatMap(({ name, failing }) => (failing === 0 ? [] : [`${words.failing(failing, name)}.`])),
  ]
  if (lost.length > 0) return lost.slice(0, MOST).join(' ')
  const waiting = channels.reduce((all, channel) => all + channel.waiting, 0)
  if (waiting > 0) return words.onTheWay(waiting)
  return delivered === 0 ? words.none : `${words.all} ${words.inDay(delivered)}`
}

/** How many channels the headline names: the others are in the list. */
const MOST = 2

/** `one, two and three`. */
export function listed(names: readonly string[], joint: string): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${joint} ${last}`
}
